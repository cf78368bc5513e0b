"""What a bank is: questions, choices, answers and text, each with its place in the file.

Everything here is frozen. An answer is a set of choice ids, never a letter: letters exist only on a paper and are made
by :func:`examgen.letters.letter`. Positions are 0-based; lines and columns of places are 1-based.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from examgen.errors import Place

#: A paper has letters A-Z for choices.
MAX_CHOICES = 26
MIN_CHOICES = 2


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown with math, as the author wrote it.

    ``source`` holds the lines joined by newlines, without the marks of the file format around them.
    ``places[i]`` is where the first character of line ``i`` (0-based) stands in the file; there is one place for each
    line of ``source``.
    """

    source: str
    places: tuple[Place, ...]

    def place(self, offset: int = 0) -> Place:
        """Return where character ``offset`` (0-based, in ``source``) stands in the file."""
        line = self.source.count("\n", 0, offset)
        column = offset - (self.source.rfind("\n", 0, offset) + 1)
        start = self.places[min(line, len(self.places) - 1)]
        return Place(start.file, start.line, start.column + column if start.column else 0)

    def __str__(self) -> str:
        return self.source

    def __bool__(self) -> bool:
        return bool(self.source) and not self.source.isspace()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a question."""

    id: str  #: unique in its question; the author's letter in lower case, or a name the author gave
    text: Text
    place: Place
    weight: Fraction | None = (
        None  #: share of the points for choosing it, -1 to 1; None: all for right, 0 for wrong
    )
    feedback: Text | None = None  #: why this choice is right or wrong
    pin: bool = False  #: keeps its place among the choices in every version


class Kind(StrEnum):
    """What a student does to answer."""

    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a bank.

    ``choices`` stand in the author's order; ``answer`` is the set of ids of the right ones.
    """

    id: str  #: unique in its bank
    stem: Text
    place: Place
    choices: tuple[Choice, ...] = ()
    answer: frozenset[str] = frozenset()
    rationale: Text | None = None  #: why the answer is right
    points: Fraction = Fraction(1)
    tags: tuple[str, ...] = ()
    difficulty: str | None = None
    section: str | None = None  #: the heading it stands under in the bank
    pin: bool = False  #: keeps its place among the questions in every version
    keep_order: bool = False  #: choices are printed in the author's order
    kind: Kind = Kind.CHOICE
    given_id: bool = False  #: True when the author wrote the id, False when it was made from the stem's words

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every text of the question: stem, rationale, choices and their feedback, as far as they are there."""
        found = [self.stem, self.rationale]
        for choice in self.choices:
            found += (choice.text, choice.feedback)
        return tuple([text for text in found if text is not None and text])

    def choice(self, id: str) -> Choice:
        """Return the choice with this id.

        Raises:
            KeyError: there is none.
        """
        for choice in self.choices:
            if choice.id == id:
                return choice
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a bank says of the exam as a whole; an empty string means that it does not say."""

    title: str = ""
    course: str = ""  #: course and term, one line
    date: str = ""
    duration: str = ""
    instructions: str = ""  #: Markdown


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions in the author's order, and where they came from."""

    questions: tuple[Question, ...]
    heading: Heading = Heading()
    files: tuple[Path, ...] = ()  #: every file that was read for it
    name: str = "exam"  #: the first file's name without its suffix; names the output folder and the PDFs
    places: dict[str, Place] = field(
        default_factory=dict, compare=False
    )  #: where a heading field stands, by name
