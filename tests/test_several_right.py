"""Questions with several right answers, named where they are few among others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.cli import cli

ONE = "{}. Which sea number {}?\n*a) x\nb) y\nc) z\n\n"
TWO = "{}. Which seas number {}?\n*a) x\n*b) y\nc) z\n\n"


def check(tmp_path: Path, kinds: str, *options: str) -> str:
    """Return what check prints of a bank with a question for each letter: o has one right answer, t has two."""
    bank = tmp_path / "seas.txt"
    parts = [{"o": ONE, "t": TWO}[kind].format(n, n) for n, kind in enumerate(kinds, 1)]
    bank.write_text("".join(parts))
    return CliRunner().invoke(cli, ["check", str(bank), *options]).stdout


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ("ooto", "1 question has several right answers: 3"),
        ("toot", "2 questions have several right answers: 1, 4"),
        (
            "o" * 12 + "t" * 12,
            "12 questions have several right answers: 13, 14, 15, 16, 17, 18, 19, 20, 21, 22 and 2 more",
        ),
        ("oooo", ""),
        ("ttot", ""),
    ],
)
def test_few_among_many_are_named_below_the_summary(tmp_path: Path, kinds: str, said: str) -> None:
    assert check(tmp_path, kinds).splitlines()[1:] == ([said] if said else [])


def test_they_are_in_the_object_that_advice_is_printed_in(tmp_path: Path) -> None:
    assert json.loads(check(tmp_path, "ooto", "--advice", "--json"))["several_right"] == [3]
    assert isinstance(json.loads(check(tmp_path, "ooto", "--json")), list)
