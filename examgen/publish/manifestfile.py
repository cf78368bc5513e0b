"""``manifest.json`` of a delivered folder: what a build says of itself, and which files are its own.

Its entry ``files`` holds, for each file by its path, size in bytes and sha256. It tells our files from a person's.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

#: The file that is written last into a folder to deliver.
MANIFEST = "manifest.json"


def render(manifest: Mapping[str, object], files: Mapping[str, Mapping[str, object]]) -> bytes:
    """Return the contents of the manifest of a build that wrote these files (records by path).

    Raises:
        ValueError: ``manifest`` has an entry ``files``.
    """
    if "files" in manifest:
        raise ValueError("'files' is made from what was written")
    text = json.dumps({**manifest, "files": files}, sort_keys=True, indent=1, ensure_ascii=False)
    # A file name that is no UTF-8 holds lone surrogates: a backslash makes JSON escapes of them.
    return f"{text}\n".encode(errors="backslashreplace")


def read(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a delivered folder, or None when there is none that examgen wrote.

    Raises:
        OSError: it cannot be read: our files must not pass for a person's.
    """
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
    if not isinstance(files, dict) or not all(is_inside(name) and _is_record(files[name]) for name in files):
        return None
    return manifest


def is_inside(path: str) -> bool:
    """Return whether this is the path, relative and with ``/``, of something in the folder."""
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts and str(pure) == path


def record_of(data: bytes) -> dict[str, object]:
    """Return what the manifest says of a file with these contents."""
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def matches(path: Path, record: Mapping[str, object]) -> bool:
    """Return whether there is a file, no link, with the contents of this record."""
    info = path.lstat()
    if not stat.S_ISREG(info.st_mode) or info.st_size != record["bytes"]:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == record["sha256"]


def _is_record(record: object) -> bool:
    return (
        isinstance(record, dict)
        and isinstance(record.get("sha256"), str)
        and isinstance(record.get("bytes"), int)
    )
