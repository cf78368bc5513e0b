"""HTML that stands in items of QTI 2 as text: in CDATA, or with its tags escaped.

Angel, Respondus and the converter of Canvas write ``<div class="html">&lt;p&gt;Where?&lt;/p&gt;</div>``, or HTML right
below ``<itemBody>``, where the standard has elements only. A prompt that asks all and is a whole paragraph of HTML is
HTML, too, and so are choices beside it that all are. Elsewhere a tag that is escaped is what the text speaks of.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from examgen.formats.html.source import TooMuchHtmlError, parse_html
from examgen.formats.qti2.names import attribute, inside, kind, words
from examgen.formats.textrows import looks_like_html

#: Elements whose own text the standard does not have: what stands there is HTML of the program that wrote it.
_BARE: Final = ("itembody", "modalfeedback")
_WHOLE: Final = re.compile(r"\s*<(p|div|html)\b[^<>]*>.*</\1>\s*", re.DOTALL)


def unescape(root: etree._Element) -> None:
    """Make elements of the HTML that stands as text in ``root``, in place."""
    for element in list(_holders(root)):
        for index, text in [(-1, element.text), *((i, child.tail) for i, child in enumerate(element))][::-1]:
            if text and looks_like_html(text):
                _insert(element, index, text)


def _holders(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements whose text is HTML."""
    if kind(root) in _BARE:
        yield root
    for element in root.iterdescendants():
        if "html" in attribute(element, "class").split() and not len(element):
            yield element
    yield from _asking(root)


def _asking(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the prompt that alone asks the question, and its choices, where each of them is HTML as a whole."""
    interaction = next(inside(root, "choiceinteraction"), None)
    if interaction is None or words(interaction) != words(root):
        return
    prompts, choices = list(inside(interaction, "prompt")), list(inside(interaction, "simplechoice"))
    if len(prompts) == 1 and _is_whole(prompts[0]):
        yield prompts[0]
        if all(_is_whole(choice) for choice in choices):
            yield from choices


def _is_whole(element: etree._Element) -> bool:
    return not len(element) and _WHOLE.fullmatch(element.text or "") is not None


def _insert(element: etree._Element, index: int, text: str) -> None:
    """Put elements in place of the text behind the child ``index`` (0-based; -1: before the first)."""
    try:
        parsed, _ = parse_html(html.unescape(text) if "&lt;" in text and "<" not in text else text)
    except TooMuchHtmlError:
        return
    made = etree.Element("div")
    made.text = parsed.text
    made.extend(list(parsed))
    for each in made.iter():
        each.sourceline = element.sourceline
    if index < 0:
        element.text = None
    else:
        element[index].tail = None
    element.insert(index + 1, made)
