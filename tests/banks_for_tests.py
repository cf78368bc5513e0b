"""Small banks made in memory."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from examgen.errors import Place
from examgen.exam import Exam
from examgen.model import Choice, Heading, Question, Text


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
