"""Whether two texts read the same on paper: the same words and math, the same code, the same pictures."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from examgen.references import opaque_parts

_PICTURE = re.compile(r"!\[[^\]\n]*\]\(([^)\n]*)\)")
_MATH = ("$", "\\")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
#: Unicode calls these variants of plain characters, but on paper they look different: x², ½, ℝ.
_LOOKS_DIFFERENT = ("<super>", "<sub>", "<font>", "<fraction>", "<circle>", "<square>")


@dataclass(frozen=True, slots=True)
class Reading:
    """Equal for two texts that a reader cannot tell apart."""

    words: str  #: visible words and math, one space between them, without a full stop at the end
    code: tuple[str, ...] = ()  #: with its spaces, which may matter
    pictures: tuple[str, ...] = ()  #: their files


def read(source: str, plain: str) -> Reading:
    """Return the reading of a text from its source and its visible words (math as its source)."""
    words = " ".join(_fold(plain).split())
    parts = opaque_parts(source) if "`" in source or "~~~" in source else ()
    code = tuple(part.strip() for part in parts if not part.startswith(_MATH))
    pictures = tuple(_PICTURE.findall(source)) if "![" in source else ()
    return Reading(words.rstrip(". ") or words, code, pictures)


def value_of(reading: Reading) -> Fraction | None:
    """Return the number that a text is, as ``0.5`` and ``.50`` are one half; None when it is not a number."""
    text = reading.words.replace("\N{MINUS SIGN}", "-")
    return Fraction(text) if text.isascii() and _NUMBER.fullmatch(text) else None


def _fold(text: str) -> str:
    """Return the text with characters that look alike made equal: widths, ligatures, kinds of space."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join(
        c if unicodedata.decomposition(c).startswith(_LOOKS_DIFFERENT) else unicodedata.normalize("NFKC", c)
        for c in text
    )
