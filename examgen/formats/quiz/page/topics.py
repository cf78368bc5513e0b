"""Lines that say what the questions below them are about, as ``Topic: Waves``. They become headings.

One such line may stand below a question and belong to it. Where the first of a kind stands above all questions and
each other right above one, they describe what follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import HeadingMark, Marks

_WORDS: Final = (
    "Topic", "Subject", "Category", "Subtopic", "Chapter", "Module", "Unit", "Lesson", "Domain", "Tema", "Thema",
    "Th\u00e8me", "Asignatura", "Categor\u00eda", "Mat\u00e9ria", "Assunto", "\u0422\u0435\u043c\u0430",
)  # fmt: skip
_LINE: Final = re.compile(
    rf"[ ]{{0,2}}(?P<mark>\*\*|__|\*|_)?(?P<key>{'|'.join(_WORDS)})"
    r"(?(mark)(?:\*\*|__|\*|_)?)\s?[:\uff1a](?(mark)(?:\*\*|__|\*|_)?)\s*(?P<value>[^\s:].{0,80})$"
)
#: One of a kind may be text of any question.
_FEWEST: Final = 2
#: Of a heading, where none is that of a question.
_DEEPEST: Final = 6


def over_questions(source: str, lines: Sequence[Line], marks: list[Marks]) -> list[Marks]:
    """Return the marks, with that of a heading on each line that describes the questions below it.

    ``source`` is the text of the file: one look at it spares most files the look at each line.
    """
    if not any(source.count(word) >= _FEWEST for word in _WORDS):
        return marks
    first = next((at for at, mark in enumerate(marks) if mark.number), None)
    found: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        said = None if line.code or marks[at].heading else _LINE.match(line.text)
        if said:
            found.setdefault(said["key"], []).append(at)
    out = list(marks)
    levels = (mark.heading.level for mark in marks if mark.heading and mark.number)
    level = min(levels, default=_DEEPEST)
    for rows in found.values():
        if first is None or not rows[0] < first < rows[-1]:
            continue
        if all(row < first or _above_number(lines, marks, row) for row in rows):
            for row in rows:
                heading = HeadingMark(level, " ".join(lines[row].text.replace("**", "").split()).strip("*_ "))
                out[row] = replace(marks[row], heading=heading, label=None)
    return out


def _above_number(lines: Sequence[Line], marks: Sequence[Marks], row: int) -> bool:
    """Tell whether the next line with text is the number of a question, or one more line of this kind."""
    for below in range(row + 1, len(lines)):
        if lines[below].blank or marks[below].rule:
            continue
        if marks[below].number:
            return True
        if not _LINE.match(lines[below].text):
            return False
    return False
