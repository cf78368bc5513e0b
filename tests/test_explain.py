"""examgen check --explain-letters: every letter that changes anything, or is left, is listed."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, run_here
from test_reference_sentences import CHOICES, COLUMNS, OWN, RATIONALES, STEMS, Outcome, asked, cases, text

from examgen.errors import Severity
from examgen.formats import read_banks
from examgen.model import Question
from examgen.references import resolve
from examgen.references.explain import Mention, explain
from examgen.references.explain import Outcome as Told


def rows(part: str, table: tuple[tuple[str, Outcome, str], ...]) -> list[tuple[str, str, Outcome, str, str]]:
    return [(part, *case) for case in cases(table)]


EVERY = [*rows("rationale", RATIONALES), *rows("choice", CHOICES), *rows("stem", STEMS)]


def references(question: Question) -> int:
    return sum(len(re.findall(r"\[\[\w+\]\]", each.source)) for each in question.texts)


def counts(mentions: tuple[Mention, ...]) -> Counter[Told]:
    total: Counter[Told] = Counter()
    for mention in mentions:
        total[mention.outcome] += mention.count
    return total


@pytest.mark.parametrize(("part", *COLUMNS), EVERY)
def test_all_that_changes_is_listed(
    part: str, setting: str, wanted: Outcome, written: str, resolved: str
) -> None:
    before = asked(setting, **{part: written})
    after = resolve(before)
    told = explain(before)
    found = counts(told)
    assert found[Told.LETTER] == references(after.question)
    if wanted is Outcome.SURE:
        assert found[Told.LETTER] == resolved.count("[[")
    assert found[Told.PINNED] == sum(
        new.pin and not old.pin for old, new in zip(before.choices, after.question.choices, strict=True)
    )
    assert (found[Told.ORDER] > 0) is after.question.keep_order
    warned = [p for p in after.problems if p.code == "stale-letter" and p.severity is Severity.WARNING]
    assert {p.place for p in warned} == {m.place for m in told if m.outcome is Told.ORDER}
    if wanted is OWN:
        assert set(found) <= {Told.LEFT, Told.NUMBER}


@pytest.mark.parametrize(
    ("written", "words", "reason"),
    [
        ("Eat vitamin C.", "vitamin C.", "it is the letter of the word before it, as in vitamin C"),
        ("37 °C and 5 C", "37 °C and 5", "it is a unit (2 times in this text)"),
        ("It is C++.", "is C++.", "it is part of a longer word or a formula"),
        ("So it is a/(a + c).", "is a/(a + c).", "it stands in a formula (2 times in this text)"),
        ("Let b = 3.", "Let b = 3.", "it is a symbol of the question"),
        ("See option q for it.", "option q for it.", "no choice has this letter"),
    ],
)
def test_what_is_left_has_its_reason(written: str, words: str, reason: str) -> None:
    told = [m for m in explain(asked("spread", rationale=written)) if m.outcome is Told.LEFT]
    assert (words, f"left as it is: {reason}") in [(m.words, m.reason) for m in told]


@pytest.mark.parametrize(
    "written", ["A mean is a place.", "I think that is it.", "e.g. a mean, i.e. I'd say so"]
)
def test_articles_and_pronouns_are_not_told_of(written: str) -> None:
    assert explain(asked("spread", rationale=written)) == ()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (asked("spread", choice="All of the above"), [("choice (f)", Told.PINNED, "All of the above")]),
        (asked("spread", choice="The first two"), [("choice (f)", Told.ORDER, "The first two")]),
        (
            asked("spread", choice="Both (a) and (b)"),
            [
                ("choice (f)", Told.PINNED, "Both (a) and (b)"),
                ("choice (f)", Told.LETTER, "Both (a) and (b)"),
            ],
        ),
        (asked("spread", rationale="See question 3."), [("rationale", Told.NUMBER, "See question 3.")]),
        (asked("spread", rationale="As in [[a]]."), [("rationale", Told.LETTER, "in [[a]].")]),
        (asked("spread", rationale="As in [[x]]."), [("rationale", Told.ERROR, "in [[x]].")]),
        (asked("spread", rationale="The range is far too wide."), []),
        (
            asked("spread", stem="All of the above are kinds of what?"),
            [("stem", Told.LEFT, "All of the above are kinds")],
        ),
    ],
)
def test_what_was_done_is_told(question: Question, told: list[tuple[str, Told, str]]) -> None:
    assert [(m.part, m.outcome, m.words) for m in explain(question)] == told


def test_the_order_that_the_author_asks_for_is_no_warning() -> None:
    question = replace(asked("spread", rationale="So, B."), keep_order=True)
    (mention,) = explain(question)
    assert mention.outcome is Told.ORDER
    assert mention.reason.endswith("as it asks for")


def test_a_choice_that_stays_true_where_it_stands_is_told_of() -> None:
    question = asked("spread")
    first = replace(question.choices[0], text=text("None of these"))
    (mention,) = explain(replace(question, choices=(first, *question.choices[1:])))
    assert mention.reason == "left as it is: it speaks of all other choices, wherever they stand"


def test_a_letter_that_would_be_false_is_an_error() -> None:
    question = asked("spread", rationale="B is wrong, and so is D, I say.")
    moved = (*question.choices[1:3], question.choices[0], *question.choices[3:])
    told = explain(replace(question, choices=moved))
    problems = resolve(replace(question, choices=moved)).problems
    errors = {p.place for p in problems if p.severity is Severity.ERROR}
    assert errors == {m.place for m in told if m.outcome is Told.ERROR}


BANK = """\
1. Which of these flow into the sea?
 - (a) The Nile
 - (b) The Jordan
 - (c) The Rhine
 - (d) Both (a) and (c)

