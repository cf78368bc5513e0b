r"""Writes banks as quiz text, as a person would write it, so that reading it gives the same bank.

Each question is written in the simplest of several ways that reads back as it was: text beside its mark, text below it,
a number with a word, and last with backslashes before what would be read as a mark, or with ``&#46;`` in its place. A
backslash prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from examgen.errors import Problem, Severity
from examgen.formats.quiz import reader as quiztext
from examgen.formats.quiz.writemarks import closed, escaped
from examgen.formats.reading import Reading
from examgen.formats.sameprint import as_before, question_as_before
from examgen.formats.textdraft import choice_id, differences
from examgen.formats.yaml.write import scalar
from examgen.model import Bank, Choice, Question

_HEADINGS: Final = ("title", "course", "date", "duration", "instructions")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")
_VALUE: Final = re.compile(r"[^\s{}\",]+")
_QUOTED: Final = re.compile(r"[^{}\"\n]+")
_INDENT: Final = "   "
_IN_CHOICE: Final = "       "


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to write a question."""

    below: bool = False  #: texts begin on the line below their marks
    word: bool = False  #: the number has a word before it
    escaped: bool = False  #: marks in texts have backslashes
    entities: bool = False  #: or are written as numbers


_WAYS: Final = (
    _Way(), _Way(word=True), _Way(below=True), _Way(below=True, word=True),
    _Way(escaped=True), _Way(below=True, escaped=True), _Way(below=True, word=True, escaped=True),
    _Way(below=True, word=True, escaped=True, entities=True),
)  # fmt: skip


def write(bank: Bank) -> str:
    """Return a bank as quiz text."""
    ways = [_Way()] * len(bank.questions)
    text = _written(bank, ways)
    equal = _reads_back(bank, text)
    if all(equal):
        return text
    ways = [
        way if is_equal else _way_for(question)
        for question, way, is_equal in zip(bank.questions, ways, equal, strict=True)
    ]
    text = _written(bank, ways)
    if all(_reads_back(bank, text)):
        return text
    ways = [_way_for(question) for question in bank.questions]
    text = _written(bank, ways)
    if all(_reads_back(bank, text)):
        return text
    # Some texts are marks only beside other questions; numbers with words are clear beside them.
    text = _written(bank, [replace(way, word=True) for way in ways])
    if not any(problem.severity is Severity.ERROR for problem in quiztext.read("bank.md", text).problems):
        return text
    # What one text loses must not make another one an error, with which no bank is written.
    return _written(bank, [replace(way, below=True, word=True, escaped=True) for way in ways])


def _reads_back(bank: Bank, text: str) -> list[bool]:
    """Return for each question whether it is read from the text as it is; of none where the text has errors."""
    back = quiztext.read("bank.md", text)
    if any(problem.severity is Severity.ERROR for problem in back.problems):
        return [False] * len(bank.questions)
    return [_equal(before, after) for before, after in _pairs(bank, back)]


def losses(bank: Bank, written: str | None = None) -> list[Problem]:
    """Return what of a bank is lost when it is written as quiz text.

    ``written`` is what it was written as, if that is known.
    """
    if not bank.questions:
        hint = "questions that are skipped are not written: see why each one is"
        return [Problem("no-questions", "no question is left to be written as quiz text", None, hint)]
    back = quiztext.read("bank.md", written or write(bank))
    return differences(bank, Reading(as_before(bank, back.bank), back.problems), "quiz text")


def _pairs(bank: Bank, back: Reading) -> Iterator[tuple[Question, Question | None]]:
    same = len(back.bank.questions) == len(bank.questions)
    yield from ((q, back.bank.questions[at] if same else None) for at, q in enumerate(bank.questions))


def _way_for(question: Question) -> _Way:
    """Return the first way in which the question reads back as it is; where there is none, the one that loses least."""
    alone = Bank((replace(question, section=None),))
    lost: list[int] = []
    for way in _WAYS:
        back = quiztext.read("bank.md", _written(alone, [way]))
        errors = sum(problem.severity is Severity.ERROR for problem in back.problems)
        equal = all(_equal(a, b) for a, b in _pairs(alone, back))
        if equal and not errors:
            return way
        lost.append(errors + (not equal))
    return _WAYS[lost.index(min(lost))]


