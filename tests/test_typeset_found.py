"""TeX that was installed a moment ago, where the PATH of an open shell does not lead."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from examgen.errors import TexMissingError
from examgen.typeset import TexJob, find_tex, run

posix = pytest.mark.skipif(sys.platform == "win32", reason="the fake engines are shell scripts")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home and a PATH that leads to nothing."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.delenv("PYTINYTEX_TINYTEX", raising=False)
    return tmp_path


@posix
@pytest.mark.parametrize("place", [".TinyTeX/bin/x86_64-linux", ".pytinytex/bin/aarch64-linux"])
def test_it_is_found_and_finds_its_own_programs(
    home: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, script in {
        "pdflatex": 'kpsewhich; PATH=; echo "$0" >"$HOME/engine"',
        "kpsewhich": 'echo "$PATH" >"$HOME/path"',
    }.items():
        program = home / place / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    assert find_tex() == str(home / place / "pdflatex")
    monkeypatch.setenv("EXAMGEN_SANDBOX", "off")
    assert run(TexJob("x", ""), find_tex()).complete
    assert (home / "engine").read_text().strip() == find_tex()
    assert (home / "path").read_text().strip() == f"{home / place}:{home / 'nothing'}"


@pytest.mark.usefixtures("home")
def test_a_place_that_cannot_be_looked_into_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError("some error")

    monkeypatch.setattr(Path, "glob", broken)
    with pytest.raises(TexMissingError, match="pdflatex is not on this machine"):
        find_tex()
