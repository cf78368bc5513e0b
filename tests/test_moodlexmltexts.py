"""Texts of Moodle XML: HTML, Markdown and what is typed, math, and pictures inside the file."""

from __future__ import annotations

import base64

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen import embedded
from examgen.errors import Place
from examgen.formats.html.text import to_markdown
from examgen.formats.moodle import reader as moodlexml
from examgen.formats.moodle.math import from_moodle, to_moodle
from examgen.formats.reading import Reading
from examgen.formats.source import Source, decode

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
GIF = b"GIF89a" + b"another"


def file(name: str, data: bytes = PNG, path: str = "/") -> str:
    packed = base64.encodebytes(data).decode()
    return f'<file name="{name}" path="{path}" encoding="base64">{packed}</file>'


def quiz(text: str, format: str = ' format="html"', files: str = "", more: str = "", choice: str = "") -> str:
    return (
        f'<quiz><question type="multichoice"><name><text>n 1</text></name>\n<questiontext{format}>'
        f"<text>{text}</text>{files}</questiontext>{more}"
        f'<answer fraction="100"><text>yes</text></answer><answer fraction="0">{choice or "<text>no</text>"}'
        "</answer></question></quiz>"
    )


def read(*parts: str, **more: str) -> Reading:
    return moodlexml.read("b.xml", quiz(*parts, **more))


def stem(*parts: str, **more: str) -> str:
    reading = read(*parts, **more)
    assert reading.problems == ()
    return reading.bank.questions[0].stem.source


def cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


def shows(name: str) -> str:
    return cdata(f'<img src="@@PLUGINFILE@@/{name}">')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (cdata("<p>A <b>river</b> &amp; a <em>lake</em></p>"), "A **river** & a *lake*"),
        ("&lt;p&gt;A &lt;b&gt;river&lt;/b&gt; &amp;amp; more&lt;/p&gt;", "A **river** & more"),
        ("<p>A <b>river</b> &amp; a < /p>".replace("< /p", "</p"), "A **river** & a"),
        (cdata('<p dir="ltr" style="text-align: left;">One<br></p>'), "One"),
        (cdata("<p>One</p><p>Two</p>"), "One\n\nTwo"),
        (cdata("int<T> x; a<b && c>d"), "int\\<T> x; a\\<b && c>d"),
        (cdata("5 * 3 # 2_ $5 and $10 C:\\new"), r"5 \* 3 # 2\_ \$5 and \$10 C:\\new"),
        (cdata("<p>Where is \\(x_1\\) in \\[y\\] and $$z$$?</p>"), "Where is $x_1$ in $$y$$ and $$z$$?"),
        (cdata("[tex]x^2[/tex] and <tex>y</tex>"), "$x^2$ and $y$"),
        (cdata(r"<p>\(\)Where is \(x\)?</p>"), "Where is $x$?"),
        (cdata(r"\(\)Here"), "Here"),
        (cdata(r"Does \(\) match?"), r"Does \\(\\) match?"),
        (cdata("[tex]x and no end"), "[tex]x and no end"),
        (cdata("<style>/* a */ p { color: red; }</style><p>Red</p>"), "Red"),
        (cdata("1. No list"), "1\\. No list"),
        (cdata("two\n lines\r\n of HTML"), "two lines of HTML"),
        ("a &#946; b", "a β b"),
    ],
)
def test_html(text: str, expected: str) -> None:
    assert stem(text) == expected


def test_html_is_what_a_text_is_that_says_nothing_or_something_unknown() -> None:
    for format in ("", ' format="html"', ' format="tex"', ' format=" HTML"'):
        assert stem(cdata("a <i>b</i>"), format) == "a *b*"


def test_plain_text_is_printed_as_typed() -> None:
    typed = stem(cdata("a *b* <i>c</i> &amp;\n2. d \\(x\\)"), ' format="plain_text"')
    assert typed == "a \\*b\\* \\<i>c\\</i> \\&amp;\\\n2\\. d \\(x\\)"


def test_moodles_own_format_keeps_lines_and_knows_html() -> None:
    format = ' format="moodle_auto_format"'
    assert stem(cdata("a * b\nc"), format) == "a \\* b\\\nc"
    assert stem(cdata("a <b>b</b>\nc &lt; d"), format) == "a **b**\\\nc < d"
    assert stem(cdata("<ul>\n<li>a</li>\n<li>b</li>\n</ul>"), format) == "- a\n- b"
    assert stem(cdata("a <b>b</b>"), ' format="wiki_like"') == "a **b**"


