"""Processes that read versions at the same time. PDFium works for one thread of a process at a time."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from queue import SimpleQueue
from types import TracebackType
from typing import Self, cast

from examgen.audit.readfiles import ReadVersion
from examgen.audit.versions import Setting
from examgen.errors import AuditError
from examgen.typeset import usable_cores

#: In place of a label: the words of the bank are looked for, by one process for all.
_WORDS = ""
#: A process takes a fifth of a second to start: fewer versions than these are not worth another one.
_WORTH = 12
#: Seconds in which at least one version must have been read: these, and so many for each question of the exam. The proofs
#: of all of them are read before the first version, and each version has them all.
_PATIENCE, _PATIENCE_EACH = 120.0, 0.5


class Team:
    """Some processes, started at once so that they are ready when there is something to read; for use with ``with``."""

    def __init__(self, versions: int, cores: int | None = None) -> None:
        """``versions`` is how many there will be to read, and ``cores`` how many may read; None: all of this machine."""
        count = max(1, min(cores or usable_cores(), versions // _WORTH))
        self._asked: SimpleQueue[str | None] = SimpleQueue()
        self._read: dict[str, ReadVersion] = {}
        self.lost: tuple[str, ...] = ()  #: words of the bank that are not on the page, after :meth:`results`
        self._failed: list[BaseException] = []
        self._gave_up = False
        self._setting: Setting | None = None
        self._set = threading.Event()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads: list[threading.Thread] = []
        process: subprocess.Popen[bytes] | None = None
        try:
            for _ in range(count):
                process = _start()
                self._processes.append(process)
                self._threads.append(threading.Thread(target=self._serve, args=(process,), daemon=True))
                self._threads[-1].start()
        except BaseException:
            # A signal may come between the start of a process and its place in the list.
            if process is not None and process not in self._processes:
                self._processes.append(process)
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.stop()

    def set(self, setting: Setting) -> None:
        """Say what is read; what was asked for before waits for it."""
        self._setting = setting
        self._asked.put(_WORDS)
        self._set.set()

    def read(self, label: str) -> None:
        """Have a version read, whose files are complete."""
        self._asked.put(label)

    def results(self, labels: Sequence[str]) -> list[ReadVersion]:
        """Return what was read of these versions, all of which were asked for; wait until it is.

        Raises:
            AuditError: a process ended, or failed.
        """
        for _ in self._threads:
            self._asked.put(None)
        for thread in self._threads:
            self._wait(thread)
        if self._gave_up:
            raise AuditError(
                f"reading the PDFs back takes too long: no version was read in {self._patience:.0f} seconds",
                hint="try again when the machine has less to do, or build with --no-audit",
            )
        if self._failed:
            raise AuditError(
                f"reading the PDFs back failed: {self._failed[0] or type(self._failed[0]).__name__}",
                hint="try again with more free memory, or build with --no-audit",
            ) from self._failed[0]
        return [self._read[label] for label in labels]

    def _wait(self, thread: threading.Thread) -> None:
        """Wait for a thread to end, and end its process when nothing comes of it any more."""
        while thread.is_alive():
            read = len(self._read)
            thread.join(self._patience)
            if thread.is_alive() and len(self._read) == read:
                self._gave_up = True
                self.stop()

    @property
    def _patience(self) -> float:
        """Seconds in which at least one version must have been read."""
        questions = len(self._setting.questions) if self._setting else 0
        return _PATIENCE + _PATIENCE_EACH * questions

    def stop(self) -> None:
        """End all processes, whatever they are doing."""
        try:
            self._end()
        except BaseException:
            # A signal that comes meanwhile must not leave any of them behind.
            self._end()
            raise

    def _end(self) -> None:
        for process in self._processes:
            process.kill()
        self._set.set()
        for process in self._processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()

    def _serve(self, process: subprocess.Popen[bytes]) -> None:
        """Hand labels to one process until there are no more."""
        try:
            self._set.wait()
            _ask(process, self._setting)
            while (label := self._asked.get()) is not None:
                answer = _ask(process, label)
                if label == _WORDS:
                    self.lost = cast("tuple[str, ...]", answer)
                    continue
                assert isinstance(answer, ReadVersion)
                self._read[label] = answer
        except Exception as error:
            self._failed.append(error)


def _start() -> subprocess.Popen[bytes]:
    """Start a process that finds this package wherever it was imported from."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path or os.curdir for path in sys.path)}
    # -P: a module in the folder that somebody works in is not ours.
    command = [sys.executable, "-P", "-m", "examgen.audit.worker"]
    try:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise AuditError(
            f"the process that reads the PDFs back cannot be started: {error.strerror}",
            hint="build with --no-audit",
        ) from error


def _ask(process: subprocess.Popen[bytes], question: object) -> object:
    """Return the answer of a process.

    Raises:
        Exception: what it answered with, or that it ended.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump(question, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
    process.stdin.flush()
    try:
        answer = pickle.load(process.stdout)
    except EOFError:
        raise RuntimeError("the process that reads the PDFs ended") from None
    if isinstance(answer, Exception):
        raise answer
    return answer
