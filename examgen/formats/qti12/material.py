"""The texts of QTI 1.2, which are material in elements of their own, as our Markdown.

Material holds texts that are plain, HTML in a string, or XHTML; pictures by address or in base64; and, in Blackboard's
files, formatted text. All of it becomes HTML first and goes one way from there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem
from examgen.formats.html.pictures import Pictures
from examgen.formats.html.text import to_markdown
from examgen.formats.textrows import looks_like_html
from examgen.formats.xmlnames import local_name
from examgen.model import Text

#: Elements that hold material and say nothing themselves.
_HOLDERS: Final = frozenset(
    (
        "material", "flow", "flow_mat", "flow_label", "mat_extension", "presentation_material", "itemfeedback",
        "solution", "solutionmaterial", "hint", "hintmaterial", "rubric", "itemrubric", "response_label", "render_choice",
        "response_lid", "presentation", "feedbackmaterial", "objectives",
    )
)  # fmt: skip
#: What is said of a text, and not to the reader.
_SILENT: Final = frozenset(
    (
        "qticomment", "altmaterial", "qtimetadata", "response_na", "interpretvar", "grading_type",
        "response_extension",
    )
)  # fmt: skip
_TEXTS: Final = frozenset(("mattext", "matemtext", "mat_formattedtext"))
#: A text that begins and ends as a block of HTML, whatever it is called.
_BLOCK: Final = re.compile(r"\s*<(?P<tag>p|div|ul|ol|table|pre|h[1-6])(?=[\s>])[^<>]{0,2000}>", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"\s*(?:<div>\s*)?<p>([^<]*)</p>(?:\s*</div>)?\s*")
_BLANK_LINES: Final = re.compile(r"\n(?:[ \t]*\n)+")
_INDENT: Final = re.compile(r"[ \t]+")
#: ILIAS's mark for formulas.
_TEX: Final = re.compile(r"\[tex\]([^\[\]]{1,2000})\[/tex\]")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_PICTURE: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|pdf|bmp|tiff?|webp)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a text as HTML."""

    html: str
    line: int  #: 1-based, where it begins
    of: int = 0  #: number of the material that it is in


@dataclass(slots=True)
class Materials:
    """Makes the texts of one file."""

    file: str  #: its name in places
    pictures: Pictures  #: gives the addresses of its pictures
    problems: list[Problem] = field(default_factory=list)
    lax: bool = False  #: whether texts that are called plain are HTML where they look like it, as Sakai's are
    repeated: frozenset[str] = frozenset()  #: titles, in lower case, that several items have
    _count: int = 0  #: of materials so far

    def text(self, elements: Iterable[etree._Element], place: Place, of: str) -> Text:
        """Return what these elements say; faults are of the question ``of``, and ``place`` is of a text with no line."""
        parts: list[_Part] = []
        for element in elements:
            self._gather(element, parts, of)
        parts = [part for part in parts if part.html and not part.html.isspace()]
        start = Place(self.file, parts[0].line) if parts else place
        source = parts[0].html if len(parts) == 1 else _joined(parts)
        made = to_markdown(_TEX.sub(r"\\(\1\\)", source) if "[/tex]" in source else source, self.pictures)
        problems = made.problems(start, of)
        # Lines are known where the text is one piece; else the place is where it begins.
        self.problems += problems if len(parts) == 1 else [replace(each, place=start) for each in problems]
        return Text(made.markdown, (start,) * (made.markdown.count("\n") + 1))

    def _gather(self, element: etree._Element, parts: list[_Part], of: str) -> None:
        """Add what an element says, in its order."""
        name = local_name(element)
        line = element.sourceline or 0
        if name in _TEXTS:
            parts.append(_Part(self._text(element, name), line, self._count))
        elif name == "matimage" or (name == "matapplication" and _PICTURE.search(element.get("uri") or "")):
            # Some programs write a picture of nothing into every text.
            if (element.text or "").strip() or (element.get("uri") or "").strip():
                parts.append(_Part(_image(element), line, self._count))
        elif name == "matbreak":
            parts.append(_Part("<br>", line, self._count))
        elif name in _HOLDERS:
            self._count += 1
            if words := _plain(element.text):
                parts.append(_Part(words, line, self._count))
            for child in element:
                self._gather(child, parts, of)
                if words := _plain(child.tail):
                    parts.append(_Part(words, child.sourceline or line, self._count))
        elif name and name not in _SILENT:
            self._fault(element, name, of)

    def _fault(self, element: etree._Element, name: str, of: str) -> None:
        words = " ".join("".join(str(text) for text in element.itertext()).split())
        if not words and not element.get("uri") and not element.get("linkrefid"):
            return
        message = f"{of}: the element <{name}> cannot be printed"
        hint = "put what it shows into the text"
        self.problems.append(
            Problem("html-element", message, Place(self.file, element.sourceline or 0), hint)
        )

    def _text(self, element: etree._Element, name: str) -> str:
        """Return the HTML of an element with text in it."""
        kind = (element.get("texttype") or element.get("type") or "").strip().lower()
        if len(element):
            inner = html.escape(element.text or "", quote=False) + "".join(
                etree.tostring(child, encoding="unicode") for child in element
            )
        else:
            written = element.text or ""
            kept = name == "mat_formattedtext" or element.get(_SPACE) == "preserve"
            is_html = _is_html(kind, written) or (self.lax and looks_like_html(written))
            inner = _unwrapped(written) if is_html else _plain(written, kept=kept)
        address = (element.get("uri") or "").strip()
        if address and inner.strip():
            inner = f'<a href="{html.escape(address)}">{inner}</a>'
        elif address:
            inner = f'<img src="{html.escape(address)}">' if _PICTURE.search(address) else _plain(address)
        return f"<em>{inner}</em>" if name == "matemtext" else inner


