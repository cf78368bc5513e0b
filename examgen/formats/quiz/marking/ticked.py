"""Lists of choices without labels, some of them with a tick: ``- Oslo \u2713``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from examgen.formats.quiz.marking.labelled import TICKS
from examgen.formats.quiz.marking.lines import Line
from examgen.model import MAX_CHOICES, MIN_CHOICES

BULLET = re.compile(r"\s*[-*+\u2022]\s+\S")
_TICK = re.compile(
    rf"[{TICKS}]\ufe0f?\s*$|^\s*[-*+\u2022]\s+[{TICKS}]|\((?:correct|right|richtig)[^()]{{0,20}}\)\s*$",
    re.IGNORECASE,
)
_IN_WORDS = ("(correct", "(right", "(richtig")
#: What each of them has.
_MAY_TICK = re.compile(rf"[{TICKS}(](?:(?<!\()|(?i:correct|right|richtig))")


def has_ticks(lines: Sequence[Line]) -> bool:
    """Tell whether any line of a file may have a tick; without one there is no :func:`ticked_list`."""
    whole = "\n".join([line.text for line in lines])
    if whole.isascii() and not any(word in whole.lower() for word in _IN_WORDS):
        return False
    return _MAY_TICK.search(whole) is not None


def ticked_list(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a list of bullets begins on a line, some with a tick and some without."""
    if not BULLET.match(lines[index].text):
        return False
    above = next((row for row in range(index - 1, -1, -1) if not lines[row].blank), None)
    while above and not lines[above].blank and lines[above].indent > lines[index].indent:
        above -= 1  # what may be wrapped
    if above is None or BULLET.match(lines[above].text):
        return False
    items: list[str] = []
    for row in range(index, min(index + 60, len(lines))):
        bullet = BULLET.match(lines[row].text)
        if (
            items
            and not bullet
            and not lines[row].blank
            and not lines[row].code
            and lines[row].indent > lines[index].indent
        ):
            items[-1] += f" {lines[row].text.strip()}"  # wrapped
            continue
        if lines[row].code or (not lines[row].blank and not bullet):
            break
        items += [lines[row].text] if not lines[row].blank else []
    ticked = [bool(_TICK.search(text)) for text in items]
    return MIN_CHOICES <= len(items) <= MAX_CHOICES and any(ticked) and not all(ticked)
