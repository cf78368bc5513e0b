"""New keys for an exam whose papers are printed: a correction, and keys, answers.csv and answers.json that follow it.

Everything comes from the record in the folder: the bank may have been edited since, or be gone. Papers are carried over
as files, never written.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from examgen import answers, audit, publish
from examgen.corrections import (
    Change,
    Correction,
    Rule,
    accepted_by,
    correct,
    from_json,
    in_force,
    letter_sets,
    revision_of,
    to_json,
    unknown_question,
)
from examgen.errors import DeliveryError, Problem, TexMissingError, TypesetError, errors_of
from examgen.exam import Exam, Version, letters_of
from examgen.freezing import delivered_manifest
from examgen.model import Question
from examgen.pieces import PieceTable
from examgen.record import Record, Restored
from examgen.runs import Copy, Run, RunKind, runs_for
from examgen.templates import Templates
from examgen.texproblems import MISSING_TEX, problems_of
from examgen.typeset import BASE_SECONDS, TexOutcome, run_all

#: Where the history is, in the folder.
CORRECTIONS = "keys/corrections.json"
_KEYS = "keys/"
#: Where the keys of former revisions are.
_FORMER = re.compile(r"keys/revision-\d+/")


@dataclass(frozen=True, slots=True)
class CorrectedVersion:
    """A corrected question on one version."""

    label: str
    number: int  #: 1-based
    was: tuple[str, ...]  #: the sets of letters that earned the points before; none: void, or full for all
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What a correction delivered."""

    folder: Path
    correction: Correction
    former: Correction | None  #: what was in force for the question before; None: the bank's answer
    question: Question
    versions: tuple[CorrectedVersion, ...]
    points: Fraction  #: that count now
    points_before: Fraction
    delivery: publish.Delivery
    audit: audit.Audit | None  #: None: it was left out


def rekey(
    folder: Path | str,
    question: str,
    change: Change,
    *,
    date: str | None = None,
    time_limit: int = BASE_SECONDS,
    audited: bool = True,
    allow_undecided: bool = False,
) -> Rekeyed:
    """Correct the answer to a question of a delivered exam, and deliver the next revision of its keys.

    ``question`` is its id, or with ``change.version`` its number on that version. ``date`` is printed; None is today.
    ``time_limit`` is in seconds, for one run of TeX. ``audited``: papers and new keys are read back and compared before
    anything is delivered; ``allow_undecided`` delivers although choices could not be told apart. The former keys are kept
    in ``keys/revision-1`` and so on. Either everything is delivered or the folder stays as it was.

    Raises:
        ExamgenError: one of its kinds; see :mod:`examgen.errors`.
    """
    folder = Path(folder)
    delivered_manifest(folder)
    with publish.stage(folder, publish.COPY) as stage:
        # Again, now that nobody else writes here.
        manifest = delivered_manifest(folder)
        history = _history(folder, manifest)
        with Restored.of(Record.read(folder)) as printed:
            exam, versions = printed.exam, printed.versions
            correction = correct(exam, versions, history, question, change, date or _today())
            _keep(stage, manifest, revision_of(history))
            corrections = [*history, correction]
            copy = Copy.of(exam, versions, printed.layout, Templates(printed.templates), corrections)
            stage.write(CORRECTIONS, to_json(exam.name, corrections))
            stage.write("keys/answers.csv", answers.to_csv(exam, versions, copy.keys))
            stage.write("keys/answers.json", answers.to_json(exam, versions, copy.keys))
            with ExitStack() as stack:
                auditor = stack.enter_context(_auditor(copy, correction.revision)) if audited else None
                _typeset(copy, stage, time_limit, auditor)
                found = auditor.finish([sheet.label for sheet in copy.papers]) if auditor else None
        if found is not None:
            audit.refuse_faults(found, allow_undecided=allow_undecided)
            stage.write(audit.FILE, audit.to_json(found, exam.questions))
        facts = {name: value for name, value in manifest.items() if name != "files"}
        said = audit.result_text(found)
        delivery = stage.deliver(facts | {"revision": correction.revision, "audit": said})
    return _rekeyed(folder, exam, versions, history, correction, delivery, found)


def history_of(folder: Path | str, question: str | None = None) -> list[Correction]:
    """Return the corrections of a delivered exam, or of one of its questions, in the order made.

    Raises:
        DeliveryError: the folder holds no build, or its history was changed.
        UsageError: the exam has no question with this id.
    """
    history = _history(Path(folder), delivered_manifest(Path(folder)))
    if question is None:
        return history
    ids = [each["question"] for each in Record.read(folder).facts["versions"][0]["questions"]]
    if question not in ids:
        raise unknown_question(ids, question)
    return [correction for correction in history if correction.question == question]


