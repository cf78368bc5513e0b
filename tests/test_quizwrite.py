"""Banks written as quiz text read back as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import tries
from hypothesis import given, settings

from examgen.formats import read_bank
from examgen.formats.quiz.reader import read
from examgen.formats.quiz.write import losses, write
from examgen.formats.quiz.writemarks import closed, escaped
from examgen.formats.sameprint import same_print
from examgen.model import Bank, Text
from tests.written_banks import banks_to_write

ROOT = Path(__file__).parent.parent

PERSON = """---
title: Rivers
course: GEO101 - Winter 2026
---

## Part A

1. {#mouth points=1/2 tags=basics,water} Where does a river end?
 - (a) At its source
       Feedback: There it begins.
 - (b) At its mouth
 - (c) {pin} None of the above

Correct Answer: (b)

Rationale: By definition.

2. Which are rivers?
 - (a) Danube
 - (b) Iceland
 - (c) Mekong

Correct Answer: (a), (c)
"""


def test_it_looks_as_a_person_writes_it() -> None:
    assert write(read("bank.md", PERSON).bank) == PERSON


@pytest.mark.parametrize("path", sorted((ROOT / "banks").glob("*.*")), ids=lambda path: path.name)
def test_the_banks_of_the_project_come_back(path: Path) -> None:
    if path.name == "README.md":
        pytest.skip("no bank")
    bank = read_bank(path).bank
    assert bank.questions
    assert losses(bank) == []


@given(banks_to_write())
@settings(max_examples=tries(40), deadline=None)
def test_what_does_not_come_back_is_said(bank: Bank) -> None:
    lost = losses(bank)
    back = read("bank.md", write(bank)).bank
    if not lost:
        assert [q.id for q in back.questions] == [q.id for q in bank.questions]
        for before, after in zip(bank.questions, back.questions, strict=True):
            assert same_print(before.stem.source, after.stem.source)
            assert before.answer == after.answer
            pairs = zip(before.choices, after.choices, strict=True)
            assert all(same_print(a.text.source, b.text.source) and a.pin == b.pin for a, b in pairs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a) first", "a\\) first"),
        ("Answer: B", "Answer\\: B"),
        ("ends {pin}", "ends \\{pin}"),
        ("`a) code`", "`a) code`"),
        ("```\nAnswer: B\n```", "```\nAnswer: B\n```"),
        ("**1 2**", "**1 2**"),
        ("![](<x.jpg>)", "![](<x.jpg>)"),
        ("(2 points) each", "(2 points\\) each"),
        ("✓ is a tick", "&#10003; is a tick"),
    ],
)
def test_marks_get_backslashes(text: str, expected: str) -> None:
    assert escaped(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\nx", "```\nx\n```"),
        ("```\nx\n``` y", "````\nx\n``` y\n````"),
        ("```\nx\n```\ny", "```\nx\n```\ny"),
    ],
)
def test_code_that_is_not_closed_ends_with_its_text(text: str, expected: str) -> None:
    assert closed(text) == expected


def test_bold_type_that_would_mark_the_right_choice_is_said() -> None:
    bank = read("bank.md", PERSON).bank
    question = bank.questions[0]
    at = question.choices[1]
    bold = replace(at, text=Text("**At its mouth**", at.text.places))
    choices = (question.choices[0], bold, question.choices[2])
    (problem,) = losses(replace(bank, questions=(replace(question, choices=choices),)))
    assert problem.message == "question 'mouth': its choices cannot be written as quiz text"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (r"a\) x", "a) x", True),
        (r"\(x\)", "$x$", True),
        ("one  \ntwo", "one\\\ntwo", True),
        ("a\n- b", "a\n\n- b", True),
        ("**b**", r"**b*\*", False),
        ("![](x.jpg)", r"![](x.jpg\)", False),
        ("$$x$$", "$x$", False),
        ("[[a]]", r"\[[a]]", False),
        ("`a  b`", "`a b`", False),
        ("3. a\n4. b", "1. a\n2. b", False),
    ],
)
def test_texts_that_print_the_same(one: str, other: str, same: bool) -> None:
    assert same_print(one, other) is same


def test_a_bank_of_skipped_questions_is_not_written() -> None:
    (problem,) = losses(Bank(()))
    assert (problem.code, problem.message) == (
        "no-questions",
        "no question is left to be written as quiz text",
    )
