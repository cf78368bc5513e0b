"""What a TeX log says, and where in the source it says it.

The log is read with lines unbroken (``max_print_line``) and errors in the form ``./job.tex:12: message``
(``-file-line-error``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ERROR = re.compile(r"^(?:\./)?(?P<file>[^\s:]+):(?P<line>\d+): (?P<message>.*)$")
_FATAL = re.compile(r"^! (?P<message>.*)$")
_OVERFULL = re.compile(r"^Overfull \\hbox \((?P<excess>[\d.]+)pt too wide\).* at lines? (?P<line>\d+)")
_MISSING_CHARACTER = re.compile(
    r"^Missing character: There is no (?P<character>.+?) (?:\(.*\) )?in font (?P<font>\S+)!"
)
_CONTROL_WORD = re.compile(r"(\\[A-Za-z@]+|\\.)\s*$")
_PIECE = re.compile(r"^\\begin\{egpiece\}\{(?P<name>[^{}]+)\}")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that TeX says."""

    kind: str  #: ``error``, ``overfull`` or ``missing-character``
    message: str
    line: int  #: 1-based line of the source; 0 when TeX does not say
    file: str = ""  #: the file TeX was reading, when it is known
    excess: float = 0.0  #: of an overfull line, in points


def entries(log: str) -> Iterator[LogEntry]:
    """Yield the errors, overfull lines and missing characters of a log."""
    lines = log.splitlines()
    for number, line in enumerate(lines):
        if match := _ERROR.match(line):
            message = _explained(match["message"], lines[number + 1 : number + 8])
            yield LogEntry("error", message, int(match["line"]), match["file"])
        elif (match := _FATAL.match(line)) and not match["message"].startswith("=="):
            yield LogEntry("error", match["message"].rstrip("."), 0)
        elif match := _OVERFULL.match(line):
            yield LogEntry("overfull", line, int(match["line"]), excess=float(match["excess"]))
        elif match := _MISSING_CHARACTER.match(line):
            message = f"the font {match['font']} has no {match['character']}"
            yield LogEntry("missing-character", message, 0)


def _explained(message: str, context: list[str]) -> str:
    """Return TeX's message in one line, with the control word it stumbled over."""
    message = message.strip().rstrip(".")
    if message.startswith("Undefined control sequence"):
        for line in context:
            if word := _CONTROL_WORD.search(line):
                return f"undefined control sequence {word[1]}"
    message = re.sub(r"^(?:LaTeX|Package \S+) Error: ", "", message)
    return message[:1].lower() + message[1:] if message[1:2].islower() else message


def piece_lines(source: str) -> list[tuple[int, str]]:
    """Return (first line, name) of each piece in a LaTeX source, ascending; lines are 1-based."""
    return [
        (number, match["name"])
        for number, line in enumerate(source.splitlines(), start=1)
        if (match := _PIECE.match(line))
    ]


def banner(log: str) -> str:
    """Return how TeX names itself, its first line in the log without the date of the run."""
    return re.sub(r"\s+\d{1,2} [A-Z]{3} \d{4} \d{2}:\d{2}$", "", log.partition("\n")[0]).strip()
