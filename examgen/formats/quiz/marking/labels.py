"""Labels of a quiz text: ``Correct Answer:``, ``**Explanation**:``, ``### Lösung``, ``The answer is B``, looked at alone.

All offsets are 0-based in ``Line.text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from examgen.formats.quiz.marking.answers import ANSWER_LIST, starts_with_letter
from examgen.formats.quiz.marking.firstwords import LABEL, may_begin
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.words import ANSWER, DECORATION, EITHER, FEEDBACK, RATIONALE, pattern

_WORD = (
    rf"(?:(?P<answer>{pattern(ANSWER)})|(?P<either>{pattern(EITHER)})"
    rf"|(?P<rationale>{pattern(RATIONALE, FEEDBACK)})"
    r"(?:\s+(?:for\s+|to\s+)?(?:(?:choice|option|answer)\s+)?(?:\((?P<target>[a-z])\)|(?P<target2>[a-z])\)?))?)"
)
#: Quote marks, a bullet, a heading's signs, an opening bracket and emoji may stand before a label.
_BEFORE = (
    rf"(?:>[ \t]*){{0,3}}(?:[-*+\u2022][ \t]+)?(?:\#{{1,6}}\s+)?(?P<bracket>[\[(])?(?P<open0>\*\*|__)?"
    rf"(?:{DECORATION}{{1,6}}[ \t]*)?"
)
_LABEL = re.compile(
    rf"{_BEFORE}(?P<open>\*\*|__|\*|_)?{_WORD}(?P<close>\*\*|__|\*|_)?"
    r"\s*(?:[:.]?-(?=\s?\(?[A-Za-z]\)?[.*_\s]*$)|:-(?=\s|\(|\*|_)|[:\uff1a]|(?<=(?<![^\W_])(?:ans|exp))\)(?=\s)|=>?|[\u2192\u21d2]|->|(?<=\s)[-\u2013\u2014](?=\s))(?P<close2>\*\*|__|\*|_)?\s*",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"{_BEFORE}(?P<open>\*\*|__|\*|_)?{_WORD}(?P<close>\*\*|__|\*|_)?[ \t]*\#*$", re.IGNORECASE
)
#: ``[Answer] B`` and the same in Chinese brackets.
_BRACKETED = re.compile(
    rf"(?P<bracket>(?!))?(?P<open0>(?!))?(?P<open>(?!))?[\[\u3010]\s*{_WORD}\s*[\]\u3011](?P<close>(?!))?\s*[:\uff1a]?\s*(?=\S)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    rf"{_BEFORE}(?P<open>\*\*|__|\*|_)?(?P<answer>{pattern(ANSWER)})(?P<close>\*\*|__|\*|_)?"
    r"(?P<verb>\s+(?:is|are|ist|sind|est|sont|es|son|\u00e8|\u00e9|sono|s\u00e3o)(?:\s+(?:option|choice)s?)?)?\s*:?\s+",
    re.IGNORECASE,
)
_BRACKETS = {"[": "]", "(": ")"}


class LabelKind(Enum):
    """What a label such as ``Correct Answer:`` announces."""

    ANSWER = auto()
    RATIONALE = auto()
    FEEDBACK = auto()


@dataclass(frozen=True, slots=True)
class LabelMark:
    """``Correct Answer:``, ``Rationale:``, ``Feedback (a):``."""

    kind: LabelKind
    end: int
    target: str = ""  #: the choice that feedback is for, lower case; empty: not said
    target_at: int = 0  #: offset of that letter
    reopen: str = ""
    bracket: str = ""  #: what closes the bracket that was opened before the label
    either: bool = False  #: ``Solution:``, an answer if a letter follows, a rationale if not
    soft: bool = False  #: it may be text, or say nothing, as ``The answer is ...`` or the caption of a fold


def label_at(line: Line, start: int) -> LabelMark | None:
    """Return the label that begins a line; ``start`` is the offset of its first character."""
    text = line.text
    if not may_begin(text, start, LABEL):
        return None
    found = _LABEL.match(text, start)
    if found:
        return _mark(found, line.caption)
    found = _BRACKETED.match(text, start) if text[start] in "[\u3010" else None
    if found:
        return _mark(found, line.caption)
    found = _ALONE.match(text, start)
    if found and (line.caption or text[start] == "#" or found["open0"] or _closed(found)):
        return _mark(found, line.caption or text[start] != "#")
    found = _SENTENCE.match(text, start)
    if found and _balanced(found):
        rest = text[found.end() :]
        if ANSWER_LIST.match(rest) or (found["verb"] and starts_with_letter(rest)):
            return _mark(found, soft=True)
    return None


def _closed(found: re.Match[str]) -> bool:
    return bool(found["open"]) and found["open"] == found["close"]


def _balanced(found: re.Match[str]) -> bool:
    return not found["close"] or bool(found["open"] or found["open0"])


def _mark(found: re.Match[str], soft: bool) -> LabelMark | None:
    groups = found.groupdict()
    opened = groups["open0"] or groups["open"]
    closed = groups["close"] or groups.get("close2")
    if closed and not opened:
        return None
    common = {
        "end": found.end(),
        "reopen": opened if opened and not closed else "",
        "bracket": _BRACKETS.get(groups["bracket"] or "", ""),
        "soft": soft,
    }
    if groups["answer"] or groups.get("either"):
        return LabelMark(LabelKind.ANSWER, either=bool(groups.get("either")), **common)  # type: ignore[arg-type]  # each key goes with values of its own type
    name = "target" if groups.get("target") else "target2"
    target = (groups.get(name) or "").lower()
    feedback = target or groups["rationale"].casefold() in _FEEDBACK
    kind = LabelKind.FEEDBACK if feedback else LabelKind.RATIONALE
    return LabelMark(kind, target=target, target_at=found.start(name) if target else 0, **common)  # type: ignore[arg-type]  # each key goes with values of its own type


_FEEDBACK = frozenset(phrase.strip().casefold() for row in FEEDBACK.values() for phrase in row.split(","))
