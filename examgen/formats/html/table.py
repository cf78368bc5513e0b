"""Tables of HTML as tables of Markdown, and the labels of numbered lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from lxml import etree

from examgen.errors import Severity
from examgen.formats.html.inline import Item, markdown_of
from examgen.formats.xmlnames import local_name
from examgen.letters import letter

#: Columns of a printed table.
MAX_COLUMNS: Final = 50
MAX_ROWS: Final = 1000
_NUMERALS: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ALIGNED: Final = {"center": ":-:", "right": "--:"}


class Walk(Protocol):
    """What a table asks of the walk over the text around it."""

    items: list[Item]

    def blocks(self, element: etree._Element) -> list[list[str]]: ...

    def paragraph(self) -> list[list[str]]: ...

    def add_text(self, text: str | None) -> None: ...

    def children(self, element: etree._Element) -> None: ...

    def fault(
        self, element: etree._Element | None, code: str, message: str, hint: str, severity: Severity = ...
    ) -> None: ...


def table(element: etree._Element, walk: Walk) -> Iterator[list[str]]:
    """Yield the blocks for a table: its caption, and the table; one with a single cell only makes a frame."""
    parts = _Parts()
    parts.take(element)
    outer, walk.items = walk.items, []
    walk.add_text(" ".join(parts.loose))
    yield from walk.paragraph()
    walk.items = outer
    for each in parts.outside:
        yield from walk.blocks(each)
    rows = parts.rows
    rows = [row for row in rows if row]
    if len(rows) == 1 and len(rows[0]) == 1:
        yield from walk.blocks(rows[0][0])
        return
    if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        walk.fault(element, "html-table", "the table is too large to be printed", "divide it")
        return
    cells = [_row(row, walk) for row in rows]
    width = max((len(row) for row in cells), default=0)
    if not any(any(row) for row in cells):
        return
    headed = all(local_name(cell).lower() == "th" for cell in rows[0]) or _in_head(rows[0][0])
    head, body = (cells[0], cells[1:]) if headed else ([], cells)
    aligns = [_align(rows, column) for column in range(width)]
    lines = [_line(head, width), "| " + " | ".join(aligns) + " |", *(_line(row, width) for row in body)]
    yield lines


@dataclass(slots=True)
class _Parts:
    """What is in a table."""

    outside: list[etree._Element] = field(default_factory=list)  #: captions, and what is no row
    rows: list[list[etree._Element]] = field(default_factory=list)  #: the cells of each row
    loose: list[str] = field(default_factory=list)  #: text that stands in no cell

    def take(self, element: etree._Element) -> None:
        self.loose += [element.text or ""]
        for child in element:
            name = local_name(child).lower()
            if name in ("tbody", "thead", "tfoot"):
                self.take(child)
            elif name == "tr":
                self.rows.append([cell for cell in child if local_name(cell)])
                self.loose += [child.text or "", *(cell.tail or "" for cell in child)]
            elif name not in ("colgroup", "col", ""):
                self.outside.append(child)
            self.loose += [child.tail or ""]


def _row(cells: list[etree._Element], walk: Walk) -> list[str]:
    out: list[str] = []
    for cell in cells:
        outer, walk.items = walk.items, []
        walk.children(cell)
        out.append(markdown_of(walk.items, cell=True))
        walk.items = outer
        if str(cell.get("rowspan", "1")).strip() not in ("", "0", "1"):
            message = "a cell of a table goes over several rows, which is printed in the first of them"
            walk.fault(cell, "html-table", message, "look at it in print", Severity.WARNING)
        out += [""] * (_span(cell) - 1)
    return out[: max(MAX_COLUMNS, len(cells))]


def _span(cell: etree._Element) -> int:
    written = str(cell.get("colspan", "1")).strip()
    return (
        min(max(int(written), 1), MAX_COLUMNS)
        if written.isascii() and written.isdigit() and len(written) < 6
        else 1
    )


def _in_head(cell: etree._Element) -> bool:
    row = cell.getparent()
    above = row.getparent() if row is not None else None
    return above is not None and local_name(above).lower() == "thead"


def _align(rows: list[list[etree._Element]], column: int) -> str:
    cells = [row[column] for row in rows if column < len(row)]
    wanted = {_alignment(cell) for cell in cells}
    return _ALIGNED.get(wanted.pop(), "---") if len(wanted) == 1 else "---"


def _alignment(cell: etree._Element) -> str:
    style = "".join(str(cell.get("style", "")).lower().split())
    for word in _ALIGNED:
        if f"text-align:{word}" in style or str(cell.get("align", "")).lower() == word:
            return word
    return ""


def _line(cells: list[str], width: int) -> str:
    return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"


@dataclass(frozen=True, slots=True)
class Labels:
    """How the items of a numbered list are labelled."""

    start: int  #: of the first item, 1-based
    style: str  #: "" for numbers; a, A, i or I

    def label(self, index: int) -> str:
        """Return the label of an item, 0-based, with its stop."""
        number = max(self.start + index, 1)
        if self.style in ("a", "A"):
            name = letter((number - 1) % 26)
            return f"{name if self.style == 'A' else name.lower()}."
        name = roman(number)
        return f"{name.upper() if self.style == 'I' else name}."


def labels(element: etree._Element) -> Labels:
    """Return how the items of an ``<ol>`` are labelled."""
    style = "".join(str(element.get("style", "")).lower().split())
    kind = str(element.get("type") or "")
    for word, sign in (
        ("lower-alpha", "a"),
        ("lower-latin", "a"),
        ("upper-alpha", "A"),
        ("upper-latin", "A"),
    ):
        kind = sign if f":{word}" in style else kind
    for word, sign in (("lower-roman", "i"), ("upper-roman", "I")):
        kind = sign if f":{word}" in style else kind
    start = str(element.get("start") or "1").strip()
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
    return Labels(first, kind if kind in ("a", "A", "i", "I") else "")


def roman(number: int) -> str:
    """Return a number from 1 as a Roman numeral in lower case."""
    out = ""
    for value, sign in ((50, "l"), (40, "xl"), *_NUMERALS):
        while number >= value and len(out) < 40:
            out += sign
            number -= value
    return out
