"""Corrections: what is asked for, what it means on each version, and what programs read; beside keys made by hand."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from banks_for_tests import copy_of, exam, question, source_of
from conftest import ROOT

from examgen import answers
from examgen.corrections import (
    Change,
    Correction,
    Rule,
    correct,
    from_json,
    in_force,
    latest,
    revision_of,
    rows_in_ids,
    rows_in_letters,
    to_json,
)
from examgen.errors import DeliveryError, TemplateError, UsageError
from examgen.exam import Version
from examgen.fingerprint import fingerprint
from examgen.pieces import PieceTable
from examgen.render import Page, front_of, grid
from examgen.runs import Copy, RunKind
from examgen.sheets import KeySheet, folders_of, key_sheets
from examgen.templates import Templates, built_in

DATE = "2026-11-22"
RIVERS = exam(
    [
        question("one", ["p", "q", "r", "s"], ["b"], points=2),
        question("two", ["t", "u", "v", "w"], ["a", "d"], points=3),
        question("three", ["x", "y", "z"], ["c"]),
    ]
)
#: In B question two comes first, as d c a b, then three as c a b, then one as d b a c.
VERSIONS = (
    Version(0, "A", (0, 1, 2), ((0, 1, 2, 3), (0, 1, 2, 3), (0, 1, 2))),
    Version(1, "B", (1, 2, 0), ((3, 2, 0, 1), (2, 0, 1), (3, 1, 0, 2))),
)


def ask(
    asked: str, *accept: str, version: str | None = None, history: list[Correction] | None = None
) -> Correction:
    change = Change(Rule.ACCEPT, accept, version)
    return correct(RIVERS, VERSIONS, history or [], asked, change, DATE)


def settle(asked: str, rule: Rule, history: list[Correction] | None = None, reason: str = "") -> Correction:
    return correct(RIVERS, VERSIONS, history or [], asked, Change(rule, reason=reason), DATE)


def accepted(correction: Correction) -> list[str]:
    return ["".join(sorted(ids)) for ids in correction.accepted]


def sheets_of(*history: Correction) -> list[KeySheet]:
    return key_sheets(RIVERS, VERSIONS, PieceTable(folders_of(RIVERS)), history)


# ---------------------------------------------------------------- what is asked for


@pytest.mark.parametrize(
    ("asked", "given", "version", "sets"),
    [
        ("one", ["c"], None, ["c"]),
        ("one", ["b,d"], None, ["b", "d"]),
        ("one", ["d", "b"], None, ["b", "d"]),
        ("one", [" d , b,d"], None, ["b", "d"]),
        # In B question one is printed as d b a c: A is d, D is c.
        ("one", ["A,D"], "B", ["c", "d"]),
        ("one", ["a"], "b", ["d"]),
        ("3", ["A"], "B", ["d"]),
        # In B question two is printed as d c a b.
        ("1", ["A+B"], "B", ["cd"]),
        ("two", ["a+c"], None, ["ac"]),
        ("two", ["c+a,a"], None, ["a", "ac"]),
        ("two", ["c"], None, ["c"]),
        ("two", ["c", "d"], None, ["c", "d"]),
    ],
)
def test_choices_are_read_as_they_are_meant(
    asked: str, given: list[str], version: str | None, sets: list[str]
) -> None:
    assert accepted(ask(asked, *given, version=version)) == sets


def test_the_docs_examples_of_accept_mean_what_they_say() -> None:
    page = (ROOT / "docs" / "corrections.md").read_text(encoding="utf-8")
    shown = re.findall(r"^ +examgen rekey out/vae vae-terms (--accept .*)$", page, re.MULTILINE)
    answers = [accepted(ask("two", *options.replace("--accept ", "").split())) for options in shown]
    assert answers == [["ac"], ["a", "c"]]


@pytest.mark.parametrize(
    ("asked", "given", "version", "message", "hint"),
    [
        ("oen", ["c"], None, "no question 'oen'", "did you mean 'one'"),
        ("zzz", ["c"], None, "no question 'zzz'", "key prints its questions' ids"),
        ("2", ["c"], None, "numbers differ from version to version", "2 --version A"),
        ("4", ["C"], "A", "version A has questions 1 to 3, not 4", "stands on that paper"),
        ("0", ["C"], "A", "version A has questions 1 to 3, not 0", ""),
        ("one", ["C"], "C", "no version 'C'", "A to B"),
        ("one", ["e"], None, "no choice 'e' in the bank", "a, b, c, d"),
        ("one", ["E"], "A", "no letter 'E' on that version", "A, B, C, D"),
        ("one", ["C"], None, "could be the choice .c. of the bank or the letter C", "write c"),
        ("one", ["c,"], None, "names no choice", "--accept c,d"),
        (
            "one",
            [""],
            None,
            "names no choice\n",
            "the choices a, b, c, d; separate several by commas: --accept c,d",
        ),
        ("two", ["a+"], None, "names no choice", "--accept c,d"),
        ("one", ["b+c"], None, "asks for one choice", "--accept b,c"),
        ("two", ["a,c"], None, "could mean two things", "--accept a[+]c .* --accept a --accept c"),
        ("one", ["c/d"], None, "choices stand between commas", "^write c,d when"),
        ("one", ["c or d"], None, "choices stand between commas", "^write c,d when"),
        ("one", ["c d"], None, "choices stand between commas", "^write c,d when"),
        ("two", ["a and d"], None, "choices stand", "--accept a --accept d when .* --accept a[+]d for all"),
        ("one", ["a,b,c,d"], None, "every choice of question 'one'", "--full"),
        ("one", ["b"], None, "the bank's answer to question 'one' is b already", "the former answer too"),
        ("two", ["d+a"], None, "the bank's answer to question 'two' is a[+]d already", ""),
    ],
)
def test_what_cannot_be_or_could_mean_two_things_is_refused(
    asked: str, given: list[str], version: str | None, message: str, hint: str
) -> None:
    with pytest.raises(UsageError, match=message) as error:
        ask(asked, *given, version=version)
    assert re.search(hint, error.value.hint)
    assert error.value.exit_code == 2


def test_a_number_that_is_another_questions_id_is_refused() -> None:
    named = replace(RIVERS, questions=(RIVERS.questions[0], replace(RIVERS.questions[1], id="1")))
    version = Version(0, "A", (0, 1), ((0, 1, 2, 3), (0, 1, 2, 3)))
    change = Change(Rule.VOID, version="A")
    with pytest.raises(UsageError, match="'one'"):
        correct(named, [version], [], "1", change, DATE)
    assert correct(named, [version], [], "1", replace(change, version=None), DATE).question == "1"
    assert correct(named, [version], [], "2", change, DATE).question == "1"


def test_a_correction_that_changes_nothing_is_refused() -> None:
    first = ask("one", "b,d")
    with pytest.raises(UsageError, match="corrected so already, since revision 2"):
        ask("one", "d,b", history=[first])
    with pytest.raises(UsageError, match="no correction that could be taken back"):
        settle("two", Rule.BANK, [first])
    with pytest.raises(UsageError, match="bank's answer") as error:
        ask("one", "b", history=[first])
    assert "--undo" in error.value.hint


def test_reasons_are_one_short_printable_line() -> None:
    assert settle("one", Rule.VOID, reason=" a\n b\tc ").reason == "a b c"
    with pytest.raises(UsageError, match="201 characters"):
        settle("one", Rule.VOID, reason="x" * 201)
    with pytest.raises(UsageError, match="cannot print"):
        settle("one", Rule.VOID, reason="\x1b[31mred")


# ---------------------------------------------------------------- the history


def test_the_last_correction_of_a_question_is_in_force() -> None:
    history: list[Correction] = []
    for asked, rule in (("one", Rule.VOID), ("two", Rule.FULL), ("one", Rule.FULL), ("two", Rule.BANK)):
        history.append(settle(asked, rule, history))
    assert [each.revision for each in history] == [2, 3, 4, 5]
    assert {id: each.revision for id, each in in_force(history).items()} == {"one": 4}
    assert [each.revision for each in latest(history)] == [4, 5]
    assert (revision_of(history), revision_of([])) == (5, 1)


def test_the_history_comes_back_from_its_file() -> None:
    history = [ask("two", "a+c,a")]
    history.append(settle("one", Rule.VOID, history, reason='Flüsse "und" Meere'))
    data = to_json("rivers", history)
    assert from_json(data) == history
    assert json.loads(data)["corrections"][0]["accepted"] == [["a"], ["a", "c"]]
    for broken in (b"", b"[]", b"{}", data.replace(b'"void"', b'"other"'), data.replace(b'"date"', b'"day"')):
        with pytest.raises(DeliveryError, match="not as examgen wrote it"):
            from_json(broken)


# ---------------------------------------------------------------- on keys


def test_a_key_has_the_letters_of_its_version() -> None:
    a, b = sheets_of(ask("one", "b,d"))
    assert [key.answer for key in a.questions] == ["B/D", "AD", "C"]
    # By hand, from the orders above: d is A and b is B.
    assert [key.answer for key in b.questions] == ["AC", "A", "A/B"]
    assert a.questions[0].right == (False, True, False, True)
    assert b.questions[2].right == (True, True, False, False)
    assert b.questions[2].correction == "Revision 2: A or B gets the points"
    assert (a.revision, len(a.legend)) == (2, 1)


def test_void_and_full_mark_nothing_and_say_so() -> None:
    first = settle("one", Rule.VOID)
    a, _ = sheets_of(first, settle("three", Rule.FULL, [first]))
    assert [key.answer for key in a.questions] == ["–", "AD", "*"]
    assert [key.points for key in a.questions] == ["0", "3", "1"]
    assert [any(key.right) for key in a.questions] == [False, True, False]
    assert a.legend == ("– counts for nobody", "* everyone gets the points")


def test_one_other_answer_is_an_ordinary_one() -> None:
    a, b = sheets_of(ask("one", "c"))
    assert ([a.questions[0].answer, b.questions[2].answer], a.legend) == (["C", "D"], ())


def test_a_correction_that_was_taken_back_leaves_the_banks_answers_and_the_revision() -> None:
    first = ask("one", "b,d")
    sheets = sheets_of(first, settle("one", Rule.BANK, [first]))
    assert [key.answer for key in sheets[0].questions] == ["B", "AD", "C"]
    assert (sheets[0].revision, sheets[0].questions[0].correction) == (3, "")
    assert [row.change for row in sheets[0].corrections] == ["B again, as in the bank"]


def test_no_correction_changes_a_fingerprint() -> None:
    for sheet, version in zip(sheets_of(ask("one", "b,d")), VERSIONS, strict=True):
        assert sheet.fingerprint == fingerprint(RIVERS, version)


def test_what_the_head_of_a_key_and_the_grid_say() -> None:
    history = [ask("one", "b,d")]
    rows = list(rows_in_letters(RIVERS, VERSIONS[1], history))
    assert [(row.question, row.change) for row in rows] == [("question 3 ‘one’", "accept A or B (was B)")]
    rows = list(rows_in_ids(RIVERS, VERSIONS, history))
    assert [(row.question, row.change) for row in rows] == [
        ("question ‘one’ (A 1, B 3)", "accept b or d (was b)")
    ]


# ---------------------------------------------------------------- for programs


def test_the_csv_says_how_to_mark() -> None:
    history = [ask("one", "b,d")]
    history.append(ask("two", "a+c,a", history=history))
    history.append(settle("three", Rule.VOID, history))
    rows = list(csv.DictReader(io.StringIO(answers.to_csv(RIVERS, VERSIONS, sheets_of(*history)).decode())))
    # By hand: in B two is d c a b, three c a b, one d b a c.
    assert [
        tuple(row[name] for name in ("version", "question", "answer", "points", "rule")) for row in rows
    ] == [
        ("A", "one", "B/D", "2", "any"),
        ("A", "two", "A/AC", "3", "any"),
        ("A", "three", "-", "0", "void"),
        ("B", "two", "BC/C", "3", "any"),
        ("B", "three", "-", "0", "void"),
        ("B", "one", "A/B", "2", "any"),
    ]
    full = sheets_of(settle("three", Rule.FULL))
    rows = list(csv.DictReader(io.StringIO(answers.to_csv(RIVERS, VERSIONS, full).decode())))
    assert [(row["answer"], row["points"], row["rule"]) for row in rows[:3]] == [
        ("B", "2", "all"),
        ("AD", "3", "all"),
        ("*", "1", "full"),
    ]


def test_the_json_has_no_answer_where_no_single_one_is_right() -> None:
    history = [ask("one", "b,d")]
    history.append(ask("three", "a", history=history))
    whole = json.loads(answers.to_json(RIVERS, VERSIONS, sheets_of(*history)))
    assert whole["revision"] == 3
    one, two, three = whole["versions"][0]["questions"]
    assert (one["answer"], one["rule"], one["accepted"]) == (None, "any", [["B"], ["D"]])
    assert (two["answer"], "rule" in two) == (["A", "D"], False)
    assert (three["answer"], three["rule"], three["accepted"]) == (["A"], "all", [["A"]])


# ---------------------------------------------------------------- templates


def corrected(copy: Copy, *history: Correction) -> Copy:
    table = PieceTable(folders_of(RIVERS))
    return replace(
        copy,
        keys=key_sheets(RIVERS, VERSIONS, table, history),
        key_pieces=table,
        corrections=tuple(rows_in_ids(RIVERS, VERSIONS, history)),
    )


def test_without_corrections_the_latex_of_keys_knows_nothing_of_them() -> None:
    for kind in RunKind:
        source = source_of(copy_of(RIVERS, 2), kind)
        assert not any(word in source for word in ("evision", "egcorrect", "eglegend", "In the strip"))


def test_a_template_that_tells_no_corrections_is_refused(tmp_path: Path) -> None:
    folder = tmp_path
    for name in ("key.tex", "grid.tex"):
        source = (built_in() / name).read_text(encoding="utf-8")
        (folder / name).write_text(source.replace("\\egcorrection{", "\\relax{"), encoding="utf-8")
    copy = copy_of(RIVERS, 2, folder=folder)
    assert source_of(copy, RunKind.KEYS)
    for kind in (RunKind.KEYS, RunKind.GRID):
        with pytest.raises(TemplateError, match="tells nothing of corrections"):
            source_of(corrected(copy, ask("one", "b,d")), kind)


def test_the_points_at_the_head_are_those_that_count() -> None:
    copy = corrected(copy_of(RIVERS, 2), settle("one", Rule.VOID))
    for kind in (RunKind.KEYS, RunKind.GRID):
        assert "3 questions, 4 points" in source_of(copy, kind)
    sheets = sheets_of()
    assert "3 questions, 6 points" in grid(Templates(), front_of(RIVERS), Page(copy.layout), sheets)
