"""Aiken: what is read, and what is said of the rest."""

from __future__ import annotations

import pytest
from conftest import ROOT, tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Place
from examgen.formats import aiken
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_aiken
from examgen.model import Question

SAMPLES = ROOT.parent / "shared" / "samples" / "aiken"


def read(source: str) -> Reading:
    return aiken.read("q.txt", source)


def question(source: str) -> Question:
    reading = read(source)
    assert reading.problems == ()
    (found,) = reading.bank.questions
    return found


def test_two_questions() -> None:
    reading = read(
        "\ufeffWhere does it end?\r\nA. At its source\r\nB) At its mouth\r\nANSWER: B\r\n\r\n"
        "And?\r\nA) x\r\nB) y\r\nANSWER: A"
    )
    assert reading.problems == ()
    first, second = reading.bank.questions
    assert first.stem.source == "Where does it end?"
    assert [(choice.id, choice.text.source) for choice in first.choices] == [
        ("a", "At its source"),
        ("b", "At its mouth"),
    ]
    assert (first.answer, second.answer) == ({"b"}, {"a"})
    assert second.place == Place("q.txt", 6, 1)
    assert second.choices[1].text.place() == Place("q.txt", 8, 4)


def test_text_is_plain_but_for_formulas() -> None:
    found = question("Is 2*3*4 > $5 or #1 <b>?\nA. \\(x^2\\)\nB. - a_b_\nANSWER: A")
    assert found.stem.source.replace("\\", "") == "Is 2*3*4 > $5 or #1 <b>?"
    assert r"\*" in found.stem.source
    assert r"\$" in found.stem.source
    assert found.choices[0].text.source == r"\(x^2\)"


@pytest.mark.parametrize(
    "below",
    [
        "Spiegazione: So it is.",
        "\nExplanation: So it is.",
        "\n解析：So it is.",
        "Note: So it is.",
        "Why: So it is.\n",
    ],
)
def test_reasons_below_an_answer_are_no_part_of_the_next_question(below: str) -> None:
    first, second = read(
        f"Which?\nA. one\nB. two\nANSWER: A\n{below}\n\nAnd?\nA. x\nB. y\nANSWER: B"
    ).bank.questions
    assert first.rationale is not None
    assert first.rationale.source == "So it is."
    assert second.stem.source == "And?"


def test_a_label_of_reasons_may_begin_a_question() -> None:
    first, second = read(
        "Which?\nA. one\nB. two\nANSWER: A\n\nNote: g is 9.8. And?\nA. x\nB. y\nANSWER: B"
    ).bank.questions
    assert first.rationale is None
    assert second.stem.source == "Note: g is 9.8. And?"


def test_a_paragraph_that_may_be_either_is_an_error() -> None:
    (problem,) = read(
        "Which?\nA. one\nB. two\nANSWER: A\n\nNote: g is 9.8.\n\nAnd?\nA. x\nB. y\nANSWER: B"
    ).problems
    assert (problem.code, problem.place) == ("stray-text", Place("q.txt", 6, 1))


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("ANSWER: B", {"b"}),
        ("ANSWER:b", {"b"}),
        ("Answer : B)", {"b"}),
        ("ANSWER: A, C", {"a", "c"}),
        ("ANSWER: A and C", {"a", "c"}),
        ("ANSWER: B. two of them", {"b"}),
    ],
)
def test_answers(line: str, answer: set[str]) -> None:
    assert question(f"Which?\nA. one\nB. two of them\nC. three\n{line}").answer == answer


def test_stems_choices_and_feedback_of_several_lines() -> None:
    found = question("What prints?\nprint(1)\nA. one\nor so\nB. two\nANSWER: A\nFEEDBACK: It prints\nit.\n")
    assert found.stem.source == "What prints?\\\nprint(1)"
    assert found.choices[0].text.source == "one\\\nor so"
    assert found.rationale is not None
    assert found.rationale.source == "It prints\nit."


