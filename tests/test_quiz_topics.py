"""Lines of a quiz text that say what questions are about, below them or above: tags and sections, no reasons."""

from __future__ import annotations

import pytest

from examgen.errors import Severity
from examgen.formats.quiz.reader import read
from examgen.model import Question

_ONE = "1. Where does it rain?\na) sea\nb) moon\n"
_TWO = "2. Where is dust?\na) sea\nb) moon\n"


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text without problems."""
    reading = read("bank.md", source)
    assert reading.problems == ()
    return reading.bank.questions


@pytest.mark.parametrize(
    "word", ["Topic", "**Category**", "Subject", "- Learning objective", "\u77e5\u8bc6\u70b9"]
)
def test_the_same_word_below_several_answers_is_a_tag(word: str) -> None:
    first, second = questions(
        f"{_ONE}Answer: a\nExplanation: Clouds.\n{word}: Water, Air\n\n{_TWO}Answer: b\n{word}: Space\n"
    )
    assert (first.tags, second.tags) == (("Water", "Air"), ("Space",))
    assert first.rationale is not None
    assert first.rationale.source == "Clouds."
    assert second.rationale is None


def test_below_one_answer_it_may_be_the_reason() -> None:
    first, second = questions(f"{_ONE}Answer: a\nDomain: all places but one\n\n{_TWO}Answer: b\n")
    assert first.rationale is not None
    assert first.rationale.source == "Domain: all places but one"
    assert (first.tags, second.tags) == ((), ())


@pytest.mark.parametrize("value", ["$x > 0$", "It is the sea that gives rain."])
def test_a_sentence_or_a_formula_is_no_tag(value: str) -> None:
    first, second = questions(f"{_ONE}Answer: a\nDomain: {value}\n\n{_TWO}Answer: b\nDomain: water\n")
    assert first.rationale is not None
    assert first.rationale.source == f"Domain: {value}"
    assert second.rationale is not None
    assert second.tags == ()


def test_between_choices_and_answer_it_is_no_part_of_the_choice() -> None:
    first, second = questions(f"{_ONE}Topic: Water\nAnswer: a\n\n{_TWO}Topic: Space\nAnswer: b\n")
    assert [choice.text.source for choice in (first.choices[-1], second.choices[-1])] == ["moon", "moon"]
    assert (first.tags, second.tags) == (("Water",), ("Space",))


@pytest.mark.parametrize("mark", ["", "**"])
def test_above_the_first_question_and_between_others_it_describes_those_below(mark: str) -> None:
    more = "3. And where none?\na) sea\nb) moon\nAnswer: b\n"
    source = (
        f"{mark}Topic: Water{mark}\n\n{_ONE}Answer: a\n\n{mark}Topic: Space{mark}\n{_TWO}Answer: b\n\n{more}"
    )
    found = questions(source)
    assert [question.section for question in found] == ["Topic: Water", "Topic: Space", "Topic: Space"]
    assert [question.rationale for question in found] == [None, None, None]


def test_in_the_head_and_below_every_question_it_describes_those_above() -> None:
    found = questions(
        f"# Tests\n\nSubject: Nature\n\n{_ONE}Answer: a\nSubject: Water\n\n{_TWO}Answer: b\nSubject: Space\n"
    )
    assert [question.tags for question in found] == [("Water",), ("Space",)]


def test_a_setting_of_another_program_is_left_out_with_a_warning() -> None:
    reading = read("bank.md", f"{_ONE}::time=20\nAnswer: a\n\n{_TWO}::time=30\nAnswer: b\n")
    assert [(problem.severity, problem.place and problem.place.line) for problem in reading.problems] == [
        (Severity.WARNING, 4)
    ]
    assert [question.choices[-1].text.source for question in reading.bank.questions] == ["moon", "moon"]


def test_titles_between_questions_that_are_counted_anew_are_no_reasons() -> None:
    """Other questions have reasons, so that text below an answer would count as one."""
    reading = read(
        "bank.md",
        f"{_ONE}Answer: a\nIt is wet.\n\n{_TWO}Answer: b\n\nHand puppets\n\n1. Who moves?\na) sea\nb) hand\nAnswer: b\n",
    )
    assert [question.rationale is not None for question in reading.bank.questions] == [True, False, False]
    assert [(problem.severity, problem.place and problem.place.line) for problem in reading.problems] == [
        (Severity.WARNING, 12)
    ]


def test_a_line_in_capitals_right_above_a_number_is_told_of() -> None:
    reading = read(
        "bank.md", f"{_ONE}Answer: a\nIt is wet.\nSESSION 2 : OF DUST\n{_TWO}Answer: b\nIt is dry.\n"
    )
    (problem,) = reading.problems
    assert (problem.severity, problem.place and problem.place.line) == (Severity.WARNING, 6)
    assert "'SESSION 2 : OF DUST'" in problem.message


def test_lines_below_each_choice_are_parts_of_the_choices() -> None:
    choices = "A) kind: Pod\nDomain: x\nB) kind: Job\nDomain: y\n"
    source = f"1. Which?\n{choices}\nAnswer: A\n\n2. Which is not?\n{choices}\nAnswer: B\n"
    for question in read("bank.md", source).bank.questions:
        assert [choice.text.source for choice in question.choices] == [
            "kind: Pod\nDomain: x",
            "kind: Job\nDomain: y",
        ]
        assert question.tags == ()


def test_reasons_apart_from_their_answers_are_no_titles() -> None:
    last = "1. Who moves?\na) sea\nb) hand\nAnswer: b\n\nIt can\n"
    reading = read("bank.md", f"{_ONE}Answer: a\n\nIt is wet\n\n{_TWO}Answer: b\n\nIt is dry\n\n{last}")
    assert [question.rationale and question.rationale.source for question in reading.bank.questions] == [
        "It is wet", "It is dry", "It can",
    ]  # fmt: skip
