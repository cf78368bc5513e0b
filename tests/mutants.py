"""Wrong builds of many kinds over random banks, and whether the audit catches each.

``python tests/mutants.py`` (``make mutants``) prints the table; an argument is the number of banks, another one a part of
the names of the kinds to make.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from mutants_case import Case
from mutants_pdf import ImpossibleMutantError
from mutants_table import MUTATIONS

from examgen.errors import ExamgenError

#: For kinds of mutants of one file, by the word before the colon: the file.
FILE_OF = {
    "csv": "keys/answers.csv",
    "json": "keys/answers.json",
    "grid": "keys/mutants-keys.pdf",
    "print": "print/",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutant."""

    made: bool  #: False: impossible with this bank
    faults: tuple[str, ...] = ()


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of a build but for its record."""
    found = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    return {
        name: path.read_bytes() for name, path in found.items() if name.startswith(("exams", "keys", "print"))
    }


def counts(name: str, fault: str) -> bool:
    """Return whether a kind of mutant is caught by a fault.

    The file to print holds the right papers, and would give a changed one away whatever was changed in it: what it says
    counts for mutants of itself alone. The files for programs and the grid must be caught by what they say.
    """
    file = FILE_OF.get(name.partition(":")[0])
    return fault.startswith(file) if file else not fault.startswith("print/")


def outcome(case: Case, name: str) -> Outcome:
    """Make one mutant of a case and audit it.

    Raises:
        AssertionError: it is no mutant, for nothing changed.
    """
    folder = Path(tempfile.mkdtemp(dir=case.folder))
    out = folder / "out"
    try:
        shutil.copytree(case.right, out)
        try:
            MUTATIONS[name](case, out)
        except ImpossibleMutantError:
            return Outcome(False)
        except (ExamgenError, ValueError):
            # What cannot be built shows nothing about the audit.
            return Outcome(False)
        assert tree(out) != tree(case.right), f"{name}: nothing was changed"
        return Outcome(True, tuple(each for each in case.audit(out) if counts(name, each)))
    finally:
        shutil.rmtree(folder)


def of_bank(seed: int, kinds: Sequence[str]) -> tuple[list[str], dict[str, Outcome]]:
    """Return what the audit says of a right build of a random bank, and of its mutants."""
    with tempfile.TemporaryDirectory() as place:
        case = Case(seed, Path(place))
        alarms = [f"false alarm, bank {seed}: {fault}" for fault in case.audit(case.right)]
        return alarms, {name: outcome(case, name) for name in kinds}


def main(count: int, names: str = "") -> int:
    """Make the mutants whose names hold ``names``, say what became of them, and return how much went wrong."""
    kinds = [name for name in MUTATIONS if names in name]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = list(pool.map(of_bank, range(count), [kinds] * count))
    alarms = [alarm for alarms, _ in found for alarm in alarms]
    return _told({name: [outcomes[name] for _, outcomes in found] for name in kinds}, alarms, count)


def _told(outcomes: dict[str, list[Outcome]], alarms: list[str], count: int) -> int:
    width = max(map(len, outcomes))
    lines = [*alarms, f"{'kind':{width}}  made  caught  said"]
    made = missed = never = 0
    for name, all_of_it in outcomes.items():
        mine = [each for each in all_of_it if each.made]
        caught = [each.faults[0] for each in mine if each.faults]
        made, missed, never = made + len(mine), missed + len(mine) - len(caught), never + (not mine)
        lines.append(f"{name:{width}}  {len(mine):4}  {len(caught):6}  {caught[0] if caught else ''}")
    lines.append(
        f"{len(outcomes)} kinds over {count} banks: {made} mutants, {missed} missed; {never} kinds never made, "
        f"{len(alarms)} false alarms"
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return missed + never + len(alarms)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 6, *sys.argv[2:3]) > 0)
