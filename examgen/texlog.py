"""What a TeX log says, and where in the source it says it.

The log is read with lines unbroken (``max_print_line``) and errors in the form ``./job.tex:12: message``
(``-file-line-error``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_ERROR = re.compile(r"^(?:\./)?(?P<file>[^\s:]+):(?P<line>\d+): (?P<message>.*)$")
_FATAL = re.compile(r"^! ?(?P<message>.*)$")
_OVERFULL = re.compile(r"^Overfull \\hbox \((?P<excess>[\d.]+)pt too wide\).* at lines? (?P<line>\d+)")
_MISSING_CHARACTER = re.compile(
    r"^Missing character: There is no (?P<character>.+?) (?:\((?P<code>\S+)\) )?in font (?P<font>[^\s!]+?)[.!]?$"
)
#: A missing character is printed as it is, which ends the line when it is a newline: the place of Omega in text types.
_BROKEN = re.compile(r"^((?:\S+:\d+: )?Missing character: There is no) ?\n(?= (?:\(|in font ))", re.MULTILINE)
_PACKAGE_ERROR = re.compile(r"^(?:LaTeX|Package (?P<package>\S+)) Error: ")
_CONTROL_WORD = re.compile(r"(\\[A-Za-z@]+|\\.)\s*$")
_PIECE = re.compile(r"^\\begin\{egpiece\}\{(?P<name>[^{}]+)\}")
_SWALLOWED_PIECE = re.compile(r"\\begin ?\{egpiece\}\{(?P<name>[^{}]+)\}")
_RUNAWAY = re.compile(r"^Runaway (?:argument|definition|text|preamble)\?$")
#: TeX says these after errors that it has told already.
_LAST_WORDS = ("==> Fatal error occurred", "Emergency stop")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that TeX says."""

    kind: str  #: ``error``, ``overfull`` or ``missing-character``
    message: str
    line: int  #: 1-based line of the source; 0 when TeX does not say
    file: str = ""  #: the file TeX was reading, when it is known
    excess: float = 0.0  #: of an overfull line, in points
    swallowed: str | None = (
        None  #: the first piece that an argument without an end ran into; "" if TeX shows none
    )


@dataclass(frozen=True, slots=True)
class PieceSpan:
    """The lines of a source, 1-based, that make one piece."""

    first: int
    last: int
    name: str


def entries(log: str) -> Iterator[LogEntry]:
    """Yield the errors, overfull lines and missing characters of a log."""
    lines = _BROKEN.sub(r"\1 \\n", log).split("\n")
    swallowed = None
    for number, line in enumerate(lines):
        if match := _ERROR.match(line):
            message = _explained(match["message"], lines[number + 1 : number + 8])
            yield LogEntry("error", message, int(match["line"]), match["file"], swallowed=swallowed)
            swallowed = None
        elif match := _FATAL.match(line):
            if not match["message"].strip().startswith(_LAST_WORDS):
                message = _explained(match["message"], lines[number + 1 : number + 8])
                yield LogEntry("error", message, 0, swallowed=swallowed)
        elif match := _OVERFULL.match(line):
            yield LogEntry("overfull", line, int(match["line"]), excess=float(match["excess"]))
        elif match := _MISSING_CHARACTER.match(line):
            yield LogEntry("missing-character", _missing(match), 0)
        elif _RUNAWAY.match(line):
            piece = _SWALLOWED_PIECE.search("".join(lines[number + 1 : number + 2]))
            swallowed = piece["name"] if piece else ""


def _explained(message: str, context: list[str]) -> str:
    """Return TeX's message in one line, with the control word it stumbled over."""
    message = message.strip(" .")
    if message.startswith("Undefined control sequence"):
        for line in context:
            if word := _CONTROL_WORD.search(line):
                return f"undefined control sequence {word[1]}"
    if match := _MISSING_CHARACTER.match(message):
        return _missing(match)
    if match := _PACKAGE_ERROR.match(message):
        # The lines that follow are indented, or begin with the name of the package.
        begin = re.compile(rf"(?:\({re.escape(match['package'] or '')}\))? {{10,}}(?=\S)")
        parts = [message[match.end() :]]
        for line in context:
            if not (indent := begin.match(line)):
                break
            parts.append(line[indent.end() :].strip())
        message = " ".join(parts).rstrip(".")
    return message[:1].lower() + message[1:] if message[1:2].islower() else message


def _missing(match: re.Match[str]) -> str:
    return f"the font {match['font']} has no character {match['code'] or match['character']}"


def piece_spans(source: str) -> list[PieceSpan]:
    """Return where each piece stands in a LaTeX source, ascending."""
    spans: list[PieceSpan] = []
    # TeX ends lines at newlines only, str.splitlines at other characters as well.
    for number, line in enumerate(source.split("\n"), start=1):
        if match := _PIECE.match(line):
            spans.append(PieceSpan(number, number, match["name"]))
        elif spans and spans[-1].first == spans[-1].last and line.startswith("\\end{egpiece}"):
            spans[-1] = replace(spans[-1], last=number)
    return spans


def banner(log: str) -> str:
    """Return how TeX names itself, its first line in the log without the date of the run."""
    return re.sub(r"\s+\d{1,2} [A-Z]{3} \d{4} \d{2}:\d{2}$", "", log.partition("\n")[0]).strip()
