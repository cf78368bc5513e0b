r"""Math in lexemes, and math as TeX takes it: with control words for its Unicode characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from examgen.markup.mathwords import ENVIRONMENT_PACKAGES, PACKAGE_OF, TEXT_WORDS
from examgen.markup.unicode import UNIT, math_latex, text_latex


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend in a formula."""

    offset: int  #: 0-based, in the math's source
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One token of math."""

    kind: str  #: word, symbol, begin, end, space or char
    text: str  #: as it stands in the source
    offset: int  #: 0-based, in the math's source
    name: str = ""  #: of a word without its backslash, of an environment


_LEXER = re.compile(
    r"""
      \\(?P<edge>begin|end)\s*\{(?P<environment>[^{}\\$%&\#\n]*)\}
    | \\(?P<word>[A-Za-z]+)
    | (?P<symbol>\\(?:.|\Z))
    | (?P<space>\s+)
    | (?P<char>"""
    + UNIT
    + r"""|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def lex(source: str) -> list[Lexeme]:
    """Return the lexemes of the math; their texts joined are ``source``."""
    lexemes = []
    for match in _LEXER.finditer(source):
        kind = match.lastgroup or "char"
        if match["edge"]:
            lexemes.append(Lexeme(match["edge"], match[0], match.start(), match["environment"]))
        else:
            lexemes.append(Lexeme(kind, match[0], match.start(), match["word"] or ""))
    return lexemes


def math_source(source: str) -> str:
    """Return the math with its Unicode characters written as control words; free of faults, it is fit for TeX."""
    parts: list[str] = []
    text_depths: list[int] = []
    depth, text_next = 0, False
    for lexeme in lex(unicodedata.normalize("NFC", source.strip())):
        if lexeme.text == "{":
            depth += 1
            if text_next:
                text_depths.append(depth)
        elif lexeme.text == "}":
            if text_depths and text_depths[-1] == depth:
                text_depths.pop()
            depth -= 1
        if lexeme.kind != "space":
            text_next = lexeme.kind == "word" and lexeme.name in TEXT_WORDS
        if lexeme.text.isascii() or lexeme.kind == "space":
            parts.append(lexeme.text if lexeme.text.isascii() else " ")
        elif lexeme.kind == "char":
            parts.append((text_latex if text_depths else math_latex)(lexeme.text) or "?")
    return "".join(parts)


def packages_of(source: str) -> set[str]:
    """Return the names of the packages that the math ``source`` needs."""
    lexemes = lex(source)
    named = {PACKAGE_OF[each.name] for each in lexemes if each.kind == "word" and each.name in PACKAGE_OF}
    named |= {ENVIRONMENT_PACKAGES[each.name] for each in lexemes if each.name in ENVIRONMENT_PACKAGES}
    return {"amsmath", "amssymb"} | named
