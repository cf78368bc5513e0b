"""What went wrong in a run of TeX, said in terms of the bank: which piece, and where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from examgen.errors import Place, Problem, Severity
from examgen.pieces import Origin, PieceTable
from examgen.texlog import LogEntry, entries, piece_lines
from examgen.typeset import TexOutcome

#: Points by which a line may stick out of its piece before anybody sees it.
EXCESS_SEEN = 1.0

_HINTS = (
    ("undefined control sequence", "check its spelling; examgen loads amsmath and amssymb"),
    ("missing $", "put formulas between dollar signs: $x_1$"),
    ("extra }", "a closing brace too many"),
    ("not set up for use with latex", "write the character as a formula, or leave it out"),
)


def problems_of(outcome: TexOutcome, table: PieceTable) -> list[Problem]:
    """Return the errors and warnings of a run, without repeats; pieces of ``table`` are named by their origin."""
    lines = piece_lines(outcome.job.source)
    starts = [line for line, _ in lines]
    found: dict[tuple[str, str, Place | None], Problem] = {}

    def note(problem: Problem) -> None:
        found.setdefault((problem.code, problem.message, problem.place), problem)

    for entry in entries(outcome.log):
        if entry.kind == "overfull" and entry.excess < EXCESS_SEEN:
            continue
        at = bisect_right(starts, entry.line) - 1
        in_source = entry.file in ("", "job.tex") and entry.line and at >= 0
        origins = table.origins.get(lines[at][1], []) if in_source else []
        for problem in _problems(entry, origins):
            note(problem)
    for name in outcome.tall:
        for origin in table.origins.get(name, []) or [Origin(name, Place(outcome.job.name))]:
            note(_tall(origin))
    problems = list(found.values())
    if outcome.pdf is None and not any(p.severity is Severity.ERROR for p in problems):
        problems.append(Problem("tex", f"TeX made no PDF of {outcome.job.name}", hint=_tail(outcome.log)))
    return problems


def _problems(entry: LogEntry, origins: Iterable[Origin]) -> list[Problem]:
    if entry.kind == "overfull":
        return [
            Problem(
                "overfull",
                f"{origin.label}: a line is {entry.excess:.0f} pt too wide and runs into the margin",
                origin.place,
                "shorten it, break a formula into lines, or make a picture or table narrower",
                Severity.WARNING,
            )
            for origin in origins
        ]
    hint = next((hint for words, hint in _HINTS if words in entry.message.lower()), "")
    if origins:
        return [Problem("tex", f"{o.label}: {entry.message}", o.place, hint) for o in origins]
    if entry.file not in ("", "job.tex"):
        return [Problem("template", entry.message, Place(entry.file, entry.line))]
    where = f" at line {entry.line} of the LaTeX made from it" if entry.line else ""
    return [Problem("template", f"TeX stumbles over a template{where}: {entry.message}")]


def _tall(origin: Origin) -> Problem:
    return Problem(
        "too-tall",
        f"{origin.label}: it does not fit on one page, and a question is never split",
        origin.place,
        "shorten it, use one column, a smaller --size or smaller pictures",
    )


def _tail(log: str) -> str:
    lines = [line for line in log.splitlines() if line.strip()]
    return "the last lines of TeX's log: " + " | ".join(lines[-3:])
