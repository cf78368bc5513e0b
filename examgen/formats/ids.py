"""Writes the ids of questions into their bank file, so that no edit of a stem can change them."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from examgen.errors import BankError, Place, Problem, UsageError, errors_of
from examgen.formats import format_of, named
from examgen.formats.quiz import reader as quiztext
from examgen.formats.quiz.marking.lines import raw_offset
from examgen.formats.reading import Reading
from examgen.formats.source import read_source
from examgen.model import Question

_LINE_WITH_END = re.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BY_HAND = "write the ids by hand: '{#name}' after the question's number, or 'id: name' in YAML"


def write_ids(path: Path | str) -> tuple[str, int]:
    """Return the file's text with an id for every question that lacked one, and how many were written.

    Nothing else changes: line ends, spaces and a byte order mark are as they were. To save the text, encode it as
    UTF-8 without translating line ends.

    Raises:
        BankError: the file cannot be read as a bank.
        UsageError: the ids cannot be written into this file.
    """
    name = str(path)
    found = read_source(path)
    if isinstance(found, Problem):
        raise BankError("", problems=[found])
    source = found.text
    format = format_of(path, source)
    if format is None or format.read is None:
        problem = Problem(
            "unknown-format",
            "the file is no bank that can be recognised",
            Place(name),
            "examgen check tells which suffixes there are",
        )
        raise BankError("", problems=[problem])
    is_quiz_text, is_yaml = format is named("quiz text"), format is named("YAML")
    if not (is_quiz_text or is_yaml) or Path(path).suffix.lower() == ".json":
        raise UsageError(
            f"ids are written into quiz texts and YAML only, and {name!r} is {format.name}",
            hint=f"write it anew as one of them: examgen convert {name} quiz.md",
        )
    before = format.read(name, source)
    if errors_of(before.problems):
        raise BankError("no ids were written: mend the problems first", problems=before.problems)
    insertions = _quiz_insertions(name, source) if is_quiz_text else _yaml_insertions(source, before)
    text = source
    for offset, words in sorted(insertions, reverse=True):
        text = text[:offset] + words + text[offset:]
    _compare(name, before, format.read(name, text))
    return _mark(name, found.encoding) + text, len(insertions)


def _mark(name: str, encoding: str) -> str:
    """Return the byte order mark of a UTF-8 file, or nothing when it has none.

    Raises:
        UsageError: the file is in another encoding, which the text would not be.
    """
    if encoding not in ("utf-8", "utf-8-sig"):
        shown = encoding.upper()
        raise UsageError(
            f"ids are written into UTF-8 files only, and {name!r} is {shown}", hint="save it as UTF-8"
        )
    return "\ufeff" if encoding == "utf-8-sig" else ""


def _compare(name: str, before: Reading, after: Reading) -> None:
    """Make sure that the new text says what the old one said."""
    if errors_of(after.problems) or [_content(q) for q in before.bank.questions] != [
        _content(q) for q in after.bank.questions
    ]:
        raise UsageError(
            f"the ids cannot be written into {name!r}: they would change what it says", hint=_BY_HAND
        )


def _content(question: Question) -> tuple[object, ...]:
    choices = [
        (c.id, c.text.source, c.weight, c.pin, c.feedback and c.feedback.source) for c in question.choices
    ]
    return (
        question.id,
        question.stem.source,
        choices,
        question.answer,
        question.rationale and question.rationale.source,
        (
            question.points,
            question.tags,
            question.difficulty,
            question.section,
            question.pin,
            question.keep_order,
        ),
    )


def _quiz_insertions(name: str, source: str) -> list[tuple[int, str]]:
    """Return what to insert into a quiz text, and at which offsets."""
    reading, spots = quiztext.read_with_spots(name, source)
    starts, raws = [], []
    for found in _LINE_WITH_END.finditer(source):
        starts.append(found.start())
        raws.append(found[0].rstrip("\r\n"))
    insertions = []
    for question, spot in zip(reading.bank.questions, spots, strict=True):
        if question.given_id:
            continue
        row = spot.line.number - 1
        offset = starts[row] + raw_offset(raws[row], spot.line, spot.offset)
        if spot.braces:
            insertions.append((offset + 1, f"#{question.id} "))
        elif spot.line.text[spot.offset :].strip():
            insertions.append((offset, f"{{#{question.id}}} "))
        else:
            space = "" if spot.line.text[: spot.offset].endswith((" ", "\t")) else " "
            insertions.append((offset, f"{space}{{#{question.id}}}"))
    return insertions


def _yaml_insertions(source: str, reading: Reading) -> list[tuple[int, str]]:
    """Return what to insert into a YAML bank, and at which offsets."""
    root = yaml.compose(source, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    nodes: list[yaml.Node] = next((value.value for key, value in pairs if key.value == "questions"), [])
    if len(nodes) != len(reading.bank.questions):
        raise UsageError("the ids cannot be written into this YAML file", hint=_BY_HAND)
    end = "\r\n" if "\r\n" in source else "\n"
    insertions = []
    for node, question in zip(nodes, reading.bank.questions, strict=True):
        if question.given_id:
            continue
        mark = node.start_mark
        if isinstance(node, yaml.MappingNode) and node.flow_style:
            insertions.append((mark.index + 1, f"id: {question.id}, "))
        else:
            insertions.append((mark.index, f"id: {question.id}{end}{' ' * mark.column}"))
    return insertions
