"""The font files on this machine, and which characters are in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

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
        """The file's name, as TeX gets it: letters, digits, ``-`` and ``_``."""
        stem = "".join(
            char if char.isascii() and (char.isalnum() or char in "-_") else "_" for char in self.path.stem
        )
        return stem + self.path.suffix.lower()

    @property
    def characters(self) -> frozenset[int]:
        """The code points that the font has glyphs for; none when it cannot be read."""
        return _characters(self.path, self.index)


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


@cache
def _characters(path: Path, index: int) -> frozenset[int]:
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, KeyError, AssertionError, ValueError):
        return frozenset()


@cache
def _index_for(path: Path, tag: str) -> int:
    """Return which font of a collection is made for a language, by the last letters of its family's name."""
    if path.suffix.lower() != ".ttc":
        return 0
    wanted = {"ja": " JP", "ko": " KR", "zh-Hans": " SC", "zh-Hant": " TC"}.get(tag, "")
    try:
        with TTCollection(path, lazy=True) as collection:
            names = [str(font["name"].getDebugName(1)) for font in collection.fonts]
    except (OSError, TTLibError, KeyError):
        return 0
    return next((index for index, name in enumerate(names) if wanted and name.endswith(wanted)), 0)
