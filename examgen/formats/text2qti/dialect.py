r"""Our Markdown as text2qti reads Markdown, and back.

It is Python-Markdown with ``smarty``, which makes a dash of ``--help``, and ``tables``. text2qti looks for formulas before:
only ``$x$`` is one, with no display, and any two dollars that touch what stands between them make one. ``\num{1}`` is a
number of siunitx.
"""

from __future__ import annotations

import re
from typing import Final

from examgen.formats.oldmarkdown import Kind, from_old, lead, number, parts, spaced, to_old
from examgen.formats.sameprint import with_backslash_breaks
from examgen.markup.signs import HYPHENS

#: The signs that a backslash escapes there.
_ESCAPES: Final = "\\`*_{}[]()>#+-.!|\"'$"
_DISPLAY: Final = r"$\displaystyle"
#: Dollars and backslashes that would open what they do not mean.
_OPENS: Final = re.compile(r"\\(?:num|si|SI)\{|\\.|\$(?=[^\s$])", re.DOTALL)
_CLOSED: Final = re.compile(r"[^$\n]*(?:\n[^$\n]+)*(?<=[^\s\\])\$")


def to_text2qti(source: str) -> str:
    """Return a text of our Markdown as text2qti reads the same."""
    made: list[str] = []
    whole = spaced(lead(with_backslash_breaks(source)))
    pieces = list(parts(whole)) if any(sign in whole for sign in "$\\<#*_-") else []
    touching = any(kind == "text" and "$" in part for kind, part in pieces) and _touches(pieces)
    for kind, part in pieces:
        if kind == "text":
            plain = to_old(_quiet(part, dollars=touching), _ESCAPES)
            made.append(HYPHENS.sub(number("-") * 2, plain))
        else:
            made.append(_formula(part) if kind == "math" else part)
    return "".join(made) if pieces else whole


def from_text2qti(source: str) -> str:
    """Return what :func:`to_text2qti` has made as it was, but for blank lines above lists and tables."""
    made: list[str] = []
    for kind, part in parts(source):
        if kind == "math" and part.startswith((f"{_DISPLAY} ", f"{_DISPLAY}\n")):
            gap = part[len(_DISPLAY)].strip(" ")
            inner = part[len(_DISPLAY) + 1 : -1]
            made.append(rf"\[{inner[1:]}\]" if inner.startswith(" ") else f"$${gap}{inner}{gap}$$")
        else:
            made.append(from_old(part, _ESCAPES) if kind == "text" else part)
    return "".join(made)


def _formula(math: str) -> str:
    """Return a formula between single dollars; a display says that it is one, and whether it began on a line of its own."""
    if math.startswith(("$$", r"\[")):
        gap = "\n" if math[2] == "\n" else " " if math[0] == "$" else "  "
        return f"{_DISPLAY}{gap}{math[2:-2].strip()}$"
    return f"${math[2:-2].strip()}$" if math.startswith("\\") else math


def _touches(pieces: list[tuple[Kind, str]]) -> bool:
    """Return whether a dollar that opens nothing has another one behind it that would close a formula."""
    whole = "".join(part for _, part in pieces)
    at = 0
    for kind, part in pieces:
        for found in _OPENS.finditer(part) if kind == "text" else ():
            if found[0] == "$" and _CLOSED.match(whole, at + found.end()):
                return True
        at += len(part)
    return False


def _quiet(text: str, *, dollars: bool) -> str:
    """Return text whose backslashes, and ``dollars`` if these would, open no formula."""

    def sign(found: re.Match[str]) -> str:
        if found[0] == "$":
            return number("$") if dollars else found[0]
        return number("\\") + found[0][1:] if len(found[0]) > 2 else found[0]

    return _OPENS.sub(sign, text)
