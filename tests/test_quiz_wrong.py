"""Quiz texts that could be read with another answer than the one they mean, or with another question's words."""

from __future__ import annotations

import pytest
from quiztexts import codes, questions, right

from examgen.formats import read_data


@pytest.mark.parametrize("last", ["0.5", "8.", "3. May"])
def test_a_number_behind_the_letter_of_a_choice_is_no_number_of_a_question(last: str) -> None:
    choices = f"(A) 1\n(B) 2\n(C) 3\n(D) {last}\n"
    source = f"1) How long?\n{choices}Answer: C\n\n2) How wide?\n{choices}Answer: D\n"
    first, _ = questions(source)
    assert [choice.text.source for choice in first.choices] == ["1", "2", "3", last]
    assert right(source) == [("How long?", "3"), ("How wide?", last)]


def test_headings_are_not_those_of_aiken() -> None:
    source = "### Question 1\n\nWhat is $|x|$?\n\nA. $x$\nB. $a) + b$\n\nANSWER: B\n"
    (question,) = read_data("b.txt", source.encode()).bank.questions
    assert question.stem.source == "What is $|x|$?"
    assert question.choices[1].text.source == "$a) + b$"


def test_bold_numbers_with_the_word_answer_are_a_list_of_answers() -> None:
    pair = "a) fire\nb) ice\n"
    asked = "".join(f"{number}. What is cold, {number}?\n{pair}\n" for number in (1, 2, 3))
    source = (
        asked
        + "## Answer Key\n\n**1. Answer: B** - it is\n\n**2. Answer: B** - it is\n\n**3. Answer: A** - no\n"
    )
    assert codes(source) == []
    assert [text for _, text in right(source)] == ["ice", "ice", "fire"]
