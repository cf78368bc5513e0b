"""Questions of a Word file that have no numbers: they get some, to tell the reader of quiz texts where each begins."""

from __future__ import annotations

from collections.abc import Sequence

from examgen.errors import Place, Problem
from examgen.formats.word.pieces import raw_of
from examgen.formats.word.rows import IN_QUESTION, Row, followed_by_choice, next_row, run_end
from examgen.model import MAX_CHOICES, MIN_CHOICES


def number_above_lists(rows: list[Row]) -> None:
    """Number the questions of a file where only choices have numbers: each list begins at 1, and an answer follows it."""
    numbered = [index for index, row in enumerate(rows) if row.is_number and not row.blank]
    runs: list[tuple[int, int]] = []
    for index in numbered:
        if not runs or index >= runs[-1][1]:
            runs.append((index, run_end(rows, index)))
    stems = [next((i for i in range(start - 1, -1, -1) if not rows[i].blank), None) for start, _ in runs]
    if not runs or not all(
        stem is not None and _is_list_of_choices(rows, start, end) and _is_whole_stem(rows, stem)
        for (start, end), stem in zip(runs, stems, strict=True)
    ):
        return
    for (start, end), stem in zip(runs, stems, strict=True):
        for row in rows[start:end]:
            if not row.blank:
                row.sink(IN_QUESTION)
        if stem is not None:
            first = rows[_stem_start(rows, stem)]
            first.label, first.heading = None, 0
    for count, stem in enumerate(stems, 1):
        if stem is not None:
            rows[_stem_start(rows, stem)].put_before(f"{count}. ")


def _is_list_of_choices(rows: Sequence[Row], start: int, end: int) -> bool:
    """Tell whether a run of numbered items counts from 1 and has an answer below it."""
    labels = [row.label for row in rows[start:end] if not row.blank]
    values = [label.value if label is not None and label.kind == "number" else 0 for label in labels]
    below = next_row(rows, end)
    counted = MIN_CHOICES <= len(values) <= MAX_CHOICES and values == list(range(1, len(values) + 1))
    return counted and below is not None and below.is_answer


def _is_whole_stem(rows: Sequence[Row], last: int) -> bool:
    """Tell whether a stem surely begins where it seems to: what follows an answer may be the reason for it."""
    row, first = rows[last], _stem_start(rows, last)
    sure = first in (0, last) or rows[first - 1].blank or bool(rows[first - 1].heading)
    return sure and not (row.is_choice or row.said or row.label or row.table or row.code)


def number_questions(name: str, rows: list[Row]) -> list[Problem]:
    """Number the questions of a file that has none with a number: each begins above its choices.

    Return an error for each whose first paragraph may be the reason for the answer above it.
    """
    if any(row.is_number and not row.blank for row in rows):
        return []
    problems: list[Problem] = []
    starts = [
        i for i, row in enumerate(rows) if not row.blank and not row.is_choice and followed_by_choice(rows, i)
    ]
    for count, last in enumerate(starts, 1):
        first = _stem_start(rows, last)
        if not rows[first].marks.number:
            rows[first].label = None
            rows[first].put_before(f"{count}. ")
            rows[first].heading = 0
        if first and rows[first - 1].said and any(row.first for row in rows[first + 1 : last + 1]):
            words = " ".join(raw_of(rows[first].pieces).split())[:40]
            message = f"'{words}' could explain the answer above it, or begin the next question"
            hint = "write 'Rationale:' before it, or number the questions"
            problems.append(Problem("docx-stem", message, Place(name, rows[first].number), hint))
    return problems


def _stem_start(rows: Sequence[Row], last: int) -> int:
    """Return where the stem begins whose last row this is: below a blank row, a heading, choices, or an answer."""
    first = last
    while first > 0:
        above = rows[first - 1]
        if above.blank or above.heading or above.is_choice or above.said or rows[first].heading:
            break
        first -= 1
    return first
