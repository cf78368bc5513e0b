"""What went wrong in a run of TeX, said in terms of the bank: which piece, and where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from examgen.errors import Place, Problem, Severity
from examgen.pieces import Origin, PieceTable
from examgen.texlog import LogEntry, PieceSpan, entries, piece_spans
from examgen.typeset import TexJob, TexOutcome

#: Points by which a line may stick out of its piece before it is cut off; the LaTeX package's \\eg@bleed.
EXCESS_CUT = 36.0
#: Points by which a line may stick out of its piece before anybody sees it.
EXCESS_SEEN = 1.0

#: The code of problems that are cured by installing a part of TeX.
MISSING_TEX = "tex-missing"

_MISSING_FILE = re.compile(r"[Ff]ile `([\w.-]+\.(?:sty|cls|fd|def|tfm|clo|cfg))' not found")

#: The name of the piece that holds an exam's head, which is in no bank as it stands.
FRONT = "front"
_HEAD = Origin("the head of the exam", None)

_HINTS = (
    ("undefined control sequence", "check its spelling; examgen loads amsmath and amssymb"),
    ("missing $", "put formulas between dollar signs: $x_1$"),
    ("extra }", "a closing brace too many"),
    ("ended while scanning", "a brace that is opened and not closed"),
    ("not set up for use with latex", "write the character as a formula, or leave it out"),
    (
        "has no character",
        r"write the character in another way, outside of \mathrm{...} and its like in a formula, or leave it out",
    ),
)
_PLACED = re.compile(r"\{(\w+)\}")


def problems_of(outcome: TexOutcome, table: PieceTable) -> list[Problem]:
    """Return the errors and warnings of a run, without repeats; pieces of ``table`` are named by their origin."""
    spans = piece_spans(outcome.job.source)
    found: dict[tuple[str, str, Place | None], Problem] = {}

    def note(problem: Problem) -> None:
        found.setdefault((problem.code, problem.message, problem.place), problem)

    for entry in entries(outcome.log):
        if entry.kind == "overfull" and entry.excess < EXCESS_SEEN:
            continue
        piece = _piece_of(entry, spans)
        origins = [_HEAD] if piece == FRONT else table.origins.get(piece, []) if piece else []
        for problem in _problems(entry, origins):
            note(problem)
    for block in outcome.tall:
        for origin in _origins_of_block(block, outcome.job, table):
            note(_tall(origin))
    problems = list(found.values())
    failed = outcome.pdf is None or not outcome.complete
    if failed and not any(p.severity is Severity.ERROR for p in problems):
        what = "made no PDF of" if outcome.pdf is None else "stopped with an error in"
        problems.append(Problem("tex", f"TeX {what} {outcome.job.name}", hint=_tail(outcome.log)))
    return problems


def _piece_of(entry: LogEntry, spans: Sequence[PieceSpan]) -> str | None:
    """Return the name of the piece that an entry is about; None if it is about none, or nobody knows."""
    if entry.swallowed:
        # The argument began in the piece before.
        at = next((i for i, span in enumerate(spans) if span.name == entry.swallowed), 0) - 1
        return spans[at].name if at >= 0 else None
    if entry.file not in ("", "job.tex"):
        return None
    at = bisect_right([span.first for span in spans], entry.line) - 1
    return spans[at].name if at >= 0 and entry.line <= spans[at].last else None


def _problems(entry: LogEntry, origins: Sequence[Origin]) -> list[Problem]:
    if entry.kind == "overfull":
        return [_overfull(origin, entry.excess) for origin in origins]
    if missing := _MISSING_FILE.search(entry.message):
        return [Problem(MISSING_TEX, f"TeX does not find {missing[1]}")]
    hint = next((hint for words, hint in _HINTS if words in entry.message.lower()), "")
    if origins:
        return [Problem("tex", f"{o.label}: {entry.message}", o.place, hint) for o in origins]
    if entry.kind == "missing-character" or entry.swallowed is not None:
        return [Problem("tex", f"somewhere in the text: {entry.message}", hint=hint)]
    if entry.file not in ("", "job.tex"):
        return [Problem("template", entry.message, Place(entry.file, entry.line))]
    where = f" at line {entry.line} of the LaTeX made from it" if entry.line else ""
    return [Problem("template", f"TeX stumbles over a template{where}: {entry.message}")]


def _overfull(origin: Origin, excess: float) -> Problem:
    """Return what to say of a line that is too wide by some points."""
    what = f"{origin.label}: a line is {excess:.0f} pt too wide and"
    hint = "shorten it, break a formula into lines, or make a picture or table narrower"
    if excess > EXCESS_CUT:
        return Problem("cut-off", f"{what} is cut off", origin.place, hint)
    return Problem("overfull", f"{what} runs into the margin", origin.place, hint, Severity.WARNING)


def _origins_of_block(block: str, job: TexJob, table: PieceTable) -> list[Origin]:
    """Return the stems in a block of the source, by the block's name.

    Questions may share the LaTeX of a stem: the one is meant whose choices stand in the block, too.
    """
    if block == FRONT:
        return [_HEAD]
    start = job.source.find(f"\\begin{{egblock}}{{{block}}}")
    if start < 0 and block in table.origins:
        return table.origins[block]
    end = job.source.find("\\end{egblock}", start)
    placed = [
        table.origins[name] for name in _PLACED.findall(job.source, start, end) if name in table.origins
    ]
    if start < 0 or not placed:
        return [Origin(f"{job.name}: {block}", Place(""))]
    stems, *others = placed
    meant = [
        stem
        for stem in stems
        if all(any(o.label.startswith(f"{stem.label}, ") for o in origins) for origins in others)
    ]
    return meant or stems


def _tall(origin: Origin) -> Problem:
    return Problem(
        "too-tall",
        f"{origin.label}: it does not fit on one page"
        + (", and a question is never split" if "," not in origin.label and origin is not _HEAD else ""),
        origin.place if origin.place and origin.place.file else None,
        "shorten it, use one column, a smaller --size or smaller pictures",
    )


def _tail(log: str) -> str:
    lines = [line for line in log.splitlines() if line.strip()]
    return "the last lines of TeX's log: " + " | ".join(lines[-3:])
