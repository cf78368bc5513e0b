"""The delivered folder: written aside, moved into place whole, with what people put there carried over.

Nothing else in examgen writes into an output folder. The steps of a delivery, of which the third is atomic:

1. The files, and last the manifest, are written into a new folder in the box beside the output folder.
2. Files and folders that the former manifest does not list, and files that were edited since, are linked into
   the new folder (copied where links cannot be).
3. The new folder changes places with the former one (:mod:`examgen.swap`).
4. The former folder is removed: what was ours and unedited, or is the same in the new folder, is deleted;
   what appeared meanwhile is moved over.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self

from examgen.errors import DeliveryError
from examgen.swap import (
    MANIFEST,
    Box,
    Lock,
    check_replaceable,
    is_folder,
    lock_path,
    make_folders,
    os_errors,
    shown,
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a build left in its output folder. Paths are relative to it, with ``/``."""

    folder: Path  #: as the caller named it
    files: tuple[str, ...]  #: what was written, sorted, without the manifest
    kept: tuple[str, ...] = ()  #: files and links that people put there
    edited: tuple[tuple[str, str], ...] = ()  #: (name, new name) of people's files that stood where ours go
    unchanged: bool = False  #: True when each byte, the manifest's too, is as in the build before


def stage(out: Path) -> Stage:
    """Return a place to write a build's files before they are delivered to ``out``, for use with ``with``."""
    return Stage(out)


class Stage:
    """One build on its way into its output folder; leaving the ``with`` block undelivered leaves no trace."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._folder = out
        self._owner = os.getpid()
        self._made: list[Path] = []
        self._lock: Lock | None = None
        self._box: Box | None = None
        self._files: dict[str, dict[str, object]] = {}
        self._delivered = False

    def __enter__(self) -> Self:
        """Take the folder for this build, and clear away what killed builds left.

        Raises:
            DeliveryError: the folder cannot be written or is somebody else's, or another build writes to it.
        """
        try:
            with os_errors(self.out):
                self._open()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._close()

    def _open(self) -> None:
        # A link to a folder stays a link: its target is exchanged.
        self._folder = Path(os.path.realpath(self.out))
        check_replaceable(self.out, self._folder)
        make_folders(self._folder.parent, self._made)
        try:
            self._lock = Lock(lock_path(self._folder))
        except BlockingIOError:
            raise DeliveryError(
                f"another build is writing to '{self.out}'",
                hint="wait until it has ended, or choose another folder with --out",
            ) from None
        for box in Box.leftovers(self._folder):
            if self._lock.held or box.holds_lost_folder:
                _settle_leftover(box)
        _check_free(self.out, self._folder, [MANIFEST])
        self._box = Box.make(self._folder)

    def _close(self) -> None:
        # A forked worker that unwinds the block must not clear away its parent's work.
        if os.getpid() != self._owner:
            return
        if self._box is not None:
            with contextlib.suppress(OSError):
                self._box.settle(_merge)
        self._box = None
        if self._lock is not None:
            self._lock.release()
        if not self._delivered:
            for folder in self._made:
                with contextlib.suppress(OSError):
                    folder.rmdir()

    def write(self, path: str, data: bytes) -> None:
        """Add one file; ``path`` is relative to the output folder, with ``/``.

        Raises:
            DeliveryError: it cannot be written.
            ValueError: the path leads elsewhere, is the manifest's, or was written before.
        """
        box = self._open_box()
        if not _is_inside(path) or path == MANIFEST:
            raise ValueError(f"{path!r} is not the path of a file in the output folder")
        if path in self._files:
            raise ValueError(f"{path!r} was written before")
        with os_errors(self.out):
            _write(box.new / path, data)
        self._files[path] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def deliver(self, manifest: Mapping[str, object]) -> Delivery:
        """Put all that was written in place, in one step.

        ``manifest.json`` holds ``manifest`` and, as ``files``, size in bytes and sha256 of each file by path.

        Raises:
            DeliveryError: the output folder is as it was.
            ValueError: ``manifest`` has an entry ``files``.
        """
        box = self._open_box()
        if "files" in manifest:
            raise ValueError("'files' is made from what was written")
        content = json.dumps({**manifest, "files": self._files}, sort_keys=True, indent=1, ensure_ascii=False)
        with os_errors(self.out):
            _write(box.new / MANIFEST, f"{content}\n".encode(errors="backslashreplace"))
            _check_free(self.out, self._folder, [*self._files, MANIFEST])
            carrier = Carrier(self._folder, move=False)
            unchanged = False
            if os.path.lexists(self._folder):
                carrier.carry(box.new)
                unchanged = (
                    carrier.ours
                    and carrier.untouched == len(self._files)
                    and _same(self._folder / MANIFEST, box.new / MANIFEST)
                )
            box.swap()
        self._delivered = True
        kept, edited = carrier.kept, carrier.edited

        def merge(former: Path, folder: Path) -> None:
            late = Carrier(former, move=True)
            late.carry(folder)
            kept.extend(late.kept)
            edited.extend(late.edited)

        # The new folder is in place: what cannot be removed now is left to the next build.
        with contextlib.suppress(OSError):
            box.settle(merge)
        return Delivery(
            self.out, tuple(sorted(self._files)), tuple(sorted(kept)), tuple(sorted(edited)), unchanged
        )

    def _open_box(self) -> Box:
        if self._box is None or self._delivered:
            raise ValueError("files are written and delivered once, inside the 'with' block")
        return self._box


def _merge(former: Path, folder: Path) -> None:
    Carrier(former, move=True).carry(folder)


def _settle_leftover(box: Box) -> None:
    try:
        box.settle(_merge)
    except OSError:
        # Waste that cannot be removed hinders nobody; a build that cannot be put back does.
        if box.holds_lost_folder:
            raise


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


def _check_free(out: Path, folder: Path, names: list[str]) -> None:
    """Raise a DeliveryError when the folder is a person's and holds something where one of ours would go."""
    if not os.path.lexists(folder) or _manifest(folder) is not None:
        return
    parents = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    taken = [name for name in names if os.path.lexists(folder / name)]
    taken += [name for name in parents if os.path.lexists(folder / name) and not is_folder(folder / name)]
    if taken:
        first = ", ".join(f"'{name}'" for name in sorted(taken)[:3])
        more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
        raise DeliveryError(
            f"'{out}' was not made by examgen and already holds {first}{more}",
            hint="choose another folder with --out, or move these files away",
        )


