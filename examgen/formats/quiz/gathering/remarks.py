"""Lines below choices that may say why each is right or wrong, and would give it away on paper.

``-> It melts.``, ``> It melts.``, ``*It melts.*``: beside a hard-wrapped line nothing but a sign tells that they are
no part of the choice, so that several of them are a problem and one is text.
"""

from __future__ import annotations

import re

from examgen.errors import Problem
from examgen.formats.quiz.marking.draft import DraftChoice, DraftQuestion
from examgen.formats.quiz.marking.fields import Row

_BULLETS = ("- ", "* ", "+ ", "\u2022 ")
_REMARK = re.compile(
    r"\s*(?:[-*+\u2022]\s+)?(?:(?P<sign>-{1,2}>|=>|[\u2192\u21d2\u21b3>])\s*(?=\S)|(?P<mark>[*_])(?![*_\s])[^*_]{8,}(?P=mark)\s*$"
    r"|(?i:correct|incorrect|wrong|not correct)[.!:]\s+(?=\S))"
)
#: ``e.g.`` and ``D.C.``, which are no label with words right behind it.
_SHORTENED = re.compile(r"[A-Za-z]\.[ ]?[A-Za-z]\.")


def remarks(file: str, draft: DraftQuestion) -> list[Problem]:
    """Return a problem when lines below several choices of a question look like remarks on them."""
    if all(row.line.blank for choice in draft.choices for row in choice.field.rows[1:]):
        return []
    if stray := next((row for choice in draft.choices for row in _bullets(choice)), None):
        message = f"{draft.name}: {stray.line.text.strip()[:30]!r} could be another choice or part of the one above it"
        hint = "mark it as the other choices are, or indent it when it is part of the text"
        return [Problem("stray-text", message, stray.line.place(file, stray.line.start), hint)]
    if label := next((row for choice in draft.choices for row in _labels(draft, choice)), None):
        message = (
            f"{draft.name}: {label.line.text.strip()[:30]!r} could be a choice or part of the one above it"
        )
        hint = "put a blank behind the letter of a choice; join the line to the one above it when it is text"
        return [Problem("label-style", message, label.line.place(file, label.line.start), hint)]
    found = [row for choice in draft.choices if (row := _remark(choice)) is not None]
    if len(found) < 2:
        return []
    line = found[0].line
    message = f"{draft.name}: {line.text.strip()[:30]!r} below a choice could be part of it or a remark on it"
    hint = "for a remark, which students do not see, write 'Feedback:' before it; for text join it to the line above"
    return [Problem("stray-text", message, line.place(file, line.start), hint)]


def _labels(draft: DraftQuestion, choice: DraftChoice) -> list[Row]:
    """Return the lines of a choice, not its first, that begin with the next letter in the style of the choices."""
    form, capital = draft.style
    letter = chr(ord(choice.label) + 1)
    letter = letter.upper() if capital else letter
    start = {"dot": f"{letter}.", "half": f"{letter})", "round": f"({letter})"}.get(form)
    rows = choice.field.rows[1:] if start else []
    return [
        row
        for row in rows
        if not row.line.code
        and row.line.text.startswith(start or "", row.line.start)
        and not _SHORTENED.match(row.line.text, row.line.start)
    ]


def _bullets(choice: DraftChoice) -> list[Row]:
    """Return the lines of a choice, not its first, that have the bullet and the indentation of that."""
    if not choice.field.rows:
        return []
    first, *below = choice.field.rows
    if first.line.text[first.line.start : first.line.start + 2] not in _BULLETS:
        return []
    bullet = first.line.text[: first.line.start + 2]
    return [row for row in below if not row.line.code and row.line.text.startswith(bullet)]


def _remark(choice: DraftChoice) -> Row | None:
    """Return the line of a choice, not its first, that looks like a remark."""
    rows = [row for row in choice.field.rows if row.text.strip()]
    below = rows[1:] if len(rows) > 1 and not rows[0].line.code else []
    return next((row for row in below if not row.line.code and _REMARK.match(row.text)), None)
