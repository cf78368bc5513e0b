"""Letters for people, from 0-based positions. Nothing else in examgen makes a letter of a choice or a version."""

from __future__ import annotations

from examgen.model import MAX_CHOICES


def letter(position: int) -> str:
    """Return the letter printed before the choice at this 0-based position: 0 is ``A``, 25 is ``Z``.

    Raises:
        ValueError: the position is not in 0..25.
    """
    if not 0 <= position < MAX_CHOICES:
        raise ValueError(f"a choice has a position from 0 to {MAX_CHOICES - 1}, not {position}")
    return chr(ord("A") + position)


def version_label(index: int) -> str:
    """Return the name of the version with this 0-based index: A, B, ..., Z, AA, AB, ..., as spreadsheet columns.

    A label depends on nothing but the index, so that adding versions renames none.

    Raises:
        ValueError: the index is negative.
    """
    if index < 0:
        raise ValueError(f"a version has an index from 0, not {index}")
    label = ""
    number = index + 1
    while number:
        number, digit = divmod(number - 1, 26)
        label = chr(ord("A") + digit) + label
    return label
