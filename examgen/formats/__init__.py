"""Bank files in all formats that examgen reads, as one table.

A format is chosen by the file's suffix, and by a look at its text where the suffix says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from examgen.errors import Place, Problem
from examgen.formats import quiztext, yamlbank
from examgen.formats.reading import Reading
from examgen.formats.source import read_source
from examgen.model import Bank, Heading

__all__ = ["FORMATS", "Format", "Reading", "format_of", "read_bank", "read_banks"]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a bank."""

    name: str  #: as people call it
    suffixes: tuple[str, ...]  #: of its files, lower case, with the dot
    sniff: Callable[[str], bool]  #: whether a text looks like it
    read: Callable[[str, str], Reading]  #: from the file's name in places, and its text


_YAML_QUESTIONS = re.compile(r"^questions[ \t]*:", re.MULTILINE)
_NUMBER_OR_LABEL = re.compile(
    r"^\W{0,10}(?:[0-9]{1,6}[.)]\s|Q(?:uestion)?\s?[0-9]|(?:correct\s)?answer\W{0,4}:|\(?a[.)]\s)",
    re.MULTILINE | re.IGNORECASE,
)


def _is_yaml(source: str) -> bool:
    return bool(_YAML_QUESTIONS.search(source))


def _is_quiz_text(source: str) -> bool:
    return bool(_NUMBER_OR_LABEL.search(source))


#: In the order in which texts are looked at.
FORMATS = (
    Format("YAML", (".yaml", ".yml"), _is_yaml, yamlbank.read),
    Format("quiz text", (".md", ".txt", ".markdown"), _is_quiz_text, quiztext.read),
)


def format_of(path: Path | str, source: str) -> Format | None:
    """Return the format of a file with this name and text, or None when it cannot be told."""
    suffix = Path(path).suffix.lower()
    by_suffix = next((format for format in FORMATS if suffix in format.suffixes), None)
    return by_suffix or next((format for format in FORMATS if format.sniff(source)), None)


def read_bank(path: Path | str) -> Reading:
    """Return the bank in a file; a file that cannot be read is an empty bank and a problem."""
    source = read_source(path)
    if isinstance(source, Problem):
        return Reading(_nothing(path), (source,))
    format = format_of(path, source)
    if format is None:
        suffixes = ", ".join(suffix for known in FORMATS for suffix in known.suffixes)
        hint = f"give it one of the suffixes {suffixes}"
        problem = Problem(
            "unknown-format", "the file is no bank that can be recognised", Place(str(path)), hint
        )
        return Reading(_nothing(path), (problem,))
    return format.read(str(path), source)


def read_banks(paths: Iterable[Path | str]) -> Reading:
    """Return one bank with the questions of all files in the order given.

    The heading is that of the first file that has one; the name is that of the first file. Ids are not compared:
    equal ids in two files are for the check to find.
    """
    readings = [read_bank(path) for path in paths]
    if not readings:
        problem = Problem(
            "no-files", "no bank is named", None, "name a file with questions, as 'banks/vae.md'"
        )
        return Reading(Bank(()), (problem,))
    banks = [reading.bank for reading in readings]
    headed = next((bank for bank in banks if bank.heading != Heading()), banks[0])
    bank = Bank(
        questions=tuple(question for bank in banks for question in bank.questions),
        heading=headed.heading,
        files=tuple(file for bank in banks for file in bank.files),
        name=banks[0].name,
        places=headed.places,
    )
    return Reading(bank, tuple(problem for reading in readings for problem in reading.problems))


def _nothing(path: Path | str) -> Bank:
    return Bank((), name=Path(path).stem or "exam")
