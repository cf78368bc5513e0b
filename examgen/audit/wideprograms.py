"""The programs of OpenType and TrueType fonts, as fontTools reads them: what each glyph looks like."""

from __future__ import annotations

from io import BytesIO

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont, TTLibError

#: Tables of a TrueType program that change what its glyphs look like.
_DRAWING = ("cvt ", "fpgm", "prep")
#: How deep glyphs are made of parts that are made of parts.
_MOST_DEEP = 8


def truetype(data: bytes, codes: list[int]) -> tuple[dict[int, bytes], bytes]:
    """Return the outlines of glyphs by their numbers, and what else decides how they look.

    Raises:
        ValueError: it is no such program.
    """
    try:
        return _truetype(data, codes)
    except TTLibError as error:
        raise ValueError("it cannot be read") from error


def _truetype(data: bytes, codes: list[int]) -> tuple[dict[int, bytes], bytes]:
    with TTFont(BytesIO(data), lazy=True) as font:
        reader = font.reader
        assert reader is not None
        table, ends, glyphs = reader["glyf"], list(font["loca"]), font["glyf"]

        def outline(number: int, depth: int) -> bytes:
            glyph = glyphs[font.getGlyphName(number)]
            if not glyph.isComposite():
                return bytes(table[ends[number] : ends[number + 1]])
            # Parts have other numbers in each subset.
            assert depth < _MOST_DEEP
            return b"".join(
                repr(sorted((key, value) for key, value in vars(part).items() if key != "glyphName")).encode()
                + outline(font.getGlyphID(part.glyphName), depth + 1)
                for part in glyph.components
            )

        head = b"%d" % font["head"].unitsPerEm
        head += b"".join(reader[name] for name in _DRAWING if name in reader)
        return {code: outline(code, 0) for code in codes}, head


def compact(data: bytes, codes: list[int]) -> tuple[dict[int, bytes], bytes]:
    """Return the programs of glyphs by the numbers that the file gives them, and what else decides how they look."""
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(data), None)
    font = fonts[0]
    strings = font.CharStrings
    found = {}
    for code in codes:
        program = strings[f"cid{code:05d}"]
        program.decompile()
        program.compile()
        found[code] = bytes(program.bytecode)
    return found, repr([list(getattr(font, "FontMatrix", []))]).encode()
