"""Roman numbers before questions: ``I. Which ...?`` over choices A and B, then ``II. What ...?``.

They count where nothing else has a number above its choices, each has one list of choices or one answer below it, and
none is left out or comes again: statements that a question asks about, and sections, have not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from examgen.formats.quiz.marking.labels import LabelKind
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import LIST_INDENT, Marks, NumberKind, NumberMark

_ROMAN: Final = re.compile(r"(?P<open>\*\*|__)?(?P<roman>[IVXL]{1,7})[.)](?P<close>\*\*|__)?\s+(?=\S)")
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50}
#: Fewer are a list of something else.
_FEWEST: Final = 2


def with_romans(lines: Sequence[Line], marks: Sequence[Marks]) -> list[Marks]:
    """Return the marks, with that of a question on each line that begins with a Roman number."""
    out = list(marks)
    rows = _rows(lines)
    if len(rows) < _FEWEST:
        return out
    ends = [*(row for row, _ in rows[1:]), len(lines)]
    if not all(_asks(lines, marks, row, end) for (row, _), end in zip(rows, ends, strict=True)):
        return out
    for number, (row, found) in enumerate(rows, 1):
        reopen = found["open"] if found["open"] and not found["close"] else ""
        mark = NumberMark(number, NumberKind.WORD, found.end(), alone=False, tight=False, reopen=reopen)
        out[row] = replace(marks[row], number=mark, choice=None, label=None)
    return out


def _rows(lines: Sequence[Line]) -> list[tuple[int, re.Match[str]]]:
    """Return the lines that begin with I, II, III and so on; none when I or another comes again."""
    found = [
        (row, match)
        for row, line in enumerate(lines)
        if line.text[line.start : line.start + 1] in ("I", "V", "X", "L", "*", "_")
        and line.indent < LIST_INDENT
        and not line.code
        and (match := _ROMAN.match(line.text, line.start))
    ]
    numbers = [_value(match["roman"]) for _, match in found]
    return found if numbers == list(range(1, len(found) + 1)) else []


def _asks(lines: Sequence[Line], marks: Sequence[Marks], row: int, end: int) -> bool:
    """Tell whether one list of choices, or an answer without one, stands between two rows, and no number above it."""
    first: int | None = None
    for below in range(row + 1, end):
        mark = marks[below]
        if lines[below].code:
            continue
        if first is None and (mark.number or mark.heading):
            return False
        begins = mark.choice is not None and mark.choice.label == "a"
        if begins and first is not None and marks[first].choice:
            return False
        if first is None and (begins or (mark.label and mark.label.kind is LabelKind.ANSWER)):
            first = below
        elif mark.number and mark.number.kind is not NumberKind.PLAIN:
            return False
    return first is not None


def _value(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman]
    less = sum(first for first, second in pairwise(values) if first < second)
    return sum(values) - 2 * less
