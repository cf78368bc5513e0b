"""The words around the questions, ours to the letter and a user's by what must be there."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from examgen.audit.wording import Foot, Wording

OURS, THEIRS = Wording(ours=True), Wording(ours=False)


def test_our_foot() -> None:
    assert OURS.foot("textAB1C-D5turnoverPage2of10") == Foot(4, "AB1C-D5", 2, 10)
    assert OURS.foot("textAB1C-D5turnoverSeite2von10") is None


@pytest.mark.parametrize("foot", ["bitte wenden Seite 2 von 10", "2/10", "p. 2 (of 10)"])
def test_a_foot_in_other_words(foot: str) -> None:
    assert THEIRS.foot("textAB1C-D5" + foot.replace(" ", "")) == Foot(4, "AB1C-D5", 2, 10)


@pytest.mark.parametrize("foot", ["", "AB1C-D5", "AB1C-D5Seite2", "Seite2von10"])
def test_no_foot(foot: str) -> None:
    assert THEIRS.foot(foot) is None


@pytest.mark.parametrize(
    ("head", "label", "key", "named"),
    [
        ("QuizVersionA", "A", False, True),
        ("QuizVersionAName", "A", False, True),
        ("QuizVersionB", "A", False, False),
        ("QuizVersionAA", "A", False, True),
        ("KEYVersionA", "A", False, False),
        ("KEYVersionA", "A", True, True),
        ("VersionA", "A", True, False),
        ("QuizFassungA", "A", False, False),
    ],
)
def test_our_heads(head: str, label: str, key: bool, named: bool) -> None:
    assert OURS.names_version(head, label, key=key) is named


def test_points_in_other_words() -> None:
    assert list(OURS.after_points("[1/3]Ayes", 0, Fraction(1, 3))) == [5]
    assert list(OURS.after_points("[2]Ayes", 0, Fraction(3))) == []
    assert list(OURS.after_points("(2Punkte)Ayes", 0, Fraction(2))) == []
    assert 9 in THEIRS.after_points("(2Punkte)Ayes", 0, Fraction(2))
    assert list(THEIRS.after_points("(1/0)Ayes", 0, Fraction(2))) == []


def test_the_line_below_a_rationale() -> None:
    assert re.fullmatch(OURS.key_line("ob.1", "a,c", 2), "ob.1inthebank:a,c")
    assert not re.match(OURS.key_line("ob.1", "a,c", 2), "ob:1inthebank:a,c")
    theirs = re.compile(THEIRS.key_line("ob1", "a", 2))
    line = "IDob1inderSammlung:a"
    found = theirs.match(f"{line}2Next")
    assert found is not None
    assert found.end() == len(line)
    assert theirs.match("IDob1inderSammlung:b2Next") is None
