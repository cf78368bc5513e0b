"""Rich text in a workbook's cell as Markdown: bold, italic, raised and lowered words."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock

from examgen.formats.html.inline import Kind
from examgen.formats.html.math import raised
from examgen.formats.plaintext import escape_markdown
from examgen.formats.sheets.cells import with_math
from examgen.formats.textrows import tidy

_RAISED: Final = {"superscript": "sup", "subscript": "sub"}


def markdown_of_rich(value: CellRichText) -> str | None:
    """Return rich text as Markdown, None where it is all alike."""
    parts = []
    whole = str(value)
    for block in value:
        text = str(block)
        font = block.font if isinstance(block, TextBlock) else None
        mark = _mark(font) if font is not None else ""
        bare = text.strip()
        if font is not None and font.vertAlign in _RAISED and bare and bare != whole.strip():
            parts.append(_raised(text, _RAISED[font.vertAlign]))
            continue
        if not mark or not bare or bare == whole.strip():
            parts.append(("", text))
            continue
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        parts += [("", lead), (mark, bare), ("", tail)]
    if not any(mark for mark, _ in parts):
        return None
    made = ""
    for mark, text in parts:
        if mark == "math":
            made += text
            continue
        plain = escape_markdown(with_math(tidy(text)), math=True, breaks=True) if text.strip() else text
        lead = text[: len(text) - len(text.lstrip())].replace("\n", "\\\n")
        tail = text[len(text.rstrip()) :].replace("\n", "\\\n") if text.strip() else ""
        made += f"{mark}{plain}{mark}" if mark and mark != "shifted" else lead + plain.strip() + tail
    return made.strip()


def _raised(text: str, name: str) -> tuple[str, str]:
    """Return raised or lowered text: characters that are so by themselves, or else math."""
    element = etree.Element(name)
    element.text = text
    item = raised(element, name)
    if item is None:
        return "", text
    return ("math", f"${item.value}$") if item.kind is Kind.MATH else ("shifted", item.value)


def _mark(font: Any) -> str:
    if font.b:
        return "**"
    return "*" if font.i else ""
