"""Pictures of HTML as Markdown has them: their addresses and widths."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

#: Points of an inch that pictures of the web have 96 dots of.
_POINTS: Final = 72 / 96
_WIDEST: Final = 450

#: What an address of a picture becomes in Markdown; None: there is no such picture.
Pictures = Callable[[str], str | None]


def width_of(width: str) -> str:
    """Return the width of a picture as Markdown has it; a wide one is as wide as it can be."""
    found = re.fullmatch(r"\s*([0-9]{1,5})(?:\.[0-9]*)?\s*(%|px)?\s*", width)
    if not found or not int(found[1]):
        return ""
    number = int(found[1])
    if found[2] == "%":
        return f"{{width={number}%}}" if number < 100 else ""
    points = round(number * _POINTS)
    return f"{{width={points}pt}}" if 0 < points < _WIDEST else ""
