"""Text gathered line by line, and freed from the indentation that it has under its mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from examgen.errors import Place
from examgen.formats.quiz.marking.lines import Line, width
from examgen.model import Text

#: In Markdown four more columns make a code block.
_CODE_INDENT = 4


@dataclass(slots=True)  # a frozen one takes three times as long to make, and a file has many
class Row:
    """One line of a text, or a part of one."""

    line: Line
    offset: int | None  #: where the text begins, after a mark; None: the whole line
    reopen: str = ""  #: bold marks that go on after the mark
    end: int | None = None  #: where the text ends, before another mark; None: with the line

    @property
    def text(self) -> str:
        """The part of the line that belongs to the text."""
        return self.line.text if self.offset is None else self.line.text[self.offset : self.end]


@dataclass(slots=True)
class Field:
    """The lines of one stem, choice, rationale or feedback."""

    base: int  #: indentation of the line with the mark, in columns
    content: (
        int  #: column of the first character after the mark; equal to ``base`` where lines below do not hang
    )
    rows: list[Row] = field(default_factory=list)

    def begin(self, line: Line, offset: int, reopen: str = "", end: int | None = None) -> None:
        """Add what follows a mark, up to offset ``end``."""
        self.rows.append(Row(line, offset, reopen, end))

    def add(self, line: Line) -> None:
        """Add a line that goes on with the text."""
        self.rows.append(Row(line, None))

    def cut(self, row: Row, end: int) -> None:
        """End the text inside a row, at this offset of its line."""
        index = self.rows.index(row)
        self.rows[index:] = [Row(row.line, row.offset or 0, row.reopen, end)]

    def drop(self, rows: list[Row]) -> None:
        """Take rows away."""
        gone = {id(row) for row in rows}
        self.rows = [row for row in self.rows if id(row) not in gone]

    @property
    def empty(self) -> bool:
        """Whether there is no text yet."""
        return not any(row.text.strip() for row in self.rows)

    @property
    def last(self) -> Line | None:
        """The last line that is not blank."""
        return next((row.line for row in reversed(self.rows) if not row.line.blank), None)

    def text(self, file: str, fallback: Place) -> Text:
        """Return the text without blank lines around it; an empty one stands at ``fallback``."""
        if len(self.rows) == 1 and (found := _of_part(file, self.rows[0])):
            return found
        first, end = 0, len(self.rows)
        while first < end and not self.rows[first].text.strip():
            first += 1
        while end > first and not self.rows[end - 1].text.strip():
            end -= 1
        rows = self.rows[first:end]
        if not rows:
            return Text("", (fallback,))
        if len(rows) == 1 and (found := _of_part(file, rows[0])):
            return found
        columns = 0 if len(rows) == 1 and rows[0].offset is not None else self._columns(rows)
        parts, places = [], []
        fence: int | None = None  # columns before the block of code that a row stands in
        for index, row in enumerate(rows):
            if not row.line.verbatim:
                fence = None
            elif fence is None:
                fence = _fence_columns(rows, index)
            part, offset = _part(row, columns if fence is None else min(columns, fence))
            parts.append(_without_end(part, row.line))
            places.append(row.line.place(file, offset))
        parts[-1] = parts[-1].rstrip()
        return Text("\n".join(parts), tuple(places))

    def _columns(self, rows: list[Row]) -> int:
        """Return how many columns of indentation belong to the mark, not to the text."""
        indents, afresh, blank = [], False, False
        for row in rows:
            line = row.line
            if row.offset is None and not line.blank and not line.code:
                indents.append(line.indent)
                afresh = afresh or (blank and not line.indent)
            blank = line.blank
        if self.content > self.base and not afresh:
            least = min((indent for indent in indents if indent), default=self.content)
            return least if least < self.content + _CODE_INDENT else self.content
        least = min(indents, default=self.base)
        return least if self.base <= least < self.base + _CODE_INDENT else self.base


def _fence_columns(rows: list[Row], index: int) -> int:
    """Return the columns before the block of code whose first row inside has this index: its lines may hang less."""
    above = rows[index - 1] if index else None
    if above is not None and above.offset is None:
        return above.line.indent
    inside = takewhile(lambda row: row.line.verbatim, rows[index:])
    return min((row.line.indent for row in inside if not row.line.blank), default=0)


def column_after(line: Line, offset: int) -> int:
    """Return the column (0-based, tabs expanded) of a character of a line."""
    return width(line.text[:offset]) if "\t" in line.text else min(offset, len(line.text))


def _of_part(file: str, row: Row) -> Text | None:
    """Return the text of one row that begins inside its line; None for others, and for an empty one."""
    if row.offset is None or row.line.verbatim:
        return None
    own = row.line.text[row.offset : row.end].rstrip()
    return Text(row.reopen + own, (row.line.place(file, row.offset - len(row.reopen)),)) if own else None


def _part(row: Row, columns: int) -> tuple[str, int]:
    if row.offset is None:
        return row.line.dedented(columns)
    return row.reopen + row.line.text[row.offset : row.end], row.offset - len(row.reopen)


def _without_end(part: str, line: Line) -> str:
    """Return the text without white space at its end, but for the two spaces that break a line in Markdown."""
    if line.verbatim:
        return part
    bare = part.rstrip()
    return bare + "  " if bare and part.endswith("  ") else bare
