"""HTML becomes Markdown that prints the same words."""

from __future__ import annotations

import html as stdlib_html
import unicodedata
from pathlib import Path

import pytest
from conftest import tries
from endings_for_tests import calls_in, check_all_end
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from examgen import embedded
from examgen.errors import Place, Severity, errors_of
from examgen.formats.html.text import element_to_markdown, to_markdown
from examgen.formats.plaintext import escape_markdown
from examgen.formats.safexml import parse_xml
from examgen.markup import parse
from examgen.model import Text

#: The smallest PNG, 1 x 1 dots, in base64.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def printed(markdown: str) -> str:
    """Return what Markdown prints, as plain text."""
    count = markdown.count("\n") + 1
    return parse(Text(markdown, tuple(Place("a", n, 1) for n in range(1, count + 1))), Path()).plain


def words(text: str) -> list[str]:
    """Return words without regard to how quotes, dashes and raised digits are drawn."""
    plain = unicodedata.normalize("NFKC", text)
    for sign, other in (
        ("…", "..."),
        ("–", "--"),
        ("—", "---"),
        ("“", '"'),
        ("”", '"'),
        ("‘", "'"),
        ("’", "'"),
    ):
        plain = plain.replace(sign, other)
    return plain.split()


def markdown(html: str) -> str:
    """Return the Markdown of HTML in which nothing is at fault."""
    made = to_markdown(html)
    assert made.faults == ()
    return made.markdown


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("plain", "plain"),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("<div>one<div>two</div>three</div>", "one\n\ntwo\n\nthree"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\\\ntwo\\\nthree"),
        ("<br>one<br>", "one"),
        ("one<br><br>two<br> <br>\n<br>three", "one\n\ntwo\n\nthree"),
        ("<b>one<br><br>two</b>", "one\n\ntwo"),
        ("a\n  b\tc", "a b c"),
        ("<p>&nbsp;</p><p>a&nbsp;b</p>", "a\u00a0b"),
        ("&lt;b&gt; &amp;amp; &eacute; &#8364; &#x20AC;", "\\<b> \\&amp; é € €"),
        ("a <b>bold</b> and <strong>strong</strong> word", "a **bold** and **strong** word"),
        ("<em>a</em>, <i>b</i>, <u>c</u>", "*a*, *b*, *c*"),
        ("<b> spaced </b>word", "**spaced** word"),
        ("un<b>believ</b>able", "unbelievable"),
        ("<b>a</b><b>b</b>", "ab"),
        ("<b><strong>a</strong></b>", "**a**"),
        ("<b>a <i>b</i></b>", "**a *b***"),
        ("<b></b>a", "a"),
        ("<b>(a)</b>b", "(a)b"),
        ("x<sub>1</sub> H<sub>2</sub>O 10<sup>-3</sup>", "x₁ H₂O 10⁻³"),
        ("4<sup>th</sup>", r"4${}^{\text{th}}$"),
        ("x<sub>i</sub>", "x${}_{i}$"),
        ("x<sub>i</sub>2", r"x\({}_{i}\)2"),
        ("x<sup>50%</sup>", r"x${}^{\text{50\%}}$"),
        ("<code>a_b</code> <tt>`x`</tt>", "`a_b` `` `x` ``"),
        ("<pre>a\n  b *c*</pre>", "```\na\n  b *c*\n```"),
        ("<pre><code class='language-c'>int a;<br>int b;</code></pre>", "```\nint a;\nint b;\n```"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<ol type='a'><li>x</li><li>y</li></ol>", "a. x\n\nb. y"),
        ("<ol style='list-style-type: upper-roman'><li>x<li>y</ol>", "I. x\n\nII. y"),
        ("<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>", "- a\n  - b\n  - c"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
        ("<ul><li>alone</li></ul>", "alone"),
        ("<h2>Head</h2>text", "**Head**\n\ntext"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<q>a</q>", "“a”"),
        ("<span style='color:red'>a</span><font face=x>b</font>", "ab"),
        ("<p><span><div>a</div></span>b</p>", "a\n\nb"),
        ("<o:p>a</o:p>", "a"),
        ("<center>a</center>", "a"),
        ("<!-- no -->a<!--[if gte mso 9]><xml>b</xml><![endif]-->c", "ac"),
        ("<a href='http://x.org'>see</a>", "[see](http://x.org)"),
        ("<a href='#top'>see</a> <a name=x>here</a>", "see here"),
        ("wow!<a href='x.html'>y</a>", r"wow\![y](x.html)"),
        ("<hr>a", "a"),
    ],
)
def test_markdown_of_html(html: str, expected: str) -> None:
    assert markdown(html) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "5 * 3 * 2",
            "a_b __init__ _x_",
            "#include <x.h>",
            "# head",
            "$5 and $10",
            "50%",
            "C#",
            "~/x",
            "<tag>",
        ),
        *(
            "a \\ b \\alpha \\\\server \\(x\\) \\[y\\]",
            "`code`",
            "[a](b) ![c](d) x[[i]] x[1]",
            "<http://x.org> <a@b.c>",
        ),
        *(
            "1. one",
            "12) two",
            "- dash",
            "+ plus",
            "> quote",
            "~~~ tilde",
            "&amp; &#65; AT&T",
            "a | b",
            "--- ---",
            "===",
        ),
        *(
            "{#id} {x=1}",
            "*",
            "\\",
            "***",
            "!important",
            "C:\\new\\dir",
            "a^b^c",
            "i. first",
            "vector<int> a<b and c>d",
        ),
    ],
)
def test_plain_text_prints_as_typed(text: str) -> None:
    """In a line, as a line below others, with its lines kept, and from HTML."""
    for escaped, typed in (
        (escape_markdown(text), text),
        (escape_markdown(f"before\n{text}\nafter"), f"before {text} after"),
        (escape_markdown(f"before\n{text}\nafter", breaks=True), f"before {text} after"),
        (escape_markdown(f"before\n\n{text}"), f"before {text}"),
        (markdown(stdlib_html.escape(text)), text),
        (markdown(f"<p>before<br>{stdlib_html.escape(text)}</p>"), f"before {text}"),
    ):
        if "\\(" in text and "before<br>" not in typed and escaped.count("$"):
            continue
        assert words(printed(escaped)) == words(typed), escaped


