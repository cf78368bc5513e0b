"""The recipe: from banks to a folder of papers and keys."""

from __future__ import annotations

import secrets
import shlex
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from examgen import answers, audit, publish
from examgen.arrange import arrange
from examgen.binding import Binding, Progress
from examgen.errors import (
    BankError,
    DeliveryError,
    Problem,
    Severity,
    UsageError,
    errors_of,
    not_built,
    warnings_of,
)
from examgen.exam import Exam, Layout
from examgen.formats.otherheads import without
from examgen.freezing import Printed, check_not_corrected
from examgen.inspection import inspect
from examgen.manifest import manifest
from examgen.model import Bank, Heading
from examgen.record import SUFFIX, Sources, read_banks_bytes, write_record
from examgen.runs import Copy, RunKind
from examgen.scripts import font_problems, fonts_error
from examgen.selection import select
from examgen.sheets import KeySheet
from examgen.templates import Templates
from examgen.typeset import BASE_SECONDS


@dataclass(frozen=True, slots=True)
class Options:
    """How an exam is made from a bank."""

    versions: int = 4
    name: str = ""  #: of the exam, in the names of its files; empty: that of the first bank file
    seed: str | None = None  #: None: the seed of the build in the same folder, or a new one
    count: int | None = None  #: how many questions to draw from the bank; None: all
    only: tuple[str, ...] = ()  #: ids, numbers and ranges of questions, with commas between; empty: all
    tags: tuple[str, ...] = ()  #: of these only questions with one of these; empty: all
    keep_question_order: bool = False
    heading: Heading = field(default_factory=Heading)  #: what is not empty replaces what the bank says
    layout: Layout = field(default_factory=Layout)
    templates: Path | None = None  #: a folder of templates that replace built-in ones by name
    time_limit: int = BASE_SECONDS  #: seconds for one run of TeX
    audit: bool = True  #: read the finished PDFs back and compare them before anything is delivered
    allow_undecided: bool = False  #: deliver although the audit could not tell some choices apart
    format: str | None = None  #: of the bank files, by name; None: each file is asked
    strict: bool = False  #: build nothing when a question of the files cannot be printed

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
        if self.name and not _can_name_files(self.name):
            raise UsageError(
                f"the exam cannot be named {self.name!r}: its files could not be",
                hint="use letters, digits and hyphens, as in 'midterm-1'; --out names the folder",
            )


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
    audit: audit.Audit | None  #: None: it was left out
    printed: frozenset[str] = frozenset()  #: labels of the papers that were left as they were printed
    scripts: tuple[str, ...] = ()  #: scripts that LuaTeX was needed for; empty: pdfTeX typeset it


def load_bank(*paths: Path | str, format: str | Sequence[str | None] | None = None) -> Bank:
    """Return the bank in one or several files, checked, with the letters in its text resolved.

    ``format`` names the format of all files, or of each one; without it each file is asked.

    Raises:
        BankError: it has problems that stop a build; all of them, with their places.
        UsageError: there is no format of this name.
    """
    return _load(paths, format)[0]


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
    with ExitStack() as stack:
        # Started first: while one core reads the bank, another one is free.
        team = stack.enter_context(audit.Team(options.versions)) if options.audit else None
        return _build(banks, out, options, progress or _silent, team)


def _build(
    banks: Path | str | Sequence[Path | str],
    out: Path | str | None,
    options: Options,
    progress: Progress,
    team: audit.Team | None,
) -> Build:
    paths = [Path(path) for path in ([banks] if isinstance(banks, Path | str) else banks)]
    read = read_banks_bytes(paths)
    bank, warnings = _load(paths, options.format, strictly=options.strict)
    bank = replace(bank, name=options.name or bank.name)
    warnings = without(warnings, _given(options.heading))
    # What was read is what is recorded, whatever happens to the files while TeX runs.
    sources = Sources.gather(read, bank, options.templates, options.format)
    folder = Path(out) if out is not None else Path("out") / bank.name
    former = publish.read_manifest(folder) or {}
    _check_same_exam(bank, former, folder)
    check_not_corrected(former, folder)
    seed = options.seed or _recorded_seed(former) or str(secrets.randbits(64))
    heading = _heading(bank.heading, options.heading)
    exam = select(bank, seed=seed, only=options.only, tags=options.tags, count=options.count, heading=heading)
    versions = arrange(exam, seed, options.versions, keep_question_order=options.keep_question_order)
    templates = Templates(options.templates)
    places = {name: place for name, place in bank.places.items() if not getattr(options.heading, name)}
    if lacking := font_problems(exam.questions, heading, places, Severity.ERROR):
        raise fonts_error(lacking)
    copy = Copy.of(exam, versions, options.layout, templates)
    with publish.stage(folder) as stage:
        printed = _printed(folder, former)
        if printed is not None:
            warnings += printed.check(exam, versions, options.layout, seed, sources)
        auditor = None
        if team is not None:
            auditor = audit.Auditor(
                exam.name,
                exam.questions,
                options.layout,
                templates,
                options.versions,
                fonts=copy.fonts,
                team=team,
            )
        binding = Binding(copy, stage, options.time_limit, progress, auditor, printed)
        binding.print_all()
        binding.join(f"print/{exam.name}-exams.pdf")
        stage.write("keys/answers.csv", answers.to_csv(exam, versions, copy.keys))
        stage.write("keys/answers.json", answers.to_json(exam, versions, copy.keys))
        audited = _audited(auditor, stage, exam, [sheet.label for sheet in copy.papers], options)
        facts = manifest(
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
                "heading": _given(options.heading),
            }
            | ({"only": list(options.only)} if options.only else {}),
            inputs=sources.digests | (sources.template_digests if options.templates else {}),
            pages=binding.pages[RunKind.PAPERS],
            tex=binding.tex,
            characters=copy.fonts.characters if copy.fonts else (),
            audit=audit.result_text(audited),
        ) | ({"frozen": printed.date} if printed is not None else {})
        sources.check_unchanged()
        record = write_record(
            facts,
            sources,
            heading=exam.heading,
            typeset=binding.typeset(),
            files=stage.files,
        )
        stage.write(f"{exam.name}{SUFFIX}", record)
        delivery = stage.deliver(facts)
    return Build(
        folder=folder,
        exam=exam,
        seed=seed,
        versions=tuple(_built(sheet, binding) for sheet in copy.keys),
        delivery=delivery,
        warnings=(*warnings, *warnings_of(binding.problems), *audit.doubts(audited)),
        audit=audited,
        printed=printed.labels if printed is not None else frozenset(),
        scripts=copy.fonts.scripts if copy.fonts else (),
    )


