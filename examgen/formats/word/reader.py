"""Reads Word files (.docx, .docm): the text as Word shows it, in all the ways that quiz text is written.

The file is made into a quiz text, with the numbers and letters that Word prints before paragraphs, and this is read by
:mod:`examgen.formats.quiz.reader`. It is read twice: first as it is typed, for the questions and the answers that are
written; then with the right choices that only their looks mark (:mod:`docxlooks`). Lines in places are paragraphs,
counted from 1 with those in tables and empty ones; there are no columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from examgen.errors import Place, Problem, Severity
from examgen.formats.quiz import reader as quiztext
from examgen.formats.reading import Reading
from examgen.formats.recognition import OFFICE, OPEN_DOCUMENT, RTF
from examgen.formats.source import marks_flood
from examgen.formats.word.lines import Text, text_of_rows
from examgen.formats.word.lists import arrange
from examgen.formats.word.looks import Group, judge
from examgen.formats.word.parts import Parts
from examgen.formats.word.rows import Row, rows_of
from examgen.formats.word.walk import Walk
from examgen.model import Bank, Question

_LINE: Final = re.compile(r"(\bline )(\d+)\b|(\blines )(\d+) to (\d+)\b")
_SAVE: Final = "open it in Word or LibreOffice and save it as .docx"


def read_bytes(name: str, data: bytes) -> Reading:
    """Return the bank in a Word file; ``name`` is its path in places."""
    refused = _refused(name, data)
    parts = refused or Parts.open(name, data)
    if isinstance(parts, Problem):
        return Reading(_nothing(name), (parts,))
    walk = Walk.of(parts)
    rows = rows_of(walk.run())
    problems = [*parts.problems, *walk.problems]
    raw = "\n".join(row.raw for row in rows)
    if marks_flood(raw) is not None:
        hint = "delete them"
        return Reading(
            _nothing(name), (Problem("too-many-marks", "too many marks on one letter", Place(name), hint),)
        )
    problems += arrange(name, rows)
    typed = text_of_rows(rows, emphasis=False)
    reading = quiztext.read(name, "\n".join(typed.lines))
    problems += _mark(name, rows, typed, reading.bank)
    text = text_of_rows(rows, emphasis=True)
    if text.lines != typed.lines:
        reading = quiztext.read(name, "\n".join(text.lines))
    numbers = _numbers(text, rows)
    found = [*problems, *(_placed(problem, numbers) for problem in reading.problems)]
    return Reading(_placed(reading.bank, numbers), tuple(sorted(found, key=lambda problem: problem.sort_key)))


def _refused(name: str, data: bytes) -> Problem | None:
    """Return why a file of Word's kin cannot be read, None for one that can."""
    if data.startswith(OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            hint = "in Word, remove the password: File > Info > Protect Document"
            return Problem("docx-locked", "the file is locked with a password", Place(name), hint)
        return Problem("docx-old", "the file is in the old format of Office (.doc)", Place(name), _SAVE)
    if data.startswith(RTF):
        return Problem("docx-old", "the file is RTF", Place(name), _SAVE)
    if OPEN_DOCUMENT in data[:200]:
        return Problem("docx-old", "the file is an OpenDocument text (.odt)", Place(name), _SAVE)
    return None


def _nothing(name: str) -> Bank:
    return Bank((), name=Path(name).stem or "exam")


# ---- right choices that are marked by their looks


def _mark(name: str, rows: Sequence[Row], text: Text, bank: Bank) -> list[Problem]:
    """Tick the right choices that only their looks mark; return a warning for each question where these are not clear."""
    groups = []
    for question in bank.questions:
        if (group := _group(question, text, rows)) is not None:
            groups.append(group)
    problems = []
    for group, verdict in zip(groups, judge(groups), strict=True):
        for index in verdict.right:
            group.choices[index][0].ticked = True
        if verdict.doubt:
            message = f"{group.name}: {verdict.doubt}; no choice is taken as right"
            place = Place(name, group.choices[0][0].number)
            hint = "name the right one below the choices: 'Answer: (b)'"
            problems.append(Problem("docx-mark", message, place, hint, Severity.WARNING))
    return problems


def _group(question: Question, text: Text, rows: Sequence[Row]) -> Group | None:
    """Return the rows of a question's choices; None where several stand in one row."""
    found: list[list[int]] = []
    for choice in question.choices:
        lines = [place.line - 1 for place in choice.text.places]
        indices = [row for line in lines if line < len(text.rows) and (row := text.rows[line]) is not None]
        found.append(list(dict.fromkeys(indices)))
    firsts = [each[0] for each in found if each]
    if len(firsts) != len(question.choices) or len(set(firsts)) < len(firsts) or len(firsts) < 2:
        return None
    ids = [choice.id for choice in question.choices]
    answer = frozenset(ids.index(id) for id in question.answer)
    first = text.rows[question.place.line - 1]
    head = " ".join(rows[first].raw.split())[:40] if first is not None else question.id
    return Group(f"question '{head}'", [[rows[i] for i in each] for each in found], answer)


# ---- places


def _numbers(text: Text, rows: Sequence[Row]) -> list[int]:
    """Return the number of the paragraph for each line, 0-based, of a quiz text."""
    out: list[int] = []
    last = 1
    for row in text.rows:
        last = rows[row].number if row is not None else last
        out.append(last)
    return out


def _placed(value: Any, numbers: Sequence[int]) -> Any:
    """Return a value of the model, or a problem, with paragraphs in place of lines."""
    if isinstance(value, Place):
        return Place(value.file, _number(value.line, numbers)) if value.line else value
    if isinstance(value, Problem):
        message, hint = (
            _LINE.sub(lambda found: _said(found, numbers), t) for t in (value.message, value.hint)
        )
        return replace(value, message=message, hint=hint, place=_placed(value.place, numbers))
    if isinstance(value, tuple):
        return tuple(_placed(each, numbers) for each in value)
    if isinstance(value, dict):
        return {key: _placed(each, numbers) for key, each in value.items()}
    if names := _fields(value.__class__):
        old = {name: getattr(value, name) for name in names}
        new = {name: _placed(each, numbers) for name, each in old.items()}
        changed = {name: each for name, each in new.items() if each is not old[name] and each != old[name]}
        return replace(value, **changed) if changed else value
    return value


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """Return the names of what an object of a kind is made with; none for what is no dataclass."""
    return tuple(each.name for each in fields(kind) if each.init) if is_dataclass(kind) else ()


def _number(line: int, numbers: Sequence[int]) -> int:
    return numbers[min(line, len(numbers)) - 1] if numbers else line


def _said(found: re.Match[str], numbers: Sequence[int]) -> str:
    if found[1]:
        return f"paragraph {_number(int(found[2]), numbers)}"
    return f"paragraphs {_number(int(found[4]), numbers)} to {_number(int(found[5]), numbers)}"
