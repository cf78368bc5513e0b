"""Banks written as YAML and JSON read back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import tries
from hypothesis import given, settings

from examgen.formats import read_bank
from examgen.formats.recognition import is_json
from examgen.formats.textdraft import differences
from examgen.formats.yaml import json as jsonbank
from examgen.formats.yaml.reader import read
from examgen.formats.yaml.write import losses, write
from examgen.model import Bank
from tests.written_banks import banks_to_write

ROOT = Path(__file__).parent.parent


def test_a_bank_looks_as_a_person_writes_it() -> None:
    source = """title: Rivers
duration: 50 minutes
instructions: |-
  Choose the best answer.

  No maps.

questions:
  - id: mouth
    stem: Where does a river end?
    choices:
      - At its source
      - text: 'At its mouth: the sea'
        feedback: Yes.
      - '12'
      - id: none
        text: None of the above
        pin: true
        weight: -1/3
    answer: b
    rationale: |-
      A mouth:

      - is wide
    points: 0.5
    tags: [basics, 'big rivers, water']
    section: Part A

  - stem: Which are rivers?
    choices:
      - Danube
      - 'no'
      - $x^2$
    answer: [a, c]
    keep_order: true
"""
    assert write(read("bank.yaml", source).bank) == source


@pytest.mark.parametrize("path", sorted((ROOT / "banks").glob("*.*")), ids=lambda path: path.name)
def test_the_banks_of_the_project_come_back(path: Path) -> None:
    if path.name == "README.md":
        pytest.skip("no bank")
    bank = read_bank(path).bank
    assert bank.questions
    assert losses(bank) == []
    assert jsonbank.losses(bank) == []


@given(banks_to_write())
@settings(max_examples=tries(60), deadline=None)
def test_any_bank_comes_back(bank: Bank) -> None:
    assert differences(bank, read("bank.yaml", write(bank)), "YAML") == []
    assert len(yaml.safe_load(write(bank))["questions"]) == len(bank.questions)


@given(banks_to_write())
@settings(max_examples=tries(20), deadline=None)
def test_any_bank_comes_back_from_json(bank: Bank) -> None:
    assert jsonbank.losses(bank) == []
    assert '"questions"' in jsonbank.write(bank)


def test_json_has_escapes_of_its_own() -> None:
    source = '{\n\t"questions": [{"stem": "a\\/b \\ud83d\\ude00\\nnot", "choices": ["x", "\\u00fc"], "answer": "b"}]\n}'
    assert is_json(source)
    reading = jsonbank.read("t.json", source)
    assert reading.problems == ()
    assert reading.bank.questions[0].stem.source == "a/b \U0001f600\nnot"
    assert str(reading.bank.questions[0].choices[1].text) == "ü"


def test_json_that_is_none_has_its_place() -> None:
    problems = jsonbank.read("t.json", '{"questions": [\n  {"stem": "a",}\n]}').problems
    assert [(problem.code, problem.place and problem.place.line) for problem in problems] == [
        ("json-syntax", 2)
    ]


def test_json_with_a_fault_of_a_bank_has_its_place() -> None:
    source = '{"questions": [\n  {"stem": "a", "choices": ["x", "y"],\n   "answer": "q"}]}'
    problems = jsonbank.read("t.json", source).problems
    assert [(problem.code, problem.place and problem.place.line) for problem in problems] == [
        ("unknown-answer", 3)
    ]
