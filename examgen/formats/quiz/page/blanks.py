"""Brackets for the answer before the number of a question: ``(   ) 3. ...`` or ``( B ) 3. ...``.

They come out as blanks of underscores of the same length, which are read elsewhere. Before choices they stay: there
they are boxes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from examgen.formats.quiz.marking.lines import Line

_BRACKETS: Final = re.compile(
    r"\s{0,3}(?P<brackets>[(\uff08][ \u3000]{0,12}[A-Za-z]?[ \u3000]{0,12}[)\uff09])"
    r"(?=[ \u3000]{0,3}[0-9]{1,3}[.\uff0e\u3001](?![0-9]))"
)
_CHOICE: Final = re.compile(r"\s*[(\uff08]?(?P<letter>[A-Za-z])[.)\uff09\u3001\uff0e]")
#: A choice whose text is a number: ``(D) 8.``
_NUMBER_ALONE: Final = re.compile(r"\s*[(\uff08]\s*[A-Za-z]\s*[)\uff09]\s*[0-9]+[.\uff0e\u3001]\s*$")
_NOT_LETTER: Final = re.compile("[^A-Za-z]")
#: How far below its number a question has its first choice, in lines with text.
_AHEAD: Final = 6


def underscored(lines: list[Line]) -> list[Line]:
    """Return the lines of a file, with underscores for the brackets before the numbers of questions."""
    found = {row: match for row, line in enumerate(lines) if (match := _match(line))}
    if not found:
        return lines
    out = list(lines)
    for row, match in found.items():
        if _has_choices(lines, row, found) and not _goes_on(lines, row):
            start, end = match.span("brackets")
            text = lines[row].text
            blank = _NOT_LETTER.sub("_", text[start:end])
            out[row] = replace(lines[row], text=f"{text[:start]}{blank}{text[end:]}")
    return out


def _match(line: Line) -> re.Match[str] | None:
    if line.text[line.start : line.start + 1] not in ("(", "\uff08") or line.code:
        return None
    return None if _NUMBER_ALONE.match(line.text) else _BRACKETS.match(line.text)


def _has_choices(lines: list[Line], row: int, found: dict[int, re.Match[str]]) -> bool:
    """Tell whether a choice A stands below a line, before the next line with brackets and before other choices."""
    seen = 0
    for below in range(row + 1, len(lines)):
        if lines[below].blank:
            continue
        seen += 1
        if seen > _AHEAD or below in found:
            return False
        choice = _CHOICE.match(lines[below].text)
        if choice:
            return choice["letter"] in "Aa"
    return False


def _goes_on(lines: list[Line], row: int) -> bool:
    """Tell whether the letter in the brackets of a line is the one behind that of a choice above it."""
    above = next((lines[other] for other in range(row - 1, -1, -1) if not lines[other].blank), None)
    here, before = _CHOICE.match(lines[row].text), _CHOICE.match(above.text) if above else None
    if here is None or before is None:
        return False
    return ord(here["letter"].lower()) == ord(before["letter"].lower()) + 1