def test_numbers_in_order_are_no_part_of_stems() -> None:
    tail = "\nA. one\nB. two\nANSWER: A\n\n"
    reading = read(f"1. First?{tail}2) Second?{tail}")
    assert [found.stem.source for found in reading.bank.questions] == ["First?", "Second?"]
    assert question(f"1945. What then?{tail}").stem.source.startswith("1945")


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("Which?\nA. one\nC. two\nANSWER: A", "label-order", 3),
        ("Which?\nA. one\nB. two\nANSWER: D", "unknown-answer", 4),
        ("Which?\nA. one\nB. two\nANSWER: Two", "bad-answer", 4),
        ("Which?\nA. one\nB. one\nANSWER: one", "bad-answer", 4),
        (
            "Which?\nA. one\nB. two\nANSWER: A\nC)three\n\nWhere?\nA. here\nB. there\nANSWER: B",
            "stray-text",
            5,
        ),
        ("Which?\nA. one\nB. two\nANSWER: A\nC. three\nA. here\nB. there\nANSWER: B", "stray-text", 5),
        ("Which?\nA. one\nB. two\nANSWER: A. two", "bad-answer", 4),
        ("ANSWER: B\n\nWhich?\nA. one\nB. two\nANSWER: A", "stray-answer", 1),
        ("Which?\n\nA longer text.", "no-choices", 1),
        ("   ", "no-questions", 0),
    ],
)
def test_what_is_wrong_has_a_place_and_a_remedy(source: str, code: str, line: int) -> None:
    (problem,) = read(source).problems
    assert problem.code == code
    assert problem.place is not None
    assert problem.place.line == line
    assert problem.hint


def test_a_question_without_an_answer_does_not_swallow_the_next() -> None:
    reading = read("One?\nA. a\nB. b\n\nTwo?\nA. c\nB. d\nANSWER: B")
    assert [found.answer for found in reading.bank.questions] == [frozenset(), {"b"}]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Which?\nA. one\nB. two\nANSWER: A", True),
        ("Which?\nA) one\nB) two\n\nANSWER: A\n", True),
        ("1. Which?\nA. one\nB. two\nANSWER: A", False),
        ("Which?\n - (a) one\n - (b) two\n\nAnswer: (a)", False),
        ("A. one\nB. two", False),
    ],
)
def test_sniff(source: str, expected: bool) -> None:
    assert is_aiken(source) is expected


SIGNS = (
    "A. ",
    "B) ",
    "C. ",
    "a. ",
    "ANSWER: A",
    "ANSWER:",
    "FEEDBACK: ",
    "1. ",
    "\n",
    "\n\n",
    "\r",
    "$$",
    "\\(",
    "*",
)


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.sampled_from(SIGNS) | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    is_aiken(source)
    reading = read(source)
    assert reading.bank.questions or reading.problems
    assert all(problem.place and problem.hint for problem in reading.problems)
    for found in reading.bank.questions:
        for part in (found.stem, *(choice.text for choice in found.choices)):
            assert len(part.places) == part.source.count("\n") + 1


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
def test_samples() -> None:
    counts = {}
    for path in SAMPLES.iterdir():
        source = path.read_text(encoding="utf-8")
        reading = aiken.read(path.name, source)
        assert is_aiken(source), path.name
        assert reading.problems == ()
        assert all(len(found.answer) == 1 for found in reading.bank.questions)
        counts[path.name.partition("_")[0]] = len(reading.bank.questions)
    assert counts == {"derived": 426, "kevinuulong+aiken-to-forms": 2}


def test_labels_right_before_their_texts() -> None:
    found = question("Which?\nA)one\nB)two\nANSWER: B")
    assert [choice.text.source for choice in found.choices] == ["one", "two"]
    assert found.answer == {"b"}
    assert is_aiken("Which?\nA)one\nB)two\nANSWER: B")
    found = question("Which?\nA.one\nB.two\nANSWER: B")
    assert [choice.text.source for choice in found.choices] == ["one", "two"]


def test_initials_are_no_labels() -> None:
    found = question("As was said by\nA.B. Smith, is it so?\nA. Yes\nB. No\nANSWER: A")
    assert found.stem.source.startswith("As was said by\\\nA.B. Smith")


def test_a_question_that_is_not_finished_keeps_its_fault_to_itself() -> None:
    reading = read("Open\nA) x\nB) y\n\nNext\nA)no\nB)yes\nANSWER: B")
    first, second = reading.bank.questions
    assert (len(first.choices), first.answer) == (2, frozenset())
    assert (second.stem.source, second.answer) == ("Next", {"b"})


def test_an_answer_below_no_choices_ends_the_question() -> None:
    reading = read("A) Lost\n\nANSWER: Lost\n\nGood\nA) x\nB) y\nANSWER: A")
    assert [problem.code for problem in reading.problems] == ["no-choices", "bad-answer"]
    assert [found.stem.source for found in reading.bank.questions][1:] == ["Good"]


def test_an_answer_may_be_the_words_of_one_choice() -> None:
    assert question("Which?\nA. one\nB. two feet\nANSWER: two feet").answer == {"b"}
    assert question("Which?\nA. A, B\nB. one\nANSWER: A, B").answer == {"a", "b"}


def test_a_stem_right_below_an_answer_may_begin_with_a_letter() -> None:
    first, second = read(
        "Which?\nA. one\nB. two\nANSWER: A\nA. Dürer painted what?\nA. here\nB. there\nANSWER: B"
    ).bank.questions
    assert (first.answer, second.answer) == ({"a"}, {"b"})
