r"""Questions of LaTeX exams without ``\choice``: choices in a plain list, and statements that are true or false.

Both are read where the solution says which is right, and in no other case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from examgen.formats.latex.cursor import Cursor, end_of, source_of
from examgen.formats.latex.lex import Token
from examgen.formats.latex.said import named
from examgen.formats.quiz.words import truth

_LISTS: Final = frozenset(("enumerate", "tasks", "compactenum", "inparaenum", "enumerate*"))
_ITEMS: Final = frozenset((r"\item", r"\task"))
#: Labels that are letters: ``(a)``, ``A.``, ``\alph*``, as options of a list.
_LETTERED: Final = re.compile(r"\\[aA]lph\b|(?<![A-Za-z\\])[aA](?![A-Za-z])")
_ASKS_TRUTH: Final = re.compile(r"\btrue\s+or\s+false\b|\bT\s*/\s*F\b|\bvrai\s+ou\s+faux\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlainList:
    """A list of a question that its solution shows to be one of choices; indices are 0-based in the tokens."""

    start: int  #: of the begin of the environment
    end: int  #: of its end
    items: tuple[tuple[int, int], ...]  #: where the words of each begin and end
    right: int  #: which of them is right


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
    return PlainList(start, end, items, right) if len(items) >= 2 and right < len(items) else None


def find_truth(stem: str, solution: str) -> bool | None:
    """Return what the solution says of a statement that is to be judged; None when nothing is asked or said."""
    return truth(solution.split(".")[0]) if _ASKS_TRUTH.search(stem) else None
