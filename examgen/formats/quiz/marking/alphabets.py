"""Labels of choices in other alphabets: ``а) б) в)``, ``α. β. γ.``, ``(가) (나)``, looked at as ``a) b) c)``.

A letter stands for the one at its place in the order in which people count with the alphabet. A choice keeps the name of
its alphabet: a Latin B and a Cyrillic В look the same and stand at other places, so an answer must be in the alphabet
of the choices it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from examgen.errors import Problem
from examgen.model import Text

_ORDERS = {
    "Cyrillic": "абвгдежзик",
    "Greek": "αβγδε",
    "Hebrew": "אבגדהוזח",
    "Arabic": "أبجدهوز",
    "Katakana": "アイウエオカキク",
    "Hangul": "가나다라마바사아",
    "Devanagari": "कखगघङ",
    "Thai": "กขคงจ",
}
_LATIN = "abcdefghij"
_AS_LATIN: dict[str, str] = {}
_NAMES: dict[str, str] = {}
for _name, _order in _ORDERS.items():
    for _letter, _own in zip(_order, _LATIN, strict=False):
        _AS_LATIN[_letter], _NAMES[_letter] = _own, _name
        if _letter.upper() != _letter:
            _AS_LATIN[_letter.upper()], _NAMES[_letter.upper()] = _own.upper(), _name
_AS_LATIN["ا"], _NAMES["ا"] = "a", "Arabic"

_LETTER = f"[{''.join(_AS_LATIN)}]"
_ALONE = re.compile(
    rf"(?:(?<=[\s(\[*_|,;/&+=.:\uff08\uff1a)\]\d\u2192\u2013\u2014-])|^){_LETTER}(?=[\s)\].:,;/&+*_|!\uff09\uff0e\uff1a\u3001-]|$)"
)
#: Words that name a choice by its letter: printed papers have Latin letters, in another order.
_NAMED = re.compile(
    rf"[(\[]\s?(?P<a>{_LETTER})\s?[)\]]|(?<![^\W\d_])(?P<b>{_LETTER})\s(?:и|та|і|או|και|و|と|と、)\s{_LETTER}(?![^\W\d_])"
    rf"|(?:вариант|ответ|пункт|утверждени)\w{{0,4}}\s[«\"]?(?P<c>{_LETTER})(?![^\W\d_])"
)


def latin(text: str) -> str:
    """Return a text as long, in which letters of other alphabets that stand alone are those of the Latin one."""
    return text if text.isascii() else _ALONE.sub(lambda found: _AS_LATIN[found[0]], text)


def alphabet(letter: str) -> str:
    """Return the name of the alphabet of a label; empty for the Latin one."""
    return _NAMES.get(letter, "")


def letters_named(texts: Iterable[Text | None]) -> list[Problem]:
    """Return a problem for each text that names a choice by a letter that papers do not print."""
    problems = []
    for text in texts:
        found = _NAMED.search(text.source) if text else None
        if text and found:
            group = next(name for name in ("a", "b", "c") if found[name])
            letter = _AS_LATIN[found[group]].lower()
            message = f"{found[0]!r} may name a choice, and papers print the letters a, b, c in an order of their own"
            hint = f"write [[{letter}]] where the choice is named; if none is, reword it"
            problems.append(Problem("foreign-letter", message, text.place(found.start()), hint))
    return problems
