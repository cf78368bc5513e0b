"""Scoring of QTI 1.2: which choices its rules make the right ones, held against every set that can be chosen."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from examgen.formats.qti12.kinds import other_kind, plain_name
from examgen.formats.qti12.score import Marking, Scoring, scoring_of

IDENTS = ("A", "B", "C", "D")


def scoring(rules: str, *, multiple: bool, outcomes: str = "", count: int = 4) -> Scoring:
    item = etree.fromstring(
        f"<item><resprocessing><outcomes>{outcomes}</outcomes>{rules}</resprocessing></item>"
    )
    return scoring_of(item, IDENTS[:count], multiple=multiple)


def rule(test: str, value: str = "100", *, action: str = "Set", says: str = "", name: str = "SCORE") -> str:
    return (
        f"<respcondition {says}><conditionvar>{test}</conditionvar>"
        f'<setvar action="{action}" varname="{name}">{value}</setvar></respcondition>'
    )


def equal(ident: str) -> str:
    return f'<varequal respident="r">{ident}</varequal>'


def unequal(ident: str) -> str:
    return f"<not>{equal(ident)}</not>"


def letters(marking: Marking) -> str:
    return "".join(IDENTS[position] for position in sorted(marking.right))


CANVAS = rule(f"<and>{equal('A')}{unequal('B')}{equal('C')}{unequal('D')}</and>", says='continue="No"')
ADDED = "".join(
    rule(equal(ident), value, action="Add")
    for ident, value in zip("ABCD", ["5", "-2", "5", "0"], strict=True)
)
COUNTED = "".join(
    rule(equal(ident), "1", action="Add", name=f"D2L_{name}")
    for ident, name in (("A", "Correct"), ("B", "Incorrect"), ("C", "Correct"), ("D", "Incorrect"))
)
COUNTED_WITH_NOT = "".join(
    rule(test, "1", action="Add", name="D2L_Correct")
    for test in (equal("A"), unequal("B"), equal("C"), unequal("D"))
)


@pytest.mark.parametrize(
    ("rules", "multiple", "right"),
    [
        (rule(equal("B")), False, "B"),
        (rule(equal("A"), "0") + rule(equal("D"), "10"), False, "D"),
        (rule(f"<or>{equal('A')}{equal('C')}</or>"), False, "AC"),
        (rule(equal("A") + equal("C")), False, "AC"),
        (rule(f"<and>{equal('A')}{equal('C')}</and>"), False, "AC"),
        (rule(f"<and>{equal('A')}{unequal('B')}</and>"), False, "A"),
        (rule(equal("B"), "SCORE.max") + rule("<other/>", "0"), False, "B"),
        (rule("<other/>", "7") + rule(equal("B"), "100"), False, "ABCD"),
        (rule(equal("A"), "0") + rule("<other/>", "1"), False, "BCD"),
        (CANVAS, True, "AC"),
        (rule(equal("A") + equal("C")), True, "AC"),
        (rule(f"<and>{equal('A')}{equal('C')}</and>"), True, "AC"),
        (rule(f"<or>{equal('A')}{equal('C')}</or>"), True, "AC"),
        (rule(equal("A")) + rule(equal("C")), True, "AC"),
        (ADDED, True, "AC"),
        (COUNTED, True, "AC"),
        (COUNTED_WITH_NOT, True, "AC"),
        (rule('<varsubset respident="r" setmatch="Exact">A,C</varsubset>'), True, "AC"),
        (rule(f"<and>{equal('D')}{unequal('A')}{unequal('B')}{unequal('C')}</and>"), True, "D"),
    ],
)
def test_the_right_choices(rules: str, multiple: bool, right: str) -> None:
    found = scoring(rules, multiple=multiple)
    assert letters(found.mark()) == right
    assert not found.mark().fault


def test_blackboard_names_the_score_its_own_way() -> None:
    rules = (
        f'<respcondition title="correct"><conditionvar>{equal("C")}</conditionvar>'
        '<setvar variablename="SCORE" action="Set">SCORE.max</setvar></respcondition>'
        '<respcondition><conditionvar><varequal respident="A" case="No"/></conditionvar>'
        '<setvar variablename="SCORE" action="Set">0</setvar></respcondition>'
    )
    found = scoring(rules, multiple=False, outcomes='<decvar varname="SCORE" maxvalue="10.0"/>')
    assert letters(found.mark()) == "C"
    assert found.mark().full == 10
    assert [each.about for each in found.rules] == [(2,), (0,)]


def test_weights_of_one_choice_and_of_several() -> None:
    single = scoring(
        rule(equal("A"), "100") + rule(equal("B"), "50") + rule(equal("C"), "-25"), multiple=False
    )
    assert single.mark().weights == (None, Fraction(1, 2), Fraction(-1, 4), None)
    assert scoring(ADDED, multiple=True).mark().weights == (
        Fraction(1, 2),
        Fraction(-1, 5),
        Fraction(1, 2),
        None,
    )
    assert scoring(CANVAS, multiple=True).mark().weights == (None,) * 4


def test_a_rule_that_is_only_called_the_right_one() -> None:
    called = (
        f'<respcondition title="correct"><conditionvar>{equal("B")}</conditionvar></respcondition>'
        '<respcondition title="incorrect"><conditionvar><other/></conditionvar></respcondition>'
    )
    assert letters(scoring(called, multiple=False).mark()) == "B"
    no_points = rule(equal("A"), "0") + rule(equal("C"), "0", says='correctanswer="Yes"')
    assert letters(scoring(no_points, multiple=False).mark()) == "C"


def test_no_points_are_no_answer() -> None:
    assert scoring("", multiple=False).mark() == Marking(frozenset(), (None,) * 4, Fraction(0))
    assert not scoring(rule(equal("Z")), multiple=True).mark().right
    assert scoring(rule(equal("Z")), multiple=True).unknown == ("Z",)


def test_two_different_sets_with_all_points_are_no_answer() -> None:
    sets = f"<or><and>{equal('A')}{equal('B')}</and><and>{equal('C')}{equal('D')}</and></or>"
    found = scoring(rule(sets), multiple=True).mark()
    assert not found.right
    assert "several different sets" in found.fault


def test_too_many_conditions_are_refused() -> None:
    many = scoring(rule(equal("A") * 20_000), multiple=True).mark()
    assert "too many conditions" in many.fault


@given(
    st.sets(st.sampled_from(IDENTS), min_size=1, max_size=4),
    st.sampled_from(("and-not", "and", "add", "count")),
    st.permutations(IDENTS),
)
@settings(max_examples=tries(100))
def test_no_set_scores_more_than_the_right_one(right: set[str], way: str, order: list[str]) -> None:
    tests = "".join(equal(ident) if ident in right else unequal(ident) for ident in order)
    rules = {
        "and-not": rule(f"<and>{tests}</and>"),
        "and": rule("".join(equal(ident) for ident in order if ident in right)),
        "add": "".join(rule(equal(ident), "10" if ident in right else "-3", action="Add") for ident in order),
        "count": "".join(
            rule(equal(ident), "1", action="Add", name="D2L_Correct" if ident in right else "D2L_Incorrect")
            for ident in order
        ),
    }[way]
    found = scoring(rules, multiple=True)
    marking = found.mark()
    assert letters(marking) == "".join(sorted(right))
    every = [frozenset(chosen) for size in range(5) for chosen in combinations(range(4), size)]
    assert found.score(marking.right) == max(map(found.score, every))


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("essay_question", "an essay"),
        ("matching_question", "a matching question"),
        ("fill_in_multiple_blanks_question", "a fill-in-the-blanks question"),
        ("multiple_dropdowns_question", "a question with several drop-down lists"),
        ("numerical_question", "a numerical question"),
        ("calculated_question", "a calculated question"),
        ("file_upload_question", "a file-upload question"),
        ("text_only_question", "a text without a question"),
        ("cc.fib.v0p1", "a fill-in-the-blank question"),
        ("Fill in the Blank Plus", "a fill-in-the-blank question"),
        ("Opinion Scale", "an opinion question"),
        ("Long Answer", "an essay"),
        ("Multiple Choice Survey", "an opinion question"),
        ("multiple_choice_question", ""),
        ("Multi-Select", ""),
        ("MULTIPLE CHOICE QUESTION", ""),
        ("cc.multiple_response.v0p1", ""),
        ("Either/Or", ""),
        ("", ""),
    ],
)
def test_kinds_by_their_names(type: str, kind: str) -> None:
    assert other_kind(plain_name(type)) == kind
