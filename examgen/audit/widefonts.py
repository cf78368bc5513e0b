"""Fonts as LuaTeX writes them: two bytes a code, which is the number of the glyph in the font's program.

What :mod:`examgen.audit.glyphs` does for the Type 1 fonts of pdfTeX is done here for OpenType and TrueType.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from examgen.audit.composed import Face
from examgen.audit.glyphs import Glyphs, said_by
from examgen.audit.objects import WIDE_DESCRIPTOR, WIDE_FONT, WIDE_PART, Objects

_PREFIX = re.compile(rb"/[A-Z]{6}\+")
_WIDTHS = re.compile(rb"(\d+) \[ ([-\d. ]*) \]")
#: The width of a glyph that has none of its own (ISO 32000-1, table 117).
_USUAL = 1000.0


@dataclass(frozen=True, slots=True)
class WideFont:
    """One font of one file, with the name of its subset taken out."""

    name: bytes
    widths: bytes
    descriptor: bytes
    unicode: bytes  #: stream
    program: bytes  #: stream
    outlines: bytes  #: ``2`` for TrueType, ``3`` for the Compact Font Format

    def glyphs(self) -> Glyphs:
        """Return what the font draws and says.

        Raises:
            ValueError: it is not a font as TeX writes it.
        """
        # fontTools is loaded with it, which few exams need: those that pdfTeX has no fonts for.
        from examgen.audit.wideprograms import compact, truetype

        try:
            program, said = zlib.decompress(self.program), said_by(zlib.decompress(self.unicode))
            read = truetype if self.outlines == b"2" else compact
            programs, head = read(program, sorted(said))
        except (zlib.error, KeyError, IndexError, AssertionError, OSError) as error:
            raise ValueError("it cannot be read") from error
        widths = _widths(self.widths)
        drawn = {
            (b"%d" % code, said[code], b"%g" % widths.get(code, _USUAL), drawing)
            for code, drawing in programs.items()
        }
        return Glyphs(frozenset(drawn), frozenset(), frozenset({head}))

    def face(self) -> Face:
        """Return what the font's codes are read as, and how wide they are.

        Raises:
            ValueError: it is not a font as TeX writes it.
        """
        try:
            said = said_by(zlib.decompress(self.unicode))
        except zlib.error as error:
            raise ValueError("it cannot be read") from error
        characters = {
            code: bytes.fromhex(digits.decode()).decode("utf-16-be") for code, digits in said.items()
        }
        known = _widths(self.widths)
        widths = [known.get(code, _USUAL) for code in range(max(known, default=-1) + 1)]
        return Face(characters, 0, widths, wide=True)

    @property
    def coding(self) -> bytes:
        """The name of the font: what its codes mean is in its program."""
        return self.name


def wide_font_of(objects: Objects, number: int) -> WideFont | None:
    """Return a font, or None when it is not as LuaTeX writes it."""
    font = WIDE_FONT.fullmatch(objects.texts.get(number, b""))
    part = WIDE_PART.fullmatch(objects.texts.get(int(font["part"]), b"")) if font else None
    text = objects.texts.get(int(part["descriptor"]), b"") if part else b""
    described = WIDE_DESCRIPTOR.fullmatch(text)
    if not font or not part or not described or font["name"] != part["name"]:
        return None
    unicode, program = int(font["unicode"]), int(described["program"])
    # The kind of the font and the kind of its program are told apart by the same digit but one.
    if (
        unicode not in objects.raws
        or program not in objects.raws
        or (part["kind"] == b"2") != (described["outlines"] == b"2")
    ):
        return None
    facts = text[: described.start("used")] + text[described.end("used") : described.start("program")]
    return WideFont(
        name=font["name"],
        widths=objects.texts.get(int(part["widths"]), b""),
        descriptor=_PREFIX.sub(b"/", facts + text[described.end("program") :]),
        unicode=objects.raws[unicode],
        program=objects.raws[program],
        outlines=described["outlines"],
    )


def _widths(text: bytes) -> dict[int, float]:
    """Return the widths by code out of ``[ 18 [ 500 ] 27 [ 250 333 ] ]`` (ISO 32000-1, 9.7.4.3)."""
    return {
        int(first) + place: float(width)
        for first, widths in _WIDTHS.findall(text)
        for place, width in enumerate(widths.split())
    }
