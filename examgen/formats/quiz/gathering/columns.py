"""Tables of answers whose head names their columns: ``| Q | Type | Answer | Difficulty |``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from examgen.formats.quiz.marking.entries import ANSWER_CELLS, NUMBER_CELLS, SEPARATOR, Entry
from examgen.formats.quiz.marking.kinds import DETAIL_CELLS
from examgen.formats.quiz.marking.lines import Line

_CELL = re.compile(r"(?<!\\)\|")
_NUMBER = re.compile(r"\D{0,12}?(?P<number>[0-9]{1,6})[.)]?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold what; 0-based, the number of the question is in column 0."""

    answer: int
    reasons: tuple[int, ...]


def columns_of(line: Line, below: Line | None) -> Columns | None:
    """Return the columns that the head of a table names; None for another line, and where a plain look suffices.

    ``below`` is the line below, which parts a head from the rows.
    """
    if line.code or below is None or not SEPARATOR.match(below.text):
        return None
    names = [line.text[slice(*span)].strip(" *_`").casefold() for span in _cells(line.text)]
    if len(names) < 3 or names[0] not in NUMBER_CELLS:
        return None
    answers = [at for at, name in enumerate(names) if name in ANSWER_CELLS]
    if len(answers) != 1:
        return None
    said = NUMBER_CELLS | DETAIL_CELLS
    reasons = tuple(at for at, name in enumerate(names) if at and at != answers[0] and name not in said)
    return Columns(answers[0], reasons)


def row_entry(line: Line, columns: Columns) -> Entry | None:
    """Return the entry of a row; None when it has no number or no answer."""
    spans = _cells(line.text)
    if line.code or len(spans) <= columns.answer:
        return None
    number = _NUMBER.fullmatch(line.text[slice(*spans[0])].strip(" *_`"))
    begin, end = spans[columns.answer]
    if not number or not line.text[begin:end].strip():
        return None
    more = tuple(
        spans[at] for at in columns.reasons if at < len(spans) and line.text[slice(*spans[at])].strip()
    )
    return Entry(int(number["number"]), begin, end, more)


def _cells(text: str) -> list[tuple[int, int]]:
    """Return where the cells of a row begin and end, the empty ones, too; none when no bar begins the line."""
    bars = [found.start() for found in _CELL.finditer(text)]
    if not bars or text[: bars[0]].strip():
        return []
    ends = [*bars[1:], len(text)]
    pairs = [(bar + 1, end) for bar, end in zip(bars, ends, strict=True)]
    return pairs if text[slice(*pairs[-1])].strip() else pairs[:-1]
