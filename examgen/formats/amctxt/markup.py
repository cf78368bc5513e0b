r"""Texts of AMC-TXT as our Markdown.

A text is plain but for ``[*bold*]``, ``[_italic_]``, ``[/underlined/]``, ``[|typewriter|]``, ``[verbatim]`` blocks,
pictures (``!{center}[width=5cm]map.png!``), and LaTeX between ``[[`` and ``]]``; with the option ``LaTeX: 1`` all of it
is LaTeX. Of LaTeX, math and a few commands for text can be carried.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from examgen.formats.plaintext import escape_markdown
from examgen.formats.textrows import Row, tidy, trimmed
from examgen.model import Text

_PART = re.compile(
    r"\[verbatim\](?P<verbatim>(?:(?!\[verbatim\])[\s\S])*?)\[/verbatim\]"
    r"|\[\[(?P<latex>(?:(?!\]\]|\[\[).)+)\]\]"
    r"|!(?:\{(?P<options>[^!\s{}]*)\})?(?:\[(?P<size>[^!\s\[\]]*)\])?(?P<picture>[^!\s\[\]{}]+\.[A-Za-z]{2,4})!"
    r"|\[(?P<sign>[*_/|])(?P<inner>(?:[^\[\]]|\[[*_/|][^\[\]]*[*_/|]\])*)(?P=sign)\]|\[==|==\]"
)
_MARKS = {"*": "**", "_": "*", "/": "*", "|": "`"}
_SIZE = re.compile(r"width=([0-9.]+)(?:(cm|mm|in|pt)|(\\(?:line|text|column)width))\Z")
_MATH = re.compile(
    r"\$\$[^$]+\$\$|\$(?:\\.|[^\\$])+\$|\\\((?:[^\\]|\\[^()])*\\\)|\\\[(?:[^\\]|\\[^\[\]])*\\\]"
)
_SPAN = re.compile(r"\\(textbf|textit|emph|texttt|underline|textsf|textsc|textrm|text|mbox)\{([^{}\\]*)\}")
_SPANS = {"textbf": "**", "textit": "*", "emph": "*", "underline": "*", "texttt": "`"}
_SIGNS = re.compile(
    r"\\([%&#_{}$\\])|\\(ldots|dots|textbackslash|textdollar|textasciitilde|textasciicircum|quad|qquad|,|;|:|!| |-|newline"
    r"|noindent|par|lastchoices)(?:\{\}|(?![A-Za-z]))[ ]?|(~)|(---?|``|'')"
)
_WORDS = {
    "ldots": "...", "dots": "...", "textbackslash": "\\", "textdollar": "$", "textasciitilde": "~",
    "textasciicircum": "^", "-": "", "!": "", "par": "\n\n", "newline": "\n", "noindent": "", "lastchoices": "",
    "---": "\u2014", "--": "\u2013", "``": "\u201c", "''": "\u201d",
}  # fmt: skip
_COMMAND = re.compile(r"\\[A-Za-z@]+|[{}$\\]|(?<!\\)%")


@dataclass(frozen=True, slots=True)
class Markup:
    """A text as Markdown, and the first thing in it that cannot be carried (empty when all can)."""

    text: Text
    refused: str = ""


def markup(rows: Sequence[Row], *, latex: bool) -> Markup:
    """Return these lines as Markdown; with ``latex`` all of them are LaTeX."""
    rows = trimmed([(tidy(line), place) for line, place in rows])
    source = "\n".join(line for line, _ in rows)
    refused: list[str] = []
    made = _latex(source, refused) if latex else _marked(source, refused)
    lines = [line.rstrip() for line in made.strip("\n").split("\n")]
    places = [place for _, place in rows]
    return Markup(
        Text("\n".join(lines), tuple((places + places[-1:] * len(lines))[: len(lines)])),
        refused[0] if refused else "",
    )


def _marked(source: str, refused: list[str]) -> str:
    """Return AMC's markup as Markdown."""
    parts: list[str] = []
    done = 0
    for found in _PART.finditer(source):
        parts.append(_plain(source[done : found.start()]))
        done = found.end()
        if found["verbatim"] is not None:
            parts.append(_fenced(found["verbatim"]))
        elif found["latex"] is not None:
            parts.append(_latex(found["latex"], refused))
        elif found["picture"]:
            parts.append(_picture(found, refused))
        elif sign := found["sign"]:
            words = found["inner"] if sign == "|" else _marked(found["inner"], refused)
            parts.append(_emphasised(_MARKS[sign], words, found))
    parts.append(_plain(source[done:]))
    return "".join(parts)


