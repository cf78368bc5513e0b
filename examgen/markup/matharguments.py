r"""What a control word of math needs behind it: arguments, a delimiter, a length.

TeX takes for an argument whatever comes next, be it the dollar that should end the formula, and then reports its
trouble far from here. So arguments are counted here, by the tables of :mod:`examgen.markup.mathwords`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from examgen.markup.mathlex import Fault, Lexeme
from examgen.markup.mathwords import ALPHABETS, ARITY, BIG, BRACED, LENGTHS, OPTIONS, SWITCHES
from examgen.markup.unicode import math_latex

_LENGTH: Final = r"\s*-?\s*(?:\d+(?:\.\d*)?|\.\d+)\s*"
_MU = re.compile(_LENGTH + "mu")
_MEASURE = re.compile(_LENGTH + r"(?:em|ex|pt|mm|cm|in|mu|\\(?:quad|jot|baselineskip))\s*")
_COLUMNS = re.compile(r"(?:[lcr|\s]|@\{[^{}]*\}|\*\{\d{1,2}\}\{[lcr|\s]+\})+")
_NEEDED: Final = {
    "array": (_COLUMNS, "{cc}"),
    "subarray": (re.compile("[lcr]"), "{c}"),
    "alignedat": (re.compile(r"\d{1,2}"), "{2}"),
    "alignat": (re.compile(r"\d{1,2}"), "{2}"),
    "alignat*": (re.compile(r"\d{1,2}"), "{2}"),
}
_DELIMITERS: Final = "()[]|/.<>⟨⟩‖⌊⌋⌈⌉"
#: Lexemes of an option at most: one that does not end must not be looked for to the end of a long formula.
_OPTION_LENGTH: Final = 200
_ENDS: Final = ("}", "&", r"\\", "$", "^", "_", "#", "%")


def group_end(lexemes: Sequence[Lexeme], start: int) -> int:
    """Return the index behind the operand that starts at ``start``: one lexeme, or a group in braces."""
    depth = 0
    for index in range(start, len(lexemes)):
        depth += {"{": 1, "}": -1}.get(lexemes[index].text, 0)
        if depth <= 0:
            return index + 1
    return len(lexemes)


def word_fault(lexemes: Sequence[Lexeme], index: int) -> Fault | None:
    """Return what is wrong behind the known word ``lexemes[index]``."""
    word = lexemes[index]
    if word.name in BIG:
        return delimiter_fault(lexemes, index)
    if word.name in ("mkern", "mskip"):
        if _MU.match(_joined(lexemes, index + 1, index + 12)):
            return None
        hint = rf"write \{word.name} 3mu, or \, for a thin space"
        return Fault(word.offset, "missing-argument", rf"\{word.name} without a length in mu", hint)
    wanted = ARITY.get(word.name, 0)
    start = _behind_options(lexemes, index) if word.name in OPTIONS else index + 1
    missing, end = _count_missing(lexemes, start, wanted, braced=word.name in BRACED)
    if missing:
        takes = "an argument" if wanted == 1 else f"{wanted} arguments"
        message = (
            rf"\{word.name} takes {takes} in braces, and {missing} {'is' if missing == 1 else 'are'} missing"
        )
        return Fault(word.offset, "missing-argument", message, rf"write \{word.name}" + "{...}" * wanted)
    if word.name in LENGTHS and not _MEASURE.fullmatch(_joined(lexemes, start + 1, end - 1)):
        written = _joined(lexemes, start, end)
        hint = rf"write \{word.name}{{1em}}, or \quad"
        return Fault(word.offset, "bad-length", rf"\{word.name}{written} is not a length", hint)
    return letter_fault(lexemes, index) if word.name in ALPHABETS else None


def argument_end(lexemes: Sequence[Lexeme], index: int, count: int) -> int:
    """Return the index behind the ``count`` arguments of the word ``lexemes[index]``, options among them."""
    at = _behind_options(lexemes, index) if lexemes[index].name in OPTIONS else index + 1
    for _ in range(count):
        at = group_end(lexemes, at)
    return at


def letter_fault(lexemes: Sequence[Lexeme], index: int) -> Fault | None:
    """Return the first letter that the alphabet ``lexemes[index]`` does not have."""
    name = lexemes[index].name
    for lexeme in lexemes[index + 1 : group_end(lexemes, index + 1)]:
        letter = lexeme.text
        if letter.isascii() and letter.isalnum() and letter not in ALPHABETS[name]:
            hint = rf"use another alphabet, such as \mathbf{{{letter}}}"
            return Fault(lexeme.offset, "missing-letter", rf"\{name} has capitals only, no '{letter}'", hint)
    return None


def delimiter_fault(lexemes: Sequence[Lexeme], index: int) -> Fault | None:
    r"""Return what is wrong behind ``\left``, ``\big`` and their like, which take a delimiter."""
    word, after = lexemes[index], lexemes[index + 1 : index + 2]
    sign = after[0].text if after else ""
    if sign and (sign in _DELIMITERS or sign in (r"\{", r"\}", r"\|") or _names_delimiter(after[0])):
        return None
    hint = f"write \\{word.name}\\{sign}" if sign in ("{", "}") else rf"write \{word.name}( or \{word.name}."
    if word.name in BIG:
        hint = hint.removesuffix(rf" or \{word.name}.")
    return Fault(word.offset, "bad-delimiter", rf"\{word.name} without a delimiter behind it", hint)


def script_fault(lexemes: Sequence[Lexeme], index: int) -> Fault | None:
    """Return what is wrong behind ``^`` or ``_``."""
    sign, after = lexemes[index], lexemes[index + 1 : index + 2]
    if sign.text == "^" and after and after[0].text == "^":
        return Fault(
            sign.offset, "forbidden-command", "'^^' is not allowed in math", "write the character itself"
        )
    if _count_missing(lexemes, index + 1, 1, braced=False, calls=True)[0] or after[0].text == "'":
        what = "a superscript" if sign.text == "^" else "a subscript"
        hint = f"write {sign.text}{{...}}"
        return Fault(sign.offset, "missing-argument", f"'{sign.text}' without {what} behind it", hint)
    return None


def row_fault(lexemes: Sequence[Lexeme], index: int) -> Fault | None:
    r"""Return what is wrong behind ``\\``, which takes a bracket for its option."""
    if index + 1 >= len(lexemes) or lexemes[index + 1].text != "[":
        return None
    option = _joined(lexemes, index + 2, index + 14).partition("]")[0]
    if _MEASURE.fullmatch(option):
        return None
    hint = r"write \\{} before a bracket that begins a row"
    return Fault(lexemes[index + 1].offset, "bad-length", r"'[' behind '\\' is read as a length", hint)


def columns_fault(lexemes: Sequence[Lexeme], index: int) -> Fault | None:
    r"""Return what is wrong behind ``\begin{array}`` and its like, which say their columns."""
    edge = lexemes[index]
    if edge.name not in _NEEDED:
        return None
    start = _behind_options(lexemes, index)
    pattern, example = _NEEDED[edge.name]
    columns = _joined(lexemes, start, group_end(lexemes, start))
    if columns.startswith("{") and pattern.fullmatch(columns[1:-1]):
        return None
    hint = rf"write \begin{{{edge.name}}}{example}"
    return Fault(edge.offset, "missing-argument", rf"\begin{{{edge.name}}} does not say its columns", hint)


def _is_script(lexeme: Lexeme) -> bool:
    """Tell whether it is a character that is written as a superscript or subscript."""
    return not lexeme.text.isascii() and (math_latex(lexeme.text) or "")[:1] in ("^", "_")


def _names_delimiter(lexeme: Lexeme) -> bool:
    return lexeme.kind == "word" and lexeme.name not in ARITY and lexeme.name not in SWITCHES


def _joined(lexemes: Sequence[Lexeme], start: int, end: int) -> str:
    return "".join(each.text for each in lexemes[start:end])


def _behind_options(lexemes: Sequence[Lexeme], index: int) -> int:
    """Return the index of the first argument behind ``lexemes[index]`` and its option in brackets, if it has one."""
    at = index + 1
    if at < len(lexemes) and lexemes[at].text == "[":
        depth = 0
        for close in range(at, min(at + _OPTION_LENGTH, len(lexemes))):
            depth += {"{": 1, "}": -1}.get(lexemes[close].text, 0)
            if depth == 0 and lexemes[close].text == "]":
                return close + 1
            if depth < 0:
                break
        return len(lexemes)
    return at


def _count_missing(
    lexemes: Sequence[Lexeme], start: int, wanted: int, *, braced: bool, calls: bool = False
) -> tuple[int, int]:
    """Return how many of ``wanted`` arguments are not there, and the index behind those that are.

    Args:
        lexemes: of the formula, without spaces.
        start: index of the first argument.
        wanted: how many there should be.
        braced: each has to stand in braces.
        calls: a word that takes arguments itself may stand without braces.
    """
    at = start
    while wanted and at < len(lexemes):
        each = lexemes[at]
        if (
            each.text in _ENDS
            or each.kind in ("begin", "end")
            or each.name in SWITCHES
            or (braced and each.text != "{")
        ):
            break
        if (each.name in ARITY and not calls) or _is_script(each):
            break
        wanted -= 1
        at = group_end(lexemes, at)
    return wanted, at
