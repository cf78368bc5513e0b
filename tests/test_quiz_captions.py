"""Quiz texts with words that ask in captions and headings, and words below a line across the page: none is lost."""

from __future__ import annotations

import pytest
from quiztexts import questions, right

from examgen.errors import Severity
from examgen.formats.quiz.page.folds import says_nothing
from examgen.formats.quiz.reader import read


@pytest.mark.parametrize(
    "caption",
    [
        "Which valve must you open first?",
        "3. To open the valve, you turn it",
        "What can you see from the answer of the pump?",
        "Which answer is best?",
        "何を開くか？",
    ],
)
def test_a_caption_that_asks_is_a_question(caption: str) -> None:
    assert not says_nothing(caption)


@pytest.mark.parametrize(
    "caption",
    [
        "Show the answer?",
        "What is the correct answer?",
        "Want to check your answer?",
        "Réponse ?",
        "¿Ver respuesta?",
        "答えは？",
        "答えを見る",
        "選択肢を見る",
        "Click to open",
    ],
)
def test_a_caption_that_only_opens_its_fold_is_not_printed(caption: str) -> None:
    assert says_nothing(caption)


def test_questions_in_captions_of_folds() -> None:
    fold = "<details>\n<summary>{}</summary>\n\na) this\nb) that\n\n**Answer: b**\n\n</details>\n\n"
    source = fold.format("1. How do you open a tin?") + fold.format("2. What do you see in it?")
    assert right(source) == [("How do you open a tin?", "that"), ("What do you see in it?", "that")]


def test_choices_and_answers_in_folds_of_their_own() -> None:
    source = (
        "### Q1: 海はどれですか？\n\n<details>\n<summary>選択肢を見る</summary>\n\nA) 山\n\nB) 沖\n\n</details>\n\n"
        "<details>\n<summary>答えを見る</summary>\n\n**正解: B) 沖**\n\n陸から遠い。\n\n</details>\n"
    )
    (question,) = questions(source)
    assert question.stem.source == "海はどれですか？"
    assert question.answer == {"b"}
    assert question.rationale
    assert question.rationale.source == "陸から遠い。"


@pytest.mark.parametrize("reasons", ["", "\nExplanation: Ice is frozen.\n", "\nIce is frozen.\n"])
def test_words_below_a_line_across_the_page_are_told_of(reasons: str) -> None:
    pair = "a) fire\nb) ice\n\n"
    source = (
        f"1. What is cold?\n{pair}Answer: b\n{reasons}\n---\n\nA kettle stands on the stove for an hour.\n\n"
        f"2. What is below it?\n{pair}Answer: a\n"
    )
    reading = read("a.md", source)
    row = 1 + source[: source.index("A kettle")].count("\n")
    warned = [(problem.place.line, problem.severity) for problem in reading.problems if problem.place]
    assert warned == [(row, Severity.WARNING)]
    assert "question 1" in reading.problems[0].message
    assert len(reading.bank.questions) == 2


def test_code_below_a_line_across_the_page_belongs_to_the_reasons() -> None:
    source = "1. What is cold?\na) fire\nb) ice\n\nAnswer: b\n\nSee:\n\n---\n\n```\nice\n```\n"
    (question,) = questions(source)
    assert question.rationale
    assert question.rationale.source == "See:\n\n---\n\n```\nice\n```"


@pytest.mark.parametrize(
    ("tag", "picture"),
    [
        ('<img src="map.png">', "![](map.png)"),
        (
            '<p align="center"><img alt="a [map]" src="my map.png" width="300"/></p>',
            r"![a \[map\]](my%20map.png){width=225pt}",
        ),
        ("<img src='map.png'><br>", "![](map.png)"),
    ],
)
def test_a_tag_alone_on_its_line_is_a_picture(tag: str, picture: str) -> None:
    (question,) = questions(f"1. What is here?\n\n{tag}\n\na) sea\nb) land\n\nAnswer: b\n")
    assert question.stem.source == f"What is here?\n\n{picture}"


def test_a_tag_that_is_a_choice_or_in_a_sentence_stays() -> None:
    source = '1. Does <img src="a.png"> show it?\na) <img src="b.png">\nb) no\n\nAnswer: b\n'
    (question,) = questions(source)
    assert question.stem.source == 'Does <img src="a.png"> show it?'
    assert question.choices[0].text.source == '<img src="b.png">'


@pytest.mark.parametrize(
    ("said", "reasons"),
    [("(b). Ice is frozen.", "Ice is frozen."), ("(b): Ice is frozen.", "Ice is frozen.")],
)
def test_a_sign_behind_the_brackets_of_an_answer(said: str, reasons: str) -> None:
    (question,) = questions(f"1. What is cold?\n(a) fire\n(b) ice\n\nAnswer: {said}\n")
    assert question.answer == {"b"}
    assert question.rationale
    assert question.rationale.source == reasons


def test_two_letters_with_a_full_stop_between_are_no_answer_and_reasons() -> None:
    source = "1. What is cold?\n(a) snow\n(b) ice\n\nAnswer: (a). And (b).\n"
    found = [problem.code for problem in read("a.md", source).problems]
    assert "bad-answer" in found


