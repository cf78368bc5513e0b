"""Small banks made in memory."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from examgen.arrange import arrange
from examgen.errors import Place
from examgen.exam import Exam, Layout
from examgen.model import Choice, Heading, Question, Text
from examgen.pieces import PieceTable
from examgen.runs import Copy, Run, RunKind
from examgen.sheets import folders_of, key_sheets, paper_sheets
from examgen.templates import Templates
from examgen.typeset import TexOutcome, find_tex, run


def text(source: str, file: str = "bank.md", line: int = 1) -> Text:
    """Return a text whose lines stand at the given line and below."""
    return Text(source, tuple(Place(file, line + i, 1) for i in range(source.count("\n") + 1)))


def question(
    id: str,
    choices: Sequence[str] = ("one", "two", "three", "four"),
    answer: Sequence[str] = ("a",),
    *,
    stem: str | None = None,
    pinned: Sequence[str] = (),
    pin: bool = False,
    keep_order: bool = False,
    rationale: str | None = "Because.",
    points: int = 1,
    tags: Sequence[str] = (),
) -> Question:
    """Return a question whose choices have the ids a, b, c, ..."""
    ids = "abcdefghijklmnopqrstuvwxyz"
    return Question(
        id=id,
        stem=text(stem if stem is not None else f"What is {id}?"),
        place=Place("bank.md", 1, 1),
        choices=tuple(
            Choice(ids[i], text(source), Place("bank.md", i + 2, 1), pin=ids[i] in pinned)
            for i, source in enumerate(choices)
        ),
        answer=frozenset(answer),
        rationale=text(rationale) if rationale is not None else None,
        points=Fraction(points),
        tags=tuple(tags),
        pin=pin,
        keep_order=keep_order,
    )


def exam(questions: Sequence[Question], title: str = "A test") -> Exam:
    """Return an exam of these questions."""
    return Exam("test", Heading(title=title), tuple(questions))


def copy_of(
    exam: Exam,
    versions: int = 1,
    *,
    seed: str = "1",
    layout: Layout | None = None,
    folder: Path | None = None,
) -> Copy:
    """Return all that a build of the exam prints; ``folder`` holds templates that replace built-in ones."""
    arranged = arrange(exam, seed, versions)
    paper_pieces, key_pieces = PieceTable(folders_of(exam)), PieceTable(folders_of(exam))
    return Copy(
        exam=exam,
        layout=layout or Layout(),
        templates=Templates(folder),
        papers=paper_sheets(exam, arranged, paper_pieces),
        keys=key_sheets(exam, arranged, key_pieces),
        paper_pieces=paper_pieces,
        key_pieces=key_pieces,
    )


def source_of(copy: Copy, kind: RunKind = RunKind.PAPERS) -> str:
    """Return the LaTeX of all papers, or all keys, or the grid."""
    return copy.job(Run(kind, 0, len(copy.papers)), 60).source


def typeset(copy: Copy, kind: RunKind = RunKind.PAPERS) -> TexOutcome:
    """Run TeX on all papers, or all keys, or the grid."""
    return run(copy.job(Run(kind, 0, len(copy.papers)), 60), find_tex())
