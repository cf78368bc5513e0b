"""Tables of a Word file: tables of Markdown, or questions that were laid out in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from examgen.formats.html.inline import Item, Kind, markdown_of
from examgen.formats.word.asked import asked, led
from examgen.formats.word.numbering import Label
from examgen.formats.word.pieces import Cell, Paragraph, Piece, Table, common_look, items_of, raw_of

_CHOICE: Final = re.compile(r"\s*[*\u2713\u2714\u2610-\u2612]?\s*\(?[A-Ha-h][.)](?=\s|\S)|\s*[\u2610-\u2612]")
_QUESTION: Final = re.compile(r"\s*(?:Q(?:uestion)?\s?)?[0-9]{1,3}\s*[.):]?\s*$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"\s*(?:Q(?:uestion)?\s?)?[0-9]{1,3}[.):]\s*\S", re.IGNORECASE)
_LABEL_ONLY: Final = re.compile(r"\s*\(?([A-Ha-h])[.):]?\s*$")
_LEAD: Final = re.compile(
    r"\s*(?:question|stem|prompt|(?:correct\s+)?answer|key|rationale|explanation|feedback)\s*:?\s*$",
    re.IGNORECASE,
)
_HEAD_QUESTION: Final = re.compile(r"\s*(?:question|stem|item|frage|pregunta|question text)\b", re.IGNORECASE)
_HEAD_CHOICE: Final = re.compile(
    r"\s*(?:(?:option|choice|answer|distractor)\s*)?\(?([A-H])[.)]?\s*$", re.IGNORECASE
)
_HEAD_ANSWER: Final = re.compile(
    r"\s*(?:correct|answer|key|right|solution|l\u00f6sung)\b(?!\s*[a-h]\s*$)", re.IGNORECASE
)
_HEAD_NUMBER: Final = re.compile(r"\s*(?:question|number|item|no\b|nr\b|q\b|#|frage|pregunta)", re.IGNORECASE)
_HEAD_REASON: Final = re.compile(r"\s*(?:rationale|explanation|feedback|reason)\b", re.IGNORECASE)


def as_rows(table: Table) -> list[Paragraph | Table] | tuple[str, ...]:
    """Return the paragraphs of a table that only lays out questions, or the lines of Markdown of any other."""
    rows = [row for row in table.rows if any(cell.paragraphs for cell in row)]
    if not rows:
        return []
    if all(len(row) == 1 for row in rows) or any(_is_nested(cell) for row in rows for cell in row):
        return [block for row in rows for cell in row for block in cell.blocks]
    if (made := _listed(rows)) is not None:
        return made
    if (made := _laid_out(rows)) is not None:
        return made
    if (made := asked(rows)) is not None:
        return made
    return _markdown(rows)


def _is_nested(cell: Cell) -> bool:
    return any(isinstance(block, Table) for block in cell.blocks)


def _text(cell: Cell) -> str:
    """Return what is printed in a cell, with its labels."""
    return "\n".join(f"{p.label.text if p.label else ''} {p.raw}".strip() for p in cell.paragraphs).strip()


# ---- a row for each question: Question | A | B | C | D | Answer


def _listed(rows: Sequence[list[Cell]]) -> list[Paragraph | Table] | None:
    heads = [_text(cell) for cell in rows[0]]
    stem = next((i for i, head in enumerate(heads) if _HEAD_QUESTION.match(head)), None)
    choices = [
        (i, found[1].lower())
        for i, head in enumerate(heads)
        if (found := _HEAD_CHOICE.match(head)) and i != stem
    ]
    if (
        stem is None
        or [letter for _, letter in choices] != list("abcdefgh")[: len(choices)]
        or len(choices) < 2
    ):
        return None
    if any(len(row) != len(heads) for row in rows):
        return None
    taken = {stem, *(i for i, _ in choices)}
    labels = {}
    for index, head in enumerate(heads):
        if index not in taken and _HEAD_ANSWER.match(head):
            labels[index] = "Answer: "
        elif index not in taken and _HEAD_REASON.match(head):
            labels[index] = "Rationale: "
    numbers = next(
        (
            i
            for i, head in enumerate(heads)
            if i not in taken and re.fullmatch(r"(?i)\W*(no|nr|#|number)?\W*", head)
        ),
        None,
    )
    if len(taken) + len(labels) + (numbers is not None) != len(heads):
        return None
    out: list[Paragraph | Table] = []
    for count, row in enumerate(rows[1:], 1):
        out += led(row[stem], f"{count}. ")
        for index, letter in choices:
            out += led(row[index], f"{letter}) ")
        for index, label in labels.items():
            out += led(row[index], label)
    return out


# ---- a table that puts labels and texts, or choices, beside each other


def _laid_out(rows: Sequence[list[Cell]]) -> list[Paragraph | Table] | None:
    texts = [[_text(cell) for cell in row] for row in rows]
    filled = [text for row in texts for text in row if text]
    leads = [row[0] for row in texts if len(row) > 1 and any(row[1:])]
    beside = [text for text in leads if any(each.match(text) for each in (_QUESTION, _LABEL_ONLY, _LEAD))]
    letters = [found[1].lower() for text in leads if (found := _LABEL_ONLY.match(text))]
    if leads and len(beside) == len([text for text in leads if text]) and "a" in letters and "b" in letters:
        return [paragraph for row in rows for paragraph in _beside(row)]
    labelled = [text for text in filled if _CHOICE.match(text)]
    others = [text for text in filled if not _CHOICE.match(text)]
    if len(labelled) >= 2 and all(_NUMBERED.match(text) or row_of(texts, text) for text in others):
        return _in_order(rows)
    return None


def row_of(texts: Sequence[Sequence[str]], text: str) -> bool:
    """Tell whether a text has a row of a table for itself."""
    return any([each for each in row if each] == [text] for row in texts)


def _beside(row: Sequence[Cell]) -> list[Paragraph]:
    """Return the paragraphs of a row whose first cell is the label of the others."""
    rest = [paragraph for cell in row[1:] for paragraph in cell.paragraphs if paragraph.raw.strip()]
    lead = next(
        (paragraph for paragraph in row[0].paragraphs if paragraph.raw.strip() or paragraph.label), None
    )
    if lead is None or not rest:
        return [*row[0].paragraphs, *rest]
    text = f"{lead.label.text if lead.label else ''}{lead.raw}".strip()
    found = _LABEL_ONLY.match(text)
    if found:
        text = f"{found[1]})"
    elif text[-1:].isdigit():
        text += "."
    elif _LEAD.match(text):
        text = text.rstrip(" :") + ":"
    first = rest[0]
    first.lines = [[Piece(Kind.TEXT, f"{text} "), *first.lines[0]], *first.lines[1:]]
    first.label = None
    return rest


def _in_order(rows: Sequence[list[Cell]]) -> list[Paragraph | Table]:
    """Return the paragraphs of the cells, along the rows, or down the columns where the letters go down."""
    along = [cell for row in rows for cell in row]
    letters = [_letter(cell) for cell in along if _letter(cell)]
    if letters != sorted(letters) and len(set(letters)) == len(letters):
        width = max(len(row) for row in rows)
        down = [row[index] for index in range(width) for row in rows if index < len(row)]
        if [_letter(cell) for cell in down if _letter(cell)] == sorted(letters):
            along = down
    return [
        block
        for cell in along
        for block in cell.blocks
        if not isinstance(block, Paragraph) or block.raw.strip()
    ]


def _letter(cell: Cell) -> str:
    found = re.match(r"\W*([A-Ha-h])[.)]", _text(cell))
    return found[1].lower() if found else ""


# ---- any other table


def _markdown(rows: Sequence[list[Cell]]) -> tuple[str, ...]:
    """Return a table of Markdown; its first row is the head when all of it is bold, or shaded."""
    width = max(sum(cell.span for cell in row) for row in rows)
    first = [cell for cell in rows[0] if _text(cell)]
    texts = [_text(cell) for cell in rows[0]]
    key = len(texts) == 2 and bool(_HEAD_NUMBER.match(texts[0]) and _HEAD_ANSWER.match(texts[1]))
    headed = key or (
        len(rows) > 1
        and all(_is_head(cell) for cell in first)
        and not all(_is_head(c) for c in rows[1] if _text(c))
    )
    lines = [_line(row, width, headed and index == 0) for index, row in enumerate(rows)]
    empty = "|" + "  |" * width
    rule = "|" + " --- |" * width
    return (lines[0], rule, *lines[1:]) if headed else (empty, rule, *lines)


def _is_head(cell: Cell) -> bool:
    pieces = [piece for paragraph in cell.paragraphs for line in paragraph.lines for piece in line]
    return common_look(pieces).bold or any(paragraph.shade for paragraph in cell.paragraphs)


def _line(row: Sequence[Cell], width: int, head: bool) -> str:
    cells: list[str] = []
    for cell in row:
        items: list[Item] = []
        for paragraph in cell.paragraphs:
            label = _label_text(paragraph.label)
            for index, line in enumerate(paragraph.lines):
                if not raw_of(line).strip():
                    continue
                items += [Item(Kind.TEXT, " ")] * bool(items)
                items += [Item(Kind.TEXT, f"{label} ")] * (bool(label) and index == 0)
                items += items_of([replace(piece) for piece in line], common_look(line) if head else _NOTHING)
        cells += [markdown_of(items, cell=True), *[""] * (cell.span - 1)]
    return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"


_NOTHING: Final = common_look([])


def _label_text(label: Label | None) -> str:
    return "" if label is None else label.text
