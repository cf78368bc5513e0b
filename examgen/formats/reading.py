"""What comes out of reading bank files, whatever their format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from examgen.errors import Problem, Severity
from examgen.model import Bank

#: The code of the problem that says of a question that it cannot be printed and was left out.
SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Reading:
    """A bank, and everything that was wrong with its files.

    When ``problems`` holds an error the bank is what could be understood in spite of it: good for further checks,
    not for a build.
    """

    bank: Bank
    problems: tuple[Problem, ...] = ()
    #: The name of the format of each file, as places name it, where it is known.
    formats: Mapping[str, str] = field(default_factory=dict, compare=False)
    #: For each file that is a table, how hints name its columns of the answer and the rationale: ``a column 'answer'``.
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)


def skips_of(problems: Iterable[Problem]) -> int:
    """Return how many questions were left out because they cannot be printed."""
    return sum(problem.code == SKIPPED for problem in problems)


def strict(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems with each question that was left out as an error."""
    return tuple(
        replace(problem, severity=Severity.ERROR) if problem.code == SKIPPED else problem
        for problem in problems
    )
