"""Quiz texts as whole files of courses hold them: what stands around the questions does not get into them."""

from __future__ import annotations

import pytest

from examgen.formats.quiz.reader import read
from examgen.model import Question


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text without errors."""
    reading = read("bank.md", source)
    assert [problem for problem in reading.problems if problem.severity.name == "ERROR"] == []
    return reading.bank.questions


def rationale(source: str) -> str | None:
    """Return the rationale of the only question of a text."""
    (question,) = questions(source)
    return question.rationale.source if question.rationale else None


# ---- behind the letter of the answer


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("b) \u2014 Oslo is the largest of them.", "Oslo is the largest of them."),
        ("B. **Oslo** lies at a fjord", "**Oslo** lies at a fjord"),
        ("b) Oslo \u2014 it lies at a fjord.", "it lies at a fjord."),
        ("b) Oslo. It lies at a fjord.", "It lies at a fjord."),
        ("b) Oslo", None),
    ],
)
def test_a_sentence_that_begins_with_the_words_of_the_choice_stays_whole(
    answer: str, said: str | None
) -> None:
    assert rationale(f"1. Which?\na) Bergen\nb) Oslo\nAnswer: {answer}") == said


def test_bold_type_that_closes_behind_the_answer_of_a_list() -> None:
    source = (
        "### Q1. What to do?\nA. Wait\nB. Ask the guide, and go\n\n"
        "## Answers\n\n### Q1: **B. Ask the guide**\nHe knows the way."
    )
    assert rationale(source) == "Ask the guide\nHe knows the way."


def test_a_dot_in_the_middle_parts_the_answer_from_its_source() -> None:
    source = "### 1\nWhich?\n- a) Alps\n- b) Nile\n\n**Correct:** b \u00b7 **Source:** page 3"
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert rationale(source) == "**Source:** page 3"


def test_a_list_of_answers_with_dots_in_the_middle() -> None:
    source = "### 1\nWhich?\n- a) Alps\n- b) Nile\n\n### 2\nWhat?\n- a) Bonn\n- b) Elbe\n\n## Answers\n\n1. b \u00b7 2. a"
    assert [question.answer for question in questions(source)] == [{"b"}, {"a"}]
