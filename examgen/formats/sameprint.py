r"""Whether two texts print the same, though they are not written the same: ``a\) x`` and ``a) x``, ``\(x\)`` and ``$x$``.

Markdown is asked, and no rule about backslashes: ``**b*\*`` has lost the bold type that ``**b**`` has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from markdown_it.token import Token

from examgen.markup.syntax import Parser
from examgen.model import Bank, Choice, Question, Text

#: Tokens that print their content as it is.
_WORDS: Final = frozenset(("text", "text_special", "opener"))
_DISPLAYS: Final = ("$$", r"\[")
_BLANKS: Final = re.compile(r"(?<=\S) {2,}(?=\n[ \t]*\S)")
_SPACES: Final = re.compile(r"[ \t\n]+")
#: Which of them begins the items of a list is not seen, nor which signs stand around code.
_BULLETS: Final = frozenset("-*+")


def same_print(one: str, other: str) -> bool:
    """Return whether two texts print the same."""
    return one == other or list(_printed(one)) == list(_printed(other))


def with_backslash_breaks(source: str) -> str:
    """Return a text in which no line is ended by blanks at its end, where a backslash there prints the same."""
    made = _BLANKS.sub(r"\\", source) if "  \n" in source else source
    return made if same_print(source, made) else source


def as_before(before: Bank, after: Bank) -> Bank:
    """Return a bank that was read, with each text that prints as it did in ``before`` written as it was there.

    Banks with other numbers of questions are left as they are.
    """
    if len(before.questions) != len(after.questions):
        return after
    pairs = zip(before.questions, after.questions, strict=True)
    return replace(after, questions=tuple(question_as_before(a, b) for a, b in pairs))


def question_as_before(before: Question, after: Question) -> Question:
    """Return a question that was read, with texts that print as they did before as they were before."""
    choices = [
        replace(b, text=_as_before(a.text, b.text), feedback=_optional(a.feedback, b.feedback))
        for a, b in zip(before.choices, after.choices, strict=False)
    ]
    more: tuple[Choice, ...] = after.choices[len(choices) :]
    stem, rationale = _as_before(before.stem, after.stem), _optional(before.rationale, after.rationale)
    return replace(after, stem=stem, choices=(*choices, *more), rationale=rationale)


def _as_before(before: Text, after: Text) -> Text:
    return before if same_print(before.source, after.source) else after


def _optional(before: Text | None, after: Text | None) -> Text | None:
    return _as_before(before, after) if before and after else after


@cache
def _parser(one_line: bool) -> Parser:
    return Parser(one_line=one_line)


def _printed(source: str) -> Iterator[tuple[object, ...]]:
    """Yield what a text prints, block by block and sign by sign."""
    tokens = _parser("\n" not in source.strip()).parse(unicodedata.normalize("NFC", source))
    words = ""
    for token in _flat(tokens):
        if token.type in _WORDS:
            words += token.markup if token.type == "opener" else token.content
        elif token.type == "softbreak":
            words += "\n"
        else:
            shown = _SPACES.sub(" ", words)
            if shown := shown.strip(" ") if token.block else shown:
                yield "words", shown
            words = ""
            yield _sign(token)
    if words:
        yield "words", _SPACES.sub(" ", words)


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "inline" and token.children:
            yield from token.children
        else:
            yield token


def _sign(token: Token) -> tuple[object, ...]:
    """Return all of a token that is printed, or that says how."""
    markup = "" if token.markup in _BULLETS or token.type == "fence" else token.markup
    content = token.content.removesuffix("\n")
    if token.type == "math_inline":
        markup = "display" if markup in _DISPLAYS else ""
        content = content if content.endswith("\\ ") else content.strip()
    meta = {key: value for key, value in token.meta.items() if key not in ("at", "lines")}
    return (
        token.type,
        token.tag,
        markup,
        content,
        token.info,
        token.hidden,
        tuple(token.attrs.items()),
        str(meta),
    )
