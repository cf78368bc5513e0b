"""Which questions of a bank make an exam."""

from __future__ import annotations

import re

import pytest
from banks_for_tests import question
from hypothesis import given
from hypothesis import strategies as st

from examgen.errors import SelectionError
from examgen.model import Bank, Heading
from examgen.selection import select

BANK = Bank(
    tuple(
        question(id, tags=tags)
        for id, tags in [
            ("q1", ["easy"]),
            ("q2", ["hard"]),
            ("q3", ["easy", "bias"]),
            ("q4", []),
            ("q5", ["bias"]),
        ]
    ),
    Heading(title="The bank's"),
    name="five",
)


def ids(**wanted: object) -> list[str]:
    return [q.id for q in select(BANK, seed="1", **wanted).questions]  # type: ignore[arg-type]


def test_without_wishes_all_questions_are_taken_in_the_order_of_the_bank() -> None:
    assert ids() == ["q1", "q2", "q3", "q4", "q5"]


def test_a_question_with_any_of_the_tags_is_taken_once() -> None:
    assert ids(tags=["easy"]) == ["q1", "q3"]
    assert ids(tags=["bias", "easy"]) == ["q1", "q3", "q5"]


def test_tags_narrow_the_bank_before_the_draw() -> None:
    for seed in range(20):
        exam = select(BANK, seed=str(seed), tags=["easy"], count=1)
        assert [q.id for q in exam.questions] in (["q1"], ["q3"])


@given(st.text(max_size=5), st.integers(1, 5))
def test_a_draw_keeps_the_order_of_the_bank_and_depends_on_the_seed_alone(seed: str, count: int) -> None:
    drawn = [q.id for q in select(BANK, seed=seed, count=count).questions]
    assert len(drawn) == count
    assert drawn == sorted(set(drawn))
    assert drawn == [q.id for q in select(BANK, seed=seed, count=count).questions]
    # One more question is one more of the same draw.
    if count < 5:
        assert set(drawn) < {q.id for q in select(BANK, seed=seed, count=count + 1).questions}


def test_seeds_draw_different_questions() -> None:
    draws = {tuple(q.id for q in select(BANK, seed=str(seed), count=2).questions) for seed in range(200)}
    # All pairs of five.
    assert len(draws) == 10


def test_a_heading_that_is_given_replaces_that_of_the_bank() -> None:
    assert select(BANK, seed="").heading.title == "The bank's"
    assert select(BANK, seed="", heading=Heading(title="Mine")).heading.title == "Mine"
    assert select(BANK, seed="").name == "five"


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        ({"count": 6}, "6 questions are asked for, and the bank has 5", "ask for 5 or fewer"),
        (
            {"count": 3, "tags": ["easy"]},
            "3 questions are asked for, and the bank has 2 with the tag 'easy'",
            "ask for 2 or fewer, or name more tags",
        ),
        ({"count": 0}, "an exam needs at least 1 question, and 0 are asked for", ""),
        ({"count": -2}, "an exam needs at least 1 question, and -2 are asked for", ""),
        ({"tags": ["esay"]}, "no question has the tag 'esay'", "the tags of this bank are bias, easy, hard"),
        (
            {"tags": ["easy", "x", "y"]},
            "no question has the tag 'x' or 'y'",
            "the tags of this bank are bias, easy, hard",
        ),
    ],
)
def test_what_cannot_be_selected_is_said_with_its_counts(
    wanted: dict[str, object], message: str, hint: str
) -> None:
    with pytest.raises(SelectionError, match=f"^{re.escape(message)}") as caught:
        ids(**wanted)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_bank_without_tags_says_so() -> None:
    with pytest.raises(SelectionError) as caught:
        select(Bank((question("q"),)), seed="1", tags=["easy"])
    assert caught.value.hint == "this bank has no tags"


@pytest.mark.parametrize(
    ("only", "taken"),
    [
        (["q3"], ["q3"]),
        (["q5,q1"], ["q1", "q5"]),
        (["2-4"], ["q2", "q3", "q4"]),
        (["4", "1 - 2, q2"], ["q1", "q2", "q4"]),
    ],
)
def test_questions_are_named_by_id_number_and_range_and_keep_their_order(
    only: list[str], taken: list[str]
) -> None:
    assert ids(only=only) == taken


def test_tags_and_the_draw_choose_among_the_questions_named() -> None:
    assert ids(only=["2-5"], tags=["easy", "bias"]) == ["q3", "q5"]
    for seed in range(9):
        drawn = select(BANK, seed=str(seed), only=["2-5"], tags=["easy", "bias"], count=1).questions
        assert [q.id for q in drawn] in (["q3"], ["q5"])


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        ({"only": ["q1,q33"]}, "the bank has no question 'q33'", "did you mean 'q3'?"),
        (
            {"only": ["zebra"]},
            "the bank has no question 'zebra'",
            "'examgen show' prints the ids and numbers of a bank",
        ),
        (
            {"only": ["3-7"]},
            "the bank has questions 1 to 5, and '3-7' is asked for",
            "'examgen show' prints the ids and numbers of a bank",
        ),
        (
            {"only": ["0"]},
            "the bank has questions 1 to 5, and '0' is asked for",
            "'examgen show' prints the ids and numbers of a bank",
        ),
        ({"only": ["9-3"]}, "the range '9-3' runs backwards", "write '3-9'"),
        ({"only": [" , "]}, "no question is named", "write ids or numbers: 'mouth,3,5-7'"),
        (
            {"only": ["q2"], "tags": ["bias"]},
            "no question named with --only has the tag 'bias'",
            "name other questions, or leave --tag out",
        ),
        ({"only": ["1,2"], "count": 3}, "3 questions are asked for, and 2 are named", "ask for 2 or fewer"),
    ],
)
def test_what_cannot_be_named_is_said(wanted: dict[str, object], message: str, hint: str) -> None:
    with pytest.raises(SelectionError) as caught:
        ids(**wanted)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_number_that_is_the_id_of_another_question_is_an_error_and_a_range_says_which() -> None:
    bank = Bank(tuple(question(id) for id in ("2", "1", "3", "77")))
    with pytest.raises(SelectionError) as caught:
        select(bank, seed="1", only=["1"])
    assert caught.value.message == "'1' is the id of question 2, and the number of another one"
    assert caught.value.hint == "write '2-2' for the one with this id, or '1-1' for the number"
    assert [q.id for q in select(bank, seed="1", only=["2-2", "3", "77"]).questions] == ["1", "3", "77"]
