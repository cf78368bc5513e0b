"""Is what examgen makes the same on every Python, and with the lowest and the highest releases of its libraries?

Each row of the table is a virtual environment of its own, into which pip installs examgen. What differs is named below
the table, and then the exit code is 1. An interpreter that is not on this machine is skipped by name.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from conftest import ROOT
from matrix_banks import write_banks
from matrix_digests import LIBRARIES

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
KINDS = ("orders", "tex", "answers", "pdf")
_VERSION = re.compile(r"\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Row:
    """One environment and what it found."""

    python: str  #: ``3.12``
    releases: str  #: ``lowest`` or ``highest``
    fault: str = ""  #: why there are no digests
    exact: str = ""  #: the exact version of Python
    libraries: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)


def find_python(minor: str) -> str | None:
    """Return the newest interpreter of a minor version, of pyenv or on the path."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = sorted(versions.glob(f"{minor}.*/bin/python3"), key=lambda path: _numbers(path.parts[-3]))
    for candidate in [*map(str, reversed(found)), shutil.which(f"python{minor}")]:
        # A shim of pyenv is there even when no such interpreter is.
        if candidate and _output(
            [candidate, "-c", "import ensurepip, venv, sys; print(sys.version_info[1])"]
        ):
            return candidate
    return None


def lowest_bounds() -> dict[str, str]:
    """Return the lowest release of each library that the project says it works with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = dict(re.findall(r"^([\w-]+)>=([\d.]+)", "\n".join(project["dependencies"]), re.MULTILINE))
    return {name: bounds[name] for name in LIBRARIES}


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", release))


def _output(command: Sequence[str]) -> str:
    """Return what a program prints; nothing when it fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def _pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-600:])


def lowest_release(python: Path, library: str, bound: str) -> str:
    """Return the lowest release from a bound on that this Python can have without a compiler.

    It is the bound, or what pip can install above it: numpy 1.26 has no wheel for Python 3.13. A library of which there
    are no wheels at all is taken at its bound.
    """
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    listed = re.search(r"Available versions: (.*)", _output([*pip, "index", "versions", library]))
    releases = [name for name in listed[1].split(", ") if _VERSION.fullmatch(name)] if listed else []
    fitting = sorted((name for name in releases if _numbers(name) >= _numbers(bound)), key=_numbers)
    if not fitting:
        raise RuntimeError(f"pip offers no {library} from {bound} on")
    # What pip lists may still have to be compiled.
    trial = [*pip, "install", "--dry-run", "--no-deps", "--only-binary", ":all:"]
    return next((name for name in fitting if _output([*trial, f"{library}=={name}"])), fitting[0])


def row_of(python: str, minor: str, releases: str, wheel: Path, banks: Path, folder: Path, pdf: bool) -> Row:
    """Return what one environment finds."""
    try:
        subprocess.run([python, "-m", "venv", str(folder)], check=True, capture_output=True)
        inside = folder / "bin" / "python"
        pins = []
        if releases == "lowest":
            pins = [f"{name}=={lowest_release(inside, name, low)}" for name, low in lowest_bounds().items()]
        _pip(inside, "install", "--upgrade", *pins, str(wheel))
        command = [str(inside), str(Path(__file__).with_name("matrix_digests.py")), str(banks)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(
            [*command, *(["--pdf"] if pdf else [])],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env=environment,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.strip()[-600:])
    except (RuntimeError, subprocess.CalledProcessError) as error:
        return Row(minor, releases, fault=str(error))
    found = json.loads(done.stdout)
    if not Path(found["examgen"]).is_relative_to(folder):
        return Row(minor, releases, fault=f"examgen was taken from {found['examgen']}")
    return Row(minor, releases, "", found["python"], found["libraries"], found["digests"])


def differences(first: Row, other: Row) -> list[str]:
    """Return the names of the digests in which two rows differ."""
    names = sorted({*first.digests, *other.digests})
    return [name for name in names if first.digests.get(name) != other.digests.get(name)]


def short(row: Row, kind: str) -> str:
    """Return one digest for all digests of a kind."""
    whole = sorted((name, digest) for name, digest in row.digests.items() if name.split()[0] == kind)
    return sha256(repr(whole).encode()).hexdigest()[:8] if whole else "-"


def table(rows: Sequence[Row], missing: Sequence[str]) -> tuple[str, bool]:
    """Return the table as text, and whether all rows are equal."""
    heads = ("Python", "releases", *LIBRARIES, *KINDS, "")
    lines = [" ".join(f"{head:<{_width(head)}}" for head in heads).rstrip()]
    first = next((row for row in rows if not row.fault), None)
    equal = first is not None
    below = []
    for row in rows:
        named = f"Python {row.python}, {row.releases}"
        if row.fault or first is None:
            cells: list[str] = [row.python, row.releases, "failed"]
            below.append(f"{named}: {row.fault}")
            equal = False
        else:
            differing = differences(first, row)
            verdict = "differs" if differing else "equal"
            cells = [row.exact, row.releases, *(row.libraries[name] for name in LIBRARIES)]
            cells += [*(short(row, kind) for kind in KINDS), verdict]
            below += [f"{named} differs in: {', '.join(differing[:8])}"] if differing else []
            equal = equal and not differing
        lines.append(
            " ".join(f"{cell:<{_width(head)}}" for cell, head in zip(cells, heads, strict=False)).rstrip()
        )
    lines += [f"Python {minor}: skipped, it is not on this machine" for minor in missing]
    return "\n".join([*lines, *below]) + "\n", equal


def _width(head: str) -> int:
    return max(8, len(head))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", choices=PYTHONS, help="only this one; may be repeated")
    given = parser.parse_args(arguments)
    rows, missing = [], []
    with tempfile.TemporaryDirectory(prefix="examgen-matrix-") as name:
        folder = Path(name).resolve()
        banks = folder / "banks"
        banks.mkdir()
        write_banks(banks)
        # One wheel for all, so that files which are edited meanwhile make no difference.
        _pip(Path(sys.executable), "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
        wheel = next(folder.glob("*.whl"))
        pdf = shutil.which("pdflatex") is not None
        for minor in given.python or PYTHONS:
            python = find_python(minor)
            if python is None:
                missing.append(minor)
                continue
            for releases in ("lowest", "highest"):
                room = folder / f"{minor}-{releases}"
                rows.append(row_of(python, minor, releases, wheel, banks, room, pdf))
                sys.stderr.write(f"Python {minor}, {releases}: {rows[-1].fault or 'done'}\n")
                shutil.rmtree(room, ignore_errors=True)
    text, equal = table(rows, missing)
    sys.stdout.write(text)
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
