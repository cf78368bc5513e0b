"""The grid is read by the places of its letters, and each version's answers must stand in it once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from conftest import some
from mutants import counts, outcome
from mutants_case import Case
from mutants_grid import GRIDS

from examgen.audit.corrected import Ruling, Rulings
from examgen.audit.grid import Grid
from examgen.audit.gridrows import GridPage, GridRow, rows_of
from examgen.audit.readfiles import PrintedQuestion
from examgen.audit.tables import Expected
from examgen.errors import Place
from examgen.model import Question, Text

pytestmark = pytest.mark.usefixtures("tex_once")

#: Points: the page, its left edge, where fingerprints begin, the first column, from column to column, from line to line.
WIDTH, EDGE, CODES, FIRST, CELL, LINE = 612.0, 75.0, 104.0, 180.0, 14.0, 15.0
Line = Sequence[tuple[float, str]]


def printed(*lines: Line, foot: str = "EndofkeyPage1of1") -> GridPage:
    """A page with lines of texts, each from a place on, characters 4 points apart."""
    text, places = "", []
    for number, line in enumerate([[(EDGE, "AQuizKEYAll")], *lines, [(300.0, foot)]]):
        for start, part in line:
            text += part
            places += [(start + 4 * step, 700 - LINE * number) for step in range(len(part))]
    return GridPage(text, WIDTH, np.array(places))


def column(number: int, text: str) -> tuple[float, str]:
    """A text in the middle of a column (0-based)."""
    return FIRST + CELL * number - 2 * (len(text) - 1), text


def head(first: int, last: int) -> Line:
    """The line of numbers."""
    return [column(number - first, str(number)) for number in range(first, last + 1)]


def row(label: str, fingerprint: str, *cells: str) -> Line:
    """A row of answers."""
    return [(EDGE, label), (CODES, fingerprint), *(column(place, cell) for place, cell in enumerate(cells))]


def expected(label: str, fingerprint: str, *answers: str) -> Expected:
    """What a grid must say of a version."""
    place = Place(Path("x.md"), 1, 1)
    asked = [
        Question(id=f"q{number}", stem=Text("", (place,)), place=place, points=Fraction(1))
        for number, _ in enumerate(answers, start=1)
    ]
    read = tuple(
        PrintedQuestion(number, number - 1, (0, 1), (answer,), answer, 1, (), True)
        for number, answer in enumerate(answers, start=1)
    )
    rulings = Rulings(1, tuple(Ruling("all", (frozenset("a"),)) for _ in answers))
    return Expected(label, fingerprint, read, asked, rulings, frozenset())


def faults(*lines: Line, ours: bool = True) -> list[str]:
    """What is said of a grid of two versions with three questions."""
    versions = [expected("A", "1111-AA", "B", "AC", "D"), expected("B", "2222-BB", "A", "B", "C")]
    return Grid([printed(*lines)], ours=ours).faults(versions)


A, B = row("A", "1111-AA", "B", "AC", "D"), row("B", "2222-BB", "A", "B", "C")
NUMBERS = head(1, 3)


@pytest.mark.parametrize("ours", [True, False])
def test_a_right_grid_has_no_faults(ours: bool) -> None:
    assert faults(NUMBERS, A, B, ours=ours) == []


def test_letters_belong_to_the_column_that_they_stand_in() -> None:
    page = printed(head(1, 3), row("A", "1111-AA", "AB", "", "C"), [column(0, "DE")], B)
    assert rows_of([page]).rows == (
        GridRow("A", "1111-AA", 1, ("ABDE", "", "C")),
        GridRow("B", "2222-BB", 1, ("A", "B", "C")),
    )


def test_numbers_of_two_digits_make_columns_of_one_question_each() -> None:
    first, last = [chr(65 + place) for place in range(25)], ["Y", "Z"]
    page = printed(
        head(1, 25), row("A", "1111-AA", *first), head(26, 27), row("A", "1111-AA", *last), head(51, 51)
    )
    assert rows_of([page]).rows == (
        GridRow("A", "1111-AA", 1, tuple(first)),
        GridRow("A", "1111-AA", 26, tuple(last)),
    )


def test_letters_belong_to_their_line_whenever_they_were_drawn() -> None:
    page = printed(NUMBERS, A, B)
    foot = len(page.text) - len("EndofkeyPage1of1")
    order = [*reversed(range(foot)), *range(foot, len(page.text))]
    shuffled = GridPage("".join(page.text[index] for index in order), WIDTH, page.places[order])
    assert rows_of([shuffled]) == rows_of([page])


WRONG: dict[str, tuple[list[Line], list[str]]] = {
    "a letter at a row's end": (
        [NUMBERS, [*A, (FIRST + 200, "B")], B],
        ["version A, question 3 'q3': answer is DB, the paper says D"],
    ),
    "a letter in the next cell": (
        [NUMBERS, row("A", "1111-AA", "BA", "C", "D"), B],
        [
            "version A, question 1 'q1': answer is BA, the paper says B",
            "version A, question 2 'q2': answer is C, the paper says AC",
        ],
    ),
    "a letter between name and answers": (
        [NUMBERS, [*A[:2], (CODES + 30, "B"), *A[2:]], B],
        [
            "page 1: 'A1111-AABBACD' stands among the rows and is none",
            "version A's row from question 1 on is not there below its numbers",
        ],
    ),
    "a row missing": ([NUMBERS, A], ["version B's row from question 1 on is not there below its numbers"]),
    "a row twice": ([NUMBERS, A, B, B], ["version B's row from question 1 on is there 2 times"]),
    "rows exchanged": (
        [NUMBERS, B, A],
        ["version A's row from question 1 on is not where it belongs among the versions"],
    ),
    "a row of no version": (
        [NUMBERS, A, B, row("C", "3333-CC", "A", "B", "C")],
        ["it has a row of version C from question 1 on, of which there is no paper"],
    ),
    "a cell less": (
        [head(1, 2), row("A", "1111-AA", "B", "AC"), head(1, 3), B],
        ["version A's row from question 1 on has 2 cells, the paper has 3 questions"],
    ),
    "another fingerprint": (
        [NUMBERS, row("A", "1111-AB", "B", "AC", "D"), B],
        ["version A's row from question 1 on has the fingerprint 1111-AB, the paper says 1111-AA"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_grid_is_told_by_row_and_cell(name: str) -> None:
    lines, told = WRONG[name]
    assert faults(*lines) == told


def test_a_page_that_ends_otherwise_is_told() -> None:
    page = printed(NUMBERS, A, foot="EndofkeyPage1of1B")
    assert rows_of([page]).faults[0] == "page 1 does not end as those of the grid do"


@pytest.mark.parametrize(
    ("foot", "fault"),
    [
        ("EndofkeyPage1of2", "page 1 of 1 says that it is page 1 of 2"),
        ("EndofkeyPage2of1", "page 1 of 1 says that it is page 2 of 1"),
        ("ForgradersonlyPage1of1", "page 1 of 1 says 'For graders only'"),
    ],
)
def test_a_foot_with_other_numbers_is_told(foot: str, fault: str) -> None:
    assert rows_of([printed(NUMBERS, A, foot=foot)]).faults == (fault,)


def test_in_templates_of_a_user_the_text_must_hold_each_row() -> None:
    assert faults(NUMBERS, A, row("B", "2222-BB", "A", "C", "C"), ours=False) == [
        "version B's row from question 1 on is not there, the paper says A B C"
    ]


@pytest.mark.parametrize("ours", [True, False])
def test_the_name_of_a_version_is_the_longest_that_there_is(ours: bool) -> None:
    grid = Grid([printed(NUMBERS, A, row("AA", "5555-AA", "A", "B", "C"))], ours=ours)
    assert grid.fingerprints(["A", "AA"]) == {"A": "1111-AA", "AA": "5555-AA"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Case]:
    """A random bank and its right build, made when first asked for."""
    known: dict[int, Case] = {}

    def made(seed: int) -> Case:
        if seed not in known:
            known[seed] = Case(seed, tmp_path_factory.mktemp(f"case{seed}"))
        return known[seed]

    return made


FIXED = (
    "program: pins of choices ignored",
    "program: the author's order of choices ignored",
    "program: pins of questions ignored",
)


@pytest.mark.tex
@pytest.mark.parametrize("name", some([*GRIDS, *FIXED]))
def test_a_wrong_build_is_caught(name: str, case: Callable[[int], Case]) -> None:
    for seed in (0, 1):
        result = outcome(case(seed), name)
        if result.made:
            assert result.faults
            assert all(counts(name, fault) for fault in result.faults)
            return
    pytest.fail(f"no bank has what '{name}' changes")
