"""What stands between a question's number and its stem: points in words, and attributes in braces."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from examgen.errors import Problem
from examgen.formats.attributes import QUESTION_WORDS, Attributes, Word, read_words
from examgen.formats.quiz.marking.draft import take_braces
from examgen.formats.quiz.marking.kinds import difficulty_of, is_kind, kind_at
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import NumberKind, NumberMark, points_at, points_end
from examgen.formats.quiz.marking.words import DECORATION

#: Decoration beside a number, as the colour of how hard a question is.
_ONLY_SIGNS = re.compile(rf"(?:{DECORATION}|\s)+")


@dataclass(slots=True)
class Head:
    """The head of a question; offsets are 0-based in the text of its line."""

    end: int  #: offset of the stem
    brace_at: int  #: offset where attributes stand or would stand
    reopen: str  #: bold marks that go on in the stem
    stop: int | None = (
        None  #: offset where the stem's first line ends, before points or bold marks; None: at its end
    )
    has_braces: bool = False
    words: Attributes = field(default_factory=Attributes)
    problems: list[Problem] = field(default_factory=list)


def read_head(file: str, line: Line, mark: NumberMark) -> Head:
    """Return what follows the number: ``(2 points)``, ``{...}``, or both in either order."""
    head = Head(mark.end, mark.end, mark.reopen)
    kind = _kind(file, line, head, mark)
    points = _points(file, line, head) or kind
    head.brace_at = head.end
    words, head.end, wrong = take_braces(file, line, head.end, "question")
    head.problems += wrong
    if words is not None:
        if not words.difficulty and head.words.difficulty:
            words = replace(words, difficulty=head.words.difficulty)
        head.has_braces, head.words = True, words
        points = points or _points(file, line, head)
    behind = None if points else points_end(line.text, head.end)
    if behind:
        value, head.stop, _ = behind
        points = Word("points", value, line.place(file, head.stop))
    if points:
        _join(head, points)
    _unwrap(line, head)
    if mark.kind is not NumberKind.PLAIN and _ONLY_SIGNS.fullmatch(line.text, head.end):
        head.end = len(line.text)
    return head


def _kind(file: str, line: Line, head: Head, mark: NumberMark) -> Word | None:
    """Go behind ``(MCQ, 2 points)``, and behind the words when they are all; return the points."""
    explicit = mark.kind is not NumberKind.PLAIN
    said = kind_at(line.text, head.end, explicit)
    if said is None:
        brace = line.text.find("{", head.end)
        end = len(line.text) if brace < 0 else brace
        rest = line.text[head.end : end]
        level = difficulty_of(rest) if explicit else None
        if explicit and (level or is_kind(rest)):
            head.end, head.reopen = end, ""
            head.words = replace(head.words, difficulty=level)
        return None
    start, head.end = head.end, said.end
    if head.reopen and line.text.startswith(head.reopen, head.end):
        rest = line.text[head.end + len(head.reopen) :]
        head.end, head.reopen = len(line.text) - len(rest.lstrip(" :")), ""
    head.words = replace(head.words, difficulty=said.difficulty)
    return Word("points", said.points, line.place(file, start)) if said.points else None


def _unwrap(line: Line, head: Head) -> None:
    """Take bold marks away that are around number and stem: they mark the head of a question, not words of it."""
    text = line.text[head.end : head.stop].rstrip()
    if (
        head.reopen
        and text.endswith(head.reopen)
        and text.count(head.reopen) == 1
        and len(text) > len(head.reopen)
    ):
        head.stop, head.reopen = head.end + len(text) - len(head.reopen), ""


def _points(file: str, line: Line, head: Head) -> Word | None:
    """Return the points that stand next, and go behind them; bold marks may end there."""
    found = points_at(line.text, head.end)
    if found is None:
        return None
    start, (value, head.end) = head.end, found
    if head.reopen and line.text.startswith(head.reopen, head.end):
        rest = line.text[head.end + len(head.reopen) :]
        head.end, head.reopen = len(line.text) - len(rest.lstrip()), ""
    return Word("points", value, line.place(file, start))


def _join(head: Head, word: Word) -> None:
    """Add the points to the attributes, or a problem when these give others."""
    read, wrong = read_words([word], QUESTION_WORDS, "question")
    head.problems += wrong
    if head.words.points is None:
        head.words = replace(head.words, points=read.points)
    elif read.points is not None and read.points != head.words.points:
        message = (
            f"the question is worth {head.words.points} points in braces and {read.points} before its text"
        )
        head.problems.append(Problem("two-attributes", message, word.place, "keep one of them"))
