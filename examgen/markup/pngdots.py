"""PNG pictures with several dots in a byte, as pictures with one dot in each: the same dots, another packing.

Where the dots of a row do not fill its last byte, LuaTeX writes into the PDF what its memory held there before: nobody
sees it, but the same picture has other bytes in each file, and a proof that two files print the same finds it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pikepdf
from numpy.typing import NDArray

#: First column and row of each pass of an interlaced picture, and their steps (PNG specification, section 8.2).
_PASSES: Final = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_GRAY: Final = 0
#: Highest number of a filter of rows (section 9.2).
_LAST_FILTER: Final = 4


def widened(chunks: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return kinds and whole chunks of a PNG file, with 8 bits a dot where the last byte of a row is not full.

    ``chunks`` are those of a whole file. They come back as they are when every row fills its bytes, and when the
    dots cannot be unpacked, which TeX then says.
    """
    head = chunks[0][1][8:-4]
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    depth, color, interlaced = head[8], head[9], bool(head[12])
    sizes = [(width, height)]
    if interlaced:
        sizes = [(-(-(width - x) // right), -(-(height - y) // down)) for x, y, right, down in _PASSES]
        sizes = [(columns, rows) for columns, rows in sizes if columns > 0 and rows > 0]
    if depth not in (1, 2, 4) or not any(columns * depth % 8 for columns, _ in sizes):
        return list(chunks)
    packed = b"".join(chunk[8:-4] for kind, chunk in chunks if kind == b"IDAT")
    dots = _dots(packed, sizes, depth)
    if dots is None:
        return list(chunks)
    scale = 255 // ((1 << depth) - 1) if color == _GRAY else 1
    rows = b"".join(np.pad(part * np.uint8(scale), ((0, 0), (1, 0))).tobytes() for part in dots)
    written = {
        b"IHDR": _chunk(b"IHDR", head[:8] + b"\x08" + head[9:]),
        b"IDAT": _chunk(b"IDAT", zlib.compress(rows)),
    }
    return list(_with(chunks, written, scale))


def _with(
    chunks: Sequence[tuple[bytes, bytes]], written: dict[bytes, bytes], scale: int
) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks, with others in place of some; the gray that is clear or behind all is scaled as the dots are."""
    for kind, chunk in chunks:
        if kind in (b"tRNS", b"bKGD") and scale > 1 and len(chunk) == 14:
            value = min(int.from_bytes(chunk[8:10], "big") * scale, 255)
            yield kind, _chunk(kind, value.to_bytes(2, "big"))
        elif kind not in written:
            yield kind, chunk
        elif written[kind]:
            yield kind, written[kind]
            # All packed dots are in the first of their chunks.
            written[kind] = b""


def _dots(packed: bytes, sizes: Sequence[tuple[int, int]], depth: int) -> list[NDArray[np.uint8]] | None:
    """Return the dots of each pass, shape (rows, columns), or None when there are fewer or they are filtered otherwise.

    ``sizes`` are columns and rows of each pass, ``depth`` the bits of a dot.
    """
    try:
        rows = np.frombuffer(zlib.decompress(packed), np.uint8)
    except zlib.error:
        return None
    dots, at = [], 0
    for columns, count in sizes:
        length = 1 + -(-columns * depth // 8)
        part = rows[at : at + count * length]
        at += count * length
        if part.size < count * length or part[::length].max() > _LAST_FILTER:
            return None
        plain = _unfiltered(part.tobytes(), columns, depth).reshape(count, length - 1)
        bits = np.unpackbits(plain, axis=1).reshape(count, -1, depth)[:, :columns]
        dots.append(bits @ (1 << np.arange(depth - 1, -1, -1, dtype=np.uint8)))
    return dots


def _unfiltered(rows: bytes, columns: int, depth: int) -> NDArray[np.uint8]:
    """Return rows without their filters, which PDF has from PNG (ISO 32000-1, 7.4.4.4)."""
    with pikepdf.new() as holder:
        stream = pikepdf.Stream(holder, zlib.compress(rows, 1))
        stream.Filter = pikepdf.Name.FlateDecode
        stream.DecodeParms = pikepdf.Dictionary(
            Predictor=15, Columns=columns, Colors=1, BitsPerComponent=depth
        )
        return np.frombuffer(stream.read_bytes(), np.uint8)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
