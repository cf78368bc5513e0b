"""Choices that stand in columns and are read downwards: ``a) iron   c) zinc`` over ``b) tin   d) lead``.

They become one line each, in the order of their letters. All offsets are 0-based in ``Line.text``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from examgen.formats.quiz.draft import DraftChoice, DraftQuestion
from examgen.formats.quiz.labelled import later_labels
from examgen.formats.quiz.lines import Line
from examgen.formats.quiz.marks import Marks, marks_of
from examgen.model import MAX_CHOICES, MIN_CHOICES

_BULLET = re.compile(r"\s[-*+\u2022]\s*$")
#: Labels by the name of their form.
_FORMS = {
    "round": r"\({}\)", "half": r"{}\)", "dot": r"{}\.", "square": r"\[{}\]", "colon": r"{}\s?[:\uff1a]",
    "dash": r"{}\s?[-\u2013\u2014]",
}  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


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
        if choice and choice.label == _LETTERS[len(rows)] and not (rows and choice.style != _style(marks[first])):
            rows.append([(choice.label, lines[row].start), *later_labels(lines[row], choice)])
            used.append(row)
            end = row + 1
        elif not lines[row].blank or lines[row].code:
            break
        if rows and len(rows[0]) < 2:
            break  # one choice on the first line: no columns
        row += 1
    grid = [(labels[column], at) for column in range(len(rows[0])) for at, labels in enumerate(rows) if column < len(labels)]
    letters = "".join(label for (label, _), _ in grid)
    if len(rows) < 2 or len(grid) > MAX_CHOICES or not _LETTERS.startswith(letters) or len(rows[0]) < 2:
        return [], first + 1
    return [_piece(lines[used[at]], start, rows[at]) for (_, start), at in grid], end


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



def swallowed(draft: DraftQuestion) -> list[DraftChoice]:
    """Return the choices in whose lines the next one seems to stand, with more than a blank before it.

    In a line without such a gap it must stand in nearly all, for names have initials.
    """
    found: list[DraftChoice] = []
    if len(draft.choices) < MIN_CHOICES:
        return found
    wide, past = False, len(draft.choices)
    for choice in draft.choices:
        at = _inside(choice, draft.style, past)
        if at is not None:
            past, wide = past + 1, wide or at
            found.append(choice)
    return found if wide or len(found) >= max(len(draft.choices) - 1, MIN_CHOICES) else []


def _inside(choice: DraftChoice, style: tuple[str, bool], position: int) -> bool | None:
    """Tell whether the label of a position stands behind a wide gap in the lines of a choice; None when it stands nowhere."""
    form, capital = style
    letter = chr(ord("A" if capital else "a") + position) if position < MAX_CHOICES else "\0"
    if form == "bare":
        label = rf"[\u2022\u25e6\u25aa\u25cf\u25cb\u2023\u25a1]|(?<=\s\s)[-*+]|{position + 1}[.)]"
    elif form in _FORMS:
        label = rf"(?:\*\*|__)?{_FORMS[form].format(letter)}(?:\*\*|__)?"
    else:
        return None
    for row in choice.field.rows:
        found = None if row.line.code else re.search(rf"(?<=\S)(?P<gap>\s+)(?:[-*+]\s+)?(?:{label})(?=\s+\S)", row.text)
        if found:
            return len(found["gap"]) > 1 or found[0].strip()[0] in "\u2022\u25e6\u25aa\u25cf\u25cb\u2023\u25a1"
    return None
