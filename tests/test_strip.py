"""The strip of answers, read from the text of a key's page."""

from __future__ import annotations

import pytest

from examgen.audit.strip import read_strip


@pytest.mark.parametrize(
    ("text", "first", "count", "answers", "rest"),
    [
        ("KEY A1B2CD3A1Which", 1, 3, ["B", "CD", "A"], "1Which"),
        # A fingerprint that ends in a digit stands before the strip.
        ("FitspapersmarkedAB1C-D51B2C1Which", 1, 2, ["B", "C"], "1Which"),
        ("Quiz1A:1C2D1Which", 1, 2, ["C", "D"], "1Which"),
        ("head1A2B", 1, 4, ["A", "B"], ""),
        ("head3C4A1Which", 3, 4, ["C", "A"], "1Which"),
        ("nothing", 1, 2, [], "nothing"),
    ],
)
def test_a_strip_is_read_as_far_as_the_page_has_it(
    text: str, first: int, count: int, answers: list[str], rest: str
) -> None:
    found, end = read_strip(text, first, count)
    assert found == answers
    assert text[end:] == rest


def test_a_strip_may_have_any_length() -> None:
    cells = "".join(f"{number}{'ABCD'[number % 4]}" for number in range(1, 1001))
    found, end = read_strip(f"head{cells}1Which", 1, 1000)
    assert found == ["ABCD"[number % 4] for number in range(1, 1001)]
    assert end == len("head" + cells)
