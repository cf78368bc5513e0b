"""The lines above the first question that are title, course and instructions, as people type them."""

from __future__ import annotations

import pytest

from examgen.formats.quiz.reader import read
from examgen.model import Heading
from examgen.report import bank_text

ONE = "1. Which sea is saltier?\na) Baltic\nb) Red\nAnswer: b\n"


def heading(front: str) -> tuple[str, str, str]:
    """Return title, course and instructions of a text that begins with these lines."""
    found = read("seas.txt", front + ONE).bank.heading
    return found.title, found.course, found.instructions


TITLE, COURSE = "GEO 20 Test 2 -- Seas, lakes and rivers", "Autumn 2025, Dr. Lindqvist"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("after", ["\n", "\n\n"])
def test_two_short_lines_and_labelled_instructions(gap: str, after: str) -> None:
    front = f"{TITLE}{gap}{COURSE}{after}Instructions: Circle one letter.\nUse a pen.\n\n"
    assert heading(front) == (TITLE, COURSE, "Circle one letter.\nUse a pen.")


@pytest.mark.parametrize(
    "label",
    ["Directions:", "**Instructions:**", "**Instructions**:", "INSTRUCTIONS :", "General instructions:"],
)
def test_the_label_is_no_part_of_the_instructions(label: str) -> None:
    assert heading(f"{TITLE}\n\n{label} Circle one letter\n\n") == (TITLE, "", "Circle one letter")
    assert heading(f"{label}\n\nCircle one letter.\n\n") == ("", "", "Circle one letter.")


@pytest.mark.parametrize(
    "front",
    ["Choose the best answer\nNo calculators allowed", "Read all\nChoose one\nWrite in ink"],
)
def test_other_lines_stay_instructions(front: str) -> None:
    assert heading(f"{front}\n\n") == ("", "", front)


def test_a_title_alone_and_a_sentence_below_the_title() -> None:
    assert heading(f"{TITLE}\n\n") == (TITLE, "", "")
    assert heading(f"{TITLE}\nAnswer every question.\n\n") == ("", "", f"{TITLE}\nAnswer every question.")


def test_show_has_all_that_is_printed_above_the_questions() -> None:
    front = "---\ntitle: Seas\ndate: 3 May\nduration: 20 minutes\ninstructions: |\n  One.\n\n  Two.\n---\n"
    bank = read("seas.txt", front + ONE).bank
    head = "Seas\ndate: 3 May\nduration: 20 minutes\ninstructions: One.\n              \n              Two.\n\n1. "
    assert bank.heading == Heading("Seas", "", "3 May", "20 minutes", "One.\n\nTwo.")
    assert bank_text(bank).startswith(head)


def test_a_bank_is_shown_with_the_answers_that_are_missing() -> None:
    shown = bank_text(
        read("bank.md", "1. Which?\na) one\nb) two\n\n2. How?\na) so\nb) thus\nAnswer: a\n").bank
    )
    assert [line.split("; ")[-1] for line in shown.splitlines() if "1 p" in line] == [
        "no correct answer]", "bank.md:5:1]",
    ]  # fmt: skip