def test_plain_text_keeps_references_and_math_when_asked() -> None:
    assert escape_markdown("see [[a]], not x[[i]]") == "see [[a]], not x&#91;[i]]"
    assert escape_markdown(r"\(a_1 * b\) and $$x^2$$", math=True) == r"\(a_1 * b\) and $$x^2$$"
    assert escape_markdown("a  \n  b", breaks=True) == "a\\\n\u00a0\u00a0b"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (r"\(x^2\) and \[y\] and $$z$$", "$x^2$ and $$y$$ and $$z$$"),
        (r"\(a &lt; b\)", "$a < b$"),
        (r"$$a \\<br> b$$", r"$$a \\ b$$"),
        (r"<span class='math-tex'>\(\frac{1}{2}\)</span>", r"$\frac{1}{2}$"),
        ("costs $5", r"costs \$5"),
        (r"\( no end", r"\\( no end"),
        ("<script type='math/tex'>a_1</script>", "$a_1$"),
        ("<script type='math/tex; mode=display'>a_1</script>", "$$a_1$$"),
        (
            "<img class='equation_image' data-equation-content='\\frac{1}{2}' alt='LaTeX: x' src='/e'>",
            r"$\frac{1}{2}$",
        ),
        ("<img alt='LaTeX: x^2' src='/equation_images/x%255E2'>", "$x^2$"),
        ("<img src='https://x.edu/equation_images/x%255E2'>", "$x^2$"),
        ("<img class='texrender' alt='$$y$$' src='/filter/tex/pix.php/1.gif'>", "$y$"),
        ("<img src='https://latex.codecogs.com/gif.latex?x^2&amp;space;+1'>", "$x^2 +1$"),
        ("<img class='Wirisformula' data-mathml='«math»«mi»x«/mi»«/math»' src='x'>", "$x$"),
    ],
)
def test_math_in_html(html: str, expected: str) -> None:
    assert markdown(html) == expected


