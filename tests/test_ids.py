"""Ids written into a bank change nothing that the bank says."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from conftest import tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examgen.errors import BankError, Place, UsageError
from examgen.formats import read_bank
from examgen.formats.ids import write_ids
from examgen.model import Bank, Choice, Question, Text

HERE = Place("")


def said(bank: Bank) -> Bank:
    """Return a bank without places and without telling who made the ids."""

    def text(source: Text | None) -> Text | None:
        return source and Text(source.source, ())

    def choice(old: Choice) -> Choice:
        return dataclasses.replace(old, text=text(old.text), feedback=text(old.feedback), place=HERE)

    def question(old: Question) -> Question:
        return dataclasses.replace(
            old,
            stem=text(old.stem),
            rationale=text(old.rationale),
            place=HERE,
            choices=tuple(choice(c) for c in old.choices),
            given_id=True,
        )

    return dataclasses.replace(bank, questions=tuple(question(q) for q in bank.questions), places={})


def round_trip(path: Path, data: bytes) -> tuple[bytes, int]:
    """Write ids into a file, and check that the new file says the same with all ids given."""
    path.write_bytes(data)
    before = read_bank(path)
    text, count = write_ids(path)
    assert path.read_bytes() == data
    path.write_bytes(text.encode())
    after = read_bank(path)
    assert said(after.bank) == said(before.bank)
    assert all(q.given_id for q in after.bank.questions)
    assert count == sum(not q.given_id for q in before.bank.questions)
    assert write_ids(path) == (text, 0)
    return text.encode(), count


QUIZ = """\
Quiz: Words

1. Is it hot?
 - (a) yes
 - (b) no

Answer: a

2)   {points=2}  Is it cold?
 - (a) yes
 - (b) no

Answer: a

**3. Is it dry?**
 - (a) yes
 - (b) no

Answer: a

### 4

Is it wet?
 - (a) yes
 - (b) no

Answer: a

Question 5: {#given} Is it far?
 - (a) yes
 - (b) no

Answer: a

6.
   Is it near?
 - (a) yes
 - (b) no

Answer: a

7. ```python
   near()
   ```
 - (a) yes
 - (b) no

Answer: a
"""

WITH_IDS = (
    QUIZ.replace("1. Is", "1. {#hot} Is")
    .replace("{points", "{#cold points")
    .replace("**3. Is", "**3. {#dry} Is")
    .replace("### 4", "### 4 {#wet}")
    .replace("6.\n", "6. {#near}\n")
    .replace("7. `", "7. {#q} `")
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_quiz_text(tmp_path: Path, start: str, end: str) -> None:
    new, count = round_trip(tmp_path / "q.md", (start + QUIZ).replace("\n", end).encode())
    assert count == 6
    assert new.decode() == (start + WITH_IDS).replace("\n", end)


def test_unseen_characters_and_comments_stay(tmp_path: Path) -> None:
    source = "\u200b1\u200b.\u00a0<!-- a -->\u200bHot?  \n - (a) yes\t\n - (b) no\n\nAnswer: a"
    source += "\n<!-- x\n-->2. Cold?\n - (a) yes\n - (b) no\n\nAnswer: b"
    new, count = round_trip(tmp_path / "q.md", source.encode())
    assert count == 2
    assert new.decode().replace("{#hot} ", "").replace("{#cold} ", "") == source


def test_equal_stems_get_different_ids(tmp_path: Path) -> None:
    question = "{}. Hot?\n - (a) yes\n - (b) no\n\nAnswer: a\n\n"
    path = tmp_path / "q.md"
    round_trip(path, "".join(question.format(i) for i in (1, 2, 3)).encode())
    ids = [q.id for q in read_bank(path).bank.questions]
    assert len(set(ids)) == 3


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_yaml(tmp_path: Path, start: str, end: str) -> None:
    source = (
        "title: x  # kept\nquestions:\n"
        "  - stem: Is it hot?\n    choices: [yes, no]\n    answer: a\n"
        "  -   # kept, too\n    stem: Is it cold?\n    choices: [yes, no]\n    answer: a\n"
        "  - {stem: 'Is it dry?', choices: [yes, no], answer: a}\n"
        "  - choices: [yes, no]\n    stem: Is it far?\n    id: far\n    answer: b\n"
    )
    expected = (
        source.replace("- stem: Is it hot", "- id: hot\n    stem: Is it hot")
        .replace("    stem: Is it cold", "    id: cold\n    stem: Is it cold")
        .replace("{stem", "{id: dry, stem")
    )
    new, count = round_trip(tmp_path / "q.yaml", (start + source).replace("\n", end).encode())
    assert count == 3
    assert new.decode() == (start + expected).replace("\n", end)


def test_a_bank_with_problems_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "q.md"
    path.write_text("1. x\n - (a) y\n - (b) z\n\nAnswer: c\n", encoding="utf-8")
    with pytest.raises(BankError) as caught:
        write_ids(path)
    assert [p.code for p in caught.value.problems] == ["unknown-answer"]


def test_a_missing_file_is_a_bank_error(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="there is no file"):
        write_ids(tmp_path / "none.md")


def test_a_format_that_cannot_be_told_is_a_bank_error(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_text("x,y", encoding="utf-8")
    with pytest.raises(BankError, match="no bank"):
        write_ids(path)


def test_utf_16_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "q.md"
    path.write_text(QUIZ, encoding="utf-16")
    with pytest.raises(UsageError) as caught:
        write_ids(path)
    assert "UTF-8" in caught.value.hint


STEMS = st.sampled_from(
    ["Hot?", "Cold?", "**Bold** one", "`code`", "$x$", "\u00e9t\u00e9", "{x} y", "2x2 table", "\u65e5"]
)
NUMBERS = st.sampled_from(
    ["{}. ", "{})\t", "Q{}: ", "**{}.** ", "### {}. ", "## Question {}\n", "{}.\n   ", "{}.  {{pin}} "]
)


@given(st.lists(st.tuples(NUMBERS, STEMS), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=tries(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_quiz_round_trips(tmp_path: Path, parts: list[tuple[str, str]], end: str) -> None:
    tail = "\n - (a) yes\n - (b) no\n\nAnswer: a\n\n"
    source = "".join(number.format(i) + stem + tail for i, (number, stem) in enumerate(parts, 1))
    new, count = round_trip(tmp_path / "q.md", source.replace("\n", end).encode())
    assert count == len(parts)
    assert new.count(b"{#") >= count
