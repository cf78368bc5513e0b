"""Text gathered line by line, and freed from the indentation that it has under its mark."""

from __future__ import annotations

from dataclasses import dataclass, field

from examgen.errors import Place
from examgen.formats.quizlines import Line, width
from examgen.model import Text

#: In Markdown four more columns make a code block.
_CODE_INDENT = 4


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    offset: int | None  #: where the text begins, after a mark; None: the whole line
    reopen: str = ""  #: bold marks that go on after the mark


@dataclass(slots=True)
class Field:
    """The lines of one stem, choice, rationale or feedback."""

    base: int  #: indentation of the line with the mark, in columns
    content: (
        int  #: column of the first character after the mark; equal to ``base`` where lines below do not hang
    )
    rows: list[_Row] = field(default_factory=list)

    def begin(self, line: Line, offset: int, reopen: str = "") -> None:
        """Add what follows a mark."""
        self.rows.append(_Row(line, offset, reopen))

    def add(self, line: Line) -> None:
        """Add a line that goes on with the text."""
        self.rows.append(_Row(line, None))

    @property
    def empty(self) -> bool:
        """Whether there is no text yet."""
        return not any(_body(row).strip() for row in self.rows)

    @property
    def last(self) -> Line | None:
        """The last line that is not blank."""
        return next((row.line for row in reversed(self.rows) if not row.line.blank), None)

    def text(self, file: str, fallback: Place) -> Text:
        """Return the text without blank lines around it; an empty one stands at ``fallback``."""
        rows = list(self.rows)
        while rows and not _body(rows[0]).strip():
            rows.pop(0)
        while rows and not _body(rows[-1]).strip():
            rows.pop()
        if not rows:
            return Text("", (fallback,))
        columns = self._columns(rows)
        parts, places = [], []
        for row in rows:
            part, offset = _part(row, columns)
            parts.append(_without_end(part, row.line))
            places.append(row.line.place(file, offset))
        parts[-1] = parts[-1].rstrip()
        return Text("\n".join(parts), tuple(places))

    def _columns(self, rows: list[_Row]) -> int:
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


def column_after(line: Line, offset: int) -> int:
    """Return the column (0-based, tabs expanded) of a character of a line."""
    return width(line.text[:offset])


def _body(row: _Row) -> str:
    return row.line.text if row.offset is None else row.line.text[row.offset :]


def _part(row: _Row, columns: int) -> tuple[str, int]:
    if row.offset is None:
        return row.line.dedented(columns)
    return row.reopen + row.line.text[row.offset :], row.offset - len(row.reopen)


def _without_end(part: str, line: Line) -> str:
    """Return the text without white space at its end, but for the two spaces that break a line in Markdown."""
    if line.verbatim:
        return part
    bare = part.rstrip()
    return bare + "  " if bare and part.endswith("  ") else bare
