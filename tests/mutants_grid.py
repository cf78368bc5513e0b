"""Wrong grids, typeset as the right one is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mutants_make import Mutation, program
from mutants_pdf import ImpossibleMutantError

_ROW = re.compile(r"\\eggridrow\{(?P<label>\w+)\}\{(?P<fingerprint>[\w-]+)\}\{(?P<cells>.*)\}")


def grid(change: Callable[[str], str]) -> Mutation:
    """Build with another LaTeX of the grid."""

    def broken(right: Callable[..., str], *args: Any) -> str:
        source = right(*args)
        changed = change(source)
        if changed == source:
            raise ImpossibleMutantError
        return changed

    return program("examgen.render.grid", broken)


def replaced(old: str, new: str) -> Mutation:
    """Replace the first match of a pattern."""
    return grid(lambda source: re.sub(old, new, source, count=1))


def rows(change: Callable[[list[str]], list[str]]) -> Mutation:
    """Change the list of rows, each with its line of LaTeX."""

    def changed(source: str) -> str:
        found = [match[0] for match in _ROW.finditer(source)]
        start, end = source.index(found[0]), source.index(found[-1]) + len(found[-1])
        return source[:start] + "\n".join(change(found)) + source[end:]

    return grid(changed)


def first_row(old: str, new: str) -> Mutation:
    """Replace the first match of a pattern in the first row."""
    return rows(lambda found: [re.sub(old, new, found[0], count=1), *found[1:]])


def _other_answers(found: list[str]) -> list[str]:
    """Two versions have each other's answers."""
    one, two = (_ROW.fullmatch(row) for row in found[:2])
    assert one
    assert two
    return [
        found[0].replace(one["cells"], two["cells"]),
        found[1].replace(two["cells"], one["cells"]),
        *found[2:],
    ]


GRIDS: dict[str, Mutation] = {
    "grid: a letter after a row's end": first_row(r"\\eggridgap\}$", r"\\eggridanswer{E}\\eggridgap}"),
    "grid: a letter more in a row's last cell": first_row(r"\}\\eggridgap\}$", r"E}\\eggridgap}"),
    "grid: a letter far behind a row": first_row(r"\}$", r"\\rlap{\\hskip90pt B}}"),
    "grid: a letter less in a cell": replaced(r"\\eggridanswer\{[A-Z]([A-Z]+)\}", r"\\eggridanswer{\1}"),
    "grid: a letter moved to the cell before": replaced(
        r"\{([A-Z]+)\}\\eggridanswer\{([A-Z])([A-Z]+)\}", r"{\1\2}\\eggridanswer{\3}"
    ),
    "grid: a letter moved to the next cell": replaced(
        r"\{([A-Z]+)([A-Z])\}\\eggridanswer\{([A-Z]+)\}", r"{\1}\\eggridanswer{\2\3}"
    ),
    "grid: a cell empty and the next one with both": replaced(
        r"\{([A-Z]+)\}\\eggridanswer\{([A-Z]+)\}", r"{}\\eggridanswer{\1\2}"
    ),
    "grid: a row moved by a cell": replaced(r"(\\eggridrow\{B\}\{[^}]*\}\{)", r"\1\\eggridanswer{}"),
    "grid: a row missing": rows(lambda found: [found[0], *found[2:]]),
    "grid: a row twice": rows(lambda found: [*found[:2], *found[1:]]),
    "grid: two rows exchanged": rows(lambda found: [found[1], found[0], *found[2:]]),
    "grid: the answers of two rows exchanged": rows(_other_answers),
    "grid: a row of no version": rows(lambda found: [*found, re.sub(r"\{[A-Z]\}", "{Z}", found[0], count=1)]),
    "grid: a line among the rows": rows(lambda found: [found[0], r"\hbox{B}", *found[1:]]),
    "grid: two numbers exchanged": replaced(r"(\\eggridnumber)\{2\}(\\eggridnumber)\{3\}", r"\1{3}\2{2}"),
    "grid: numbers above other columns": replaced(
        r"\\eggridnumber\{1\}", r"\\eggridnumber{}\\eggridnumber{1}"
    ),
    "grid: no numbers": replaced(r"(\\eggridhead)\{.*\}", r"\1{}"),
}
