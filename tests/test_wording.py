"""The words around the questions, ours to the letter and a user's by what must be there."""

from __future__ import annotations

from fractions import Fraction

import pytest

from examgen.audit.wording import Foot, Wording

OURS, THEIRS = Wording(ours=True), Wording(ours=False)


def test_our_foot() -> None:
    assert OURS.foot("textAB1C-D5turnoverPage2of10") == Foot(4, "AB1C-D5", 2, 10, "turnover")
    assert OURS.foot("textAB1C-D5turnoverSeite2von10") is None


@pytest.mark.parametrize(
    ("foot", "middle"),
    [("bitte wenden Seite 2 von 10", "bittewendenSeite"), ("2/10", ""), ("p. 2 (of 10)", "p.")],
)
def test_a_foot_in_other_words(foot: str, middle: str) -> None:
    assert THEIRS.foot("textAB1C-D5" + foot.replace(" ", "")) == Foot(4, "AB1C-D5", 2, 10, middle)


@pytest.mark.parametrize(
    ("middle", "page", "key", "right"),
    [
        ("Turnover", 1, False, True),
        ("Goontothenextpage", 2, False, True),
        ("Endofexam", 1, False, False),
        ("", 1, False, False),
        ("Endofexam", 3, False, True),
        ("Turnover", 3, False, False),
        # A page that is left blank, behind the last question.
        ("", 4, False, True),
        ("Endofexam", 4, False, False),
        ("Forgradersonly", 3, True, True),
        ("Endofkey", 3, True, False),
        ("Endofkey", 4, True, True),
        ("Forgradersonly", 4, True, False),
    ],
)
def test_a_foot_says_whether_more_follows(middle: str, page: int, key: bool, right: bool) -> None:
    foot = Foot(0, "AB1C-D5", page, 4, middle)
    assert OURS.goes_on(foot, 3, key=key) == right
    assert THEIRS.goes_on(foot, 3, key=key)


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
    ours = OURS.tail("Because.", "ob.1", "a,c", 2)
    assert ours.end("Because.ob.1inthebank:a,c2Next", 0) == len("Because.ob.1inthebank:a,c")
    assert ours.end("Because.ob:1inthebank:a,c2Next", 0) is None
    assert ours.span("ABecause.ob.1inthebank:a,c2Next") == (1, 1 + len("Because.ob.1inthebank:a,c"))
    theirs = THEIRS.tail("", "ob1", "a", 2)
    line = "IDob1inderSammlung:a"
    assert theirs.end(f"{line}2Next", 0) == len(line)
    assert theirs.end("IDob1inderSammlung:b2Next", 0) is None
    assert theirs.span(f"{line}2Next") == (0, len(line))


def test_the_revision_of_a_key() -> None:
    correction = "Revision2(2026-11-22):question1‘q’:acceptB(wasA)"
    assert OURS.names_revision("KEYVersionA", 1)
    assert not OURS.names_revision("KEYVersionA", 2)
    assert OURS.names_revision("KEYVersionARevision22026Exam", 2)
    assert OURS.names_revision(f"KEYVersionARevision3{correction}", 3)
    # That of a correction is not that of the key.
    assert not OURS.names_revision(f"KEYVersionARevision3{correction}", 2)
    assert THEIRS.names_revision("LösungFassungA,2.Ausgabe", 2)
    assert not THEIRS.names_revision("LösungFassungA", 2)


def test_what_is_told_of_a_correction() -> None:
    told = "question1‘q’:acceptB(wasA)"
    assert OURS.tells(f"KEYRevision2(2026-11-22):{told}.Because", 2, "2026-11-22", told)
    assert not OURS.tells(f"KEYRevision3(2026-11-22):{told}", 2, "2026-11-22", told)
    assert not OURS.tells(f"KEYRevision2(2026-11-22):{told}", 2, "2026-11-23", told)
    assert THEIRS.tells(f"Berichtigungvom22.11.:{told}", 2, "2026-11-22", told)
    assert not THEIRS.tells("Berichtigung", 2, "2026-11-22", told)
    assert OURS.corrections_in(f"Revision2(2026-11-22):{told}Revision3(2026-11-22):{told}") == 2
    assert OURS.corrections_in("Revision2(2026)") == 0