def _equal(before: Question, after: Question | None) -> bool:
    if after is None:
        return False
    one = Bank((replace(before, section=None),))
    other = Bank((replace(question_as_before(before, after), section=None),))
    return not differences(one, Reading(other), "quiz text")


def _written(bank: Bank, ways: Sequence[_Way]) -> str:
    parts = []
    fields = [(key, str(getattr(bank.heading, key)).strip()) for key in _HEADINGS]
    if any(value for _, value in fields):
        lines = [line for key, value in fields if value for line in scalar(key, value, 0)]
        parts.append("\n".join(["---", *lines, "---"]))
    section: str | None = None
    for number, (question, way) in enumerate(zip(bank.questions, ways, strict=True), 1):
        if question.section != section:
            parts += _headings(section, question.section)
            section = question.section
        parts.append("\n".join(_question(question, number, way)))
    return "\n\n".join(parts) + "\n"


def _headings(before: str | None, after: str | None) -> list[str]:
    """Return the headings that lead from one section to another."""
    old, new = (section.split(" / ") if section else [] for section in (before, after))
    same = 0
    while same < min(len(old), len(new) - 1) and old[same] == new[same]:
        same += 1
    return [f"{'#' * min(at + 2, 6)} {name}" for at, name in enumerate(new) if at >= same]


def _question(question: Question, number: int, way: _Way) -> Iterator[str]:
    """Yield the lines of a question."""
    mark = f"Question {number}:" if way.word else f"{number}."
    braces = _braces(question)
    below = way.below or way.word or (bool(braces) and len(braces) > 40)
    yield from _text(f"{mark} {braces}".strip(), question.stem.source, _INDENT, below, way)
    notes = []
    for position, choice in enumerate(question.choices):
        label = choice_id(position)
        named = f" - ({label}) {_choice_braces(choice, label)}".rstrip()
        yield from _text(named, choice.text.source, _IN_CHOICE, way.below, way)
        if choice.feedback and not way.below and "\n" not in choice.feedback.source:
            yield from _text(f"{_IN_CHOICE}Feedback:", choice.feedback.source, _IN_CHOICE, False, way)
        elif choice.feedback:
            notes.append((label, choice.feedback.source))
    right = [choice_id(at) for at, choice in enumerate(question.choices) if choice.id in question.answer]
    if right:
        yield ""
        yield f"Correct Answer: {', '.join(f'({label})' for label in right)}"
    if question.rationale:
        source = question.rationale.source
        yield ""
        yield from _text("Rationale:", source, _INDENT, way.below or "\n" in source, way)
    for label, source in notes:
        yield ""
        yield from _text(f"Feedback ({label}):", source, _INDENT, True, way)


def _text(mark: str, source: str, indent: str, below: bool, way: _Way) -> Iterator[str]:
    """Yield a mark and its text; ``below`` when it begins on a line of its own."""
    text = closed(source) if "```" in source or "~~~" in source else source
    lines = (escaped(text, entities=way.entities) if way.escaped else text).split("\n")
    if below:
        yield mark
    else:
        yield f"{mark} {lines.pop(0)}"
    yield from (indent + line if line else "" for line in lines)


def _braces(question: Question) -> str:
    """Return the attributes of a question in braces, empty when it has none."""
    words = [f"#{question.id}"] if question.given_id and _ID.fullmatch(question.id) else []
    if question.points != 1:
        words.append(f"points={question.points}")
    if question.tags and (tags := _value(",".join(question.tags))):
        words.append(f"tags={tags}")
    if question.difficulty and (difficulty := _value(question.difficulty)):
        words.append(f"difficulty={difficulty}")
    words += ["pin"] * question.pin + ["keep-order"] * question.keep_order
    return f"{{{' '.join(words)}}}" if words else ""


def _choice_braces(choice: Choice, label: str) -> str:
    words = [f"#{choice.id}"] if choice.id != label and _ID.fullmatch(choice.id) else []
    words += ["pin"] * choice.pin
    if choice.weight is not None:
        words.append(f"weight={choice.weight}")
    return f"{{{' '.join(words)}}}" if words else ""


def _value(text: str) -> str:
    """Return a value as it stands in braces, in quotes where it must be; empty where it cannot."""
    if _VALUE.fullmatch(text.replace(",", "")) and "," not in text[:1] + text[-1:]:
        return text
    return f'"{text}"' if _QUOTED.fullmatch(text) else ""
