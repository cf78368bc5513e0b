"""Two folders changing places in one atomic step, where the system has one: Linux and macOS have."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

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
