"""A zip with the same bytes for the same entries, and read with care: it may come from anywhere.

Entries are stored, not deflated, because two zlibs may deflate the same bytes differently. A record that a person has
unpacked and zipped again is read as well.
"""

from __future__ import annotations

import io
import re
import stat
import sys
import zipfile
import zlib
from collections.abc import Mapping

#: The only entries there are: files at the top, and in these folders.
TOP = ("README.txt", "record.json")
FOLDERS = ("banks", "templates")
MAX_ENTRIES = 20_000
#: Bytes that an archive may unpack to: this much, and this many times its own size.
FREE_BYTES = 64_000_000
MAX_GROWTH = 100
#: ZIP has no earlier date.
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644
_ENCRYPTED = 0x1
#: What leads elsewhere when it stands in a name.
_SEPARATORS = frozenset("\\:") if sys.platform == "win32" else frozenset("\\")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class ArchiveError(Exception):
    """What is wrong with an archive; ``str(error)`` goes after the archive's name."""


def pack(entries: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by name, sorted, with a fixed date.

    Raises:
        ValueError: a name is none that :func:`unpack` takes.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            if not is_name(name):
                raise ValueError(f"{name!r} is no name of a file in a record")
            info = zipfile.ZipInfo(name, _DATE)
            # The same whatever system writes it.
            info.create_system = 3
            info.external_attr = _MODE << 16
            archive.writestr(info, entries[name])
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip by name.

    Raises:
        ArchiveError: it is no zip, damaged, or holds what no record holds; nothing was written anywhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check(infos, len(data))
            return {info.filename: _contents(archive, info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise ArchiveError("is damaged or cut off, or no record of examgen") from error


def is_name(name: str) -> bool:
    """Return whether an entry of a record can have this name."""
    parts = name.split("/")
    if name not in TOP and (len(parts) < 2 or parts[0] not in FOLDERS):
        return False
    return all(_is_plain(part) for part in parts)


def _is_plain(part: str) -> bool:
    """Return whether this is a name of one file that leads nowhere else."""
    try:
        part.encode()
    except UnicodeEncodeError:
        return False
    return part not in ("", ".", "..") and not _CONTROL.search(part) and not set(part) & _SEPARATORS


def _check(infos: list[zipfile.ZipInfo], size: int) -> None:
    if len(infos) > MAX_ENTRIES:
        raise ArchiveError(f"holds {len(infos)} files, which no record does")
    if sum(info.file_size for info in infos) > FREE_BYTES + MAX_GROWTH * size:
        raise ArchiveError("would unpack to far more than its size, which no record does")
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if not is_name(name):
            raise ArchiveError(f"holds a file that no record holds: {name!r}")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or info.flag_bits & _ENCRYPTED:
            raise ArchiveError(f"holds a link, or what is no plain file: {name!r}")
        # Systems that do not tell capitals apart would write one over the other.
        if name.casefold() in seen:
            raise ArchiveError(f"holds a file twice: {name!r}")
        seen.add(name.casefold())
    for name in seen:
        if any(name.startswith(f"{other}/") for other in _parents(name) & seen):
            raise ArchiveError(f"holds a file inside a file: {name!r}")


def _parents(name: str) -> set[str]:
    parts = name.split("/")
    return {"/".join(parts[:count]) for count in range(1, len(parts))}


def _contents(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        # The size that is declared was checked; what follows it is not read.
        contents = file.read(info.file_size + 1)
    if len(contents) != info.file_size:
        raise ArchiveError(f"is damaged: {info.filename!r} has another size than it says")
    return contents
