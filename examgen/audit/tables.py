"""answers.csv and answers.json: what they say of each version, and every cell that is not as on its paper."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from examgen.audit.corrected import VOID_CELL, Rulings
from examgen.audit.findings import first_of
from examgen.audit.gridrows import GridPage, seen
from examgen.audit.readfiles import PrintedQuestion
from examgen.audit.sight import opened, pages_of
from examgen.model import Question

CSV, JSON = "keys/answers.csv", "keys/answers.json"
#: What is compared of answers.csv.
_COLUMNS = ("version", "number", "question", "answer", "points", "fingerprint", "choices", "rule")
#: What answers.json may hold, as a whole and of a version.
_OF_EXAM = frozenset({"exam", "title", "revision", "versions"})
_OF_VERSION = frozenset({"version", "fingerprint", "questions"})
#: The name of what a row of answers.csv has behind its last column.
_BEHIND = ""
#: What a paper does not tell of a question whose choices look the same.
_DOUBTFUL = ("answer", "choices", "accepted")
#: Columns that the bank, or a correction, decides and not the paper.
_OF_BANK = {"points": "the bank says", "rule": "the corrections say"}
#: So many cells of one file are told one by one.
TOLD = 5
#: So many characters of a cell are told.
_LONG = 100


@dataclass(frozen=True, slots=True)
class Tables:
    """What the files beside papers and keys hold; None: it is missing, or cannot be read."""

    rows: list[dict[str, object]] | None  #: of answers.csv
    columns: tuple[str, ...]  #: of answers.csv, as its first line names them
    whole: Mapping[str, object] | None  #: answers.json
    entries: Mapping[str, Mapping[str, object]]  #: of answers.json, by version
    grid: bytes | None
    grid_pages: tuple[GridPage, ...]

    def fingerprints(self) -> dict[str, dict[str, str]]:
        """Return by path the fingerprint that answers.csv and answers.json give each version."""
        in_csv = {str(row.get("version")): str(row.get("fingerprint")) for row in self.rows or ()}
        in_json = {label: str(entry.get("fingerprint")) for label, entry in self.entries.items()}
        return {CSV: in_csv, JSON: in_json}

    def more_in_csv(self) -> list[str]:
        """Return what answers.csv has beside the cells that are compared: some program might take it for an answer."""
        faults = []
        if self.columns and self.columns != _COLUMNS:
            faults.append(f"its columns are {brief(' '.join(self.columns))}, and not {' '.join(_COLUMNS)}")
        # What is behind the last column has no name.
        where = [
            f"version {row['version']}, row {row['number']}" for row in self.rows or () if row.get(_BEHIND)
        ]
        cells = [f"{brief(each)}: there are cells behind its last column" for each in where]
        return [*faults, *first_of(cells, TOLD, "rows with cells behind the last column")]

    def more_in_json(self, exam: str) -> list[str]:
        """Return what answers.json says beside the answers that are compared; ``exam`` is the name of the exam."""
        if self.whole is None:
            return []
        faults, named = [], self.whole.get("exam")
        if named != exam:
            faults.append(f"it is of the exam {brief(repr(named))}, and the build of {exam!r}")
        names = self.whole.keys() - _OF_EXAM
        for entry in self.entries.values():
            names |= entry.keys() - _OF_VERSION
        if names:
            faults.append(f"it has {brief(', '.join(sorted(map(repr, names))))}, which no build writes")
        return faults


def read_tables(folder: Path, grid: str) -> Tables:
    """Return what the tables in a folder hold; whatever is wrong with a file, this raises nothing."""
    rows = whole = data = None
    columns, entries, pages = tuple[str, ...](), dict[str, Mapping[str, object]](), tuple[GridPage, ...]()
    try:
        text = (folder / CSV).read_bytes().decode()
        reader = csv.DictReader(io.StringIO(text, newline=""), restkey=_BEHIND)
        rows, columns = [dict(row) for row in reader], tuple(reader.fieldnames or ())
    except (OSError, ValueError, csv.Error):
        rows = None
    try:
        whole = json.loads((folder / JSON).read_bytes().decode(), object_pairs_hook=_once)
        entries = {str(entry["version"]): dict(entry) for entry in whole["versions"]}
        whole.get("revision")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        whole = None
    try:
        data = (folder / grid).read_bytes()
        with opened(data) as document:
            pages = tuple(map(seen, pages_of(document)))
    except (OSError, pypdfium2.PdfiumError):
        data = None
    return Tables(rows, columns, whole, entries, data, pages)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON.

    Raises:
        ValueError: it has a name twice, of which one program takes the first value and another one the last.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


@dataclass(frozen=True, slots=True)
class Expected:
    """What the tables must say of one version."""

    label: str
    fingerprint: str
    questions: tuple[PrintedQuestion, ...]
    exam: Sequence[Question]
    rulings: Rulings
    unread: frozenset[int]  #: numbers of which nothing is known
    whose: str = "paper"  #: what it was read from

    def entries(self) -> list[dict[str, object]]:
        """Return what answers.json must say of the questions."""
        return [
            {
                "number": read.number,
                "question": self.exam[read.question].id,
                **self._answer(read),
                "points": self._points(read),
                "choices": {
                    chr(65 + place): self.exam[read.question].choices[choice].id
                    for place, choice in enumerate(read.choices)
                },
            }
            for read in self.questions
        ]

    def rows(self) -> list[dict[str, object]]:
        """Return what answers.csv must say of the questions."""
        return [
            {
                "version": self.label,
                "number": str(read.number),
                "question": self.exam[read.question].id,
                "answer": "-" if read.answer == VOID_CELL else read.answer,
                "points": self._points(read),
                "fingerprint": self.fingerprint,
                "choices": " ".join(self.exam[read.question].choices[choice].id for choice in read.choices),
                "rule": self.rulings.by_question[read.question].rule,
            }
            for read in self.questions
        ]

    def _answer(self, read: PrintedQuestion) -> dict[str, object]:
        ruling = self.rulings.by_question[read.question]
        answer = list(read.accepted[0]) if ruling.rule == "all" else None
        if not ruling.revision:
            return {"answer": answer}
        return {"answer": answer, "rule": ruling.rule, "accepted": [list(each) for each in read.accepted]}

    def _points(self, read: PrintedQuestion) -> str:
        is_void = self.rulings.by_question[read.question].rule == "void"
        return "0" if is_void else printed_points(self.exam[read.question])

    def in_csv(self, rows: Sequence[Mapping[str, object]]) -> list[str]:
        """Return what does not fit in the rows of answers.csv that are of this version."""
        return list(self._cells([{key: row.get(key) for key in _COLUMNS} for row in rows], self.rows()))

    def in_json(self, entry: Mapping[str, object] | None) -> list[str]:
        """Return what does not fit in what answers.json says of this version."""
        if entry is None:
            return [f"there is nothing of version {self.label}"]
        found = []
        if (has := entry.get("fingerprint")) != self.fingerprint:
            found.append(
                f"version {self.label}: fingerprint is {has}, the {self.whose} says {self.fingerprint}"
            )
        questions = entry.get("questions")
        if not isinstance(questions, list) or not all(isinstance(each, dict) for each in questions):
            return [*found, f"version {self.label} has no list of questions"]
        return [*found, *self._cells(questions, self.entries())]

    def _cells(
        self, found: Sequence[Mapping[str, object]], expected: Sequence[Mapping[str, object]]
    ) -> Iterator[str]:
        """Yield what differs between rows and what they must be, cell by cell."""
        passed = {str(number) for number in self.unread}
        found = [row for row in found if str(row.get("number")) not in passed]
        by_number = {str(row.get("number")): row for row in found}
        is_told = False
        for row, read in zip(expected, self.questions, strict=True):
            number = str(row["number"])
            name = f"version {self.label}, question {number} {row['question']!r}"
            other = by_number.pop(number, None)
            if other is None:
                is_told = True
                yield f"{name}: there is no row of it"
                continue
            for column in dict.fromkeys((*row, *other)):
                if not read.decided and column in _DOUBTFUL:
                    continue
                has, wanted = other.get(column, _NOTHING), row.get(column, _NOTHING)
                if has != wanted or (has is _NOTHING):
                    is_told = True
                    source = _OF_BANK.get(column, f"the {self.whose} says")
                    yield f"{name}: {column} is {_shown(has)}, {source} {_shown(wanted)}"
        for number in by_number:
            is_told = True
            yield f"version {self.label} has a question {brief(number)}, and the {self.whose} has none"
        if not is_told and [str(row.get("number")) for row in found] != [
            str(row["number"]) for row in expected
        ]:
            yield f"the rows of version {self.label} are doubled, or in another order than on the {self.whose}"


class _Nothing:
    """A value that is not there."""


_NOTHING = _Nothing()


def _shown(value: object) -> str:
    """Return a value of a table as a message shows it."""
    match value:
        case _Nothing():
            return "not there"
        case None:
            return "empty"
        case list():
            return "/".join(map(_shown, value)) or "empty"
        case dict():
            return " ".join(f"{key}={_shown(each)}" for key, each in value.items())
        case _:
            return brief(str(value)) or "empty"


def brief(text: str) -> str:
    """Return a text of a file on one line, cut where it is long: a quote too many makes one cell of many."""
    text = " ".join(text.split())
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."


def printed_points(question: Question) -> str:
    """Return the points of a question as they are printed."""
    points = question.points
    if points.denominator == 1:
        return str(points.numerator)
    for digits in range(1, 5):
        if points * 10**digits == round(points * 10**digits):
            return f"{float(points):.{digits}f}"
    return f"{points.numerator}/{points.denominator}"
