"""The items of a text2qti quiz: each a mark at the beginning of a line, and its text with the lines that go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from examgen.errors import Place, Problem, Severity
from examgen.formats.text2qti.dialect import from_text2qti
from examgen.formats.text2qti.write import OWN
from examgen.formats.textrows import Row, lines_of, markdown_text, tidy
from examgen.model import Text

_TAB = 4
#: Columns by which a line goes on with the one above it.
_LEAST = 2
#: What opens an item: its kind, and its mark.
_MARKS = (
    ("question", r"[0-9]+\."),
    ("right", r"\*[A-Za-z]\)"),
    ("wrong", r"[A-Za-z]\)"),
    ("right-box", r"\[\*\]"),
    ("wrong-box", r"\[ ?\]"),
    ("feedback", r"\.\.\."),
    ("right-feedback", r"\+"),
    ("wrong-feedback", r"-"),
    ("solution", r"!"),
    ("short", r"\*"),
    ("numerical", r"="),
    ("title", r"[Tt]itle:"),
    ("points", r"[Pp]oints:"),
    ("text-title", r"[Tt]ext [Tt]itle:"),
    ("text", r"[Tt]ext:"),
    ("quiz-title", r"[Qq]uiz [Tt]itle:"),
    ("quiz-description", r"[Qq]uiz [Dd]escription:"),
    ("pick", r"[Pp]ick:"),
    ("solutions-pick", r"[Ss]olutions pick:"),
    ("group-points", r"[Pp]oints per question:"),
    ("gap", r"<>|\{ ?\*? ?\}|@[a-z]+"),
)
_MARK = re.compile(
    "|".join(f"(?P<k{index}>(?:{mark})[ \\t]+)(?=\\S)" for index, (_, mark) in enumerate(_MARKS))
)
_ALONE = (
    ("essay", re.compile(r"___+\s*\Z")),
    ("upload", re.compile(r"\^\^\^+\s*\Z")),
    ("group", re.compile(r"GROUP\s*\Z")),
    ("end-group", re.compile(r"END_GROUP\s*\Z")),
    ("option", re.compile(r"[A-Za-z][A-Za-z' ]{0,60}:\s*(?:true|false)\s*\Z", re.IGNORECASE)),
)
#: Items of one line; of the others those in ``_PARAGRAPH`` end at an empty line.
_LINE = frozenset(("short", "numerical", "points", "pick", "solutions-pick", "group-points", "gap"))
_PARAGRAPH = frozenset(("title", "text-title", "quiz-title"))
_RUN = re.compile(r"(`{3,})[^`]*\.run\b[^`]*\Z")
_COMMENT = re.compile(r"`[^`\n]*`|<!--(?:(?!<!--).)*?-->", re.DOTALL)
_UNIT = re.compile(r"\\(num|si|SI)\{([^{}$`]*)\}(?:\{([^{}$`]*)\})?")
_POWER = re.compile(r"([+-]?[0-9.,]*)[eE]([+-]?[0-9]+)\Z")
_UNIT_WORDS = {
    r"\degree": r"^{\circ}", r"\celsius": r"{}^{\circ}\mathrm{C}", r"\fahrenheit": r"{}^{\circ}\mathrm{F}",
    r"\ohm": r"\Omega ", r"\micro": r"\mu ",
}  # fmt: skip
_UNIT_WORD = re.compile(r"\\[a-z]+")
#: A picture, and behind it its id, classes, width and height, as in ``{#map .wide width=10em}``.
_ATTRIBUTES = re.compile(
    r"(!\[[^\[\]\n]{0,500}\]\([^()\n]{0,500}\))\{[ ]{0,9}((?:[#.][A-Za-z]|[A-Za-z][\w-]{0,40}=)[^{}\n]{0,300})\}"
)
_WIDTH = re.compile(r"(?<![\w-])width=([0-9]{1,4})(%|cm|mm|in|pt|px|em)?(?![\w%.])")
#: Points of a dot on a screen, and of the type that a width may be counted in.
_POINTS = {"px": 0.75, "em": 12.0}
_CODE_OR_MATH = re.compile(r"(```[\s\S]*?(?:```|\Z)|`[^`]*`|(?<!\\)\$(?!\s)(?:\\.|[^\\$])+\$)")


@dataclass(frozen=True, slots=True)
class Item:
    """One part of a quiz."""

    kind: str
    mark: str  #: as it is written, without white space around it
    text: Text
    place: Place  #: of the mark


def items(file: str, source: str, problems: list[Problem]) -> Iterator[Item]:
    """Yield the items of a quiz; comments are left out, and those without an end are reported."""
    rows = [(tidy(line), place) for line, place in lines_of(file, source)]
    own = rows[0][0].startswith(OWN)
    at = 0
    while at < len(rows):
        line, place = rows[at]
        if not line.strip() or line.startswith("%"):
            at += 1
        elif line.rstrip() in ("COMMENT", "END_COMMENT"):
            at = _behind_comment(rows, at, problems)
        elif run := _RUN.match(line):
            end = next(
                (row for row in range(at + 1, len(rows)) if rows[row][0].rstrip() == run[1]), len(rows) - 1
            )
            yield Item("code", run[1], Text("", (place,)), place)
            at = end + 1
        else:
            item, at = _item(rows, at, own)
            yield item


def _behind_comment(rows: list[Row], at: int, problems: list[Problem]) -> int:
    """Return the row behind a comment of several lines."""
    line, place = rows[at]
    if line.startswith("COMMENT"):
        for row in range(at + 1, len(rows)):
            if rows[row][0].rstrip() == "END_COMMENT":
                return row + 1
        hint = "write END_COMMENT on a line of its own where it ends"
        problems.append(Problem("comment", "the comment has no end", place, hint))
        return len(rows)
    message, hint = "END_COMMENT without COMMENT", "delete the line"
    problems.append(Problem("comment", message, place, hint, Severity.WARNING))
    return at + 1


def _item(rows: list[Row], at: int, own: bool) -> tuple[Item, int]:
    """Return the item that begins on a row, and the row behind it."""
    line, place = rows[at]
    if alone := next((kind for kind, pattern in _ALONE if pattern.match(line)), None):
        return Item(alone, line.strip(), Text(line.strip(), (place,)), place), at + 1
    found = _MARK.match(line)
    if not found or not found.lastgroup:
        return Item("stray", "", Text(line.strip(), (place,)), place), at + 1
    kind = _MARKS[int(found.lastgroup[1:])][0]
    start = found.end()
    taken: list[Row] = [(line[start:], _moved(place, start))]
    end = at + 1
    if kind not in _LINE:
        indent = None if found[0].rstrip().endswith(":") else len(found[0].expandtabs(_TAB))
        end = _continued(rows, end, indent, kind in _PARAGRAPH, taken)
    text = taken if own or kind in _LINE else _without_comments(taken)
    return Item(kind, found[0].strip(), _text(text, own), place), end


def _continued(rows: list[Row], at: int, indent: int | None, one_paragraph: bool, taken: list[Row]) -> int:
    """Add the lines that go on with an item to ``taken``; return the row behind them.

    ``indent`` is how many columns they are indented by, None when the first of them decides.
    """
    while at < len(rows):
        line, place = rows[at]
        wide = line.expandtabs(_TAB)
        columns = len(wide) - len(wide.lstrip())
        if not line.strip():
            if one_paragraph:
                break
            taken.append(("", place))
        else:
            if columns < _LEAST:
                break
            # People indent by less than the mark's width; what is not at the margin goes on.
            indent = columns if indent is None else indent
            cut = min(indent, columns)
            taken.append((wide[cut:], _moved(place, cut)))
        at += 1
    return at


def _without_comments(rows: list[Row]) -> list[Row]:
    """Return the lines without HTML comments; a line that held nothing else goes too."""
    source = "\n".join(line for line, _ in rows)
    if "<!--" not in source:
        return rows
    kept = _COMMENT.sub(
        lambda found: found[0] if found[0][0] == "`" else "\0" + "\n" * found[0].count("\n"), source
    )
    lines = kept.split("\n")
    return [
        (line.replace("\0", ""), place)
        for line, (_, place) in zip(lines, rows, strict=True)
        if line.strip() != "\0" or len(rows) == 1
    ]


def _text(rows: list[Row], own: bool) -> Text:
    """Return a text; in one that we have not written, HTML, siunitx and attributes mean what they do to text2qti."""
    text = markdown_text(rows, html=not own)
    if own:
        return Text(from_text2qti(text.source), text.places)
    if not ("){" in text.source or any(name in text.source for name in (r"\num{", r"\si{", r"\SI{"))):
        return text
    parts = _CODE_OR_MATH.split(text.source)
    for index, part in enumerate(parts):
        if not part.startswith("`"):
            units = _UNIT.sub(lambda found, math=index % 2: _unit(found, bool(math)), part)
            parts[index] = units if index % 2 else _ATTRIBUTES.sub(_size, units)
    return Text("".join(parts), text.places)


def _size(found: re.Match[str]) -> str:
    """Return a picture with the width in its attributes as our Markdown has it."""
    picture, attributes = found.groups()
    width = _WIDTH.search(attributes)
    if not width:
        return picture
    number, unit = width.groups()
    if unit in ("%", "cm", "mm", "in", "pt"):
        return f"{picture}{{width={number}{unit}}}"
    return f"{picture}{{width={round(int(number) * _POINTS[unit or 'px'])}pt}}"


def _unit(found: re.Match[str], in_math: bool) -> str:
    """Return a number, a unit, or both of siunitx as math."""
    command, first, second = found.groups()
    if (second is None) == (command == "SI"):
        return found[0]
    if command == "SI":
        math = rf"{_number(first)}\,{_units(second)}"
    else:
        math = _number(first) if command == "num" else _units(first)
    return math if in_math else f"${math}$"


def _number(written: str) -> str:
    power = _POWER.match(written.strip())
    if not power:
        return written.strip()
    return (
        rf"{power[1]}\times 10^{{{power[2].lstrip('+')}}}" if power[1] else rf"10^{{{power[2].lstrip('+')}}}"
    )


def _units(written: str) -> str:
    words = _UNIT_WORD.sub(lambda found: _UNIT_WORDS.get(found[0], found[0]), written.strip())
    words = words.replace(".", r"{\cdot}")
    return rf"\mathrm{{{words}}}" if words else ""


def _moved(place: Place, columns: int) -> Place:
    return Place(place.file, place.line, place.column + columns)
