"""One version read back: its paper and its key, from their pages, and whether the two agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2

from examgen.audit.agreement import disagreements
from examgen.audit.corrected import Ruling, Rulings, bank_rulings
from examgen.audit.documents import ReadDocument
from examgen.audit.findings import Cause, Finding
from examgen.audit.finished import Opener
from examgen.audit.fixed import moved
from examgen.audit.known import KnownStreams
from examgen.audit.proofs import read_proofs
from examgen.audit.readfiles import PrintedQuestion, ReadFile, ReadVersion
from examgen.audit.reading import Reader
from examgen.audit.wording import Wording
from examgen.audit.words import losses
from examgen.exam import Layout
from examgen.model import Question


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


class VersionReader:
    """Reads versions of one exam."""

    def __init__(self, setting: Setting) -> None:
        """Read the proofs.

        Raises:
            ValueError: they are not those of the questions.
        """
        self._setting = setting
        self._wording = Wording(setting.own_templates)
        self._proofs = proofs = read_proofs(setting.questions, setting.proofs)
        rulings = setting.rulings.by_question
        self._reader = Reader(setting.questions, proofs, setting.layout.size, self._wording, rulings)
        self._opener = Opener(
            KnownStreams.of(setting.proofs, setting.layout, users_templates=not setting.own_templates)
        )

    def lost_words(self) -> tuple[str, ...]:
        """Return what of the bank's texts is not on their proofs."""
        return losses(self._setting.questions, self._proofs)

    def read(self, label: str) -> ReadVersion:
        """Return what paper and key of a version say; whatever is wrong with them is in it."""
        exam = self._setting.exam
        paper, key = (
            _Reading(path, self._wording)
            for path in (f"exams/{exam}-{label}.pdf", f"keys/{exam}-{label}-key.pdf")
        )
        paper.read(self._setting.folder, self._opener, self._reader, label, key=False)
        key.read(self._setting.folder, self._opener, self._reader, label, key=True)
        is_pair = paper.document.fingerprints[:1] == key.document.fingerprints[:1]
        if is_pair:
            paper.document.follow(key.document)
        adopted, rulings = self._adopted(paper.document, key.document)
        questions = [adopted.get(index, asked) for index, asked in enumerate(self._setting.questions)]
        files = [each.file(questions, rulings) for each in (paper, key)]
        undecided = paper.document.undecided + _twins(questions, paper.document, rulings)
        paper.faults += moved(questions, files[0], paper.document)
        # A key beside another paper is held against itself.
        against = files[0] if is_pair and files[0].is_read else files[1]
        if files[1].is_read:
            found = disagreements(questions, against, files[1], key.document)
            key.faults += found + self._unsaid(key.document, against.questions, questions, rulings)
        findings = [finding for each in (paper, key) for finding in each.findings(label)]
        return ReadVersion(
            label=label,
            paper=files[0],
            key=files[1],
            findings=tuple(findings),
            undecided=tuple(
                f"{each.path}: {doubt}"
                for each, doubts in ((paper, undecided), (key, key.document.undecided))
                for doubt in doubts
            ),
            adopted=tuple(adopted.items()),
        )

    def _adopted(self, paper: ReadDocument, key: ReadDocument) -> tuple[dict[int, Question], Rulings]:
        """Return the questions whose answer or points are printed otherwise than in the bank, as printed.

        What is printed is a finding of its own; the rest is held against it, so that nothing else is blamed.
        """
        changed: dict[int, Question] = {}
        rulings = list(self._setting.rulings.by_question)
        for read in (*paper.questions, *key.questions):
            asked = changed.get(read.question, self._setting.questions[read.question])
            if read.points is not None:
                changed[read.question] = asked = replace(asked, points=read.points)
            if read.stated is not None:
                changed[read.question] = replace(asked, answer=read.stated)
                if not rulings[read.question].revision:
                    rulings[read.question] = Ruling("all", (read.stated,))
        return changed, replace(self._setting.rulings, by_question=tuple(rulings))

    def _unsaid(
        self,
        key: ReadDocument,
        printed: Sequence[PrintedQuestion],
        exam: Sequence[Question],
        rulings: Rulings,
    ) -> list[str]:
        """Return what a key must say of corrections and does not."""
        faults = []
        for page, head in enumerate(key.heads, start=1):
            if not self._wording.names_revision(head, rulings.revision):
                faults.append(f"page {page} does not say that it is of revision {rulings.revision}")
        head = "".join(key.heads)
        by_index = {read.question: read for read in printed}
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
    """One file as read."""

    def __init__(self, path: str, wording: Wording) -> None:
        self.path = path
        self._wording = wording
        self.is_read = False
        self.document = ReadDocument()  #: empty when it is no PDF
        self.pages: tuple[bytes, ...] = ()  #: digests
        self.faults: list[str] = []
        self._misnamed: list[str] = []  #: what its heads say

    def read(self, folder: Path, opener: Opener, reader: Reader, label: str, *, key: bool) -> None:
        try:
            data = (folder / self.path).read_bytes()
            with opener.opened(data, student=not key) as finished:
                self.document = reader.read(finished.pages, key=key)
        except (OSError, pypdfium2.PdfiumError):
            return
        self.is_read = True
        self.pages = finished.digests
        self.faults += [*self.document.faults, *finished.faults]
        for number, head in enumerate(self.document.heads, start=1):
            if not self._wording.names_version(head, label, key=key):
                kind = "the key of " if key else ""
                self._misnamed.append(f"page {number} does not say that it is {kind}version {label}")

    def file(self, exam: Sequence[Question], rulings: Rulings) -> ReadFile:
        """Return what is compared with other files."""
        return ReadFile(
            path=self.path,
            is_read=self.is_read,
            fingerprints=tuple(sorted(set(self.document.fingerprints))),
            heads=tuple(self.document.heads),
            questions=tuple(_printed(exam, self.document, rulings)),
            differences=tuple(self.document.differences),
            unread=frozenset(each.number for each in self.document.unread),
            pages=self.pages,
        )

    def findings(self, label: str) -> Iterator[Finding]:
        """Yield what is wrong with it."""
        if not self.is_read:
            yield Finding(Cause.FILE, self.path, "it is missing, or no PDF", label)
        for fault in dict.fromkeys(self.faults):
            yield Finding(Cause.CELL, self.path, fault, label)
        for fault in dict.fromkeys(self._misnamed):
            yield Finding(Cause.FOLLOWS, self.path, fault, label)


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
                marked=read.marked,
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
