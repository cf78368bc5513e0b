"""Choices that stand in columns and are read downwards: ``a) iron   c) zinc`` over ``b) tin   d) lead``.

They become one line each, in the order of their letters. All offsets are 0-based in ``Line.text``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from examgen.formats.quiz.marking.labelled import ChoiceMark, later_labels
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks, marks_of
from examgen.model import MAX_CHOICES

_BULLET: Final = re.compile(r"\s[-*+\u2022]\s*$")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
#: Words behind which a letter with a full stop is the initial of a name.
_NAMES: Final = re.compile(r"(?:\b(?:and|or|und|et|y|e|by|von|de|mr|mrs|dr)|[&,])\s*$", re.IGNORECASE)
_BEFORE: Final = 20  #: characters in which such a word is looked for


def apart(lines: list[Line], marks: Sequence[Marks]) -> tuple[list[Line], list[Marks]]:
    """Return lines and marks with a line for each choice in place of those in columns that are read downwards."""
    out: list[Line] = []
    found: list[Marks] = []
    row = done = 0
    while row < len(lines):
        choice = marks[row].choice
        pieces, end = _pieces(lines, marks, row) if choice and choice.label == "a" else ([], row + 1)
        if pieces:
            out += [*lines[done:row], *pieces]
            found += [*marks[done:row], *map(marks_of, pieces)]
            done = end
        row = end
    return (out + lines[done:], [*found, *marks[done:]]) if done else (lines, list(marks))


def _pieces(lines: Sequence[Line], marks: Sequence[Marks], first: int) -> tuple[list[Line], int]:
    """Return the choices that begin on a row as lines, and the row behind them; none when they are in no columns."""
    rows: list[list[tuple[str, int]]] = []
    used: list[int] = []
    row = end = first
    while row < len(lines) and len(rows) < MAX_CHOICES:
        choice = marks[row].choice
        if (
            choice
            and choice.label == _LETTERS[len(rows)]
            and not (rows and choice.style != _style(marks[first]))
        ):
            rows.append([(choice.label, lines[row].start), *_later(lines[row], choice)])
            used.append(row)
            end = row + 1
        elif not lines[row].blank or lines[row].code:
            break
        if rows and len(rows[0]) < 2:
            break  # one choice on the first line: no columns
        row += 1
    rows = [labels[: len(rows[0])] for labels in rows]
    grid = [
        (labels[column], at)
        for column in range(len(rows[0]))
        for at, labels in enumerate(rows)
        if column < len(labels)
    ]
    letters = "".join(label for (label, _), _ in grid)
    # One letter alone behind a blank may be that of a name.
    if len(grid) == len(rows) + 1 and not lines[used[0]].text[: rows[0][1][1]].endswith(("  ", "\t")):
        return [], first + 1
    if len(rows) < 2 or len(grid) > MAX_CHOICES or not _LETTERS.startswith(letters) or len(rows[0]) < 2:
        return [], first + 1
    return [_piece(lines[used[at]], start, rows[at]) for (_, start), at in grid], end


def _later(line: Line, choice: ChoiceMark) -> list[tuple[str, int]]:
    """Return letter and offset of each label behind that of a choice, but for initials of names."""
    return [(label, at) for label, at in later_labels(line, choice) if not is_initial(line.text[:at])]


def is_initial(before: str) -> bool:
    """Tell whether a letter with a full stop is that of a name, from the text before it."""
    return _NAMES.search(before[-_BEFORE:]) is not None


def _style(marks: Marks) -> tuple[str, bool] | None:
    return marks.choice.style if marks.choice else None


def _piece(line: Line, start: int, labels: Sequence[tuple[str, int]]) -> Line:
    """Return the choice that begins at an offset of a line, with the line's white space before it."""
    stop = next((other for _, other in labels if other > start), None)
    text = line.text[start:stop].rstrip()
    text = _BULLET.sub("", text) if stop is not None else text
    if start == line.start:
        return replace(line, text=line.text[:start] + text)
    return replace(line, text=text, skipped=line.skipped + start)
