"""Labels that stand alone on a line, without a sign behind them: ``Stem`` above a stem, ``Explanation`` above reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from examgen.errors import Problem, Severity
from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.fields import Row
from examgen.formats.quiz.marking.words import RATIONALE, phrases

_STEM: Final = re.compile(r"\s*(?:\*\*)?(?i:(?:question )?stem)(?:\*\*)?(?:\s*$|\s*:(?:\*\*)?\s*(?=\S))")
_REASONS: Final = frozenset(phrases(RATIONALE)) | {"rationales"}
#: In one question such a word may be what is asked about.
_FEWEST: Final = 2
#: Lines of a reference.
_LONGEST: Final = 4


def take_alone(file: str, drafts: Sequence[DraftQuestion]) -> list[Problem]:
    """Take such labels away, and references above ``Stem``; return a warning for these, and a problem for other text."""
    for draft in drafts:
        _without_label(draft)
    found = [(draft, at) for draft in drafts if draft.choices and (at := _stem_at(draft))]
    if len(found) < _FEWEST:
        return []
    problems = []
    for draft, at in found:
        above = [row for row in draft.stem.rows[:at] if row.text.strip()]
        place = above[0].line.place(file, above[0].line.start)
        if len(above) <= _LONGEST and above[0].text.strip(" *_").casefold().startswith("reference"):
            row = draft.stem.rows[at]
            label = _STEM.match(row.line.text)
            rest = [Row(row.line, label.end())] if label and row.line.text[label.end() :].strip() else []
            draft.stem.rows[: at + 1] = rest
            message = f"{draft.name}: the reference above 'Stem' is not printed"
            problems.append(Problem("stray-text", message, place, "nothing need be done", Severity.WARNING))
        else:
            message = f"{draft.name}: text stands above 'Stem', and may belong to the question before"
            hint = "put it below the answer of that question, or delete it; delete the word 'Stem'"
            problems.append(Problem("stray-text", message, place, hint))
    return problems


def _without_label(draft: DraftQuestion) -> None:
    """Take the word away that stands alone above the reasons for an answer."""
    rows = draft.rationale.rows if draft.rationale and draft.plain_rationale else []
    said = [row for row in rows if not row.line.blank]
    if len(said) < 2 or said[0].offset is not None or said[0].line.code or draft.rationale is None:
        return
    if said[0].text.strip(" \t*_").casefold() in _REASONS:
        draft.rationale.drop([said[0]])


def _stem_at(draft: DraftQuestion) -> int:
    """Return the index of the row with the word ``Stem``; 0 when there is none, or no text above or below it."""
    for at, row in enumerate(draft.stem.rows):
        if at and row.offset is None and not row.line.code and (label := _STEM.match(row.line.text)):
            above = any(other.text.strip() for other in draft.stem.rows[:at])
            below = row.line.text[label.end() :].strip() or any(
                other.text.strip() for other in draft.stem.rows[at + 1 :]
            )
            return at if above and below else 0
    return 0