def _audited(
    auditor: audit.Auditor | None,
    stage: publish.Stage,
    exam: Exam,
    labels: Sequence[str],
    options: Options,
) -> audit.Audit | None:
    """Return what the audit found in what is to be delivered, and add it to that."""
    if auditor is None:
        return None
    found = auditor.finish(labels)
    audit.refuse_faults(found, allow_undecided=options.allow_undecided)
    stage.write(audit.FILE, audit.to_json(found, exam.questions))
    return found


def _silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def _load(
    paths: Sequence[Path | str], format: str | Sequence[str | None] | None = None, *, strictly: bool = False
) -> tuple[Bank, list[Problem]]:
    """Return a checked bank and its warnings."""
    checked = inspect(paths, format, strictly=strictly)
    if errors := errors_of(checked.problems):
        raise BankError(not_built(len(errors)), problems=[*errors, *warnings_of(checked.problems)])
    # A name of dots alone would name another folder; what cannot be printed would not stand in a record.
    plain = "".join(
        c if c.isprintable() and not "\ud800" <= c <= "\udfff" else "_" for c in checked.bank.name
    )
    name = plain.strip(". ") or "exam"
    return replace(checked.bank, name=name), warnings_of(checked.problems)


def _can_name_files(name: str) -> bool:
    # A name of dots alone names another folder, and one that begins with a hyphen looks like an option.
    return name.isprintable() and not set(name) & set('/\\:*?"<>|') and name == name.strip(". ").lstrip("-")


def _check_same_exam(bank: Bank, former: Mapping[str, object], folder: Path) -> None:
    """Refuse to put an exam in the place of another one, which may have been printed."""
    exam = former.get("exam")
    if isinstance(exam, str) and exam != bank.name:
        raise DeliveryError(
            f"{folder} holds the exam '{exam}', and this one is '{bank.name}'",
            hint="name another folder with --out, or remove this one; if it is the same exam, build it with "
            f"--name {shlex.quote(exam)}",
        )


def _printed(folder: Path, former: Mapping[str, object]) -> Printed | None:
    """Return what was printed from the folder, now that nobody else writes there.

    Raises:
        DeliveryError: another build was delivered there since its manifest was read.
    """
    if (publish.read_manifest(folder) or {}) != former:
        raise DeliveryError(f"another build was delivered to '{folder}' meanwhile", hint="build again")
    return Printed.at(folder, former)


def _recorded_seed(former: Mapping[str, object]) -> str:
    seed = former.get("seed")
    return seed if isinstance(seed, str) else ""


def _heading(bank: Heading, given: Heading) -> Heading:
    return replace(
        bank, **{f.name: getattr(given, f.name) for f in fields(Heading) if getattr(given, f.name)}
    )


def _given(heading: Heading) -> dict[str, str]:
    return {f.name: getattr(heading, f.name) for f in fields(Heading) if getattr(heading, f.name)}


def _built(sheet: KeySheet, binding: Binding) -> BuiltVersion:
    return BuiltVersion(
        label=sheet.label,
        fingerprint=sheet.fingerprint,
        pages=binding.pages[RunKind.PAPERS][sheet.label],
        key_pages=binding.pages[RunKind.KEYS][sheet.label],
        answers=tuple(key.answer for key in sheet.questions),
    )
