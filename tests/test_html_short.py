"""The short ways through HTML for plain words give what the full ways give."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from examgen.formats.html import inline
from examgen.formats.html.text import HtmlText, element_to_markdown
from examgen.formats.html.walk import Walk
from examgen.formats.plaintext import _SIGNS, _sign, escape_signs

#: What words are made of, and what means something to Markdown, to our math or to the layout of a file.
_PIECES = st.sampled_from(
    [
        *"aZ9ä .,;:!?()[]{}<>&#*_`$|\\/+-=~^'\"\u00a0\u2003\n\t\r\f\v",
        *r"&amp; [[a]] ![[a]] x[[i]] --- \( \) \[ \] $$ $x$ ``` ![ ]( word".split(),
        *("1. ", "- ", "> ", "# ", "word "),
    ]
)
_TEXTS = st.lists(_PIECES, max_size=12).map("".join)


def _element(text: str, around: list[tuple[str, str, str]]) -> etree._Element:
    """Return an element with a text, in elements around each other with words before and behind them."""
    element = etree.Element("simpleChoice")
    root = element
    for name, before, behind in around:
        element.text = before
        element = etree.SubElement(element, name)
        element.tail = behind
    element.text = text.replace("\f", " ").replace("\v", " ")
    return root


@settings(max_examples=200)
@given(st.lists(_TEXTS, max_size=4), st.booleans())
def test_a_paragraph_of_texts(texts: list[str], cell: bool) -> None:
    items = [inline.Item(inline.Kind.TEXT, text) for text in texts]
    assert inline.markdown_of(items, cell=cell) == inline._markdown_of(items, cell=cell)


@settings(max_examples=200)
@given(
    _TEXTS,
    st.lists(
        st.tuples(
            st.sampled_from(["p", "div", "span", "b", "pre", "{http://www.w3.org/1999/xhtml}p"]),
            st.sampled_from(["", "", "\n  ", "\u00a0", "words"]),
            st.sampled_from(["", "", "\n  ", "words"]),
        ),
        max_size=3,
    ),
)
def test_an_element(text: str, around: list[tuple[str, str, str]]) -> None:
    element = _element(text, around)
    walk = Walk(None)
    full = HtmlText(walk.text(element), tuple(walk.faults))
    assert element_to_markdown(element) == full


@settings(max_examples=200)
@given(_TEXTS)
def test_signs(text: str) -> None:
    assert escape_signs(text) == _SIGNS.sub(_sign, text)
