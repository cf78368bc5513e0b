"""What the bank fixes in every version: pinned choices, choices in the author's order, pinned questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examgen.audit.documents import ReadDocument
from examgen.audit.findings import first_of
from examgen.audit.readfiles import PrintedQuestion, ReadFile
from examgen.model import Question

#: So many of one file are told one by one.
_TOLD = 3


def moved(exam: Sequence[Question], paper: ReadFile, read: ReadDocument) -> list[str]:
    """Return what a paper, of which ``read`` is the document, has elsewhere than the bank fixes it."""
    found = [*_choices(exam, paper), *_questions(exam, paper, read)]
    return first_of(found, _TOLD, "things that are not where the bank fixes them")


def _choices(exam: Sequence[Question], paper: ReadFile) -> Iterator[str]:
    for ours in paper.questions:
        asked = exam[ours.question]
        # Of choices that look the same nobody can tell which is where.
        if not ours.decided:
            continue
        name = f"question {ours.number} {asked.id!r}"
        if asked.keep_order:
            if list(ours.choices) != sorted(ours.choices):
                order = " ".join(asked.choices[place].id for place in ours.choices)
                yield f"{name}: its choices are {order}, and the bank keeps {_ids(asked)} in this order"
            continue
        for place, choice in enumerate(ours.choices):
            if asked.choices[choice].pin and place != choice:
                id, stands, fixed = asked.choices[choice].id, chr(65 + place), chr(65 + choice)
                yield f"{name}: choice {id} is at {stands}, and the bank pins it to {fixed}"


def _questions(exam: Sequence[Question], paper: ReadFile, read: ReadDocument) -> Iterator[str]:
    for ours in paper.questions:
        if exam[ours.question].pin and ours.number != ours.question + 1 and not _has_twin(ours, read):
            id = exam[ours.question].id
            yield f"question {ours.number} is {id!r}, and the bank pins it to number {ours.question + 1}"


def _has_twin(ours: PrintedQuestion, read: ReadDocument) -> bool:
    """Return whether another question looks the same."""
    return len(read.readings[ours.number - 1]) > 1


def _ids(asked: Question) -> str:
    return " ".join(choice.id for choice in asked.choices)
