"""What papers and keys say, as plain values, so that versions can be read by several processes."""

from __future__ import annotations

from dataclasses import dataclass

from examgen.audit.findings import Difference, Finding
from examgen.model import Question


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """A question as it stands on a paper."""

    number: int  #: as printed
    question: int  #: 0-based index in the exam
    choices: tuple[int, ...]  #: for each letter the 0-based index of the choice in the author's order
    accepted: tuple[
        str, ...
    ]  #: the sets of capital letters that earn the points, where the paper has these choices
    answer: str  #: the same as a strip prints it
    page: int  #: 1-based
    marked: tuple[bool, ...]  #: in keys: which letters carry the mark of a right choice
    decided: bool  #: False: some choices look the same, so that choices and answer may be others


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a paper or a key says, as far as it can be read."""

    path: str  #: in the output folder
    is_read: bool = False  #: False: it is missing, or no PDF
    fingerprints: tuple[str, ...] = ()  #: all that stand on its pages, sorted; a right file has one
    heads: tuple[str, ...] = ()  #: of each page, what stands above the questions
    questions: tuple[PrintedQuestion, ...] = ()  #: with the answers that are right by the order in this file
    differences: tuple[Difference, ...] = ()  #: what is not as in the bank
    unread: frozenset[int] = frozenset()  #: numbers of questions that cannot be read
    pages: tuple[bytes, ...] = ()  #: digests

    @property
    def fingerprint(self) -> str | None:
        """The one that all its pages carry; None: there is none, or several."""
        return self.fingerprints[0] if len(self.fingerprints) == 1 else None


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """What the paper and the key of one version say."""

    label: str
    paper: ReadFile
    key: ReadFile
    findings: tuple[Finding, ...]  #: what does not match
    undecided: tuple[str, ...]  #: what could not be told apart
    adopted: tuple[tuple[int, Question], ...] = ()
    """By index the questions with the answer and points that are printed, where the bank has others."""

    @property
    def questions(self) -> tuple[PrintedQuestion, ...]:
        """Those of the paper, in the order printed."""
        return self.paper.questions

    @property
    def pages(self) -> tuple[bytes, ...]:
        """Digests of the paper's pages."""
        return self.paper.pages

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """All that stand on pages of the paper and the key; a right version has one."""
        return tuple(sorted({*self.paper.fingerprints, *self.key.fingerprints}))

    @property
    def letters(self) -> int:
        """How many letters were read."""
        return sum(len(question.choices) for question in self.questions)
