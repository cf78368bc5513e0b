"""Two small builds that are delivered one over the other, and what is in a folder afterwards."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from examgen import publish

#: Two builds that share a file, and each of which has files that the other one has not.
FIRST = {
    "exams/vae-A.pdf": b"first A",
    "exams/vae-B.pdf": b"first B",
    "keys/answers.csv": b"same",
    "print/all.pdf": b"first",
}
SECOND = {
    "exams/vae-A.pdf": b"second A",
    "exams/vae-C.pdf": b"second C",
    "keys/answers.csv": b"same",
    "z.txt": b"second",
}
SETS = {"first": FIRST, "second": SECOND}
#: Names of output folders as people choose them.
NAMES = ["vae", 'it\'s a "quiz" (2)', "Prüfung ✓ 試験"]
#: A file that a person puts among ours.
NOTES = "keys/my notes.txt"


def build(out: Path, name: str) -> publish.Delivery:
    """Deliver one of the two builds."""
    with publish.stage(out) as stage:
        for path, data in SETS[name].items():
            stage.write(path, data)
        return stage.deliver({"build": name})


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by relative path; a link is its target."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = os.fsencode(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


def leftovers(out: Path) -> list[str]:
    """Return the names of what is beside a folder."""
    return sorted(path.name for path in out.parent.iterdir() if path != out)


def whole(out: Path, *people: str) -> str:
    """Return the name of the build that is in the folder, checked to be whole and, but for people's files, alone."""
    files = tree(out)
    manifest = json.loads(files.pop("manifest.json"))
    for path in people:
        files.pop(path)
    sums = {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in files.items()}
    assert sums == {path: (record["bytes"], record["sha256"]) for path, record in manifest["files"].items()}
    assert files == SETS[manifest["build"]], manifest["build"]
    return str(manifest["build"])
