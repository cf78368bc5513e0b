"""The files of pictures, told apart and looked through by their bytes; and what of them is printed.

A picture is a stranger's file that goes into TeX, into a student's PDF, and through every program that shows it. So it is
whole, of a size that can be unpacked, and what is kept of it is what is drawn.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final

import pikepdf

from examgen.markup.pngdots import widened

#: Dots of a picture: A4 at 600 to the inch are 35 million.
MAX_DOTS: Final = 100_000_000
#: Bytes that the packed parts of a PDF may have when they are unpacked, all together.
MAX_UNPACKED: Final = 300_000_000
#: Only the first page is printed.
MAX_PAGES: Final = 1000
_MOST_DEEP: Final = 20
_BLOCK: Final = 1 << 20
#: Bytes that are unpacked at a time, and those kept to see whether they are packed again.
_PIECE: Final = 1 << 16
_FIRST: Final = 8 << 20
_MOST_PACKED: Final = 4
_STREAM = re.compile(rb"stream\r?\n")

#: Chunks of a PNG file without which it is drawn otherwise (PNG specification, section 4.7).
_PNG_DRAWN: Final = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    )
)
#: What of a page of a PDF is drawn.
_PAGE_DRAWN: Final = frozenset(
    {"/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Group"}
)
#: What hangs on the parts of a page without being drawn: who made them, when, from what, with which files beside them.
_NOT_DRAWN: Final = frozenset(
    [
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/AF",
        "/OPI",
        "/Alternates",
        "/StructParent",
        "/StructParents",
    ]
)
#: Segments of a JPEG file without which it is drawn otherwise: JFIF, the colour profile, Adobe's colour transform.
_KEPT_APPS: Final = frozenset({0xE0, 0xE2, 0xEE})
_COMMENT: Final = 0xFE
_SCAN: Final = 0xDA
_END: Final = 0xD9


class BadFileError(Exception):
    """A file that cannot be printed; the arguments are what it is, and what to do."""

    def __init__(self, message: str, hint: str = "save it anew") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


_SMALLER: Final = "make it smaller: 300 dots an inch at the printed size are plenty"


def look_through(data: bytes, suffix: str) -> None:
    """Make sure that a file of the kind that its suffix says is whole and can be unpacked.

    Raises:
        BadFileError: it is not, or cannot.
    """
    _LOOKS[suffix](data)


def bare_bytes(data: bytes, suffix: str) -> bytes:
    """Return a file that :func:`look_through` let pass with what is drawn and nothing else."""
    return _BARES[suffix](data)


def _check_dots(width: int, height: int) -> None:
    if not width or not height:
        raise BadFileError("has no dots at all")
    if width * height > MAX_DOTS:
        raise BadFileError(
            f"has {width} x {height} dots, more than {MAX_DOTS // 1_000_000} million", _SMALLER
        )


# ---------------------------------------------------------------- PNG


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give kind and whole bytes of each chunk to the end (PNG specification, section 5.3)."""
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind, chunk = data[at + 4 : at + 8], data[at:end]
        if len(chunk) != end - at or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            break
        yield kind, chunk
        if kind == b"IEND":
            return
        at = end
    raise BadFileError("is not a whole PNG file")


