"""What stands around the lines of a quiz text: quote marks, heads of pages, blanks before headings."""

from __future__ import annotations

import pytest

from examgen.formats.quiz.reader import read
from examgen.model import Question


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text without problems."""
    reading = read("bank.md", source)
    assert reading.problems == ()
    return reading.bank.questions


_QUOTED = """\
> **1.** A fire needs air.
> What else?
> * **A)** water
> * **B)** fuel
>
> > [!{}]
> > **Answer:** **B**
> > **Explanation:** it burns
> > away.

> **2.** What ends it?
> * **A)** water
> * **B)** fuel
>
> > [!{}]
> > **Answer:** **A**
"""


@pytest.mark.parametrize("kind", ["TIP", "NOTE", "whatever"])
def test_questions_in_quotations_lose_the_marks_and_the_boxes_inside(kind: str) -> None:
    first, second = questions(_QUOTED.replace("{}", kind))
    assert first.stem.source == "A fire needs air.\nWhat else?"
    assert [choice.text.source for choice in first.choices] == ["water", "fuel"]
    assert first.rationale is not None
    assert first.rationale.source == "it burns\naway."
    assert [choice.text.source for choice in second.choices] == ["water", "fuel"]
    assert (first.answer, second.answer) == ({"b"}, {"a"})


def test_a_quotation_that_is_read_for_the_question_stays_one() -> None:
    (question,) = questions("1. Who says so?\n\n> A. Poet wrote\n> of rain.\n\na) one\nb) two\n\nAnswer: b\n")
    assert question.stem.source == "Who says so?\n\n> A. Poet wrote\n> of rain."


def test_numbers_of_pages_between_other_words_are_no_part_of_a_question() -> None:
    blocks = [f"{number}. Which?\na) one\nb) {number}\nAnswer: b" for number in range(2, 6)]
    foot = "\nDay {0} Page {0} of 9 A. Teacher (2021)\n"
    source = "".join(block + foot.format(page) for page, block in enumerate(blocks, 1))
    assert [question.choices[1].text.source for question in questions(source)] == ["2", "3", "4", "5"]
    assert all(question.rationale is None for question in questions(source))


def test_three_blanks_before_a_numbered_heading() -> None:
    first, second = questions(
        "   # Fire\n\n### 1. What burns?\n- a) oil\n- b) sand\n\n  **Answer:** a\n\n  ---\n\n"
        "   ### 2. What does not?\n- a) oil\n- b) sand\n\n  **Answer:** b\n"
    )
    assert (first.stem.source, second.stem.source) == ("What burns?", "What does not?")
    assert read("b.md", "   # Fire\n\n1. What?\na) x\nb) y\nAnswer: a\n").bank.heading.title == "Fire"


def test_commas_that_begin_copied_pages() -> None:
    first, second = questions(
        "Question 1\nWhat burns?\n(A) oil\n(B) sand\n,Correct option: (A)\n"
        ",Question 2\nWhat does not?\n,(A) oil\n(B) sand\nCorrect option: (B)\n"
    )
    assert [choice.text.source for choice in (*first.choices, *second.choices)] == ["oil", "sand"] * 2
    assert (first.answer, second.answer) == ({"a"}, {"b"})


def test_a_comma_before_other_words_stays() -> None:
    (question,) = questions("1. Read: SELECT x\n,y FROM t. What?\na) one\nb) two\nAnswer: a\n")
    assert question.stem.source == "Read: SELECT x\n,y FROM t. What?"


_FORM = "{}.\n{}\nStem\nWhich is {}?\nA. one\nB. two\nCorrect answer: B\nRationale\nIt is.\n"


def test_a_reference_above_the_word_stem() -> None:
    reading = read(
        "bank.md", _FORM.format(1, "Reference\nCh. 1", "a") + _FORM.format(2, "Reference: Ch. 2", "b")
    )
    assert [question.stem.source for question in reading.bank.questions] == ["Which is a?", "Which is b?"]
    assert [question.rationale and question.rationale.source for question in reading.bank.questions] == [
        "It is."
    ] * 2
    assert [
        (problem.severity.name, problem.place and problem.place.line) for problem in reading.problems
    ] == [
        ("WARNING", 2),
        ("WARNING", 12),
    ]


def test_other_text_above_the_word_stem_may_be_of_the_question_before() -> None:
    reading = read("bank.md", _FORM.format(1, "Reference: Ch. 1", "a") + _FORM.format(2, "A is wrong.", "b"))
    assert [
        (problem.severity.name, problem.place and problem.place.line) for problem in reading.problems
    ] == [
        ("WARNING", 2),
        ("ERROR", 11),
    ]


def test_a_callout_that_asks_is_no_quotation() -> None:
    (question,) = questions("> [!quiz]- Q1: Which burns?\n> a) oil\n> b) sand\n>\n> Answer: a\n")
    assert question.stem.source == "Which burns?"
    assert [choice.text.source for choice in question.choices] == ["oil", "sand"]
