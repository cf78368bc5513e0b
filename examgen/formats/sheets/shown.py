"""Values of a workbook's cells as they are shown there: numbers and dates in their formats."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

_QUOTED: Final = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_PLAIN: Final = re.compile(
    r"(?P<digits>[#,]*0+|#+[#,0]*|0)(?P<decimals>\.[0#?]+)?(?P<exponent>E[+-]0+)?(?P<percent>\s?%)?",
    re.IGNORECASE,
)
#: What a format has besides its codes: words in quotes or behind a backslash, and the sign of a currency.
_LITERAL: Final = re.compile(
    r"\"(?P<quoted>[^\"]*)\"|\\(?P<single>.)|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|_.|\*."
)
#: Words of a format are kept apart from its codes as characters of the last private plane.
_APART: Final = 0x100000
#: Signs that print themselves without quotes.
_ITSELF: Final = frozenset("$\u20ac\u00a3\u00a5+()/ ")
_FRACTION: Final = re.compile(r"[#0?]*\s*[#?0]+/(?P<below>[?#0]+|[0-9]+)")
_DATE: Final = re.compile(r"y{2,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|AM/PM", re.IGNORECASE)
#: Excel shows no more digits than these in a cell without a format.
_DIGITS: Final = 11


def shown_value(value: Any, format: str) -> str:
    """Return a cell's value as a spreadsheet shows it in a wide column."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, format)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _date(value, format)
    if isinstance(value, datetime.timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def _number(value: float, format: str) -> str:
    section = format.split(";")[0]
    coded = _LITERAL.sub(_set_apart, section)
    bare = "".join(char for char in coded if ord(char) < _APART).strip()
    if bare in ("", "@"):
        return _general(value)
    if fraction := _FRACTION.fullmatch(bare):
        below = fraction["below"]
        return _as_fraction(value, 10 ** len(below) - 1 if below.strip("?#0") == "" else int(below))
    found = _PLAIN.search(coded)
    if not found:
        whole = coded.partition("General")
        return f"{_words(whole[0])}{_general(value)}{_words(whole[2])}" if whole[1] else _general(value)
    made = _in_digits(value, found)
    sign, digits = ("-", made[1:]) if made.startswith("-") else ("", made)
    return f"{sign}{_words(coded[: found.start()])}{digits}{_words(coded[found.end() :])}".strip()


def _set_apart(found: re.Match[str]) -> str:
    words = found["quoted"] or found["single"] or found["currency"] or ""
    return "".join(chr(_APART + ord(char)) for char in words if ord(char) < 0xFFFE)


def _words(coded: str) -> str:
    """Return what a part of a format prints besides digits."""
    kept = (char for char in coded if ord(char) >= _APART or char in _ITSELF)
    return "".join(chr(ord(char) - _APART) if ord(char) >= _APART else char for char in kept)


def _in_digits(value: float, found: re.Match[str]) -> str:
    """Return a number with the digits, exponent and percent sign that a format asks for."""
    places = len(found["decimals"] or ".") - 1
    least = (found["decimals"] or "").count("0")
    scaled = Decimal(repr(value)) * (100 if found["percent"] else 1)
    if found["exponent"]:
        made = f"{scaled:.{places}E}"
        mantissa, _, exponent = made.partition("E")
        return f"{mantissa}E{exponent[0]}{int(exponent[1:]):02}"
    rounded = scaled.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    made = f"{rounded:,.{places}f}" if "," in found["digits"] else f"{rounded:.{places}f}"
    while places > least and made.endswith("0"):
        made, places = made[:-1], places - 1
    made = made.rstrip(".") if not places else made
    whole = found["digits"].count("0")
    sign, digits = ("-", made[1:]) if made.startswith("-") else ("", made)
    left = digits.partition(".")[0]
    return f"{sign}{'0' * max(whole - len(left), 0)}{digits}{'%' if found['percent'] else ''}"


def _general(value: float) -> str:
    if isinstance(value, int) and abs(value) < 10**_DIGITS:
        return str(value)
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(value)
    if abs(number) >= 10**_DIGITS or (number and abs(number) < Decimal("1e-9")):
        mantissa, _, exponent = f"{number:.5E}".partition("E")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}E{exponent[0]}{int(exponent[1:]):02}"
    # Binary fractions such as 0.1 + 0.2 are shown as people mean them.
    made = f"{number:.{_DIGITS - 1}f}"
    return made.rstrip("0").rstrip(".") or "0"


def _as_fraction(value: float, below: int) -> str:
    """Return a number as a fraction whose denominator is not larger than ``below``."""
    near = Fraction(value).limit_denominator(below)
    whole = int(near)
    rest = abs(near - whole)
    if not rest:
        return str(whole)
    return f"{whole} {rest}" if whole else f"{'-' if value < 0 else ''}{rest}"


def _date(value: Any, format: str) -> str:
    bare = _QUOTED.sub(
        lambda found: found[0][1:-1] if found[0][0] == '"' else found[0][1:] if found[0][0] == "\\" else "",
        format.split(";")[0],
    )
    if not _DATE.search(bare) or bare.strip() == "General":
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
    clock = "h" in bare.lower()
    noon = "am/pm" in bare.lower()
    tokens = list(_DATE.finditer(bare))
    out, at = "", 0
    for index, found in enumerate(tokens):
        before = tokens[index - 1][0].lower()[:1] if index else ""
        after = tokens[index + 1][0].lower()[:1] if index + 1 < len(tokens) else ""
        minutes = clock and found[0].lower() in ("m", "mm") and (before == "h" or after == "s")
        out += bare[at : found.start()] + _part(value, found[0].lower(), minutes, noon)
        at = found.end()
    return (out + bare[at:]).strip()


def _part(value: Any, token: str, minutes: bool, noon: bool) -> str:
    """Return one part of a date or a time, empty where the value has none."""
    if token == "am/pm":
        return "AM" if getattr(value, "hour", 0) < 12 else "PM"
    if token[0] in "hs" or minutes:
        number = getattr(value, {"h": "hour", "s": "second"}.get(token[0], "minute"), 0)
        number = (number % 12 or 12) if noon and token[0] == "h" else number
        return f"{number:02}" if len(token) > 1 else str(number)
    if isinstance(value, datetime.time):
        return ""
    if token[0] == "y":
        return f"{value.year:04}" if len(token) > 2 else f"{value.year % 100:02}"
    names = {"mmm": _MONTHS[value.month - 1][:3], "mmmm": _MONTHS[value.month - 1], "mmmmm": _MONTHS[value.month - 1][0],
             "ddd": _DAYS[value.weekday()][:3], "dddd": _DAYS[value.weekday()]}  # fmt: skip
    number = value.month if token[0] == "m" else value.day
    return names.get(token) or (f"{number:02}" if len(token) > 1 else str(number))


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
