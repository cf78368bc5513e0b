"""Choices that list others: their letters are printed in the order of the alphabet, in every version."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest
from banks_for_tests import question

from examgen import Options, build_exam
from examgen.exam import letters_of
from examgen.references import in_their_order, resolve

PLAIN = ("one", "two", "three")


def printed(
    last: str, order: tuple[int, ...], *, stem: str | None = None, others: tuple[str, ...] = PLAIN
) -> str:
    """Return what the last choice prints where the choices stand in this order."""
    asked = resolve(question("q", (*others, last), stem=stem)).question
    letters = in_their_order(asked, len(others), letters_of(asked, order))
    return re.sub(r"\[\[(\w+)\]\]", lambda found: letters[found[1]], asked.choices[-1].text.source)


@pytest.mark.parametrize(
    ("last", "says"),
    [
        ("Both A and C", "Both A and C"),
        ("Both (a) and (c)", "Both (A) and (C)"),
        ("A, B, and C.", "A, B, and C."),
        ("Neither B nor C", "Neither A nor B"),
        ("**Either a or b**", "**Either B or C**"),
        ("options A and C only", "options A and C only"),
        ("[[a]] und [[c]]", "A und C"),
        # No plain lists: the letters stay where the author has them.
        ("A but not C", "C but not A"),
        ("C and A", "A and C"),
        ("A, B", "C, B"),
        ("[[a]], then [[c]]", "C, then A"),
        ("[[a]] to [[c]]", "C to A"),
        ("[[a]] is one half of [[b]] and [[c]]", "C is one half of B and A"),
    ],
)
def test_a_plain_list_has_its_letters_in_order(last: str, says: str) -> None:
    assert printed(last, (2, 1, 0, 3)) == says


@pytest.mark.parametrize("order", [(*first, 3) for first in permutations(range(3))])
def test_a_list_names_the_same_choices_in_every_order(order: tuple[int, ...]) -> None:
    first, second = printed("Both A and C", order).removeprefix("Both ").split(" and ")
    assert first < second
    assert {order["ABC".index(first)], order["ABC".index(second)]} == {0, 2}


def test_a_list_is_left_alone_where_an_order_is_asked_for() -> None:
    assert printed("[[a]] and [[b]]", (2, 1, 0, 3), stem="In which order do they come?") == "C and B"
    others = ("one", "two", "[[b]] and [[a]]")
    assert printed("[[a]] and [[b]]", (1, 0, 2, 3), others=others) == "B and A"


@pytest.mark.tex
def test_what_is_printed_passes_the_audit(tmp_path: Path) -> None:
    path = tmp_path / "metals.txt"
    path.write_text(
        "1. Which are metals?\na) Iron\nb) Sulfur\nc) Copper\nd) Both A and C\ne) Both B and C\nAnswer: d\n",
        encoding="utf-8",
    )
    build = build_exam(path, tmp_path / "out", Options(versions=4, seed="3"))
    assert build.audit is not None
    assert build.audit.passed