@pytest.mark.parametrize(
    ("mathml", "expected"),
    [
        ("<mfrac><mi>a</mi><mn>2</mn></mfrac>", r"\frac{a}{2}"),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x^{2}"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_{i}^{2}"),
        ("<msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup>", "{a+b}^{2}"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", r"\sqrt{x+1}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", r"\sqrt[{3}]{x}"),
        ("<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi>", r"\sin x"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>",
            "∑_{i=1}^{n}",
        ),
        ("<mover><mi>x</mi><mo>→</mo></mover>", r"\vec{x}"),
        ("<mover accent='true'><mrow><mi>A</mi><mi>B</mi></mrow><mo>¯</mo></mover>", r"\overline{AB}"),
        ("<mtext>if  so</mtext><mo>&amp;</mo>", r"\text{if so}\&"),
        ("<mfenced open='[' close=')'><mn>0</mn><mn>1</mn></mfenced>", r"\left[0,1\right)"),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>",
            r"\begin{matrix}1 & 2\end{matrix}",
        ),
        ("<mi mathvariant='double-struck'>R</mi>", r"\mathbb{R}"),
        (
            "<mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>12</mn></mmultiscripts>",
            "{}^{12}C_{6}",
        ),
        ("<semantics><mi>x</mi><annotation encoding='application/x-tex'>x_0</annotation></semantics>", "x_0"),
        ("<semantics><mi>x</mi><annotation encoding='other'>no</annotation></semantics>", "x"),
        ("<mo>%</mo><mo>{</mo><mo>#</mo>", r"\%\{\#"),
    ],
)
def test_mathml(mathml: str, expected: str) -> None:
    """Every formula is also one that the guard of math lets pass."""
    assert markdown(f"<math>{mathml}</math>") == f"${expected}$"
    assert markdown(f"<m:math xmlns:m='x'>{mathml.replace('<m', '<m:m').replace('</m', '</m:m')}</m:math>")
    document = parse(Text(f"${expected}$", (Place("a", 1, 1),)), Path())
    assert errors_of(document.problems) == []


def test_tables() -> None:
    assert markdown(
        "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>\\(|x|\\)</td></tr></table>"
    ) == ("| a | b\\|c |\n| --- | --- |\n| 1 | $\\|x\\|$ |")
    assert markdown("<table><tbody><tr><td>a<td align=right>b<tr><td>c<td align=right>d</table>") == (
        "|  |  |\n| --- | --: |\n| a | b |\n| c | d |"
    )
    assert markdown("<table><tr><td><p>one</p><ul><li>two</li></ul></td></tr></table>") == "one\n\n- two"
    assert markdown("<table><tr><td>a<p>b</p><br>c</td><td>x</td></tr></table>").endswith("| a b c | x |")
    assert markdown("<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>").endswith(
        "| a |  |\n| b | c |"
    )


@pytest.mark.parametrize(
    ("html", "code", "severity", "line"),
    [
        ("a<script>x()</script>", "html-script", Severity.ERROR, 0),
        ("a\n\n<video src=x>w</video>", "html-element", Severity.ERROR, 2),
        ("<iframe src=x></iframe>a", "html-element", Severity.ERROR, 0),
        ("a<style>p {}</style>", "html-style", Severity.WARNING, 0),
        ("a <del>b</del>", "html-style", Severity.WARNING, 0),
        ("<img>a", "missing-picture", Severity.ERROR, 0),
        ("<math><mlongdiv><mn>1</mn></mlongdiv></math>", "mathml", Severity.ERROR, 0),
        ("<img src='data:image/png;base64,!!!'>", "missing-picture", Severity.ERROR, 0),
        ("<b>" * 90 + "a", "html-depth", Severity.ERROR, 0),
        ("<div>" * 300 + "a", "html-depth", Severity.ERROR, 0),
    ],
)
def test_what_cannot_be_carried_is_said(html: str, code: str, severity: Severity, line: int) -> None:
    made = to_markdown(html)
    assert {(fault.code, fault.severity) for fault in made.faults} == {(code, severity)}
    assert made.faults[0].line == line
    (problem, *_) = made.problems(Place("f.xml", 10, 5), "question 'x'")
    assert problem.message.startswith("question 'x': ")
    assert problem.hint
    assert problem.place == (Place("f.xml", 10 + line) if line else Place("f.xml", 10, 5))


