"""Tables of a Word file with a question in each row, whose choices stand below its stem in the same cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from examgen.formats.html.inline import Kind
from examgen.formats.word.pieces import Cell, Paragraph, Piece, Table, raw_of

_CHOICE: Final = re.compile(r"\s*[*\u2713\u2714]?\s*\(?([A-Ha-h])[.)]\s*\S")
_NUMBER: Final = re.compile(r"\s*(?:Q(?:uestion)?\s?)?([0-9]{1,3})\s*[.):]?\s*$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"\s*(?:Q(?:uestion)?\s?)?[0-9]{1,3}[.):]\s*\S", re.IGNORECASE)
_ANSWER: Final = re.compile(
    r"\s*(?:(?:correct\s+)?answers?|key|correct|solution|l\u00f6sung)\s*:?\s*$", re.IGNORECASE
)
#: A head that says nothing but what stands below it.
_PLAIN_HEAD: Final = re.compile(
    r"\W*(?:(?:questions?|items?|stem|frage|pregunta|no|nr|number|q)\W*){0,2}$", re.IGNORECASE
)
_REASON: Final = re.compile(r"\s*(?:rationale|explanation|feedback|reason)\s*:?\s*$", re.IGNORECASE)
_LETTERS: Final = re.compile(r"\s*\(?[A-Ha-h][.)]?(?:\s*(?:,|;|&|and)\s*\(?[A-Ha-h][.)]?)*\s*$")


def asked(rows: Sequence[list[Cell]]) -> list[Paragraph | Table] | None:
    """Return the paragraphs of such a table, None for any other.

    Beside the question there may be its number, and below a head that says so its answer and its rationale. Letters in a
    column without a head could be anything: they are no answers.
    """
    width = len(rows[0])
    if any(len(row) != width for row in rows):
        return None
    column = next((i for i in range(width) if _is_question(rows[-1][i])), None)
    if column is None:
        return None
    headed = len(rows) > 1 and not _is_question(rows[0][column])
    heads = [_text(cell) for cell in rows[0]] if headed else [""] * width
    body = rows[1:] if headed else rows
    if not all(_is_question(row[column]) for row in body) or not _PLAIN_HEAD.match(heads[column]):
        return None
    labels: dict[int, str] = {}
    number: int | None = None
    for index in range(width):
        texts = [_text(row[index]) for row in body]
        if index == column:
            continue
        if _ANSWER.match(heads[index]) and all(_LETTERS.match(text) for text in texts):
            labels[index] = "Answer: "
        elif _REASON.match(heads[index]):
            labels[index] = "Rationale: "
        elif number is None and index < column and _are_numbers(heads[index], texts):
            number = index
        elif any(texts) or heads[index]:
            return None
    out: list[Paragraph | Table] = []
    for count, row in enumerate(body, 1):
        out += _numbered(row[column], _text(row[number]) if number is not None else "", count)
        for index, label in labels.items():
            out += led(row[index], label)
    return out


def _are_numbers(head: str, texts: Sequence[str]) -> bool:
    return bool(_PLAIN_HEAD.match(head)) and all(_NUMBER.match(text) for text in texts)


def led(cell: Cell, label: str) -> list[Paragraph]:
    """Return the paragraphs of a cell with a label before the first that says something."""
    paragraphs = [each for each in cell.paragraphs if each.raw.strip()]
    if not paragraphs:
        return []
    first = paragraphs[0]
    first.lines = [[Piece(Kind.TEXT, label), *first.lines[0]], *first.lines[1:]]
    first.label = None
    return paragraphs


def _numbered(cell: Cell, written: str, count: int) -> list[Paragraph]:
    """Return the paragraphs of a question with the number that is ``written`` beside it, or its own, or its count."""
    first = next(each for each in cell.paragraphs if each.raw.strip())
    own = (first.label is not None and first.label.kind == "number") or _NUMBERED.match(first.raw)
    if not written and own:
        return [each for each in cell.paragraphs if each.raw.strip()]
    found = _NUMBER.match(written)
    return led(cell, f"{found[1] if found else count}. ")


def _text(cell: Cell) -> str:
    return " ".join(f"{p.label.text if p.label else ''} {p.raw}".strip() for p in cell.paragraphs).strip()


def _is_question(cell: Cell) -> bool:
    """Tell whether a cell has a stem, and below it choices with letters from a on."""
    if any(isinstance(block, Table) for block in cell.blocks):
        return False
    letters = [_letter(p, line, at) for p in cell.paragraphs for at, line in enumerate(_lines(p))]
    chosen = "".join(letters)
    return bool(letters) and not letters[0] and chosen == "abcdefgh"[: len(chosen)] and len(chosen) > 1


def _lines(paragraph: Paragraph) -> list[str]:
    return [text for line in paragraph.lines if (text := raw_of(line)).strip()]


def _letter(paragraph: Paragraph, line: str, index: int) -> str:
    """Return the letter of a line that is a choice, else the empty one."""
    if index == 0 and paragraph.label is not None:
        return paragraph.label.letter.lower()
    found = _CHOICE.match(line)
    return found[1].lower() if found else ""
