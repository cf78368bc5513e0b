"""The lines of a Word file, each with what Word or its author put before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from examgen.formats.quiz.marking.labelled import TICKS, choice_at, inline_start, several
from examgen.formats.quiz.marking.labels import LabelKind, LabelMark, label_at
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks, marks_of
from examgen.formats.word.numbering import Label
from examgen.formats.word.pieces import Paragraph, Piece, Table, cut, raw_of, stripped
from examgen.formats.word.tables import as_rows

#: Columns that a part of a question is indented by.
IN_QUESTION: Final = 3
_NUMBER: Final = re.compile(r"\(?0*([0-9]+)\)?[.):\-]?")
#: A longer line is not looked through for choices.
_STEM_LENGTH: Final = 5000
_LETTER: Final = re.compile(r"\([A-Za-z]\)|[A-Za-z][.)]")
_STAR: Final = re.compile(rf"(?P<star>\*+(?!\*)|[{TICKS}]\ufe0f?)\s*(?=\S)")


@dataclass(slots=True)
class Row:
    """One line, or one choice of several on a line."""

    number: int  #: of its paragraph
    pieces: list[Piece]
    label: Label | None = None
    prefix: str = ""  #: what stands before the pieces: ``1. ``, ``b) ``
    first: bool = True  #: it begins a paragraph
    last: bool = True  #: it ends one
    heading: int = 0
    code: bool = False
    table: tuple[str, ...] = ()  #: lines of Markdown of a table
    indent: int = 0
    centered: bool = False
    shade: str = ""
    hang: int = 0  #: columns that it is indented by, as part of what stands above it
    ticked: bool = False  #: it is a right choice, as its look says
    plain_line: str | None = None  #: the line of quiz text without emphasis, once it is made
    _marks: Marks | None = field(default=None)
    _raw: str | None = field(default=None)

    @property
    def raw(self) -> str:
        """Its letters."""
        if self._raw is None:
            self._raw = self.prefix + raw_of(self.pieces)
        return self._raw

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read here."""
        return not self.table and not self.raw.strip()

    @property
    def marks(self) -> Marks:
        """What the line could be, read as quiz text."""
        if self._marks is None:
            plain = self.code or bool(self.table) or bool(self.hang)
            self._marks = Marks() if plain else marks_of(Line(1, self.raw.strip().replace("\t", " ")))
        return self._marks

    @property
    def is_choice(self) -> bool:
        """Whether it begins with the letter of a choice."""
        if self.label is not None and self.label.kind != "bullet":
            return self.label.kind == "letter" and not self.hang
        mark = self.marks.choice
        return mark is not None and not mark.tight and not (self.marks.label or self.marks.number)

    @property
    def letter(self) -> str:
        """The letter of a choice, lower case."""
        if self.label is not None and self.label.letter:
            return self.label.letter.lower()
        return self.marks.choice.label if self.marks.choice else ""

    @property
    def is_number(self) -> bool:
        """Whether it begins with the number of a question."""
        if self.hang:
            return False
        if self.label is not None and self.label.kind != "number":
            return False
        return self.marks.number is not None and not self.marks.number.tight and not self.marks.label

    @property
    def said(self) -> LabelMark | None:
        """Its label, as ``Answer:``."""
        return None if self.label is not None and self.label.kind != "bullet" else self.marks.label

    @property
    def is_answer(self) -> bool:
        """Whether it names the right choice."""
        return self.said is not None and self.said.kind is LabelKind.ANSWER

    def put_before(self, prefix: str) -> None:
        """Put a label before it."""
        self.prefix, self._marks, self._raw = prefix, None, None

    def sink(self, columns: int) -> None:
        """Make it a part of what stands above it."""
        self.hang, self._marks = columns, None


def rows_of(blocks: Iterable[Paragraph | Table]) -> list[Row]:
    """Return the rows of a file."""
    out: list[Row] = []
    for block in blocks:
        if isinstance(block, Table):
            found = as_rows(block)
            if isinstance(found, tuple):
                out.append(Row(block.number, [], table=found))
            else:
                out += rows_of(found)
        else:
            out += _of_paragraph(block)
    return out


