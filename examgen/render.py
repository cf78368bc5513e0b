"""Papers, keys and the grid as LaTeX: templates filled with the rows of sheets and the LaTeX of pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pylatex import NoEscape

from examgen.errors import BankError, Place, Problem, errors_of
from examgen.exam import Exam, Layout
from examgen.markup import Document, escape, parse, to_latex
from examgen.model import Text
from examgen.pieces import Piece, PieceTable
from examgen.sheets import KeySheet, Sheet, points_text
from examgen.templates import Templates

_T = TypeVar("_T")

#: What would make a line of text a list or another block of Markdown.
_BLOCK = re.compile(r"^(\d{0,9})([-+*#>.)](?=\s|$))")

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
    sources = {
        "title": _one_line(heading.title),
        "course": _one_line(heading.course),
        "date": _one_line(heading.date),
        "duration": _one_line(heading.duration),
        "instructions": instructions,
    }
    documents = {
        name: parse(Text(source, tuple(Place("") for _ in source.split("\n"))), Path())
        for name, source in sources.items()
    }
    if problems := [problem for name in documents for problem in _problems(name, documents[name])]:
        raise BankError("", problems=problems)
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


def _one_line(markdown: str) -> str:
    """Return Markdown that is read as a line of text: "1. December" is a date, not the first item of a list."""
    return _BLOCK.sub(r"\1\\\2", " ".join(markdown.split()))


def _problems(name: str, document: Document) -> list[Problem]:
    """Return what keeps a text of the head from being printed."""
    problems = list(errors_of(document.problems))
    for id in sorted(document.references):
        message = f"'[[{id}]]' stands for the letter of a choice, and there are no choices here"
        problems.append(Problem("unknown-reference", message, hint="write the letter, or take it out"))
    for _ in document.pictures:
        hint = "put the picture into the stem of a question"
        problems.append(Problem("picture-in-head", "a picture cannot stand here", hint=hint))
    return [replace(p, message=f"the {name} of the exam: {p.message}", place=None) for p in problems]


def _usual_instructions(all_several: bool, several: bool) -> str:
    if all_several:
        return "Select every choice that is right. Points are in brackets."
    if several:
        return (
            "Select the one best choice for each question, or every right choice where the question says so. "
            "Points are in brackets."
        )
    return "Select the one best choice for each question. Points are in brackets."


def papers(
    templates: Templates, front: Front, layout: Layout, table: PieceTable, sheets: Sequence[Sheet]
) -> str:
    """Return the LaTeX of papers: the pieces of the table, then the sheets."""
    return templates.render("exam.tex", _values(front, layout, table, sheets, table.sorted()))


def keys(
    templates: Templates, front: Front, layout: Layout, table: PieceTable, sheets: Sequence[KeySheet]
) -> str:
    """Return the LaTeX of keys: the pieces of the table, then the sheets."""
    return templates.render("key.tex", _values(front, layout, table, sheets, table.sorted()))


def grid(templates: Templates, front: Front, layout: Layout, sheets: Sequence[KeySheet]) -> str:
    """Return the LaTeX of the grid of all versions."""
    blocks = []
    total = len(sheets[0].questions)
    for first in range(0, total, GRID_COLUMNS):
        columns = range(first, min(first + GRID_COLUMNS, total))
        for top in range(0, len(sheets), GRID_ROWS):
            rows = tuple(
                GridRow(s.label, s.fingerprint, fives([s.questions[column].answer for column in columns]))
                for s in sheets[top : top + GRID_ROWS]
            )
            blocks.append(GridBlock(fives([column + 1 for column in columns]), rows))
    values = _values(front, layout, PieceTable({}), (), ()) | {"blocks": blocks, "versions": len(sheets)}
    return templates.render("grid.tex", values)


def fives(items: Sequence[_T]) -> tuple[tuple[_T, ...], ...]:
    """Return the items in groups of five; the last may be shorter."""
    return tuple(tuple(items[start : start + 5]) for start in range(0, len(items), 5))


def _values(
    front: Front,
    layout: Layout,
    table: PieceTable,
    sheets: Sequence[object],
    pieces: Sequence[Piece],
) -> dict[str, object]:
    return {
        "exam": front,
        "layout": layout,
        "packages": [NoEscape(text) for text in sorted(front.packages.union(table.packages))],
        "pieces": pieces,
        "sheets": sheets,
    }
