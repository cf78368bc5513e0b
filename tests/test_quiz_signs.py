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


def test_labels_with_a_bracket_behind_them() -> None:
    first, second = questions(
        "Q.1) Which is it?\na) river\nb) lake\n\nAns) a\nExp) It flows\nto the sea.\nSubject) Water\n\n"
        "Q.2) Which is still?\na) river\nb) lake\n\nAns) b\nExp) It rests.\nSubject) Earth\n"
    )
    assert (first.answer, second.answer) == ({"a"}, {"b"})
    assert first.rationale is not None
    assert first.rationale.source == "It flows\nto the sea."
    assert (first.tags, second.tags) == (("Water",), ("Earth",))


@pytest.mark.parametrize("label", ["Yanıt", "Doğru yanıt", "Odpowiedź prawidłowa", "Prawidłowa odpowiedź"])
def test_more_words_for_the_answer(label: str) -> None:
    (question,) = questions(f"1. 1 + 1 = ?\na) 2\nb) 3\n{label}: a\n")
    assert question.answer == {"a"}


def test_an_answer_with_its_words_in_the_line_of_the_choices() -> None:
    (question,) = questions("1. Which flows? a) a river b) a lake c) a wall Answer: a) a river\n")
    assert [choice.text.source for choice in question.choices] == ["a river", "a lake", "a wall"]
    assert question.answer == {"a"}
    other = read("b.md", "1. Which flows? a) a river b) a lake c) a wall Answer: a) a lake\n")
    assert not other.bank.questions or other.problems
