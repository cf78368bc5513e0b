"""Papers, keys and the grid as LaTeX: templates filled with the rows of sheets and the LaTeX of pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from pylatex import NoEscape

from examgen.corrections import CorrectionRow
from examgen.errors import BankError, TemplateError
from examgen.exam import Exam, Layout
from examgen.heading import heading_documents, heading_problems
from examgen.markup import escape, to_latex
from examgen.pieces import Piece, PieceTable
from examgen.sheets import KeySheet, Sheet, points_text
from examgen.templates import Templates

_T = TypeVar("_T")

#: Answers in a row of the grid of all versions.
GRID_COLUMNS = 25
#: Versions below one row of numbers in the grid.
GRID_ROWS = 10


@dataclass(frozen=True, slots=True)
class Front:
    """What stands at the head of papers and keys, as LaTeX."""

    title: NoEscape
    course: NoEscape
    date: NoEscape
    duration: NoEscape
    instructions: NoEscape
    questions: int
    points: str
    several: bool  #: some questions have more than one right choice
    packages: frozenset[str]  #: LaTeX that loads what the head needs


@dataclass(frozen=True, slots=True)
class Page:
    """How pages are laid out, and what loads the fonts that LuaTeX sets them in."""

    layout: Layout
    fonts: tuple[NoEscape, ...] = ()  #: lines of LaTeX; none for pdfTeX


@dataclass(frozen=True, slots=True)
class GridRow:
    """One version in the grid: its answers to a range of questions, in groups of five."""

    label: str
    fingerprint: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class GridBlock:
    """Some versions below a row of question numbers."""

    numbers: tuple[tuple[int, ...], ...]  #: 1-based, in groups of five
    rows: tuple[GridRow, ...]


def front_of(exam: Exam) -> Front:
    """Return the head of an exam's papers and keys.

    Raises:
        BankError: what is said of the exam as a whole cannot be printed; all problems.
    """
    heading = exam.heading
    several = any(len(question.answer) > 1 for question in exam.questions)
    instructions = heading.instructions or _usual_instructions(
        all(len(question.answer) > 1 for question in exam.questions), several
    )
    heading = replace(heading, instructions=instructions)
    if problems := heading_problems(heading, {}):
        raise BankError("", problems=problems)
    documents = heading_documents(heading)
    fragments = {name: to_latex(document, {}) for name, document in documents.items()}
    return Front(
        title=fragments["title"].latex if heading.title else escape(exam.name),
        course=fragments["course"].latex,
        date=fragments["date"].latex,
        duration=fragments["duration"].latex,
        instructions=fragments["instructions"].latex,
        questions=len(exam.questions),
        points=points_text(exam.points),
        several=several,
        packages=frozenset(p.dumps() for fragment in fragments.values() for p in fragment.packages),
    )


def _usual_instructions(all_several: bool, several: bool) -> str:
    if all_several:
        return "Select every choice that is right. Points are in brackets."
    if several:
        return (
            "Select the one best choice for each question, or every right choice where the question says so. "
            "Points are in brackets."
        )
    return "Select the one best choice for each question. Points are in brackets."


def papers(templates: Templates, front: Front, page: Page, table: PieceTable, sheets: Sequence[Sheet]) -> str:
    """Return the LaTeX of papers: the pieces of the table, then the sheets."""
    return templates.render("exam.tex", _values(front, page, table, sheets, table.sorted()))


def keys(
    templates: Templates, front: Front, page: Page, table: PieceTable, sheets: Sequence[KeySheet]
) -> str:
    """Return the LaTeX of keys: the pieces of the table, then the sheets.

    Raises:
        TemplateError: there are corrections to be told, and the template tells none.
    """
    values = _values(_counting(front, sheets), page, table, sheets, table.sorted())
    return _told(templates.render("key.tex", values | {"revision": sheets[0].revision}), "key.tex", sheets)


def grid(
    templates: Templates,
    front: Front,
    page: Page,
    sheets: Sequence[KeySheet],
    corrections: Sequence[CorrectionRow] = (),
) -> str:
    """Return the LaTeX of the grid of all versions; ``corrections`` are told above it.

    Raises:
        TemplateError: there are corrections to be told, and the template tells none.
    """
    blocks = []
    total = len(sheets[0].questions)
    for top in range(0, len(sheets), GRID_ROWS):
        for first in range(0, total, GRID_COLUMNS):
            columns = range(first, min(first + GRID_COLUMNS, total))
            rows = tuple(
                GridRow(s.label, s.fingerprint, fives([s.questions[column].answer for column in columns]))
                for s in sheets[top : top + GRID_ROWS]
            )
            blocks.append(GridBlock(fives([column + 1 for column in columns]), rows))
    # Its rows are as wide as the page.
    values = _values(
        _counting(front, sheets),
        replace(page, layout=replace(page.layout, columns=1)),
        PieceTable({}),
        (),
        (),
    )
    values |= {"blocks": blocks, "versions": len(sheets), "corrections": corrections}
    values |= {"revision": sheets[0].revision, "legend": sheets[0].legend}
    return _told(templates.render("grid.tex", values), "grid.tex", sheets)


def _counting(front: Front, sheets: Sequence[KeySheet]) -> Front:
    """Return the head with the points that count, which are fewer than those of the paper where a question is void."""
    return replace(
        front, points=points_text(sum((Fraction(k.points) for k in sheets[0].questions), Fraction(0)))
    )


def _told(source: str, name: str, sheets: Sequence[KeySheet]) -> str:
    """Return the LaTeX of a template, having seen that it tells the corrections that there are."""
    if sheets[0].corrections and "\\egcorrection{" not in source:
        raise TemplateError(
            f"the template {name} tells nothing of corrections",
            hint="it is older than corrections: see \\egcorrection in the README.md beside the built-in templates",
        )
    return source


def fives(items: Sequence[_T]) -> tuple[tuple[_T, ...], ...]:
    """Return the items in groups of five; the last may be shorter."""
    return tuple(tuple(items[start : start + 5]) for start in range(0, len(items), 5))


def _values(
    front: Front,
    page: Page,
    table: PieceTable,
    sheets: Sequence[object],
    pieces: Sequence[Piece],
) -> dict[str, object]:
    return {
        "exam": front,
        "layout": page.layout,
        "fonts": page.fonts,
        "packages": [NoEscape(text) for text in sorted(front.packages.union(table.packages))],
        "pieces": pieces,
        "sheets": sheets,
    }
