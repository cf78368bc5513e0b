"""Files of Moodle XML: how they are told from others, that whatever is in them is read or refused, and real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, tries
from hypothesis import given, settings
from hypothesis import strategies as st
from test_moodlexml import WRONG, answer, codes, multichoice, read

from examgen.errors import errors_of
from examgen.formats.moodle import reader as moodlexml
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_moodle

SAMPLES = ROOT.parent / "shared" / "samples" / "moodle-xml"
OTHERS = ROOT.parent / "shared" / "samples" / "moodle-other"


@pytest.mark.parametrize(
    "source",
    [
        "<quiz><question type='essay'/></quiz>",
        "\ufeff<?xml version='1.0' encoding='UTF-8'?>\n<!-- from -- \n Moodle -->\n<quiz>\n<question type=\"x\">",
        '<?xml version="1.0"?><!DOCTYPE quiz><quiz version="1"><!-- a --> <question\n type="multichoice">',
        "<quiz>\n</quiz>",
    ],
)
def test_sniff(source: str) -> None:
    assert is_moodle(source)


@pytest.mark.parametrize(
    "source",
    [
        '<?xml version="1.0"?><test><question type="uniqueChoice"><stem>a</stem></question></test>',
        '<?xml version="1.0"?><questestinterop><item ident="a"/></questestinterop>',
        '<quiz xmlns="http://moodle.org/Quiz.xsd"><multiple_choice_question/><question/></quiz>',
        "<list_quiz><quiz><question>a</question></quiz></list_quiz>",
        "<quiz><question><content>a</content></question></quiz>",
        "<quizzes/>",
        "1. Is <quiz> a tag?",
        "",
    ],
)
def test_sniff_claims_no_other_xml(source: str) -> None:
    assert not is_moodle(source)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("<quiz>", "xml-syntax"),
        ("<quiz>&nbsp;</quiz>", "xml-syntax"),
        ("<quiz></quiz>", "no-questions"),
        ("<test><question type='a'/></test>", "no-questions"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><quiz>&b;</quiz>', "xml-entities"),
        (f"<quiz>{'<a>' * 400}{'</a>' * 400}</quiz>", "xml-depth"),
    ],
)
def test_what_is_no_quiz(source: str, code: str) -> None:
    reading = moodlexml.read("b.xml", source)
    assert codes(reading.problems) == [code]
    assert reading.problems[0].hint
    assert reading.problems[0].place is not None


PIECES = [
    '<question type="multichoice">', '<question type="truefalse">', '<question type="category">', "</question>",
    "<questiontext format='markdown'>", "</questiontext>", "<text>", "</text>", "<answer fraction='50'>",
    "<answer>", "</answer>", "<![CDATA[", "]]>", "<name>", "</name>", "<file name='a'>", "</file>", "&amp;", "&",
    "<single>", "</single>", "@@PLUGINFILE@@/a", "![a](", ")", "true", "false", "$$", r"\\(", r"\\)", "`",
    "[tex]", "[/tex]", "<b>", "</b>", "&lt;img src='@@PLUGINFILE@@/a'&gt;", "\n",
]  # fmt: skip
SOURCES = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join)


@settings(max_examples=tries(200), deadline=None)
@given(SOURCES)
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    for whole in (source, f"<quiz>{source}</quiz>"):
        is_moodle(whole)
        check(moodlexml.read("b.xml", whole))


TEXTS = st.lists(st.sampled_from([piece for piece in PIECES if "<" not in piece]) | st.text(max_size=5)).map(
    "".join
)
FORMATS = st.sampled_from(["html", "markdown", "plain_text", "moodle_auto_format", "wiki_like", "other", ""])


@settings(max_examples=tries(200), deadline=None)
@given(TEXTS, FORMATS, TEXTS)
def test_any_words_give_a_bank_or_problems(stem: str, format: str, words: str) -> None:
    stem, words = (part.replace("]]>", "").replace("<![CDATA[", "") for part in (stem, words))
    source = multichoice(answer("100", f"<![CDATA[{words}]]>"), WRONG, stem=f"<![CDATA[{stem}]]>")
    check(read(source.replace('format="html"', f'format="{format}"')))


def check(reading: Reading) -> None:
    for problem in reading.problems:
        assert problem.place is not None
        assert problem.hint
    for found in reading.bank.questions:
        texts = [
            found.stem,
            *(choice.text for choice in found.choices),
            *([found.rationale] if found.rationale else []),
        ]
        for text in texts:
            assert len(text.places) == text.source.count("\n") + 1


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
@pytest.mark.parametrize(
    ("part", "read_questions", "skips"),
    [
        ("GonZiin", 30, 0),
        ("dmolina", 8, 0),
        ("DistFreq", 1, 0),
        ("Cap1_11", 10, 0),
        ("Cap1_16", 10, 0),
        ("Cap1_17", 10, 0),
        ("Cap1_21", 0, 10),
        ("Cap1_23", 0, 10),
        ("Cap2_11", 2, 0),
    ],
)
def test_samples(part: str, read_questions: int, skips: int) -> None:
    (path,) = (path for path in sample_files() if part in path.name)
    source = path.read_text(encoding="utf-8")
    assert is_moodle(source)
    reading = moodlexml.read(path.name, source)
    assert len(reading.bank.questions) == read_questions
    assert codes(reading.problems).count("skipped") == skips
    assert errors_of(reading.problems) == []
    assert all(problem.place for problem in reading.problems)
    assert all(len(found.answer) >= 1 for found in reading.bank.questions)
    assert moodlexml.losses(reading.bank) == []


def sample_files() -> list[Path]:
    return sorted(SAMPLES.iterdir())


@pytest.mark.skipif(not OTHERS.exists(), reason="the samples are not beside the project")
def test_other_xml_is_not_claimed() -> None:
    for path in OTHERS.glob("*.xml"):
        assert not is_moodle(path.read_text(encoding="utf-8"))
