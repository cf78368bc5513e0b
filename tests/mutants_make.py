"""Ways to make a wrong build: finished files changed, another bank built, and a program with a fault in it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import mutants_pdf as p
from mutants_case import Case
from mutants_pdf import ImpossibleMutantError

from examgen.model import Question
from examgen.sheets import KeyRow, KeySheet, QuestionRow, Sheet

PAPER, KEY = "exams/mutants-A.pdf", "keys/mutants-A-key.pdf"
OTHER_PAPER, OTHER_KEY = "exams/mutants-B.pdf", "keys/mutants-B-key.pdf"
GRID, CSV, JSON = "keys/mutants-keys.pdf", "keys/answers.csv", "keys/answers.json"
PRINT = "print/mutants-exams.pdf"


#: Makes a wrong build in the folder given, which is a copy of the right one or, with a broken program, empty.
Mutation = Callable[[Case, Path], None]


# ---------------------------------------------------------------- finished files


def pdf(path: str, change: p.Change) -> Mutation:
    """Change a PDF."""
    return lambda _case, out: p.edit(out / path, change)


def stale(path: str, source: str | None = None) -> Mutation:
    """A file of a build with other orders."""

    def mutate(case: Case, out: Path) -> None:
        shutil.copy(case.other / (source or path), out / path)

    return mutate


def exchanged(one: str, other: str) -> Mutation:
    """Two files under each other's names."""

    def mutate(_case: Case, out: Path) -> None:
        data = (out / one).read_bytes()
        (out / one).write_bytes((out / other).read_bytes())
        (out / other).write_bytes(data)

    return mutate


