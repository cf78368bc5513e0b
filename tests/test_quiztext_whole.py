"""Quiz texts as whole files of courses hold them: what stands around the questions does not get into them."""

from __future__ import annotations

import pytest

from examgen.formats.quiz.reader import read
from examgen.model import Question


def questions(source: str) -> tuple[Question, ...]:
    """Return the questions of a text without errors."""
    reading = read("bank.md", source)
    assert [problem for problem in reading.problems if problem.severity.name == "ERROR"] == []
    return reading.bank.questions


def rationale(source: str) -> str | None:
    """Return the rationale of the only question of a text."""
    (question,) = questions(source)
    return question.rationale.source if question.rationale else None


# ---- behind the letter of the answer


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("b) \u2014 Oslo is the largest of them.", "Oslo is the largest of them."),
        ("B. **Oslo** lies at a fjord", "**Oslo** lies at a fjord"),
        ("b) Oslo \u2014 it lies at a fjord.", "it lies at a fjord."),
        ("b) Oslo. It lies at a fjord.", "It lies at a fjord."),
        ("b) Oslo", None),
    ],
)
def test_a_sentence_that_begins_with_the_words_of_the_choice_stays_whole(
    answer: str, said: str | None
) -> None:
    assert rationale(f"1. Which?\na) Bergen\nb) Oslo\nAnswer: {answer}") == said


def test_bold_type_that_closes_behind_the_answer_of_a_list() -> None:
    source = (
        "### Q1. What to do?\nA. Wait\nB. Ask the guide, and go\n\n"
        "## Answers\n\n### Q1: **B. Ask the guide**\nHe knows the way."
    )
    assert rationale(source) == "Ask the guide\nHe knows the way."


def test_a_dot_in_the_middle_parts_the_answer_from_its_source() -> None:
    source = "### 1\nWhich?\n- a) Alps\n- b) Nile\n\n**Correct:** b \u00b7 **Source:** page 3"
    (question,) = questions(source)
    assert question.answer == {"b"}
    assert rationale(source) == "**Source:** page 3"


def test_a_list_of_answers_with_dots_in_the_middle() -> None:
    source = "### 1\nWhich?\n- a) Alps\n- b) Nile\n\n### 2\nWhat?\n- a) Bonn\n- b) Elbe\n\n## Answers\n\n1. b \u00b7 2. a"
    assert [question.answer for question in questions(source)] == [{"b"}, {"a"}]


# ---- what authors say of a question beside it


def test_difficulty_beside_the_number_of_a_heading() -> None:
    source = "### Question 1 \u2014 Easy\n\nWhich?\n\n- A) Alps\n- B) Nile\n\n**Correct Answer: B**"
    (question,) = questions(source)
    assert (question.stem.source, question.difficulty) == ("Which?", "easy")


def test_details_on_one_line_above_the_stem() -> None:
    source = (
        "### Q1. Rivers\n\n**Difficulty:** Hard \u00b7 **Type:** MCQ \u00b7 **Concepts:** maps\n\n"
        "Which?\n\n- A) Alps\n- B) Nile\n\n**Answer:** B"
    )
    (question,) = questions(source.replace(". Rivers", ""))
    assert (question.stem.source, question.difficulty, question.tags) == ("Which?", "hard", ("maps",))


def test_a_subject_alone_is_part_of_the_question() -> None:
    source = "### Q1\n**Subject:** Your account\nIs this letter safe?\n- A) Yes\n- B) No\n\n**Answer:** B"
    (question,) = questions(source)
    assert question.stem.source == "**Subject:** Your account\nIs this letter safe?"


def test_type_and_question_have_lines_of_their_own() -> None:
    source = (
        "### Q1\n**Type:** Multiple Choice\n**Question:** Which?\n- [ ] A. Alps\n- [x] B. Nile\n\n"
        "### Q2\n**Type:** True/False\n**Question:** The Nile is dry.\n**Answer:** False\n"
    )
    first, second = questions(source)
    assert (first.stem.source, first.answer) == ("Which?", {"b"})
    assert (second.stem.source, second.answer) == ("The Nile is dry.", {"b"})


