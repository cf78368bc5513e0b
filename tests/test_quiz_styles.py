"""Quizzes in whatever way people write them: read as they were meant, or refused; never a wrong right answer."""

from __future__ import annotations

import pytest
from quiz_styles import judge, run
from quiz_styles_write import Quiz, make_quiz
from quiztexts import codes, questions, right

from examgen.formats.quiz.reader import read

FILES = 240


def test_no_file_is_read_wrongly_and_most_are_read() -> None:
    found = run(7, range(FILES), jobs=1)
    outcomes = [outcome for _, _, outcomes in found for outcome in outcomes]
    wrong = [
        (number, outcome)
        for number, _, outcomes in found
        for outcome in outcomes
        if outcome.kind not in ("right", "refused")
    ]
    assert wrong == []
    assert sum(outcome.kind == "right" for outcome in outcomes) > 0.55 * len(outcomes)


def test_the_judge_sees_a_wrong_key() -> None:
    """A file whose truth is another than what it says."""
    quiz = next(quiz for number in range(50) if _all_right(quiz := make_quiz(7, number)))
    first = quiz.questions[0]
    other = type(first)(
        first.token,
        first.stem,
        first.choices[::-1],
        first.right,
        first.why,
        first.feedback,
        first.points,
        first.truth,
    )
    told = Quiz(quiz.text, (other, *quiz.questions[1:]), quiz.lines, quiz.tags, quiz.keyed)
    assert judge(told)[0].kind in ("wrong answer", "other choices")


def _all_right(quiz: Quiz) -> bool:
    return all(outcome.kind == "right" for outcome in judge(quiz)) and not quiz.questions[0].truth


# ---- choices side by side


@pytest.mark.parametrize(
    "lines",
    [
        "a) iron   c) zinc\nb) tin    d) lead",
        "a) iron\tc) zinc\nb) tin\td) lead",
        "A. iron   C. zinc\nB. tin    D. lead",
        "- (a) iron   - (c) zinc\n- (b) tin    - (d) lead",
        "a.) iron   c.) zinc\nb.) tin    d.) lead",
        "- [ ] A. iron   - [ ] C. zinc\n- [ ] B. tin    - [ ] D. lead",
        "- A. iron   - B. tin\n- C. zinc   - D. lead",
    ],
)
def test_choices_in_columns(lines: str) -> None:
    (question,) = questions(f"1. Which?\n\n{lines}\n\nAnswer: c\n\nRationale: It is.")
    assert [choice.text.source for choice in question.choices] == (["iron", "tin", "zinc", "lead"])
    assert question.answer == {"c"}


@pytest.mark.parametrize(
    "lines", ["a) iron   c) zinc\nor so\nb) tin    d) lead", "A - iron   C - zinc\nB - tin   D - lead"]
)
def test_columns_that_are_not_read_are_an_error(lines: str) -> None:
    assert ("label-order", 2) in codes(f"1. Which?\n{lines}\nAnswer: b")


def test_boxes_on_one_line() -> None:
    assert right("1. Which?\n[ ] iron [ ] tin   [x] zinc\n\nRationale: It is.") == [("Which?", "zinc")]
    assert right("1. Which?\n(x) iron   (x) tin\n( ) zinc   ( ) lead") == [("Which?", "iron + tin")]
    assert right("1. Which?\n- [ ] zinc\n- [x] D. Lane\n- [ ] C. Low") == [("Which?", "D. Lane")]


def test_initials_are_no_choices() -> None:
    assert right("1. Who?\nA. Dr. Low\nB. D. H. Lane\nC. E. Low\nAnswer: C") == [("Who?", "E. Low")]
    assert codes("1. Who?\nA. Dr. Low\nB. Works of C. Lane\nAnswer: B") == [("label-style", 3)]


def test_a_letter_twice_in_a_line_is_a_label_where_the_gap_is_wider() -> None:
    line = "A. Dr. B. Low   B. B. Lane   C. none"
    (question,) = questions(f"1. Who?\n{line}\nAnswer: B\n\nRationale: So it was.")
    assert [choice.text.source for choice in question.choices] == ["Dr. B. Low", "B. Lane", "none"]


@pytest.mark.parametrize(
    "line", ["A. Dr. B. Low B. B. Lane C. none", "A. vitamin B. B. vitamin C. C. vitamin D."]
)
def test_a_letter_twice_in_a_line_with_narrow_gaps_is_an_error(line: str) -> None:
    assert ("label-style", 2) in codes(f"1. Which?\n{line}\nAnswer: B")


