"""What is printed: results on stdout, and what is said to a person on stderr.

All that commands print goes through here, and holds nothing that a terminal would obey but the colours set here.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import click

from examgen.errors import ExamgenError, Problem, Severity, printable
from examgen.report import json_text


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


def report(error: ExamgenError) -> None:
    """Say an error: its problems, then its message, then what to do."""
    for problem in error.problems:
        show_problem(problem)
    if error.message:
        say(Styled("examgen: ", "red"), error.message)
    if error.hint:
        say(f"  hint: {error.hint}")
