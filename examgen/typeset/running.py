"""One run of TeX, and many of them side by side."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from examgen.doctor import find_program
from examgen.errors import TexMissingError, TypesetError
from examgen.typeset.job import TexJob, TexOutcome
from examgen.typeset.process import CACHE, LIMIT_HINT, Processes, finish
from examgen.typeset.room import open_room, read_output

#: Of a log, and of a report, that is longer in bytes, the middle is not read.
LOG_BYTES = 16 << 20
#: On a disk with fewer free bytes than this, what TeX wrote last may be cut off without a word.
_SPARE_BYTES = 1 << 16

_SPACE_HINT = "free some space, or set TMPDIR to a folder that has some"
_LIMITS = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EFBIG}

#: What pdfTeX says before it removes the PDF that had no room.
_UNWRITTEN = re.compile(r"^(?:!|.*pdfTeX error:).*fwrite\(\) failed", re.MULTILINE)

_REPORT_VERSION = re.compile(r"^version (?P<label>\S+) (?P<pages>\d+)$", re.MULTILINE)
_REPORT_TALL = re.compile(r"^tall (?P<block>.+)$", re.MULTILINE)
_REPORT_BREAKS = re.compile(r"^breaks (?P<label>\S+) (?P<blocks>[\d ]+)$", re.MULTILINE)
_REPORT_FULL = re.compile(r"^full (?P<label>\S+) (?P<page>\d+)$", re.MULTILINE)


def find_tex(engine: str = "pdflatex") -> str:
    """Return the path of the TeX engine.

    Raises:
        TexMissingError: it is not on this machine.
    """
    try:
        path = find_program(engine)
    except OSError:
        # A folder where TeX might be cannot be looked into.
        path = None
    if path is None:
        raise TexMissingError(f"{engine} is not on this machine, and papers are typeset with it")
    # It is started from another folder, and PATH may hold relative ones.
    return str(path.absolute())


def usable_cores() -> int:
    """Return how many processors this process may use."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def run_all(
    jobs: Sequence[Callable[[], TexJob]],
    *,
    finished: Callable[[int, TexOutcome], None],
    workers: int | None = None,
) -> None:
    """Run TeX on every job, one process a core, and hand over each outcome with its job's 0-based index.

    Jobs are made when their turn comes, and outcomes are handed over in the order of the jobs. No job is begun that is
    more than a few places ahead, so that few sources and PDFs are in memory at a time.

    Raises:
        TexMissingError: there is no TeX.
        TypesetError: TeX could not be started or had to be stopped. What else is running is stopped, too.
    """
    find_tex()
    count = workers or usable_cores()
