"""The doctor, on machines made of fake programs in a folder that is the whole PATH."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from examgen import doctor
from examgen.doctor import cure, probe
from examgen.errors import TexMissingError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fake programs are shell scripts")

VERSION = "pdfTeX 3.141592653-2.6-1.40.24 (TeX Live 2022/Debian)"
Program = Callable[..., Path]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """An empty Linux machine, and the function that puts a program on it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PYTINYTEX_TINYTEX", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(cure, "_SYSTEM_FOLDERS", (folder,))

    def add(name: str, script: str = "exit 0", into: Path = folder) -> Path:
        into.mkdir(parents=True, exist_ok=True)
        path = into / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return add


def add_tex(program: Program, *missing: str, into: Path | None = None) -> None:
    """Put TeX on the machine; like the real one, kpsewhich prints the paths of what it finds."""
    where = {} if into is None else {"into": into}
    program("pdflatex", f"echo '{VERSION}'; echo 'kpathsea version 6.3.4'", **where)
    tests = "".join(f"{name}) status=1;; " for name in missing)
    loop = f'for f; do case "$f" in {tests}*) echo "/usr/share/texmf/tex/$f";; esac; done'
    count = 'echo call >> "${0%/*}/calls"'
    program("kpsewhich", f"status=0\n{count}\n{loop}\nexit $status", **where)


def test_a_machine_with_all(program: Program, tmp_path: Path) -> None:
    add_tex(program)
    diagnosis = doctor.examine()
    assert diagnosis.pdflatex == tmp_path / "bin/pdflatex"
    assert diagnosis.pdflatex_version == VERSION
    assert diagnosis.kpsewhich == tmp_path / "bin/kpsewhich"
    assert diagnosis.found == tuple(doctor.TEX_FILES)
    assert diagnosis.missing == ()
    assert diagnosis.tex_ok
    assert doctor.install_command(diagnosis) is None
    assert (tmp_path / "bin/calls").read_text() == "call\n"


def test_missing_files_are_named(program: Program) -> None:
    program("apt-get")
    add_tex(program, "tabulary.sty", "tgheros.sty")
    diagnosis = doctor.examine()
    assert diagnosis.missing == ("tabulary.sty", "tgheros.sty")
    assert not diagnosis.tex_ok
    assert not diagnosis.ok
    error = doctor.missing_tex_error(diagnosis)
    assert isinstance(error, TexMissingError)
    assert error.exit_code == 3
    assert error.message == "a part of TeX is missing: tabulary.sty, tgheros.sty"
    assert error.hint == (
        "apt-get update && apt-get install --yes --no-install-recommends texlive-latex-base "
        "texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended lmodern tex-gyre"
    )
    many = doctor.missing_tex_error(replace(diagnosis, missing=("a.sty", "b.sty", "c.sty", "d.sty", "e.sty")))
    assert many.message == "a part of TeX is missing: a.sty, b.sty, c.sty and 2 more"


def test_a_machine_without_tex(program: Program) -> None:
    program("apt-get")
    diagnosis = doctor.examine()
    assert (diagnosis.pdflatex, diagnosis.kpsewhich, diagnosis.found) == (None, None, ())
    assert diagnosis.missing == tuple(doctor.TEX_FILES)
    assert doctor.missing_tex_error(diagnosis).message == "TeX is not on this machine: there is no pdflatex"
    program("pdflatex")
    assert "there is no kpsewhich" not in str(doctor.missing_tex_error(doctor.examine()))
    program("pdflatex", f"echo '{VERSION}'")
    assert doctor.missing_tex_error(doctor.examine()).message.endswith("there is no kpsewhich")


@pytest.mark.parametrize("script", ["exit 127", "printf ''", "kill -9 $$"])
def test_a_tex_that_does_not_run(program: Program, script: str) -> None:
    add_tex(program)
    path = program("pdflatex", script)
    diagnosis = doctor.examine()
    assert not diagnosis.tex_ok
    assert doctor.missing_tex_error(diagnosis).message == f"TeX does not run: '{path}' fails"
    path.write_bytes(b"\x7fELF of another processor")
    assert not doctor.examine().tex_ok


@pytest.mark.parametrize(
    ("programs", "first", "package"),
    [
        (("apt-get", "dnf", "pacman"), "apt-get update", "tex-gyre"),
        (("dnf", "pacman"), "dnf install --assumeyes", "texlive-scheme-basic"),
        (("pacman",), "pacman -Syu --needed --noconfirm", "texlive-latexextra"),
    ],
)
@pytest.mark.parametrize("root", [True, False])
def test_the_package_manager_of_the_system(
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    programs: tuple[str, ...],
    first: str,
    package: str,
    root: bool,
) -> None:
    for name in (*programs, "sudo"):
        program(name)
    if not root:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
    commands = doctor.install_command(doctor.examine())
    assert commands is not None
    assert " ".join(commands[0]).startswith(first if root else f"sudo {first}")
    assert all((command[0] == "sudo") is not root for command in commands)
    assert package in commands[-1]


