"""Boxes of documentation programs, in which quizzes hide answers: ``??? success "Answer"``, ``::: details Answer``.

Their frames become blank lines, and what stands inside loses its indentation. The title is looked at as the caption of
a fold is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from examgen.errors import Problem
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.words import QUESTION, pattern
from examgen.formats.quiz.page.folds import caption_of

_INDENTED = re.compile(
    r"(?:\?\?\?\+?|!!!)\s+[\w-]{1,30}(?:\s+[\w-]{1,30}){0,2}(?:\s+\"(?P<title>[^\"]{0,60})\")?\s*$"
)
_FENCED = re.compile(
    r"(?P<fence>:{3,}|`{3,})\s*(?:\{(?P<name>[\w-]{1,30})\}|(?P<word>[A-Za-z]{1,30})(?=\s|$|\[)|\{(?P<classes>[^{}]{1,200})\})"
    r"\s*\[?(?P<title>[^\]\n]{0,60})\]?\s*$"
)
#: The same with ticks, or the end of such a box.
_TICKS = re.compile(r"(?P<ticks>`{3,})(?:\{(?P<name>[\w-]{1,30})\}[^`]{0,80})?\s*$")
#: ``:class: dropdown`` below the beginning of a box.
_OPTION = re.compile(r":[a-z-]{2,20}:(?:\s|$)")
_BOXES = frozenset((
    "details", "dropdown", "toggle", "admonition", "note", "tip", "hint", "solution", "answer", "spoiler", "info",
    "success", "important", "caution", "warning", "seealso", "collapse",
))  # fmt: skip
_QUESTIONS = frozenset(("admonition", "question", "exercise", "quiz", "note", "card"))
_NUMBERED = re.compile(rf"\s*(?:{pattern(QUESTION)}|Q)\s?[0-9]", re.IGNORECASE)
_IN_CLASSES = re.compile(r"title=\"(?P<title>[^\"]{0,60})\"")
#: The indentation of what an indented box holds.
_INDENT = 4


def unboxed(lines: list[Line]) -> list[Line]:
    """Return the lines of a file without the frames of boxes whose titles speak of answers or reasons."""
    if any(line.text.startswith("```") and "`{" in line.text for line in lines if not line.code):
        lines = _without_ticks(lines)
    if not any(line.text[line.start : line.start + 3] in _MARKS for line in lines if not line.code):
        return lines
    out: list[Line] = []
    indent: int | None = None  # of the indented box that goes on
    begun = False  # a box on the line above, whose options may follow
    fences: list[str] = []  # that are open, outermost first; empty for those that stay
    for line in lines:
        if line.code and indent is None:
            out.append(line)
            continue
        if indent is not None and not line.blank and line.indent < indent + _INDENT:
            indent = None
        text = line.text.strip()
        if begun and _OPTION.match(line.text):
            out.append(replace(line, text=""))
            continue
        begun = False
        if fences and re.fullmatch(r":{3,}", text):
            out.append(replace(line, text="") if fences.pop() else line)
        elif (found := _INDENTED.match(line.text, line.start)) and found["title"] is not None:
            caption = caption_of(line, *found.span("title"))
            indent = line.indent if caption is not None else None
            out += [line] if caption is None else [replace(line, text=""), *caption]
        elif (found := _FENCED.match(line.text, line.start)) and text.startswith(":"):
            caption = _title(line, found)
            fences.append("" if caption is None else found["fence"])
            begun = caption is not None
            out += [line] if caption is None else [replace(line, text=""), *caption]
        elif indent is not None:
            inside, offset = line.dedented(indent + _INDENT)
            out.append(replace(line, text=inside, skipped=line.skipped + offset))
        else:
            out.append(line)
    return out


def of_code(problems: list[Problem], before: Sequence[Line], after: Sequence[Line]) -> list[Problem]:
    """Return the problems but for those of blocks of code that came out as boxes: their captions are printed."""
    fences = (
        {line.number for line in each if line.text.lstrip().startswith("```")} for each in (before, after)
    )
    opened = set.difference(*fences)
    return [each for each in problems if each.place is None or each.place.line not in opened]


def _without_ticks(lines: list[Line]) -> list[Line]:
    """Return the lines with colons in place of the ticks around boxes, as MyST writes them, that hold no code."""
    out = list(lines)
    for row, line in enumerate(lines):
        begun = _TICKS.match(line.text) if not line.code else None
        if not begun or not _is_box(begun["name"]):
            continue
        end = next(
            (at for at in range(row + 1, len(lines)) if lines[at].text.strip() == begun["ticks"]), len(lines)
        )
        inside = [_TICKS.match(each.text) for each in lines[row + 1 : end] if "```" in each.text]
        names = [found["name"] for found in inside if found and found["name"]]
        if end == len(lines) or None in inside or not all(map(_is_box, names)):
            continue
        for at in range(row, end + 1):
            found = _TICKS.match(lines[at].text)
            ticks = len(found["ticks"]) if found else 0
            text = ":" * ticks + lines[at].text[ticks:]
            out[at] = replace(lines[at], text=text, code=False, verbatim=False)
    return out


def _is_box(name: str | None) -> bool:
    return (name or "").casefold() in _BOXES | _QUESTIONS


def _title(line: Line, found: re.Match[str]) -> list[Line] | None:
    """Return the caption of a fenced box; None when it is a box of another kind."""
    name = (found["name"] or found["word"] or "").casefold()
    if found["classes"] and (title := _IN_CLASSES.search(line.text)):
        return caption_of(line, *title.span("title"))
    if name in _QUESTIONS and _NUMBERED.match(found["title"]):
        start = found.start("title")
        return [replace(line, text=found["title"].strip(), skipped=line.skipped + start)]
    if name not in _BOXES:
        return None
    span = found.span("title") if found["title"].strip() else found.span("name" if found["name"] else "word")
    return caption_of(line, *span)


_MARKS = frozenset(("???", "!!!", ":::"))
