"""Which fonts of this machine an exam is set in when pdfTeX's do not have all of its characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from examgen.markup import NATIVE
from examgen.scripts.fontfiles import FontFile, find_font, forget_files
from examgen.scripts.table import SCRIPTS, SIGNS, SIGNS_PACKAGE, Script, script_of

#: For each family the stem of what pdfTeX sets papers in, as OpenType, the stem of its bold, and Debian's package.
LATIN = {
    "main": ("texgyrepagella", "texgyrepagella", "fonts-texgyre"),
    "sans": ("texgyreheros", "texgyreheros", "fonts-texgyre"),
    "mono": ("lmmono10", "lmmonolt10", "fonts-lmodern"),
}
#: Blocks of Unicode are not smaller.
_NEIGHBOURS = 0x7F
#: The files of one family by style; ``regular`` is always there.
Styles = Mapping[str, FontFile]


@dataclass(frozen=True, slots=True)
class Choice:
    """The fonts for an exam."""

    characters: frozenset[str]  #: what they are for
    latin: Mapping[str, Styles]  #: by family: main, sans, mono
    scripts: Mapping[Script, Mapping[str, Styles]]  #: the same for each script that occurs
    signs: tuple[FontFile, ...]  #: for characters that none of those has, in the order to be asked
    missing: frozenset[str]  #: characters that no font of this machine has
    packages: tuple[str, ...]  #: Debian's packages with fonts that are missing

    @property
    def kept(self) -> frozenset[str]:
        """The characters that the fonts are cut to: letters of a small script come with their neighbours.

        So keys that are made later, with words in them that the exam does not have, are set in the same fonts.
        """
        blocks = {(script_of(char), ord(char) & ~_NEIGHBOURS) for char in self.characters}
        near = {
            chr(code)
            for script, first in blocks
            if script in self.scripts and script and not script.large
            for code in range(first, first + _NEIGHBOURS + 1)
            if script_of(chr(code)) is script
            and all(code in styles["regular"].characters for styles in self.scripts[script].values())
        }
        return self.characters | near


def foreign_characters(latex: str) -> frozenset[str]:
    """Return the characters of a LaTeX source, or of a text, that pdfTeX's fonts do not have."""
    if latex.isascii():
        return frozenset()
    return frozenset(char for char in set(latex) if not char.isascii() and char not in NATIVE)


@cache
def choose(characters: frozenset[str]) -> Choice:
    """Return the fonts for characters, at least one of which pdfTeX's fonts do not have."""
    latin = {family: _styles(stem, bold) for family, (stem, bold, _) in LATIN.items()}
    packages = {package for family, (_, _, package) in LATIN.items() if not latin[family]}
    by_script: dict[Script, set[int]] = {}
    for char in characters:
        if script := script_of(char):
            by_script.setdefault(script, set()).add(ord(char))
    chosen: dict[Script, Mapping[str, Styles]] = {}
    for script in SCRIPTS:
        needed = by_script.get(script)
        if needed and (families := _families(script, needed)):
            chosen[script] = families
    had = {code for families in chosen.values() for code in families["main"]["regular"].characters}
    signs, missing = _signs({ord(char) for char in characters} - had, chosen)
    for code in missing:
        own = script_of(chr(code))
        packages.add(own.package if own else SIGNS_PACKAGE)
    return Choice(characters, latin, chosen, signs, frozenset(map(chr, missing)), tuple(sorted(packages)))


def forget_fonts() -> None:
    """Have fonts looked for and chosen again, as after some were installed."""
    forget_files()
    choose.cache_clear()


def _families(script: Script, needed: set[int]) -> dict[str, Styles] | None:
    """Return the families for a script; None when this machine has no font with any of these characters."""
    main = _best(script.fonts, script.tag, needed)
    if not main:
        return None
    return {
        "main": main,
        "sans": _best(script.sans or script.fonts, script.tag, needed) or main,
        "mono": _best(script.mono or script.fonts, script.tag, needed) or main,
    }


def _best(stems: Sequence[str], tag: str, needed: set[int]) -> Styles | None:
    """Return the first font that has all the characters, or else the first of those that have most of them."""
    found = [styles for stem in stems if (styles := _styles(stem, stem, tag))]
    best = max(found, key=lambda styles: len(needed & styles["regular"].characters), default=None)
    return best if best and needed & best["regular"].characters else None


def _styles(stem: str, bold: str, tag: str = "") -> dict[str, FontFile]:
    """Return the files of a family by style; none when there is no regular one."""
    files = {
        style: find_font(bold if style.startswith("bold") else stem, style, tag)
        for style in ("regular", "bold", "italic", "bolditalic")
    }
    kept = {style: file for style, file in files.items() if file}
    return kept if "regular" in kept else {}


def _signs(
    left: set[int], chosen: Mapping[Script, Mapping[str, Styles]]
) -> tuple[tuple[FontFile, ...], set[int]]:
    """Return fonts for the characters that are left, and those that none has."""
    others: Iterable[str] = (*SIGNS, *(stem for script in chosen for stem in script.fonts))
    files = []
    for stem in others:
        file = find_font(stem)
        if left and file and left & file.characters:
            files.append(file)
            left = left - file.characters
    return tuple(files), left
