"""The marks at the beginning of a line of a quiz text: what the line could be, looked at alone.

Whether it is that, :mod:`examgen.formats.quizstarts` and the reader decide from what stands around it.
All offsets are 0-based in ``Line.text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from examgen.formats.quizlines import Line

#: From this indentation on a numbered line is part of the text above it.
LIST_INDENT = 3

_BOLD = r"(?:\*\*|__)"
_PLAIN_NUMBER = re.compile(
    rf"(?P<open>{_BOLD})?(?P<number>[0-9]{{1,6}})(?:[.)](?P<close2>{_BOLD})|(?P<close>{_BOLD})?[.)])(?=[\sA-Z{{]|$)"
)
_WORD_NUMBER = re.compile(
    rf"(?P<head>\#{{1,6}}\s+)?(?P<open>{_BOLD})?(?:Question\s*|Q\.?\s?)\#?(?P<number>[0-9]{{1,6}}(?:\.[0-9]{{1,6}})*)"
    rf"(?:\s+of\s+[0-9]{{1,6}})?(?:(?P<close>{_BOLD})\s*(?P<sep>[.:)])?|\s*(?P<sep2>[.:)])(?P<close2>{_BOLD})?)?"
    rf"(?:(?=[\s{{]|$)|(?<=[:)*_]))",
    re.IGNORECASE,
)
_HEAD_NUMBER = re.compile(
    rf"\#{{1,6}}\s+(?P<open>{_BOLD})?(?P<number>[0-9]{{1,6}})(?P<close>{_BOLD})?(?P<sep>[.:)])?(?P<close2>{_BOLD})?(?=[\s{{]|$)"
)
_POINTS = re.compile(
    rf"(?P<mark>{_BOLD}|[*_])?[(\[]\s*(?P<points>[0-9]{{1,4}}(?:\.[0-9]{{1,4}}|/[0-9]{{1,4}})?)\s*"
    r"(?:points?|pts?\.?|marks?)\s*[)\]][.:]?(?(mark)(?P=mark))\s*[.:]?(?=\s|\{|$|\*\*|__)\s*",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    rf"(?P<bullet>[-*+\u2022]\s+)?(?P<open>{_BOLD})?"
    rf"(?:\((?P<round>[A-Za-z])\)|(?P<half>[A-Za-z])\)|(?P<dot>[A-Za-z])\.(?=\s|$|{_BOLD}|[A-Z][a-z]))(?P<close>{_BOLD})?\s*"
)
_LABEL = re.compile(
    r"(?:\#{1,6}\s+)?(?P<open>\*\*|__|\*|_)?"
    r"(?:(?P<answer>correct\s+(?:answers?|choices?|options?)|answers?|correct|ans|key)"
    r"|(?P<rationale>rationale|explanation|solution|why)"
    r"|(?P<feedback>feedback)(?:\s+(?:for\s+)?(?:\((?P<target>[a-z])\)|(?P<target2>[a-z])\)?))?)"
    r"(?P<close>\*\*|__|\*|_)?\s*[:\uff1a](?P<close2>\*\*|__|\*|_)?\s*",
    re.IGNORECASE,
)
_LABEL_HEADING = re.compile(
    r"\#{1,6}\s+(?:(?P<answer>correct\s+answers?|answers?)|(?P<rationale>rationale|explanation|solution|feedback|why))\s*$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?P<level>\#{1,6})\s+(?P<text>\S.*)")
_RULE = re.compile(r"([-*_])(?:[ ]*\1){2,}\s*$")
# The frame of a foldable part of a web page: pages made of quizzes hide their answers in one.
_FOLD = re.compile(
    r"(?:(?:</?(?:details|p)\b[^<>]*>|<summary\b[^<>]*>(?:[^<>]|</?(?:b|strong)>)*</summary>)\s*)+$",
    re.IGNORECASE,
)


def points_at(text: str, offset: int) -> tuple[str, int] | None:
    """Return the points in ``(2 points)`` at this offset, as written, and the offset behind; None when none stand there."""
    found = _POINTS.match(text, offset)
    return (found["points"], found.end()) if found else None


class NumberKind(Enum):
    """How sure a number mark is: ``Question 3`` is a question, ``3.`` may be an item of a list."""

    PLAIN = auto()
    WORD = auto()
    HEADING = auto()


class LabelKind(Enum):
    """What a label such as ``Correct Answer:`` announces."""

    ANSWER = auto()
    RATIONALE = auto()
    FEEDBACK = auto()


@dataclass(frozen=True, slots=True)
class NumberMark:
    """``1.``, ``Q1)``, ``Question 1:``, ``### 1``."""

    number: int
    kind: NumberKind
    end: int  #: offset of what follows the mark
    alone: bool  #: nothing but points and braces follows the mark
    tight: bool  #: no white space after the mark
    reopen: str = ""  #: bold marks that were opened before the number and go on after it


