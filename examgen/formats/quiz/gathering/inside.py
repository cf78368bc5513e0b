"""Questions inside the stem or the reasons of another one: their number was not read, and they would be lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from examgen.errors import Problem
from examgen.formats.quiz.marking.answers import parse_answer
from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.fields import Row
from examgen.formats.quiz.marking.labelled import TICKS, choice_at
from examgen.formats.quiz.marking.labels import LabelKind, label_at
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.words import truth

_BOX: Final = re.compile(
    rf"(?<!\S)(?:\[[ xX{TICKS}]?\]|\([ xX{TICKS}]\)|[\u2610\u2611\u2612\u25a1\u2b1c])\s+(?=\S)"
)
#: The number of a question, where others look otherwise.
_BOLD_NUMBER: Final = re.compile(r"\s{0,2}(?P<bold>\*\*|__)[0-9]{1,3}[.)](?P=bold)\s+\S")
#: So many boxes are those of choices.
_BOXES: Final = 2
_HINT: Final = "number each question in the same way, as in '1. ...', and put a blank line above it"


def questions_inside(file: str, drafts: Sequence[DraftQuestion]) -> list[Problem]:
    """Return a problem for each question whose stem or rationale seems to have another one in it."""
    return [
        Problem(
            "unclear-number",
            f"{draft.name}: in it another question seems to stand",
            row.line.place(file, row.line.start),
            _HINT,
        )
        for draft in drafts
        if (row := _inside(draft)) is not None
    ]


def _inside(draft: DraftQuestion) -> Row | None:
    """Return the line of the stem or the rationale that belongs to another question."""
    for row in draft.stem.rows[1:]:
        if not row.offset and not row.line.code and _BOLD_NUMBER.match(row.line.text):
            return row
    rows = [row for row in draft.rationale.rows if row.text.strip()] if draft.rationale else []
    first: Row | None = None  #: with choice a, of choices that b goes on with
    seen = boxes = 0
    plain = False
    for row in rows:
        line = row.line
        if line.code or row.offset is not None:
            continue
        boxes += len(_BOX.findall(line.text))
        if boxes >= _BOXES:
            return row
        label = _label_of(draft, line)
        if label == "a" and plain:
            first, seen = row, 1
        elif first and label == chr(ord("a") + seen):
            seen += 1
        if _says(line, answers_only=seen < _BOXES):
            return first if seen >= _BOXES else row
        # Right below their label, letters explain the choices.
        plain = label_at(line, line.start) is None
    return None


def _label_of(draft: DraftQuestion, line: Line) -> str:
    """Return the letter of the choice that a line could be; it must look as those of the question."""
    mark = choice_at(line, line.start)
    return mark.label if mark and mark.style == draft.style else ""


def _says(line: Line, answers_only: bool) -> bool:
    """Tell whether a line has the label of an answer, or of reasons; with ``answers_only``, one of true or false."""
    label = label_at(line, line.start)
    if label is None or label.soft or label.either or label.target:
        return False
    if not answers_only:
        return label.kind is not LabelKind.FEEDBACK
    rest = line.text[label.end :]
    if label.kind is not LabelKind.ANSWER or truth(rest.strip(" *_.")) is None:
        return False
    answer = parse_answer(rest, label.end)
    return answer is not None and answer.truth is not None
