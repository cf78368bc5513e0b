"""Marks that silence a checker say why, in words: behind the mark, or in a comment above it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "examgen"
MARK = re.compile(r"# (?:noqa\b(?:: [A-Z0-9, ]+)?|type: ignore\b(?:\[[a-z, -]+\])?)(?P<why>.*)")


def bare_marks(source: str) -> list[int]:
    """Return the 1-based numbers of the lines with a mark that is not explained."""
    lines = source.splitlines()
    return [
        number
        for number, line in enumerate(lines, start=1)
        if (mark := MARK.search(line))
        and not re.search("[a-z]{2}", mark["why"])
        and not any(each.lstrip().startswith("#") for each in lines[max(number - 3, 0) : number - 1])
    ]


def test_every_mark_has_its_reason() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for number in bare_marks(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 1  # noqa: E731", [1]),
        ("x = 1  # noqa: E731, N802 -- the library calls it so", []),
        ("x = 1  # type: ignore[arg-type]", [1]),
        ("x = 1  # type: ignore", [1]),
        ("# Because of this.\nx = 1  # type: ignore[arg-type]", []),
        ("y = 2\nx = 1  # noqa", [2]),
        ("x = 1  # nothing", []),
    ],
)
def test_the_search(source: str, found: list[int]) -> None:
    assert bare_marks(source) == found
