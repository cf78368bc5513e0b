"""A program started in its room, limited, watched and ended, together with all that it started.

On POSIX a shell starts it: it sets the limits, leaves a watcher in the program's group of processes, and becomes the
program. The watcher reads a pipe of which this process holds the other end, and ends the group when that end closes: a
build that is killed leaves no TeX behind, on any system, without a moment in which it could.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from examgen.doctor.sandbox import ROOM, find_sandbox
from examgen.errors import TypesetError
from examgen.typeset.room import bytes_in, read_output

#: Bytes of address space and of any file that a run of TeX may take, and of all its files together.
MEMORY_BYTES = 3 << 30
FILE_BYTES = 2 << 30
ROOM_BYTES = 3 << 30
#: Seconds since 1970 that TeX takes for now: 2020-01-01.
EPOCH = 1577836800
#: Folder in a room for what LuaTeX keeps.
CACHE = "cache"
#: Seconds between two looks at how much a program has written.
LOOK_SECONDS = 0.5

#: What to do when the system gives nothing more.
LIMIT_HINT = "close other programs, or raise the limits of this shell (ulimit -f, -n, -u, -v)"

#: What the program says when it cannot be started.
_ERRORS = "job.errors"
#: Exit codes of a shell that cannot start a program.
_NOT_STARTED = (126, 127)
#: Exit codes above it tell the signal that ended the program, where another program waited for it.
_BY_SIGNAL = 128

#: Arguments: seconds, blocks of 512 bytes a file, KiB of memory, then the command. Standard input is the pipe. A limit
#: that cannot be set is one that is lower already.
_LAUNCH = """\
exec 3<&0 </dev/null
command ulimit -c 0; command ulimit -t "$1"; command ulimit -f "$2"; command ulimit -v "$3"
shift 3
{ read -r line <&3; kill -9 0; } >/dev/null 2>&1 &
exec 2>job.errors
exec "$@" 3<&-
"""


@dataclass(slots=True)
class _Program:
    """One program that was started; ended at most once, and never after its number may be another one's."""

    process: subprocess.Popen[bytes]
    pipe: int | None  #: the end of the pipe whose closing ends the program; None: the system has none
    late: bool = False  #: it was ended for taking too long
    large: bool = False  #: it was ended for writing too much
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _gone: bool = False

    def end(self) -> None:
        """End it and all that it started."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._gone:
            return
        if sys.platform == "win32":
            self.process.kill()
        else:
            # The group may have ended by itself, and macOS forbids to end the dead.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait until it has ended, end what it left running, and return its exit code."""
        if hasattr(os, "waitid"):
            # Its number stays its own until it is waited for in earnest.
            with contextlib.suppress(ChildProcessError):
                os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT)
        else:
            # The watcher keeps the number of the group from being given to another one.
            self.process.wait()
        with self._lock:
            self._end()
            code = self.process.wait()
            self._gone = True
            pipe, self.pipe = self.pipe, None
            if pipe is not None:
                os.close(pipe)
        return code


