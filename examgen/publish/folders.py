"""Folders made and removed, what is at a path, and free names.

``Path.exists`` and its kin answer *no* where the system could not tell. Here that raises: what cannot be seen must
not pass for what is not there, for that may be overwritten or removed.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Iterator
from pathlib import Path


def is_there(path: Path) -> bool:
    """Return whether something is at the path, be it a link to nowhere.

    Raises:
        OSError: that cannot be told.
    """
    return _mode(path) is not None


def is_folder(path: Path) -> bool:
    """Return whether this is a folder itself, not a link to one.

    Raises:
        OSError: that cannot be told.
    """
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def _mode(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def make_folders(folder: Path, made: list[Path]) -> None:
    """Make the folder and its parents; those that were missing are put before ``made``, deepest first."""
    missing = [path for path in (folder, *folder.parents) if not is_there(path)]
    for path in reversed(missing):
        # Another build may be making the same parent.
        with contextlib.suppress(FileExistsError):
            path.mkdir()
            made.insert(0, path)


def discard(folder: Path) -> None:
    """Remove a folder and all that is in it; a link goes, not what it points to."""
    folder.chmod(0o700)
    for path in folder.iterdir():
        if is_folder(path):
            discard(path)
        else:
            path.unlink()
    folder.rmdir()


def printable(name: str) -> str:
    """Return the name of a file with what is no UTF-8 replaced, so that it can be printed."""
    return os.fsencode(name).decode("utf-8", "replace")


def names(path: Path, word: str) -> Iterator[Path]:
    """Yield the path, then ``name (word).suffix``, ``name (word 2).suffix`` and so on."""
    yield path
    yield path.with_name(f"{path.stem} ({word}){path.suffix}")
    for number in itertools.count(2):
        yield path.with_name(f"{path.stem} ({word} {number}){path.suffix}")
