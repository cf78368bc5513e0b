"""Banks read and checked in one go: what there is, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from examgen.check import Checked, check
from examgen.errors import Problem, Severity, errors_of
from examgen.formats import Reading, read_banks, strict
from examgen.model import Question
from examgen.scripts import font_problems

#: A problem of reading, and what a check finds because of it: said once is enough.
_CONSEQUENCES = {"unknown-answer": "no-answer"}


def inspect(
    paths: Iterable[Path | str],
    format: str | Sequence[str | None] | None = None,
    *,
    strictly: bool = False,
) -> Checked:
    """Return the bank in these files with the problems of reading and of checking, sorted by place.

    ``format`` names the format of all files, or of each one; ``strictly`` makes errors of the warnings on questions
    that were left out because they cannot be printed.

    Raises:
        UsageError: there is no format of this name.
    """
    return inspect_reading(read_banks(paths, format), strictly=strictly)


def inspect_reading(reading: Reading, *, strictly: bool = False) -> Checked:
    """Return what was read with the problems of reading and of checking, as :func:`inspect` does."""
    if strictly:
        reading = replace(reading, problems=strict(reading.problems))
    checked = check(reading.bank)
    found = [
        problem
        for problem in checked.problems
        if not _follows(problem, reading.problems, reading.bank.questions)
    ]
    texts = (text for question in reading.bank.questions for text in question.texts)
    found += font_problems(texts, reading.bank.heading, reading.bank.places, Severity.WARNING)
    problems = sorted([*reading.problems, *found], key=lambda problem: problem.sort_key)
    return replace(checked, problems=tuple(dict.fromkeys(problems)))


def _follows(problem: Problem, read: Sequence[Problem], questions: Sequence[Question]) -> bool:
    """Return whether a problem is but the consequence of one that was found in reading."""
    if problem.code == "no-questions":
        return bool(errors_of(read))
    causes = [cause for cause in read if _CONSEQUENCES.get(cause.code) == problem.code]
    return any(_in_same_question(problem, cause, questions) for cause in causes)


def _in_same_question(one: Problem, other: Problem, questions: Sequence[Question]) -> bool:
    if one.place is None or other.place is None or one.place.file != other.place.file:
        return False
    lines = [question.place.line for question in questions if question.place.file == one.place.file]
    bounds = [*sorted(lines), max(one.place.line, other.place.line, *lines, 0) + 1]
    return any(
        first <= one.place.line < last and first <= other.place.line < last
        for first, last in pairwise(bounds)
    )
