r"""Signs that Markdown would take away, kept: ``2*3*4``, ``__init__``, ``--help``; and lines of statements.

A bank is about formulas and programs as often as not, where an asterisk multiplies and a hyphen takes away. What
cannot be kept for certain, two backslashes before a word, becomes a token ``eaten`` for the author to be asked
about; so does the backslash of ``^a\.b$``, which no text but a pattern or a path has there. The token has what is
printed and, as markup, what is written; its ``meta["at"]`` is its 0-based offset in the content of its block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize
from markdown_it.token import Token

from examgen.markup.patterns import stands_in_pattern

IDENTIFIER: Final = re.compile(r"__(?=[^\W_])\w*?[^\W_]__(?!\w)")
_BACKSLASHES: Final = re.compile(r"\\\\(?=[^\W_])")
#: A backslash that Markdown takes away, before a sign that needs none inside a word: ``a\.b``, ``10\,000``.
_NEEDLESS: Final = re.compile(r"\\(?:\.(?!\.)|[,:;/?])(?=\S)")
#: Behind a drive, in a path, no backslash is meant for Markdown: ``C:\_new``, ``D:\x\#1``.
_IN_PATH: Final = re.compile(r"(?<![^\W_])[A-Za-z]:\\(?!\\)[^\s`$|]*\Z")
_ESCAPED: Final = re.compile(r"\\[_#~!&'{}.+@-]")
_DASHES: Final = re.compile(r"(?<!-)(---?)(?!-)")
HYPHENS: Final = re.compile(r"(?<![^\s(\[{'\"/|=,])--(?=[A-Za-z])|(?<=\w)--(?=[\s;,.)\]])")
_NUMERALS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_STATEMENT: Final = re.compile(r"(?:\((?P<round>[ivx]+|[IVX]+)\)|(?P<half>[ivx]+|[IVX]+)[.)])(?=\s|$)")
#: Neither a space nor part of a word: stands for what is no text, such as a formula.
_OTHER: Final = "\ue000"
_BREAKS: Final = ("softbreak", "hardbreak")


def emphasis(state: StateInline, silent: bool) -> bool:
    """Read marks of emphasis; none opens behind a word, and ``__name__`` is a name."""
    start, count = state.pos, len(state.delimiters)
    before = state.src[start - 1] if start else " "
    # Letters without case are of scripts that put no spaces between words.
    in_word = before.isdigit() or before.islower() or before.isupper() or before == "_"
    if not in_word and (name := IDENTIFIER.match(state.src, start)):
        if not silent:
            state.push("text", "", 0).content = name[0]
        state.pos = name.end()
        return True
    if not tokenize(state, silent):
        return False
    after = state.src[state.pos] if state.pos < state.posMax else " "
    number = in_word and after.isalnum() and (before.isdigit() or after.isdigit())
    for mark in state.delimiters[count:]:
        if chr(mark.marker) == "*":
            mark.open = mark.open and not (in_word or (mark.length == 1 and before in ")]}"))
            mark.close = mark.close and not number
    return True


def backslashes(state: StateInline, silent: bool) -> bool:
    r"""Read the two backslashes of ``\\server``, of which Markdown prints one, and the one of ``a\.b``."""
    start = state.pos
    if state.src[start] != "\\" or not _is_eaten(state.src, start):
        return False
    if not silent:
        token = state.push("eaten", "", 0)
        token.content, token.markup, token.meta["at"] = (
            state.src[start + 1],
            state.src[start : start + 2],
            start,
        )
    state.pos += 2
    return True


def _is_eaten(source: str, at: int) -> bool:
    """Return whether Markdown prints less than was meant by the backslash at an offset."""
    if _NEEDLESS.match(source, at):
        return True
    if stands_in_pattern(source, at):
        return True
    if _ESCAPED.match(source, at) and _IN_PATH.search(source, max(0, at - 200), at + 1):
        return True
    opens = at == 0 or source[at - 1].isspace() or source[at - 1] in "\"'(["
    return opens and _BACKSLASHES.match(source, at) is not None


def dashes(state: StateCore) -> None:
    """``--`` and ``---`` become dashes and ``...`` becomes an ellipsis, in prose only."""
    for block in state.tokens:
        depth = 0
        children = block.children or []
        for index, token in enumerate(children):
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "text" and not (depth and token.content.startswith(("http", "www"))):
                around = [_edge(children[max(index - 1, 0) : index]), _edge(children[index + 1 : index + 2])]
                token.content = _dashed(token.content.join(around))[1:-1].replace("...", "…")


def _edge(neighbour: Sequence[Token]) -> str:
    return _OTHER if neighbour and neighbour[0].type not in _BREAKS else " "


def _dashed(text: str) -> str:
    """Return the text with dashes; options (``--help``) and decrements (``i--``) keep their hyphens."""
    kept = {found.start() for found in HYPHENS.finditer(text)}
    return _DASHES.sub(lambda run: run[0] if run.start() in kept else "–—"[len(run[1]) - 2], text)


def statements(state: StateCore) -> None:
    """Keep the lines of statements that are numbered i, ii, iii, and the line below the last one."""
    for block in state.tokens:
        children = block.children or []
        begins = [0, *(index + 1 for index, each in enumerate(children) if each.type in _BREAKS)]
        numbers = [_numeral(children[begin:]) for begin in begins]
        if [number for number in numbers if number is not None][:2] != [0, 1]:
            continue
        last = max(line for line, number in enumerate(numbers) if number is not None)
        for line, (begin, number) in enumerate(zip(begins, numbers, strict=True)):
            below = line == last + 1 and _first_text(children[begin:])[:1].isupper()
            if line and (number is not None or below):
                children[begin - 1].type, children[begin - 1].tag = "hardbreak", "br"


def _numeral(line: Sequence[Token]) -> int | None:
    """Return the number, from 0, of the statement that a line begins, None when it begins none."""
    found = _STATEMENT.match(_first_text(line))
    numeral = (found["round"] or found["half"]).lower() if found else ""
    return _NUMERALS.index(numeral) if numeral in _NUMERALS else None


def _first_text(line: Sequence[Token]) -> str:
    for token in line:
        if token.type == "text" and token.content.strip():
            return token.content.lstrip()
        if token.type not in ("text", "strong_open", "em_open"):
            break
    return ""
