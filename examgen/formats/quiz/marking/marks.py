"""The marks at the beginning of a line of a quiz text: what the line could be, looked at alone.

Whether it is that, :mod:`examgen.formats.quiz.page.starts` and the reader decide from what stands around it.
All offsets are 0-based in ``Line.text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from examgen.formats.quiz.marking.firstwords import CHOICE, LABEL, NUMBER, first_word, may_mark
from examgen.formats.quiz.marking.kinds import is_kind, kind_at
from examgen.formats.quiz.marking.labelled import ChoiceMark, choice_at
from examgen.formats.quiz.marking.labels import LabelMark, label_at
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.words import DECORATION, POINTS, QUESTION, TASK, pattern

#: From this indentation on a numbered line is part of the text above it.
LIST_INDENT = 3

_BOLD = r"(?:\*\*|__)"
#: Letters of Chinese, Japanese and Korean, before which many put no blank.
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
#: Chapters, lessons, parts, pages: what else is counted with the sign that numbers questions in Chinese and Japanese.
_PARTS = "\u7ae0\u7bc0\u8282\u8bfe\u8ab2\u90e8\u5355\u55ae\u8bb2\u8b1b\u5468\u9031\u5929\u9875\u9801\u56de"
_SIGNS = rf"(?:{DECORATION}{{1,6}}\s*)?"
_END = (
    rf"(?:(?P<close>{_BOLD})\s*(?P<sep>[.:)\uff1a])?"
    rf"|\s*(?P<sep2>[.:)\uff1a]-?|-(?=\s))(?P<close2>{_BOLD})?)?"
)
_PLAIN_NUMBER = re.compile(
    rf"{_SIGNS}(?P<open>{_BOLD}|[*_](?=[^*_]+[*_]\s*$))?\#?(?P<number>[0-9]{{1,6}})"
    rf"(?:\\?[.)](?P<close2>{_BOLD})|(?P<close>{_BOLD})?\\?[.)])(?=[\sA-Z{{{_CJK}]|$)"
)
#: Numbers that count only above choices: ``1:``, ``#1``, ``[1]``, ``1 -``, ``1.-``, ``- 1.``, ``1\u3001``.
_OTHER_NUMBER = re.compile(
    rf"(?P<bullet>[-*+\u2022]\s+)?{_SIGNS}(?P<open>{_BOLD})?(?:[\#\u2116]\s?(?P<n1>[0-9]{{1,6}})[.:)]?"
    r"|(?P<n2>[0-9]{1,6})(?::|\.?\s?[-\u2013\u2014]|[\u3001\uff0e]|\.\)|\s[.)]|(?(bullet)[.)](?=\s|\*\*|__)|(?!)))"
    rf"|[\[(](?P<n3>[0-9]{{1,6}})[\])][.:]?|(?P<n4>[0-9]{{1,6}})\ufe0f?\u20e3|(?(open)(?P<n5>[0-9]{{1,4}})(?=\s+[A-Z\u00bf].*\?\s*(?:\*\*|__)\s*$)|(?!)))(?P<close>{_BOLD})?(?=[\s{{]|$|(?<=[\u3001\u20e3\uff0e]))"
)
_WORD_NUMBER = re.compile(
    rf"(?P<bullet>[-*+\u2022]\s+)?(?P<head>\#{{1,6}}\s+)?{_SIGNS}(?P<open>{_BOLD})?{_SIGNS}"
    rf"(?:(?P<sure>{pattern(QUESTION)}\s*|Q\.?\s?-?)|(?P<task>{pattern(TASK)}\s*))"
    rf"(?:(?:no|nr|num|number|n[\u00ba\u00b0])\b\.?\s*:?\s*)?(?:\\?\#|\u2116)?(?P<number>[0-9]{{1,6}}(?:[.\-][0-9]{{1,6}})*)"
    rf"(?!\s?[{_PARTS}])(?:\s+(?:of|von|de|sur|di|van|\u0438\u0437)\s+[0-9]{{1,6}}|\s?/\s?[0-9]{{1,6}}|\s?[\u984c\u9898\ubc88\u554f\u95ee])?(?:\s+(?P<sep3>[-\u2013\u2014\u00b7|])(?=\s)|{_END})"
    rf"(?:(?=[\s{{]|$)|(?<=[:)*_\uff1a]))",
    re.IGNORECASE,
)
_HEAD_NUMBER = re.compile(
    rf"\#{{1,6}}\s+{_SIGNS}(?P<open>{_BOLD})?(?P<number>[0-9]{{1,6}})(?P<close>{_BOLD})?(?P<sep>\s?[.:)]-?)?(?P<close2>{_BOLD})?"
    rf"(?=[\s{{]|$|(?<=[.)])[{_CJK}])"
)
#: ``\u3010\u7b2c1\u9898\u3011``, as Chinese papers number questions.
_BRACKETED = re.compile(
    r"\u3010\s*\u7b2c\s*(?P<number>[0-9]{1,6})\s*[\u9898\u984c\u554f\u95ee\u9053]\s*\u3011[.:\u3001\uff1a\uff0e]?"
)
#: A question without a number.
_NO_NUMBER = re.compile(
    rf"(?:[-*+\u2022]\s+)?(?P<head>\#{{1,6}}\s+)?{_SIGNS}(?P<open>{_BOLD})?(?:{pattern(QUESTION)}|Q)\s*(?P<sep>[.:\uff1a])(?P<close>{_BOLD})?(?=\s|$)",
    re.IGNORECASE,
)
#: The blank for the answer before a number, as in ``____ 3. Which ...``, or with the answer in it.
BLANK = re.compile(
    r"(?!__[0-9][^_]*__\s*$)(?:(?:\\?_){2,30}|(?:\\?_)(?=[A-Za-z]\\?_))[ ]?"
    r"(?P<given>[A-Za-z]|true|false)?[ ]?(?:\\?_){0,30}\s*"
    r"(?=\(?[0-9]{1,4}[.)\u3001\uff0e])",
    re.IGNORECASE,
)
_POINTS = re.compile(
    rf"(?P<mark>{_BOLD}|[*_])?[(\[]\s*(?P<points>[0-9]{{1,4}}(?:\.[0-9]{{1,4}}|/[0-9]{{1,4}})?)\s*"
    rf"{pattern(POINTS)}\s*[)\]][.:]?(?(mark)(?P=mark))\s*[.:]?(?=\s|\{{|$|\*\*|__)\s*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?P<level>\#{1,6})\s+(?P<text>\S.*)")
_RULE = re.compile(r"([-*_])(?:[ ]*\1){2,}\s*$|\.{10,}\s*$")
#: A line across the page that a word processor wrote as text.
_ESCAPED_RULE = re.compile(r"\\-(?:\\?-){2,}\s*$")


def points_at(text: str, offset: int) -> tuple[str, int] | None:
    """Return the points in ``(2 points)`` at this offset, as written, and the offset behind; None when none stand there."""
    found = _POINTS.match(text, offset)
    return (found["points"], found.end()) if found else None


def points_end(text: str, start: int) -> tuple[str, int, int] | None:
    """Return the points in ``... (2 points)`` at the end of a line, as written, and where they begin and end."""
    at = max(text.rfind("(", start), text.rfind("[", start))
    at = len(text[:at].rstrip("*_")) if at > start else at  # they may be bold or italic
    found = _POINTS.match(text, at) if at > start else None
    if not found or text[found.end() :].strip() or not text[at - 1].isspace():
        return None
    return found["points"], at, found.end()


class NumberKind(Enum):
    """How sure a number mark is: ``Question 3`` is a question, ``3.`` may be an item of a list."""

    PLAIN = auto()
    WORD = auto()
    HEADING = auto()  #: a question when choices follow, or when nothing stands beside the number


@dataclass(frozen=True, slots=True)
class NumberMark:
    """``1.``, ``Q1)``, ``Question 1:``, ``### 1``."""

    number: int  #: 0: not said
    kind: NumberKind
    end: int  #: offset of what follows the mark
    alone: bool  #: nothing but points and braces follows the mark
    tight: bool  #: no white space after the mark
    reopen: str = ""  #: bold marks that were opened before the number and go on after it
    form: str = ""  #: ``.`` or ``)`` behind a number alone; empty: another, or a word


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """``## Part B``."""

    level: int
    text: str


