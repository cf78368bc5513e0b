"""The blocks of a text in Markdown: where its paragraphs, cells, code and displays are.

Marks before a line are replaced with blanks, so that offsets stay those of the source.
"""

from __future__ import annotations

import re
from typing import Final

from examgen.audit.sourcewords import Inline, Step, Steps

_QUOTE: Final = -1
_TAB: Final = 4
_ITEM: Final = re.compile(r"(?P<mark>[-+*]|(?P<number>\d{1,9})[.)])(?=[ \t]|$)(?P<gap>[ \t]*)")
_FENCE: Final = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_HEADING: Final = re.compile(r"(#{1,6})(?=[ \t]|$)")
_HEADING_END: Final = re.compile(r"(?:^|[ \t])(#+)[ \t]*$")
_RULE: Final = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_UNDERLINE: Final = re.compile(r"(?:=+|-+)[ \t]*$")
_COLUMNS: Final = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_LEAD: Final = re.compile(r"[ \t]*")
_CLOSERS: Final = {"$$": "$$", r"\[": r"\]"}


def steps_of(source: str) -> list[Step]:
    """Return what must be read where a text is printed, in its order."""
    steps = Steps()
    # A text of one line is a paragraph, whatever it begins with.
    if "\n" not in source.strip() and not source.startswith(("    ", "\t")):
        Inline(steps, source, 0).read()
    else:
        _Blocks(source, steps, one_line="\n" not in source.strip()).read()
    return steps


