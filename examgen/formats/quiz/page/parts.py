"""Lines that part a quiz without being headings of Markdown: ``Part B. Multiple choice``, ``SECTION II``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from examgen.formats.quiz.marking.answers import parse_answer
from examgen.formats.quiz.marking.labels import LabelKind
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import HeadingMark, Marks
from examgen.formats.quiz.page.partlines import part_lines

_PART = re.compile(
    r"(?:\*\*|__)?(?:Part|PART|Section|SECTION|Teil|TEIL|Abschnitt|Partie|PARTIE|Parte|PARTE|Secci\u00f3n|Deel|"
    r"\u0427\u0430\u0441\u0442\u044c|\u0420\u0430\u0437\u0434\u0435\u043b)\s+(?:[A-Z]|[IVX]{1,5}|[0-9]{1,2})(?:\s*[.:)\u2013\u2014([-].{0,100}|\s*\*{0,2})$"
    r"|(?:\*\*|__)(?:I{1,3}|IV|VI{0,3}|IX)[.)]\s+[^\W\d_].{0,100}(?:\*\*|__)$"
)
_BOLD = re.compile(r"(\*\*|__).+\1\s*")
#: What number the first question of a part may be looked for in, in lines with text.
_AHEAD = 2
#: A heading of Markdown of this level stands below the title.
_LEVEL = 2
#: Below all headings of Markdown that are about: where one of them began a question, the line stays in that.
_DEEPEST = 6


def mark_parts(lines: Sequence[Line], marks: Sequence[Marks]) -> list[Marks]:
    """Return the marks, with that of a heading on each line that begins a part: above a number, or below an answer."""
    out = list(marks)
    beside = any(mark.heading and mark.heading.level <= _LEVEL for mark in marks)
    sure = part_lines(lines, marks)
    deepest = min((mark.heading.level for mark in marks if mark.heading and mark.number), default=_DEEPEST)
    for index, line in enumerate(lines):
        mark = marks[index]
        if index in sure:
            level = deepest if beside else min(_LEVEL, deepest)
            out[index] = replace(mark, heading=HeadingMark(level, line.text.strip(" \t*_=~-")))
            continue
        if line.code or line.blank or mark.number or mark.choice or mark.label:
            continue
        if not _PART.match(line.text[line.start :]):
            continue
        if beside and not _BOLD.fullmatch(line.text, line.start):
            continue
        below = [row for row in range(index + 1, min(index + 8, len(lines))) if not lines[row].blank]
        if any(marks[row].number for row in below[:_AHEAD]) or _below_answer(lines, marks, index):
            text = line.text.strip().strip("*_")
            level = _DEEPEST if beside else _LEVEL
            out[index] = replace(mark, heading=HeadingMark(level, text.strip()))
    return out


def _below_answer(lines: Sequence[Line], marks: Sequence[Marks], index: int) -> bool:
    """Tell whether a line stands apart below a line that is an answer and nothing else."""
    around = [row for row in (index - 1, index + 1) if 0 <= row < len(lines)]
    above = next((row for row in range(index - 1, -1, -1) if not lines[row].blank), None)
    label = marks[above].label if above is not None else None
    if (
        above is None
        or label is None
        or label.kind is not LabelKind.ANSWER
        or not all(lines[row].blank for row in around)
    ):
        return False
    answer = parse_answer(lines[above].text[label.end :], label.end)
    return answer is not None and answer.sure and not answer.text
