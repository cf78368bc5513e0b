"""Numbered lists that a page shows with letters: ``<div class="upper-alpha" markdown>`` around ``1. ... 2. ...``.

Readers of such a page see A, B, C, and its answers name them so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from examgen.formats.quiz.marking.lines import Line

_OPEN = re.compile(
    r"\s*<div\s[^<>]*class=[\"']?(?:[\w -]*\s)?(?P<case>upper|lower)-alpha\b[^<>]*>\s*$", re.IGNORECASE
)
_CLOSE = re.compile(r"\s*</div>\s*$", re.IGNORECASE)
_ITEM = re.compile(r"\s{0,3}(?P<number>[1-9])[.)]\s")


def lettered(lines: list[Line]) -> list[Line]:
    """Return the lines of a file, with a letter in place of the number of each item of such lists.

    A list whose numbers are not 1, 2, 3, ... keeps them; so does one with ten items or more, which no label fits.
    """
    if not any("-alpha" in line.text and not line.code and _OPEN.match(line.text) for line in lines):
        return lines
    out = list(lines)
    for index, line in enumerate(lines):
        found = _OPEN.match(line.text) if not line.code and "-alpha" in line.text else None
        if found:
            _letter(out, index, "A" if found["case"].lower() == "upper" else "a")
    return out


def _letter(lines: list[Line], begin: int, first: str) -> None:
    """Replace the numbers of the list that begins below a row."""
    items = []
    for row in range(begin + 1, len(lines)):
        if not lines[row].code and _CLOSE.match(lines[row].text):
            break
        found = None if lines[row].code else _ITEM.match(lines[row].text)
        items += [(row, found)] if found else []
    else:
        return
    if [found["number"] for _, found in items] != [str(at) for at in range(1, len(items) + 1)]:
        return
    for at, (row, found) in enumerate(items):
        start = found.start("number")
        text = lines[row].text
        letter = chr(ord(first) + at)
        lines[row] = replace(lines[row], text=f"{text[:start]}{letter}{text[start + 1 :]}")
