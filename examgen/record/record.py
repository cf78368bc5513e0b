"""The record of a build: written with every build, and read back with care."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from examgen import publish
from examgen.errors import DeliveryError
from examgen.model import Heading
from examgen.record.archive import ArchiveError, pack, unpack
from examgen.record.nearby import builds_near
from examgen.record.readme import readme
from examgen.record.shape import faults_of
from examgen.record.sources import Sources
from examgen.typeset.room import RECORD, open_room

#: Of the file that holds a record.
SUFFIX = ".examgen"
#: Of record.json. A reader refuses what is newer than it knows.
FORMAT = 1
#: Bytes of a record; more is no record.
MAX_BYTES = 1 << 31
_FACTS = "record.json"
_ZIP = b"PK"  # what every record begins with
_NAME_IT = "name a folder that a build made, or a file *.examgen"
_README = "README.txt"
_REMEDY = "take the copy that was made with the exam, or build the exam again"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A record's files in a temporary folder."""

    banks: tuple[Path, ...]  #: in the order of the build, for ``load_bank(*banks)``
    templates: Path  #: every template that was in force
    formats: tuple[str | None, ...]  #: of the banks, by their names; None: it is told from the file


@dataclass(frozen=True, slots=True)
class Typesetting:
    """How one version was typeset."""

    first: int  #: of the versions that were in one run of TeX with its paper, 0-based index
    last: int  #: 0-based index after the last of them
    total: int  #: of the versions that the build had: letters in texts of all of them are in each run
    breaks: tuple[int, ...]  #: on its paper, the 1-based number of the last block in each column of each page
    key_breaks: tuple[int, ...]  #: the same on its key

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Typesetting:
        """Return what record.json says of a version."""
        first, last, total = (int(number) for number in facts["run"].replace(" of ", "-").split("-"))
        breaks, key_breaks = (tuple(map(int, facts[name].split())) for name in ("breaks", "key_breaks"))
        return cls(first - 1, last, total, breaks, key_breaks)

    @property
    def facts(self) -> dict[str, str]:
        """What record.json says: numbers from 1, in words that people read."""
        return {
            "run": f"{self.first + 1}-{self.last} of {self.total}",
            "breaks": " ".join(map(str, self.breaks)),
            "key_breaks": " ".join(map(str, self.key_breaks)),
        }


@dataclass(frozen=True, slots=True)
class Record:
    """What a build was made from and what it printed.

    ``facts`` is record.json; its parts were checked to be there and of the right kind.
    """

    path: Path  #: of the file, as found
    facts: Mapping[str, Any]
    entries: Mapping[str, bytes]  #: all other files of the archive, by name

    @classmethod
    def read(cls, path: Path | str) -> Record:
        """Return the record in a file, or in a folder that a build delivered.

        Raises:
            DeliveryError: there is none, or it is damaged or not of our making; with a remedy.
        """
        file = _record_file(Path(path))
        try:
            if file.stat().st_size > MAX_BYTES:
                raise ArchiveError("is far too large for a record of examgen")
            data = file.read_bytes()
            if file.suffix != SUFFIX and not data.startswith(_ZIP):
                raise DeliveryError(f"'{file}' is no record of examgen", hint=builds_near(file) or _NAME_IT)
            entries = unpack(data)
            return cls(
                file, _facts(entries), {n: d for n, d in entries.items() if n not in (_FACTS, _README)}
            )
        except ArchiveError as error:
            raise DeliveryError(f"'{file}' {error}", hint=_REMEDY) from error
        except OSError as error:
            raise DeliveryError(
                f"'{file}' cannot be read: {error.strerror or error}", hint="check its name and permissions"
            ) from error

    @property
    def exam(self) -> str:
        """The exam's name."""
        return str(self.facts["exam"])

    @property
    def seed(self) -> str:
        return str(self.facts["seed"])

    @property
    def scheme(self) -> str:
        """The name of the order scheme."""
        return str(self.facts["scheme"])

    @property
    def tex(self) -> str:
        """How the TeX of the build names itself."""
        return str(self.facts["tools"].get("tex", ""))

    @property
    def versions(self) -> dict[str, Mapping[str, Any]]:
        """What is recorded of each version, by label: fingerprint, pages, breaks, questions."""
        return {str(version["version"]): version for version in self.facts["versions"]}

    @property
    def _formats(self) -> tuple[str | None, ...]:
        names = self.facts.get("formats")
        if not isinstance(names, list) or len(names) != len(self.facts["banks"]):
            return (None,) * len(self.facts["banks"])
        return tuple(name if isinstance(name, str) else None for name in names)

    @property
    def files(self) -> Mapping[str, Mapping[str, Any]]:
        """Size (``bytes``) and ``sha256`` of every delivered file by path, but for the record and the manifest."""
        files: Mapping[str, Mapping[str, Any]] = self.facts["files"]
        return files

    def with_facts(self, **changes: object) -> bytes:
        """Return the bytes of this record with other facts; None takes one away."""
        facts = {name: value for name, value in {**self.facts, **changes}.items() if value is not None}
        return _packed(facts, self.entries)

    @contextmanager
    def unpacked(self) -> Iterator[Unpacked]:
        """Give the banks and templates as files in a temporary folder, gone at the end of the ``with`` block.

        Raises:
            DeliveryError: there is no room for them.
        """
        with ExitStack() as stack:
            try:
                folder = stack.enter_context(open_room(RECORD))
                (folder / "templates").mkdir()
                for entry, data in self.entries.items():
                    (folder / entry).parent.mkdir(parents=True, exist_ok=True)
                    with (folder / entry).open("xb") as file:
                        file.write(data)
            except OSError as error:
                raise _no_room(error) from error
            banks = tuple(folder / bank for bank in self.facts["banks"])
            yield Unpacked(banks, folder / "templates", self._formats)


