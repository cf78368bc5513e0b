"""The rows of the grid as they stand on its pages: which letters stand below which number, beside which version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from examgen.audit.sight import SeenPage

#: Answers in a row of the grid.
COLUMNS = 25
#: Where a row begins: the name of a version, and its fingerprint.
_START = re.compile(r"(?P<label>[A-Z]+)(?P<fingerprint>[0-9A-Z]{4}-[0-9A-Z]{2})")
#: What stands at the foot of a page of the grid.
_FOOT = re.compile(r"(?P<end>Forgradersonly|Endofkey)Page(?P<page>\d+)of(?P<pages>\d+)$")
#: Points within which two characters stand on one line.
_LINE = 0.5
#: Points from the middle of the first column to what stands left of it; half of a column is less wide.
_LEFT = 10.0
#: Numbers of questions begin so far into a page, as a share of its width; lines of text begin before.
_NUMBERS_FROM = 0.2


@dataclass(frozen=True, slots=True)
class GridPage:
    """The characters of a page of the grid, without white space."""

    text: str  #: in the order drawn
    width: float  #: points
    places: NDArray[
        np.float64
    ]  #: shape (characters, 2): the middle and the baseline of each, as SeenPage.places says


@dataclass(frozen=True, slots=True)
class GridRow:
    """The answers of one version to some questions."""

    label: str
    fingerprint: str
    first: int  #: the number of the first question
    cells: tuple[str, ...]  #: of each question from the first on, the letters below its number


@dataclass(frozen=True, slots=True)
class GridRows:
    """The grid, read from where its letters stand."""

    rows: tuple[GridRow, ...]  #: from top to bottom, page by page
    faults: tuple[str, ...]  #: what stands among the rows and is none


@dataclass(frozen=True, slots=True)
class _Line:
    """Characters on one baseline, from left to right."""

    text: str
    middles: NDArray[np.float64]  #: of each character, points from the left edge


def seen(page: SeenPage) -> GridPage:
    """Return the characters of an open page."""
    return GridPage(page.text, page.width, page.places())


def rows_of(pages: Sequence[GridPage]) -> GridRows:
    """Return the rows of the grid."""
    rows, faults = list[GridRow](), list[str]()
    for number, page in enumerate(pages, start=1):
        foot = _FOOT.search(page.text)
        if foot is None:
            faults.append(f"page {number} does not end as those of the grid do")
        elif (int(foot["page"]), int(foot["pages"])) != (number, len(pages)):
            faults.append(
                f"page {number} of {len(pages)} says that it is page {foot['page']} of {foot['pages']}"
            )
        elif (foot["end"] == "Endofkey") != (number == len(pages)):
            faults.append(
                f"page {number} of {len(pages)} says {'End of key' if number < len(pages) else 'For graders only'!r}"
            )
        block: _Block | None = None
        for line in _lines(page, foot.start() if foot else len(page.text)):
            if (numbers := _numbers(line, page.width)) is not None:
                rows += block.rows() if block else ()
                block = _Block(numbers, line)
            elif block is not None and (stray := block.take(line)):
                faults.append(f"page {number}: {stray!r} stands among the rows and is none")
        rows += block.rows() if block else ()
    return GridRows(tuple(rows), tuple(faults))


class _Block:
    """A line of numbers and the rows below it."""

    def __init__(self, numbers: range, line: _Line) -> None:
        ends = [0, *accumulate(len(str(number)) for number in numbers)]
        columns = [line.middles[start:end].mean() for start, end in pairwise(ends)]
        self._numbers = numbers
        self._left = columns[0] - _LEFT
        #: Between two columns: what stands left of it belongs to the one, else to the other.
        self._between = [(one + two) / 2 for one, two in pairwise(columns)]
        self._rows: list[tuple[str, str, list[str]]] = []

    def take(self, line: _Line) -> str:
        """Take the next line below, and return what of it belongs to no row.

        Answers of many letters are broken: a line without the name of a version goes on with the row above.
        """
        count = int(np.searchsorted(line.middles, self._left))
        head = line.text[:count]
        start = _START.fullmatch(head)
        if start:
            self._rows.append((start["label"], start["fingerprint"], [""] * len(self._numbers)))
        elif head or not self._rows:
            return line.text
        cells = self._rows[-1][2]
        places = np.searchsorted(self._between, line.middles[count:]).tolist()
        for char, column in zip(line.text[count:], places, strict=True):
            cells[column] += char
        return ""

    def rows(self) -> Iterator[GridRow]:
        """Yield the rows that were taken."""
        for label, fingerprint, cells in self._rows:
            yield GridRow(label, fingerprint, self._numbers.start, tuple(cells))


def _lines(page: GridPage, end: int) -> Iterator[_Line]:
    """Yield the lines of the first ``end`` characters of a page, from top to bottom.

    Not in the order drawn: a letter belongs to the line that it stands on, whenever it was drawn.
    """
    if not end:
        return
    middles, baselines = page.places[:end, 0], page.places[:end, 1]
    down = np.argsort(-baselines, kind="stable")
    breaks = np.flatnonzero(-np.diff(baselines[down]) > _LINE) + 1
    for line in np.split(down, breaks):
        across = line[np.argsort(middles[line], kind="stable")]
        yield _Line("".join(page.text[index] for index in across), middles[across])


def _numbers(line: _Line, width: float) -> range | None:
    """Return the numbers of questions that a line consists of; None: it is another one."""
    if not re.fullmatch("[0-9]+", line.text) or line.middles[0] < _NUMBERS_FROM * width:
        return None
    for digits in range(1, min(7, len(line.text)) + 1):
        first = int(line.text[:digits])
        if first % COLUMNS != 1:
            continue
        text, last = "", first
        while len(text) < len(line.text) and last < first + COLUMNS:
            text += str(last)
            last += 1
        if text == line.text:
            return range(first, last)
    return None
