"""Quiz texts that could be read with another answer than the one they mean, or with another question's words."""

from __future__ import annotations

import pytest
from quiztexts import codes, questions, right

from examgen.errors import Severity
from examgen.formats import read_data
from examgen.formats.quiz.reader import read


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


PAIR = "A. fire\nB. ice\n"


@pytest.mark.parametrize("reason", ["A is what many say.", "A thin layer forms."])
def test_a_sentence_that_begins_with_a_letter_is_no_second_answer(reason: str) -> None:
    asked = f"1. What is cold?\n{PAIR}\n2. What is hot?\n{PAIR}\n"
    assert codes(f"{asked}Answers:\n1. B\n2. A, {reason}\n") == [("bad-answer", 11)]
    assert right(f"1. What is cold?\n{PAIR}Answer: A, B - both\n") == [("What is cold?", "fire + ice")]


def test_the_initials_of_a_name_are_no_answer() -> None:
    source = (
        f"1. What is cold?\n{PAIR.replace('A. fire', '**A. fire**')}Solution: B. H. Low has shown this.\n"
    )
    assert right(source) == [("What is cold?", "fire")]
    (question,) = questions(source)
    assert question.rationale
    assert question.rationale.source == "B. H. Low has shown this."


def test_an_initial_behind_a_box_is_text() -> None:
    source = "1. Who?\n- [ ] B. Low\n- [ ] D. High\n- [x] C. Wide\n"
    (question,) = questions(source)
    assert [choice.text.source for choice in question.choices] == ["B. Low", "D. High", "C. Wide"]
    assert question.answer == {"c"}


def test_an_initial_beside_bold_labels_is_text() -> None:
    (question,) = questions("1. Who?\n**A.** Dr. B. Low    **B.** I. High\nAnswer: B\n")
    assert [choice.text.source for choice in question.choices] == ["Dr. B. Low", "I. High"]


def test_a_letter_that_is_the_text_of_another_choice() -> None:
    letters = "A. E\nB. I\nC. A\n"
    sure = f"2. Which one now?\n{letters}Answer: B\n"
    assert codes(f"1. Which one?\n{letters}Answer: A\n\n{sure}".replace("Answer: B", "Solution: B")) == [
        ("bad-answer", 5)
    ]
    assert [text for _, text in right(f"1. Which one?\n{letters}Answer: A\n\n{sure}")] == ["E", "I"]


def test_remarks_below_bullets_are_no_part_of_choices() -> None:
    source = "Q1. What is cold?\n\n- fire\n  Incorrect. It burns.\n- [x] ice\n  Correct. It is frozen.\n"
    assert codes(source) == [("stray-text", 4)]


def test_ticked_choices_above_the_first_number_are_an_error() -> None:
    source = f"What is hot?\n(x) fire\n( ) ice\n\n1. What is cold?\n{PAIR}Answer: B\n"
    assert ("stray-text", 2) in codes(source)


@pytest.mark.parametrize(
    "swallowed",
    [
        "What is hot?\n\nA. fire\nB. ice\n\nReason: it burns\n",
        "2 Ice never melts.\nAnswer: False\n",
        "2 - What is hot? [x] fire [ ] ice\n",
    ],
)
def test_a_question_inside_the_reasons_of_another_one_is_an_error(swallowed: str) -> None:
    source = f"1. What is cold?\n{PAIR}Answer: B\nReason: it is frozen\n\n{swallowed}"
    assert "unclear-number" in [code for code, _ in codes(source)]


def test_reasons_with_the_letters_of_the_choices_are_no_question() -> None:
    reasons = "Explanation:\n\nA. wrong, it burns\n\nB. right\n\nNote: ice is water.\n"
    assert codes(f"1. What is cold?\n{PAIR}Answer: B\n{reasons}") == []


def test_roman_numbers_before_questions() -> None:
    source = f"Quiz\n\nI. What is cold?\n\nNow.\n{PAIR}Answer: B\n\n**II.** What is hot?\n{PAIR}Answer: A\n"
    assert right(source) == [("What is cold?\n\nNow.", "ice"), ("What is hot?", "fire")]


def test_roman_numbers_of_statements_and_of_sections_are_none_of_questions() -> None:
    source = f"1. What is true?\nI. It is cold.\nII. It is hot.\n{PAIR}Answer: B\n"
    assert right(source) == [("What is true?\nI. It is cold.\nII. It is hot.", "ice")]


def test_reasons_below_their_heading_are_no_part_of_the_next_question() -> None:
    asked = [
        f"{stem}\n{PAIR}Answer: B\n\n### Explanation\n\nIt is so.\n\n"
        for stem in ("What is cold?", "What is hot?")
    ]
    assert right("".join(asked)) == [("What is cold?", "ice"), ("What is hot?", "ice")]


def test_a_numbered_heading_that_asks_is_no_part_of_the_instructions() -> None:
    source = f"### 1. What is cold? A\\. fire  B\\. ice [correct]\n\n### 2. What is hot?\n{PAIR}Answer: A\n"
    assert ("stray-text", 1) in codes(source)


@pytest.mark.parametrize("part", ["Section {} (2 points each)", "=== Part {} ===", "Unit {} - Rivers"])
def test_lines_that_part_a_quiz_beside_headings(part: str) -> None:
    asked = [f"{part.format(n)}\n\n{n}. What is cold, {n}?\n{PAIR}" for n in (1, 2)]
    answers = [f"{part.format(n)}\n{n}. B" for n in (1, 2)]
    source = "# Quiz\n\n" + "\n".join(asked) + "\n## Answers\n\n" + "\n".join(answers) + "\n"
    assert [problem for problem in codes(source) if problem[0] != "empty-section"] == []
    first, second = questions(source)
    assert (first.answer, second.answer) == ({"b"}, {"b"})
    assert first.section
    assert second.section
    assert first.section != second.section