def test_markdown_stays_markdown() -> None:
    text = "Is *this*:\n\n```\na  b\n\n\nc\n```\n\nright?  \nyes"
    assert stem(cdata(text), ' format="markdown"') == text


def test_markdown_with_html_in_it() -> None:
    text = "Is **H<sub>2</sub>O**<br>`<b>` &amp; water?\n\n| a | b |\n|---|---|\n| <i>1</i> | 2 |"
    made = stem(cdata(text), ' format="markdown"')
    assert made == "Is **H₂O**\\\n`<b>` & water?\n\n| a | b |\n| --- | --- |\n| *1* | 2 |"


def test_math_in_markdown_with_html_in_it() -> None:
    made = stem(cdata(r"Is <b>it</b> $a_1$, $$b \\ *c*$$ or \\(d\_e\\), for $5 or $6?"), ' format="markdown"')
    assert made == r"Is **it** $a_1$, $$b \\ *c*$$ or $d_e$, for \$5 or \$6?"


def test_math_in_markdown_has_two_backslashes() -> None:
    made = stem(
        cdata(r"Is \\(x\_1 + \frac{1}{2}\\) or \\[y\\] or $$z_1$$, not `\\(a\\)`?"), ' format="markdown"'
    )
    assert made == r"Is \(x_1 + \frac{1}{2}\) or \[y\] or $$z_1$$, not `\\(a\\)`?"


def test_answers_have_the_format_of_the_question_unless_they_say_theirs() -> None:
    choice = "<text>a *b*</text><feedback><text>*c*</text></feedback>"
    reading = read(
        "*q*", ' format="markdown"', choice=choice, more="<generalfeedback><text>*g*</text></generalfeedback>"
    )
    (found,) = reading.bank.questions
    assert found.choices[1].text.source == "a *b*"
    assert found.choices[1].feedback is not None
    assert found.choices[1].feedback.source == "*c*"
    assert found.rationale is not None
    assert found.rationale.source == "*g*"
    own = moodlexml.read(
        "b.xml", quiz("*q*", ' format="markdown"', choice=choice).replace('"0"', '"0" format="html"')
    )
    assert own.bank.questions[0].choices[1].text.source == r"a \*b\*"


def test_words_that_stand_without_text_around_them() -> None:
    reading = read("q", choice="bare<feedback>why</feedback>")
    found = reading.bank.questions[0].choices[1]
    assert found.text.source == "bare"
    assert found.feedback is not None
    assert found.feedback.source == "why"


def test_an_element_that_paper_cannot_show_is_an_error_with_its_question_and_line() -> None:
    reading = read(cdata("See\n<video src='a'></video>"))
    (problem,) = reading.problems
    assert problem.code == "html-element"
    assert problem.message.startswith("question 'n 1': ")
    assert problem.place == Place("b.xml", 3)


@pytest.mark.parametrize(
    "shown",
    [
        '<img src="@@PLUGINFILE@@/a%20map.png" alt="Map">',
        '<img src="@@PLUGINFILE@@/a map.png?time=1" alt="Map">',
        '<img src="a%20map.png" alt="Map">',
        "![Map](<@@PLUGINFILE@@/a map.png>)",
        "![Map](@@PLUGINFILE@@/a%20map.png)",
    ],
)
def test_pictures_inside_the_file(shown: str) -> None:
    format = ' format="markdown"' if shown.startswith("!") else ' format="html"'
    made = stem(cdata(shown), format, file("a map.png"))
    assert made.replace("<", "").replace(">", "") == f"![Map]({embedded.keep(PNG)})"


def test_a_text_shows_its_own_file_of_a_name() -> None:
    choice = f"<text>{shows('a.png')}</text>{file('a.png', GIF)}"
    reading = read(cdata('<img src="@@PLUGINFILE@@/a.png">'), files=file("a.png"), choice=choice)
    (found,) = reading.bank.questions
    assert found.stem.source == f"![]({embedded.keep(PNG)})"
    assert found.choices[1].text.source == f"![]({embedded.keep(GIF)})"


