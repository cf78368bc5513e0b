"""How a new folder takes the place of the former one: a lock, a box to work in, and one step.

A build into ``out/vae`` works in a hidden *box* beside it, on the same file system:

    out/.vae.examgen-lock            held while a build runs
    out/.vae.examgen-k3j9x2ab/       the box, one for each build
        new/                         the folder to deliver; after an exchange it holds the former one
        old/                         the former folder, where the system cannot exchange
        ready                        signature of ``new`` when it was complete, written just before the swap

A killed build leaves its box. Whoever holds the lock knows that the boxes there are dead, and *settles* them:
``ready`` tells whether the swap took place. This protects from killed programs and full disks, not from power
failures: nothing is synced.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from examgen.errors import DeliveryError

if sys.platform != "win32":
    import fcntl

#: The file that is written last into a folder to deliver and says what is in it.
MANIFEST = "manifest.json"

#: A system call that takes two paths and returns 0, or -1 and sets errno.
_Call = Callable[[bytes, bytes], int]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # macOS, sys/stdio.h

#: Number of renameat2 on 64-bit Linux, for a C library without the function (glibc < 2.28, older musl).
_RENAMEAT2 = {
    "x86_64": 316,
    "aarch64": 276,
    "riscv64": 276,
    "loongarch64": 276,
    "ppc64": 357,
    "ppc64le": 357,
    "s390x": 347,
}

#: The kernel, the file system or a sandbox cannot exchange; plain renames may still work.
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}

#: The file system has no locks.
_NO_LOCKS = {errno.EINVAL, errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders of one file system in one atomic step; False when this system cannot.

    Raises:
        OSError: the system can, but not with these two.
    """
    call = _exchange_call()
    if call is None:
        return False
    ctypes.set_errno(0)
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def _exchange_call() -> _Call | None:
    if sys.platform not in ("linux", "darwin"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        return _darwin_call(library)
    return _linux_call(library) or _linux_syscall(library)


def _darwin_call(library: ctypes.CDLL) -> _Call | None:
    function = getattr(library, "renamex_np", None)
    if function is None:
        return None
    function.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint)
    return lambda one, other: int(function(one, other, _RENAME_SWAP))


def _linux_call(library: ctypes.CDLL) -> _Call | None:
    function = getattr(library, "renameat2", None)
    if function is None:
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return lambda one, other: int(function(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE))


def _linux_syscall(library: ctypes.CDLL) -> _Call | None:
    number = _RENAMEAT2.get(platform.machine())
    # A 32-bit process on a 64-bit kernel has other numbers: a wrong one would be another system call.
    if number is None or sys.maxsize < 2**32:
        return None
    function = library.syscall
    function.restype = ctypes.c_long
    function.argtypes = (
        ctypes.c_long,
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_uint,
    )
    return lambda one, other: int(function(number, _AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE))


class Box:
    """The hidden folder of one build into ``folder``; gone once it is settled."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path = path
        self.folder = folder
        self.new = path / "new"
        self._old = path / "old"
        self._ready = path / "ready"

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Return a box with an empty ``new``. The box is closed to others; ``new`` follows the umask."""
        box = cls(Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent)), folder)
        box.new.mkdir()
        return box

    @classmethod
    def leftovers(cls, folder: Path) -> list[Self]:
        """Return the boxes beside ``folder``; to the holder of the lock, those of killed builds."""
        shape = re.compile(re.escape(_prefix(folder)) + "[a-z0-9_]{8}")
        found = [path for path in folder.parent.iterdir() if shape.fullmatch(path.name) and is_folder(path)]
        return [cls(path, folder) for path in sorted(found)]

    @property
    def holds_lost_folder(self) -> bool:
        """True when a build was killed between two renames and the former folder is here and nowhere else."""
        return os.path.lexists(self._old) and not os.path.lexists(self.folder)

    def swap(self) -> None:
        """Put ``new`` in place; the former folder, if there is one, comes into the box.

        Raises:
            OSError: nothing is in place, and settling the box makes all as it was.
        """
        draft = self.path / "ready.part"
        draft.write_text(_signature(self.new), encoding="utf-8")
        draft.rename(self._ready)
        if not os.path.lexists(self.folder):
            self.new.rename(self.folder)
        elif not exchange(self.new, self.folder):
            self.folder.rename(self._old)
            self.new.rename(self.folder)

    def settle(self, merge: Callable[[Path, Path], None]) -> None:
        """Remove the box, whatever became of its build; a second call does nothing.

        ``merge(former, folder)`` empties the former folder into the delivered one; it may be cut short and
        called again.

        Raises:
            OSError: the box stays, and can be settled later.
        """
        if not os.path.lexists(self.path):
            return
        former = self._former()
        if former is not None:
            if not os.path.lexists(self.folder):
                former.rename(self.folder)
            elif former == self._old and os.path.lexists(self.new):
                # Somebody made the folder anew before the former one was put back: theirs to sort out.
                return
            else:
                merge(former, self.folder)
        # Without this file all that is left is waste, also when the removal is cut short.
        self._ready.unlink(missing_ok=True)
        discard(self.path)

    def _former(self) -> Path | None:
        if os.path.lexists(self._old):
            return self._old
        if os.path.lexists(self.new) and self._ready.exists():
            complete = self._ready.read_text(encoding="utf-8")
            return self.new if _signature(self.new) != complete else None
        return None


