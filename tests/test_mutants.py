"""Every kind of wrong build is caught, and right ones of random banks are not taken for wrong.

``make mutants`` makes all kinds over more banks and prints the table.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import some
from mutants import counts, outcome
from mutants_case import Case
from mutants_table import BANKS, FILES, MUTATIONS, PROGRAMS

pytestmark = pytest.mark.tex

#: A build each: the rest of them run in ``make mutants``.
BUILT = (
    "bank: another right answer",
    "bank: an exponent lowered",
    "program: a key that is consistent and wrong",
    "program: a percent sign not escaped",
    "program: versions under other names",
)
#: Finished files changed: those of each sort that only one rule of the audit catches.
CHANGED = (
    "two letters exchanged in the strip",
    "a letter reversed that is not right",
    "a white choice in a key",
    "a stale key",
    "letters exchanged",
    "a page missing",
    "a sign in a formula",
    "an exponent on the line",
    "pictures exchanged",
    "pictures at each other's letters",
    "a choice that names letters cut by its box",
    "a choice blacked out by thin rules",
    "a letter pushed aside by text before it",
    "a choice cut off at the foot",
    "white text on a paper",
    "a font's glyphs",
    "an attachment",
    "a later revision",
    "csv: an answer",
    "json: choices",
    "grid: the row of another version",
    "print: pages exchanged",
)
SEEDS = (0, 1)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Case]:
    """A random bank and its right build, made when first asked for."""
    known: dict[int, Case] = {}

    def made(seed: int) -> Case:
        if seed not in known:
            known[seed] = Case(seed, tmp_path_factory.mktemp(f"case{seed}"))
        return known[seed]

    return made


@pytest.mark.parametrize("seed", SEEDS)
def test_a_right_build_of_a_random_bank_passes(seed: int, case: Callable[[int], Case]) -> None:
    assert case(seed).audit(case(seed).right) == []


@pytest.mark.parametrize("name", some([*CHANGED, *BUILT]))
def test_a_wrong_build_is_caught(name: str, case: Callable[[int], Case]) -> None:
    for seed in SEEDS:
        result = outcome(case(seed), name)
        if result.made:
            assert result.faults
            return
    pytest.fail(f"no bank has what '{name}' changes")


def test_a_kind_counts_by_what_is_said_of_its_own_file() -> None:
    assert counts("white text", "exams/mutants-A.pdf: text is white")
    assert not counts("white text", "print/mutants-exams.pdf: from page 1 on")
    assert counts("print: white text", "print/mutants-exams.pdf: from page 1 on")
    assert not counts("csv: points", "keys/answers.json: version A does not fit")


def test_there_are_mutants_of_all_three_sorts() -> None:
    assert len(MUTATIONS) == len(FILES) + len(BANKS) + len(PROGRAMS)
    assert min(len(BANKS), len(PROGRAMS)) >= 15
    assert set(BUILT) <= BANKS.keys() | PROGRAMS.keys()
    assert set(CHANGED) <= FILES.keys()
