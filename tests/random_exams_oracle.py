"""What must be true of a printed exam, from nothing but how its bank was made.

The oracle knows no order and no letter. It recognises questions and choices on each paper by their words, takes the letters
from where they stand, and asks whether keys, files, grid and every letter inside a text say the same.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial

from random_exams_bank import BLANK, MadeQuestion, Prose, tokens_of
from random_exams_source import ReadQuestion, ReadVersion, read_grid, read_versions

_MADE_WORD = re.compile(r"\b(?:Bo|Du|Ka|Lo|Mi|Ru)(?:kra|vel|mos|tin|dup|gar|lin|pox|sut|rem|nof|zel){3}\b")
_CHOICE_NAME = re.compile(r"\b(?:none|gap|True)\d\b")


class WrongError(AssertionError):
    """A printed exam is not what its bank says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How an exam is wanted."""

    seed: str
    versions: int
    tags: tuple[str, ...] = ()
    count: int | None = None  #: None: all questions
    keep_question_order: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """What was made: LaTeX sources and files."""

    papers: str
    keys: str
    grid: str
    csv: bytes
    json: bytes


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was compared."""

    exams: int = 0
    refused: int = 0  #: banks in which no order at all makes a letter true
    versions: int = 0
    questions: int = 0
    letters: int = 0  #: of choices
    references: int = 0  #: letters inside texts
    same: int = 0  #: pairs of versions of one exam in which everything stands in the same order
    chance: float = 0.0  #: how many such pairs chance would give, at most

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def check(questions: Sequence[MadeQuestion], asked: Asked, printed: Printed, secrets: Sequence[str]) -> Tally:
    """Return how much was compared; ``secrets`` are texts that no paper's source may hold.

    Raises:
        WrongError: something is not as it must be.
    """
    papers, keys = read_versions(printed.papers), read_versions(printed.keys)
    rows = list(csv.DictReader(io.StringIO(printed.csv.decode())))
    whole = json.loads(printed.json)["versions"]
    grid = read_grid(printed.grid)
    labels = [_label(index) for index in range(asked.versions)]
    for found in (papers, keys):
        _same([version.label for version in found], labels, "the versions")
    _same([version["version"] for version in whole], labels, "the versions of answers.json")
    _no_secret(questions, printed.papers, secrets)
    tally, seen = Tally(exams=1), []
    for paper, key, entry in zip(papers, keys, whole, strict=True):
        mine = [row for row in rows if row["version"] == paper.label]
        lines = [row for row in grid if row[0] == paper.label]
        _same({row["fingerprint"] for row in mine}, {paper.fingerprint}, "the fingerprint in answers.csv")
        _same(entry["fingerprint"], paper.fingerprint, "the fingerprint in answers.json")
        _same(key.fingerprint, paper.fingerprint, "the fingerprint of the key")
        _same({code for _, code, _ in lines}, {paper.fingerprint}, "the fingerprint in the grid")
        answers = [answer for line in lines for answer in line[2]]
        found = _Version(questions, paper, key, mine, entry["questions"], answers)
        seen.append(found.check())
        tally += found.tally
    _same(len({paper.fingerprint for paper in papers}), asked.versions, "the number of fingerprints")
    _same(len(rows), sum(len(paper.questions) for paper in papers), "the rows of answers.csv")
    orders = [_order(questions, asked, version) for version in seen]
    _same(len({frozenset(order) for order in orders}), 1, "the questions of all versions")
    same = sum(one == other for one, other in combinations(seen, 2))
    pairs = asked.versions * (asked.versions - 1) // 2
    return tally + Tally(same=same, chance=pairs / _space(questions, asked, seen))


def _label(index: int) -> str:
    return chr(65 + index) if index < 26 else "A" + chr(65 + index - 26)


