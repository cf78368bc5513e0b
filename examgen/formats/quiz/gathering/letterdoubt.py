"""Answers of one letter that is the label of a choice, and the whole text of another one: ``Answer: A``.

It is a label, but where all answers of the file that can be nothing but labels are written in another way.
"""

from __future__ import annotations

from collections.abc import Sequence

from examgen.errors import Problem
from examgen.formats.quiz.marking.draft import DraftChoice, DraftQuestion

#: A letter has no more characters around it: marks of bold type and code, a full stop.
_LONGEST = 30


def letters_in_doubt(file: str, drafts: Sequence[DraftQuestion]) -> list[Problem]:
    """Return a problem for each answer that could be a label or a text."""
    found: list[tuple[str, DraftQuestion]] = []
    sure: set[str] = set()
    for draft in drafts:
        first = draft.answers[0] if draft.answers else None
        if first is None or first.key or len(first.answer.letters) != 1 or first.answer.text:
            continue
        label, offset = first.answer.letters[0]
        before = first.line.text[:offset].strip()
        letter = first.line.text[offset]
        own = {choice.label: _letter(choice) for choice in draft.choices}
        if own.get(label) != letter and letter in own.values():
            found.append((before, draft))
        else:
            sure.add(before)
    return [_problem(file, draft) for before, draft in found if sure and before not in sure]


def _letter(choice: DraftChoice) -> str:
    """Return the text of a choice that is one letter; empty for another one."""
    first = choice.field.rows[0] if choice.field.rows else None
    if first is not None and len(first.line.text) - (first.offset or 0) > _LONGEST:
        return ""
    rows = [row for row in choice.field.rows if not row.line.blank]
    text = rows[0].text.strip(" *_`$.") if len(rows) == 1 else ""
    return text if len(text) == 1 else ""


def _problem(file: str, draft: DraftQuestion) -> Problem:
    first = draft.answers[0]
    label, offset = first.answer.letters[0]
    message = f"{draft.name}: the answer {label.upper()!r} could be the label of a choice, or the text of another one"
    hint = f"write the label as it stands before the choice, and the text: '({label}) ...'"
    return Problem("bad-answer", message, first.line.place(file, offset), hint)
