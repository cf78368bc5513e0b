"""A bank with everything, written in each format, and from each into every other: what is lost is said, nothing else is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from examgen import embedded
from examgen.check import check
from examgen.conversion import convert
from examgen.errors import Place, Severity
from examgen.formats import FORMATS, read_bank
from examgen.markup import parse, to_latex
from examgen.model import Bank, Choice, Question, Text

WRITTEN = [format for format in FORMATS if format.write]
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
EVERYTHING = r"""
title: Rivers & <lakes>
course: GEO101 - Winter
date: 12 March 2026
duration: 50 minutes
instructions: Choose the *best* answer.
questions:
  - id: mouth
    stem: Where does a river **end**, for $5 and 50%?
    choices:
      - text: At its source
        feedback: That is where it *begins*, at $x = 0$.
      - text: At its mouth
        feedback: Yes.
      - text: None of the above
        pin: true
    answer: b
    rationale: |
      The mouth is where it meets the sea.

      See `a_b` and <b>, C#, {x}, ~y, 2*3*4, back\slash, [[a]].
    points: 1/2
    tags: [basics, big rivers]
    difficulty: easy
    section: Part A
    keep_order: true
    pin: true
  - id: flow
    stem: |
      How much is $\frac{x_1}{2} < 3\,\mathrm{m}^3$? And

      $$
      \sum_{i=1}^n i^2
      $$

      ```python
      if a < b and "c":
          print("# no title {=x}")
      ```

      | name | length |
      | ---- | ------ |
      | *Rhine* | 1,230 |
    choices:
      - text: $x$
        correct: true
        weight: 1/2
      - text: '`x = {1: "a"}`'
        weight: -1/3
      - text: '![](figures/map.png){width=40%}'
        correct: true
        weight: 1/2
      - text: '2) Zürich → “β”: 100 % = #1 ~ \ {no}'
    rationale: |
      - first
      - second

      1. one
      2. two
    points: 2
    section: Part B
  - id: plain
    stem: 'Is it so: yes?'
    choices: ['True', 'False']
    answer: a
    keep_order: true
    section: Part B
  - id: robust
    stem: Which of these?
    choices:
      - id: median
        text: The median
      - id: mean
        text: The mean
    answer: median
    rationale: It is [[median]].
    section: Part B
