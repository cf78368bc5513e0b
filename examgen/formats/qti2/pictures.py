"""The pictures of a bank that is written as a package: taken from memory or from beside the bank's file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from examgen import embedded
from examgen.errors import Place, Problem, Severity
from examgen.files import read_plain
from examgen.model import Bank, Text

_FOLDER: Final = "images"
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
#: Bytes of a picture; larger ones are refused in builds, too.
_MOST: Final = 50_000_000


@dataclass(slots=True)
class Shelf:
    """The pictures that texts of a bank name; asking for an address puts its picture here."""

    bank: Bank
    files: dict[str, bytes] = field(default_factory=dict)  #: by the name in the package
    asked: dict[str, None] = field(default_factory=dict)  #: names in the order in which they were asked for
    problems: list[Problem] = field(default_factory=list)
    _known: dict[tuple[Path, str], str] = field(default_factory=dict)

    def of(self, text: Text) -> Callable[[str], str]:
        """Return what gives the address in the package of a picture that a text names, from ``items/``."""
        where = text.places[0] if text.places else Place("")
        folder = Path(where.file).parent

        def address(written: str) -> str:
            if (folder, written) not in self._known:
                self._known[folder, written] = self._name(written, folder, where)
            name = self._known[folder, written]
            if name in self.files:
                self.asked[name] = None
            return f"../{name}" if name in self.files else written

        return address

    def _name(self, written: str, folder: Path, where: Place) -> str:
        """Return the name in the package of a picture, "" when it stays where it is."""
        data = embedded.bytes_of(written)
        if data is None and not _SCHEME.match(written):
            data = _beside(folder, written)
        if data is None:
            if not _SCHEME.match(written) or written.startswith("embedded:"):
                message = f"the picture '{written}' is not there, or not in the bank's folder"
                hint = "put it there before you write the package"
                self.problems.append(Problem("not-carried", message, where, hint, Severity.WARNING))
            return ""
        name = f"{_FOLDER}/{embedded.keep(data).partition(':')[2]}"
        self.files[name] = data
        return name


def _beside(folder: Path, written: str) -> bytes | None:
    """Return the picture in a bank's folder, or below it."""
    top = folder.resolve()
    for name in dict.fromkeys((written, unquote(written))):
        try:
            path = (top / name).resolve()
            if path.is_relative_to(top) and path.is_file() and path.stat().st_size <= _MOST:
                return read_plain(path)
        except (OSError, ValueError):
            continue
    return None
