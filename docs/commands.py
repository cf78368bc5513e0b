"""docs/commands.md, from the help of the commands themselves. Run by ``make docs``; a test compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from examgen.cli import EXIT_CODES, cli

TARGET = Path(__file__).with_name("commands.md")


def _commands(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _commands(command.commands[name], (*path, name))


def commands_text() -> str:
    """Return the page: exit codes, then the help of each command."""
    parts = [
        "# Commands\n\nResults go to standard output; progress, warnings and errors to standard error. "
        "Made by `make docs` from the program's own help.\n",
        "## Exit codes\n\n| code | meaning |\n| --- | --- |\n"
        + "".join(f"| {code} | {meaning} |\n" for code, meaning in EXIT_CODES.items()),
    ]
    for path, command in _commands(cli, ("examgen",)):
        parent = click.Context(cli, info_name="examgen", max_content_width=100, terminal_width=100)
        context = click.Context(
            command,
            info_name=" ".join(path[1:]) if len(path) > 1 else "examgen",
            parent=parent if len(path) > 1 else None,
            max_content_width=100,
            terminal_width=100,
            **({"help_option_names": ["-h", "--help"]}),
        )
        parts.append(f"## {' '.join(path)}\n\n```text\n{command.get_help(context).strip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(commands_text(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}\n")
