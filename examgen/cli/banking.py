"""The commands on banks: check, show, ids.

What one of them alone needs, and takes long to load, is imported where it is called.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from examgen import advice as advising
from examgen.cli.arguments import (
    PATH,
    advice_options,
    all_option,
    banks_argument,
    cli,
    from_option,
    json_option,
    strict_option,
)
from examgen.cli.output import echo, echo_json, show_problems
from examgen.errors import Place, errors_of, warnings_of
from examgen.formats import read_banks
from examgen.inspection import inspect_reading
from examgen.model import Bank
from examgen.references.explain import Mention, explain, explained
from examgen.report import (
    bank_text,
    plural,
    problem_view,
    questions_text,
    several_right,
    several_right_text,
)
from examgen.rewrite import rewrite


@cli.command()
@banks_argument
@from_option
@strict_option
@advice_options
@all_option("; each place of advice, too", exposed=True)
@json_option("the problems", ", and letters and advice where they are asked for")
def check(
    banks: tuple[Path, ...],
    format: str | None,
    strict: bool,
    explain_letters: bool,
    advice: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Look for problems in files of questions: all of them, each with its place and a remedy."""
    reading = read_banks(banks, format)
    checked = inspect_reading(reading, strictly=strict)
    errors, warnings = errors_of(checked.problems), warnings_of(checked.problems)
    mentions = _mentions(reading.bank) if explain_letters else None
    report = advising.advise(reading.bank, checked.bank) if advice else None
    several = several_right(checked.bank.questions)
    if as_json:
        problems = [problem_view(p) for p in [*errors, *warnings]]
        asked = _asked_view(mentions, report)
        echo_json({"problems": problems, "several_right": several, **asked} if asked else problems)
    else:
        show_problems(checked.problems)
        for line in explained(mentions) if mentions is not None else ():
            echo(line)
        for line in advising.lines_of(report, everything=everything) if report is not None else ():
            echo(line)
        echo(
            f"{questions_text(len(checked.bank.questions), checked.problems)}: "
            f"{plural(len(errors), 'error')}, {plural(len(warnings), 'warning')}"
        )
        if several:
            echo(several_right_text(several))
    if errors:
        sys.exit(1)


def _mentions(bank: Bank) -> list[Mention]:
    """Return what is said of letters in all texts, sorted by place."""
    found = [mention for question in bank.questions for mention in explain(question)]
    return sorted(found, key=lambda mention: mention.place)


def _asked_view(mentions: list[Mention] | None, report: advising.Report | None) -> dict[str, object]:
    """Return what ``check --json`` prints beside the problems; empty when nothing more was asked for."""
    told: dict[str, object] = {}
    if mentions is not None:
        told["letters"] = [_mention_view(mention) for mention in mentions]
    if report is not None:
        told["advice"] = [_advice_view(each) for each in report.advice]
        told["not_english"] = list(report.not_english)
    return told


def _mention_view(mention: Mention) -> dict[str, object]:
    """Return a mention as ``check --explain-letters --json`` prints it."""
    return {
        "question": mention.question,
        "part": mention.part,
        "words": mention.words,
        "done": str(mention.outcome),
        "reason": mention.reason,
        "choices": list(mention.choices),
        "count": mention.count,
        **_place_view(mention.place),
    }


def _advice_view(advice: advising.Advice) -> dict[str, object]:
    """Return a piece of advice as ``check --advice --json`` prints it."""
    rule = advising.RULES[advice.code]
    return {
        "severity": "advice",
        "code": advice.code,
        "message": advice.message,
        "hint": rule.remedy,
        "source": rule.source,
        "question": advice.question or None,
        **_place_view(advice.place),
    }


def _place_view(place: Place | None) -> dict[str, object]:
    return {
        "file": place.file if place else None,
        "line": place.line or None if place else None,
        "column": place.column or None if place else None,
    }


@cli.command()
@banks_argument
@from_option
@all_option()
@json_option("the bank", " (docs/show.schema.json describes it)")
def show(banks: tuple[Path, ...], format: str | None, as_json: bool) -> None:
    """Show a bank as the program understood it."""
    reading = read_banks(banks, format)
    show_problems(sorted(reading.problems, key=lambda p: p.sort_key))
    bank = reading.bank
    if as_json:
        from examgen.show import view  # with it comes pydantic

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
    from examgen.formats.ids import write_ids  # with it come the readers of quiz text and YAML

    text, count = write_ids(bank)
    if count:
        rewrite(bank, text.encode())
    echo(f"{bank}: {plural(count, 'id')} written")
