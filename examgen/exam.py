"""What one build prints: the exam, its layout and its versions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from examgen.errors import UsageError
from examgen.letters import letter
from examgen.model import Heading, Question


class Paper(StrEnum):
    """Paper sizes."""

    LETTER = "letter"
    A4 = "a4"


#: Base sizes of the text, in points.
SIZES = (10, 11, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Layout:
    """How papers and keys look."""

    paper: Paper = Paper.LETTER
    size: int = 11  #: base size of the text, in points; one of SIZES
    columns: int = 1  #: 1 or 2
    duplex: bool = True  #: every version ends on an even page, a blank one if need be

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise UsageError(
                f"the text size {self.size} is not one that examgen sets",
                hint=f"choose one of {', '.join(str(size) for size in SIZES)} points",
            )
        if self.columns not in (1, 2):
            raise UsageError(f"a page has 1 or 2 columns, not {self.columns}")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an exam: which question stands where, and which choice.

    Together with the exam's questions it is all that marking needs.
    """

    index: int  #: 0-based
    label: str  #: as printed: A, B, ...
    questions: tuple[int, ...]  #: for each place on the paper the 0-based index of the question in the exam
    choices: tuple[tuple[int, ...], ...]
    """For each place on the paper, and each place among the choices, the 0-based index of the choice in its question."""


@dataclass(frozen=True, slots=True)
class Exam:
    """The questions to print, in the bank's order, and what is said of them as a whole."""

    name: str  #: names the output folder and the files
    heading: Heading
    questions: tuple[Question, ...]

    @property
    def points(self) -> Fraction:
        """The sum of the points of all questions."""
        return sum((question.points for question in self.questions), Fraction(0))

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is printed of it and is a person's words, as Markdown."""
        head = self.heading
        own = (head.title, head.course, head.date, head.duration, head.instructions, self.name)
        ids = (id for q in self.questions for id in (q.id, *(choice.id for choice in q.choices)))
        return (*own, *ids, *(text.source for question in self.questions for text in question.texts))


def letters_of(question: Question, order: tuple[int, ...]) -> dict[str, str]:
    """Return the letter of each choice id of a question whose choices are printed in this order."""
    return {question.choices[index].id: letter(position) for position, index in enumerate(order)}


def answer_letters(question: Question, order: tuple[int, ...]) -> str:
    """Return the letters of the right choices, ascending, without a separator: ``"BD"``."""
    letters = letters_of(question, order)
    return "".join(sorted(letters[id] for id in question.answer))
