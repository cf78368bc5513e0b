"""The table of formats: how each is named, recognised, read and written.

What reads or writes a format is a function of its module: ``read`` for text, ``read_bytes`` for files that are none,
``write``, and ``losses``, which finds what of a bank would not be carried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from examgen.errors import Problem, UsageError
from examgen.formats import recognition
from examgen.formats.bounds import TooManyError, refused, within
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
    written_as: tuple[str, ...] = ()  #: the suffixes that name it for writing; none: all of its own
    #: What of a bank would be lost, a line for a question; told what it was written as, it need not write it again.
    losses: Callable[..., Sequence[Problem]] | None = None
    cannot: str = ""  #: what it cannot carry when it is written, in words
    embeds: bool = False  #: a file of it holds its pictures; otherwise they lie beside it

    @property
    def option(self) -> str:
        """The name as an option of the command line: ``moodle-xml``."""
        return re.sub(r"[^a-z0-9.]+", "-", self.name.lower())


def _later(module: str, name: str) -> Callable[..., Any]:
    """Return a function of a module that is loaded when the function is first called.

    All modules that read and write take half a second to load, and a bank needs one or two of them.
    """

    def call(*given: object) -> Any:
        return getattr(import_module(module), name)(*given)

    return call


def _reads(module: str, name: str) -> Callable[..., Reading]:
    """Return a function of a module that reads a file, given its name and what is in it, within the bounds of all."""
    read = _later(module, name)

    def call(file: str, content: object) -> Reading:
        try:
            return within(file, read(file, content))
        except TooManyError as error:
            return refused(file, error)

    return call


_XLSX = Format(
    "XLSX",
    (".xlsx", ".xlsm", ".xltx"),
    sniff_bytes=recognition.is_workbook,
    read_bytes=_reads("examgen.formats.sheets.xlsx", "read_bytes"),
)
_WORD = Format(
    "Word",
    (".docx", ".docm", ".dotx", ".dotm"),
    sniff_bytes=recognition.is_word,
    read_bytes=_reads("examgen.formats.word.reader", "read_bytes"),
)
_QTI12 = Format(
    "QTI 1.2",
    (".xml", ".zip", ".imscc"),
    recognition.is_qti12,
    _reads("examgen.formats.qti12.reader", "read"),
    sniff_bytes=_later("examgen.formats.qti12.reader", "sniff_bytes"),
    read_bytes=_reads("examgen.formats.qti12.reader", "read_bytes"),
)
_QTI2 = Format(
    "QTI 2.1",
    (".xml", ".zip"),
    recognition.is_qti2,
    _reads("examgen.formats.qti2.reader", "read"),
    sniff_bytes=_later("examgen.formats.qti2.reader", "sniff_bytes"),
    read_bytes=_reads("examgen.formats.qti2.reader", "read_bytes"),
    write=_later("examgen.formats.qti2.reader", "write"),
    written_as=(".zip",),
    losses=_later("examgen.formats.qti2.reader", "losses"),
    cannot=(
        "course, date and duration of the exam, weights that are equal for all right choices, the alignment of columns "
        "in tables, languages of code, and the first number of a list; letters in text stay [[a]], and formulas stand "
        "between \\( and \\)"
    ),
    embeds=True,
)
_MOODLE = Format(
    "Moodle XML",
    (".xml",),
    recognition.is_moodle,
    _reads("examgen.formats.moodle.reader", "read"),
    write=_later("examgen.formats.moodle.reader", "write"),
    losses=_later("examgen.formats.moodle.reader", "losses"),
    cannot="difficulty, pins, names of choices, and the exam's heading",
    embeds=True,
)
_JSON = Format(
    "JSON",
    (".json", ".jsonl"),
    recognition.is_json,
    _reads("examgen.formats.yaml.json", "read"),
    write=_later("examgen.formats.yaml.json", "write"),
    written_as=(".json",),
    losses=_later("examgen.formats.yaml.json", "losses"),
    cannot="ids with blanks or brackets in them, and blank lines at the ends of texts",
)
_YAML = Format(
    "YAML",
    (".yaml", ".yml"),
    recognition.is_yaml,
    _reads("examgen.formats.yaml.reader", "read"),
    write=_later("examgen.formats.yaml.write", "write"),
    losses=_later("examgen.formats.yaml.write", "losses"),
    cannot="ids with blanks or brackets in them, blank lines at the ends of texts, and control characters",
)
_REXAMS = Format(
    "R/exams",
    (".rmd", ".rnw", ".tex"),
    recognition.is_rexams,
    _reads("examgen.formats.rexams.reader", "read"),
)
_LATEX = (
    Format(
        "AMC LaTeX",
        (".tex",),
        recognition.is_amc_latex,
        _reads("examgen.formats.latex.amc", "read"),
    ),
    Format(
        "LaTeX exam",
        (".tex",),
        recognition.is_exam_class,
        _reads("examgen.formats.latex.examclass", "read"),
    ),
)
_GIFT = Format(
    "GIFT",
    (".gift",),
    recognition.is_gift,
    _reads("examgen.formats.gift.reader", "read"),
    write=_later("examgen.formats.gift.reader", "write"),
    losses=_later("examgen.formats.gift.reader", "losses"),
    cannot="points, difficulty, pins, names of choices, the order of choices, and the exam's heading",
)
_BLACKBOARD = Format(
    "Blackboard",
    (),
    recognition.is_blackboard,
    _reads("examgen.formats.blackboard", "read"),
)
_TEXT2QTI = Format(
    "text2qti",
    (".text2qti",),
    recognition.is_text2qti,
    _reads("examgen.formats.text2qti.reader", "read"),
    write=_later("examgen.formats.text2qti.reader", "write"),
    losses=_later("examgen.formats.text2qti.reader", "losses"),
    cannot=(
        "tags, difficulty, sections, pins, names of choices, weights, the order of single questions' choices, "
        "and the exam's course, date and duration"
    ),
)
_AMCTXT = Format(
    "AMC-TXT",
    (".amc",),
    recognition.is_amctxt,
    _reads("examgen.formats.amctxt.reader", "read"),
)
_AIKEN = Format(
    "Aiken",
    (".aiken",),
    recognition.is_aiken,
    _reads("examgen.formats.aiken", "read"),
)
_CSV = Format(
    "CSV",
    (".csv", ".tsv"),
    _later("examgen.formats.sheets.csvbank", "sniff"),
    _reads("examgen.formats.sheets.csvbank", "read"),
)
_QUIZ_TEXT = Format(
    "quiz text",
    (".md", ".txt", ".markdown"),
    recognition.is_quiz_text,
    _reads("examgen.formats.quiz.reader", "read"),
    write=_later("examgen.formats.quiz.write", "write"),
    losses=_later("examgen.formats.quiz.write", "losses"),
    cannot=(
        "questions without a section below one with a section, ids with blanks in them, "
        "and blank lines at the ends of texts"
    ),
)

#: In the order in which files are looked at: what only one format has comes first.
FORMATS: tuple[Format, ...] = (
    *(_XLSX, _WORD, _QTI12, _QTI2, _MOODLE, _JSON, _YAML, _REXAMS),
    *_LATEX,
    *(_GIFT, _BLACKBOARD, _TEXT2QTI, _AMCTXT, _AIKEN, _CSV),
    _QUIZ_TEXT,
)

_ANSWER_LINE = re.compile(r"^[^\w\n]{0,10}(?:correct\s)?answer[^\w\n]{0,4}:", re.MULTILINE | re.IGNORECASE)
_CHOICE_LINE = re.compile(r"^[ \t]*+(?:[-*+][ \t]*+)?\(?[a-h][.)]\s", re.MULTILINE | re.IGNORECASE)
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


def named(name: str, *, written: bool = False) -> Format:
    """Return the format with this name, however it is spelled: its beginning or a suffix will do, if no other has it.

    ``written`` asks for one to write: of those with a name that is not clear only these are told.

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
    known = ", ".join(format.option for format in FORMATS if format.write or not written)
    which = "the formats that can be written are" if written else "the formats are"
    raise UsageError(f"there is no format '{name}'", hint=f"{which} {known}")


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def writer_for(path: Path | str, name: str | None = None) -> Format:
    """Return the format to write a file in: the one with this name, or the one that its suffix says.

    Raises:
        UsageError: there is none, or it cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if name is not None:
        format = named(name, written=True)
        if format.write is None:
            hint = f"these can be: {', '.join(each.option for each in FORMATS if each.write)}"
            raise UsageError(f"{format.name} is read and not written", hint=hint)
        return format
    owners = [
        format for format in FORMATS if format.write and suffix in (format.written_as or format.suffixes)
    ]
    if len(owners) != 1:
        raise _no_writer(path, suffix, owners)
    return owners[0]


def _no_writer(path: Path | str, suffix: str, owners: list[Format]) -> UsageError:
    """Return what is wrong with the name of a file that says none of the formats that can be written, or several."""
    if str(path) == "-":
        return UsageError("'-' is no file: nothing is written to the standard output", hint="name a new file")
    if Path(path).is_dir():
        return UsageError(
            f"'{path}' is a folder", hint=f"name a new file in it, as '{Path(path) / 'bank.xml'}'"
        )
    if owners:
        hint = f"name one with --to: {', '.join(format.option for format in owners)}"
        return UsageError(f"'{suffix}' is the suffix of several formats: '{path}'", hint=hint)
    known = [format.name for format in FORMATS if suffix and suffix in format.suffixes]
    says = f"says no format: '{suffix}'" if suffix else "has no suffix that says a format"
    if known:
        says = f"says {' or '.join(known)}, which is read and not written"
    writers = (format for format in FORMATS if format.write)
    suffixes = (f"{(format.written_as or format.suffixes)[0]} ({format.name})" for format in writers)
    return UsageError(f"the name '{path}' {says}", hint=f"end it with one of {', '.join(suffixes)}")
