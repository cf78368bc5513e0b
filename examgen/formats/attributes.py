"""Attributes in braces: ``{#bias-1 points=2 tags=a,b pin}`` and what they say.

Braces hold attributes when each word in them is ``#name``, ``name=value`` or a bare name, and at least one word
is ``#name``, ``name=value``, a known bare name or nearly one. ``{2}``, ``{x}``, ``{1, 2}`` and ``{a, b}`` are text.
Text that looks like attributes is kept as text by a backslash: ``\\{x=1}``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

from examgen.errors import Place, Problem

QUESTION_WORDS = ("#id", "points", "tags", "difficulty", "pin", "keep-order")
CHOICE_WORDS = ("#name", "pin", "weight")
_FLAGS = ("pin", "keep-order")

#: Longer braces are text.
_LENGTH = 1000

_WORD = re.compile(
    r"[\s,]*(?:\#(?P<id>[^\s,{}]+)|(?P<name>[A-Za-z][A-Za-z0-9_-]*)(?:=(?P<value>\"[^\"]*\"|[^\s{}]*))?)(?=[\s,]|$)"
)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*\Z")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?(?:/[0-9]{1,9})?\Z")


@dataclass(frozen=True, slots=True)
class Word:
    """One word in braces."""

    name: str  #: ``#`` for an id
    value: str | None  #: None for a bare name
    place: Place


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the braces of a question or a choice say; None and empty where they say nothing."""

    id: str | None = None
    points: Fraction | None = None
    weight: Fraction | None = None
    tags: tuple[str, ...] = ()
    difficulty: str | None = None
    pin: bool = False
    keep_order: bool = False


def split_words(content: str, start: Place, known: Collection[str]) -> list[Word] | None:
    """Return the words of ``content``, the text between two braces, or None when it is no attributes.

    ``start`` is the place of the content's first character.
    """
    if len(content) > _LENGTH:
        return None
    words, position = [], 0
    end = len(content.rstrip(" \t,"))
    while position < end:
        found = _WORD.match(content, position, end)
        if not found:
            return None
        at = found.start("id") - 1 if found["id"] else found.start("name")
        place = Place(start.file, start.line, start.column + at)
        value = found["id"] or found["value"]
        words.append(Word("#" if found["id"] else found["name"], value, place))
        position = found.end()
    return words if any(_is_attribute(word, known) for word in words) else None


def _is_attribute(word: Word, known: Collection[str]) -> bool:
    return (
        word.value is not None or word.name in known or bool(get_close_matches(word.name, known, cutoff=0.8))
    )


def read_words(words: Sequence[Word], known: Sequence[str], owner: str) -> tuple[Attributes, list[Problem]]:
    """Return what the words say, and what is wrong with them; ``owner`` is 'question' or 'choice'."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for word in words:
        key = "id" if word.name == "#" else word.name
        if word.name != "#" and word.name not in known:
            problems.append(_unknown(word, known, owner))
        elif key in values:
            message = f"the {owner} has two attributes {'#' if key == 'id' else key!r}"
            problems.append(Problem("two-attributes", message, word.place, "keep one of them"))
        else:
            value = _value(key, word)
            if isinstance(value, Problem):
                problems.append(value)
            else:
                values[key] = value
    renamed = {key.replace("-", "_"): value for key, value in values.items()} if values else {}
    return Attributes(**renamed), problems  # type: ignore[arg-type]  # each key goes with values of its own type


def _unknown(word: Word, known: Sequence[str], owner: str) -> Problem:
    near = get_close_matches(word.name, known, n=1, cutoff=0.6)
    hint = f"a {owner} knows {', '.join(known)}"
    if near:
        hint = f"did you mean '{near[0]}'? {hint}"
    hint += "; for braces that are text write \\{"
    return Problem("unknown-attribute", f"unknown attribute {word.name!r}", word.place, hint)


def _value(key: str, word: Word) -> object:
    if key in _FLAGS:
        if word.value is None:
            return True
        return _bad(word, f"the attribute {key!r} takes no value", f"write '{key}' alone, or remove it")
    value = (word.value or "").strip('"').strip(" ,")
    if key == "id":
        if _ID.match(value):
            return value
        return _bad(
            word, f"the id {value!r} is not a name", "use letters, digits, and . _ : - after the first"
        )
    if not value:
        return _bad(word, f"the attribute {key!r} has no value", f"write '{key}=...', or remove it")
    if key == "points":
        return _fraction(word, value, 0, None, "points are a number of 0 or more, as 2, 0.5 or 1/2")
    if key == "weight":
        return _fraction(word, value, -1, 1, "a weight is a number from -1 to 1, as 0.5 or 1/3")
    if key == "tags":
        return tuple(dict.fromkeys(tag.strip() for tag in value.split(",") if tag.strip()))
    return value


def _fraction(word: Word, value: str, low: int, high: int | None, hint: str) -> Fraction | Problem:
    number, _, divisor = value.partition("/")
    if not _NUMBER.match(value) or (divisor and not int(divisor)):
        return _bad(word, f"{word.name}={value!r} is not a number", hint)
    result = _number(number)
    if divisor:
        result /= int(divisor)
    if result < low or (high is not None and result > high):
        return _bad(word, f"{word.name}={value!r} is out of range", hint)
    return result


@lru_cache(256)
def _number(written: str) -> Fraction:
    """Return a number as it is written; most questions of a bank have the same points."""
    return Fraction(written)


def _bad(word: Word, message: str, hint: str) -> Problem:
    return Problem("bad-attribute", message, word.place, hint)
