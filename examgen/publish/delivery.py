"""One build on its way into its output folder: written, delivered in one step, cleared away."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from examgen.errors import DeliveryError
from examgen.publish import ending, manifestfile
from examgen.publish.box import Box, lock_path
from examgen.publish.carry import Carried, link_or_copy, link_over
from examgen.publish.folders import is_there, make_folders
from examgen.publish.interrupts import undisturbed
from examgen.publish.lock import Lock
from examgen.publish.manifestfile import MANIFEST
from examgen.publish.refusals import ELSEWHERE, check_free, check_replaceable, os_errors


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a build left in its output folder. Paths are relative to it, with ``/``."""

    folder: Path  #: as the caller named it
    files: tuple[str, ...]  #: what was written, sorted, without the manifest
    kept: tuple[str, ...] = ()  #: files and links that people put there
    edited: tuple[tuple[str, str], ...] = ()  #: (name, new name) of people's files that stood where ours go
    unchanged: bool = False  #: True when each byte, the manifest's too, is as in the build before


def read_manifest(out: Path) -> dict[str, Any] | None:
    """Return the manifest of a delivered folder, or None when there is none that examgen wrote."""
    folder = Path(os.path.realpath(out))
    try:
        # A build that was killed at the worst moment has the folder in its box; the next one puts it back.
        boxes = [] if is_there(folder) else Box.leftovers(folder)
        return manifestfile.read(next((box.lost_folder for box in boxes if box.lost_folder), folder))
    except OSError:
        return None


def stage(out: Path, elsewhere: str = ELSEWHERE) -> Stage:
    """Return a place to write a build's files before they are delivered to ``out``, for use with ``with``.

    ``elsewhere`` is told when the system refuses: how the command that runs can be given another place.
    """
    return Stage(out, elsewhere)


