r"""Words of math that must not stand inside each other, or not often.

TeX sets what ``\text`` and its like hold once for each of its four styles: ten of them inside each other would be
set a million times. ``\boldsymbol`` inside itself never ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from examgen.markup.matharguments import argument_end
from examgen.markup.mathlex import Fault, Lexeme
from examgen.markup.mathwords import ARITY, TEXT_WORDS
from examgen.markup.unicode import math_latex

#: How many words that set their argument several times may stand inside each other: 4 to the 4th are 256 times.
MAX_REPEATED: Final = 4
_ARROWS: Final = """
overleftarrow overrightarrow overleftrightarrow underleftarrow underrightarrow underleftrightarrow
xleftharpoonup xleftharpoondown xrightharpoonup xrightharpoondown xleftrightharpoons xrightleftharpoons
"""
_OTHERS: Final = """
Bbb cancel bcancel xcancel cancelto prescript textsuperscript textsubscript vdotswithin phantom hphantom vphantom
smash boxed underset overset stackrel underbracket overbracket mathclap mathllap mathrlap cramped
"""
_BOLD: Final = frozenset(("boldsymbol", "bm", "pmb"))
_REPEATED: Final = TEXT_WORDS | _BOLD | frozenset(_ARROWS.split()) | frozenset(_OTHERS.split())


def nesting_faults(lexemes: Sequence[Lexeme]) -> Iterator[Fault]:
    """Give the words that stand too deep inside their like.

    Args:
        lexemes: of the formula, without spaces; its groups are not too deep.
    """
    repeated: list[int] = []  # where the arguments of the words around end
    bold: list[int] = []
    for index, lexeme in enumerate(lexemes):
        for ends in (repeated, bold):
            while ends and ends[-1] <= index:
                ends.pop()
        if bold and _is_bold(lexeme):
            hint = "one of them is enough"
            yield Fault(lexeme.offset, "nested-too-deep", f"bold '{lexeme.text}' inside bold", hint)
        if lexeme.kind != "word" or lexeme.name not in _REPEATED:
            continue
        end = argument_end(lexemes, index, ARITY[lexeme.name])
        repeated.append(end)
        if lexeme.name in _BOLD:
            bold.append(end)
        if len(repeated) == MAX_REPEATED + 1:
            message = rf"\{lexeme.name} more than {MAX_REPEATED} deep inside words like it"
            yield Fault(lexeme.offset, "nested-too-deep", message, "take one level out")


def _is_bold(lexeme: Lexeme) -> bool:
    if lexeme.kind == "word":
        return lexeme.name in _BOLD
    return not lexeme.text.isascii() and r"\boldsymbol" in (math_latex(lexeme.text) or "")
