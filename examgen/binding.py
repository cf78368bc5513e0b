"""Papers, keys and the grid typeset run by run, and each document cut out, written and handed to the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from examgen import audit, pdf, publish
from examgen.errors import Problem, TexMissingError, TypesetError, errors_of, not_built, warnings_of
from examgen.freezing import Printed
from examgen.record import Typesetting
from examgen.runs import Copy, RunKind, runs_for
from examgen.texlog import banner
from examgen.texproblems import MISSING_TEX, problems_of
from examgen.typeset import TexOutcome, run_all

#: Called with the name of a stage, how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]


class Binding:
    """Typesets the runs of a build, gathers their problems, and writes the documents cut out of each."""

    def __init__(
        self,
        copy: Copy,
        stage: publish.Stage,
        seconds: int,
        progress: Progress,
        auditor: audit.Auditor | None,
        printed: Printed | None,
    ) -> None:
        self._auditor = auditor
        self._printed = printed
        self._written: set[str] = set()  #: labels of versions of which the paper or the key is there
        self._copy = copy
        self._stage = stage
        self._seconds = seconds
        self._progress = progress
        self._runs = runs_for(len(copy.papers))
        self.problems: list[Problem] = []
        self._papers: list[bytes] = []  #: PDFs with all papers, in order
        self.pages: dict[RunKind, dict[str, int]] = {kind: {} for kind in RunKind}
        self.breaks: dict[RunKind, dict[str, tuple[int, ...]]] = {kind: {} for kind in RunKind}
        self.tex = ""

    def print_all(self) -> None:
        """Typeset everything.

        Raises:
            TypesetError: TeX reported errors; all of those in the first versions are gathered before.
        """
        self._progress("typesetting", 0, len(self._runs))
        jobs = [partial(self._copy.job, run, self._seconds) for run in self._runs]
        finished = [partial(self._bind, index) for index in range(len(jobs))]
        if self._auditor is not None:
            # First, so that versions can be read while others are typeset.
            jobs.insert(0, partial(self._auditor.job, self._seconds))
            finished.insert(0, partial(self._auditor.begin, self._stage.draft))
        run_all(jobs, finished=lambda index, outcome: finished[index](outcome))

    def _bind(self, index: int, outcome: TexOutcome) -> None:
        run = self._runs[index]
        table = self._copy.key_pieces if run.kind is RunKind.KEYS else self._copy.paper_pieces
        self.problems += [p for p in problems_of(outcome, table) if p not in self.problems]
        if missing := [problem.message for problem in self.problems if problem.code == MISSING_TEX]:
            raise TexMissingError("; ".join(missing))
        # Papers and keys of the first versions hold every piece but for letters: go on until both have been seen.
        if index > 0 and (errors := errors_of(self.problems)):
            raise TypesetError(not_built(len(errors)), problems=[*errors, *warnings_of(self.problems)])
        self.tex = self.tex or banner(outcome.log)
        if outcome.pdf is not None and not errors_of(self.problems):
            self.breaks[run.kind] |= dict(outcome.breaks)
            for path, part in self._copy.parts(run, outcome):
                self.pages[run.kind][part.label] = part.pages
                if self._printed is not None and run.kind is RunKind.PAPERS:
                    self._keep(self._printed, path, part)
                else:
                    self._stage.write(path, part.data)
                self._offer(part.label)
            if self._printed is None and run.kind is RunKind.PAPERS:
                self._papers.append(outcome.pdf)
        self._progress("typesetting", index + 1, len(self._runs))

    def _keep(self, printed: Printed, path: str, part: pdf.PdfPart) -> None:
        """Write a new paper, and leave a printed one as it is: another TeX would make other bytes of it."""
        if part.label in printed.labels:
            printed.keep(self._stage, path, part.data)
            self.pages[RunKind.PAPERS][part.label] = printed.pages(part.label)
        else:
            self._stage.write(path, part.data)
        self._papers.append((self._stage.draft / path).read_bytes())

    def join(self, path: str) -> None:
        """Write all papers as one file."""
        no_new = self._printed is not None and len(self._papers) == len(self._printed.labels)
        if no_new and self._stage.is_intact(path):
            self._stage.keep(path)
            return
        heading = self._copy.exam.heading
        self._stage.write(path, pdf.join(self._papers, heading.title or self._copy.exam.name))

    def typeset(self) -> dict[str, Typesetting]:
        """Return how each version was typeset, by its label."""
        found = {}
        for run in self._runs:
            for sheet in self._copy.papers[run.first : run.last] if run.kind is RunKind.PAPERS else ():
                label, breaks = sheet.label, self.breaks[RunKind.PAPERS].get(sheet.label, ())
                key_breaks = self.breaks[RunKind.KEYS].get(label, ())
                found[label] = Typesetting(run.first, run.last, len(self._copy.papers), breaks, key_breaks)
                if self._printed is not None and label in self._printed.labels:
                    found[label] = replace(self._printed.typesetting(label), key_breaks=key_breaks)
        return found

    def _offer(self, label: str) -> None:
        """Have a version read back once its paper and its key are there."""
        if self._auditor is not None and label in self._written:
            self._auditor.read(label)
        self._written.add(label)
