"""Bank files in all formats that examgen reads, as one table.

A format is recognised by the file's suffix where that belongs to one format only, and by what is in the file otherwise.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from examgen.collector import paused
from examgen.errors import Place, Problem
from examgen.formats.latex import unread
from examgen.formats.otherheads import others
from examgen.formats.reading import SKIPPED, Reading, skips_of, strict
from examgen.formats.source import decode, read_bytes
from examgen.formats.table import (
    FORMATS,
    Format,
    format_of,
    format_of_bytes,
    named,
    owners_of,
    writer_for,
)
from examgen.model import Bank, Heading

__all__ = [
    "FORMATS",
    "SKIPPED",
    "Format",
    "Reading",
    "format_of",
    "named",
    "read_bank",
    "read_banks",
    "read_data",
    "recognise",
    "skips_of",
    "strict",
    "writer_for",
]

_ZIP = b"PK\x03\x04"
#: How files begin that are no text: packages, files of Office before 2007, and those of Word that are rich text.
_BINARY = (_ZIP, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")

_OTHER_FORMAT = "leave --from out, or name the format that it is in"

_ROOT = re.compile(
    r"\ufeff?\s*+(?:<\?[^>]{0,500}\?>\s*+|<!--[^-]*+(?:-(?!->)[^-]*+)*-->\s*+|<!(?!--)[^<>]{0,500}>\s*+)*<([\w:.-]+)"
)
#: A document type with entities stands before the root element.
_ENTITIES = re.compile(r"\ufeff?\s*+(?:<\?xml[^>]{0,500}\?>\s*+)?<!DOCTYPE\s[^\[<>]{0,500}\[\s*+<!ENTITY\s")


def read_bank(path: Path | str, format: str | None = None) -> Reading:
    """Return the bank in a file; a file that cannot be read is an empty bank and a problem.

    ``format`` is the name of the format that it is in; without it the file is asked.

    Raises:
        UsageError: there is no format of this name.
    """
    forced = named(format) if format is not None else None
    data = read_bytes(path)
    if isinstance(data, Problem):
        return Reading(_nothing(path), (data,))
    return read_data(str(path), data, forced)


def read_data(name: str, data: bytes, format: Format | None = None) -> Reading:
    """Return the bank in the bytes of a file; ``name`` is its name in places, and ``format`` what it is, if known."""
    if _is_binary(data, format):
        chosen = format or format_of_bytes(data)
        if chosen is None:
            if data.startswith(_ZIP):
                from examgen.formats.qtipackage import unread_list  # with it comes lxml

                if damaged := unread_list(name, data):
                    return Reading(_nothing(name), (damaged,))
            hint = "export the questions in one of the formats of docs/banks.md"
            return _unknown(name, "the file is a package of a kind that is not known", hint)
        if chosen.read_bytes is None:
            return _unknown(name, f"the file is a package, and so no {chosen.name}", _OTHER_FORMAT)
        if chosen.read is None and not data.startswith(_BINARY):
            return _unknown(name, f"the file is no package, and so no {chosen.name}", _OTHER_FORMAT)
        with paused():
            reading = chosen.read_bytes(name, data)
        return replace(reading, formats={name: chosen.name})
    source = decode(name, data)
    if isinstance(source, Problem):
        return Reading(_nothing(name), (source,))
    chosen = format or format_of(name, source.text)
    if chosen is None or chosen.read is None:
        return _unknown(name, *_not_recognised(Path(name).suffix.lower(), source.text))
    with paused():
        reading = chosen.read(name, source.text)
    return replace(reading, problems=(*source.problems, *reading.problems), formats={name: chosen.name})


def _not_recognised(suffix: str, text: str) -> tuple[str, str]:
    """Return a message and a hint for a text that is in none of the formats that it could be in."""
    could = owners_of(suffix)
    names = ", ".join(format.name for format in could)
    if root := _ROOT.match(text):
        names = ", ".join(format.name for format in owners_of(".xml"))
        message = f"the file is XML whose first element is <{root[1][:50]}>, which is none of {names}"
        if root[1].rpartition(":")[2] == "manifest":
            return message, "this is the list of contents of a package: name its zip file"
        return message, "export the questions anew in one of these formats"
    if _ENTITIES.match(text):
        return (
            "the file declares entities of its own, which are not expanded",
            "remove the part in brackets of <!DOCTYPE",
        )
    if could:
        options = ", ".join(format.option for format in could)
        message = f"the file has no questions that can be recognised as {names}"
        if suffix == ".tex":
            if known := unread.reason(text):
                return known
            hint = "write questions as \\question, or as environments, with \\choice and \\CorrectChoice"
            return message, f"{hint}, or name one of these with --from: {options}"
        return message, f"if it is one of these, name it with --from: {options}"
    suffixes = ", ".join(dict.fromkeys(suffix for known in FORMATS for suffix in known.suffixes))
    hint = f"give it one of the suffixes {suffixes}, or name its format with --from"
    return "the file is no bank that can be recognised", hint


def _is_binary(data: bytes, format: Format | None) -> bool:
    return data.startswith(_BINARY) or (format is not None and format.read is None)


def recognise(name: str, data: bytes) -> Format | None:
    """Return the format of the bytes of a file, None when it cannot be told."""
    if _is_binary(data, None):
        return format_of_bytes(data)
    source = decode(name, data)
    return None if isinstance(source, Problem) else format_of(name, source.text)


def read_banks(paths: Iterable[Path | str], format: str | Sequence[str | None] | None = None) -> Reading:
    """Return one bank with the questions of all files in the order given.

    ``format`` names the format of all files, or of each one. The heading is that of the first file that has one,
    with a warning where another file says something else of the exam than its title;
    the name is that of the first file. Ids are not compared: equal ids in two files are for the check to find.

    Raises:
        UsageError: there is no format of this name.
    """
    named_paths = list(paths)
    formats = [format] * len(named_paths) if format is None or isinstance(format, str) else format
    if not named_paths:
        problem = Problem(
            "no-files", "no bank is named", None, "name a file with questions, as 'banks/vae.md'"
        )
        return Reading(Bank(()), (problem,))
    real = [os.path.realpath(path) for path in named_paths]
    first = {file: at for at, file in reversed(list(enumerate(real)))}
    readings = [
        read_bank(path, each) if first[real[at]] == at else _named_twice(path)
        for at, (path, each) in enumerate(zip(named_paths, formats, strict=True))
    ]
    banks = [reading.bank for reading in readings]
    headed = next((bank for bank in banks if bank.heading != Heading()), banks[0])
    bank = Bank(
        questions=tuple(question for bank in banks for question in bank.questions),
        heading=headed.heading,
        files=tuple(file for bank in banks for file in bank.files),
        name=banks[0].name,
        places=headed.places,
    )
    problems = (*(problem for reading in readings for problem in reading.problems), *others(headed, banks))
    return Reading(
        bank,
        problems,
        {file: name for each in readings for file, name in each.formats.items()},
        {file: names for each in readings for file, names in each.columns.items()},
    )


def _named_twice(path: Path | str) -> Reading:
    problem = Problem("named-twice", f"the file '{path}' is named twice", Place(str(path)), "name it once")
    return Reading(_nothing(path), (problem,))


def _unknown(name: str, message: str, hint: str) -> Reading:
    return Reading(_nothing(name), (Problem("unknown-format", message, Place(name), hint),))


def _nothing(path: Path | str) -> Bank:
    return Bank((), name=Path(path).stem or "exam")
