"""Where the lines of a YAML scalar stand in its file.

Lines and columns are 0-based pairs in arguments, as PyYAML's marks are, and 1-based in the places that
come out.
"""

from __future__ import annotations

import re

from examgen.errors import Place

_BREAK = re.compile("\r\n|\r|\n")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")  #: an anchor or a tag before the text


def lines_of(source: str) -> list[str]:
    """Return the lines of a file without their breaks, as an editor counts them; never an empty list."""
    return _BREAK.split(source)


def line_places(
    file: str, lines: list[str], value: str, style: str, start: tuple[int, int], end: tuple[int, int]
) -> tuple[Place, ...]:
    """Return the place of the first character of each line of ``value``.

    ``lines`` are those of the file; ``style`` is PyYAML's: ``|``, ``>``, a quote, or nothing. A column
    is 0 where a line of the value was folded from several lines of the file, or cannot be told for the
    escapes in it.
    """
    line, column = start
    found = _PROPERTIES.match(lines[line], column) if line < len(lines) else None
    column = found.end() if found else column
    values = value.split("\n")
    if style == "|":
        return _literal_places(file, lines, values, line + 1)
    if style == ">":
        return _folded_places(file, _pieces(lines, (line + 1, 0), end), values)
    quotes = 1 if style else 0
    pieces = _pieces(lines, (line, column + quotes), (end[0], end[1] - quotes))
    if style == '"' and any("\\" in text for _, _, text in pieces):
        first = Place(file, line + 1, column + 2)
        return (first, *[Place(file, line + 1)] * (len(values) - 1))
    if style == "'":
        pieces = [(line, column, text.replace("''", "'")) for line, column, text in pieces]
    return _folded_places(file, pieces, values)


def _literal_places(file: str, lines: list[str], values: list[str], first: int) -> tuple[Place, ...]:
    """In a block of lines each line of the value is the end of a line of the file."""
    places = []
    for number, value in enumerate(values, start=first):
        text = lines[number] if number < len(lines) else ""
        column = len(text) - len(value) + 1 if text.endswith(value) else 0
        places.append(Place(file, min(number, len(lines) - 1) + 1, column))
    return tuple(places)


def _pieces(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int, str]]:
    """Return (line, column, text) of the lines between two marks, the white space around each left out."""
    pieces = []
    for number in range(start[0], min(end[0] + 1, len(lines))):
        text = lines[number]
        stop = end[1] if number == end[0] else len(text)
        begin = start[1] if number == start[0] else 0
        inner = text[begin:stop]
        pieces.append((number, begin + len(inner) - len(inner.lstrip()), inner.strip()))
    return pieces


def _folded_places(file: str, pieces: list[tuple[int, int, str]], values: list[str]) -> tuple[Place, ...]:
    """Match the lines of a value to the lines of the file that were folded into them."""
    places = []
    at = 0
    last = len(pieces) - 1
    for value in values:
        inner = value.strip()
        while inner and at < last and not pieces[at][2]:
            at += 1
        line, column, text = pieces[at] if pieces else (0, 0, "")
        indent = len(value) - len(value.lstrip()) if inner else 0
        folded = len(text) < len(inner)
        places.append(Place(file, line + 1, 0 if folded else max(column - indent, 0) + 1))
        done = 0
        while done < len(inner) and at <= last and inner.startswith(pieces[at][2], done):
            done += len(pieces[at][2])
            while done < len(inner) and inner[done].isspace():
                done += 1
            at += 1
        at = min(at + (not inner), last)
    return tuple(places)
