"""The command that builds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from examgen.binding import Progress
from examgen.build import Options, build_exam
from examgen.cli.arguments import (
    PATH,
    all_option,
    allow_undecided_option,
    audit_option,
    banks_argument,
    cli,
    from_option,
    json_option,
    strict_option,
    time_limit_option,
)
from examgen.cli.output import echo, echo_json, show_problems
from examgen.exam import SIZES, Layout, Paper
from examgen.model import Heading
from examgen.report import build_view, summary


class _Count(click.types.IntParamType):
    """A number of questions; names of questions are told where they belong."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, str) and ("," in value or "-" in value[1:]):
            self.fail(f"'{value}' is not a number: to name questions, write --only {value}", param, ctx)
        return super().convert(value, param, ctx)


@cli.command()
@banks_argument
@click.option(
    "-n", "--versions", default=4, show_default=True, metavar="N", help="How many versions: A, B, C, ..."
)
@click.option(
    "-s",
    "--seed",
    metavar="SEED",
    help="Any number or text; the same seed gives the same papers. Without it the seed of the last build into the "
    "folder is used again, or a new one is drawn.",
)
@click.option(
    "-o",
    "--out",
    metavar="DIR",
    type=PATH,
    help="Output folder.  [default: out/<name>]",
)
@click.option(
    "--name",
    metavar="NAME",
    default="",
    help="Name of the exam, which the names of its files begin with.  [default: that of the first BANK]",
)
@click.option(
    "--pick",
    "count",
    metavar="N",
    type=_Count(),
    help="Draw N questions by the seed, the same for all versions.",
)
@click.option(
    "--tag", "tags", metavar="TAG", multiple=True, help="Only questions with this tag; may be repeated."
)
@click.option(
    "--only",
    metavar="ID[,ID...]",
    multiple=True,
    help="Only these questions: ids, and numbers and ranges as show prints them, 'mouth,3,5-7'. Of these, --tag and then "
    "--pick choose.",
)
@click.option("--keep-question-order", is_flag=True, help="Shuffle choices only.")
@click.option("--title", metavar="TEXT", default="", help="Title, in place of the bank's.")
@click.option("--course", metavar="TEXT", default="", help="Course and term, in place of the bank's.")
@click.option("--date", metavar="TEXT", default="", help="Date of the exam, printed as it is.")
@click.option("--duration", metavar="TEXT", default="", help="Time allowed, printed as it is: '50 minutes'.")
@click.option("--instructions", metavar="TEXT", default="", help="Instructions on the first page (Markdown).")
@click.option(
    "--paper",
    type=click.Choice([str(p) for p in Paper]),
    default="letter",
    show_default=True,
    help="Paper size.",
)
@click.option(
    "--size",
    type=click.Choice([str(size) for size in SIZES]),
    default="11",
    show_default=True,
    help="Text size, in points.",
)
@click.option(
    "--columns", type=click.Choice(["1", "2"]), default="1", show_default=True, help="Columns of text."
)
@click.option(
    "--duplex/--simplex",
    default=True,
    show_default=True,
    help="Print on both sides: an odd paper gets a blank last page.",
)
@click.option(
    "--templates",
    metavar="DIR",
    type=PATH,
    help="Templates that replace built-in ones by name.",
)
@time_limit_option
@audit_option("the finished PDFs back and compare them with the bank and the keys")
@allow_undecided_option
@from_option
@strict_option
@all_option()
@json_option("the result")
def build(
    banks: tuple[Path, ...],
    versions: int,
    seed: str | None,
    out: Path | None,
    name: str,
    count: int | None,
    tags: tuple[str, ...],
    only: tuple[str, ...],
    keep_question_order: bool,
    title: str,
    course: str,
    date: str,
    duration: str,
    instructions: str,
    paper: str,
    size: str,
    columns: str,
    duplex: bool,
    templates: Path | None,
    time_limit: int,
    audited: bool,
    allow_undecided: bool,
    format: str | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Make papers and keys from one or several files of questions.

    The folder gets exams/ (a PDF a version), keys/ (a key a version, all in one grid, CSV and JSON), print/ (all papers
    in one file) and manifest.json. It is replaced as a whole, or not at all; files that you put there stay.
    """
    options = Options(
        versions=versions,
        name=name,
        seed=seed,
        count=count,
        only=only,
        tags=tags,
        keep_question_order=keep_question_order,
        heading=Heading(title=title, course=course, date=date, duration=duration, instructions=instructions),
        layout=Layout(paper=Paper(paper), size=int(size), columns=int(columns), duplex=duplex),
        templates=templates,
        time_limit=time_limit,
        audit=audited,
        allow_undecided=allow_undecided,
        format=format,
        strict=strict,
    )
    with _progress_bar() as progress:
        result = build_exam(banks, out, options, progress=progress)
    show_problems(result.warnings)
    if as_json:
        echo_json(build_view(result))
    else:
        echo(summary(result))


@contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # only where somebody looks on
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("typesetting", total=None)

        def report(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        yield report
