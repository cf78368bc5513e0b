"""Texts in several languages, as Moodle's filters for these have them: one of them is shown there, all are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from lxml import etree

from examgen.errors import Problem

#: The code of what is said of such texts.
_CODE: Final = "several-languages"
_MLANG: Final = re.compile(r"\{mlang ([\w, -]{1,100})\}(.*?)\{mlang\}", re.DOTALL)


def is_multilang(element: etree._Element | None) -> bool:
    """Tell whether an element is one language of a text."""
    return element is not None and "multilang" in str(element.get("class") or "").split()


def spans_of_mlang(html: str) -> str:
    """Return HTML with ``{mlang de}...{mlang}`` as the elements that older files have for it."""
    if "{mlang" not in html:
        return html
    return _MLANG.sub(lambda found: f'<span class="multilang" lang="{found[1]}">{found[2]}</span>', html)


def said_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with all that are said of languages as one, at the place of the first."""
    kept = list(problems)
    found = [problem for problem in kept if problem.code == _CODE]
    if not found:
        return kept
    count = len(found)
    many = "a text stands" if count == 1 else f"{count} texts stand"
    message = f"{many} in several languages, and all of them are printed, with a slash between"
    hint = "delete the languages that the paper is not in"
    first = replace(found[0], message=message, hint=hint)
    return [first, *(problem for problem in kept if problem.code != _CODE)]
