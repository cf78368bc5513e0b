"""Builds near a path that is none: what somebody may have meant."""

from __future__ import annotations

from pathlib import Path

from examgen import publish

#: So many builds are named one by one.
_NAMED = 20
#: In so many folders builds are looked for.
_LOOKED_AT = 200
#: A file of a build lies so many folders deep in it at most: ``keys/revision-1/...``.
_DEPTH = 3


def builds_near(path: Path) -> str:
    """Return a hint that names the builds in folders inside a folder, or the one that a file lies in or is the bank of.

    It is "" when there is none.
    """
    if path.is_dir():
        inside = _builds_in(path)
        return f"name one of the builds in it: {', '.join(inside)}" if inside else ""
    for folder in (*list(path.parents)[:_DEPTH], Path("out") / path.stem):
        if path.is_file() and publish.read_manifest(folder):
            return f"name the folder of its build: {folder}"
    return ""


def _builds_in(folder: Path) -> list[str]:
    """Return the first builds in folders inside a folder."""
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []
    found = [str(path) for path in inside[:_LOOKED_AT] if publish.read_manifest(path)]
    return found if len(found) <= _NAMED else [*found[:_NAMED], "..."]
