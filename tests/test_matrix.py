"""Same everywhere: what is made does not depend on hash seed, locale, time zone, folder or clock. ``make matrix`` asks the
same of other Pythons and libraries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import matrix
import pytest
from conftest import ROOT
from matrix import Row, differences, find_python, lowest_bounds, table
from matrix_banks import write_banks
from matrix_digests import LIBRARIES


@pytest.fixture(scope="module")
def banks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("banks")
    write_banks(folder, randoms=2)
    (folder / "python-basics.md").unlink()
    return folder


def digests(folder: str | Path, cwd: Path, *options: str, **environment: str) -> dict[str, str]:
    """Return the digests that a process of its own finds."""
    names = ("PATH", "HOME", "TMPDIR")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "matrix_digests.py"), str(folder), *options],
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)["digests"]
    return found


def test_the_same_bytes_in_every_process(banks: Path, tmp_path: Path) -> None:
    first = digests(banks, tmp_path, PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    elsewhere = tmp_path / "ein Ordner, ü ✓" / "banks"
    shutil.copytree(banks, elsewhere)
    for path in elsewhere.rglob("*"):
        os.utime(path, (1, 1))
    other = digests(
        "banks",
        elsewhere.parent,
        PYTHONHASHSEED="4711",
        LC_ALL="C.UTF-8",
        LANGUAGE="tr",
        TZ="Pacific/Kiritimati",
        PYTHONUTF8="1",
        COLUMNS="40",
    )
    assert {name.split()[0] for name in first} == {"orders", "tex", "answers"}
    assert len(first) > 30
    assert [name for name in first if first[name] != other.get(name)] == []
    assert first.keys() == other.keys()


@pytest.mark.tex
def test_the_same_pdfs_in_every_process(banks: Path, tmp_path: Path) -> None:
    found = []
    for number, surroundings in enumerate(
        ({"PYTHONHASHSEED": "1", "LC_ALL": "C"}, {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati"})
    ):
        folder = tmp_path / ("a", "b c ü")[number]
        folder.mkdir()
        shutil.copyfile(banks / "vae.md", folder / "vae.md")
        os.utime(folder / "vae.md", (number, number))
        found.append(digests(".", folder, "--pdf", **surroundings))
    assert sum(name.startswith("pdf ") for name in found[0]) == 3 + 3 + 1 + 1
    assert found[0] == found[1]


def test_what_is_made_depends_on_the_bank(banks: Path, tmp_path: Path) -> None:
    """One word in one bank changes its sources and nothing else."""
    (tmp_path / "vae.md").write_bytes((banks / "vae.md").read_bytes())
    shutil.copytree(banks / "figures", tmp_path / "figures")
    before = digests(tmp_path, tmp_path)
    text = (tmp_path / "vae.md").read_text(encoding="utf-8")
    (tmp_path / "vae.md").write_text(text.replace("Quiz", "Exam", 1), encoding="utf-8")
    changed = differences(Row("", "", digests=before), Row("", "", digests=digests(tmp_path, tmp_path)))
    assert {name.split()[0] for name in changed} == {"tex", "answers"}


def row(releases: str, digest: str = "1", fault: str = "") -> Row:
    libraries = dict.fromkeys(LIBRARIES, "1.0")
    return Row("3.11", releases, fault, "3.11.9", libraries, {"orders vae": digest, "tex vae": "2"})


def test_the_table_says_what_differs_and_what_is_missing() -> None:
    text, equal = table([row("lowest"), row("highest")], ["3.14"])
    assert equal
    assert "Python 3.14: skipped" in text
    text, equal = table([row("lowest"), row("highest", "other")], [])
    assert not equal
    assert "Python 3.11, highest differs in: orders vae" in text
    text, equal = table([row("lowest", fault="no wheel"), row("highest")], [])
    assert not equal
    assert "Python 3.11, lowest: no wheel" in text
    assert not table([], ["3.11"])[1]


def test_each_library_of_the_matrix_has_a_lowest_release() -> None:
    assert set(lowest_bounds()) == set(LIBRARIES)


def test_an_interpreter_that_is_not_there_is_not_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shim = tmp_path / "python3.99"
    shim.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_python("3.99") is None


def test_the_lowest_release_is_the_first_that_needs_no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = {"numpy==2.1.0", "numpy==2.2.0", "numpy==2.10.0"}

    def output(command: list[str]) -> str:
        if "index" in command:
            return (
                "numpy (2.10.0)\nAvailable versions: 2.10.0, 2.2.0, 2.1.0, 2.1.0rc1, 1.26.4, 1.26.0, 1.25.2\n"
            )
        return "Would install" if command[-1] in wheels else ""

    monkeypatch.setattr(matrix, "_output", output)
    assert matrix.lowest_release(Path("python"), "numpy", "1.26") == "2.1.0"
    assert matrix.lowest_release(Path("python"), "numpy", "2.2") == "2.2.0"
    wheels.clear()
    assert matrix.lowest_release(Path("python"), "numpy", "1.26") == "1.26.0"
    with pytest.raises(RuntimeError, match="no numpy from 3 on"):
        matrix.lowest_release(Path("python"), "numpy", "3")
