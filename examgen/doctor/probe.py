"""What is on this machine: TeX and its files, Python and its packages."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from examgen.doctor.sandbox import find_sandbox

#: Classes, styles and fonts that the templates load, and the Debian package of each.
TEX_FILES = {
    "article.cls": "texlive-latex-base",
    "extarticle.cls": "texlive-latex-recommended",
    "amsmath.sty": "texlive-latex-base",
    "amssymb.sty": "texlive-base",
    "booktabs.sty": "texlive-latex-recommended",
    "geometry.sty": "texlive-latex-base",
    "graphicx.sty": "texlive-latex-base",
    "kvoptions.sty": "texlive-latex-base",
    "microtype.sty": "texlive-latex-recommended",
    "tabulary.sty": "texlive-latex-extra",
    "textcomp.sty": "texlive-latex-base",
    "mathpazo.sty": "texlive-latex-base",
    "zplmr7m.tfm": "texlive-fonts-recommended",
    "fplmr.pfb": "texlive-fonts-recommended",
    "tgpagella.sty": "tex-gyre",
    "t1qpl.fd": "tex-gyre",
    "qplr.pfb": "tex-gyre",
    "tgheros.sty": "tex-gyre",
    "t1qhv.fd": "tex-gyre",
    "lmodern.sty": "lmodern",
    "t1lmtt.fd": "lmodern",
    "ec-lmtt10.tfm": "lmodern",
}

#: Python packages that examgen is built on.
DEPENDENCIES = (
    "charset-normalizer",
    "click",
    "fonttools",
    "jinja2",
    "lxml",
    "markdown-it-py",
    "numpy",
    "openpyxl",
    "pikepdf",
    "pydantic",
    "pylatex",
    "pylatexenc",
    "pypdfium2",
    "pyyaml",
    "rich",
)

#: Where MacTeX puts its programs.
MACTEX = Path("/Library/TeX/texbin")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found on this machine."""

    pdflatex: Path | None  #: None: not found
    pdflatex_version: str  #: its first line; empty when it does not run
    kpsewhich: Path | None  #: the program that finds TeX's files; None: not found
    found: tuple[str, ...]  #: names of TEX_FILES that are there
    missing: tuple[str, ...]  #: names of TEX_FILES that are not
    python: str  #: version
    packages: tuple[tuple[str, str | None], ...]  #: (name, version) of Python packages; None: not installed
    platform: str  #: system, release and processor
    sandbox: str = ""  #: what keeps TeX in, with its version; empty: nothing does
    no_sandbox: str = ""  #: why nothing does

    @property
    def tex_ok(self) -> bool:
        """True when pdflatex runs and finds all it needs."""
        return bool(self.pdflatex and self.pdflatex_version and self.kpsewhich and not self.missing)

    @property
    def ok(self) -> bool:
        """True when nothing is missing that a build needs."""
        return self.tex_ok and all(version is not None for _, version in self.packages)


def examine() -> Diagnosis:
    """Return what is on this machine. Programs are asked, nothing is changed."""
    pdflatex, kpsewhich = find_program("pdflatex"), find_program("kpsewhich")
    version = output_of([str(pdflatex), "--version"]) if pdflatex else ""
    paths = output_of([str(kpsewhich), *TEX_FILES]) if kpsewhich else ""
    there = {Path(line.strip()).name for line in paths.splitlines()}
    sandbox = find_sandbox(pdflatex.absolute() if pdflatex else Path("/bin/sh"))
    return Diagnosis(
        pdflatex=pdflatex,
        pdflatex_version=version.partition("\n")[0].strip(),
        kpsewhich=kpsewhich,
        found=tuple(name for name in TEX_FILES if name in there),
        missing=tuple(name for name in TEX_FILES if name not in there),
        python=platform.python_version(),
        packages=tuple((name, _package_version(name)) for name in DEPENDENCIES),
        platform=f"{platform.system()} {platform.release()} {platform.machine()}",
        sandbox=output_of([sandbox.start[0], "--version"]).strip() if sandbox.start else "",
        no_sandbox=sandbox.missing,
    )


def find_program(name: str) -> Path | None:
    """Return the path of a TeX program, None when there is none.

    It is looked for on the PATH, then where MacTeX and TinyTeX put it: an open shell does not know them yet.
    """
    folders = [MACTEX] if sys.platform == "darwin" else []
    for home in (os.environ.get("PYTINYTEX_TINYTEX"), "~/.pytinytex", "~/.TinyTeX", "~/Library/TinyTeX"):
        if home:
            # Path.expanduser raises where nobody is at home.
            folders += sorted(Path(os.path.expanduser(home)).glob("bin/*"))  # noqa: PTH111
    for path in (None, *map(str, folders)):
        found = shutil.which(name, path=path)
        if found:
            return Path(found)
    return None


def _package_version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def output_of(command: list[str]) -> str:
    """Return what a program prints; nothing when it does not start or takes too long."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=30,
        )
        return done.stdout
    return ""
