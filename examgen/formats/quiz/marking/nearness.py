"""Labels that are nearly one of ours: ``Answr: B``, ``Corect answer: B``."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from examgen.formats.quiz.marking.answers import starts_with_letter
from examgen.formats.quiz.marking.words import ANSWER, EITHER, RATIONALE, phrases

_LABEL = re.compile(r"\W*(?P<label>[^\W\d_]+(?: [^\W\d_]+){0,2})[*_\s]*[:\uff1a][*_]*(?P<rest>.*)")
#: Short words are near too many others.
_LEAST = 4
#: How near a label must be, as a share of its letters.
_NEARNESS = 0.8
_SHOWN: Final = 60
_ANSWERS: Final = phrases(ANSWER)
_LABELS: Final = phrases(ANSWER, EITHER, RATIONALE)


def near_label(text: str) -> str:
    """Return the label that a line nearly begins with, as ``Answer:``; empty when there is none."""
    return _near(text, _LABELS)


def near_answer(text: str) -> bool:
    """Tell whether a line begins with what is nearly a label of answers, and goes on with the letter of a choice."""
    found = _LABEL.match(text[:_SHOWN])
    return bool(found and starts_with_letter(found["rest"].strip()) and _near(text, _ANSWERS))


def _near(text: str, known: list[str]) -> str:
    found = _LABEL.match(text[:_SHOWN])
    word = found["label"].casefold() if found else ""
    if len(word) < _LEAST or word in known:
        return ""
    near = get_close_matches(word, known, n=1, cutoff=_NEARNESS)
    return f"{near[0].capitalize()}:" if near else ""
