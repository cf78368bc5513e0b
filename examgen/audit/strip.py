"""The strip of a key: the number of each question and what earns its points, read from what stands above the questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Letters, sets of letters, or a sign. A capital before a small letter begins a word and is no answer.
_CELL = r"((?:[A-Z]+(?:/[A-Z]+)*)(?![a-z])|[–*])"
#: What may follow the last cell of our own keys: the first question, or what explains the signs; many corrections.
_END = re.compile(r"\Z|Inthestrip:")
_CORRECTION = re.compile(r"Revision\d+\(\d{4}-")


@dataclass(frozen=True, slots=True)
class Cell:
    """What the strip says of one question."""

    answer: str
    number: int  #: offset of the question's number in the text
    start: int  #: offset of the answer


def read_strip(head: str, first: int, count: int, *, ours: bool = True) -> list[Cell]:
    """Return the cells from question ``first`` (1-based) on, as far as the page has them.

    A strip of many questions goes on on the next page. A head may hold what looks like a strip, such as a title with
    letters and numbers: the strip is what stands last, just above the questions and what belongs to it. ``ours`` are
    templates whose words are known. ``count`` is the number of questions of the exam.
    """
    best: list[Cell] = []
    best_rank = (0, 0)
    for start in re.finditer(rf"{first}(?={_CELL})", head):
        cells, end = _cells(head, start.start(), first, count)
        rank = _rank(head, start.start(), end, ours=ours)
        is_whole = first + len(cells) > count
        if rank is not None and (is_whole or end == len(head)) and (len(cells), rank) >= best_rank:
            best, best_rank = cells, (len(cells), rank)
    return best


def _cells(head: str, start: int, first: int, count: int) -> tuple[list[Cell], int]:
    """Return the cells of the numbers that follow one another from an offset on, and where they end."""
    cells, at = [], start
    for number in range(first, count + 1):
        cell = re.compile(rf"{number}{_CELL}").match(head, at)
        if cell is None:
            break
        cells.append(Cell(cell[1], at, cell.start(1)))
        at = cell.end()
    return cells, at


def _rank(head: str, start: int, end: int, *, ours: bool) -> int | None:
    """Return how well what stands around it fits a strip; None: not at all."""
    if _CORRECTION.match(head, end):
        # Few corrections stand above the strip and many below; what a person wrote in one is no strip.
        return None if _CORRECTION.search(head, 0, start) else 3
    if _END.match(head, end):
        return 2
    return None if ours else 1
