"""Reading and checking in one go: everything once, nothing that only follows from something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from examgen.errors import errors_of
from examgen.inspection import inspect

QUESTION = "{}. Is {} even?\na) Yes\nb) No\nAnswer: {}\nRationale: Halve it.\n\n"


def told(*paths: Path) -> list[tuple[str, int]]:
    """Return code and line of each problem."""
    return [(p.code, p.place.line if p.place else 0) for p in inspect(paths).problems]


def test_an_answer_that_names_no_choice_is_not_also_a_missing_answer(write_bank: Callable[..., Path]) -> None:
    wrong = (
        QUESTION.format(1, 2, "d")
        + QUESTION.format(2, 4, "a")
        + "3. Is 6 even?\na) Yes\nb) No\nRationale: It is.\n"
    )
    assert told(write_bank(wrong)) == [("unknown-answer", 4), ("no-answer", 13)]


def test_the_same_line_in_two_files_is_judged_by_file(write_bank: Callable[..., Path]) -> None:
    one = write_bank(QUESTION.format(1, 2, "d"), "one.md")
    two = write_bank("1. Is 3 odd?\na) Yes\nb) No\nRationale: It is.\n", "two.md")
    assert told(one, two) == [("unknown-answer", 4), ("no-answer", 1)]


def test_a_file_that_cannot_be_read_is_not_also_empty(tmp_path: Path) -> None:
    problems = inspect([tmp_path / "nowhere.md"]).problems
    assert len(problems) == 1
    assert "nowhere.md" in str(problems[0])


def test_the_head_is_checked_with_its_places(write_bank: Callable[..., Path]) -> None:
    source = "---\ntitle: About $x_{1$ things\ndate: 1. May\n---\n\n" + QUESTION.format(1, 2, "a")
    problems = inspect([write_bank(source)]).problems
    assert [(p.place.line if p.place else 0) for p in problems] == [2]
    assert problems[0].message.startswith("the title of the exam: ")


def test_an_id_that_keys_cannot_show_is_told_before_typesetting(write_bank: Callable[..., Path]) -> None:
    source = "questions:\n- id: \"\\ue000\"\n  stem: Is it?\n  choices: ['Yes', 'No']\n  answer: a\n  rationale: It is.\n"
    assert [code for code, _ in told(write_bank(source, "bank.yaml"))] == ["bad-id"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("---\ncourse: M 1\ntitle: a\x07b\n---\n", "3:9", "U+0007 cannot stand in the front matter"),
        ("Quiz: a\ue000b\n", "1", "the title of the exam: the character U+E000"),
    ],
)
def test_a_character_at_the_head_that_cannot_be_printed_is_to_be_taken_out(
    text: str, place: str, message: str, tmp_path: Path
) -> None:
    bank = tmp_path / "quiz.md"
    bank.write_text(f"{text}\n1. What?\n - (a) this\n - (b) that\n\nAnswer: (a)\n", encoding="utf-8")
    found = [p for p in inspect([bank]).problems if message in p.message]
    assert len(found) == 1
    assert str(found[0].place).startswith(f"{bank}:{place}")
    assert found[0].hint.startswith("take it out")


def test_an_answer_in_a_table_that_is_not_understood_is_said_once(
    write_bank: Callable[..., Path],
) -> None:
    rows = [
        "question,choice 1,choice 2,choice 3,answer",
        "How many?,1,2,3,three",
        "And now?,2,four,three,2",
    ]
    path = write_bank("\n".join([*rows, "And then?,5,6,7,"]), "moons.csv")
    errors = [(p.code, p.place.line) for p in errors_of(inspect([path]).problems) if p.place]
    assert ("no-answer", 4) in errors
    assert [line for _, line in errors].count(3) == 1
    assert ("no-answer", 3) not in errors


def test_on_a_line_of_many_questions_none_hides_what_another_lacks(write_bank: Callable[..., Path]) -> None:
    first = '{"question": "And now?", "options": ["2", "four", "three"], "answer": 2}'
    path = write_bank(f'[{first}, {{"question": "Then?", "options": ["x", "y"], "answer": ""}}]', "one.json")
    lacking = [p.message for p in inspect([path]).problems if p.code == "no-answer"]
    assert any("'then'" in message for message in lacking)


def test_an_answer_that_cannot_be_read_is_not_also_a_missing_answer(tmp_path: Path) -> None:
    bank = tmp_path / "saw.Rmd"
    question = "Question\n========\nWhich tool cuts?\n\nAnswerlist\n----------\n* a saw\n* a nail\n\n"
    bank.write_text(question + "Meta-information\n================\nextype: schoice\nexsolution: 010\n")
    codes = [problem.code for problem in inspect([bank]).problems]
    assert "bad-answer" in codes
    assert "no-answer" not in codes
