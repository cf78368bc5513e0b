"""Quiz texts as whole files of courses hold them: what stands around the questions does not get into them."""

from __future__ import annotations

import pytest

from examgen.errors import Severity
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


@pytest.mark.parametrize("sign", ["\u00b7", "|", "\u2014"])
def test_signs_between_the_number_and_the_words_of_a_heading(sign: str) -> None:
    (question,) = questions(f"### Q01 {sign} Rivers\n\nWhich?\n\n- A) Alps\n- B) Nile\n\n**Answer:** B")
    assert question.stem.source == "Rivers\n\nWhich?"


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


# ---- what programs put around questions


def test_tags_of_page_makers_are_no_part_of_a_choice() -> None:
    source = (
        '{% hint style="info" %}\n**Question 1:** Which?\nA) Alps  B) Nile\n{% endhint %}\n\n**Answer: B) Nile**\n\n'
        '{{< expand "More" >}}\n**Question 2:** What?\nA) Bonn\nB) Elbe\n{{< /expand >}}\n\n**Answer: B**\n'
    )
    first, second = questions(source)
    assert [choice.text.source for choice in first.choices] == ["Alps", "Nile"]
    assert [choice.text.source for choice in second.choices] == ["Bonn", "Elbe"]
    assert (first.rationale, second.rationale) == (None, None)


def test_tags_in_code_and_in_choices_stay() -> None:
    (question,) = questions("1. Which?\n\n```\n{% if x %}\n```\n\na) {% if x %}\nb) {{ x }}\n\nAnswer: a")
    assert question.stem.source == "Which?\n\n```\n{% if x %}\n```"
    assert [choice.text.source for choice in question.choices] == ["{% if x %}", "{{ x }}"]


def test_an_empty_bullet_below_the_choices() -> None:
    (question,) = questions("1. **Which?**\n* A) Alps\n* B) Nile\n* \n**Correct:** B\n")
    assert [choice.text.source for choice in question.choices] == ["Alps", "Nile"]


@pytest.mark.parametrize(
    ("callout", "said"),
    [
        ("> [!success]- Answer\n> **B.** It flows.", "It flows."),
        ("> [!answer]- Show\n> Answer: B\n> It flows.", "It flows."),
        ("> [!gabarito]-\n> **Gabarito: B.** It flows.", "It flows."),
    ],
)
def test_an_answer_in_a_callout_below_its_question(callout: str, said: str) -> None:
    source = f"1. Which?\na) Alps\nb) Nile\n\n{callout}\n\n2. What?\na) Bonn\nb) Elbe\n\n{callout}\n"
    assert [(one.answer, one.rationale and one.rationale.source) for one in questions(source)] == [
        ({"b"}, said)
    ] * 2


def test_other_callouts_stay_quotations() -> None:
    (question,) = questions("1. Which?\n\n> [!note] Careful\n> It is cold.\n\na) Alps\nb) Nile\n\nAnswer: a")
    assert question.stem.source == "Which?\n\n> [!note] Careful\n> It is cold."


def test_a_japanese_caption_that_asks_to_open_a_fold() -> None:
    source = (
        "1. \u3069\u308c?\n   - A) \u5c71\n   - B) \u5ddd\n\n"
        "<details>\n\n<summary>\u56de\u7b54\u3092\u8868\u793a</summary>\n\n"
        "**\u56de\u7b54: B) \u5ddd**\n\n</details>\n"
    )
    (question,) = questions(source)
    assert (question.answer, question.rationale) == ({"b"}, None)


def test_a_level_with_a_number_beside_the_kind() -> None:
    (question,) = questions("### 1. (Level 1, MCQ)\nWhich?\n- a) Alps\n- b) Nile\n\n**Answer:** b) Nile.\n")
    assert question.stem.source == "Which?"


def test_a_number_behind_an_escaped_sign() -> None:
    (question,) = questions("## Question \\#1\nWhich?\n\nA. Alps \nB. Nile\n\nCorrect Answer: B\n")
    assert (question.stem.source, question.answer) == ("Which?", {"b"})


# ---- what is not read says what to do


def hints(source: str) -> list[tuple[str, str]]:
    """Return code and hint of each problem."""
    return [(problem.code, problem.hint or "") for problem in read("b.md", source).problems]


def test_a_comma_behind_the_letter_could_begin_a_list() -> None:
    found = hints("1. Which?\na. Alps\nb. Nile\nAns: B, rivers flow and the Alps do not.")
    assert (
        "bad-answer",
        "put a dash in place of the comma: 'Answer: B - ...'; or write the letters alone",
    ) in found


