"""Cells of tables, and their texts as Markdown.

A text is plain, as it was typed, unless it has tags of HTML or its column or row says ``markdown``. Math is kept
between ``\\(`` and ``\\)`` and ``$$``, and between single dollars where it is plainly math.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from examgen.errors import Place, Problem
from examgen.formats.textrows import Row, html_text, looks_like_html, markdown_text, plain_text, trimmed
from examgen.model import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell."""

    text: str
    place: Place
    spread: bool = False  #: the lines of the text are lines of the file
    markup: str = ""  #: ``markdown`` where the file itself says that it is
    fill: int = 0  #: number of the colour behind it in the file; 0: none, or nothing says

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as rows of cells, from the top of the file or of one sheet of it."""

    rows: Sequence[Sequence[Cell]]
    name: str = ""  #: empty where a file has only one


#: A text about markup: tags in it are what it speaks of.
_ABOUT: Final = re.compile(r"\b(?:html5?|xhtml|xml|jsx|dom|css|tags?|elements?|markup)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_DOLLARS: Final = re.compile(r"(?<![\\$\w])\$(?![\s$])([^$\n]{1,500})(?<![\s\\])\$(?![$\w])")
_PLAINLY: Final = re.compile(
    r"\\[A-Za-z]+|[\^_]|(?:[A-Za-z]'?|[-+]?[0-9]+(?:\.[0-9]+)?)(?:\s?[-+*/=<>(),|!]\s?(?:[A-Za-z]'?|[0-9]+(?:\.[0-9]+)?)?)*\Z"
)
_WORD: Final = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{4,}")
_TYPED_END: Final = re.compile(r"\\n(?![A-Za-z])|\\r\\n")


def speaks_of_tags(texts: Sequence[str]) -> bool:
    """Return whether a question is about markup, so that its tags are words."""
    return any("<" in text for text in texts) and any(_ABOUT.search(_TAG.sub(" ", text)) for text in texts)


def text_of(cell: Cell, problems: list[Problem], markup: str = "") -> Text:
    """Return the text of a cell; ``markup`` says what it is: ``plain``, ``markdown``, ``html``, or empty."""
    rows = _rows(cell)
    markup = cell.markup or markup
    if markup == "markdown":
        return markdown_text(rows)
    if markup == "html" or (not markup and looks_like_html(cell.text)):
        said: list[Problem] = []
        made = html_text(rows, said)
        if made or markup == "html":
            problems += said
            return made
    return plain_text([(with_math(line), place) for line, place in rows])


def _rows(cell: Cell) -> list[Row]:
    place = cell.place
    lines = re.split("\r\n|\r|\n", cell.text)
    places = [
        place,
        *(Place(place.file, place.line + n, 1) if cell.spread else place for n in range(1, len(lines))),
    ]
    return trimmed(list(zip(lines, places, strict=True)))


def with_math(line: str) -> str:
    r"""Return a line with ``$...$`` that is plainly math as ``\(...\)``."""
    if "$" not in line:
        return line
    return _DOLLARS.sub(lambda found: rf"\({found[1]}\)" if _is_math(found[1]) else found[0], line)


def _is_math(inside: str) -> bool:
    if "\\(" in inside or "\\)" in inside or not _PLAINLY.search(inside):
        return False
    plain = re.sub(r"\\(?:text|mathrm|mathbf|operatorname)\{[^{}]*\}", "", inside)
    return "\\" in inside or not _WORD.search(plain)
