"""What the text of a Word file is made of: paragraphs of pieces, and tables of paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from examgen.formats.html.inline import Item, Kind
from examgen.formats.word.numbering import Label
from examgen.formats.word.styles import PLAIN, Look

#: Stands for a formula or a picture where only the letters of a line are looked at.
OBJECT = "\ufffc"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look, or a formula, a picture, code."""

    kind: Kind
    value: str
    look: Look = PLAIN
    link: str = ""  #: address that the text leads to

    @property
    def raw(self) -> str:
        """The letters; one sign for what has none."""
        return self.value if self.kind in (Kind.TEXT, Kind.CODE) else OBJECT


@dataclass(slots=True)
class Paragraph:
    """One paragraph."""

    number: int  #: 1-based, in the order of the file, those in tables counted
    lines: list[list[Piece]] = field(default_factory=list)  #: one, or more where the author broke it
    label: Label | None = None
    heading: int = 0  #: level of a heading, from 1
    code: bool = False
    indent: int = 0  #: from the left edge, in twentieths of a point
    centered: bool = False
    shade: str = ""  #: of the cell of a table that it stands in
    rule: bool = False  #: it is a line across the page

    @property
    def raw(self) -> str:
        """Its letters, lines joined by newlines."""
        return "\n".join(map(raw_of, self.lines))


@dataclass(slots=True)
class Cell:
    """A cell of a table."""

    blocks: list[Paragraph | Table]
    span: int = 1  #: columns
    continued: bool = False  #: it goes on with the one above it

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Its paragraphs, those of tables inside it too."""
        return list(flat(self.blocks))


@dataclass(slots=True)
class Table:
    """A table."""

    number: int  #: of its first paragraph
    rows: list[list[Cell]] = field(default_factory=list)


def flat(blocks: Iterable[Paragraph | Table]) -> Iterable[Paragraph]:
    """Yield all paragraphs."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from flat(cell.blocks)


def raw_of(pieces: Iterable[Piece]) -> str:
    """Return the letters of pieces."""
    return "".join(piece.raw for piece in pieces)


def cut(pieces: Sequence[Piece], start: int, end: int | None = None) -> list[Piece]:
    """Return the pieces from one letter to another, 0-based."""
    out, at = [], 0
    for piece in pieces:
        length = len(piece.raw)
        first, last = max(start - at, 0), length if end is None else min(end - at, length)
        if first < last:
            whole = piece.kind not in (Kind.TEXT, Kind.CODE) or (first == 0 and last == length)
            out.append(piece if whole else replace(piece, value=piece.value[first:last]))
        at += length
    return out


def stripped(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces without white space around them."""
    raw = raw_of(pieces)
    return cut(pieces, len(raw) - len(raw.lstrip()), len(raw.rstrip()))


def items_of(pieces: Sequence[Piece], whole: Look = PLAIN, emphasis: bool = True) -> list[Item]:
    """Return pieces as items of a paragraph of Markdown.

    Emphasis that the whole text has (``whole``) is its dress and no emphasis. What is underlined is emphasised.
    """
    out: list[Item] = []
    open_marks: list[str] = []
    link = ""
    for piece in [*pieces, None]:
        wanted = _marks(piece, whole) if piece and emphasis else []
        address = piece.link if piece else ""
        if wanted != open_marks or address != link:
            out += [Item(Kind.CLOSE, mark) for mark in reversed(open_marks)]
            if link:
                out.append(Item(Kind.UNLINK))
            if address:
                out.append(Item(Kind.LINK, address))
            out += [Item(Kind.OPEN, mark) for mark in wanted]
            open_marks, link = wanted, address
        if piece:
            out.append(Item(piece.kind, piece.value))
    return out


def _marks(piece: Piece, whole: Look) -> list[str]:
    look = piece.look
    marks = ["**"] if look.bold and not whole.bold else []
    slanted = (look.italic and not whole.italic) or (
        look.underline and not whole.underline and not piece.link
    )
    if piece.kind not in (Kind.TEXT, Kind.CODE) or (piece.kind is Kind.TEXT and not piece.value.strip()):
        return []
    return [*marks, "*"] if slanted else marks


def common_look(pieces: Sequence[Piece]) -> Look:
    """Return what all letters and digits of a text have in common."""
    looks = [piece.look for piece in pieces if any(char.isalnum() for char in piece.raw)]
    looks = looks or [piece.look for piece in pieces if piece.raw.strip()]
    if all(look == PLAIN for look in looks):
        return PLAIN
    first = looks[0]
    shared = {
        name: getattr(first, name)
        for name in ("bold", "italic", "underline", "strike", "highlight", "shade", "color")
        if all(getattr(look, name) == getattr(first, name) for look in looks)
    }
    return replace(PLAIN, **shared)
