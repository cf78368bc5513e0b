"""What tests of quiz texts ask of a reading."""

from __future__ import annotations

from examgen.errors import Severity
from examgen.formats.quiz.reader import read
from examgen.model import Question


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text without problems."""
    reading = read("bank.md", source)
    assert reading.problems == ()
    return reading.bank.questions


def right(source: str, errors: int = 0) -> list[tuple[str, str]]:
    """Return stem and right choices of each question of a text with so many errors."""
    reading = read("bank.md", source)
    assert sum(problem.severity is Severity.ERROR for problem in reading.problems) == errors
    return [
        (
            question.stem.source,
            " + ".join(choice.text.source for choice in question.choices if choice.id in question.answer),
        )
        for question in reading.bank.questions
    ]


def codes(source: str) -> list[tuple[str, int]]:
    """Return code and line of each problem."""
    return [
        (problem.code, problem.place.line if problem.place else 0)
        for problem in read("b.md", source).problems
    ]