def write_record(
    manifest: Mapping[str, Any],
    sources: Sources,
    *,
    heading: Heading,
    typeset: Mapping[str, Typesetting],
    files: Mapping[str, Mapping[str, object]],
) -> bytes:
    """Return the record of a build; equal builds have equal records.

    ``manifest`` is the build's, without its files; ``heading`` is the exam's, as printed; ``typeset`` says
    of each version by its label how it was typeset; ``files`` are size and sha256 of the delivered files.

    Raises:
        DeliveryError: it could not be read again.
    """
    facts = {name: value for name, value in manifest.items() if name != "inputs"}
    facts |= {
        "format": FORMAT,
        "banks": [source.name for source in sources.banks],
        # A later examgen may know more formats, and take one of these files for another.
        "formats": list(sources.formats),
        "versions": [{**version, **typeset[version["version"]].facts} for version in manifest["versions"]],
        "heading": {field.name: getattr(heading, field.name) for field in fields(heading)},
        "files": dict(files),
    }
    data = _packed(facts, {s.name: s.data for s in (*sources.banks, *sources.pictures, *sources.templates)})
    try:
        # A record that could not be read would be found out when it is needed most.
        _facts(unpack(data))
    except ArchiveError as error:
        raise DeliveryError(
            f"the record of this build could not be read again: it {error}",
            hint="please report it; plainer names of the bank and its pictures may help",
        ) from error
    return data


def _packed(facts: Mapping[str, object], entries: Mapping[str, bytes]) -> bytes:
    text = json.dumps(facts, sort_keys=True, indent=1, ensure_ascii=False)
    # A name that is no UTF-8 holds lone surrogates: a backslash makes JSON escapes of them.
    data = f"{text}\n".encode(errors="backslashreplace")
    return pack({**entries, _FACTS: data, _README: readme(facts).encode(errors="backslashreplace")})


def _facts(entries: Mapping[str, bytes]) -> dict[str, Any]:
    """Return record.json, checked.

    Raises:
        ArchiveError: it is not what a build writes.
    """
    try:
        facts = json.loads(entries[_FACTS])
    except KeyError:
        raise ArchiveError("is no record of examgen: it has no record.json") from None
    except (ValueError, RecursionError):
        raise ArchiveError("is damaged: its record.json cannot be read") from None
    written = facts.get("format") if isinstance(facts, dict) else None
    if isinstance(written, int) and written > FORMAT:
        raise ArchiveError(f"was written by a later examgen (format {written}); this one reads {FORMAT}")
    if fault := faults_of(facts, entries):
        raise ArchiveError(f"is damaged: record.json {fault}")
    return dict(facts)


def _record_file(path: Path) -> Path:
    """Return the file of a record, given itself or the folder that it lies in.

    Raises:
        DeliveryError: there is none.
    """
    if not path.is_dir():
        if path.is_file():
            return path
        raise DeliveryError(f"there is no '{path}'", hint=_NAME_IT)
    manifest = publish.read_manifest(path)
    if manifest is None:
        found = sorted(path.glob(f"*{SUFFIX}"))
        if len(found) == 1:
            return found[0]
        raise DeliveryError(
            f"'{path}' holds no build, and not one record alone", hint=builds_near(path) or _NAME_IT
        )
    file = path / f"{manifest.get('exam')}{SUFFIX}"
    if not file.is_file():
        raise DeliveryError(
            f"the build in '{path}' has no record '{file.name}': it was deleted, or the build was made by an "
            "earlier examgen",
            hint="build it again with the same bank, options and seed",
        )
    return file


def _no_room(error: OSError) -> DeliveryError:
    return DeliveryError(
        f"there is no temporary folder for the files of the record: {error.strerror or error}",
        hint="free some space, or set TMPDIR to a folder that has some",
    )
