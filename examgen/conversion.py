"""A bank in one format written in another, with what that cannot carry said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from examgen import embedded
from examgen.errors import BankError, Problem, Severity, errors_of
from examgen.files import read_plain
from examgen.formats import read_bank, skips_of, writer_for
from examgen.markup import parse
from examgen.model import Bank, Question, Text

_IN_MARKDOWN = re.compile(r"(?<=\]\()" + embedded.ADDRESS.pattern)


@dataclass(frozen=True, slots=True)
class Conversion:
    """The files that a bank becomes in another format, and what there is to say of it."""

    files: Mapping[Path, bytes]  #: the bank first, then its pictures
    questions: int
    problems: tuple[Problem, ...]  #: warnings of reading and writing, by place

    @property
    def skipped(self) -> int:
        """How many questions of the file read were left out."""
        return skips_of(self.problems)


def convert(
    source: Path,
    target: Path,
    *,
    read_as: str | None = None,
    write_as: str | None = None,
    strict: bool = False,
) -> Conversion:
    """Return what a bank becomes in the format of ``target``. Nothing is written to disk.

    Args:
        source: the bank's file.
        target: where its copy will be; its suffix names the format unless ``write_as`` does.
        read_as: the name of the format of ``source``; without it the file is asked.
        write_as: the name of the format of ``target``.
        strict: what is left out, or cannot be carried, is an error.

    Raises:
        BankError: the file has errors, or, when ``strict``, something would be lost; all of them.
        UsageError: there is no such format, or it cannot be written.
    """
    format = writer_for(target, write_as)
    reading = read_bank(source, read_as)
    pictures = {} if format.embeds else _not_there(_pictures(reading.bank, source, target))
    bank = reading.bank if format.embeds else _renamed(reading.bank, target)
    if errors := errors_of(reading.problems):
        raise BankError(_not_written(len(errors)), problems=_sorted(reading.problems))
    written = format.write(bank) if format.write else ""
    lost = tuple(format.losses(bank, written)) if format.losses else ()
    problems = _sorted((*reading.problems, *lost))
    if strict and (serious := [p for p in problems if p.code in ("skipped", "not-carried")]):
        as_errors = [replace(problem, severity=Severity.ERROR) for problem in serious]
        raise BankError(_not_written(len(as_errors)), problems=as_errors)
    if errors := errors_of(problems):
        raise BankError(_not_written(len(errors)), problems=problems)
    data = written.encode() if isinstance(written, str) else written
    return Conversion({target: data, **pictures}, len(bank.questions), problems)


def _not_written(errors: int) -> str:
    return f"{errors} error{'s' if errors != 1 else ''}: nothing was written"


def _sorted(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.sort_key))


def _folder(target: Path) -> str:
    """Return the name of the folder beside a file that the pictures go into which came inside another file."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", target.stem) + "-pictures"


def _picture_name(address: str) -> str:
    return address.partition(":")[2]


def _pictures(bank: Bank, source: Path, target: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield the pictures to write beside the target: those from inside a file, and those beside another one."""
    moved = source.resolve().parent != target.resolve().parent
    folder = source.parent
    for text in (text for question in bank.questions for text in question.texts):
        for found in _IN_MARKDOWN.finditer(text.source):
            data = embedded.bytes_of(found[0])
            if data is not None:
                yield target.parent / _folder(target) / _picture_name(found[0]), data
        if moved and "![" in text.source:
            for picture in parse(text, folder).pictures:
                if picture.source.is_relative_to(folder.resolve()):
                    name = picture.source.relative_to(folder.resolve())
                    yield target.parent / name, read_plain(picture.source)


def _not_there(files: Iterable[tuple[Path, bytes]]) -> dict[Path, bytes]:
    """Return the files, without those that are there already: two banks of a folder may show the same picture."""
    return {path: data for path, data in files if not (path.is_file() and path.read_bytes() == data)}


def _renamed(bank: Bank, target: Path) -> Bank:
    """Return the bank with the pictures from inside its file named as the files that they become."""
    folder = _folder(target)

    def text(each: Text) -> Text:
        named = _IN_MARKDOWN.sub(lambda found: f"{folder}/{_picture_name(found[0])}", each.source)
        return each if named == each.source else Text(named, each.places)

    def question(each: Question) -> Question:
        choices = tuple(
            replace(choice, text=text(choice.text), feedback=choice.feedback and text(choice.feedback))
            for choice in each.choices
        )
        return replace(
            each, stem=text(each.stem), rationale=each.rationale and text(each.rationale), choices=choices
        )

    return replace(bank, questions=tuple(question(each) for each in bank.questions))
