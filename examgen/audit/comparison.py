"""What was read from the pages, compared with answers.csv, answers.json, the grid and the file to print."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from examgen.audit.corrected import Rulings, bank_rulings
from examgen.audit.findings import Cause, Finding, first_of, in_order
from examgen.audit.grid import Grid
from examgen.audit.hidden import examine
from examgen.audit.known import KnownStreams
from examgen.audit.origin import Origin
from examgen.audit.readfiles import ReadVersion
from examgen.audit.tables import CSV, JSON, TOLD, Expected, brief, read_tables
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
    own_templates: bool = True  #: False: not those of the program, so that less could be compared

    #: What is said of an audit of papers in other templates.
    LESS: ClassVar[str] = (
        "other than the built-in ones: words, rules and boxes around the questions were not compared"
    )

    @property
    def passed(self) -> bool:
        """True when everything was read and everything matches."""
        return not self.faults and not self.undecided

    @property
    def templates(self) -> str:
        """Whose templates the papers are in, and what was not compared because of them."""
        return "built in" if self.own_templates else self.LESS

    def __str__(self) -> str:
        numbers = ((self.versions, "version"), (self.questions, "question"), (self.letters, "letter"))
        counts = f"audit: {', '.join(_plural(count, thing) for count, thing in numbers)}"
        found = f"{_plural(len(self.faults), 'fault')}, {len(self.undecided)} undecided"
        less = "" if self.own_templates else f" (templates {self.LESS})"
        return f"{counts}: {'all match' if self.passed else found}{less}"


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
        wide: bool = False,
    ) -> None:
        """``exam`` is the name that the files begin with; ``questions`` are those of the exam.

        ``rulings`` say what earns their points; None: the bank's answers. ``own_templates``: they are those of the program.
        ``wide``: LuaTeX typeset it.
        """
        self._rulings = rulings or Rulings(1, bank_rulings(questions))
        self._wording = Wording(own_templates)
        # Without proofs: what is examined are pages seen in papers before, and the grid, which has no pieces of the bank.
        self._known = KnownStreams(layout, users_templates=not own_templates, wide=wide)
        self._folder = folder
        self._exam = exam
        self._questions = list(questions)
        self._found: list[Finding] = []
        self.audit = Audit(own_templates=own_templates)

    def run(self, versions: Sequence[ReadVersion], lost: Sequence[str] = ()) -> Audit:
        """Return what is wrong with a build of which these are all versions; ``lost`` tells words that are not in print."""
        texts = first_of(lost, TOLD, "texts that lost words")
        self._found += [Finding(Cause.BANK, "", text) for text in texts]
        grid = f"keys/{self._exam}-keys.pdf"
        self._tables = read_tables(self._folder, grid)
        self._answers = Grid(self._tables.grid_pages, ours=self._wording.ours)
        labels = [version.label for version in versions]
        fingerprints = self._tables.fingerprints() | {grid: self._answers.fingerprints(labels)}
        self._origin = Origin(versions, fingerprints, self._wording)
        self._found += self._origin.findings()
        # corrections.json says where it belongs itself.
        self._found += [Finding(Cause.CELL, "", fault) for fault in self._rulings.faults]
        adopted = {index: asked for version in versions for index, asked in version.adopted}
        self._questions = [adopted.get(index, asked) for index, asked in enumerate(self._questions)]
        self._bank(versions)
        for version in versions:
            self._found += version.findings
            self.audit.undecided += version.undecided
        self._fingerprints(versions)
        self._heads(versions)
        self._files(versions)
        expected = [self._expected(version) for version in versions]
        self._csv(expected)
        self._json(expected)
        self._grid(grid, versions, expected)
        self._print(versions)
        audit = self.audit
        audit.faults += in_order(self._found)
        audit.versions = len(versions)
        audit.questions = sum(len(version.questions) for version in versions)
        audit.letters = sum(version.letters for version in versions)
        audit.papers = list(versions)
        return audit

    def _bank(self, versions: Sequence[ReadVersion]) -> None:
        """Note how what is printed differs from the bank: once where it is so on all versions, else for each file."""
        papers, keys = [version.paper for version in versions], [version.key for version in versions]
        told: set[tuple[int, str]] = set()
        for files in (papers, keys):
            of_build = [each for each in files if not self._origin.is_strange(each)]
            seen = Counter((each.question, each.says) for file in of_build for each in set(file.differences))
            for file in files:
                for each in file.differences:
                    if seen[each.question, each.says] < len(of_build):
                        self._found.append(Finding(Cause.CELL, file.path, each.text))
                        continue
                    says = each.says.replace(" on the key ", " on the paper ")
                    if (each.question, says) not in told:
                        id = self._questions[each.question].id
                        self._found.append(Finding(Cause.BANK, "", f"question {id!r}: {each.says}"))
                    told.add((each.question, each.says))

    def _fingerprints(self, versions: Sequence[ReadVersion]) -> None:
        owners: dict[str, str] = {}
        for version in versions:
            paper = version.paper.path
            if len(version.fingerprints) > 1:
                seen = ", ".join(version.fingerprints)
                fault = f"its pages and those of its key carry different fingerprints: {seen}"
                self._found.append(Finding(Cause.FOLLOWS, paper, fault, version.label))
            own = [file for file in (version.paper, version.key) if file.path not in self._origin.strange]
            for fingerprint in sorted({each for file in own for each in file.fingerprints}):
                if owners.setdefault(fingerprint, version.label) != version.label:
                    self._say(paper, f"version {owners[fingerprint]} has the same fingerprint {fingerprint}")

    def _heads(self, versions: Sequence[ReadVersion]) -> None:
        """Note heads of pages that say on one version what they do not say on another: it might be of its key."""
        heads = [
            (version, page, (page == 1, page in filled), self._wording.without_version(head, version.label))
            for version in versions
            if version.paper.path not in self._origin.strange
            for filled in [{read.page for read in version.questions}]
            for page, head in enumerate(version.paper.heads, start=1)
        ]
        kinds = {kind for _, _, kind, _ in heads}
        usual = {
            each: Counter(h for _, _, kind, h in heads if kind == each).most_common(1)[0][0] for each in kinds
        }
        for version, page, kind, head in heads:
            if usual[kind] != head:
                cause = Cause.FOLLOWS if version.paper.unread else Cause.CELL
                fault = f"page {page} does not begin as such pages of other versions do"
                self._found.append(Finding(cause, version.paper.path, fault, version.label))

    def _files(self, versions: Sequence[ReadVersion]) -> None:
        """Note papers and keys that are there and belong to no version."""
        for folder, ending in (("exams", ".pdf"), ("keys", "-key.pdf")):
            there = {
                path.name for path in (self._folder / folder).glob(f"{glob.escape(self._exam)}-*{ending}")
            }
            ours = {f"{self._exam}-{version.label}{ending}" for version in versions}
            for extra in sorted(there - ours):
                self._say(f"{folder}/{extra}", "a paper without a key, or a key without a paper")

    def _expected(self, version: ReadVersion) -> Expected:
        """Return what the tables must say of a version."""
        file = self._origin.reference(version)
        return Expected(
            label=version.label,
            fingerprint=self._origin.fingerprint(version),
            questions=file.questions,
            exam=self._questions,
            rulings=self._rulings,
            unread=file.unread,
            whose="paper" if file is version.paper else "key",
        )

    def _csv(self, versions: Sequence[Expected]) -> None:
        rows = self._tables.rows
        if rows is None:
            self._found.append(Finding(Cause.FILE, CSV, "it is missing, or no table of text"))
            return
        found: dict[str, list[Mapping[str, object]]] = {}
        for row in rows:
            found.setdefault(str(row.get("version")), []).append(row)
        strange = sorted(found.keys() - {version.label for version in versions})
        unknown = [f"there is no paper of version {brief(label) or 'without a name'}" for label in strange]
        for fault in [
            *self._tables.more_in_csv(),
            *first_of(unknown, TOLD, "versions of which there is no paper"),
        ]:
            self._say(CSV, fault)
        self._cells(CSV, [cell for each in versions for cell in each.in_csv(found.get(each.label, []))])

    def _json(self, versions: Sequence[Expected]) -> None:
        whole, entries = self._tables.whole, self._tables.entries
        if whole is None:
            self._found.append(Finding(Cause.FILE, JSON, "it is missing, or not what a build writes"))
            return
        for fault in self._tables.more_in_json(self._exam):
            self._say(JSON, fault)
        listed, revision = whole["versions"], whole.get("revision", 1)
        is_many = isinstance(listed, list) and len(listed) != len(entries)
        if is_many or entries.keys() - {version.label for version in versions}:
            self._say(JSON, "it has other versions than there are papers")
        if revision != self._rulings.revision:
            self._say(JSON, f"it is of revision {revision}, and the keys are of {self._rulings.revision}")
        self._cells(JSON, [cell for each in versions for cell in each.in_json(entries.get(each.label))])

    def _cells(self, path: str, cells: Sequence[str]) -> None:
        cause = Cause.FOLLOWS if path in self._origin.strange else Cause.CELL
        self._found += [Finding(cause, path, cell) for cell in first_of(cells, TOLD, "cells that do not fit")]

    def _grid(self, path: str, versions: Sequence[ReadVersion], expected: Sequence[Expected]) -> None:
        data, pages = self._tables.grid, [page.text for page in self._tables.grid_pages]
        if data is None:
            self._found.append(Finding(Cause.FILE, path, "it is missing, or no PDF"))
            return
        if self._wording.ours:
            faults = examine(data, self._known, student=False).faults
            self._found += [Finding(Cause.CELL, path, fault) for fault in faults]
        self._grid_corrections(path, pages, versions)
        self._cells(path, self._answers.faults(expected))

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
                for read in self._origin.reference(version).questions
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
            self._found.append(Finding(Cause.FILE, path, "it is missing"))
            return
        same = frozenset(digest for version in versions for digest in version.pages)
        examined = examine(data, self._known, student=True, same=same)
        # Pages that are on no paper are examined without the bank's pieces, and look strange where a paper is another one.
        lost = [each for each in versions if self._origin.is_strange(each.paper)]
        cause, label = (Cause.FOLLOWS, lost[0].label) if lost else (Cause.CELL, "")
        self._found += [Finding(cause, path, fault, label) for fault in examined.faults]
        printed, at = examined.digests, 0
        for version in self._as_named(versions):
            if (printed[at : at + len(version.pages)]) != version.pages:
                fault = f"from page {at + 1} on its pages are not those of version {version.label}"
                self._found.append(Finding(cause, path, fault, label))
                return
            at += len(version.pages)
        if at != len(printed):
            fault = f"it has {len(printed)} pages, and the papers have {at}"
            self._found.append(Finding(cause, path, fault, label))

    def _as_named(self, versions: Sequence[ReadVersion]) -> list[ReadVersion]:
        """Return the versions with each other's papers where these were exchanged."""
        right = self._origin.right
        by_fingerprint = {version.paper.fingerprint: version for version in versions}
        return [by_fingerprint.get(right.get(version.label), version) for version in versions]

    def _say(self, path: str, fault: str) -> None:
        self._found.append(Finding(Cause.CELL, path, fault))
