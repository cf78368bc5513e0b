"""A question as the rules look at it: prose without marks, words, what each choice says of others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from examgen.advice.language import english_score
from examgen.advice.rules import Advice
from examgen.model import Choice, Question, Text
from examgen.references.mask import OPAQUE, REFERENCE, mask
from examgen.references.special import Special, special

#: Words with their apostrophes and hyphens.
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MARKS = re.compile(r"[*_#>]+|\\(?=[^\w\s])|!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)")
_OPAQUE = re.compile(f"[{OPAQUE}{REFERENCE}]+")
#: The longest quotation (characters).
QUOTED = 60


@dataclass(frozen=True)
class Prose:
    """A text, its prose with the offsets of its source, and its words."""

    text: Text

    @property
    def source(self) -> str:
        return self.text.source

    @cached_property
    def prose(self) -> str:
        """As long as the source; math and code are masked."""
        return mask(self.source).prose

    @cached_property
    def plain(self) -> str:
        """The words as read, without marks; an ellipsis for each piece of math or code."""
        return " ".join(_OPAQUE.sub("…", _MARKS.sub("", self.prose)).split())

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, in small letters."""
        return tuple(word.replace("’", "'").lower() for word in WORD.findall(self.prose))

    @cached_property
    def has_opaque(self) -> bool:
        """Whether there is math, code or a picture in it."""
        return OPAQUE in self.prose or "![" in self.source or "<img" in self.source

    @cached_property
    def length(self) -> int:
        """How long it looks, in characters; formulas are as long as their source, roughly."""
        return len(" ".join(_MARKS.sub("", self.source).split()))


@dataclass(frozen=True)
class Item:
    """One question of a bank."""

    question: Question  #: as written
    fixed: bool  #: its choices are printed in the author's order
    pinned: frozenset[str]  #: ids of the choices that keep their place

    @cached_property
    def stem(self) -> Prose:
        return Prose(self.question.stem)

    @cached_property
    def choices(self) -> tuple[Prose, ...]:
        """In the author's order."""
        return tuple(Prose(choice.text) for choice in self.question.choices)

    @cached_property
    def specials(self) -> tuple[Special | None, ...]:
        """What each choice says of the others."""
        return tuple(special(choice.prose) for choice in self.choices)

    @cached_property
    def right(self) -> tuple[int, ...]:
        """The places (0-based) of the right choices."""
        ids = self.question.answer
        return tuple(at for at, choice in enumerate(self.question.choices) if choice.id in ids)

    @cached_property
    def key(self) -> int | None:
        """The place of the right choice, where there is one only."""
        return self.right[0] if len(self.right) == 1 else None

    @cached_property
    def own(self) -> tuple[int, ...]:
        """The places of the choices that speak for themselves."""
        return tuple(at for at, kind in enumerate(self.specials) if kind is None)

    @cached_property
    def english(self) -> int:
        """Above 0 for English, below for another language, 0 when its words do not tell."""
        words = [*self.stem.words, *(word for choice in self.choices for word in choice.words)]
        return english_score(words)

    def prose_of(self, text: Text) -> Prose:
        """Return another text of the question, as its rationale."""
        return Prose(text)

    def name(self, at: int) -> str:
        """Return what a choice is called: ``(b)``."""
        return f"({self.question.choices[at].id})"

    def in_stem(self, code: str, message: str, offset: int = 0) -> Advice:
        """Return advice on the stem."""
        return Advice(code, message, self.question.stem.place(offset), self.question.id)

    def in_choice(self, code: str, message: str, at: int, offset: int = 0) -> Advice:
        """Return advice on a choice."""
        choice: Choice = self.question.choices[at]
        return Advice(code, message, choice.text.place(offset), self.question.id)


def quoted(text: str) -> str:
    """Return words in quotation marks, on one line and not too long."""
    line = " ".join(text.split())
    return f"'{line if len(line) <= QUOTED else line[: QUOTED - 3] + '...'}'"
