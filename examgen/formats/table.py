"""The table of formats: how each is named, recognised, read and written.

A format is a module with ``NAME``, ``SUFFIXES``, ``sniff`` and ``read``; for files that are no text ``sniff_bytes`` and
``read_bytes``. One that can be written has ``write``, as the suffixes ``WRITTEN_AS`` where these are not all of its own;
``losses`` finds what of a bank it would not carry, ``CANNOT`` says it in words, and ``EMBEDS`` is true where a file holds
its pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from examgen.errors import Problem, UsageError
from examgen.formats import aiken, blackboard
from examgen.formats.amctxt import reader as amctxt
from examgen.formats.gift import reader as gift
from examgen.formats.latex import amc as amclatex
from examgen.formats.latex import examclass
from examgen.formats.moodle import reader as moodlexml
from examgen.formats.qti2 import reader as qti2
from examgen.formats.qti12 import reader as qti12
from examgen.formats.quiz import reader as quiztext
from examgen.formats.quiz import write as quizwrite
from examgen.formats.reading import Reading
from examgen.formats.rexams import reader as rexams
from examgen.formats.sheets import csvbank
from examgen.formats.sheets import xlsx as xlsxbank
from examgen.formats.text2qti import reader as text2qti
from examgen.formats.word import reader as docx
from examgen.formats.yaml import json as jsonbank
from examgen.formats.yaml import reader as yamlbank
from examgen.formats.yaml import write as yamlwrite
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
    written_as: tuple[str, ...] = ()  #: the suffixes that name it for writing; none: all of its own
    #: What of a bank would be lost, a line for a question; told what it was written as, it need not write it again.
    losses: Callable[..., Sequence[Problem]] | None = None
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
            written_as=getattr(module, "WRITTEN_AS", ()),
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
    r"^[^\w\n]{0,10}(?:[0-9]{1,6}[.)]\s|Q(?:uestion)?\s?[0-9]|(?:correct\s)?answer[^\w\n]{0,4}:|\(?a[.)]\s)",
    re.MULTILINE | re.IGNORECASE,
)


_ANSWER_LINE = re.compile(r"^[^\w\n]{0,10}(?:correct\s)?answer[^\w\n]{0,4}:", re.MULTILINE | re.IGNORECASE)
_CHOICE_LINE = re.compile(r"^[ \t]*[-*+]?[ \t]*\(?[a-h][.)]\s", re.MULTILINE | re.IGNORECASE)


def _is_yaml(source: str) -> bool:
    return bool(_YAML_QUESTIONS.search(source))


def _is_quiz_text(source: str) -> bool:
    return bool(_NUMBER_OR_LABEL.search(source))


_YAML = Format(
    "YAML",
    (".yaml", ".yml"),
    _is_yaml,
    yamlbank.read,
    write=yamlwrite.write,
    losses=yamlwrite.losses,
    cannot=yamlwrite.CANNOT,
)
_QUIZ_TEXT = Format(
    "quiz text",
    (".md", ".txt", ".markdown"),
    _is_quiz_text,
    quiztext.read,
    write=quizwrite.write,
    losses=quizwrite.losses,
    cannot=quizwrite.CANNOT,
)
_JSON = Format.of(jsonbank)
_LATEX = tuple(Format.of(module) for module in (amclatex, examclass))
_GIFT = Format.of(gift)

#: In the order in which files are looked at: what only one format has comes first.
FORMATS: tuple[Format, ...] = (
    *(Format.of(module) for module in (xlsxbank, docx, qti12, qti2, moodlexml)),
    _JSON,
    _YAML,
    Format.of(rexams),
    *_LATEX,
    _GIFT,
    *(Format.of(module) for module in (blackboard, text2qti, amctxt, aiken, csvbank)),
    _QUIZ_TEXT,
)

#: Suffixes that say that a file is text, and no more.
_ANY_TEXT = frozenset(("", ".txt", ".text", ".md", ".markdown"))
_XML = re.compile(r"\ufeff?\s*<\?xml\s")


def format_of(path: Path | str, source: str) -> Format | None:
    """Return the format of a file with this name and text, or None when it cannot be told.

    A suffix that belongs to one format decides. Where it belongs to several, or says nothing, the text does.
    """
    suffix = Path(path).suffix.lower()
    owners = owners_of(suffix)
    if len(owners) == 1 and owners[0] is not _QUIZ_TEXT:
        return owners[0]
    asked = _asked(suffix, source)
    found = next((format for format in asked if format.sniff and format.sniff(source)), None)
    return found or (owners[0] if len(owners) == 1 and not _XML.match(source) else None)


def owners_of(suffix: str) -> list[Format]:
    """Return the formats of text that a suffix, in lower case and with its dot, belongs to."""
    return [format for format in FORMATS if format.read and suffix in format.suffixes]


def _asked(suffix: str, source: str) -> list[Format]:
    """Return the formats that a text may be in, as far as that is plain without looking closely."""
    owners = owners_of(suffix)
    asked = [format for format in FORMATS if format.read] if suffix in _ANY_TEXT or not owners else owners
    if _XML.match(source):
        return [format for format in asked if ".xml" in format.suffixes]
    others: tuple[Format, ...] = ()
    if suffix in _QUIZ_TEXT.suffixes:
        # Text in Markdown may quote YAML and LaTeX.
        others = (_YAML,) if suffix == ".txt" else (_YAML, *_LATEX)
    if _ANSWER_LINE.search(source) and _CHOICE_LINE.search(source):
        # Quiz text may hold braces that look like those of GIFT, or commands of LaTeX, which have no such lines.
        others = (*others, _GIFT, *_LATEX)
    return [format for format in asked if format not in others]


def format_of_bytes(data: bytes) -> Format | None:
    """Return the format of a file that is no text, or None when it cannot be told."""
    return next((format for format in FORMATS if format.sniff_bytes and format.sniff_bytes(data)), None)


def named(name: str) -> Format:
    """Return the format with this name, however it is spelled: its beginning or a suffix will do, if no other has it.

    Raises:
        UsageError: there is none, or there are several.
    """
    wanted = _letters(name)
    tests: tuple[Callable[[Format], bool], ...] = (
        lambda format: _letters(format.name) == wanted,
        lambda format: bool(wanted) and _letters(format.name).startswith(wanted),
        lambda format: f".{wanted}" in format.suffixes,
    )
    found = next((found for test in tests if (found := [format for format in FORMATS if test(format)])), [])
    if len(found) == 1:
        return found[0]
    known = ", ".join(format.option for format in FORMATS)
    raise UsageError(f"there is no format '{name}'", hint=f"the formats are {known}")


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())


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
    owners = [
        format for format in FORMATS if format.write and suffix in (format.written_as or format.suffixes)
    ]
    if len(owners) != 1:
        writable = [format.option for format in (owners or FORMATS) if format.write]
        what = f"says no format that can be written: '{suffix}'" if suffix else "has no suffix"
        hint = f"name one with --to: {', '.join(writable)}" if writable else ""
        raise UsageError(f"the name '{path}' {what}", hint=hint)
    return owners[0]