class _Blocks:
    """Reads a text line by line."""

    def __init__(self, source: str, steps: Steps, *, one_line: bool) -> None:
        self._source, self._steps, self._one_line = source, steps, one_line
        self._containers: list[int] = []  # of each quote or item around the line: the column of its text
        self._paragraph: list[str] = []  # its lines, with blanks for marks
        self._first = 0  # offset of the paragraph
        self._fence = ""
        self._fence_depth = 0
        self._in_table = False
        self._skip = 0  # up to where the source is read already
        self._line = ""
        self._offset = self._at = self._column = self._base = 0

    def read(self) -> None:
        """Add the steps."""
        offset = 0
        for line in self._source.split("\n"):
            if offset >= self._skip:
                self._line, self._offset = line, offset
                self._read_line()
            offset += len(line) + 1
        self._close()

    def _read_line(self) -> None:
        self._at = self._column = self._base = 0
        self._advance()
        depth = self._matched()
        if self._fence:
            if depth >= self._fence_depth:
                self._in_fence()
                return
            self._fence = ""
        if self._at == len(self._line):
            self._close()
            if depth < len(self._containers):
                del self._containers[depth:]
            return
        depth, is_new = self._entered(depth)
        if depth < len(self._containers) and not is_new:
            if self._paragraph and not self._begins_block():
                self._continue()
                return
            self._close()
            del self._containers[depth:]
        self._leaf()

    def _advance(self) -> None:
        """Go to the next character that is not blank."""
        while self._at < len(self._line) and self._line[self._at] in " \t":
            self._column += _TAB - self._column % _TAB if self._line[self._at] == "\t" else 1
            self._at += 1

    def _matched(self) -> int:
        """Return how many of the open containers the line is in, and go behind their marks."""
        for depth, container in enumerate(self._containers):
            blank = self._at == len(self._line)
            if container == _QUOTE:
                if blank or self._column - self._base >= _TAB or self._line[self._at] != ">":
                    return depth
                self._quote()
            elif blank or self._column >= container:
                self._base = container
            else:
                return depth
        return len(self._containers)

    def _quote(self) -> None:
        """Go behind the mark of a quote."""
        self._at += 1
        self._column += 1
        self._base = self._column + (self._line[self._at : self._at + 1] in (" ", "\t"))
        self._advance()

    def _entered(self, depth: int) -> tuple[int, bool]:
        """Go behind marks that begin quotes and items; return how deep the line is now, and whether there were such."""
        is_new = False
        while self._at < len(self._line) and self._column - self._base < _TAB and not self._one_line:
            if self._line[self._at] == ">":
                self._open(depth, _QUOTE)
                self._quote()
            else:
                found = _ITEM.match(self._line, self._at)
                if not found or _RULE.match(self._line, self._at):
                    break
                empty = found.end() == len(self._line)
                goes_on = bool(self._paragraph) and depth == len(self._containers)
                if goes_on and (empty or found["number"] not in (None, "1")):
                    break
                self._open(depth, self._item(found, empty=empty))
            depth, is_new = len(self._containers), True
        return depth, is_new

    def _item(self, found: re.Match[str], *, empty: bool) -> int:
        """Go behind the mark of an item, and return the column of its text."""
        self._close()
        if found["number"]:
            self._steps.number(found["mark"], self._offset + self._at)
        else:
            self._steps.perhaps(found["mark"], self._offset + self._at)
        self._at += len(found["mark"])
        self._column += len(found["mark"])
        after = self._column
        self._advance()
        wide = self._column - after
        self._base = after + 1 if empty or wide > _TAB else self._column
        return self._base

    def _open(self, depth: int, container: int) -> None:
        self._close()
        self._containers[depth:] = [container]

    def _begins_block(self) -> bool:
        """Tell whether the rest of the line cannot go on with a paragraph."""
        if self._column - self._base >= _TAB:
            return False
        rest = self._line[self._at :]
        return bool(
            _FENCE.match(rest)
            or (not self._one_line and (_HEADING.match(rest) or _RULE.match(rest)))
            or self._display_end()
        )

    def _leaf(self) -> None:
        """Read what stands behind the marks of containers."""
        if self._at == len(self._line):
            self._close()
            return
        start, rest = self._offset + self._at, self._line[self._at :]
        is_deep = self._column - self._base >= _TAB
        if is_deep and not self._paragraph:
            self._close()
            self._steps.literal(rest, start)
        elif is_deep:
            self._continue()
        elif fence := _FENCE.match(rest):
            self._close()
            self._fence, self._fence_depth = fence[0], len(self._containers)
        elif end := self._display_end():
            self._close()
            self._steps.formula(self._source[start + 2 : end - 2], start)
            self._skip = end
        elif not self._one_line and (found := _HEADING.match(rest)):
            self._close()
            self._heading(found, rest, start)
        elif self._is_line(rest):
            self._close()
            self._steps.perhaps(rest, start)
        elif self._in_table:
            self._cells(rest, start)
        elif self._begins_table(rest):
            self._close()
            self._in_table = True
            self._cells(rest, start)
        else:
            self._continue()

    def _is_line(self, rest: str) -> bool:
        """Tell whether it is a rule, or the line below a heading."""
        if self._one_line:
            return False
        return bool(_RULE.match(rest) or (self._paragraph and _UNDERLINE.match(rest)))

    def _heading(self, found: re.Match[str], rest: str, start: int) -> None:
        self._steps.perhaps(found[0], start)
        end = _HEADING_END.search(rest, found.end())
        text = rest[found.end() : end.start(1) if end else None]
        Inline(self._steps, text, start + found.end()).read()
        if end:
            self._steps.perhaps(end[1], start + end.start(1))

    def _continue(self) -> None:
        """Add the line to the paragraph."""
        if not self._paragraph:
            self._first = self._offset
        self._paragraph.append(" " * self._at + self._line[self._at :])

    def _close(self) -> None:
        """Read the paragraph that is open, and end the table."""
        self._in_table = False
        if self._paragraph:
            text = "\n".join(self._paragraph)
            self._paragraph = []
            Inline(self._steps, text, self._first).read()

    def _in_fence(self) -> None:
        rest = self._line[self._at :].rstrip()
        if (
            rest.startswith(self._fence)
            and not rest.strip(self._fence[0])
            and self._column - self._base < _TAB
        ):
            self._fence = ""
            return
        self._steps.literal(rest, self._offset + self._at)

    def _display_end(self) -> int:
        """Return where a display ends that begins here, 0 where none does."""
        start = self._offset + self._at
        closer = _CLOSERS.get(self._source[start : start + 2])
        end = self._source.find(closer, start + 2) if closer else -1
        if end < 0:
            return 0
        line_end = self._source.find("\n", end)
        rest = self._source[end + 2 : line_end if line_end >= 0 else None]
        return end + 2 if not rest.strip() else 0

    def _begins_table(self, rest: str) -> bool:
        """Tell whether the line is the head of a table: the next one has as many columns."""
        after = self._offset + len(self._line) + 1
        end = self._source.find("\n", after)
        below = self._source[after : end if end >= 0 else None].lstrip(" \t>")
        # What looks like an item is one.
        if "|" not in rest or not _COLUMNS.match(below) or below.startswith(("- ", "-\t")) or len(below) == 1:
            return False
        if len(_split(rest)) != len(_split(below)):
            return False
        self._skip = end if end >= 0 else len(self._source)
        return True

    def _cells(self, rest: str, start: int) -> None:
        at = 0
        for part in [*_PIPE.finditer(rest), None]:
            end = part.start() if part else len(rest)
            Inline(self._steps, rest[at:end], start + at, cell=True).read()
            # What looks like a table may be a heading with a bar in it.
            if part:
                self._steps.perhaps("|", start + end)
            at = end + 1


def _split(row: str) -> list[str]:
    """Return the cells of a row."""
    cells = _PIPE.split(row.strip())
    return cells[(not cells[0].strip()) : len(cells) - (len(cells) > 1 and not cells[-1].strip())]
