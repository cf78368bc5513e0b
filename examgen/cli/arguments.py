"""The group of all commands, and arguments that several of them share."""

from __future__ import annotations

from pathlib import Path

import click

from examgen.manifest import DISTRIBUTION

EXIT_CODES = {
    0: "done",
    1: "problems in a bank, or more questions asked for than it has; diff: something differs",
    2: "an option or argument that cannot be",
    3: "TeX is missing; examgen doctor tells what to install",
    4: "TeX or a template failed",
    5: "the folder of a build, a record, or the output cannot be read or written",
    6: "an audit finds faults, or choices that it cannot tell apart; a build delivers nothing then",
    70: "a fault in examgen itself",
    71: "not enough free memory",
    130: "interrupted; 143 or 129: ended by a signal",
}


def _exit_codes() -> str:
    rows = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in EXIT_CODES.items())
    return f"\b\nExit codes:\n{rows}"


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_exit_codes(),
)
@click.version_option(package_name=DISTRIBUTION, prog_name="examgen")
def cli() -> None:
    """Print several versions of one exam, with answer keys that match.

    Start with a file of questions:  examgen build quiz.md --versions 4 --seed 2026
    """


#: Whether a path is there and can be read is said by what reads it, in its own words.
PATH = click.Path(path_type=Path, readable=False)
from_option = click.option(
    "--from",
    "format",
    metavar="FORMAT",
    help="Format of the files, as gift or qti-2; without it each file is asked.",
)
strict_option = click.option(
    "--strict", is_flag=True, help="Questions that cannot be printed are errors, not left out with a warning."
)
banks_argument = click.argument("banks", metavar="BANK...", nargs=-1, required=True, type=PATH)
