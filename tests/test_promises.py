"""The page of promises names tests that exist; and the test of a promise that has its place nowhere else."""

from __future__ import annotations

import ast
import io
import re
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from banks_for_tests import copy_of, exam, question, typeset
from conftest import ROOT

PAGE = ROOT / "docs" / "promises.md"
PROMISES = (
    "A key never lies",
    "Same input, same paper",
    "An edit moves nothing else",
    "All or nothing",
    "All problems at once, with place and remedy",
    "A bank is data",
    "A student's paper tells nothing",
    "A piece is typeset once",
)


def parts(page: str) -> dict[str, list[tuple[str, str]]]:
    """Return the tests named below each promise, as file and name."""
    found = {}
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        found[title] = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", body)
    return found


@cache
def names(file: Path) -> frozenset[str]:
    """Return the tests that pytest collects from a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def test_all_promises_are_there_and_held() -> None:
    found = parts(PAGE.read_text(encoding="utf-8"))
    assert list(found) == [f"{number}. {title}" for number, title in enumerate(PROMISES, 1)]
    for title, tests in found.items():
        assert len(tests) >= 2, title
        assert len(set(tests)) == len(tests), title
        for file, name in tests:
            assert (ROOT / file).is_file(), file
            assert name in names(ROOT / file), f"{file}::{name}"


def test_a_line_that_looks_like_a_test_is_one() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("::") == sum(map(len, parts(page).values()))


@pytest.mark.tex
def test_more_versions_typeset_no_more_pieces() -> None:
    asked = exam([question(f"q{n}", [f"{n} {word}" for word in ("one", "two", "three")]) for n in range(6)])
    pages, forms = [], []
    for versions in (2, 24):
        outcome = typeset(copy_of(asked, versions))
        assert outcome.pdf is not None
        with pikepdf.open(io.BytesIO(outcome.pdf)) as document:
            pages.append(len(document.pages))
            forms.append(
                sum(
                    1
                    for item in document.objects
                    if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"
                )
            )
    assert pages[1] == 12 * pages[0]
    # Six stems, eighteen choices, the front and little else.
    assert 25 <= forms[0] == forms[1] < 30
