"""Goes through a Word file: its paragraphs and tables, in the order in which they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.html.inline import Kind
from examgen.formats.quiz.marking.labels import label_at
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import marks_of
from examgen.formats.word.inline import Inline
from examgen.formats.word.numbering import Numbering
from examgen.formats.word.parts import Parts
from examgen.formats.word.pieces import Cell, Paragraph, Table, flat
from examgen.formats.word.styles import Styles, child, fill_of, text_of
from examgen.formats.xmlnames import local_name, names, value_of

_MAX_DEPTH: Final = 25
_THROUGH: Final = frozenset(
    ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice", "body")
)
_SILENT: Final = names(
    "sectPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr customXmlPr bookmarkStart bookmarkEnd proofErr permStart permEnd "
    "commentRangeStart commentRangeEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd Fallback "
    "tblPrEx del moveFrom"
)
_CHANGES: Final = "in Word, accept or reject all changes, and look whether the text is right"
#: What is told once for a file; ``{n}`` is how often.
_TOLD: Final = {
    "deleted": Problem(
        "docx-deleted", "tracked deletions are left out ({n} in the file)", None, _CHANGES, Severity.WARNING
    ),
    "inserted": Problem(
        "docx-inserted",
        "tracked insertions are read as text ({n} in the file)",
        None,
        _CHANGES,
        Severity.WARNING,
    ),
    "comment": Problem(
        "docx-comment",
        "comments are left out ({n} in the file)",
        None,
        "write into the text what is to be printed",
        Severity.WARNING,
    ),
    "hidden": Problem(
        "docx-hidden",
        "hidden text is left out ({n} paragraphs in the file)",
        None,
        "in Word, show it with Home > \u00b6, and delete it or make it visible",
        Severity.WARNING,
    ),
    "box": Problem(
        "docx-box",
        "text boxes are read behind the paragraph that they belong to ({n} in the file)",
        None,
        "look whether their text stands where it should, or write it into the text",
        Severity.WARNING,
    ),
}


@dataclass(slots=True)
class Walk:
    """Reads the blocks of a file."""

    parts: Parts
    styles: Styles
    numbering: Numbering
    inline: Inline
    problems: list[Problem] = field(default_factory=list)
    _count: int = 0
    _joined: Paragraph | None = None  #: its end is deleted: the next paragraph goes on with it

    @classmethod
    def of(cls, parts: Parts) -> Walk:
        """Return the walk through an open file."""
        styles = Styles.of(parts.part("styles"))
        numbering = Numbering.of(parts.part("numbering"), styles)
        problems: list[Problem] = []
        inline = Inline(parts, styles, problems)
        for kind in ("footnote", "endnote"):
            root = parts.part(f"{kind}s")
            for each in () if root is None else root:
                inline.notes[kind, value_of(each, "id") or ""] = each
        return cls(parts, styles, numbering, inline, problems)

    def run(self) -> list[Paragraph | Table]:
        """Return the blocks of the file."""
        blocks = self._blocks(self.parts.body, 0)
        _without_dress(list(flat(blocks)))
        self._tell()
        return blocks

    # ---- blocks

    def _blocks(self, element: etree._Element, depth: int) -> list[Paragraph | Table]:
        out: list[Paragraph | Table] = []
        if depth > _MAX_DEPTH:
            message = f"more than {_MAX_DEPTH} elements inside each other"
            self.inline.report("docx-depth", message, "take some of them out")
            return out
        for each in element:
            name = local_name(each)
            if name == "p":
                out += self._paragraph(each, depth)
            elif name == "tbl":
                out.append(self._table(each, depth))
            elif name == "oMathPara" or name == "oMath":
                out += self._paragraph(_wrapped(each), depth)
            elif name in _THROUGH:
                out += self._blocks(each, depth + 1)
            elif name and name not in _SILENT:
                self.inline.paragraph = self._count
                message = f"the part <{name}> of the document cannot be read"
                self.inline.report("docx-part", message, "in Word, copy what it shows into the text")
            elif name in ("del", "moveFrom"):
                self.inline.said.add("deleted", self._count)
        return out

    def _paragraph(self, element: etree._Element, depth: int) -> list[Paragraph | Table]:
        self._count += 1
        inline = self.inline
        inline.paragraph = self._count
        properties = child(element, "pPr")
        style = text_of(properties, "pStyle")
        label = self.numbering.label(properties, style)
        lines = inline.read(element, style)
        made = Paragraph(self._count, lines)
        made.label = label
        made.heading = self.styles.heading(style) or _outline(properties)
        made.indent = _indent(properties)
        made.centered = text_of(properties, "jc") == "center"
        made.shade = fill_of(child(properties, "shd"))
        made.code = self._is_code(made, style)
        made.rule = inline.rule
        boxes = list(inline.boxes)
        before, self._joined = self._joined, None
        if before is not None:
            before.lines[-1] += made.lines[0]
            before.lines += made.lines[1:]
            made = before
        self._without_hidden(made)
        if child(child(properties, "rPr"), "del") is not None:
            self._joined = made
        out: list[Paragraph | Table] = [] if before is not None else [made]
        for box in boxes:
            inline.said.add("box", self._count)
            out += self._blocks(box, depth + 1)
        return out

    def _is_code(self, made: Paragraph, style: str) -> bool:
        if self.styles.is_code(style):
            return bool(made.raw.strip())
        if not _is_all_code(made):
            return False
        marks = marks_of(Line(1, made.raw.strip().replace("\n", " ")))
        return not (marks.choice or marks.number or marks.label or made.label or made.heading)

    def _without_hidden(self, made: Paragraph) -> None:
        """Take hidden text out; an answer or a rationale that is hidden as a whole is no part of a paper anyway."""
        pieces = [piece for line in made.lines for piece in line if piece.raw.strip()]
        if not any(piece.look.hidden for piece in pieces):
            return
        raw = made.raw.strip()
        if all(piece.look.hidden for piece in pieces) and label_at(Line(1, raw), 0):
            return
        self.inline.said.add("hidden", made.number)
        made.lines = [[piece for piece in line if not piece.look.hidden] for line in made.lines]
        if not any(made.lines):
            made.label = None

    def _table(self, element: etree._Element, depth: int) -> Table:
        table = Table(self._count + 1)
        for row in _inside(element, "tr", 0):
            if child(child(row, "trPr"), "del") is not None:
                self.inline.said.add("deleted", self._count + 1)
                continue
            cells = []
            for each in _inside(row, "tc", 0):
                properties = child(each, "tcPr")
                blocks = self._blocks(each, depth + 1)
                span = text_of(properties, "gridSpan")
                merge = child(properties, "vMerge")
                continued = merge is not None and value_of(merge) != "restart"
                shade = fill_of(child(properties, "shd"))
                for block in blocks:
                    if isinstance(block, Paragraph):
                        block.shade = block.shade or shade
                count = int(span) if span.isascii() and span.isdigit() and len(span) < 3 else 1
                cells.append(Cell(blocks, max(count, 1), continued))
            table.rows.append(cells)
        return table

    # ---- what is told once

    def _tell(self) -> None:
        for what, (count, paragraph) in self.inline.said.counts.items():
            told = _TOLD[what]
            place = Place(self.parts.name, max(paragraph, 1))
            self.problems.append(replace(told, message=told.message.format(n=count), place=place))
        for kind in ("header", "footer"):
            words = [_words(root) for root in self.parts.parts(kind)]
            said = next(
                (
                    each
                    for each in words
                    if re.search(r"[^\W\d_]{3}", re.sub(r"(?i)\bpage\b|\bof\b", "", each))
                ),
                "",
            )
            if said:
                message = f"the page {kind} '{said[:60]}' is not read"
                hint = "write title and course at the top of the text, if they are to be printed"
                self.problems.append(
                    Problem("docx-header", message, Place(self.parts.name), hint, Severity.WARNING)
                )


def _without_dress(paragraphs: list[Paragraph]) -> None:
    """Make text of code where most questions begin in letters of one width: that is the file's type, and no code."""
    if not any(map(_is_all_code, paragraphs)):
        return
    stems = [paragraph for paragraph in paragraphs if not paragraph.code and _is_numbered(paragraph)]
    if 2 * sum(_is_all_code(paragraph) for paragraph in stems) <= len(stems):
        return
    for paragraph in paragraphs:
        paragraph.code = False
        paragraph.lines = [
            [replace(piece, kind=Kind.TEXT) if piece.kind is Kind.CODE else piece for piece in line]
            for line in paragraph.lines
        ]


