"""Choices that stand beside each other in a Word file, set with tabs: ``a) ... c) ...`` above ``b) ... d) ...``."""

from __future__ import annotations

import re
from typing import Final

from examgen.errors import Place, Problem
from examgen.formats.word.pieces import cut, stripped
from examgen.formats.word.rows import Row

_LABEL: Final = r"(?P<open>\(?)(?P<letter>[A-Za-z])(?P<close>[.)])"
_FIRST: Final = re.compile(rf"\s*{_LABEL}")
#: The label of a choice behind a wide gap: a tab, or several spaces.
_BEHIND_GAP: Final = re.compile(rf"(?:\t|[ \u00a0]{{3}})[\s\u00a0]*{_LABEL}(?=[\s\u00a0]*\S)")


def part_columns(name: str, rows: list[Row]) -> list[Problem]:
    """Part the choices whose letters go down the columns, and put them into the order of their letters.

    Return an error for each row that seems to hold a later choice, too, where the letters do not make up a run from
    ``a`` on: read as one choice it would be printed with the words of two. ``name`` is the file's name in places.
    """
    problems: list[Problem] = []
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and rows[end].is_choice:
            end += 1
        parts = [_parted(row) for row in rows[start:end]]
        parted = [part for each in parts for part in each]
        letters = [row.letter for row in parted]
        if len(parted) > end - start:
            if sorted(letters) == [chr(ord("a") + index) for index in range(len(letters))]:
                rows[start:end] = sorted(parted, key=lambda row: row.letter)
                end = start + len(parted)
            else:
                problems += [_unclear(name, each) for each in parts if _is_alone(each, letters)]
        start = max(end, start + 1)
    return problems


def _parted(row: Row) -> list[Row]:
    """Return the choices on a row: each has a later letter than the one before, in the same style."""
    first = _FIRST.match(row.raw)
    if row.label is not None or row.prefix or first is None:
        return [row]
    style, last, cuts = _style(first), first["letter"], [0]
    for found in _BEHIND_GAP.finditer(row.raw, first.end()):
        if _style(found) == style and found["letter"] > last:
            last = found["letter"]
            cuts.append(found.start("open"))
    if len(cuts) == 1:
        return [row]
    return [
        Row(row.number, stripped(cut(row.pieces, begin, end)), indent=row.indent, shade=row.shade)
        for begin, end in zip(cuts, [*cuts[1:], None], strict=True)
    ]


def _style(found: re.Match[str]) -> tuple[str, str, bool]:
    return found["open"], found["close"], found["letter"].isupper()


def _is_alone(parts: list[Row], letters: list[str]) -> bool:
    """Tell whether the later letters on a row stand nowhere else: they are no words of its choice."""
    return len(parts) > 1 and all(letters.count(row.letter) == 1 for row in parts)


def _unclear(name: str, parts: list[Row]) -> Problem:
    message = f"choice ({parts[1].letter}) stands on the line of choice ({parts[0].letter})"
    hint = "give each choice a line of its own, with the letters a, b, c, ... in order"
    return Problem("docx-letters", message, Place(name, parts[0].number), hint)
