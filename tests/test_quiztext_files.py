"""Quiz texts as whole files of others have them: what stands around questions, and answers in many words."""

from __future__ import annotations

import pytest

from examgen.errors import Severity
from examgen.formats.quiz.reader import read
from examgen.model import Question


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text without problems."""
    reading = read("bank.md", source)
    assert reading.problems == ()
    return reading.bank.questions


def right(source: str) -> list[tuple[str, str]]:
    """Return stem and right choices of each question of a text without errors."""
    reading = read("bank.md", source)
    assert not any(problem.severity is Severity.ERROR for problem in reading.problems)
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


SHELVES = "1. Which shelves?\nA) the left shelf\nB) the low shelf\nC) the top shelf\n"


# ---- several right choices in words


@pytest.mark.parametrize(
    "answer",
    [
        "Answers: A) the left shelf and C) the top shelf",
        "**Answers: A. The left shelf, C. The top shelf**",
        "Answers: (A) the left shelf; (C) the top shelf",
        "Answers: A - the left shelf; C - the top shelf",
        "Answers: A (the left shelf) and C (the top shelf)",
        "Answers: A: the left shelf, C: the top shelf.",
        "Answers:\nA) the left shelf\nC) the top shelf",
        "Answers:\n\n- A) the left shelf\n- C) the top shelf",
    ],
)
def test_all_choices_that_an_answer_writes_out_are_right(answer: str) -> None:
    (question,) = questions(SHELVES + answer)
    assert (question.answer, question.rationale) == ({"a", "c"}, None)


def test_reasons_behind_several_choices_are_the_rationale() -> None:
    (question,) = questions(SHELVES + "Answers: A) the left shelf and C) the top shelf. They are of oak.")
    assert question.answer == {"a", "c"}
    assert question.rationale is not None
    assert question.rationale.source == "They are of oak."


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: B) the low shelf, A) the left shelf is too long",
        "Answer: B) a low shelf and C) the top shelf",
        "Answer: B) the low shelf. It is near, and C) the top shelf is not.",
        "Answer: B\nC",
        "Answer: B\nC) the top shelf",
    ],
)
def test_an_answer_that_may_name_another_choice_is_an_error(answer: str) -> None:
    assert codes(SHELVES + answer) == [("bad-answer", 5)]


@pytest.mark.parametrize(
    ("answer", "reasons"),
    [
        ("Answer: B) the low shelf. A) the left shelf is too long.", "A) the left shelf is too long."),
        ("Answer: B\nA) the left shelf is too long.", "A) the left shelf is too long."),
        (
            "Answer: B\nA) the left shelf\nB) the low shelf\nC) the top shelf",
            "A) the left shelf\nB) the low shelf\nC) the top shelf",
        ),
    ],
)
def test_words_about_other_choices_are_reasons(answer: str, reasons: str) -> None:
    (question,) = read("bank.md", SHELVES + answer).bank.questions
    assert question.answer == {"b"}
    assert question.rationale is not None
    assert question.rationale.source == reasons


# ---- headings and numbers


def test_a_heading_may_be_underlined() -> None:
    source = (
        "Ships\n=====\n\nQuestion 1\n----------\n\nWhere?\n\na) here\nb) there\n\nAnswer: b\n\n"
        "Part two\n--------\n\nQuestion 2\n---\nWhen?\na) now\nb) then\n\nAnswer: a\n"
    )
    first, second = questions(source)
    assert (first.stem.source, second.stem.source) == ("Where?", "When?")
    assert (first.section, second.section) == (None, "Part two")
    assert read("bank.md", source).bank.heading.title == "Ships"


def test_a_line_across_the_page_below_reasons_underlines_nothing() -> None:
    source = "1. Where?\na) here\nb) there\n\nAnswer: b\n\nThe map shows it.\n---\n2. When?\na) now\nb) then\n\nAnswer: a"
    first, second = read("bank.md", source).bank.questions
    assert first.rationale is not None
    assert (first.rationale.source, second.section) == ("The map shows it.", None)


def test_an_escaped_line_across_the_page_is_no_text() -> None:
    first = "1\\. Where?\n\na) here\nb) there\n\nAnswer: b\n\n\\---\n\n"
    source = f"{first}2\\. When?\n\na) now\nb) then\n\nAnswer: a\n\n\\-\\-\\-\n"
    assert [(question.answer, question.rationale) for question in questions(source)] == [
        ({"b"}, None),
        ({"a"}, None),
    ]


def test_numbers_in_chinese_brackets() -> None:
    first = "\u3010\u7b2c 1 \u9898\u3011 \u54ea\u4e2a\uff1f\nA. x\nB. y\n\u7b54\u6848\uff1aA\n\n"
    source = f"{first}\u3010\u7b2c2\u9898\u3011\u8c01\uff1f\nA. u\nB. v\n\u7b54\u6848\uff1aB"
    assert right(source) == [("\u54ea\u4e2a\uff1f", "x"), ("\u8c01\uff1f", "v")]


def test_statements_below_numbered_headings() -> None:
    first = "# Rain\n\n## True or false\n\n### 1. Rain is wet.\n**Answer:** True\n\n"
    source = f"{first}### 2. Rain is dry.\n**Answer:** False\n"
    assert right(source) == [("Rain is wet.", "True"), ("Rain is dry.", "False")]


def test_a_numbered_heading_over_questions_is_a_section() -> None:
    source = "## 1. Rain\n\n1. Where?\na) here\nb) there\n\nAnswer: b\n"
    (question,) = questions(source)
    assert (question.stem.source, question.section) == ("Where?", "1. Rain")


@pytest.mark.parametrize(("case", "answer"), [("upper", "**B**"), ("lower", "b")])
def test_numbers_that_a_page_shows_as_letters(case: str, answer: str) -> None:
    list_ = f'<div class="{case}-alpha" markdown>\n1. here\n2. there\n</div>'
    fold = f'??? question "Show Answer"\n    The correct answer is {answer}. The map shows it.'
    source = f"#### 1. Where?\n\n{list_}\n\n{fold}\n\n#### 2. And where not?\n\n{list_}\n\n{fold}\n"
    first, second = questions(source)
    assert [choice.text.source for choice in first.choices] == ["here", "there"]
    assert (first.answer, second.answer) == ({"b"}, {"b"})
    assert second.rationale is not None
    assert second.rationale.source == "The map shows it."


# ---- what stands between and below


@pytest.mark.parametrize(
    "button", ["View Answer", "**Show answer**", "Show Solution \u25bc", "> Reveal the answer"]
)
def test_a_button_over_an_answer_is_no_part_of_the_last_choice(button: str) -> None:
    (question,) = questions(f"1. Where?\nA. here\nB. there\n{button}\n\nAns : B\nExplanation: It is.")
    assert [choice.text.source for choice in question.choices] == ["here", "there"]
    assert question.rationale is not None
    assert question.rationale.source == "It is."


def test_points_between_choices_and_answer() -> None:
    (question,) = questions("1. Where?\nA. here\nB. there\nPoints: 2\nAnswer: B")
    assert (question.points, question.choices[1].text.source) == (2, "there")
    assert codes("1. (1 point) Where?\nA. here\nB. there\n**Marks:** 2\nAnswer: B") == [("two-attributes", 4)]


def test_text_that_closes_a_part_is_no_rationale() -> None:
    part = "\n\n".join(
        f"{number}. Where is {number}?\na) here\nb) there\nAnswer: b" for number in range(1, 5)
    )
    end = "Thank you for your time."
    source = f"## One\n{part}\n\n{end}\n\n## Two\n{part}\n\n{end}\n"
    reading = read("bank.md", source)
    assert [question.rationale for question in reading.bank.questions] == [None] * 8
    assert [(problem.code, problem.severity) for problem in reading.problems] == [
        ("stray-text", Severity.WARNING)
    ] * 2


def test_text_at_the_margin_ends_a_list_with_its_answers() -> None:
    item = "{}. Where is {}?\n   - a) here\n   - b) there\n\n   **Answer:** b\n"
    source = f"{item.format(1, 1)}\n{item.format(2, 2)}\nThese were both.\n"
    assert [question.rationale for question in read("b.md", source).bank.questions] == [None, None]
    assert codes(source) == [("stray-text", 13)]


def test_text_below_the_last_answer_is_the_rationale_where_others_have_one() -> None:
    part = "\n\n".join(
        f"{number}. Where is {number}?\na) here\nb) there\nAnswer: b" for number in range(1, 5)
    )
    _, second, *_, last = questions(part.replace("b\n\n3", "b\n\nLook.\n\n3") + "\n\nSee.")
    assert second.rationale is not None
    assert last.rationale is not None
    assert last.rationale.source == "See."


def test_text_below_the_last_of_two_answers_is_in_doubt() -> None:
    source = "1. Where?\na) here\nb) there\nAnswer: b\n\n2. When?\na) now\nb) then\nAnswer: a\n\nThank you."
    assert codes(source) == [("stray-text", 11)]
