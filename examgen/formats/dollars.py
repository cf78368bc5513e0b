r"""Single dollars around what is plainly math, in texts of programs for which a dollar is a dollar.

Many authors type ``$x^2$`` wherever they write, and their screens or filters show it as math. ``$5 and $10``, names
of variables and shell commands stay as typed.
"""

from __future__ import annotations

import re
from typing import Final

_PAIR: Final = re.compile(r"(?<![\\$\w])\$(?![\s$])([^$\n]{1,500})(?<![\s\\])\$(?![$\w])")
_COMMAND: Final = re.compile(r"\\[A-Za-z{},;!|]")
_SCRIPT: Final = re.compile(r"[\^_]")
#: Letters, numbers and signs, none of them a word.
_PLAIN: Final = re.compile(r"[-+]?[A-Za-z0-9(\[|][A-Za-z0-9\s+*/=<>()\[\],|!.':;-]{0,80}")
_NAMES: Final = frozenset(
    ["sin", "cos", "tan", "log", "ln", "exp", "max", "min", "lim", "det", "gcd", "mod", "dx", "dy", "dt"]
)
_LETTERS: Final = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{2,}")
_LONG: Final = 4
_WORDS: Final = re.compile(r"\\(?:text|mathrm|mathbf|operatorname)\{[^{}]*\}")


def with_math(text: str) -> str:
    r"""Return a text with ``$...$`` that is plainly math as ``\(...\)``."""
    if "$" not in text:
        return text
    return _PAIR.sub(lambda found: rf"\({found[1]}\)" if _is_math(found[1]) else found[0], text)


def _is_math(inside: str) -> bool:
    if "\\(" in inside or "\\)" in inside:
        return False
    if _COMMAND.search(inside):
        return True
    words = [word for word in _LETTERS.findall(_WORDS.sub("", inside)) if word.lower() not in _NAMES]
    if _SCRIPT.search(inside):
        return all(len(word) < _LONG for word in words)
    # "$5 or 6$" and "$a or b$" are prices and words; "$2ab$" is a product.
    spaced = any(re.search(rf"(?<!\S){word}(?!\S)", inside) for word in words) and " " in inside
    return bool(_PLAIN.fullmatch(inside)) and not spaced and all(len(word) < _LONG - 1 for word in words)
