"""Texts without Markdown are made by a short way: what comes out is what the parser makes, token by token."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.errors import Place
from examgen.formats import read_bank
from examgen.markup import look, parse
from examgen.markup.document import Document
from examgen.markup.latex import to_latex
from examgen.markup.simple import plain_words, simple_document
from examgen.model import Text

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
HERE = Path(__file__).parent
#: What is nearly a mark of Markdown, or is one only at the beginning or the end of a line.
PIECES = (
    *(
        "a_b",
        "a",
        "Word",
        "1.",
        "1)",
        "2*3",
        "- ",
        "-",
        "--",
        "---",
        "...",
        "i. ",
        "ii. ",
        "(a)",
        "(i)",
        "<b",
        "< ",
        "&",
        "& ",
    ),
    *(
        "&amp;",
        "http://x.org",
        "  ",
        " ",
        "\n",
        "\n\n",
        "  \n",
        "\t",
        "[[a]]",
        "[x](y)",
        '"',
        "'",
        "don't",
        "# ",
        "> ",
        "=",
        "~~~",
    ),
    *(
        "$x$",
        "$x_1$",
        "$",
        "$$",
        "5$",
        r"\(a\)",
        r"\[",
        "\\",
        "`c`",
        "`",
        "``",
        "` x `",
        "```",
        "| a |",
        "!",
        "![",
        "{",
        "}",
        "%",
    ),
    *(
        "é",
        "β",
        "\u2014",
        "\u00a0",
        "\u200b",
        "\ue000",
        "漢",
        "e\u0301",
        "\x07",
        "\u2028",
        "$\\frac{1}{2}$",
        "$\\x$",
        "`$`",
        "*b*",
        "+",
    ),
)


def text_of(source: str) -> Text:
    return Text(source, tuple(Place("bank.md", line + 1, 1) for line in range(source.count("\n") + 1)))


def by_the_parser(source: str) -> Document:
    with patch("examgen.markup.parse.simple_document", return_value=None):
        return parse(text_of(source), HERE)


def compare(source: str) -> bool:
    """Hold the short ways against the parser; tell whether the one that makes documents knew the text."""
    short = simple_document(source)
    whole = by_the_parser(source)
    assert look(text_of(source), HERE) == (whole.plain, whole.problems), source
    if short is None:
        return False
    assert short == whole, source
    assert to_latex(short, {}) == to_latex(whole, {}), source
    return True


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_pieces_that_are_nearly_marks(source: str) -> None:
    compare(source)


@given(st.text(max_size=30))
def test_any_text(source: str) -> None:
    compare(source)


@pytest.mark.parametrize(
    "source",
    [
        "The mean of a sample, \"x\" or 'y', is 5 -- not 6...",
        "What does `print(x)` do with $x_1 + y$?",
        "It isn't so; see p. 5 (and 6).",
        "First line\nand a second one\n\nA new paragraph with $a$.",
        "Which are true?\ni. The first\nii. The second\nBoth of them?",
        "ψυχή is Greek — and β too",
        "3 < 5 & 6 > 4",
        r"An angle \(\theta\)",
        "- 5",
        "# 5",
    ],
)
def test_ordinary_texts_take_the_short_way(source: str) -> None:
    assert compare(source)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Only words,  and 5 < 6 — no mark.", "Only words, and 5 < 6 — no mark."),
        ("- 5", "- 5"),
        ("ψυχή", "ψυχή"),
        ("It isn't so", None),
        ("wait ...", None),
        ("5 -- 6", None),
        ("$x$", None),
        ("two\nlines", None),
        ("    a", None),
        ("a ", None),
        ("~~~", None),
        ("", None),
        ("\ue000", None),
    ],
)
def test_words_alone_are_known_at_once(source: str, words: str | None) -> None:
    assert plain_words(source) == words


@pytest.mark.parametrize(
    "source",
    [
        "*a*",
        "a_b_",
        "[x](y)",
        "<b@c.de>",
        "&amp;",
        "- a\n- b",
        "1. a\n2. b",
        "a  \nb",
        "    a",
        "~~~",
        "$x",
        "\\\\a",
        "",
        "a\x07",
        "$\\frac$",
    ],
)
def test_marks_and_mistakes_are_left_to_the_parser(source: str) -> None:
    assert simple_document(source) is None


@pytest.mark.rare
@pytest.mark.skipif(not SAMPLES.exists(), reason="no samples here")
def test_texts_of_the_samples() -> None:
    """Most texts that people write take the short way, and all of them come out alike."""
    known = total = 0
    for file in sorted(SAMPLES.rglob("*")):
        if file.is_file() and file.stat().st_size < 1_000_000:
            for question in read_bank(file).bank.questions:
                for text in question.texts:
                    known += compare(text.source)
                    total += 1
    assert known > total / 2 > 1000
