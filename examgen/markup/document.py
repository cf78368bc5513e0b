"""What the stage makes: a parsed text, and its LaTeX."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it.token import Token
from pylatex import NoEscape, Package

from examgen.errors import Problem
from examgen.markup.pictures import Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A text, parsed and checked. It can be set when none of its problems is an error."""

    tokens: tuple[Token, ...]  #: markdown-it's, in the order of the text
    problems: tuple[Problem, ...]  #: sorted by place
    references: frozenset[str]  #: the choices that ``[[...]]`` names: letters in lower case, names as written
    pictures: tuple[Picture, ...]  #: in the order of the text
    plain: str  #: its visible words, math as its source; for comparing choices


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text as LaTeX."""

    latex: NoEscape
    packages: tuple[Package, ...]  #: sorted by name, unique
    ends_in_paragraph: (
        bool  #: the last block is running text, so something can be put at the end of its last line
    )
