"""Our Markdown for programs with an older one: the signs that mean something else there, and all of it back again."""

from __future__ import annotations

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.formats.oldmarkdown import from_extra, parts, spaced, to_extra
from examgen.formats.text2qti.dialect import from_text2qti, to_text2qti

#: What PHP Markdown Extra escapes is in its syntax: \ ` * _ { } [ ] ( ) > # + - . ! : |
SAME_EVERYWHERE = (
    "A *river* and a **lake**, \\*no\\* star, \\# \\[x\\] 5 < 6 > 4 & more",
    "<https://example.org> <me@example.org>",
    "`a\\<b <i>` and $a<b\\;c$ and $$\n\\{x \\mid y\\}\n$$",
    "```\n#include <x>\n2*3*4\n- a\n```",
    "Look:\n\n    if a<b>c:\n\nthere",
    "- a\n- b <\n\n> said\n> she",
    "*a*b and snake_case_name",
    "\u6c34\u662f*\u4ec0\u4e48*\u5417",
)


@pytest.mark.parametrize("source", SAME_EVERYWHERE)
def test_what_means_the_same_stays(source: str) -> None:
    assert to_extra(source) == source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\<b\> \" \' \~ \$5 \&lt;", "&#60;b\\> &#34; &#39; &#126; &#36;5 &#38;lt;"),
        ("if x<y or <br> or </i> or <!-- it -->", "if x&lt;y or &lt;br> or &lt;/i> or &lt;!-- it -->"),
        ("one\\\ntwo", "one<br>\ntwo"),
        ("#include <stdio.h>\nbut # head\n#x", "&#35;include &lt;stdio.h>\nbut # head\n&#35;x"),
        ("- 5", "&#45; 5"),
        ("# it", "&#35; it"),
        ("1. is one", "1&#46; is one"),
        ("> 5", "&#62; 5"),
        ("---", "&#45;--"),
        ("__init__ of a", "&#95;&#95;init&#95;&#95; of a"),
        ("2*3*4 is **not** f(x)*g(x)*h", "2&#42;3&#42;4 is **not** f(x)&#42;g(x)&#42;h"),
        ("*a* and b*c*d", "*a* and b&#42;c&#42;d"),
        ("*b) is 2*3", "*b) is 2&#42;3"),
        ("One\n\n: two", "One\n\n&#x3a; two"),
        ("f(x)*g(x)*h", "f(x)&#42;g(x)&#42;h"),
        ("These:\n- a\n- b", "These:\n\n- a\n- b"),
        ("These:\n| a | b |\n|---|---|\n| 1 | 2 |", "These:\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        ("`<a>`<b> $x<y$ z<t>", "`<a>`&lt;b> $x<y$ z&lt;t>"),
        ("1. a\n\n    <b>", "1. a\n\n    &lt;b>"),
        ("```\n<b>", "```\n<b>"),
        ("a ``` <b>", "a ``` &lt;b>"),
    ],
)
def test_what_means_something_else(source: str, expected: str) -> None:
    assert to_extra(source) == expected
    assert from_extra(expected) == spaced(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("costs $5 and $10", "costs $5 and $10"),
        ("from $5/$10 on", "from &#36;5/&#36;10 on"),
        ("$PATH:$HOME", "&#36;PATH:&#36;HOME"),
        ("\\$5 is $x$", "\\$5 is $x$"),
        ("So $$x^2$$ is", "So $\\displaystyle x^2$ is"),
        (r"So \[x^2\] is", r"So $\displaystyle  x^2$ is"),
        ("So\n\n$$\nx\n= y\n$$", "So\n\n$\\displaystyle\nx\n= y$"),
        ("is \\num{1} or \\SI{1}{m}?", "is &#92;num{1} or &#92;SI{1}{m}?"),
        ("try --help or i--, a -- b", "try &#45;&#45;help or i&#45;&#45;, a -- b"),
        ('\\"so\\"', '\\"so\\"'),
    ],
)
def test_what_text2qti_takes_for_something_else(source: str, expected: str) -> None:
    assert to_text2qti(source) == expected
    assert from_text2qti(expected) == source


def test_formulas_in_brackets_are_formulas_of_text2qti() -> None:
    assert to_text2qti(r"x\({}_{i}\)2 and \[y\]") == r"x${}_{i}$2 and $\displaystyle  y$"


SIGNS = (
    *(
        "\\",
        "`",
        "``",
        "```\n",
        "~~~",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "*",
        "**",
        "__",
        "_",
        "#",
        "<",
        ">",
        "&",
    ),
    *(
        "\n",
        "\n\n",
        "    ",
        "- ",
        "1. ",
        "> ",
        "| a |\n|---|\n",
        "--",
        "a",
        "b1",
        " ",
        "5",
        ".",
        "\\num{",
        "}",
    ),
)


@settings(max_examples=tries(300), deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=30).map("".join))
def test_parts_are_the_whole_and_all_comes_back(source: str) -> None:
    assert "".join(part for _, part in parts(source)) == source
    assert from_extra(to_extra(source)) == spaced(source)


def test_a_blank_line_stands_above_a_list_only_where_words_do() -> None:
    for source in (
        "- a\n- b\n  - c\nd\n- e",
        "a\n\n- b",
        "a\n-b\n2. c\n* * *",
        "```\na\n- b\n```",
        "| a |\n|---|",
    ):
        assert spaced(source) == source
    assert spaced("a\n1. b\n2. c\n\nd\n+ e") == "a\n\n1. b\n2. c\n\nd\n\n+ e"
