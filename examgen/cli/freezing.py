"""The commands on what was printed: freeze, reprint, diff."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from examgen import publish
from examgen.cli.arguments import PATH, cli, json_option, time_limit_option
from examgen.cli.comparing import (
    difference_text,
    difference_view,
    labels_of,
    marked_text,
    reprint_text,
    reprint_view,
)
from examgen.cli.output import echo, echo_json
from examgen.difference import compare
from examgen.errors import UsageError
from examgen.formats import FORMATS
from examgen.freezing import freeze, unfreeze
from examgen.newfile import put
from examgen.record import Record
from examgen.rekey import history_of
from examgen.reprint import reprint


@cli.command("freeze")
@click.argument("folder", type=PATH)
@click.option("--date", metavar="YYYY-MM-DD", help="The day on which it was printed.  [default: today]")
@click.option("--to", metavar="FILE", type=PATH, help="Copy the record there, too: a file, or a folder.")
@click.option("--undo", is_flag=True, help="Take the mark away: nothing was printed, or it does not matter.")
def freeze_command(folder: Path, date: str | None, to: Path | None, undo: bool) -> None:
    """Mark the build in FOLDER as printed: a later build into it leaves the papers as they are, or is refused.

    The record <exam>.examgen in FOLDER is all that reprint needs; keep a copy of it with --to.
    """
    if undo and (date or to):
        raise UsageError("--undo takes the mark away: --date and --to go without it")
    if undo:
        echo(marked_text(unfreeze(folder)))
        return
    marked = freeze(folder, _date(date))
    echo(marked_text(marked))
    if to is not None:
        # Without a suffix it is a folder, there or not.
        is_folder = to.is_dir() or not (to.suffix or to.exists())
        target = to / marked.record.name if is_folder else to
        put({target: marked.record.read_bytes()}, "name another place with --to")
        echo(f"  copy    {target}")


@cli.command("reprint")
@click.argument("record", metavar="RECORD", type=PATH)
@click.option(
    "--version",
    "versions",
    metavar="V",
    multiple=True,
    help="A version to print; may be repeated.  [default: all]",
)
@click.option("--key", "keys", is_flag=True, help="Print the keys of these versions, too.")
@click.option(
    "--as-printed",
    is_flag=True,
    help="With --key: print the keys of the build although they were corrected since.",
)
@click.option(
    "-o", "--out", metavar="DIR", type=PATH, help="Folder to write to.  [default: out/<exam>-reprint]"
)
@click.option(
    "--allow-other-breaks",
    is_flag=True,
    help="Print it also where another TeX cannot keep the page breaks.",
)
@time_limit_option
@json_option("the result")
def reprint_command(
    record: Path,
    versions: tuple[str, ...],
    keys: bool,
    as_printed: bool,
    out: Path | None,
    allow_other_breaks: bool,
    time_limit: int,
    as_json: bool,
) -> None:
    """Print papers again from RECORD: a file *.examgen, or the folder of a build. The bank is not needed.

    With the same TeX and examgen the files have the same bytes as before; with others, they are read back, and have the
    same letters, numbers and page breaks.
    """
    if as_printed and not keys:
        raise UsageError("--as-printed is about keys", hint="add --key, or leave it away")
    known = Record.read(record)
    result = reprint(
        known,
        labels_of(versions) or list(known.versions),
        keys=keys,
        as_printed=as_printed,
        other_breaks=allow_other_breaks,
        time_limit=time_limit,
    )
    folder = out if out is not None else Path("out") / f"{known.exam}-reprint"
    result.deliver(folder)
    if as_json:
        echo_json({"folder": str(folder), "files": reprint_view(result), "keys": result.keys or None})
    else:
        echo(f"{reprint_text(result)}\n  in {folder}")


@cli.command("diff")
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@json_option("the differences")
def diff_command(old: Path, new: Path, as_json: bool) -> None:
    """Show what differs between two builds, OLD and NEW: records *.examgen, or folders of builds.

    The exit code is 0 when nothing does, and 1 when something does.
    """
    for path in (old, new):
        _check_no_bank(path)
    # Keys are corrected in folders only: a record is of the build itself.
    corrections = [history_of(path) if publish.read_manifest(path) else [] for path in (old, new)]
    difference = compare(Record.read(old), Record.read(new), *corrections)
    if as_json:
        echo_json(difference_view(difference))
    else:
        echo(difference_text(difference))
    if difference:
        sys.exit(1)


def _check_no_bank(path: Path) -> None:
    """Refuse a file that has the suffix of a bank, which is what people compare elsewhere."""
    if any(path.suffix.lower() in format.suffixes for format in FORMATS) and _is_text(path):
        raise UsageError(
            f"'{path}' is a bank, and diff compares builds",
            hint=f"name the folder of its build (out/{path.stem}) or a record *.examgen; examgen build makes both",
        )


def _is_text(path: Path) -> bool:
    """Return whether a file is none of the archives that a record may be, whatever its name."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(2) != b"PK"


def _date(given: str | None) -> str:
    if given is None:
        return datetime.date.today().isoformat()
    try:
        return datetime.date.fromisoformat(given).isoformat()
    except ValueError:
        raise UsageError(f"'{given}' is no date", hint="write it as 2026-11-30") from None
