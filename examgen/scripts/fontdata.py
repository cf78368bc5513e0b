"""What is inside the files of fonts: characters and names read, fonts cut and changed, with fontTools."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont, TTLibError

#: Apostrophes: of print, and of typewriters.
_CURLY, _STRAIGHT = 0x2019, 0x27
#: More glyphs than fonts have but for those of East Asia.
_LARGE = 20_000
#: What fontTools raises for files that are no fonts.
_UNREADABLE = (OSError, TTLibError, KeyError, AssertionError, ValueError, struct.error)
#: Of programs that make fonts.
_OF_EDITORS = ("FFTM", "PfEd", "TeX ", "BDF ")
_OF_COLUMNS = {"GSUB", "GPOS", "BASE", "vhea", "vmtx", "VORG"}
#: ASCII, the space that does not break, joiners and the dotted circle.
_ALWAYS = {*range(0x20, 0x7F), 0xA0, 0x200C, 0x200D, 0x25CC}


def characters(path: Path, index: int) -> frozenset[int]:
    """Return the code points that a font has glyphs for; none when it cannot be read.

    ``index`` is that of the font in a collection, from 0, here and below.
    """
    try:
        with path.open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except _UNREADABLE:
        return frozenset()


def families(path: Path) -> list[str]:
    """Return the names of the families in a collection, in its order; none when it cannot be read."""
    try:
        with path.open("rb") as file, TTCollection(file, lazy=True) as collection:
            return [str(font["name"].getDebugName(1)) for font in collection.fonts]
    except _UNREADABLE:
        return []


def with_apostrophe(path: Path, index: int) -> bytes:
    """Return a font with the apostrophe of print for that of typewriters."""
    with TTFont(path, fontNumber=index, recalcTimestamp=False) as font:
        for table in font["cmap"].tables:
            if _CURLY in table.cmap:
                table.cmap[_STRAIGHT] = table.cmap[_CURLY]
        written = BytesIO()
        font.save(written)
    return written.getvalue()


def subset_of(path: Path, index: int, wanted: frozenset[str]) -> bytes:
    """Return a font with these characters, ASCII and joiners, and whatever belongs to them, alone."""
    with TTFont(path, fontNumber=index, lazy=True, recalcTimestamp=False) as font:
        options = subset.Options(
            layout_features=["*"],
            drop_tables=[*subset.Options().drop_tables, *_OF_EDITORS],
            name_IDs=["*"],
            hinting=False,
            notdef_outline=True,
        )
        if len(font.getGlyphOrder()) > _LARGE:
            # Of Chinese, Japanese and Korean: their features are for lines that run down.
            for table in _OF_COLUMNS & set(font.keys()):
                del font[table]
        made = subset.Subsetter(options)
        made.populate(unicodes=_ALWAYS | set(map(ord, wanted)))
        made.subset(font)
        written = BytesIO()
        font.save(written)
    return written.getvalue()
