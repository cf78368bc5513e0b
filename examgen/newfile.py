"""New files written all or none, each as a whole, and never over another one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from examgen.errors import DeliveryError
from examgen.publish import note_delivered
from examgen.publish.folders import make_folders
from examgen.publish.interrupts import undisturbed
from examgen.publish.refusals import ELSEWHERE, os_errors


def check_free(path: Path, data: bytes, elsewhere: str = ELSEWHERE) -> None:
    """Make sure that a file can be put here: nothing is, or the same bytes are.

    Raises:
        DeliveryError: another file is.
    """
    with os_errors(path, elsewhere):
        taken = os.path.lexists(path) and (not path.is_file() or path.read_bytes() != data)
    if taken:
        raise DeliveryError(
            f"'{path}' is there already, and is another file", hint="name another place, or move it away"
        )


def put(files: Mapping[Path, bytes], elsewhere: str = ELSEWHERE) -> None:
    """Write new files, all or none; folders are made where they are missing. The same bytes are left as they are.

    ``elsewhere`` is told when the system refuses: how the command that runs can be given another place.

    Raises:
        DeliveryError: one cannot be written, or another file is there; nothing was written then.
    """
    for path, data in files.items():
        check_free(path, data, elsewhere)
    folders: list[Path] = []
    drafts: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for path, data in files.items():
            with os_errors(path, elsewhere):
                if not path.exists():
                    make_folders(path.parent, folders)
                    drafts[path] = _draft(path, data)
        with undisturbed():
            for path, draft in drafts.items():
                with os_errors(path, elsewhere):
                    _place(draft, path)
                placed.append(path)
            note_delivered(_common(files))
    except BaseException:
        if len(placed) < len(drafts) or not drafts:
            for left in (*drafts.values(), *placed):
                with contextlib.suppress(OSError):
                    left.unlink(missing_ok=True)
            for folder in folders:
                with contextlib.suppress(OSError):
                    folder.rmdir()
        raise


def _place(draft: Path, path: Path) -> None:
    """Give a draft its name, unless somebody took it in the meantime; where there are no links that is not told."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise DeliveryError(
            f"'{path}' is there already, and is another file", hint="name another place, or move it away"
        ) from None
    except OSError:
        draft.replace(path)
    else:
        draft.unlink()


def _common(files: Mapping[Path, bytes]) -> Path:
    paths = list(files)
    return paths[0] if len(paths) == 1 else Path(os.path.commonpath(paths))


def _draft(path: Path, data: bytes) -> Path:
    """Return a new file with these bytes beside the place that it is for."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).chmod(0o666 & ~_umask())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
