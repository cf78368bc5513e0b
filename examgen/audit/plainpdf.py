"""PDFs as qpdf writes them, taken apart in one pass: three times as fast as asking qpdf for each object.

Streams lie one after the other, all else in streams of objects, and a table at the end says where everything is
(ISO 32000-1, 7.5.7 and 7.5.8). Only a file that is so to the last byte, and whose table says what was found, is read here.
"""

from __future__ import annotations

import re
import zlib

import numpy as np

#: The trailer, and by number the text of each object and the bytes of each stream.
Plain = tuple[bytes, dict[int, bytes], dict[int, bytes]]

_HEAD = re.compile(rb"%PDF-1\.\d\n%[\x80-\xff]{4}\n")
_STREAM = re.compile(rb"(\d+) 0 obj\n(<<.*?>>)\nstream\n", re.DOTALL)
_LENGTH = re.compile(rb" /Length (\d+)[ >]")
_AFTER = b"\nendstream\nendobj\n"
_END = re.compile(rb"startxref\n(\d+)\n%%EOF\n")
#: The two kinds of streams that qpdf makes itself, with their keys in its order.
_OBJECTS = re.compile(rb"<< /Type /ObjStm /Length (\d+) /Filter /FlateDecode /N (\d+) /First (\d+) >>")
_TABLE = re.compile(
    rb"<< /Type /XRef /Length (?P<length>\d+) /Filter /FlateDecode"
    rb" /DecodeParms << /Columns (?P<columns>\d+) /Predictor 12 >> /W \[ (?P<widths>[\d ]+) \]"
    rb" /Info (?P<info>\d+) 0 R /Root (?P<root>\d+) 0 R /Size (?P<size>\d+)"
    rb" /ID \[<(?P<id>[0-9a-f]*)><(?P<other>[0-9a-f]*)>\] >>"
)
#: Entries of the table: a free one, one at an offset in the file, one in a stream of objects.
_FREE, _AT, _INSIDE = 0, 1, 2


def plain_objects(pdf: bytes) -> Plain | None:
    """Return what is in a PDF, or None when it is not as qpdf writes it."""
    try:
        return _read(pdf)
    except (zlib.error, ValueError, IndexError):
        return None


def _read(pdf: bytes) -> Plain | None:
    head = _HEAD.match(pdf)
    if head is None:
        return None
    texts, raws = {}, {}
    places: dict[int, tuple[int, int, int]] = {}
    listed: dict[int, tuple[int, int, int]] = {}
    at, trailer, table = head.end(), b"", 0
    while found := _STREAM.match(pdf, at):
        number, text = int(found[1]), found[2]
        length = _LENGTH.search(text)
        if length is None or number in places:
            return None
        places[number] = (_AT, at, 0)
        end = found.end() + int(length[1])
        raw = raws[number] = pdf[found.end() : end]
        if not pdf.startswith(_AFTER, end):
            return None
        if stream := _OBJECTS.fullmatch(text):
            text = b"<< /Filter /FlateDecode /First %b /N %b /Type /ObjStm /Length %b >>" % stream.group(
                3, 2, 1
            )
            for index, (inner, content) in enumerate(_inside(raw, int(stream[2]), int(stream[3]))):
                if inner in places:
                    return None
                texts[inner], places[inner] = content, (_INSIDE, number, index)
        elif rows := _TABLE.fullmatch(text):
            text = trailer = _trailer(rows)
            table, listed = at, _rows(rows, raw)
        texts[number] = text
        at = end + len(_AFTER)
    last = _END.fullmatch(pdf, at)
    if last is None or not trailer or int(last[1]) != table or listed != places:
        return None
    return trailer, texts, raws


def _inside(raw: bytes, count: int, first: int) -> list[tuple[int, bytes]]:
    """Return number and text of each object in a stream of objects, in order."""
    content = zlib.decompress(raw)
    numbers = [int(word) for word in content[:first].split()]
    if len(numbers) != 2 * count:
        raise ValueError("another number of objects")
    starts = [first + offset for offset in numbers[1::2]]
    ends = [*starts[1:], len(content)]
    return [
        (number, content[start:end].rstrip(b"\n"))
        for number, start, end in zip(numbers[::2], starts, ends, strict=True)
    ]


def _trailer(table: re.Match[bytes]) -> bytes:
    """Return the trailer with its keys in order, as qpdf gives it when asked."""
    return (
        b"<< /DecodeParms << /Columns %(columns)b /Predictor 12 >> /Filter /FlateDecode /ID [ <%(id)b> <%(other)b> ]"
        b" /Info %(info)b 0 R /Length %(length)b /Root %(root)b 0 R /Size %(size)b /Type /XRef /W [ %(widths)b ] >>"
    ) % {name.encode(): value for name, value in table.groupdict().items()}


def _rows(table: re.Match[bytes], raw: bytes) -> dict[int, tuple[int, int, int]]:
    """Return the table: by number (kind, offset or number of the stream, index in it), without free numbers."""
    columns, size = int(table["columns"]), int(table["size"])
    widths = [int(width) for width in table["widths"].split()]
    if len(widths) != 3 or sum(widths) != columns:
        raise ValueError("another kind of table")
    filtered = np.frombuffer(zlib.decompress(raw), dtype=np.uint8).reshape(size, columns + 1)
    # The predictor Up, in every row (PNG specification, 9.2).
    if (filtered[:, 0] != 2).any():
        raise ValueError("another predictor")
    rows = np.add.accumulate(filtered[:, 1:], axis=0, dtype=np.uint8).astype(np.int64)
    fields = []
    start = 0
    for width in widths:
        powers = 256 ** np.arange(width - 1, -1, -1, dtype=np.int64)
        fields.append(rows[:, start : start + width] @ powers)
        start += width
    kinds, places, indices = (field.tolist() for field in fields)
    return {
        number: (kind, place, index)
        for number, (kind, place, index) in enumerate(zip(kinds, places, indices, strict=True))
        if kind != _FREE
    }
