r"""Questions of plain LaTeX that begin with their numbers: ``\textbf{Question 1.}``, ``\section*{Question 2}``, ``Q3:``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from examgen.formats.latex.cursor import Cursor
from examgen.formats.latex.file import LatexFile
from examgen.formats.latex.lex import Token

_WORD: Final = (
    r"(?:question|problem|exercise|item|frage|aufgabe|exercice|pregunta|ejercicio|quest[a\u00e3]o|exerc[i\u00ed]cio|"
    r"domanda|esercizio|vraag|q)"
)
#: The head of a question: its number, and points behind it.
_HEAD: Final = re.compile(
    rf"\s*{_WORD}\s*\.?\s*(?P<number>[0-9]{{1,3}})\s*"
    r"(?:[(\[]\s*(?P<points>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?:pts?|points?|marks?|punkte|puntos|pontos)?\.?\s*[)\]])?"
    r"\s*(?P<sign>[.:)]|\Z)\s*",
    re.IGNORECASE,
)
_SECTIONS: Final = frozenset((r"\section", r"\subsection", r"\subsubsection"))
_TITLES: Final = _SECTIONS | {r"\paragraph", r"\subparagraph", r"\textbf", r"\underline"}
#: What may stand between the end of a paragraph and the head.
_LAYOUT: Final = frozenset(
    (r"\noindent", r"\bigskip", r"\medskip", r"\smallskip", r"\newpage", r"\\", r"\par", r"\hrule")
)
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Headed:
    """What stands below the head of a question."""

    at: int  #: offset of the head
    points: Fraction | None  #: what the head says; None: nothing
    body: list[Token]  #: up to the next head, or the next heading
    behind: list[Token]  #: from that heading on


def find_headed(file: LatexFile, tokens: Sequence[Token]) -> list[Headed]:
    """Return what stands below heads that count from one number on, without them.

    Nothing when fewer than two heads follow each other by their numbers.
    """
    heads: list[tuple[re.Match[str], int, int]] = []  # the words of the head, its index, the index behind it
    kept = list(tokens)
    for index in _beginnings(tokens):
        if found := _head(file, kept, index):
            words, after, rest = found
            heads.append((words, index, after))
            if rest is not None:
                kept[after] = rest
    numbers = [int(words["number"]) for words, _, _ in heads]
    if len(heads) < _FEWEST or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return []
    ends = [*(index for _, index, _ in heads[1:]), len(kept)]
    out = []
    for (words, index, after), end in zip(heads, ends, strict=True):
        titles = (n for n in range(after, end) if kept[n].kind == "command" and kept[n].text in _SECTIONS)
        cut = next(titles, end)
        points = Fraction(words["points"]) if words["points"] else None
        out.append(Headed(kept[index].at, points, kept[after:cut], kept[cut:end]))
    return out


def _beginnings(tokens: Sequence[Token]) -> Iterator[int]:
    """Yield the indices of tokens that begin a paragraph outside of groups and environments."""
    fresh, depth, titled = True, 0, -1
    for index, token in enumerate(tokens):
        fresh = fresh or index == titled
        blank = token.kind == "space" or token.text.isspace()
        if fresh and not depth and not blank:
            yield index
        if token.kind == "command" and token.text in _SECTIONS:
            cursor = Cursor(tokens[index + 1 : index + 200])
            cursor.star()
            cursor.argument()
            titled = index + 1 + cursor.at
        depth = max(depth + (token.kind in ("begin", "open")) - (token.kind in ("end", "close")), 0)
        ends = token.kind in ("par", "end") or (token.kind == "command" and token.text in _LAYOUT)
        fresh = ends or (fresh and blank)


def _head(
    file: LatexFile, tokens: Sequence[Token], index: int
) -> tuple[re.Match[str], int, Token | None] | None:
    """Return the words of the head that begins here, the index behind it, and the token that stands there then.

    That token is what is left of a paragraph's first words; None: the token stays.
    """
    token = tokens[index]
    if token.kind == "word" and (found := _HEAD.match(token.text)) and found["sign"]:
        return found, index, token._replace(text=token.text[found.end() :])
    if token.kind != "command" or token.text not in _TITLES:
        return None
    cursor = Cursor(tokens[index + 1 : index + 60])
    cursor.star()
    if not cursor.has_group():
        return None
    said = file.plain(cursor.argument())
    found = _HEAD.fullmatch(said)
    return (found, index + 1 + cursor.at, None) if found else None
