"""One version read back: its paper and its key, from their pages, and whether the two agree.

What comes out is a plain value, so that versions can be read by several processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pypdfium2

from examgen.audit.corrected import Rulings, bank_rulings
from examgen.audit.documents import ReadDocument
from examgen.audit.finished import Opener
from examgen.audit.known import KnownStreams
from examgen.audit.proofs import read_proofs
from examgen.audit.reading import Reader
from examgen.audit.wording import Wording
from examgen.exam import Layout
from examgen.model import Question

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is needed to read the papers and keys of an exam."""

    folder: Path  #: with ``exams/`` and ``keys/``
    exam: str  #: the name that the files begin with
    questions: tuple[Question, ...]  #: those of the exam, in the order of the bank
    proofs: bytes  #: the PDF that TeX made of :func:`examgen.audit.proofing.proof_job`
    layout: Layout
    own_templates: bool = True  #: the templates are those of the program
    corrected: Rulings | None = None  #: what earns the points; None: the bank's answers, as built

    @property
    def rulings(self) -> Rulings:
        """What earns the points."""
        return self.corrected or Rulings(1, bank_rulings(self.questions))


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """A question as it stands on a paper."""

    number: int  #: as printed
    question: int  #: 0-based index in the exam
    choices: tuple[int, ...]  #: for each letter the 0-based index of the choice in the author's order
    accepted: tuple[
        str, ...
    ]  #: the sets of capital letters that earn the points, where the paper has these choices
    answer: str  #: the same as a strip prints it
    page: int  #: 1-based
    decided: bool  #: False: some choices look the same, so that choices and answer may be others


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """What the paper and the key of one version say."""

    label: str
    fingerprints: tuple[
        str, ...
    ]  #: all that stand on pages of the paper and the key; a right version has one
    questions: tuple[PrintedQuestion, ...]  #: of the paper, in the order printed
    pages: tuple[bytes, ...]  #: digests of the paper's pages
    heads: tuple[
        str, ...
    ]  #: of each page of the paper, what stands above the questions and is no version's own
    faults: tuple[str, ...]  #: what does not match, each with its file
    undecided: tuple[str, ...]  #: what could not be told apart

    @property
    def letters(self) -> int:
        """How many letters were read."""
        return sum(len(question.choices) for question in self.questions)


class VersionReader:
    """Reads versions of one exam."""

    def __init__(self, setting: Setting) -> None:
        """Read the proofs.

        Raises:
            ValueError: they are not those of the questions.
        """
        self._setting = setting
        self._wording = Wording(setting.own_templates)
        proofs = read_proofs(setting.questions, setting.proofs)
        rulings = setting.rulings.by_question
        self._reader = Reader(setting.questions, proofs, setting.layout.size, self._wording, rulings)
        self._opener = Opener(
            KnownStreams.of(setting.proofs, setting.layout, users_templates=not setting.own_templates)
        )

    def read(self, label: str) -> ReadVersion:
        """Return what paper and key of a version say; whatever is wrong with them is in it."""
        exam = self._setting.exam
        paper_name, key_name = f"exams/{exam}-{label}.pdf", f"keys/{exam}-{label}-key.pdf"
        paper, key = _Reading(paper_name, self._wording), _Reading(key_name, self._wording)
        paper.read(self._setting.folder, self._opener, self._reader, label, key=False)
        key.read(self._setting.folder, self._opener, self._reader, label, key=True)
        questions: tuple[PrintedQuestion, ...] = ()
        rulings = self._setting.rulings
        if paper.document is not None:
            if key.document is not None:
                paper.document.follow(key.document)
            questions = tuple(_printed(self._setting.questions, paper.document, rulings))
            paper.undecided += _twins(self._setting.questions, paper.document, rulings)
            if key.document is not None:
                key.faults += _disagreements(self._setting.questions, questions, key.document)
                key.faults += self._unsaid(key.document, questions)
        documents = [each.document for each in (paper, key) if each.document is not None]
        return ReadVersion(
            label=label,
            fingerprints=tuple(sorted({print_ for each in documents for print_ in each.fingerprints})),
            questions=questions,
            pages=paper.pages,
            heads=tuple(
                self._wording.without_version(head, label)
                for head in (paper.document.heads if paper.document else ())
            ),
            faults=tuple(
                f"{each.path}: {fault}" for each in (paper, key) for fault in dict.fromkeys(each.faults)
            ),
            undecided=tuple(f"{each.path}: {doubt}" for each in (paper, key) for doubt in each.undecided),
        )

    def _unsaid(self, key: ReadDocument, questions: Sequence[PrintedQuestion]) -> list[str]:
        """Return what a key must say of corrections and does not."""
        rulings, exam, faults = self._setting.rulings, self._setting.questions, []
        for page, head in enumerate(key.heads, start=1):
            if not self._wording.names_revision(head, rulings.revision):
                faults.append(f"page {page} does not say that it is of revision {rulings.revision}")
        head = "".join(key.heads)
        by_index = {read.question: read for read in questions}
        for change in rulings.changes:
            read, asked = by_index.get(change.question), exam[change.question]
            if read is None or not read.decided:
                continue
            told = rulings.told_in_letters(change, asked, read.number, read.choices)
            if not self._wording.tells(head, change.revision, change.date, told):
                faults.append(f"it does not tell the correction of {asked.id!r} at its head")
        if self._wording.corrections_in(head) > len(rulings.changes):
            faults.append("it tells corrections that there are not")
        return faults


