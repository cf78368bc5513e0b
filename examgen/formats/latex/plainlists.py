r"""Questions of LaTeX exams without ``\choice``: choices in a plain list, and statements that are true or false.

Both are read where the solution says which is right, and in no other case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from examgen.formats.latex.cursor import Cursor, end_of, levels, source_of
from examgen.formats.latex.lex import Token
from examgen.formats.latex.said import named
from examgen.formats.quiz.marking.words import truth

_LISTS: Final = frozenset(("enumerate", "tasks", "compactenum", "inparaenum", "enumerate*"))
_ITEMS: Final = frozenset((r"\item", r"\task"))
#: Labels that are letters: ``(a)``, ``A.``, ``\alph*``, as options of a list.
_LETTERED: Final = re.compile(r"\\[aA]lph\b|(?<![A-Za-z\\])[aA](?![A-Za-z])")
#: Letters typed before choices: in parentheses anywhere, ``A.`` and ``A)`` at the beginning of a line.
_TYPED: Final = re.compile(r"(?:(?<=\s)|\A)\(([A-Ha-h])\)(?=\s|\Z)()")
_TYPED_FIRST: Final = re.compile(r"(?:(?<=\s)|\A)\(([A-Ha-h])\)(?=\s|\Z)|\A\s*([A-H])[.)](?=\s|\Z)")
_GAPS: Final = frozenset(
    (r"\\", r"\quad", r"\qquad", r"\hfill", r"\par", r"\newline", r"\ ", r"\hspace", r"\noindent")
)
#: Two letters in parentheses may be what a text speaks of.
_FEWEST: Final = 3
_ASKS_TRUTH: Final = re.compile(r"\btrue\s+or\s+false\b|\bT\s*/\s*F\b|\bvrai\s+ou\s+faux\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlainList:
    """A list of a question that its solution shows to be one of choices; indices are 0-based in the tokens."""

    start: int  #: of the begin of the environment
    end: int  #: of its end
    items: tuple[tuple[int, int], ...]  #: where the words of each begin and end
    right: int  #: which of them is right
    alone: bool  #: whether the solution says nothing else


@dataclass(frozen=True, slots=True)
class TypedList:
    """Choices whose letters the author typed."""

    stem: list[Token]  #: what stands before them
    choices: list[list[Token]]
    right: int  #: which of them is right, 0-based
    alone: bool  #: whether the solution says nothing else


def find_list(tokens: Sequence[Token], solution: str) -> PlainList | None:
    """Return the only list of a question, None when it has no letters or ``solution`` names none of them."""
    starts = [n for n, token in enumerate(tokens) if token.kind == "begin" and token.text in _LISTS]
    if len(starts) != 1:
        return None
    start = starts[0]
    end = end_of(tokens, start + 1, tokens[start].text)
    said = named(solution)
    if end is None or said is None or len(said.positions) != 1:
        return None
    option = Cursor(tokens[start + 1 : min(end, start + 60)]).option() or []
    if tokens[start].text != "tasks" and not _LETTERED.search(source_of(option)):
        return None
    marks = [n for n in range(start + 1, end) if tokens[n].kind == "command" and tokens[n].text in _ITEMS]
    items = tuple((mark + 1, after) for mark, after in pairwise([*marks, end]))
    (right,) = said.positions
    return PlainList(start, end, items, right, said.alone) if len(items) >= 2 and right < len(items) else None


def find_typed(tokens: Sequence[Token], solution: str) -> TypedList | None:
    """Return the choices that are typed as ``(A) one (B) two``.

    None when the letters are not those from A on, each once, when words stand behind them, or ``solution`` names none.
    """
    pieces, letters = _typed(tokens)
    said = named(solution)
    wanted = [chr(ord("A") + at) for at in range(len(letters))]
    # A letter at the beginning of more may be that of a part of an open question.
    only = said is not None and (said.alone or not solution.strip().startswith("("))
    if (
        said is None
        or not only
        or len(said.positions) != 1
        or len(letters) < _FEWEST
        or not (letters == wanted or letters == [letter.lower() for letter in wanted])
    ):
        return None
    (right,) = said.positions
    last = pieces[-1]
    end = next((n for n, token in enumerate(last) if token.kind == "par"), len(last))
    rest = [
        token for token in last[end:] if token.kind in ("word", "code", "dollar") and not token.text.isspace()
    ]
    if rest or right >= len(letters):
        return None
    choices = [_trimmed(piece) for piece in (*pieces[1:-1], last[:end])]
    return TypedList(_trimmed(pieces[0]), choices, right, said.alone)


def _typed(tokens: Sequence[Token]) -> tuple[list[list[Token]], list[str]]:
    """Return what stands between typed letters outside of groups, and the letters."""
    pieces: list[list[Token]] = [[]]
    letters: list[str] = []
    before = "par"
    for _, token, top in levels(tokens):
        text = token.text
        if top and token.kind == "word":
            begins = before in ("par", "space") or before in _GAPS
            pattern = _TYPED_FIRST if begins else _TYPED
            while found := pattern.search(text):
                pieces[-1].append(token._replace(text=text[: found.start()]))
                pieces.append([])
                letters.append(found[1] or found[2])
                text, pattern = text[found.end() :], _TYPED
        if text or token.kind != "word":
            pieces[-1].append(token._replace(text=text))
        if token.kind != "word" or text.strip():
            before = token.text if token.kind == "command" else token.kind
    return pieces, letters


def _trimmed(tokens: Sequence[Token]) -> list[Token]:
    """Return a choice without the space that sets it off from the next one."""
    kept = list(tokens)
    while kept and (kept[-1].kind in ("space", "par") or kept[-1].text in _GAPS or kept[-1].text.isspace()):
        kept.pop()
    return kept


def find_truth(stem: str, solution: str) -> bool | None:
    """Return what the solution says of a statement that is to be judged; None when nothing is asked or said."""
    return truth(solution.split(".")[0]) if _ASKS_TRUTH.search(stem) else None
