"""Stems that ask for several choices in their own words: a paper does not say it once more."""

from __future__ import annotations

from pathlib import Path

import pytest
from banks_for_tests import copy_of, exam, question

from examgen import Options, build_exam
from examgen.askseveral import asks_for_several


@pytest.mark.parametrize(
    "stem",
    [
        "Which are metals? (choose all that apply)",
        "Which are metals? Select all that apply.",
        "Select all that apply: metals are ...",
        "Which are metals? **(Select two)**",
        "Which are metals? *Choose the two correct answers.*",
        "Which are metals?\n\nPlease check all correct options",
        "Choose 2. Which are metals?",
        "Welche sind Metalle? (Mehrere Antworten möglich)",
        "Quels sont des métaux ? (Plusieurs réponses possibles)",
        "¿Cuáles son metales? Marque todas las respuestas correctas.",
    ],
)
def test_a_stem_that_asks_for_several(stem: str) -> None:
    assert asks_for_several(question("q", stem=stem, answer=("a", "c")))


@pytest.mark.parametrize(
    "stem",
    [
        "Which are metals?",
        "Which are metals? (choose three)",
        "Which are metals? (choose one)",
        "Choose two numbers at random. Which sums are even?",
        'A form says "Select all that apply". Which of these does it allow?',
        "Which rules select all that apply to gases?",
        "Check all doors. Which are open?",
        "Choose the best two. Which are they?",
    ],
)
def test_a_stem_that_does_not(stem: str) -> None:
    assert not asks_for_several(question("q", stem=stem, answer=("a", "c")))


def test_only_where_the_stem_does_not_say_so_is_it_said() -> None:
    stems = ("Which are metals? (choose two)", "Which are gases?")
    asked = [question(f"q{n}", stem=stem, answer=("a", "c")) for n, stem in enumerate(stems)]
    made = [piece.latex for piece in copy_of(exam(asked)).paper_pieces.sorted() if "Which" in piece.latex]
    assert sorted("\\egseveral" in latex for latex in made) == [False, True]
    assert not any("choose two" in latex and "\\egseveral" in latex for latex in made)


@pytest.mark.tex
def test_what_is_printed_passes_the_audit(tmp_path: Path) -> None:
    path = tmp_path / "metals.txt"
    body = "a) Iron\nb) Sulfur\nc) Copper\nAnswer: a, c\n\n"
    path.write_text(f"1. Which are metals? (Select two.)\n{body}2. Which conduct?\n{body}", encoding="utf-8")
    build = build_exam(path, tmp_path / "out", Options(versions=2, seed="3"))
    assert build.audit is not None
    assert build.audit.passed
