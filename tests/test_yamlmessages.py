"""Every message about a YAML bank, with its place and hint; most are pinned in ``data/yaml-messages.txt``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from examgen.formats.reading import Reading
from examgen.formats.yaml import nodes as yamlnodes
from examgen.formats.yaml import reader as yamlbank
from examgen.schema import schema_text


@pytest.fixture(params=["c", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML has a parser in C and one in Python; not every installation has the first."""
    loader = yaml.SafeLoader if request.param == "python" else getattr(yaml, "CSafeLoader", None)
    if loader is None:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(yamlnodes, "_LOADER", loader)


def read(source: str) -> Reading:
    return yamlbank.read("b.yaml", source)


QUOTE = "put the whole text in single quotes, or in a block: '|' after the key, the text indented below"

#: YAML that a text file cannot show well, by name, with its problems.
UNSEEN = {
    "empty": (
        "",
        [": the file is empty", "begin with a line 'questions:', and indent the list of questions below it"],
    ),
    "comments alone": (
        "# to do\n",
        [": the file is empty", "begin with a line 'questions:', and indent the list of questions below it"],
    ),
    "control characters": (
        "title: a\x07b\nquestions: \x00\n",
        [
            "1:9: the character U+0007 cannot stand in a YAML file",
            "delete it",
            "2:12: the character U+0000 cannot stand in a YAML file",
            "delete it",
        ],
    ),
    "too deep": (
        "questions: " + "[" * 60,
        ["1:31: lists and mappings stand more than 20 deep here", QUOTE],
    ),
    "tab": (
        "questions:\n\t- stem: x\n",
        ["2:1: a tab stands in the indentation", "indent with spaces; YAML does not take tabs there"],
    ),
}


def messages() -> dict[str, tuple[str, list[str]]]:
    """Return (YAML, messages and hints in turn) by name, from the data file and from above."""
    cases = dict(UNSEEN)
    text = (Path(__file__).parent / "data" / "yaml-messages.txt").read_text(encoding="utf-8")
    for case in text.removeprefix("=== ").split("\n=== "):
        name, _, rest = case.partition("\n")
        source, *expected = re.split(r"^> ", rest, flags=re.MULTILINE)
        cases[name] = (source, [line.strip() for lines in expected for line in lines.strip().split("\n")])
    return cases


BAD = messages()


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("name", BAD)
def test_messages(name: str) -> None:
    source, expected = BAD[name]
    found = []
    for problem in read(source).problems:
        assert problem.place is not None
        assert problem.place.file == "b.yaml"
        at = str(problem.place).removeprefix("b.yaml").removeprefix(":")
        found += [f"{at}: {problem.message}", problem.hint]
    assert found == expected


def test_codes_are_stable() -> None:
    codes = {problem.code for source, _ in BAD.values() for problem in read(source).problems}
    assert codes == {
        *(
            "answer-mismatch",
            "bad-boolean",
            "bad-id",
            "bad-points",
            "bad-weight",
            "duplicate-key",
            "missing-key",
        ),
        *("two-stems", "unknown-answer", "unknown-key", "wrong-type", "yaml-alias", "yaml-character"),
        *("yaml-depth", "yaml-documents", "yaml-escape", "yaml-key", "yaml-syntax", "yaml-tag"),
    }


@pytest.mark.parametrize(
    "name", ["unknown keys", "wrong types", "wrong values", "no questions", "questions as text"]
)
def test_an_editor_sees_it_too(name: str) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text("bank")))
    assert not validator.is_valid(yaml.safe_load(BAD[name][0]))
