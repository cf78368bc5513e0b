"""examgen check --advice: what it prints, what it never does, and that the page on advice names every rule."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from conftest import ROOT, run_here
from hypothesis import given
from hypothesis import strategies as st

from examgen.advice import RULES
from examgen.advice.chance import at_least, chance_text
from examgen.advice.language import english_score

BANK = """\
1. {#rivers} Which of these is not a river?
 - (a) The Volga
 - (b) The Alps
 - (c) The Rhine

Answer: (b)
Rationale: The Alps are mountains, and mountains stand still.
"""


def write(folder: Path, text: str = BANK) -> None:
    (folder / "rivers.md").write_text(text, encoding="utf-8")


def test_advice_is_told_by_rule(tmp_path: Path) -> None:
    write(tmp_path)
    done = run_here("check", "--advice", "rivers.md", cwd=tmp_path)
    assert done.returncode == 0
    rule = RULES["negative-stem"]
    assert done.stdout.splitlines() == [
        f"negative-stem: {rule.title}",
        "  rivers.md:1:32: 'not' is not emphasised: 'Which of these is not a river?'",
        f"  remedy: {rule.remedy} [{rule.source}]",
        "1 piece of advice on 1 of 1 question; none of it stops a build",
        "1 question: 0 errors, 0 warnings",
    ]


def test_without_the_option_there_is_none(tmp_path: Path) -> None:
    write(tmp_path)
    assert run_here("check", "rivers.md", cwd=tmp_path).stdout == "1 question: 0 errors, 0 warnings\n"


@pytest.mark.parametrize("options", [("--strict",), ("--all",), ()])
def test_advice_never_changes_the_exit_code(tmp_path: Path, options: tuple[str, ...]) -> None:
    write(tmp_path)
    assert run_here("check", "--advice", *options, "rivers.md", cwd=tmp_path).returncode == 0
    write(tmp_path, BANK.replace("Answer: (b)\n", ""))
    assert run_here("check", "--advice", *options, "rivers.md", cwd=tmp_path).returncode == 1


def test_advice_as_json(tmp_path: Path) -> None:
    write(tmp_path)
    told = json.loads(run_here("check", "--advice", "--json", "rivers.md", cwd=tmp_path).stdout)
    assert told == {
        "problems": [],
        "several_right": [],
        "advice": [
            {
                "severity": "advice",
                "code": "negative-stem",
                "message": "'not' is not emphasised: 'Which of these is not a river?'",
                "hint": RULES["negative-stem"].remedy,
                "source": RULES["negative-stem"].source,
                "question": "rivers",
                "file": "rivers.md",
                "line": 1,
                "column": 32,
            }
        ],
        "not_english": [],
    }


def many(count: int) -> str:
    rivers = (
        "Volga",
        "Rhine",
        "Rhone",
        "Don",
        "Po",
        "Elbe",
        "Oder",
        "Ebro",
        "Tagus",
        "Loire",
        "Seine",
        "Meuse",
    )
    return "\n".join(
        f"{at}. Which lake does not touch the {rivers[at % 12]} in {1800 + at * 7}?\n - (a) Garda {at}\n"
        f" - (b) Como {at * 3 + 1}\n - (c) Iseo {at * 5 + 2}\n\nAnswer: (b)\nRationale: It is too far away from it.\n"
        for at in range(1, count + 1)
    )


def test_repeated_advice_is_grouped(tmp_path: Path) -> None:
    write(tmp_path, many(40))
    short = run_here("check", "--advice", "rivers.md", cwd=tmp_path).stdout.splitlines()
    whole = run_here("check", "--advice", "--all", "rivers.md", cwd=tmp_path).stdout.splitlines()
    title = f"negative-stem (40): {RULES['negative-stem'].title}"
    assert title in short
    assert title in whole
    assert sum("is not emphasised" in line for line in short) == 3
    assert "  and 37 more; --all shows them" in short
    assert sum("is not emphasised" in line for line in whole) == 40


def test_what_was_not_looked_for_is_said(tmp_path: Path) -> None:
    write(
        tmp_path,
        "1. {#rhein} Was ist der Rhein?\n - (a) ein Fluss\n - (b) ein Berg\n - (c) ein See\n\nAnswer: (a)\n",
    )
    out = run_here("check", "--advice", "rivers.md", cwd=tmp_path).stdout
    assert "1 question not in English, as far as can be told (rhein): not looked for there: " in out
    assert all(rule.code in out for rule in RULES.values() if rule.english)
    assert "no advice on 1 question" in out


def test_the_page_on_advice_has_every_rule() -> None:
    page = (ROOT / "docs" / "advice.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    assert [row[0].strip("| `") for row in rows] == list(RULES)
    for row, rule in zip(rows, RULES.values(), strict=True):
        assert len(row) == 4
        assert row[2] == rule.source
        assert row[3].rstrip(" |") == rule.remedy


# ---------------------------------------------------------------- chance


@given(st.lists(st.integers(1, 9), min_size=1, max_size=7), st.integers(0, 8))
def test_the_chance_of_a_count_is_that_of_all_outcomes(tenths: list[int], count: int) -> None:
    total = Fraction(0)
    for outcome in product((0, 1), repeat=len(tenths)):
        if sum(outcome) >= count:
            chance = Fraction(1)
            for happens, tenth in zip(outcome, tenths, strict=True):
                chance *= Fraction(tenth if happens else 10 - tenth, 10)
            total += chance
    assert at_least(count, [tenth / 10 for tenth in tenths]) == pytest.approx(float(total))


def test_small_chances_in_words() -> None:
    assert chance_text(0.0025) == "1 in 400"
    assert chance_text(1 / 4000) == "1 in 4,000"
    assert chance_text(1e-9) == "less than 1 in a million"


# ---------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        ("Which of the following is a mammal?", 1),
        ("What does this function return when it is called?", 1),
        ("Welches der folgenden Tiere ist ein Säugetier und lebt im Wasser?", -1),
        ("Quel est le plus grand des animaux qui vivent dans la mer?", -1),
        ("¿Cuál de los siguientes es un mamífero que vive en el mar?", -1),
        ("Qual dos seguintes é um mamífero que vive no mar?", -1),
        ("Quale dei seguenti è un mammifero che vive nel mare?", -1),
        ("Wat is het grootste dier van de zee?", -1),
        ("Aşağıdakilerden hangisi bir memeli ve suda yaşar?", -1),
        ("Какое животное живет в море?", -1),
        ("elephant whale giraffe", 0),
    ],
)
def test_the_language_of_a_sentence(sentence: str, sign: int) -> None:
    score = english_score(re.findall(r"[^\W\d_]+", sentence.lower()))
    assert (score > 0) - (score < 0) == sign
