"""Reads questions in CSV, TSV and tables with semicolons, as spreadsheets and programs export them.

    question,a,b,c,answer
    Where does a river end?,At its source,At its mouth,Under a bridge,B

:mod:`tablebank` tells what the columns hold. Lines that begin with ``NewQuestion`` are Brightspace's own layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from examgen.errors import Place, Problem
from examgen.formats.bounds import Problems
from examgen.formats.reading import Reading
from examgen.formats.sheets import d2l as tablebankd2l
from examgen.formats.sheets.bank import read_sheets, table_of
from examgen.formats.sheets.cells import Cell, Sheet
from examgen.formats.textrows import tidy

_SIGNS: Final = (",", ";", "\t", "|")
_SAID: Final = re.compile(r"\ufeff?[\"']?sep=([,;|\t])[\"']?[^\S\n]*(?:\r\n|\r|\n)", re.IGNORECASE)
_END: Final = re.compile(r"\r\n|\r|\n")
#: Characters in which the names of columns are looked for.
_HEAD: Final = 20_000
_MOST_COLUMNS: Final = 300
_UNCLOSED: Final = "put a second quote where the text ends; a quote inside a text is written twice"


def sniff(text: str) -> bool:
    """Return whether a text has a row with the names of columns of questions, or Brightspace's lines."""
    head = _head(text)
    if tablebankd2l.sniff(head):
        return True
    found = _best(head)
    return found is not None


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of a table; ``name`` is its name in places."""
    problems: list[Problem] = Problems()
    sign, start = _sign(source)
    rows = list(rows_of(name, source, sign, start, problems))
    if tablebankd2l.sniff(_head(source)):
        return tablebankd2l.read_rows(name, rows, problems)
    return read_sheets(name, [Sheet(rows)], problems)


def _head(text: str) -> str:
    head = text[:_HEAD]
    return head if len(text) <= _HEAD else head[: head.rfind("\n") + 1] or head


def _sign(source: str) -> tuple[str, int]:
    """Return the sign between columns, and the offset at which the table begins."""
    said = _SAID.match(source)
    if said:
        return said[1], said.end()
    start = 1 if source.startswith("\ufeff") else 0
    head = _head(source)
    if tablebankd2l.sniff(head):
        counts = {sign: len(re.findall(rf"(?m)^\s*\w+{re.escape(sign)}", head)) for sign in _SIGNS}
        return max(_SIGNS, key=lambda sign: counts[sign]), start
    best = _best(head)
    if best is None:
        first = next((line for line in head.splitlines() if line.strip()), "")
        best = max(_SIGNS, key=first.count)
    return best, start


def _best(head: str) -> str | None:
    """Return the sign with which most columns have known names, None when there is none with which a table is found."""
    found = []
    for sign in _SIGNS:
        if sign in head:
            table = table_of(list(rows_of("", head, sign, 0, [])))
            found.append((len(table.heads) if table else 0, sign))
    best = max(found, key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[0] else None


def rows_of(name: str, source: str, sign: str, start: int, problems: list[Problem]) -> Iterator[list[Cell]]:
    """Yield the rows of a table from an offset on, each cell with its place.

    A quote that no sign and no end of a line follow is a part of the text, as careless programs write it.
    """
    plain = re.compile(rf"[^{re.escape(sign)}\r\n]*")
    closing = re.compile(
        rf"\"(?=[ \t]*(?:{re.escape(sign)}|[\r\n]|\Z))" if sign != "\t" else r"\"(?=[ ]*(?:\t|[\r\n]|\Z))"
    )
    row: list[Cell] = []
    at, line, line_start = start, 1 + len(_END.findall(source[:start])), start
    size, unclosed = len(source), False
    while at <= size:
        opened = at
        while opened < size and source[opened] == " ":
            opened += 1
        place = Place(name, line, at - line_start + 1)
        text, end = "", at
        quoted = source.startswith('"', opened) and not unclosed
        closed = _closing(source, opened + 1, closing) if quoted else None
        if quoted and closed is None:
            # No later one is closed either: what would close it would close this one.
            unclosed = True
            message = "a text begins with a quote and does not end with one"
            problems.append(
                Problem("open-quote", message, Place(name, line, opened - line_start + 1), _UNCLOSED)
            )
        if closed is not None:
            raw = source[opened + 1 : closed]
            text = raw.replace('""', '"').replace('\\"', '"')
            ends = list(_END.finditer(raw))
            line += len(ends)
            if ends:
                line_start = opened + 1 + ends[-1].end()
            end = plain.match(source, closed + 1).end()  # type: ignore[union-attr]  # it matches nothing, too
        else:
            end = plain.match(source, at).end()  # type: ignore[union-attr]  # it matches nothing, too
            text = source[at:end]
        row.append(
            Cell("\n".join(tidy(part) for part in _END.split(text)) if text else "", place, spread=True)
        )
        at = end
        if at >= size:
            break
        if source.startswith(sign, at):
            at += 1
            if len(row) > _MOST_COLUMNS:
                # No table has as many: the rest of the line is one cell.
                end = next((found.start() for found in [_END.search(source, at)] if found), size)
                row[-1] = Cell(source[at:end], place)
                at = end
            else:
                continue
        if at >= size:
            break
        at += 2 if source.startswith("\r\n", at) else 1
        yield row
        row, line, line_start = [], line + 1, at
    if any(row):
        yield row


def _closing(source: str, at: int, closing: re.Pattern[str]) -> int | None:
    """Return where the quote stands that ends a text which begins at an offset; None when there is none."""
    while (found := closing.search(source, at)) is not None:
        run = found.start()
        while run > at and source[run - 1] == '"':
            run -= 1
        # Of quotes in a row two are one of the text's own; an odd one ends it.
        if (found.start() - run) % 2 == 0:
            return found.start()
        at = found.end()
    return None
