r"""The blocks of a GIFT file, and the signs in them that are not escaped.

Blank lines part questions; a line that begins with ``//`` is a comment, and may say ``[id:...]`` and ``[tag:...]``
of the question below it. A backslash takes the meaning from ``~ = # { } :`` and from itself; ``\n`` ends a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from examgen.errors import Place
from examgen.formats.textrows import Row, lines_of

_ID = re.compile(r"\[id:((?:\\\]|[^\[\]\x00-\x1f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\[\]<>`\x00-\x1f])+)\]")
_TITLE = re.compile(r"::[^:]{1,300}::")
_ESCAPE = re.compile(r"\\([\\~=#{}:n])|\n")
#: Commands of formulas that begin as the escape of a new line does.
COMMAND = re.compile(
    r"\\n(?:abla|atural|e|earrow|eg|eq|ewline|exists|geq|i|leq|mid|olimits|onumber|ot|otin|parallel|prec|sim|u"
    r"|subseteq|succ|supseteq|warrow)(?![A-Za-z])"
)
#: Braces inside a formula, which hold no answers.
_BRACES = r"\{(?![=~#])(?:[^{}\n$\\]|\\[^\n]|\{(?:[^{}\n$\\]|\\[^\n])*\})*\}"
#: Formulas stand on one line: what runs on over several parts of a question is none.
_FORMULA = (
    rf"\$\$(?:[^${{}}\n\\]|\\[^\n]|{_BRACES})*\$\$"
    rf"|\\\((?:[^{{}}\n\\]|\\[^()\n]|{_BRACES})*\\\)"
    rf"|\\\[(?:[^{{}}\n\\]|\\[^\[\]\n]|{_BRACES})*\\\]"
)
_FORMULA_OR_ESCAPE = re.compile(rf"(?P<math>{_FORMULA})|\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a file that belong together: at most one question, or a category."""

    text: str  #: without comments, lines joined by newlines
    starts: tuple[int, ...]  #: offset in ``text`` of each line
    places: tuple[Place, ...]  #: of each line
    comments: str = ""  #: the comments above and between its lines

    def place(self, offset: int) -> Place:
        """Return where character ``offset`` (0-based) stands in the file."""
        row = max(bisect_right(self.starts, offset) - 1, 0)
        start = self.places[row]
        return Place(start.file, start.line, start.column + offset - self.starts[row])

    @property
    def id(self) -> str | None:
        """The id that the comments give to the question."""
        found = _ID.search(self.comments)
        return found[1].replace(r"\]", "]").strip() if found else None

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that the comments give to the question."""
        return tuple(dict.fromkeys(tag.replace(r"\]", "]").strip() for tag in _TAG.findall(self.comments)))


def blocks(file: str, source: str) -> Iterator[Block]:
    """Yield the blocks of a file; a blank line inside braces does not end one."""
    rows: list[Row] = []
    comments: list[str] = []
    depth = 0
    for line, place in lines_of(file, source):
        words = line.strip()
        if words.startswith("//"):
            comments.append(words)
        elif words:
            # A title below a blank line inside braces: the brace above it was never closed.
            unclosed = depth and rows and not rows[-1][0] and _TITLE.match(words)
            if unclosed or (rows and not depth and "}" in rows[-1][0] and _new_question(words)):
                yield _block(rows, comments)
                rows, comments, depth = [], [], 0
            rows.append((line.rstrip(), place))
            depth = _open_braces(line, depth)
            if not depth and words.startswith("$CATEGORY:"):
                yield _block(rows, comments)
                rows, comments = [], []
        elif depth and rows:
            rows.append(("", place))
        else:
            if rows:
                yield _block(rows, comments)
            rows, comments = [], []
    if rows:
        yield _block(rows, comments)


def _new_question(words: str) -> bool:
    """Return whether a line right below an answer begins a question rather than going on with one."""
    return words.startswith(("::", "$CATEGORY:")) or any(True for _ in signs(words, "{"))


def _open_braces(line: str, depth: int) -> int:
    for offset in signs(line, "{}"):
        depth = 1 if line[offset] == "{" else 0
    return depth


def _block(rows: list[Row], comments: list[str]) -> Block:
    starts, at = [], 0
    for line, _ in rows:
        starts.append(at)
        at += len(line) + 1
    text = "\n".join(line for line, _ in rows)
    return Block(text, tuple(starts), tuple(place for _, place in rows), "\n".join(comments))


def signs(text: str, which: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Yield the offsets of the signs in ``which`` that no backslash stands before and that are in no formula."""
    pattern = re.compile(rf"{_FORMULA}|\\.|[{re.escape(which)}]", re.DOTALL)
    for found in pattern.finditer(text, start, len(text) if end is None else end):
        if len(found[0]) == 1 and found[0] != "\\":
            yield found.start()


def rows_of(block: Block, start: int, end: int) -> list[Row]:
    """Return the lines of a part of a block, with what is escaped as itself."""
    kept = _kept_commands(block.text[start:end])
    rows, line, begin, at = [], "", start, start
    for found in _ESCAPE.finditer(block.text, start, end):
        line += block.text[at : found.start()]
        at = found.end()
        if found[1] in (None, "n") and found.start() - start not in kept:
            rows.append((line, block.place(begin)))
            line, begin = "", at
        else:
            line += found[0] if found[1] == "n" else found[1]
    rows.append((line + block.text[at:end], block.place(begin)))
    return rows


def _kept_commands(text: str) -> set[int]:
    r"""Return the offsets of ``\neq`` and the like in formulas whose author wrote no backslash twice."""
    return {
        found.start() + inner.start()
        for found in _FORMULA_OR_ESCAPE.finditer(text)
        if found["math"] and "\\\\" not in found[0]
        for inner in COMMAND.finditer(found[0])
    }
