"""Questions that stand above the first number, and would be printed as instructions without a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from examgen.errors import Severity
from examgen.formats.quiz.marking.labelled import TICKS, ChoiceMark, several
from examgen.formats.quiz.marking.labels import LabelKind
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks

_BULLET = re.compile(r"\s*[-*+\u2022]\s+(?!\(?[A-Za-z][).]\s|\[)\S")
_TICK = re.compile(
    rf"[{TICKS}]|[(\[](?:correct|right)[^()\[\]]{{0,20}}[)\]]|</?(?:u|mark)>|(?<=\s)[(\[]x[)\]]\s*$",
    re.IGNORECASE,
)
#: ``* iron   * [x] tin``
_TICKED_INSIDE = re.compile(rf"\s*(?P<bullet>[-*+\u2022])\s.*?\s(?P=bullet)\s+\[[xX{TICKS}]\]\s")
#: Two choices behind a question on its line, in each style: one search for each, as a line may have many labels.
_ON_ONE_LINE = tuple(
    (
        re.compile(rf"(?<![^\W_]){before}a{behind}(?:\*\*|__)?\s", re.IGNORECASE),
        re.compile(rf"\s(?:\*\*|__)?{before}b{behind}(?:\*\*|__)?\s", re.IGNORECASE),
    )
    for before in ("", r"\(")
    for behind in (r"\)", r"\.")
)
#: A numbered heading with more words is no title.
_TITLE = 5
_ASKS = ("?", "\uff1f", "\u061f")


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that looks like a part of a question."""

    line: Line
    message: str
    severity: Severity  #: an error where the right choice is ticked, which students must not see


def unread(rows: Sequence[tuple[Line, Marks]]) -> Unread | None:
    """Return the first list of choices in the lines above the first question, or None when there is none."""
    found = [(line, _ticked(marks.choice)) for line, marks in rows if marks.choice and not marks.choice.tight]
    heads = [line for line, marks in rows if marks.heading and marks.number and _asks(line)]
    if heads:
        message = "a question stands above the first one that can be read, and is read as instructions"
        sure = len(heads) > 1 or _TICK.search(heads[0].text)
        return Unread(heads[0], message, Severity.ERROR if sure else Severity.WARNING)
    ticked = any(choice.right or _TICK.search(line.text) for line, choice in found)
    labels = [
        line.text[marks.label.end :]
        for line, marks in rows
        if marks.label and marks.label.kind is LabelKind.ANSWER
    ]
    # An answer beside its label is a problem of its own; one below it would be printed for students to see.
    answered = any(rest.strip(" *_") for rest in labels)
    ticked = ticked or (bool(labels) and not answered)
    for line, first in found:
        if first.label in ("", "a") and len(several(line, first)) > 1 and (ticked or not answered):
            message = "choices stand above the first question, and are read as instructions"
            return Unread(line, message, Severity.ERROR if ticked else Severity.WARNING)
    for (line, first), (_, second) in pairwise(found):
        if first.label in ("", "a") and second.label in ("", "x", "b") and (ticked or not answered):
            message = "choices stand above the first question, and are read as instructions"
            return Unread(line, message, Severity.ERROR if ticked else Severity.WARNING)
    if explained := _explained(rows):
        message = "a question with its reasons stands above the first one that can be read, and is read as instructions"
        return Unread(explained, message, Severity.ERROR)
    text = [line for line, _ in rows if not line.blank and not line.code]
    for line in text:
        stem = _end_of_stem(line.text)
        right = stem is not None and _TICK.search(line.text, stem)
        if stem is not None and (right or any(sign in line.text[:stem] for sign in _ASKS)):
            message = "a question with its choices stands above the first one that can be read, and is read as instructions"
            return Unread(line, message, Severity.ERROR if right else Severity.WARNING)
    for above, item, next_item in zip(text, text[1:], text[2:], strict=False):
        asks = above.text.rstrip(" *_").endswith(_ASKS)
        if asks and _BULLET.match(item.text) and _BULLET.match(next_item.text):
            message = "a list below a question stands above the first number, and is read as instructions"
            return Unread(above, message, Severity.WARNING)
    return None


def _end_of_stem(text: str) -> int | None:
    """Return where the first of two choices begins in a line, None where there are not two."""
    found = []
    for one, other in _ON_ONE_LINE:
        first = one.search(text)
        if first and other.search(text, first.end()):
            found.append(first.start())
    return min(found, default=None)


def _explained(rows: Sequence[tuple[Line, Marks]]) -> Line | None:
    """Return the first line with a number that asks and has reasons, or a list in one line with a tick, below it."""
    asking: Line | None = None
    for line, marks in rows:
        if marks.number:
            asking = line if any(sign in line.text for sign in _ASKS) else None
            continue
        reasons = marks.label is not None and marks.label.kind is LabelKind.RATIONALE
        if asking and (reasons or (not line.code and _TICKED_INSIDE.match(line.text))):
            return asking
    return None


def _ticked(mark: ChoiceMark) -> ChoiceMark:
    """Return the mark of a choice; that of a box with a cross for ``(x)``, which is no letter before the others."""
    if mark.label != "x" or mark.style[0] != "round":
        return mark
    return replace(mark, label="", style=("box", False), right=True, sign=True)


def _asks(line: Line) -> bool:
    """Tell whether a numbered heading could ask: it has a question mark, or is no short title."""
    return (
        any(sign in line.text for sign in _ASKS)
        or bool(_TICK.search(line.text))
        or len(line.text.split()) > _TITLE
    )
