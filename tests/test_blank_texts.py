"""Texts of which nothing is seen on paper are blank, whatever alphabet their characters are counted to."""

from __future__ import annotations

import pytest

from examgen.likeness import is_blank, read


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\xa0", "\u200b", "\u2007\u2060", "$ $", "$\\quad$"),
        *("\u3164", "\u115f", "\u1160", "\u17b4", "\u2800", "\u3164\u3164"),
    ],
)
def test_what_has_no_ink_is_blank(text: str) -> None:
    assert is_blank(read(text, text))


@pytest.mark.parametrize("text", ["a", "0", "é", "가", "-", ".", "$x$", "\u3164a", "☃"])
def test_what_has_ink_is_not(text: str) -> None:
    assert not is_blank(read(text, text))
