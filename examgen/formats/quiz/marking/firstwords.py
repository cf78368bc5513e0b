"""Whether the first word of a line, or any word of it, is one that a mark needs: it spares most lines the long patterns.

Made of the tables in :mod:`examgen.formats.quiz.marking.words`. Only words of ASCII letters are told apart here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from examgen.formats.quiz.marking.words import (
    ANSWER,
    EITHER,
    FALSE,
    FEEDBACK,
    KEY,
    QUESTION,
    RATIONALE,
    TASK,
    TRUE,
    phrases,
)

_WORD: Final = re.compile(r"[\W_]*+([^\W\d_]*+)")


def _first_words(*tables: Mapping[str, str]) -> frozenset[str]:
    found = (_WORD.match(phrase) for phrase in phrases(*tables))
    return frozenset(match[1] for match in found if match and match[1])


#: Of the marks of numbers, and of labels.
NUMBER: Final = _first_words(QUESTION, TASK) | {"q"}
LABEL: Final = _first_words(ANSWER, EITHER, RATIONALE, FEEDBACK)
#: Of the marks of choices, where these are words.
CHOICE: Final = frozenset(("option", "options", "choice", "choices", "opcion", "opci", "alternativa"))
#: Before letters of choices, and in place of them.
_ANSWERS: Final = _first_words(TRUE, FALSE) | CHOICE | {"all", "the", "letter", "letra"}
_ANSWER: Final = re.compile(r"[\s*_`(-]*+([A-Za-z]++)")
_IN_KEYS: Final = _first_words(KEY)
#: The shortest that the others have in them.
_KEY: Final = re.compile(
    "|".join(
        sorted(word for word in _IN_KEYS if not any(other != word and other in word for other in _IN_KEYS))
    )
)
#: A word of ASCII letters that begins a line: longer than the letter of a choice.
_BEGINNING: Final = re.compile(r"[A-Za-z]{2,}+(?![^\W\d_])")
_MARKED: Final = NUMBER | LABEL | CHOICE
#: Words that were met and are over no list of answers; a text has few that do not come back.
_PLAIN: Final[set[str]] = set()
_KEPT: Final = 1 << 16


def first_word(text: str, start: int) -> str:
    """Return the first word from an offset on, behind any signs, in small letters; empty when it has others than ASCII."""
    found = _WORD.match(text, start)
    word = found[1] if found else ""
    return word.lower() if word.isascii() else ""


def may_begin(text: str, start: int, words: frozenset[str]) -> bool:
    """Return False only when the first word from an offset on, behind any signs, is none of these words."""
    word = first_word(text, start)
    return not word or word in words


def may_answer(rest: str) -> bool:
    """Return False only when what follows the label of an answer surely begins neither with a letter nor such a word."""
    if not rest.isascii():
        return True
    found = _ANSWER.match(rest)
    if found is None:
        return False
    word = found[1]
    return len(word) == 1 or word.isupper() or word.lower() in _ANSWERS


def may_mark(text: str, start: int) -> bool:
    """Return False only when a line surely begins with a word, and not with one that a mark has."""
    found = _BEGINNING.match(text, start)
    return found is None or found[0].lower() in _MARKED


def may_head_answers(text: str) -> bool:
    """Return False only when no word of a line is one of those over a list of answers."""
    if not text.isascii():
        return True
    for word in set(text.casefold().split()).difference(_PLAIN):
        if _KEY.search(word):
            return True
        if len(_PLAIN) < _KEPT:
            _PLAIN.add(word)
    return False
