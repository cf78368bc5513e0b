"""A question about spread, without a number or a letter of its own, and whether what is said of it keeps its order."""

from __future__ import annotations

from dataclasses import replace

from examgen.errors import Place
from examgen.model import Choice, Question, Text
from examgen.references import resolve
from examgen.references.suspicion import is_suspect

CHOICES = ("the mean", "the variance", "the median", "the mode", "the range")
STEM = "Which of these says how far values lie apart?"


def text(source: str) -> Text:
    return Text(source, tuple(Place("bank.md", line, 1) for line in range(1, source.count("\n") + 2)))


def asked(*choices: str, stem: str = STEM, rationale: str | None = None) -> Question:
    return Question(
        "q",
        text(stem),
        Place("bank.md", 1, 1),
        tuple(Choice("abcdefgh"[at], text(each), Place("bank.md", at, 1)) for at, each in enumerate(choices)),
        frozenset("a"),
        None if rationale is None else text(rationale),
    )


def keeps_order(question: Question) -> bool:
    """Return whether the author's order is kept, and nothing else is done; the quick look agrees."""
    found = resolve(question)
    assert found == resolve(question, thoroughly=True)
    if found.question.keep_order:
        assert {problem.code for problem in found.problems} == {"stale-letter"}
        assert is_suspect(question)
        assert found.question == replace(question, keep_order=True)
        return True
    assert not found.problems
    assert found.question == question
    return False