def has_disguised_html(elements: Iterable[etree._Element]) -> bool:
    """Tell whether a text in these elements is called plain and is a block of HTML all the same."""
    texts = (each for element in elements for each in element.iter("{*}mattext"))
    return any("html" not in (each.get("texttype") or "") and _is_block(each.text or "") for each in texts)


def words_of(elements: Iterable[etree._Element]) -> str:
    """Return the words of these elements without tags, to name a question in messages."""
    written = " ".join(str(text) for element in elements for text in element.itertext())
    return html.unescape(re.sub(r"<[^<>]*>", " ", written[:2000]))


def _is_html(kind: str, written: str) -> bool:
    if "html" in kind:
        return True
    if _is_block(written):
        return True
    # Without a type it is plain by the standard, and HTML in many files.
    return kind in ("", "smart_text") and looks_like_html(written)


def _is_block(written: str) -> bool:
    block = _BLOCK.match(written)
    return block is not None and written.rstrip().lower().endswith(f"</{block['tag'].lower()}>")


def _unwrapped(written: str) -> str:
    """Return the text in the one paragraph that most texts are, which needs no parser; others as they are."""
    found = _PARAGRAPH.fullmatch(written)
    return found[1] if found else written


def _plain(written: str | None, *, kept: bool = False) -> str:
    """Return plain text as HTML.

    Its lines stay lines, unless all but the first are indented alike: then the file's layout broke them. With ``kept``
    they stay in any case.
    """
    if not written or not written.strip():
        return ""
    text = written.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
    if "\n" not in text:
        return html.escape(text, quote=False)
    lines = text.split("\n")
    depths = {len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()}
    depth = min(depths, default=0)
    dedented = "\n".join([lines[0].lstrip(), *(line[depth:] for line in lines[1:])])
    joined = depth > 0 and len(depths) == 1 and not kept
    return "".join(
        f"<p>{html.escape(part, quote=False) if joined else '<br>'.join(map(_line, part.split(chr(10))))}</p>"
        for part in _BLANK_LINES.split(dedented)
    )


def _line(line: str) -> str:
    indent = _INDENT.match(line)
    width = len(indent[0].expandtabs(4)) if indent else 0
    return "&nbsp;" * width + html.escape(line.strip(), quote=False)


def _image(element: etree._Element) -> str:
    packed = (element.text or "").strip()
    address = (element.get("uri") or "").strip()
    if packed and not address:
        address = f"data:{element.get('imagtype') or 'image'};base64,{''.join(packed.split())}"
    alt = element.get("label") or ""
    width = element.get("width") or ""
    return f'<img src="{html.escape(address)}" alt="{html.escape(alt)}" width="{html.escape(width)}">'


def _joined(parts: Sequence[_Part]) -> str:
    """Return parts as one HTML text; each material is a block."""
    return "\n".join(
        f"<div>{' '.join(part.html for part in group)}</div>"
        for _, group in groupby(parts, key=lambda part: part.of)
    )
