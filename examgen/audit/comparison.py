"""What was read from the pages, compared with answers.csv, answers.json, the grid and the file to print."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from examgen.audit.corrected import VOID_CELL, Rulings, bank_rulings
from examgen.audit.hidden import examine
from examgen.audit.known import KnownStreams
from examgen.audit.sight import opened, pages_of
from examgen.audit.versions import PrintedQuestion, ReadVersion
from examgen.audit.wording import Wording
from examgen.exam import Layout
from examgen.model import Question


@dataclass(slots=True)
class Audit:
    """What an audit found."""

    versions: int = 0
    questions: int = 0  #: on all papers
    letters: int = 0  #: on all papers
    faults: list[str] = field(default_factory=list)  #: what does not match, each with its file
    undecided: list[str] = field(default_factory=list)  #: what could not be told apart
    papers: list[ReadVersion] = field(default_factory=list)  #: what was read

    @property
    def passed(self) -> bool:
        """True when everything was read and everything matches."""
        return not self.faults and not self.undecided

    def __str__(self) -> str:
        numbers = ((self.versions, "version"), (self.questions, "question"), (self.letters, "letter"))
        counts = f"audit: {', '.join(_plural(count, thing) for count, thing in numbers)}"
        if self.passed:
            return f"{counts}: all match"
        return f"{counts}: {_plural(len(self.faults), 'fault')}, {len(self.undecided)} undecided"


def _plural(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


class Comparison:
    """Compares what was read of each version with the files for programs and for the head grader."""

    def __init__(
        self,
        folder: Path,
        exam: str,
        questions: Sequence[Question],
        rulings: Rulings | None = None,
        *,
        layout: Layout,
        own_templates: bool = True,
    ) -> None:
        """``exam`` is the name that the files begin with; ``questions`` are those of the exam.

        ``rulings`` say what earns their points; None: the bank's answers. ``own_templates``: they are those of the program.
        """
        self._rulings = rulings or Rulings(1, bank_rulings(questions))
        self._wording = Wording(own_templates)
        # Without proofs: what is examined are pages seen in papers before, and the grid, which has no pieces of the bank.
        self._known = KnownStreams(layout, users_templates=not own_templates)
        self._folder = folder
        self._exam = exam
        self._questions = questions
        self.audit = Audit()

    def run(self, versions: Sequence[ReadVersion]) -> Audit:
        """Return what is wrong with a build of which these are all versions."""
        audit = self.audit
        audit.faults += self._rulings.faults
        for version in versions:
            audit.faults += version.faults
            audit.undecided += version.undecided
        self._fingerprints(versions)
        self._heads(versions)
        self._files(versions)
        self._csv(versions)
        self._json(versions)
        self._grid(versions)
        self._print(versions)
        audit.versions = len(versions)
        audit.questions = sum(len(version.questions) for version in versions)
        audit.letters = sum(version.letters for version in versions)
        audit.papers = list(versions)
        return audit

    def _fingerprints(self, versions: Sequence[ReadVersion]) -> None:
        owners: dict[str, str] = {}
        for version in versions:
            paper = f"exams/{self._exam}-{version.label}.pdf"
            if len(version.fingerprints) > 1:
                seen = ", ".join(version.fingerprints)
                self._say(paper, f"its pages and those of its key carry different fingerprints: {seen}")
            for fingerprint in version.fingerprints:
                if owners.setdefault(fingerprint, version.label) != version.label:
                    self._say(paper, f"version {owners[fingerprint]} has the same fingerprint {fingerprint}")

    def _heads(self, versions: Sequence[ReadVersion]) -> None:
        """Note heads of pages that say on one version what they do not say on another: it might be of its key."""
        usual: dict[tuple[bool, bool], str] = {}
        for version in versions:
            filled = {read.page for read in version.questions}
            for page, head in enumerate(version.heads, start=1):
                if usual.setdefault((page == 1, page in filled), head) != head:
                    paper = f"exams/{self._exam}-{version.label}.pdf"
                    self._say(paper, f"page {page} does not begin as such pages of other versions do")

    def _files(self, versions: Sequence[ReadVersion]) -> None:
        """Note papers and keys that are there and belong to no version."""
        for folder, ending in (("exams", ".pdf"), ("keys", "-key.pdf")):
            there = {path.name for path in (self._folder / folder).glob(f"{self._exam}-*{ending}")}
            ours = {f"{self._exam}-{version.label}{ending}" for version in versions}
            for extra in sorted(there - ours):
                self._say(f"{folder}/{extra}", "a paper without a key, or a key without a paper")

    def _expected(self, version: ReadVersion) -> list[dict[str, object]]:
        """Return what answers.json must say of the questions of a version."""
        return [
            {
                "number": read.number,
                "question": self._questions[read.question].id,
                **self._answer(read),
                "points": self._points(read),
                "choices": {
                    chr(65 + place): self._questions[read.question].choices[choice].id
                    for place, choice in enumerate(read.choices)
                },
            }
            for read in version.questions
        ]

    def _answer(self, read: PrintedQuestion) -> dict[str, object]:
        """Return what answers.json must say of a question's answer."""
        ruling = self._rulings.by_question[read.question]
        answer = list(read.accepted[0]) if ruling.rule == "all" else None
        if not ruling.revision:
            return {"answer": answer}
        return {"answer": answer, "rule": ruling.rule, "accepted": [list(each) for each in read.accepted]}

    def _points(self, read: PrintedQuestion) -> str:
        is_void = self._rulings.by_question[read.question].rule == "void"
        return "0" if is_void else _points(self._questions[read.question])

    def _csv(self, versions: Sequence[ReadVersion]) -> None:
        path = "keys/answers.csv"
        try:
            text = (self._folder / path).read_bytes().decode()
        except (OSError, ValueError):
            self._say(path, "it is missing, or no text")
            return
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        found: dict[str, list[Mapping[str, object]]] = {}
        for row in rows:
            found.setdefault(str(row.get("version")), []).append(row)
        for label in sorted(found.keys() - {version.label for version in versions}):
            self._say(path, f"there is no paper of version {label}")
        for version in versions:
            expected = [
                {
                    "version": version.label,
                    "number": str(row["number"]),
                    "question": row["question"],
                    "answer": "-" if read.answer == VOID_CELL else read.answer,
                    "points": row["points"],
                    "fingerprint": "/".join(version.fingerprints),
                    "choices": " ".join(
                        self._questions[read.question].choices[choice].id for choice in read.choices
                    ),
                    "rule": self._rulings.by_question[read.question].rule,
                }
                for row, read in zip(self._expected(version), version.questions, strict=True)
            ]
            rows_of = [{key: row.get(key) for key in _COLUMNS} for row in found.get(version.label, [])]
            if _sure(version, rows_of) != _sure(version, expected):
                self._say(path, f"the rows of version {version.label} do not fit its paper")

    def _json(self, versions: Sequence[ReadVersion]) -> None:
        path = "keys/answers.json"
        try:
            whole = json.loads((self._folder / path).read_bytes())
            entries = {str(entry["version"]): entry for entry in whole["versions"]}
            count = len(whole["versions"])
            revision = whole.get("revision", 1)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            self._say(path, "it is missing, or not what a build writes")
            return
        if count != len(entries) or entries.keys() - {version.label for version in versions}:
            self._say(path, "it has other versions than there are papers")
        if revision != self._rulings.revision:
            self._say(path, f"it is of revision {revision}, and the keys are of {self._rulings.revision}")
        for version in versions:
            entry = entries.get(version.label, {})
            questions = entry.get("questions")
            fits = (
                entry.get("fingerprint") == "/".join(version.fingerprints)
                and isinstance(questions, list)
                and _sure(version, questions) == _sure(version, self._expected(version))
            )
            if not fits:
                self._say(path, f"version {version.label} does not fit its paper")

    def _grid(self, versions: Sequence[ReadVersion]) -> None:
        path = f"keys/{self._exam}-keys.pdf"
        try:
            data = (self._folder / path).read_bytes()
            with opened(data) as document:
                pages = [page.text for page in pages_of(document)]
        except (OSError, pypdfium2.PdfiumError):
            self._say(path, "it is missing, or no PDF")
            return
        if self._wording.ours:
            faults = examine(data, self._known, student=False).faults
            self.audit.faults += [f"{path}: {fault}" for fault in faults]
        text = "".join(pages)
        self._grid_corrections(path, pages, versions)
        for version in versions:
            answers = [
                re.escape(read.answer) if read.decided or not read.accepted else "[A-Z/]+"
                for read in version.questions
            ]
            head = re.escape(version.label + "/".join(version.fingerprints))
            for first in range(0, len(answers), _GRID_COLUMNS):
                if not re.search(head + "".join(answers[first : first + _GRID_COLUMNS]), text):
                    self._say(path, f"the row of version {version.label} does not fit its paper")

    def _grid_corrections(self, path: str, pages: Sequence[str], versions: Sequence[ReadVersion]) -> None:
        """Note what the grid must say of corrections and does not."""
        revision, text = self._rulings.revision, "".join(pages)
        for number, page in enumerate(pages, start=1):
            if not self._wording.names_revision(page, revision):
                self._say(path, f"page {number} does not say that it is of revision {revision}")
        for change in self._rulings.changes:
            places = [
                f"{version.label}{read.number}"
                for version in versions
                for read in version.questions
                if read.question == change.question
            ]
            asked = self._questions[change.question]
            told = self._rulings.told_in_ids(change, asked, places)
            if not self._wording.tells(text, change.revision, change.date, told):
                self._say(path, f"it does not tell the correction of {asked.id!r}")
        if self._wording.corrections_in(text) > len(self._rulings.changes):
            self._say(path, "it tells corrections that there are not")

    def _print(self, versions: Sequence[ReadVersion]) -> None:
        """Compare the file to print with the papers, page by page."""
        path = f"print/{self._exam}-exams.pdf"
        try:
            data = (self._folder / path).read_bytes()
        except OSError:
            self._say(path, "it is missing")
            return
        same = frozenset(digest for version in versions for digest in version.pages)
        examined = examine(data, self._known, student=True, same=same)
        self.audit.faults += [f"{path}: {fault}" for fault in examined.faults]
        printed = examined.digests
        at = 0
        for version in versions:
            if (printed[at : at + len(version.pages)]) != version.pages:
                self._say(path, f"from page {at + 1} on its pages are not those of version {version.label}")
                return
            at += len(version.pages)
        if at != len(printed):
            self._say(path, f"it has {len(printed)} pages, and the papers have {at}")

    def _say(self, path: str, fault: str) -> None:
        self.audit.faults.append(f"{path}: {fault}")


#: What is compared of answers.csv.
_COLUMNS = ("version", "number", "question", "answer", "points", "fingerprint", "choices", "rule")
#: Answers in a row of the grid.
_GRID_COLUMNS = 25


def _sure(version: ReadVersion, rows: Sequence[object]) -> list[object]:
    """Return the rows of a version's questions without what the paper does not tell."""
    doubtful = {place for place, read in enumerate(version.questions) if not read.decided}
    return [
        {key: value for key, value in row.items() if key not in ("answer", "choices", "accepted")}
        if place in doubtful and isinstance(row, dict)
        else row
        for place, row in enumerate(rows)
    ]


def _points(question: Question) -> str:
    """Return the points of a question as they are printed."""
    points = question.points
    if points.denominator == 1:
        return str(points.numerator)
    for digits in range(1, 5):
        if points * 10**digits == round(points * 10**digits):
            return f"{float(points):.{digits}f}"
    return f"{points.numerator}/{points.denominator}"
