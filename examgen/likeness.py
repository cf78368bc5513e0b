"""Whether two texts read the same on paper: the same words and math, the same code, the same pictures."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from examgen.references import opaque_parts

# Bounded, for a row of brackets that never close would be searched to its end from each of them.
_PICTURE = re.compile(r"!\[[^\]\n]{0,500}\]\(([^)\n]{0,1000})\)")
_MATH = ("$", "\\")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
#: Longer ones are compared as text: Python reads no number of more than some thousand digits.
_MAX_DIGITS = 1000
#: Unicode calls these variants of plain characters, but on paper they look different: x², ½, ℝ.
_LOOKS_DIFFERENT = ("<super>", "<sub>", "<font>", "<fraction>", "<circle>", "<square>")
#: A formula of nothing but spaces and what only takes their room.
_BLANK_MATH = re.compile(
    r"\$(?:[\s~{}]|\\[ ,;:!>]|\\(?:q?quad|enspace|thinspace|medspace|thickspace|space|relax)(?![A-Za-z])"
    r"|\\(?:text|mbox)\{\s{0,99}\}|\\[hv]?phantom\{[^{}]{0,99}\}|\\[hv]space\*?\{[^{}]{0,99}\})+\$"
)
#: Letters and signs without ink that Unicode does not count among spaces and formats.
_NO_INK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"

#: Letters of Cyrillic and Greek that have the shape of a Latin one, from Unicode's table of confusables (UTS 39).
_SHAPES = str.maketrans(
    "абвгеһіјкмнорѕтухсԁԛԝαβεηικνορτυχϲ",
    "a6brehijkmhopstyxcdqwabenikvoptuxc",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Equal for two texts that a reader cannot tell apart."""

    words: str  #: visible words and math, one space between them, without a full stop at the end
    code: tuple[str, ...] = ()  #: with its spaces, which may matter
    pictures: tuple[str, ...] = ()  #: their files


def read(source: str, plain: str) -> Reading:
    """Return the reading of a text from its source and its visible words (math as its source)."""
    folded = _fold(plain)
    words = folded if _has_plain_spaces(folded) else " ".join(folded.split())
    parts = opaque_parts(source) if "`" in source or "~~~" in source else ()
    code = tuple(part.strip() for part in parts if not part.startswith(_MATH))
    pictures = tuple(_PICTURE.findall(source)) if "![" in source else ()
    return Reading(words.rstrip(". ") or words, code, pictures)


def _has_plain_spaces(text: str) -> bool:
    """Return whether a text has no white space but single spaces between words."""
    return text.isprintable() and "  " not in text and text == text.strip()


def is_blank(reading: Reading) -> bool:
    """Return whether nothing of a text is seen on paper: blanks of any kind, and formulas of blanks."""
    # Most begin with a letter or a digit of ASCII; some letters of other alphabets have no ink.
    if reading.words[:1].isascii() and reading.words[:1].isalnum():
        return False
    words = _BLANK_MATH.sub("", reading.words) if "$" in reading.words else reading.words
    return all(c in _NO_INK or unicodedata.category(c) in ("Zs", "Zl", "Zp", "Cc", "Cf") for c in words)


def shape(name: str) -> str:
    """Return what two names have in common that look alike: case, ways to compose, letters of another script."""
    if name.isascii():
        return name.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(c for c in folded.translate(_SHAPES) if unicodedata.category(c) != "Cf")


def value_of(reading: Reading) -> Fraction | None:
    """Return the number that a text is, as ``0.5`` and ``.50`` are one half; None when it is not a number."""
    text = reading.words.replace("\N{MINUS SIGN}", "-")
    if len(text) > _MAX_DIGITS:
        return None
    return Fraction(text) if text.isascii() and _NUMBER.fullmatch(text) else None


def _fold(text: str) -> str:
    """Return the text with characters that look alike made equal: widths, ligatures, kinds of space."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join(map(_fold_one, text))


@lru_cache(4096)
def _fold_one(c: str) -> str:
    looks_different = unicodedata.decomposition(c).startswith(_LOOKS_DIFFERENT)
    return c if looks_different else unicodedata.normalize("NFKC", c)