# ---- tables of answers with more columns

ASKED = (
    "## Q1\nWhich?\nA. Alps\nB. Nile\n\n## Q2\nWhich are?\nA. Rhine\nB. Rome\nC. Elbe\n\n## Q3\nHow many?\n\n"
)


@pytest.mark.parametrize(
    "table",
    [
        "| Q | Type | Answer |\n|---|---|---|\n| 1 | MCQ | B |\n| 2 | MSQ | A, C |\n| 3 | NAT | 2 |",
        "| Q# | Answer | Difficulty |\n|--|--|--|\n| 1 | B | Easy |\n| 2 | A, C | Hard |\n| 3 | 2 | |",
        "| # | Question | Answer |\n|--|--|--|\n| 1 | Which? | B |\n| 2 | Which are? | A, C |",
        "| No. | Topic | Correct Answer | Marks |\n|--|--|--|--|\n| 1 | Water | B | 1 |\n| 2 | | A, C | 2 |",
    ],
)
def test_a_table_of_answers_is_read_by_its_head(table: str) -> None:
    found = questions(f"{ASKED}## Answer Key\n\n{table}\n")
    assert [(question.answer, question.rationale) for question in found] == [
        ({"b"}, None),
        ({"a", "c"}, None),
    ]


def test_reasons_in_a_table_of_answers() -> None:
    table = "| Q | Answer | Difficulty | Why |\n|--|--|--|--|\n| 1 | B | Easy | It flows. |\n| 2 | A, C | Hard | Both do. |"
    found = questions(f"{ASKED}## Answer Key\n\n{table}\n")
    assert [question.rationale and question.rationale.source for question in found] == [
        "It flows.",
        "Both do.",
    ]


def test_solutions_below_a_table_of_answers_say_why() -> None:
    table = "| Q | Type | Answer |\n|---|---|---|\n| 1 | MCQ | B |\n| 2 | MSQ | A, C |\n"
    solutions = (
        "## Detailed Solutions\n\n### Q1\n\nAnswer: B\n\nIt flows.\n\n### Q2\n\nAnswer: A, C\n\nBoth do.\n"
    )
    found = questions(f"{ASKED}## Answer Key\n\n{table}\n{solutions}")
    assert [question.rationale and question.rationale.source for question in found] == [
        "It flows.",
        "Both do.",
    ]


# ---- links that lead through a course

ONE = "1. Which?\n   - a) Alps\n   - b) Nile \u2705\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "**Next Step**: [Lakes \u2192](../03/README.md)",
        "**[\u2b06 Back to Top](#table-of-contents)**",
        "[\u2190 Previous](a.md) | [Home](../README.md) | [Next: Lakes \u2192](b.md)",
        '<p align="right"><a href="#top">\u2191 Retour en haut</a></p>',
        "**Previous**: [02 - Lakes](02.md) | **Next**: [04 - Seas](04.md)",
    ],
)
def test_links_to_other_pages_are_no_part_of_a_question(line: str) -> None:
    (question,) = questions(f"{ONE}{line}\n")
    assert [choice.text.source for choice in question.choices] == ["Alps", "Nile"]
    assert question.rationale is None
    first, second = questions(
        f"{ONE}{line}\n\n2. What?\n   - a) Bonn\n   - b) Elbe \u2705\n\n---\n\n{line}\n"
    )
    assert (first.rationale, second.rationale, second.stem.source) == (None, None, "What?")


@pytest.mark.parametrize(
    "line",
    [
        "See [the map](https://example.org/map).",
        "[Rivers of Europe](rivers.md)",
        "The next one is [the Rhine](rhine.md).",
        "[Return values](values.md)",
        "[Index funds](funds.md) | [Home loans](loans.md)",
    ],
)
def test_other_links_stay(line: str) -> None:
    (question,) = questions(f"1. Which?\n- a) Alps\n- b) Nile\n\nAnswer: b\n\n{line}\n")
    assert question.rationale is not None
    assert question.rationale.source == line