@dataclass(slots=True)  # a frozen one takes three times as long to make, and a file has many
class Marks:
    """Everything that one line could be."""

    number: NumberMark | None = None
    choice: ChoiceMark | None = None
    label: LabelMark | None = None
    heading: HeadingMark | None = None
    rule: bool = False  #: a line across the page


_NOTHING = Marks()
_RULES = Marks(rule=True)


def marks_of_all(lines: Iterable[Line]) -> list[Marks]:
    """Return what each line could be; lines that are written again are looked at once."""
    known: dict[str, Marks] = {}
    out = []
    for line in lines:
        marks = None if line.code or line.caption else known.get(line.text)
        if marks is None:
            marks = marks_of(line)
            if not (line.code or line.caption):
                known[line.text] = marks
        out.append(marks)
    return out


def marks_of(line: Line) -> Marks:
    """Return what a line could be; nothing for lines inside code and display math."""
    if line.code or line.blank:
        return _NOTHING
    start = line.start
    first = line.text[start]
    if line.caption:
        return Marks(label=label_at(line, start))
    if first in "-*_." and _RULE.match(line.text, start):
        return _RULES
    if first == "\\" and _ESCAPED_RULE.match(line.text, start):
        return _RULES
    if first.isascii() and not (
        first.isalnum() or first in "-*_+([#>=" or line.text.startswith("\\_", start)
    ):
        return _NOTHING
    if not may_mark(line.text, start):
        return _NOTHING
    word = first_word(line.text, start)
    numbered = not word or word in NUMBER or first in "_\\"
    # A heading of Markdown may stand behind three blanks.
    deepest = LIST_INDENT + (first == "#")
    number = _number(line, start) if numbered and line.indent < deepest else None
    within = line.indent < deepest - (number is None)
    heading = _heading(line, start) if first == "#" and within else None
    # The letter of a choice has no other letter behind it.
    two = line.text[start : start + 2]
    one = not (len(two) == 2 and two.isascii() and two.isalpha())
    choice = choice_at(line, start) if one or not word or word in CHOICE else None
    label = label_at(line, start) if not word or word in LABEL else None
    return Marks(number, choice, label, heading)


