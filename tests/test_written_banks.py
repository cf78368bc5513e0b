"""Any bank, written in any format and read back, prints as it did, or what it lost is said.

What a text prints is its LaTeX, made by what makes the papers; no comparison of the writers is used.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from conftest import tries
from hypothesis import given, settings

from examgen.errors import Problem, Severity
from examgen.formats.table import FORMATS, Format, format_of
from examgen.markup import parse, to_latex
from examgen.model import Bank, Question, Text
from tests.written_banks import banks_to_write

WRITTEN = [format for format in FORMATS if format.write]
#: As people name them; text2qti has the suffix of any text.
NAMES = {"text2qti": "bank.txt", "QTI 2.1": "bank.zip", "quiz text": "bank.md"}
#: Where TeX may end a line, which prints nothing, and the end of a paragraph that ends in a display.
BREAK = re.compile(r"(?<=\\\])\\par\b|\\egearly\{\}|\\egmaybreak\{[0-9]+\}")
PICTURE = re.compile(r"!\[[^\[\]]*\]\(<?([^()<>]*)")


def read_as_written(format: Format, written: str | bytes) -> Bank:
    """Return the bank in a file, which is known by what is in it."""
    name = NAMES.get(format.name, f"bank{format.suffixes[0]}")
    if isinstance(written, bytes):
        assert format.read_bytes
        return format.read_bytes(name, written).bank
    assert format_of(name, written) is format
    assert format.read
    return format.read(name, written).bank


def printed(text: Text | None) -> object:
    """Return what is printed of a text: its LaTeX, and the pictures, which are not there."""
    if not text:
        return None
    letters = {letter: letter.upper() for letter in "abcd"}
    latex = str(to_latex(parse(text, Path()), letters).latex)
    # Where HTML is between, hyphens stay hyphens, and ends of lines are spaces.
    composed = unicodedata.normalize("NFC", BREAK.sub("", latex)).replace("-{}-{}-", "\u2014")
    words = " ".join(composed.split())
    return words, PICTURE.findall(text.source)


def seen(question: Question) -> dict[str, object]:
    """Return all that a paper or a key shows of a question, or another one made of its bank, as messages call it."""
    return {
        "stem": printed(question.stem),
        "rationale": printed(question.rationale),
        "choices": [printed(choice.text) for choice in question.choices],
        "feedback": [printed(choice.feedback) for choice in question.choices],
        "answer": [choice.id in question.answer for choice in question.choices],
        "weights": [choice.weight for choice in question.choices],
        "pinned choices": [choice.pin for choice in question.choices],
        "points": question.points,
        "tags": question.tags,
        "difficulty": question.difficulty,
        "section": question.section,
        "pin": question.pin,
        "order of choices": question.keep_order,
    }


def said(question: Question, lost: list[Problem]) -> str:
    """Return what is said of a question in one line."""
    return " ".join(
        problem.message for problem in lost if problem.message.startswith(f"question {question.id!r}:")
    )


@pytest.mark.parametrize("format", WRITTEN, ids=lambda format: format.option)
@given(banks_to_write())
@settings(max_examples=tries(50), deadline=None)
def test_a_written_bank_prints_the_same_or_says_what_it_lost(format: Format, bank: Bank) -> None:
    assert format.write
    assert format.losses
    written = format.write(bank)
    lost = list(format.losses(bank, written))
    after = read_as_written(format, written)
    if any(problem.severity is Severity.ERROR for problem in lost):
        return  # no file is written
    if len(after.questions) != len(bank.questions):
        assert any("questions cannot be written" in problem.message for problem in lost)
        return
    for before, read in zip(bank.questions, after.questions, strict=True):
        words, wanted = said(before, lost), seen(before)
        if "number of choices" in words:
            continue
        for name, value in seen(read).items():
            assert value == wanted[name] or re.search(rf"\b{name}\b", words), name
