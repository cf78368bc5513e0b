"""Questions as they are gathered, and how they become questions of the model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from examgen.errors import Place, Problem
from examgen.formats.attributes import CHOICE_WORDS, QUESTION_WORDS, Attributes, read_words, split_words
from examgen.formats.quiz.marking.answers import Answer
from examgen.formats.quiz.marking.fields import Field, Row
from examgen.formats.quiz.marking.lines import Line

BRACES = re.compile(r"\{([^{}]*)\}[ \t]*")
NO_WORDS = Attributes()


@dataclass(slots=True)
class DraftChoice:
    """One choice as it is gathered."""

    label: str  #: lower case
    place: Place
    indent: int  #: columns before its mark
    field: Field
    words: Attributes = NO_WORDS
    feedback: Field | None = None
    feedback_place: Place | None = None
    right: bool = False  #: marked as the right one before its text
    boxed: bool = False  #: with a box that can be ticked
    alphabet: str = ""  #: of its label; empty: Latin


@dataclass(slots=True)
class DraftAnswer:
    """One answer line as it is gathered."""

    line: Line
    label_at: int  #: offset of the label
    answer: Answer
    reopen: str = ""  #: bold marks that were opened before the label
    expected: str = ""  #: the choice's words for comparison, once they were needed
    key: bool = False  #: it stands in a list of answers


@dataclass(frozen=True, slots=True)
class Said:
    """The words after an answer label that are no letters."""

    line: Line
    offset: int
    text: str


@dataclass(slots=True)
class DraftQuestion:
    """One question as it is gathered."""

    name: str  #: as messages call it: ``question 3``
    place: Place
    explicit: bool  #: its number has a word or a heading, so that ``1.`` in it is a list
    stem: Field
    section: str | None
    points_each: Fraction | None  #: that its section gives to each question
    brace_line: Line  #: the line with the number
    brace_at: int  #: offset in it where attributes stand or would stand
    number: int = 0  #: as written, or counted on where none is
    form: str = ""  #: the sign behind its number, ``.`` or ``)``; empty: another, or a word
    tight: bool = False  #: its number counts only above choices, as ``3:``
    run: int = 0  #: how often the numbers began again before it
    level: int = 0  #: of the heading that it begins with; 0: none
    has_braces: bool = False
    words: Attributes = NO_WORDS
    style: tuple[str, bool] = ("round", False)  #: of the first choice's label
    choices: list[DraftChoice] = field(default_factory=list)
    answers: list[DraftAnswer] = field(default_factory=list)
    said: Said | None = None  #: an answer in words, where there are no labelled choices
    said_again: list[Said] = field(default_factory=list)  #: more of them
    unread: Said | None = None  #: letters and words in brackets, as an answer: which are right is not clear
    details: list[Row] = field(default_factory=list)  #: lines between choices and answer that say the points
    rationale: Field | None = None
    rationale_place: Place | None = None
    plain_rationale: bool = False  #: it began without a label
    shallowest: int = 0  #: least indentation of a choice, in columns
    _by_label: dict[str, DraftChoice] = field(default_factory=dict)

    def append(self, choice: DraftChoice, style: tuple[str, bool]) -> None:
        """Add a choice whose label has this style."""
        if not self.choices:
            self.style, self.shallowest = style, choice.indent
        self.shallowest = min(self.shallowest, choice.indent)
        self.choices.append(choice)
        self._by_label.setdefault(choice.label, choice)

    def on_line(self, line: Line) -> bool:
        """Tell whether the last choice begins on this line."""
        return bool(self.choices) and self.choices[-1].place.line == line.number

    @property
    def labels(self) -> list[str]:
        return [choice.label for choice in self.choices]

    @property
    def next_label(self) -> str:
        """The letter that the next choice should have; empty after z."""
        last = self.choices[-1].label if self.choices else "`"
        return chr(ord(last) + 1) if last < "z" else ""

    def find(self, label: str) -> DraftChoice | None:
        """Return the choice with this label."""
        return self._by_label.get(label)


def take_braces(
    file: str, line: Line, offset: int, owner: str
) -> tuple[Attributes | None, int, list[Problem]]:
    """Return the attributes that begin at ``offset``, the offset after them, and what is wrong with them.

    None, with the same offset, when no attributes begin there.
    """
    if not line.text.startswith("{", offset):
        return None, offset, []
    found = BRACES.match(line.text, offset)
    known = QUESTION_WORDS if owner == "question" else CHOICE_WORDS
    words = split_words(found[1], line.place(file, found.start(1)), known) if found else None
    if found is None or words is None:
        return None, offset, []
    attributes, problems = read_words(words, known, owner)
    return attributes, found.end(), problems