def _plain(text: str) -> str:
    """Return plain text as Markdown, with the spaces at its ends."""
    words = text.strip()
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if words else ""
    return f"{_space(lead)}{escape_markdown(words)}{_space(tail)}"


def _space(white: str) -> str:
    """Return white space without an indentation, which would make code of what follows."""
    return "\n" * white.count("\n") if "\n" in white else white[:1]


def _emphasised(mark: str, words: str, found: re.Match[str]) -> str:
    """Return words between marks; inside a word, where Markdown knows none, without them."""
    around = found.string[found.start() - 1 : found.start()] + found.string[found.end() : found.end() + 1]
    inner = words.strip()
    if not inner or (mark != "`" and any(sign.isalnum() for sign in around)):
        return words
    if mark == "`":
        mark = "`" * (max((len(run) for run in re.findall("`+", inner)), default=0) + 1)
        inner = f" {inner} " if "`" in (inner[0], inner[-1]) else inner
    lead, tail = " " * words.startswith((" ", "\n")), " " * words.endswith((" ", "\n"))
    return f"{lead}{mark}{inner}{mark}{tail}"


def _fenced(code: str) -> str:
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    body = code.strip("\n").rstrip()
    return f"\n{fence}\n{body}\n{fence}\n"


def _picture(found: re.Match[str], refused: list[str]) -> str:
    """Return a picture; a share of the line is a percentage."""
    size = ""
    if found["size"]:
        width = _SIZE.match(found["size"])
        if width is None:
            refused.append(f"the picture's options [{found['size']}]")
        elif width[2]:
            size = f"{{width={width[1]}{width[2]}}}"
        else:
            size = f"{{width={min(round(float(width[1]) * 100), 100)}%}}" if _number(width[1]) else ""
    return f"![]({found['picture']}){size}"


def _number(written: str) -> bool:
    return bool(re.match(r"(?:[0-9]{1,4}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})\Z", written))


def _latex(source: str, refused: list[str]) -> str:
    """Return LaTeX as Markdown: math as it is, text with the few commands that are known."""
    parts: list[str] = []
    done = 0
    for found in _MATH.finditer(source):
        parts.append(_latex_text(source[done : found.start()], refused))
        parts.append(found[0])
        done = found.end()
    parts.append(_latex_text(source[done:], refused))
    return "".join(parts)


def _latex_text(source: str, refused: list[str]) -> str:
    parts: list[str] = []
    done = 0
    for found in _SPAN.finditer(source):
        parts.append(_words(source[done : found.start()], refused))
        mark = _SPANS.get(found[1], "")
        words = found[2] if mark == "`" else _words(found[2], refused)
        parts.append(_emphasised(mark, words, found) if mark else words)
        done = found.end()
    parts.append(_words(source[done:], refused))
    return "".join(parts)


def _words(source: str, refused: list[str]) -> str:
    """Return LaTeX without commands that take words as Markdown."""
    parts: list[str] = []
    done = 0
    for found in _SIGNS.finditer(source):
        parts.append(_known(source[done : found.start()], refused))
        done = found.end()
        sign, word, tie, typed = found.groups()
        parts.append("\n" if sign == "\\" else sign or (" " if tie else _WORDS.get(word or typed, " ")))
    parts.append(_known(source[done:], refused))
    return _plain("".join(parts))


def _known(source: str, refused: list[str]) -> str:
    if found := _COMMAND.search(source):
        refused.append(f"LaTeX ({found[0]})")
    return source
