"""What the gathering of one question knows while the lines go by, and how its parts begin and end."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems
from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.fields import Field
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks
from examgen.formats.quiz.page.starts import Ahead


class At(Enum):
    """What the current line goes on with when it is nothing else."""

    STEM = auto()
    CHOICE = auto()
    CHOICE_FEEDBACK = auto()  #: inside a choice
    ANSWER = auto()
    RATIONALE = auto()
    FEEDBACK = auto()  #: named with its choice
    STRAY = auto()  #: a paragraph that belongs nowhere


@dataclass(slots=True)
class Context:
    """The file as a whole, and what was wrong with it so far."""

    file: str
    lines: list[Line]
    marks: list[Marks]
    ahead: Ahead
    problems: list[Problem] = field(default_factory=Problems)
    after_text: bool = False  #: the line above the current one is not blank

    def report(
        self, code: str, message: str, place: Place, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Add a problem."""
        self.problems.append(Problem(code, message, place, hint, severity))


class Gatherer:
    """Where the reader stands in one question."""

    def __init__(self, context: Context, draft: DraftQuestion) -> None:
        self.context = context
        self.file = context.file
        self.draft = draft
        self.listed: int | None = None  #: number with which a list in the text would go on
        self.listed_form = ""  #: the sign behind the numbers of that list
        self.at = At.STEM
        self.into: Field | None = draft.stem  #: the text that lines go on with
        self.nested: tuple[int, str] | None = None  #: indent and next label of a list inside a choice
        self.held: list[Line] = []  #: lines across the page and blank ones below, kept when text follows
        self.empty_label: Line | None = None  #: an answer label whose answer should come below
        self.from_key = False  #: the lines stand in a list of answers, away from the question
        self.reported = False  #: the stray paragraph is in a problem already

    def close(self) -> None:
        """Report what is left open at the end of the question: an answer label that nothing followed."""
        label, self.empty_label = self.empty_label, None
        if label:
            hint = "write letters of choices after it, as 'Correct Answer: (b)'"
            place = label.place(self.file, label.start)
            self.context.report("bad-answer", "the answer line names no choice", place, hint)

    def go_on(self, at: At, into: Field | None) -> None:
        """Let the lines below go on with this part of the question."""
        self.at, self.into = at, into
        self.listed = self.nested = None
        self.reported = False
