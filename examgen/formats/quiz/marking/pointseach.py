"""Points that a heading, or the instructions, give to each question: ``Part A (2 points each)``."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

from examgen.formats.quiz.marking.words import POINTS, pattern

_NUMBER: Final = r"[0-9]{1,3}(?:\.[0-9]{1,2}|/[1-9][0-9]?)?"
_EACH: Final = re.compile(
    rf"(?<![\w.,/-])(?P<before>{_NUMBER})\s*-?{pattern(POINTS)}\s*,?\s*"
    r"(?:each|apiece|per\s+(?:question|item)|for\s+each\s+(?:question|item|correct\s+answer)|par\s+question|chacune?"
    r"|cada\s+una?|(?:pro|je)\s+frage)\b"
    rf"|\b(?:each\s+(?:(?:question|item)\s+)?(?:is\s+worth|counts|carries|is)|je|jeweils)\s+(?P<behind>{_NUMBER})\s*{pattern(POINTS)}(?!\w)",
    re.IGNORECASE,
)
#: What is said of some questions holds for no other.
_SOME: Final = re.compile(r"\b(?:questions?|items?|q)\s*#?[0-9]", re.IGNORECASE)


@lru_cache(256)
def points_each(text: str) -> Fraction | None:
    """Return the points of each question that a text is about; None when it says none, or several."""
    found = {Fraction(each["before"] or each["behind"]) for each in _EACH.finditer(text)}
    return found.pop() if len(found) == 1 and not _SOME.search(text) else None


def words_on_each(text: str) -> str:
    """Return the first words of a text that give points to each question; "" where none do."""
    found = _EACH.search(text)
    return " ".join(found[0].split()) if found else ""
