"""Quiz texts in ways that were found in files of other authors, in words of our own."""

from __future__ import annotations

import pytest
from quiztexts import codes, questions, right

from examgen.formats.quiz.reader import read

#: Two choices, of which the second is right.
PAIR = "a) fire\nb) ice\n"


# ---- labels


@pytest.mark.parametrize(
    "label",
    ["Suggested Answer", "Most voted answer", "本题参考答案", "答", "Sol."],
)
def test_labels_of_answers(label: str) -> None:
    assert right(f"1. What is cold?\n{PAIR}{label}: b\n") == [("What is cold?", "ice")]


@pytest.mark.parametrize(
    "label", ["Comentários", "Commentaires", "Exp", "答案解析", "Kommentar", "Discussion"]
)
def test_labels_of_reasons(label: str) -> None:
    (question,) = questions(f"1. What is cold?\n{PAIR}Answer: b\n{label}: It is frozen water.\n")
    assert question.rationale
    assert question.rationale.source == "It is frozen water."


def test_a_list_of_answers_under_a_russian_heading() -> None:
    assert right("1. Что?\nа) раз\nб) два\n\nКлючи:\n1 - б\n") == [("Что?", "два")]


def test_an_answer_in_brackets_at_the_end_of_the_reasons() -> None:
    source = f"1. What is cold?\n{PAIR}Comments:\nIt is frozen water. (Answer: B)\n"
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert question.rationale
    assert question.rationale.source == "It is frozen water."


def test_words_before_the_label_of_an_answer_are_no_part_of_a_choice() -> None:
    """What is said before the label belongs to it, so the line is text: the question has no answer."""
    (question,) = read("b.md", f"1. What is cold?\n{PAIR}   Our teacher's answer: b\n").bank.questions
    assert not question.answer


def test_an_unknown_label_that_names_the_right_choice_is_not_printed() -> None:
    source = f"1. What is cold?\nCommunity answer: B\n\n{PAIR}Answer: b\n"
    assert codes(source) == [("answer-in-text", 2)]
    assert codes(source.replace("answer: B", "answer: A")) == []


def test_a_part_in_bold_type_below_a_heading() -> None:
    source = (
        f"## Sheet\n\n**Section A: Choose**\n1. What is cold?\n{PAIR}Answer: b\n\n**Section B: Choose again**\n"
        f"2. What is warm?\n{PAIR}Answer: a\n"
    )
    assert [question.section for question in questions(source)] == [
        "Sheet / Section A: Choose",
        "Sheet / Section B: Choose again",
    ]
