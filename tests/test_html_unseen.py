"""What browsers do not show is not printed, and that is said: a hidden solution must not reach students."""

from __future__ import annotations

import pytest
from lxml import etree

from examgen.errors import Severity
from examgen.formats.html.text import element_to_markdown, to_markdown


@pytest.mark.parametrize(
    ("html", "markdown", "left"),
    [
        ('<p>Which?</p><p style="display: none">It is (b).</p>', "Which?", ["It is (b)."]),
        ('<p style="display:none">Solution</p>', "", ["Solution"]),
        ('Which <span style="color:red;DISPLAY:NONE">one</span> is it?', "Which is it?", ["one"]),
        ('<div hidden>Welche?</div><div>Which?</div>', "Which?", ["Welche?"]),
        ('<p>a</p><span style="display:none"> </span>b', "a\n\nb", []),
        ('<table><tr><td>a</td><td>b<i hidden>c</i></td></tr></table>', "| | |\n| --- | --- |\n| a | b |", ["c"]),
        ('<p style="display:block">shown</p>', "shown", []),
        ('<div style="display:none">one <p hidden>two</p></div>x', "x", ["one two"]),
    ],
)  # fmt: skip
def test_what_is_not_shown_is_left_out_and_said(html: str, markdown: str, left: list[str]) -> None:
    read = to_markdown(html)
    assert " ".join(read.markdown.split()) == " ".join(markdown.split())
    assert [fault.code for fault in read.faults] == ["html-hidden"] * len(left)
    assert [fault.message.split("'")[1] for fault in read.faults] == left
    assert all(fault.severity is Severity.WARNING for fault in read.faults)


def test_a_formula_that_hides_its_source_keeps_it() -> None:
    html = '<span style="display:none"><script type="math/tex">x^2</script></span>'
    assert "x^2" in to_markdown(html).markdown


def test_the_tree_of_a_package_stays_as_it_is() -> None:
    tree = etree.fromstring('<itemBody><p>Which?</p><p style="display:none">b</p> more</itemBody>')
    before = etree.tostring(tree)
    assert element_to_markdown(tree).markdown == "Which?\n\nmore"
    assert etree.tostring(tree) == before


def test_a_paragraph_that_is_hidden_alone_is_no_plain_text() -> None:
    tree = etree.fromstring('<prompt><p style="display:none">b</p></prompt>')
    assert element_to_markdown(tree).markdown == ""