# ---- what could be a choice, or part of one


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("1. Which?\na) iron\n   > It melts.\nb) tin\n   > It does not.\nAnswer: a", "stray-text"),
        ("1. Which?\na) iron\n   -> It melts.\nb) tin\n   -> It does not.\nAnswer: a", "stray-text"),
        ("1. Which?\n- [x] iron\n- tin\n- [x] lead\n- zinc", "stray-text"),
        ("1. Which?\n- A iron\n- B tin\n\nAnswer: A\n\n- A: It is.\n- B: It is not.", "late-choice"),
        ("1. Which?\na) T\nb) A\nc) x\nAnswer: A", "unclear"),
        ("1. Who?\n1. Low\n2. Lane\n\nSolution: 1 as said.\n\nAnswer: 2", "no-questions"),
    ],
)
def test_what_could_be_two_things_is_an_error(source: str, code: str) -> None:
    assert ("bad-answer" if code == "unclear" else code) in [found for found, _ in codes(source)]


def test_a_letter_in_the_case_of_the_labels_is_a_label() -> None:
    assert right("1. Which?\nA) B\nB) A\nAnswer: A") == [("Which?", "B")]


def test_an_answer_key_with_numbers_is_no_answer_of_the_last_question() -> None:
    source = "1. Which?\n   1. iron\n   2. tin\n\n2. Who?\n   1. Low\n   2. Lane\n\nAnswer key:\n1. 2\n2. 1"
    assert "bad-answer" in [code for code, _ in codes(source)]


def test_bold_code_is_bold() -> None:
    source = "1. Which?\n- A. **`print()`**\n- B. `x`\n- C. **`**kw`**\n\nRationale: So it is."
    assert right(source) == [("Which?", "`print()` + `**kw`")]


# ---- where questions begin


def test_statements_between_questions_with_numbers_that_count_only_above_choices() -> None:
    source = "{0} Which?\na) iron\nb) tin\nAnswer: b\n\n{1} Iron melts.\nAnswer: True\n\n{2} Who?\na) Low\nb) Lane\n"
    source += "Answer: a"
    for numbers in (
        ("1:", "2:", "3:"),
        ("Q1", "Q2", "Q3"),
        ("(1)", "(2)", "(3)"),
        ("Exercise 1:", "Exercise 2:", "Exercise 3:"),
    ):
        found = right(source.format(*numbers))
        assert found == [("Which?", "tin"), ("Iron melts.", "True"), ("Who?", "Low")], numbers


def test_an_explanation_with_letters_is_no_list_of_choices() -> None:
    source = (
        "1. Which?\n\n(A) iron   (B) tin\n\nAnswer: b\n\nExplanation: In steps:\n\na) weigh it\nb) dry it"
    )
    assert right(source) == [("Which?", "tin")]


def test_page_numbers_are_no_text() -> None:
    source = (
        "1. Which?\n- iron\n- tin (correct)\n\n- 2 -\n\n2. Who?\na) Low\nb) Lane\nAnswer: a\n\nPage 2 of 5\n"
    )
    assert [
        (len(question.choices), question.rationale) for question in read("b.md", source).bank.questions
    ] == [
        (2, None),
        (2, None),
    ]


# ---- points


@pytest.mark.parametrize(
    "stem",
    [
        "### 1.\n\n**(2 points)** Which?",
        "Question 1\n2 points: Which?",
        "1. Which?\n(2 points)",
        "1. Which? (__/2)",
        "Q1\n\nWhich? [2 pts]",
    ],
)
def test_points_in_the_stem(stem: str) -> None:
    (question,) = questions(f"{stem}\n\na) iron\nb) tin\n\nAnswer: b\n\nRationale: It is.")
    assert (question.stem.source, question.points) == ("Which?", 2)


def test_a_slash_counts_where_all_stems_end_so() -> None:
    body = "a) iron\nb) tin\nAnswer: b\n"
    all_of_them = read("b.md", f"1. Which? /2\n{body}\n2. Who? /3\n{body}")
    assert [question.points for question in all_of_them.bank.questions] == [2, 3]
    assert [question.points for question in questions(f"1. Which? /2\n{body}\n2. Who?\n{body}")] == [1, 1]


def test_numbers_in_brackets_behind_all_stems_are_a_warning() -> None:
    body = "a) iron\nb) tin\nAnswer: b\n"
    assert codes(f"1. Which? [2]\n{body}\n2. Who? [3]\n{body}") == [("unread-points", 1)]
