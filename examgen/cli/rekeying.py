"""The command that corrects keys after the exam."""

from __future__ import annotations

from pathlib import Path

import click

from examgen.cli.arguments import (
    PATH,
    allow_undecided_option,
    audit_option,
    cli,
    json_option,
    time_limit_option,
)
from examgen.cli.output import Styled, echo, echo_json, say
from examgen.cli.revisions import history_text, history_view, rekey_summary, rekey_view
from examgen.corrections import Change, Rule
from examgen.errors import UsageError
from examgen.rekey import history_of, rekey
from examgen.report import audit_view


@cli.command("rekey")
@click.argument("folder", type=PATH)
@click.argument("question", required=False)
@click.argument("more", nargs=-1, metavar="")
@click.option(
    "--accept",
    metavar="CHOICES",
    multiple=True,
    help="All choices that are right now, by their letters in the bank: c,d is c or d, each alone; a+c is both together, "
    "where the question asks for several. Given more than once, each stands for one answer that counts.",
)
@click.option("--void", is_flag=True, help="The question counts for nobody: its points leave the total.")
@click.option("--full", is_flag=True, help="Everyone gets the points.")
@click.option("--undo", is_flag=True, help="Take the question's correction back.")
@click.option(
    "--version",
    metavar="V",
    help="The letters of --accept are those printed on version V; QUESTION may be the number there.",
)
@click.option("--reason", metavar="TEXT", default="", help="Why; printed at the head of every key.")
@click.option("--list", "listed", is_flag=True, help="List the corrections made so far, and change nothing.")
@time_limit_option
@audit_option("the papers and the new keys back and compare them")
@allow_undecided_option
@json_option("the result")
def rekey_command(
    folder: Path,
    question: str | None,
    more: tuple[str, ...],
    accept: tuple[str, ...],
    void: bool,
    full: bool,
    undo: bool,
    version: str | None,
    reason: str,
    listed: bool,
    time_limit: int,
    audited: bool,
    allow_undecided: bool,
    as_json: bool,
) -> None:
    """Correct the answer to QUESTION (its id) in the build in FOLDER, and make the keys anew.

    The keys, the grid, answers.csv and answers.json become the next revision, which says on its first page what changed;
    the former ones are kept in keys/revision-1 and so on. Papers stay as they are. The bank is not needed.

    Without QUESTION, or with --list, the corrections made so far are listed.
    """
    asked = [
        name
        for name, given in (("--accept", accept), ("--void", void), ("--full", full), ("--undo", undo))
        if given
    ]
    if more:
        raise UsageError(
            f"'{' '.join(more)}' is too much: there is one FOLDER and one QUESTION",
            hint=f"choices are written without blanks: --accept {','.join((*accept, *more))}"
            if accept
            else "correct one question after the other; a --reason of several words wants quotes",
        )
    if listed or question is None:
        if asked:
            raise UsageError(
                f"{asked[0]} changes a question, and --list changes nothing"
                if question
                else f"{asked[0]} needs a question",
                hint=f"examgen rekey {folder} QUESTION {asked[0]}; the keys print the questions' ids",
            )
        history = history_of(folder, question)
        if as_json:
            echo_json(history_view(history))
        else:
            echo(history_text(history, question))
        return
    if len(asked) != 1:
        raise UsageError(
            f"{' and '.join(asked)} contradict each other" if asked else f"what of question '{question}'?",
            hint="give one of --accept c,d, --void, --full and --undo",
        )
    rule = {"--accept": Rule.ACCEPT, "--void": Rule.VOID, "--full": Rule.FULL, "--undo": Rule.BANK}[asked[0]]
    change = Change(rule, accept, version, reason)
    result = rekey(
        folder,
        question,
        change,
        time_limit=time_limit,
        audited=audited,
        allow_undecided=allow_undecided,
    )
    for doubt in result.audit.undecided if result.audit else ():
        say(Styled("undecided: ", "yellow"), doubt)
    if as_json:
        echo_json(rekey_view(result) | {"audit": audit_view(result.audit) if result.audit else None})
    else:
        audit = result.audit or "audit: not made, as asked with --no-audit"
        echo(f"{rekey_summary(result)}\n  {audit}")