@pytest.mark.parametrize("attributes", ["{: .choices }", '{: #one data-x="1"}', "{:.red}"])
def test_attributes_of_a_page_are_no_part_of_a_choice(attributes: str) -> None:
    source = (
        f"1. What is cold?\n- [ ] fire\n- [x] ice\n{attributes}\n\n2. What is hot?\n- [x] fire\n- [ ] ice\n"
    )
    assert right(source) == [("What is cold?", "ice"), ("What is hot?", "fire")]


def test_exercises_of_a_book_with_code_in_them() -> None:
    box = "````{{exercise}}\n\nWhat is {0}?\n\n```python\n{0} = 3\n```\n\nA. 3\nB. 4\n\n"
    tip = "```{tip} View solution\n:class: dropdown\nAnswer: A\n\nIt is set so.\n"
    # The inner box ends with the outer one, which may have more ticks than it began with.
    source = f"{box.format('x')}{tip}```\n````\n\n---\n\n{box.format('y')}{tip}`````\n"
    asked = questions(source)
    assert [question.stem.source for question in asked] == [
        f"What is {name}?\n\n```python\n{name} = 3\n```" for name in "xy"
    ]
    assert [question.rationale and question.rationale.source for question in asked] == ["It is set so."] * 2


def test_callouts_whose_title_is_a_heading_inside() -> None:
    note = "(a) fire\n(b) ice\n\n::: {0}\n## Answer\n\n(b)\n\nIt is frozen.\n:::\n\n"
    source = "".join(
        f"**{at}. What is cold {at}?**\n\n" + note.replace("{0}", frame)
        for at, frame in enumerate(('{.callout-tip collapse="true"}', "callout-note"), 1)
    )
    asked = questions(source)
    assert [question.answer for question in asked] == [{"b"}] * 2
    assert [question.rationale and question.rationale.source for question in asked] == ["It is frozen."] * 2


@pytest.mark.parametrize(
    "said",
    [
        "Questions 2-3 refer to this text:",
        "Use the map for questions 2 and 3.",
        "**Fragen 2 bis 3** gehen um die Karte.",
        "Read the text. Then answer Question 2 to 4",
    ],
)
def test_a_text_for_the_questions_below_is_no_reason(said: str) -> None:
    pair = "a) fire\nb) ice\n\n"
    source = f"1. What is cold?\n{pair}Answer: b\n\nIt is frozen.\n\n{said}\n\nA map.\n\n2. What is hot?\n{pair}Answer: a\n"
    found = [problem for problem in read("a.md", source).problems if problem.severity is Severity.ERROR]
    assert [(problem.code, problem.place and problem.place.line) for problem in found] == [("stray-text", 9)]


@pytest.mark.parametrize(
    "said", ["See questions 1 and 4.", "It is as in question 2.", "Of 2 to 3 parts one is ice."]
)
def test_reasons_may_speak_of_other_questions(said: str) -> None:
    pair = "a) fire\nb) ice\n\n"
    source = f"1. What is cold?\n{pair}Answer: b\n\n{said}\n\n2. What is hot?\n{pair}Answer: a\n"
    assert len(right(source)) == 2


def test_a_picture_of_the_web_is_needed_in_a_question_and_not_in_its_reasons() -> None:
    tag = '<img src="https://example.org/map.png">'
    (question,) = questions(f"1. What is here?\n\n{tag}\n\na) sea\nb) land\n\nAnswer: b\n\nSee:\n\n{tag}\n")
    assert question.stem.source.endswith("![](https://example.org/map.png)")
    assert question.rationale
    assert question.rationale.source == f"See:\n\n{tag}"


@pytest.mark.parametrize(
    ("choices", "severity"),
    [("**(a)** Plan A  **(b)** ice (correct)", Severity.ERROR), ("(a) Plan A (b) ice", Severity.WARNING)],
)
def test_a_question_on_one_line_is_no_instruction(choices: str, severity: Severity) -> None:
    source = f"[1] What is cold? {choices}\n\n[2] What is hot?\n\n(a) fire (correct)\n(b) ice\n"
    found = [problem for problem in read("a.md", source).problems if problem.code == "stray-text"]
    assert [(problem.severity, problem.place and problem.place.line) for problem in found] == [(severity, 1)]


def test_instructions_may_have_letters() -> None:
    source = "You may (a) use a table, (b) use a pen.\n\n1. What is hot?\na) fire\nb) ice\n\nAnswer: a\n"
    assert right(source) == [("What is hot?", "fire")]
    assert read("a.md", source).problems == ()


def test_what_is_said_of_wrong_choices_is_not_printed() -> None:
    source = "1. What is cold?\na) fire (incorrect)\nb) ice (correct)\nc) steam (not correct)\n"
    (question,) = questions(source)
    assert [choice.text.source for choice in question.choices] == ["fire", "ice", "steam"]
    assert question.answer == {"b"}


def test_points_behind_numbers_of_chapters() -> None:
    source = "".join(
        f"1.{at} [{at} pts] What is cold?\n a. fire\n b. ice {at}\nANSWER: B\n\n" for at in (2, 3)
    )
    asked = questions(source.replace("1.2", "1.1").replace("1.3", "1.2"))
    assert [(question.stem.source, question.points) for question in asked] == [
        ("What is cold?", 2),
        ("What is cold?", 3),
    ]
