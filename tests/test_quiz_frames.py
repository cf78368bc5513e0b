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
