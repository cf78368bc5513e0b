"""Which encoding the bytes of a text are in, where nothing in them says so.

Detection looks at short files too, and French in short is easily taken for Czech. So Western European text, which most
such files are, is recognised by its letters first; charset-normalizer is asked about the rest.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

#: What programs save that do not save UTF-8.
_CANDIDATES: Final = (
    "cp1252 cp1250 cp1251 koi8_r cp1253 cp1254 cp1255 cp1256 cp1257 gb18030 big5 shift_jis euc_jp cp949"
)
_LETTERS: Final = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒàáâãäåæçèéêëìíîïñòóôõöøùúûüœßªº"
_SIGNS: Final = "€‚„…‘’“”•–—™¡¢£§©«¬®°±²³´µ·¹»¼½¾¿×÷†‡‰‹›\u00a0\u00ad"
_WESTERN: Final = re.compile(f"[\x00-\x7f{_LETTERS}{_SIGNS}]*")
#: Signs inside a word are letters of another alphabet.
_INSIDE: Final = re.compile(r"[^\W\d_][¡¢£§©«¬®±²³´¹»¼½¾¿×÷†‡‰‹›€‚„][^\W\d_]")
_RUN: Final = re.compile(f"[{_LETTERS}]{{3}}|[^\x00-\x7f]{{5}}")
_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]{1,100}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
#: A line with more than ASCII, as far as it goes; what else there is tells nothing.
_TELLING: Final = re.compile(rb"[^\n\x80-\xff]{0,200}[\x80-\xff][^\n]{0,2000}")
_MULTIBYTE: Final = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
#: Bytes that are looked at; detection takes time by the byte.
_LOOKED_AT: Final = 200_000
#: Fewer bytes beyond ASCII than this tell no language.
_FEW: Final = 8


def declared(data: bytes) -> str | None:
    """Return the encoding that an XML declaration names, if Python knows it."""
    found = _DECLARED.match(data[:400])
    if not found:
        return None
    try:
        info = codecs.lookup(found[1].decode())
    except LookupError:
        return None
    # What turns bytes into bytes, as base64, is no encoding of text.
    return (
        info.name if getattr(info, "_is_text_encoding", True) and not info.name.startswith("utf-16") else None
    )


def utf_16_without_mark(data: bytes) -> str | None:
    """Return which UTF-16 it is, judged by the zeros of Latin letters; None when it is none."""
    head = data[: _LOOKED_AT - _LOOKED_AT % 2]
    low, high = head[1::2].count(0), head[::2].count(0)
    half = max(len(head) // 2, 1)
    if low > half * 0.4 and high < half * 0.05:
        return "utf-16-le"
    if high > half * 0.4 and low < half * 0.05:
        return "utf-16-be"
    return None


def detect(data: bytes) -> str | None:
    """Return the encoding that bytes which are not UTF-8 are probably in, None when they are in no known one."""
    telling = _telling(data)
    if _is_damaged_utf8(telling):
        return None
    if _is_western(telling):
        return "cp1252"
    if sum(byte > 0x7F for byte in telling[:_LOOKED_AT]) < _FEW:
        return None
    # It takes as long to load as reading a bank; few files come here.
    from charset_normalizer import from_bytes

    best = from_bytes(telling, cp_isolation=_CANDIDATES.split()).best()
    return best.encoding if best else None


def _telling(data: bytes) -> bytes:
    lines, size = [], 0
    for found in _TELLING.finditer(data):
        lines.append(found[0])
        size += len(found[0])
        if size > _LOOKED_AT:
            break
    return b"\n".join(lines)


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with some broken bytes from text in another encoding."""
    whole = sum(1 for found in _MULTIBYTE.finditer(data) if _decodes(found[0], "utf-8"))
    high = sum(1 for byte in data if byte > 0x7F) if whole else 0
    return bool(whole) and whole * 2 > high / 2


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _is_western(data: bytes) -> bool:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return bool(_WESTERN.fullmatch(text)) and not _INSIDE.search(text) and not _RUN.search(text)
