"""Pictures that come inside a bank's file, as base64 or in a package: kept in memory, named by their bytes.

A picture of a bank is otherwise a file beside it. Here the address of one is ``embedded:`` and a digest, so equal
pictures are one, an address never comes to mean another picture, and nothing is written to disk. They stay for the
life of the process; a record of a build needs no copy of them, for it holds the file that they came in.
"""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import blake2b
from typing import Final
from urllib.parse import unquote_to_bytes

#: Bytes of all pictures that one process keeps; a bank with more needs them as files.
MAX_TOTAL: Final = 500_000_000
_DIGEST_BYTES: Final = 12
ADDRESS: Final = re.compile(r"embedded:[0-9a-f]{24}(?:\.[a-z0-9]{1,4})?")
#: A name for people; what a picture is is told by its bytes.
_SUFFIXES: Final = (
    (b"\x89PNG", ".png"),
    (b"\xff\xd8", ".jpg"),
    (b"%PDF", ".pdf"),
    (b"GIF8", ".gif"),
    (b"<svg", ".svg"),
    (b"<?xm", ".svg"),
)
_DATA_URI = re.compile(r"data:[^,]{0,200},")
_SPACES = re.compile(rb"\s+")
_kept: dict[str, bytes] = {}


class TooMuchError(ValueError):
    """The pictures inside the files are more than can be kept."""


def keep(data: bytes) -> str:
    """Return the address of a picture with these bytes, which is there from now on.

    Raises:
        TooMuchError: there are too many already.
    """
    suffix = next((suffix for magic, suffix in _SUFFIXES if data.startswith(magic)), "")
    address = f"embedded:{blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()}{suffix}"
    if address not in _kept:
        if sum(map(len, _kept.values())) + len(data) > MAX_TOTAL:
            raise TooMuchError("the pictures inside the files are larger than can be kept")
        _kept[address] = data
    return address


def keep_base64(text: str | bytes) -> str | None:
    """Return the address of a picture in base64, None when it is not base64.

    Raises:
        TooMuchError: there are too many already.
    """
    written = text.encode("ascii", "replace") if isinstance(text, str) else text
    packed = _SPACES.sub(b"", written)
    try:
        data = base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return keep(data) if data else None


def keep_data_uri(uri: str) -> str | None:
    """Return the address of the picture in a ``data:`` address, None when it is none or is damaged.

    Raises:
        TooMuchError: there are too many already.
    """
    head = _DATA_URI.match(uri)
    if not head:
        return None
    body = unquote_to_bytes(uri[head.end() :])
    if head[0].lower().endswith(";base64,"):
        return keep_base64(body)
    return keep(body) if body else None


def bytes_of(address: str) -> bytes | None:
    """Return the picture at an address, None when it is not one that was kept."""
    return _kept.get(address)