class Stage:
    """One build on its way into its output folder; leaving the ``with`` block undelivered leaves no trace."""

    def __init__(self, out: Path, elsewhere: str = ELSEWHERE) -> None:
        self.out = out
        self._elsewhere = elsewhere
        self._folder = out
        self._owner = os.getpid()
        self._made: list[Path] = []
        self._lock: Lock | None = None
        self._box: Box | None = None
        self._files: dict[str, dict[str, object]] = {}
        #: Files of the build in the folder, once asked for.
        self._listed: dict[str, dict[str, object]] | None = None
        self._delivered = False

    def __enter__(self) -> Self:
        """Take the folder for this build, and clear away what killed builds left.

        Raises:
            DeliveryError: the folder cannot be written or is somebody else's, or another build writes to it.
        """
        try:
            with undisturbed(), os_errors(self.out, self._elsewhere):
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
        ending.note_begun()
        check_replaceable(self.out, self._folder)
        make_folders(self._folder.parent, self._made)
        try:
            self._lock = Lock(lock_path(self._folder))
        except BlockingIOError:
            raise DeliveryError(
                f"another build is writing to '{self.out}'",
                hint=f"wait until it has ended, or {self._elsewhere}",
            ) from None
        for box in Box.leftovers(self._folder):
            if self._lock.held or box.lost_folder:
                _settle_leftover(box)
        check_free(self.out, self._folder, [MANIFEST])
        self._box = Box.make(self._folder)

    def _close(self) -> None:
        # A forked worker that unwinds the block must not clear away its parent's work.
        if os.getpid() == self._owner:
            with undisturbed():
                self._clear()

    def _clear(self) -> None:
        box, self._box = self._box, None
        try:
            if box is not None:
                with contextlib.suppress(OSError):
                    box.settle(Carried())
        finally:
            if self._lock is not None:
                self._lock.release()
        if not self._delivered:
            for folder in self._made:
                with contextlib.suppress(OSError):
                    folder.rmdir()

    @property
    def draft(self) -> Path:
        """The folder that will be delivered, with what was written so far."""
        return self._open_box().new

    @property
    def files(self) -> dict[str, dict[str, object]]:
        """Size in bytes and sha256 of each file written so far, by path."""
        return dict(self._files)

    def write(self, path: str, data: bytes) -> None:
        """Add one file; ``path`` is relative to the output folder, with ``/``.

        Raises:
            DeliveryError: it cannot be written.
            ValueError: the path leads elsewhere, is the manifest's, or was written before.
        """
        box = self._open_box()
        if not manifestfile.is_inside(path) or path == MANIFEST:
            raise ValueError(f"{path!r} is not the path of a file in the output folder")
        if path in self._files:
            raise ValueError(f"{path!r} was written before")
        with os_errors(self.out, self._elsewhere):
            _write(box.new / path, data)
        self._files[path] = manifestfile.record_of(data)

    def is_intact(self, path: str) -> bool:
        """Return whether a file of the build that is in the folder is there as it was delivered.

        Raises:
            DeliveryError: that cannot be told.
        """
        record = self._former_files().get(path)
        with os_errors(self.out, self._elsewhere):
            former = self._folder / path
            return record is not None and is_there(former) and manifestfile.matches(former, record)

    def _former_files(self) -> Mapping[str, dict[str, object]]:
        if self._listed is None:
            with os_errors(self.out, self._elsewhere):
                self._listed = (manifestfile.read(self._folder) or {"files": {}})["files"]
        return self._listed

    def keep(self, path: str, name: str = "") -> None:
        """Take over a file of the build that is in the folder, under its own path or, with ``name``, another one.

        Raises:
            DeliveryError: it is not there as it was delivered, or cannot be taken over.
            ValueError: no build delivered it, or something was written to that path before.
        """
        box = self._open_box()
        record = self._former_files().get(path)
        name = name or path
        if record is None or not manifestfile.is_inside(name) or name in self._files:
            raise ValueError(f"{path!r} cannot become {name!r}")
        former, new = self._folder / path, box.new / name
        with os_errors(self.out, self._elsewhere):
            if not self.is_intact(path):
                what = "was changed" if is_there(former) else "is gone"
                raise DeliveryError(
                    f"'{path}' in '{self.out}' {what} since it was delivered",
                    hint="put it back as it was, or build the exam into another folder and work there",
                )
            new.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(former, new)
        self._files[name] = dict(record)

    def deliver(self, manifest: Mapping[str, object]) -> Delivery:
        """Put all that was written in place, in one step.

        ``manifest.json`` holds ``manifest`` and, as ``files``, size in bytes and sha256 of each file by path.

        Raises:
            DeliveryError: the output folder is as it was.
            ValueError: ``manifest`` has an entry ``files``.
        """
        box = self._open_box()
        content = manifestfile.render(manifest, self._files)
        carried = Carried()
        unchanged = False
        with undisturbed():
            with os_errors(self.out, self._elsewhere):
                _write(box.new / MANIFEST, content)
                check_free(self.out, self._folder, [*self._files, MANIFEST])
                if is_there(self._folder):
                    intact = link_over(self._folder, box.new, carried)
                    unchanged = intact and (self._folder / MANIFEST).read_bytes() == content
                box.swap()
            self._delivered = True
            ending.note_delivered(self.out)
            # The new folder is in place: what cannot be removed now is left to the next build.
            with contextlib.suppress(OSError):
                box.settle(carried)
        return Delivery(
            folder=self.out,
            files=tuple(sorted(self._files)),
            kept=tuple(sorted(carried.kept)),
            edited=tuple(sorted(carried.edited)),
            unchanged=unchanged,
        )

    def _open_box(self) -> Box:
        if self._box is None or self._delivered:
            raise ValueError("files are written and delivered once, inside the 'with' block")
        return self._box


def _settle_leftover(box: Box) -> None:
    try:
        box.settle(Carried())
    except OSError:
        # Waste that cannot be removed hinders nobody; a build that cannot be put back does.
        if box.lost_folder:
            raise


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
