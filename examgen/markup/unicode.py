"""Unicode as LaTeX: what pdfTeX sets as it is, what becomes a command, and what cannot be printed.

Works on *units*: a run of superscripts, a run of subscripts, or one character with its combining marks. The
tables of pylatexenc come after those of :mod:`examgen.markup.symbols`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

# pylatexenc carries no types; what is taken from it is checked by the annotations below.
from pylatexenc.latexencode import get_builtin_uni2latex_dict  # type: ignore[import-untyped]

from examgen.markup.mathwords import TEXT_ONLY, WORDS, has_letter
from examgen.markup.symbols import INVISIBLE, MARKS, MATH, MATH_FONTS, NATIVE, SPACES, TEXT

_SUPER: Final = "²³¹⁰-ⁿʰʲʳʷʸˡˢˣᴬ-ᵡ"
_SUB: Final = "₀-₎ₐ-ₜᵢ-ᵪⱼ"
_MARK: Final = "\u0300-\u036f\u20d0-\u20f0"
#: Blocks of scripts that are set as they are written, by another engine than pdfTeX.
_SCRIPTS: Final = (
    "\u0400-\u1cff\u2c00-\u2dff\u2e80-\u2fff\u3001-\ua6ff\ua800-\uab2f\uab70-\ud7ff\uf900-\ufaff\ufb1d-\ufdff"
    "\ufe30-\ufe4f\ufe70-\ufefc\uff01-\uffee\U0001b000-\U0001b2ff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff"
    "\U00020000-\U0003ffff"
)
#: A regular expression for one unit of more than one character, or that may become one.
UNIT: Final = rf"(?:[{_SUPER}]+|[{_SUB}]+|[^\\{{}}\s{_MARK}][{_MARK}]+)"
#: The same for text. Joiners count between letters of scripts that know them.
TEXT_UNIT: Final = rf"(?:[{_SCRIPTS}](?:[{_SCRIPTS}{_MARK}\u200c\u200d]*[{_SCRIPTS}{_MARK}])?|{UNIT})"
_RUN: Final = re.compile(rf"[{_SCRIPTS}{_MARK}\u200c\u200d]{{2,}}")
_GREEK: Final = "\u0370-\u03ff\u1f00-\u1fff"
_LETTER: Final = re.compile(rf"[{_GREEK}]")
#: Letters with the accents of words, letters of words that no formula has, or more letters than a formula has in a row.
_IN_GREEK: Final = re.compile(
    rf"[\u0386-\u0390\u03aa-\u03b0\u03ca-\u03ce\u1f00-\u1fff]|[\u039f\u03bf]|[{_GREEK}]\u03c2"
    rf"|[\u0391-\u03a9][\u03b1-\u03c9]{{2}}|[{_GREEK}][{_GREEK}{_MARK}]{{4}}"
)
_JOINERS: Final = re.compile("[\u200c\u200d]")
#: Categories of marks.
_NO_LETTER: Final = ("Mn", "Me")
#: Marks on one letter; Vietnamese and phonetic script need two.
_MAX_MARKS: Final = 4
_BUILTIN: Final[dict[int, str]] = get_builtin_uni2latex_dict()
_ENSURED = re.compile(r"\\ensuremath\{(.*)\}")
_NEGATED = re.compile(r"(\\not)?\\([A-Za-z]+)")
_LETTER_FONT = re.compile(r"\\math(?:bb|bf|frak|sf|tt|it|scr)\{[A-Z]\}")


def name_of(characters: str) -> str:
    """Return the characters' code points and names, such as ``U+1F600 (GRINNING FACE)``; of many, the first few."""
    names = [f"U+{ord(each):04X} ({unicodedata.name(each, 'no name')})" for each in characters[:_MAX_MARKS]]
    return " ".join([*names, "..."] if len(characters) > _MAX_MARKS else names)


@cache
def math_latex(unit: str) -> str | None:
    """Return the LaTeX of one unit inside math, None when there is none."""
    unit = INVISIBLE.sub("", unicodedata.normalize("NFC", unit))
    if not unit:
        return ""
    if unit in MATH:
        return MATH[unit]
    if unit.isascii() and len(unit) == 1:
        return unit if unit.isprintable() and unit not in "\\{}$%&#^_~" else None
    if script := _script(unit):
        side, letters = script
        inner = [math_latex(each) for each in letters]
        return None if None in inner else side + "{" + "".join(each or "" for each in inner) + "}"
    if len(unit) == 1 and (found := _fraction(unit) or _styled_letter(unit) or _builtin_math(unit)):
        return found
    return _accented_math(unit)


