"""Packages: zip files with questions in XML and their pictures, as Canvas and QTI tools export them.

A package is a stranger's file: nothing of it is written to disk, what it unpacks to is bounded while it is unpacked, and
names that lead out of it are refused.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import Final
from urllib.parse import unquote

from examgen import embedded
from examgen.errors import Place, Problem
from examgen.formats.safexml import MAX_TAGS
from examgen.formats.source import Source, decode

MAX_FILES: Final = 20_000
#: Bytes of the list of files in a zip.
_MAX_DIRECTORY: Final = 400 * MAX_FILES
#: Bytes that one file, and all that are read, unpack to.
MAX_FILE_BYTES: Final = 100_000_000
MAX_TOTAL_BYTES: Final = 300_000_000
_END_RECORD: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_ZIP64_LOCATOR: Final = b"PK\x06\x07"
_HINT: Final = "export it anew"
_SMALLER: Final = "export fewer questions at a time, and name all the files"
#: What Canvas and Common Cartridge write before the path of a file of theirs.
_FILE_BASES: Final = ("$IMS-CC-FILEBASE$", "$IMS_CC_FILEBASE$", "$IMS_CC_FILE_BASE$")
_ROOTS: Final = ("", "web_resources/", "resources/", "assets/", "images/", "quiz_images/")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class PackageError(ValueError):
    """A file of a package that cannot be unpacked; the argument says why."""


@dataclass(slots=True)
class Package:
    """A package that is open; its files are unpacked when they are read."""

    name: str  #: of its file, as the user gave it
    files: tuple[str, ...]  #: the names of the files in it, with slashes
    _zip: zipfile.ZipFile
    _folded: dict[str, str] = field(default_factory=dict)
    _unpacked: int = 0
    _tags: int = 0  #: in all texts that were read
    _counted: set[str] = field(default_factory=set)  #: the names of these

    @classmethod
    def open(cls, name: str, data: bytes) -> Package | Problem:
        """Return the package in the bytes of a file, or why it cannot be opened."""
        if refused := _not_listed(data):
            message, hint = refused
            return Problem("bad-package", message, Place(name), hint)
        try:
            opened = zipfile.ZipFile(io.BytesIO(data))
            infos = [info for info in opened.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError) as error:
            return Problem("bad-package", f"the package is damaged: {error}", Place(name), _HINT)
        for info in infos:
            if _leads_out(info.filename):
                message = f"the package has a file '{info.filename}', which would lie outside it"
                return Problem(
                    "package-path", message, Place(name), "ask where it comes from, and do not use it"
                )
        files = tuple(info.filename for info in infos)
        return cls(name, files, opened, {file.casefold(): file for file in reversed(files)})

    def read(self, file: str) -> bytes:
        """Return what a file of the package unpacks to.

        Raises:
            KeyError: there is none of this name.
            PackageError: it is damaged, locked with a password, or too large.
        """
        info = self._zip.getinfo(file)
        most = min(MAX_FILE_BYTES, MAX_TOTAL_BYTES - self._unpacked)
        if info.flag_bits & 1:
            raise PackageError(f"'{file}' is locked with a password")
        too_large = PackageError(f"'{file}' unpacks to more than {most // 1_000_000} MB")
        if info.file_size > most:
            raise too_large
        try:
            with self._zip.open(info) as opened:
                data = opened.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
        ) as error:
            raise PackageError(f"'{file}' cannot be unpacked: {error}") from error
        self._unpacked += len(data)
        if len(data) > most:
            raise too_large
        return data

    def head(self, file: str, size: int) -> str:
        """Return the first bytes of a file as text, to see what it is; "" when it cannot be read."""
        try:
            with self._zip.open(file) as opened:
                return opened.read(size).replace(b"\0", b"").decode("utf-8", "replace")
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            KeyError,
        ):
            return ""

    def text(self, file: str) -> Source | Problem:
        """Return the text of a file of the package, or why it cannot be read; places name the package and the file."""
        place = self.place(file)
        try:
            source = decode(place, self.read(file))
        except KeyError:
            message = f"the package has no file '{file}', which its list of contents names"
            return Problem("bad-package", message, Place(self.name), _HINT)
        except PackageError as error:
            return Problem("bad-package", f"the package cannot be read: {error}", Place(self.name), _HINT)
        # The trees of all files may be in memory together, and each takes many times the size of its text.
        if file not in self._counted and not isinstance(source, Problem):
            self._counted.add(file)
            self._tags += source.text.count("<")
        if self._tags > MAX_TAGS:
            message = f"the files of the package hold more than {MAX_TAGS:,} tags together"
            return Problem(
                "xml-too-large", message, Place(place), "export it in several files, and name them all"
            )
        return source

    def place(self, file: str) -> str:
        """Return how places name a file of the package."""
        return f"{self.name}/{file}"

    def find(self, address: str, base: str = "") -> str | None:
        """Return the name of the file at an address, as it stands in the file ``base``; None when there is none."""
        written = unquote(address).partition("?")[0].partition("#")[0].replace("\\", "/")
        for root in _FILE_BASES:
            if written.startswith(root):
                written, base = written[len(root) :].lstrip("/"), ""
        folder = posixpath.dirname(base)
        others = (root + written.lstrip("/") for root in _ROOTS)
        for candidate in chain((posixpath.join(folder, written),), others):
            found = self._folded.get(posixpath.normpath(candidate).lstrip("/").casefold())
            if found:
                return found
        return None

    def pictures(self, base: str) -> Callable[[str], str | None]:
        """Return what gives the address of a picture that the file ``base`` names, None for one that is not there."""

        def picture(address: str) -> str | None:
            found = self.find(address, base)
            if found is None:
                return address if _SCHEME.match(address) and not address.startswith("$") else None
            try:
                data = self.read(found)
            except PackageError:
                return None
            return embedded.keep(data) if data else None

        return picture


def _not_listed(data: bytes) -> tuple[str, str] | None:
    """Return why the list of files in a zip cannot be read at once, with a hint; None where it can."""
    at = data.rfind(_END_RECORD, max(len(data) - 65_557, 0))
    if at < 0 or at + _END_SIZE > len(data):
        message = "the file is not whole: a part is missing at its end, where it lists what is in it"
        return message, "copy, download or save it again"
    if data[max(at - 20, 0) : at].startswith(_ZIP64_LOCATOR):
        return "the package is a zip64 file, which is for huge packages", _SMALLER
    count, size = struct.unpack_from("<HI", data, at + 10)
    if int(count) > MAX_FILES:
        return f"the package has {count:,} files; {MAX_FILES:,} is the most", _SMALLER
    if int(size) > _MAX_DIRECTORY:
        most = _MAX_DIRECTORY // 1_000_000
        return f"the list of files in the package is longer than {most} MB", _SMALLER
    return None


def _leads_out(file: str) -> bool:
    parts = file.replace("\\", "/").split("/")
    return file.startswith(("/", "\\")) or ".." in parts or bool(re.match("[A-Za-z]:", file)) or "\0" in file
