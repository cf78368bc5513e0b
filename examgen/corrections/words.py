"""Corrections in words, for keys, the grid and people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from examgen.corrections.history import Correction, Rule, accepted_by, latest
from examgen.exam import Exam, Version, letters_of
from examgen.model import Question

#: Versions for which the grid tells the number of a corrected question.
PLACES = 10


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction as told at the head of a key, in that version's letters, or of the grid, in ids of the bank."""

    revision: int
    date: str
    question: str  #: which one: ``question 3 ‘vae-gap’``
    change: str
    reason: str


def rows_in_letters(exam: Exam, version: Version, history: Sequence[Correction]) -> Iterator[CorrectionRow]:
    """Yield the last correction of each question, in the numbers and letters of a version."""
    for correction in latest(history):
        index = _index(exam, correction.question)
        asked, place = exam.questions[index], version.questions.index(index)
        letters = letters_of(asked, version.choices[place])
        now = " or ".join(letter_sets(accepted_by(asked, correction), letters))
        was = " or ".join(letter_sets((asked.answer,), letters))
        yield CorrectionRow(
            correction.revision,
            correction.date,
            f"question {place + 1} ‘{asked.id}’",
            change_text(correction.rule, now, was),
            correction.reason,
        )


def rows_in_ids(
    exam: Exam, versions: Sequence[Version], history: Sequence[Correction]
) -> Iterator[CorrectionRow]:
    """Yield the last correction of each question, in ids of the bank, with its number on the first versions."""
    for correction in latest(history):
        index = _index(exam, correction.question)
        asked = exam.questions[index]
        places = [f"{v.label} {v.questions.index(index) + 1}" for v in versions[:PLACES]]
        if len(versions) > PLACES:
            places.append("...")
        now, was = ids_text(asked, accepted_by(asked, correction)), ids_text(asked, (asked.answer,))
        yield CorrectionRow(
            correction.revision,
            correction.date,
            f"question ‘{asked.id}’ ({', '.join(places)})",
            change_text(correction.rule, now, was),
            correction.reason,
        )


def _index(exam: Exam, id: str) -> int:
    return next(index for index, question in enumerate(exam.questions) if question.id == id)


def effect_text(correction: Correction, accepted: Sequence[str]) -> str:
    """Return what is said of a correction in force beside its question; ``accepted`` are sets of letters."""
    return f"Revision {correction.revision}: {rule_text(correction.rule, accepted)}"


def rule_text(rule: Rule, accepted: Sequence[str]) -> str:
    """Return what a correction says of its question; ``accepted`` are sets of letters, or of ids."""
    return {
        Rule.ACCEPT: f"{' or '.join(accepted)} gets the points",
        Rule.VOID: "counts for nobody",
        Rule.FULL: "everyone gets the points",
        Rule.BANK: "as in the bank",
    }[rule]


def ids_text(question: Question, accepted: Sequence[frozenset[str]]) -> str:
    """Return sets of choices as people write them, by their ids in the bank: ``b or d``, ``a+c or a``."""
    order = [choice.id for choice in question.choices]
    return " or ".join("+".join(sorted(each, key=order.index)) for each in accepted)


def letter_sets(accepted: Sequence[frozenset[str]], letters: Mapping[str, str]) -> tuple[str, ...]:
    """Return sets of choice ids as letters of a version, each ascending, and in ascending order: ``("AC", "B")``."""
    return tuple(sorted("".join(sorted(letters[id] for id in each)) for each in accepted))


def change_text(rule: Rule, now: str, was: str) -> str:
    """Return what a correction does; ``now`` and ``was`` are the right choices after and before."""
    if rule is Rule.ACCEPT:
        return f"accept {now} (was {was})"
    if rule is Rule.VOID:
        return f"counts for nobody (was {was})"
    if rule is Rule.FULL:
        return f"everyone gets the points (was {was})"
    return f"{now} again, as in the bank"
