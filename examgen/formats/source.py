"""The text of a file, or the problem that keeps it from being read."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from examgen.errors import Place, Problem, Severity
from examgen.files import read_plain
from examgen.formats import encoding

#: A bank of ten thousand long questions is a quarter of this.
MAX_BYTES: Final = 64_000_000
#: On one line, which is looked at as a whole.
MAX_LINE: Final = 10_000_000
#: Each is looked at, even an empty one; ten thousand questions of twenty lines are less than this.
MAX_LINES: Final = 300_000
#: XML and packages hold pictures too.
MAX_BYTES_WITH_PICTURES: Final = 100_000_000
#: Marks on one letter. The time to bring them into order grows with their square.
MAX_MARKS: Final = 30
_MAYBE_MARKS = re.compile(rf"[^\x00-\u02ff]{{{MAX_MARKS + 1},}}")
_UTF8_HINT = "save the file as UTF-8 text"
#: How files begin that people take for text.
_KINDS: Final = {
    b"%PDF-": "a PDF",
    b"\x89PNG\r\n": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How the files begin that may hold pictures: packages, and XML in any encoding.
_WITH_PICTURES: Final = re.compile(rb"PK\x03\x04|[\xef\xbb\xbf\xff\xfe\x00\s]*<")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file."""

    text: str  #: without a byte order mark
    encoding: str  #: as Python names it
    problems: tuple[Problem, ...] = ()  #: a warning when the encoding was guessed


def read_bytes(path: Path | str) -> bytes | Problem:
    """Return what is in a file, or why it cannot be read."""
    name, file = str(path), Path(path)
    try:
        if not file.exists():
            if file.is_symlink():
                hint = "make the link anew, or name the file itself"
                return Problem("no-file", f"the link {name!r} points nowhere", Place(name), hint)
            hint = "check the name, and the folder you are in"
            if name == "-":
                hint = "the standard input is not read: save the text as a file, and name that"
            return Problem("no-file", f"there is no file {name!r}", Place(name), hint)
        if file.is_dir():
            hint = "name the files in it, one by one or as a pattern such as '*.md'"
            return Problem("not-a-file", f"{name!r} is a folder", Place(name), hint)
        if not file.is_file():
            return Problem("not-a-file", f"{name!r} is not a file", Place(name), "name a text file")
        most = MAX_BYTES
        if (size := file.stat().st_size) > MAX_BYTES:
            with file.open("rb") as opened:
                most = MAX_BYTES_WITH_PICTURES if _WITH_PICTURES.match(opened.read(16)) else most
        if size > most:
            hint = "divide it into several files, and name them all"
            message = f"{name!r} is larger than {most // 1_000_000} MB"
            return Problem("file-too-large", message, Place(name), hint)
        data = read_plain(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "check its name and permissions"
        return Problem("unreadable", f"{name!r} cannot be read: {reason}", Place(name), hint)
    if len(data) > MAX_LINE and not _WITH_PICTURES.match(data) and _longest_line(data) > MAX_LINE:
        message = f"{name!r} has a line of more than {MAX_LINE // 1_000_000} MB"
        return Problem(
            "file-too-large", message, Place(name), "divide it into several lines, or several files"
        )
    return data


def _longest_line(data: bytes) -> int:
    return max(map(len, data.split(b"\n" if b"\n" in data else b"\r")))


def read_source(path: Path | str) -> Source | Problem:
    """Return the text of a file, or why it cannot be read as text."""
    data = read_bytes(path)
    return data if isinstance(data, Problem) else decode(str(path), data)


def decode(name: str, data: bytes) -> Source | Problem:
    """Return the text of a file's bytes; ``name`` is the file's name in places.

    It is UTF-8, or has a mark, or says in an XML declaration what it is; otherwise its encoding is guessed, with a
    warning that says as what it was read.
    """
    if (foreign := _foreign_problem(name, data)) is not None:
        return foreign
    source = _decoded(name, data)
    if isinstance(source, Problem):
        return source
    text = source.text
    if "\0" in text:
        return _nul_problem(name, _line_of(text[: text.index("\0")].encode(errors="replace"), None))
    if not text.lstrip().startswith("<") and (count := _lines_in(text)) > MAX_LINES:
        message = f"the file has {count:,} lines, and more than {MAX_LINES:,} are not read"
        return Problem(
            "file-too-large", message, Place(name), "divide it into several files, and name them all"
        )
    if (flood := marks_flood(text)) is not None:
        place = Place(name, _line_of(text[:flood].encode(errors="replace"), None))
        return Problem("too-many-marks", f"more than {MAX_MARKS} marks on one letter", place, "delete them")
    if not text.strip():
        return Problem(
            "empty-file", "the file is empty", Place(name), "write questions into it, or name another file"
        )
    return source


def _lines_in(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n") + 1


def _decoded(name: str, data: bytes) -> Source | Problem:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            try:
                return Source(data.decode(marked), marked)
            except UnicodeDecodeError as error:
                if marked != "utf-8-sig":
                    message = f"the file is not the {marked.upper()} it begins as"
                    return Problem("bad-encoding", message, Place(name), _UTF8_HINT)
                return _byte_problem(name, data, error.start)
    if b"\0" in data:
        wide = encoding.utf_16_without_mark(data)
        return _guessed(name, data, wide) or _nul_problem(name, _line_of(data, data.index(b"\0")))
    try:
        return Source(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if (said := encoding.declared(data)) and (text := _strictly(data, said)) is not None:
            return Source(text, said)
        return _guessed(name, data, encoding.detect(data)) or _byte_problem(name, data, error.start)


def _guessed(name: str, data: bytes, guess: str | None) -> Source | None:
    """Return a text read in an encoding that nothing in the file names, with a warning; None when it is not in it."""
    text = _strictly(data, guess) if guess else None
    if text is None or guess is None:
        return None
    shown = _SHOWN.get(guess, guess)
    line = next((n for n, each in enumerate(text.split("\n"), 1) if not each.isascii()), 0)
    message = f"the file is not UTF-8; it was read as {shown}"
    hint = "look whether its accents and signs are right, and save it as UTF-8"
    return Source(
        text, guess, (Problem("assumed-encoding", message, Place(name, line), hint, Severity.WARNING),)
    )


_SHOWN: Final = {
    "cp1252": "Windows-1252 (Latin-1)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp949": "CP949 (Korean)",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


def _byte_problem(name: str, data: bytes, offset: int) -> Problem:
    place = Place(name, _line_of(data, offset))
    return Problem("bad-encoding", f"the byte 0x{data[offset]:02X} is not UTF-8", place, _UTF8_HINT)


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


def _foreign_problem(name: str, data: bytes) -> Problem | None:
    """Return the problem of a file that is plainly a document or a picture."""
    kind = next((kind for begin, kind in _KINDS.items() if data.startswith(begin)), None)
    if kind is None:
        return None
    hint = "name the file that it was made from, or put its questions into a text"
    return Problem(
        "not-text", f"the file is {kind}, and holds no questions that can be read", Place(name), hint
    )


def _line_of(data: bytes, offset: int | None) -> int:
    """Return the 1-based line on which a byte stands, None for the end, whatever the line ends."""
    before = data[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
