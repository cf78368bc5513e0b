"""Which parts of a text are prose: math, code and references that are already written are masked out.

The mask keeps offsets: ``mask(source).prose`` has the length and the lines of ``source``, with a private-use
character for each one that is not prose. So a pattern found in the prose can be replaced in the source.

Math follows pandoc's rule (extension ``tex_math_dollars``): an opening ``$`` has no space after it, a closing
one no space before it and no digit after it. Code follows CommonMark 0.31.2, sections 4.4, 4.5 and 6.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Stands for a character of math or code.
OPAQUE = "\ue000"
#: Stands for a character of ``[[id]]``.
REFERENCE = "\ue001"

#: A source is prose from end to end without any of these, and without a line that is indented or an empty item.
_NOT_PROSE = re.compile(r"[`$\\\[~]")
_CODE_OR_ITEM = r"(?: {4}|[ ]*\t|[ ]*(?:[-*+]|\d{1,9}[.)])[ ]*(?=\n|\Z))"
_FIRST_LINE = re.compile(_CODE_OR_ITEM)
_LATER_LINE = re.compile(rf"\n{_CODE_OR_ITEM}")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(`{3,}(?=[^`]*$)|~{3,})")
_MARK = re.compile(r"\\\(|\\\[|\\.|`+|\$\$?|\[\[[ \t]*([A-Za-z][\w.-]*)[ \t]*\]\]|\[", re.DOTALL)
_LINK = re.compile(r"\[[^\[\]\n]*\]\(\s*(?:[^()\n]|\([^()\n]*\))*\)")
_EMPTY_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*")
#: A line that ends the paragraph before it: a list item, a quote, a heading. No code or math goes across.
_NEW_BLOCK = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|>|#{1,6}[ \t])")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
#: ``_B_``: an underscore counts as a letter in patterns, a star does not.
_UNDERSCORED = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])([^_\n]{1,80})\1(?!\w)")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>()\[\]\"]+")
#: A tag of HTML that is closed in the same text: its letter is a name.
_CLOSING_TAG = re.compile(r"</([A-Za-z])>")
_TAG = re.compile(r"(</?)([A-Za-z])(?=>)")
#: Abbreviations whose letters stand for words.
_ABBREVIATION = re.compile(r"(?<![\w/&])(?:N/A|n/a|Q&A)(?![\w/&])")
_BLOCK_MATH_END = {"\\(": "\\)", "\\[": "\\]"}


@dataclass(frozen=True, slots=True)
class Reference:
    """One ``[[id]]``, with its first and past-the-last offset in the source (0-based)."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mask:
    """The prose of a source, and what was masked."""

    prose: str  #: as long as the source, line by line
    references: tuple[Reference, ...]
    doubtful: tuple[
        tuple[int, int], ...
    ]  #: spans that may be code (indented) or the inside of a link or picture
    opaque: tuple[tuple[int, int], ...]  #: spans of math and code

    def is_doubtful(self, offset: int) -> bool:
        """Return whether it is unclear if this offset (0-based) belongs to prose."""
        return any(start <= offset < end for start, end in self.doubtful)


def mask(source: str) -> Mask:
    """Return the prose of Markdown with math, with the rest masked out."""
    if not (_NOT_PROSE.search(source) or _FIRST_LINE.match(source) or _LATER_LINE.search(source)):
        return Mask(_plain(source), (), (), ())
    references: list[Reference] = []
    doubtful: list[tuple[int, int]] = []
    opaque: list[tuple[int, int]] = []
    done = 0  # display math may reach past its block
    for start, end, kind in _blocks(source):
        if kind == "fence":
            opaque.append((start, end))
            continue
        if kind == "indented":
            doubtful.append((start, end))
        done = _scan_inline(source, max(start, done), end, references, doubtful, opaque)
    prose = list(source)
    for spans, mark in ((opaque, OPAQUE), ([(r.start, r.end) for r in references], REFERENCE)):
        for start, end in spans:
            prose[start:end] = [c if c == "\n" else mark for c in source[start:end]]
    return Mask(_plain("".join(prose)), tuple(references), tuple(doubtful), tuple(opaque))


def _plain(prose: str) -> str:
    """Return prose with stars for underscores of emphasis, without addresses, abbreviations and tags."""
    if "_" in prose:
        prose = _UNDERSCORED.sub(lambda m: "*" * len(m[1]) + m[2] + "*" * len(m[1]), prose)
    if "://" in prose:
        prose = _ADDRESS.sub(lambda m: OPAQUE * len(m[0]), prose)
    if "</" in prose:
        closed = {tag.lower() for tag in _CLOSING_TAG.findall(prose)}
        prose = _TAG.sub(lambda m: m[1] + OPAQUE if m[2].lower() in closed else m[0], prose)
    return _ABBREVIATION.sub("xxx", prose) if "/" in prose or "&" in prose else prose


