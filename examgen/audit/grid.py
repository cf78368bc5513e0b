"""The grid: whether each version's answers stand in it once, each below its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from examgen.audit.gridrows import COLUMNS, GridPage, GridRow, rows_of
from examgen.audit.readfiles import PrintedQuestion
from examgen.audit.tables import Expected

_FINGERPRINT = re.compile(r"(?=([0-9A-Z]{4}-[0-9A-Z]{2}))")


class Grid:
    """What the grid says.

    In templates of a user columns may stand elsewhere: then the grid is read as a text.
    """

    def __init__(self, pages: Sequence[GridPage], *, ours: bool) -> None:
        """``ours``: the templates are those of the program."""
        self._text = "".join(page.text for page in pages)
        self._read = rows_of(pages) if ours else None

    def fingerprints(self, labels: Sequence[str]) -> dict[str, str]:
        """Return the fingerprint that it gives each of the versions, where it names it."""
        found: dict[str, str] = {}
        if self._read is not None:
            for row in self._read.rows:
                found.setdefault(row.label, row.fingerprint)
            return {label: found[label] for label in labels if label in found}
        known, longest = set(labels), max(map(len, labels), default=0)
        for fingerprint, start, _ in _marks(self._text):
            # The letters of another row may end just before the name of a version: AA is not A.
            for length in range(longest, 0, -1):
                if (label := self._text[max(0, start - length) : start]) in known:
                    found.setdefault(label, fingerprint)
                    break
        return found

    def faults(self, versions: Sequence[Expected]) -> list[str]:
        """Return what does not fit; ``versions`` are all that there are, in their order."""
        return list(self._of_text(versions) if self._read is None else self._of_rows(versions))

    def _of_rows(self, versions: Sequence[Expected]) -> Iterator[str]:
        assert self._read is not None
        yield from self._read.faults
        rows: dict[tuple[str, int], list[GridRow]] = {}
        for row in self._read.rows:
            rows.setdefault((row.label, row.first), []).append(row)
        wanted = {(each.label, first) for each in versions for first in range(1, _count(each) + 1, COLUMNS)}
        for label, first in [each for each in rows if each not in wanted]:
            yield f"it has a row of version {label} from question {first} on, of which there is no paper"
        for each in versions:
            for first in range(1, _count(each) + 1, COLUMNS):
                yield from _of_version(each, first, rows.get((each.label, first), []))
        if moved := _out_of_order(
            [row for row in self._read.rows if (row.label, row.first) in wanted], versions
        ):
            yield f"{_name(*moved)} is not where it belongs among the versions"

    def _of_text(self, versions: Sequence[Expected]) -> Iterator[str]:
        """Yield which rows are not there, or say something else."""
        ends: dict[str, list[tuple[int, int]]] = {}
        for fingerprint, start, end in _marks(self._text):
            ends.setdefault(fingerprint, []).append((start, end))
        for each in versions:
            places = [
                end
                for start, end in ends.get(each.fingerprint, ())
                if self._text.endswith(each.label, 0, start)
            ]
            answers = {read.number: read for read in each.questions}
            for first in range(1, _count(each) + 1, COLUMNS):
                reads = [answers.get(number) for number in _numbers(each, first)]
                cells = re.compile("".join(map(_pattern, reads)))
                if not any(cells.match(self._text, end) for end in places):
                    wanted = " ".join(read.answer if read else "?" for read in reads)
                    yield f"{_name(each.label, first)} is not there, the {each.whose} says {wanted}"


def _marks(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each fingerprint in a text with its beginning and end."""
    return ((match[1], *match.span(1)) for match in _FINGERPRINT.finditer(text))


def _count(version: Expected) -> int:
    return max([*(read.number for read in version.questions), *version.unread], default=0)


def _numbers(version: Expected, first: int) -> range:
    return range(first, min(first + COLUMNS, _count(version) + 1))


def _name(label: str, first: int) -> str:
    return f"version {label}'s row from question {first} on"


def _of_version(version: Expected, first: int, rows: Sequence[GridRow]) -> Iterator[str]:
    """Yield what does not fit in the row of a version, which ``rows`` should hold once."""
    name, numbers = _name(version.label, first), _numbers(version, first)
    if len(rows) != 1:
        yield f"{name} is there {len(rows)} times" if rows else f"{name} is not there below its numbers"
    answers: Mapping[int, PrintedQuestion] = {read.number: read for read in version.questions}
    for row in rows:
        if row.fingerprint != version.fingerprint:
            yield f"{name} has the fingerprint {row.fingerprint}, the {version.whose} says {version.fingerprint}"
        if len(row.cells) != len(numbers):
            yield f"{name} has {len(row.cells)} cells, the {version.whose} has {len(numbers)} questions"
        for number, cell in zip(numbers, row.cells, strict=False):
            read = answers.get(number)
            if (read is None or cell != read.answer) and not re.fullmatch(_pattern(read), cell):
                which = (
                    f"question {number} {version.exam[read.question].id!r}" if read else f"question {number}"
                )
                wanted = read.answer if read else "something else"
                yield (
                    f"version {version.label}, {which}: answer is {cell or 'empty'}, the {version.whose} says {wanted}"
                )


def _out_of_order(rows: Sequence[GridRow], versions: Sequence[Expected]) -> tuple[str, int] | None:
    """Return version and first question of a row that stands above one of a version before it; None: there is none."""
    places = {each.label: place for place, each in enumerate(versions)}
    last: dict[int, int] = {}
    for row in rows:
        place = places[row.label]
        if place < last.get(row.first, -1):
            return row.label, row.first
        last[row.first] = place
    return None


def _pattern(read: PrintedQuestion | None) -> str:
    """Return a pattern of what the grid prints for a question; None: nothing is known of it."""
    if read is None:
        return "(?:[A-Z/]+|[–*])"
    return re.escape(read.answer) if read.decided or not read.accepted else "[A-Z/]+"