def _same(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        raise WrongError(f"{what}: {found!r}, and it should be {wanted!r}")


def _no_secret(questions: Sequence[MadeQuestion], source: str, secrets: Sequence[str]) -> None:
    """Raise when the source of the papers holds anything of a key."""
    shown = {word for q in questions for p in (q.stem, *(c.text for c in q.choices)) for word in p.skeleton()}
    hidden = {word for question in questions for text in question.texts for word in text.skeleton()}
    leaked = {word for word in hidden - shown if _MADE_WORD.fullmatch(word)}.intersection(tokens_of(source))
    leaked.update(secret for secret in secrets if secret in source)
    leaked.update(_CHOICE_NAME.findall(source))
    leaked.update(word for word in ("\\egright", "\\egkeyline", "\\egrationale{", "[[") if word in source)
    if leaked:
        raise WrongError(f"the source of the papers holds {sorted(leaked)}")


def _order(questions: Sequence[MadeQuestion], asked: Asked, version: _Seen) -> list[int]:
    """Return the questions of a version by their index in the bank, checked to be the ones asked for, pins in place."""
    order = [at for at, _ in version]
    _same(len(set(order)), len(order), "the number of questions, each once")
    wanted = [at for at, q in enumerate(questions) if not asked.tags or set(asked.tags) & set(q.tags)]
    if not set(order) <= set(wanted):
        raise WrongError(
            f"the questions {sorted(set(order) - set(wanted))} have none of the tags {asked.tags}"
        )
    _same(len(order), len(wanted) if asked.count is None else asked.count, "the number of questions")
    for place, at in enumerate(sorted(order)):
        if asked.keep_question_order or questions[at].pin:
            _same(order[place], at, "the question that keeps its place")
    return order


def _space(questions: Sequence[MadeQuestion], asked: Asked, seen: Sequence[_Seen]) -> int:
    """Return how many orders there are, at least; a question whose choices never moved may keep them on purpose."""
    moved = {at for version in seen for at, order in version if list(order) != sorted(order)}
    used = [at for at, _ in seen[0]]
    free = 0 if asked.keep_question_order else sum(not questions[at].pin for at in used)
    space = factorial(free)
    for at in used:
        if at in moved and questions[at].is_plain:
            space *= factorial(sum(not choice.pin for choice in questions[at].choices))
    return space


#: For each place on the paper: the question's index in the bank, and the choices' indices in the order printed.
_Seen = list[tuple[int, tuple[int, ...]]]


class _Version:
    """One version: paper, key, rows of the files and line of the grid."""

    def __init__(
        self,
        asked: Sequence[MadeQuestion],
        paper: ReadVersion,
        key: ReadVersion,
        rows: Sequence[dict[str, str]],
        entries: Sequence[dict[str, object]],
        grid: Sequence[str],
    ) -> None:
        self._asked = asked
        self._paper = paper
        self._places = list(zip(paper.questions, key.questions, rows, entries, key.strip, grid, strict=True))
        self.tally = Tally(versions=1)

    def check(self) -> _Seen:
        """Return what stands where."""
        seen: _Seen = []
        for number, (row, key, line, entry, cell, square) in enumerate(self._places, 1):
            where = f"version {self._paper.label}, question {number}"
            _same({row.number, key.number, int(line["number"]), entry["number"], cell[0]}, {number}, where)
            at, order = self._recognised(row, line["question"], where)
            question = self._asked[at]
            letters = [chr(65 + order.index(index)) for index in range(len(order))]
            _places_kept(question, order, where)
            _texts_true(question, order, letters, row, where)
            right = "".join(sorted(letters[c.position] for c in question.choices if c.right))
            said = (key.marked, key.answer, line["answer"], "".join(_list(entry["answer"])), cell[1], square)
            _same(said, (right,) * 6, f"{where}, mark, key line, csv, json, strip and grid")
            ids = [question.choices[index].id for index in order]
            _same(line["choices"].split(), ids, f"{where}, choices in answers.csv")
            wanted = {chr(65 + place): id for place, id in enumerate(ids)}
            _same(entry["choices"], wanted, f"{where}, choices in answers.json")
            _same((entry["question"], key.id), (line["question"],) * 2, f"{where}, id")
            points = question.points or "1"
            _same((row.points, line["points"], entry["points"]), (points,) * 3, f"{where}, points")
            _same((key.stem, key.choices), (row.stem, row.choices), f"{where}, what the key repeats")
            _key_true(question, order, letters, key, where)
            seen.append((at, tuple(order)))
            references = sum(1 for text in question.texts for _ in text.refs())
            self.tally += Tally(questions=1, letters=len(order), references=references)
        return seen

    def _recognised(self, row: ReadQuestion, id: str, where: str) -> tuple[int, list[int]]:
        """Return which question it is, and its choices by their index in the order printed."""
        for at, question in enumerate(self._asked):
            if question.id == id if question.id else _reads(row.stem, question.stem):
                return at, list(_choices(question, row, where))
        raise WrongError(f"{where}: {id!r} is no question of the bank")


def _reads(latex: str, text: Prose, letters: Sequence[str] | None = None) -> bool:
    """Return whether LaTeX prints a text: with these letters, or with any."""
    found = tokens_of(latex)
    wanted = text.skeleton() if letters is None else text.tokens(letters)
    return len(found) == len(wanted) and all(
        word.casefold() == other.casefold() or (other == BLANK and len(word) == 1 and word.isalpha())
        for word, other in zip(found, wanted, strict=True)
    )


def _choices(question: MadeQuestion, row: ReadQuestion, where: str) -> Iterator[int]:
    """Give the index of each printed choice, recognised by its words; each is there once."""
    left = {choice.position: choice for choice in question.choices}
    for place, (mark, latex) in enumerate(row.choices):
        _same(mark, chr(65 + place), f"{where}, letter of choice {place + 1}")
        found = [position for position, choice in left.items() if _reads(latex, choice.text)]
        if len(found) != 1:
            raise WrongError(f"{where}: {latex!r} is {len(found)} choices of the question")
        del left[found[0]]
        yield found[0]
    if left:
        raise WrongError(f"{where}: the choices {sorted(left)} are missing")


def _places_kept(question: MadeQuestion, order: Sequence[int], where: str) -> None:
    for place, index in enumerate(order):
        choice = question.choices[index]
        if question.keep_order or choice.pin or index in question.stays:
            _same(place, index, f"{where}, place of a choice that keeps it")
        if choice.sums_up:
            _same(
                set(order[:place]), set(range(index)), f"{where}, the choices above {choice.text.written!r}"
            )


def _texts_true(
    question: MadeQuestion, order: Sequence[int], letters: Sequence[str], row: ReadQuestion, where: str
) -> None:
    _true(row.stem, question.stem, letters, f"{where}, stem")
    for index, (mark, latex) in zip(order, row.choices, strict=True):
        text = question.choices[index].text
        if not _reads(latex, text, _ascending(text, letters)):
            _true(latex, text, letters, f"{where}, choice {mark}")
    several = sum(choice.right for choice in question.choices) > 1
    _same("\\egseveral" in row.stem, several, f"{where}, whether it says that several are right")


def _key_true(
    question: MadeQuestion, order: Sequence[int], letters: Sequence[str], key: ReadQuestion, where: str
) -> None:
    _same(key.rationale is None, question.rationale is None, f"{where}, whether there is no rationale")
    if question.rationale and key.rationale is not None:
        _true(key.rationale, question.rationale, letters, f"{where}, rationale")
    commented = [question.choices[index] for index in order if question.choices[index].feedback]
    wanted = [letters[choice.position] for choice in commented]
    _same([mark for mark, _ in key.feedback], wanted, f"{where}, letters of feedback")
    for choice, (mark, latex) in zip(commented, key.feedback, strict=True):
        assert choice.feedback
        _true(latex, choice.feedback, letters, f"{where}, feedback {mark}")
    ids = ", ".join(choice.id for choice in question.choices if choice.right)
    _same(key.bank_answer, ids, f"{where}, right ids in the bank")


def _ascending(text: Prose, letters: Sequence[str]) -> list[str]:
    """Return letters with which a choice that lists others ("both A and C") has them in the order of the alphabet."""
    named = [ref.choice for ref in text.refs()]
    found = list(letters)
    if named == sorted(set(named)) and {"and", "nor"}.intersection(text.skeleton()):
        for choice, letter in zip(named, sorted(letters[choice] for choice in named), strict=True):
            found[choice] = letter
    return found


def _true(latex: str, text: Prose, letters: Sequence[str], where: str) -> None:
    if not _reads(latex, text, letters):
        raise WrongError(f"{where}: {latex!r}, and the bank says {' '.join(text.tokens(letters))!r}")


def _list(value: object) -> list[str]:
    assert isinstance(value, list)
    return value