def copied(source: str, target: str) -> Mutation:
    """A file in the place of another one."""
    return lambda _case, out: _write(out / target, (out / source).read_bytes())


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def beheaded(path: str) -> Mutation:
    """Half of a file is missing, as after a full disk."""
    return lambda _case, out: _write(
        out / path, (out / path).read_bytes()[: (out / path).stat().st_size // 2]
    )


def missing(path: str) -> Mutation:
    """A file is not there."""
    return lambda _case, out: (out / path).unlink()


def rows(change: Callable[[list[list[str]]], object]) -> Mutation:
    """Change the rows of answers.csv; the first is the head."""

    def mutate(_case: Case, out: Path) -> None:
        table = list(csv.reader(io.StringIO((out / CSV).read_text(encoding="utf-8"))))
        change(table)
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(table)
        (out / CSV).write_text(buffer.getvalue(), encoding="utf-8")

    return mutate


def cell(column: str, change: Callable[[str], str], row: int = 2) -> Mutation:
    """Change one cell of answers.csv."""

    def one(table: list[list[str]]) -> None:
        at = table[0].index(column)
        table[row][at] = change(table[row][at])

    return rows(one)


def whole(change: Callable[[Any], object]) -> Mutation:
    """Change answers.json."""

    def mutate(_case: Case, out: Path) -> None:
        value = json.loads((out / JSON).read_text(encoding="utf-8"))
        change(value)
        (out / JSON).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    return mutate


def in_json(key: str, change: Callable[[Any], Any]) -> Mutation:
    """Change one value of a question in answers.json."""

    def one(value: Any) -> None:
        question = value["versions"][0]["questions"][1]
        question[key] = change(question[key])

    return whole(one)


def in_text(path: str, old: str, new: str) -> Mutation:
    """Replace the first occurrence of a text in a file."""

    def mutate(_case: Case, out: Path) -> None:
        text = (out / path).read_text(encoding="utf-8")
        (out / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return mutate


def revised(_case: Case, out: Path) -> None:
    """A second revision of a paper holds the key."""
    p.append_revision(out / PAPER, b"A B C")


def unnamed(_case: Case, out: Path) -> None:
    """An object that no table names holds the key."""
    data = (out / PAPER).read_bytes()
    (out / PAPER).write_bytes(data.replace(b"\nstartxref\n", b"\n9999 0 obj\n(A B C)\nendobj\nstartxref\n"))


def trailing(_case: Case, out: Path) -> None:
    """The key stands after the end of a paper."""
    (out / PAPER).write_bytes((out / PAPER).read_bytes() + b"A B C\n")


# ---------------------------------------------------------------- another bank


def bank(old: str, new: str | Callable[[re.Match[str]], str]) -> Mutation:
    """Build a bank in which the first match of a pattern is replaced."""

    def mutate(case: Case, out: Path) -> None:
        folder = out.parent / f"{out.name}-bank"
        shutil.copytree(case.source.parent, folder)
        text = case.source.read_text(encoding="utf-8")
        changed = re.sub(old, new, text, count=1, flags=re.MULTILINE | re.DOTALL)
        if changed == text:
            raise ImpossibleMutantError
        (folder / case.source.name).write_text(changed, encoding="utf-8")
        _rebuild(case, out, folder / case.source.name)

    return mutate


def pictures(one: str, other: str) -> Mutation:
    """Build a bank in which two pictures have each other's contents."""

    def mutate(case: Case, out: Path) -> None:
        folder = out.parent / f"{out.name}-bank"
        shutil.copytree(case.source.parent, folder)
        data = (folder / one).read_bytes()
        (folder / one).write_bytes((folder / other).read_bytes())
        (folder / other).write_bytes(data)
        _rebuild(case, out, folder / case.source.name)

    return mutate


def _rebuild(case: Case, out: Path, source: Path | None = None) -> None:
    shutil.rmtree(out)
    case.build(out.relative_to(case.folder).as_posix(), bank=source)


# ---------------------------------------------------------------- a broken program


def program(target: str, broken: Callable[..., Any]) -> Mutation:
    """Build with a function of examgen replaced; it is given the right function and its arguments."""

    def mutate(case: Case, out: Path) -> None:
        module, name = target.rsplit(".", 1)
        right = getattr(sys.modules[module], name)
        with mock.patch.object(sys.modules[module], name, partial(broken, right)):
            _rebuild(case, out)

    return mutate


def papers(change: Callable[[list[QuestionRow]], Sequence[QuestionRow]], label: str = "A") -> Mutation:
    """Build papers with other rows in one version."""

    def broken(right: Callable[..., list[Sheet]], *args: Any) -> list[Sheet]:
        return [
            replace(sheet, questions=tuple(change(list(sheet.questions)))) if sheet.label == label else sheet
            for sheet in right(*args)
        ]

    return program("examgen.runs.paper_sheets", broken)


def keys(change: Callable[[list[KeyRow], list[KeySheet]], Sequence[KeyRow]], label: str = "A") -> Mutation:
    """Build keys with other rows in one version; the answers in csv, json and grid follow them."""

    def broken(right: Callable[..., list[KeySheet]], *args: Any) -> list[KeySheet]:
        sheets = right(*args)
        return [
            replace(sheet, questions=tuple(change(list(sheet.questions), sheets)))
            if sheet.label == label
            else sheet
            for sheet in sheets
        ]

    return program("examgen.runs.key_sheets", broken)


def unfixed(target: str, **loose: bool) -> Mutation:
    """Build with what draws orders being told nothing of ``keep_order``, or of pins.

    It is given a question, or the questions, first.
    """

    def broken(right: Callable[..., Any], asked: Any, *args: Any, **options: Any) -> Any:
        if isinstance(asked, Question):
            free = tuple(replace(choice, pin=choice.pin and not loose.get("pin")) for choice in asked.choices)
            changed: Any = replace(
                asked, choices=free, keep_order=asked.keep_order and not loose.get("keep_order")
            )
        else:
            changed = [replace(each, pin=False) for each in asked]
        return right(changed, *args, **options)

    return program(target, broken)


def first_row(change: Callable[[QuestionRow], QuestionRow]) -> Mutation:
    """Change the first row of a paper."""
    return papers(lambda rows: [change(rows[0]), *rows[1:]])


def lettered(row: QuestionRow, order: Sequence[int]) -> QuestionRow:
    """Return a row with the letters in their places and the choices in another order."""
    pieces = [row.choices[place].piece for place in order]
    return replace(
        row, choices=tuple(replace(c, piece=piece) for c, piece in zip(row.choices, pieces, strict=True))
    )


def next_letter(row: QuestionRow) -> QuestionRow:
    """Return a row whose letters are exchanged: B, A, C, ..."""
    letters = [c.letter for c in row.choices]
    letters[0], letters[1] = letters[1], letters[0]
    return replace(
        row, choices=tuple(replace(c, letter=letter) for c, letter in zip(row.choices, letters, strict=True))
    )


def other_answer(row: KeyRow) -> KeyRow:
    """Return a row whose key is consistent, and wrong: the answer is moved by one place."""
    right = (*row.right[1:], row.right[0])
    answer = "".join(chr(65 + place) for place, is_right in enumerate(right) if is_right)
    return replace(row, right=right, accepted=(answer,))


def other_rationale(rows: list[KeyRow], _sheets: list[KeySheet]) -> list[KeyRow]:
    """Two questions with each other's rationale."""
    return [
        replace(rows[0], rationale=rows[1].rationale),
        replace(rows[1], rationale=rows[0].rationale),
        *rows[2:],
    ]


def rationale_of_another_version(rows: list[KeyRow], sheets: list[KeySheet]) -> list[KeyRow]:
    """The letters in a rationale are those of another version."""
    for sheet in sheets[1:]:
        by_id = {key.id: key.rationale for key in sheet.questions}
        changed = [replace(key, rationale=by_id[key.id]) for key in rows]
        if changed != rows:
            return changed
    raise ImpossibleMutantError


def other_feedback(rows: list[KeyRow], _sheets: list[KeySheet]) -> list[KeyRow]:
    """Feedback stands at the letter of another choice."""
    for index, key in enumerate(rows):
        if len(key.feedback) > 1:
            one, two, *rest = key.feedback
            swapped = (replace(one, piece=two.piece), replace(two, piece=one.piece), *rest)
            rows[index] = replace(key, feedback=swapped)
            return rows
    raise ImpossibleMutantError


def no_feedback(rows: list[KeyRow], _sheets: list[KeySheet]) -> list[KeyRow]:
    """Feedback is lost."""
    for index, key in enumerate(rows):
        if key.feedback:
            rows[index] = replace(key, feedback=())
            return rows
    raise ImpossibleMutantError


def bare_percent(right: Callable[..., Any], *args: Any) -> Any:
    """A percent sign that is not escaped: TeX drops the rest of the line, and papers are built all the same."""
    fragment = right(*args)
    latex = re.sub(r"\\% of the[^\n]*", "", fragment.latex)
    return replace(fragment, latex=type(fragment.latex)(latex))


def other_letters(right: Callable[..., Any], document: Any, letters: dict[str, str]) -> Any:
    """References print the letter before the right one."""
    return right(document, {id: chr((ord(letter) - 64) % 4 + 65) for id, letter in letters.items()})


def one_fingerprint(right: Callable[..., list[Any]], *args: Any) -> list[Any]:
    """All versions have the fingerprint of the first."""
    sheets = right(*args)
    return [replace(sheet, fingerprint=sheets[0].fingerprint) for sheet in sheets]


def other_labels(right: Callable[..., list[Any]], *args: Any) -> list[Any]:
    """The first two versions have each other's questions."""
    one, two, *rest = right(*args)
    return [replace(two, label=one.label), replace(one, label=two.label), *rest]
