r"""HTML as our Markdown: fragments from Moodle, Canvas, QTI and GIFT.

Paragraphs, lists, tables, code, emphasis, pictures and links become what Markdown has for them; math is what these
systems take for it: ``\(...\)``, ``\[...\]``, ``$$...$$``, MathML, ``<script type="math/tex">``, and the LaTeX that
their pictures of formulas carry along. Styles are left out. No word is lost: what cannot be carried is a fault that
says so, and the words in it stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.html.inline import is_words, markdown_of, words_to_markdown
from examgen.formats.html.pictures import Pictures
from examgen.formats.html.source import TooMuchHtmlError, parse_html
from examgen.formats.html.unseen import is_unseen, without_unseen
from examgen.formats.html.walk import HtmlFault, Walk
from examgen.formats.xmlnames import local_name

__all__ = ["HtmlFault", "HtmlText", "Pictures", "element_to_markdown", "to_markdown"]


@dataclass(frozen=True, slots=True)
class HtmlText:
    """An HTML text as Markdown, and what of it could not be carried."""

    markdown: str
    faults: tuple[HtmlFault, ...] = ()

    def problems(self, place: Place, of: str = "") -> tuple[Problem, ...]:
        """Return the faults as problems; ``place`` is where the HTML begins, ``of`` what it is a part of."""
        head = f"{of}: " if of else ""
        return tuple(
            Problem(
                fault.code,
                f"{head}{fault.message}",
                Place(place.file, place.line + fault.line) if place.line and fault.line else place,
                fault.hint,
                fault.severity,
            )
            for fault in self.faults
        )


def to_markdown(html: str, pictures: Pictures | None = None) -> HtmlText:
    """Return an HTML text as Markdown; whatever it says, this raises nothing.

    Args:
        html: a fragment or a whole page.
        pictures: asked for the address of each picture that is no ``data:`` address; without it addresses are kept.
    """
    is_text = "<" not in html and "&" not in html
    if is_text and _is_words(html):
        return HtmlText(words_to_markdown(html))
    if (inner := _PARAGRAPH.fullmatch(html)) and _is_words(inner[1]):
        return _of_words(inner[1])
    walk = Walk(pictures)
    try:
        if is_text:
            walk.add_text(html)
            return HtmlText(markdown_of(walk.items))
        root, stopped = parse_html(html)
        if stopped:
            walk.fault(None, "html-depth", "HTML elements are too deep inside each other", "take some out")
        return _walked(walk, root)
    except TooMuchHtmlError:
        return _TOO_LONG


def element_to_markdown(element: etree._Element, pictures: Pictures | None = None) -> HtmlText:
    """Return what is inside an element, as of QTI's XHTML, as Markdown; lines of faults count from its own."""
    if (text := _only_text(element)) is not None and _is_words(text):
        return _of_words(text)
    try:
        return _walked(Walk(pictures, first_line=element.sourceline or 1), element)
    except TooMuchHtmlError:
        return _TOO_LONG


def _walked(walk: Walk, root: etree._Element) -> HtmlText:
    """Return what a tree shows."""
    seen, left = without_unseen(root)
    for words, element in left:
        shown = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}..."
        message = f"'{shown}' is not shown by browsers, and is left out"
        walk.fault(element, "html-hidden", message, "make it visible, or delete it", Severity.WARNING)
    return HtmlText(walk.text(seen), tuple(dict.fromkeys(walk.faults)))


def _only_text(element: etree._Element) -> str | None:
    """Return the text in an element if it is in no more than paragraphs around each other, else None."""
    for _ in range(_WRAPPERS):
        if not len(element):
            return element.text or ""
        if len(element) > 1 or (element.text or "").strip() or (element[0].tail or "").strip():
            return None
        child = element[0]
        if local_name(child).lower() not in ("p", "div") or is_unseen(child):
            return None
        element = child
    return None


def _is_words(text: str) -> bool:
    return len(text) <= _SHORT and "$" not in text and is_words(text)


def _of_words(text: str) -> HtmlText:
    """Return the words of a paragraph; of one that is blank there is none."""
    return HtmlText(words_to_markdown(text) if text.strip() else "")


#: Elements around each other, and characters, of what is looked at whether it is one plain paragraph.
_WRAPPERS: Final = 8
_SHORT: Final = 10_000
#: Characters of a part that a message quotes.
_QUOTED: Final = 60
#: A paragraph that needs no parser.
_PARAGRAPH: Final = re.compile("<p>([^<&\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]*)</p>")
_TOO_LONG: Final = HtmlText(
    "",
    (
        HtmlFault(
            "html-too-long",
            "the HTML is too long, or has too many tags, for a text of a question",
            "divide it, or save its pictures as files",
            0,
        ),
    ),
)
