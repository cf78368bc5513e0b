"""What stands in one paragraph of a Word file: runs, formulas, pictures, fields, notes, links, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.html.inline import Kind
from examgen.formats.html.math import raised
from examgen.formats.word.math import MathmlError, latex_of_word
from examgen.formats.word.parts import Parts
from examgen.formats.word.pictures import pictures_of
from examgen.formats.word.pieces import Piece
from examgen.formats.word.styles import PLAIN, Look, Styles, child, is_mono
from examgen.formats.word.symbols import character, is_symbol_font
from examgen.formats.xmlnames import local_name, names, value_of

_MAX_DEPTH: Final = 40
_THROUGH: Final = frozenset(
    (
        "ins",
        "moveTo",
        "smartTag",
        "sdt",
        "sdtContent",
        "customXml",
        "fldSimple",
        "dir",
        "bdo",
        "Choice",
        "Fallback",
    )
)
_GONE: Final = frozenset(("del", "moveFrom"))
_SILENT: Final = names(
    "pPr rPr sdtPr sdtEndPr customXmlPr smartTagPr bookmarkStart bookmarkEnd proofErr permStart permEnd "
    "commentRangeStart commentRangeEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd "
    "customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd "
    "customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd "
    "lastRenderedPageBreak annotationRef footnoteRef endnoteRef separator continuationSeparator softHyphen pgNum "
    "delText delInstrText contentPart fldData ctrlPr"
)
_WORDS: Final = {"noBreakHyphen": "-", "tab": "\t", "ptab": "\t", "cr": "\n"}
_SYMBOL_FIELD: Final = re.compile(r"\s*SYMBOL\s+(0x[0-9a-fA-F]{1,5}|[0-9]{1,6})", re.IGNORECASE)
_FONT_SWITCH: Final = re.compile(r'\\f\s*"?([^"\\]+)')
_LINK_FIELD: Final = re.compile(r'\s*HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
_WEB: Final = re.compile(r"(?:https?|ftp)://|mailto:", re.IGNORECASE)


@dataclass(slots=True)
class Said:
    """What is told once for a file: how often, and in which paragraph first."""

    counts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, what: str, paragraph: int) -> None:
        """Count one more."""
        self.counts.setdefault(what, [0, paragraph])[0] += 1


@dataclass(slots=True)
class _Field:
    """A field that has begun: its code, and whether its result has."""

    code: str = ""
    result: bool = False
    box: str = ""  #: of a form: ticked or not


@dataclass(slots=True)
class Inline:
    """Reads what stands in paragraphs; ``paragraph`` is the number of the one that is read."""

    parts: Parts
    styles: Styles
    problems: list[Problem]
    said: Said = field(default_factory=Said)
    notes: dict[tuple[str, str], etree._Element] = field(default_factory=dict)  #: by kind and id
    paragraph: int = 0
    boxes: list[etree._Element] = field(default_factory=list)  #: text boxes met in the paragraph
    rule: bool = False  #: the paragraph is a line across the page
    _lines: list[list[Piece]] = field(default_factory=list)
    _style: str = ""
    _fields: list[_Field] = field(default_factory=list)
    _mono: bool = False  #: the text of the file as a whole is in letters of one width

    def __post_init__(self) -> None:
        self._mono = is_mono(self.styles.look("", None).font)

    def report(self, code: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> None:
        """Add a problem of the paragraph."""
        self.problems.append(Problem(code, message, Place(self.parts.name, self.paragraph), hint, severity))

    def read(self, element: etree._Element, style: str) -> list[list[Piece]]:
        """Return the lines of a paragraph."""
        self._lines, self._style, self.boxes, self.rule = [[]], style, [], False
        for child_ in element:
            self._take(child_, "", 0)
        return self._lines

    # ---- what a paragraph holds

    def _take(self, element: etree._Element, link: str, depth: int) -> None:
        name = local_name(element)
        if depth > _MAX_DEPTH:
            self.report(
                "docx-depth", f"more than {_MAX_DEPTH} elements inside each other", "take some of them out"
            )
        elif name == "r":
            self._run(element, link, depth)
        elif name in ("oMath", "oMathPara"):
            self._math(element)
        elif name == "hyperlink":
            kind, target, _ = self.parts.targets.get(value_of(element, "id") or "", ("", "", False))
            address = target if kind == "hyperlink" and _WEB.match(target) else ""
            self._all(element, address, depth)
        elif name == "AlternateContent":
            self._alternate(element, link, depth)
        elif name in _THROUGH:
            self._all(element, link, depth)
        elif name in _GONE:
            self.said.add("deleted", self.paragraph)
        elif name and name not in _SILENT:
            self._unknown(element, name)

    def _all(self, element: etree._Element, link: str, depth: int) -> None:
        if local_name(element) == "ins":
            self.said.add("inserted", self.paragraph)
        for each in element:
            self._take(each, link, depth + 1)

    def _alternate(self, element: etree._Element, link: str, depth: int) -> None:
        """Take one of several ways to say the same: the first, but for signs that only new programs know."""
        ways = [each for each in element if local_name(each) in ("Choice", "Fallback")]
        names = {local_name(each) for each in ways[0].iter()} if ways else set()
        chosen = ways[-1:] if "symEx" in names else ways[:1]
        for way in chosen:
            for each in way:
                if local_name(element.getparent()) == "r":
                    self._in_run(each, PLAIN, link, depth + 1)
                else:
                    self._take(each, link, depth + 1)

    def _unknown(self, element: etree._Element, name: str) -> None:
        words = " ".join("".join(element.itertext()).split())
        if words:
            message = f"the part <{name}> with the text '{words[:60]}' cannot be read"
            self.report("docx-part", message, "in Word, write it as plain text")
        else:
            self.report(
                "docx-part", f"the part <{name}> cannot be read", "look what it is in Word", Severity.WARNING
            )

    def _math(self, element: etree._Element) -> None:
        formulas = (
            [element] if local_name(element) == "oMath" else [e for e in element if local_name(e) == "oMath"]
        )
        display = local_name(element) == "oMathPara"
        for formula in formulas:
            try:
                latex = latex_of_word(formula)
            except MathmlError as error:
                words = " ".join("".join(formula.itertext()).split())[:40]
                message = f"the equation '{words}' has {error}, which cannot be written as LaTeX"
                self.report(
                    "docx-equation", message, "in Word, write it in another way, or paste it as a picture"
                )
                continue
            if latex:
                runs = (child(run, "rPr") for run in formula.iter() if local_name(run) == "r")
                looks = {self.styles.look(self._style, _word_properties(run, formula)) for run in runs}
                look = looks.pop() if len(looks) == 1 else PLAIN
                self._put(Piece(Kind.DISPLAY if display else Kind.MATH, latex, look))

    # ---- what a run holds

    def _run(self, run: etree._Element, link: str, depth: int) -> None:
        properties = child(run, "rPr")
        if properties is not None and (child(properties, "del") is not None):
            self.said.add("deleted", self.paragraph)
            return
        look = self.styles.look(self._style, properties)
        for each in run:
            self._in_run(each, look, link, depth)

    def _in_run(self, element: etree._Element, look: Look, link: str, depth: int) -> None:
        name = local_name(element)
        if name in ("fldChar", "instrText"):
            self._field(element, name)
        elif self._fields and not all(each.result for each in self._fields):
            return  # the code of a field
        elif name == "t":
            self._text(element.text or "", look, link)
        elif name in _WORDS:
            self._text(_WORDS[name], look, link)
        elif name == "br":
            if value_of(element, "type") in (None, "textWrapping"):
                self._lines.append([])
        elif name == "sym":
            self._symbol(value_of(element, "font") or "", value_of(element, "char") or "", look, link)
        elif name in ("drawing", "pict", "object"):
            self._drawing(element)
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(name.removesuffix("Reference"), value_of(element, "id") or "")
        elif name == "commentReference":
            self.said.add("comment", self.paragraph)
        elif name == "ruby":
            self._ruby(element, link, depth)
        else:
            self._take(element, link, depth + 1)

    def _text(self, text: str, look: Look, link: str) -> None:
        if look.hidden:
            self._put(Piece(Kind.TEXT, text, look))
            return
        if is_symbol_font(look.font):
            text = "".join(self._sign(look.font, char) for char in text)
        elif any("\uf000" <= char <= "\uf0ff" for char in text):
            text = "".join(
                self._sign("Symbol", char) if "\uf000" <= char <= "\uf0ff" else char for char in text
            )
        text = text.upper() if look.caps else text
        if link and self._current_address(text, link):
            link = ""
        kind = Kind.CODE if is_mono(look.font) and not self._mono and text.strip() else Kind.TEXT
        if look.raised and text.strip():
            shifted = etree.Element(look.raised)
            shifted.text = text
            if (item := raised(shifted, look.raised)) is not None:
                self._put(Piece(item.kind, item.value, look))
                return
        first, *others = text.split("\n")
        for index, line in enumerate([first, *others]):
            if index:
                self._lines.append([])
            if line:
                self._put(Piece(kind if line.strip() else Kind.TEXT, line, look, self._link(link)))

    @staticmethod
    def _current_address(text: str, link: str) -> bool:
        """Tell whether a link's text is its address: it needs to be printed once."""
        return link.removeprefix("mailto:").rstrip("/") == text.strip().rstrip("/")

    def _link(self, link: str) -> str:
        if link:
            return link
        codes = (_LINK_FIELD.match(each.code) for each in self._fields)
        return next((found[1] for found in codes if found and _WEB.match(found[1])), "")

    def _sign(self, font: str, char: str) -> str:
        found = character(font, ord(char))
        if found is None and (ord(char) >= 0xF000 or not char.isspace()):
            message = f"the sign with the code {ord(char):04X} of the font '{font}' is not known"
            self.report("docx-symbol", message, "in Word, insert it as a character of a usual font")
            return ""
        return found or char

    def _symbol(self, font: str, code: str, look: Look, link: str) -> None:
        try:
            number = int(code, 16)
            plain = "" if is_symbol_font(font) or 0xF000 <= number <= 0xF0FF else chr(number)
        except (ValueError, OverflowError):
            number, plain = 0, ""
        if plain and plain.isprintable():
            self._text(plain, look, link)
        else:
            text = self._sign(font, chr(min(max(number, 1), 0xFFFF)))
            self._put(Piece(Kind.TEXT, text, look, link))

    def _ruby(self, element: etree._Element, link: str, depth: int) -> None:
        """Take a word and, in parentheses, how it is spoken."""
        for name in ("rubyBase", "rt"):
            part = child(element, name)
            if part is not None:
                self._text("(" if name == "rt" else "", PLAIN, link)
                for each in part:
                    self._take(each, link, depth + 1)
                self._text(")" if name == "rt" else "", PLAIN, link)

    # ---- fields, drawings, notes

    def _field(self, element: etree._Element, name: str) -> None:
        if name == "instrText":
            if self._fields:
                self._fields[-1].code += element.text or ""
            return
        kind = value_of(element, "fldCharType")
        if kind == "begin":
            if len(self._fields) < _MAX_DEPTH:
                self._fields.append(_Field(box=_form_box(element)))
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            self._end_field(self._fields.pop())

    def _end_field(self, done: _Field) -> None:
        if not all(each.result for each in self._fields):
            return
        symbol = _SYMBOL_FIELD.match(done.code)
        word = done.code.split()[0].upper() if done.code.split() else ""
        if done.box:
            self._put(Piece(Kind.TEXT, done.box))
        elif symbol and not done.result:
            font = _FONT_SWITCH.search(done.code)
            code = int(symbol[1], 0) if symbol[1].lower().startswith("0x") else int(symbol[1])
            self._symbol(font[1].strip() if font else "", f"{code:X}", PLAIN, "")
        elif word == "EQ":
            message = f"the field '{done.code.strip()[:40]}' is an equation that cannot be read"
            self.report("docx-equation", message, "in Word, write it anew with Insert > Equation")

    def _drawing(self, element: etree._Element) -> None:
        if any(value_of(each, "hr") in ("t", "true") for each in element.iter()):
            self.rule = True
            return
        for made in pictures_of(element, self.parts, self.report):
            self._put(Piece(Kind.PICTURE, made))
        seen: set[int] = set()
        for box in element.iter():
            if local_name(box) == "txbxContent" and not any(
                id(above) in seen for above in box.iterancestors()
            ):
                inside_fallback = any(local_name(above) == "Fallback" for above in box.iterancestors())
                if not inside_fallback or local_name(element) == "pict":
                    seen.add(id(box))
                    self.boxes.append(box)

    def _note(self, kind: str, id: str) -> None:
        note = self.notes.get((kind, id))
        if note is None:
            message = f"the {kind} is not in the file"
            self.report("docx-note", message, "in Word, write it as text in parentheses")
            return
        lines, style = self._lines, self._style
        read = [
            line
            for paragraph in note.iter()
            if local_name(paragraph) == "p"
            for line in self._inside(paragraph)
        ]
        self._lines, self._style = lines, style
        pieces = [piece for line in read for piece in [*line, Piece(Kind.TEXT, " ")]]
        while pieces and not pieces[0].raw.strip():
            pieces.pop(0)
        while pieces and not pieces[-1].raw.strip():
            pieces.pop()
        if pieces:
            for piece in [Piece(Kind.TEXT, " ("), *pieces, Piece(Kind.TEXT, ")")]:
                self._put(piece)

    def _inside(self, paragraph: etree._Element) -> Iterator[list[Piece]]:
        self._lines = [[]]
        for each in paragraph:
            if local_name(each) == "r" and any(local_name(e) in _NOTES for e in each):
                continue  # a note in a note has no end
            self._take(each, "", 1)
        yield from self._lines

    def _put(self, piece: Piece) -> None:
        if not self._fields or all(each.result for each in self._fields):
            self._lines[-1].append(piece)


_NOTES: Final = ("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef")


def _word_properties(properties: etree._Element | None, formula: etree._Element) -> etree._Element | None:  # noqa: ARG001 -- called as its kin are
    """Return ``w:rPr`` of a run of a formula, which has ``m:rPr`` too."""
    run = None if properties is None else properties.getparent()
    for each in () if run is None else run:
        if local_name(each) == "rPr" and "wordprocessingml" in str(each.tag):
            return each
    return None


def _form_box(element: etree._Element) -> str:
    """Return the sign of a box of a form, "" when the field is none."""
    data = child(child(element, "ffData"), "checkBox")
    if data is None:
        return ""
    state = child(data, "checked")
    state = child(data, "default") if state is None else state
    ticked = state is not None and value_of(state) not in ("0", "false", "off")
    return "\u2611" if ticked else "\u2610"
