"""The code on a paper and on its key: a digest of what is printed, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from banks_for_tests import exam, question, text
from hypothesis import given
from hypothesis import strategies as st

from examgen.arrange import arrange
from examgen.errors import Place
from examgen.exam import Exam, Version
from examgen.fingerprint import fingerprint
from examgen.model import Heading, Question

EXAM = Exam(
    "test",
    Heading("Title", "Course", "Monday", "1 hour", "Think."),
    (
        question("p", ["one", "two [[a]]", "three"], stem="What is [[b]]?"),
        question("q", ["four", "five", "six", "seven"]),
    ),
)
VERSION = Version(0, "A", (0, 1), ((0, 1, 2), (3, 0, 1, 2)))


def with_question(change: Callable[[Question], Question]) -> Exam:
    return replace(EXAM, questions=(change(EXAM.questions[0]), EXAM.questions[1]))


def with_choice(position: int, **fields: object) -> Exam:
    def change(asked: Question) -> Question:
        choices = list(asked.choices)
        choices[position] = replace(choices[position], **fields)  # type: ignore[arg-type]
        return replace(asked, choices=tuple(choices))

    return with_question(change)


def with_heading(**fields: str) -> Exam:
    return replace(EXAM, heading=replace(EXAM.heading, **fields))


@given(st.integers(0, 10**6))
def test_it_can_be_read_aloud(seed: int) -> None:
    (version,) = arrange(EXAM, str(seed), 1)
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}", fingerprint(EXAM, version))


@pytest.mark.parametrize(
    "same",
    [
        with_question(lambda q: replace(q, id="other")),
        with_question(lambda q: replace(q, answer=frozenset("c"))),
        with_question(lambda q: replace(q, rationale=text("Another reason."))),
        with_question(lambda q: replace(q, rationale=None)),
        with_question(lambda q: replace(q, tags=("x",), difficulty="hard", pin=True, section="S")),
        with_question(lambda q: replace(q, place=Place("elsewhere.md", 99))),
        with_question(lambda q: replace(q, stem=text(q.stem.source, file="elsewhere.md", line=99))),
        with_choice(0, feedback=text("Right!")),
        with_choice(0, weight=Fraction(1, 2)),
        replace(EXAM, name="other"),
    ],
)
def test_what_is_not_printed_on_the_paper_changes_nothing(same: Exam) -> None:
    assert fingerprint(same, VERSION) == fingerprint(EXAM, VERSION)


@pytest.mark.parametrize(
    "other",
    [
        with_question(lambda q: replace(q, stem=text("What was [[b]]?"))),
        with_question(lambda q: replace(q, points=Fraction(2))),
        # "Select all that apply" is printed below the stem.
        with_question(lambda q: replace(q, answer=frozenset("ab"))),
        with_question(lambda q: replace(q, choices=q.choices[:2] + q.choices[:1])),
        with_choice(1, text=text("two [[c]]")),
        with_choice(2, text=text("Three")),
        with_heading(title="title"),
        with_heading(course=""),
        with_heading(date="Tuesday"),
        with_heading(duration="2 hours"),
        with_heading(instructions="Think twice."),
        # What moves from one field to the next is other words on the paper.
        with_heading(title="TitleCourse", course=""),
        replace(EXAM, questions=EXAM.questions[::-1]),
    ],
)
def test_a_word_that_is_printed_changes_it(other: Exam) -> None:
    version = VERSION
    if len(other.questions[0].choices) == 4:
        version = replace(VERSION, choices=VERSION.choices[::-1])
    assert fingerprint(other, version) != fingerprint(EXAM, VERSION)


@pytest.mark.parametrize(
    "other",
    [
        replace(VERSION, label="B"),
        replace(VERSION, questions=(1, 0), choices=VERSION.choices[::-1]),
        replace(VERSION, choices=((0, 2, 1), VERSION.choices[1])),
        replace(VERSION, choices=(VERSION.choices[0], (3, 0, 2, 1))),
    ],
)
def test_label_and_orders_change_it(other: Version) -> None:
    assert fingerprint(EXAM, other) != fingerprint(EXAM, VERSION)


def test_the_versions_of_an_exam_have_codes_of_their_own() -> None:
    several = exam([question("p"), question("q")])
    assert len({fingerprint(several, version) for version in arrange(several, "1", 1000)}) == 1000


def test_without_a_title_the_name_is_printed() -> None:
    plain = replace(EXAM, heading=Heading())
    assert fingerprint(replace(plain, name="other"), VERSION) != fingerprint(plain, VERSION)


def test_a_reference_counts_as_the_letter_it_prints() -> None:
    """``[[b]]`` in the order b, a, c is the letter A, as ``[[a]]`` is in the order a, b, c; ids fit in any case."""
    upper = with_question(lambda q: replace(q, stem=text("What is [[B]]?")))
    assert fingerprint(upper, VERSION) == fingerprint(EXAM, VERSION)
    literal = with_question(lambda q: replace(q, stem=text("What is B?")))
    assert fingerprint(literal, VERSION) == fingerprint(EXAM, VERSION)