# ------------------------------------------------------------------ the manifest


def read_manifest(out: Path) -> dict[str, Any] | None:
    """Return the manifest of a delivered folder, or None when there is none that examgen wrote."""
    try:
        return _manifest(out)
    except OSError:
        return None


def _manifest(folder: Path) -> dict[str, Any] | None:
    """Return the same; but what cannot be read raises OSError: our files must not pass for a person's."""
    path = folder / MANIFEST
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        manifest = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        return None
    if not isinstance(manifest, dict):
        return None
    files = manifest.get("files")
    if not isinstance(files, dict) or not all(_is_inside(name) and _is_record(files[name]) for name in files):
        return None
    return manifest


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts and str(pure) == path


def _is_record(record: object) -> bool:
    return (
        isinstance(record, dict)
        and isinstance(record.get("sha256"), str)
        and isinstance(record.get("bytes"), int)
    )


# ------------------------------------------------------------------ what people put there


class Carrier:
    """Carries what people put into a delivered folder into another one: by links, or by moving.

    By links the first folder stays as it is; by moving it is emptied and removed. Moving does nothing to what
    was carried before, so that it can be cut short and done again.
    """

    def __init__(self, source: Path, *, move: bool) -> None:
        manifest = _manifest(source)
        self.source = source
        self.move = move
        self.ours = manifest is not None
        self.listed: dict[str, dict[str, Any]] = manifest["files"] if manifest else {}
        self.kept: list[str] = []  #: carried under their own names
        self.edited: list[tuple[str, str]] = []  #: (name, new name)
        self.untouched = 0  #: how many files are there as the manifest lists them
        self._our_folders = {str(parent) for name in self.listed for parent in PurePosixPath(name).parents}

    def carry(self, target: Path) -> None:
        """Carry all into ``target``, which holds the files of the new build."""
        self._target = target
        self._contents(self.source, target)
        if not self.move:
            self._modes(target)
            return
        # Last, for as long as it is there an interrupted removal knows which files are ours.
        (self.source / MANIFEST).unlink(missing_ok=True)
        self.source.rmdir()

    def _contents(self, folder: Path, target: Path) -> None:
        if self.move:
            folder.chmod(0o700)
        displaced = []
        for path in sorted(folder.iterdir()):
            name = path.relative_to(self.source).as_posix()
            if name == MANIFEST and self.ours:
                continue
            if is_folder(path):
                self._subfolder(path, name, target)
            elif name in self.listed and _matches(path, self.listed[name]):
                self.untouched += 1
                if self.move:
                    path.unlink()
            elif name in self.listed or os.path.lexists(target / path.name):
                displaced.append((path, name))
            else:
                self._file(path, name, target / path.name)
        # Only now, so that they take no name that another file has already.
        for path, name in displaced:
            self._displaced(path, name, target)

    def _subfolder(self, path: Path, name: str, target: Path) -> None:
        place = next(p for p in _names(target / path.name) if not os.path.lexists(p) or is_folder(p))
        theirs = name not in self._our_folders
        if theirs:
            place.mkdir(parents=True, exist_ok=True)
        self._contents(path, place)
        if self.move:
            path.rmdir()
        elif is_folder(place):
            _like(path, place)
            if theirs:
                shutil.copystat(path, place)

    def _displaced(self, path: Path, name: str, target: Path) -> None:
        # An edited file of ours never keeps its name: an old paper would pass for the match of a new key.
        names = itertools.islice(_names(target / path.name), 1 if name in self.listed else 0, None)
        place = next(p for p in names if not os.path.lexists(p) or _same(path, p))
        found = os.path.lexists(place)
        if not found:
            self._take(path, place)
        elif self.move:
            path.unlink()
        if place.name != path.name and not (found and self.move):
            self.edited.append((shown(name), shown(place.relative_to(self._target).as_posix())))

    def _file(self, path: Path, name: str, place: Path) -> None:
        self._take(path, place)
        self.kept.append(shown(name))

    def _take(self, path: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        if self.move:
            path.rename(place)
        elif path.is_symlink():
            place.symlink_to(path.readlink())
        else:
            try:
                place.hardlink_to(path)
            except OSError:
                shutil.copy2(path, place)

    def _modes(self, target: Path) -> None:
        # As if the files had been written over: keys may be closed to students, and open to a group of TAs.
        for name in self.listed:
            former, new = self.source / name, target / name
            if former.is_file() and new.is_file():
                _like(former, new)
        _like(self.source, target)


def _names(path: Path) -> Iterator[Path]:
    """Yield the path, then ``name (edited).suffix``, ``name (edited 2).suffix`` and so on."""
    yield path
    yield path.with_name(f"{path.stem} (edited){path.suffix}")
    for number in itertools.count(2):
        yield path.with_name(f"{path.stem} (edited {number}){path.suffix}")


def _matches(path: Path, record: Mapping[str, Any]) -> bool:
    info = path.lstat()
    if not stat.S_ISREG(info.st_mode) or info.st_size != record["bytes"]:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == str(record["sha256"])


def _same(one: Path, other: Path) -> bool:
    """Return whether two files or links are interchangeable."""
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    if os.path.samestat(one.lstat(), other.lstat()):
        return True
    if not (one.is_file() and other.is_file()) or one.stat().st_size != other.stat().st_size:
        return False
    return one.read_bytes() == other.read_bytes()


def _like(former: Path, new: Path) -> None:
    """Give the new file or folder the group and the mode of the former one."""
    group = former.stat().st_gid
    if hasattr(os, "chown") and group != new.stat().st_gid:
        with contextlib.suppress(OSError):
            os.chown(new, -1, group)
    shutil.copymode(former, new)
