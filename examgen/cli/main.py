"""The way in: run a command, and end in a message and an exit code, whatever goes wrong."""

from __future__ import annotations

import io
import os
import signal
import sys

import click

from examgen import doctor, publish
from examgen.cli.arguments import cli
from examgen.cli.output import report, say, say_all
from examgen.errors import DeliveryError, ExamgenError, TexMissingError

_INTERNAL = 70
_NO_MEMORY = 71
_INTERRUPTED = 130


class _Stopped(BaseException):
    """The program was asked to end by a signal, whose number is the argument."""


def _stop(number: int, _frame: object) -> None:
    # What is half done is cleared away on the way up, as after an interrupt.
    raise _Stopped(number)


def _report_os_error(error: OSError) -> None:
    """Say what is wrong with a file, or, where none is named, with the standard output."""
    if error.filename is None:
        say(f"examgen: the output cannot be written: {error.strerror or error}")
        if done := publish.delivered_text():
            say(f"  hint: {done}")
        return
    # Most of what goes wrong with files has an error of its own, with more to say.
    say(f"examgen: '{os.fsdecode(error.filename)}' cannot be used: {error.strerror}")
    say("  hint: check the name, and whether you may read and write there")


def main() -> None:
    """Run the command line and exit with its code; whatever goes wrong ends in a message, not in a traceback."""
    say_all(None)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        text = io.StringIO()
        error.show(text)
        say(text.getvalue().rstrip("\n"))
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say(f"examgen: interrupted; {publish.ending_text()}")
        code = _INTERRUPTED
    except TexMissingError as error:
        diagnosis = doctor.examine()
        report(error if error.hint or diagnosis.tex_ok else doctor.missing_tex_error(diagnosis))
        code = error.exit_code
    except ExamgenError as error:
        report(error)
        code = error.exit_code
    except _Stopped as signal_number:
        say(f"examgen: stopped; {publish.ending_text()}")
        code = 128 + int(str(signal_number))
    except BrokenPipeError:
        # Whoever read our output has enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        _report_os_error(error)
        code = DeliveryError.exit_code
    except MemoryError:
        say("examgen: this computer has not enough free memory; " + publish.ending_text())
        say("  hint: end other programs, or build fewer versions at a time with --versions")
        code = _NO_MEMORY
    except Exception as error:
        if os.environ.get("EXAMGEN_TRACEBACK"):
            raise
        say(f"examgen: a fault in examgen itself: {type(error).__name__}: {error}")
        say("  hint: please report it, with what EXAMGEN_TRACEBACK=1 examgen ... prints")
        code = _INTERNAL
    sys.exit(code if isinstance(code, int) else 0)
