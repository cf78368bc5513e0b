"""Pictures that stand alone on their lines as tags: ``<p align="center"><img src="map.png" width="300"></p>``.

Web pages made of Markdown show them, for their size can be said. Inside a sentence or as a choice a tag may be what the
question is about; above the first question it shows a logo.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from examgen.formats.html.inline import destination
from examgen.formats.html.pictures import width_of
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks

_PICTURE = r"<img\s(?:[^<>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}')*>"
_ALONE = re.compile(
    rf"\s*(?:<(?:p|div|center|figure)\b[^<>]{{0,200}}>\s*)?(?P<picture>{_PICTURE})\s*(?:</img>\s*)?(?:<br\s?/?>\s*)?"
    r"(?:</(?:p|div|center|figure)>\s*)?$",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(?P<name>src|alt|width|style)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'<>]+))",
    re.IGNORECASE,
)
_REMOTE = re.compile(r"!\[[^\]]*\]\(<?(?:https?|ftp):", re.IGNORECASE)
_SIGNS = re.compile(r"[\\\[\]*_`$<>]")


def with_pictures(lines: list[Line], marks: Sequence[Marks]) -> list[Line]:
    """Return the lines of a file with pictures of Markdown in place of such tags, from the first question on.

    Below the label of an answer, tags of pictures that are not files stay: keys do without those.
    """
    first = next((row for row, mark in enumerate(marks) if mark.number), len(lines))
    out, answered = lines[:first], False
    for line, mark in zip(lines[first:], marks[first:], strict=True):
        answered = bool(mark.label) or (answered and not (mark.number or mark.heading))
        shown = _shown(line) if "<" in line.text and not line.code else line
        remote = shown is not line and answered and _REMOTE.search(shown.text)
        out.append(line if remote else shown)
    return out


def _shown(line: Line) -> Line:
    found = _ALONE.match(line.text)
    if not found:
        return line
    said = {
        each["name"].lower(): html.unescape(each["double"] or each["single"] or each["bare"] or "").strip()
        for each in _ATTRIBUTE.finditer(found["picture"])
    }
    if not said.get("src"):
        return line
    words = _SIGNS.sub(r"\\\g<0>", " ".join(said.get("alt", "").split()))
    size = width_of(said.get("width", ""), said.get("style", ""))
    lead = line.text[: line.start]
    return replace(line, text=f"{lead}![{words}]({destination(said['src'])}){size}")
