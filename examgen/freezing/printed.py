"""What was printed from a folder, and what a build into it must leave as it is."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from examgen import publish
from examgen.difference import (
    PRINTED,
    WOULD,
    Change,
    Part,
    Renamed,
    common_versions,
    heading_changes,
    layout_changes,
    paper_changes,
    question_changes,
    renamed,
    template_changes,
)
from examgen.errors import DeliveryError, Problem, Severity
from examgen.exam import Exam, Layout, Version
from examgen.freezing.again import more_versions
from examgen.record import SUFFIX, Record, Restored, Sources, Typesetting

#: So many changes are told one by one.
TOLD = 20
#: So many ids are told in a hint.
_IDS = 5
_UNDO = "examgen freeze --undo"
#: What papers are made from.
_PAPERS = ("exam.tex", "examgen.sty")


@dataclass(frozen=True, slots=True)
class Printed:
    """The papers of a folder that is marked as printed."""

    folder: Path
    record: Record
    date: str  #: of the mark, as ISO date

    @classmethod
    def at(cls, folder: Path, manifest: Mapping[str, Any]) -> Printed | None:
        """Return what was printed from a folder with this manifest; None when it is not marked so.

        Raises:
            DeliveryError: it is, and its record is gone or was changed.
        """
        date = manifest.get("frozen")
        if not date:
            return None
        path = folder / f"{manifest['exam']}{SUFFIX}"
        listed = manifest["files"].get(path.name)
        if listed is None or not path.is_file() or sha256(path.read_bytes()).hexdigest() != listed["sha256"]:
            raise DeliveryError(
                f"the papers in '{folder}' were printed (marked {date}), and their record '{path.name}' is gone or was "
                "changed",
                hint=f"put it back, or take the mark away with: {_UNDO} {folder}",
            )
        return cls(folder, Record.read(path), str(date))

    def check(
        self, exam: Exam, versions: Sequence[Version], layout: Layout, seed: str, sources: Sources
    ) -> list[Problem]:
        """Return warnings of what a new build changes though the papers stay.

        Raises:
            DeliveryError: something on the papers would change; what, and what to do instead.
        """
        with Restored.of(self.record) as old:
            seeds = [f"seed: was {old.record.seed}, would be {seed}"] if old.record.seed != seed else []
            lines = [
                f"{setting.name}: was {setting.old or 'empty'}, would be {setting.new or 'empty'}"
                for setting in (
                    *heading_changes(old.exam.heading, exam.heading),
                    *layout_changes(old.layout, layout),
                )
            ]
            templates = {source.name: source.data for source in sources.templates}
            others = [
                f"template {name}: would be another one"
                for name in template_changes(self.record.entries, templates, _PAPERS)
            ]
            changes = _question_changes(old.exam, exam)
            lines += [
                f"question '{c.question}': the {_name(c)} would change" for c in changes if c.part in PRINTED
            ]
            same = renamed(old.exam.questions, exam.questions)
            lines += [_renamed_line(each) for each in same]
            lines += _moves(
                old.exam, old.versions, exam, versions, {id for e in same for id in (e.old.id, e.new.id)}
            )
        if lines or others:
            hints = ["leave --seed away: the seed of the printed papers is used"] if seeds else []
            if others:
                hints.append(
                    f"print with the same templates: unzip {self.record.path} 'templates/*' -d printed, then "
                    "--templates printed/templates"
                )
            hints += _id_hints(same)
            hints += self._version_hints(len(versions), templates=bool(others), texts=bool(lines))
            raise self._refusal([*seeds, *others, *lines], hints)
        return [_answer_warning(change) for change in changes if change.part is Part.ANSWER]

    @property
    def labels(self) -> frozenset[str]:
        """The labels of the versions that were printed."""
        return frozenset(self.record.versions)

    def pages(self, label: str) -> int:
        """Return the number of pages of a printed paper."""
        return int(self.record.versions[label]["pages"])

    def typesetting(self, label: str) -> Typesetting:
        """Return how a printed paper was typeset."""
        return Typesetting.of(self.record.versions[label])

    def keep(self, stage: publish.Stage, path: str, data: bytes) -> None:
        """Take over a printed paper, whatever bytes TeX has made of it now.

        Raises:
            DeliveryError: it is not in the folder as it was printed, and TeX makes other bytes.
        """
        if stage.is_intact(path):
            stage.keep(path)
        elif sha256(data).hexdigest() == self.record.files.get(path, {}).get("sha256"):
            stage.write(path, data)
        else:
            raise DeliveryError(
                f"'{path}' in '{self.folder}' was printed, and is gone or was changed; the TeX on this machine makes "
                "other bytes of it",
                hint=f"put the printed file back, or take the mark away with: {_UNDO} {self.folder}",
            )

    def _version_hints(self, total: int, *, templates: bool, texts: bool) -> list[str]:
        """Return how to get as many versions as were printed, or more of them."""
        printed = len(self.record.versions)
        if total < printed:
            return [f"build all that were printed: --versions {printed}"]
        if total > printed and (texts or templates):
            commands = more_versions(self.record, self.folder, total, templates=templates)
            return [f"for more versions of the exam as printed: {commands}"]
        return []

    def _refusal(self, lines: Sequence[str], hints: Sequence[str]) -> DeliveryError:
        more = len(lines) - TOLD
        return DeliveryError(
            f"the papers in '{self.folder}' were printed (marked {self.date}) and would no longer fit"
            + (f": {more} more changes" if more > 0 else ""),
            hint="; ".join(
                [
                    *hints,
                    "build into another folder with --out",
                    "correct an answer with examgen rekey",
                    f"or, when nothing was printed, take the mark away with: {_UNDO} {self.folder}",
                ]
            ),
            problems=[Problem("printed", line) for line in lines[:TOLD]],
        )


def _question_changes(old: Exam, new: Exam) -> list[Change]:
    known = {question.id: question for question in new.questions}
    return [
        change
        for question in old.questions
        if question.id in known
        for change in question_changes(question, known[question.id])
    ]


def _renamed_line(same: Renamed) -> str:
    made = ", which was made of its words" if same.by_words else ""
    if same.wording:
        return f"question '{same.old.id}': the wording would change, {same.wording}, and its id{made}, to '{same.new.id}'"
    return f"question '{same.old.id}': its id{made} would change to '{same.new.id}'"


def _id_hints(same: Sequence[Renamed]) -> list[str]:
    ids = [f"{{#{each.old.id}}}" for each in same]
    if not ids:
        return []
    return [
        f"an id in the bank stays whatever is reworded: write {', '.join(ids[:_IDS])} there (examgen ids writes all, "
        "before printing)"
    ]


def _name(change: Change) -> str:
    if change.part is Part.SEVERAL:
        return "line that says whether several choices are asked for"
    return f"wording of the {change.name}" if change.part in (Part.STEM, Part.CHOICE) else change.name


def _moves(
    old: Exam,
    old_versions: Sequence[Version],
    new: Exam,
    new_versions: Sequence[Version],
    told: Container[str],
) -> Iterator[str]:
    """Yield what would move, but for the questions whose ids are in ``told``."""
    for version, same in common_versions(old_versions, new_versions):
        for change in paper_changes(old, version, new, same):
            if change.moves and change.question not in told:
                # The answer's letters follow from the choices' places.
                yield from (line for line in change.lines(WOULD) if ": answer " not in line)
    labels = {version.label for version in new_versions}
    gone = [version.label for version in old_versions if version.label not in labels]
    if gone:
        yield f"the version{'s' if len(gone) > 1 else ''} {', '.join(gone)} would be gone"


def _answer_warning(change: Change) -> Problem:
    return Problem(
        "answer-of-printed",
        f"question '{change.question}': the right answer was {change.old}, and is {change.new} on the new keys",
        hint="the papers stay as printed; when keys were handed out, examgen rekey says on them what changed",
        severity=Severity.WARNING,
    )