def test_a_numbered_heading_without_choices_is_told_how_to_become_a_question() -> None:
    source = "### Q1. Which?\n- A) Alps\n- B) Nile\n\n**Answer:** B\n\n## Open\n\n### 2. Why?\n\nBecause it flows.\n"
    found = hints(source)
    hint = "to print it as a question, write choices ' - (a) ...' and the answer below it"
    assert ("empty-section", hint) in found


@pytest.mark.parametrize(
    "line",
    [
        "Name: ______________   Date: ____________",
        "**Name:** ________ **Student ID:** ________",
        r"Name: \_\_\_\_\_\_",
        "Nom : _____ Prénom : ____ Score ____/20",
    ],
)
def test_lines_to_be_filled_in_are_left_to_the_template(line: str) -> None:
    reading = read("bank.md", f"Rivers\n\n{line}\n\nChoose one.\n\n1. Which?\na) one\nb) two\nAnswer: a\n")
    assert [
        (problem.code, problem.severity, problem.place.line) for problem in reading.problems if problem.place
    ] == [("stray-text", Severity.WARNING, 3)]
    assert reading.bank.heading.title == "Rivers"
    assert reading.bank.heading.instructions == "Choose one."


@pytest.mark.parametrize(
    "line", ["Write your name on the ____ line.", "Fill in the ____ with a letter: ___ ."]
)
def test_sentences_with_a_gap_stay_instructions(line: str) -> None:
    reading = read("bank.md", f"Rivers\n\n{line}\n\n1. Which?\na) one\nb) two\nAnswer: a\n")
    assert reading.bank.heading.instructions == line


# ---- headings that ask, in files without numbers


@pytest.mark.parametrize(
    ("between", "shown"),
    [
        ("```python\nx = 3\n```", "```python\nx = 3\n```"),
        ("![a sketch](sketch.png)", "![a sketch](sketch.png)"),
        ("$$x = 3$$", "$$x = 3$$"),
        ("Here x is 3.", "Here x is 3."),
    ],
)
def test_a_heading_that_asks_is_not_lost(between: str, shown: str) -> None:
    source = f"# Quiz\n\n### Which number comes out?\n\n{between}\n\n- [x] 3\n- [ ] 4\n"
    (question,) = questions(source)
    assert question.stem.source == f"Which number comes out?\n\n{shown}"


def test_a_heading_right_above_code_begins_the_question() -> None:
    parts = [f"### The value of {name} after this:\n\n```\n{name} = 3\n```\n" for name in "xy"]
    source = "# Quiz\n\n" + "".join(f"{part}\nA) 3\nB) 4\n\nAnswer: A\n\n" for part in parts)
    stems = [question.stem.source for question in questions(source)]
    assert stems == [f"The value of {name} after this:\n\n```\n{name} = 3\n```" for name in "xy"]


def test_a_heading_above_several_questions_asks_none_of_them() -> None:
    pair = "- [x] 3\n- [ ] 4\n\n"
    source = f"## Do you know numbers?\n\nIs x 3.\n\n{pair}Is y 3.\n\n{pair}"
    assert [question.stem.source for question in questions(source)] == ["Is x 3.", "Is y 3."]


def test_a_heading_that_may_be_a_task_is_told_of() -> None:
    source = "# Quiz\n\n## Choose the right word\n\nWater ___ downhill.\n\n- [x] runs\n- [ ] run\n"
    reading = read("a.md", source)
    assert [question.stem.source for question in reading.bank.questions] == ["Water ___ downhill."]
    told = [(problem.place.line, problem.message) for problem in reading.problems if problem.place]
    assert (3, "the heading 'Choose the right word' is taken for a title, and is not printed") in told


def test_a_question_with_its_answer_is_no_instruction() -> None:
    source = "What is cold?\na) fire\nb) ice\n\nAnswer:\nB\n\n2. What is hot?\na) fire\nb) ice\n\nAnswer: a\n"
    found = [problem for problem in read("a.md", source).problems if problem.severity is Severity.ERROR]
    assert [(problem.code, problem.place and problem.place.line) for problem in found] == [("stray-text", 2)]


@pytest.mark.parametrize("head", ["#", "##"])
def test_code_alone_below_the_title_of_a_part_is_no_question(head: str) -> None:
    parts = ["Prompt\nWhich number comes out?", "Code\n```\nx = 3\n```", "Options\n- [x] 3\n- [ ] 4"]
    source = "\n\n".join(f"{head} {part}" for part in parts)
    reading = read("a.md", source)
    assert reading.bank.questions == ()
    assert "no-questions" in [problem.code for problem in reading.problems]