def _prefix(folder: Path) -> str:
    return f".{folder.name}.examgen-"


def lock_path(folder: Path) -> Path:
    """Return where the lock of builds into ``folder`` is."""
    return folder.parent / f"{_prefix(folder)}lock"


def is_folder(path: Path) -> bool:
    """Return whether this is a folder itself, not a link to one."""
    return path.is_dir() and not path.is_symlink()


def discard(folder: Path) -> None:
    """Remove a folder and all that is in it; a link goes, not what it points to."""
    folder.chmod(0o700)
    for path in folder.iterdir():
        if is_folder(path):
            discard(path)
        else:
            path.unlink()
    folder.rmdir()


def make_folders(folder: Path, made: list[Path]) -> None:
    """Make the folder and its parents; those that were missing are put before ``made``, deepest first."""
    missing = [path for path in (folder, *folder.parents) if not os.path.lexists(path)]
    for path in reversed(missing):
        # Another build may be making the same parent.
        with contextlib.suppress(FileExistsError):
            path.mkdir()
            made.insert(0, path)


def _signature(folder: Path) -> str:
    # The time tells an unchanged rebuild, which has the same bytes, from the build before it.
    path = folder / MANIFEST
    try:
        return f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}"
    except (FileNotFoundError, NotADirectoryError):
        return ""


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


# ------------------------------------------------------------------ what can go wrong


def check_replaceable(out: Path, folder: Path) -> None:
    """Raise a DeliveryError for what cannot, or must not, change places with a new folder."""
    inside = out / "exam"
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise DeliveryError(f"'{out}' is a file, not a folder", hint="choose another folder with --out")
    here = Path(os.path.realpath(Path.cwd()))
    if folder in (here, *here.parents):
        raise DeliveryError(
            f"'{out}' is the folder you are in, or holds it, and would be taken away under you",
            hint=f"choose a folder inside it: --out '{inside}'",
        )
    # Path.expanduser raises where nobody is at home.
    home = Path(os.path.realpath(os.path.expanduser("~")))  # noqa: PTH111
    if folder in (home, *home.parents) or folder.is_mount():
        raise DeliveryError(
            f"'{out}' is a home folder or a whole disk, which must not be replaced",
            hint=f"choose a folder inside it: --out '{inside}'",
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(out))


#: What to say, by kind of error: (what is wrong, what to do).
_ANOTHER = "choose another folder with --out"
_REASONS = {
    errno.ENOSPC: ("the disk is full", f"free some space on it, or {_ANOTHER}"),
    errno.EDQUOT: ("your disk quota is used up", f"delete files you no longer need, or {_ANOTHER}"),
    errno.EACCES: ("permission denied", f"make it writable for you, or {_ANOTHER}"),
    errno.EPERM: ("permission denied", f"make it writable for you, or {_ANOTHER}"),
    errno.EROFS: ("the disk is read-only", _ANOTHER),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", _ANOTHER),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter name with --out"),
    errno.EBUSY: ("this folder cannot be replaced as a whole", "choose a folder inside it with --out"),
    errno.EXDEV: ("this folder cannot be replaced as a whole", "choose a folder inside it with --out"),
}


@contextlib.contextmanager
def os_errors(out: Path) -> Iterator[None]:
    """Make a DeliveryError of each error of the operating system, with what to do about it."""
    try:
        yield
    except OSError as error:
        text, hint = _REASONS.get(error.errno or 0, (error.strerror or str(error), _ANOTHER))
        file = error.filename
        at = (
            f" (at '{shown(os.fsdecode(file))}')"
            if isinstance(file, str | bytes) and file != str(out)
            else ""
        )
        raise DeliveryError(f"cannot write '{out}': {text}{at}", hint=hint) from error


def shown(name: str) -> str:
    """Return the name with what is no UTF-8 replaced, so that it can be printed."""
    return os.fsencode(name).decode("utf-8", "replace")
