"""The folds of web pages, in which quizzes hide their answers: ``<details><summary>Answer</summary> B</details>``.

Tags of folds and of layout become blank lines, and what stands between them lines of its own. The caption of a fold is
kept when it says what is inside (``Explanation``) or says it itself (``Answer: B``); ``Click to reveal`` is dropped.
"""

from __future__ import annotations

import re
from dataclasses import replace

from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.words import (
    ANSWER,
    DECORATION,
    EITHER,
    FEEDBACK,
    QUESTION,
    RATIONALE,
    pattern,
)

_TAG = re.compile(r"<(?P<end>/?)(?P<name>details|summary)\b[^<>]*>", re.IGNORECASE)
#: Tags that lay a page out, alone on their line.
_LAYOUT = re.compile(
    r"(?:</?(?:p|div|center|section|br|hr)\b[^<>]*/?>\s*|<a\s[^<>]*>\s*</a>\s*)+$", re.IGNORECASE
)
#: Tags of emphasis and of layout around what stands in a fold, or around a label.
_EMPHASIS = re.compile(r"</?(?P<name>b|strong|i|em)\s*>", re.IGNORECASE)
_FRAME = re.compile(r"</?(?:p|div|span|center|font|br|h[1-6])\b[^<>]*/?>", re.IGNORECASE)
#: Attributes are written behind the number of a question: its line must stay as it is.
_NUMBER = re.compile(r"\W*(?:[0-9]|Q)")
_BOLD = re.compile(r"</?(?:b|strong|i|em|span|u|h[1-6])\b[^<>]*>", re.IGNORECASE)
_WORDS = pattern(ANSWER, EITHER, RATIONALE, FEEDBACK)
_INSIDE = re.compile(
    rf"\W*(?:(?:show|view|see|reveal|click\s+(?:here\s+)?(?:to|for)(?:\s+(?:show|see|reveal|view))?)\s+)?(?:the\s+)?"
    rf"(?P<word>{_WORDS})(?:\s*(?:and|&|\+|/)\s*{_WORDS})?\W*$",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    rf"\b(?:{_WORDS}|click|show|reveal|expand|toggle|view|open|see|check|details|anzeigen|afficher|voir|mostrar|ver|mostra)\b"
    "|\u7b54\u3048|\u9078\u629e\u80a2|\u898b\u308b|\u958b\u304f|\u9009\u9879|\u9078\u9805|\u70b9\u51fb|\u9ede\u64ca|\u5c55\u5f00|\u5c55\u958b"
    "|\u7b54\u6848|\u56de\u7b54|\u6b63\u89e3|\u8868\u793a|\u663e\u793a|\u67e5\u770b|\u89e3\u7b54|\u89e3\u8aac|\u89e3\u6790|\uc815\ub2f5",
    re.IGNORECASE,
)
_LETTER_FOLLOWS = re.compile(rf"\W*{_WORDS}\s*(?:[:\uff1a=]|\bis\b|[*_]{{1,2}}[:\s])\W*\w", re.IGNORECASE)
#: ``Question 3: which key quits?``
_ASKS = re.compile(rf"(?:{pattern(QUESTION)}\s?|Q)[0-9]{{1,4}}\b\W*\w", re.IGNORECASE)
#: ``3. How ...``
_NUMBERED = re.compile(r"[*_]{0,2}(?:[0-9]{1,3}[.):]|#{1,6})\s+\S")
#: A question, and one that only asks to open what is below.
_QUESTION_MARKS = ("?", "\uff1f", "\u061f")
_OPENS = re.compile(
    r"\W*(?:show|view|see|reveal|click|expand|toggle|open|check|want|need|ready|stuck|(?:do|would|did|can)\s+you"
    r"|what(?:\s+is|\u2019s|'s)\s+the\s+(?:\w+\s+)?(?:answer|solution|explanation)(?=\W*$))\b",
    re.IGNORECASE,
)
_HIDES_ANSWER = re.compile(
    rf"\b(?:{_WORDS})\b|\u7b54|\u6b63\u89e3|\u89e3\u8aac|\u89e3\u6790|\uc815\ub2f5", re.IGNORECASE
)
#: So many words say more than that the answer is inside.
_MANY_WORDS = 7
_WH = re.compile(r"\W*(?:which|what|who|whom|whose|where|when|why|how)\b", re.IGNORECASE)
#: ``Answer **Correct Answer: ...``, where an editor joined the caption to the line below.
_TWICE = re.compile(rf"\W{{0,3}}{_WORDS}\s+(?=\*\*|__)", re.IGNORECASE)
_EMOJI = re.compile(DECORATION)
#: A longer caption says something.
_CAPTION_LENGTH = 60
#: A list without items only indents.
_LIST = re.compile(r"</?[uo]l\s*>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s[^<>]*(?:name|id)=[^<>]*>\s*</a>", re.IGNORECASE)


def _blanks(found: re.Match[str]) -> str:
    """Return as many spaces as the match is long, so that places stay."""
    return " " * len(found[0])


