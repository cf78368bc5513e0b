r"""Questions of exam.cls with parts, ``\begin{parts} \part[2] ... \end{parts}``, taken apart.

A part with choices is a question that can be printed alone once it has the text above the parts. Where it is not plain
which text belongs to which part, nothing is taken apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from examgen.formats.latex.cursor import Cursor, end_of
from examgen.formats.latex.lex import Token

#: Commands that begin a part, by how deep it stands.
_LEVELS: Final = {r"\part": 0, r"\bonuspart": 0, r"\subpart": 1, r"\bonussubpart": 1, r"\subsubpart": 2}
PARTS: Final = frozenset(_LEVELS)
#: What stands between parts and belongs to those that follow.
_BETWEEN: Final = frozenset((r"\uplevel", r"\fullwidth", "EnvUplevel", "EnvFullwidth"))


@dataclass(frozen=True, slots=True)
class Parts:
    """A question taken apart."""

    above: list[Token]  #: what stands above the parts, and is of all of them
    each: list[list[Token]]  #: the parts, each from its command on
    behind: list[Token]  #: what stands behind the parts


def divide(tokens: Sequence[Token], solutions: frozenset[str]) -> Parts | None:
    """Return the parts of a question, None when it has none, or some that cannot be told from each other.

    ``solutions`` are the environments whose parts are those of a solution.
    """
    marks = _marks(tokens, solutions)
    if not marks:
        return None
    level = min(_LEVELS[tokens[mark].text] for mark in marks)
    opener = next(
        (
            n
            for n in reversed(range(marks[0]))
            if tokens[n].kind == "begin" and tokens[n].text.endswith("parts")
        ),
        None,
    )
    end = None if opener is None else end_of(tokens, opener + 1, tokens[opener].text)
    end = len(tokens) if end is None else end
    marks = [mark for mark in marks if _LEVELS[tokens[mark].text] == level]
    if marks[-1] > end or any(token.text in _BETWEEN for token in tokens[marks[0] : end]):
        return None
    above = list(tokens[: marks[0]])
    if opener is not None:
        head = Cursor(tokens[opener + 1 : marks[0]])
        head.option()
        above = [*tokens[:opener], *head.tokens[head.at :]]
    each = [list(tokens[start:after]) for start, after in pairwise([*marks, end])]
    return Parts(above, each, list(tokens[end + 1 :]))


def _marks(tokens: Sequence[Token], solutions: frozenset[str]) -> list[int]:
    """Return where parts begin, 0-based, those in solutions apart."""
    marks: list[int] = []
    inside = ""
    for index, token in enumerate(tokens):
        if token.kind == "begin" and token.text in solutions and not inside:
            inside = token.text
        elif token.kind == "end" and token.text == inside:
            inside = ""
        elif token.kind == "command" and token.text in _LEVELS and not inside:
            marks.append(index)
    return marks