def _of_paragraph(block: Paragraph) -> list[Row]:
    out: list[Row] = []
    lines = block.lines or [[]]
    first = next((at for at, line in enumerate(lines) if raw_of(line).strip()), len(lines) - 1)
    lines = lines[first:]
    for index, line in enumerate(lines):
        label = block.label if index == 0 else None
        pieces = line if block.code else stripped(line)
        if label is not None and not pieces and len(lines) == 1:
            label = None  # Word prints a number without text; nobody wrote a question
        row = Row(
            block.number,
            pieces,
            label=label,
            heading=block.heading if index == 0 and pieces else 0,
            code=block.code,
            indent=block.indent,
            centered=block.centered,
            shade=block.shade,
        )
        if label is not None:
            _label(row, label)
        out += [row] if block.code else _apart(row)
    if block.rule:
        out = [*(row for row in out if not row.blank), Row(block.number, [], table=("---",))]
    for index, row in enumerate(out):
        row.first, row.last = index == 0, index == len(out) - 1
    return out


def _label(row: Row, label: Label) -> None:
    """Put what Word prints before a paragraph into the row; a star or tick at its beginning goes before a letter."""
    if label.kind == "bullet":
        ticked = label.text[:1] in TICKS
        row.put_before(f"{label.text[0]} " if ticked else "")
    elif label.kind == "letter":
        star = _STAR.match(raw_of(row.pieces))
        if star:
            row.pieces = cut(row.pieces, star.end())  # before the letter is put there
        text = label.text if _LETTER.fullmatch(label.text) else f"{label.letter})"
        row.put_before(f"{star['star'][0] if star else ''}{text} ")
    elif label.kind == "number" and (found := _NUMBER.fullmatch(label.text)):
        row.put_before(f"{found[1]}. ")
    else:
        row.put_before(f"{label.text} ")


def _apart(row: Row) -> list[Row]:
    """Return the choices on a line as rows of their own."""
    raw = row.raw
    lead = len(row.prefix)
    line = Line(1, raw)
    cuts: list[int] = []
    mark = choice_at(line, 0) if raw and not raw[0].isspace() else None
    if mark is not None and not mark.tight and not label_at(line, 0):
        cuts = [each.stop for each in several(line, mark) if each.stop is not None]
    elif len(raw) <= _STEM_LENGTH and (at := inline_start(raw, lead)) and raw[:at].endswith(("\t", "  ")):
        rest = Line(1, raw[at:])
        inner = choice_at(rest, 0)
        cuts = [at]
        if inner is not None:
            cuts += [at + each.stop for each in several(rest, inner) if each.stop is not None]
    if not cuts:
        return [row]
    ends = [*(each - lead for each in cuts), None]
    out = []
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        own = start == 0
        pieces = stripped(cut(row.pieces, start or 0, end))
        made = Row(row.number, pieces, indent=row.indent, shade=row.shade)
        if own:
            made.label, made.prefix, made.heading = row.label, row.prefix, row.heading
        out.append(made)
    return out


def next_row(rows: Sequence[Row], start: int) -> Row | None:
    """Return the first row from this index on that is not blank, None when there is none."""
    return next((rows[i] for i in range(start, len(rows)) if not rows[i].blank), None)


def followed_by_choice(rows: Sequence[Row], index: int) -> bool:
    """Tell whether the next row that is not blank begins with the letter a."""
    row = next_row(rows, index + 1)
    return row is not None and row.is_choice and row.letter == "a"


def run_end(rows: Sequence[Row], index: int) -> int:
    """Return the end of the items of a list that stand one below the other."""
    label = rows[index].label
    end = index + 1
    while end < len(rows) and label is not None:
        other = rows[end].label
        if rows[end].first and (other is None or other.list != label.list or other.level != label.level):
            break
        end += 1
    return end
