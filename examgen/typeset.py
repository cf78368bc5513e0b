"""TeX in a locked room: a source in, a PDF and a report out. The only module that typesets by starting a program.

The room: an empty temporary folder as the working folder; no shell escape; ``openin_any`` and ``openout_any`` at *p*, so
that no absolute path, hidden file or parent folder can be opened; an environment of our own; limits on time, memory and the
size of files. TeX's own lock has one hole, the primitive ``pdfobj`` with a file, which must not come from a bank.

The bytes of the PDF depend on the source and on the TeX installation only: the date is fixed and identifiers are left out.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from examgen.doctor import find_program
from examgen.errors import TexMissingError, TypesetError

#: Seconds after which a run of TeX is given up, before what a job's size adds.
BASE_SECONDS = 120
#: Bytes of address space and of any file that a run of TeX may take.
MEMORY_BYTES = 3 << 30
FILE_BYTES = 2 << 30
#: Seconds since 1970 that TeX takes for now: 2020-01-01.
EPOCH = 1577836800

_REPORT_VERSION = re.compile(r"^version (?P<label>\S+) (?P<pages>\d+)$", re.MULTILINE)
_REPORT_TALL = re.compile(r"^tall (?P<block>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TexJob:
    """One run of TeX. A plain value: it can be sent to another process or machine."""

    name: str  #: for messages: ``papers 1``
    source: str  #: the LaTeX document
    files: Mapping[str, bytes] = field(default_factory=dict)  #: beside the source, by safe names
    seconds: int = BASE_SECONDS  #: limit on time


@dataclass(frozen=True, slots=True)
class TexOutcome:
    """What a run of TeX gave."""

    job: TexJob
    pdf: bytes | None  #: None when TeX made none
    complete: bool  #: TeX itself says that it had no errors
    log: str
    pages: tuple[tuple[str, int], ...]  #: (label, pages) of each version, in the order of the PDF
    tall: tuple[str, ...]  #: names of blocks that are taller than a page


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


def run_all(
    jobs: Sequence[Callable[[], TexJob]],
    *,
    finished: Callable[[int, TexOutcome], None],
    workers: int | None = None,
    engine: str = "pdflatex",
) -> None:
    """Run TeX on every job, one process a core, and hand over each outcome with its job's 0-based index.

    Jobs are made when their turn comes, and outcomes are handed over in the order of the jobs. No job is begun that is
    more than a few places ahead, so that few sources and PDFs are in memory at a time.

    Raises:
        TexMissingError: there is no TeX.
        TypesetError: TeX could not be started or had to be stopped. What else is running is stopped, too.
    """
    program = find_tex(engine)
    count = workers or max(
        1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    processes = _Processes()
    running: dict[Future[TexOutcome], int] = {}
    done: dict[int, TexOutcome] = {}
    started = handed = 0
    with ThreadPoolExecutor(count) as pool:
        try:
            while handed < len(jobs):
                while started < min(len(jobs), handed + 2 * count) and len(running) < count:
                    running[pool.submit(run, jobs[started](), program, processes)] = started
                    started += 1
                if handed not in done:
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        done[running.pop(future)] = future.result()
                    continue
                finished(handed, done.pop(handed))
                handed += 1
        finally:
            processes.stop()


def run(job: TexJob, program: str, processes: _Processes | None = None) -> TexOutcome:
    """Run TeX once on a job.

    Raises:
        TypesetError: TeX could not be started, took too long, or was stopped by a limit; or it has no room.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="examgen-tex-") as folder:
            return _run_in(Path(folder), job, program, processes or _Processes())
    except OSError as error:
        raise TypesetError(
            f"TeX has no temporary folder to work in: {error.strerror}",
            hint="free some space, or set TMPDIR to a folder that has some",
        ) from error


