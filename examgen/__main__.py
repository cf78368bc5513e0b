"""``python -m examgen`` is the command ``examgen``."""

from __future__ import annotations

import contextlib
import io
import os
import sys

_INTERRUPTED = 130


def main() -> None:
    """Run the command line, also where standard streams are closed or full, and end quietly when interrupted early."""
    _open_streams()
    try:
        from examgen.cli import main as run  # loading takes long enough to be interrupted

        run()
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):
            sys.stderr.write("examgen: interrupted; nothing was changed\n")
        sys.exit(_INTERRUPTED)
    finally:
        _flush_streams()


def _open_streams() -> None:
    """Have standard streams that take every text.

    The null device stands in for one that is closed, because the next file would take its number; and a character that the
    terminal's encoding does not have is spelled out.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "r" if number == 0 else "w"
            # It stays open as long as the process, and pathlib need not be loaded for it.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def _flush_streams() -> None:
    """Flush what was printed; where that fails, which was said already, let Python not say it again at the end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    main()
