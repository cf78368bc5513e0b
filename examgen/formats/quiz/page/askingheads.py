"""Headings that ask: ``### What does this print?`` above a block of code or a picture, with the choices below.

Where questions have no numbers, a heading away from the choices may be the title of a part, or the first sentence of the
question. As a title it would not be printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from examgen.errors import Problem, Severity
from examgen.formats.quiz.marking.kinds import is_caption
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import HeadingMark, Marks

_ASKS = ("?", "\uff1f", "\u061f")
#: What asks less surely, so that words below count for more.
_LEADS = (":", "\uff1a", "...", "\u2026")
#: A line that holds nothing but pictures, or begins a block of code, a formula or a table.
_NO_WORDS = re.compile(
    r"(?:!\[[^\[\]]{0,300}\]\([^()\s]{1,500}\)\s*|<img\b[^<>]{0,500}>\s*)+$|`{3}|~{3}|\$\$|\|"
)
_DECORATION = " \t*_`#"
#: The level of the title of a page.
_TITLE = 1
#: A heading with fewer words names what it stands over.
_TASK = 3


def with_headings(
    file: str,
    lines: Sequence[Line],
    marks: Sequence[Marks],
    begun: Sequence[int],
    starts: Sequence[int | None],
) -> tuple[list[int | None], list[Problem]]:
    """Return the rows on which questions start, moved up to the heading above where that is what asks.

    ``begun`` are the rows of their first choices. A heading above several questions asks none of them. None where
    nothing below the heading asks, nor the heading. A warning tells of each that may belong to its question, and is taken
    for a title.
    """
    out, problems = list(starts), []
    for at, (start, first) in enumerate(zip(starts, begun, strict=True)):
        if start is None or marks[start].heading:
            continue
        row = next((above for above in range(start - 1, -1, -1) if not lines[above].blank), None)
        heading = marks[row].heading if row is not None and not marks[row].label else None
        after = begun[at + 1] if at + 1 < len(begun) else len(lines)
        alone = after == len(lines) or any(mark.heading for mark in marks[first:after])
        if row is None or heading is None or not alone:
            continue
        prose = _prose(lines[start:first])
        asks = prose and prose[-1].endswith((*_ASKS, *_LEADS))
        if _is_question(heading, prose):
            out[at] = row
        elif not prose:
            out[at] = None  # what asks stands further above
        elif not asks and heading.level > _TITLE and len(heading.text.split()) >= _TASK:
            message = f"the heading {heading.text!r} is taken for a title, and is not printed"
            hint = "nothing need be done, unless the question below needs it: then write it without '#'"
            place = lines[row].place(file, lines[row].start)
            problems.append(Problem("stray-text", message, place, hint, Severity.WARNING))
    return out, problems


def _prose(between: Sequence[Line]) -> list[str]:
    """Return the lines of words between a heading and the choices."""
    rows = (line for line in between if not (line.blank or line.code or is_caption(line.text.lstrip("# "))))
    return [line.text.rstrip(_DECORATION) for line in rows if not _NO_WORDS.match(line.text.strip())]


def _is_question(heading: HeadingMark, prose: Sequence[str]) -> bool:
    """Tell whether a heading is the question, by its words and by those between it and the choices."""
    words = heading.text.rstrip(_DECORATION)
    if not prose:
        says = heading.level > _TITLE and len(words.split()) >= _TASK
        return says or words.endswith((*_ASKS, *_LEADS))
    return words.endswith(_ASKS) and not any(text.endswith((*_ASKS, *_LEADS)) for text in prose)