def unfold(lines: list[Line]) -> list[Line]:
    """Return the lines of a file without the frames of folds; a caption may not be longer than its line."""
    out: list[Line] = []
    depth = 0
    items = any("<li" in line.text for line in lines)
    for line in lines:
        if not line.code and "<" in line.text:
            if depth and not items and _LIST.search(line.text):
                line = replace(line, text=_LIST.sub(_blanks, line.text).rstrip())
            tags = [
                -1 if tag["end"] else 1
                for tag in _TAG.finditer(line.text)
                if tag["name"].lower() == "details"
            ]
            line = _unframed(line, depth > 0 or bool(tags))
            depth = max(depth + sum(tags), 0)
        if not line.code and "<a" in line.text and _ANCHOR.search(line.text):
            line = replace(line, text=_ANCHOR.sub(_blanks, line.text))
        if line.code or "<" not in line.text:
            out.append(line)
        elif _LAYOUT.match(line.text, line.start):
            out.append(replace(line, text="", skipped=line.skipped))
        elif _TAG.search(line.text) and line.text[line.start] == "<":
            out += _parts(line)
        elif (found := _TAG.search(line.text)) and found["end"] and not line.text[found.end() :].strip():
            out += [replace(line, text=line.text[: found.start()].rstrip()), replace(line, text="")]
        else:
            out.append(line)
    return out


def _unframed(line: Line, inside: bool) -> Line:
    """Return a line that begins with ``<b>`` or ``<p>`` with signs of Markdown in their place, if it holds an answer.

    ``inside`` tells that it stands in a fold. Unbalanced tags are text.
    """
    text = line.text
    if text[line.start : line.start + 1] != "<":
        return line
    tags = [tag[0].lower().replace(" ", "") for tag in _EMPHASIS.finditer(text)]
    if any(
        tags[at + 1 : at + 2] != [tag.replace("<", "</")] for at, tag in enumerate(tags) if "/" not in tag
    ):
        return line
    if len(tags) % 2:
        return line
    bare = _EMPHASIS.sub(lambda tag: "**" if tag["name"].lower() in ("b", "strong") else "*", text)
    bare = _FRAME.sub("", bare)
    if bare == text or _NUMBER.match(bare) or not (inside or _LETTER_FOLLOWS.match(_EMOJI.sub("", bare))):
        return line
    return replace(line, text=bare.rstrip())


def _parts(line: Line) -> list[Line]:
    """Return the pieces of a line that begins with the tag of a fold; blank where there are only tags."""
    parts = [replace(line, text="")]
    position, inside = 0, False
    spans = [*((found.start(), found.end(), found) for found in _TAG.finditer(line.text))]
    for start, end, found in [*spans, (len(line.text), len(line.text), None)]:
        piece = line.text[position:start]
        if piece.strip():
            parts += _caption(line, position, start) if inside else [_piece(line, position, start)]
        if found:
            inside = found["name"].lower() == "summary" and not found["end"]
        position = end
    return [*parts, replace(line, text="")]


def says_nothing(caption: str) -> bool:
    """Tell whether a caption only asks to open what it stands over, or is empty."""
    bare = " ".join(_BOLD.sub("", caption).split())
    if _LETTER_FOLLOWS.match(_EMOJI.sub("", bare)) or len(bare) > _CAPTION_LENGTH or _is_asked(bare):
        return False
    return not bare or bool(_SAYS_NOTHING.search(bare))


def _is_asked(bare: str) -> bool:
    """Tell whether a caption is a question of the quiz: it has a number, or asks for more than to open the fold."""
    said = _EMOJI.sub("", bare).strip()
    if _ASKS.match(said) or _NUMBERED.match(said):
        return True
    if not said.rstrip(" *_").endswith(_QUESTION_MARKS) or _OPENS.match(said):
        return False
    asks = _WH.match(said) or len(said.split()) >= _MANY_WORDS
    return bool(asks) or not _HIDES_ANSWER.search(said)


def caption_of(line: Line, start: int, end: int) -> list[Line] | None:
    """Return the caption that stands between two offsets, no line if it only asks to open; None when it says more."""
    bare = line.text[start:end].strip()
    if (twice := _TWICE.match(bare)) and _LETTER_FOLLOWS.match(bare, twice.end()):
        return _caption(line, line.text.index(bare, start) + twice.end(), end)
    if _INSIDE.match(bare) or _LETTER_FOLLOWS.match(_EMOJI.sub("", bare)):
        return _caption(line, start, end)
    return [] if says_nothing(bare) else None


def _piece(line: Line, start: int, end: int) -> Line:
    text = line.text[start:end]
    lead = len(text) - len(text.lstrip())
    return replace(line, text=text.strip(), skipped=line.skipped + start + lead)


def _caption(line: Line, start: int, end: int) -> list[Line]:
    """Return the caption of a fold as a line, or nothing when it only asks to open the fold."""
    piece = _piece(line, start, end)
    bare = " ".join(_BOLD.sub("", piece.text).split())
    found = _INSIDE.match(bare)
    if found:
        return [replace(piece, text=found["word"], caption=True)]
    said = _EMOJI.sub("", bare)
    if _LETTER_FOLLOWS.match(said) or _is_asked(bare) or not _SAYS_NOTHING.search(bare):
        return [replace(piece, text=bare)]
    return []
