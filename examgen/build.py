"""The recipe: from banks to a folder of papers and keys."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path

from examgen import answers, pdf, publish
from examgen.arrange import arrange
from examgen.errors import (
    BankError,
    DeliveryError,
    Problem,
    TexMissingError,
    TypesetError,
    UsageError,
    errors_of,
    warnings_of,
)
from examgen.exam import Exam, Layout
from examgen.inspection import inspect
from examgen.manifest import digests, manifest
from examgen.model import Bank, Heading
from examgen.pieces import PieceTable
from examgen.runs import Copy, RunKind, runs_for
from examgen.selection import select
from examgen.sheets import KeySheet, folders_of, key_sheets, paper_sheets
from examgen.templates import NAMES, Templates
from examgen.texlog import banner
from examgen.texproblems import MISSING_TEX, problems_of
from examgen.typeset import BASE_SECONDS, TexOutcome, run_all

#: Called with the name of a stage, how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How an exam is made from a bank."""

    versions: int = 4
    seed: str | None = None  #: None: the seed of the build in the same folder, or a new one
    count: int | None = None  #: how many questions to draw from the bank; None: all
    tags: tuple[str, ...] = ()  #: only questions with one of these; empty: all
    keep_question_order: bool = False
    heading: Heading = field(default_factory=Heading)  #: what is not empty replaces what the bank says
    layout: Layout = field(default_factory=Layout)
    templates: Path | None = None  #: a folder of templates that replace built-in ones by name
    time_limit: int = BASE_SECONDS  #: seconds for one run of TeX

    def __post_init__(self) -> None:
        if self.versions < 1:
            raise UsageError(f"an exam has at least 1 version, not {self.versions}")
        if self.count is not None and self.count < 1:
            raise UsageError(f"an exam has at least 1 question, not {self.count}")
        if self.seed is not None and not self.seed.strip():
            raise UsageError("the seed is empty", hint="give a number or a text, or no seed at all")
        if self.seed is not None and any("\ud800" <= char <= "\udfff" for char in self.seed):
            raise UsageError(
                "the seed holds bytes that are no text", hint="give a number, or a text in UTF-8"
            )
        if self.time_limit < 1:
            raise UsageError(f"the time limit is at least 1 second, not {self.time_limit}")


@dataclass(frozen=True, slots=True)
class BuiltVersion:
    """What was made of one version."""

    label: str
    fingerprint: str
    pages: int
    key_pages: int
    answers: tuple[str, ...]  #: the letters of each question, in the order printed


@dataclass(frozen=True, slots=True)
class Build:
    """What a build delivered."""

    folder: Path
    exam: Exam
    seed: str
    versions: tuple[BuiltVersion, ...]
    delivery: publish.Delivery
    warnings: tuple[Problem, ...]


def load_bank(*paths: Path | str) -> Bank:
    """Return the bank in one or several files, checked, with the letters in its text resolved.

    Raises:
        BankError: it has problems that stop a build; all of them, with their places.
    """
    return _load(paths)[0]


def build_exam(
    banks: Path | str | Sequence[Path | str],
    out: Path | str | None = None,
    options: Options | None = None,
    *,
    progress: Progress | None = None,
) -> Build:
    """Make the papers and keys of an exam and deliver them to a folder, by default ``out/`` and the bank's name.

    Either the whole build is delivered or the folder stays as it was.

    Raises:
        ExamgenError: one of its kinds; see :mod:`examgen.errors`.
    """
    options = options or Options()
    bank, warnings = _load([banks] if isinstance(banks, Path | str) else banks)
    folder = Path(out) if out is not None else Path("out") / bank.name
    former = publish.read_manifest(folder) or {}
    _check_same_exam(bank, former, folder)
    seed = options.seed or _recorded_seed(former) or str(secrets.randbits(64))
    heading = _heading(bank.heading, options.heading)
    exam = select(bank, seed=seed, tags=options.tags, count=options.count, heading=heading)
    versions = arrange(exam, seed, options.versions, keep_question_order=options.keep_question_order)
    templates = Templates(options.templates)
    paper_pieces, key_pieces = PieceTable(folders_of(exam)), PieceTable(folders_of(exam))
    copy = Copy(
        exam=exam,
        layout=options.layout,
        templates=templates,
        papers=paper_sheets(exam, versions, paper_pieces),
        keys=key_sheets(exam, versions, key_pieces),
        paper_pieces=paper_pieces,
        key_pieces=key_pieces,
    )
    # What was read is what is recorded, whatever happens to the files while TeX runs.
    inputs = digests(
        [
            *bank.files,
            *(picture.source for picture in key_pieces.pictures.values()),
            *(templates.path(name) for name in NAMES if options.templates),
        ]
    )
    with publish.stage(folder) as stage:
        binding = _Binding(copy, stage, options.time_limit, progress or _silent)
        binding.print_all()
        stage.write(f"print/{exam.name}-exams.pdf", pdf.join(binding.papers, exam.heading.title or exam.name))
        stage.write("keys/answers.csv", answers.to_csv(exam, versions, copy.keys))
        stage.write("keys/answers.json", answers.to_json(exam, versions, copy.keys))
        delivery = stage.deliver(
            manifest(
                exam,
                versions,
                copy.papers,
                seed=seed,
                layout=options.layout,
                options={
                    "versions": options.versions,
                    "count": options.count,
                    "tags": list(options.tags),
                    "keep_question_order": options.keep_question_order,
                },
                inputs=inputs,
                pages=binding.pages[RunKind.PAPERS],
                tex=binding.tex,
            )
        )
    return Build(
        folder=folder,
        exam=exam,
        seed=seed,
        versions=tuple(_built(sheet, binding) for sheet in copy.keys),
        delivery=delivery,
        warnings=(*warnings, *warnings_of(binding.problems)),
    )


