"""Which choices the answers of a table name: by letter, by number, by their words, one or several.

What one cell says may be read in two ways: ``3`` is the third choice, or the fourth where a file counts from 0, or the
choice that reads ``3``. How a file names its choices is told by all its rows together; where they leave it open, it
is an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from examgen.errors import Place, Problem, Severity
from examgen.formats.sheets.cells import Cell
from examgen.formats.sheets.heads import Head
from examgen.formats.sheets.lists import items_of
from examgen.formats.textdraft import shown

#: A long cell is no list of letters.
_LENGTH: Final = 200
_NUMBER: Final = re.compile(r"([0-9]{1,3})(?:\.0{1,6})?")
_BETWEEN: Final = re.compile(r"\s*(?:[,;|&/+\n\u3001\uff0c\uff1b]|\band\b|\s)\s*", re.IGNORECASE)
_STRONG: Final = (";", "|", "\n", ",", "/", "&", " and ", "\u3001", "\uff0c", "\uff1b")
_LABELLED: Final = re.compile(
    r"[(\[]?([A-Za-z]|[0-9]{1,2})[)\].:]\s*(\S.*)|([A-Za-z])\s+[-\u2013\u2014]\s+(\S.*)", re.DOTALL
)
_BEFORE: Final = re.compile(
    r"(?:(?:answer[ _]?)?(?:option|choice|answer|ans|opt|op|alternative)s?[ _:.#-]{0,3})(?=[A-Za-z0-9]\b|[0-9]{1,2}\b)",
    re.IGNORECASE,
)
_MARKS: Final = "()[]{}.,:;*'\"` "
#: Names by which programs count from 0 as often as not, whatever their columns are called.
_INDEX: Final = re.compile(r"index|idx", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One row's answer, and the choices that it can name."""

    name: str  #: of the question
    cell: Cell
    head: Head
    texts: tuple[str, ...]  #: of the choices
    columns: tuple[int, ...]  #: which of the choice columns each stands in, 0-based
    labels: tuple[str, ...]  #: that the columns have; empty for a list in one cell
    fills: tuple[int, ...] = ()  #: numbers of the colours behind the choices


@dataclass(frozen=True, slots=True)
class _Read:
    """What an answer says, read in each way; None where it cannot be read so."""

    words: frozenset[int] | None
    letters: frozenset[int] | None
    numbers: tuple[int, ...] | None
    mismatch: bool = False  #: a letter with the words of another choice


def resolve(asked: Sequence[Asked], problems: list[Problem]) -> list[frozenset[int]]:
    """Return the positions of the right choices for each answer, empty where there is a problem."""
    read = [_read(each) for each in asked]
    evidence = _Evidence(asked, read, problems)
    found = [_decide(each, ways, evidence, problems) for each, ways in zip(asked, read, strict=True)]
    return _without_odd_fills(asked, found, problems)


def _without_odd_fills(
    asked: Sequence[Asked], found: list[frozenset[int]], problems: list[Problem]
) -> list[frozenset[int]]:
    """Return the answers without those that another choice's colour speaks against, in a table that marks right ones so."""
    marked = [_odd_fill(each.fills) for each in asked]
    agree = [mark for right, mark in zip(found, marked, strict=True) if right and right == mark]
    against = [index for index, mark in enumerate(marked) if mark and found[index] and found[index] != mark]
    if len(set(agree)) < 2 or len(agree) <= len(against):  # one column may be in colour as a whole
        return found
    for index in against:
        each = asked[index]
        message = (
            f"question {each.name!r}: the answer names one choice, and the colour of its cell marks another"
        )
        hint = "make both say the same, or take the colour away"
        problems.append(Problem("answer-mismatch", message, each.cell.place, hint))
    return [frozenset() if index in against else right for index, right in enumerate(found)]


def _odd_fill(fills: Sequence[int]) -> frozenset[int]:
    """Return the one position whose colour is not that of all others; none where it is not one."""
    odd = [index for index, fill in enumerate(fills) if fills.count(fill) == 1]
    return (
        frozenset(odd)
        if len(odd) == 1 and len(set(fills)) == 2 and len(fills) > 2 and fills[odd[0]]
        else frozenset()
    )


