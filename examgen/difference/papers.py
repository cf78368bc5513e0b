"""What differs on the papers of the versions that two exams both have: what stands where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from examgen.exam import Exam, Version, answer_letters


@dataclass(frozen=True, slots=True)
class Tense:
    """How a change is told: as a fact, or as what a build would do."""

    one: str
    many: str


NOW = Tense("is", "are")
WOULD = Tense("would be", "would be")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one question stands on a paper."""

    number: int  #: from 1
    choices: tuple[str, ...]  #: ids in the order printed
    answer: str  #: letters, ascending


@dataclass(frozen=True, slots=True)
class PaperChange:
    """A question that stands otherwise on the papers of a version."""

    version: str  #: label
    question: str  #: id
    old: Standing | None  #: None: it was not there
    new: Standing | None  #: None: it is not there any more

    @property
    def moves(self) -> bool:
        """Whether a number or a letter on the paper differs, and not only the answer."""
        if self.old is None or self.new is None:
            return True
        return (self.old.number, self.old.choices) != (self.new.number, self.new.choices)

    def lines(self, tense: Tense) -> Iterator[str]:
        """Yield what is to be said of it: numbers, choices, the answer."""
        head = f"version {self.version}: question"
        if self.old is None or self.new is None:
            there = self.old or self.new
            assert there is not None
            yield f"{head} {there.number} '{self.question}' {tense.one} {'gone' if self.old else 'new'}"
            return
        if self.old.number != self.new.number:
            yield f"{head} {self.old.number} '{self.question}' {tense.one} question {self.new.number}"
        name = f"{head} {self.new.number if tense is NOW else self.old.number} '{self.question}'"
        if self.old.choices != self.new.choices:
            before, after = " ".join(self.old.choices), " ".join(self.new.choices)
            yield f"{name}: choices were {before}, {tense.many} {after}"
        if self.old.answer != self.new.answer:
            yield f"{name}: answer {self.old.answer} -> {self.new.answer}"


def standings(exam: Exam, version: Version) -> dict[str, Standing]:
    """Return what stands on a paper, by question, in the order printed."""
    found = {}
    for number, (index, order) in enumerate(zip(version.questions, version.choices, strict=True), start=1):
        question = exam.questions[index]
        ids = tuple(question.choices[choice].id for choice in order)
        found[question.id] = Standing(number, ids, answer_letters(question, order))
    return found


def paper_changes(old: Exam, old_version: Version, new: Exam, new_version: Version) -> list[PaperChange]:
    """Return what stands otherwise on a version of two exams, in the order of the old paper, then what is new."""
    before, after = standings(old, old_version), standings(new, new_version)
    changes = [
        PaperChange(old_version.label, id, standing, after.get(id))
        for id, standing in before.items()
        if after.get(id) != standing
    ]
    return changes + [
        PaperChange(old_version.label, id, None, standing)
        for id, standing in after.items()
        if id not in before
    ]


def common_versions(old: Sequence[Version], new: Sequence[Version]) -> list[tuple[Version, Version]]:
    """Return the versions that both have, by label, in the order of the old ones."""
    known = {version.label: version for version in new}
    return [(version, known[version.label]) for version in old if version.label in known]
