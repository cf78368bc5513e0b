"""What the glyphs of a font look like and what text they are read as: where the two disagree, a paper lies.

A page is read by the characters that a font says its codes stand for, and printed by its glyph programs. Both are compared,
glyph by glyph, with the same font in the proofs: a name, a character, a width and a program belong together.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import numpy as np

from examgen.audit.composed import Face
from examgen.audit.objects import DESCRIPTOR, FONT, Objects

_BYTES_BEFORE = 4  #: random bytes at the beginning of an encrypted part (Adobe Type 1 Font Format, 7.2)
_R, _C1, _C2 = 55665, 52845, 22719
_ENCODED = re.compile(rb"dup (\d+) /(\S+) put")
_SUBR = re.compile(rb"dup (\d+) (\d+) (?:RD|-\|) ")
_GLYPH = re.compile(rb"/(\S+) (\d+) (?:RD|-\|) ")
_PREFIX = re.compile(rb"/[A-Z]{6}\+")
_DIFFERENCE = re.compile(rb"/([^\s/\]]+)|(\d+)")
#: What of a program's clear text differs from subset to subset.
_SUBSET = re.compile(rb"/FontName\s.*|dup \d+ /\S+ put\s*|/UniqueID\s.*|/Subrs \d+ array|%.*")
#: A subroutine that a subset does not use is replaced by one of this length that does nothing.
_STUB = 5


@dataclass(frozen=True, slots=True)
class Font:
    """One font of one file, with the names of its subset taken out."""

    name: bytes
    first: int  #: the code of the first width
    encoding: bytes  #: empty: the program's own
    widths: bytes
    descriptor: bytes
    unicode: bytes  #: stream
    program: bytes  #: stream

    def glyphs(self) -> Glyphs:
        """Return what the font draws and says.

        Raises:
            ValueError: it is not a font as TeX writes it.
        """
        try:
            clear, private = _program(zlib.decompress(self.program))
            said = said_by(zlib.decompress(self.unicode))
        except (zlib.error, IndexError) as error:
            raise ValueError("it cannot be read") from error
        subrs, private_rest = _taken(_SUBR, private.partition(b"/CharStrings")[0])
        programs, _ = _taken(_GLYPH, private.partition(b"/CharStrings")[2])
        names = _differences(self.encoding) if self.encoding else _built_in(clear)
        widths = self.widths.strip(b"[] ").split()
        drawn = set()
        for code, name in names.items():
            if name in programs:
                width = widths[code - self.first] if 0 <= code - self.first < len(widths) else b"none"
                drawn.add((name, said.get(code, b""), width, programs[name]))
        head = _SUBSET.sub(b"", clear) + _SUBSET.sub(b"", private_rest)
        return Glyphs(frozenset(drawn), frozenset(subrs.items()), frozenset({head}))

    def face(self) -> Face:
        """Return what the font's codes are read as, and how wide they are.

        Raises:
            ValueError: it is not a font as TeX writes it.
        """
        try:
            said = said_by(zlib.decompress(self.unicode))
            characters = {
                code: bytes.fromhex(digits.decode()).decode("utf-16-be") for code, digits in said.items()
            }
            widths = [float(width) for width in self.widths.strip(b"[] ").split()]
        except (zlib.error, ValueError) as error:
            raise ValueError("it cannot be read") from error
        return Face(characters, self.first, widths)

    @property
    def coding(self) -> bytes:
        """The name of the font and of what its codes mean."""
        try:
            match = re.search(rb"/CMapName\s+(/\S+)", zlib.decompress(self.unicode))
        except zlib.error:
            match = None
        return self.name + (match[1] if match else b"")


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The glyphs of a font, gathered from one file or several."""

    drawn: frozenset[tuple[bytes, bytes, bytes, bytes]] = frozenset()  #: name, character, width, program
    subrs: frozenset[tuple[bytes, bytes]] = frozenset()  #: number and program
    heads: frozenset[bytes] = frozenset()  #: what else is in the program

    def with_those_of(self, other: Glyphs) -> Glyphs:
        """Return the glyphs of both."""
        return Glyphs(self.drawn | other.drawn, self.subrs | other.subrs, self.heads | other.heads)

    def fault_of(self, other: Glyphs) -> str:
        """Return what is other in ``other``, or nothing. A glyph that these do not have is taken as it is."""
        mine = {name for name, *_ in self.drawn}
        for name, said, width, program in sorted(other.drawn - self.drawn):
            # The same width can be written with other digits after a font was loaded at another size.
            if name in mine and not any(
                (name, said, program) == (n, s, p) and _near(width, w) for n, s, w, p in self.drawn
            ):
                return f"the glyph '{name.decode('latin-1')}' is drawn, read or spaced otherwise than in the bank's proofs"
        known: dict[bytes, set[bytes]] = {}
        for number, program in self.subrs:
            if len(program) > _STUB:
                known.setdefault(number, set()).add(program)
        for number, program in sorted(other.subrs):
            if len(program) > _STUB and program not in known.get(number, {program}):
                return f"its subroutine {number.decode()} is not that of the bank's proofs"
        if self.heads and not other.heads <= self.heads:
            return "its program is not that of the bank's proofs"
        return ""


