"""What people put into a delivered folder, carried over into the one that takes its place.

Before the swap it is *linked* into the new folder, so that the former one stays as it is. After the swap what
appeared since is *moved*, and what was ours, or was carried before, is removed with the former folder.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from examgen.publish import manifestfile
from examgen.publish.folders import is_folder, is_there, names, printable
from examgen.publish.manifestfile import MANIFEST


@dataclass(slots=True)
class Carried:
    """Files and links of people that were carried over, by paths in the folder."""

    kept: list[str] = field(default_factory=list)  #: under their own names
    edited: list[tuple[str, str]] = field(default_factory=list)  #: (name, new name)


def link_over(former: Path, new: Path, carried: Carried) -> bool:
    """Link what people put into the former folder into the new one, which holds the files of its build.

    Returns whether the former folder holds each file that its manifest lists, unedited.

    Raises:
        OSError: the former folder is as it was.
    """
    linker = _Linker(former, new, carried)
    linker.contents(former, new)
    linker.give_modes()
    return linker.ours and linker.untouched == len(linker.listed)


def move_over(former: Path, folder: Path, carried: Carried) -> None:
    """Remove the former folder, moving into the delivered one what people put there and it has not.

    Raises:
        OSError: some of the former folder is left, and this can be done again.
    """
    _Mover(former, folder, carried).contents(former, folder)
    # Last, for as long as it is there an interrupted removal knows which files are ours.
    (former / MANIFEST).unlink(missing_ok=True)
    former.rmdir()


def link_or_copy(path: Path, place: Path) -> None:
    """Put a file at a free place as well: the same file where links can be, a copy elsewhere."""
    try:
        place.hardlink_to(path)
    except OSError:
        shutil.copy2(path, place)


class _Carrier(ABC):
    """The walk through a former folder; what is done on the way differs."""

    def __init__(self, source: Path, target: Path, carried: Carried) -> None:
        manifest = manifestfile.read(source)
        self.source = source
        self.target = target
        self.carried = carried
        self.ours = manifest is not None
        self.listed: dict[str, dict[str, Any]] = manifest["files"] if manifest else {}
        self.untouched = 0  #: how many files are there as the manifest lists them
        self._our_folders = {str(parent) for name in self.listed for parent in PurePosixPath(name).parents}

    @abstractmethod
    def _enter(self, folder: Path) -> None:
        """Prepare for going through a folder."""

    @abstractmethod
    def _drop(self, path: Path) -> None:
        """See to a file of ours."""

    @abstractmethod
    def _put(self, path: Path, place: Path) -> None:
        """Carry a file or link to a free place."""

    @abstractmethod
    def _meet(self, path: Path, place: Path) -> None:
        """See to a file or link whose equal is at ``place``."""

    def contents(self, folder: Path, target: Path) -> None:
        """Carry what is in a folder into ``target``."""
        self._enter(folder)
        displaced = []
        for path in sorted(folder.iterdir()):
            name = self._name(path)
            place = target / path.name
            if name == MANIFEST and self.ours:
                continue
            if is_folder(path):
                self._subfolder(path, place)
            elif name in self.listed and manifestfile.matches(path, self.listed[name]):
                self.untouched += 1
                self._drop(path)
            elif name in self.listed or is_there(place):
                displaced.append((path, place))
            else:
                self._take(path, place)
        # Only now, so that they take no name that another file has already.
        for path, place in displaced:
            self._displaced(path, place)

    def _subfolder(self, folder: Path, wanted: Path) -> Path:
        """Carry a folder and return where to; there is nothing when it was ours and held nothing of a person."""
        place = next(p for p in names(wanted, "edited") if not is_there(p) or is_folder(p))
        if self._is_theirs(folder):
            place.mkdir(parents=True, exist_ok=True)
        self.contents(folder, place)
        return place

    def _displaced(self, path: Path, wanted: Path) -> None:
        # An edited file of ours never keeps its name: an old paper would pass for the match of a new key.
        first = 1 if self._name(path) in self.listed else 0
        free = itertools.islice(names(wanted, "edited"), first, None)
        place = next(p for p in free if not is_there(p) or _same(path, p))
        if is_there(place):
            self._meet(path, place)
        else:
            self._take(path, place)

    def _take(self, path: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        self._put(path, place)
        self._report(path, place)

    def _report(self, path: Path, place: Path) -> None:
        name, new = self._name(path), place.relative_to(self.target).as_posix()
        if name == new:
            self.carried.kept.append(printable(name))
        else:
            self.carried.edited.append((printable(name), printable(new)))

    def _is_theirs(self, folder: Path) -> bool:
        return self._name(folder) not in self._our_folders

    def _name(self, path: Path) -> str:
        return path.relative_to(self.source).as_posix()


class _Linker(_Carrier):
    """Leaves the former folder as it is."""

    def _enter(self, folder: Path) -> None:
        # What could not be removed after the swap would be left behind in the box for good.
        if os.path.ismount(folder):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(folder))
        if not os.access(folder, os.W_OK | os.X_OK) and not _is_mine(folder):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    def _subfolder(self, folder: Path, wanted: Path) -> Path:
        place = super()._subfolder(folder, wanted)
        if is_folder(place):
            _give_mode(folder, place)
            if self._is_theirs(folder):
                shutil.copystat(folder, place)
        return place

    def _drop(self, path: Path) -> None:
        pass

    def _put(self, path: Path, place: Path) -> None:
        if path.is_symlink():
            place.symlink_to(path.readlink())
            return
        link_or_copy(path, place)

    def _meet(self, path: Path, place: Path) -> None:
        if place.name != path.name:
            self._report(path, place)

    def give_modes(self) -> None:
        """Let the new files be as open or closed as if they had been written over the former ones.

        Keys may be closed to students, and open to a group of TAs.
        """
        for name in self.listed:
            former, new = self.source / name, self.target / name
            if former.is_file() and new.is_file():
                _give_mode(former, new)
        _give_mode(self.source, self.target)


class _Mover(_Carrier):
    """Empties the former folder. What was carried before is not carried again."""

    def _enter(self, folder: Path) -> None:
        # A folder of another person is as it is; that we may write to it was seen before the swap.
        with contextlib.suppress(PermissionError):
            folder.chmod(0o700)

    def _subfolder(self, folder: Path, wanted: Path) -> Path:
        place = super()._subfolder(folder, wanted)
        folder.rmdir()
        return place

    def _drop(self, path: Path) -> None:
        path.unlink()

    def _put(self, path: Path, place: Path) -> None:
        path.rename(place)

    def _meet(self, path: Path, place: Path) -> None:
        if os.path.samestat(path.lstat(), place.lstat()):
            path.unlink()
        else:
            # Where a copy had to do: the file itself has its owner, and programs that hold it open.
            path.replace(place)


def _same(one: Path, other: Path) -> bool:
    """Return whether two files or links are interchangeable."""
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    if os.path.samestat(one.lstat(), other.lstat()):
        return True
    if not (one.is_file() and other.is_file()) or one.stat().st_size != other.stat().st_size:
        return False
    return one.read_bytes() == other.read_bytes()


def _is_mine(path: Path) -> bool:
    return not hasattr(os, "geteuid") or path.stat().st_uid == os.geteuid()


def _give_mode(former: Path, new: Path) -> None:
    """Give the new file or folder the group and the mode of the former one."""
    group = former.stat().st_gid
    if hasattr(os, "chown") and group != new.stat().st_gid:
        with contextlib.suppress(OSError):
            os.chown(new, -1, group)
    shutil.copymode(former, new)
