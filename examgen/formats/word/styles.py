"""How the text of a Word file looks: what its styles and its runs say, put together (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from examgen.formats.xmlnames import local_name, value_of

_OFF: Final = frozenset(("0", "off", "false", "none"))
#: What is on when either of paragraph style and character style has it, and off when both have (17.7.3).
_TOGGLES: Final = {
    "b": "bold",
    "i": "italic",
    "strike": "strike",
    "dstrike": "strike",
    "caps": "caps",
    "vanish": "hidden",
    "webHidden": "hidden",
}
_MONO: Final = re.compile(
    r"courier|consolas|mono|menlo|lucida console|source code|fira code|cascadia|inconsolata|terminal|fixedsys",
    re.IGNORECASE,
)
_CODE_STYLE: Final = re.compile(
    r"(?:source|html|verbatim|inline)?[ _-]*(?:code|preformatted|verbatim|macro)", re.IGNORECASE
)
_HEADING: Final = re.compile(
    r"(?:heading|\u00fcberschrift|titre|t\u00edtulo|titolo|kop)[ _-]*([1-9])", re.IGNORECASE
)
_BLACKS: Final = frozenset(("auto", "000000", "", "none"))


@dataclass(frozen=True, slots=True)
class Look:
    """What is special about a piece of text."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    hidden: bool = False
    caps: bool = False
    highlight: str = ""  #: colour behind it
    shade: str = ""  #: fill behind it
    color: str = ""  #: of its letters; "" is black
    raised: str = ""  #: ``sup`` or ``sub``
    font: str = ""
    size: int = field(default=0, compare=False)  #: of its letters in half points; 0: nothing says


PLAIN: Final = Look()


@dataclass(slots=True)
class _Style:
    name: str
    based: str
    properties: etree._Element | None  #: w:rPr
    paragraph: etree._Element | None  #: w:pPr


