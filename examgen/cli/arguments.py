"""The group of all commands, and arguments that several of them share."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from examgen.cli.output import SHOWN, say_all
from examgen.errors import UsageError
from examgen.manifest import DISTRIBUTION
from examgen.typeset import BASE_SECONDS

_Command = TypeVar("_Command", bound=Callable[..., object])

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


class _Commands(click.Group):
    """All commands; a file or ``help`` in the place of a command is told what to write."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if args[0] == "help":
                raise click.UsageError(f"{error.message} Did you mean '--help'?", ctx) from error
            if Path(args[0]).exists():
                command = f"examgen build {shlex.quote(args[0])}"
                raise click.UsageError(f"{error.message} To print an exam of it: {command}", ctx) from error
            raise


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_exit_codes(),
)
@click.version_option(package_name=DISTRIBUTION, prog_name="examgen")
def cli() -> None:
    """Print several versions of one exam, with answer keys that match.

    Start with a file of questions:  examgen build quiz.md --versions 4 --seed 2026
    """


def _at_least_a_second(_context: click.Context, _option: click.Parameter, seconds: int) -> int:
    if seconds < 1:
        raise UsageError(
            f"the time limit is at least 1 second, not {seconds}",
            hint=f"leave --time-limit away for {BASE_SECONDS} seconds, or give more where TeX takes longer",
        )
    return seconds


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


def _all_asked(_context: click.Context, _option: click.Parameter, everything: bool) -> bool:
    say_all(everything)
    return everything


def all_option(more: str = "", *, exposed: bool = False) -> Callable[[_Command], _Command]:
    """Return the option that has each problem said; ``exposed`` where a command asks for ``more`` by it."""
    return click.option(
        "--all",
        "everything",
        is_flag=True,
        callback=_all_asked,
        expose_value=exposed,
        help=f"Show each problem, not the first {SHOWN} of each kind{more}.",
    )


def advice_options(command: _Command) -> _Command:
    """Add what ``check`` can tell beside problems."""
    for option in (
        click.option(
            "--advice",
            is_flag=True,
            help="Tell what makes questions easy to guess or hard to read (docs/advice.md); it is never an error.",
        ),
        click.option(
            "--explain-letters",
            is_flag=True,
            help="List each place that names a choice, or seems to, and what is done with it.",
        ),
    ):
        command = option(command)
    return command


time_limit_option = click.option(
    "--time-limit",
    metavar="SECONDS",
    type=int,
    default=BASE_SECONDS,
    show_default=True,
    callback=_at_least_a_second,
    help="Limit on one run of TeX.",
)
allow_undecided_option = click.option(
    "--allow-undecided",
    is_flag=True,
    help="Deliver although the audit could not tell some choices apart; they are listed.",
)


def audit_option(reads: str) -> Callable[[_Command], _Command]:
    """Return the option that leaves the audit out; its help says what ``reads`` back."""
    return click.option(
        "--audit/--no-audit",
        "audited",
        default=True,
        help=f"Read {reads} before anything is delivered.  [default: audit]",
    )


def json_option(what: str, more: str = "") -> Callable[[_Command], _Command]:
    """Return the option that prints ``what`` as JSON; ``more`` of that stands in its help."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print {what} as JSON{more}.")


banks_argument = click.argument("banks", metavar="BANK...", nargs=-1, required=True, type=PATH)
