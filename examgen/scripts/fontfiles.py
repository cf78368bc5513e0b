"""The font files on this machine, and which characters are in them.

What opens a file (``fontdata``) is loaded when the first is opened: with it comes fontTools, which takes longer than
reading a bank, and few exams have what pdfTeX has no fonts for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

#: What stands between the stem of a family and the suffix of a file, by style.
STYLES = {
    "regular": ("-Regular", "", "-Roman", "-Book"),
    "bold": ("-Bold", "Bold", " Bold"),
    "italic": ("-Italic", "-Oblique", "Italic", "Oblique", " Italic"),
    "bolditalic": ("-BoldItalic", "-BoldOblique", "BoldItalic", "BoldOblique", " Bold Italic"),
}
_SUFFIXES = (".otf", ".ttf", ".ttc")
#: No folder of fonts has folders that lie deeper in it.
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font in a file."""

    path: Path
    index: int = 0  #: of the font in a collection (``.ttc``), from 0

    @property
    def name(self) -> str:
        """The name that TeX gets the font by: letters, digits, ``-`` and ``_``."""
        stem = "".join(
            char if char.isascii() and (char.isalnum() or char in "-_") else "_" for char in self.path.stem
        )
        return f"{stem}-{self.index}.otf"

    @property
    def characters(self) -> frozenset[int]:
        """The code points that the font has glyphs for; none when it cannot be read."""
        return _characters(self.path, self.index)

    def with_apostrophe(self) -> bytes:
        """Return the font with the apostrophe of print for that of typewriters, as TeX's own fonts have it.

        LuaTeX would do it only together with joining ``<<`` and ``--`` into other signs.
        """
        return _with_apostrophe(self.path, self.index)

    def subset(self, characters: frozenset[str]) -> bytes:
        """Return the font with these characters, ASCII and joiners, and whatever belongs to them, alone.

        LuaTeX reads all of a font, which takes seconds for those with tens of thousands of glyphs.
        """
        return _subset(self.path, self.index, characters)


def find_font(stem: str, style: str = "regular", tag: str = "") -> FontFile | None:
    """Return the file of a font on this machine, None when it is not there.

    Args:
        stem: what the names of the family's files begin with.
        style: one of :data:`STYLES`.
        tag: the language for which a font is chosen out of a collection, such as ``ja``.
    """
    files = _font_files()
    for middle in STYLES[style]:
        for suffix in _SUFFIXES:
            path = files.get(f"{stem}{middle}{suffix}".lower())
            if path is not None:
                return FontFile(path, _index_for(path, tag))
    return None


@cache
def _font_files() -> dict[str, Path]:
    """Return the font files of this machine by their names in small letters."""
    found: dict[str, Path] = {}
    for top in _folders():
        depth = len(top.parts)
        for folder, names, files in os.walk(top, followlinks=True):
            if len(Path(folder).parts) - depth >= _DEPTH:
                names.clear()
            names.sort()
            for name in sorted(files):
                if name.lower().endswith(_SUFFIXES):
                    found.setdefault(name.lower(), Path(folder, name))
    return found


def _folders() -> Iterable[Path]:
    """Return where systems and people keep fonts, and where TeX's own are."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 -- Path.expanduser raises where nobody is at home
    data = os.environ.get("XDG_DATA_HOME")
    yield from ([Path(data) / "fonts"] if data and Path(data).is_absolute() else [])
    yield from (home / ".local/share/fonts", home / ".fonts")
    if sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
    yield from (
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/usr/share/texmf/fonts/opentype"),
    )
    yield from sorted(Path("/usr/local/texlive").glob("2*/texmf-dist/fonts/opentype/public/tex-gyre"))
    yield from sorted(Path("/usr/local/texlive").glob("2*/texmf-dist/fonts/opentype/public/lm"))
    for public in (
        Path("/usr/share/texmf-dist"),
        Path("/usr/share/texlive/texmf-dist"),
        home / ".TinyTeX/texmf-dist",
    ):
        yield from (public / "fonts/opentype/public/tex-gyre", public / "fonts/opentype/public/lm")


def forget_files() -> None:
    """Have the machine's fonts looked for again, as after some were installed."""
    for known in (_font_files, _index_for, _characters):
        known.cache_clear()


@cache
def _characters(path: Path, index: int) -> frozenset[int]:
    from examgen.scripts import fontdata

    return fontdata.characters(path, index)


@lru_cache(maxsize=16)
def _with_apostrophe(path: Path, index: int) -> bytes:
    from examgen.scripts import fontdata

    return fontdata.with_apostrophe(path, index)


@lru_cache(maxsize=64)
def _subset(path: Path, index: int, characters: frozenset[str]) -> bytes:
    from examgen.scripts import fontdata

    return fontdata.subset_of(path, index, characters)


@cache
def _index_for(path: Path, tag: str) -> int:
    """Return which font of a collection is made for a language, by the last letters of its family's name."""
    if path.suffix.lower() != ".ttc":
        return 0
    from examgen.scripts import fontdata

    names = fontdata.families(path)
    wanted = {"ja": " JP", "ko": " KR", "zh-Hans": " SC", "zh-Hant": " TC"}.get(tag, "")
    return next((index for index, name in enumerate(names) if wanted and name.endswith(wanted)), 0)
