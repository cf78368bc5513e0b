"""Choices in columns that are counted downwards: ``A. one   C. three`` above ``B. two   D. four``.

Each line becomes one line for each choice, in the order of the letters. Lines whose letters are counted otherwise stay.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from examgen.formats.quiz.lines import Line

_FIRST: Final = re.compile(
    r"\s*(?:[-*]\s+)?(?:\((?P<round>[A-Za-z])\)|(?P<half>[A-Za-z])\)|(?P<dot>[A-Za-z])\.)\s"
)
_OTHERS: Final = {
    "round": re.compile(r"(?<=\s)\((?P<label>[A-Za-z])\)\s"),
    "half": re.compile(r"(?<=\s)(?P<label>[A-Za-z])\)\s"),
    "dot": re.compile(r"(?<=\s)(?P<label>[A-Za-z])\.\s"),
}
#: Words behind which a letter with a full stop is the initial of a name.
_NAMES: Final = re.compile(r"(?:\b(?:and|or|und|et|y|e|by|von|de|mr|mrs|dr)|[&,])\s*$", re.IGNORECASE)
_BEFORE: Final = 20  #: characters in which such a word is looked for
#: Of the label of a first choice, or of a bullet before it.
_BEGINS: Final = frozenset("aA(-*")
_FEWEST: Final = 2
#: No more lines have the choices of one question.
_MOST: Final = 8


def in_columns(lines: list[Line]) -> list[Line]:
    """Return the lines of a file, those with choices in two columns apart."""
    out: list[Line] = []
    row = 0
    while row < len(lines):
        text = lines[row].text.lstrip()
        parts = _columns(lines, row) if text[:1] in _BEGINS else {}
        if parts:
            labels = sorted(parts)
            out += [parts[label] for label in labels]
            row += len({line.number for line in parts.values()})
        else:
            out.append(lines[row])
            row += 1
    return out


def _columns(lines: list[Line], row: int) -> dict[str, Line]:
    """Return the line of each choice whose columns begin on a row, by label; empty when none do.

    The first column has the letters from a on, and each other one goes on where the one before it ends.
    """
    rows: list[tuple[Line, re.Match[str]]] = []
    for line in lines[row : row + _MOST]:
        first = None if line.code else _FIRST.match(line.text)
        if first is None or _label(first) != chr(ord("a") + len(rows)):
            break
        rows.append((line, first))
    if len(rows) < _FEWEST:
        return {}
    found: dict[str, Line] = {}
    wide = True
    for line, first in rows:
        label, begin = _label(first), 0
        for other in _OTHERS[first.lastgroup or ""].finditer(line.text, first.end()):
            before = line.text[first.end() : other.start()]
            if ord(other["label"].lower()) == ord(label) + len(rows) and not is_initial(before):
                found[label] = _part(line, begin, other.start())
                wide = wide and before.endswith("  ")
                label, begin = other["label"].lower(), other.start()
        found[label] = _part(line, begin, len(line.text))
    labels = [chr(ord("a") + index) for index in range(len(found))]
    added = len(found) - len(rows)
    return found if sorted(found) == labels and added and (wide or added >= _FEWEST) else {}


def is_initial(before: str) -> bool:
    """Tell whether a letter with a full stop is that of a name, from the text before it."""
    return _NAMES.search(before[-_BEFORE:]) is not None


def _label(first: re.Match[str]) -> str:
    return first[first.lastgroup or 0].lower()


def _part(line: Line, begin: int, end: int) -> Line:
    return replace(line, text=line.text[begin:end].rstrip(), skipped=line.skipped + begin)