def test_words_in_what_cannot_be_carried_stay() -> None:
    assert (
        to_markdown("<video>seen</video> <math><mlongdiv><mn>17</mn></mlongdiv></math>").markdown == "seen 17"
    )


def test_pictures() -> None:
    made = to_markdown(f"<img alt='a [b]' width=96 src='data:image/png;base64,{PNG}'>")
    assert made.faults == ()
    address = made.markdown.partition("](")[2].partition(")")[0]
    assert made.markdown == f"![a &#91;b]]({address}){{width=72pt}}".replace("]]", "]]")
    assert (embedded.bytes_of(address) or b"").startswith(b"\x89PNG")
    assert markdown("<img src='a b(1).png' width='50%'>") == "![](<a%20b(1).png>){width=50%}"
    assert markdown("<img src='a.png' style='height: 9px; width:40%;'>") == "![](a.png){width=40%}"
    assert markdown("<img src='a.png' width=200 style='width: 96px'>") == "![](a.png){width=72pt}"
    assert markdown("<img src='a.png' width=96 style='max-width: 40%'>") == "![](a.png){width=72pt}"
    assert markdown("<img src='a.png' width=96 style='width: auto'>") == "![](a.png){width=72pt}"
    assert to_markdown("<img src='x/y.png'>", {"x/y.png": "z.png"}.get).markdown == "![](z.png)"
    assert (
        to_markdown("<img src='q.png' alt='Q'>", {}.get).faults[0].message
        == "the picture 'q.png' is not there"
    )


def test_xhtml_elements_of_xml() -> None:
    root = parse_xml(
        "f", "<item xmlns='urn:q' xmlns:h='urn:h'>\n<h:p>a <h:strong>b</h:strong></h:p>\n<h:video/></item>"
    )
    made = element_to_markdown(root)
    assert made.markdown == "a **b**"
    assert [fault.line for fault in made.faults] == [2]


# ---------------------------------------------------------------- no word lost

WORD = st.text("ab1.*_#$<>&\\`[]()!|-+~=:{}\"'é²世", min_size=1, max_size=6)
INLINE = ("b", "i", "u", "code", "span", "em", "strong", "tt", "big", "sub", "sup", "a", "o:p")
BLOCK = ("p", "div", "li", "ul", "ol", "blockquote", "h3", "td", "tr", "table", "pre", "dd", "center")


@st.composite
def _fragments(draw: st.DrawFn, depth: int = 3) -> str:
    parts = draw(st.lists(st.one_of(st.just(None), WORD), min_size=1, max_size=4))
    out = []
    for part in parts:
        if part is not None:
            out.append(stdlib_html.escape(part))
        elif depth:
            name = draw(st.sampled_from(INLINE + BLOCK))
            out.append(f"<{name}>{draw(_fragments(depth - 1))}</{name}>")
        out.append(draw(st.sampled_from(["", " ", "<br>", "\n", "&nbsp;"])))
    return "".join(out)


def _text_content(html: str) -> str:
    """Return the characters of HTML without tags; spaces do not matter."""
    from html.parser import HTMLParser

    class Content(HTMLParser):
        text = ""

        def handle_data(self, data: str) -> None:
            self.text += data

    parser = Content()
    parser.feed(html)
    parser.close()
    return parser.text


def _letters(text: str) -> str:
    """Return all characters but spaces and those that lists and math add or take."""
    return "".join(c for c in "".join(words(text)) if c not in "$\\{}^_()[]\"'-.")


