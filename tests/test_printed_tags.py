"""Tags of HTML that are printed as they stand, and were hardly meant to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from examgen.errors import Place, Severity
from examgen.markup import parse
from examgen.model import Text


def told(source: str) -> list[tuple[int, str, str]]:
    """Return column, tag and hint of each warning."""
    lines = source.split("\n")
    document = parse(Text(source, tuple(Place("q.md", row + 1, 1) for row in range(len(lines)))), Path())
    assert all(problem.severity is Severity.WARNING for problem in document.problems)
    assert {problem.code for problem in document.problems} <= {"html-as-text"}
    return [
        (problem.place.column if problem.place else 0, problem.message.split("'")[1], problem.hint)
        for problem in document.problems
    ]


def test_what_is_lowered_or_raised_is_better_math() -> None:
    found = told("Is H<sub>2</sub>O of 10<sup>-10</sup> m?")
    assert [(column, tag) for column, tag, _ in found] == [(5, "<sub>2</sub>"), (24, "<sup>-10</sup>")]
    assert "'$_{2}$'" in found[0][2]
    assert "'$^{-10}$'" in found[1][2]


def test_a_line_is_not_ended_by_a_tag() -> None:
    assert [(column, tag) for column, tag, _ in told("One.<br/>Two <BR>three")] == [
        (5, "<br/>"),
        (14, "<BR>"),
    ]


@pytest.mark.parametrize(
    ("source", "tag", "better"),
    [
        ("Which is <b>not</b> red?", "<b", "**word**"),
        ('Is it <span style="x: y">so</span>?', "<span", "**word**"),
        ('See <img src="map.png" width=90> here.', "<img", "![](picture.png)"),
    ],
)
def test_tags_around_words_and_of_pictures(source: str, tag: str, better: str) -> None:
    ((column, written, hint),) = told(source)
    assert (column, written) == (source.index("<") + 1, tag)
    assert better in hint


@pytest.mark.parametrize(
    "source",
    [
        "<b>",
        "<b></b>",
        "<img>",
        r"Which is \<b>not</b> red?",
        "`<b>not</b>`",
        "Is it <b> or <strong>?",
        "<br>",
        "<sub>",
        "<sub>2</sub>",
        "`H<sub>2</sub>O`",
        "Which is right: <br> or </br>?",
        "H$_{2}$O",
        "List<String>",
        "a<b",
        "```\nH<sub>2</sub>O\n```",
    ],
)
def test_tags_that_are_spoken_of_are_let_alone(source: str) -> None:
    assert told(source) == []
