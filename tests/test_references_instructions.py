"""Instructions that say what a letter means are warned of, for letters differ from version to version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from examgen.check import check
from examgen.errors import Place, Severity
from examgen.formats import read_bank
from examgen.references import instruction_problems

PLACE = Place("bank.md", 3, 1)


@pytest.mark.parametrize(
    "instructions",
    [
        "For each statement mark A if it is true, B if it is false.",
        "Write (A) when both statements hold.",
        "A = true, B = false",
        "Key: **A** – True; **B** – False",
        "Enter B for false.",
        "In part II, C means neither is right.",
        "Mark A if I is true and B if II is.",
    ],
)
def test_letters_with_a_meaning(instructions: str) -> None:
    (found,) = instruction_problems(instructions, PLACE)
    assert (found.code, found.place) == ("letter-in-instructions", PLACE)
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    "instructions",
    [
        "",
        "Mark one of A, B, C or D on the answer sheet.",
        "Part A: true or false. Part B: choose one.",
        "Section B: all questions count the same.",
        "Write your name. A calculator is allowed if it is not programmable.",
        "Version A for the morning.",
        "If a question has several right choices, mark all of them.",
        "Let $A = 1$ where nothing else is said.",
        "You get a C if you pass.",
    ],
)
def test_letters_without(instructions: str) -> None:
    assert instruction_problems(instructions, PLACE) == []


def test_nothing_is_said_where_the_order_is_kept(write_bank: Callable[[str], Path]) -> None:
    bank = read_bank(
        write_bank(
            "# Quiz\n\nInstructions: Mark A if it is true.\n\n"
            "1. Water is wet.\n - (a) True\n - (b) False\n\nAnswer: a\nRationale: It is.\n"
        )
    ).bank
    assert [problem.code for problem in check(bank).problems] == ["letter-in-instructions"]
    kept = replace(bank, questions=tuple(replace(each, keep_order=True) for each in bank.questions))
    assert check(kept).problems == ()
