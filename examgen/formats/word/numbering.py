"""The numbers and letters that Word puts before paragraphs of lists (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from examgen.formats.html.table import roman
from examgen.formats.word.styles import Styles, child, text_of
from examgen.formats.word.symbols import character
from examgen.formats.xmlnames import local_name, value_of

_LEVELS: Final = 9
_PART: Final = re.compile("%([1-9])")
#: No list of an exam has more items; larger numbers are a fault of the file.
_MOST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Label:
    """What Word prints before a paragraph of a list."""

    kind: str  #: ``number``, ``letter``, ``roman`` or ``bullet``
    text: str  #: as it is printed, without the space behind it
    value: int  #: of the counter, 1 for the first; 0 for bullets
    level: int  #: 0-based
    list: str  #: id of the list
    letter: str = ""  #: of a letter: without what stands around it


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  #: the level that it begins again under, 1-based; 0: never; None: any above
    font: str = ""
    legal: bool = False  #: all numbers of it are decimal
    style: str = ""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)  #: those that differ from the abstract list
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """The lists of a file, with counters: labels are asked for in the order of the paragraphs."""

    styles: Styles
    _abstracts: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _lists: dict[str, _List] = field(default_factory=dict)
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None, styles: Styles) -> Numbering:
        """Return the lists of ``numbering.xml``."""
        made = cls(styles)
        links: dict[str, str] = {}
        for each in () if root is None else root:
            if local_name(each) == "abstractNum":
                id = value_of(each, "abstractNumId") or ""
                made._abstracts[id] = _levels(each)
                if link := text_of(each, "numStyleLink"):
                    links[id] = link
            elif local_name(each) == "num":
                made._lists[value_of(each, "numId") or ""] = _list(each)
        for id, style in links.items():
            linked = text_of(styles.paragraph_property(style, "numPr"), "numId")
            if linked in made._lists:
                made._abstracts[id] = made._abstracts.get(made._lists[linked].abstract, {})
        return made

    def label(self, paragraph: etree._Element | None, style: str) -> Label | None:
        """Return the label of a paragraph with these properties (``w:pPr``) and style; None when it has none."""
        own, styled = child(paragraph, "numPr"), self.styles.paragraph_property(style, "numPr")
        id = text_of(own, "numId") or text_of(styled, "numId")
        listed = self._lists.get(id)
        if not id or id == "0" or listed is None:
            return None
        written = text_of(own, "ilvl") or text_of(styled, "ilvl")
        depth = _number(written) if written else self._depth_of(listed, style)
        return self._next(id, listed, min(max(depth, 0), _LEVELS - 1))

    def _depth_of(self, listed: _List, style: str) -> int:
        levels = self._abstracts.get(listed.abstract, {})
        return next((depth for depth, level in levels.items() if level.style and level.style == style), 0)

    def _level(self, listed: _List, depth: int) -> _Level:
        return (
            listed.levels.get(depth)
            or self._abstracts.get(listed.abstract, {}).get(depth)
            or _Level(text="%1.")
        )

    def _next(self, id: str, listed: _List, depth: int) -> Label | None:
        level = self._level(listed, depth)
        counters = self._counters.setdefault(listed.abstract, [None] * _LEVELS)
        start = listed.starts.get(depth, level.start)
        before = counters[depth]
        afresh = depth in listed.starts and (id, depth) not in self._begun
        counters[depth] = start if before is None or afresh else before + 1
        self._begun.add((id, depth))
        for below in range(depth + 1, _LEVELS):
            if counters[below] is None:
                continue
            restart = self._level(listed, below).restart
            if restart != 0 and (restart is None or depth < restart):
                counters[below] = None
        if level.format in ("none", ""):
            return None
        if level.format == "bullet":
            # Some programs go on with an item in a list whose bullets are spaces.
            bullet = _bullet(level)
            return Label("bullet", bullet, 0, depth, id) if bullet.strip() else None
        value = counters[depth] or 0
        return Label(
            kind=_KINDS.get(level.format, "number"),
            text=_PART.sub(lambda found: self._shown(listed, int(found[1]) - 1, level), level.text).strip(),
            value=value,
            level=depth,
            list=id,
            letter=_format(level.format, value) if _KINDS.get(level.format) == "letter" else "",
        )

    def _shown(self, listed: _List, depth: int, asking: _Level) -> str:
        level = self._level(listed, depth)
        value = self._counters[listed.abstract][depth]
        number = level.start if value is None else value
        return str(number) if asking.legal else _format(level.format, number)


_KINDS: Final = {
    "lowerLetter": "letter",
    "upperLetter": "letter",
    "lowerRoman": "roman",
    "upperRoman": "roman",
}


def _format(name: str, number: int) -> str:
    match name:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (max(number, 1) - 1) % 26) * min((max(number, 1) - 1) // 26 + 1, 10)
            return letter.upper() if name == "upperLetter" else letter
        case "lowerRoman" | "upperRoman":
            numeral = roman(min(max(number, 1), 1000))
            return numeral.upper() if name == "upperRoman" else numeral
        case "decimalZero":
            return f"{number:02d}"
        case "none" | "bullet":
            return ""
    return str(number)


def _bullet(level: _Level) -> str:
    codes = [character(level.font, ord(char)) for char in level.text]
    known = "".join(code for code in codes if code)
    return known or "".join(char for char in level.text if not "\ue000" <= char <= "\uf8ff") or "\u2022"


def _levels(element: etree._Element) -> dict[int, _Level]:
    found = [each for each in element if local_name(each) == "lvl"]
    return {_number(value_of(each, "ilvl")): _read_level(each) for each in found}


def _read_level(element: etree._Element) -> _Level:
    restart = text_of(element, "lvlRestart")
    fonts = child(child(element, "rPr"), "rFonts")
    legal = child(element, "isLgl")
    number_format = child(element, "numFmt")
    return _Level(
        format="decimal" if number_format is None else value_of(number_format) or "decimal",
        text=text_of(element, "lvlText"),
        start=_number(text_of(element, "start") or "1"),
        restart=_number(restart) if restart else None,
        font="" if fonts is None else value_of(fonts, "ascii") or "",
        legal=legal is not None and value_of(legal) not in ("0", "false", "off"),
        style=text_of(element, "pStyle"),
    )


def _list(element: etree._Element) -> _List:
    made = _List(text_of(element, "abstractNumId"))
    for each in element:
        if local_name(each) != "lvlOverride":
            continue
        depth = _number(value_of(each, "ilvl"))
        level = child(each, "lvl")
        if level is not None:
            made.levels[depth] = replace(_read_level(level))
        if start := text_of(each, "startOverride"):
            made.starts[depth] = _number(start)
    return made


def _number(written: str | None) -> int:
    text = (written or "").strip()
    return min(int(text), _MOST) if text.isascii() and text.isdigit() and len(text) < 9 else 0
