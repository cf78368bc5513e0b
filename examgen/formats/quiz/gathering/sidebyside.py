"""Choices that stand beside others in one line and are read as their text: ``a) iron   c) zinc`` over ``b) tin``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from examgen.errors import Problem
from examgen.formats.quiz.marking.draft import DraftChoice, DraftQuestion
from examgen.formats.quiz.marking.labelled import ChoiceMark
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.page.twocolumns import is_initial
from examgen.model import MAX_CHOICES, MIN_CHOICES

_BULLETS = "\u2022\u25e6\u25aa\u25cf\u25cb\u2023\u25a1"
#: Labels by the name of their form.
_FORMS = {
    "round": r"\({}\)", "half": r"{}\)", "dot": r"{}\\?\.", "square": r"\[{}\]", "colon": r"{}\s?[:\uff1a]",
    "dash": r"{}\s?[-\u2013\u2014]",
}  # fmt: skip


def initials(file: str, draft: DraftQuestion, line: Line, marks: Sequence[ChoiceMark]) -> list[Problem]:
    """Return a problem for ``C. Shannon`` behind ``B. ...`` where each choice above has a line of its own.

    So is one whose label could as well be the same letter further on in its text: ``A. Dr. B. Low B. B. Jones``.
    """
    if twice := next((mark for mark in marks[1:] if _is_twice(line.text, mark)), None):
        name, label = line.text[twice.start :][:30], twice.label.upper()
        message = (
            f"{draft.name}: {name!r} could be choice ({twice.label}) or text: '{label}.' stands there twice"
        )
        hint = f"write each choice on a line of its own; for text write '{label}\\.'"
        return [Problem("label-style", message, line.place(file, twice.start), hint)]
    above = draft.choices
    wide = any(line.text[: mark.start].endswith(("  ", "  **")) for mark in marks[1:])
    if wide or marks[0].style != ("dot", True) or not above:
        return []
    if above[-1].place.line == line.number or above[-1].field.rows[0].end is not None:
        return []
    if len(above) > 1 and above[-2].place.line == above[-1].place.line:
        return []
    name, label = line.text[marks[1].start :][:30], marks[1].label
    message = f"{draft.name}: {name!r} could be choice ({label}) or text"
    hint = f"write each choice on a line of its own; for text write '{label.upper()}\\.'"
    return [Problem("label-style", message, line.place(file, marks[1].start), hint)]


def _is_twice(text: str, mark: ChoiceMark) -> bool:
    """Tell whether a label behind one blank stands once more in the text of its choice: either may be an initial."""
    if mark.style != ("dot", True) or text[: mark.start].endswith(("  ", "*", "_")):
        return False
    label = re.compile(rf"(?<=\s){re.escape(mark.label.upper())}\.(?=\s)")
    return label.search(text, mark.end, mark.stop or len(text)) is not None


def swallowed(draft: DraftQuestion) -> list[DraftChoice]:
    """Return the choices in whose lines the next one seems to stand, with more than a blank before it.

    In a line without such a gap it must stand in nearly all, for names have initials.
    """
    found: list[DraftChoice] = []
    if len(draft.choices) < MIN_CHOICES:
        return found
    wide, past = False, len(draft.choices)
    for choice in draft.choices:
        at = _inside(choice, draft.style, past)
        if at is not None:
            past, wide = past + 1, wide or at
            found.append(choice)
    return found if wide or len(found) >= max(len(draft.choices) - 1, MIN_CHOICES) else []


def _inside(choice: DraftChoice, style: tuple[str, bool], position: int) -> bool | None:
    """Tell whether the label of a position stands behind a wide gap in a choice's lines; None when it stands nowhere."""
    beside = _beside(*style, position)
    if beside is None:
        return None
    label = _label(*style, position)
    for row in choice.field.rows:
        # Most have no such label, which is seen sooner than that it stands behind a gap.
        may = not row.line.code and (label is None or label.search(row.text))
        found = beside.search(row.text) if may else None
        if found and not is_initial(row.text[: found.start() + 1]):
            return len(found["gap"]) > 1 or found[0].strip()[0] in _BULLETS
    return None


@lru_cache(256)
def _label(form: str, capital: bool, position: int) -> re.Pattern[str] | None:
    """Return the pattern of the label of a position in a style; None when the style has no letters."""
    letter = chr(ord("A" if capital else "a") + position)
    return re.compile(_FORMS[form].format(re.escape(letter))) if form in _FORMS else None


@lru_cache(256)
def _beside(form: str, capital: bool, position: int) -> re.Pattern[str] | None:
    """Return the pattern of the label of a position behind other text, in a style; None when it cannot stand there."""
    letter = chr(ord("A" if capital else "a") + position) if position < MAX_CHOICES else "\0"
    if form == "bare":
        label = rf"[{_BULLETS}]|(?<=\s\s)[-*+]|{position + 1}[.)]"
    elif form in _FORMS:
        label = rf"(?:\*\*|__)?{_FORMS[form].format(letter)}(?:\*\*|__)?"
    else:
        return None
    return re.compile(rf"(?<=\S)(?P<gap>\s+)(?:[-*+]\s+)?(?:{label})(?=\s+\S)")
