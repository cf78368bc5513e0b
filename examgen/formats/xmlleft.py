"""Elements of QTI that no standard has, or that papers have no room for, and that have words in them: said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.textdraft import shown
from examgen.formats.xmlnames import local_name

_TAG: Final = re.compile(r"<[^<>]{0,500}>")
#: Two words: values of settings, such as ``no`` or ``2.5``, are no text.
_TEXT: Final = re.compile(r"[^\W\d_]{2,}[^\w<>]+[^\W\d_]{2,}")
_TEXTS: Final = frozenset(("mattext", "p", "text"))
#: Of one element: what it says is quoted, not read.
_MOST: Final = 2000


def left_out(elements: Iterable[etree._Element], file: str, of: str) -> Iterator[Problem]:
    """Give a warning for each of these elements that has words; ``of`` begins the message, such as ``question 'x'``."""
    for element in elements:
        if words := _words(element):
            message = f"{of}: <{local_name(element)}> is left out: {shown('', words)!r}"
            hint = "put it into the question, or what explains its answer into its feedback, if it is needed"
            place = Place(file, element.sourceline or 0)
            yield Problem("left-out", message, place, hint, Severity.WARNING)


def _words(element: etree._Element) -> str:
    """Return what an element says; "" for settings, even for several: each stands in an element of its own."""
    inside = list(element.iter(etree.Element))
    says = any(local_name(each).lower() in _TEXTS for each in inside)
    words = _shown(element)
    return (
        words
        if words and (says or any(_TEXT.search(_shown(each)) for each in inside if _has_text(each)))
        else ""
    )


def _has_text(element: etree._Element) -> bool:
    """Return whether an element has text itself, and not only in the elements inside it."""
    return bool((element.text or "").strip() or any((child.tail or "").strip() for child in element))


def _shown(element: etree._Element) -> str:
    written = " ".join(str(text) for text in islice(element.itertext(), _MOST))[:_MOST]
    return " ".join(_TAG.sub(" ", written).split())
