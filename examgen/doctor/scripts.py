"""What this machine has for scripts that pdfTeX's fonts do not have, and how it gets the rest."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from examgen.doctor.cure import apt_commands, shown_command
from examgen.doctor.probe import find_program, output_of
from examgen.doctor.report import marks
from examgen.errors import TexMissingError
from examgen.scripts import ENGINE, ENGINE_PACKAGE, Survey, survey

#: What LuaTeX loads fonts with, and the Debian package of each.
ENGINE_FILES = {
    "luaotfload.sty": ENGINE_PACKAGE,
    "fontspec.sty": "texlive-latex-recommended",
    "babel.sty": "texlive-latex-base",
}


@dataclass(frozen=True, slots=True)
class ScriptsDiagnosis:
    """What was found on this machine."""

    engine: Path | None  #: LuaTeX; None: not found
    version: str  #: its first line; empty when it does not run
    missing: tuple[str, ...]  #: names of ENGINE_FILES that are not there
    fonts: Survey

    @property
    def engine_ok(self) -> bool:
        """True when LuaTeX runs and finds what it loads fonts with."""
        return bool(self.version) and not self.missing

    @property
    def ok(self) -> bool:
        """True when nothing is missing."""
        return self.engine_ok and not self.fonts.packages

    @property
    def packages(self) -> tuple[str, ...]:
        """Debian's packages with what is missing, by name."""
        engine = () if self.version else (ENGINE_PACKAGE,)
        return tuple(sorted({*engine, *(ENGINE_FILES[name] for name in self.missing), *self.fonts.packages}))


def examine_scripts() -> ScriptsDiagnosis:
    """Return what is on this machine. Programs are asked, nothing is changed."""
    engine, kpsewhich = find_program(ENGINE), find_program("kpsewhich")
    version = output_of([str(engine), "--version"]) if engine else ""
    paths = output_of([str(kpsewhich), *ENGINE_FILES]) if kpsewhich else ""
    there = {Path(line.strip()).name for line in paths.splitlines()}
    return ScriptsDiagnosis(
        engine,
        version.partition("\n")[0].strip(),
        tuple(name for name in ENGINE_FILES if name not in there),
        survey(),
    )


def scripts_lines(found: ScriptsDiagnosis, encoding: str | None = None) -> list[str]:
    """Return the lines of the report; in ASCII where ``encoding``, None for that of stdout, has no more."""
    yes, no, _ = marks(encoding or getattr(sys.stdout, "encoding", None) or "ascii")
    if found.engine is None:
        engine = f"{no} {ENGINE}: not found"
    else:
        mark = yes if found.version else no
        engine = f"{mark} {ENGINE}: {found.version or 'does not run'} ({found.engine})"
    lines = [engine]
    lines += [f"{no} {name} (Debian: {ENGINE_FILES[name]})" for name in found.missing]
    if found.fonts.there:
        lines.append(f"{yes} fonts for: {', '.join(found.fonts.there)}")
    if found.fonts.missing:
        lines.append(f"{no} no fonts for: {', '.join(found.fonts.missing)}")
    if found.fonts.latin:
        lines.append(f"{no} no fonts of papers as OpenType: {', '.join(found.fonts.latin)}")
    if not found.ok:
        lines += ["to install them:", *(f"  {line}" for line in _how(found))]
    return lines


def missing_scripts_error(found: ScriptsDiagnosis) -> TexMissingError:
    """Return the error for a machine that does not print every script."""
    what = [] if found.engine_ok else [ENGINE]
    if found.fonts.packages:
        what.append(f"fonts for {', '.join(found.fonts.missing) or 'Latin'}")
    return TexMissingError(f"not on this machine: {' and '.join(what)}", hint=" && ".join(_how(found)))


def install_scripts(
    found: ScriptsDiagnosis, ask: Callable[[str], bool], run: Callable[[Sequence[str]], int]
) -> bool:
    """Install what is missing, after asking; return whether that could be done.

    ``ask`` gets a question for a person, ``run`` a command whose exit code it returns.
    """
    commands = _commands(found)
    if not commands:
        return found.ok
    if not ask("\n  ".join(["Install LuaTeX and fonts with these commands?", *map(shown_command, commands)])):
        return False
    # An update may fail for a source that we do not need.
    return all(run(command) == 0 or "update" in command for command in commands)


def _commands(found: ScriptsDiagnosis) -> tuple[list[str], ...]:
    """Return the commands that install what is missing; none where the system is not of Debian's family."""
    linux = sys.platform.startswith("linux")
    return apt_commands(found.packages) if linux and found.packages and shutil.which("apt-get") else ()


def _how(found: ScriptsDiagnosis) -> list[str]:
    if commands := _commands(found):
        return [shown_command(command) for command in commands]
    steps = [] if found.engine_ok else ["tlmgr install luatex luaotfload fontspec babel"]
    if found.fonts.packages:
        steps.append(
            "put these fonts where the system keeps its own: TeX Gyre, Latin Modern, Noto, Noto CJK, Symbola "
            f"(Debian's packages: {' '.join(found.fonts.packages)})"
        )
    return steps
