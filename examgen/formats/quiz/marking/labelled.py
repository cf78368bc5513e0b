"""Marks of choices at the beginning of a line: ``- (a)``, ``B.``, ``*c)``, ``- [x]``, and several on one line.

All offsets are 0-based in ``Line.text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from examgen.formats.quiz.marking.alphabets import alphabet, latin
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.words import DECORATION

_BOLD = r"(?:\*\*|__|==)"
#: Signs of a right choice that stand before its label or its text.
TICKS = "\u2713\u2714\u2705\u2611\u2612\U0001f5f8\U0001f5f9"
#: Words before the letter of a choice.
WORDS = (
    "option",
    "choice",
    "opci[o\u00f3]n",
    "alternativa",
    "op\u00e7\u00e3o",
    "\u0432\u0430\u0440\u0438\u0430\u043d\u0442",
)
#: Letters of Chinese and Japanese, before which many put no blank.
_CJK = r"[\u3040-\u30ff\u3400-\u9fff]"
#: What may follow ``a.`` without a blank: words and numbers, and no program.
_TEXT = r"(?:[A-Z][a-z]|[AI]\s(?=[a-z])|-?[0-9]|(?=[^\W_]{2}[^(=;\[\]{}]*$))"
_LABEL = (
    rf"(?:\(\s?(?P<round>[A-Za-z])\.?\s?\)(?::(?=\s|{_BOLD}))?|\[(?P<square>[A-Za-z])\]|(?P<half>[A-Za-z])(?:[.\\]|\s)?\*?[)\uff09](?::(?=\s|{_BOLD}))?"
    rf"|\uff08(?P<wide>[A-Za-z])\uff09|(?P<dot>[A-Za-z])(?:\s?\\?\.(?=\s|$|\*|{_BOLD}|{_CJK}|{_TEXT})|[\uff0e\u3001])"
    rf"|(?P<colon>[A-Za-z])(?:\s?[:\uff1a](?=\s|$|`|{_BOLD})|\uff1a)|(?P<dash>[A-Za-z])(?:\s?[-\u2013\u2014]|\.-)(?=\s)"
    r"|(?(open)(?P<bare>[A-Z])(?=(?:\*\*|__)[.:)]?\s)|(?!)))"
)
_CHOICE = re.compile(
    rf"(?:>\s?)?(?:\*{{0,2}}(?i:choices|options)\s*:\*{{0,2}}\s*(?=\(?[Aa][).]))?(?P<bullet>[-*+\u2022\u25e6\u25aa\u25cf\u25cb\u2023\u00b7\u2013]\s+|[-\u2022\u00b7](?=\(?[A-Za-z][).]))?"
    rf"(?P<sign>\*(?=\(?[A-Za-z][).])|\[[ xX*{TICKS}]?\]\s*|\((?:[xX*{TICKS}]|\s)\)\s+(?=\(?[A-Za-z][).])"
    rf"|[{TICKS}]\ufe0f?\s*)?(?:{DECORATION}{{1,6}}\s*)?(?P<open>{_BOLD})?"
    rf"(?P<word>(?i:{'|'.join(WORDS)})\s+)?{_LABEL}(?P<close>{_BOLD})?(?P<star>\*(?=\s))?"
    r"(?(bare)[.:)]?(?:\s[-\u2013\u2014:](?=\s))?)\s*"
)
#: The marks of most choices, with which nothing else can stand: ``a) ``, ``B. ``, ``- (c) ``; ``(x)`` may be a box.
_PLAIN = re.compile(
    r"(?P<bullet>[-*+] +)?(?:(?P<half>[A-Za-z])\)|(?P<dot>[A-Za-z])\.|\((?P<round>[A-WYZa-wyz])\)) +(?=[^\s*)\uff09])"
)
_BOX = re.compile(
    rf"(?:>\s?)?(?P<bullet>[-*+\u2022]\s+)?(?P<sign>\[[ xX*{TICKS}]?\]|\((?:[xX*{TICKS}]|\s)\)"
    r"|[\u2610\u2611\u2612\u25a1\u2b1c])\s+(?=\S)"
)
#: A label inside a line of choices; the first stands at its beginning.
_INLINE = re.compile(
    rf"(?:(?<=[ \t|;,\u00b7\u2022])|^)(?P<open>{_BOLD})?"
    rf"(?:\((?P<round>[A-Za-z])\)|(?P<half>[A-Za-z])[. ]?\)"
    rf"|(?P<dot>[A-Za-z])(?:\.(?=\s|{_BOLD}|{_CJK})|[\u3001\uff0e]))(?P<close>{_BOLD})?\s*"
)
#: The same behind a first one that has no white space after its label.
_INLINE_TIGHT = re.compile(
    r"(?<=\s)(?P<open>(?!))?(?P<round>(?!))?(?P<half>(?!))?(?P<dot>[A-Za-z])\.(?P<close>(?!))?(?=\S)"
)
#: The letter of the second of several choices on a line, as far as ASCII goes.
_SECOND = re.compile(r"[bB](?:[. ]?\)|\.)")
#: What stands between two choices on a line.
_BETWEEN = re.compile(
    r"(?:\s|&[en][mbn]sp;)*(?:(?P<sign>[|;,\u00b7\u2022]|(?<=\s)[/*+-](?=\s))(?:\s|&[en][mbn]sp;)*)?$"
)
#: A box inside a line of boxes.
_INNER_BOX = re.compile(
    rf"(?<=\s)(?P<before>\s|[-*+\u2022]\s+)?(?P<sign>\[[ xX{TICKS}]?\]|\([xX{TICKS} ]\)"
    rf"|[\u2610\u2611\u2612\u25a1\u2b1c])\s+(?=\S)"
)
#: The box of a choice with a letter, behind another one.
_BOX_BEFORE = re.compile(rf"(?<=\s)(?:[-*+\u2022]\s+)?(?P<sign>\[[ xX{TICKS}]?\]|\([xX{TICKS} ]\))\s*$")
#: No gap is longer.
_GAP = 40
#: Boxes of one line that are read: far more than a question may have, which is said later.
_MOST = 200
#: ``f (x)`` is no box.
_CALL = re.compile(r"(?<!\w)[A-Za-z] \([xX]\)$")
_ONE_LETTER = re.compile(r"[A-Za-z](?=\s|$)")
_BULLETED = re.compile(r"\s[-*+\u2022]\s+(?:\[[ xX]?\]\s*)?\(?[A-Za-z][.)]")
_BULLET_END = re.compile(r"\s[-*+\u2022]\s+(?:\[[^\]]?\]\s*)?\*{0,2}$")
_LETTER = re.compile(r"\(?[A-Za-z][.)]\s")
#: ``A:`` before the initials of a name.
_LETTER_COLON = re.compile(r"(?<!\w)[A-Z]:$")
_BOXES = "\u2610\u2611\u2612\u25a1\u2b1c"
_FORMS = ("round", "half", "dot", "square", "wide", "colon", "dash", "bare")
_RIGHT_SIGN = re.compile(rf"[*xX{TICKS}]")


@dataclass(slots=True)  # a frozen one takes three times as long to make, and a file has many
class ChoiceMark:
    """``- (a)``, ``b)``, ``C.``; ``[x]`` without a letter."""

    label: str  #: lower case; empty for a box, which takes the next letter
    style: tuple[str, bool]  #: form of the label, and whether it is a capital
    bullet: bool
    start: int  #: offset of the letter
    end: int  #: offset of what follows the mark
    tight: bool  #: it is a label only beside others like it: no white space after it, or ``A: text``
    reopen: str = ""
    right: bool = False  #: a star, a tick or a cross stands with it
    sign: bool = False  #: a box stands with it, empty or not
    stop: int | None = (
        None  #: offset where its text ends, as another choice begins; None: at the end of the line
    )
    alphabet: str = ""  #: name of the label's alphabet; empty: Latin


def choice_at(line: Line, start: int) -> ChoiceMark | None:
    """Return the mark of a choice that begins a line; ``start`` is the offset of its first character."""
    if plain := _PLAIN.match(line.text, start):
        form = plain.lastgroup or ""
        letter = plain[form]
        return ChoiceMark(
            letter.lower(),
            (form, letter.isupper()),
            bool(plain["bullet"]),
            plain.start(form),
            plain.end(),
            False,
        )
    text = latin(line.text)
    box = _BOX.match(text, start)
    found = _CHOICE.match(text, start)
    if found and (found["close"] and not found["open"]):
        found = None
    if found is None or (box and (box.end() > found.end() or found["square"] in ("x", "X"))):
        if not box or (box["sign"] in ("(x)", "(X)") and found):
            return None
        right = bool(_RIGHT_SIGN.search(box["sign"]))
        return ChoiceMark(
            "", ("box", False), bool(box["bullet"]), box.start("sign"), box.end(), False, "", right, True
        )
    form = next(name for name in _FORMS if found[name])
    letter, end, sign = found[form], found.end(), (found["sign"] or "").strip()
    weak = form in ("square", "dash", "bare") or (form == "colon" and not found["bullet"])
    tight = weak or (
        end < len(text)
        and not text[end - 1].isspace()
        and not found["close"]
        and text[end - 1] not in "\u3001\uff0e\uff09"
    )
    starred = bool(found["star"]) or "*" in text[found.start(form) : found.end(form) + 2].removesuffix("**")
    return ChoiceMark(
        letter.lower(),
        (form, letter.isupper()),
        bool(found["bullet"]),
        found.start(form),
        end,
        tight,
        found["open"] if found["open"] and not found["close"] else "",
        (starred and not found["close"]) or bool(_RIGHT_SIGN.search(sign)),
        sign.startswith(("[", "(")),
        alphabet=alphabet(line.text[found.start(form)]),
    )


def box_at(line: Line, mark: ChoiceMark) -> ChoiceMark:
    """Return the mark of the box of a choice alone, without the letter behind it; ``mark`` when no box stands there."""
    box = _BOX.match(line.text, line.start)
    if not box:
        return mark
    right = bool(_RIGHT_SIGN.search(box["sign"]))
    return replace(
        mark,
        label="",
        style=("box", False),
        start=box.start("sign"),
        end=box.end(),
        tight=False,
        reopen="",
        right=right,
    )


def bare_boxes(line: Line, mark: ChoiceMark) -> bool:
    """Tell whether a line has boxes behind the one of ``mark``, without a letter behind them."""
    return any(not _LETTER.match(line.text, other.end) for other in several(line, mark)[1:])


def several(line: Line, mark: ChoiceMark) -> list[ChoiceMark]:
    """Return the marks of all choices on a line that begins with ``mark``; one when there is only this one.

    Others count when they go on with its letters in its style, behind white space.
    """
    marks = [mark]
    form, capital = mark.style
    if form == "box":
        return _boxes(line, mark)
    if form not in ("round", "half", "dot"):
        return marks
    text = latin(line.text)
    if not _may_go_on(text, mark):
        return marks
    inline = _INLINE_TIGHT if mark.tight and form == "dot" else _INLINE
    bolds = not mark.reopen and text[: mark.start].endswith(("**", "__"))
    bullet = mark.bullet and bool(_BULLETED.search(text, mark.end))
    for found in inline.finditer(text, mark.end):
        letter = found[form]
        bold = found["open"] or ""
        if (
            (found["close"] and not bold)
            or (bolds and not bold)
            or not text[marks[-1].end : found.start()].strip(" *_")
        ):
            continue
        if bullet and not _BULLET_END.search(text, marks[-1].end, found.start()):
            continue  # an initial: labels have bullets
        if letter and letter.isupper() == capital and ord(letter.lower()) == ord(marks[-1].label) + 1:
            if form == "dot" and _stands_wider(text, found):
                continue  # an initial: the label itself stands in a column
            box = _BOX_BEFORE.search(text, marks[-1].end, found.start()) if mark.sign else None
            stop = box.start() if box else found.start()
            marks[-1] = replace(marks[-1], stop=stop)
            right = found.start() > 0 and line.text[found.start() - 1] == "*"
            right = right or bool(box and _RIGHT_SIGN.search(box["sign"]))
            marks.append(
                replace(
                    mark,
                    label=letter.lower(),
                    start=found.start(form),
                    end=found.end(),
                    reopen="" if found["close"] else bold,
                    right=right,
                )
            )
    return _parted(line.text, marks)


def _stands_wider(text: str, found: re.Match[str]) -> bool:
    """Tell whether a letter stands behind one blank, and again behind more of them further on."""
    wide = text.endswith("  ", 0, found.start())
    return not wide and re.search(rf"  (?:{_BOLD})?{found['dot']}\.", text[found.end() :]) is not None


def later_labels(line: Line, mark: ChoiceMark) -> list[tuple[str, int]]:
    """Return letter and offset of each label in the style of ``mark`` behind it, as far as their letters rise."""
    form, capital = mark.style
    if form not in ("round", "half", "dot"):
        return []
    out: list[tuple[str, int]] = []
    last, end = mark.label, mark.end
    for found in _INLINE.finditer(latin(line.text), mark.end):
        letter = found[form]
        if not letter or letter.isupper() != capital or letter.lower() <= last:
            continue
        if line.text[end : found.start()].strip(" *_"):
            box = _BOX_BEFORE.search(line.text, end, found.start()) if mark.sign else None
            out.append((letter.lower(), box.start() if box else found.start()))
            last, end = letter.lower(), found.end()
    return out


def _boxes(line: Line, mark: ChoiceMark) -> list[ChoiceMark]:
    """Return the marks of all boxes on a line that begins with one: of the same kind, and apart from the words."""
    marks = [mark]
    sign = line.text[mark.start - (line.text[mark.start] in "xX")]
    for found in _INNER_BOX.finditer(line.text, mark.end):
        right = bool(_RIGHT_SIGN.search(found["sign"]))
        if len(marks) == _MOST:
            break
        same = found["sign"][0] == sign or (found["sign"][0] in _BOXES and sign in _BOXES)
        before = line.text[marks[-1].end : found.start()].strip()
        # Choices of one letter each, ``(x) E (x) I``, are no calls either.
        letters = len(before) == 1 and _ONE_LETTER.match(line.text, found.end())
        call = right and not found["before"] and _CALL.search(line.text, 0, found.end("sign"))
        if not same or (call and not letters):
            continue
        marks[-1] = replace(marks[-1], stop=found.start())
        marks.append(replace(mark, start=found.start("sign"), end=found.end(), right=right))
    if mark.bullet and len(marks) > 1:
        marks = [each for boxed in marks for each in _bulleted(line.text, boxed, mark.start)][:_MOST]
    if mark.label:
        marks = [replace(each, label=chr(ord(mark.label) + at)) for at, each in enumerate(marks)]
    return marks


def _bulleted(text: str, mark: ChoiceMark, first: int) -> list[ChoiceMark]:
    """Return the mark of a box, and those of bullets without one behind its words: ``* [x] iron   * tin   * [ ] lead``.

    ``first`` is where the first box stands, behind the bullet of the line.
    """
    bullet = re.escape(text[:first].lstrip()[:1])
    marks = [mark]
    for found in re.finditer(rf"(?<=\s\s){bullet}\s+(?=\S)", text[: mark.stop]):
        if found.start() > mark.end:
            marks[-1] = replace(marks[-1], stop=found.start())
            marks.append(replace(mark, start=found.start(), end=found.end(), right=False, stop=mark.stop))
    return marks


def _parted(text: str, marks: list[ChoiceMark]) -> list[ChoiceMark]:
    """Return the marks of choices on a line, whose texts end before what parts them: the same sign between all."""
    stops = [(mark.end, mark.stop) for mark in marks[:-1] if mark.stop is not None]
    gaps = [_BETWEEN.search(text, max(end, stop - _GAP), stop) for end, stop in stops]
    signs = {gap["sign"] if gap else None for gap in gaps}
    sign = next(iter(signs), None) or "\n"
    if (
        len(signs) != 1
        or text.rstrip().endswith(f" {sign}" if sign in "*+-" else sign)
        or (sign in "-*+" and not marks[0].bullet and len(gaps) < 2)
    ):
        return marks
    ends = [gap.start() if gap else None for gap in gaps]
    return [*(replace(mark, stop=end) for mark, end in zip(marks, ends, strict=False)), marks[-1]]


def _may_go_on(text: str, mark: ChoiceMark) -> bool:
    """Return False only when no choice behind ``mark`` has the next letter in its style."""
    form, capital = mark.style
    if form != "dot" and text.find(")", mark.end) < 0:
        return False
    letter = chr(ord(mark.label) + 1)
    letter = letter.upper() if capital else letter
    signs = (".", "\u3001", "\uff0e") if form == "dot" else (")", ".)", " )")
    return any(text.find(letter + sign, mark.end) >= 0 for sign in signs)


def inline_start(text: str, start: int) -> int | None:
    """Return the offset of ``a)`` in a stem that goes on ``b)`` in the same line, or None when there is none."""
    if text.isascii() and not ((")" in text or "." in text) and _SECOND.search(text, start)):
        return None
    labels = [(found.start(), found) for found in _INLINE.finditer(latin(text), start)]
    for index, (offset, found) in enumerate(labels[:-1]):
        form = next(name for name in ("round", "half", "dot") if found[name])
        following = labels[index + 1][1][form]
        if found[form] not in "aA" or following not in ("b", "B"):
            continue
        before = text[:offset].rstrip()
        if not before or (before[-1] in "?:._\uff1f" and not _LETTER_COLON.search(before)):
            return offset
    return None