def _today() -> str:
    return datetime.date.today().isoformat()


def _history(folder: Path, manifest: Mapping[str, Any]) -> list[Correction]:
    listed = manifest["files"].get(CORRECTIONS)
    if listed is None:
        if "revision" in manifest:
            raise DeliveryError(
                f"'{folder}' holds corrected keys, and '{CORRECTIONS}' is not as it was delivered",
                hint="put it back as it was, from a copy of the folder",
            )
        return []
    try:
        data = (folder / CORRECTIONS).read_bytes()
    except OSError as error:
        raise DeliveryError(
            f"'{CORRECTIONS}' in '{folder}' cannot be read: {error.strerror}",
            hint="it holds the corrections made so far: put it back as it was",
        ) from error
    if sha256(data).hexdigest() != listed["sha256"]:
        raise DeliveryError(
            f"'{CORRECTIONS}' in '{folder}' was changed since it was delivered", hint="put it back as it was"
        )
    history = from_json(data)
    if revision_of(history) != manifest.get("revision"):
        raise DeliveryError(
            f"'{CORRECTIONS}' in '{folder}' was changed since it was delivered", hint="put it back as it was"
        )
    return history


def _keep(stage: publish.Stage, manifest: Mapping[str, Any], revision: int) -> None:
    """Take over what does not change, and the keys that are replaced into the folder of their revision."""
    for path in sorted(manifest["files"]):
        if path == CORRECTIONS:
            continue
        if _FORMER.match(path) or not (path.startswith(_KEYS) or path == audit.FILE):
            stage.keep(path)
        elif stage.is_intact(path):
            # One that a person edited is carried over as theirs.
            stage.keep(path, f"{_KEYS}revision-{revision}/{path.removeprefix(_KEYS)}")


def _auditor(copy: Copy, revision: int) -> audit.Auditor:
    exam = copy.exam
    return audit.Auditor(
        exam.name,
        exam.questions,
        copy.layout,
        copy.templates,
        len(copy.keys),
        revision=revision,
        fonts=copy.fonts,
    )


def _typeset(copy: Copy, stage: publish.Stage, seconds: int, auditor: audit.Auditor | None) -> None:
    """Write the keys and the grid, and have each version read once its key is there.

    Raises:
        TexMissingError: TeX, or a part of it, is not on this machine.
        TypesetError: TeX reported errors.
    """
    runs = [run for run in runs_for(len(copy.keys)) if run.kind is not RunKind.PAPERS]

    def bind(run: Run, outcome: TexOutcome) -> None:
        table = copy.key_pieces if run.kind is RunKind.KEYS else PieceTable({})
        errors: list[Problem] = errors_of(problems_of(outcome, table))
        if missing := [problem.message for problem in errors if problem.code == MISSING_TEX]:
            raise TexMissingError("; ".join(missing))
        if errors:
            raise TypesetError("the keys cannot be typeset: nothing was changed", problems=errors)
        for path, part in copy.parts(run, outcome):
            stage.write(path, part.data)
            if auditor is not None and run.kind is RunKind.KEYS:
                auditor.read(part.label)

    jobs = [partial(copy.job, run, seconds) for run in runs]
    finished = [partial(bind, run) for run in runs]
    if auditor is not None:
        # First, so that versions can be read while others are typeset.
        jobs.insert(0, partial(auditor.job, seconds))
        finished.insert(0, partial(auditor.begin, stage.draft))
    run_all(jobs, finished=lambda index, outcome: finished[index](outcome))


def _rekeyed(
    folder: Path,
    exam: Exam,
    versions: Sequence[Version],
    history: Sequence[Correction],
    correction: Correction,
    delivery: publish.Delivery,
    found: audit.Audit | None,
) -> Rekeyed:
    question = next(q for q in exam.questions if q.id == correction.question)
    index = exam.questions.index(question)
    former = in_force(history).get(question.id)
    corrected = []
    for version in versions:
        place = version.questions.index(index)
        letters = letters_of(question, version.choices[place])
        was, now = (letter_sets(accepted_by(question, each), letters) for each in (former, correction))
        corrected.append(CorrectedVersion(version.label, place + 1, was, now))

    def counting(corrections: Sequence[Correction]) -> Fraction:
        void = {id for id, each in in_force(corrections).items() if each.rule is Rule.VOID}
        return sum((q.points for q in exam.questions if q.id not in void), Fraction(0))

    return Rekeyed(
        folder=folder,
        correction=correction,
        former=former,
        question=question,
        versions=tuple(corrected),
        points=counting([*history, correction]),
        points_before=counting(history),
        delivery=delivery,
        audit=found,
    )
