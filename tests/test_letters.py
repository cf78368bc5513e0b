"""Letters of choices and names of versions."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.letters import letter, version_label


def test_choices_have_the_letters_of_the_alphabet() -> None:
    assert "".join(letter(position) for position in range(26)) == string.ascii_uppercase


@pytest.mark.parametrize("position", [-1, 26, 1000])
def test_there_is_no_letter_beyond_z(position: int) -> None:
    with pytest.raises(ValueError, match=f"not {position}"):
        letter(position)


@pytest.mark.parametrize(
    ("index", "label"),
    # As the columns of a spreadsheet: 26 = AA, 701 = ZZ, 16383 = XFD, the last column of a sheet in Excel.
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")],
)
def test_versions_are_named_as_columns(index: int, label: str) -> None:
    assert version_label(index) == label


@given(st.integers(0, 10**9))
def test_a_label_can_be_read_back(index: int) -> None:
    number = 0
    for character in version_label(index):
        number = number * 26 + string.ascii_uppercase.index(character) + 1
    assert number - 1 == index


def test_there_is_no_version_before_the_first() -> None:
    with pytest.raises(ValueError, match="not -1"):
        version_label(-1)
