"""One build at a time into one folder: a lock file that the system lets go of when its holder dies."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl

#: The file system has no locks.
_NO_LOCKS = {errno.EINVAL, errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP}


class Lock:
    """A lock file held by this process; the system lets go of it when the process dies."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            BlockingIOError: another process, or another part of this one, holds it.
            OSError: the file cannot be made.
        """
        self.path = path
        self._fd = _locked(path)

    @property
    def held(self) -> bool:
        """False where the platform or the file system has no locks: then nobody is kept out."""
        return self._fd is not None

    def release(self) -> None:
        """Let go and remove the file; a second call does nothing."""
        fd, self._fd = self._fd, None
        if fd is not None and fd in _held:
            _held.discard(fd)
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)
            os.close(fd)


def _locked(path: Path) -> int | None:
    if sys.platform == "win32":
        return None
    while True:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The holder before us may have removed the file after we had opened it: then we locked a ghost.
            if _is_open_at(fd, path):
                _held.add(fd)
                return fd
        except BlockingIOError:
            os.close(fd)
            raise
        except OSError as error:
            os.close(fd)
            if error.errno not in _NO_LOCKS:
                raise
            path.unlink(missing_ok=True)
            return None
        os.close(fd)


def _is_open_at(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


_held: set[int] = set()


def _forget_in_child() -> None:
    # A forked worker that outlives a killed build must not keep the lock.
    for fd in _held:
        with contextlib.suppress(OSError):
            os.close(fd)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
