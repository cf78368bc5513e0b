"""Fonts that lie: what is read from a page is not what is seen on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from mutants_pdf import ImpossibleMutantError


def fonts(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield the fonts of a file."""
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font" and "/ToUnicode" in each:
            yield each


def _letter_font(document: pikepdf.Pdf) -> pikepdf.Object:
    """Return the font of the letters before choices."""
    for font in fonts(document):
        if str(font.BaseFont).endswith("TeXGyreHeros-Bold"):
            return font
    raise ImpossibleMutantError


def font_encoding(document: pikepdf.Pdf) -> None:
    """The codes of A and B draw each other's glyphs."""
    font = _letter_font(document)
    names = [str(name) if isinstance(name, pikepdf.Name) else name for name in font.Encoding.Differences]
    one, other = names.index("/A"), names.index("/B")
    names[one], names[other] = names[other], names[one]
    encoding = pikepdf.Dictionary(
        Type=pikepdf.Name.Encoding,
        Differences=[pikepdf.Name(name) if isinstance(name, str) else name for name in names],
    )
    font.Encoding = document.make_indirect(encoding)


def font_unicode(document: pikepdf.Pdf) -> None:
    """Paper and reader see other letters: the map of characters is moved by one."""
    font = _letter_font(document)
    cmap = font.ToUnicode.read_bytes()
    changed = re.sub(rb"<([0-9A-F]{2})> <([0-9A-F]{2})> <0028>", rb"<\1> <\2> <0029>", cmap)
    if changed == cmap:
        raise ImpossibleMutantError
    font.ToUnicode.write(changed)


def font_widths(document: pikepdf.Pdf) -> None:
    """Letters are spaced as if they were much wider than they are."""
    for font in fonts(document):
        font.Widths = document.make_indirect(pikepdf.Array([float(w) * 3 for w in font.Widths]))


def font_program(document: pikepdf.Pdf) -> None:
    """The programs of the glyphs A and B change their names: a B is seen where an A is read."""
    stream = _letter_font(document).FontDescriptor.FontFile
    data, clear = stream.read_bytes(), int(stream.Length1)
    private = _crypt(data[clear:], decrypt=True)
    if not re.search(rb"/A \d+ ", private) or not re.search(rb"/B \d+ ", private):
        raise ImpossibleMutantError
    changed = re.sub(
        rb"/([AB]) (\d+) ", lambda m: b"/" + {b"A": b"B", b"B": b"A"}[m[1]] + b" " + m[2] + b" ", private
    )
    stream.write(data[:clear] + _crypt(changed, decrypt=False))


def second_program(document: pikepdf.Pdf) -> None:
    """A font has a program of another kind besides its own."""
    font = _letter_font(document)
    font.FontDescriptor.FontFile3 = document.make_stream(b"\1\0\4\1", Subtype=pikepdf.Name.Type1C)


def other_program(document: pikepdf.Pdf) -> None:
    """A font is drawn with the glyphs of another one."""
    font = _letter_font(document)
    other = next(each for each in fonts(document) if each.objgen != font.objgen)
    font.FontDescriptor.FontFile = other.FontDescriptor.FontFile


def _crypt(data: bytes, *, decrypt: bool) -> bytes:
    """Adobe Type 1 Font Format, 7.3, byte by byte."""
    state, out = 55665, bytearray()
    for byte in data:
        made = byte ^ (state >> 8)
        state = (((byte if decrypt else made) + state) * 52845 + 22719) & 0xFFFF
        out.append(made)
    return bytes(out)