def opaque_parts(source: str) -> tuple[str, ...]:
    """Return the math and code of a text with their marks, in their order."""
    return tuple(source[start:end] for start, end in mask(source).opaque)


def _blocks(source: str) -> Iterator[tuple[int, int, str]]:
    """Give (start, end, kind) of the blocks of a source; kind is ``text``, ``indented`` or ``fence``."""
    start = offset = 0
    kind = "text"
    fence = ""
    blank_before = True
    for line in source.split("\n"):
        end = min(offset + len(line) + 1, len(source))
        if kind == "fence":
            mark = line.strip(" \t>\r")
            if len(mark) >= len(fence) and mark == fence[0] * len(mark):
                yield start, end, kind
                start, kind = end, "text"
            blank_before = False
        elif opening := _FENCE.match(line):
            if start < offset:
                yield start, offset, kind
            start, kind, fence = offset, "fence", opening[1]
        elif not line.strip():
            if start < offset:
                yield start, offset, kind
            start, kind, blank_before = end, "text", True
        else:
            if start < offset and _NEW_BLOCK.match(line):
                yield start, offset, kind
                start = offset
            if blank_before:
                kind = "indented" if line.startswith(("    ", "\t")) else "text"
            # The lines after a marker that has no text beside it begin anew.
            blank_before = _EMPTY_ITEM.fullmatch(line) is not None
            if _HEADING.match(line):
                yield start, end, kind
                start = end
        offset = end
    if start < offset:
        yield start, offset, kind


def _scan_inline(
    source: str,
    start: int,
    end: int,
    references: list[Reference],
    doubtful: list[tuple[int, int]],
    opaque: list[tuple[int, int]],
) -> int:
    """Append the spans of code, math, references and links of one block; return the offset past the last."""
    # Closers known to be absent, so that a hostile text is scanned once and not once a mark.
    unclosed: set[str] = set()
    at = start
    while found := _MARK.search(source, at, end):
        text = found[0]
        at = found.end()
        if found[1] is not None:
            references.append(Reference(found[1], found.start(), found.end()))
        elif text == "[":
            if link := _LINK.match(source, found.start(), min(end, found.start() + 2000)):
                doubtful.append(link.span())
        elif not (text[0] == "\\" and text not in _BLOCK_MATH_END) and text not in unclosed:
            closed = _closing(source, found.start(), text, end)
            if closed > 0:
                opaque.append((found.start(), closed))
                at = closed
            elif closed == 0:
                unclosed.add(text)
    return at


def _closing(source: str, start: int, opening: str, end: int) -> int:
    """Return the offset past the math or code opened at ``start``; 0: never closed; -1: not opened here."""
    inside = start + len(opening)
    if opening == "$":
        if source[inside : inside + 1].isspace():
            return -1
        stop = _dollar(source, inside, end)
        if stop < 0:
            return 0
        is_math = not source[stop - 1].isspace() and not source[stop + 1 : stop + 2].isdigit()
        is_math = is_math and "`" not in source[inside:stop]
        return stop + 1 if is_math else -1
    if opening[0] == "`":
        pattern = re.compile(rf"(?<!`){opening}(?!`)")
        closer = pattern.search(source, inside, end)
        return closer.end() if closer else 0
    closing = _BLOCK_MATH_END.get(opening, opening)
    stop = source.find(closing, inside, end)
    if stop < 0 and opening != "\\(" and _begins_line(source, start):
        # Math on lines of its own may have a line that begins as a list item does: "- b".
        stop = source.find(closing, inside)
        stop = stop if stop >= 0 and not source[stop + 2 :].partition("\n")[0].strip() else -1
    return stop + 2 if stop > inside else 0


def _begins_line(source: str, at: int) -> bool:
    return not source[max(source.rfind("\n", 0, at) + 1, at - 40) : at].strip()


def _dollar(source: str, at: int, end: int) -> int:
    """Return the offset of the next dollar that is not escaped, or -1."""
    while (at := source.find("$", at, end)) >= 0:
        before = source[max(0, at - 20) : at]
        if (len(before) - len(before.rstrip("\\"))) % 2 == 0:
            return at
        at += 1
    return -1
