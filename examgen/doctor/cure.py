"""How each system gets the TeX that it lacks."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from examgen.doctor.probe import MACTEX, Diagnosis, examine

#: What has the TEX_FILES, for TeX Live's own installer: in MacTeX, TinyTeX and TeX Live from tug.org.
TEXLIVE_PACKAGES = (
    "amsfonts",
    "amsmath",
    "booktabs",
    "extsizes",
    "geometry",
    "graphics",
    "kvoptions",
    "lm",
    "mathpazo",
    "microtype",
    "palatino",
    "psnfss",
    "tabulary",
    "tex-gyre",
)

_APT = (
    "texlive-latex-base",
    "texlive-latex-recommended",
    "texlive-latex-extra",
    "texlive-fonts-recommended",
    "lmodern",
    "tex-gyre",
)
_DNF = (
    "texlive-scheme-basic",
    "texlive-collection-latexrecommended",
    "texlive-collection-latexextra",
    "texlive-collection-fontsrecommended",
)
_PACMAN = (
    "texlive-basic",
    "texlive-latex",
    "texlive-latexrecommended",
    "texlive-latexextra",
    "texlive-fontsrecommended",
)
#: Where a system's package manager puts programs: what is here is not for TeX Live's own installer to change.
_SYSTEM_FOLDERS = (Path("/usr/bin"), Path("/bin"))

_TINYTEX = f"""\
import tempfile, pytinytex
with tempfile.TemporaryDirectory() as folder:
    pytinytex.download_tinytex(download_folder=folder)
for package in {TEXLIVE_PACKAGES!r}:
    pytinytex.install(package)
"""


def install_command(diagnosis: Diagnosis) -> tuple[list[str], ...] | None:
    """Return the commands that install TeX on this system, in order; None when nothing of it is missing."""
    if diagnosis.tex_ok:
        return None
    return _tlmgr_commands(diagnosis.pdflatex) or _system_commands() or _tinytex_commands()


def _tlmgr_commands(pdflatex: Path | None) -> tuple[list[str], ...] | None:
    """Return how a TeX Live that no package manager made gets more packages."""
    if pdflatex is None:
        return None
    folder = pdflatex.resolve().parent
    tlmgr = folder / "tlmgr"
    if folder in _SYSTEM_FOLDERS or not os.access(tlmgr, os.X_OK):
        return None
    command = [str(tlmgr), "install", *TEXLIVE_PACKAGES]
    return (command if os.access(folder, os.W_OK) else _as_root(command),)


def _system_commands() -> tuple[list[str], ...] | None:
    if sys.platform == "darwin" and shutil.which("brew"):
        tlmgr = str(MACTEX / "tlmgr")
        return (
            ["brew", "install", "--cask", "basictex"],
            ["sudo", tlmgr, "update", "--self"],
            ["sudo", tlmgr, "install", *TEXLIVE_PACKAGES],
        )
    if not sys.platform.startswith("linux") or not (_is_root() or shutil.which("sudo")):
        return None
    if shutil.which("apt-get"):
        return apt_commands(_APT)
    if shutil.which("dnf"):
        return (_as_root(["dnf", "install", "--assumeyes", *_DNF]),)
    if shutil.which("pacman"):
        # Arch supports no installation without an upgrade of the rest.
        return (_as_root(["pacman", "-Syu", "--needed", "--noconfirm", *_PACMAN]),)
    return None


def apt_commands(packages: Sequence[str]) -> tuple[list[str], ...]:
    """Return the commands by which Debian and its family install packages."""
    return (
        _as_root(["apt-get", "update"]),
        _as_root(["apt-get", "install", "--yes", "--no-install-recommends", *packages]),
    )


def _tinytex_commands() -> tuple[list[str], ...]:
    download = [sys.executable, "-c", _TINYTEX]
    if importlib.util.find_spec("pytinytex"):
        return (download,)
    return ([sys.executable, "-m", "pip", "install", "examgen-print[tinytex]"], download)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _as_root(command: list[str]) -> list[str]:
    return command if _is_root() or not shutil.which("sudo") else ["sudo", *command]


def shown_command(command: Sequence[str]) -> str:
    """Return what a person types for this command."""
    if command[-1] == _TINYTEX:
        return "examgen doctor --install"
    if list(command[:3]) == [sys.executable, "-m", "pip"]:
        command = command[2:]
    return shlex.join(command)


def install(diagnosis: Diagnosis, ask: Callable[[str], bool], run: Callable[[Sequence[str]], int]) -> bool:
    """Install what is missing of TeX, after asking; return whether all is there then.

    ``ask`` gets a question for a person, ``run`` a command whose exit code it returns.
    """
    commands = install_command(diagnosis)
    if commands is None:
        return True
    lines = [
        shown_command(c) if c[-1] != _TINYTEX else "download TinyTeX into ~/.pytinytex" for c in commands
    ]
    if not ask("\n  ".join(["Install TeX with these commands?", *lines])):
        return False
    for command in commands:
        # An update may fail for a source that we do not need.
        if run(command) != 0 and "update" not in command:
            return False
    return examine().tex_ok
