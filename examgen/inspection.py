"""Banks read and checked in one go: what there is, and all that is wrong with it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from examgen.check import Checked, check
from examgen.errors import Place, Problem, Severity, errors_of
from examgen.formats import Reading, read_banks, strict
from examgen.lacking import fitting, lines_of, together
from examgen.scripts import font_problems

#: A problem of reading, and what a check finds because of it: said once is enough.
_CONSEQUENCES = dict.fromkeys(("unknown-answer", "unclear-answers", "bad-answer"), "no-answer")


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
    found = together(_not_following(checked.problems, reading), reading.bank.questions)
    found = fitting(found, reading.formats, reading.columns)
    bank = reading.bank
    found += font_problems(bank.questions, bank.heading, bank.places, Severity.WARNING)
    problems = sorted([*reading.problems, *found], key=lambda problem: problem.sort_key)
    return replace(checked, problems=tuple(dict.fromkeys(problems)))


def _not_following(problems: Iterable[Problem], reading: Reading) -> list[Problem]:
    """Return the problems that are more than the consequence of one that was found in reading."""
    lines = lines_of(reading.bank.questions)
    caused = {
        (_CONSEQUENCES[cause.code], where)
        for cause in reading.problems
        if cause.code in _CONSEQUENCES and (where := _question_at(cause.place, lines))
    }
    unread = bool(errors_of(reading.problems))
    return [
        problem
        for problem in problems
        if not (problem.code == "no-questions" and unread)
        and (problem.code, _question_at(problem.place, lines)) not in caused
    ]


def _question_at(place: Place | None, lines: Mapping[str, Sequence[int]]) -> tuple[str, int] | None:
    """Return the file and the 1-based number, in it, of the question that a place belongs to; None: to none, or unclear."""
    if place is None:
        return None
    starts = lines.get(place.file, ())
    number = bisect_right(starts, place.line)
    # Where a line holds several questions, one of them must not hide what another lacks.
    shared = number > 1 and starts[number - 1] == starts[number - 2]
    return (place.file, number) if number and not shared else None
