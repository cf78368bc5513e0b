r"""Our Markdown as XHTML, for the programs that take questions as HTML.

What a program of this kind prints is what is on our papers but for the type: quotes and dashes stay as they are
typed, formulas stand between ``\(`` and ``\)``, and a reference to a choice stays ``[[a]]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

from markdown_it.tree import SyntaxTreeNode

from examgen.formats.dollars import with_math
from examgen.markup.syntax import Parser

#: What makes the HTML of a formula: of its LaTeX, and whether it stands on a line of its own.
Math = Callable[[str, bool], str]
#: Points of an inch that pictures of the web have 96 dots of.
_DOTS: Final = 96 / 72
_LENGTHS: Final = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_SIZE: Final = re.compile(r"width\s*=\s*\"?([0-9]{1,5}(?:\.[0-9]{1,9})?)\s*(%|pt|in|cm|mm)")
_ALIGNED: Final = re.compile(r"text-align:(center|right)")
_DISPLAYS: Final = ("$$", r"\[")


def with_brackets(latex: str, display: bool) -> str:
    r"""Return a formula between ``\(`` and ``\)``, or ``\[`` and ``\]``: MathJax and most programs take these."""
    shown = escape(" ".join(latex.split()), quote=False)
    return rf"\[{shown}\]" if display else rf"\({shown}\)"


def as_typed(id: str) -> str:
    """Return a reference to a choice as it is typed: ``[[a]]``."""
    return f"[[{escape(id, quote=False)}]]"


def code_words(code: str) -> str:
    """Return code in a line as HTML that keeps its runs of blanks, and those at its ends, where it is read or shown."""
    words = re.sub(r"(?<= ) |^ | $", "\xa0", code)
    return escape(words, quote=False).replace("\xa0", "&#160;")


def to_html(
    source: str,
    *,
    math: Math = with_brackets,
    pictures: Callable[[str], str] = str,
    references: Callable[[str], str] = as_typed,
    styles: bool = True,
) -> str:
    """Return a text as XHTML blocks: paragraphs, lists, tables.

    Args:
        source: Markdown with math, of one text of a bank.
        math: makes the HTML of a formula.
        pictures: gives the address that a picture has there.
        references: makes the HTML of a reference to the choice with an id.
        styles: whether ``style`` attributes, and the first number of a list, may be said.
    """
    return _Writer(math, pictures, references, styles).blocks(_tree(source).children)


def to_inline_html(
    source: str, *, math: Math = with_brackets, pictures: Callable[[str], str] = str
) -> str | None:
    """Return a text of one paragraph as XHTML without the paragraph around it; None for any other text."""
    nodes = _tree(source).children
    if len(nodes) != 1 or nodes[0].type != "paragraph":
        return None
    return _Writer(math, pictures, as_typed, styles=False).inlines(nodes[0].children[0].children)


def _tree(source: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser("\n" not in source.strip()).parse(source))


@cache
def _parser(one_line: bool) -> Parser:
    parser = Parser(one_line=one_line)
    parser.disable(["smartquotes", "replacements", "dashes"])
    return parser


@dataclass(frozen=True, slots=True)
class _Writer:
    math: Math
    pictures: Callable[[str], str]
    references: Callable[[str], str]
    styles: bool

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> str:
        return "".join(self.block(node) for node in nodes)

    def block(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "paragraph":
                return f"<p>{self.inline_of(node)}</p>"
            case "heading":
                return f"<{node.tag}>{self.inline_of(node)}</{node.tag}>"
            case "math_block":
                return f"<p>{self.math(node.content, True)}</p>"
            case "bullet_list":
                return f"<ul>{self.items(node)}</ul>"
            case "ordered_list":
                start = node.attrs.get("start")
                first = f' start="{start}"' if self.styles and start is not None else ""
                return f"<ol{first}>{self.items(node)}</ol>"
            case "blockquote":
                return f"<blockquote>{self.blocks(node.children)}</blockquote>"
            case "fence" | "code_block":
                return f"<pre>{escape(node.content, quote=False)}</pre>"
            case "table":
                return self.table(node)
            case _:
                return "<hr/>"

    def items(self, node: SyntaxTreeNode) -> str:
        return "".join(f"<li>{self.item(item)}</li>" for item in node.children)

    def item(self, node: SyntaxTreeNode) -> str:
        """Return what is in an item of a list; in a tight one a paragraph needs no tags."""
        return "".join(
            self.inline_of(child) if child.type == "paragraph" and child.hidden else self.block(child)
            for child in node.children
        )

    def table(self, node: SyntaxTreeNode) -> str:
        parts = []
        for part in node.children:
            rows = "".join(
                f"<tr>{''.join(self.cell(cell) for cell in row.children)}</tr>" for row in part.children
            )
            parts.append(f"<{part.tag}>{rows}</{part.tag}>")
        return f"<table>{''.join(parts)}</table>"

    def cell(self, node: SyntaxTreeNode) -> str:
        found = _ALIGNED.search(str(node.attrs.get("style", "")))
        style = f' style="{found[0]}"' if found and self.styles else ""
        return f"<{node.tag}{style}>{self.inline_of(node)}</{node.tag}>"

    def inline_of(self, node: SyntaxTreeNode) -> str:
        return self.inlines(node.children[0].children) if node.children else ""

    def inlines(self, nodes: Sequence[SyntaxTreeNode]) -> str:
        return "".join(self.inline(node) for node in nodes)

    def inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "strong" | "em":
                return f"<{node.tag}>{self.inlines(node.children)}</{node.tag}>"
            case "link":
                address = escape(str(node.attrs.get("href", "")))
                return f'<a href="{address}">{self.inlines(node.children)}</a>'
            case "code_inline":
                return f"<code>{code_words(node.content)}</code>"
            case "math_inline":
                return self.math(node.content, node.markup in _DISPLAYS)
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br/>"
            case "image":
                return self.picture(node)
            case "reference":
                return self.references(node.content)
            case _:
                return _typed(node.content)

    def picture(self, node: SyntaxTreeNode) -> str:
        source = escape(self.pictures(str(node.attrs.get("src", ""))))
        words = escape(" ".join(node.content.split()))
        found = _SIZE.search(node.meta.get("size", ""))
        width = f' width="{_width(found)}"' if found else ""
        return f'<img src="{source}" alt="{words}"{width}/>'


def _typed(text: str) -> str:
    """Return words as HTML; a dollar that could be taken for the end of a formula stands in tags of its own."""
    shown = escape(text, quote=False)
    return shown if with_math(text) == text else shown.replace("$", "<span>$</span>")


def _width(found: re.Match[str]) -> str:
    if found[2] == "%":
        return f"{round(float(found[1]))}%"
    return str(max(round(float(found[1]) * _LENGTHS[found[2]] * _DOTS), 1))
