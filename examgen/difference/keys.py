"""What differs in the corrected keys of two builds: as a fact of a question, and in the letters of each version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from examgen.corrections import Correction, Rule, accepted_by, ids_text, in_force, letter_sets, rule_text
from examgen.exam import Exam, Version, letters_of
from examgen.model import Question


@dataclass(frozen=True, slots=True)
class CorrectionChange:
    """A question whose correction differs."""

    question: str  #: its id
    old: str  #: what is said of it, by ids of the bank; "" for none
    new: str
    letters: tuple[LetterChange, ...]  #: for each version that both have


@dataclass(frozen=True, slots=True)
class LetterChange:
    """What gets the points on one version, in its letters, or in words."""

    version: str  #: label
    number: int  #: of the question there, from 1
    old: str
    new: str


def correction_changes(
    old: tuple[Exam, Sequence[Correction]],
    new: tuple[Exam, Sequence[Correction]],
    versions: Sequence[tuple[Version, Version]],
) -> Iterator[CorrectionChange]:
    """Yield which corrections differ between two exams and their histories; ``versions`` are those that both have."""
    before, after = in_force(old[1]), in_force(new[1])
    for id in dict.fromkeys([*before, *after]):
        one, other = _question(old[0], id), _question(new[0], id)
        texts = _effect(one, before.get(id)), _effect(other, after.get(id))
        if texts[0] != texts[1]:
            yield CorrectionChange(id, *texts, tuple(_letters(old[0], new[0], id, before, after, versions)))


def _letters(
    old: Exam,
    new: Exam,
    id: str,
    before: Mapping[str, Correction],
    after: Mapping[str, Correction],
    versions: Sequence[tuple[Version, Version]],
) -> Iterator[LetterChange]:
    one, other = _question(old, id), _question(new, id)
    if one is None or other is None:
        return
    for version, same in versions:
        place = same.questions.index(new.questions.index(other))
        former = version.questions.index(old.questions.index(one))
        was = _counts(one, before.get(id), letters_of(one, version.choices[former]))
        now = _counts(other, after.get(id), letters_of(other, same.choices[place]))
        yield LetterChange(same.label, place + 1, was, now)


def _question(exam: Exam, id: str) -> Question | None:
    return next((question for question in exam.questions if question.id == id), None)


def _counts(question: Question, correction: Correction | None, letters: Mapping[str, str]) -> str:
    if correction is not None and correction.rule is Rule.VOID:
        return "void"
    if correction is not None and correction.rule is Rule.FULL:
        return "full points for everyone"
    return " or ".join(letter_sets(accepted_by(question, correction), letters))


def _effect(question: Question | None, correction: Correction | None) -> str:
    """Return what a correction says, by ids of the bank in its order; "" for none."""
    if correction is None or question is None:
        return ""
    # Which revision said so, and in which order, is no difference to anybody.
    accepted = sorted(
        accepted_by(question, correction),
        key=lambda ids: [place for place, choice in enumerate(question.choices) if choice.id in ids],
    )
    return rule_text(correction.rule, [ids_text(question, [ids]) for ids in accepted])
