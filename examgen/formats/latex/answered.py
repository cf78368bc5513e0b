r"""What students must not read: ``\\ifprintanswers ... \\else ... \\fi``, and ``Solution: ...`` behind choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from examgen.formats.latex.lex import Token
from examgen.formats.quiz.marking import words

_CHOICES: Final = frozenset((r"\choice", r"\CorrectChoice", r"\correctchoice"))
_HOLDS_ANSWER: Final = frozenset((r"\answerline",))
_SAID: Final = re.compile(
    rf"(?P<word>{words.pattern(words.ANSWER, words.EITHER, words.RATIONALE)})\s{{0,9}}(?P<sign>[:.\uff1a])(?=(?P<rest>.*))",
    re.IGNORECASE | re.DOTALL,
)
#: Words of the table that also begin what is meant for students.
SOFT: Final = frozenset(
    [
        "note",
        "notes",
        "nota",
        "anmerkung",
        "remarque",
        "why",
        "reason",
        "reasons",
        "reasoning",
        "key",
        "correct",
        "motivo",
    ]
)
#: Behind choices there are few.
_PARAGRAPHS: Final = 20
#: What may have a full stop in the place of the colon.
_HEADS: Final = frozenset((*words.phrases(words.EITHER), "explanation", "explication", "rationale"))


def with_answers_shown(tokens: Sequence[Token]) -> list[Token]:
    r"""Return tokens with what is printed with answers as solutions, and what is printed without them left in place.

    Choices are taken as they are printed with answers. A condition that has no end, or is in another one, stays.
    """
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        parts = _parts(tokens, at) if _is(token, r"\ifprintanswers") else None
        if parts is None:
            out.append(token)
            at += 1
            continue
        shown, hidden, at = parts
        if any(each.text in _CHOICES | _HOLDS_ANSWER for each in shown if each.kind == "command"):
            out += shown
        elif shown:
            out += [Token("begin", "solution", token.at), *shown, Token("end", "solution", token.at)]
        if not any(each.text in _CHOICES for each in hidden if each.kind == "command"):
            out += hidden
    return out


def parted(
    tokens: Sequence[Token], plain: Callable[[Sequence[Token]], str]
) -> tuple[list[Token], list[Token]]:
    """Return what stands behind choices for students, and what says the answer, from the paragraph that begins so."""
    ends = [number for number, token in enumerate(tokens) if token.kind == "par"]
    for start in [0, *(number + 1 for number in ends[:_PARAGRAPHS])]:
        found = _SAID.match(plain(tokens[start:]).strip())
        if found is None or not re.search(r"[^\W_]", found["rest"]):
            continue
        word = " ".join(found["word"].casefold().split())
        if word not in SOFT and (found["sign"] != "." or word in _HEADS):
            return list(tokens[:start]), list(tokens[start:])
    return list(tokens), []


def _is(token: Token, command: str) -> bool:
    return token.kind == "command" and token.text == command


def _parts(tokens: Sequence[Token], start: int) -> tuple[list[Token], list[Token], int] | None:
    """Return what stands before and behind ``else``, and the index behind the end; None where it is not that plain."""
    middle: int | None = None
    for index in range(start + 1, min(len(tokens), start + 5000)):
        token = tokens[index]
        if token.kind != "command":
            continue
        if token.text == r"\else" and middle is None:
            middle = index
        elif token.text == r"\fi":
            shown = list(tokens[start + 1 : index if middle is None else middle])
            hidden = [] if middle is None else list(tokens[middle + 1 : index])
            if _choices(shown) != _choices(hidden) and _choices(hidden):
                return None
            return shown, hidden, index + 1
        elif token.text.startswith(r"\if"):
            return None
    return None


def _choices(tokens: Sequence[Token]) -> int:
    return sum(1 for token in tokens if token.kind == "command" and token.text in _CHOICES)
