"""The table of formats: how each is named, recognised, read and written.

A format is a module with ``NAME``, ``SUFFIXES``, ``sniff`` and ``read``; for files that are no text ``sniff_bytes`` and
``read_bytes``. One that can be written has ``write``; ``losses`` finds what of a bank it would not carry, ``CANNOT``
says it in words, and ``EMBEDS`` is true where a file holds its pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from examgen.errors import Problem, UsageError
from examgen.formats import aiken, amctxt, blackboard, gift, quiztext, text2qti, yamlbank
from examgen.formats.reading import Reading
from examgen.model import Bank


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a bank. It is text, or bytes, or (as XML and its packages) either."""

    name: str  #: as people call it
    suffixes: tuple[str, ...]  #: of its files, lower case, with the dot
    sniff: Callable[[str], bool] | None = None  #: whether a text looks like it
    read: Callable[[str, str], Reading] | None = None  #: from the file's name in places, and its text
    sniff_bytes: Callable[[bytes], bool] | None = None
    read_bytes: Callable[[str, bytes], Reading] | None = None
    write: Callable[[Bank], str | bytes] | None = None
    losses: Callable[[Bank], Sequence[Problem]] | None = (
        None  #: what of a bank would be lost, a line for a question
    )
    cannot: str = ""  #: what it cannot carry when it is written, in words
    embeds: bool = False  #: a file of it holds its pictures; otherwise they lie beside it

    @property
    def option(self) -> str:
        """The name as an option of the command line: ``moodle-xml``."""
        return re.sub(r"[^a-z0-9.]+", "-", self.name.lower())

    @classmethod
    def of(cls, module: ModuleType) -> Format:
        """Return the format that a module reads, and perhaps writes."""
        return cls(
            name=module.NAME,
            suffixes=module.SUFFIXES,
            sniff=getattr(module, "sniff", None),
            read=getattr(module, "read", None),
            sniff_bytes=getattr(module, "sniff_bytes", None),
            read_bytes=getattr(module, "read_bytes", None),
            write=getattr(module, "write", None),
            losses=getattr(module, "losses", None),
            cannot=getattr(module, "CANNOT", ""),
            embeds=getattr(module, "EMBEDS", False),
        )


_YAML_QUESTIONS = re.compile(
    r"^questions[ \t]*:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n){0,20}[ \t]*-"
    r"|^questions[ \t]*:[ \t]*\["
    r"|\A\s*\{[^{}\[\]]{0,5000}\"questions\"\s*:",
    re.MULTILINE,
)
_NUMBER_OR_LABEL = re.compile(
    r"^\W{0,10}(?:[0-9]{1,6}[.)]\s|Q(?:uestion)?\s?[0-9]|(?:correct\s)?answer\W{0,4}:|\(?a[.)]\s)",
    re.MULTILINE | re.IGNORECASE,
)


_ANSWER_LINE = re.compile(r"^\W{0,10}(?:correct\s)?answer\W{0,4}:", re.MULTILINE | re.IGNORECASE)
_CHOICE_LINE = re.compile(r"^[ \t]*[-*+]?[ \t]*\(?[a-h][.)]\s", re.MULTILINE | re.IGNORECASE)


def _is_yaml(source: str) -> bool:
    return bool(_YAML_QUESTIONS.search(source))


def _is_quiz_text(source: str) -> bool:
    return bool(_NUMBER_OR_LABEL.search(source))


_YAML = Format("YAML", (".yaml", ".yml", ".json"), _is_yaml, yamlbank.read)
_QUIZ_TEXT = Format("quiz text", (".md", ".txt", ".markdown"), _is_quiz_text, quiztext.read)

#: In the order in which files are looked at: what only one format has comes first.
FORMATS: tuple[Format, ...] = (
    _YAML,
    *(Format.of(module) for module in (gift, blackboard, text2qti, amctxt, aiken)),
    _QUIZ_TEXT,
)

#: Suffixes that say that a file is text, and no more.
_ANY_TEXT = frozenset(("", ".txt", ".text", ".md", ".markdown"))


def format_of(path: Path | str, source: str) -> Format | None:
    """Return the format of a file with this name and text, or None when it cannot be told.

    A suffix that belongs to one format decides. Where it belongs to several, or says nothing, the text does.
    """
    suffix = Path(path).suffix.lower()
    readers = [format for format in FORMATS if format.read]
    owners = [format for format in readers if suffix in format.suffixes]
    if len(owners) == 1 and owners[0] is not _QUIZ_TEXT:
        return owners[0]
    asked = readers if suffix in _ANY_TEXT or not owners else owners
    if suffix in _QUIZ_TEXT.suffixes:
        # Text in Markdown may quote YAML.
        asked = [format for format in asked if format is not _YAML]
    if _ANSWER_LINE.search(source) and _CHOICE_LINE.search(source):
        # Quiz text may hold braces that look like those of GIFT, which has no such lines.
        asked = [format for format in asked if format.name != gift.NAME]
    found = next((format for format in asked if format.sniff and format.sniff(source)), None)
    return found or (owners[-1] if owners else None)


def format_of_bytes(data: bytes) -> Format | None:
    """Return the format of a file that is no text, or None when it cannot be told."""
    return next((format for format in FORMATS if format.sniff_bytes and format.sniff_bytes(data)), None)


def named(name: str) -> Format:
    """Return the format with this name, however it is spelled.

    Raises:
        UsageError: there is none.
    """
    wanted = re.sub(r"[^a-z0-9]+", "", name.lower())
    for format in FORMATS:
        if wanted == re.sub(r"[^a-z0-9]+", "", format.name.lower()):
            return format
    known = ", ".join(format.option for format in FORMATS)
    raise UsageError(f"there is no format '{name}'", hint=f"the formats are {known}")


def writer_for(path: Path | str, name: str | None = None) -> Format:
    """Return the format to write a file in: the one with this name, or the one that its suffix says.

    Raises:
        UsageError: there is none, or it cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if name is not None:
        format = named(name)
        if format.write is None:
            hint = f"these can be: {', '.join(each.option for each in FORMATS if each.write)}"
            raise UsageError(f"{format.name} is read and not written", hint=hint)
        return format
    owners = [format for format in FORMATS if format.write and suffix in format.suffixes]
    if len(owners) != 1:
        writable = [format.option for format in (owners or FORMATS) if format.write]
        what = f"says no format that can be written: '{suffix}'" if suffix else "has no suffix"
        hint = f"name one with --to: {', '.join(writable)}" if writable else ""
        raise UsageError(f"the name '{path}' {what}", hint=hint)
    return owners[0]
