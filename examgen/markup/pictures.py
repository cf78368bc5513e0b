"""Pictures of a bank: found, kept inside the bank's folder, and known by what they are rather than by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from examgen import embedded
from examgen.errors import BankError, Place, Problem, Severity
from examgen.files import read_plain
from examgen.markup.picturefiles import BadFileError, bare_bytes, look_through

MAX_BYTES: Final = 50_000_000
_NAME_BYTES: Final = 12
#: How a file begins (after ``offset`` bytes), what it is, and its suffix when TeX can take it.
_MAGIC: Final = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG", ".png"),
    (0, b"\xff\xd8\xff", "JPEG", ".jpg"),
    (0, b"%PDF-", "PDF", ".pdf"),
    (0, b"GIF8", "GIF", ""),
    (8, b"WEBP", "WebP", ""),
    (0, b"BM", "BMP", ""),
    (0, b"II*\x00", "TIFF", ""),
    (0, b"MM\x00*", "TIFF", ""),
    (0, b"%!PS", "PostScript", ""),
    (4, b"ftyp", "HEIC or AVIF", ""),
)
_SVG = re.compile(rb"\s*(?:<\?xml|<!DOCTYPE svg|<!--|<svg)")
_SIZE = re.compile(
    r"\{\s*width\s*=\s*(['\"]?)(?P<number>\d{1,4}(?:\.\d{1,4})?)\s*(?P<unit>%|cm|mm|in|pt)\1\s*\}"
)
#: What looks like a picture or a link in a paragraph as it is written. An address may hold pairs of parentheses.
_WRITTEN = re.compile(
    r"(?<!\\)(?P<mark>!?)(?<!\\)\[(?P<said>[^\[\]\n]*)\]"
    r"\((?P<address>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)"
)
_SUFFIX = re.compile(r"\.(?:png|jpe?g|pdf|gif|webp|svg|bmp|tiff?|eps)\Z", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_APART = re.compile(r"\s+(?P<size>\{\s*(?:width|height)\s*=[^{}\n]*\})")
_SIZE_HINT: Final = "write {width=60%}, of the width of the text, or a length in cm, mm, in or pt"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a text shows."""

    source: Path  #: the file, resolved; the address of one that came inside a bank's file
    name: str  #: the file's name in the folder where TeX runs: a hash of its bytes, and a suffix
    place: Place


def find_picture(address: str, folder: Path, place: Place) -> Picture | Problem:
    """Return the picture at ``address``, a path relative to ``folder``, or what is wrong with it."""
    try:
        if (data := embedded.bytes_of(address)) is not None:
            return Picture(Path(address), _content_name(data), place)
        source = _resolve(address, folder)
        return Picture(source, _content_name(_read(source)), place)
    except _PictureError as error:
        return Problem(error.code, f"picture '{address}' {error.message}", place, error.hint)
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or str(error)
        return Problem("unreadable-picture", f"picture '{address}' cannot be read: {what}", place)


def width_latex(size: str) -> str | None:
    r"""Return the width that ``{width=...}`` asks for as a TeX length, a share of ``\hsize``; None when it is not one.

    An empty ``size`` asks for the natural width: "".
    """
    if not size:
        return ""
    match = _SIZE.fullmatch(size)
    if not match or not float(match["number"]):
        return None
    if match["unit"] != "%":
        return match["number"] + match["unit"]
    share = float(match["number"]) / 100
    return rf"{share:.4f}".rstrip("0").rstrip(".") + r"\hsize" if share <= 1 else None


def size_problem(size: str, place: Place) -> Problem:
    """Return the problem of a size that :func:`width_latex` does not take."""
    return Problem("bad-picture-size", f"'{size}' is not the size of a picture", place, _SIZE_HINT)


def is_picture_file(address: str) -> bool:
    """Return whether an address names a file that, by its name, is a picture."""
    return bool(_SUFFIX.search(address)) and not _SCHEME.match(address)


def printed_raw(written: str, shown: str) -> Iterator[tuple[int, str, str, bool]]:
    """Yield what was meant as a picture, and is printed as text: (offset, message, hint, whether it has its ``!``).

    Args:
        written: a paragraph in Markdown; offsets are into it.
        shown: the paragraph's text that Markdown took for plain text.
    """
    for match in _WRITTEN.finditer(written):
        address = match["address"].strip()
        # What stands in code or in a formula, and what was read as a picture, is no plain text.
        if f"]({match['address']})" not in shown or not (match["mark"] or is_picture_file(address)):
            continue
        message = f"'{match[0]}' is printed as it stands: Markdown does not take it for a picture"
        hint = "write the name of a file between the parentheses"
        if re.search(r"\s", address):
            bare = address.strip("<>")
            hint = f"an address with a blank stands between '<' and '>': write '![{match['said']}](<{bare}>)'"
        yield match.start(), message, hint, bool(match["mark"])


