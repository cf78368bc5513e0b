"""Answers of several letters, and what the words behind them are of."""

from __future__ import annotations

import pytest
from quiztexts import codes, questions

from examgen.formats.quiz.reader import read


@pytest.mark.parametrize(
    "answer",
    [
        *("a; b is old.", "a, b is wrong", "a; b: too small", "a, b: too small", "a / b is too small"),
        *("(a); (b) is wrong", "a and b is wrong", "A, B and C are wrong", "a; A is far", "a; b - too small"),
    ],
)
def test_words_behind_several_letters_may_be_of_the_last(answer: str) -> None:
    for source in (
        f"1. Which?\na) one\nb) two\nc) three\nAnswer: {answer}\n",
        f"1. Which?\na) one\nb) two\nc) three\n\n2. Who?\na) x\nb) y\n\nAnswers:\n1. {answer}\n2. b\n",
    ):
        assert "bad-answer" in [code for code, _ in codes(source)]


@pytest.mark.parametrize(
    ("answer", "all_of_them", "without"),
    [
        ("a; b is wrong", "a, b (...)", "a - ..."),
        ("(A), (B) and (C) look odd", "a, b, c (...)", "a, b - ..."),
    ],
)
def test_the_hint_says_how_words_are_set_off(answer: str, all_of_them: str, without: str) -> None:
    choices = "a) one\nb) two\nc) three\n"
    problem = next(
        problem
        for problem in read("bank.md", f"1. Which?\n{choices}Answer: {answer}\n").problems
        if problem.code == "bad-answer"
    )
    assert f"'Answer: {all_of_them}', or 'Answer: {without}'" in problem.hint
    for said, letters in ((all_of_them, all_of_them), (without, without)):
        source = f"1. Which?\n{choices}Answer: {said.replace('...', 'so it is')}\n"
        (question,) = questions(source)
        assert sorted(question.answer) == [each for each in "abc" if each in letters]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("1. Which? [Ans: a; b is old]\na) one\nb) two\nc) three\n", 1),
        ("1. Which?\n[Ans: a; b is old]\na) one\nb) two\nc) three\n", 2),
        ("1. Which?\na) one\nb) two\nc) three\n[Ans: a; b is old]\n", 5),
        ("1. Which?\na) one\nb) two\nc) three [Ans: a; b is old]\n", 4),
        ("1. Which? a) one b) two c) three [Ans: a; b is old]\n", 1),
        ("1. Which? a) one b) two c) three\nAns: a; b is old\n", 2),
    ],
)
def test_an_unclear_answer_in_brackets_is_told_as_one(source: str, line: int) -> None:
    source += "\n2. Who? a) one b) two [Ans: b]\n"
    problems = [problem for problem in read("bank.md", source).problems if problem.code != "no-rationale"]
    assert [(problem.code, problem.place and problem.place.line) for problem in problems] == [
        ("bad-answer", line)
    ]
    assert "the answer 'a; b is old' does not name choices" in problems[0].message


@pytest.mark.parametrize(
    "source",
    [
        "1. Which? [Answer: a whole number]\na) 1.5\n**b) 2**\nc) 2.5\n\n2. Who?\na) x\n**b) y**\n",
        "1. Which? (Answer: a, b or none of these)\na) 1.5\nb) 2\nc) 2.5\nAnswer: b\n",
    ],
)
def test_words_in_brackets_that_no_answer_waits_for_are_no_problem(source: str) -> None:
    assert "bad-answer" not in [code for code, _ in codes(source)]
    assert questions(source)[0].answer == {"b"}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("a and c: both are odd", "both are odd"),
        ("a, c - they are odd", "they are odd"),
        ("a, c (odd)", "(odd)"),
        ("a, c because they are odd", "because they are odd"),
        ("A and C. They are odd.", "They are odd."),
    ],
)
def test_words_behind_several_letters_may_be_of_all(answer: str, why: str) -> None:
    (question,) = questions(f"1. Which?\na) one\nb) two\nc) three\nAnswer: {answer}\n")
    assert question.answer == {"a", "c"}
    assert question.rationale
    assert question.rationale.source == why


@pytest.mark.parametrize(
    ("statement", "stem"),
    [
        ("It is dry. T / F    Answer: F", "It is dry."),
        ("It is dry. (T/F) **Answer: F**", "It is dry."),
        ("It is dry. Answer: False", "It is dry."),
        ("It is dry. (F)", "It is dry."),
    ],
)
def test_an_answer_behind_a_statement_leaves_nothing_of_its_label(statement: str, stem: str) -> None:
    found = questions(f"## True/false\n\n1. It is deep. (T)\n2. {statement}\n")
    assert [(each.stem.source, sorted(each.answer)) for each in found[1:]] == [(stem, ["b"])]


@pytest.mark.parametrize("asked", ["T / F", "T/F", "True or False", "True / False", "(T/F)"])
def test_what_may_be_chosen_is_no_answer(asked: str) -> None:
    found = read("bank.md", f"## True/false\n\n1. It is deep. (T)\n2. It is dry. {asked}\n").bank.questions
    assert [each.stem.source for each in found] == ["It is deep."]


@pytest.mark.parametrize("answer", ["True (an acid)", "True - an acid", "True, an acid"])
def test_a_list_of_answers_says_true_and_why(answer: str) -> None:
    source = f"1. Which?\na) one\nb) two\n\n2. True or false: it is sour.\n\nAnswer key:\n1. a\n2. {answer}\n"
    found = questions(source)
    assert [sorted(each.answer) for each in found] == [["a"], ["a"]]
    assert found[1].rationale
    assert found[1].rationale.source.strip("()") == "an acid"