def font_of(objects: Objects, number: int) -> Font | None:
    """Return a font, or None when it is not as TeX writes it."""
    match = FONT.fullmatch(objects.texts.get(number, b""))
    if not match:
        return None
    descriptor = objects.texts.get(int(match["descriptor"]), b"")
    described = DESCRIPTOR.fullmatch(descriptor)
    encoding = match["encoding"]
    if not described or int(match["unicode"]) not in objects.raws:
        return None
    program = int(described["program"])
    if program not in objects.raws:
        return None
    return Font(
        name=match["name"],
        first=int(match["first"]),
        encoding=objects.texts.get(int(encoding), b"") if encoding else b"",
        widths=objects.texts.get(int(match["widths"]), b""),
        descriptor=_PREFIX.sub(
            b"/", descriptor[: described.start("program")] + descriptor[described.end("program") :]
        ),
        unicode=objects.raws[int(match["unicode"])],
        program=objects.raws[program],
    )


def _near(one: bytes, other: bytes) -> bool:
    try:
        return abs(float(one) - float(other)) < 0.2
    except ValueError:
        return False


def _program(data: bytes) -> tuple[bytes, bytes]:
    """Return the clear and the decrypted part of a Type 1 font program (Adobe Type 1 Font Format, 7.3).

    The state after byte i is r' = (c + r) * C1 + C2 mod 2**16: linear in r, so that with powers of C1 and of its inverse
    all states are one sum over the cipher.
    """
    clear, mark, rest = data.partition(b"currentfile eexec")
    if not mark or len(rest) <= _BYTES_BEFORE:
        raise ValueError("it has no encrypted part")
    cipher = np.frombuffer(rest[1:], dtype=np.uint8)
    count = len(cipher)
    powers = _powers(_C1, count)
    steps = cipher[:-1].astype(np.uint16) * np.uint16(_C1) + np.uint16(_C2)
    sums = np.cumsum(steps * _powers(pow(_C1, -1, 1 << 16), count)[1:], dtype=np.uint16)
    states = np.concatenate([np.zeros(1, np.uint16), sums]) + np.uint16(_R)
    plain = cipher ^ (states * powers >> 8).astype(np.uint8)
    return clear, plain[_BYTES_BEFORE:].tobytes()


def _powers(base: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    """Return base**0 ... base**(count - 1) mod 2**16."""
    factors = np.full(count, base, dtype=np.uint16)
    factors[0] = 1
    return np.multiply.accumulate(factors, dtype=np.uint16)


def _taken(pattern: re.Pattern[bytes], data: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """Return the programs that follow each match, by name or number, and what is before the first."""
    found: dict[bytes, bytes] = {}
    first = match = pattern.search(data)
    while match:
        end = match.end() + int(match[2])
        found[match[1]] = data[match.end() : end]
        match = pattern.search(data, end)
    return found, data[: first.start()] if first else data


def _differences(text: bytes) -> dict[int, bytes]:
    """Return the glyph names of an encoding's /Differences by code."""
    names, code = {}, 0
    for name, number in _DIFFERENCE.findall(text.partition(b"[")[2].partition(b"]")[0]):
        if number:
            code = int(number)
        else:
            names[code] = name
            code += 1
    return names


def _built_in(clear: bytes) -> dict[int, bytes]:
    return {int(code): name for code, name in _ENCODED.findall(clear)}


def said_by(cmap: bytes) -> dict[int, bytes]:
    """Return what each code is read as, from a /ToUnicode map: UTF-16 in hexadecimal digits."""
    said: dict[int, bytes] = {}
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, first in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            for code in range(int(low, 16), int(high, 16) + 1):
                said[code] = b"%0*X" % (len(first), int(first, 16) + code - int(low, 16))
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for one, meaning in re.findall(rb"<(\w+)>\s*<(\w+)>", part):
            said[int(one, 16)] = meaning.upper()
    return said
