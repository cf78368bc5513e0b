"""Papers and keys printed again from the record of a build, with the bank changed or gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from examgen import answers, pdf
from examgen.audit import Auditor
from examgen.errors import AuditError, DeliveryError, TypesetError, UsageError, errors_of
from examgen.freezing import keys_as_printed, new_version_hint
from examgen.manifest import tool_versions
from examgen.newfile import put
from examgen.record import Record, Restored, Typesetting
from examgen.runs import Copy, Run, RunKind, runs_for
from examgen.templates import Templates
from examgen.texlog import banner
from examgen.texproblems import problems_of
from examgen.typeset import BASE_SECONDS, TexJob, TexOutcome, run_all
from examgen.typeset.room import REPRINT, open_room

#: Read by examgen.sty.
_BREAKS_FILE = "examgen-breaks.tex"
_TEX_LIVE = re.compile(r"TeX Live [^)]*")


class Likeness(StrEnum):
    """How like a reprint is to what was printed; the values are what people are told."""

    BYTES = "the same bytes as printed"
    PAGES = "the same letters, numbers and page breaks"
    LETTERS = "the same letters and numbers, other page breaks"


@dataclass(frozen=True, slots=True)
class Reprint:
    """A paper or key printed again."""

    path: str  #: as in the folder of the build: ``exams/vae-C.pdf``
    data: bytes
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Reprints:
    """What was printed again."""

    record: Record
    files: tuple[Reprint, ...]
    tools: str  #: what differs between the machine then and now: ``TeX Live 2022 then, 2024 now``; "" when nothing does
    keys: str = ""  #: what is to be said of keys: which corrections they have not; "" when there are none

    def deliver(self, out: Path) -> None:
        """Write the files to a folder, all or none; other files there stay, and none is written over.

        Raises:
            DeliveryError: another file is in the place of one of them, or one cannot be written.
        """
        put({out / file.path: file.data for file in self.files})


def reprint(
    record: Record,
    labels: Sequence[str],
    *,
    keys: bool = False,
    as_printed: bool = False,
    other_breaks: bool = False,
    time_limit: int = BASE_SECONDS,
) -> Reprints:
    """Print the papers of some versions again, and their keys when ``keys`` is true.

    Keys are those of the build. Where the record lies in its folder and keys there were corrected since, that is refused
    without ``as_printed``.

    What does not come out with the same bytes is read back and compared with the record. Papers keep their page breaks, by
    force if need be; ``other_breaks`` lets them go. ``time_limit`` is in seconds, for one run of TeX.

    Raises:
        UsageError: there is no such version.
        DeliveryError: the record does not fit this examgen, the pages cannot be broken as they were, or the keys were
            corrected since.
        TypesetError: TeX failed.
        AuditError: what was printed is not what was recorded.
    """
    if unknown := [label for label in labels if label not in record.versions]:
        known = list(record.versions)
        raise UsageError(
            f"the exam '{record.exam}' has no version {' or '.join(unknown)}",
            hint=f"its versions are {', '.join(known) if len(known) <= 12 else f'{known[0]} to {known[-1]}'}"
            + new_version_hint(record, unknown),
        )
    said = keys_as_printed(record, as_printed=as_printed) if keys else ""
    with Restored.of(record) as restored:
        restored.check()
        press = _Press(restored, [label for label in record.versions if label in labels], keys, time_limit)
        press.print()
        press.break_as_printed(or_not=other_breaks)
        if press.differing:
            press.audit()
        return Reprints(record, tuple(press.reprints()), _other_tools(record, press.tex), said)


@dataclass(slots=True)
class _Typeset:
    """One document as it came out."""

    label: str
    kind: RunKind
    path: str
    data: bytes
    breaks: tuple[int, ...]  #: as :class:`Typesetting` has them
    same: bool  #: its bytes are those that were delivered


@dataclass(frozen=True, slots=True)
class _Batch:
    """A run of TeX as it was in the build, and what is wanted of it."""

    copy: Copy
    run: Run
    labels: tuple[str, ...]


class _Press:
    """Typesets some versions of a restored exam, in the runs of TeX that they were typeset in before."""

    def __init__(self, restored: Restored, labels: Sequence[str], keys: bool, seconds: int) -> None:
        self._restored = restored
        self._labels = labels
        self._seconds = seconds
        self._settings = {label: Typesetting.of(facts) for label, facts in restored.record.versions.items()}
        self._whole = self._copy(len(restored.versions))
        self._papers = self._paper_batches(labels)
        self._keys = self._key_batches(labels) if keys else []
        self._done: dict[tuple[RunKind, str], _Typeset] = {}
        self.tex = ""

    def _copy(self, total: int) -> Copy:
        """Return what is printed of a build with so many versions."""
        restored = self._restored
        templates = Templates(restored.templates)
        return Copy.of(restored.exam, restored.versions[:total], restored.layout, templates)

    def _paper_batches(self, labels: Sequence[str]) -> list[_Batch]:
        """Return the runs in which papers were typeset: versions that were added after printing had runs of their own."""
        wanted: dict[tuple[int, int, int], list[str]] = {}
        for label in labels:
            setting = self._settings[label]
            wanted.setdefault((setting.total, setting.first, setting.last), []).append(label)
        copies = {total: self._copy(total) for total, _, _ in wanted if total < len(self._whole.papers)}
        return [
            _Batch(copies.get(total, self._whole), Run(RunKind.PAPERS, first, last), tuple(chosen))
            for (total, first, last), chosen in wanted.items()
        ]

    def _key_batches(self, labels: Sequence[str]) -> list[_Batch]:
        batches = []
        for run in runs_for(len(self._whole.keys)):
            there = [sheet.label for sheet in self._whole.keys[run.first : run.last] if sheet.label in labels]
            if run.kind is RunKind.KEYS and there:
                batches.append(_Batch(self._whole, run, tuple(there)))
        return batches

    @property
    def differing(self) -> list[_Typeset]:
        """What has other bytes than were printed."""
        return [document for document in self._done.values() if not document.same]

    def print(self) -> None:
        """Typeset everything as TeX breaks it."""
        self._typeset([*self._papers, *self._keys])

    def break_as_printed(self, *, or_not: bool) -> None:
        """Typeset again the papers whose pages came out with other breaks, with the breaks that were printed.

        With ``or_not`` those in which a page would hold too much stay as TeX breaks them.

        Raises:
            DeliveryError: what stood on a page does not fit on it.
        """
        wrong = [
            document.label
            for document in self.differing
            if document.kind is RunKind.PAPERS and document.breaks != self._settings[document.label].breaks
        ]
        if not wrong:
            return
        as_broken_now = {label: self._done[RunKind.PAPERS, label] for label in wrong}
        lines = [
            rf"\egbreaks{{{label}}}{{{','.join(map(str, self._settings[label].breaks))}}}" for label in wrong
        ]
        full = self._typeset(self._paper_batches(wrong), {_BREAKS_FILE: "\n".join(lines).encode()})
        still = [
            label
            for label in wrong
            if label in full or self._done[RunKind.PAPERS, label].breaks != self._settings[label].breaks
        ]
        if still and not or_not:
            raise DeliveryError(
                f"version {', '.join(still)} cannot be printed with the page breaks that it had: "
                f"{_other_tools(self._restored.record, self.tex) or 'fonts or packages differ'}",
                hint="print it where the exam was printed, or take other page breaks with --allow-other-breaks; letters "
                "and numbers stay the same",
            )
        self._done |= {(RunKind.PAPERS, label): as_broken_now[label] for label in still}

    def _typeset(
        self, batches: Sequence[_Batch], files: Mapping[str, bytes] = MappingProxyType({})
    ) -> set[str]:
        """Run TeX with more files beside the sources, and return the versions in which a page holds more than fits."""
        full: set[str] = set()

        def job(batch: _Batch) -> TexJob:
            job = batch.copy.job(batch.run, self._seconds)
            return replace(job, files={**job.files, **files})

        def bind(index: int, outcome: TexOutcome) -> None:
            batch = batches[index]
            table = batch.copy.key_pieces if batch.run.kind is RunKind.KEYS else batch.copy.paper_pieces
            if errors := errors_of(problems_of(outcome, table)):
                raise TypesetError("the exam cannot be typeset here: nothing was written", problems=errors)
            self.tex = self.tex or banner(outcome.log)
            full.update(label for label, _ in outcome.full)
            breaks = dict(outcome.breaks)
            for path, part in batch.copy.parts(batch.run, outcome):
                if part.label in batch.labels:
                    known = self._restored.record.files.get(path, {}).get("sha256")
                    same = sha256(part.data).hexdigest() == known
                    self._done[batch.run.kind, part.label] = _Typeset(
                        part.label, batch.run.kind, path, part.data, breaks.get(part.label, ()), same
                    )

        run_all([partial(job, batch) for batch in batches], finished=bind)
        return full

    def audit(self) -> None:
        """Read back what was printed and compare it with the record.

        Raises:
            AuditError: numbers, letters or pages are not those of the record, or it cannot be told.
        """
        with open_room(REPRINT) as folder:
            self._lay_out(folder)
            copy, labels = self._whole, list(self._labels)
            with Auditor(
                copy.exam.name,
                copy.exam.questions,
                copy.layout,
                copy.templates,
                len(labels),
                fonts=copy.fonts,
            ) as auditor:
                proofs: list[TexOutcome] = []
                run_all(
                    [partial(auditor.job, self._seconds)], finished=lambda _, outcome: proofs.append(outcome)
                )
                auditor.begin(folder, proofs[0])
                for label in labels:
                    auditor.read(label)
                found = auditor.finish(labels)
        faults = [*found.faults, *found.undecided]
        for paper in found.papers:
            faults += self._faults(paper.label, [(q.question, q.choices, q.page) for q in paper.questions])
        if faults:
            raise AuditError(
                f"what was printed is not what the record states: {faults[0]}",
                hint="nothing was written; print it where the exam was printed",
            )

    def _lay_out(self, folder: Path) -> None:
        """Write the papers, and keys made for them, as the folder of a build with these versions alone."""
        copy, chosen = self._whole, [v for v in self._restored.versions if v.label in self._labels]
        keys = [sheet for sheet in copy.keys if sheet.label in self._labels]
        few = replace(copy, papers=[s for s in copy.papers if s.label in self._labels], keys=keys)
        runs = [run for run in runs_for(len(chosen)) if run.kind is not RunKind.PAPERS]
        files = {
            "keys/answers.csv": answers.to_csv(copy.exam, chosen, keys),
            "keys/answers.json": answers.to_json(copy.exam, chosen, keys),
        }

        def bind(index: int, outcome: TexOutcome) -> None:
            files.update({path: part.data for path, part in few.parts(runs[index], outcome)})

        run_all([partial(few.job, run, self._seconds) for run in runs], finished=bind)
        files.update({document.path: document.data for document in self._done.values()})
        papers = [self._done[RunKind.PAPERS, version.label].data for version in chosen]
        files[f"print/{copy.exam.name}-exams.pdf"] = pdf.join(papers, copy.exam.name)
        for path, data in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(data)

    def _faults(self, label: str, read: Sequence[tuple[int, tuple[int, ...], int]]) -> Iterator[str]:
        """Yield what of a paper, read as (question, choices, page from 1), is not as recorded."""
        version = next(v for v in self._restored.versions if v.label == label)
        if [(question, choices) for question, choices, _ in read] != list(
            zip(version.questions, version.choices, strict=True)
        ):
            yield f"version {label} has other numbers or letters"
        document = self._done[RunKind.PAPERS, label]
        pages = _pages(document.breaks, self._whole.layout.columns)
        # A template may break pages between other blocks than questions: then their numbers are compared alone.
        if len(pages) == len(read) and pages != [page for _, _, page in read]:
            yield f"version {label} has other page breaks than TeX reports"

    def reprints(self) -> Iterator[Reprint]:
        """Yield what was printed, and how like it is to what was printed before."""
        for (kind, label), document in sorted(self._done.items(), key=_papers_first):
            setting = self._settings[label]
            recorded = setting.breaks if kind is RunKind.PAPERS else setting.key_breaks
            likeness = Likeness.PAGES if document.breaks == recorded else Likeness.LETTERS
            yield Reprint(document.path, document.data, Likeness.BYTES if document.same else likeness)


def _papers_first(item: tuple[tuple[RunKind, str], _Typeset]) -> tuple[bool, str, str]:
    (kind, label), _ = item
    return (kind is not RunKind.PAPERS, kind, label)


def _pages(breaks: Sequence[int], columns: int) -> list[int]:
    """Return for each block its page from 1, given the number of the last block in each column."""
    pages: list[int] = []
    for column, last in enumerate(breaks):
        pages += [column // columns + 1] * (last - len(pages))
    return pages


def _other_tools(record: Record, tex: str) -> str:
    """Return what differs between the tools then and now, of what shapes the bytes of a PDF."""
    then: Mapping[str, str] = {**record.facts["tools"], "tex": _tex_name(record.tex)}
    now: Mapping[str, str] = {**tool_versions(), "tex": _tex_name(tex)}
    names = {"tex": "", "examgen-print": "examgen ", "pikepdf": "pikepdf ", "pylatexenc": "pylatexenc "}
    return "; ".join(
        f"{word}{then.get(name, 'unknown')} then, {now[name].removeprefix('TeX Live ') if word == '' else now[name]} now"
        for name, word in names.items()
        if then.get(name) != now[name]
    )


def _tex_name(tex: str) -> str:
    match = _TEX_LIVE.search(tex)
    return match[0] if match else tex
