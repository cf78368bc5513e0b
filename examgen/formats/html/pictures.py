"""Pictures of HTML as Markdown has them: their addresses and widths."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

#: Points of an inch that pictures of the web have 96 dots of.
_POINTS: Final = 72 / 96
_WIDEST: Final = 450
_IN_STYLE: Final = re.compile(r"(?<![\w-])width\s{0,9}:\s{0,9}([0-9][0-9.]{0,9}(?:%|px))", re.IGNORECASE)

#: What an address of a picture becomes in Markdown; None: there is no such picture.
Pictures = Callable[[str], str | None]


def width_of(width: str, style: str = "") -> str:
    """Return the width of a picture as Markdown has it; a wide one is as wide as it can be.

    ``width`` and ``style`` are the attributes; a browser takes what the style says first.
    """
    said = _IN_STYLE.search(style)
    found = re.fullmatch(r"\s*([0-9]{1,5})(?:\.[0-9]*)?\s*(%|px)?\s*", said[1] if said else width)
    if not found or not int(found[1]):
        return ""
    number = int(found[1])
    if found[2] == "%":
        return f"{{width={number}%}}" if number < 100 else ""
    points = round(number * _POINTS)
    return f"{{width={points}pt}}" if 0 < points < _WIDEST else ""
