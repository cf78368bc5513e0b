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
from examgen.typeset.job import DEFAULT_ENGINE, TexJob, TexOutcome
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


def find_tex(engine: str = DEFAULT_ENGINE) -> str:
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
        if engine != DEFAULT_ENGINE:
            raise TexMissingError(
                f"{engine} is not on this machine, and the bank has letters that only it can typeset",
                hint="on Debian: apt-get install texlive-luatex; 'examgen doctor --scripts' says more",
            )
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
    processes = Processes()
    running: dict[Future[TexOutcome], int] = {}
    done: dict[int, TexOutcome] = {}
    started = handed = 0
    with ThreadPoolExecutor(count) as pool:
        try:
            while handed < len(jobs):
                while started < min(len(jobs), handed + 2 * count) and len(running) < count:
                    running[_submit(pool, jobs[started](), processes)] = started
                    started += 1
                if handed not in done:
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        done[running.pop(future)] = future.result()
                    continue
                finished(handed, done.pop(handed))
                handed += 1
        finally:
            processes.stop()


def _submit(pool: ThreadPoolExecutor, job: TexJob, processes: Processes) -> Future[TexOutcome]:
    try:
        return pool.submit(run, job, find_tex(job.engine), processes)
    except RuntimeError as error:
        raise TypesetError(f"TeX cannot be started: {error}", hint=LIMIT_HINT) from error


def run(job: TexJob, program: str, processes: Processes | None = None) -> TexOutcome:
    """Run TeX once on a job.

    Raises:
        TypesetError: TeX could not be started, took too long, or was stopped by a limit; or it has no room.
    """
    try:
        with open_room() as room:
            return _run_in(room, job, program, processes or Processes())
    except OSError as error:
        raise TypesetError(
            f"TeX has no temporary folder to work in: {error.strerror}",
            hint=LIMIT_HINT if error.errno in _LIMITS else _SPACE_HINT,
        ) from error


def _run_in(room: Path, job: TexJob, program: str, processes: Processes) -> TexOutcome:
    (room / "job.tex").write_text(job.source, encoding="utf-8", newline="\n")
    for name, data in job.files.items():
        (room / name).write_bytes(data)
    if job.engine != DEFAULT_ENGINE:
        (room / CACHE).mkdir()
    command = [program, "-interaction=nonstopmode", "-file-line-error", "-no-shell-escape", "job.tex"]
    code = finish(processes, command, room, job.name, job.seconds)
    log = _text(room / "job.log")
    if shutil.disk_usage(room).free < _SPARE_BYTES or (code != 0 and _UNWRITTEN.search(log)):
        raise TypesetError(f"the disk is full that TeX works on, at '{room.parent}'", hint=_SPACE_HINT)
    report = _text(room / "job.report")
    return TexOutcome(
        job=job,
        pdf=read_output(room / "job.pdf"),
        complete=code == 0,
        log=log,
        pages=tuple((m["label"], int(m["pages"])) for m in _REPORT_VERSION.finditer(report)),
        tall=tuple(m["block"] for m in _REPORT_TALL.finditer(report)),
        breaks=tuple(
            (m["label"], tuple(map(int, m["blocks"].split()))) for m in _REPORT_BREAKS.finditer(report)
        ),
        full=tuple((m["label"], int(m["page"])) for m in _REPORT_FULL.finditer(report)),
    )


def _text(path: Path) -> str:
    return (read_output(path, LOG_BYTES) or b"").decode("utf-8", "replace").replace("\r\n", "\n")
