"""Points that a heading or the instructions give to each question."""

from __future__ import annotations

from fractions import Fraction

import pytest

from examgen.formats.quiz.marking.pointseach import points_each
from examgen.formats.quiz.reader import read


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Part I. Multiple choice (2 points each)", 2),
        ("Section B — 1.5 pts. per question", Fraction(3, 2)),
        ("Each question is worth 4 points.", 4),
        ("Teil A (je 3 Punkte)", 3),
        ("Partie A (2 points chacune)", 2),
        ("Part II (10 points)", None),
        ("Questions 1-5 are 2 points each", None),
        ("Choose one. 2 points each; short answers 5 points each.", None),
        ("Each question has 4 choices", None),
        ("Each is worth 1/2 point", Fraction(1, 2)),
        ("1,000 points each", None),
        ("", None),
    ],
)
def test_points_in_words(text: str, points: int | Fraction | None) -> None:
    assert points_each(text) == points


QUESTION = "{}. Which is it?{}\na) one\nb) two\nAnswer: a\nRationale: So.\n\n"


def points(source: str) -> list[Fraction]:
    return [question.points for question in read("bank.md", source).bank.questions]


def test_the_innermost_heading_counts_and_a_question_knows_best() -> None:
    source = (
        "# Rivers\n\nEach question is worth 4 points.\n\n"
        + QUESTION.format(1, "")
        + "## Part A (2 points each)\n\n"
        + QUESTION.format(2, "")
        + QUESTION.format(3, " (3 points)")
        + "### More\n\n"
        + QUESTION.format(4, "")
        + "## Part B\n\n"
        + QUESTION.format(5, "")
    )
    assert points(source) == [4, 2, 3, 2, 4]


def test_a_line_right_below_the_title_that_gives_points_is_no_course() -> None:
    source = "Quiz: Rivers\nAnswer all questions (2 points each).\n\n" + QUESTION.format(1, "")
    assert points(source) == [2]
    heading = read("bank.md", source).bank.heading
    assert (heading.course, heading.instructions) == ("", "Answer all questions (2 points each).")


def test_without_such_words_a_question_has_one_point() -> None:
    assert points("## Part A (10 points)\n\n" + QUESTION.format(1, "")) == [1]


@pytest.mark.parametrize("behind", ["\nPoints: 3", "\n**Points:** 3\nDifficulty: Hard"])
def test_points_in_a_line_below_the_answer(behind: str) -> None:
    source = QUESTION.format(1, "").replace("Answer: a", f"Answer: a{behind}")
    (found,) = read("bank.md", source).bank.questions
    assert (found.points, str(found.rationale)) == (3, "So.")


def test_points_in_two_places_that_differ_are_an_error() -> None:
    source = QUESTION.format(1, "").replace("1.", "1. (2 points)") + "Points: 3\n"
    reading = read("bank.md", source)
    assert [(problem.code, problem.place and problem.place.line) for problem in reading.problems] == [
        ("two-attributes", 7)
    ]
    assert reading.bank.questions[0].points == 2


def test_other_lines_of_a_rationale_stay() -> None:
    source = QUESTION.format(1, "").replace("So.", "So.\nDomain: all numbers but 0\nLevel: 3 of them")
    (found,) = read("bank.md", source).bank.questions
    assert str(found.rationale) == "So.\nDomain: all numbers but 0\nLevel: 3 of them"
    assert (found.points, found.tags) == (1, ())