def _number(line: Line, start: int) -> NumberMark | None:
    text = line.text
    blank = BLANK.match(text, start) if text[start] in "_\\" else None
    start = blank.end() if blank else start
    found = _PLAIN_NUMBER.match(text, start)
    if found:
        return _number_mark(found, NumberKind.PLAIN, text, ")" if ")" in found[0] else ".")
    found = _WORD_NUMBER.match(text, start)
    if found:
        kind = NumberKind.WORD if found["sure"] else NumberKind.HEADING
        mark = _number_mark(found, kind, text)
        bold = found["open"] and (found["close"] or found["close2"] or text.rstrip().endswith(found["open"]))
        sure = (
            found["sep"]
            or found["sep2"]
            or found["sep3"]
            or found["head"]
            or bold
            or points_at(text, mark.end if mark else 0)
            or kind_at(text, mark.end if mark else 0, explicit=True)
            or is_kind(text[mark.end if mark else 0 :])
        )
        if mark and not (sure or mark.alone):
            # 'Q1 Which ...' may also be the middle of a sentence.
            return replace(mark, kind=NumberKind.PLAIN, tight=True)
        if mark and found["bullet"]:
            # A bullet may list what the questions are about.
            return replace(mark, kind=NumberKind.HEADING, alone=False)
        return mark
    found = _HEAD_NUMBER.match(text, start)
    if found:
        mark = _number_mark(found, NumberKind.HEADING, text)
        return mark if mark and (found["sep"] or mark.alone) else None
    found = _OTHER_NUMBER.match(text, start)
    if found:
        mark = _number_mark(found, NumberKind.PLAIN, text)
        return replace(mark, tight=True) if mark else None
    found = _BRACKETED.match(text, start) if text[start] == "\u3010" else None
    if found:
        end = len(text) - len(text[found.end() :].lstrip())
        return NumberMark(int(found["number"]), NumberKind.WORD, end, not text[end:], tight=False)
    found = _NO_NUMBER.match(text, start)
    return _number_mark(found, NumberKind.HEADING, text) if found else None


def _number_mark(found: re.Match[str], kind: NumberKind, text: str, form: str = "") -> NumberMark | None:
    groups = found.groupdict()
    closed = groups["close"] or groups.get("close2")
    if closed and not found["open"]:
        return None
    rest = text[found.end() :]
    end = len(text) - len(rest.lstrip())
    points = points_at(text, end)
    body = text[points[1] if points else end :]
    reopen = found["open"] if found["open"] and not closed else ""
    return NumberMark(
        number=_last_number(groups),
        kind=kind,
        end=end,
        alone=not body or body.startswith("{"),
        tight=bool(rest) and rest[0].isalpha(),
        reopen=reopen,
        form=form,
    )


def _last_number(groups: Mapping[str, str | None]) -> int:
    written = next(
        (groups[name] for name in ("number", "n1", "n2", "n3", "n4", "n5") if groups.get(name)), None
    )
    return int(re.split(r"[.\-]", written)[-1]) if written else 0


def _heading(line: Line, start: int) -> HeadingMark | None:
    found = _HEADING.match(line.text, start)
    if not found:
        return None
    text = found["text"].rstrip()
    bare = text.rstrip("#")
    return HeadingMark(len(found["level"]), bare.rstrip() if bare.endswith((" ", "\t")) else text)
