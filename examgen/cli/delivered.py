"""The commands on a folder that a build delivered."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from examgen import publish
from examgen.audit import audit_folder
from examgen.build import load_bank
from examgen.cli.arguments import PATH, cli, from_option, json_option
from examgen.cli.output import Styled, echo, echo_json, say
from examgen.errors import AuditError, BankError, DeliveryError
from examgen.model import Bank
from examgen.record import Record
from examgen.report import audit_view


@cli.command("audit")
@click.argument("folder", type=PATH)
@click.argument("banks", metavar="[BANK...]", nargs=-1, type=PATH)
@click.option("--templates", metavar="DIR", type=PATH, help="The templates that the build was made with.")
@from_option
@json_option("the result")
def audit_command(
    folder: Path, banks: tuple[Path, ...], templates: Path | None, format: str | None, as_json: bool
) -> None:
    """Compare the papers and keys of a build in FOLDER, read back from their pages, with the questions.

    The key is derived anew from what is printed on the papers and from the bank's right answers, and compared with the
    key PDFs, answers.csv, answers.json and the grid. Questions and templates are those in the build's record, or those
    in the files BANK as they are now.
    """
    manifest = _manifest(folder)
    formats: str | Sequence[str | None] | None = format
    with ExitStack() as stack:
        named = banks
        if not banks:
            record = stack.enter_context(Record.read(folder).unpacked())
            banks, formats, templates = record.banks, record.formats, templates or record.templates
        result = audit_folder(folder, _bank(banks, formats), templates=templates)
    for fault in result.faults:
        say(Styled("does not match: ", "red"), fault)
    for doubt in result.undecided:
        say(Styled("undecided: ", "yellow"), doubt)
    if result.faults and (others := _others(named, manifest)):
        say(f"  hint: {others} not as the exam was made from; to compare with that: examgen audit {folder}")
    if as_json:
        echo_json(audit_view(result))
    else:
        echo(str(result))
    if not result.passed:
        sys.exit(AuditError.exit_code)


def _manifest(folder: Path) -> dict[str, Any]:
    manifest = publish.read_manifest(folder)
    if manifest is None:
        what = "holds no build" if folder.is_dir() else "is a file" if folder.exists() else "does not exist"
        raise DeliveryError(
            f"'{folder}' {what}", hint="name the folder first that examgen build made: examgen audit out/quiz"
        )
    return manifest


def _bank(banks: Sequence[Path], format: str | Sequence[str | None] | None) -> Bank:
    try:
        return load_bank(*banks, format=format)
    except BankError as error:
        # It is not a build that failed.
        raise BankError("a bank with errors cannot be compared", problems=error.problems) from None


def _others(banks: Sequence[Path], manifest: dict[str, Any]) -> str:
    """Return which of some bank files have other bytes than all that the exam was made from, with its verb."""
    known = set(manifest["inputs"].values()) if isinstance(manifest.get("inputs"), dict) else set()
    others = [str(path) for path in banks if sha256(path.read_bytes()).hexdigest() not in known]
    return f"{', '.join(others)} {'is' if len(others) == 1 else 'are'}" if others else ""
