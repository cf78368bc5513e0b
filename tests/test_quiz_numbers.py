"""Answers that name numbered choices: one, several, and what could be either."""

from __future__ import annotations

import pytest

from examgen.formats.quiz.reader import read

LIST = "1. Which planets are rocky?\n   1. Mars\n   2. Saturn\n   3. Venus, 4 of 10\n"


def asked(answer: str, text: str = LIST) -> tuple[list[str], str]:
    """Return the right letters of the only question and its rationale; no letters: it is not read."""
    questions = read("t.md", f"{text}Answer: {answer}\n").bank.questions
    return (sorted(questions[0].answer), str(questions[0].rationale or "")) if questions else ([], "")


@pytest.mark.parametrize(
    ("answer", "letters"),
    [
        ("2", ["b"]),
        ("(2)", ["b"]),
        ("1 and 3", ["a", "c"]),
        ("1, 3", ["a", "c"]),
        ("1) & 3)", ["a", "c"]),
        ("1, 2, and 3", ["a", "b", "c"]),
        ("1 und 3", ["a", "c"]),
        ("**1**, **3**", ["a", "c"]),
        ("3. Venus, 4 of 10", ["c"]),
    ],
)
def test_numbers_name_choices(answer: str, letters: list[str]) -> None:
    assert asked(answer) == (letters, "")


@pytest.mark.parametrize(
    "answer", ["1.3", "1 3", "1/3", "1 or 3", "1 - 3", "1. 3", "(1) (3)", "1 as well as 3", "1, 4", "1: 3"]
)
def test_a_second_number_is_never_a_reason(answer: str) -> None:
    assert asked(answer) == ([], "")


def test_reasons_with_numbers_stay() -> None:
    assert asked("2. It has 6 legs") == (["b"], "It has 6 legs")
    assert asked("1 because 3 is too hot") == (["a"], "because 3 is too hot")


def test_choices_that_are_numbers_may_be_written_behind_their_number() -> None:
    assert asked("2. 30", "1. How many?\n   1. 20\n   2. 30\n") == (["b"], "")


def test_a_letter_behind_each_stem_may_be_bold() -> None:
    text = "1. Which? **(b)**\na) this\nb) that\n\n2. **And which? (a)**\na) this\nb) that\n"
    assert [sorted(each.answer) for each in read("t.md", text).bank.questions] == [[], []]
    text = text.replace("**And which? (a)**", "And which? **(a)**")
    questions = read("t.md", text).bank.questions
    assert [(str(each.stem), sorted(each.answer)) for each in questions] == [
        ("Which?", ["b"]),
        ("And which?", ["a"]),
    ]


def test_points_behind_a_stem_may_be_bold_or_italic() -> None:
    for written in ("(3 points)", "*(3 points)*", "**[3 pts]**"):
        question = read("t.md", f"1. Which? {written}\na) x\nb) y\nAnswer: a\n").bank.questions[0]
        assert (str(question.stem), question.points) == ("Which?", 3)
