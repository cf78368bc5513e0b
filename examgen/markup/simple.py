r"""Texts that need no Markdown: paragraphs of words, formulas and code, with nothing that could be another mark.

Most texts of a bank are one such line. What is made of it here is the document that the parser would make, token by
token, in a tenth of the time; ``tests/test_simple.py`` holds the two against each other. Whatever is in doubt, and
whatever has a problem to report, is left to the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import smartquotes
from markdown_it.token import Token

from examgen.markup import signs
from examgen.markup.document import Document
from examgen.markup.emoji import parted
from examgen.markup.mathtext import faults_of
from examgen.markup.patterns import is_pattern
from examgen.markup.plain import unprintable
from examgen.markup.syntax import INLINE_MATH, MAX_MARKS, Parser, joins_names

#: Words: no control character, and none that could begin a mark, a formula, a link, a tag or an entity.
_WORDS: Final = re.compile(r"(?:[^\x00-\x1f\x7f-\x9f\\`*_$\[\]<&]++|[<&](?= ))*")
#: A text of one line is a paragraph, unless it is indented or a fence.
_ONLY_LINE: Final = re.compile(r"[^\s~](?:.*\S)?", re.DOTALL)
#: A line of several that neither begins nor ends a list, a heading, a table, a quote or a display, nor breaks by spaces.
_LINE: Final = re.compile(r"(?:(?!\d+[.)])[^\W_]|[(\"']|\$(?!\$)|`(?!`))(?:.*\S)?", re.DOTALL)
#: A line of words as most are, which is seen soonest.
_SENTENCE: Final = re.compile(r"[A-Za-z0-9(][A-Za-z0-9 (),.;:!?/%+=-]*(?<! )")
_CODE: Final = re.compile(r"`([^`\n]+)`(?!`)")
_PADDED: Final = re.compile(r" (.+) ")
_FORMULAS: Final = {opener: pattern for opener, pattern in INLINE_MATH if opener in ("$", r"\(")}
#: What is typographed: quotes, dashes and dots.
_TYPED: Final = re.compile(r"\"|'|--|\.\.\.")
_KEPT: Final = 1024


def simple_document(source: str) -> Document | None:
    """Return the document of a text; None when only the parser can tell, or when there is anything to report."""
    return _document(source) if 0 < len(source) <= MAX_MARKS else None


def plain_words(source: str) -> str | None:
    """Return the visible words of a text that is one line of nothing but words, as :func:`simple_document` has them.

    None for all other texts: with formulas or code, of several lines, to be typographed, or with anything to report.
    """
    if len(source) <= MAX_MARKS and _SENTENCE.fullmatch(source) and not ("--" in source or "..." in source):
        return " ".join(source.split())
    if not (0 < len(source) <= MAX_MARKS and _WORDS.fullmatch(source) and _ONLY_LINE.fullmatch(source)):
        return None
    if _TYPED.search(source) or (not source.isascii() and _has_strange(source)):
        return None
    return " ".join(source.split())


@lru_cache(_KEPT)
def _document(source: str) -> Document | None:
    paragraphs = _paragraphs(source)
    if paragraphs is None:
        return None
    tokens: list[Token] = []
    for start, end, content in paragraphs:
        children = _children(content)
        if children is None:
            return None
        tokens += (
            Token("paragraph_open", "p", 1, map=[start, end], block=True),
            Token("inline", "", 0, map=[start, end], level=1, children=children, content=content, block=True),
            Token("paragraph_close", "p", -1, block=True),
        )
    if len(paragraphs) > 1 or "\n" in source or _TYPED.search(source):
        _finish(source, tokens)
    lines = [token.children or [] for token in tokens[1::3]]
    if not source.isascii() and any(_is_strange(child) for children in lines for child in children):
        return None
    plain = "\n".join([" ".join("".join(map(_seen, children)).split()) for children in lines])
    return Document(tuple(tokens), (), frozenset(), (), plain)


def _paragraphs(source: str) -> list[tuple[int, int, str]] | None:
    """Return the paragraphs, each with its first line (0-based) and the line behind its last; None: not only such."""
    if "\n" not in source:
        return [(0, 1, source)] if _ONLY_LINE.fullmatch(source) else None
    lines = source.split("\n")
    if not lines[0] or not lines[-1]:
        return None
    paragraphs, start = [], 0
    for number, line in enumerate([*lines, ""]):
        if line and not _LINE.fullmatch(line):
            return None
        if not line:
            if number > start:
                paragraphs.append((start, number, "\n".join(lines[start:number])))
            start = number + 1
    return paragraphs


def _children(content: str) -> list[Token] | None:
    """Return the words, formulas and codes of a paragraph as tokens; None when there is something else."""
    children: list[Token] = []
    at, end = 0, len(content)
    while at < end:
        words = _WORDS.match(content, at)
        stop = words.end() if words else at
        if stop > at:
            children.append(Token("text", "", 0, content=content[at:stop]))
            at = stop
            continue
        if content[at] == "\n":
            token, at = Token("softbreak", "br", 0), at + 1
        else:
            found = _code(content, at) if content[at] == "`" else _formula(content, at)
            if found is None:
                return None
            token, at = found
        children.append(token)
    return children


def _code(source: str, at: int) -> tuple[Token, int] | None:
    """Return the code that begins at an offset, and the offset behind it."""
    found = _CODE.match(source, at)
    if found is None:
        return None
    padded = _PADDED.fullmatch(found[1])
    content = padded[1] if padded else found[1]
    return Token("code_inline", "code", 0, content=content, markup="`", meta={"at": at}), found.end()


def _formula(source: str, at: int) -> tuple[Token, int] | None:
    """Return the formula without faults that begins at an offset, and the offset behind it."""
    opener = "$" if source[at] == "$" else source[at : at + 2]
    pattern = _FORMULAS.get(opener)
    found = pattern.match(source, at) if pattern and not source.startswith("$$", at) else None
    if found is None or "](" in found[0] or joins_names(found) or faults_of(found["math"], display=False):
        return None
    if is_pattern(found["math"], opener, source[:at], source[found.end() :]):
        return None
    meta = {"at": at + len(opener)}
    return Token("math_inline", "math", 0, content=found["math"], markup=opener, meta=meta), found.end()


def _finish(source: str, tokens: list[Token]) -> None:
    """Set dashes, quotes and lines of statements, by the rules that the parser has for them."""
    state = StateCore(source, _parser(), {}, tokens)
    signs.dashes(state)
    smartquotes(state)
    signs.statements(state)


@lru_cache(1)
def _parser() -> Parser:
    return Parser(one_line=True)


def _is_strange(token: Token) -> bool:
    return token.type in ("text", "code_inline") and _has_strange(token.content)


def _has_strange(text: str) -> bool:
    """Return whether a text has characters to report."""
    return next(unprintable(text), None) is not None or next(parted(text), None) is not None


def _seen(token: Token) -> str:
    if token.type == "math_inline":
        return f"${token.content.strip()}$"
    return " " if token.type in ("softbreak", "hardbreak") else token.content
