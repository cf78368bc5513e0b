"""The runs of TeX that make up a build, and what is cut out of each PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from examgen import pdf, render
from examgen.corrections import Correction, CorrectionRow, rows_in_ids
from examgen.errors import TypesetError
from examgen.exam import Exam, Layout, Version
from examgen.markup import bare
from examgen.pieces import PieceTable
from examgen.scripts import ENGINE, FontPlan, fonts_for
from examgen.sheets import KeySheet, Sheet, folders_of, key_sheets, paper_sheets
from examgen.templates import Templates
from examgen.typeset import TexJob, TexOutcome

#: Versions typeset by one run of TeX. Fixed, because the bytes of a PDF depend on what was typeset along with it.
CHUNK = 250


class RunKind(StrEnum):
    """What a run typesets."""

    PAPERS = "papers"
    KEYS = "keys"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of TeX: some versions of one kind of document."""

    kind: RunKind
    first: int  #: 0-based index of the first version
    last: int  #: 0-based index after the last version


def runs_for(versions: int) -> list[Run]:
    """Return the runs for a number of versions: keys before papers, because they take longer."""
    runs = []
    for first in range(0, versions, CHUNK):
        last = min(first + CHUNK, versions)
        runs += [Run(RunKind.KEYS, first, last), Run(RunKind.PAPERS, first, last)]
    return [*runs, Run(RunKind.GRID, 0, versions)]


@dataclass(frozen=True, slots=True)
class Copy:
    """All that the runs of a build print: the sheets of every version, and the pieces they are made of."""

    exam: Exam
    layout: Layout
    templates: Templates
    papers: Sequence[Sheet]
    keys: Sequence[KeySheet]
    paper_pieces: PieceTable  #: stems and choices only: nothing of a key is in a paper's source
    key_pieces: PieceTable
    corrections: Sequence[CorrectionRow] = ()  #: told beside the answers of all versions
    fonts: FontPlan | None = None  #: LuaTeX's, where pdfTeX's do not have all characters

    @classmethod
    def of(
        cls,
        exam: Exam,
        versions: Sequence[Version],
        layout: Layout,
        templates: Templates,
        history: Sequence[Correction] = (),
    ) -> Copy:
        """Return what is printed of the versions of an exam; keys follow the corrections made to it.

        Raises:
            TexMissingError: this machine has no font for some of its characters.
        """
        paper_pieces, key_pieces = PieceTable(folders_of(exam)), PieceTable(folders_of(exam))
        return cls(
            exam=exam,
            layout=layout,
            templates=templates,
            papers=paper_sheets(exam, versions, paper_pieces),
            keys=key_sheets(exam, versions, key_pieces, history),
            paper_pieces=paper_pieces,
            key_pieces=key_pieces,
            corrections=tuple(rows_in_ids(exam, versions, history)),
            fonts=fonts_for(exam.texts),
        )

    def job(self, run: Run, seconds: int) -> TexJob:
        """Return the job of a run, given a limit on its time in seconds."""
        front = render.front_of(self.exam)
        page = render.Page(self.layout, self.fonts.setup if self.fonts else ())
        chunk = slice(run.first, run.last)
        if run.kind is RunKind.PAPERS:
            table = self.paper_pieces
            source = render.papers(self.templates, front, page, table, self.papers[chunk])
        elif run.kind is RunKind.KEYS:
            table = self.key_pieces
            source = render.keys(self.templates, front, page, table, self.keys[chunk])
        else:
            table = PieceTable({})
            source = render.grid(self.templates, front, page, self.keys, self.corrections)
        files = {name: bare(picture) for name, picture in sorted(table.pictures.items())}
        files = self.templates.beside() | files
        files["examgen.sty"] = self.templates.path("examgen.sty").read_bytes()
        name = f"{run.kind} {run.first + 1}-{run.last}"
        if self.fonts is None:
            return TexJob(name, source, files, seconds)
        return TexJob(name, self.fonts.first + source, {**files, **self.fonts.files}, seconds, ENGINE)

    def parts(self, run: Run, outcome: TexOutcome) -> Iterator[tuple[str, pdf.PdfPart]]:
        """Yield the documents of a run: the path in the output folder, and the PDF."""
        assert outcome.pdf is not None
        name, title = self.exam.name, self.exam.heading.title or self.exam.name
        labels = [label for label, _ in outcome.pages]
        planned = (
            ["all"] if run.kind is RunKind.GRID else [s.label for s in self.papers[run.first : run.last]]
        )
        if labels != planned:
            raise TypesetError(
                f"the template of the {run.kind} typeset the versions {', '.join(labels)}, not {', '.join(planned)}",
                hint="it must have one egversion environment for each sheet, with the sheet's label",
            )
        titles = {
            RunKind.PAPERS: [f"{title}, version {label}" for label in labels],
            RunKind.KEYS: [f"KEY: {title}, version {label}" for label in labels],
            RunKind.GRID: [f"KEY: {title}, all versions"] * len(labels),
        }[run.kind]
        for part in pdf.split(outcome.pdf, outcome.pages, titles):
            path = {
                RunKind.PAPERS: f"exams/{name}-{part.label}.pdf",
                RunKind.KEYS: f"keys/{name}-{part.label}-key.pdf",
                RunKind.GRID: f"keys/{name}-keys.pdf",
            }[run.kind]
            yield path, part
