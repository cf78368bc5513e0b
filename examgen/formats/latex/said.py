"""Which choices a solution names: by their letters where it says no more or says that they are right, or in their words.

A letter that a solution only speaks of ("(a) is wrong since ...", "E. coli") is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from examgen.errors import Problem
from examgen.formats.quiz.marking import words
from examgen.formats.textdraft import Draft

_LABEL: Final = rf"(?:(?:the\s+)?(?:{words.pattern(words.ANSWER, words.EITHER)}))"
_ONE: Final = r"\(?[A-Za-z]\)?"
#: Nothing but letters, with a label or without.
_ONLY: Final = re.compile(
    rf"(?:{_LABEL}\s*(?:is|are)?\s*[:.=\uff1a]?\s*|(?:choice|option)\s+)?"
    rf"(?P<letters>{_ONE}(?:\s*(?:,\s*and\b|,|;|&|\band\b)\s*{_ONE})*)\s*\.?",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(rf"{_LABEL}\s*(?:\bis\b\s*:?|[:.=\uff1a])\s*", re.IGNORECASE)
#: A letter with a label, and more behind it. A letter alone may be an article or a name: ``A lake``, ``E. coli``.
_LABELLED: Final = re.compile(
    rf"(?i:{_LABEL}\s*(?:\bis\b\s*:?|[:.=\uff1a]))\s*\*{{0,2}}\s*"
    r"(?:\((?P<round>[A-Za-z])\)|(?P<bare>[A-Z])(?=[):,;*]|\.(?!\s*[a-z])|\s*\n))"
)
#: A letter that begins a solution, in parentheses or bold.
_LEADING: Final = re.compile(
    r"(?:\*\*)?(?:\((?P<letter>[A-Za-z])\)|(?<=\*\*)(?P<bold>[A-Z])(?=[.:)]?\*\*))(?P<sign>[\s.:,;)\u2013\u2014*-]*)(?P<rest>.*)",
    re.DOTALL,
)
_OTHERS: Final = re.compile(r"\([A-Za-z]\)|(?<![A-Za-z])[A-Z]\)|\b(?:both|neither|all|none)\b", re.IGNORECASE)
_DENIES: Final = re.compile(
    r"\b(?:wrong|incorrect|false|not|no|never|cannot|untrue|falsch|nicht|faux|fausse|incorrecta|falsa?|errad[ao])\b|n't\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a solution names."""

    positions: frozenset[int]  #: of choices, 0-based
    alone: bool  #: whether it says nothing but letters


def named(solution: str, choices: Sequence[str] = ()) -> Named | None:
    """Return which choices a solution says are right, None when it does not; ``choices`` are their texts."""
    said = solution.strip().strip("*$ ").strip()
    label = _BEFORE.match(said)
    words_of = _bare(said[label.end() :] if label else said)
    same = [at for at, text in enumerate(choices) if words_of and _bare(text) == words_of]
    if found := _ONLY.fullmatch(said):
        letters = re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", found["letters"])
        positions = frozenset(map(_position, letters))
        if not same or positions == frozenset(same):
            return Named(positions, alone=True)
        if max(positions) < len(choices):
            return None  # The letter of one choice, and the words of another one.
    if found := _LABELLED.match(said):
        rest = said[found.end() :]
        further = re.match(r"\s*(?:,|;|&|and|or)\s*\(?[A-Za-z]\)?(?![A-Za-z])", rest)
        letter = found["round"] or found["bare"]
        return None if further else Named(frozenset((_position(letter),)), alone=False)
    found = _LEADING.match(solution.strip())
    if found and (found["sign"].strip(" *)") or not found["rest"][:1].islower()):
        sentence = re.split(r"[.!?](?=\s|\Z)", found["rest"])[0]
        if not _OTHERS.search(found["rest"]) and not _DENIES.search(sentence):
            return Named(frozenset((_position(found["letter"] or found["bold"]),)), alone=False)
    return Named(frozenset(same), alone=False) if len(same) == 1 else None


def settle(draft: Draft, written: Sequence[str], name: str) -> Problem | None:
    """Set what is right in a question by its marks, what is written as its answer, and its solution.

    Return a problem, with nothing set, when these do not agree, or when only the prose of the solution could tell.
    """
    marked = frozenset(at for at, choice in enumerate(draft.choices) if choice.right)
    solution = draft.rationale.source if draft.rationale else ""
    texts = [choice.text.source for choice in draft.choices]
    found = [named(said, texts) for said in (*written, solution) if said]
    sure = [each for each in found if each and (each.alone or not marked)]
    if solution and found[-1] and found[-1].alone:
        draft.rationale = None  # A letter gives no reason, and after shuffling it would be another one's.
    answers = {each.positions for each in sure} | ({marked} if marked else set())
    if len(answers) > 1 or any(max(positions) >= len(texts) for positions in answers):
        for choice in draft.choices:
            choice.right = False
        message = f"question {name!r}: its marks and letters do not name the same choices"
        hint = r"mark the right ones by '\CorrectChoice', and take away what says otherwise"
        return Problem("unclear-answers", message, draft.place, hint)
    for position in next(iter(answers), ()):
        draft.choices[position].right = True
    if answers or not solution:
        return None
    message = f"question {name!r}: its right answer stands only in the words of its solution"
    hint = r"mark it by '\CorrectChoice', or begin the solution with 'Answer: B.'"
    return Problem("unclear-answers", message, draft.place, hint)


def _position(letter: str) -> int:
    return ord(letter.upper()) - ord("A")


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .*$")