class Processes:
    """The programs that run for one call; once they are stopped, no other one is started."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started: list[_Program] = []
        self._stopped = False

    def start(self, command: Sequence[str], room: Path, seconds: int) -> _Program:
        """Start a program in its room, as the leader of a group of processes."""
        with self._lock:
            if self._stopped:
                raise TypesetError("the build was stopped")
            program = _start(command, room, seconds)
            self._started = [each for each in self._started if not each._gone] + [program]
            return program

    def stop(self) -> None:
        """End all that still run."""
        with self._lock:
            self._stopped = True
            for program in self._started:
                program.end()
            # One whose start was interrupted has nobody else who waits for it.
            for program in self._started:
                if not program._gone:
                    program.wait()


def finish(processes: Processes, command: list[str], room: Path, name: str, seconds: int) -> int:
    """Run a program in its room and return its exit code.

    Raises:
        TypesetError: it could not be started, took too long, wrote too much, or was ended by a signal. ``name`` is
            that of the job.
    """
    try:
        program = processes.start(command, room, seconds)
    except OSError as error:
        raise TypesetError(
            f"TeX ({command[0]}) cannot be started: {error.strerror}",
            hint=LIMIT_HINT,
        ) from error
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(program, room, seconds, over), daemon=True)
    try:
        watch.start()
        code = program.wait()
    except BaseException as error:
        program.end()
        program.wait()
        if isinstance(error, RuntimeError):
            raise TypesetError(f"TeX cannot be started: {error}", hint=LIMIT_HINT) from error
        raise
    finally:
        over.set()
    _check(program, code, command[0], room, name, seconds)
    return code


def _watch(program: _Program, room: Path, seconds: int, over: threading.Event) -> None:
    """End a program that takes too long or writes too much."""
    deadline = time.monotonic() + seconds
    while not over.wait(max(0, min(LOOK_SECONDS, deadline - time.monotonic()))):
        program.late = time.monotonic() >= deadline
        program.large = not program.late and bytes_in(room) > ROOM_BYTES
        if program.late or program.large:
            program.end()
            return


def _check(program: _Program, code: int, path: str, room: Path, name: str, seconds: int) -> None:
    if code == 0:
        return
    if program.late:
        raise TypesetError(
            f"TeX took more than {seconds} seconds on {name} and was stopped",
            hint="a formula that never ends, or a very large bank; raise the limit with --time-limit",
        )
    if program.large:
        raise TypesetError(
            f"TeX wrote more than {ROOM_BYTES >> 20} MB on {name} and was stopped",
            hint="a formula that never ends; look for what repeats itself in the bank or in a template",
        )
    said = (read_output(room / _ERRORS, 1000) or b"").decode("utf-8", "replace").strip()
    if code in _NOT_STARTED or said.startswith("bwrap: "):
        reason = said.rpartition(": ")[2] or "it is not a program"
        raise TypesetError(
            f"TeX ({path}) cannot be started: {reason}", hint="see what 'examgen doctor' says of it"
        )
    number = -code if code < 0 else code - _BY_SIGNAL
    if number > 0:
        raise TypesetError(
            f"TeX was stopped while it set {name} ({_signal_name(number)})",
            hint="a question may hold a picture or a formula that is too large for TeX's limits",
        )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _start(command: Sequence[str], room: Path, seconds: int) -> _Program:
    environment = _environment(str(room), Path(command[0]))
    if sys.platform == "win32":
        return _Program(_popen(command, room, environment, subprocess.DEVNULL), None)
    sandbox = find_sandbox(Path(command[0]))
    if sandbox.start:
        environment |= _places(ROOM, Path(command[0]))
        command = sandbox.command(room, list(command))
    limits = [str(seconds + 1), str(FILE_BYTES // 512), str(MEMORY_BYTES // 1024)]
    reading, writing = os.pipe()
    try:
        launch = ["/bin/sh", "-c", _LAUNCH, "sh", *limits, *command]
        return _Program(_popen(launch, room, environment, reading), writing)
    except BaseException:
        os.close(writing)
        raise
    finally:
        os.close(reading)


def _popen(
    command: Sequence[str], room: Path, environment: dict[str, str], stdin: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=room,
        env=environment,
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Without a terminal it can neither ask there nor type into it.
        start_new_session=True,
    )


def _places(room: str, program: Path) -> dict[str, str]:
    """Return where the program may write, given the room's path as it sees it."""
    if not program.name.startswith("lua"):
        return {"TEXMFOUTPUT": room}
    # What LuaTeX reads out of fonts would else be kept for the person's other documents.
    return {"TEXMFOUTPUT": room, "TEXMFVAR": f"{room}/{CACHE}", "TEXMFCACHE": f"{room}/{CACHE}"}


def _environment(room: str, program: Path) -> dict[str, str]:
    """Return the environment the program sees: what TeX needs to find itself, and our settings."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TEXMFHOME") if name in os.environ
    }
    if program.is_absolute():
        # A TeX that was just installed is not on the PATH yet, and has its own programs beside it.
        kept["PATH"] = os.pathsep.join([str(program.parent), kept.get("PATH", os.defpath)])
    return kept | {
        **_places(room, program),
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
