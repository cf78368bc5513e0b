"""Rules on choices that are numbers or ranges of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from examgen.advice.items import Item, quoted
from examgen.advice.rules import Advice

_SIGNED = r"[-+−–]?[ ]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.]\d+)?|[-+−]?[.]\d+"
_NUMBER = re.compile(
    rf"(?P<before>[$€£¥~≈]?)\s*(?P<number>{_SIGNED})(?:/(?P<below>\d{{1,6}}))?\s*(?P<unit>[^\d\s+*/^=<>()-][^\d+*/^=<>()]{{0,25}})?",
)
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = r"\s*[$€£¥%°]?\s*(?:[A-Za-zµ%°][\w%°/]{0,12}(?:\s[a-z]{1,10})?)?"
_BETWEEN = re.compile(
    rf"(?:from\s+|between\s+)?[$€£¥]?(?P<low>{_PLAIN}){_UNIT}\s*(?:-|–|—|\s+to\s+|\s+and\s+|\s+through\s+)\s*[$€£¥]?(?P<high>{_PLAIN}){_UNIT}",
    re.IGNORECASE,
)
_BELOW = re.compile(
    rf"(?P<word><=|≤|<|less\s+than|fewer\s+than|under|below|up\s+to|at\s+most)\s*[$€£¥]?(?P<high>{_PLAIN}){_UNIT}",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"(?P<word>>=|≥|>|more\s+than|greater\s+than|over|above|at\s+least)\s*[$€£¥]?(?P<low>{_PLAIN}){_UNIT}"
    rf"|[$€£¥]?(?P<least>{_PLAIN}){_UNIT}\s*(?:\+|or\s+more|and\s+more|or\s+above|and\s+above)",
    re.IGNORECASE,
)
_NUMBER_IN_MATH = re.compile(r"\$([-+\d.,{}]+)\$(?=\s*[^\W\d_])")
#: With the number itself: up to 5, but not under 5.
_TO_THE_END = ("<=", "≤", "up to", "at most")
#: Longer choices are no numbers (characters).
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class _Range:
    """Values from ``low`` to ``high``, with or without these."""

    low: float
    high: float
    has_low: bool = True
    has_high: bool = True

    def meets(self, other: _Range) -> bool:
        """Return whether a value belongs to both."""
        first, second = sorted((self, other), key=lambda each: (each.low, not each.has_low))
        if first.high == second.low:
            return first.has_high and second.has_low
        return first.high > second.low


def _bare(source: str) -> str:
    """Return a choice without the marks of math around it and a full stop behind it."""
    text = source.strip().strip("*_").rstrip(".").strip()
    if "$" in text:
        text = _NUMBER_IN_MATH.sub(r"\1", text)
    for opening, closing in (("$", "$"), ("`", "`"), ("\\(", "\\)")):
        inner = text[len(opening) : len(text) - len(closing)]
        if text.startswith(opening) and text.endswith(closing) and inner and opening not in inner:
            text = inner.replace("{,}", ",").replace("\\,", "").replace("\\%", "%")
    return text.strip()


def _value(text: str) -> float:
    return float(re.sub(r"[,\s]", "", text).replace("−", "-").replace("–", "-"))


def _number(source: str) -> tuple[float, str] | None:
    """Return a number and what stands around it, its unit; None when the choice says more."""
    text = _bare(source)
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or (found["below"] and not int(found["below"])):
        return None
    value = _value(found["number"]) / (int(found["below"]) if found["below"] else 1)
    unit = re.sub(r"s\Z", "", (found["unit"] or "").strip().lower())
    return value, found["before"] + unit


def number_order(item: Item) -> Iterator[Advice]:
    """Give three or more numbers of one unit that neither rise nor fall."""
    own = item.own
    if len(own) < 3:
        return
    numbers = [_number(item.choices[at].source) for at in own]
    known = [number for number in numbers if number is not None]
    if len(known) < len(own) or len({unit for _, unit in known}) > 1:
        return
    values = [value for value, _ in known]
    rises = all(a <= b for a, b in pairwise(values))
    falls = all(a >= b for a, b in pairwise(values))
    if not rises and not falls:
        listed = ", ".join(item.choices[at].source.strip() for at in own)
        yield item.in_choice("number-order", quoted(listed), own[0])


def _range(source: str) -> _Range | None:
    text = _bare(source)
    if len(text) > _LONGEST:
        return None
    if found := _BETWEEN.fullmatch(text):
        low, high = _value(found["low"]), _value(found["high"])
        return _Range(low, high) if low < high else None
    if found := _BELOW.fullmatch(text):
        return _Range(float("-inf"), _value(found["high"]), has_high=found["word"].lower() in _TO_THE_END)
    if found := _ABOVE.fullmatch(text):
        if found["least"]:
            return _Range(_value(found["least"]), float("inf"))
        closed = found["word"] in (">=", "≥") or found["word"].lower().startswith("at")
        return _Range(_value(found["low"]), float("inf"), has_low=closed)
    return None


def overlapping_ranges(item: Item) -> Iterator[Advice]:
    """Give the first two ranges that share a value; two or more have two ends, or nothing is wrong with it."""
    own = item.own
    if len(own) < 3:
        return
    ranges = {at: _range(item.choices[at].source) for at in own}
    known = {at: found for at, found in ranges.items() if found is not None}
    bounded = [r for r in known.values() if abs(r.low) != float("inf") and abs(r.high) != float("inf")]
    if len(known) < len(own) or len(bounded) < 2:
        return
    for (one, first), (other, second) in combinations(known.items(), 2):
        if first.meets(second):
            both = " and ".join(f"{item.name(at)} {quoted(item.choices[at].plain)}" for at in (one, other))
            yield item.in_choice("overlapping-ranges", both, one)
            return
