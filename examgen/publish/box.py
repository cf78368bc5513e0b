"""The hidden folder in which a build is made ready, and which tells afterwards how far a killed build came.

A build into ``out/vae`` works in a *box* beside it, on the same file system:

    out/.vae.examgen-lock            held while a build runs
    out/.vae.examgen-k3j9x2ab/       the box, one for each build
        new/                         the folder to deliver; after an exchange it holds the former one
        old/                         the former folder, where the system cannot exchange
        ready                        signature of ``new`` when it was complete, written just before the swap

A killed build leaves its box. Whoever holds the lock knows that the boxes there are dead, and *settles* them:
``ready`` tells whether the swap took place.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Self

from examgen.publish.carry import Carried, move_over
from examgen.publish.exchange import exchange
from examgen.publish.folders import discard, is_folder, is_there, names
from examgen.publish.manifestfile import MANIFEST

#: Nanoseconds by which the time of a file differs on every file system: FAT counts in steps of two seconds.
_TICK = 2_000_000_000


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
        try:
            box.new.mkdir()
        except BaseException:
            box.path.rmdir()
            raise
        return box

    @classmethod
    def leftovers(cls, folder: Path) -> list[Self]:
        """Return the boxes beside ``folder``; to the holder of the lock, those of killed builds."""
        shape = re.compile(re.escape(_prefix(folder)) + "[a-z0-9_]{8}")
        found = [path for path in folder.parent.iterdir() if shape.fullmatch(path.name) and is_folder(path)]
        return [cls(path, folder) for path in sorted(found)]

    @property
    def lost_folder(self) -> Path | None:
        """Where the former folder is when a build was killed between two renames and it is nowhere else."""
        try:
            return self._old if not is_there(self.folder) and is_there(self._old) else None
        except PermissionError:
            # The box of another person: theirs to settle.
            return None

    def swap(self) -> None:
        """Put ``new`` in place; the former folder, if there is one, comes into the box.

        Raises:
            OSError: nothing is in place, and settling the box makes all as it was.
        """
        if _signature(self.new) == _signature(self.folder):
            manifest = self.new / MANIFEST
            later = manifest.stat().st_mtime_ns + _TICK
            os.utime(manifest, ns=(later, later))
        draft = self.path / "ready.part"
        draft.write_text(_signature(self.new), encoding="utf-8")
        draft.rename(self._ready)
        if not is_there(self.folder):
            self.new.rename(self.folder)
        elif not exchange(self.new, self.folder):
            self.folder.rename(self._old)
            self.new.rename(self.folder)

    def settle(self, carried: Carried) -> None:
        """Remove the box, whatever became of its build; a second call does nothing.

        After a swap, what people put into the former folder since it was carried is moved into the delivered one,
        and added to ``carried``. This may be cut short and done again.

        Raises:
            OSError: the box stays, and can be settled later.
        """
        if not is_there(self.path):
            return
        former = self._former()
        if former is not None:
            if not is_there(self.folder):
                former.rename(self.folder)
            elif former == self._old and is_there(self.new):
                # Somebody made the folder anew before the former one was put back: both stay, side by side.
                former.rename(next(path for path in names(self.folder, "former") if not is_there(path)))
            else:
                move_over(former, self.folder, carried)
        # Without this file all that is left is waste, also when the removal is cut short.
        self._ready.unlink(missing_ok=True)
        discard(self.path)

    def _former(self) -> Path | None:
        """Return where in the box the folder is that was delivered before; None when it is not in the box."""
        if is_there(self._old):
            return self._old
        if is_there(self.new) and is_there(self._ready):
            complete = self._ready.read_text(encoding="utf-8")
            return self.new if _signature(self.new) != complete else None
        return None


def lock_path(folder: Path) -> Path:
    """Return where the lock of builds into ``folder`` is."""
    return folder.parent / f"{_prefix(folder)}lock"


def _prefix(folder: Path) -> str:
    return f".{folder.name}.examgen-"


def _signature(folder: Path) -> str:
    # The time tells an unchanged rebuild, which has the same bytes, from the build before it.
    path = folder / MANIFEST
    try:
        return f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}"
    except (FileNotFoundError, NotADirectoryError):
        return ""
