"""Lines that part a quiz without being headings of Markdown: ``Part B. Multiple choice``, ``SECTION II``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from examgen.formats.quiz.lines import Line
from examgen.formats.quiz.marks import HeadingMark, Marks

_PART = re.compile(
    r"(?:\*\*|__)?(?:Part|PART|Section|SECTION|Teil|TEIL|Abschnitt|Partie|PARTIE|Parte|PARTE|Secci\u00f3n|Deel|"
    r"\u0427\u0430\u0441\u0442\u044c|\u0420\u0430\u0437\u0434\u0435\u043b)\s+(?:[A-Z]|[IVX]{1,5}|[0-9]{1,2})(?:\s*[.:)\u2013\u2014-].{0,100}|\s*\*{0,2})$"
)
#: What number the first question of a part may be looked for in, in lines with text.
_AHEAD = 2
#: A heading of Markdown of this level stands below the title.
_LEVEL = 2


def mark_parts(lines: Sequence[Line], marks: Sequence[Marks]) -> list[Marks]:
    """Return the marks, with that of a heading on each line that begins a part and has a numbered line below it."""
    out = list(marks)
    if any(mark.heading and mark.heading.level <= _LEVEL for mark in marks):
        return out
    for index, line in enumerate(lines):
        mark = marks[index]
        if line.code or mark.number or mark.choice or mark.label or not _PART.match(line.text[line.start :]):
            continue
        below = [row for row in range(index + 1, min(index + 8, len(lines))) if not lines[row].blank]
        if any(marks[row].number for row in below[:_AHEAD]):
            text = line.text.strip().strip("*_")
            out[index] = replace(mark, heading=HeadingMark(_LEVEL, text.strip()))
    return out
