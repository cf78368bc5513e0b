"""The exam of a record, made again: the same questions in the same orders, or a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examgen.arrange import SCHEME, arrange
from examgen.errors import DeliveryError, errors_of
from examgen.exam import Exam, Layout, Paper, Version
from examgen.fingerprint import fingerprint
from examgen.inspection import inspect
from examgen.model import Bank, Heading, Question
from examgen.record.record import Record


@dataclass(frozen=True, slots=True)
class Restored:
    """What a record's build printed. Pictures and templates are there as long as the record is unpacked."""

    record: Record
    exam: Exam
    versions: tuple[Version, ...]
    layout: Layout
    templates: Path

    @classmethod
    @contextmanager
    def of(cls, record: Record) -> Iterator[Restored]:
        """Give the exam of a record, with its files in a temporary folder that is gone at the end of the block.

        Orders are those that the record states. The fingerprints of the papers tell that they, and the texts, are those
        that were printed.

        Raises:
            DeliveryError: its questions do not fit what it states of them.
        """
        with record.unpacked() as files:
            checked = inspect(files.banks, files.formats)
            if errors := errors_of(checked.problems):
                raise DeliveryError(
                    f"the questions in '{record.path}' cannot be read by this examgen: {errors[0].message}",
                    hint="use the examgen that made it; README.txt in it names which",
                )
            exam = _exam(record, checked.bank)
            versions = tuple(
                _version(record, exam, index, facts) for index, facts in enumerate(record.facts["versions"])
            )
            for version in versions:
                if record.versions[version.label]["fingerprint"] != fingerprint(exam, version):
                    raise _differs(record, f"the orders or texts of version {version.label} differ")
            yield cls(record, exam, versions, _layout(record), files.templates)

    def check(self) -> None:
        """Make sure that this examgen draws the orders that the record states.

        Raises:
            DeliveryError: its order scheme is unknown, or orders come out otherwise.
        """
        record = self.record
        if record.scheme != SCHEME:
            raise DeliveryError(
                f"'{record.path}' has the order scheme '{record.scheme}', and this examgen knows only '{SCHEME}'",
                hint="use the examgen that made it, or a later one; README.txt in it names which",
            )
        keep = bool(record.facts["options"]["keep_question_order"])
        arranged = arrange(self.exam, record.seed, len(self.versions), keep_question_order=keep)
        for version, made in zip(self.versions, arranged, strict=True):
            if version != made:
                raise _differs(record, f"the orders of version {version.label} differ")


def _exam(record: Record, bank: Bank) -> Exam:
    """Return the exam: the bank's questions that stand on the papers, in the bank's order."""
    printed = {question["question"] for question in record.facts["versions"][0]["questions"]}
    known = record.facts["heading"]
    return Exam(
        name=record.exam,
        heading=Heading(**{name: known.get(name, "") for name in Heading.__slots__}),
        questions=tuple(question for question in bank.questions if question.id in printed),
    )


def _version(record: Record, exam: Exam, index: int, facts: Mapping[str, Any]) -> Version:
    places = {question.id: place for place, question in enumerate(exam.questions)}
    questions = [places.get(question["question"], -1) for question in facts["questions"]]
    if sorted(questions) != list(range(len(exam.questions))):
        raise _differs(record, f"version {facts['version']} has other questions")
    choices = [
        _order(exam.questions[place], question["choices"].split())
        for place, question in zip(questions, facts["questions"], strict=True)
    ]
    if None in choices:
        raise _differs(record, f"version {facts['version']} has other choices")
    return Version(
        index, facts["version"], tuple(questions), tuple(order for order in choices if order is not None)
    )


def _order(question: Question, ids: Sequence[str]) -> tuple[int, ...] | None:
    """Return the 0-based indices of choices with these ids; None when they are not those of the question."""
    places = {choice.id: place for place, choice in enumerate(question.choices)}
    order = [places.get(id, -1) for id in ids]
    return tuple(order) if sorted(order) == list(range(len(places))) else None


def _differs(record: Record, what: str) -> DeliveryError:
    return DeliveryError(
        f"what is made from '{record.path}' is not what it states: {what}",
        hint="it was changed by hand, or made by an examgen that reads questions otherwise: README.txt in it names which",
    )


def _layout(record: Record) -> Layout:
    layout = record.facts["layout"]
    try:
        paper = Paper(layout["paper"])
    except ValueError:
        raise _differs(record, f"there is no paper size '{layout['paper']}'") from None
    return Layout(paper, layout["size"], layout["columns"], layout["duplex"])
