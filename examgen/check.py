"""Everything that is wrong with a bank, at once, each with its place and what to do.

Letters in the texts are made true on the way (:mod:`examgen.references`): what comes out is the bank to
print.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Final

from examgen.collector import paused
from examgen.errors import Place, Problem, Severity
from examgen.heading import heading_problems
from examgen.lacking import remedy_for
from examgen.likeness import Reading, is_blank, read, shape, value_of
from examgen.markup import MAX_LENGTH, look, unprintable
from examgen.model import MAX_CHOICES, MIN_CHOICES, Bank, Choice, Question, Text
from examgen.patterns import pattern_problems
from examgen.references import Note, Resolution, instruction_problems, resolve

#: Ids as Canvas and its like make them, which nobody who wrote the questions has seen.
_MACHINE: Final = re.compile(r"[A-Za-z_]{0,5}-?[0-9a-f-]{7,}")
_DIGITS: Final = 3  #: that such an id has at least
_SHOWN: Final = 40  #: characters of a stem


@dataclass(frozen=True, slots=True)
class Checked:
    """A bank, and what there is to say of it."""

    bank: Bank  #: with letters in texts resolved, and pins and kept orders set
    problems: tuple[Problem, ...] = ()  #: sorted by place, errors and warnings
    notes: tuple[Note, ...] = ()  #: what was done with each letter in a text, in the order of the bank


def check(bank: Bank) -> Checked:
    """Return the bank with letters resolved, with all its problems. Raises nothing."""
    with paused():
        return _checked(bank)


def _checked(bank: Bank) -> Checked:
    problems: list[Problem] = heading_problems(bank.heading, bank.places)
    if not all(question.keep_order for question in bank.questions):
        problems += instruction_problems(bank.heading.instructions, bank.places.get("instructions"))
    notes: list[Note] = []
    questions: list[Question] = []
    seen = _Seen({}, {}, {})
    if not bank.questions:
        problems.append(_no_questions(bank))
    for question in bank.questions:
        texts = question.texts
        looks = {id(text): look(text, _folder(text.places[0].file)) for text in texts}
        readings = {id(text): read(text.source, looks[id(text)][0]) for text in _compared(question)}
        resolution = _resolved(question, texts)
        problems.extend(_of_question(question, readings.get(id(question.stem))))
        problems.extend(_of_choices(question, readings))
        problems.extend(_of_answer(question))
        # Equal texts, which one feedback for several choices gives, are told of once.
        wrong = {text: looks[id(text)][1] for text in texts if looks[id(text)][1]}
        for found in wrong.values():
            problems.extend(found)
        if not any(each.code == "pattern-as-math" for found in wrong.values() for each in found):
            problems.extend(pattern_problems(texts))
        problems.extend(seen.twice(question, readings))
        problems.extend(resolution.problems)
        notes.extend(resolution.notes)
        questions.append(resolution.question)
    problems.sort(key=lambda problem: problem.sort_key)
    return Checked(replace(bank, questions=tuple(questions)), tuple(problems), tuple(notes))


def _resolved(question: Question, texts: Sequence[Text]) -> Resolution:
    """Return the question with its letters resolved; one that is too large to be printed as it is."""
    if len(question.choices) > MAX_CHOICES or any(len(text.source) > MAX_LENGTH for text in texts):
        return Resolution(question)
    return resolve(question)


def _compared(question: Question) -> Iterator[Text]:
    """Give the texts of a question that are compared with others: stem and choices, but for empty ones."""
    yield from (text for text in (question.stem, *(choice.text for choice in question.choices)) if text)


@lru_cache(64)
def _folder(file: str) -> Path:
    """Return the folder that the pictures of a file's texts are named from."""
    return Path(file).parent


def _no_questions(bank: Bank) -> Problem:
    place = Place(str(bank.files[0])) if bank.files else None
    hint = "write one with choices; those of other kinds are skipped"
    return Problem("no-questions", f"bank '{bank.name}' has no questions", place, hint)


