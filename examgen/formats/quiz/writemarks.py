r"""Backslashes before signs that a quiz text would read as marks: ``a\)``, ``Answer\: B``, ``\{pin}``.

In Markdown a backslash before a sign prints the sign alone, so nothing changes on paper. Code and formulas are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from examgen.formats.sameprint import same_print

_FENCE: Final = re.compile(r"(\s*(?:[-*+]\s+)?)(`{3,}(?=[^`]*$)|~{3,})\s*(\S?)")
_CODE: Final = re.compile(r"`[^`\n]*`|\$[^$\n]+\$")
#: At the beginning of a line: a label of a choice, a number, or a word of a part of a question.
_LABEL: Final = re.compile(
    r"(\s*(?:[-*+>\u2022]\s+)?(?:\*{0,2}|_{0,2})[(\[]?(?:[^\W\d_]|[0-9]{1,6}|[ xX*]))([)\].:])"
)
#: Points, or a word that says that a choice is right.
_IN_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]\n]{2,30}([)\]])")
#: Signs that say it, which no backslash takes the meaning from, and what is not seen.
_TICK: Final = re.compile("[\u200b\u2610-\u2612\u2705\u2713-\u2718\u274c\u274e\u221a\u25c9\u25cf\u2b55]")
_WORDS: Final = re.compile(r"(\s*[^\n:]{0,60}?)(:)(?=\s|$|\*)")
_BOX: Final = re.compile(r"(\s*(?:[-*+]\s+)?\[[ xX]?)(\])")
_COMMENT: Final = re.compile(
    r"(?<=<)!(?=--)|<(?=/?(?:details|summary|p|div|br|hr|a|center|section)\b)", re.IGNORECASE
)
_BRACE: Final = re.compile(r"\{(?=[^{}\n]*\})")
_SIGN_AT_END: Final = re.compile(r"([)\]*])(?=\s*$)")
_INLINE: Final = re.compile(r"(?<=[\s|;,(])([A-Za-z])([).])(?=\s|[A-Z])")
_RULE: Final = re.compile(r"\s*([-*_])(?:[ ]*\1){2,}\s*$")


def escaped(source: str, *, entities: bool = False) -> str:
    """Return a text in which nothing is read as a mark of a quiz, as far as it can print the same without.

    With ``entities`` the signs are written as numbers, which are no marks to anyone.
    """
    ticks = _TICK.sub(_entity, source)
    text = ticks if same_print(source, ticks) else source
    return _marked(text, _harmless(text, [], list(_spots(text)), entities), entities)


def _harmless(source: str, kept: list[int], spots: list[int], entities: bool) -> list[int]:
    """Return ``kept`` and those spots at which a mark, too, leaves the print as it is.

    Where not all do, one of the signs belongs to emphasis, a link or a picture; it is looked for by halves.
    """
    if not spots or same_print(source, _marked(source, [*kept, *spots], entities)):
        return [*kept, *spots]
    if len(spots) == 1:
        return kept
    half = len(spots) // 2
    return _harmless(source, _harmless(source, kept, spots[:half], entities), spots[half:], entities)


def _entity(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


def closed(source: str) -> str:
    """Return a text whose last code block, were it not closed, would take what stands below the text as code."""
    lines = source.split("\n")
    fence, lead, first = "", "", 0
    for at, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and not fence:
            lead, first = found[1], at
        fence = _open_fence(fence, found)
    if not fence:
        return source
    # Another fence with words behind it is code here, and must not look as if it began a block.
    longest = max(len(run) for run in re.findall(f"{fence[0]}+", source))
    longer = fence[0] * (longest + (longest > len(fence) or source.count(fence) > 1))
    lines[first] = lines[first].replace(fence, longer, 1)
    made = "\n".join([*lines, " " * len(lead) + longer])
    return made if same_print(source, made) else source


def _open_fence(fence: str, found: re.Match[str] | None) -> str:
    """Return the signs of the code block that is open below a line, empty when none is; ``fence`` was before it."""
    if not fence:
        return found[2] if found else ""
    return "" if found and found[2].startswith(fence) and not found[3] else fence


def _marked(source: str, spots: Sequence[int], entities: bool) -> str:
    """Return a text with a backslash before the sign at each offset, or its number; these are in their order."""
    cuts = [0, *spots, len(source)]
    parts = [source[start:end] for start, end in pairwise(cuts)]
    if entities:
        return parts[0] + "".join(f"&#{ord(part[0])};{part[1:]}" for part in parts[1:])
    return "\\".join(parts)


def _spots(source: str) -> Iterator[int]:
    """Yield the offsets of signs that may be read as marks, in their order."""
    fence, math, begin = "", False, 0
    for line in source.split("\n"):
        found = _FENCE.match(line)
        if fence or found:
            fence = _open_fence(fence, found)
        elif math or line.count("$$") % 2:
            math = math != bool(line.count("$$") % 2)
        else:
            yield from (begin + at for at in _in_line(line))
        begin += len(line) + 1


def _in_line(line: str) -> list[int]:
    kept = [found.span() for found in _CODE.finditer(line)]
    spots: set[int] = set()
    for pattern, group in ((_LABEL, 2), (_WORDS, 2), (_BOX, 2), (_IN_BRACKETS, 1)):
        found = pattern.match(line)
        if found:
            spots.add(found.start(group))
    for pattern, group in ((_COMMENT, 0), (_BRACE, 0), (_SIGN_AT_END, 1), (_INLINE, 2)):
        spots |= {found.start(group) for found in pattern.finditer(line)}
    if _RULE.match(line):
        spots.add(len(line) - len(line.lstrip()))
    return sorted(
        at for at in spots if not any(start <= at < end for start, end in kept) and _is_free(line, at)
    )


def _is_free(line: str, at: int) -> bool:
    """Return whether a backslash can stand before a sign: none stands there, and no math or emphasis would begin."""
    if at and line[at - 1] == "\\":
        return False
    return not (line[at] == ")" and line[:at].rstrip().endswith("\\(")) and not (
        line[at] == "]" and "](" in line[at : at + 2]
    )
