"""Headings that are underlined: ``Question 1`` over a line of dashes, ``Part B`` over a line of equals signs.

Below other text a line of dashes may as well part the page. It underlines only what has a question's number and no
more, or text of its own that is about as long as the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import HeadingMark, Marks, NumberKind

_UNDERLINE = re.compile(r"\s{0,3}(?P<sign>-{3,}|={3,})\s*$")
#: By so many signs a line may be longer or shorter than what it underlines.
_SLACK = 2
#: A longer line is a sentence.
_LENGTH = 70


def underlined(lines: list[Line], marks: Sequence[Marks]) -> tuple[list[Line], list[Marks]]:
    """Return the lines without what underlines headings, and the marks with these headings."""
    found = [
        row for row, line in enumerate(lines) if row and line.text[:3] in ("---", "===") and not line.code
    ]
    out, kept = list(lines), list(marks)
    for row in found:
        under = _UNDERLINE.match(lines[row].text)
        if under is None or lines[row - 1].blank or lines[row - 1].code:
            continue
        mark = marks[row - 1]
        if _is_numbered(mark):
            if mark.heading is None and mark.number:
                kept[row - 1] = replace(mark, heading=HeadingMark(_level(under), lines[row - 1].text.strip()))
        elif _is_heading(lines, row, mark):
            kept[row - 1] = replace(mark, heading=HeadingMark(_level(under), lines[row - 1].text.strip()))
        else:
            continue
        out[row] = replace(lines[row], text="")
        kept[row] = Marks()
    return out, kept


def _level(under: re.Match[str]) -> int:
    return 1 if under["sign"][0] == "=" else 2


def _is_numbered(mark: Marks) -> bool:
    """Tell whether a line has a word and a number of a question, and nothing else."""
    return mark.number is not None and mark.number.kind is not NumberKind.PLAIN and mark.number.alone


def _is_heading(lines: Sequence[Line], row: int, mark: Marks) -> bool:
    """Tell whether a line stands by itself, and is as long as the line below it."""
    above, text = lines[row - 2] if row > 1 else None, lines[row - 1].text.strip()
    if mark != Marks() or (above is not None and not above.blank) or lines[row - 1].start:
        return False
    if "|" in text or len(text) > _LENGTH or text[-1] in ".,;?!":
        return False
    return abs(len(text) - len(lines[row].text.strip())) <= _SLACK
