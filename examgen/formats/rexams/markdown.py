"""Exercises of R/exams in R/Markdown: their sections, lists and meta-information."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from examgen.errors import Place
from examgen.formats.rexams.parts import Exercise, Meta, only_sets_up
from examgen.formats.textrows import Row, lines_of, markdown_text
from examgen.model import Text

_NAMES: Final = {
    "question": "question", "solution": "solution", "answerlist": "answerlist", "meta-information": "meta",
    "meta information": "meta", "metainformation": "meta",
}  # fmt: skip
_UNDERLINE: Final = re.compile(r"(?:={3,}|-{3,})\s*\Z")
_ATX: Final = re.compile(r"#{1,3}\s+([A-Za-z -]{1,40}?)\s*#*\s*\Z")
_FENCE: Final = re.compile(
    r"\s{0,3}(`{3,}|~{3,})\s*(?:\{\s*([A-Za-z]+)?(?:[\s,][^{}]*)?\}|\{(=[a-z]+)\})?(.*)"
)
_INLINE: Final = re.compile(r"`r[ \t][^`]*`")
_ITEM: Final = re.compile(r"\s{0,3}[*+-](?:\s+|\Z)")
_WIDTH: Final = re.compile(
    r"(\]\([^()\n]{0,500}\))\{[^{}\n]{0,200}?\bwidth\s?=\s?\"?([0-9.]{1,8}(?:%|cm|mm|in|pt))\"?[^{}\n]{0,200}\}"
)
#: A blank that does not break is ``\\ `` in Pandoc's Markdown; in code and formulas it is what it is there.
_BLANK: Final = re.compile(
    r"(```[\s\S]{0,20000}?```|``[^`]{0,2000}``|`[^`]{0,2000}`|\$\$[^$]{0,20000}\$\$|\$(?:\\.|[^\\$]){1,2000}\$|\\[^ ])|\\ "
)
_META: Final = re.compile(r"ex([A-Za-z]+)(?:\[[^\]]{0,100}\])?\s*:\s*(.*)")


def exercises(name: str, source: str) -> Iterator[Exercise]:
    """Yield the exercises of a file."""
    parts = list(_sections(lines_of(name, source)))
    starts = [n for n, (kind, _, _) in enumerate(parts) if kind == "question"]
    for number, (start, after) in enumerate(pairwise([*starts, len(parts)])):
        # Code above the first question belongs to it; between two, to the one above.
        first = 0 if number == 0 else start
        yield _exercise(parts[first:after], parts[start][2])


def _sections(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row], Place]]:
    """Yield the kind of each section, its lines, and its place; what stands above the first has no kind."""
    kind, place = "", rows[0][1]
    kept: list[Row] = []
    fence = ""
    skip = False
    for (line, here), (after, _) in zip(rows, [*rows[1:], ("", rows[-1][1])], strict=True):
        if skip:
            skip = False
            continue
        if found := re.match(r"\s{0,3}(`{3,}|~{3,})", line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        words = line.strip().lower()
        atx = _ATX.match(line)
        if not fence and words in _NAMES and _UNDERLINE.match(after):
            yield kind, kept, place
            kind, kept, place, skip = _NAMES[words], [], here, True
        elif not fence and atx and atx[1].strip().lower() in _NAMES:
            yield kind, kept, place
            kind, kept, place = _NAMES[atx[1].strip().lower()], [], here
        else:
            kept.append((line, here))
    yield kind, kept, place


def _exercise(parts: Sequence[tuple[str, list[Row], Place]], place: Place) -> Exercise:
    """Return one exercise."""
    made_by_r = ""
    texts: dict[str, list[Row]] = {}
    lists: dict[str, list[Row]] = {}
    meta = Meta()
    current = ""
    for kind, rows, _ in parts:
        kept, reason = _without_code(rows)
        # R/exams prints nothing of what stands above the first question; what it computes is used in lines below, or not.
        made_by_r = made_by_r or (reason if kind else "")
        if kind == "meta":
            _take_meta(meta, rows)
        elif kind == "answerlist":
            lists.setdefault(current, []).extend(kept)
        elif kind in ("question", "solution"):
            current = kind
            texts.setdefault(kind, []).extend(kept)
    blank: list[Row] = [("", place)]
    choices, before = _items(lists.get("question", []))
    feedback, _ = _items(lists.get("solution", []))
    stem = _text([*texts.get("question", blank), *before] or blank)
    solution = texts.get("solution", [])
    return Exercise(
        stem=stem,
        place=place,
        meta=meta,
        choices=[_text(rows) for rows in choices],
        rationale=(_text(solution) or None) if solution else None,
        feedback=[_text(rows) for rows in feedback],
        made_by_r=made_by_r,
    )


def _text(rows: list[Row]) -> Text:
    """Return lines of Pandoc's Markdown as ours: the width of a picture is in quotes there, and a blank may be escaped."""
    rows = [(_WIDTH.sub(r"\1{width=\2}", line), place) for line, place in rows]
    if any("\\ " in line for line, _ in rows):
        lines = _BLANK.sub(lambda found: found[1] or " ", "\n".join(line for line, _ in rows)).split("\n")
        rows = [(line, place) for line, (_, place) in zip(lines, rows, strict=True)]
    return markdown_text(rows, html=True)


def _take_meta(meta: Meta, rows: Sequence[Row]) -> None:
    for line, place in rows:
        if found := _META.match(line.strip()):
            meta.values.setdefault(found[1].lower(), found[2].strip())
            meta.places.setdefault(found[1].lower(), place)


def _without_code(rows: Sequence[Row]) -> tuple[list[Row], str]:
    """Return lines without chunks of R that only set up, and why R would have to be run, or nothing."""
    kept: list[Row] = []
    reason = ""
    chunk: list[str] | None = None
    fence, options = "", ""
    for line, place in rows:
        found = _FENCE.match(line)
        if chunk is not None:
            if found and found[1].startswith(fence) and not line.strip().strip("`~"):
                if not only_sets_up(options, "\n".join(chunk)):
                    reason = reason or "one made by R code, which is not run"
                chunk, fence = None, ""
            else:
                chunk.append(line)
            continue
        if fence:
            if found and found[1].startswith(fence) and not line.strip().strip("`~"):
                fence = ""
        elif found and (found[2] or re.match(r"\s*[`~]{3,}\s*\{", line)) and not found[3]:
            fence, options, chunk = found[1], line, []
            continue
        elif found:
            fence = found[1]
        elif _INLINE.search(line):
            reason = reason or "one with R code in its text, which is not run"
        kept.append((line, place))
    if chunk is not None:
        reason = reason or "one with R code that does not end"
    return kept, reason


def _items(rows: Sequence[Row]) -> tuple[list[list[Row]], list[Row]]:
    """Return the lines of each item of a list, and those that stand before it."""
    items: list[list[Row]] = []
    before: list[Row] = []
    width = 0
    for line, place in rows:
        found = _ITEM.match(line)
        lead = len(line) - len(line.lstrip())
        if found and (not items or lead < 2):
            width = found.end()
            items.append([(line[width:], Place(place.file, place.line, width + 1))])
        elif items:
            cut = min(lead, width)
            items[-1].append((line[cut:], Place(place.file, place.line, cut + 1)))
        else:
            before.append((line, place))
    return items, before
