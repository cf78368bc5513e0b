"""The commands on the program's surroundings: templates, schemas, the doctor."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from examgen import doctor, templates
from examgen.cli.arguments import PATH, cli
from examgen.cli.output import echo
from examgen.scripts import forget_fonts


@cli.group("templates")
def templates_group() -> None:
    """The templates of papers and keys."""


@templates_group.command("copy")
@click.argument("folder", metavar="DIR", type=PATH)
def templates_copy(folder: Path) -> None:
    """Copy the built-in templates to DIR, as a set to start from; use them with build --templates DIR."""
    for path in templates.copy(folder):
        echo(str(path))


@cli.command()
@click.argument("name", type=click.Choice(["bank", "show"]))
def schema(name: str) -> None:
    """Print a JSON Schema: of YAML banks, or of what show --json prints."""
    from examgen.schema import schema_text  # with it comes pydantic, which takes long to load

    echo(schema_text("bank" if name == "bank" else "show").removesuffix("\n"))


@cli.command("doctor")
@click.option("--install", is_flag=True, help="Install what is missing, after asking.")
@click.option("--yes", is_flag=True, help="With --install: do not ask.")
@click.option("--scripts", is_flag=True, help="Which scripts beside Latin this machine prints.")
def doctor_command(install: bool, yes: bool, scripts: bool) -> None:
    """Tell what of TeX and Python is on this machine, and what is missing."""
    if scripts:
        _scripts(install, yes)
        return
    diagnosis = doctor.examine()
    for line in doctor.render_lines(diagnosis):
        echo(line)
    if diagnosis.tex_ok:
        return
    if not install:
        raise doctor.missing_tex_error(diagnosis)
    doctor.install(diagnosis, ask=_asker(yes), run=_run)
    diagnosis = doctor.examine()
    if not diagnosis.tex_ok:
        raise doctor.missing_tex_error(diagnosis)
    echo("TeX is ready")


def _scripts(install: bool, yes: bool) -> None:
    """Tell which scripts are printed here, and install what is missing if asked."""
    found = doctor.examine_scripts()
    for line in doctor.scripts_lines(found):
        echo(line)
    if found.ok:
        return
    if install:
        doctor.install_scripts(found, ask=_asker(yes), run=_run)
        forget_fonts()
        found = doctor.examine_scripts()
    if not found.ok:
        raise doctor.missing_scripts_error(found)
    echo("every script is ready")


def _asker(yes: bool) -> Callable[[str], bool]:
    return (lambda _question: True) if yes else lambda question: click.confirm(question, err=True)


def _run(command: Sequence[str]) -> int:
    return subprocess.call(list(command))
