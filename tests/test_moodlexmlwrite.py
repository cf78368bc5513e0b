"""Moodle XML that is written: Moodle's importer can read it, and so can we, with the same result.

Moodle publishes no schema. What :func:`importable` holds a file against is what its importer asks for.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from examgen import embedded
from examgen.errors import Place, Problem
from examgen.formats import read_bank
from examgen.formats.moodle import reader as moodlexml
from examgen.formats.recognition import is_moodle
from examgen.model import Bank, Choice, Heading, Question, Text

HERE = Place("b.xml", 1)
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
FORMATS = {"html", "moodle_auto_format", "plain_text", "markdown"}


def text(source: str) -> Text:
    return Text(source, tuple(HERE for _ in source.split("\n")))


def made(id: str, stem: str, choices: list[str], right: set[str], **more: object) -> Question:
    built = tuple(Choice("abcdefgh"[index], text(words), HERE) for index, words in enumerate(choices))
    question = Question(id, text(stem), HERE, built, frozenset(right), given_id=True)
    return replace(question, **more)  # type: ignore[arg-type]


def bank_of(*questions: Question, **more: object) -> Bank:
    return Bank(questions, **more)  # type: ignore[arg-type]


def importable(source: str) -> None:
    """Check what Moodle's importer asks of a file."""
    root = etree.fromstring(source.encode())
    assert root.tag == "quiz"
    for question in root:
        assert question.tag == "question"
        kind = question.get("type")
        assert kind in ("category", "multichoice", "truefalse")
        if kind == "category":
            assert (question.findtext("category/text") or "").startswith("$course$/top")
            continue
        assert (question.findtext("name/text") or "").strip()
        for part in ("questiontext", "generalfeedback"):
            assert question.findall(f"{part}/text")
        for part in question.iter("questiontext", "generalfeedback", "answer", "feedback"):
            assert part.get("format") in FORMATS
            assert len(part.findall("text")) == 1
            assert not len(part.find("text"))  # type: ignore[arg-type]
        for file in question.iter("file"):
            assert file.get("encoding") == "base64"
            assert base64.b64decode(file.text or "", validate=True)
            assert f"@@PLUGINFILE@@/{file.get('name')}" in (file.getparent().findtext("text") or "")
        assert float(question.findtext("defaultgrade") or "") >= 0
        fractions = [float(answer.get("fraction") or "") for answer in question.findall("answer")]
        if kind == "truefalse":
            assert [answer.findtext("text") for answer in question.findall("answer")] == ["true", "false"]
            assert sorted(fractions) == [0, 100]
        elif question.findtext("single") == "true":
            assert max(fractions) == 100
        else:
            assert abs(sum(share for share in fractions if share > 0) - 100) < 0.1


def same(bank: Bank) -> Bank:
    """Write a bank, check the file, read it back, compare, and return what came back."""
    source = moodlexml.write(bank)
    importable(source)
    assert is_moodle(source)
    back = moodlexml.read("b.xml", source)
    assert back.problems == ()
    for before, after in zip(bank.questions, back.bank.questions, strict=True):
        assert content(after) == content(before)
    assert [p for p in moodlexml.losses(bank) if p.code != "moodle-weights"] == []
    return back.bank


def content(question: Question) -> tuple[object, ...]:
    return (
        question.id,
        question.given_id,
        question.stem.source,
        [
            (
                c.id,
                c.text.source,
                c.weight,
                c.feedback.source if c.feedback else None,
                c.id in question.answer,
            )
            for c in question.choices
        ],
        question.rationale.source if question.rationale else None,
        (question.points, question.tags, question.section, question.keep_order),
    )


def test_a_bank_comes_back() -> None:
    first = made(
        "mouth", "Where does it *end*?\n\n- here\n- there", ["At its <source>", "At & its mouth"], {"b"}
    )
    first = replace(
        first,
        rationale=text("By definition $x_1 < 2$.\n\n```\nint  a;\n\n\nb\n```"),
        choices=(replace(first.choices[0], feedback=text("No: $5 and ]]> more")), first.choices[1]),
        points=Fraction(5, 2),
        tags=("water", "a/b"),
        section="Rivers / TCP/IP",
        keep_order=True,
    )
    second = made("two", "Which?", ["a", "b", "c"], {"a", "c"}, section="Rivers / TCP/IP")
    third = made("sea-is-wet", "The sea is wet.", ["True", "False"], {"a"}, keep_order=True, section=None)
    fourth = made("made-words", "Made, from words?", ["a", "b"], {"b"}, given_id=False)
    same(bank_of(first, second, third, fourth))


def test_true_false_with_feedback() -> None:
    question = made("q", "Wet?", ["True", "False"], {"b"}, keep_order=True)
    said = tuple(replace(choice, feedback=text(f"on {choice.id}")) for choice in question.choices)
    source = moodlexml.write(bank_of(replace(question, choices=said)))
    assert 'type="truefalse"' in source
    same(bank_of(replace(question, choices=said)))


