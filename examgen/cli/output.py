"""What is printed: results on stdout, and what is said to a person on stderr.

All that commands print goes through here, and holds nothing that a terminal would obey but the colours set here.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import click

from examgen.errors import ExamgenError, Problem, Severity, printable
from examgen.report import json_text, plural

#: Problems of one kind that are said, unless all are asked for: nobody mends more of them one by one.
SHOWN: Final = 100


@dataclass(slots=True)
class _Asked:
    """What was asked for on the command line that concerns what is said of problems."""

    all: bool | None = None  #: whether to say each of them; None: the command has no such option


# Errors are said when the command, and what it was asked for, is over.
_asked: Final = _Asked()


def say_all(all: bool | None) -> None:
    """Set whether each problem is said from now on, None for commands that cannot be asked for it."""
    _asked.all = all


@dataclass(frozen=True, slots=True)
class Styled:
    """A part of a line that stands out, where the terminal has colours."""

    text: str
    colour: str | None = None  #: one of click's names; None: as the rest
    bold: bool = False


def echo(text: str) -> None:
    """Print a result on stdout."""
    click.echo(printable(text))


def echo_json(value: object) -> None:
    """Print a result for programs on stdout."""
    click.echo(json_text(value, sys.stdout.encoding or "utf-8"))


def say(*parts: str | Styled) -> None:
    """Print a line for a person on stderr, made of parts."""
    click.echo("".join(_shown(part) for part in parts), err=True)


def _shown(part: str | Styled) -> str:
    if isinstance(part, str):
        return printable(part)
    if not part.text:
        return ""
    return click.style(printable(part.text), fg=part.colour, bold=part.bold or None)


def show_problem(problem: Problem) -> None:
    """Say a problem: its place in bold, the word warning in yellow."""
    place = str(problem.place) if problem.place else ""
    rest = str(problem)[len(place) :]
    before, word, after = "", "", rest
    if problem.severity is Severity.WARNING:
        before, word, after = rest.partition("warning:")
    say(Styled(place, bold=True), before, Styled(word, "yellow"), after)


def show_problems(problems: Sequence[Problem]) -> None:
    """Say problems in their order: the first of each kind, and at the end how many more there are of which."""
    counts = Counter((problem.severity, problem.code) for problem in problems)
    # A line that says of one more takes as much room as that one.
    left = {} if _asked.all else {kind: n - SHOWN for kind, n in counts.items() if n > SHOWN + 1}
    said: Counter[tuple[Severity, str]] = Counter()
    for problem in problems:
        kind = (problem.severity, problem.code)
        said[kind] += 1
        if kind not in left or said[kind] <= SHOWN:
            show_problem(problem)
    for (severity, code), more in sorted(left.items()):
        say(f"and {plural(more, f'more {severity}')} '{code}'")
    if left and _asked.all is not None:
        say("  hint: --all shows them")


def report(error: ExamgenError) -> None:
    """Say an error: its problems, then its message, then what to do."""
    show_problems(error.problems)
    if error.message:
        say(Styled("examgen: ", "red"), error.message)
    if error.hint:
        say(f"  hint: {error.hint}")
