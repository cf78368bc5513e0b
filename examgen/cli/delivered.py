"""The commands on a folder that a build delivered."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from examgen.build import load_bank
from examgen.cli.arguments import PATH, banks_argument, cli
from examgen.cli.output import say


@cli.command("audit")
@click.argument("folder", type=PATH)
@banks_argument
@click.option("--templates", metavar="DIR", type=PATH, help="The templates that the build was made with.")
def audit_command(folder: Path, banks: tuple[Path, ...], templates: Path | None) -> None:
    """Compare the papers and keys of a build in FOLDER, read back from their pages, with the BANK they were made from.

    The key is derived anew from what is printed on the papers and from the bank's right answers, and compared with the
    key PDFs, answers.csv, answers.json and the grid.
    """
    from examgen.audit import audit_folder  # reading PDFs is needed nowhere else

    result = audit_folder(folder, load_bank(*banks), templates=templates)
    for fault in result.faults:
        say(click.style("does not match: ", fg="red") + fault)
    for doubt in result.undecided:
        say(click.style("undecided: ", fg="yellow") + doubt)
    click.echo(str(result))
    if not result.passed:
        sys.exit(1)
