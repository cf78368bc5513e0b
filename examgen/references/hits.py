"""Places in a text that name, or may name, a choice; and what stands around such a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from examgen.references import vocabulary as words
from examgen.references.letters import Letters
from examgen.references.mask import OPAQUE, REFERENCE, Mask

_LAST_WORD = re.compile(r"([\w.]+)[\s*_\"“‘']*\Z")


class Field(Enum):
    """Which part of a question a text is."""

    STEM = "stem"
    CHOICE = "choice"
    COMMENT = "comment"  #: a rationale or feedback


class Kind(Enum):
    """What a text names by something that changes from version to version."""

    LETTER = "letter"
    POSITION = "position"
    NUMBER = "number"  #: of another question


@dataclass(frozen=True, slots=True)
class Hit:
    """A span of a text (0-based offsets) that names, or may name, a choice or a question."""

    start: int
    end: int
    kind: Kind
    sure: bool = False
    id: str | None = None  #: the choice a letter names, when it is known


def letter_hits(mask: Mask, letters: Letters, start: int, end: int, sure: bool) -> Iterator[Hit]:
    """Give a hit for each single letter between two offsets; one that names no choice for sure is unsure."""
    for found in words.LETTER.finditer(mask.prose, start, end):
        id = letters.id(found[0])
        yield Hit(
            *found.span(), Kind.LETTER, sure and id is not None and not mask.is_doubtful(found.start()), id
        )


def word_before(prose: str, start: int) -> str:
    """Return the word before an offset, folded; empty at the start of a sentence, a clause or a line."""
    marks = prose[max(0, start - 60) : start].rstrip(" \t*_\"“‘'\xa0")
    if marks.endswith("\n"):
        # A line that merely goes on is no start: the noun may stand at the end of the line before.
        marks = marks[:-1].rstrip(" \t*_\"“‘'\xa0")
    if not marks or marks[-1] in ".!?:;,–—-\n([>":
        return ""
    if marks[-1] in (OPAQUE, REFERENCE, ")"):
        return marks[-1]
    word = _LAST_WORD.search(marks)
    return word[1].lower() if word else ""


def is_open(prose: str, at: int) -> bool:
    """Return whether a parenthesis is open at this offset, on this line."""
    line = prose[max(prose.rfind("\n", 0, at) + 1, at - 500) : at]
    return line.rfind("(") > line.rfind(")")
