"""Signs around labels and letters of a quiz text, as authors of several lands write them."""

from __future__ import annotations

import pytest

from examgen.formats.quiz.reader import read
from examgen.model import Question


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text without problems."""
    reading = read("bank.md", source)
    assert reading.problems == ()
    return reading.bank.questions


@pytest.mark.parametrize("form", ["({}): {}", "{}): {}", "- **({}):** {}", "**{}):** {}"])
def test_a_colon_behind_the_bracket_of_a_label_is_no_text(form: str) -> None:
    choices = "\n".join(form.format(letter, word) for letter, word in (("A", "river"), ("B", "lake")))
    (question,) = questions(f"1. Which flows?\n{choices}\n\nAnswer: A\n")
    assert [choice.text.source for choice in question.choices] == ["river", "lake"]
    assert question.answer == {"a"}


@pytest.mark.parametrize("answer", ['Answer: "B"', "Answer: \u201cb\u201d", 'Rpta.: "B"', "Rpta: b"])
def test_the_letter_of_the_answer_may_stand_in_quotes(answer: str) -> None:
    (question,) = questions(f"1. Which is still?\nA) river\nB) lake\n{answer}\n")
    assert question.answer == {"b"}


def test_a_letter_in_quotes_that_is_a_choice_is_no_label() -> None:
    reading = read("bank.md", '1. What is printed?\na) "B"\nb) "A"\nAnswer: "A"\n')
    assert [problem.code for problem in reading.problems] == ["bad-answer"]


def test_questions_numbered_as_exercises_in_vietnamese() -> None:
    found = questions("Bài 1: 1 + 1 = ?\nA. 2\nB. 3\nĐáp án: A\nBài 2: 1 + 2 = ?\nA. 2\nB. 3\nĐáp án: B\n")
    assert [(question.stem.source, question.answer) for question in found] == [
        ("1 + 1 = ?", {"a"}),
        ("1 + 2 = ?", {"b"}),
    ]
