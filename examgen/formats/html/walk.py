"""The walk over a tree of HTML that gathers blocks and paragraphs of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from examgen import embedded
from examgen.errors import Severity
from examgen.formats.dollars import with_math
from examgen.formats.html import math as htmlmath
from examgen.formats.html import table as htmltable
from examgen.formats.html.inline import BREAK, Item, Kind, destination, markdown_of
from examgen.formats.html.languages import is_multilang
from examgen.formats.html.names import BLOCKS, CODE, EMPHASIS, FOREIGN, HEADINGS, SILENT, STRONG
from examgen.formats.html.pictures import Pictures, width_of
from examgen.formats.html.source import TooMuchHtmlError
from examgen.formats.plaintext import escape_markdown
from examgen.formats.xmlnames import local_name

#: Elements inside each other.
MAX_DEPTH: Final = 80
_COLLAPSED: Final = re.compile(r"[^\S\xa0]+")
_BLOCK_MARKS: Final = re.compile(r"^(?:[->] )+")
#: Characters of one text without its tags: ten times what is printed of it.
MAX_TEXT: Final = 200_000


@dataclass(frozen=True, slots=True)
class HtmlFault:
    """Something in an HTML text that could not be carried."""

    code: str
    message: str
    hint: str
    line: int  #: 0-based, in the HTML
    severity: Severity = Severity.ERROR


@dataclass(slots=True)
class Walk:
    """Goes through a tree once; ``items`` is the paragraph that is being gathered."""

    pictures: Pictures | None
    first_line: int = 1
    faults: list[HtmlFault] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    depth: int = 0
    characters: int = 0  #: of the text so far

    def text(self, root: etree._Element) -> str:
        """Return the Markdown of what is inside an element."""
        blocks = self.blocks(root)
        if len(blocks) == 1 and len(blocks[0]) == 1:
            # A text of one line is a paragraph to our Markdown, no list and no quote.
            blocks = [[_BLOCK_MARKS.sub("", blocks[0][0])]]
        return "\n\n".join("\n".join(block) for block in blocks)

    def fault(
        self,
        element: etree._Element | None,
        code: str,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        line = max((element.sourceline or 1) - self.first_line, 0) if element is not None else 0
        self.faults.append(HtmlFault(code, message, hint, line, severity))

    # ---------------------------------------------------------------- blocks

    def blocks(self, element: etree._Element) -> list[list[str]]:
        """Return the blocks inside an element, each a list of lines of Markdown."""
        outer, self.items = self.items, []
        blocks = list(self._inside(element))
        blocks += self.paragraph()
        self.items = outer
        return blocks

    def _inside(self, element: etree._Element) -> Iterator[list[str]]:
        self.add_text(element.text)
        for child in element:
            name = local_name(child).lower()
            if name in BLOCKS and self.depth < MAX_DEPTH:
                yield from self.paragraph()
                self.depth += 1
                yield from self._block(child, name)
                self.depth -= 1
            elif name and self._holds_blocks(child, name):
                self.depth += 1
                yield from self._inside(child)
                self.depth -= 1
            else:
                self.inline(child, name)
            self.add_text(child.tail)

    def _holds_blocks(self, element: etree._Element, name: str) -> bool:
        """Tell whether an element of a line, as ``<span>`` or ``<b>``, has paragraphs in it."""
        if name in CODE or name in FOREIGN or name in SILENT or name in ("math", "script", "a", "sub", "sup"):
            return False
        return self.depth < MAX_DEPTH and any(
            local_name(each).lower() in BLOCKS for each in element.iterdescendants()
        )

    def paragraph(self) -> list[list[str]]:
        """Return the paragraph gathered so far, if there is one, and begin another."""
        items, self.items = self.items, []
        if not items:
            return []
        if all(item.kind is Kind.TEXT and not item.value.strip() for item in items):
            return []
        markdown = markdown_of(items)
        return [markdown.split("\n")] if markdown.strip() else []

    def _block(self, element: etree._Element, name: str) -> Iterator[list[str]]:
        match name:
            case "ul" | "menu" | "dir" | "ol":
                yield from self._list(element, ordered=name == "ol")
            case "blockquote":
                yield from _quoted(self.blocks(element))
            case "pre" | "listing" | "xmp" | "plaintext":
                yield from self._code_block(element)
            case "table":
                yield from htmltable.table(element, self)
            case "hr":
                yield from ()
            case "dt" | "legend" | "caption" | "summary" | _ if name in HEADINGS:
                yield from self._strong(element)
            case _:
                yield from self.blocks(element)

    def _strong(self, element: etree._Element) -> list[list[str]]:
        outer, self.items = self.items, []
        self.items.append(Item(Kind.OPEN, "**"))
        self.children(element)
        self.items.append(Item(Kind.CLOSE, "**"))
        blocks = self.paragraph()
        self.items = outer
        return blocks

    def _list(self, element: etree._Element, *, ordered: bool) -> Iterator[list[str]]:
        """Yield one block for a list; lists that are lettered by their style keep their letters as text."""
        labels = htmltable.labels(element) if ordered else None
        lines: list[str] = []
        number = 0
        for blocks in self._list_items(element):
            if not blocks:
                continue
            mark = "- " if not ordered else f"{(labels.start if labels else 1) + number}. "
            number += 1
            if labels and labels.style:
                mark = ""
                blocks[0][0] = f"{labels.label(number - 1)} {blocks[0][0]}"
            if lines and (len(blocks) > 1 or (labels and labels.style)):
                lines.append("")
            for index, block in enumerate(blocks):
                loose = index and not (block[0].startswith(("- ", "1. ")) and len(blocks) == 2)
                lines += [""] * bool(loose)
                for at, line in enumerate(block):
                    lead = mark if not index and not at else " " * len(mark)
                    lines.append(f"{lead}{line}" if line else "")
        if lines:
            yield lines

    def _list_items(self, element: etree._Element) -> Iterator[list[list[str]]]:
        """Yield the blocks of each item of a list; what stands between items without being one is one too."""
        outer, self.items = self.items, []
        self.add_text(element.text)
        for child in element:
            name = local_name(child).lower()
            if name in BLOCKS:
                yield self.paragraph()
                yield self.blocks(child) if name == "li" else list(self._block(child, name))
            else:
                self.inline(child, name)
            self.add_text(child.tail)
        yield self.paragraph()
        self.items = outer

    def _code_block(self, element: etree._Element) -> Iterator[list[str]]:
        code = code_of(element).strip("\n")
        if not code.strip():
            return
        longest = max((len(run) for run in re.findall("`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        yield [fence, *code.expandtabs(4).split("\n"), fence]

    # ---------------------------------------------------------------- lines

    def add_text(self, text: str | None) -> None:
        """Gather a text, which may be none, into the paragraph."""
        if text:
            self.characters += len(text)
            if self.characters > MAX_TEXT:
                raise TooMuchHtmlError
            self.items.append(Item(Kind.TEXT, with_math(text)))

    def children(self, element: etree._Element) -> None:
        """Gather all that is inside an element into the paragraph."""
        self.add_text(element.text)
        for child in element:
            self.inline(child, local_name(child).lower())
            self.add_text(child.tail)

    def inline(self, element: etree._Element, name: str) -> None:
        """Gather an element into the paragraph; a block, as in a cell of a table, becomes words with spaces around."""
        if not name:
            return
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fault(element, "html-depth", "HTML elements are too deep inside each other", "take some out")
            self.add_text(" ".join(element.itertext()))
        elif name in SILENT:
            self._silent(element, name)
        else:
            self._inline(element, name)
        self.depth -= 1

    def _inline(self, element: etree._Element, name: str) -> None:
        match name:
            case "br":
                self.items.append(BREAK)
            case "wbr" | "hr":
                self.add_text(" " if name == "hr" else None)
            case "img" | "image":
                self._picture(element)
            case "math":
                self._math(element)
            case "script":
                self._script(element)
            case "sub" | "sup":
                self._script_text(element, name)
            case "a":
                self._link(element)
            case "q":
                self.add_text("\u201c")
                self.children(element)
                self.add_text("\u201d")
            case _ if name in CODE or name in ("pre", "listing", "xmp", "plaintext"):
                # A blank that HTML keeps is one that the code has; one at an end counts beside words only.
                code = _COLLAPSED.sub(" ", code_of(element)).strip(" ").replace("\xa0", " ")
                self.items += [Item(Kind.CODE, code)] if code.strip() else []
            case _ if name in EMPHASIS or name in STRONG:
                mark = "*" if name in EMPHASIS else "**"
                self.items.append(Item(Kind.OPEN, mark))
                self.children(element)
                self.items.append(Item(Kind.CLOSE, mark))
            case _:
                self._other(element, name)

    def _other(self, element: etree._Element, name: str) -> None:
        if name in FOREIGN:
            hint = "put what it shows into the text, or as a picture"
            self.fault(element, "html-element", f"<{name}> cannot be printed", hint)
        elif name in ("del", "s", "strike"):
            message = f"text that is struck out (<{name}>) is printed without the stroke"
            self.fault(element, "html-style", message, "delete it, if it does not count", Severity.WARNING)
        elif tex := htmlmath.of_element(element):
            self.items.append(Item(Kind.MATH, tex))
            return
        elif is_multilang(element) and is_multilang(element.getprevious()):
            self.fault(
                element, "several-languages", "a text in several languages", "keep one", Severity.WARNING
            )
            self.add_text(" / ")
        apart = name in BLOCKS or name in ("li", "td", "th", "tr", "option")
        self.add_text(" " if apart else None)
        self.children(element)
        self.add_text(" " if apart else None)

    def _silent(self, element: etree._Element, name: str) -> None:
        if name == "style" and "".join(element.itertext()).strip():
            message = "<style> is left out: papers have the template's type"
            self.fault(element, "html-style", message, "delete it", Severity.WARNING)

    def _script(self, element: etree._Element) -> None:
        source = "".join(element.itertext()).strip()
        kind = str(element.get("type", "")).lower()
        if kind.startswith("math/tex"):
            display = "mode=display" in kind.replace(" ", "")
            self.items += (
                [Item(Kind.DISPLAY if display else Kind.MATH, " ".join(source.split()))] if source else []
            )
        elif kind.startswith("math/mml"):
            self._mathml(element, source)
        elif source:
            hint = "write what it shows into the text"
            self.fault(element, "html-script", "a <script> runs on a screen and cannot be printed", hint)

    def _script_text(self, element: etree._Element, name: str) -> None:
        made = htmlmath.raised(element, name)
        if made is None:
            message = f"<{name}> with more than plain text is printed on the line"
            self.fault(element, "html-style", message, "write it as math: $x^{...}$", Severity.WARNING)
            self.children(element)
        else:
            self.items += [made] if made.value else []

    def _math(self, element: etree._Element) -> None:
        try:
            latex = htmlmath.latex_of(element)
        except htmlmath.MathmlError as error:
            hint = "write the formula as LaTeX, between \\( and \\)"
            self.fault(element, "mathml", f"a MathML formula has {error}, which cannot be printed", hint)
            self.add_text(" " + " ".join("".join(element.itertext()).split()) + " ")
            return
        display = str(element.get("display", "")) == "block"
        self.items += [Item(Kind.DISPLAY if display else Kind.MATH, latex)] if latex else []

    def _mathml(self, element: etree._Element, source: str) -> None:
        inner = htmlmath.parsed(source)
        if inner is None:
            self.fault(element, "mathml", "a MathML formula cannot be read", "write it as LaTeX")
        else:
            self._math(inner)

    def _link(self, element: etree._Element) -> None:
        address = str(element.get("href") or "").strip()
        words = " ".join("".join(element.itertext()).split())
        shown = words and address and not address.lower().startswith(("#", "javascript:"))
        if shown:
            self.items.append(Item(Kind.LINK, address))
        self.children(element)
        if shown:
            self.items.append(Item(Kind.UNLINK))

    def _picture(self, element: etree._Element) -> None:
        if latex := htmlmath.of_picture(element):
            self.items.append(Item(Kind.MATH, latex))
            return
        if (mathml := htmlmath.mathml_of_picture(element)) is not None:
            self._math(mathml)
            return
        source = str(element.get("src") or "").strip()
        alt = " ".join(str(element.get("alt") or "").split())
        address = self._address(element, source)
        if address is None:
            self.add_text(f" {alt} ")
            return
        words = escape_markdown(alt).replace("[", "&#91;").replace("\n", " ")
        size = width_of(str(element.get("width") or ""), str(element.get("style") or ""))
        self.items.append(Item(Kind.PICTURE, f"![{words}]({destination(address)}){size}"))

    def _address(self, element: etree._Element, source: str) -> str | None:
        shown = source if len(source) <= 80 else f"{source[:77]}..."
        try:
            if source[:5].lower() == "data:":
                found = embedded.keep_data_uri(source)
            else:
                found = self.pictures(source) if self.pictures else source
        except embedded.TooMuchError as error:
            self.fault(element, "too-many-pictures", str(error), "save them as files beside the bank")
            return None
        if not found:
            message = f"the picture '{shown}' is not there" if source else "a picture has no address"
            self.fault(element, "missing-picture", message, "put it in again, or take it out")
            return None
        return found


def code_of(element: etree._Element) -> str:
    """Return the text inside an element with its spaces and ends of lines; ``<br>`` and blocks end lines."""
    parts = [element.text or ""]
    for event, child in etree.iterwalk(element, events=("start", "end")):
        if child is element:
            continue
        name = local_name(child).lower()
        if event == "start":
            parts += ["\n" if name == "br" else "", child.text or ""]
        else:
            parts += ["\n" if name in BLOCKS else "", child.tail or ""]
    return "".join(parts)


def _quoted(blocks: list[list[str]]) -> Iterator[list[str]]:
    lines: list[str] = []
    for block in blocks:
        lines += [">"] * bool(lines) + [f"> {line}".rstrip() for line in block]
    if lines:
        yield lines
