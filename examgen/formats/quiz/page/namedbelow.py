"""A title beside the number of a question, and ``Question: ...`` on the line below: both are its stem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks, NumberKind


def named_below(lines: Sequence[Line], marks: Sequence[Marks]) -> tuple[list[Line], list[Marks]]:
    """Return lines and marks, without the word ``Question:`` right below a number that has words beside it."""
    out, found = list(lines), list(marks)
    for row in range(1, len(lines)):
        mark, above = marks[row].number, marks[row - 1].number
        if mark is None or mark.number or above is None or not above.number:
            continue
        plain = above.kind is NumberKind.PLAIN and not above.alone and not above.tight
        if plain and not mark.alone and marks[row].heading is None and not mark.reopen:
            line = lines[row]
            out[row] = replace(line, text=line.text[mark.end :], skipped=line.skipped + mark.end)
            found[row] = Marks()
    return out, found
