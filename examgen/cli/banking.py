"""The commands on banks: check, show, ids."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from examgen.cli.arguments import PATH, banks_argument, cli, from_option, json_option, strict_option
from examgen.cli.output import echo, echo_json, show_problem
from examgen.errors import errors_of, warnings_of
from examgen.formats import read_banks
from examgen.formats.ids import write_ids
from examgen.inspection import inspect
from examgen.report import bank_text, plural, problem_view, questions_text
from examgen.rewrite import rewrite
from examgen.show import view


@cli.command()
@banks_argument
@from_option
@strict_option
@json_option("the problems")
def check(banks: tuple[Path, ...], format: str | None, strict: bool, as_json: bool) -> None:
    """Look for problems in files of questions: all of them, each with its place and a remedy."""
    checked = inspect(banks, format, strictly=strict)
    errors, warnings = errors_of(checked.problems), warnings_of(checked.problems)
    if as_json:
        echo_json([problem_view(p) for p in [*errors, *warnings]])
    else:
        for problem in checked.problems:
            show_problem(problem)
        echo(
            f"{questions_text(len(checked.bank.questions), checked.problems)}: "
            f"{plural(len(errors), 'error')}, {plural(len(warnings), 'warning')}"
        )
    if errors:
        sys.exit(1)


@cli.command()
@banks_argument
@from_option
@json_option("the bank", " (docs/show.schema.json describes it)")
def show(banks: tuple[Path, ...], format: str | None, as_json: bool) -> None:
    """Show a bank as the program understood it."""
    reading = read_banks(banks, format)
    for problem in sorted(reading.problems, key=lambda p: p.sort_key):
        show_problem(problem)
    bank = reading.bank
    if as_json:
        echo_json(view(bank))
    elif bank.questions or not errors_of(reading.problems):
        echo(bank_text(bank))
    if errors_of(reading.problems):
        sys.exit(1)


@cli.command()
@click.argument("bank", type=PATH)
def ids(bank: Path) -> None:
    """Write an id into every question of BANK that has none, and change nothing else.

    With its id written down, a question keeps its orders even when its wording changes.
    """
    text, count = write_ids(bank)
    if count:
        rewrite(bank, text.encode())
    echo(f"{bank}: {plural(count, 'id')} written")