@dataclass(slots=True)
class Styles:
    """The styles of a file, by their ids."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _default: etree._Element | None = None
    _paragraph: str = ""  #: id of the style of paragraphs that name none
    _looks: dict[tuple[str, str], Look] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """Return the styles of ``styles.xml``."""
        styles = cls()
        for each in () if root is None else root:
            if local_name(each) == "docDefaults":
                found = child(child(each, "rPrDefault"), "rPr")
                styles._default = found
            elif local_name(each) == "style":
                id = value_of(each, "styleId") or ""
                name = text_of(each, "name")
                styles._styles[id] = _Style(
                    name or id, text_of(each, "basedOn"), child(each, "rPr"), child(each, "pPr")
                )
                if value_of(each, "type") == "paragraph" and (value_of(each, "default") or "0") not in _OFF:
                    styles._paragraph = id
        return styles

    def chain(self, id: str) -> list[_Style]:
        """Return a style and those that it is based on."""
        out: list[_Style] = []
        seen: set[str] = set()
        id = id or self._paragraph
        while id in self._styles and id not in seen and len(out) < 50:
            seen.add(id)
            out.append(self._styles[id])
            id = self._styles[id].based
        return out

    def heading(self, id: str) -> int:
        """Return the level of a heading's style from 1; 0 for other styles."""
        for style in self.chain(id) if id else ():
            if style.name.casefold() in ("title", "titel", "titre"):
                return 1
            if found := _HEADING.fullmatch(style.name):
                return int(found[1])
        return 0

    def is_code(self, id: str) -> bool:
        """Tell whether a style is for code."""
        names = [style.name for style in self.chain(id)] if id else []
        return any(_CODE_STYLE.match(name) for name in names)

    def paragraph_property(self, id: str, name: str) -> etree._Element | None:
        """Return what a paragraph style, or one that it is based on, says, as ``numPr``."""
        found = (child(style.paragraph, name) for style in self.chain(id))
        return next((each for each in found if each is not None), None)

    def look(self, paragraph: str, run: etree._Element | None) -> Look:
        """Return how a run with the properties ``w:rPr`` looks, in a paragraph of this style."""
        character = text_of(run, "rStyle")
        key = (paragraph, character)
        if key not in self._looks:
            self._looks[key] = self._styled(paragraph, character)
        return self._looks[key] if run is None else _applied(self._looks[key], run)

    def _styled(self, paragraph: str, character: str) -> Look:
        base = _applied(PLAIN, self._default)
        above = base
        for style in reversed(self.chain(paragraph)):
            above = _applied(above, style.properties)
        if not character:
            return above
        look, own = above, PLAIN
        for style in reversed(self.chain(character)):
            look, own = _applied(look, style.properties), _applied(own, style.properties)
        both = {name: False for name in set(_TOGGLES.values()) if getattr(above, name) and getattr(own, name)}
        return replace(look, **both)  # type: ignore[arg-type]  # each key goes with values of its own type


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of this name, None when there is none."""
    return None if element is None else next((each for each in element if local_name(each) == name), None)


def text_of(element: etree._Element | None, name: str) -> str:
    """Return the value of the child of this name, "" when there is none."""
    found = child(element, name)
    return "" if found is None else value_of(found) or ""


def is_mono(font: str) -> bool:
    """Tell whether all letters of a font have one width, by its name."""
    return bool(_MONO.search(font))


#: The toggles of scripts that Word calls complex, for runs that are marked as such (17.3.2.2).
_COMPLEX: Final = {"bCs": "b", "iCs": "i"}


def _applied(look: Look, properties: etree._Element | None) -> Look:
    """Return a look with what ``w:rPr`` changes in it."""
    changes: dict[str, object] = {}
    given = () if properties is None else [local_name(each) for each in properties]
    complex = any(name in given and _is_on(child(properties, name)) for name in ("rtl", "cs"))
    for each in () if properties is None else properties:
        name, value = local_name(each), value_of(each)
        if complex:
            name = _COMPLEX.get(name, name)
        if name in _TOGGLES:
            if name != "dstrike" or value not in _OFF:
                changes[_TOGGLES[name]] = value is None or value not in _OFF
        elif name == "u":
            changes["underline"] = value is not None and value not in _OFF
        elif name == "highlight":
            changes["highlight"] = "" if value in (None, "none", "white") else value
        elif name == "shd":
            changes["shade"] = fill_of(each)
        elif name == "color":
            black = (value or "").lower() in _BLACKS or value_of(each, "themeColor") == "text1"
            changes["color"] = "" if black else (value or "").lower()
        elif name == "vertAlign":
            changes["raised"] = {"superscript": "sup", "subscript": "sub"}.get(value or "", "")
        elif name == "rFonts":
            changes["font"] = value_of(each, "ascii") or value_of(each, "hAnsi") or look.font
        elif name == "sz" and (value or "").isascii() and (value or "").isdigit() and len(value or "") < 5:
            changes["size"] = int(value or 0)
    if "position" in given and (way := _position(properties, look.size)):
        changes["raised"] = way
    return replace(look, **changes) if changes else look  # type: ignore[arg-type]  # each key goes with values of its own type


def _position(properties: etree._Element | None, size: int) -> str:
    """Return ``sup`` or ``sub`` for text that is set above or below the line and smaller than the text around it.

    So some programs write raised text; ``size`` is that of the text around. Letters of the same size may be set a
    little higher to look better.
    """
    written = text_of(properties, "position")
    own = text_of(properties, "sz")
    digits = written.lstrip("-")
    if not (digits.isascii() and digits.isdigit() and digits.strip("0") and own.isascii() and own.isdigit()):
        return ""
    if not size or len(own) > 4 or int(own) >= size:
        return ""
    return "sub" if written.startswith("-") else "sup"


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and (value_of(element) or "1") not in _OFF


def fill_of(element: etree._Element | None) -> str:
    """Return the colour of ``w:shd``, "" for white and none."""
    fill = "" if element is None else (value_of(element, "fill") or "").lower()
    return "" if fill in _BLACKS - {"000000"} or fill == "ffffff" else fill
