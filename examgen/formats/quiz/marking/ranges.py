"""Answers that are listed by ranges of numbers: ``1-5 BCABA  6-10 DDACB``, as papers of Chinese schools do."""

from __future__ import annotations

import re
from typing import Final

_RANGE: Final = re.compile(
    r"[\s,;*_\uff0c\uff1b]*(?P<first>[0-9]{1,3})\s?[-~\u2013\u2014\uff5e]\s?(?P<last>[0-9]{1,3})\s?[.:)\uff1a\u3001]?\s*"
    r"(?P<letters>[A-Z](?:\s?[A-Z]){2,29})(?![^\W_])"
)
#: ``1-2 AB`` may be two answers to the second question of a chapter.
_FEWEST: Final = 3


def in_ranges(text: str, start: int) -> list[tuple[int, int]]:
    """Return the number and the offset of each answer of a line from an offset on; empty unless all of it is ranges.

    A range has as many letters as numbers. Letters that rise through all of it may be the answers to one question.
    """
    found: list[tuple[int, int]] = []
    position = start
    while position < len(text):
        match = _RANGE.match(text, position)
        if match is None:
            break
        at = [offset for offset in range(*match.span("letters")) if text[offset].isalpha()]
        letters = [text[offset] for offset in at]
        first, last = int(match["first"]), int(match["last"])
        if last - first + 1 != len(at) or len(at) < _FEWEST or letters == sorted(set(letters)):
            return []
        found += zip(range(first, last + 1), at, strict=True)
        position = match.end()
    return found if not text[position:].strip(" \t,;.*_\u3002\uff1b") else []
