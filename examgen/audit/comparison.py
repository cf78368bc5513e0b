"""A finished build compared with itself: papers with keys, and both with answers.csv, answers.json and the grid."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2

from examgen.audit.proofs import Proofs, proof_job, read_proofs
from examgen.audit.reading import ReadDocument, Reader
from examgen.audit.sight import opened, pages_of
from examgen.errors import DeliveryError, TypesetError
from examgen.exam import Layout, Paper
from examgen.model import Bank, Question
from examgen.templates import Templates
from examgen.typeset import BASE_SECONDS, find_tex, run


@dataclass(slots=True)
class Audit:
    """What an audit found."""

    versions: int = 0
    questions: int = 0  #: on all papers
    letters: int = 0  #: on all papers
    faults: list[str] = field(default_factory=list)  #: what does not match, each with its file
    undecided: list[str] = field(default_factory=list)  #: what could not be told apart

    @property
    def passed(self) -> bool:
        """True when everything was read and everything matches."""
        return not self.faults and not self.undecided

    def __str__(self) -> str:
        counts = f"audit: {self.versions} versions, {self.questions} questions, {self.letters} letters"
        if self.passed:
            return f"{counts}: all match"
        return f"{counts}: {len(self.faults)} faults, {len(self.undecided)} undecided"


def audit_folder(folder: Path, bank: Bank, *, templates: Path | None = None) -> Audit:
    """Return what an audit of a delivered build finds; ``bank`` is the bank it was made from.

    Raises:
        DeliveryError: the folder holds no build.
        TypesetError: the proofs could not be typeset.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        rows = list(
            csv.DictReader(io.StringIO((folder / "keys" / "answers.csv").read_text(encoding="utf-8")))
        )
        whole = json.loads((folder / "keys" / "answers.json").read_text(encoding="utf-8"))
        layout = Layout(
            Paper(manifest["layout"]["paper"]),
            manifest["layout"]["size"],
            manifest["layout"]["columns"],
            manifest["layout"]["duplex"],
        )
        name = manifest["exam"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeliveryError(f"{folder} holds no build that can be audited: {error}") from error
    used = {row["question"] for row in rows}
    questions = [question for question in bank.questions if question.id in used]
    proofs = _proofs(questions, layout, templates)
    check = _Comparison(folder, name, questions, Reader(questions, proofs, layout.size), rows, whole)
    missing = sorted(used - {question.id for question in questions})
    check.audit.faults += [f"answers.csv: the bank has no question '{id}'" for id in missing]
    return check.run()


def _proofs(questions: Sequence[Question], layout: Layout, templates: Path | None) -> Proofs:
    job = proof_job(questions, layout, Templates(templates), BASE_SECONDS)
    outcome = run(job, find_tex())
    if outcome.pdf is None or not outcome.complete:
        raise TypesetError(
            "the bank's texts cannot be typeset for the audit", hint="build the exam to see why"
        )
    return read_proofs(questions, outcome.pdf)


@dataclass(slots=True)
class _Comparison:
    folder: Path
    name: str
    questions: Sequence[Question]
    reader: Reader
    rows: Sequence[Mapping[str, str]]
    whole: Mapping[str, object]
    audit: Audit = field(default_factory=Audit)

    def run(self) -> Audit:
        labels = list(dict.fromkeys(row["version"] for row in self.rows))
        papers = {path.name for path in (self.folder / "exams").glob("*.pdf")}
        expected = {f"{self.name}-{label}.pdf" for label in labels}
        for extra in sorted(papers ^ expected):
            self.audit.faults.append(f"exams/{extra}: a paper without a key, or a key without a paper")
        fingerprints: dict[str, str] = {}
        for label in labels:
            self._version(label, [row for row in self.rows if row["version"] == label], fingerprints)
        self._grid(labels)
        self.audit.versions = len(labels)
        return self.audit

    def _version(self, label: str, rows: Sequence[Mapping[str, str]], fingerprints: dict[str, str]) -> None:
        paper_name, key_name = f"exams/{self.name}-{label}.pdf", f"keys/{self.name}-{label}-key.pdf"
        paper, key = self._read(paper_name, label, key=False), self._read(key_name, label, key=True)
        if paper is None or key is None:
            return
        prints = {*paper.fingerprints, *key.fingerprints, *(row["fingerprint"] for row in rows)}
        if len(prints) != 1:
            self._say(
                paper_name, f"paper, key and answers.csv have other fingerprints: {', '.join(sorted(prints))}"
            )
        for fingerprint in prints:
            if fingerprints.setdefault(fingerprint, label) != label:
                self._say(
                    paper_name, f"version {fingerprints[fingerprint]} has the same fingerprint {fingerprint}"
                )
        self.audit.questions += len(paper.questions)
        self.audit.letters += sum(len(read.choices) for read in paper.questions)
        derived = self._derived(paper)
        if [(q.question, q.choices) for q in key.questions] != [
            (q.question, q.choices) for q in paper.questions
        ]:
            self._say(key_name, "the key prints other orders than the paper")
        if self._marks(key) != derived:
            self._say(key_name, "the marked choices are not the right ones of the paper")
        if key.strip != [letters for _, letters in derived]:
            self._say(key_name, "the strip of answers does not fit the paper")
        if [(row["question"], row["answer"]) for row in rows] != derived:
            self._say("keys/answers.csv", f"the answers of version {label} do not fit its paper")
        if [row["number"] for row in rows] != [str(q.number) for q in paper.questions]:
            self._say("keys/answers.csv", f"the numbers of version {label} do not fit its paper")
        if [row["choices"].split() for row in rows] != [
            [self.questions[q.question].choices[c].id for c in q.choices] for q in paper.questions
        ]:
            self._say("keys/answers.csv", f"the choices of version {label} do not fit its paper")
        self._json(label, paper, derived)

    def _derived(self, paper: ReadDocument) -> list[tuple[str, str]]:
        """Return (id, letters) of each question, from where the paper has the bank's right choices."""
        derived = []
        for read in paper.questions:
            question = self.questions[read.question]
            right = [question.choices[choice].id in question.answer for choice in read.choices]
            derived.append((question.id, _letters(right)))
        return derived

    def _marks(self, key: ReadDocument) -> list[tuple[str, str]]:
        return [(self.questions[read.question].id, _letters(read.marked)) for read in key.questions]

    def _json(self, label: str, paper: ReadDocument, derived: Sequence[tuple[str, str]]) -> None:
        versions = self.whole.get("versions")
        found = [v for v in versions if v.get("version") == label] if isinstance(versions, list) else []
        expected = [
            {
                "number": read.number,
                "question": id,
                "answer": list(letters),
                "choices": {
                    chr(65 + place): self.questions[read.question].choices[choice].id
                    for place, choice in enumerate(read.choices)
                },
            }
            for read, (id, letters) in zip(paper.questions, derived, strict=True)
        ]
        seen = (
            [{key: q.get(key) for key in expected[0]} for v in found for q in v["questions"]]
            if expected
            else []
        )
        if len(found) != 1 or seen != expected or found[0].get("fingerprint") != paper.fingerprints[0]:
            self._say("keys/answers.json", f"version {label} does not fit its paper")

    def _grid(self, labels: Sequence[str]) -> None:
        path = f"keys/{self.name}-keys.pdf"
        try:
            with opened((self.folder / path).read_bytes()) as document:
                text = "".join(page.text for page in pages_of(document))
        except (OSError, pypdfium2.PdfiumError):
            self._say(path, "it is missing, or no PDF")
            return
        for label in labels:
            rows = [row for row in self.rows if row["version"] == label]
            for first in range(0, len(rows), 25):
                answers = "".join(row["answer"] for row in rows[first : first + 25])
                if f"{label}{rows[0]['fingerprint']}{answers}" not in text:
                    self._say(path, f"the row of version {label} does not fit its paper")

    def _read(self, path: str, label: str, *, key: bool) -> ReadDocument | None:
        try:
            data = (self.folder / path).read_bytes()
            with opened(data) as document:
                read = self.reader.read(pages_of(document), key=key)
        except (OSError, pypdfium2.PdfiumError):
            self._say(path, "it is missing, or no PDF")
            return None
        for fault in read.faults:
            self._say(path, fault)
        self.audit.undecided += [f"{path}: {each}" for each in read.undecided]
        for number, head in enumerate(read.heads, start=1):
            says_key = "KEY" in head
            if not re.search(rf"Version{label}(?![A-Z]{{0,2}}Version)", head) or says_key != key:
                self._say(
                    path,
                    f"page {number} does not say that it is {'the key of ' if key else ''}version {label}",
                )
        if not key:
            self._nothing_hidden(path, data)
        return read

    def _nothing_hidden(self, path: str, data: bytes) -> None:
        """Note what a student's file holds beside its pages."""
        with pikepdf.open(io.BytesIO(data)) as document:
            if set(document.docinfo.keys()) - {"/Title"} or "/Metadata" in document.Root:
                self._say(path, "its metadata hold more than a title")
            if "/Names" in document.Root or "/AcroForm" in document.Root or list(document.attachments):
                self._say(path, "it holds attachments, names or a form")
            if any("/Annots" in page for page in document.pages):
                self._say(path, "it holds annotations")

    def _say(self, path: str, fault: str) -> None:
        self.audit.faults.append(f"{path}: {fault}")


def _letters(right: Sequence[bool]) -> str:
    return "".join(chr(65 + place) for place, is_right in enumerate(right) if is_right)