def _read(asked: Asked) -> _Read:
    said = asked.cell.text.strip()
    kind = asked.head.kind
    words = _by_words(said, asked.texts)
    labelled = _LABELLED.fullmatch(said)
    if words is None and labelled:
        label, rest = (labelled[1] or labelled[3]).lower(), labelled[2] or labelled[4]
        match = _same(rest, asked.texts)
        letters = _letters(label, asked)
        if match is not None and letters is not None:
            return _Read(match if match == letters else None, None, None, mismatch=match != letters)
        if match is not None and label.isdigit():
            return _Read(match, None, None)
    bare = _BEFORE.sub("", said) if len(said) <= _LENGTH else said
    letters, numbers = _letters(bare, asked), _numbers(bare)
    if kind == "number" and numbers is not None:
        return _Read(None, None, numbers)
    if kind == "letter" and letters is not None:
        return _Read(None, letters, None)
    if kind == "text" and words is not None:
        return _Read(words, None, None)
    return _Read(words, letters, numbers)


def _normal(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(". ")


def _same(said: str, texts: Sequence[str]) -> frozenset[int] | None:
    """Return the one choice that reads so, exactly or nearly."""
    for tidy in (str.strip, _normal):
        found = [position for position, text in enumerate(texts) if tidy(text) == tidy(said)]
        if found:
            return frozenset(found[:1])
    return None


def _by_words(said: str, texts: Sequence[str]) -> frozenset[int] | None:
    """Return the choices whose texts an answer holds: one, or several with something between."""
    whole = _same(said, texts)
    if whole is not None:
        return whole
    lists = [[part.text for part in listed] for listed in [items_of(said)] if listed]
    lists += [said.split(sign) for sign in _STRONG if sign in said]
    for parts in lists:
        found = [_same(part, texts) for part in parts if part.strip()]
        if found and all(found):
            return frozenset().union(*(each for each in found if each))
    return None


def _letters(said: str, asked: Asked) -> frozenset[int] | None:
    """Return the choices whose letters an answer holds: ``B``, ``a, c``, ``AC``."""
    bare = said.strip(_MARKS)
    if not bare or len(bare) > _LENGTH:
        return None
    parts = [part.strip(_MARKS) for part in _BETWEEN.split(bare)]
    run = bare.lower()
    if len(parts) == 1 and 1 < len(bare) <= len(asked.texts) and bare.isascii() and bare.isalpha():
        if not (bare.isupper() or list(run) == sorted(run)) or len(set(run)) < len(run):
            return None
        parts = list(run)
    found = [_place_of_letter(part.lower(), asked) for part in parts if part]
    return frozenset(place for place in found if place is not None) if found and None not in found else None


def _place_of_letter(letter: str, asked: Asked) -> int | None:
    if len(letter) != 1 or not "a" <= letter <= "z":
        return None
    if letter in asked.labels:
        column = asked.labels.index(letter)
    elif any(label.isalpha() for label in asked.labels):
        return None
    else:
        column = ord(letter) - ord("a")
    return asked.columns.index(column) if column in asked.columns else None


def _numbers(said: str) -> tuple[int, ...] | None:
    bare = said.strip(_MARKS)
    if not bare or len(bare) > _LENGTH:
        return None
    whole = _NUMBER.fullmatch(bare)
    parts = [bare] if whole else [part.strip(_MARKS) for part in _BETWEEN.split(bare)]
    found = [_NUMBER.fullmatch(part) for part in parts if part]
    return tuple(int(each[1]) for each in found if each) if found and all(found) else None


class _Evidence:
    """What all answers of a table together say of how they name choices."""

    def __init__(self, asked: Sequence[Asked], read: Sequence[_Read], problems: list[Problem]) -> None:
        pairs = list(zip(asked, read, strict=True))
        self.letters = {
            len(ways.letters) > 1 for _, ways in pairs if ways.letters is not None and ways.words is None
        }
        surely = [
            (each, ways.numbers) for each, ways in pairs if ways.numbers is not None and ways.words is None
        ]
        self.numbers = {len(numbers) > 1 for _, numbers in surely}
        self.words = any(
            ways.words is not None
            and ways.letters is None
            and (ways.numbers is None or max(ways.numbers) > max(each.columns, default=0) + 1)
            for each, ways in pairs
        )
        self.base: int | None = None
        if surely:
            self.base = _base(surely, problems)

    def for_labels(self, ways: _Read) -> bool:
        """Return whether other rows name choices by letter or number, as this one may."""
        if ways.numbers is not None and ways.letters is None:
            return (len(ways.numbers) > 1) in self.numbers
        return ways.letters is not None and (len(ways.letters) > 1) in self.letters


def _base(surely: Sequence[tuple[Asked, tuple[int, ...]]], problems: list[Problem]) -> int | None:
    """Return what the first choice is counted as, 0 or 1; None, with a problem, where it cannot be told."""
    first = surely[0][0]
    named = next((each.head.base for each, _ in surely if each.head.base is not None), None)
    if named is not None:
        return named
    zero = next((each for each, numbers in surely if 0 in numbers), None)
    last = next((each for each, numbers in surely if max(numbers) == max(each.columns, default=0) + 1), None)
    labels = [int(label) for label in first.labels if label.isdigit()]
    numbered = min(labels) if labels else None
    written = first.head.written
    hint = f"name the {first.head.what} '{written} (0-based)' or '{written} (1-based)', or write letters"
    if zero and last and numbered != 0:
        message = f"the answers count from 0 on line {zero.cell.place.line} and from 1 on line {last.cell.place.line}"
        problems.append(Problem("unclear-answers", message, last.cell.place, hint))
        return None
    if numbered == 0 or zero:
        return 0
    if last or (numbered == 1 and not _INDEX.search(written)):
        return 1
    message = f"the answers in {first.head.what} {first.head.written!r} are numbers that could count from 0 or from 1"
    problems.append(Problem("unclear-answers", message, first.cell.place, hint))
    return None


def _decide(asked: Asked, ways: _Read, evidence: _Evidence, problems: list[Problem]) -> frozenset[int]:
    label = _by_label(asked, ways, evidence.base)
    said, name, place = shown("", asked.cell.text), asked.name, asked.cell.place
    if ways.mismatch:
        hint = "make letter and words agree, or write the letter alone"
        message = (
            f"question {name!r}: the answer {said!r} has the letter of one choice and the words of another"
        )
        problems.append(Problem("answer-mismatch", message, place, hint))
        return frozenset()
    if ways.words is not None:
        if label is None and ways.letters is None and not evidence.words and _is_other_place(asked, ways):
            what = (
                f"question {name!r}: the answer {said!r} is the words of one choice, or the place of another"
            )
            hint = f"write letters, or name the {asked.head.what} '{asked.head.written} text' or '... number'"
            problems.append(Problem("unclear-answers", what, place, hint))
            return frozenset()
        what = f"question {name!r}: the answer {said!r} is the words of one choice and the place of another"
        told = evidence.words or bool(evidence.letters)
        if ways.letters is not None and ways.letters != ways.words and not told:
            hint = f"name the {asked.head.what} '{asked.head.written} text' or '... letter'"
            problems.append(Problem("unclear-answers", what, place, hint))
            return frozenset()
        if label is None or label == ways.words or not evidence.for_labels(ways):
            return ways.words
        if evidence.words:
            problems.append(
                Problem("unclear-answers", what, place, "write letters in all rows, or words in all")
            )
            return frozenset()
        as_what = f"{what}, and was read as the place, as in the other rows"
        problems.append(
            Problem("assumed-answer", as_what, place, "look at it with 'examgen show'", Severity.WARNING)
        )
        return label
    if label is not None:
        return label
    if ways.numbers is not None and ways.letters is None and evidence.base is None:
        # Said once for the table.
        return frozenset()
    problems.append(_unknown(asked, said, place))
    return frozenset()


def _is_other_place(asked: Asked, ways: _Read) -> bool:
    """Return whether words that are numbers are also the places of other choices, counted from 1."""
    places = frozenset(number - 1 for number in ways.numbers or ())
    return bool(places) and places <= frozenset(asked.columns) and ways.words != places


def _by_label(asked: Asked, ways: _Read, base: int | None) -> frozenset[int] | None:
    if ways.letters is not None:
        return ways.letters
    if ways.numbers is None:
        return None
    columns = []
    for number in ways.numbers:
        if str(number) in asked.labels and base == min(int(each) for each in asked.labels if each.isdigit()):
            column = asked.labels.index(str(number))
        elif base is not None:
            column = number - base
        else:
            return None
        if column not in asked.columns:
            return None
        columns.append(asked.columns.index(column))
    return frozenset(columns)


def _unknown(asked: Asked, said: str, place: Place) -> Problem:
    where = f"{asked.head.what} {asked.head.written!r}"
    message = f"question {asked.name!r}: the answer {said!r} in {where} names none of its choices"
    listed = ", ".join(repr(shown("", text)) for text in asked.texts[:6])
    return Problem("unknown-answer", message, place, f"write the letter or the words of a choice: {listed}")
