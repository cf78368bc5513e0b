"""The short ways for plain words give what the full ways give, in HTML and in plain text."""

from __future__ import annotations

from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from examgen.formats.html import inline
from examgen.formats.html.source import parse_html
from examgen.formats.html.text import HtmlText, element_to_markdown, to_markdown
from examgen.formats.html.walk import Walk
from examgen.formats.naming import slug
from examgen.formats.plaintext import _SIGNS, _escape_markdown, _sign, escape_markdown, escape_signs
from examgen.formats.textrows import tidy

#: What words are made of, and what means something to Markdown, to our math or to the layout of a file.
_PIECES = st.sampled_from(
    [
        *"aZ9ä .,;:!?()[]{}<>&#*_`$|\\/+-=~^'\"\u00a0\u2003\n\t\r\f\v",
        *[
            r"&amp;",
            r"[[a]]",
            r"![[a]]",
            r"x[[i]]",
            r"---",
            r"\(",
            r"\)",
            r"\[",
            r"\]",
            r"$$",
            r"$x$",
            r"```",
            r"![",
            r"](",
            r"word",
        ],
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


@settings(max_examples=tries(200))
@given(st.lists(_TEXTS, max_size=4), st.booleans())
def test_a_paragraph_of_texts(texts: list[str], cell: bool) -> None:
    items = [inline.Item(inline.Kind.TEXT, text) for text in texts]
    assert inline.markdown_of(items, cell=cell) == inline._markdown_of(items, cell=cell)


@settings(max_examples=tries(200))
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


@settings(max_examples=tries(200))
@given(_TEXTS)
def test_signs(text: str) -> None:
    assert escape_signs(text) == _SIGNS.sub(_sign, text)


@settings(max_examples=tries(200))
@given(_TEXTS, st.sampled_from([("", ""), ("<p>", "</p>"), (" <p>", "</p>")]))
def test_html(text: str, around: tuple[str, str]) -> None:
    html = around[0] + text + around[1]
    walk = Walk(None)
    if "<" in html or "&" in html:
        words = walk.text(parse_html(html)[0])
    else:
        walk.add_text(html)
        words = inline._markdown_of(walk.items, cell=False)
    assert to_markdown(html) == HtmlText(words, tuple(dict.fromkeys(walk.faults)))


@settings(max_examples=tries(200))
@given(_TEXTS, st.booleans(), st.booleans())
def test_plain_text(text: str, math: bool, breaks: bool) -> None:
    assert escape_markdown(text, math=math, breaks=breaks) == _escape_markdown(text, math=math, breaks=breaks)


@settings(max_examples=tries(200))
@given(_TEXTS)
def test_names_of_questions(text: str) -> None:
    # An entity and an accent are in no name; with them the whole way is gone.
    assert slug(text) == slug(f"&x; \u0301 {text}")


@settings(max_examples=tries(200))
@given(_TEXTS)
def test_tidy_text(text: str) -> None:
    # What nobody sees is left out; with it the whole way is gone.
    assert tidy(text) == tidy(f"\u200b{text}")
