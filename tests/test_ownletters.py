"""Letters that authors type before choices: left out where they number the choices, and said once."""

from __future__ import annotations

import pytest

from examgen.errors import Place, Severity
from examgen.formats.gift import reader as gift
from examgen.formats.gift import write as giftwrite
from examgen.formats.moodle import reader as moodlexml
from examgen.formats.ownletters import without_letters
from examgen.formats.textdraft import Draft, DraftChoice
from examgen.model import Text

HERE = Place("b.gift", 1, 1)


def draft(*texts: str) -> Draft:
    choices = [DraftChoice(Text(text, (HERE,)), HERE) for text in texts]
    return Draft(Text("Which?", (HERE,)), HERE, choices)


def left(*texts: str) -> list[str]:
    made = draft(*texts)
    without_letters([made])
    return [choice.text.source for choice in made.choices]


@pytest.mark.parametrize(
    "texts",
    [
        ("A. one", "B. two", "C. three"),
        ("a) one", "b) two", "c) three"),
        (r"(a\) one", r"(b\) two", r"(c\) three"),
        ("A: one", "B: two", "C: three"),
        ("a-> one", "b-> two", "c-> three"),
        ("**A.** one", "**B.** two", "**C.** three"),
        ("A.\u00a0one", "B.\u00a0two", "C. three"),
    ],
)
def test_letters_in_order_are_left_out(texts: tuple[str, ...]) -> None:
    assert left(*texts) == ["one", "two", "three"]


def test_letters_in_another_order_stay_the_names_of_their_choices() -> None:
    source = "Which? {\n~B. Two\n=C. Three\n~A. One\n#### C is right.\n}\n"
    reading = gift.read("b.gift", source)
    (found,) = reading.bank.questions
    named = [(choice.id, choice.text.source) for choice in found.choices]
    assert named == [("b", "Two"), ("c", "Three"), ("a", "One")]
    assert found.answer == {"c"}
    assert [problem.code for problem in reading.problems] == ["typed-letters"]


@pytest.mark.parametrize(
    "texts",
    [
        ("A. one", "two"),
        ("B. one", "D. two", "A. three"),
        ("B. subtilis", "C. elegans", "A. thaliana"),
        ("B. one", "B. two", "A. three"),
        ("B. one", "A. two"),
        ("A. one", "b) two"),
        ("A. one", "B) two"),
        ("A one", "B two"),
        ("A.", "B."),
        ("A. alone",),
        ("1. January", "2. January"),
        ("E. coli", "B. subtilis"),
    ],
)
def test_other_texts_stay(texts: tuple[str, ...]) -> None:
    assert left(*texts) == list(texts)


def test_it_is_said_once_for_a_file() -> None:
    source = "Which? {\n=A. one\n~B. two\n}\n\nWhat? {\n~A. x\n=B. y\n}\n\nWho? {=I ~you}\n"
    reading = gift.read("b.gift", source)
    first, second, third = reading.bank.questions
    assert [choice.text.source for choice in (*first.choices, *second.choices)] == ["one", "two", "x", "y"]
    assert second.answer == {"b"}
    assert [choice.text.source for choice in third.choices] == ["I", "you"]
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.place) == ("typed-letters", Severity.WARNING, HERE)
    assert "2 questions" in problem.message


def test_moodle_xml() -> None:
    answers = "".join(
        f'<answer fraction="{share}"><text><![CDATA[<p>{text}</p>]]></text></answer>'
        for share, text in ((0, "A.&nbsp;one"), (100, "B. two"))
    )
    reading = moodlexml.read(
        "b.xml",
        '<quiz><question type="multichoice"><questiontext><text>Which?</text></questiontext>'
        f"{answers}</question></quiz>",
    )
    assert [choice.text.source for choice in reading.bank.questions[0].choices] == ["one", "two"]
    assert [problem.code for problem in reading.problems] == ["typed-letters"]


def test_what_we_wrote_ourselves_is_as_it_was() -> None:
    source = f"{giftwrite.OWN}\n\n::q:: [markdown]Which? {{\n=A. one\n~B. two\n}}\n"
    reading = gift.read("b.gift", source)
    assert [choice.text.source for choice in reading.bank.questions[0].choices] == ["A. one", "B. two"]
    assert reading.problems == ()
