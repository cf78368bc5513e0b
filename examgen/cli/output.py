"""What is said to a person: problems and errors, on stderr."""

from __future__ import annotations

import click

from examgen.errors import ExamgenError, Problem, Severity


def say(text: str) -> None:
    click.echo(text, err=True)


def show_problem(problem: Problem) -> None:
    colour = "yellow" if problem.severity is Severity.WARNING else "red"
    head, _, tail = str(problem).partition("\n")
    if problem.place:
        place = str(problem.place)
        head = f"{click.style(place, bold=True)}{head[len(place) :]}"
    say(head.replace("warning:", click.style("warning:", fg=colour), 1))
    if tail:
        say(tail)


def report(error: ExamgenError) -> None:
    for problem in error.problems:
        show_problem(problem)
    if error.message:
        say(click.style("examgen: ", fg="red") + error.message)
    if error.hint:
        say(f"  hint: {error.hint}")
