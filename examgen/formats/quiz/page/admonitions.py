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
    r"(?P<fence>:{3,}|`{3,})\s*(?:\{(?P<name>[\w-]{1,30})\}|(?P<word>[A-Za-z]{1,30}(?:-[a-z]{1,20})?)(?=\s|$|\[)|\{(?P<classes>[^{}]{1,200})\})"
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
_RULE = "* * *"
#: Boxes without an end for which a file is looked through to its end.
_ENDLESS = 5
#: A callout of Quarto, whose title is a heading inside.
_CALLOUT = re.compile(r"[{.\s:]callout-[a-z]{1,20}\b")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<text>\S.{0,80}?)\s*$")
#: What such a box holds is a question, whatever its title.
_ASK = frozenset(("exercise", "question", "quiz"))
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
    fences: list[tuple[str, str | None]] = []  # that are open, outermost first; with what shows their end
    titled = -1  # the row of a heading that is the title of a box
    for row, line in enumerate(lines):
        if row == titled or (line.code and indent is None):
            out.append(replace(line, text="") if row == titled else line)
            continue
        if indent is not None and not line.blank and line.indent < indent + _INDENT:
            indent = None
        text = line.text.strip()
        if begun and _OPTION.match(line.text):
            out.append(replace(line, text=""))
            continue
        begun = False
        if fences and re.fullmatch(r":{3,}", text):
            end = _end(fences, len(text))
            out.append(line if end is None else replace(line, text=end))
        elif (found := _INDENTED.match(line.text, line.start)) and found["title"] is not None:
            caption = caption_of(line, *found.span("title"))
            indent = line.indent if caption is not None else None
            out += [line] if caption is None else [replace(line, text=""), *caption]
        elif (found := _FENCED.match(line.text, line.start)) and text.startswith(":"):
            caption = _title(line, found)
            if caption is None and _CALLOUT.search(text):
                titled, caption = _heading_inside(lines, row)
            rule = caption is not None and [each.text for each in caption] == [_RULE]
            fences.append((found["fence"], None if caption is None else _RULE if rule else ""))
            begun = caption is not None
            out += [line] if caption is None else [replace(line, text=""), *caption]
        elif indent is not None:
            inside, offset = line.dedented(indent + _INDENT)
            out.append(replace(line, text=inside, skipped=line.skipped + offset))
        else:
            out.append(line)
    return out


def _heading_inside(lines: Sequence[Line], row: int) -> tuple[int, list[Line] | None]:
    """Return the row of the heading right below the beginning of a callout, and its caption; -1 and None for another."""
    below = next((at for at in range(row + 1, len(lines)) if not lines[at].blank), None)
    found = _HEADING.match(lines[below].text) if below is not None and not lines[below].code else None
    caption = caption_of(lines[below], *found.span("text")) if below is not None and found else None
    return (-1, None) if below is None or caption is None else (below, caption)


def _end(fences: list[tuple[str, str | None]], colons: int) -> str | None:
    """Take the box that a line of so many colons ends from those that are open; return what shows its end.

    It ends those inside it, too, whose own ends are missing.
    """
    at = next((at for at in reversed(range(len(fences))) if len(fences[at][0]) == colons), len(fences) - 1)
    end = fences[at][1]
    del fences[at:]
    return end


def of_code(problems: list[Problem], before: Sequence[Line], after: Sequence[Line]) -> list[Problem]:
    """Return the problems but for those of blocks of code that came out as boxes: their captions are printed."""
    fences = (
        {line.number for line in each if line.text.lstrip().startswith("```")} for each in (before, after)
    )
    opened = set.difference(*fences)
    return [each for each in problems if each.place is None or each.place.line not in opened]


def _without_ticks(lines: list[Line]) -> list[Line]:
    """Return the lines with colons in place of the ticks around boxes, as MyST writes them; code in them stays."""
    out = list(lines)
    row = endless = 0
    while row < len(lines) and endless < _ENDLESS:
        begun = _TICKS.match(lines[row].text) if not lines[row].code else None
        if begun and _is_box(begun["name"]):
            end = _opened(out, lines, row, begun)
            endless += end == row
            row = end
        row += 1
    return out


def _opened(out: list[Line], lines: Sequence[Line], row: int, begun: re.Match[str]) -> int:
    """Write colons for the ticks of the box that begins on a row and of boxes in it; return the row of its end.

    The row itself where it does not end, or where a block of code in it does not.
    """
    made, ticks, code = dict[int, Line](), [len(begun["ticks"])], 0
    made[row] = _colons(lines[row], ticks[0])
    for at in range(row + 1, len(lines)):
        line = lines[at]
        found = _TICKS.match(line.text) if "```" in line.text else None
        count = len(found["ticks"]) if found else 0
        if code:
            made[at] = line
            code = 0 if found and not found["name"] and count >= code else code
        elif found and not found["name"] and any(count >= each for each in ticks):
            while count < ticks[-1] or (len(ticks) > 1 and count > ticks[-1]):
                ticks.pop()  # a box that ends with the one around it
            made[at] = _colons(line, count)
            ticks.pop()
            if not ticks:
                for each, shown in made.items():
                    out[each] = shown
                return at
        elif found and _is_box(found["name"]):
            ticks.append(count)
            made[at] = _colons(line, count)
        elif line.text.lstrip().startswith("```"):
            code = len(line.text.lstrip()) - len(line.text.lstrip().lstrip("`"))
            made[at] = replace(line, code=False, verbatim=False)
        else:
            made[at] = replace(line, code=False, verbatim=False)
    return row


def _colons(line: Line, ticks: int) -> Line:
    lead = line.text[: line.start]
    return replace(
        line, text=f"{lead}{':' * ticks}{line.text[line.start + ticks :]}", code=False, verbatim=False
    )


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
    if name in _ASK and found["name"]:
        # A line across the page, below which a question begins.
        return [replace(line, text=_RULE)]
    if name not in _BOXES:
        return None
    span = found.span("title") if found["title"].strip() else found.span("name" if found["name"] else "word")
    return caption_of(line, *span)


_MARKS = frozenset(("???", "!!!", ":::"))