class _Reading:
    """One file as read; without a document when it is no PDF."""

    def __init__(self, path: str, wording: Wording) -> None:
        self.path = path
        self._wording = wording
        self.document: ReadDocument | None = None
        self.pages: tuple[bytes, ...] = ()  #: digests
        self.faults: list[str] = []
        self.undecided: list[str] = []

    def read(self, folder: Path, opener: Opener, reader: Reader, label: str, *, key: bool) -> None:
        try:
            data = (folder / self.path).read_bytes()
            with opener.opened(data, student=not key) as finished:
                self.document = reader.read(finished.pages, key=key)
        except (OSError, pypdfium2.PdfiumError):
            self.faults.append("it is missing, or no PDF")
            return
        self.pages = finished.digests
        self.faults += [*self.document.faults, *finished.faults]
        self.undecided += self.document.undecided
        for number, head in enumerate(self.document.heads, start=1):
            if not self._wording.names_version(head, label, key=key):
                kind = "the key of " if key else ""
                self.faults.append(f"page {number} does not say that it is {kind}version {label}")


def _printed(exam: Sequence[Question], paper: ReadDocument, rulings: Rulings) -> list[PrintedQuestion]:
    """Return the questions of a paper with the letters that are right on it."""
    found = []
    for read in paper.questions:
        order = [exam[read.question].choices[choice].id for choice in read.choices]
        ruling = rulings.by_question[read.question]
        found.append(
            PrintedQuestion(
                number=read.number,
                question=read.question,
                choices=read.choices,
                accepted=tuple(ruling.sets(order)),
                answer=ruling.cell(order),
                page=read.spots[0].page + 1,
                decided=read.decided,
            )
        )
    return found


def _twins(exam: Sequence[Question], paper: ReadDocument, rulings: Rulings) -> list[str]:
    """Return which questions of a paper look the same and have other right letters: nobody can tell which is which."""
    doubts = []
    for number, ways in enumerate(paper.readings, start=1):
        if len({rulings.cell(exam, read.question, read.choices) for read in ways}) > 1:
            names = " or ".join(repr(exam[read.question].id) for read in ways)
            doubts.append(f"question {number} is {names}: they look the same and have other right answers")
    return doubts


def _disagreements(
    exam: Sequence[Question], paper: Sequence[PrintedQuestion], key: ReadDocument
) -> list[str]:
    """Return where a key does not fit its paper."""
    faults = []
    sure = [read.decided for read in paper]
    if [q.question for q in key.questions] != [q.question for q in paper] or any(
        one.choices != other.choices
        for one, other, is_sure in zip(key.questions, paper, sure, strict=True)
        if is_sure
    ):
        faults.append("the key prints other orders than the paper")
    marks = [(exam[q.question].id, _letters(q.marked)) for q in key.questions]
    derived = [(exam[q.question].id, "".join(sorted({*"".join(q.accepted)}))) for q in paper]
    if _only(sure, marks) != _only(sure, derived):
        faults.append("the marked choices are not the right ones of the paper")
    if len(key.strip) != len(paper) or _only(sure, key.strip) != _only(sure, [q.answer for q in paper]):
        faults.append("the strip of answers does not fit the paper")
    return faults


def _only(sure: Sequence[bool], values: Sequence[_T]) -> list[_T]:
    """Return the values that belong to what is sure, and those too many."""
    return [value for place, value in enumerate(values) if place >= len(sure) or sure[place]]


def _letters(right: Sequence[bool]) -> str:
    return "".join(chr(65 + place) for place, is_right in enumerate(right) if is_right)
