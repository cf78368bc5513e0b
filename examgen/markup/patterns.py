r"""Regular expressions written without backticks, of which Markdown and math make something else.

``\(\d{3}\)`` and ``\[a-z\]`` have the marks of formulas, ``$`` ends a pattern as it ends a formula, and Markdown
prints ``\*`` without its backslash. What no formula and no prose has tells them apart: classes such as ``\d``, ranges
such as ``[a-z]``, and what stands right beside the marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

from examgen.markup.mathwords import TEXT_ONLY, WORDS

_RANGE: Final = r"(?:a-z|A-Z|a-f|A-F|0-9|1-9|0-7|a-zA-Z|A-Za-z|a-zA-Z0-9|A-Za-z0-9|0-9a-f|0-9A-F|0-9a-fA-F)"
_CLASS: Final = r"\\[dDwWsSB](?![A-Za-z])"
#: What only a regular expression has, in a word of prose.
_SIGNS: Final = re.compile(rf"{_CLASS}|\[\^?{_RANGE}|\(\?(?:[:=!]|<[=!])")
#: The same in a formula.
_IN_MATH: Final = re.compile(
    rf"{_CLASS}|\\b(?![A-Za-z{{ ])|\[\^?{_RANGE}|(?<!\d)\.[*+]|\(\?(?:[:=!]|<[=!])|\A\|\^[^{{\d]"
)
#: The inside of a class, whose brackets are taken for the marks of a formula; ``$a-f$`` is a difference.
_IN_BRACKETS: Final = re.compile(rf"\^?{_RANGE}+[\w.-]*")
#: Right behind the end of a group, and in no sentence behind a formula.
_BEHIND: Final = re.compile(r"[*+][|$]|\{\d|[?*+]?\\\d|\?[\\\[{$|^+]")
_BEFORE: Final = re.compile(r"(?:^|[\s(\"'])\^\Z")
_ESCAPE: Final = re.compile(r"\\[!-/:-@\[-`{-~]")
_BLANK: Final = re.compile(r"[\s`]")
#: Characters in which the beginning and the end of a word are looked for.
_NEAR: Final = 200
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)")
_SCRIPT: Final = re.compile(r"[_^]\{|\^\w")
_CLOSERS: Final = {r"\(": r"\)", r"\[": r"\]"}


def is_pattern(formula: str, opener: str, before: str, behind: str) -> bool:
    """Return whether a formula is rather part of a regular expression.

    Args:
        formula: what stands between its marks.
        opener: the first of these.
        before: what stands before it in its paragraph.
        behind: what follows it there.
    """
    if _IN_MATH.search(formula) or (opener == r"\[" and _IN_BRACKETS.fullmatch(formula)):
        return True
    return opener in _CLOSERS and bool(_BEHIND.match(behind) or _BEFORE.search(before[-2:]))


def pattern_hint(token: Token, content: str) -> str:
    """Return how to write the regular expression that a formula rather is part of; "" when it is a formula.

    Args:
        token: the formula.
        content: of the paragraph that it stands in; "" for one on lines of its own.
    """
    opener, formula = token.markup, token.content
    at = token.meta.get("at", 0)
    before = content[: max(at - len(opener), 0)]
    if not is_pattern(formula, opener, before, content[at + len(formula) + len(opener) :]):
        return ""
    code = f"`{opener}{formula}{_CLOSERS.get(opener, opener)}`"
    return f"put the whole of a regular expression between backticks, as in {code}"


def before_name(children: Sequence[Token], index: int) -> str:
    """Return the formula that the sign at an index of a paragraph rather belongs to, as in ``$a$b$``; "" for none."""
    if index < 2 or children[index].markup != "$":
        return ""
    formula, name = children[index - 2 : index]
    joined = name.type == "text" and not _BLANK.search(name.content)
    return formula.content if joined and formula.type == "math_inline" and formula.markup == "$" else ""


def stands_in_pattern(source: str, at: int) -> bool:
    """Return whether the backslash at an offset stands in a word with signs of a regular expression."""
    if not _ESCAPE.match(source, at):
        return False
    before = _BLANK.split(source[max(at - _NEAR, 0) : at])[-1]
    behind = _BLANK.split(source[at : at + _NEAR], maxsplit=1)[0]
    return _SIGNS.search(before + behind) is not None


def commands(text: str) -> list[tuple[str, str]]:
    """Return the commands of LaTeX in a text outside math, each with a hint."""
    found = [match for match in _COMMAND.finditer(text) if match[1] in WORDS]
    return [(match[0], _command_hint(match[1])) for match in found]


def _command_hint(word: str) -> str:
    code = rf"'`\{word}`' for the command, or the whole of a regular expression, as code"
    if word in TEXT_ONLY:
        return rf"write {code}, or the letter or sign that \{word} makes"
    return rf"write '$\{word}$' for the sign, or '`\{word}`' for the command as code"


def looks_like_math(text: str) -> bool:
    """Return whether a text has commands, or scripts in braces, as formulas have."""
    return bool(_SCRIPT.search(text)) or any(match[1] in WORDS for match in _COMMAND.finditer(text))
