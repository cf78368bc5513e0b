"""The questions of an exam, taken from a bank."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from examgen.arrange import pick
from examgen.errors import SelectionError
from examgen.exam import Exam
from examgen.model import Bank, Heading, Question

_NUMBERS = re.compile(r"([0-9]{1,6})(?:\s*[-\u2013]\s*([0-9]{1,6}))?")


def select(
    bank: Bank,
    *,
    seed: str,
    only: Sequence[str] = (),
    tags: Sequence[str] = (),
    count: int | None = None,
    heading: Heading | None = None,
) -> Exam:
    """Return the exam: the questions named, of these the ones with one of the tags, and of these ``count`` by the seed.

    Every version of the exam has the same questions. Nothing named: all of the bank; no tags: all of these; no count: all
    that are left. ``only`` holds ids, and numbers (1-based) and ranges as ``3-7`` in the order of the bank, with commas
    between. The questions stay in the order of the bank.

    Raises:
        SelectionError: a name or a tag that no question has, or more questions asked for than there are.
    """
    questions = _named(bank.questions, only) if only else bank.questions
    if tags:
        known = sorted({tag for question in bank.questions for tag in question.tags})
        unknown = [tag for tag in tags if tag not in known]
        if unknown:
            raise SelectionError(
                f"no question has the tag {' or '.join(repr(tag) for tag in unknown)}",
                hint=f"the tags of this bank are {', '.join(known)}" if known else "this bank has no tags",
            )
        questions = tuple(question for question in questions if not set(tags).isdisjoint(question.tags))
        if not questions:
            raise SelectionError(
                f"no question named with --only has the tag {' or '.join(repr(tag) for tag in tags)}",
                hint="name other questions, or leave --tag out",
            )
    if count is not None:
        if count < 1:
            raise SelectionError(f"an exam needs at least 1 question, and {count} are asked for")
        if count > len(questions):
            held = f"{len(questions)} are named" if only else f"the bank has {len(questions)}"
            narrowed = f" with the tag {' or '.join(repr(tag) for tag in tags)}" if tags else ""
            raise SelectionError(
                f"{count} questions are asked for, and {held}{narrowed}",
                hint=f"ask for {len(questions)} or fewer" + (", or name more tags" if tags else ""),
            )
        questions = tuple(questions[index] for index in pick(questions, seed, count))
    return Exam(name=bank.name, heading=heading or bank.heading, questions=questions)


def _named(questions: Sequence[Question], only: Sequence[str]) -> tuple[Question, ...]:
    """Return the questions that ids, numbers and ranges name, each once, in the order of the bank."""
    words = [word.strip() for text in only for word in text.split(",") if word.strip()]
    if not words:
        raise SelectionError("no question is named", hint="write ids or numbers: 'mouth,3,5-7'")
    by_id = {question.id: index for index, question in enumerate(questions)}
    found = {index for word in words for index in _indices(word, by_id)}
    return tuple(question for index, question in enumerate(questions) if index in found)


def _indices(word: str, by_id: Mapping[str, int]) -> Sequence[int]:
    """Return the 0-based indices of the questions that an id, a number or a range names."""
    own, numbers = by_id.get(word), _NUMBERS.fullmatch(word)
    if numbers is None:
        if own is not None:
            return [own]
        near = get_close_matches(word, by_id, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "'examgen show' prints the ids and numbers of a bank"
        raise SelectionError(f"the bank has no question '{word}'", hint=hint)
    first, last = int(numbers[1]), int(numbers[2] or numbers[1])
    if 1 <= first <= last <= len(by_id):
        if own is not None and (own + 1, own + 1) != (first, last):
            message = f"'{word}' is the id of question {own + 1}, and the number of another one"
            hint = f"write '{own + 1}-{own + 1}' for the one with this id, or '{first}-{last}' for the number"
            raise SelectionError(message, hint=hint)
        return range(first - 1, last)
    if own is not None:
        return [own]
    if first > last:
        raise SelectionError(f"the range '{word}' runs backwards", hint=f"write '{last}-{first}'")
    message = f"the bank has questions 1 to {len(by_id)}, and '{word}' is asked for"
    raise SelectionError(message, hint="'examgen show' prints the ids and numbers of a bank")
