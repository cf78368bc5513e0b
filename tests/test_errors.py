"""The tree of errors."""

from __future__ import annotations

import pickle
import re

import pytest

from examgen import errors
from examgen.errors import ExamgenError, Place, Problem, Severity, errors_of, warnings_of

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ExamgenError)]
PROBLEMS = (
    Problem("no-answer", "question 'x' has no correct answer", Place("bank.md", 31, 5), "add one"),
    Problem("overfull", "too wide", severity=Severity.WARNING),
)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    """Each line of the drawing: its depth is that of the class, its parent the line above with less depth."""
    drawn: dict[str, tuple[str | None, int]] = {}
    above: dict[int, str] = {}
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"    (?P<lines>[│├└─ ]*)(?P<name>\w+Error) +(?P<code>\d+)\b", line):
            depth = len(match["lines"]) // 4
            above[depth] = match["name"]
            drawn[match["name"]] = (above.get(depth - 1), int(match["code"]))
    bases = {kind.__name__: kind.__bases__[0] for kind in KINDS}
    assert drawn == {
        kind.__name__: (
            bases[kind.__name__].__name__ if issubclass(bases[kind.__name__], ExamgenError) else None,
            kind.exit_code,
        )
        for kind in KINDS
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_pickles_whole(kind: type[ExamgenError]) -> None:
    error = kind("it failed", hint="mend it", problems=PROBLEMS)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (again.message, again.hint, again.problems) == ("it failed", "mend it", PROBLEMS)
    assert again.exit_code == error.exit_code
    assert str(again) == str(error)


def test_an_error_shows_problems_first_and_then_itself() -> None:
    assert str(ExamgenError("it failed", hint="mend it", problems=PROBLEMS)).splitlines() == [
        "bank.md:31:5: question 'x' has no correct answer",
        "  hint: add one",
        "warning: too wide",
        "it failed",
        "  hint: mend it",
    ]
    assert str(ExamgenError("", problems=PROBLEMS[1:])) == "warning: too wide"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("a.md"), "a.md"),
        (Place("a.md", 3), "a.md:3"),
        (Place("a.md", 3, 7), "a.md:3:7"),
        (Place("a.md", 0, 7), "a.md"),
    ],
)
def test_a_place_is_as_precise_as_it_can_be(place: Place, shown: str) -> None:
    assert str(place) == shown


def test_problems_are_sorted_by_place_and_parted_by_severity() -> None:
    late = Problem("x", "late", Place("a.md", 10))
    early = Problem("x", "early", Place("a.md", 9, 2))
    mild = Problem("x", "mild", Place("a.md", 1), severity=Severity.WARNING)
    nowhere = Problem("x", "nowhere")
    assert errors_of([late, mild, early, nowhere]) == [nowhere, early, late]
    assert warnings_of([late, mild, early]) == [mild]
