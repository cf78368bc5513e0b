"""The lines of a quiz text, cleaned, with the lines marked in which nothing is structure.

Cleaning takes away what an author cannot see: zero-width characters and direction marks go, non-breaking spaces
and odd line separators become plain spaces, letters are composed (Unicode NFC). HTML comments go too. Inside fenced
code blocks only letters are composed and tabs become four spaces.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from examgen.errors import Place, Problem, Severity

TAB = 4

# Joiners shape Arabic and Indic words and emoji; between other letters they are debris of copying.
_UNSEEN = re.compile(
    "[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    "|(?<![\u0590-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\U0010ffff])"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPACES = str.maketrans(dict.fromkeys("\xa0\u202f\u2007\x0b\x0c\x85\u2028\u2029", " "))
_LINE_END = re.compile("\r\n|\r|\n")
_FENCE = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*{0,2}\(?[A-Za-z0-9]{1,6}[.)]\*{0,2}\s+)?(?:\{[^{}]*\}\s*)?"
    r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$"
)
_LANGUAGE = re.compile(r"\s*[^\s{]{0,40}")
#: ``{.numberLines}``, ``[2]``, ``title="x"``.
_SETTING = re.compile(r"\{[^{}]*\}?|\[[^\[\]]*\]?|(?<![\w-])[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\"'();]+)")
#: ``linenums``, a file's name.
_NAME = re.compile(r"[\w./-]+")
_CODE = re.compile(r"[();<>=]")
_WHOLE = re.compile(
    r"(?P<fence>`{3,}|~{3,})\s*+(?P<info>markdown|md|text|txt|plaintext)?\s*+$", re.IGNORECASE
)
_COMMENT_OR_CODE = re.compile("`+|<!--")
_CODE_SPAN_OR_ESCAPE = re.compile(r"`[^`]*`|\\.")
_LABELLED = re.compile(r"\s*(?:[-*+]\s+)?\*{0,2}\(?[A-Za-z][.)]")


@dataclass(slots=True)  # a frozen one takes three times as long to make, and a file has many
class Line:
    """One line of the file after cleaning."""

    number: int  #: 1-based
    text: str  #: without line end; leading tabs are kept, other tabs are spaces
    skipped: int = 0  #: characters of the file's line that were dropped before ``text``
    code: bool = (
        False  #: inside a code block or display math, after its first line: nothing here is structure
    )
    verbatim: bool = False  #: inside a fenced code block: white space counts
    caption: bool = False  #: the caption of a fold
    # These follow from the text; kept, for a line is asked dozens of times.
    start: int = field(init=False, repr=False, compare=False)  #: offset of the first that is no white space
    indent: int = field(
        init=False, repr=False, compare=False
    )  #: columns before it, tabs to multiples of four
    blank: bool = field(init=False, repr=False, compare=False)  #: whether there is nothing to read here

    def __post_init__(self) -> None:
        text = self.text
        self.start = self.indent = start = len(text) - len(text.lstrip())
        self.blank = start == len(text)
        if start and "\t" in text[:start]:
            self.indent = width(text[:start])

    def place(self, file: str, offset: int = 0) -> Place:
        """Return where character ``offset`` (0-based) of ``text`` stands in the file."""
        return Place(file, self.number, self.skipped + offset + 1)

    def dedented(self, columns: int) -> tuple[str, int]:
        """Return the text less up to ``columns`` columns of leading white space, and the offset where it begins."""
        start = column = 0
        limit = self.start
        while start < limit:
            after = column + (TAB - column % TAB if self.text[start] == "\t" else 1)
            if after > columns:
                break
            start, column = start + 1, after
        if "\t" not in self.text[start:limit]:
            return self.text[start:], start
        return " " * (self.indent - max(columns, column)) + self.text[limit:], start


def width(space: str) -> int:
    """Return the columns that leading white space takes."""
    return len(space.expandtabs(TAB))


def split_source(source: str) -> list[str]:
    """Return the lines of a file as they are, without their ends and without a byte order mark."""
    return _LINE_END.split(source.removeprefix("\ufeff"))


def unfenced(raws: list[str]) -> list[str]:
    """Return the lines of a file; without the fences when the whole of it is one block of code."""
    full = [row for row, raw in enumerate(raws) if raw.strip()]
    found = _WHOLE.match(raws[full[0]]) if full else None
    if not found or len(full) <= 2 or raws[full[-1]].strip() != found["fence"]:
        return raws
    inside = any(raws[row].lstrip().startswith(found["fence"]) for row in full[1:-1])
    if inside and not found["info"]:
        return raws
    return ["" if row in (full[0], full[-1]) else raw for row, raw in enumerate(raws)]


def raw_offset(raw: str, line: Line, offset: int) -> int:
    """Return where in the file's line ``raw`` the character ``offset`` of the cleaned ``line`` stands."""
    position = line.skipped if raw[: line.skipped].endswith("-->") else 0
    left = offset
    while position < len(raw):
        comment = raw.find("-->", position) if raw.startswith("<!--", position) else -1
        if comment >= 0:
            position = comment + 3
        elif _UNSEEN.match(raw, position) or _CONTROL.match(raw, position):
            position += 1
        elif left:
            position, left = position + 1, left - 1
        else:
            break
    return position