def _is_all_code(paragraph: Paragraph) -> bool:
    kinds = {piece.kind for line in paragraph.lines for piece in line if piece.raw.strip()}
    return kinds == {Kind.CODE}


def _is_numbered(paragraph: Paragraph) -> bool:
    if paragraph.label is not None:
        return paragraph.label.kind == "number"
    return marks_of(Line(1, paragraph.raw.strip().split("\n")[0])).number is not None


def _inside(element: etree._Element, name: str, depth: int) -> list[etree._Element]:
    """Return rows or cells, those in content controls too."""
    out: list[etree._Element] = []
    for each in element:
        if local_name(each) == name:
            out.append(each)
        elif local_name(each) in _THROUGH and depth < _MAX_DEPTH:
            out += _inside(each, name, depth + 1)
    return out


def _wrapped(element: etree._Element) -> etree._Element:
    made = etree.Element("p")
    made.append(element)
    return made


def _words(root: etree._Element) -> str:
    return " ".join("".join(each.text or "" for each in root.iter() if local_name(each) == "t").split())


def _outline(properties: etree._Element | None) -> int:
    level = text_of(properties, "outlineLvl")
    return int(level) + 1 if level.isascii() and level.isdigit() and len(level) == 1 and level != "9" else 0


def _indent(properties: etree._Element | None) -> int:
    found = child(properties, "ind")
    written = "" if found is None else value_of(found, "left") or value_of(found, "start") or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
