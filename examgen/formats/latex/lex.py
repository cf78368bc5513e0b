r"""LaTeX as tokens: commands, braces, math, environments, words, and what is verbatim.

The lexer takes linear time on any text and nests nothing, so that no file can make it hang or run out of stack; what
walks the tokens may nest as deep as :data:`DEEPEST`. Comments are gone, ends of lines are spaces, and an empty line is
a paragraph's end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final, NamedTuple

from examgen.errors import Place

#: Braces and environments inside each other; more is no text that somebody wrote.
DEEPEST: Final = 60
#: Of a file, in characters, and of what makes tokens in it.
LONGEST: Final = 20_000_000
_MOST_SIGNS: Final = 500_000

#: Environments whose text is no LaTeX.
VERBATIM: Final = frozenset(
    [
        "verbatim",
        "verbatim*",
        "Verbatim",
        "Verbatim*",
        "BVerbatim",
        "lstlisting",
        "minted",
        "verbatimtab",
        "alltt",
        "comment",
        "filecontents",
        "filecontents*",
        "Sinput",
        "Soutput",
        "Schunk",
        "python",
        "pycode",
        "sagesilent",
        "luacode",
        "luacode*",
        "pythontexcustomcode",
    ]
)


class Token(NamedTuple):
    r"""One piece of LaTeX.

    ``kind`` is one of ``word``, ``space``, ``par``, ``command`` (text ``\name`` or ``\`` and a sign), ``open``,
    ``close``, ``dollar``, ``begin`` and ``end`` (text: the environment's name), ``code`` (text: what is verbatim;
    ``extra``: the name of its environment or command, a line end, and what stands behind it), ``cell`` and ``tie``.
    """

    kind: str
    text: str
    at: int  #: offset in the file; of the call where a macro made it
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file's LaTeX as such."""

    at: int  #: offset in the file
    code: str
    message: str
    hint: str


_TOKEN: Final = re.compile(
    r"""(?P<word>[^\\{}$%&~\[\]\n\r\#]+|[\[\]\#])
    |(?P<edge>\\(?P<which>begin|end)[ \t]*\{[ \t]*(?P<name>[^\s{}\\%$&~]{1,60}(?:[ ][^\s{}\\%$&~]{1,60})?)[ \t]*\})
    |(?P<verb>\\(?:verb\*?|(?P<inline>lstinline|mintinline|Verb|py)(?![A-Za-z])(?P<opts>(?:\[[^\]\n]{0,200}\])?(?:(?<=e)\{[a-zA-Z+\#-]{1,20}\}(?=[^\sA-Za-z]))?))
        (?:(?P<quote>[^A-Za-z\s*{\[])(?P<quoted>[^\n]{0,1000}?)(?P=quote)|(?<!b)\{(?P<braced>[^{}\n]{0,1000})\}))
    |(?P<link>\\(?P<linking>url|nolinkurl|href|path)[ \t]*\{(?P<target>[^{}\n]{0,2000})\})
    |(?P<command>\\(?:[A-Za-z]+|[^\W\d_]+))(?:[ \t]*+(?:\r?\n[ \t]*+(?![ \t\r\n]))?)
    |(?P<sign>\\(?:\r?\n|[\s\S]|\Z))
    |(?P<open>\{)|(?P<close>\})|(?P<dollar>\$\$?)|(?P<cell>&)|(?P<tie>~)
    |(?P<comment>%[^\n]*(?:\n[ \t]*+)?)
    |(?P<space>\r?\n(?P<more>\s*+))|(?P<return>\r)""",
    re.VERBOSE,
)
_KINDS: Final = frozenset(("word", "command", "open", "close", "dollar", "cell", "tie"))


def lex(source: str, start: int = 0, end: int | None = None) -> tuple[list[Token], list[Fault]]:
    """Return the tokens of a part of a file, and what is wrong with it; with faults the tokens may end early."""
    end = len(source) if end is None else end
    if fault := _too_much(source):
        return [], [fault]
    tokens: list[Token] = []
    faults: list[Fault] = []
    at, commented, depth = start, False, 0
    while at < end and (found := _TOKEN.match(source, at, end)):
        kind = found.lastgroup or ""
        was_comment, commented = commented, False
        begin, at = at, found.end()
        if kind in _KINDS:
            tokens.append(Token(kind, found[kind], begin))
        elif kind == "comment":
            commented = found[0].endswith((" ", "\t", "\n"))
        elif kind == "space":
            blank = "\n" in found["more"] or was_comment
            tokens.append(Token("par" if blank else "space", " ", begin))
        elif kind == "edge":
            name = found["name"]
            if found["which"] == "begin" and name in VERBATIM:
                at = _verbatim(source, begin, at, end, name, tokens, faults)
            else:
                tokens.append(Token(found["which"], name, begin))
        elif found["verb"]:
            code = found["quoted"] if found["quote"] else found["braced"]
            tokens.append(Token("code", code or "", begin, f"verb\n{found['opts'] or ''}"))
        elif found["link"]:
            tokens += [Token("command", f"\\{found['linking']}", begin), Token("open", "{", begin)]
            tokens += [Token("word", found["target"], begin), Token("close", "}", begin)]
        elif found["sign"]:
            tokens.append(Token("command", "\\ " if found["sign"][1:].isspace() else found["sign"], begin))
        else:
            tokens.append(Token("space", " ", begin))
        if kind == "open" or (kind == "edge" and tokens and tokens[-1].kind == "begin"):
            depth += 1
        elif kind == "close" or (kind == "edge" and found["which"] == "end"):
            depth = max(depth - 1, 0)
        if depth > DEEPEST:
            message = "braces and environments are too deep inside each other"
            hint = "look for a brace or an environment that is not closed"
            faults.append(Fault(begin, "latex-depth", message, hint))
        if faults:
            break
    return tokens, faults


def _too_much(source: str) -> Fault | None:
    if len(source) > LONGEST or any(source.count(sign) > _MOST_SIGNS for sign in "\\{}$&~%[]#\n\r"):
        message = "the file is too large, or has too many signs of LaTeX, for a bank of questions"
        return Fault(0, "latex-too-large", message, "divide it into several files")
    return None


def _verbatim(
    source: str, begin: int, at: int, end: int, name: str, tokens: list[Token], faults: list[Fault]
) -> int:
    r"""Add the token of a verbatim environment, and return the offset behind its ``\end``."""
    closer = f"\\end{{{name}}}"
    stop = source.find(closer, at, end)
    if stop < 0:
        hint = f"write '{closer}' on a line of its own"
        faults.append(Fault(begin, "latex-unclosed", f"the environment '{name}' does not end", hint))
        return end
    options = ""
    while (opener := source[at : at + 1]) in ("[", "{") and opener:
        close = source.find("]" if opener == "[" else "}", at, min(stop, at + 500))
        if close < 0:
            break
        options += source[at : close + 1]
        at = close + 1
    if name not in ("comment", "filecontents", "filecontents*"):
        tokens.append(Token("code", source[at:stop], begin, f"{name}\n{options}"))
    return stop + len(closer)


class Places:
    """Where the characters of a file stand in it."""

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self._starts = [0, *(found.end() for found in re.finditer("\r\n|\r|\n", source))]

    def __call__(self, at: int) -> Place:
        """Return the place of the character at an offset."""
        line = bisect_right(self._starts, at)
        return Place(self.file, line, at - self._starts[line - 1] + 1)
