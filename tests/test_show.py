"""The view of a bank, and the schemas in ``docs``."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest

from examgen.errors import Place
from examgen.model import Bank, Choice, Heading, Question, Text
from examgen.schema import schema_text
from examgen.show import view

DOCS = Path(__file__).parent.parent / "docs"


def text(source: str, line: int = 1) -> Text:
    lines = range(line, line + source.count("\n") + 1)
    return Text(source, tuple(Place("banks/b.md", number, 4) for number in lines))


def sample() -> Bank:
    place = Place("banks/b.md", 3, 1)
    choices = (
        Choice("a", text("no"), place, weight=Fraction(-1, 4)),
        Choice("mean", text("yes"), place, weight=Fraction(1), feedback=text("Right.")),
        Choice("c", text("all of the above"), place, pin=True),
    )
    full = Question(
        id="bias",
        stem=text("What is\n\n$x$?"),
        place=place,
        choices=choices,
        answer=frozenset({"mean", "a"}),
        rationale=text("By definition."),
        points=Fraction(3, 2),
        tags=("x", "y"),
        difficulty="easy",
        section="One",
        pin=True,
        keep_order=True,
        given_id=True,
    )
    bare = Question(id="q", stem=text("Why?"), place=Place("banks/b.md"))
    heading = Heading("Sampling", "STA101", "14 March", "50 minutes", "Choose *one*.")
    return Bank((full, bare), heading, (Path("banks/b.md"),), "b")


EXPECTED: dict[str, Any] = {
    "title": "Sampling",
    "course": "STA101",
    "date": "14 March",
    "duration": "50 minutes",
    "instructions": "Choose *one*.",
    "files": ["banks/b.md"],
    "questions": [
        {
            "id": "bias",
            "stem": "What is\n\n$x$?",
            "choices": [
                {"id": "a", "text": "no", "correct": True, "pin": False, "weight": -0.25, "feedback": None},
                {
                    "id": "mean",
                    "text": "yes",
                    "correct": True,
                    "pin": False,
                    "weight": 1,
                    "feedback": "Right.",
                },
                {
                    "id": "c",
                    "text": "all of the above",
                    "correct": False,
                    "pin": True,
                    "weight": None,
                    "feedback": None,
                },
            ],
            "answer": ["a", "mean"],
            "rationale": "By definition.",
            "points": 1.5,
            "tags": ["x", "y"],
            "difficulty": "easy",
            "section": "One",
            "pin": True,
            "keep_order": True,
            "kind": "choice",
            "file": "banks/b.md",
            "line": 3,
            "column": 1,
        },
        {
            "id": "q",
            "stem": "Why?",
            "choices": [],
            "answer": [],
            "rationale": None,
            "points": 1,
            "tags": [],
            "difficulty": None,
            "section": None,
            "pin": False,
            "keep_order": False,
            "kind": "choice",
            "file": "banks/b.md",
            "line": 0,
            "column": 0,
        },
    ],
}


def test_view() -> None:
    # As text, since True equals 1 and 1 equals 1.0 in Python but not in a file.
    assert json.dumps(view(sample())) == json.dumps(EXPECTED)


@pytest.mark.parametrize("bank", [sample(), Bank(())], ids=["full", "empty"])
def test_a_view_is_valid(bank: Bank) -> None:
    schema = json.loads(schema_text("show"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(view(bank), schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("key", "value"), [("points", -1), ("kind", "essay"), ("line", "3"), ("rationale", 0), ("extra", 1)]
)
def test_what_is_no_view_is_not_valid(key: str, value: object) -> None:
    shown = view(sample())
    shown["questions"][0][key] = value
    assert not jsonschema.Draft202012Validator(json.loads(schema_text("show"))).is_valid(shown)


@pytest.mark.parametrize("name", ["bank", "show"])
def test_the_schema_in_docs_is_the_one_of_the_models(name: Literal["bank", "show"]) -> None:
    assert (DOCS / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)


@pytest.mark.parametrize("name", ["bank", "show"])
def test_every_key_of_a_schema_is_described(name: Literal["bank", "show"]) -> None:
    schema = json.loads(schema_text(name))
    kinds = [schema, *(part for kind in schema["$defs"].values() for part in kind.get("anyOf", [kind]))]
    properties = {key: part for kind in kinds for key, part in kind.get("properties", {}).items()}
    assert len(properties) > 15
    assert [key for key, part in properties.items() if not {"description", "$ref"} & part.keys()] == []