@dataclass(frozen=True, slots=True)
class ChoiceMark:
    """``- (a)``, ``b)``, ``C.``."""

    label: str  #: lower case
    style: tuple[str, bool]  #: form of the label, and whether it is a capital
    bullet: bool
    start: int  #: offset of the letter
    end: int  #: offset of what follows the mark
    tight: bool  #: no white space after the mark
    reopen: str = ""


@dataclass(frozen=True, slots=True)
class LabelMark:
    """``Correct Answer:``, ``Rationale:``, ``Feedback (a):``."""

    kind: LabelKind
    end: int
    target: str = ""  #: the choice that feedback is for, lower case; empty: not said
    target_at: int = 0  #: offset of that letter
    reopen: str = ""


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """``## Part B``."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything that one line could be."""

    number: NumberMark | None = None
    choice: ChoiceMark | None = None
    label: LabelMark | None = None
    heading: HeadingMark | None = None
    rule: bool = False  #: a line across the page, or the frame of a fold


_NOTHING = Marks()
_RULES = Marks(rule=True)


def marks_of(line: Line) -> Marks:
    """Return what a line could be; nothing for lines inside code and display math."""
    if line.code or line.blank:
        return _NOTHING
    start = line.start
    first = line.text[start]
    if first in "-*_<" and (_RULE.match(line.text, start) or _FOLD.match(line.text, start)):
        return _RULES
    if not (first.isalnum() or first in "-*_+(#\u2022"):
        return _NOTHING
    heading = _heading(line, start) if first == "#" and line.indent < LIST_INDENT else None
    number = _number(line, start) if line.indent < LIST_INDENT else None
    return Marks(number, _choice(line, start), _label(line, start), heading)


def _number(line: Line, start: int) -> NumberMark | None:
    text = line.text
    found = _PLAIN_NUMBER.match(text, start)
    if found:
        return _number_mark(found, NumberKind.PLAIN, text)
    found = _WORD_NUMBER.match(text, start)
    if found:
        mark = _number_mark(found, NumberKind.WORD, text)
        bold = found["open"] and (found["close"] or found["close2"])
        sure = (
            found["sep"] or found["sep2"] or found["head"] or bold or points_at(text, mark.end if mark else 0)
        )
        return mark if mark and (sure or mark.alone) else None
    found = _HEAD_NUMBER.match(text, start)
    if found:
        mark = _number_mark(found, NumberKind.HEADING, text)
        return mark if mark and (found["sep"] or mark.alone) else None
    return None


def _number_mark(found: re.Match[str], kind: NumberKind, text: str) -> NumberMark | None:
    closed = found["close"] or found["close2"]
    if closed and not found["open"]:
        return None
    rest = text[found.end() :]
    end = len(text) - len(rest.lstrip())
    points = points_at(text, end)
    body = text[points[1] if points else end :]
    reopen = found["open"] if found["open"] and not closed else ""
    return NumberMark(
        number=int(found["number"].rpartition(".")[2]),
        kind=kind,
        end=end,
        alone=not body or body.startswith("{"),
        tight=bool(rest) and rest[0].isalpha(),
        reopen=reopen,
    )


def _choice(line: Line, start: int) -> ChoiceMark | None:
    found = _CHOICE.match(line.text, start)
    if not found or (found["close"] and not found["open"]):
        return None
    form = next(name for name in ("round", "half", "dot") if found[name])
    end = found.end()
    tight = end < len(line.text) and not line.text[end - 1].isspace() and not found["close"]
    reopen = found["open"] if found["open"] and not found["close"] else ""
    letter = found[form]
    style = (form, letter.isupper())
    return ChoiceMark(letter.lower(), style, bool(found["bullet"]), found.start(form), end, tight, reopen)


def _label(line: Line, start: int) -> LabelMark | None:
    found = _LABEL.match(line.text, start) or _LABEL_HEADING.match(line.text, start)
    if not found:
        return None
    groups = found.groupdict()
    opened, closed = groups.get("open"), groups.get("close") or groups.get("close2")
    if closed and not opened:
        return None
    reopen = opened if opened and not closed else ""
    if groups["answer"]:
        return LabelMark(LabelKind.ANSWER, found.end(), reopen=reopen)
    if groups.get("rationale"):
        return LabelMark(LabelKind.RATIONALE, found.end(), reopen=reopen)
    name = "target" if groups.get("target") else "target2"
    target = (groups.get(name) or "").lower()
    return LabelMark(LabelKind.FEEDBACK, found.end(), target, found.start(name) if target else 0, reopen)


def _heading(line: Line, start: int) -> HeadingMark | None:
    found = _HEADING.match(line.text, start)
    if not found:
        return None
    text = found["text"].rstrip()
    bare = text.rstrip("#")
    return HeadingMark(len(found["level"]), bare.rstrip() if bare.endswith((" ", "\t")) else text)
