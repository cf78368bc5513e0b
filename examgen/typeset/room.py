"""The temporary folder that a run of TeX works in, or a record is unpacked in: made, measured, read and removed.

Whoever works in a room holds a lock on the folder itself, which the system lets go of when the process dies. So a room
that can be locked was left by a build that was killed, and the next build of the same person, into whatever output
folder, removes it. Rooms are in the temporary folder, not beside the output folder: that one may be slow (a network
drive), and an audit has rooms without having an output folder.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

#: What the names of such folders begin with: of runs of TeX, and of records that were unpacked or printed again.
TEX, RECORD, REPRINT = "examgen-tex-", "examgen-record-", "examgen-reprint-"


@contextlib.contextmanager
def open_room(prefix: str = TEX) -> Iterator[Path]:
    """Give an empty folder that is closed to others, and remove it with all that is in it.

    Its name begins with one of the prefixes above.

    Raises:
        OSError: there is no temporary folder, or it cannot be written.
    """
    _sweep(tempfile.gettempdir())
    room, lock = _locked_room(prefix)
    try:
        yield room
    finally:
        discard(room)
        if lock is not None:
            os.close(lock)


def _locked_room(prefix: str) -> tuple[Path, int | None]:
    while True:
        room = Path(tempfile.mkdtemp(prefix=prefix))
        try:
            lock = _lock(room)
        except (BlockingIOError, FileNotFoundError):
            # Another build took it for a dead one's in the moment before it was locked, and is about to remove it or has.
            continue
        except OSError:
            room.rmdir()
            raise
        if room.exists():
            return room, lock
        if lock is not None:
            os.close(lock)


def _lock(room: Path) -> int | None:
    """Lock a room and return the open folder; None where there are no locks on folders.

    Raises:
        BlockingIOError: somebody works in it.
    """
    if sys.platform == "win32":
        return None
    fd = os.open(room, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        raise
    except OSError:
        os.close(fd)
        return None
    return fd


@functools.cache
def _sweep(folder: str) -> None:
    """Remove what killed builds of this person left in the temporary folder; once in a process is enough."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((TEX, RECORD, REPRINT)):
                with contextlib.suppress(OSError):
                    _sweep_one(Path(entry.path))


def _sweep_one(room: Path) -> None:
    info = room.lstat()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid != os.geteuid():
        return
    room.chmod(0o700)
    lock = _lock(room)
    if lock is not None:
        discard(room)
        os.close(lock)


def discard(room: Path) -> None:
    """Remove a room, whatever its program did to it. What cannot be removed is left to a later build."""
    for _ in range(3):
        shutil.rmtree(room, ignore_errors=True)
        if not room.exists():
            return
        # Folders may have been closed, and a program that is being ended may write a last file.
        for folder, names, _ in os.walk(room):
            for name in names:
                with contextlib.suppress(OSError):
                    (Path(folder) / name).chmod(0o700, follow_symlinks=False)


def read_output(path: Path, limit: int | None = None) -> bytes | None:
    """Return the contents of a file in a room; None when there is none, or when it is no plain file.

    Of a file that is longer than ``limit`` bytes, the first and the last half of that many are returned.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        fd = os.open(path, flags)
    except OSError:
        return None
    info = os.fstat(fd)
    if not stat.S_ISREG(info.st_mode):
        os.close(fd)
        return None
    with os.fdopen(fd, "rb") as file:
        if limit is None or info.st_size <= limit:
            return file.read()
        head = file.read(limit // 2)
        file.seek(-(limit // 2), os.SEEK_END)
        return head + b"\n...\n" + file.read()


def bytes_in(room: Path) -> int:
    """Return how much of the disk a room takes, in bytes."""
    total = 0
    for folder, _, names in os.walk(room):
        for name in names:
            with contextlib.suppress(OSError):
                # Asked for again and again while TeX runs: making a Path of each file takes longer than that.
                info = os.lstat(os.path.join(folder, name))  # noqa: PTH118
                total += getattr(info, "st_blocks", info.st_size // 512) * 512
    return total
