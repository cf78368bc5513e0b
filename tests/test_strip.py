"""The strip of answers, read from the text of a key's page."""

from __future__ import annotations

import pytest

from examgen.audit.strip import read_strip


@pytest.mark.parametrize(
    ("head", "first", "count", "answers"),
    [
        ("KEY A1B2CD3A", 1, 3, ["B", "CD", "A"]),
        # A fingerprint that ends in a digit or a letter stands before the strip.
        ("FitspapersmarkedAB1C-D51B2C", 1, 2, ["B", "C"]),
        ("FitspapersmarkedAB1C-1D1B", 1, 1, ["B"]),
        ("FitspapersmarkedAB1C-1DRevision21B", 1, 1, ["B"]),
        ("Quiz1A:1C2D", 1, 2, ["C", "D"]),
        # Titles that look like a strip, or like its beginning.
        ("Quiz1A2B1C2D", 1, 2, ["C", "D"]),
        ("Quiz1A2BSTA101Random1D2C", 1, 2, ["D", "C"]),
        ("STA101Random1B", 1, 1, ["B"]),
        ("STA101Random", 1, 1, []),
        # As far as the page has it, and from a later page on.
        ("head1A2B", 1, 4, ["A", "B"]),
        ("head3C4A", 3, 4, ["C", "A"]),
        ("head112A13B", 12, 13, ["A", "B"]),
        ("nothing", 1, 2, []),
        # Several sets of letters, nothing, and everything.
        ("Revision31B2B/C3–4*5AC/B/D", 1, 5, ["B", "B/C", "–", "*", "AC/B/D"]),
        ("Revision31B2C/D3CInthestrip:aslash:either1A2B.", 1, 3, ["B", "C/D", "C"]),
        # Many corrections stand below the strip, few above it.
        ("1B2CRevision2(2026-11-22):question1‘q’:acceptB(wasA).1A2B", 1, 2, ["B", "C"]),
        ("Revision2(2026-11-22):question1‘q’:acceptB(wasA).1A2B1B2CInthestrip:", 1, 2, ["B", "C"]),
        # What follows is neither.
        ("1B2CSurprise", 1, 2, []),
    ],
)
def test_a_strip_is_read_as_far_as_the_page_has_it(
    head: str, first: int, count: int, answers: list[str]
) -> None:
    assert [cell.answer for cell in read_strip(head, first, count)] == answers


@pytest.mark.parametrize(
    ("head", "answers"),
    [
        ("Klausur1A2BSchlüssel1C2B/D", ["C", "B/D"]),
        ("Schlüssel1C2BImStreifen:einStrich", ["C", "B"]),
        ("STA101Random", []),
    ],
)
def test_words_that_are_not_known_may_follow_in_a_users_template(head: str, answers: list[str]) -> None:
    assert [cell.answer for cell in read_strip(head, 1, 2, ours=False)] == answers


def test_a_strip_may_have_any_length() -> None:
    cells = "".join(f"{number}{'ABCD'[number % 4]}" for number in range(1, 1001))
    read = read_strip(f"head{cells}", 1, 1000)
    assert [cell.answer for cell in read] == ["ABCD"[number % 4] for number in range(1, 1001)]


def test_a_cell_knows_where_its_number_and_its_answer_stand() -> None:
    head = "KEY 9A10CD"
    cells = read_strip(head, 9, 10)
    assert [(head[each.number :], head[each.start :]) for each in cells] == [
        ("9A10CD", "A10CD"),
        ("10CD", "CD"),
    ]