@pytest.mark.parametrize(
    ("weights", "right"),
    [
        ((None, None, None), {"a"}),
        ((None, Fraction(1, 2), Fraction(-1, 3)), {"a"}),
        ((Fraction(2, 3), Fraction(1, 3), None), {"a", "b"}),
        ((Fraction(1, 2), Fraction(1, 2), Fraction(-1, 2)), {"a", "b"}),
        ((Fraction(6, 7), Fraction(1, 7), None), {"a", "b"}),
        ((Fraction(3, 11), Fraction(8, 11), Fraction(-1, 97)), {"a", "b"}),
        ((None, None, None), {"a", "b", "c"}),
    ],
)
def test_weights_come_back(weights: tuple[Fraction | None, ...], right: set[str]) -> None:
    question = made("q", "Which?", ["one", "two", "three"], right)
    pairs = zip(question.choices, weights, strict=True)
    same(
        bank_of(replace(question, choices=tuple(replace(choice, weight=weight) for choice, weight in pairs)))
    )


def test_weights_that_moodle_does_not_know_are_said() -> None:
    question = made("q", "Which?", ["one", "two"], {"a"})
    odd = replace(
        question, choices=(question.choices[0], replace(question.choices[1], weight=Fraction(1, 11)))
    )
    assert codes(moodlexml.losses(bank_of(odd))) == ["moodle-weights"]
    known = replace(odd, choices=(odd.choices[0], replace(odd.choices[1], weight=Fraction(-1, 3))))
    assert moodlexml.losses(bank_of(known)) == []


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_picture_in_memory_comes_back() -> None:
    address = embedded.keep(PNG)
    question = made("q", f"Where is ![it]({address}){{width=50%}}?", [f"![]({address})", "b"], {"b"})
    source = moodlexml.write(bank_of(question))
    assert source.count(base64.b64encode(PNG).decode()) == 2
    assert address not in source
    same(bank_of(question))


def test_a_picture_beside_the_bank_is_written_into_the_file(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a map.png").write_bytes(PNG)
    (tmp_path.parent / "outside.png").write_bytes(PNG)
    bank = tmp_path / "quiz.md"
    bank.write_text(
        "1. Where is ![it](pictures/a%20map.png)?\n - (a) ![out](../outside.png)\n - (b) ![no](missing.png)\n\nAnswer: a\n"
    )
    written = moodlexml.write(read_bank(bank).bank)
    assert written.count("<file ") == 1
    assert "../outside.png" in written
    (found,) = moodlexml.read("b.xml", written).bank.questions
    assert found.stem.source == f"Where is ![it]({embedded.keep(PNG)})?"
    problems = moodlexml.losses(read_bank(bank).bank)
    assert codes(problems) == ["not-carried", "not-carried"]
    assert ["../outside.png" in problems[0].message, "missing.png" in problems[1].message] == [True, True]


def test_what_cannot_be_carried_is_said() -> None:
    question = made("q", "Which?", ["one", "two"], {"a"}, difficulty="easy", pin=True)
    pinned = replace(question, choices=(replace(question.choices[0], id="first"), question.choices[1]))
    pinned = replace(pinned, answer=frozenset({"first"}))
    problems = moodlexml.losses(bank_of(pinned, heading=Heading(title="Rivers")))
    assert codes(problems) == ["not-carried", "not-carried"]
    assert "title" in problems[0].message
    for name in ("difficulty", "pin", "names of choices"):
        assert name in problems[1].message
    assert moodlexml.losses(bank_of()) == []


def test_characters_that_xml_cannot_hold_are_a_loss() -> None:
    question = made("q", "Which\x01?", ["one", "two"], {"a"})
    importable(moodlexml.write(bank_of(question)))
    assert codes(moodlexml.losses(bank_of(question))) == ["not-carried"]


WORDS = st.text(
    st.sampled_from("ab é1{}=~#:\\%[]*<n$T/&>`_()|!-\n"),
    min_size=1,
    max_size=14,
).map(lambda word: f"x{word}x")


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=6, unique=True), st.data())
def test_any_words_come_back(words: list[str], data: st.DataObject) -> None:
    right = data.draw(st.sets(st.sampled_from("abcde"[: len(words) - 1]), min_size=1))
    bank = bank_of(made("q-1", words[0], words[1:], right, rationale=text(words[0])))
    if any(rf"\\{bracket}" in word for word in words for bracket in "(["):
        # Moodle shows a backslash before a bracket as math, whatever was meant: that is said.
        assert moodlexml.losses(bank) or same(bank)
    else:
        same(bank)


def test_a_backslash_before_a_bracket_that_is_no_math_is_said() -> None:
    bank = bank_of(made("q-1", "Which?", ["one", r"x\\(1\\)x"], {"a"}))
    assert codes(moodlexml.losses(bank)) == ["not-carried"]


MATH = st.lists(
    st.sampled_from(
        [
            "$x_1$",
            r"$\frac{a}{b}$",
            r"$a \\ b$",
            "$$x*y*z$$",
            r"\(a\)",
            r"\[b_1 & c\]",
            "$5",
            "`$a$`",
            r"\$",
            "x ",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


def test_a_dollar_before_a_formula_in_brackets_begins_none() -> None:
    same(bank_of(made("q-1", r"x $5 \(a\) `$a$`x", ["a", "b"], {"a"})))


@settings(max_examples=tries(100), deadline=None)
@given(MATH)
def test_any_math_comes_back(words: str) -> None:
    same(bank_of(made("q-1", f"x {words}x", ["a", "b"], {"a"})))
