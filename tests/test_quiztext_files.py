"""Quiz texts as whole files of others have them: what stands around questions, and answers in many words."""

from __future__ import annotations

import pytest
from quiztexts import codes, questions, right

from examgen.errors import Severity
from examgen.formats.quiz.reader import read
from examgen.formats.recognition import is_gift

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


# ---- tables and boxes


@pytest.mark.parametrize(
    "table",
    [
        "| A | tin | B | lead |\n|---|---|---|---|\n| C | gold | D | iron |",
        "| A | tin | C | gold |\n|---|---|---|---|\n| B | lead | D | iron |",
        "| A | tin |\n|---|---|\n| B | lead |\n| C | gold |\n| D | iron |",
        "| Option | Text |\n|:-:|:-:|\n| **A** | tin |\n| **B** | lead |\n| (C) | gold |\n| D. | iron |",
    ],
)
def test_choices_in_a_table(table: str) -> None:
    (question,) = read("b.md", f"1. Which metal?\n\n{table}\n\nAnswer: C").bank.questions
    assert question.stem.source == "Which metal?"
    assert [choice.text.source for choice in question.choices] == ["tin", "lead", "gold", "iron"]
    assert question.answer == {"c"}


def test_choices_in_a_table_have_their_places() -> None:
    (question,) = read(
        "b.md", "1. Which?\n\n| A | tin | B | lead |\n|---|---|---|---|\nAnswer: B"
    ).bank.questions
    assert [choice.text.places[0].column for choice in question.choices] == [7, 17]


@pytest.mark.parametrize("table", ["| A | 5 |\n|---|---|\n| B | 6 |", "| A | B |\n|---|---|\n| 0 | 1 |"])
def test_a_table_above_choices_stays_in_the_stem(table: str) -> None:
    (question,) = questions(f"1. Which?\n\n{table}\n\nA. here\nB. there\n\nAnswer: B")
    assert question.stem.source == f"Which?\n\n{table}"
    assert [choice.text.source for choice in question.choices] == ["here", "there"]


def test_boxes_of_a_lesson_that_ask_something() -> None:
    source = (
        "# Ships\n\nA lesson.\n\n:::: challenge\n\n## Challenge 1\n\nWhere?\n\nA. here\nB. there\n\n"
        "::: solution\n\nB. there: the map shows it.\n\n:::\n::::\n\n:::: challenge\n\n## When?\n\na) now\n"
        "b) then\n\n::: solution\n\nThe answer is a.\n\n:::\n::::\n"
    )
    assert not is_gift(source)
    assert right(source) == [("Where?", "there"), ("When?", "now")]
    assert codes(source) == [("stray-text", 1)]


def test_boxes_with_ticks_around_an_answer() -> None:
    source = (
        "````{admonition} Question 1\n:class: tip\nWhere?\n\n- A. here\n- B. there\n\n"
        "```{admonition} Answer\n:class: dropdown\nB. The map shows it.\n```\n````\n"
    )
    (question,) = questions(source)
    assert (question.stem.source, question.answer) == ("Where?", {"b"})
    assert question.rationale is not None
    assert question.rationale.source == "The map shows it."


def test_a_box_with_code_in_it_stays_code() -> None:
    source = "1. Where?\na) here\nb) there\n\nAnswer: b\n\n```{note} Answer\n```python\nx\n```\n"
    (question,) = read("b.md", source).bank.questions
    assert question.rationale is not None
    assert "```{note} Answer" in question.rationale.source


def test_the_caption_of_a_fold_may_be_the_question() -> None:
    fold = "<details>\n<summary>Question {}: which key {}?</summary>\n\n- A. S\n- B. Q\n\nAnswer: {}\n\n</details>\n\n"
    source = fold.format(1, "saves", "A") + fold.format(2, "quits", "B")
    assert right(source) == [("which key saves?", "S"), ("which key quits?", "Q")]


# ---- signs of right choices


@pytest.mark.parametrize("sign", ["$", "#", "@"])
def test_an_odd_sign_at_one_choice_of_each_question_marks_it(sign: str) -> None:
    source = f"1. Where?\n{sign}A. here\nB. there\n\n2. When?\nA. now\n{sign}B. for 5$\n"
    assert right(source) == [("Where?", "here"), ("When?", "for 5$")]


@pytest.mark.parametrize(
    "source",
    [
        "1. Where?\n$A. here\nB. there\n\n2. When?\nA. now\nB. then\n",
        "1. Where?\n$A. here\n$B. there\n\n2. When?\nA. now\n$B. then\n",
        "1. Where?\n$A. here\nB. there\n\n2. When?\nA. now\n@B. then\n",
    ],
)
def test_an_odd_sign_that_not_each_question_has_once_marks_nothing(source: str) -> None:
    reading = read("b.md", source)
    assert not any(question.answer for question in reading.bank.questions)


# ---- answer and reasons on one line


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: B Explanation: The map shows it.",
        "Answer: B |Explanation: The map shows it.",
        "Answer: (B). Explanation: The map shows it.",
        "**Answer:** B **Explanation:** The map shows it.",
        "Answer: B) there. Rationale: The map shows it.",
    ],
)
def test_reasons_with_their_label_behind_the_answer(answer: str) -> None:
    (question,) = questions(f"1. Where?\nA. here\nB. there\n{answer}")
    assert question.answer == {"b"}
    assert question.rationale is not None
    assert question.rationale.source == "The map shows it."


def test_a_choice_may_have_the_word_of_a_label() -> None:
    (question,) = questions(
        "1. What?\nA. the note: a hint\nB. the note: a sound\nAnswer: B. the note: a sound"
    )
    assert (question.answer, question.rationale) == ({"b"}, None)
