"""Quizzes inside the pages of a course: ``<quiz>`` and ``</quiz>`` around a question with ticked boxes.

What stands between them is a lesson, and not printed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from examgen.errors import Problem, Severity
from examgen.formats.quiz.lines import Line
from examgen.formats.quiz.marks import Marks, NumberKind, NumberMark

_OPEN = re.compile(r"\s*<quiz\b[^<>]*>\s*$", re.IGNORECASE)
_CLOSE = re.compile(r"\s*</quiz>\s*$", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+\S")


@dataclass(slots=True)
class Blocks:
    """The lines of the questions in a page, and of the headings above them."""

    lines: list[Line]
    starts: set[int] = field(default_factory=set)  #: numbers of the lines that begin a question
    problems: list[Problem] = field(default_factory=list)


def cut_blocks(file: str, lines: list[Line]) -> Blocks:
    """Return the lines inside ``<quiz>``; all lines when the file has no such tag."""
    if not any("<" in line.text and not line.code and _OPEN.match(line.text) for line in lines):
        return Blocks(lines)
    out = Blocks([])
    heading: Line | None = None
    opened: Line | None = None
    left: list[Line] = []
    for line in lines:
        if opened is None and not line.code and _OPEN.match(line.text):
            out.lines += [heading, replace(line, text="")] if heading else [replace(line, text="")]
            opened, heading, begun = line, None, False
        elif opened is not None and not line.code and _CLOSE.match(line.text):
            out.lines.append(replace(line, text=""))
            opened = None
        elif opened is not None:
            text, offset = line.dedented(opened.indent)
            out.lines.append(replace(line, text=text, skipped=line.skipped + offset))
            if not begun and not line.blank:
                out.starts.add(line.number)
                begun = True
        elif not line.code and _HEADING.match(line.text):
            heading = line
        elif not line.blank:
            left.append(line)
    if opened is not None:
        hint = "add a line '</quiz>' below the question"
        place = opened.place(file, opened.start)
        out.problems.append(Problem("stray-text", "'<quiz>' is not closed", place, hint))
    if left:
        message = f"{len(left)} lines outside of <quiz> are not printed"
        hint = "nothing need be done, unless a question stands there"
        place = left[0].place(file, left[0].start)
        out.problems.append(Problem("stray-text", message, place, hint, Severity.WARNING))
    return out


def mark_blocks(lines: Sequence[Line], marks: Sequence[Marks], starts: Collection[int]) -> list[Marks]:
    """Return the marks, with that of a question on the first line of each block."""
    if not starts:
        return list(marks)
    out = list(marks)
    for index, line in enumerate(lines):
        if line.number in starts and not marks[index].number and not line.code:
            mark = NumberMark(0, NumberKind.WORD, line.start, alone=False, tight=False)
            out[index] = replace(marks[index], number=mark, label=None, choice=None)
    return out
