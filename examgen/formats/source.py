"""The text of a file, or the problem that keeps it from being read."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path
from typing import Final

from examgen.errors import Place, Problem
from examgen.files import read_plain

#: A bank of ten thousand questions is a tenth of this.
MAX_BYTES: Final = 10_000_000
#: Marks on one letter. The time to bring them into order grows with their square.
MAX_MARKS: Final = 30
_MAYBE_MARKS = re.compile(rf"[^\x00-\u02ff]{{{MAX_MARKS + 1},}}")
_UTF8_HINT = "save the file as UTF-8 text"


def read_source(path: Path | str) -> str | Problem:
    """Return the text of a UTF-8 file, or of a UTF-16 file with a byte order mark; the mark is left out."""
    name, file = str(path), Path(path)
    try:
        if not file.exists():
            hint = "check the name, and the folder you are in"
            return Problem("no-file", f"there is no file {name!r}", Place(name), hint)
        if file.is_dir():
            hint = "name the files in it, one by one or as a pattern such as '*.md'"
            return Problem("not-a-file", f"{name!r} is a folder", Place(name), hint)
        if not file.is_file():
            return Problem("not-a-file", f"{name!r} is not a file", Place(name), "name a text file")
        if file.stat().st_size > MAX_BYTES:
            hint = "divide it into several files, and name them all"
            message = f"{name!r} is larger than {MAX_BYTES // 1_000_000} MB"
            return Problem("file-too-large", message, Place(name), hint)
        data = read_plain(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "check its name and permissions"
        return Problem("unreadable", f"{name!r} cannot be read: {reason}", Place(name), hint)
    return decode(name, data)


def decode(name: str, data: bytes) -> str | Problem:
    """Return the text of a file's bytes; ``name`` is the file's name in places."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not marked and b"\0" in data:
        return _nul_problem(name, _line_of(data, data.index(b"\0")))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        if marked:
            return Problem("bad-encoding", "the file is not the UTF-16 it begins as", Place(name), _UTF8_HINT)
        line, byte = _line_of(data, error.start), data[error.start]
        return Problem("bad-encoding", f"the byte 0x{byte:02X} is not UTF-8", Place(name, line), _UTF8_HINT)
    if "\0" in text:
        return _nul_problem(name, _line_of(text[: text.index("\0")].encode(), None))
    if (flood := marks_flood(text)) is not None:
        place = Place(name, _line_of(text[:flood].encode(), None))
        return Problem("too-many-marks", f"more than {MAX_MARKS} marks on one letter", place, "delete them")
    if not text.strip():
        return Problem(
            "empty-file", "the file is empty", Place(name), "write questions into it, or name another file"
        )
    return text


def marks_flood(text: str) -> int | None:
    """Return the 0-based offset of a letter with too many combining marks, None when there is none."""
    if text.isascii():
        return None
    for run in _MAYBE_MARKS.finditer(text):
        count = 0
        for offset in range(*run.span()):
            count = count + 1 if unicodedata.combining(text[offset]) else 0
            if count > MAX_MARKS:
                return offset - MAX_MARKS
    return None


def _nul_problem(name: str, line: int) -> Problem:
    message = "the file holds NUL bytes: it is not text, or is UTF-16 without a mark"
    return Problem("not-text", message, Place(name, line), _UTF8_HINT)


def _line_of(data: bytes, offset: int | None) -> int:
    """Return the 1-based line on which a byte stands, None for the end, whatever the line ends."""
    before = data[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
