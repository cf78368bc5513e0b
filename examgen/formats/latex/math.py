r"""Formulas of LaTeX as ours: what numbers, names or colours them is left out, all else stays as it is.

Units of siunitx and formulas of mhchem become math, since papers load neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from examgen.formats.latex.cursor import Cursor, source_of
from examgen.formats.latex.lex import Token
from examgen.formats.latex.science import SCIENCE, Science

#: Environments that are a display of their own, and the environment that they are inside of one.
DISPLAYS: Final = {
    "equation": "", "displaymath": "", "math": "", "dmath": "", "align": "align*", "gather": "gather*",
    "multline": "multline*", "flalign": "align*", "alignat": "alignat*", "eqnarray": "array",
}  # fmt: skip

_DROPPED: Final = {
    r"\label": 1, r"\nonumber": 0, r"\notag": 0, r"\color": 1, r"\allowdisplaybreaks": 0, r"\hfill": 0,
    r"\centering": 0, r"\noindent": 0, r"\vspace": 1, r"\small": 0, r"\footnotesize": 0, r"\large": 0,
    r"\Large": 0, r"\normalsize": 0, r"\boldmath": 0, r"\protect": 0, r"\relax": 0,
}  # fmt: skip


def inline(tokens: Sequence[Token], science: Science) -> str:
    """Return a formula in a line as HTML; nothing when it is empty."""
    words = math_source(tokens, science)
    return f"\\({escape(words, quote=False)}\\)" if words else ""


def display(tokens: Sequence[Token], science: Science, name: str = "") -> str:
    """Return a formula on lines of its own as HTML; ``name`` is that of its environment."""
    words = math_source(tokens, science)
    inner = DISPLAYS.get(name.rstrip("*"), "")
    if not words:
        return ""
    if inner == "array":
        words = rf"\begin{{array}}{{rcl}}{words}\end{{array}}"
    elif inner:
        words = rf"\begin{{{inner}}}{words}\end{{{inner}}}"
    return f"\\[{escape(words, quote=False)}\\]"


def math_source(tokens: Sequence[Token], science: Science) -> str:
    """Return the LaTeX of a formula in one line."""
    kept = _kept(tokens, science) if any(token.text in _CHANGED for token in tokens) else tokens
    words = " ".join(source_of(kept).split())
    # A space command at the end would be a bare backslash once the space is gone.
    return words[:-1].rstrip() if re.search(r"(?<!\\)(?:\\\\)*\\\Z", words) else words


def _kept(tokens: Sequence[Token], science: Science) -> list[Token]:
    """Return the tokens of a formula without what is left out of it."""
    cursor = Cursor(tokens)
    kept: list[Token] = []
    for token in cursor:
        if token.kind != "command":
            kept.append(token)
        elif token.text in _DROPPED:
            cursor.layout("*" + "{" * _DROPPED[token.text])
        elif token.text in (r"\ensuremath", r"\nohyphens"):
            continue
        elif token.text == r"\textcolor":
            cursor.layout("[{")
        elif token.text in SCIENCE:
            made = science.math(token, cursor)
            is_script = bool(kept) and kept[-1].text.rstrip().endswith(("_", "^"))
            # Without the space a letter behind it would lengthen the name of a command at its end.
            kept.append(Token("word", f"{{{made}}}" if is_script else f"{made} ", token.at))
        else:
            kept.append(token)
    return kept


#: What is not left as it is in a formula.
_CHANGED: Final = SCIENCE | set(_DROPPED) | {r"\ensuremath", r"\nohyphens", r"\textcolor"}
