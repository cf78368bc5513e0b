"""Which choice a letter of the author means, and what else the letters of a question may stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from examgen.model import MAX_CHOICES, Question
from examgen.references.mask import Mask
from examgen.references.vocabulary import (
    BY_NUMBER,
    BY_ORDINAL,
    EXPLICIT,
    LABEL,
    NO_ARTICLE,
    NUMBER_WORDS,
    partials,
)

_SYMBOL = re.compile(r"(?<![\w\\'’.])[A-Za-z](?![\w’']|\.\w)")
_ANY_SYMBOL = re.compile(r"[$`\\~]|(?<!\w)[A-Zb-z](?!\w)")
#: A letter that is part of something longer: B-tree, x-axis, C++, C#.
_COMPOUND = re.compile(r"\w-[A-Za-z](?!\w)|(?<!\w)[A-Za-z](?:-\w|\+\+|#)")
_ARTICLE = re.compile(r"[Aa]\s+(?!(?:is|are|and|or|was|has|does|can|be)\b)[a-z]")
_MATH_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
#: Most questions of a bank have the same few letters.
_KEPT = 64
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Letters:
    """What the letters in the text of one question mean."""

    ids: dict[str, str]  #: the choice that a letter (lower case) surely means
    known: frozenset[str]  #: letters that may mean a choice; those without an entry in ``ids`` are ambiguous
    displaced: frozenset[str]  #: known letters that are not the printed ones even in the author's order
    symbols: frozenset[str] = frozenset()  #: letters, in their case, that stem or choices use by themselves
    standing: frozenset[str] = frozenset()  #: those of ``symbols`` that are not part of a compound: B-tree
    labelled: bool = False  #: the stem has labels of its own: (a) ... (b) ..., "Option A pays 5"
    pictured: bool = False  #: the stem has a picture, whose parts may have letters
    numbered: bool = False  #: the stem says "option 1" itself, or choices say "option" with any number
    chosen: bool = False  #: choices say "option 1" themselves
    ordered: bool = False  #: a choice says "the first is right" itself
    uses: frozenset[tuple[str, str]] = frozenset()  #: letters of stem and choices, and words beside them
    asked: frozenset[str] = frozenset()  #: words of stem and choices that may have letters of their own: plan
    counted: frozenset[str] = frozenset()  #: numbers that stem or choices have themselves, folded: 2, iii, ①
    numeric: bool = False  #: the question is about numbers
    mostly_numeric: bool = False  #: its stem has numbers, or most of its choices
    lettered: bool = False  #: the stem, or more than a few choices, use capitals of choices by themselves
    counts: bool = False  #: stem or choices speak of things in a row themselves
    grouped: bool = False  #: words of capitals that look like several letters are none: blood groups, sides
    pairs: frozenset[str] = frozenset()  #: choices that are letters of something else: C–H, (D, L)
    is_foreign: bool = False  #: stem and choices have no common word of English

    def id(self, letter: str) -> str | None:
        """Return the choice that a letter in any case means; None when there is none or it is not sure."""
        return self.ids.get(letter.lower())

    def is_known(self, letter: str) -> bool:
        """Return whether a letter in any case may mean a choice."""
        return letter.lower() in self.known


def letters_of(question: Question) -> Letters:
    """Return what each letter means, from the ids and the order of the choices.

    An id of one letter is the author's letter. A choice with another id is meant by the letter of its place,
    unless another choice claims that letter.
    """
    return _letters_of(tuple(choice.id for choice in question.choices[:MAX_CHOICES]))


@lru_cache(_KEPT)
def _letters_of(ids: tuple[str, ...]) -> Letters:
    single = {id.lower(): id for id in ids if len(id) == 1 and id.isalpha() and id.isascii()}
    meant = dict(single)
    known = set(single)
    displaced = set()
    for position, id in enumerate(ids):
        letter = _ALPHABET[position]
        if id.lower() in single:
            if id.lower() != letter:
                displaced.add(id.lower())
            continue
        known.add(letter)
        if letter in single:
            # Two choices claim it: one by its id, one by its place.
            meant.pop(letter, None)
        else:
            meant[letter] = id
    return Letters(meant, frozenset(known), frozenset(displaced))


def symbols_in(mask: Mask, source: str, is_choice: bool = False, is_standing: bool = False) -> set[str]:
    """Return the letters, in their case, that a text uses by themselves: "events A and B", math, code.

    Letters that may themselves name choices, as in "option B", are left out; those in compounds ("B-tree") too
    when ``is_standing``.
    """
    if not _ANY_SYMBOL.search(source) and not NO_ARTICLE.search(mask.prose):
        return set()
    prose = EXPLICIT.sub(_blank, mask.prose)
    if is_choice:
        characters = list(prose)
        for start, end in partials(prose):
            characters[start:end] = " " * (end - start)
        prose = "".join(characters)
    if is_standing:
        prose = _COMPOUND.sub(_blank, prose)
    found = {
        m[0]
        for m in _SYMBOL.finditer(prose)
        if not _ARTICLE.match(prose, m.start()) and (m[0] != "a" or NO_ARTICLE.match(prose, m.start()))
    }
    return found | opaque_letters(mask, source)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def opaque_letters(mask: Mask, source: str) -> set[str]:
    """Return the letters that stand by themselves in math and code."""
    found: set[str] = set()
    for start, end in mask.opaque:
        found.update(_MATH_LETTER.findall(source[start:end]))
    return found


def is_lettered(symbols: Sequence[set[str]], letters: Letters, pictured: bool) -> bool:
    """Return whether capitals of choices are used by the stem, whose letters come first, or by many choices."""
    using = [any(each.isupper() and letters.is_known(each) for each in used) for used in symbols]
    return pictured or using[0] or sum(using) * 2 > len(using) - 1


def has_labels(prose: str, letters: Letters) -> bool:
    """Return whether lines of a text begin with labels such as ``A.`` or ``(a)``, which choices have as well."""
    return any(letters.is_known(found[1]) for found in LABEL.finditer(prose))


def says_number(prose: str, most: int | None = None) -> bool:
    """Return whether a text speaks of "option 1" and the like; numbers over ``most`` are not looked at."""
    return any(most is None or number_of(found) <= most for found in BY_NUMBER.finditer(prose))


def number_of(found: re.Match[str]) -> int:
    """Return the number that ``BY_NUMBER`` has found."""
    return int(found[1]) if found[1].isdigit() else NUMBER_WORDS.index(found[1].lower()) + 1


def says_ordinal(prose: str) -> bool:
    """Return whether a text says "the first is right" and the like."""
    return BY_ORDINAL.search(prose) is not None
