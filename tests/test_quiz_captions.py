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