def _run_in(room: Path, job: TexJob, program: str, processes: _Processes) -> TexOutcome:
    (room / "job.tex").write_text(job.source, encoding="utf-8", newline="\n")
    for name, data in job.files.items():
        (room / name).write_bytes(data)
    code = _finish(job, program, room, processes)
    if code < 0:
        raise TypesetError(
            f"TeX was stopped while it set {job.name} ({_signal_name(-code)})",
            hint="a question may hold a picture or a formula that is too large for TeX's limits",
        )
    pdf = room / "job.pdf"
    report = _read(room / "job.report")
    return TexOutcome(
        job=job,
        pdf=pdf.read_bytes() if pdf.exists() else None,
        complete=code == 0,
        log=_read(room / "job.log"),
        pages=tuple((m["label"], int(m["pages"])) for m in _REPORT_VERSION.finditer(report)),
        tall=tuple(m["block"] for m in _REPORT_TALL.finditer(report)),
    )


class _Processes:
    """The processes that run for one call; once they are stopped, no other one is started."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started: list[subprocess.Popen[bytes]] = []
        self._stopped = False

    def start(self, command: Sequence[str], room: Path) -> subprocess.Popen[bytes]:
        """Start a program in its room, as the leader of a group of processes."""
        with self._lock:
            if self._stopped:
                raise TypesetError("the build was stopped")
            process = subprocess.Popen(
                command,
                cwd=room,
                env=_environment(room, Path(command[0])),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._started.append(process)
            return process

    def stop(self) -> None:
        """End all that still run."""
        with self._lock:
            self._stopped = True
            for process in self._started:
                _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and, where the system knows groups, those that it started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _finish(job: TexJob, program: str, room: Path, processes: _Processes) -> int:
    """Run the program in its room and return its exit code."""
    command = [
        program,
        "-interaction=nonstopmode",
        "-file-line-error",
        "-no-shell-escape",
        "job.tex",
    ]
    try:
        process = processes.start(command, room)
    except OSError as error:
        raise TypesetError(f"TeX ({program}) cannot be started: {error.strerror}") from error
    # Waiting with a timeout would look only twenty times a second whether TeX is done.
    late = threading.Event()

    def stop() -> None:
        late.set()
        _kill(process)

    timer = threading.Timer(job.seconds, stop)
    timer.daemon = True
    try:
        timer.start()
        _limit(process.pid, job.seconds)
        code = process.wait()
    finally:
        timer.cancel()
        _kill(process)
        process.wait()
    if late.is_set() and code != 0:
        raise TypesetError(
            f"TeX took more than {job.seconds} seconds on {job.name} and was stopped",
            hint="a formula that never ends, or a very large bank; raise the limit with --time-limit",
        )
    return code


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _environment(room: Path, program: Path) -> dict[str, str]:
    """Return the environment the program sees: what TeX needs to find itself, and our settings."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TEXMFHOME") if name in os.environ
    }
    if program.is_absolute():
        # A TeX that was just installed is not on the PATH yet, and has its own programs beside it.
        kept["PATH"] = os.pathsep.join([str(program.parent), kept.get("PATH", os.defpath)])
    return kept | {
        "TEXMFOUTPUT": str(room),
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "MKTEXPK": "0",
        "MKTEXTFM": "0",
        "MKTEXMF": "0",
        "SOURCE_DATE_EPOCH": str(EPOCH),
        "FORCE_SOURCE_DATE": "1",
        "max_print_line": "10000",
        "error_line": "254",
        "half_error_line": "238",
        "LC_ALL": "C",
        "TZ": "UTC",
    }


def _limit(pid: int, seconds: int) -> None:
    """Limit what a running process may take, where the system can do that."""
    if sys.platform != "linux":
        return
    import resource  # not on every system

    limits = (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CPU, seconds + 1),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, value in limits:
        try:
            resource.prlimit(pid, kind, (value, value))
        except ProcessLookupError:
            return
        except (OSError, ValueError):
            # A lower limit is in force already.
            continue


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