def test_on_a_mac(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("brew")
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(probe, "MACTEX", Path("/nonexistent"))
    commands = doctor.install_command(doctor.examine())
    assert commands is not None
    assert commands[0] == ["brew", "install", "--cask", "basictex"]
    assert commands[1] == ["sudo", "/Library/TeX/texbin/tlmgr", "update", "--self"]
    assert {"tabulary", "tex-gyre", "lm"} < set(commands[2])


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("manager", ["", "apt-get"])
def test_tinytex_where_nothing_else_can(
    program: Program, monkeypatch: pytest.MonkeyPatch, there: bool, manager: str
) -> None:
    # Who is not root and has no sudo cannot use the system's package manager.
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    if manager:
        program(manager)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: object() if there else None)
    diagnosis = doctor.examine()
    commands = doctor.install_command(diagnosis)
    assert commands is not None
    pip = [sys.executable, "-m", "pip", "install", "examgen-print[tinytex]"]
    assert list(commands[:-1]) == ([] if there else [pip])
    assert commands[-1][:2] == [sys.executable, "-c"]
    compile(commands[-1][2], "tinytex", "exec")
    expected = (
        "examgen doctor --install"
        if there
        else "pip install 'examgen-print[tinytex]' && examgen doctor --install"
    )
    assert doctor.missing_tex_error(diagnosis).hint == expected


def test_tex_live_from_elsewhere_gets_its_own_packages(program: Program, tmp_path: Path) -> None:
    # TinyTeX puts its programs here, whatever the PATH says.
    folder = tmp_path / "home/.pytinytex/bin/x86_64-linux"
    program("apt-get")
    add_tex(program, "tabulary.sty", into=folder)
    tlmgr = program("tlmgr", into=folder)
    diagnosis = doctor.examine()
    assert diagnosis.pdflatex == folder / "pdflatex"
    commands = doctor.install_command(diagnosis)
    assert commands is not None
    assert len(commands) == 1
    assert commands[0][:2] == [str(tlmgr), "install"]
    assert "tabulary" in commands[0]


def test_a_tlmgr_of_the_system_is_left_alone(program: Program) -> None:
    for name in ("apt-get", "tlmgr"):
        program(name)
    add_tex(program, "tabulary.sty")
    commands = doctor.install_command(doctor.examine())
    assert commands is not None
    assert [command[0] for command in commands] == ["apt-get", "apt-get"]


def test_installing(program: Program) -> None:
    program("apt-get")
    before = doctor.examine()
    asked: list[str] = []
    ran: list[Sequence[str]] = []

    def yes(question: str) -> bool:
        asked.append(question)
        return True

    def succeed(command: Sequence[str]) -> int:
        ran.append(command)
        if "install" in command:
            add_tex(program)
        return 0

    assert not doctor.install(before, lambda _: False, succeed)
    assert ran == []
    assert doctor.install(before, yes, succeed)
    assert tuple(ran) == doctor.install_command(before)
    assert len(asked) == 1
    assert "\n  apt-get update\n  apt-get install --yes" in asked[0]
    assert doctor.install(doctor.examine(), pytest.fail, pytest.fail)


def test_installing_that_fails(program: Program) -> None:
    program("apt-get")
    before = doctor.examine()
    assert not doctor.install(before, lambda _: True, lambda _: 1)
    # All went well, says the package manager; but there is no TeX.
    assert not doctor.install(before, lambda _: True, lambda _: 0)

    def without_one_source(command: Sequence[str]) -> int:
        if "update" in command:
            return 100
        add_tex(program)
        return 0

    assert doctor.install(before, lambda _: True, without_one_source)


def test_the_report(program: Program, tmp_path: Path) -> None:
    program("apt-get")
    add_tex(program, "tgpagella.sty")
    diagnosis = replace(
        doctor.examine(),
        platform="Linux 6 x86_64",
        python="3.11.7",
        packages=(("click", "8.1"), ("numpy", None)),
    )
    total = len(doctor.TEX_FILES)
    lines = doctor.render_lines(diagnosis, "utf-8")
    assert lines[:8] == [
        "✓ system: Linux 6 x86_64",
        "✓ Python: 3.11.7",
        "✓ click: 8.1",
        "✗ numpy: not installed",
        f"✓ pdflatex: {VERSION} ({tmp_path}/bin/pdflatex)",
        f"✓ kpsewhich: {tmp_path}/bin/kpsewhich",
        f"✗ TeX styles and fonts: {total - 1} of {total}",
        "✗ tgpagella.sty (Debian: tex-gyre)",
    ]
    assert lines[8:11] == [
        "- sandbox: none, bubblewrap is not installed "
        "(it would keep TeX from the network and from your other files)",
        "to install TeX:",
        "  apt-get update",
    ]
    plain = doctor.render_lines(diagnosis, "ascii")
    assert plain[2:4] == ["ok      click: 8.1", "missing numpy: not installed"]
    assert all(line.isascii() for line in plain)
    assert len(plain) == len(lines)


def test_python_packages_are_those_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    names = [re.split(r"[<>=!~\[ ]", dependency)[0] for dependency in project["dependencies"]]
    assert sorted(doctor.DEPENDENCIES) == sorted(names)
    assert "tinytex" in project["optional-dependencies"]
    assert project["name"] == "examgen-print"


def test_what_debian_calls_the_packages() -> None:
    # texlive-base comes with each of the others.
    assert set(doctor.TEX_FILES.values()) <= {*cure._APT, "texlive-base"}
