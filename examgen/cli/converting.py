"""The command that writes a bank in another format."""

from __future__ import annotations

from pathlib import Path

import click

from examgen.cli.arguments import PATH, all_option, cli, from_option
from examgen.cli.output import echo, show_problems
from examgen.conversion import convert
from examgen.errors import UsageError, warnings_of
from examgen.newfile import put
from examgen.report import plural, questions_text


@cli.command("convert", context_settings={"allow_extra_args": True})
@click.argument("source", metavar="IN", type=PATH)
@click.argument("target", metavar="OUT", type=PATH)
@from_option
@click.option(
    "--to", "write_as", metavar="FORMAT", help="Format of OUT, as gift; without it the suffix of OUT says it."
)
@all_option()
@click.option("--strict", is_flag=True, help="Write nothing when something would be left out or lost.")
@click.pass_context
def convert_command(
    context: click.Context,
    source: Path,
    target: Path,
    format: str | None,
    write_as: str | None,
    strict: bool,
) -> None:
    """Write the questions in IN anew as OUT, in another format.

    What OUT's format cannot carry is said, a line for each question. Pictures that are inside IN are written into a
    folder beside OUT. A file that is there already is never replaced.
    """
    if context.args:
        raise UsageError(
            f"convert takes one file and the name of its copy, and {len(context.args) + 2} names are given",
            hint="convert one file after another: 'examgen convert IN OUT'; build and check take several at once",
        )
    made = convert(source, target, read_as=format, write_as=write_as, strict=strict)
    put(made.files, "choose another name for OUT")
    show_problems(warnings_of(made.problems))
    pictures = len(made.files) - 1
    with_pictures = f", {plural(pictures, 'picture')}" if pictures else ""
    echo(f"{target}: {questions_text(made.questions, made.problems)}{with_pictures}")
