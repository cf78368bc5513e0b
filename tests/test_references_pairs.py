"""Choices that are letters of something else, as bonds and profiles of a game are, name no other choices."""

from __future__ import annotations

from dataclasses import replace

import pytest
from references_for_tests import CHOICES, asked, keeps_order

from examgen.errors import Severity
from examgen.model import Question
from examgen.references import resolve

BONDS = ("C–H", "F–H", "N–H", "O–H")
PROFILES = ("(D, L)", "(U, L)", "(U, R)", "(D, R)")


def lettered(question: Question, ids: str) -> Question:
    choices = tuple(replace(each, id=id) for each, id in zip(question.choices, ids, strict=True))
    return replace(question, choices=choices)


@pytest.mark.parametrize("ids", ["abcd", "dcba", "cfno"])
@pytest.mark.parametrize(
    "choices", [BONDS, ("B-H", "C-H", "N-H", "none of these bonds"), PROFILES, ("(u, l)", "(d, l)", "(d, r)", "x")]
)  # fmt: skip
@pytest.mark.parametrize("rationale", [None, "{} is the best, and it shows.", "Only {} holds."])
def test_letters_of_something_else(choices: tuple[str, ...], ids: str, rationale: str | None) -> None:
    said = rationale.format(choices[0]) if rationale else None
    assert not keeps_order(lettered(asked(*choices, rationale=said), ids))


@pytest.mark.parametrize("choice", ["C–H", "(D, L)"])
@pytest.mark.parametrize("ids", ["abcd", "dcba"])
def test_a_single_pair_is_no_error(choice: str, ids: str) -> None:
    found = resolve(lettered(asked(choice, *CHOICES[:3]), ids))
    assert found.question.keep_order
    assert [each.severity for each in found.problems] == [Severity.WARNING]
    as_math = asked(f"${choice}$", *CHOICES[:3])
    assert "as math" in (found.problems[0].hint or "")
    assert not keeps_order(lettered(as_math, ids))


def test_words_between_the_letters_name_choices() -> None:
    found = resolve(lettered(asked("Both D and H", *CHOICES[:3]), "bacd"))
    assert found.question.keep_order
    displaced = resolve(lettered(asked("Both A and H", *CHOICES[:3]), "bacd"))
    assert [each.severity for each in displaced.problems] == [Severity.ERROR]


def test_pairs_of_letters_that_choices_have_may_name_them() -> None:
    assert keeps_order(asked("(A, B)", "(A, C)", "(B, C)", "(C, D)"))
    assert keeps_order(asked(*BONDS, rationale="C is the weakest, C–H."))
    assert (
        resolve(asked(*BONDS[:3], "Both A and B")).question.choices[3].text.source == "Both [[a]] and [[b]]"
    )