def test_a_line_about_a_part_in_a_stem_is_text() -> None:
    source = f"# Quiz\n\n1. Read.\n\nPart 1\n\n   1. one\n\nPart 2\n\n   1. two\n\nWhat is cold?\n{PAIR}Answer: B\n"
    (question,) = questions(source)
    assert "Part 2" in question.stem.source


def test_because_behind_a_comma_is_no_second_answer() -> None:
    (question,) = questions(f"1. What is cold?\n{PAIR}Answer: B, because it is frozen\n")
    assert question.answer == {"b"}
    assert question.rationale
    assert question.rationale.source == "because it is frozen"


def test_code_right_behind_a_letter_with_a_colon() -> None:
    (question,) = questions("1. What is printed?\n\n- A: `1`\n- B:`2`\n- C: `3`\n\nAnswer: B\n")
    assert [choice.text.source for choice in question.choices] == ["`1`", "`2`", "`3`"]


def test_a_list_of_answers_below_another_answer_is_an_error() -> None:
    source = f"1. What is cold?\n{PAIR}\n2. What is hot?\n{PAIR}\nAnswer Key:\nA. Things\n\n1) b\n\n2) a\n"
    assert ("bad-answer", 12) in codes(source)


@pytest.mark.parametrize(
    "answer",
    [
        "option (a) and option (c)",
        "A (B is also accepted)",
        "C (and A)",
        "(a) or (c)",
        "A (oder B)",
        "A) one and B)",
        "A) one (B is also right)",
    ],
)
def test_an_answer_with_one_more_letter_behind_it_is_not_read_as_one(answer: str) -> None:
    reading = read_data("a.md", f"1. How many?\nA) one\nB) two\nC) three\n\nAnswer: {answer}\n".encode())
    assert [problem.code for problem in reading.problems] == ["answer-mismatch"]


@pytest.mark.parametrize(
    "reasons", ["(and a half)", "(not B)", "(all of them)", "(I think so)", "and not (b)"]
)
def test_words_behind_an_answer_may_have_letters(reasons: str) -> None:
    source = f"1. How many?\n(a) one\n(b) two\n\nAnswer: (a) {reasons}\n"
    (question,) = read_data("a.md", source.encode()).bank.questions
    assert question.answer == {"a"}


@pytest.mark.parametrize(
    "said",
    [
        "D; A. Smith has shown it.",
        "D, A. Smith",
        "d; a. old",
        "D; D. H. Lane wrote it",
        "A, D. H. Lane wrote it",
    ],
)
def test_the_initial_of_a_name_is_no_further_answer(said: str) -> None:
    reading = read("bank.md", f"1. Which?\nA. one\nB. two\nC. six\nD. ten\n\nAnswer: {said}\n")
    assert "bad-answer" in [problem.code for problem in reading.problems]
    assert not any(question.answer for question in reading.bank.questions)


@pytest.mark.parametrize("said", ["A, D. They are old.", "A and D. They are old.", "A; D. Both are old."])
def test_a_sentence_behind_several_letters_is_a_reason(said: str) -> None:
    (question,) = read(
        "bank.md", f"1. Which?\nA. one\nB. two\nC. six\nD. ten\n\nAnswer: {said}\n"
    ).bank.questions
    assert question.answer == {"a", "d"}
    assert question.rationale is not None
    assert question.rationale.source == said.split(". ")[1]


def test_boxes_beside_single_letters_are_no_calls() -> None:
    (question,) = read("bank.md", "1. Which?\n  (x) E\t(x) I\n  ( ) F\t( ) D\n").bank.questions
    assert [choice.text.source for choice in question.choices] == ["E", "I", "F", "D"]
    assert question.answer == {"a", "b"}
    (question,) = read("bank.md", "1. Which?\n(x) f (x) = 2  ( ) f (x) = 4\n").bank.questions
    assert [choice.text.source for choice in question.choices] == ["f (x) = 2", "f (x) = 4"]


def test_bullets_without_a_box_between_boxes_are_choices() -> None:
    (question,) = read("bank.md", "1. Which?\n  * [x] iron   * tin   * [x] lead   * zinc\n").bank.questions
    assert [choice.text.source for choice in question.choices] == ["iron", "tin", "lead", "zinc"]
    assert question.answer == {"a", "c"}
    (question,) = read("bank.md", "1. Which?\n  - [x] iron  - an ore\n  - [ ] lead\n").bank.questions
    assert [choice.text.source for choice in question.choices] == ["iron  - an ore", "lead"]


@pytest.mark.parametrize("below", ["  * iron   * tin   * [x] lead\n", "\nExplanation: It was.\n"])
def test_a_question_with_its_answer_is_no_instruction(below: str) -> None:
    source = f"(1) Which of these?\n{below}\n(2) Which?\na) one\nb) two\nAnswer: a\n"
    (problem,) = read("bank.md", source).problems
    assert (problem.code, problem.place and problem.place.line) == ("stray-text", 1)
    assert problem.severity is Severity.ERROR
    assert (
        read(
            "bank.md", "1. Use a pen.\n2. Ask?\n\n## Part\n\n1. Which?\na) one\nb) two\nAnswer: a\n"
        ).problems
        == ()
    )
