"""Digests of what examgen makes of the banks in a folder, printed as JSON: the same on every machine.

``python matrix_digests.py FOLDER [--pdf]``; run in a process of its own by ``matrix.py`` and ``test_matrix.py``.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import examgen
from examgen import Layout, Options, Paper, build_exam, load_bank
from examgen.answers import to_csv, to_json
from examgen.arrange import arrange, pick
from examgen.errors import Place
from examgen.exam import Exam
from examgen.model import Choice, Heading, Question, Text
from examgen.pieces import PieceTable
from examgen.runs import Copy, Run, RunKind
from examgen.sheets import folders_of, key_sheets, paper_sheets
from examgen.templates import Templates

LIBRARIES = ("numpy", "jinja2", "pylatex", "markdown-it-py")
VECTORS = Path(__file__).parent / "data" / "examgen-1.json"
LAYOUTS = (Layout(), Layout(Paper.A4, size=10, columns=2, duplex=False))
_VERSIONS = 5
_SEED = "2026 ✓"


def digests(folder: Path, *, pdf: bool) -> dict[str, str]:
    """Return the digest of each order, source and file, by a name that begins with its kind."""
    found = dict(_vectors())
    for path in sorted(path for path in folder.iterdir() if path.suffix in (".md", ".txt", ".yaml")):
        found |= _of_bank(path)
    if pdf:
        found |= _of_build(folder / "vae.md")
    return {name: sha256(data).hexdigest() for name, data in found.items()}


def _vectors() -> Iterator[tuple[str, bytes]]:
    """Give the orders of the exams of the published vectors."""
    for number, vector in enumerate(json.loads(VECTORS.read_text(encoding="utf-8"))["orders"]):
        questions = tuple(_question(item) for item in vector["questions"])
        exam = Exam("vectors", Heading(), questions)
        yield f"orders vector {number}", _orders(exam, vector["seed"], len(vector["versions"]))
        yield f"orders draw {number}", repr(pick(questions, vector["seed"], len(questions) // 2 + 1)).encode()


def _question(item: dict[str, object]) -> Question:
    pinned, count = item["pinned"], item["choices"]
    assert isinstance(pinned, list)
    assert isinstance(count, int)
    place = Place("vectors", 1)
    choices = tuple(
        Choice(id, Text(id, (place,)), place, pin=id in pinned) for id in "abcdefghijklmnopqrstuvwxyz"[:count]
    )
    return Question(str(item["id"]), Text("?", (place,)), place, choices)


def _orders(exam: Exam, seed: str, versions: int) -> bytes:
    return repr([(v.label, v.questions, v.choices) for v in arrange(exam, seed, versions)]).encode()


def _of_bank(path: Path) -> dict[str, bytes]:
    bank = load_bank(path)
    exam = Exam(bank.name, bank.heading, bank.questions)
    versions = arrange(exam, _SEED, _VERSIONS)
    found = {f"orders {path.name}": _orders(exam, _SEED, _VERSIONS)}
    for number, layout in enumerate(LAYOUTS):
        papers, keys = PieceTable(folders_of(exam)), PieceTable(folders_of(exam))
        copy = Copy(
            exam=exam,
            layout=layout,
            templates=Templates(),
            papers=paper_sheets(exam, versions, papers),
            keys=key_sheets(exam, versions, keys),
            paper_pieces=papers,
            key_pieces=keys,
        )
        for kind in RunKind:
            job = copy.job(Run(kind, 0, _VERSIONS), 60)
            found[f"tex {path.name} {kind} {number}"] = job.source.encode()
            for name, data in job.files.items():
                found[f"tex {path.name} {kind} {number} {name}"] = data
    found[f"answers {path.name} csv"] = to_csv(exam, versions, copy.keys)
    found[f"answers {path.name} json"] = to_json(exam, versions, copy.keys)
    return found


def _of_build(path: Path) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        build_exam(path, Path(folder) / "out", Options(versions=3, seed=_SEED))
        made = sorted(Path(folder, "out").rglob("*.pdf"))
        return {f"pdf {file.name}": file.read_bytes() for file in made}


def main() -> int:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pdf", action="store_true", help="one build with TeX, too")
    given = parser.parse_args()
    found = {
        "python": platform.python_version(),
        "examgen": str(Path(examgen.__file__).parent),
        "libraries": {name: version(name) for name in LIBRARIES},
        "digests": digests(given.folder, pdf=given.pdf),
    }
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
