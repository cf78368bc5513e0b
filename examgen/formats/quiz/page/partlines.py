"""Lines that part a quiz beside headings of Markdown: ``Section 2 (2 points each)``, ``=== Part B ===``.

They count where several have the same word and letters or numbers in order, as far as the list of answers, which may
have them once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from examgen.formats.quiz.marking.entries import entries, is_head
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import LIST_INDENT, Marks

_LINE: Final = re.compile(
    r"(?P<sign>[=*~_-]{2,40}\s*)?(?P<word>(?i:part|section|unit|chapter|module|lesson|topic|teil|abschnitt|kapitel|"
    r"partie|chapitre|parte|secci\u00f3n|unidad|cap\u00edtulo|unit\u00e0|capitolo|deel|hoofdstuk))"
    r"\s+(?P<label>[A-Z]|[IVX]{1,5}|[0-9]{1,2})(?:\s*[.:)\u2013\u2014([-].{0,100}?)?(?(sign)\s*[=*~_-]{2,40})\s*$"
)
_ROMANS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
#: So many lines with text below such a line the next number stands.
_AHEAD: Final = 2
_FEWEST: Final = 2


def part_lines(lines: Sequence[Line], marks: Sequence[Marks]) -> set[int]:
    """Return the rows (0-based) of such lines."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for row, line in enumerate(lines):
        if line.code or line.indent >= LIST_INDENT:
            continue
        mark = marks[row]
        if mark.number or mark.choice or mark.label:
            continue
        found = _LINE.match(line.text, line.start)
        if found and _apart(lines, row) and _above_number(lines, marks, row):
            groups.setdefault(found["word"], []).append((row, found["label"]))
    sure = [group for group in groups.values() if _in_order([label for _, label in group])]
    if len(sure) != 1:
        return set()
    rows = {row for row, _ in sure[0]}
    again = len({label for _, label in sure[0]}) < len(rows)
    return rows if again or _between(lines, marks, rows) else set()


def _apart(lines: Sequence[Line], row: int) -> bool:
    """Tell whether a row stands at the top, below a blank line, or in a list of answers."""
    above = lines[row - 1] if row else None
    return above is None or above.blank or (not above.code and (is_head(above) or bool(entries(above))))


def _above_number(lines: Sequence[Line], marks: Sequence[Marks], row: int) -> bool:
    """Tell whether a number of a question or of an answer stands below a row."""
    seen = 0
    for below in range(row + 1, len(lines)):
        if lines[below].blank:
            continue
        seen += 1
        if marks[below].number or (not lines[below].code and entries(lines[below])):
            return True
        if seen >= _AHEAD:
            return False
    return False


def _in_order(labels: Sequence[str]) -> bool:
    """Tell whether labels count from the first on, once or twice over."""
    for ranks in (_letters(labels), _romans(labels), _numbers(labels)):
        count = max(ranks, default=0)
        run = list(range(1, count + 1))
        if count >= _FEWEST and ranks in (run, run * 2):
            return True
    return False


def _letters(labels: Sequence[str]) -> list[int]:
    return [ord(label) - ord("A") + 1 if len(label) == 1 and label.isalpha() else 0 for label in labels]


def _romans(labels: Sequence[str]) -> list[int]:
    return [_ROMANS.index(label) + 1 if label in _ROMANS else 0 for label in labels]


def _numbers(labels: Sequence[str]) -> list[int]:
    return [int(label) if label.isdecimal() else 0 for label in labels]


def _between(lines: Sequence[Line], marks: Sequence[Marks], rows: set[int]) -> bool:
    """Tell whether each of these rows stands outside the stem of a question: choices or an answer come before it."""
    asked = False
    for row, mark in enumerate(marks):
        if row in rows and asked:
            return False
        if mark.choice or mark.label:
            asked = False
        elif mark.number and not entries(lines[row]):
            asked = True
    return True
