"""Runs a command and measures it as a whole: seconds, processor time and memory, with all that it starts."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class BenchError(Exception):
    """A command that is to be measured failed."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one run of a command took."""

    seconds: float
    cpu: float  #: seconds of processor time, user and system, of all processes
    largest: float  #: MB, the largest resident set of any one process


#: Where bytecode goes: compiled once, as it is after an installation, and nothing is left in the project.
_BYTECODE = tempfile.TemporaryDirectory(prefix="examgen-bench-bytecode-")


def run(command: Sequence[str], room: Path) -> Measure:
    """Run a command in a folder and measure it; what it prints goes to ``bench.out`` and ``bench.err`` there.

    The figures are the system's own accounting of the process and of those it waited for. A process counts at least what
    its parent held when it was started; this one is kept small for that reason.

    Raises:
        BenchError: it failed.
    """
    start = time.perf_counter()
    process = _start(command, room)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    _check(process, room)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Measure(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def peak_of_tree(command: Sequence[str], room: Path) -> float | None:
    """Return the peak of the memory of a command and all that it started, taken together, in MB; None where unknown.

    Shared memory is counted once. Looking so often takes time: this run is not to be timed.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    process = _start(command, room)
    peak = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.02):
            peak = max(peak, sum(_proportional(pid) for pid in _tree(process.pid)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    ended.set()
    watcher.join()
    _check(process, room)
    return peak / 2**10


def _start(command: Sequence[str], room: Path) -> subprocess.Popen[bytes]:
    with (room / "bench.out").open("wb") as out, (room / "bench.err").open("wb") as err:
        return subprocess.Popen(
            command, cwd=room, env=_environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": _BYTECODE.name}


def _check(process: subprocess.Popen[bytes], room: Path) -> None:
    if process.returncode != 0:
        names = ("bench.out", "bench.err")
        said = "".join((room / name).read_text(encoding="utf-8", errors="replace")[-1500:] for name in names)
        assert isinstance(process.args, list)
        raise BenchError(f"{' '.join(process.args[:4])} ... ended with {process.returncode}:\n{said}")


def _tree(root: int) -> list[int]:
    """Return a process and its descendants."""
    found = [root]
    for pid in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _proportional(pid: int) -> int:
    """Return a process's share of memory in kB; 0 when it has ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