@settings(max_examples=tries(300), deadline=None)
@given(_fragments())
def test_no_word_is_lost(html: str) -> None:
    # Scripts that papers cannot be set in come back as they were written, with their marks.
    assume(all(char < "\u2e80" for char in html))
    made = to_markdown(html)
    shown = printed(made.markdown)
    for command, sign in (("tilde", "~"), ("circum", "^")):
        shown = shown.replace(f"\\textascii{command}{{}}", sign)
    kept = _letters(shown.replace("\\textbackslash{}", "").replace("\\text", ""))
    wanted = _letters(_text_content(html))
    assert "".join(sorted(wanted)) == "".join(sorted(_subset(kept, wanted))), made.markdown


def _subset(kept: str, wanted: str) -> str:
    """Return what was kept without the numbers of lists."""
    left = list(kept)
    for char in "1234567890abcdefghi":
        while left.count(char) > wanted.count(char):
            left.remove(char)
    return "".join(left)


@settings(max_examples=tries(200), deadline=None)
@given(st.text(st.sampled_from("ab *_#$<>&\\`[]()!|-+~=:{}\"'1.\n\té"), max_size=40))
def test_any_plain_text_prints_as_typed(text: str) -> None:
    plain = " ".join(text.split())
    if plain.count("[[") == 0:
        assert words(printed(escape_markdown(text))) == words(plain)


@settings(max_examples=tries(300), deadline=None)
@given(st.text(max_size=300) | st.text(st.sampled_from("<>/!-[]abpi&;\"'= \n\\($"), max_size=200))
def test_any_text_is_taken(html: str) -> None:
    made = to_markdown(html)
    assert isinstance(made.markdown, str)
    assert printed(made.markdown) is not None


HOSTILE_UNITS = (
    "<b>",
    "<",
    "\\(",
    "$$ ",
    "<a '",
    '<a "',
    "&",
    "<!--",
    "a",
    "<p>",
    "<table><tr><td>",
    "*",
    "<b>x",
    "`",
    " ",
)
HOSTILE = (
    *(
        "<b>" * 1_000_000,
        "<" * 1_000_000,
        "\\(" * 1_000_000,
        "$$ " * 333_333,
        "<a '" * 300_000,
        '<a "' * 300_000,
    ),
    *("&" * 1_000_000, "<!--" * 300_000, "a" * 30_000_000, "<p>" * 90_000, "<table><tr><td>" * 20_000),
    "<p " + " ".join(f"a{at}=1" for at in range(100_000)) + ">x",
    *("<a " + "x " * 1_000_000 + ">", "*" * 1_000_000, "<b>x" * 50_000, "`" * 100_000, " " * 1_000_000),
)


@pytest.mark.parametrize("between", [" ", "/", '""', "='' "])
def test_a_tag_has_not_more_attributes_than_can_be_compared(between: str) -> None:
    few, many = (f"<p {between.join(f'a-{at}' for at in range(count))}>x</p>" for count in (100, 3000))
    assert to_markdown(few).markdown == "x"
    assert [fault.code for fault in to_markdown(many).faults] == ["html-too-long"]


def test_a_table_too_large_to_print_is_refused_at_once() -> None:
    rows = f"<tr>{'<td colspan=50>a</td>' * 20_000}</tr>" + "<tr><td>b</td></tr>" * 10
    made = to_markdown(f"<table>{rows}</table>")
    assert [fault.message for fault in made.faults] == ["the table is too large to be printed"]


def test_hostile_html_ends() -> None:
    check_all_end("examgen.formats.html.text:to_markdown", [[html] for html in HOSTILE])


@pytest.mark.parametrize(
    "unit", [*HOSTILE_UNITS, "<li>x", "<b>x</b>", "&amp;", "<p>a<br>", "<td>x", "x^2 ", "\\(x\\)"]
)
def test_twice_the_html_is_twice_the_work(unit: str) -> None:
    # Elements too deep inside each other are left out from some depth on: both are deeper than that.
    once, twice = (calls_in(lambda count=count: to_markdown(unit * count)) for count in (1000, 2000))
    assert twice < 2.2 * once


def test_what_does_not_end_is_found() -> None:
    """The guard itself: it names the input, and lets no exception pass."""
    with pytest.raises(pytest.fail.Exception, match="does not end with input"):
        check_all_end("builtins:exec", [["pass"], ["while True: pass"]], 0.5)
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        check_all_end("builtins:exec", [["1 / 0"]])