def link_problem(address: str, place: Place) -> Problem:
    """Return the warning of a link that leads to a picture file."""
    message = f"the link to '{address}' is printed as a link, and not as a picture"
    hint = f"for the picture write '![]({address})', with no blank after '!'"
    return Problem("picture-as-link", message, place, hint, Severity.WARNING)


def size_apart(after: str, place: Place) -> Problem | None:
    """Return the problem of a size with a blank before it, when the text after a picture begins with one."""
    match = _APART.match(after)
    if match is None:
        return None
    message = f"'{match['size']}' is printed as it stands: a blank parts it from its picture"
    return Problem(
        "picture-as-text", message, place, f"write '){match['size']}', with no blank before the brace"
    )


class _PictureError(Exception):
    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def _resolve(address: str, folder: Path) -> Path:
    if _SCHEME.match(address):
        hint = "save the picture beside the bank and write its file name"
        raise _PictureError("missing-picture", "is an address, not a file", hint)
    for written in dict.fromkeys((address, unquote(address))):
        path = PurePosixPath(written.replace("\\", "/"))
        if (
            path.is_absolute()
            or ".." in path.parts
            or re.match("[A-Za-z]:", written)
            or written.startswith("~")
        ):
            hint = f"copy it into the folder '{folder}' and write its name there"
            raise _PictureError("picture-outside", "is not inside the bank's folder", hint)
        source = (folder / path).resolve()
        if source.is_file():
            if not source.is_relative_to(folder.resolve()):
                hint = f"copy the file itself into the folder '{folder}'"
                raise _PictureError("picture-outside", "is a link that leads out of the bank's folder", hint)
            return source
    raise _PictureError("missing-picture", "does not exist", _similar(PurePosixPath(address), folder))


def _similar(path: PurePosixPath, folder: Path) -> str:
    parent = folder / path.parent
    known = sorted(each.name for each in parent.iterdir() if each.is_file()) if parent.is_dir() else []
    lower = {name.lower(): name for name in known}
    near = [lower[each] for each in get_close_matches(path.name.lower(), lower, n=3)]
    near = (
        near or [name for name in known if Path(name).suffix.lower() in (".png", ".jpg", ".jpeg", ".pdf")][:3]
    )
    if near:
        return f"the folder '{parent}' has " + ", ".join(f"'{name}'" for name in near)
    return f"put it into the folder '{parent}'"


def _read(source: Path) -> bytes:
    if source.stat().st_size > MAX_BYTES:
        hint = "make it smaller: 300 dots an inch at the printed size are plenty"
        raise _PictureError("bad-picture", f"is larger than {MAX_BYTES // 1_000_000} MB", hint)
    return read_plain(source)


def _content_name(data: bytes) -> str:
    kind, suffix = _kind_of(data)
    if not suffix:
        hint = "convert it to PNG, JPEG or PDF"
        if kind == "SVG":
            hint = "convert it to PDF, for instance with 'rsvg-convert -f pdf' or Inkscape"
        raise _PictureError("bad-picture", f"is {kind}, which TeX cannot take", hint)
    try:
        look_through(data, suffix)
    except BadFileError as error:
        raise _PictureError("bad-picture", error.message, error.hint) from error
    return _digest(data) + suffix


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=_NAME_BYTES).hexdigest()


def _kind_of(data: bytes) -> tuple[str, str]:
    for offset, magic, kind, suffix in _MAGIC:
        if data.startswith(magic, offset):
            return kind, suffix
    if _SVG.match(data) and b"<svg" in data[:4096]:
        return "SVG", ""
    return ("of a kind that is not known" if data else "empty"), ""


def bare(picture: Picture) -> bytes:
    """Return the bytes of a picture with what is drawn and nothing else: no author, title, comment or camera data.

    A paper must not tell what a picture's file says beside the picture.

    Raises:
        BankError: the file is not the one any more that was found.
    """
    try:
        inside = embedded.bytes_of(str(picture.source))
        data = inside if inside is not None else read_plain(picture.source)
        same = picture.name.startswith(_digest(data))
    except OSError:
        same = False
    if not same:
        message = f"picture '{picture.source.name}' changed while the exam was built"
        problem = Problem("changed", message, picture.place, "build again when nobody edits it")
        raise BankError("nothing was built", problems=[problem])
    return bare_bytes(data, Path(picture.name).suffix)
