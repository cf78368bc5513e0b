"""The rows of a Word file as the lines of a quiz text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from examgen.formats.html.inline import Kind, markdown_of
from examgen.formats.word.lists import IN_CHOICE
from examgen.formats.word.pieces import common_look, cut, items_of, raw_of
from examgen.formats.word.rows import Row
from examgen.formats.word.styles import Look

_TICK: Final = "\u2713 "
_NO_EMPHASIS: Final = Look()
_FENCE: Final = "```"
_NUMBER: Final = re.compile(r"^([0-9]+)\\([.)])")
#: A cross apart from the text of a choice marks it as right.
_CROSS: Final = re.compile(r"\s\s[xX]\s*$")


@dataclass(slots=True)
class Text:
    """A quiz text, and which row each of its lines came from."""

    lines: list[str] = field(default_factory=list)
    rows: list[int | None] = field(default_factory=list)  #: for each line the index of its row

    def add(self, line: str, row: int | None) -> None:
        """Add a line."""
        self.lines.append(line)
        self.rows.append(row)

    def gap(self) -> None:
        """Add a blank line, unless there is one."""
        if self.lines and self.lines[-1].strip():
            self.add("", None)


def text_of_rows(rows: Sequence[Row], emphasis: bool) -> Text:
    """Return the rows as a quiz text; without marks of ``emphasis`` only what is typed says which choice is right."""
    out = Text()
    for index, row in enumerate(rows):
        before = rows[index - 1] if index else None
        after = rows[index + 1] if index + 1 < len(rows) else None
        if row.blank:
            if not (row.code and before is not None and before.code):
                out.gap()
        elif row.table:
            _table(out, row, index)
        elif row.code:
            _code(out, rows, index)
        else:
            if _is_apart(row, before):
                out.gap()
            line = _line(row, emphasis)
            goes_on = after is not None and not after.first and not row.last
            if goes_on and after is not None and _is_text(row) and _is_text(after):
                line += "\\"
            out.add(line, index)
            if row.heading:
                out.gap()
    return out


def _is_text(row: Row) -> bool:
    """Tell whether a row is plain text or the beginning of a stem, which a broken line may go on."""
    return not (row.blank or row.heading or row.is_choice or row.said or row.table or row.code)


def _is_apart(row: Row, before: Row | None) -> bool:
    """Tell whether a blank line stands before a row."""
    if before is None or not row.first:
        return False
    if row.heading or row.is_number or before.table or before.code:
        return True
    if row.is_choice or row.said:
        return False
    if row.label is not None and before.label is not None and row.hang == before.hang and row.hang:
        return False  # items of a list
    return not (row.hang == IN_CHOICE and before.is_choice and row.raw[:1].islower())


def _line(row: Row, emphasis: bool) -> str:
    """Return a row as a line: its label as it is, its text as Markdown."""
    if row.heading and not row.is_choice and not row.said:
        end = _label_end(row)
        title = markdown_of(items_of(cut(row.pieces, end), emphasis=False))
        lead = row.raw[: len(row.prefix) + end].rstrip()
        return f"{'#' * min(row.heading, 6)} {lead}{' ' if lead else ''}{title}"
    if row.plain_line is not None and (
        not emphasis or not any(_is_emphasised(piece.look) for piece in row.pieces)
    ):
        return f"{_TICK}{row.plain_line.lstrip(' *')}" if row.ticked else row.plain_line
    end = _label_end(row)
    lead = row.raw[: len(row.prefix) + end]
    pieces = cut(row.pieces, end)
    whole = common_look(pieces)
    if row.is_answer or not emphasis:
        made = markdown_of(items_of(pieces, emphasis=False))
        if row.is_answer:
            # 'Answers: 1. B 2. D' is no list.
            made = _NUMBER.sub(r"\1\2", made)
    else:
        made = markdown_of(items_of(pieces, whole))
    made = _with_signs(made, row)
    if row.ticked:
        lead = _TICK + lead.lstrip("*")
    space = " " if lead and not lead[-1].isspace() and raw_of(pieces)[:1].isspace() else ""
    line = " " * row.hang + lead.replace("\t", " ") + space + made
    if not emphasis:
        row.plain_line = line
    return line


def _is_emphasised(look: Look) -> bool:
    return look.bold or look.italic or look.underline


def _label_end(row: Row) -> int:
    """Return how many of the letters of a row's pieces belong to its label."""
    raw, marks = row.raw, row.marks
    lead = len(raw) - len(raw.lstrip())
    ends = [mark.end for mark in (marks.label, marks.number, marks.choice) if mark is not None]
    if row.label is not None and row.label.kind != "bullet":
        return 0
    if row.is_choice and marks.choice is not None:
        ends = [marks.choice.end]
    elif not ends or (marks.choice is not None and marks.choice.tight and len(ends) == 1):
        return 0
    return max(lead + ends[0] - len(row.prefix), 0)


def _with_signs(made: str, row: Row) -> str:
    """Free what may be a sign of a right choice from the backslashes that keep it as text."""
    made = made.replace("\\<-", "<-")
    if row.is_choice or row.label is not None:
        bare = made.rstrip("*")
        if made.endswith("*") and bare.endswith("\\"):
            stars = 0
            while made.endswith("\\*"):
                made, stars = made[:-2], stars + 1
            made += "*" * stars
        if _CROSS.search(row.raw):
            made = f"{made[:-1].rstrip()}  {made[-1]}"
    return made


def _table(out: Text, row: Row, index: int) -> None:
    out.gap()
    for line in row.table:
        out.add(" " * row.hang + line, index)
    out.gap()


def _code(out: Text, rows: Sequence[Row], index: int) -> None:
    """Add a line of code; the first one opens a block, the last one closes it."""
    row = rows[index]
    hang = " " * row.hang
    begins = index == 0 or not rows[index - 1].code or rows[index - 1].hang != row.hang
    ends = not any(each.code and not each.blank and each.hang == row.hang for each in _run(rows, index))
    fence = _fence(rows, index)
    if begins or not _open(rows, index):
        out.gap()
        out.add(f"{hang}{fence}", index)
    text = "".join(piece.value for piece in row.pieces if piece.kind in (Kind.CODE, Kind.TEXT))
    out.add(f"{hang}{text}", index)
    if ends:
        out.add(f"{hang}{fence}", index)
        out.gap()


def _run(rows: Sequence[Row], index: int) -> Sequence[Row]:
    end = index + 1
    while end < len(rows) and rows[end].code:
        end += 1
    return rows[index + 1 : end]


def _open(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a line of code stands above this one in the same block."""
    for row in reversed(rows[:index]):
        if not row.code:
            return False
        if not row.blank:
            return row.hang == rows[index].hang
    return False


def _fence(rows: Sequence[Row], index: int) -> str:  # noqa: ARG001 -- called as its kin are
    return _FENCE
