"""LuaTeX set up with the fonts that were chosen."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pylatex import NoEscape

from examgen.scripts.choice import Choice, Styles
from examgen.scripts.fontfiles import FontFile
from examgen.scripts.table import script_names

ENGINE = "lualatex"
_SHAPES = {"bold": "BoldFont", "italic": "ItalicFont", "bolditalic": "BoldItalicFont"}
#: What babel calls our families.
_BABEL = {"main": "rm", "sans": "sf", "mono": "tt"}


@dataclass(frozen=True, slots=True)
class FontPlan:
    """How LuaTeX is set up for an exam."""

    characters: frozenset[str]  #: what they are for
    kept: frozenset[str]  #: these, and more that the fonts of their scripts are left with
    first: str  #: LaTeX that comes before all else
    setup: tuple[NoEscape, ...]  #: lines of LaTeX for the preamble
    files: Mapping[str, bytes]  #: the fonts, by the names that the lines give them

    @property
    def scripts(self) -> tuple[str, ...]:
        """The names of the scripts that are the reason for it."""
        return tuple(script_names(self.characters))


def plan_of(choice: Choice) -> FontPlan:
    """Return how LuaTeX is set up with these fonts."""
    families = [choice.latin, *choice.scripts.values()]
    files = [file for family in families for styles in family.values() for file in styles.values()]
    kept = choice.kept
    # What a font lacks is looked for in all others: marks that scripts share stand in one of them.
    regular = [families["main"]["regular"] for families in choice.scripts.values()]
    others = dict.fromkeys([*regular, *choice.signs])
    from_right = any(unicodedata.bidirectional(char) in ("R", "AL") for char in choice.characters)
    lines = [rf"\egfallback{{{','.join(map(_fallback, others))}}}"]
    lines += [rf"\egfont{{{family}}}{_font(styles)}" for family, styles in choice.latin.items() if styles]
    for script, chosen in choice.scripts.items():
        lines.append(rf"\egscript{{{script.locale}}}{{{script.tag}}}")
        lines += [
            rf"\egscriptfont{{{script.locale}}}{{{_BABEL[family]}}}{_font(styles)}"
            for family, styles in chosen.items()
        ]
    return FontPlan(
        choice.characters,
        kept,
        (r"\def\egbidi{bidi=basic,}" if from_right else "")
        + _instead_of_lmr(choice.latin["main"]["regular"]),
        tuple(map(NoEscape, lines)),
        {file.name: _program(file, choice, kept) for file in dict.fromkeys([*files, *others])},
    )


def _instead_of_lmr(file: FontFile) -> str:
    """Return what has LaTeX's first fonts be one that is there. It would look for its own among all of the machine's,
    which takes several seconds."""
    shapes = (("lmr", "m"), ("lmr", "b"), ("lmr", "bx"), ("lmss", "m"), ("lmtt", "m"))
    return "".join(
        rf'\DeclareFontFamily{{TU}}{{{family}}}{{}}\DeclareFontShape{{TU}}{{{family}}}{{{series}}}{{n}}{{<->"[{file.name}]:mode=harf;"}}{{}}'
        for family, series in shapes
    )


def _font(styles: Styles) -> str:
    """Return the arguments that load a family: options and the regular font."""
    options = [f"{_SHAPES[style]}={file.name}" for style, file in styles.items() if style in _SHAPES]
    regular = styles["regular"]
    if "italic" not in styles:
        options.append(f"ItalicFont={regular.name}")
    if "bold" not in styles:
        options.append(f"BoldFont={regular.name},BoldFeatures={{FakeBold=1.5}}")
    return f"{{{','.join(options)}}}{{{regular.name}}}"


def _fallback(file: FontFile) -> str:
    """Return a font as luaotfload is told of it."""
    return f'"[{file.name}]:mode=harf;"'


def _program(file: FontFile, choice: Choice, kept: frozenset[str]) -> bytes:
    """Return the bytes of a font: of those for other scripts, what the exam needs."""
    if file in choice.latin["mono"].values():
        return file.path.read_bytes()
    if any(file in styles.values() for styles in choice.latin.values()):
        return file.with_apostrophe()
    return file.subset(kept)
