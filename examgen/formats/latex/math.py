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

_UNITS: Final = {
    "meter": "m", "metre": "m", "gram": "g", "kilogram": "kg", "second": "s", "ampere": "A", "kelvin": "K",
    "mole": "mol", "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W",
    "coulomb": "C", "volt": "V", "farad": "F", "ohm": r"\Omega", "siemens": "S", "weber": "Wb", "tesla": "T",
    "henry": "H", "celsius": r"{}^\circ C", "degreeCelsius": r"{}^\circ C", "degree": r"{}^\circ", "minute": "min",
    "hour": "h", "day": "d", "liter": "L", "litre": "l", "electronvolt": "eV", "bar": "bar", "percent": r"\%",
    "radian": "rad", "tonne": "t", "byte": "B", "bit": "bit", "bel": "B", "angstrom": "\u00c5",
    "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "hecto": "h", "deca": "da", "deci": "d",
    "centi": "c", "milli": "m", "micro": r"\mu ", "nano": "n", "pico": "p", "femto": "f", "per": "/",
    "squared": "^2", "cubed": "^3", "square": "", "cm": "cm", "mm": "mm", "km": "km", "kg": "kg", "um": r"\mu m",
    "m": "m", "s": "s", "g": "g", "N": "N", "J": "J", "W": "W", "V": "V", "A": "A", "K": "K", "Pa": "Pa",
    "kPa": "kPa", "MPa": "MPa", "kW": "kW", "kJ": "kJ", "mol": "mol", "Hz": "Hz", "kHz": "kHz", "MHz": "MHz",
    "GHz": "GHz", "ms": "ms", "mA": "mA", "kV": "kV", "mV": "mV", "nm": "nm", "eV": "eV", "h": "h", "L": "L",
}  # fmt: skip


def inline(tokens: Sequence[Token]) -> str:
    """Return a formula in a line as HTML; nothing when it is empty."""
    words = math_source(tokens)
    return f"\\({escape(words, quote=False)}\\)" if words else ""


def display(tokens: Sequence[Token], name: str = "") -> str:
    """Return a formula on lines of its own as HTML; ``name`` is that of its environment."""
    words = math_source(tokens)
    inner = DISPLAYS.get(name.rstrip("*"), "")
    if not words:
        return ""
    if inner == "array":
        words = rf"\begin{{array}}{{rcl}}{words}\end{{array}}"
    elif inner:
        words = rf"\begin{{{inner}}}{words}\end{{{inner}}}"
    return f"\\[{escape(words, quote=False)}\\]"


def math_source(tokens: Sequence[Token]) -> str:
    """Return the LaTeX of a formula in one line."""
    kept = _kept(tokens) if any(token.text in _CHANGED for token in tokens) else tokens
    words = " ".join(source_of(kept).split())
    # A space command at the end would be a bare backslash once the space is gone.
    return words[:-1].rstrip() if re.search(r"(?<!\\)(?:\\\\)*\\\Z", words) else words


def _kept(tokens: Sequence[Token]) -> list[Token]:
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
        elif token.text in _SCIENCE:
            kept.append(Token("word", science(token.text[1:], cursor), token.at))
        else:
            kept.append(token)
    return kept


_SCIENCE: Final = frozenset((r"\SI", r"\si", r"\qty", r"\unit", r"\num", r"\ang", r"\ce"))
#: What is not left as it is in a formula.
_CHANGED: Final = _SCIENCE | set(_DROPPED) | {r"\ensuremath", r"\nohyphens", r"\textcolor"}


def is_science(command: str) -> bool:
    """Return whether a command is one of siunitx or mhchem that is understood."""
    return command in _SCIENCE


def science(name: str, cursor: Cursor) -> str:
    """Return the math of a quantity, a unit or a chemical formula, and go past its arguments."""
    cursor.option()
    first = source_of(cursor.argument()).strip()
    if name == "ce":
        return _chemistry(first)
    if name in ("si", "unit"):
        return _unit(first)
    if name == "ang":
        return rf"{first}^\circ"
    number = re.sub(r"(?<=[0-9.])[eE]([-+]?[0-9]+)", r"\\times 10^{\1}", first)
    if name == "num":
        return number
    cursor.option()
    return rf"{number}\,{_unit(source_of(cursor.argument()).strip())}"


def _unit(written: str) -> str:
    parts = re.split(r"(\\[A-Za-z]+)", written.replace("~", r"\,"))
    made = "".join(_UNITS.get(part[1:], part) if part.startswith("\\") else part for part in parts)
    return rf"\mathrm{{{made}}}"


def _chemistry(written: str) -> str:
    """Return a chemical formula as math: digits behind a letter or a bracket are lowered, charges raised."""
    made = re.sub(r"(?<=[A-Za-z)\]])([0-9]+)", r"_{\1}", written)
    made = re.sub(r"\^\{?([0-9]*[-+])\}?", r"^{\1}", made)
    made = re.sub(r"(?<=[A-Za-z0-9)}\]])([-+])(?=\s|\Z)", r"^{\1}", made)
    made = made.replace("<=>", r" \rightleftharpoons ").replace("->", r" \rightarrow ")
    return rf"\mathrm{{{made}}}"