def _is_clean(raw: str) -> bool:
    """Return False for a line that cleaning could change, or that could begin a code block or a comment."""
    return raw.isascii() and raw.isprintable() and not ("```" in raw or "~~~" in raw or "<!--" in raw)


def clean_lines(file: str, raws: list[str], first: int = 0) -> tuple[list[Line], list[Problem]]:
    """Return the lines of a quiz text from row ``first`` (0-based) on, and the problems met on the way.

    A line that is empty only because its comment was taken away is left out: it does not end a paragraph.
    """
    cleaner = _Cleaner(file, raws)
    return _mark_math(cleaner.run(first)), cleaner.problems


class _Cleaner:
    """Goes through the raw lines once, taking whole code blocks and whole comments at a time."""

    def __init__(self, file: str, raws: list[str]) -> None:
        self.file = file
        self.raws = raws
        self.lines: list[Line] = []
        self.problems: list[Problem] = []
        self._comment_ends = [
            (row, found.end())
            for row, raw in enumerate(raws)
            if "-->" in raw
            for found in re.finditer("-->", raw)
        ]
        self._unclosed: dict[
            str, int
        ] = {}  #: by fence character, the shortest fence known to have no end below

    def run(self, row: int) -> list[Line]:
        begin = 0
        while row < len(self.raws):
            if not begin and _is_clean(self.raws[row]):
                self.lines.append(Line(row + 1, self.raws[row]))
                row += 1
                continue
            end = self._fence_end(row) if not begin else None
            next_row, next_begin = self._plain(row, begin)
            if end is not None:
                for inside in range(row + 1, end + 1):
                    self._verbatim(inside)
                next_row, next_begin = end + 1, 0
            row, begin = next_row, next_begin
        return self.lines

    def _fence_end(self, row: int) -> int | None:
        """Return the row on which the code block ends that begins on this row, or None when none begins."""
        raw = self.raws[row]
        if "```" not in raw and "~~~" not in raw:
            return None
        found = _FENCE.match(raw)
        if not found:
            return None
        fence = found["fence"]
        if len(fence) < self._unclosed.get(fence[0], len(fence) + 1):
            for below in range(row + 1, len(self.raws)):
                other = self.raws[below].strip()
                if not other.startswith(fence):
                    continue
                if not other.strip(fence[0]):
                    self._fence_words(row, found)
                    return below
                if fence[0] not in other.lstrip(fence[0]):
                    self._problem_fence(
                        row, found.start("fence"), f" before the next one begins on line {below + 1}"
                    )
                    return None
            self._unclosed[fence[0]] = len(fence)
        self._problem_fence(row, found.start("fence"), "")
        return None

    def _fence_words(self, row: int, found: re.Match[str]) -> None:
        """Warn of words behind the language of a code block: Markdown does not print them."""
        words = _LANGUAGE.sub("", found["info"], count=1).strip()
        rest = " ".join(_SETTING.sub(" ", words).split())
        if rest and not _NAME.fullmatch(rest):
            place = Place(self.file, row + 1, len(self.raws[row].rstrip()) - len(words) + 1)
            message = f"{words[:40]!r} on the line that begins a code block is not printed"
            hint = "if it is code, move it to the next line"
            # What has signs of code is a line of it.
            severity = Severity.ERROR if _CODE.search(rest) else Severity.WARNING
            self.problems.append(Problem("stray-text", message, place, hint, severity))

    def _problem_fence(self, row: int, offset: int, how: str) -> None:
        place = Place(self.file, row + 1, offset + 1)
        fence = self.raws[row][offset : offset + 3]
        self.problems.append(
            Problem(
                "open-fence",
                f"the code block is not closed{how}",
                place,
                f"add a line '{fence}' after the code",
            )
        )

    def _plain(self, row: int, begin: int) -> tuple[int, int]:
        """Add the line from offset ``begin``; return where to go on: a row and an offset in it."""
        raw, kept, skipped = self.raws[row], [], begin
        position, after = begin, (row + 1, 0)
        for start in self._comment_starts(raw, begin):
            if start < position:
                continue
            index = bisect_right(self._comment_ends, (row, start + 6))
            if index == len(self._comment_ends):
                place = Place(self.file, row + 1, start + 1)
                hint = "add '-->' where the comment ends"
                self.problems.append(Problem("open-comment", "the comment '<!--' is not closed", place, hint))
                break
            kept.append(raw[position:start])
            end_row, end = self._comment_ends[index]
            if end_row > row:
                position, after = len(raw), (end_row, end)
                break
            position = end
            if not kept[-1].strip() and len(kept) == 1:
                skipped, kept = end, []
        whole = not begin and position == 0
        kept.append(raw[position:])
        text, unseen = self._cleaned("".join(kept), row)
        if whole or text.strip():
            self.lines.append(Line(row + 1, text, skipped + unseen))
        return after

    def _comment_starts(self, raw: str, begin: int) -> list[int]:
        """Return the offsets of all ``<!--`` in a line that are not inside a code span."""
        if "<!--" not in raw:
            return []
        tokens = list(_COMMENT_OR_CODE.finditer(raw, begin))
        last = {token[0]: index for index, token in enumerate(tokens)}
        starts, closing = [], ""
        for index, token in enumerate(tokens):
            if closing:
                closing = "" if token[0] == closing else closing
            elif token[0] == "<!--":
                starts.append(token.start())
            elif last[token[0]] > index:
                closing = token[0]
        return starts

    def _cleaned(self, text: str, row: int) -> tuple[str, int]:
        """Return the text less what cannot be seen, and how many characters went before the first kept one."""
        text = self._without_controls(text, row)
        unseen = 0
        if not text.isascii():
            before = len(text) - len(text.lstrip("\u200b\u2060\ufeff\u200e\u200f\u202a\u202b \t\xa0"))
            unseen = len(_UNSEEN.findall(text[:before]))
            text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
        text = text.translate(_SPACES)
        start = len(text) - len(text.lstrip())
        return text[:start] + text[start:].replace("\t", " "), unseen

    def _verbatim(self, row: int) -> None:
        text = self._without_controls(self.raws[row], row).replace("\t", " " * TAB)
        self.lines.append(Line(row + 1, unicodedata.normalize("NFC", text), code=True, verbatim=True))

    def _without_controls(self, text: str, row: int) -> str:
        found = _CONTROL.search(text)
        if not found:
            return text
        place = Place(self.file, row + 1, found.start() + 1)
        name = f"U+{ord(found[0]):04X}"
        self.problems.append(
            Problem("control-character", f"the line holds the control character {name}", place, "delete it")
        )
        return _CONTROL.sub("", text)


def _mark_math(lines: list[Line]) -> list[Line]:
    """Return the lines with ``code`` set inside ``$$ ... $$`` blocks.

    A block ends before the next blank line, as it must for TeX. Two choices with one ``$$`` each are no block.
    """
    index = 0
    while index < len(lines):
        end = _math_end(lines, index) if _opens_math(lines[index]) else None
        if end is None:
            index += 1
            continue
        for inside in range(index + 1, end + 1):
            line = lines[inside]
            lines[inside] = Line(line.number, line.text, line.skipped, code=True)
        index = end + 1
    return lines


def _opens_math(line: Line) -> bool:
    if line.verbatim or "$$" not in line.text:
        return False
    return _CODE_SPAN_OR_ESCAPE.sub("", line.text).count("$$") % 2 == 1


def _math_end(lines: list[Line], index: int) -> int | None:
    for below in range(index + 1, len(lines)):
        line = lines[below]
        if line.blank or line.verbatim:
            return None
        if _opens_math(line):
            both = _LABELLED.match(lines[index].text) and _LABELLED.match(line.text)
            return None if both else below
    return None