def _named(question: Question) -> str:
    """Return what messages call a question: its id, and the first words of its stem behind an id that a machine made."""
    name = f"question '{question.id}'"
    if not _MACHINE.fullmatch(question.id) or sum(map(str.isdecimal, question.id)) < _DIGITS:
        return name
    words = " ".join(question.stem.source.split())
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}\u2026"
    return f"{name} ({shown})" if shown else name


def _of_question(question: Question, stem: Reading | None) -> Iterator[Problem]:
    """Give what is wrong with a question as a whole."""
    name = _named(question)
    if not question.id.strip() or _has_controls(question.id):
        yield Problem(
            "bad-id",
            f"the id {question.id!r} of a question is empty or has control characters",
            question.place,
            "write an id of letters, digits and hyphens",
        )
    # Ids stand on keys, below the rationale.
    for id, place in (
        (question.id, question.place),
        *((c.id, c.place) for c in question.choices[:MAX_CHOICES]),
    ):
        strange = [characters for _, characters in unprintable(id)]
        if strange and not _has_controls(id):
            yield Problem(
                "bad-id",
                f"the id '{id}' has '{strange[0]}', which keys cannot show",
                place,
                "write an id of letters, digits and hyphens",
            )
        elif id.strip() and not (id[0].isalnum() or id[0] == "_" or _has_controls(id)):
            # A spreadsheet takes what begins with = + - @ for a formula, and answers.csv must stay exact.
            yield Problem(
                "bad-id",
                f"the id '{id}' begins with '{id[0]}'",
                place,
                "begin it with a letter, a digit or '_'",
            )
    if stem is None or is_blank(stem):
        yield Problem(
            "empty-stem", f"{name} has no text", question.place, "write what is asked before the choices"
        )
    if question.points < 0:
        yield Problem(
            "bad-points",
            f"{name} is worth {question.points} points",
            question.place,
            "write 0 or more points",
        )
    explained = question.rationale or any(c.feedback for c in question.choices if c.id in question.answer)
    if not explained:
        yield Problem(
            "no-rationale",
            f"{name} has no rationale",
            question.place,
            remedy_for(question.place.file).rationale,
            Severity.WARNING,
        )


