"""From a parsed document to LaTeX, block by block."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from markdown_it.tree import SyntaxTreeNode
from pylatex import NoEscape, Package
from pylatex.base_classes import Arguments, LatexObject

from examgen.markup import elements as el
from examgen.markup.document import Document, Fragment
from examgen.markup.mathlex import math_source, packages_of
from examgen.markup.mathwords import DISPLAYS
from examgen.markup.pictures import Picture, width_latex
from examgen.markup.plain import code_latex, code_line_latex, prose_latex, url_latex
from examgen.markup.unicode import runs_from_right

#: A table whose longest row has more characters than this gets columns that break into lines.
SHORT_ROW: Final = 60
DISPLAY_MARKS: Final = ("$$", r"\[")
PARAGRAPH_END: Final = NoEscape("\\par\n")
NEW_LINE: Final = NoEscape("\n")
ITEM: Final = NoEscape(r"\item ")
FROM_RIGHT: Final = "\\egrtl{}"
RULE: Final = NoEscape(r"\egrule{}")


def to_latex(document: Document, letters: Mapping[str, str]) -> Fragment:
    """Return the document as LaTeX.

    Args:
        document: one without errors; what cannot be set is left out.
        letters: for each choice id the letter that is printed for it, for ``[[id]]``.

    Raises:
        KeyError: a reference names a choice that ``letters`` does not have.
    """
    writer = _Writer(letters)
    body = writer.blocks(SyntaxTreeNode(list(document.tokens)).children)
    packages = tuple(Package(name) for name in sorted(body.needs))
    latex = FROM_RIGHT + body.dumps() if runs_from_right(document.plain) else body.dumps()
    return Fragment(NoEscape(latex), packages, writer.end is _End.TEXT)


class _End(Enum):
    """What the part written last ends with."""

    NOTHING = auto()
    TEXT = auto()
    DISPLAY = auto()
    BLOCK = auto()


@dataclass(slots=True)
class _Writer:
    letters: Mapping[str, str]
    end: _End = _End.NOTHING

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> el.Run:
        """Return blocks with ends of paragraphs between them.

        A display continues the paragraph before it: begun in a paragraph of its own it would stand below an
        empty line. One with no text before it is therefore set as a line of text in display style.
        """
        run = el.Run()
        self.end = _End.NOTHING
        before: SyntaxTreeNode | None = None
        for node in nodes:
            is_display = node.type == "math_block"
            follows = before is not None and before.map and node.map and before.map[1] == node.map[0]
            if (
                self.end in (_End.TEXT, _End.DISPLAY)
                and is_display
                and not _is_lone_display(before, self.end)
            ):
                run.extend([NEW_LINE, self.formula(node.content, display=True)])
                self.end = _End.DISPLAY
            else:
                if before is not None:
                    run.append(NEW_LINE if self.end is _End.DISPLAY and follows else PARAGRAPH_END)
                run.append(self.block(node))
            before = node
        return run

    def block(self, node: SyntaxTreeNode) -> LatexObject:
        """Return one block, and note what it ends with."""
        match node.type:
            case "paragraph":
                return self.inlines(node.children[0].children)
            case "heading":
                bold = el.Strong(data=[self.inlines(node.children[0].children, displays=False)])
                self.end = _End.TEXT
                return bold
            case "math_block":
                self.end = _End.TEXT
                return self.formula(node.content, display=False)
        made = self.structure(node)
        self.end = _End.BLOCK
        return made

    def structure(self, node: SyntaxTreeNode) -> LatexObject:
        match node.type:
            case "bullet_list":
                return el.BulletList(data=self.items(node))
            case "ordered_list":
                start = node.attrs.get("start")
                options = None if start is None else NoEscape(str(start))
                return el.NumberedList(options=options, data=self.items(node))
            case "blockquote":
                return el.Quote(data=[self.blocks(node.children)])
            case "fence" | "code_block":
                return _code(node)
            case "table":
                return self.table(node)
            case _:
                return el.Run(data=[RULE])

    def items(self, node: SyntaxTreeNode) -> list[el.Run]:
        return [el.Run(data=[ITEM, self.blocks(item.children)]) for item in node.children]

    def table(self, node: SyntaxTreeNode) -> LatexObject:
        head, *body = [row for part in node.children for row in part.children]
        columns = "".join(_alignment(cell) for cell in head.children)
        rows = [row for row in (head, *body) if row is not head or any(map(_width, head.children))]
        longest = max(sum(map(_width, row.children)) for row in (head, *body))
        table = (el.Table if longest < SHORT_ROW else el.WideTable)(columns)
        for row in rows:
            table.add_row([self.cell(cell) for cell in row.children])
            if row is head and body:
                table.add_hline()
        return el.BoxedTable(data=[table])

    def cell(self, node: SyntaxTreeNode) -> el.Run:
        run = self.inlines(node.children[0].children, displays=False)
        run.gather_packages()
        return run

    def inlines(self, nodes: Sequence[SyntaxTreeNode], *, displays: bool = True) -> el.Run:
        """Return a run of text; ``displays`` False sets displayed math in the line."""
        run = el.Run()
        self.end = _End.TEXT
        for index, node in enumerate(nodes):
            if node.type == "math_inline":
                display = displays and index > 0 and node.markup in DISPLAY_MARKS
                run.append(self.formula(node.content, display=display, styled=node.markup in DISPLAY_MARKS))
                self.end = _End.DISPLAY if display else _End.TEXT
            else:
                run.append(self.inline(node))
                self.end = _End.BLOCK if node.type == "image" and len(nodes) == 1 else _End.TEXT
        return run

    def inline(self, node: SyntaxTreeNode) -> LatexObject:
        match node.type:
            case "strong":
                return el.Strong(data=[self.inlines(node.children, displays=False)])
            case "em":
                return el.Emphasis(data=[self.inlines(node.children, displays=False)])
            case "link":
                return self.link(node)
            case "code_inline":
                return el.InlineCode(code_latex(node.content))
            case "softbreak":
                return el.Run(data=[NEW_LINE])
            case "hardbreak":
                return el.Run(data=[el.line_break(), NEW_LINE])
            case "reference":
                return el.Letter(prose_latex(self.letter(node.content)))
            case "image":
                return _picture(node)
            case _:
                return el.Prose(prose_latex(node.content))

    def letter(self, written: str) -> str:
        """Return the letter of the choice that a reference names, whatever its case."""
        if written in self.letters:
            return self.letters[written]
        folded = {id.casefold(): letter for id, letter in self.letters.items()}
        if written.casefold() not in folded:
            raise KeyError(written)
        return folded[written.casefold()]

    def link(self, node: SyntaxTreeNode) -> el.Run:
        run = el.Run(data=[self.inlines(node.children, displays=False)])
        address = str(node.attrs.get("href", ""))
        written = (each.content for each in node.walk() if each.type in ("text", "code_inline"))
        shown = "".join(written).rstrip("/")
        if address.rstrip("/") not in (shown, "", f"mailto:{shown}", f"http://{shown}", f"https://{shown}"):
            run.extend([NoEscape(" ("), el.InlineCode(url_latex(address)), NoEscape(")")])
        return run

    def formula(self, source: str, *, display: bool, styled: bool = True) -> LatexObject:
        """Return math: displayed, or in the line, there in display style when ``styled``."""
        latex, packages = math_source(source), sorted(packages_of(source))
        opened = _DISPLAY.fullmatch(latex)
        if display and opened and DISPLAYS[opened["name"]]:
            name = opened["name"].rstrip("*") + "*"
            whole = rf"\begin{{{name}}}{opened['body']}\end{{{name}}}"
            return el.DisplayEnvironment(whole, inline=False, packages=packages)
        if opened:
            latex = _inner(opened)
        if display:
            return el.Formula(latex, inline=False, packages=packages)
        return el.Formula((r"\displaystyle " if styled else "") + latex, inline=True, packages=packages)


_DISPLAY = re.compile(
    r"\\begin\s*\{(?P<name>" + "|".join(map(re.escape, DISPLAYS)) + r")\}(?P<body>.*)\\end\s*\{(?P=name)\}",
    re.DOTALL,
)


def _inner(opened: re.Match[str]) -> str:
    """Return a display environment as its like inside a formula, the first line on the baseline."""
    inner, body = DISPLAYS[opened["name"]], opened["body"]
    if not inner:
        return body.strip()
    columns = "{rcl}" if inner == "array" else ""
    return rf"\begin{{{inner}}}[t]{columns}{body}\end{{{inner}}}"


def _is_lone_display(before: SyntaxTreeNode | None, end: _End) -> bool:
    """Tell whether the block before is a display that was set as a line of text."""
    return before is not None and before.type == "math_block" and end is _End.TEXT


def _code(node: SyntaxTreeNode) -> LatexObject:
    if node.meta.get("raw"):
        return el.Run(data=[NoEscape(node.content)])
    lines = node.content.removesuffix("\n").split("\n")
    return el.Code(data=[el.CodeLine(code_line_latex(line)) for line in lines])


def _picture(node: SyntaxTreeNode) -> LatexObject:
    picture = node.meta.get("picture")
    if not isinstance(picture, Picture):
        return el.Run()
    width = width_latex(node.meta.get("size", "")) or ""
    return el.PictureBox(Arguments(NoEscape(picture.name), NoEscape(width)))


def _alignment(cell: SyntaxTreeNode) -> str:
    style = str(cell.attrs.get("style", ""))
    return {"text-align:center": "c", "text-align:right": "r"}.get(style, "l")


def _width(cell: SyntaxTreeNode) -> int:
    """Return about how many characters wide the cell is, with the gap behind it; 0 when it is empty."""
    return len(cell.children[0].content) and len(cell.children[0].content) + 2