def _look_png(data: bytes) -> None:
    """Walk the chunks: a broken one makes TeX stop for good."""
    chunks = list(_png_chunks(data))
    kind, head = chunks[0]
    if kind != b"IHDR" or len(head) != 25:
        raise BadFileError("is not a whole PNG file")
    width, height = int.from_bytes(head[8:12], "big"), int.from_bytes(head[12:16], "big")
    _check_dots(width, height)
    bits = head[16] * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(head[17], 4)
    # Interlaced pictures have a few more bytes than rows of dots; none has twice as many.
    most = 2 * height * (width * bits // 8 + 2) + _BLOCK
    packed = b"".join(chunk[8:-4] for kind, chunk in chunks if kind == b"IDAT")
    _, size, whole = _unpacked(memoryview(packed), most)
    if size > most:
        raise BadFileError("unpacks to more than the dots it has")
    if not whole:
        raise BadFileError("is not a whole PNG file")


def _bare_png(data: bytes) -> bytes:
    chunks = [(kind, chunk) for kind, chunk in _png_chunks(data) if kind in _PNG_DRAWN]
    return data[:8] + b"".join(chunk for _, chunk in widened(chunks))


# ---------------------------------------------------------------- JPEG


def _look_jpeg(data: bytes) -> None:
    """Walk the segments (ITU T.81, annex B) to a start of frame that says the size."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = (int.from_bytes(data[at + byte : at + byte + 2], "big") for byte in (5, 7))
            return _check_dots(width, height)
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise BadFileError("is not a whole JPEG file")


def _bare_jpeg(data: bytes) -> bytes:
    """Return a JPEG file without comments, application segments and what is behind its end (T.81, B.1.1)."""
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _END:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = _scan_end(data, end)
        if marker != _COMMENT and not (0xE0 <= marker <= 0xEF and marker not in _KEPT_APPS):
            kept += data[at:end]
        at = end
    return bytes(kept) + b"\xff\xd9"


def _scan_end(data: bytes, at: int) -> int:
    """Return where the packed dots end that begin here: at a marker that is no restart (T.81, B.1.1.5)."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


# ---------------------------------------------------------------- PDF


def _look_pdf(data: bytes) -> None:
    """Unpack what is packed with a bound before a reader does it without one, then open it."""
    if unpacked_size(data, MAX_UNPACKED) > MAX_UNPACKED:
        raise BadFileError(f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB")
    try:
        _bare_pdf(data)
    except pikepdf.PasswordError as error:
        raise BadFileError("is protected by a password", "save it without one") from error
    except BadFileError:
        raise
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RuntimeError) as error:
        raise BadFileError("is not a whole PDF file") from error


def unpacked_size(data: bytes, most: int) -> int:
    """Return about how many bytes the packed streams of a PDF have, counted to a little more than ``most``.

    Streams that are packed twice are unpacked twice.
    """
    total, view = 0, memoryview(data)
    for found in _STREAM.finditer(data):
        # A stream ends where zlib says so.
        part, depth = view[found.end() :], 0
        while bytes(part[:1]) in (b"x", b"h", b"8", b"H", b"X") and depth < _MOST_PACKED and total <= most:
            first, size, _ = _unpacked(part, most - total)
            part, total, depth = memoryview(first), total + size, depth + 1
        if total > most:
            break
    return total


def _unpacked(packed: memoryview, most: int) -> tuple[bytes, int, bool]:
    """Return what packed data unpack to: the first bytes, how many up to a little more than ``most``, whether it ends."""
    unpacker, first, size, at = zlib.decompressobj(), bytearray(), 0, 0
    try:
        while not unpacker.eof and size <= most:
            part = unpacker.unconsumed_tail or packed[at : at + _PIECE]
            at += 0 if unpacker.unconsumed_tail else _PIECE
            block = unpacker.decompress(part, _BLOCK)
            size += len(block)
            if len(first) < _FIRST:
                first += block
            if not part and not block:
                break
    except zlib.error:
        pass
    return bytes(first), size, unpacker.eof


def _bare_pdf(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as source, pikepdf.new() as bare_one:
        if not 0 < len(source.pages) <= MAX_PAGES:
            hint = "save the page that is to be printed as a file of its own"
            raise BadFileError(f"has {len(source.pages)} pages, and 1 is printed", hint)
        bare_one.pages.append(source.pages[0])
        page = bare_one.pages[0].obj
        for key in set(page.keys()) - _PAGE_DRAWN - {"/Parent"}:
            del page[key]
        for each in bare_one.objects:
            _strip(each, 0)
        out = BytesIO()
        bare_one.save(out, deterministic_id=True)
        return out.getvalue()


def _strip(each: object, depth: int) -> None:
    """Take what is not drawn out of a part of a PDF and what lies directly in it."""
    if depth > _MOST_DEEP:
        raise BadFileError("has parts too deep inside each other")
    if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in list(each.keys()):
            if key in _NOT_DRAWN:
                del each[key]
            else:
                _strip_direct(each[key], depth)
    elif isinstance(each, pikepdf.Array):
        for value in list(each):
            _strip_direct(value, depth)


def _strip_direct(value: object, depth: int) -> None:
    # What has a number of its own comes up by itself.
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        _strip(value, depth + 1)


_LOOKS: Final[dict[str, Callable[[bytes], None]]] = {".png": _look_png, ".jpg": _look_jpeg, ".pdf": _look_pdf}
_BARES: Final[dict[str, Callable[[bytes], bytes]]] = {
    ".png": _bare_png,
    ".jpg": _bare_jpeg,
    ".pdf": _bare_pdf,
}
