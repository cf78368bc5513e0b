"""The command line: parse, one call, report. Nothing below this module prints or exits.

Results go to stdout, talk (progress, warnings, errors) to stderr.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from examgen import doctor, templates
from examgen.build import Options, Progress, build_exam, load_bank
from examgen.errors import (
    DeliveryError,
    ExamgenError,
    Problem,
    Severity,
    TexMissingError,
    errors_of,
    warnings_of,
)
from examgen.exam import SIZES, Layout, Paper
from examgen.formats import read_banks
from examgen.formats.ids import write_ids
from examgen.inspection import inspect
from examgen.manifest import DISTRIBUTION
from examgen.model import Heading
from examgen.report import bank_text, build_view, plural, problem_view, summary
from examgen.rewrite import rewrite
from examgen.schema import schema_text
from examgen.show import view

F = TypeVar("F", bound=Callable[..., Any])

EXIT_CODES = {
    0: "done",
    1: "problems in a bank, more questions asked for than it has, or an audit that finds faults",
    2: "an option or argument that cannot be",
    3: "TeX is missing; examgen doctor tells what to install",
    4: "TeX or a template failed",
    5: "the output folder, or the output, cannot be written",
    70: "a fault in examgen itself",
    130: "interrupted; 143 or 129: ended by a signal",
}
_INTERNAL = 70
_INTERRUPTED = 130


def _say(text: str) -> None:
    click.echo(text, err=True)


def _show_problem(problem: Problem) -> None:
    colour = "yellow" if problem.severity is Severity.WARNING else "red"
    head, _, tail = str(problem).partition("\n")
    if problem.place:
        place = str(problem.place)
        head = f"{click.style(place, bold=True)}{head[len(place) :]}"
    _say(head.replace("warning:", click.style("warning:", fg=colour), 1))
    if tail:
        _say(tail)


def _report(error: ExamgenError) -> None:
    for problem in error.problems:
        _show_problem(problem)
    if error.message:
        _say(click.style("examgen: ", fg="red") + error.message)
    if error.hint:
        _say(f"  hint: {error.hint}")


class _Stopped(BaseException):
    """The program was asked to end by a signal, whose number is the argument."""


def _stop(number: int, _frame: object) -> None:
    # What is half done is cleared away on the way up, as after an interrupt.
    raise _Stopped(number)


def main() -> None:
    """Run the command line and exit with its code; whatever goes wrong ends in a message, not in a traceback."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("examgen: interrupted; nothing was changed")
        code = _INTERRUPTED
    except TexMissingError as error:
        diagnosis = doctor.examine()
        _report(error if error.hint or diagnosis.tex_ok else doctor.missing_tex_error(diagnosis))
        code = error.exit_code
    except ExamgenError as error:
        _report(error)
        code = error.exit_code
    except _Stopped as signal_number:
        _say("examgen: stopped; nothing was changed")
        code = 128 + int(str(signal_number))
    except BrokenPipeError:
        # Whoever read our output has enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        # Results could not be printed: what else goes wrong with files has an error of its own.
        _say(f"examgen: the output cannot be written: {error.strerror or error}")
        code = DeliveryError.exit_code
    except Exception as error:
        if os.environ.get("EXAMGEN_TRACEBACK"):
            raise
        _say(f"examgen: a fault in examgen itself: {type(error).__name__}: {error}")
        _say("  hint: please report it, with what EXAMGEN_TRACEBACK=1 examgen ... prints")
        code = _INTERNAL
    sys.exit(code if isinstance(code, int) else 0)


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
_PATH = click.Path(path_type=Path, readable=False)
_banks = click.argument("banks", metavar="BANK...", nargs=-1, required=True, type=_PATH)


@cli.command()
@_banks
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
    type=_PATH,
    help="Output folder.  [default: out/<bank>]",
)
@click.option(
    "--pick", "count", metavar="N", type=int, help="Draw N questions by the seed, the same for all versions."
)
@click.option(
    "--tag", "tags", metavar="TAG", multiple=True, help="Only questions with this tag; may be repeated."
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
    type=_PATH,
    help="Templates that replace built-in ones by name.",
)
@click.option(
    "--time-limit",
    metavar="SECONDS",
    type=int,
    default=120,
    show_default=True,
    help="Limit on one run of TeX.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def build(
    banks: tuple[Path, ...],
    versions: int,
    seed: str | None,
    out: Path | None,
    count: int | None,
    tags: tuple[str, ...],
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
    as_json: bool,
) -> None:
    """Make papers and keys from one or several files of questions.

    The folder gets exams/ (a PDF a version), keys/ (a key a version, all in one grid, CSV and JSON), print/ (all papers
    in one file) and manifest.json. It is replaced as a whole, or not at all; files that you put there stay.
    """
    options = Options(
        versions=versions,
        seed=seed,
        count=count,
        tags=tags,
        keep_question_order=keep_question_order,
        heading=Heading(title=title, course=course, date=date, duration=duration, instructions=instructions),
        layout=Layout(paper=Paper(paper), size=int(size), columns=int(columns), duplex=duplex),
        templates=templates,
        time_limit=time_limit,
    )
    with _progress_bar() as progress:
        result = build_exam(banks, out, options, progress=progress)
    for problem in result.warnings:
        _show_problem(problem)
    click.echo(json.dumps(build_view(result), indent=1, ensure_ascii=False) if as_json else summary(result))


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


