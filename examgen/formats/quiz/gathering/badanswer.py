"""Answers that name no choice for sure: what is said of them."""

from __future__ import annotations

import re

from examgen.errors import Place, Problem
from examgen.formats.quiz.marking.alphabets import latin
from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.labelled import inline_start

#: Reasons behind a comma, where one more letter could stand.
_COMMA = re.compile(r"[\s*_]*\(?(?P<letter>[A-Za-z])\)?,\s+[^\W\d_]{2}")
#: Single letters, or letters in one word: ``A, B, A``, ``(a) (b)``, ``ABA``.
_LETTERS = re.compile(r"(?:\(?[A-Za-z]\)?[\s,;/]+)+\(?[A-Za-z]\)?|(?-i:[A-Z]{2,}|[a-f]{2,})")
_LETTER = r"\(?[A-Za-z](?![^\W_])\)?"
#: Several letters, and words behind them.
_LETTERS_AND_WORDS = re.compile(
    rf"[\s*_]*(?P<letters>{_LETTER}(?:(?:\s*[,;/&]\s*(?:and\s+)?|\s+(?:and|und|et)\s+){_LETTER})+)[^\w)]*\s[*_]*[^\W\d_]{{2}}"
)


def bad_answer(name: str, said: str, place: Place) -> Problem:
    """Return the problem of an answer of a question, with a hint that fits what it says."""
    message = f"{name}: the answer {said.strip()[:40]!r} does not name choices"
    hint = "write letters of choices, as 'Correct Answer: (b)' or 'Correct Answer: (a), (c)'"
    if _LETTERS.fullmatch(said.strip()):
        hint = "if these are the answers of several questions, number them: 'Answers: 1. A 2. B'"
    elif letters := _several(said):
        others, last = ", ".join(letters[:-1]), letters[-1]
        hint = (
            "set words off from the letters by brackets or a dash: "
            f"'Answer: {others}, {last} (...)', or 'Answer: {others} - ...' if ({last}) is a part of the words"
        )
    elif comma := _COMMA.match(said):
        letter = comma["letter"]
        hint = f"put a dash in place of the comma: 'Answer: {letter} - ...'; or write the letters alone"
    return Problem("bad-answer", message, place, hint)


def has_letters_and_words(said: str) -> bool:
    """Tell whether an answer is several letters with words behind them."""
    return bool(_several(said))


def unclear_inline(file: str, draft: DraftQuestion) -> Problem | None:
    """Return the problem of such an answer to a question with ``a) x b) y`` in the last line of its stem."""
    said = draft.unread or draft.said
    rows = [row for row in draft.stem.rows if not row.line.blank]
    if said is None or not rows or not has_letters_and_words(said.text):
        return None
    if inline_start(latin(rows[-1].line.text), rows[-1].offset or 0) is None:
        return None
    return bad_answer(draft.name, said.text, said.line.place(file, said.offset))


def _several(said: str) -> list[str]:
    """Return the letters, in lower case, that an answer begins with, when words stand behind several."""
    found = _LETTERS_AND_WORDS.match(said)
    return re.findall(r"(?<![^\W_])[a-z](?![^\W_])", found["letters"].lower()) if found else []
