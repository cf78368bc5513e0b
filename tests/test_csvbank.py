"""Tables as text: signs between columns, quotes, lines, and the layouts of programs."""

from __future__ import annotations

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Place
from examgen.formats.sheets.csvbank import read, sniff

ROWS = "question{0}a{0}b{0}answer\nWhere?{0}here{0}there{0}B\n"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_sign_between_columns(sign: str) -> None:
    source = ROWS.format(sign)
    assert sniff(source)
    question = read("t.csv", source).bank.questions[0]
    assert ([str(choice.text) for choice in question.choices], question.answer) == (["here", "there"], {"b"})


def test_a_line_that_says_the_sign_and_a_mark() -> None:
    assert len(read("t.csv", "\ufeffsep=;\r\n" + ROWS.format(";").replace("\n", "\r\n")).bank.questions) == 1


def test_quotes_lines_and_places() -> None:
    source = 'question,a,b,answer\r\n"Two ""lines"",\r\nyes","x, y",z,A\r\n\r\n,,,\r\nNext?,1,2,Z\r\n'
    reading = read("t.csv", source)
    first, second = reading.bank.questions
    assert first.stem.source == 'Two "lines",\\\nyes'
    assert [place.line for place in first.stem.places] == [2, 3]
    assert str(first.choices[0].text) == "x, y"
    assert second.place == Place("t.csv", 6, 1)
    assert [(problem.code, problem.place) for problem in reading.problems] == [
        ("unknown-answer", Place("t.csv", 6, 11))
    ]


def test_quotes_of_careless_programs() -> None:
    source = 'question,a,b,answer\n"He said \\"hi\\" to me","a "quoted" word",b,A\n'
    question = read("t.csv", source).bank.questions[0]
    assert question.stem.source == 'He said "hi" to me'
    assert str(question.choices[0].text) == 'a "quoted" word'


def test_a_quote_without_an_end_is_told_once() -> None:
    reading = read("t.csv", 'question,a,b,answer\n"What,x,y,A\n"Who,x,y,B\n')
    assert [problem.code for problem in reading.problems if problem.code == "open-quote"] == ["open-quote"]


BRIGHTSPACE = """NewQuestion,MC,,,
ID,GEO-7,,,
Title,River,,,
QuestionText,Where does it end?,,,
Points,2,,,
Difficulty,3,,,
Option,0,At the source,,There it begins
Option,100,"At the mouth, say",,
Feedback,By definition,,,
//a comment,,,,
NewQuestion,WR,,,
QuestionText,Write,,,
NewQuestion,TF,,,
QuestionText,Water is wet,,,
TRUE,0,,,
FALSE,100,wrong,,
NewQuestion,MS,,,
QuestionText,<b>Which</b>?,HTML,,
Scoring,RightAnswers,,,
Option,1,x,,
Option,0,y,,
Option,1,z,,
"""


def test_brightspace() -> None:
    assert sniff(BRIGHTSPACE)
    reading = read("t.csv", BRIGHTSPACE)
    choice, truth, several = reading.bank.questions
    assert (choice.id, str(choice.points), choice.difficulty, str(choice.rationale)) == (
        "GEO-7", "2", "3", "By definition",
    )  # fmt: skip
    assert str(choice.choices[0].feedback) == "There it begins"
    assert (choice.answer, truth.answer, several.answer) == ({"b"}, {"b"}, {"a", "c"})
    assert several.stem.source == "**Which**?"
    assert [(problem.code, problem.place.line) for problem in reading.problems if problem.place] == [
        ("skipped", 11)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "QuestionText,Where, if at all, does it end?,,,",
        "Option,0,At the source, say",
        "Option,0,At the source, or so, perhaps,,",
        "Option,0,At the source,,There,it begins",
        "Feedback,Well, by definition",
    ],
)
def test_a_text_of_brightspace_that_its_commas_divide_is_an_error(line: str) -> None:
    reading = read("t.csv", f"NewQuestion,MC\nQuestionText,Where?\nOption,100,At the mouth,,Yes\n{line}\n")
    assert [problem.code for problem in reading.problems] == ["table-row"]
    assert not reading.bank.questions


def test_feedback_of_brightspace_one_column_early() -> None:
    reading = read(
        "t.csv",
        "NewQuestion,MC\nQuestionText,Where?\nOption,0,At the source,No\nOption,100,At the mouth,Yes\n",
    )
    assert [str(choice.feedback) for choice in reading.bank.questions[0].choices] == ["No", "Yes"]


def test_hints_of_brightspace_are_said() -> None:
    reading = read("t.csv", BRIGHTSPACE.replace("Feedback,By", "Hint,Think of the sea\nHint,\nFeedback,By"))
    assert [problem.code for problem in reading.problems] == ["left-out", "skipped"]
    assert "'Think of the sea'" in reading.problems[0].message


@pytest.mark.parametrize(
    "text", ["1. What?\na) x\nb) y\nAnswer: a\n", "Hello, world\n", "question: x\nanswer: y\n", ""]
)
def test_other_texts_are_not_tables(text: str) -> None:
    assert not sniff(text)


PIECES = st.sampled_from(
    ["question", "a", "b", "answer", ",", ";", "\t", "|", '"', '""', "\n", "\r\n", "[", "]", "'", "0",
    "1", "A", "B",
     "$x^2$", "<b>", "</b>",     "NewQuestion", "MC", "Option", "100", "options", "\\(", "{", "}", "x",
    "QuestionText", "sep=;", "\ufeff", "TRUE"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
@settings(max_examples=tries(200), deadline=None)
def test_anything_gives_a_bank_or_problems(source: str) -> None:
    sniff(source)
    for text in (source, f"question,a,b,answer\n{source}"):
        reading = read("t.csv", text)
        assert all(problem.place and problem.place.file == "t.csv" for problem in reading.problems)


def test_a_table_of_markdown() -> None:
    source = "| No | Question | A | B | Answer |\n|----|:--------:|---|---|--------|\n| 1 | Where? | here | there | B |\n"
    reading = read("t.md", source)
    assert [(question.stem.source, question.answer) for question in reading.bank.questions] == [
        ("Where?", {"b"})
    ]
    assert not [problem for problem in reading.problems if problem.code != "no-rationale"]


def test_foils_are_wrong_choices() -> None:
    (question,) = read("t.csv", "question,correct,foil1,foil2\nWhere?,here,there,nowhere\n").bank.questions
    right = [str(choice.text) for choice in question.choices if choice.id in question.answer]
    assert (right, len(question.choices)) == (["here"], 3)


@pytest.mark.parametrize("head", ["Why?", "why", "Reasons", "Erläuterung:"])
def test_labels_of_quiz_text_name_columns(head: str) -> None:
    (question,) = read("t.csv", f"question,a,b,answer,{head}\nWhich?,x,y,b,by law\n").bank.questions
    assert str(question.rationale) == "by law"
