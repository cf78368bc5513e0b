"""Papers and keys as read: what stands at each number and letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from examgen.audit.findings import Difference
from examgen.audit.wording import Tail


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a letter and its choice stand on a page, in points from the left and the bottom edge."""

    page: int  #: 0-based
    x: float  #: origin of the letter
    y: float


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question as read from a page."""

    number: int
    question: int  #: 0-based index in the exam
    choices: tuple[int, ...]  #: for each letter the 0-based index of the choice in the author's order
    spots: tuple[Spot, ...]  #: one for each letter
    marked: tuple[bool, ...]  #: in keys: which letters carry the mark of a right choice
    doubts: tuple[str, ...] = ()  #: which choices look the same, and may stand the other way round
    stated: frozenset[str] | None = (
        None  #: in keys: the right choices in the bank, where others than ours are printed
    )
    points: Fraction | None = None  #: as printed, where they are not the bank's
    several: bool | None = (
        None  #: whether it asks for several choices, where the bank's answer says otherwise
    )
    foreign_tail: bool = False  #: in keys: what stands below the choices is not the bank's

    @property
    def as_in_bank(self) -> bool:
        """Whether nothing that is printed around the texts differs from the bank."""
        return self.stated is None and self.points is None and self.several is None and not self.foreign_tail

    @property
    def decided(self) -> bool:
        """Whether it is certain which choice stands at which letter."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands where a question should, or several."""

    number: int  #: of the question
    page: int  #: 0-based
    text: str  #: from its number to where the page can be read again, or to its end


@dataclass(slots=True)
class ReadDocument:
    """A paper or key as read."""

    readings: list[tuple[ReadQuestion, ...]] = field(default_factory=list)
    """For each number all questions that it may be: some look the same, and only a key tells which is which.

    None at all where the page cannot be read.
    """
    questions: list[ReadQuestion] = field(
        default_factory=list
    )  #: for each number that was read one of its readings
    unread: list[Unread] = field(default_factory=list)  #: what cannot be read
    unasked: str = ""  #: of the last page on which no question could be found
    differences: list[Difference] = field(default_factory=list)  #: what is not as in the bank
    fingerprints: list[str] = field(default_factory=list)  #: of each page
    heads: list[str] = field(default_factory=list)  #: of each page, what stands above the questions
    strip: list[str] = field(default_factory=list)  #: in keys, the answers at the top
    pending: list[tuple[Tail, ReadQuestion]] = field(default_factory=list)
    """In keys, what of a question must stand at the top of the next page, for each of its readings."""
    faults: list[str] = field(default_factory=list)  #: what is wrong or cannot be read

    @property
    def undecided(self) -> list[str]:
        """What looks the same."""
        return [doubt for read in self.questions for doubt in read.doubts]

    def settle(self) -> list[int]:
        """Choose one reading for each number, no question twice; return the numbers (0-based) for which there is none."""
        taken: dict[int, int] = {}  # where each question stands

        def place(number: int, tried: set[int]) -> bool:
            for read in sorted(self.readings[number], key=lambda read: read.question in taken):
                if read.question in tried:
                    continue
                tried.add(read.question)
                # Who stands there now may have another place (augmenting paths, Kuhn 1955).
                if read.question not in taken or place(taken[read.question], tried):
                    taken[read.question] = number
                    return True
            return False

        doubled = [number for number, ways in enumerate(self.readings) if ways and not place(number, set())]
        chosen = {number: question for question, number in taken.items()}
        self.questions = [
            next(read for read in ways if read.question == chosen.get(number, read.question))
            for number, ways in enumerate(self.readings)
            if ways
        ]
        return doubled

    def follow(self, other: ReadDocument) -> None:
        """Take of questions that look the same the one that another document has at that number, where it can be."""
        wanted = {read.number: read.question for read in other.questions}
        fitting = [
            read
            for number, ways in enumerate(self.readings, start=1)
            for read in ways
            if read.question == wanted.get(number)
        ]
        if len({read.question for read in fitting}) == sum(1 for ways in self.readings if ways):
            self.questions = fitting
