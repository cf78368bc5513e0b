"""What looks like the name of a choice and was left alone, with the reason.

Articles and the pronoun *I* are not told of: they would be the most of it. Nothing here decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from examgen.references import vocabulary as words
from examgen.references.grammar import is_article, is_pronoun, next_is_predicate
from examgen.references.hits import Field
from examgen.references.letters import Letters
from examgen.references.mask import OPAQUE, REFERENCE, Mask
from examgen.references.special import Special, special
from examgen.references.symbols import formulas, is_own, is_symbol

#: A letter by itself; not one of I'd, don't, e.g. and i.e.
_TOKEN = re.compile(
    rf"(?<![\w\\{OPAQUE}{REFERENCE}])(?<!\w['’])(?<!\b[ei]\.)(?![eEiI]\.[gGeE]\b)[A-Za-z](?![\w{OPAQUE}])"
)
_UNIT = re.compile(r"(?:\d|°)[ \xa0]?\Z")
_JOINED_BEFORE = re.compile(r"(\w+['’.‑/-]|\[|\w\()\Z")
_JOINED_AFTER = re.compile(r"(?:['’.‑/-]\w|[+#\[]|\([A-Za-z\d])")
_NOUN_NEXT = re.compile(r"[*_]*\s+[A-Za-z]")
#: Phrases that speak of choices by their place, wherever they stand.
_PHRASE = re.compile(
    r"\b(?:(?:all|none|any|both|neither|either|one|each|some|which|two)\s+(?:of\s+)?(?:the\s+)?(?:above"
    r"|preceding|foregoing)"
    r"|(?:of|from)\s+the\s+above|the\s+(?:first|last)\s+(?:two|three)"
    r"|the\s+(?:first|second|third|fourth|fifth|last)\s+(?:choice|option|answer|alternative|response)s?)\b",
    re.IGNORECASE,
)


#: A quick look: a text without any of it has nothing to tell of.
_SUSPECT = re.compile(
    r"(?<![^\W_])[A-Za-z](?![^\W_])|above|preceding|foregoing|first|second|third|fourth|fifth|last",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spared:
    """A span of a text (0-based offsets) that was left as it is."""

    start: int
    end: int
    why: str


def spared(field: Field, mask: Mask, letters: Letters) -> Iterator[Spared]:
    """Give every letter and phrase of a text that could be read as naming a choice; the caller leaves out the taken.

    A letter that no choice has is given where a noun or parentheses say that it names one.
    """
    prose = mask.prose
    if not _SUSPECT.search(prose):
        return
    named = _named(prose)
    in_formula = formulas(prose)
    for found in _TOKEN.finditer(prose):
        at = found.start()
        if not letters.is_known(found[0]):
            if at in named:
                yield Spared(at, at + 1, "no choice has this letter")
        elif at in named or not _is_word(prose, at, letters):
            yield Spared(at, at + 1, _why(field, prose, at, letters, in_formula))
    if field is Field.CHOICE and special(prose) is not None:
        return
    for found in _PHRASE.finditer(prose):
        yield Spared(*found.span(), "it speaks of something else in the text, or of all choices alike")


def spared_choice(mask: Mask, is_pinned: bool) -> Iterator[Spared]:
    """Give a choice that speaks of others, and of which nothing had to be said."""
    kind = special(mask.prose)
    whole = (0, len(mask.prose.rstrip()))
    if kind is None or kind in (Special.COMBINATION, Special.SUM, Special.RANGE, Special.NUMBERS):
        return
    if is_pinned:
        yield Spared(*whole, "you pinned it, and so it is true")
    elif kind is Special.OTHERS:
        yield Spared(*whole, "it speaks of all other choices, wherever they stand")


def _named(prose: str) -> set[int]:
    """Return the offsets of letters that a noun or parentheses mark: option E, (e)."""
    marked: set[int] = set()
    for found in words.EXPLICIT.finditer(prose):
        marked.update(letter.start() for letter in words.LETTER.finditer(prose, *found.span("list")))
    marked.update(found.start(1) for found in words.PARENTHESISED.finditer(prose))
    return marked


def _is_word(prose: str, at: int, letters: Letters) -> bool:
    """Return whether a letter is the article or the pronoun I, or a word of another language: e, y, o."""
    letter = prose[at]
    if letters.is_foreign and letter in "aeiouy":
        return True
    if letter == "a":
        return is_article(prose, at)
    if letter == "A":
        return _NOUN_NEXT.match(prose, at + 1) is not None and not next_is_predicate(prose, at + 1)
    return letter == "I" and is_pronoun(prose, at)


def _why(field: Field, prose: str, at: int, letters: Letters, in_formula: set[int]) -> str:
    """Return why a letter that a choice has names none."""
    before, after = prose[max(0, at - 30) : at], prose[at + 1 : at + 4]
    if at in in_formula:
        return "it stands in a formula"
    if _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after):
        return "it is part of a longer word or a formula"
    if _UNIT.search(before):
        return "it is a unit"
    if is_own(prose, at, letters):
        return "it is the letter of the word before it, as in vitamin C"
    if is_symbol(prose, at, letters, letters.standing):
        return "it is a symbol of the question"
    if field is Field.STEM:
        return "in a stem it is a label or a symbol of its own, unless it follows the word choice or option"
    if field is Field.CHOICE:
        return "in a choice it is a thing of its own, unless the choice says which others are right"
    return "it is a word, a symbol or a part of a name here"