"""
#: What the lines on losses call the parts of a question.
PARTS = (
    "stem", "choices", "answer", "names of choices", "weights", "feedback", "pinned choices", "rationale", "points",
    "tags", "difficulty", "section", "pin", "order of choices",
)  # fmt: skip
HEADINGS = ("title", "course", "date", "duration", "instructions")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The bank with everything, in YAML, and its picture."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "map.png").write_bytes(embedded.bytes_of(embedded.keep_base64(PNG) or "") or b"")
    path = tmp_path / "all.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    return path


def printed(text: Text | None, folder: Path) -> str:
    """Return what is printed of a text: its LaTeX, in which a picture is named by its bytes."""
    if not text:
        return ""
    document = parse(text, folder)
    assert [problem for problem in document.problems if problem.severity is Severity.ERROR] == [], text.source
    latex = str(to_latex(document, {name: f"<{name}>" for name in document.references}).latex)
    # Formulas for a line are printed the same between dollars and between parentheses.
    return " ".join(re.sub(r"\\[()]", "$", latex).split())


def parts(question: Question, folder: Path) -> dict[str, object]:
    """Return the parts of a question, as messages call them."""

    def right(choice: Choice) -> bool:
        return choice.id in question.answer

    return {
        "stem": printed(question.stem, folder),
        "choices": [printed(choice.text, folder) for choice in question.choices],
        "answer": [right(choice) for choice in question.choices],
        "names of choices": [choice.id for choice in question.choices],
        "weights": [choice.weight for choice in question.choices],
        "feedback": [printed(choice.feedback, folder) for choice in question.choices],
        "pinned choices": [choice.pin for choice in question.choices],
        "rationale": printed(question.rationale, folder),
        "points": question.points,
        "tags": question.tags,
        "difficulty": question.difficulty,
        "section": question.section,
        "pin": question.pin,
        "order of choices": question.keep_order,
    }


def lost_parts(before: Bank, after: Bank, folders: tuple[Path, Path]) -> dict[str, set[str]]:
    """Return the names of the parts that differ, by question; those of the heading below ""."""
    assert [question.id for question in before.questions] == [question.id for question in after.questions]
    lost = {"": {name for name in HEADINGS if getattr(before.heading, name) != getattr(after.heading, name)}}
    for one, other in zip(before.questions, after.questions, strict=True):
        old, new = parts(one, folders[0]), parts(other, folders[1])
        lost[one.id] = {name for name in old if old[name] != new[name]}
    return {id: names for id, names in lost.items() if names}


def said_parts(messages: list[str]) -> dict[str, set[str]]:
    """Return the same as the lines on losses have it."""
    said: dict[str, set[str]] = {}
    for message in messages:
        what = re.fullmatch(r"(?:the exam's|question '(\w+)': its) (.*) cannot be written as .*", message)
        if what:
            said[what[1] or ""] = set(re.split(r", | and ", what[2]))
    return said


def copied(source: Path, target: Path) -> tuple[Bank, dict[str, set[str]]]:
    """Write a bank in the format of another file; return it read back, and what was said to be lost."""
    made = convert(source, target)
    for path, data in made.files.items():
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(data)
    reading = read_bank(target)
    assert [problem for problem in reading.problems if problem.severity is Severity.ERROR] == []
    return reading.bank, said_parts([p.message for p in made.problems if p.code == "not-carried"])


def suffix_of(name: str) -> str:
    format = next(format for format in WRITTEN if format.name == name)
    return (format.written_as or format.suffixes)[0]


NAMES = [format.name for format in WRITTEN]


def test_the_formats_that_are_written() -> None:
    assert set(NAMES) == {"quiz text", "YAML", "JSON", "GIFT", "Moodle XML", "QTI 2.1", "text2qti"}
    assert all(format.cannot and format.losses for format in WRITTEN)


def test_the_bank_has_everything(source: Path) -> None:
    bank = read_bank(source).bank
    assert [problem for problem in check(bank).problems if problem.severity is Severity.ERROR] == []
    for part in PARTS:
        values = {repr(parts(question, source.parent)[part]) for question in bank.questions}
        assert len(values) > 1, part
    assert all(getattr(bank.heading, name) for name in HEADINGS)


@pytest.mark.parametrize("last", NAMES)
@pytest.mark.parametrize("first", NAMES)
def test_what_is_lost_is_said(first: str, last: str, source: Path, tmp_path: Path) -> None:
    one = tmp_path / "one" / f"bank{suffix_of(first)}"
    other = tmp_path / "other" / f"copy{suffix_of(last)}"
    bank, said = copied(source, one)
    assert lost_parts(read_bank(source).bank, bank, (source.parent, one.parent)) == said
    again, said = copied(one, other)
    assert lost_parts(bank, again, (one.parent, other.parent)) == said


@pytest.mark.parametrize("name", NAMES)
def test_what_is_lost_is_what_the_format_says_it_cannot_carry(
    name: str, source: Path, tmp_path: Path
) -> None:
    cannot = next(format.cannot for format in WRITTEN if format.name == name)
    _, said = copied(source, tmp_path / f"copy{suffix_of(name)}")
    for part in set().union(*said.values()) - {*HEADINGS}:
        words = {"pinned choices": "pins", "pin": "pins", "section": "sections", "order of choices": "order"}
        assert words.get(part, part) in cannot, part
    lost = said.get("", set())
    assert not lost or "the exam's heading" in cannot or all(each in cannot for each in lost)


def test_a_bank_without_its_own_ids_keeps_its_orders(source: Path, tmp_path: Path) -> None:
    text = re.sub(r"id: (?:mouth|flow|plain|robust)\n    ", "", source.read_text(encoding="utf-8"))
    source.write_text(text, encoding="utf-8")
    ids = [question.id for question in read_bank(source).bank.questions]
    assert ids[0] == "river-end-5-50"
    for name in NAMES:
        bank, _ = copied(source, tmp_path / name.replace(" ", "-") / f"copy{suffix_of(name)}")
        assert [question.id for question in bank.questions] == ids, name


def test_a_picture_that_is_there_already_is_no_hindrance(source: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        made = convert(source, tmp_path / "new" / f"{name}.md")
        for path, data in made.files.items():
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(data)
        assert len(made.files) == (2 if name == "a" else 1)
    (tmp_path / "new" / "figures" / "map.png").write_bytes(b"another")
    assert len(convert(source, tmp_path / "new" / "c.md").files) == 2


def test_all_is_equal_but_for_places(source: Path, tmp_path: Path) -> None:
    bank = read_bank(source).bank
    for name in ("quiz text", "YAML", "JSON"):
        again, said = copied(source, tmp_path / f"copy{suffix_of(name)}")
        assert said == {}
        assert plain(again) == plain(bank)


def plain(bank: Bank) -> list[Question]:
    """Return the questions without places."""
    nowhere = Place("bank")

    def text(each: Text) -> Text:
        return Text(each.source.strip(), ())

    def choice(each: Choice) -> Choice:
        return replace(
            each, place=nowhere, text=text(each.text), feedback=each.feedback and text(each.feedback)
        )

    return [
        replace(
            question,
            place=nowhere,
            stem=text(question.stem),
            rationale=question.rationale and text(question.rationale),
            choices=tuple(choice(each) for each in question.choices),
        )
        for question in bank.questions
    ]
