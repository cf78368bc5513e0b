"""The entries of a list of answers, as they stand on one line: ``1. B 2. D``, ``**3. Answer: C** - why``, ``| 4 | A |``.

All offsets are 0-based in ``Line.text``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from examgen.formats.quiz.marking.alphabets import latin
from examgen.formats.quiz.marking.answers import parse_answer
from examgen.formats.quiz.marking.firstwords import NUMBER, may_begin, may_head_answers
from examgen.formats.quiz.marking.labelled import ChoiceMark
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.ranges import in_ranges
from examgen.formats.quiz.marking.words import (
    ANSWER,
    DECORATION,
    EITHER,
    FALSE,
    KEY,
    QUESTION,
    TRUE,
    pattern,
    phrases,
)

_HEAD = re.compile(
    rf"(?:>\s*)?(?:\#{{1,6}}\s+|(?P<ruled>[-=~]{{2,40}}|\*{{3,40}})\s*)?(?:{DECORATION}{{1,6}}\s*)?(?P<open>\*\*|__)?(?:{DECORATION}{{1,6}}\s*)?"
    rf"(?!(?:short|long|brief|open|written|extended|free|constructed|your|one|give|select|choose|multiple)\b)"
    rf"(?:[A-Z][\w'-]{{0,30}}\s+(?:[0-9]{{1,4}}\s+)?(?:(?:[0-9A-Z]{{1,3}}\s?)?[\u2013\u2014:.-]\s+)?){{0,3}}?{pattern(KEY)}"
    rf"(?:\s*(?:and|&|with|\+|und|et|y|e)\s+(?:detailed\s+)?[^\W\d]{{1,30}})?(?:\s+(?:for|to|f\u00fcr|zu|de|der)\s+[^:]{{1,60}})?"
    r"(?:\s*\([^()]{0,60}\))?\s*(?P<close>\*\*|__)?\s*(?P<colon>[:\uff1a])?(?P<close2>\*\*|__)?\s*(?(ruled)(?:[-=~]{2,40}|\*{3,40})|\#*)",
    re.IGNORECASE,
)
_LETTERS = r"[A-Za-z](?:\s?(?:[,/&+]|and\b)\s?[A-Za-z](?![A-Za-z]))*"
_NUMBER = rf"(?:(?:{pattern(QUESTION)}|Q\.?)\s?)?\#?(?P<number>[0-9]{{1,6}})"
#: A number and an answer; several may stand on one line.
_ENTRY = re.compile(
    rf"[\s,;|\u2022\u00b7*_-]*(?:\((?=[0-9]{{1,6}}\)))?{_NUMBER}\s*(?:[*_]{{0,2}}[.):\]\uff1a=\u2192-]+|[\u2013\u2014]|(?=\s)|(?=[A-Za-z](?![\w.)])))[*_]{{0,2}}\s*"
    rf"[*_]{{0,2}}(?P<answer>\(?{_LETTERS}\)?|(?-i:[A-Z]{{2,8}})|{pattern(TRUE, FALSE)})[.)]?[*_]{{0,2}}(?=[\s,;|]|$)",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"(?:[-*+\u2022]\s+)?(?:>\s*)?(?:\#{{1,6}}\s+)?(?P<open>\*\*|__)?{_NUMBER}(?P<close1>\*\*|__)?"
    rf"\s*(?:[.):\]\uff1a=\u2192-]+|[\u2013\u2014]|(?=\s|$))(?P<close2>\*\*|__)?\s*"
    rf"(?P<label>[*_]{{0,2}}{pattern(ANSWER, EITHER)}[*_]{{0,2}}\s*(?:[:\uff1a]|is\b)[*_]{{0,2}}\s*)?",
    re.IGNORECASE,
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip
#: ``Third: B``; at the beginning of a line only.
_ORDINAL = re.compile(
    rf"(?:[-*+\u2022]\s+)?(?:\*\*|__)?(?:the\s+)?(?P<word>{'|'.join(_ORDINALS)})(?:\s+question|\s+one)?"
    r"(?:\*\*|__)?\s*(?:[:.)=]|\s[-\u2013\u2014])(?:\*\*|__)?\s*",
    re.IGNORECASE,
)
_BARE = re.compile(rf"\W*(?:{_LETTERS}|(?-i:[A-Z]{{1,8}}))\W*$", re.IGNORECASE)
#: A letter, and what is set off from it by more than a blank.
_SET_OFF = re.compile(r"\s*[*_]{0,2}[A-Za-z][*_]{0,2} {2,}(?=\S)")
_LONE = r"[*_]{0,2}(?-i:[A-Z])[*_]{0,2}\s"
#: A number at the beginning of a line with a sign behind it, or with a capital that stands alone.
_NUMBERED = re.compile(
    rf"\s*(?:[-*+\u2022]\s+|\|\s*)?(?:\*\*|__)?\(?{_NUMBER}(?:\s?[.):\]\uff1a]{{1,3}}(?:\*\*|__)?(?=\s|{_LONE})"
    rf"|\s*[|=>\u2192\u2013\u2014-]{{1,3}}\s*(?={_LONE})|(?=\s+{_LONE}))\s*",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"[*_]{0,2}(?P<letter>[A-Z])[*_]{0,2}\s+\S")
_CELL = re.compile(r"(?<!\\)\|")
SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
FENCE = re.compile(r"\s*(?:`{3,}|~{3,})[\w-]*\s*$")
NUMBER_CELLS = frozenset(
    (*phrases(QUESTION), "q", "q#", "q.", "#", "no.", "no", "nr", "nr.", "n\u00ba", "n\u00b0", "number")
)
ANSWER_CELLS = frozenset(phrases(ANSWER, EITHER))
#: Forms of the labels of choices with which neither of them begins.
_LETTERED = ("round", "half", "dot")
_DIGIT = re.compile("[0-9]")
_LINE_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of a list; offsets are 0-based in the text of its line."""

    number: int
    start: int  #: offset of the answer
    end: int  #: offset behind all that belongs to it
    more: tuple[tuple[int, int], ...] = ()  #: where further cells of a table begin and end


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line in a list of answers that begins with a number, and whose answer is not sure."""

    number: int
    letter: str  #: the capital that stands alone behind the number; empty when none does
    rest: str  #: what follows the number


def numbered(line: Line) -> Numbered | None:
    """Return what a line that begins with a number says, or None when it begins with none."""
    found = _NUMBERED.match(line.text[:_LINE_LENGTH])
    if found is None:
        return None
    rest = line.text[found.end() :].strip()
    capital = _CAPITAL.match(rest)
    return Numbered(int(found["number"]), capital["letter"] if capital else "", rest)


def is_set_off(rest: str) -> bool:
    """Tell whether a letter stands before words with more than a blank between: it is the answer, and they the reason."""
    return _SET_OFF.match(rest) is not None


def may_list(line: Line, choice: ChoiceMark | None) -> bool:
    """Return False only when a line surely has no entries, and is no heading of answers; ``choice`` is what it could be."""
    if choice and choice.style[0] in _LETTERED:
        return False
    return (
        line.text.startswith("|", line.start)
        or may_begin(line.text, line.start, NUMBER)
        or _may_be_head(line)
    )


def is_head(line: Line) -> bool:
    """Tell whether a line is the heading of a list of answers, with or without entries behind it."""
    end = None if line.code else _head_end(line)
    return end is not None and (end >= len(line.text.rstrip()) or bool(entries(line)))


def is_table_head(line: Line) -> bool:
    """Tell whether a line is the head of a table of answers: ``| Question | Answer |``."""
    if line.code or not line.text.lstrip().startswith("|"):
        return False
    cells = [line.text[slice(*span)].strip(" *_`").casefold() for span in spans(line.text)]
    return len(cells) > 1 and cells[0] in NUMBER_CELLS and cells[1] in ANSWER_CELLS


def _head_end(line: Line) -> int | None:
    """Return the offset behind a heading such as ``Answer key:``, or None when the line has none."""
    short = len(line.text) <= _LINE_LENGTH and _may_be_head(line)
    return _end_of_head(line.text, line.start) if short else None


@lru_cache(1024)
def _end_of_head(text: str, start: int) -> int | None:
    """Return where a heading ends, or None; lines such as ``Answer: b`` are in a file again and again."""
    found = _HEAD.match(text, start)
    if not found or (found.end() < len(text.rstrip()) and not found["colon"]):
        return None
    return found.end()


def _may_be_head(line: Line) -> bool:
    """Return False only when the first character of a line, or all of its words, surely make no heading of answers."""
    first = line.text[line.start : line.start + 1]
    if first.isascii() and not (first.isalpha() or first in ">#*_-=~"):
        return False
    return may_head_answers(line.text)


def entries(line: Line) -> list[Entry]:
    """Return the entries of a line that is made of sure entries only; those behind a heading, too."""
    if not _DIGIT.search(line.text) and not _ORDINAL.match(line.text, line.start):
        return []
    text = latin(line.text.rstrip())
    if len(text) > _LINE_LENGTH:
        return []
    start = (_head_end(line) or line.start) if not line.code else line.start
    if start >= len(text):
        return []
    if text[start] == "|":
        return _row_entries(text)
    if ordinal := _ORDINAL.match(text, start):
        answer = parse_answer(text[ordinal.end() :], 0)
        number = _ORDINALS.index(ordinal["word"].lower()) + 1
        return [Entry(number, ordinal.end(), len(text))] if answer and answer.sure else []
    if ranges := in_ranges(text, start):
        return [Entry(number, at, at + 1) for number, at in ranges]
    found, position = [], start
    while position < len(text):
        entry = _ENTRY.match(text, position)
        if not entry:
            break
        found.append(Entry(int(entry["number"]), entry.start("answer"), entry.end("answer")))
        position = entry.end()
    if not text[position:].strip(" \t,;.|*_"):
        return found
    return _explained(text, start)


def _explained(text: str, start: int) -> list[Entry]:
    """Return the entry of a line such as ``1. B - because ...`` or ``**2. Answer: C**``."""
    found = _ONE.match(text, start)
    rest = text[found.end() :] if found else ""
    answer = parse_answer(rest, 0) if rest else None
    if not found or answer is None or not (answer.sure or found["label"] or is_set_off(rest)):
        return []
    return [Entry(int(found["number"]), found.end(), len(text))]


def _row_entries(text: str) -> list[Entry]:
    """Return the entries of a row of a table: number and answer, again and again, or once and then reasons."""
    parts = spans(text)
    cells = [text[begin:end].strip(" *_`") for begin, end in parts]
    numbers = [re.fullmatch(rf"{_NUMBER}[.)]?", cell, re.IGNORECASE) for cell in cells]
    if len(cells) < 2 or not numbers[0]:
        return []
    found: list[Entry] = []
    index = 0
    while index + 1 < len(cells):
        number, answer = numbers[index], parse_answer(cells[index + 1], 0)
        if not number or answer is None or not answer.sure or (found and answer.text):
            break
        found.append(Entry(int(number["number"]), *parts[index + 1]))
        index += 2
    rest = tuple(span for span in parts[index:] if text[slice(*span)].strip())
    if not found or (rest and len(found) > 1):
        return []
    return [replace(found[0], more=rest)] if rest else found


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the cells of a table's row begin and end."""
    bars = [found.start() for found in _CELL.finditer(text)]
    ends = [*bars[1:], len(text)]
    pairs = [(bar + 1, end) for bar, end in zip(bars, ends, strict=False)]
    return [pair for pair in pairs if text[slice(*pair)].strip()]


def numbers_across(cells: Sequence[str]) -> list[int]:
    """Return the numbers of a row of numbers, behind a word or not; empty for another row."""
    found = [re.fullmatch(rf"{_NUMBER}[.)]?", cell, re.IGNORECASE) for cell in cells]
    numbers = [int(match["number"]) for match in found if match]
    whole = len(numbers) >= len(cells) - 1 and all(found[1:])
    return numbers if len(numbers) > 1 and whole else []


def is_bare(line: Line, found: Sequence[Entry]) -> bool:
    """Tell whether a line is nothing but numbers and letters."""
    if line.text.lstrip().startswith("|"):
        return False
    return all(_BARE.match(latin(line.text[one.start : one.end])) for one in found)