Answer: (d)
Rationale: Choice (b) ends in a lake.

2. Is it a lake?
 - (a) It is
 - (b) It is not

Answer: (a)
Rationale: Vitamin B has nothing to do with it.
"""


def test_the_command_lists_them_by_place(tmp_path: Path) -> None:
    (tmp_path / "rivers.md").write_text(BANK, encoding="utf-8")
    done = run_here("check", "--explain-letters", "rivers.md", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "rivers.md:5:8: choice (d): 'Both (a) and (c)': pinned: it keeps its place among the choices in every version",
        "rivers.md:5:14: choice (d): 'Both (a) and (c)': "
        "printed as the letters that choices (a) and (c) have on each paper",
        "rivers.md:8:20: rationale: 'Choice (b) ends in': printed as the letter that choice (b) has on each paper",
        "rivers.md:15:20: rationale: 'Vitamin B has nothing': "
        "left as it is: it is the letter of the word before it, as in vitamin C",
        "4 places: 2 printed as letters of the paper, 1 pinned, 1 left as they are",
        "2 questions: 0 errors, 0 warnings",
    ]


def test_the_command_tells_the_same_as_json(tmp_path: Path) -> None:
    (tmp_path / "rivers.md").write_text(BANK, encoding="utf-8")
    told = json.loads(run_here("check", "--explain-letters", "--json", "rivers.md", cwd=tmp_path).stdout)
    assert set(told) == {"problems", "several_right", "letters"}
    assert [(each["line"], each["column"], each["done"], each["choices"]) for each in told["letters"]] == [
        (5, 8, "pinned", []),
        (5, 14, "letter", ["a", "c"]),
        (8, 20, "letter", ["b"]),
        (15, 20, "left", []),
    ]
    assert isinstance(json.loads(run_here("check", "--json", "rivers.md", cwd=tmp_path).stdout), list)


def test_nothing_found_says_so(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("1. Is it?\n - (a) Yes\n - (b) No\n\nAnswer: (a)\n", encoding="utf-8")
    done = run_here("check", "--explain-letters", "one.md", cwd=tmp_path)
    assert "no text names a choice, or another question, by a letter or a place" in done.stdout


def test_our_own_banks_are_listed_whole() -> None:
    bank = read_banks([ROOT / "banks" / "vae.md", ROOT / "banks" / "sampling.yaml"]).bank
    for question in bank.questions:
        after = resolve(question).question
        assert counts(explain(question))[Told.LETTER] == references(after)
