"""The audit as a whole: proofs, versions read back by several processes, and the comparison."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from examgen.audit.comparison import Audit, Comparison
from examgen.audit.corrected import read_rulings
from examgen.audit.proofing import proof_job
from examgen.audit.team import Team
from examgen.audit.versions import Setting
from examgen.errors import AuditError, DeliveryError
from examgen.exam import Layout, Paper
from examgen.model import Bank, Question
from examgen.scripts import FontPlan, fonts_with
from examgen.templates import Templates
from examgen.typeset import BASE_SECONDS, TexJob, TexOutcome, find_tex, run

#: The file in the output folder that holds what an audit read.
FILE = "audit.json"


class Auditor:
    """The audit of one build, which may still be under way: a version is read as soon as its files are there.

    For use with ``with``; what it started is ended at the end.
    """

    def __init__(
        self,
        exam: str,
        questions: Sequence[Question],
        layout: Layout,
        templates: Templates,
        versions: int,
        *,
        revision: int = 1,
        fonts: FontPlan | None = None,
        team: Team | None = None,
    ) -> None:
        """Start what reads, unless it was started before.

        Args:
            exam: the name that the files begin with.
            questions: those of the exam, in the order of the bank.
            layout: how papers are laid out.
            templates: those of papers and keys.
            versions: how many there will be.
            revision: of the keys; from the second on the folder holds the corrections that they follow.
            fonts: LuaTeX's, where papers are set with them.
            team: processes that read; None: new ones.

        Raises:
            AuditError: it cannot be started.
        """
        self._exam = exam
        self._questions = tuple(questions)
        self._layout = layout
        self._templates = templates
        self._revision = revision
        self._fonts = fonts
        self._begun = False
        self._team = team or Team(versions)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._team.stop()

    def job(self, seconds: int) -> TexJob:
        """Return the run of TeX that makes the proofs."""
        return proof_job(self._questions, self._layout, self._templates, seconds, self._fonts)

    def begin(self, folder: Path, proofs: TexOutcome) -> None:
        """Begin to read in a folder, given the proofs."""
        self._folder = folder
        self._rulings = read_rulings(folder, self._questions, self._revision)
        # What is wrong with a text is told better by the run that prints it, which comes next.
        if proofs.pdf is not None and proofs.complete:
            self._begun = True
            self._team.set(
                Setting(
                    folder=folder,
                    exam=self._exam,
                    questions=self._questions,
                    proofs=proofs.pdf,
                    layout=self._layout,
                    own_templates=self._templates.ours,
                    corrected=self._rulings,
                )
            )

    def read(self, label: str) -> None:
        """Have the paper and the key of a version read, which are both in the folder."""
        self._team.read(label)

    def finish(self, labels: Sequence[str]) -> Audit:
        """Return what is wrong with the build in the folder, of which these are all versions.

        Raises:
            AuditError: reading failed, or TeX made no proofs.
        """
        if not self._begun:
            raise AuditError(
                "the texts of the bank cannot be typeset for the audit", hint="build the exam to see why"
            )
        versions = self._team.results(labels)
        comparison = Comparison(
            self._folder,
            self._exam,
            self._questions,
            self._rulings,
            layout=self._layout,
            own_templates=self._templates.ours,
            wide=self._fonts is not None,
        )
        return comparison.run(versions, self._team.lost)


def audit_folder(folder: Path, bank: Bank, *, templates: Path | None = None) -> Audit:
    """Return what an audit of a delivered build finds; ``bank`` is the bank it was made from.

    Raises:
        DeliveryError: the folder holds no build, or one of another bank.
        AuditError: the proofs could not be typeset, or reading failed.
    """
    exam, layout, printed, revision, characters = _manifest(folder)
    # The manifest says which files to expect and what was drawn from the bank; where things stand is read from the pages.
    used = {id for ids in printed.values() for id in ids}
    questions = [question for question in bank.questions if question.id in used]
    if not questions:
        raise DeliveryError(
            f"no question in '{folder}' is in the bank '{bank.name}'",
            hint="name the files that the exam was made from, or none: the build has a record of them",
        )
    missing = sorted(used - {question.id for question in questions})
    if missing:
        # Without those that were before it nothing tells the number that a pinned question had.
        questions = [replace(question, pin=False) for question in questions]
    fonts = fonts_with(characters) if characters else None
    with Auditor(
        exam, questions, layout, Templates(templates), len(printed), revision=revision, fonts=fonts
    ) as auditor:
        job = auditor.job(BASE_SECONDS)
        auditor.begin(folder, run(job, find_tex(job.engine)))
        for label in printed:
            auditor.read(label)
        audit = auditor.finish(list(printed))
    audit.faults += [f"the bank has no question '{id}'" for id in missing]
    return audit


def to_json(audit: Audit, questions: Sequence[Question]) -> bytes:
    """Return ``audit.json``: what was read from the papers, and what was found."""
    whole = {
        "versions": audit.versions,
        "questions": audit.questions,
        "letters": audit.letters,
        "templates": audit.templates,
        "faults": audit.faults,
        "undecided": audit.undecided,
        "papers": [
            {
                "version": paper.label,
                "fingerprint": "/".join(paper.fingerprints),
                "pages": [
                    [read.number for read in paper.questions if read.page == page + 1]
                    for page in range(len(paper.pages))
                ],
                "questions": [
                    {
                        "number": read.number,
                        "question": questions[read.question].id,
                        "choices": " ".join(questions[read.question].choices[c].id for c in read.choices),
                        "answer": read.answer,
                    }
                    for read in paper.questions
                ],
            }
            for paper in audit.papers
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _manifest(folder: Path) -> tuple[str, Layout, dict[str, list[str]], int, frozenset[str]]:
    """Return an exam's name and layout, for each version the ids of its questions, the keys' revision, and the
    characters that only LuaTeX could set."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        layout = manifest["layout"]
        printed = {
            str(version["version"]): [str(question["question"]) for question in version["questions"]]
            for version in manifest["versions"]
        }
        return (
            str(manifest["exam"]),
            Layout(Paper(layout["paper"]), layout["size"], layout["columns"], layout["duplex"]),
            printed,
            int(manifest.get("revision", 1)),
            frozenset(manifest.get("characters", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DeliveryError(
            f"'{folder}' holds no build that can be audited",
            hint="name the folder that 'examgen build' wrote, with its manifest.json",
        ) from error
