"""Choices that stand in a table: ``| A | iron | B | tin |`` over ``| C | zinc | D | lead |``.

Each cell with a letter stands before the one with its text. A table of which one row has anything else is data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks, marks_of
from examgen.model import MAX_CHOICES, MIN_CHOICES

_CELL = re.compile(r"(?<!\\)\|")
_SEPARATOR = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*$")
_LETTER = re.compile(r"\s*(?:\*\*)?\(?(?P<letter>[A-Za-z])[).]?(?:\*\*)?\s*$")
#: Over the columns.
_HEAD = frozenset(("", "option", "options", "choice", "choices", "letter", "label", "text", "description"))
_Piece = tuple[str, Line]  #: a letter in lower case, and its choice as a line


def tabled(lines: list[Line], marks: Sequence[Marks]) -> tuple[list[Line], list[Marks]]:
    """Return lines and marks with a line for each choice in place of such tables."""
    if not any(line.text.lstrip().startswith("|") for line in lines if not line.code):
        return lines, list(marks)
    out: list[Line] = []
    found: list[Marks] = []
    row = 0
    while row < len(lines):
        end = row
        while end < len(lines) and not lines[end].code and lines[end].text.lstrip().startswith("|"):
            end += 1
        pieces = _pieces(lines[row:end]) if end - row > 1 and not _labelled(marks, end) else []
        if pieces:
            out += pieces
            found += map(marks_of, pieces)
        out += lines[row : end + 1] if not pieces else lines[end : end + 1]
        found += marks[row : end + 1] if not pieces else marks[end : end + 1]
        row = end + 1
    return out, found


def _labelled(marks: Sequence[Marks], row: int) -> bool:
    """Tell whether choices follow before the next question: the table is what they are about."""
    for mark in marks[row:]:
        if mark.choice:
            return True
        if mark.number or mark.heading or mark.label:
            return False
    return False


def _pieces(rows: Sequence[Line]) -> list[Line]:
    """Return the choices in a table as lines, in the order of their letters; none when it is no table of choices."""
    pieces: list[_Piece] = []
    for at, line in enumerate(rows):
        cells = _cells(line)
        names = {line.text[slice(*cell)].strip(" *_").casefold() for cell in cells}
        is_head = at == 0 and names <= _HEAD and len(rows) > 1 and _SEPARATOR.match(rows[1].text)
        if is_head or _SEPARATOR.match(line.text):
            continue
        read = _choices(line, cells)
        if read is None:
            return []
        pieces += read
    pieces.sort(key=lambda piece: piece[0])
    letters = "".join(letter for letter, _ in pieces)
    in_order = "abcdefghijklmnopqrstuvwxyz".startswith(letters)
    return [line for _, line in pieces] if in_order and MIN_CHOICES <= len(pieces) <= MAX_CHOICES else []


def _choices(line: Line, cells: Sequence[tuple[int, int]]) -> list[_Piece] | None:
    """Return the choices of one row; None when its cells are not letters and texts in turn."""
    if not cells or len(cells) % 2:
        return None
    read = []
    for label, text in zip(cells[::2], cells[1::2], strict=True):
        found = _LETTER.match(line.text[slice(*label)])
        words = line.text[slice(*text)]
        if not found or not words.strip():
            return None
        start = label[0] + found.start("letter")
        gap = " " * max(text[0] + len(words) - len(words.lstrip()) - start - 2, 1)
        piece = f"{found['letter']}.{gap}{words.strip()}"
        read.append((found["letter"].lower(), replace(line, text=piece, skipped=line.skipped + start)))
    return read


def _cells(line: Line) -> list[tuple[int, int]]:
    """Return where the cells of a row begin and end."""
    bars = [found.start() for found in _CELL.finditer(line.text)]
    ends = [*bars[1:], len(line.text)]
    spans = [(bar + 1, end) for bar, end in zip(bars, ends, strict=True)]
    return spans if not spans or line.text[slice(*spans[-1])].strip() else spans[:-1]
