"""Quizzes inside the pages of a course: ``<quiz>`` and ``</quiz>`` around a question with ticked boxes.

So are the boxes of lessons that ask something: ``::: challenge`` around a question and, in a box of its own, its
solution. What stands between such boxes is a lesson, and not printed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from examgen.errors import Problem, Severity
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks, NumberKind, NumberMark

_OPEN = re.compile(r"\s*<quiz\b[^<>]*>\s*$", re.IGNORECASE)
_CLOSE = re.compile(r"\s*</quiz>\s*$", re.IGNORECASE)
_BOX = re.compile(r":{3,}\s*\{?(?:challenge|challenges)\}?\s*:*\s*$", re.IGNORECASE)
_FENCE = re.compile(r":{3,}\s*(?P<name>[{\w][^:]{0,60})?:*\s*$")
#: A heading that says what its box says.
_NAMED = re.compile(
    r"\#{1,6}\s+(?:challenge|exercise)(?:\s+[0-9]{1,3})?(?:\s*[-.:\u2013\u2014](?=\s*$))?\s*$", re.IGNORECASE
)
_HASHES = re.compile(r"#{1,6}\s+")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+\S")


@dataclass(slots=True)
class Blocks:
    """The lines of the questions in a page, and of the headings above them."""

    lines: list[Line]
    starts: set[int] = field(default_factory=set)  #: numbers of the lines that begin a question
    problems: list[Problem] = field(default_factory=list)


def cut_blocks(file: str, lines: list[Line]) -> Blocks:
    """Return the lines inside ``<quiz>``, or inside of boxes that ask; all lines when the file has neither."""
    if any(line.text.startswith(":::") and not line.code and _BOX.match(line.text) for line in lines):
        return _cut_boxes(file, lines)
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
        out.problems.append(_left(file, left, "<quiz>"))
    return out


def _cut_boxes(file: str, lines: list[Line]) -> Blocks:
    """Return the lines inside the boxes that ask, without their frames."""
    out = Blocks([])
    left: list[Line] = []
    opened: Line | None = None
    depth, begun = 0, False
    for line in lines:
        found = _FENCE.match(line.text) if line.text.startswith(":::") and not line.code else None
        if opened is None:
            if found and _BOX.match(line.text):
                opened, depth, begun = line, 0, False
                out.lines.append(replace(line, text=""))
            elif not line.blank and not found:
                left.append(line)
            continue
        depth += 0 if found is None else 1 if found["name"] else -1
        if depth < 0:
            opened = None
            out.lines.append(replace(line, text=""))
        elif not begun and _NAMED.match(line.text):
            out.lines.append(replace(line, text=""))
        else:
            out.lines.append(line)
            if not begun and not line.blank:
                out.starts.add(line.number)
                begun = True
    if opened is not None:
        hint = "add a line ':::' below the question"
        place = opened.place(file, opened.start)
        out.problems.append(Problem("stray-text", "the box ':::' is not closed", place, hint))
    if left:
        out.problems.append(_left(file, left, "boxes that ask"))
    return out


def _left(file: str, left: Sequence[Line], what: str) -> Problem:
    message = f"{len(left)} lines outside of {what} are not printed"
    hint = "nothing need be done, unless a question stands there"
    return Problem("stray-text", message, left[0].place(file, left[0].start), hint, Severity.WARNING)


def mark_blocks(lines: Sequence[Line], marks: Sequence[Marks], starts: Collection[int]) -> list[Marks]:
    """Return the marks, with that of a question on the first line of each block."""
    if not starts:
        return list(marks)
    out = list(marks)
    for index, line in enumerate(lines):
        if line.number in starts and not marks[index].number and not line.code:
            hashes = _HASHES.match(line.text, line.start)
            start = hashes.end() if hashes else line.start
            mark = NumberMark(0, NumberKind.WORD, start, alone=False, tight=False)
            out[index] = replace(marks[index], number=mark, label=None, choice=None)
    return out
