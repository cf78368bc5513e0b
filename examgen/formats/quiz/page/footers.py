"""Page numbers and running heads that came along when a text was copied from pages: ``Page 3 of 9``.

Lines that number pages count as such where there are several, with rising numbers and text between them; one that
has blank lines around it (``- 2 -``, ``Page 2 of 5``) counts alone. A line beside a page number is a running head when
it is the first line of the file again, or stands so at each of three pages or more.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import marks_of

_PAGE = re.compile(
    r"\s*(?:[-\u2013\u2014|*_\[(]{1,3}\s*)?"
    r"(?i:page|seite|p\u00e1gina|pagina|strona|sida|hoja|pg\.?|\u0441\u0442\u0440\.|\u0441\u0442\u0440\u0430\u043d\u0438\u0446\u0430)"
    r"\s*(?P<number>[0-9]{1,4})(?:\s*(?:of|/|von|de|sur|di|van|z|av|\u0438\u0437)\s*[0-9]{1,4})?\s*[-\u2013\u2014|*_\])]{0,3}\s*$"
)
#: A number of pages between other words: ``Day 5 Page 8 of 9 A. Smith``.
_INSIDE = re.compile(r".{1,40}\b(?i:page|seite|p\u00e1gina)\s[0-9]{1,4}\s(?:of|von|de)\s[0-9]{1,4}\b.{0,60}")
_DIGITS = re.compile(r"[0-9]+")
#: An item of a list: ``- Page 12``, and not ``- Page 12 -``.
_ITEM = re.compile(r"\s*[-*]\s.*[0-9]\s*$")
#: What numbers a page alone.
_ALONE = re.compile(
    r"\s*(?:(?P<dash>[-\u2013])\s?[0-9]{1,3}\s?(?P=dash)|(?:page|seite|p\u00e1gina|pagina)\s[0-9]{1,3}\s?(?:of|/|von|sur|de|di)\s?[0-9]{1,3})\s*$",
    re.IGNORECASE,
)
#: No line with a page number, and no running head, is longer.
_LENGTH = 80
#: Fewer page numbers do not tell what stands beside them by accident.
_MANY = 3


def without_footers(lines: list[Line]) -> list[Line]:
    """Return the lines of a file without those that number its pages, and without running heads beside them."""
    lines = _without_heads(lines)
    ends = [row for row, line in enumerate(lines) if not line.blank and _ends_so(line)]
    alone = [row for row in ends if _is_alone(lines, row)]
    lines = list(lines)
    for row in alone:
        lines[row] = replace(lines[row], text="")
    found = [(row, number) for row in ends if (number := _number(lines[row])) is not None]
    if len(found) < 2 or any(after <= before for (_, before), (_, after) in pairwise(found)):
        return lines
    if any(_next(lines, above, 1) == below for (above, _), (below, _) in pairwise(found)):
        return lines  # a list of pages that is asked about
    title = next((_words(line) for line in lines if not line.blank), "")
    gone = {row for row, _ in found}
    for step in (-1, 1):
        beside = [_next(lines, row, step) for row, _ in found]
        words = ["" if row is None else _words(lines[row]) for row in beside]
        same = len(words) >= _MANY and len(set(words)) == 1 and " " in words[0]
        gone |= {
            row
            for row, said in zip(beside, words, strict=True)
            if row is not None
            and said
            and (same or (said == title and any(not line.blank for line in lines[:row])))
        }
    return [line for row, line in enumerate(lines) if row not in gone]


def _without_heads(lines: list[Line]) -> list[Line]:
    """Return the lines without those that number pages between other words, the same but for numbers on several pages."""
    found: dict[str, list[int]] = {}
    for row, line in enumerate(lines):
        if (
            "age " in line.text
            and len(line.text) <= _LENGTH
            and not line.code
            and _INSIDE.fullmatch(line.text)
        ):
            found.setdefault(_DIGITS.sub("0", line.text.strip()), []).append(row)
    gone = {row for rows in found.values() if len(rows) >= _MANY for row in rows}
    return [line for row, line in enumerate(lines) if row not in gone] if gone else lines


def _number(line: Line) -> int | None:
    """Return the page that a line numbers, or None when it does not."""
    found = None if line.code else _PAGE.match(line.text)
    return int(found["number"]) if found and not _ITEM.match(line.text) else None


def _ends_so(line: Line) -> bool:
    """Return False only when a line is too long for the number of a page, or ends as none does."""
    if len(line.text) > _LENGTH:
        return False
    last = line.text.rstrip()[-1:]
    return last != "" and (last.isdigit() or last in "-\u2013\u2014|*_])")


def _is_alone(lines: list[Line], row: int) -> bool:
    """Tell whether a line is a page number with blank lines around it."""
    line = lines[row]
    if line.code or not _ALONE.match(line.text):
        return False
    return all(not 0 <= beside < len(lines) or lines[beside].blank for beside in (row - 1, row + 1))


def _next(lines: list[Line], row: int, step: int) -> int | None:
    """Return the row of the next line with text, or None at an end of the file."""
    row += step
    while 0 <= row < len(lines) and lines[row].blank:
        row += step
    return row if 0 <= row < len(lines) else None


def _words(line: Line) -> str:
    """Return the words of a line that could be a running head; empty for one that may be a part of a question."""
    text = line.text.strip(" #*_")
    mark = marks_of(line) if len(text) <= _LENGTH else None
    if mark is None or line.code or mark.number or mark.choice or mark.label or ":" in text:
        return ""
    return text if text[:1].isalpha() and text[-1:].isalnum() else ""
