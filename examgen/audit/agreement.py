"""Whether a key fits its paper: the orders, the marked choices and the strip, told question by question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examgen.audit.documents import ReadDocument
from examgen.audit.findings import first_of
from examgen.audit.readfiles import PrintedQuestion, ReadFile
from examgen.model import Question

#: So many of one kind are told one by one.
_TOLD = 3


def disagreements(exam: Sequence[Question], paper: ReadFile, key: ReadFile, read: ReadDocument) -> list[str]:
    """Return where a key, of which ``read`` is the document, does not fit its paper."""
    return [
        *first_of(list(_orders(exam, paper, key)), _TOLD, "questions in other orders than on the paper"),
        *first_of(list(_marks(exam, paper, key)), _TOLD, "questions with other marks"),
        *first_of(list(_strip(exam, paper, read.strip)), _TOLD, "cells of the strip"),
    ]


def _orders(exam: Sequence[Question], paper: ReadFile, key: ReadFile) -> Iterator[str]:
    theirs = {each.number: each for each in key.questions}
    for ours in paper.questions:
        other, name = theirs.pop(ours.number, None), f"question {ours.number}"
        if other is None:
            if ours.number not in key.unread:
                yield f"{name} is missing, the paper has {exam[ours.question].id!r}"
        elif other.question != ours.question:
            yield f"{name} is {exam[other.question].id!r}, on the paper {exam[ours.question].id!r}"
        elif ours.decided and other.choices != ours.choices:
            asked = exam[ours.question]
            one, two = (" ".join(asked.choices[place].id for place in each.choices) for each in (other, ours))
            yield f"{name} {asked.id!r}: its choices are {one}, on the paper {two}"
    for number in theirs.keys() - paper.unread:
        yield f"question {number} is not on the paper"


def _marks(exam: Sequence[Question], paper: ReadFile, key: ReadFile) -> Iterator[str]:
    theirs = {each.number: each for each in key.questions}
    for ours in paper.questions:
        other = theirs.get(ours.number)
        if other is None or other.question != ours.question or not ours.decided:
            continue
        marked = "".join(chr(65 + place) for place, is_marked in enumerate(other.marked) if is_marked)
        right = "".join(sorted({*"".join(ours.accepted)}))
        if marked != right:
            yield f"{_name(exam, ours)}: it marks {marked or 'nothing'}, right on the paper is {right or 'nothing'}"


def _strip(exam: Sequence[Question], paper: ReadFile, strip: Sequence[str]) -> Iterator[str]:
    by_number = {each.number: each for each in paper.questions}
    for number, cell in enumerate(strip, start=1):
        ours = by_number.get(number)
        if ours is None and number not in paper.unread:
            yield f"the strip has a question {number}, and the paper has none"
        elif ours is not None and ours.decided and cell != ours.answer:
            yield f"{_name(exam, ours)}: the strip says {cell}, right on the paper is {ours.answer}"
    if missing := [number for number in by_number if number > len(strip)]:
        yield f"the strip has {len(strip)} answers, and the paper has a question {max(missing)}"


def _name(exam: Sequence[Question], ours: PrintedQuestion) -> str:
    return f"question {ours.number} {exam[ours.question].id!r}"