def _silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def _load(paths: Sequence[Path | str]) -> tuple[Bank, list[Problem]]:
    """Return a checked bank and its warnings."""
    checked = inspect(paths)
    if errors := errors_of(checked.problems):
        raise BankError(_count(len(errors)), problems=[*errors, *warnings_of(checked.problems)])
    # A name of dots alone would name another folder.
    name = checked.bank.name.strip(". ") or "exam"
    return replace(checked.bank, name=name), warnings_of(checked.problems)


def _count(errors: int) -> str:
    return f"{errors} error{'s' if errors != 1 else ''}: nothing was built"


def _check_same_exam(bank: Bank, former: Mapping[str, object], folder: Path) -> None:
    """Refuse to put an exam in the place of another one, which may have been printed."""
    exam = former.get("exam")
    if isinstance(exam, str) and exam != bank.name:
        raise DeliveryError(
            f"{folder} holds the exam '{exam}', and this one is '{bank.name}'",
            hint="name another folder with --out, or remove this one",
        )


def _recorded_seed(former: Mapping[str, object]) -> str:
    seed = former.get("seed")
    return seed if isinstance(seed, str) else ""


def _heading(bank: Heading, given: Heading) -> Heading:
    return replace(
        bank, **{f.name: getattr(given, f.name) for f in fields(Heading) if getattr(given, f.name)}
    )


def _built(sheet: KeySheet, binding: _Binding) -> BuiltVersion:
    return BuiltVersion(
        label=sheet.label,
        fingerprint=sheet.fingerprint,
        pages=binding.pages[RunKind.PAPERS][sheet.label],
        key_pages=binding.pages[RunKind.KEYS][sheet.label],
        answers=tuple(key.answer for key in sheet.questions),
    )


class _Binding:
    """Typesets the runs of a build, gathers their problems, and writes the documents cut out of each."""

    def __init__(self, copy: Copy, stage: publish.Stage, seconds: int, progress: Progress) -> None:
        self._copy = copy
        self._stage = stage
        self._seconds = seconds
        self._progress = progress
        self._runs = runs_for(len(copy.papers))
        self.problems: list[Problem] = []
        self.papers: list[bytes] = []  #: the PDFs of papers as typeset, in order
        self.pages: dict[RunKind, dict[str, int]] = {kind: {} for kind in RunKind}
        self.tex = ""

    def print_all(self) -> None:
        """Typeset everything.

        Raises:
            TypesetError: TeX reported errors; all of those in the first versions are gathered before.
        """
        self._progress("typesetting", 0, len(self._runs))
        jobs = [partial(self._copy.job, run, self._seconds) for run in self._runs]
        run_all(jobs, finished=self._bind)

    def _bind(self, index: int, outcome: TexOutcome) -> None:
        run = self._runs[index]
        table = self._copy.key_pieces if run.kind is RunKind.KEYS else self._copy.paper_pieces
        self.problems += [p for p in problems_of(outcome, table) if p not in self.problems]
        if missing := [problem.message for problem in self.problems if problem.code == MISSING_TEX]:
            raise TexMissingError("; ".join(missing))
        # Papers and keys of the first versions hold every piece but for letters: go on until both have been seen.
        if index > 0 and (errors := errors_of(self.problems)):
            raise TypesetError(_count(len(errors)), problems=[*errors, *warnings_of(self.problems)])
        self.tex = self.tex or banner(outcome.log)
        if outcome.pdf is not None and not errors_of(self.problems):
            for path, part in self._copy.parts(run, outcome):
                self.pages[run.kind][part.label] = part.pages
                self._stage.write(path, part.data)
            if run.kind is RunKind.PAPERS:
                self.papers.append(outcome.pdf)
        self._progress("typesetting", index + 1, len(self._runs))
