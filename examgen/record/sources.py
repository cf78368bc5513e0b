"""What a build read, as bytes: bank files, their pictures, and templates.

Banks and pictures may be edited while a build runs. What is kept here is what was printed, or the build ends with a
message that says which file changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from examgen import embedded
from examgen.errors import BankError, Place, Problem
from examgen.files import read_plain
from examgen.formats import recognise
from examgen.markup import Picture, parse
from examgen.model import Bank, Text
from examgen.record.archive import is_name
from examgen.record.inuse import names_in
from examgen.templates import NAMES, Templates, built_in


@dataclass(frozen=True, slots=True)
class Source:
    """One file that a build read."""

    name: str  #: its place in the record
    path: Path  #: where it was read
    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal digits."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Sources:
    """Every file that a build read."""

    banks: tuple[Source, ...]  #: in the order of the command line
    pictures: tuple[Source, ...]
    templates: tuple[Source, ...]
    formats: tuple[str | None, ...] = ()  #: of the banks, by name

    @classmethod
    def gather(
        cls, banks: Sequence[Source], bank: Bank, templates: Path | None, format: str | None = None
    ) -> Sources:
        """Return the sources of a build, given what its bank files held before they were read as a bank.

        ``templates`` is the folder of templates that replace built-in ones; ``format`` names the format that the
        banks were read in, when it was given.

        Raises:
            BankError: one of these, or a picture, changed since, or names differ in capitals only.
            TemplateError: there is no such folder.
        """
        _check_unchanged(banks)
        formats = tuple(format or _format(source) for source in banks)
        sources = cls(tuple(banks), tuple(_pictures(banks, bank)), tuple(_templates(templates)), formats)
        _check_names(sources)
        return sources

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of bank files and pictures, by path as given."""
        return {str(source.path): source.digest for source in (*self.banks, *self.pictures)}

    @property
    def template_digests(self) -> dict[str, str]:
        """The SHA-256 of templates, by path."""
        return {str(source.path): source.digest for source in self.templates}

    def check_unchanged(self) -> None:
        """Make sure that pictures and templates, which each run of TeX reads anew, are as they were.

        Raises:
            BankError: one of them changed; all that did.
        """
        _check_unchanged((*self.pictures, *self.templates))


def read_banks_bytes(paths: Iterable[Path | str]) -> list[Source]:
    """Return what bank files hold; one that cannot be read is left out, and reading the bank says why."""
    sources = []
    folders: dict[str, int] = {}
    names: set[str] = set()
    for number, each in enumerate(paths, start=1):
        path = Path(each)
        try:
            data = read_plain(path) if path.is_file() else None
        except (OSError, ValueError):
            data = None
        if data is None:
            continue
        folder = folders.setdefault(os.path.realpath(path.parent), len(folders) + 1)
        name = f"banks/{folder}/{path.name}"
        # A name that no record has, and a file named twice.
        if not is_name(name) or name.casefold() in names:
            name = f"banks/{folder}/bank-{number}{path.suffix if path.suffix.isascii() else ''}"
        names.add(name.casefold())
        sources.append(Source(name, path, data))
    return sources


def _check_unchanged(sources: Iterable[Source]) -> None:
    problems = []
    for source in sources:
        try:
            same = read_plain(source.path) == source.data
        except OSError:
            same = False
        if not same:
            problems.append(_changed(source.path, None))
    if problems:
        raise BankError("nothing was built", problems=problems)


def _changed(path: Path, place: Place | None) -> Problem:
    message = "the file changed while the exam was built"
    return Problem("changed", message, place or Place(str(path)), "build again when nobody edits it")


def _check_names(sources: Sources) -> None:
    """Refuse files whose names differ in capitals only: many systems take one for the other."""
    seen: dict[str, Source] = {}
    problems = []
    for source in (*sources.banks, *sources.pictures, *sources.templates):
        other = seen.setdefault(source.name.casefold(), source)
        if other is not source:
            message = f"'{source.path.name}' and '{other.path.name}' differ in capitals only"
            hint = "rename one of them: on many systems they are one file"
            problems.append(Problem("alike-files", message, Place(str(source.path)), hint))
    if problems:
        raise BankError("", problems=problems)


def _pictures(banks: Sequence[Source], bank: Bank) -> Iterator[Source]:
    """Yield every picture of the bank, also of questions that are not printed: without them it could not be read."""
    folders = {str(source.path): source.name.rpartition("/")[0] for source in banks}
    done = set()
    for text in (text for question in bank.questions for text in question.texts):
        # Parsing again takes long where there are thousands of texts, and few have pictures.
        if "![" not in text.source:
            continue
        file = text.place().file
        for address, picture in _addresses(text, Path(file).parent):
            if embedded.bytes_of(str(picture.source)) is not None:
                continue  # it is in the bank's file, which is kept
            name = f"{folders[file]}/{address}"
            if name not in done and is_name(name):
                done.add(name)
                yield Source(name, picture.source, _read(picture.source, picture.place))


def _addresses(text: Text, folder: Path) -> Iterator[tuple[PurePosixPath, Picture]]:
    """Yield the pictures of a text and their paths in the bank's folder as they are written there.

    A link is kept under its own name, not under that of the file that it leads to.
    """
    for token in parse(text, folder).tokens:
        for child in token.children or ():
            picture = child.meta.get("picture")
            if isinstance(picture, Picture):
                written = str(child.attrGet("src") or "")
                paths = [PurePosixPath(each.replace("\\", "/")) for each in (written, unquote(written))]
                found = next(
                    (path for path in paths if (folder / path).resolve() == picture.source), paths[0]
                )
                yield found, picture


def _templates(folder: Path | None) -> Iterator[Source]:
    """Yield the templates in force, those they include, and what lies beside them for TeX."""
    folders = [built_in()] if folder is None else [folder, built_in()]
    waiting = [*NAMES, *Templates(folder).beside()]
    waiting += [path.name for each in folders for path in sorted(each.glob("*.tex"))]
    done = set()
    while waiting:
        name = waiting.pop(0)
        path = next((each / name for each in folders if _is_file(each / name)), None)
        if name in done or path is None or not is_name(f"templates/{name}"):
            continue
        done.add(name)
        data = _read(path, None)
        yield Source(f"templates/{name}", path, data)
        waiting += names_in(data) if path.suffix == ".tex" else []


def _format(source: Source) -> str | None:
    found = recognise(str(source.path), source.data)
    return found.name if found else None


def _read(path: Path, place: Place | None) -> bytes:
    try:
        return read_plain(path)
    except OSError as error:
        raise BankError("nothing was built", problems=[_changed(path, place)]) from error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