def test_files_of_folders_and_of_other_texts_are_found() -> None:
    files = file("a.png", PNG, "/one/") + file("a.png", GIF, "/two/")
    assert stem(cdata('<img src="@@PLUGINFILE@@/two/a.png">'), files=files) == f"![]({embedded.keep(GIF)})"
    choice = f"<text>{shows('b.png')}</text>"
    reading = read("q", files=file("b.png"), choice=choice)
    assert reading.bank.questions[0].choices[1].text.source == f"![]({embedded.keep(PNG)})"


@pytest.mark.parametrize(
    "shown", ['<img src="@@PLUGINFILE@@/a.png" alt="Map">', "![Map](@@PLUGINFILE@@/a.png)"]
)
@pytest.mark.parametrize("files", ["", '<file name="a.png" encoding="base64">no!</file>', file("b.png")])
def test_a_picture_that_is_not_there_is_an_error(shown: str, files: str) -> None:
    format = ' format="markdown"' if shown.startswith("!") else ' format="html"'
    reading = read(cdata(shown), format, files)
    assert [problem.code for problem in reading.problems] == ["missing-picture"]
    assert "@@PLUGINFILE@@/a.png" in reading.problems[0].message


def test_the_picture_of_old_files() -> None:
    more = f"<image>map.png</image><image_base64>\n{base64.b64encode(PNG).decode()}\n</image_base64>"
    assert stem("Where?", more=more) == f"Where?\n\n![]({embedded.keep(PNG)})"
    assert stem("Where?", more="<image></image><image_base64></image_base64>") == "Where?"
    reading = read("Where?", more="<image>map.png</image>")
    assert [problem.code for problem in reading.problems] == ["missing-picture"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_and_line_ends(encoding: str) -> None:
    declared = encoding.removesuffix("-sig").upper()
    source = f'<?xml version="1.0" encoding="{declared}"?>\r\n{quiz("Où est-ce é?")}'.replace("\n", "\r\n")
    decoded = decode("b.xml", source.encode(encoding))
    assert isinstance(decoded, Source)
    reading = moodlexml.read("b.xml", decoded.text)
    assert reading.problems == ()
    assert reading.bank.questions[0].stem.source == "Où est-ce é?"


PLAIN = st.text(st.sampled_from("ab1 .-+>#|*_`!()]~:=é\u00a0\u2028\n\t\"'"), max_size=20)


@settings(max_examples=tries(200), deadline=None)
@given(PLAIN)
def test_plain_paragraphs_are_made_as_the_html_parser_makes_them(text: str) -> None:
    expected = to_markdown(f"<p>{text}</p>").markdown
    assert stem(cdata(f"<p>{text}</p>")) == expected


@pytest.mark.parametrize(
    ("ours", "moodle"),
    [
        ("$x_1$", r"\\(x\_1\\)"),
        (r"\(x_1\)", r"\\( x\_1\\)"),
        (r"$$a \\ b$$", r"$$a \\\\ b$$"),
        (r"\[a<b\]", r"\\[a&lt;b\\]"),
        ("$5 and $10", "$5 and $10"),
        (r"\$5$ `$x_1$`", r"\$5$ `$x_1$`"),
        ("```\n$x_1$\n```", "```\n$x_1$\n```"),
    ],
)
def test_math_as_moodle_shows_it(ours: str, moodle: str) -> None:
    assert to_moodle(ours) == moodle
    assert from_moodle(moodle, own=True) == ours


def test_texts_in_several_languages_are_all_printed_and_said_once() -> None:
    old = '<span lang="nl" class="multilang">Wat?</span><span lang="en" class="multilang">What?</span>'
    new = "{mlang nl}ja{mlang}{mlang en}yes{mlang}"
    reading = moodlexml.read(
        "b.xml",
        f'<quiz><question type="multichoice"><questiontext format="html"><text><![CDATA[{old}]]></text></questiontext>'
        f'<answer fraction="100"><text>{new}</text></answer><answer fraction="0"><text>no</text></answer>'
        "</question></quiz>",
    )
    (found,) = reading.bank.questions
    assert found.stem.source == "Wat? / What?"
    assert found.choices[0].text.source == "ja / yes"
    (problem,) = reading.problems
    assert problem.code == "several-languages"
    assert problem.message.startswith("2 texts")
