"""docs/samples.md: what examgen makes of a folder of files that other people wrote, by format.

    python docs/samples.py             the folder ../shared/samples, if it is there
    python docs/samples.py FOLDER      another one; the page is printed and not written

A folder may have an ``INDEX.md`` with a table whose columns ``file`` and ``questions`` say how many each has.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from examgen.errors import Problem, errors_of
from examgen.formats import FORMATS, SKIPPED, read_data, recognise

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "shared" / "samples"
TARGET = HERE / "samples.md"
#: Errors of one file that are listed.
_SHOWN = 2
#: What a line on a skipped question says that it is.
_REASON = re.compile(
    r"^question '.*' is (?P<is>.*), which cannot be printed|has no (?P<no>choices) that can be told"
    r"|^question \".*\" is (?P<also>.*), which cannot be printed|^the text (?P<text>)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One file, and what came of it."""

    name: str
    format: str  #: its name; "none" when it was not recognised
    known: int | None  #: questions in it, as the index says
    read: int
    problems: tuple[Problem, ...]


def samples_of(folder: Path) -> Iterator[Sample]:
    """Yield every file in a folder and below it."""
    known = _index(folder / "INDEX.md")
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and "/truth/" not in name and name != "INDEX.md":
            data = path.read_bytes()
            format = recognise(path.name, data)
            reading = read_data(path.name, data)
            questions = len(reading.bank.questions)
            yield Sample(
                name, format.name if format else "none", known.get(path.name), questions, reading.problems
            )


def _index(path: Path) -> dict[str, int]:
    """Return the number of questions of each file that the index counts."""
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    cells = [
        [cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows if row.startswith("|")
    ]
    head = cells[0] if cells else []
    if "file" not in head or "questions" not in head:
        return {}
    file, count = head.index("file"), head.index("questions")
    return {row[file]: int(row[count]) for row in cells[1:] if len(row) == len(head) and row[count].isdigit()}


def reason_of(problem: Problem) -> str:
    """Return why a question was skipped, in the words of its message."""
    found = _REASON.search(problem.message)
    if not found:
        return problem.message
    if found["no"]:
        return "no choices that can be told"
    return found["is"] or found["also"] or "a text between questions"


def page_of(samples: list[Sample]) -> str:
    """Return the page: a table of formats, the reasons of skips, and every error."""
    by_format: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_format[sample.format].append(sample)
    order = [name for name in (*(format.name for format in FORMATS), "none") if name in by_format]
    lines = [
        "# What is read of files that others made", "",
        "Made by `python docs/samples.py` from question files of public repositories. *In the files* is what the index of "
        "the collection counts, where it does: every question, of whatever kind.", "",
        "| format | files | in the files | read | skipped | files with errors |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    for name in order:
        group = by_format[name]
        known = [sample.known for sample in group if sample.known is not None]
        counted = (
            f"{sum(known):,}" + ("" if len(known) == len(group) else f" in {len(known)}") if known else ""
        )
        skipped = sum(problem.code == SKIPPED for sample in group for problem in sample.problems)
        failed = sum(bool(errors_of(sample.problems)) for sample in group)
        read = sum(sample.read for sample in group)
        lines.append(f"| {name} | {len(group)} | {counted} | {read:,} | {skipped:,} | {failed} |")
    lines += ["", "## Skipped, and why", "", "| format | reason | questions |", "| --- | --- | ---: |"]
    for name in order:
        reasons = Counter(
            reason_of(problem)
            for sample in by_format[name]
            for problem in sample.problems
            if problem.code == SKIPPED
        )
        lines += [f"| {name} | {_cell(reason)} | {count} |" for reason, count in sorted(reasons.items())]
    lines += ["", "## Errors", "", "| file | line | code | what is wrong |", "| --- | ---: | --- | --- |"]
    for name in order:
        for sample in by_format[name]:
            errors = errors_of(sample.problems)
            for problem in errors[:_SHOWN]:
                line = problem.place.line if problem.place and problem.place.line else ""
                lines.append(
                    f"| {_cell(sample.name)} | {line} | `{problem.code}` | {_cell(problem.message)} |"
                )
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Return a text as it stands in a table of Markdown."""
    return re.sub(r"([\\|`*_<>\[\]])", r"\\\1", " ".join(text.split()))


def main(arguments: list[str]) -> int:
    """Write or print the page."""
    folder = Path(arguments[0]) if arguments else SAMPLES
    if not folder.is_dir():
        sys.stderr.write(f"there is no folder {folder}: nothing was written\n")
        return 1 if arguments else 0
    page = page_of(list(samples_of(folder)))
    if arguments:
        sys.stdout.write(page)
    else:
        TARGET.write_text(page, encoding="utf-8")
        sys.stdout.write(f"{page}\n{TARGET}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
