"""PNG pictures with several dots in a byte: the same dots come out with one in each, whatever packed them."""

from __future__ import annotations

import random
import zlib
from io import BytesIO

import pytest
from PIL import Image

from examgen.markup.picturefiles import bare_bytes, look_through

GRAY, PALETTE = 0, 3
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def filtered(row: bytes, above: bytes, kind: int) -> bytes:
    """Filter a row as the PNG specification says in section 9.2, for dots of a byte or less."""
    out = bytearray([kind])
    for at, value in enumerate(row):
        left, up, corner = row[at - 1] if at else 0, above[at], above[at - 1] if at else 0
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda each: abs(guess - each))
        out.append((value - [0, left, up, (left + up) // 2, nearest][kind]) % 256)
    return bytes(out)


def picture(size: tuple[int, int], depth: int, color: int, interlaced: bool, extra: bytes = b"") -> bytes:
    """Make a picture of random dots, each row with a filter of its own."""
    chance = random.Random(f"{size}{depth}{color}{interlaced}")
    columns, rows = size
    dots = [[chance.randrange(1 << depth) for _ in range(columns)] for _ in range(rows)]
    packed = b""
    for x, y, right, down in PASSES if interlaced else [(0, 0, 1, 1)]:
        part = [row[x::right] for row in dots[y::down]]
        above = bytes(-(-len(part[0]) * depth // 8)) if part else b""
        for row in part if above else []:
            bits = "".join(f"{dot:0{depth}b}" for dot in row)
            plain = int(bits.ljust(len(above) * 8, "0"), 2).to_bytes(len(above), "big")
            packed += filtered(plain, above, chance.randrange(5))
            above = plain
    head = columns.to_bytes(4, "big") + rows.to_bytes(4, "big") + bytes([depth, color, 0, 0, interlaced])
    colors = chunk(b"PLTE", chance.randbytes(3 << depth)) if color == PALETTE else b""
    middle = zlib.compress(packed)
    parts = chunk(b"IDAT", middle[:9]) + chunk(b"IDAT", middle[9:])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + colors + extra + parts + chunk(b"IEND", b"")


def seen(data: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(BytesIO(data)) as shown:
        return shown.size, shown.convert("RGBA").tobytes()


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("color", [GRAY, PALETTE])
@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (13, 9), (75, 11)])
def test_each_dot_gets_a_byte(size: tuple[int, int], depth: int, color: int, interlaced: bool) -> None:
    source = picture(size, depth, color, interlaced, chunk(b"tRNS", b"\x80\x40") if color == PALETTE else b"")
    look_through(source, ".png")
    bare = bare_bytes(source, ".png")
    assert bare[24] == 8
    assert seen(bare) == seen(source)
    look_through(bare, ".png")
    assert bare_bytes(bare, ".png") == bare


@pytest.mark.parametrize(("depth", "clear"), [(1, 255), (2, 85), (4, 17)])
def test_the_gray_that_is_clear_is_scaled_as_the_dots_are(depth: int, clear: int) -> None:
    bare = bare_bytes(picture((3, 9), depth, GRAY, False, chunk(b"tRNS", b"\0\1")), ".png")
    with Image.open(BytesIO(bare)) as shown:
        assert shown.info["transparency"] == clear
        assert {value for _, value in shown.getcolors() or []} <= set(range(0, 256, clear))


@pytest.mark.parametrize(("columns", "depth", "color"), [(4, 2, GRAY), (16, 1, PALETTE), (3, 8, PALETTE)])
def test_rows_that_fill_their_bytes_stay(columns: int, depth: int, color: int) -> None:
    source = picture((columns, 3), depth, color, False)
    assert bare_bytes(source, ".png") == source


@pytest.mark.parametrize("packed", [zlib.compress(b"\7\0\0\0"), zlib.compress(b"\0\0"), b"no"])
def test_what_cannot_be_unpacked_stays_for_tex_to_say(packed: bytes) -> None:
    head = (3).to_bytes(4, "big") + (2).to_bytes(4, "big") + bytes([1, GRAY, 0, 0, 0])
    source = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    assert bare_bytes(source, ".png") == source
