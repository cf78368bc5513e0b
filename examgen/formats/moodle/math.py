r"""Math in the Markdown that Moodle reads.

Moodle turns Markdown into HTML before it looks for math, so a backslash, an underscore or a star in a formula needs a
backslash of its own: ``$x_1$`` is written ``\\(x\_1\\)``. A blank behind the opening bracket tells a formula that our
Markdown has as ``\(x\)`` from one between dollars, which never begins with a blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

_OURS: Final = re.compile(r"\\[(\[]|\\.|\$\$|\$|`+|~~~+")
_MOODLE: Final = re.compile(r"\\\\[(\[]|\\.|\$\$|`+|~~~+")
_OUR_CLOSERS: Final = {r"\(": r"\)", r"\[": r"\]", "$$": "$$"}
_MOODLE_CLOSERS: Final = {r"\\(": r"\\)", r"\\[": r"\\]", "$$": "$$"}
#: Between single dollars, on one line, as our Markdown takes it for math.
_DOLLARS: Final = re.compile(r"\$(?![\s$])(?:\\[^\n]|[^\\$\n])*(?<!\s)\$(?!\d)")
#: What opens and closes formulas; in one between dollars these would end it too soon, and are a fault there.
_BRACKETS: Final = frozenset((r"\(", r"\)", r"\[", r"\]"))
_COMMAND: Final = re.compile(r"\\.")
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>&]")
_ESCAPED: Final = re.compile(r"\\([\\`*_\[\]{}])|&(lt|gt|amp);")
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "lt": "<", "gt": ">", "amp": "&"}


def to_moodle(source: str) -> str:
    """Return our Markdown as Markdown whose math Moodle shows."""
    if "$" not in source and "\\" not in source:
        return source
    return "".join(_replaced(source, _OURS, _OUR_CLOSERS, _for_moodle))


def from_moodle(source: str, *, own: bool) -> str:
    """Return Markdown of Moodle as ours; ``own`` when :func:`to_moodle` has made it."""
    if "$$" not in source and r"\\" not in source:
        return source
    return "".join(_replaced(source, _MOODLE, _MOODLE_CLOSERS, _own if own else _other))


def _replaced(
    source: str, openers: re.Pattern[str], closers: Mapping[str, str], made: Callable[[str, str], str]
) -> Iterator[str]:
    """Yield a text in parts, each formula as ``made`` of what opens it and what is in it; code stays as it is."""
    done = at = 0
    unclosed: set[str] = set()
    while (found := openers.search(source, at)) is not None:
        opener, at = found[0], found.end()
        if opener == "$":
            dollars = _DOLLARS.match(source, found.start())
            if dollars and not _BRACKETS.intersection(_COMMAND.findall(dollars[0])):
                yield source[done : found.start()] + made("$", dollars[0][1:-1])
                done = at = dollars.end()
            continue
        code = opener[0] in "`~"
        closer = opener if code else closers.get(opener)
        if closer is None or closer in unclosed:
            continue
        end = source.find(closer, at)
        if end < 0:
            unclosed.add(closer)
            if code and len(opener) > 2:
                break
        elif code:
            at = end + len(closer)
        elif source[at:end].strip():
            yield source[done : found.start()] + made(opener, source[at:end])
            done = at = end + len(closer)
    yield source[done:]


def _for_moodle(opener: str, math: str) -> str:
    marked = _SPECIAL.sub(lambda found: _ENTITIES.get(found[0]) or f"\\{found[0]}", math)
    match opener:
        case "$$":
            return f"$${marked}$$"
        case "$":
            return rf"\\({marked}\\)"
        case r"\(":
            return rf"\\( {marked}\\)"
        case _:
            return rf"\\[{marked}\\]"


def _own(opener: str, math: str) -> str:
    plain = _plain(math)
    match opener:
        case "$$":
            return f"$${plain}$$"
        case r"\\(":
            return rf"\({plain[1:]}\)" if plain.startswith(" ") else f"${plain}$"
        case _:
            return rf"\[{plain}\]"


def _other(opener: str, math: str) -> str:
    if opener == "$$":
        return f"$${math}$$"
    return rf"\({_plain(math).strip()}\)" if opener == r"\\(" else rf"\[{_plain(math)}\]"


def _plain(math: str) -> str:
    return _ESCAPED.sub(lambda found: found[1] or _ENTITIES[found[2]], math)