def _has_controls(id: str) -> bool:
    """Return whether an id has characters that break lines or fields of a table."""
    # Most ids are printable, and these have none.
    return not id.isprintable() and any(unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") for c in id)


def _of_answer(question: Question) -> Iterator[Problem]:
    """Give what is wrong with the answer and the weights."""
    name = _named(question)
    ids = [choice.id for choice in question.choices]
    unknown = sorted(question.answer.difference(ids))
    first = ids[0] if ids else "a"
    if not question.answer:
        hint = remedy_for(question.place.file).answer.replace("{first}", first)
        yield Problem("no-answer", f"{name} has no correct answer", question.place, hint)
    for id in unknown:
        hint = f"the choices are {', '.join(f'({other})' for other in ids)}" if ids else "it has no choices"
        yield Problem("unknown-answer", f"{name}: the answer '{id}' names no choice", question.place, hint)
    if len(ids) >= MIN_CHOICES and question.answer.issuperset(ids):
        yield Problem(
            "all-answers",
            f"{name}: all {len(ids)} choices are correct",
            question.place,
            "leave a choice out of the answer, unless this is meant",
            Severity.WARNING,
        )
    for choice in question.choices:
        if choice.weight is not None:
            yield from _of_weight(name, choice, choice.weight, choice.id in question.answer)


def _of_weight(name: str, choice: Choice, weight: Fraction, right: bool) -> Iterator[Problem]:
    """Give what is wrong with the weight of a choice."""
    says = f"{name}, choice ({choice.id}): the weight {weight}"
    if not -1 <= weight <= 1:
        yield Problem("bad-weight", f"{says} is not from -1 to 1", choice.place, "1 is all of the points")
    elif right and weight <= 0:
        yield Problem(
            "bad-weight",
            f"{says} gives no points, but the choice is correct",
            choice.place,
            "write a weight above 0, or take the choice out of the answer",
        )
    elif not right and weight == 1:
        yield Problem(
            "bad-weight",
            f"{says} gives all points, but the choice is not correct",
            choice.place,
            "write a smaller weight, or add the choice to the answer",
        )


def _of_choices(question: Question, readings: dict[int, Reading]) -> Iterator[Problem]:
    """Give what is wrong with the number of choices, and with those that are empty or equal."""
    name = _named(question)
    count = len(question.choices)
    if count < MIN_CHOICES:
        has = {0: "no choices", 1: "only one choice"}[count]
        yield Problem(
            "too-few-choices", f"{name} has {has}", question.place, f"write {MIN_CHOICES} choices or more"
        )
    if count > MAX_CHOICES:
        message = f"{name} has {count} choices; letters end at {MAX_CHOICES}"
        place = question.choices[MAX_CHOICES].place
        yield Problem("too-many-choices", message, place, "leave some out, or make two questions of it")
    ids: dict[str, Choice] = {}
    shapes: dict[str, Choice] = {}
    known: dict[Reading, Choice] = {}
    values: dict[Fraction, Choice] = {}
    for choice in question.choices[: MAX_CHOICES + 1]:
        if (other := ids.setdefault(choice.id, choice)) is not choice:
            message = f"{name} has two choices with the id '{choice.id}'; the other is at {other.place}"
            yield Problem("duplicate-choice-id", message, choice.place, "give each choice its own letter")
        elif (other := shapes.setdefault(shape(choice.id), choice)) is not choice:
            message = f"{name}: the ids '{other.id}' and '{choice.id}' of two choices look alike"
            yield Problem("alike-choice-ids", message, choice.place, "change one of them")
        if not choice.text or is_blank(readings[id(choice.text)]):
            prints = f": '{shown}' prints nothing" if (shown := choice.text.source.strip()) else ""
            message = f"{name}: choice ({choice.id}) is empty{prints}"
            yield Problem("empty-choice", message, choice.place, "write its text, or delete it")
            continue
        reading = readings[id(choice.text)]
        if (other := known.setdefault(reading, choice)) is not choice:
            yield _equal(name, choice, other)
            continue
        value = value_of(reading)
        if value is not None and (other := values.setdefault(value, choice)) is not choice:
            yield _same_value(name, choice, other)


def _equal(name: str, choice: Choice, other: Choice) -> Problem:
    message = f"{name}: choices ({other.id}) and ({choice.id}) are equal; ({other.id}) is at {other.place}"
    return Problem("equal-choices", message, choice.place, "change one of them")


def _same_value(name: str, choice: Choice, other: Choice) -> Problem:
    both = f"({other.id}) '{other.text.source.strip()}' and ({choice.id}) '{choice.text.source.strip()}'"
    message = f"{name}: choices {both} are the same number; ({other.id}) is at {other.place}"
    return Problem("same-value", message, choice.place, "change one of them", Severity.WARNING)


@dataclass(slots=True)
class _Seen:
    """The questions that were met so far."""

    ids: dict[str, Question]
    shapes: dict[str, Question]
    questions: dict[tuple[Reading, frozenset[Reading]], Question]

    def twice(self, question: Question, readings: dict[int, Reading]) -> Iterator[Problem]:
        """Give the problem of a question whose id, or whose whole text, was met before; remember it."""
        first = self.ids.setdefault(question.id, question)
        if first is not question:
            message = f"two questions have the id '{question.id}'; the other is at {first.place}"
            yield Problem(
                "duplicate-id", message, question.place, f"change one of them, as in '{question.id}-2'"
            )
        elif (first := self.shapes.setdefault(shape(question.id), question)) is not question:
            message = f"the ids '{first.id}' and '{question.id}' of two questions look alike"
            hint = f"change one of them; the other is at {first.place}"
            yield Problem("alike-ids", message, question.place, hint, Severity.WARNING)
        if not question.stem or not question.choices:
            return
        choices = frozenset(readings[id(choice.text)] for choice in question.choices if choice.text)
        first = self.questions.setdefault((readings[id(question.stem)], choices), question)
        if first is not question:
            message = (
                f"question '{question.id}' has the text and the choices of '{first.id}' at {first.place}"
            )
            yield Problem("duplicate-stem", message, question.place, "delete one of them", Severity.WARNING)