@cache
def text_latex(unit: str, *, greek: bool = False) -> str | None:
    """Return the LaTeX of one unit of text that is not plain ASCII, None when it cannot be set.

    What no font of pdfTeX has comes back as it is: :mod:`examgen.scripts` has fonts for it, or not. Greek letters are
    symbols of math, but unless the text is in Greek.
    """
    if _RUN.fullmatch(unit) or (greek and _LETTER.match(unit)):
        return _as_written(unit)
    unit = INVISIBLE.sub("", unicodedata.normalize("NFC", unit))
    if not unit or all(each in NATIVE for each in unit):
        return unit
    if unit in SPACES or unit in TEXT:
        return SPACES.get(unit) or TEXT[unit]
    if unit.isascii():
        return unit if unit.isalnum() else None
    if script := _script(unit):
        command = r"\textsuperscript" if script[0] == "^" else r"\textsubscript"
        inner = [text_latex(each) or math_latex(each) for each in script[1]]
        return None if None in inner else command + "{" + "".join(each or "" for each in inner) + "}"
    if _is_latin(unit[0]) and (accented := _accented_text(unit)):
        return accented
    math = math_latex(unit)
    return _as_written(unit) if math is None else rf"\ensuremath{{{math.rstrip()}}}"


def is_greek(text: str) -> bool:
    """Tell whether a text has words in Greek, so that a letter alone is a word, too, and no formula."""
    return not text.isascii() and bool(_IN_GREEK.search(unicodedata.normalize("NFC", text)))


def runs_from_right(text: str) -> bool:
    """Tell whether the first letter with a direction of its own is of a script that is read from the right (UAX #9, P2)."""
    if text.isascii():
        return False
    strong = (each for char in text if (each := unicodedata.bidirectional(char)) in ("L", "R", "AL"))
    return next(strong, "L") != "L"


def _as_written(unit: str) -> str | None:
    """Return a unit for an engine that knows its script, None when it has what is no character, or a mark on nothing."""
    if unicodedata.category(unit[0]) in _NO_LETTER or any(
        unicodedata.category(each)[0] == "C" for each in _JOINERS.sub("", unit)
    ):
        return None
    return unicodedata.normalize("NFC", unit)


def _is_latin(char: str) -> bool:
    base = unicodedata.normalize("NFD", char)[0]
    return (base.isascii() and base.isalpha()) or base in NATIVE


def _script(unit: str) -> tuple[str, str] | None:
    """Return ``^`` or ``_`` with the characters that the run of superscripts or subscripts stands for."""
    sides = {unicodedata.decomposition(each).partition(" ")[0] for each in unit}
    letters = unicodedata.normalize("NFKC", unit)
    if len(sides) == 1 and len(letters) == len(unit):
        side = {"<super>": "^", "<sub>": "_"}.get(sides.pop())
        return (side, letters) if side else None
    return None


def _fraction(char: str) -> str | None:
    above, slash, below = unicodedata.normalize("NFKC", char).partition("\u2044")
    return rf"{{\tfrac{{{above}}}{{{below}}}}}" if slash and above and below else None


def _styled_letter(char: str) -> str | None:
    """Return the LaTeX of a letter or digit of the block Mathematical Alphanumeric Symbols."""
    name, letter = unicodedata.name(char, ""), unicodedata.normalize("NFKC", char)
    plain = math_latex(letter) if name.startswith("MATHEMATICAL ") and letter != char else None
    if plain is None:
        return None
    style = next((command for words, command in MATH_FONTS if f" {words} " in name), "")
    if style and not has_letter(style[1:], plain):
        style = r"\mathbf" if style == r"\mathbb" else ""
    if plain.startswith("\\") and style:
        style = r"\boldsymbol" if "BOLD" in name else ""
    return f"{{{style}{{{plain.rstrip()}}}}}" if style else plain


def _builtin_math(char: str) -> str | None:
    """Return what pylatexenc has for the character in math, when it needs no words but those we know."""
    found = _BUILTIN.get(ord(char), "")
    if found.isascii() and found.isalpha():
        return found
    ensured = _ENSURED.fullmatch(found)
    inner = ensured[1] if ensured else found
    if _LETTER_FONT.fullmatch(inner):
        return "{" + inner.replace("mathscr", "mathcal").replace("mathit", "mathnormal") + "}"
    if (word := _NEGATED.fullmatch(inner)) and word[2] in WORDS - TEXT_ONLY:
        return inner + " "
    return inner if ensured and len(inner) == 1 else None


def _accented_math(unit: str) -> str | None:
    base, *marks = list(unicodedata.normalize("NFD", unit))
    if not 0 < len(marks) <= _MAX_MARKS or any(mark not in MARKS or not MARKS[mark][1] for mark in marks):
        return None
    inner = {"i": r"\imath", "j": r"\jmath"}.get(base) or math_latex(base)
    for mark in marks:
        if inner is not None:
            inner = rf"{MARKS[mark][1]}{{{inner.rstrip()}}}"
    return inner and f"{{{inner}}}"


def _accented_text(unit: str) -> str | None:
    base, *marks = list(unicodedata.normalize("NFD", unit))
    if not 0 < len(marks) <= _MAX_MARKS or any(mark not in MARKS or not MARKS[mark][0] for mark in marks):
        return None
    done, latex = base, base
    # Marks above go on first: LaTeX's marks below take any box, its marks above only a letter.
    for mark in sorted(marks, key=lambda each: -unicodedata.combining(each)):
        done = unicodedata.normalize("NFC", done + mark)
        latex = done if done in NATIVE else f"{MARKS[mark][0]}{{{latex}}}"
    return latex