@cli.command()
@_banks
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def check(banks: tuple[Path, ...], as_json: bool) -> None:
    """Look for problems in files of questions: all of them, each with its place and a remedy."""
    checked = inspect(banks)
    errors, warnings = errors_of(checked.problems), warnings_of(checked.problems)
    if as_json:
        click.echo(json.dumps([problem_view(p) for p in [*errors, *warnings]], indent=1, ensure_ascii=False))
    else:
        for problem in checked.problems:
            _show_problem(problem)
        click.echo(
            f"{plural(len(checked.bank.questions), 'question')}: "
            f"{plural(len(errors), 'error')}, {plural(len(warnings), 'warning')}"
        )
    if errors:
        sys.exit(1)


@cli.command()
@_banks
@click.option(
    "--json", "as_json", is_flag=True, help="Print the bank as JSON (docs/show.schema.json describes it)."
)
def show(banks: tuple[Path, ...], as_json: bool) -> None:
    """Show a bank as the program understood it."""
    reading = read_banks(banks)
    for problem in sorted(reading.problems, key=lambda p: p.sort_key):
        _show_problem(problem)
    bank = reading.bank
    if as_json:
        click.echo(json.dumps(view(bank), indent=1, ensure_ascii=False))
    else:
        click.echo(bank_text(bank))
    if errors_of(reading.problems):
        sys.exit(1)


@cli.command("audit")
@click.argument("folder", type=_PATH)
@_banks
@click.option("--templates", metavar="DIR", type=_PATH, help="The templates that the build was made with.")
def audit_command(folder: Path, banks: tuple[Path, ...], templates: Path | None) -> None:
    """Compare the papers and keys of a build in FOLDER, read back from their pages, with the BANK they were made from.

    The key is derived anew from what is printed on the papers and from the bank's right answers, and compared with the
    key PDFs, answers.csv, answers.json and the grid.
    """
    from examgen.audit import audit_folder  # reading PDFs is needed nowhere else

    result = audit_folder(folder, load_bank(*banks), templates=templates)
    for fault in result.faults:
        _say(click.style("does not match: ", fg="red") + fault)
    for doubt in result.undecided:
        _say(click.style("undecided: ", fg="yellow") + doubt)
    click.echo(str(result))
    if not result.passed:
        sys.exit(1)


@cli.command()
@click.argument("bank", type=_PATH)
def ids(bank: Path) -> None:
    """Write an id into every question of BANK that has none, and change nothing else.

    With its id written down, a question keeps its orders even when its wording changes.
    """
    text, count = write_ids(bank)
    if count:
        rewrite(bank, text.encode())
    click.echo(f"{bank}: {plural(count, 'id')} written")


@cli.group("templates")
def templates_group() -> None:
    """The templates of papers and keys."""


@templates_group.command("copy")
@click.argument("folder", metavar="DIR", type=_PATH)
def templates_copy(folder: Path) -> None:
    """Copy the built-in templates to DIR, as a set to start from; use them with build --templates DIR."""
    for path in templates.copy(folder):
        click.echo(str(path))


@cli.command()
@click.argument("name", type=click.Choice(["bank", "show"]))
def schema(name: str) -> None:
    """Print a JSON Schema: of YAML banks, or of what show --json prints."""
    click.echo(schema_text("bank" if name == "bank" else "show"), nl=False)


@cli.command("doctor")
@click.option("--install", is_flag=True, help="Install what is missing, after asking.")
@click.option("--yes", is_flag=True, help="With --install: do not ask.")
def doctor_command(install: bool, yes: bool) -> None:
    """Tell what of TeX and Python is on this machine, and what is missing."""
    diagnosis = doctor.examine()
    for line in doctor.render_lines(diagnosis):
        click.echo(line)
    if diagnosis.tex_ok:
        return
    if not install:
        raise doctor.missing_tex_error(diagnosis)
    doctor.install(
        diagnosis,
        ask=(lambda _question: True) if yes else lambda question: click.confirm(question, err=True),
        run=lambda command: subprocess.call(list(command)),
    )
    diagnosis = doctor.examine()
    if not diagnosis.tex_ok:
        raise doctor.missing_tex_error(diagnosis)
    click.echo("TeX is ready")
