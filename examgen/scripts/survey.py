"""What this machine has for other scripts, and what Debian calls what it lacks."""

from __future__ import annotations

from dataclasses import dataclass

from examgen.scripts.choice import LATIN
from examgen.scripts.fontfiles import find_font
from examgen.scripts.table import SCRIPTS, SIGNS, SIGNS_PACKAGE

#: LuaTeX and its packages that load fonts.
ENGINE_PACKAGE = "texlive-luatex"
#: What signs and emoji are called among the scripts.
_SIGNS = "signs and emoji"


@dataclass(frozen=True, slots=True)
class Survey:
    """Fonts for what pdfTeX cannot set."""

    there: tuple[str, ...]  #: names of scripts for which there is a font
    missing: tuple[str, ...]  #: names of the others
    latin: tuple[str, ...]  #: stems of the fonts of papers that are not there
    packages: tuple[str, ...]  #: Debian's packages with fonts for all that is missing, by name


def survey() -> Survey:
    """Return the scripts that can be printed on this machine, as far as fonts go."""
    wanted = {script.name: (script.fonts, script.package) for script in SCRIPTS}
    wanted[_SIGNS] = (SIGNS[2:], SIGNS_PACKAGE)
    there = [name for name, (fonts, _) in wanted.items() if any(map(find_font, fonts))]
    missing = [name for name in wanted if name not in there]
    latin = {stem: package for stem, _, package in LATIN.values() if not find_font(stem)}
    packages = {wanted[name][1] for name in missing} | set(latin.values())
    return Survey(tuple(there), tuple(missing), tuple(latin), tuple(sorted(packages)))
