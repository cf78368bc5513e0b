"""QTI 2.1 packages that we write: read back they are the same bank, and their XML is what the standard asks for."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from examgen import embedded
from examgen.errors import Place
from examgen.formats.html.write import to_html, to_inline_html
from examgen.formats.qti2 import reader as qti2
from examgen.formats.quiz.reader import read as read_quiz
from examgen.model import Bank, Choice, Heading, Question, Text

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
AT = Place("bank.md", 1, 1)


def text(source: str) -> Text:
    return Text(source, (AT,) * (source.count("\n") + 1))


def choice(id: str, source: str, **more: object) -> Choice:
    return replace(Choice(id, text(source), AT), **more)  # type: ignore[arg-type]


def question(**more: object) -> Question:
    plain = Question(
        "mouth", text("Where does it end?"), AT, (choice("a", "At its source"), choice("b", "At its mouth")),
        frozenset("b"), given_id=True,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def bank(*questions: Question, heading: Heading | None = None) -> Bank:
    return Bank(questions, heading or Heading(), (Path("bank.md"),), "bank")


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def back(of: Bank) -> Bank:
    reading = qti2.read_bytes("bank.zip", qti2.write(of))
    assert reading.problems == ()
    return reading.bank


def said(found: Question) -> tuple[object, ...]:
    """Return all that a question is, but for its places."""
    choices = [
        (each.id, each.text.source, each.weight, each.feedback and each.feedback.source, each.pin)
        for each in found.choices
    ]
    return (
        found.id, found.given_id, found.stem.source, choices, found.answer,
        found.rationale and found.rationale.source, found.points, found.tags, found.difficulty, found.section,
        found.pin, found.keep_order,
    )  # fmt: skip


FULL = question(
    stem=text("If $x \\le 3$ and **not** `a < b`:\n\n- one\n- two\n\nwhat is *it*?"),
    choices=(
        choice(
            "a", "It is $5 \\cdot x$", feedback=text("Too small,\n\n1. really\n2. so"), weight=Fraction(1, 3)
        ),
        choice("robust", "2\\*3 & \\<b>", pin=True),
        choice("c", "Both [[a]] and [[robust]]"),
    ),
    answer=frozenset(("c",)),
    rationale=text("By definition.\n\n$$y = 1$$"),
    points=Fraction(5, 2),
    tags=("water", "big rivers"),
    difficulty="easy",
    section="Basics / More",
    pin=True,
    keep_order=True,
)


def test_a_bank_comes_back_as_it_was() -> None:
    several = question(
        id="several", choices=(choice("a", "Danube"), choice("b", "Iceland"), choice("c", "Mekong")),
        answer=frozenset(("a", "c")), points=Fraction(1, 3), section="Last",
    )  # fmt: skip
    before = bank(
        FULL, several, question(id="nothing", points=Fraction(0)), question(id="ends-river", given_id=False),
        heading=Heading(title="Rivers & lakes", instructions="No *maps*."),
    )  # fmt: skip
    after = back(before)
    assert [said(each) for each in after.questions] == [said(each) for each in before.questions]
    assert after.heading == before.heading
    assert [problem.code for problem in qti2.losses(before)] == ["references-as-typed"]


def test_blanks_of_code_come_back_and_its_language_is_said() -> None:
    choices = (choice("a", "` s`"), choice("b", "`t  `"), choice("c", "no"))
    blanks = question(stem=text("`p   q` or `  r`?"), choices=choices)
    assert [text.text.source for text in back(bank(blanks)).questions[0].choices] == ["` s`", "`t  `", "no"]
    assert back(bank(blanks)).questions[0].stem.source == "`p   q` or `  r`?"
    assert qti2.losses(bank(blanks)) == []
    fenced = question(id="loops", stem=text("Which?\n\n```python\nx = 1\n```"))
    assert [problem.message for problem in qti2.losses(bank(fenced))] == [
        "question 'loops': the language of its code cannot be written as QTI 2.1"
    ]


def test_ids_that_qti_does_not_take() -> None:
    before = bank(question(id="1:a"), question(id="1_a"), question(id="1_A"))
    assert [each.id for each in back(before).questions] == ["1:a", "1_a", "1_A"]
    names = [name for name in files(qti2.write(before)) if name.startswith("items/")]
    assert names == ["items/_1_a.xml", "items/_1_a_2.xml", "items/_1_A_3.xml"]


def test_the_same_bank_gives_the_same_bytes() -> None:
    data = qti2.write(bank(FULL))
    assert data == qti2.write(bank(FULL))
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.namelist() == ["imsmanifest.xml", "test.xml", "items/mouth.xml"]


def test_pictures_are_in_the_package(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(PNG)
    source = "1. What is ![a map](map.png){width=40%} this?\n - (a) A map\n - (b) ![](gone.png)\n\nAnswer: a\nWhy: It is.\n"
    name = str(tmp_path / "bank.md")
    before = read_quiz(name, source).bank
    inside = question(id="inside", stem=text(f"![]({embedded.keep(PNG)})"))
    before = replace(before, questions=(*before.questions, inside))
    written = files(qti2.write(before))
    (picture,) = [path for path in written if path.startswith("images/")]
    assert written[picture] == PNG
    assert written["imsmanifest.xml"].count(f'<file href="{picture}"/>'.encode()) == 2
    shown = f'<img src="../{picture}" alt="a map" width="40%"/>'.encode()
    assert [name for name, data in written.items() if shown in data] == [
        f"items/{before.questions[0].id}.xml"
    ]
    after = qti2.read_bytes("bank.zip", qti2.write(before)).bank
    assert after.questions[0].stem.source == f"What is ![a map]({embedded.keep(PNG)}){{width=40%}} this?"
    losses = qti2.losses(before)
    assert [problem.code for problem in losses] == ["not-carried", "not-carried"]
    assert "'gone.png'" in losses[1].message


def test_no_picture_from_outside_the_banks_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "inner").mkdir()
    place = Place(str(tmp_path / "inner" / "bank.md"), 1)
    stem = Text("![](../secret.png) or ![](/etc/passwd)", (place,))
    assert not any(name.startswith("images/") for name in files(qti2.write(bank(question(stem=stem)))))


def test_what_is_lost_is_said() -> None:
    before = bank(
        question(stem=text("3. three\n4. four\n\nand?")), heading=Heading(course="GEO101", date="May")
    )
    messages = [problem.message for problem in qti2.losses(before)]
    assert messages == [
        "the exam's course and date cannot be written as QTI 2.1",
        "question 'mouth': its stem cannot be written as QTI 2.1",
    ]


# ---------------------------------------------------------------- what the standard asks for

Q = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
#: The order of what may stand in an item, and in a section of a test, as the standard has it.
IN_ITEM = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
IN_SECTION = ["ordering", "rubricBlock", "assessmentItemRef"]
FLOW = {
    "a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def ordered(element: etree._Element, names: list[str]) -> bool:
    found = [names.index(etree.QName(child).localname) for child in element]
    return found == sorted(found)


def test_items_are_made_as_the_standard_has_them() -> None:
    long = "# Head\n\n> said\n\n| a |\n|--:|\n| 1 |\n\n```\nx < 1\n```\n\n---\n\n[a](http://b.c)\\\nend"
    written = files(
        qti2.write(bank(FULL, question(id="long", stem=text(long)), heading=Heading(instructions="Read.")))
    )
    items = [etree.fromstring(data) for name, data in written.items() if name.startswith("items/")]
    for item in items:
        assert ordered(item, IN_ITEM)
        assert {item.get("adaptive"), item.get("timeDependent")} == {"false"}
        inside = [each for each in item.find(f"{Q}itemBody").iter() if each.tag != f"{Q}itemBody"]
        names = {etree.QName(each).localname for each in inside}
        assert names <= FLOW | {"choiceInteraction", "prompt", "simpleChoice"}
        assert not any(set(each.attrib) & {"style", "start", "align"} for each in inside)
    test = etree.fromstring(written["test.xml"])
    sections = list(test.iter(f"{Q}assessmentSection"))
    assert all(ordered(section, IN_SECTION) for section in sections)
    assert [section.get("title") for section in sections] == ["Basics / More", "Questions"]
    hrefs = [each.get("href") for each in test.iter(f"{Q}assessmentItemRef")]
    assert hrefs == [name for name in written if name.startswith("items/")]


def test_the_list_of_contents_names_all_files() -> None:
    written = files(qti2.write(bank(FULL, question(id="other"))))
    root = etree.fromstring(written["imsmanifest.xml"])
    space = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
    assert [child.tag for child in root] == [
        f"{space}{name}" for name in ("metadata", "organizations", "resources")
    ]
    named = [each.get("href") for each in root.iter(f"{space}file")]
    assert sorted(named) == sorted(name for name in written if name != "imsmanifest.xml")
    types = [each.get("type") for each in root.iter(f"{space}resource")]
    assert types == ["imsqti_test_xmlv2p1", "imsqti_item_xmlv2p1", "imsqti_item_xmlv2p1"]
    ids = [each.get("identifier") for each in root.iter(f"{space}resource")]
    depends = [each.get("identifierref") for each in root.iter(f"{space}dependency")]
    assert depends == ids[1:]


SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas" / "qti"


@pytest.mark.skipif(
    not (SCHEMAS / "imsqti_v2p1.xsd").exists(), reason="the published schema imsqti_v2p1.xsd is not here"
)
def test_what_is_written_is_valid_by_the_published_schema() -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "imsqti_v2p1.xsd"))
    for name, data in files(qti2.write(bank(FULL, question(id="plain")))).items():
        if name.endswith(".xml") and name != "imsmanifest.xml":
            schema.assertValid(etree.fromstring(data))


# ---------------------------------------------------------------- the HTML of a text


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a *b* **c** `d < e`", "<p>a <em>b</em> <strong>c</strong> <code>d &lt; e</code></p>"),
        ("` p   q`", "<p><code>&#160;p &#160;&#160;q</code></p>"),
        ("- 5", "<p>- 5</p>"),
        ("a\nb\\\nc", "<p>a\nb<br/>c</p>"),
        ("- a\n- b\n\nc", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("x\n\n3. c\n4. d", '<p>x</p><ol start="3"><li>c</li><li>d</li></ol>'),
        ("$x<1$ costs \\$5 or $6", "<p>\\(x&lt;1\\) costs $5 or $6</p>"),
        ("so\n\n$$\na\nb\n$$", "<p>so</p><p>\\[a b\\]</p>"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", '<table><thead><tr><th>a</th><th style="text-align:center">b</th></tr></thead>'
         '<tbody><tr><td>1</td><td style="text-align:center">2</td></tr></tbody></table>'),
        ("```c\n#include <x>\n```\n", "<pre>#include &lt;x&gt;\n</pre>"),
        ('![a "b"](x.png){width=2in}', '<p><img src="x.png" alt="a &quot;b&quot;" width="192"/></p>'),
        ("[a](http://b.c?d&e) <i> [[a]]", '<p><a href="http://b.c?d&amp;e">a</a> &lt;i&gt; [[a]]</p>'),
        ("It's \"so\" -- 2*3*4", "<p>It's \"so\" -- 2*3*4</p>"),
    ],
)  # fmt: skip
def test_html(source: str, html: str) -> None:
    assert to_html(source) == html


def test_html_of_one_paragraph_and_with_other_math_and_pictures() -> None:
    assert to_inline_html("a *b*") == "a <em>b</em>"
    assert to_inline_html("a\n\nb") is None
    assert to_inline_html("") is None
    made = to_html(
        "$x$ ![](p.png)", math=lambda latex, display: f"<m>{latex}{display}</m>", pictures="q/{}".format
    )
    assert made == '<p><m>xFalse</m> <img src="q/p.png" alt=""/></p>'


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=40)
LINES = st.lists(
    WORDS | st.sampled_from(("- a", "> b", "| a |", "|---|", "```", "$x$", "1. c", "", "**b** [x](y)")),
    max_size=5,
)


@settings(max_examples=tries(60))
@given(LINES)
def test_any_text_is_written_as_xml_that_reads_back(lines: list[str]) -> None:
    source = "\n".join(lines)
    before = bank(
        question(stem=text(source), choices=(choice("a", source), choice("b", "x")), answer=frozenset("b"))
    )
    written = files(qti2.write(before))
    etree.fromstring(written["items/mouth.xml"])
    assert len(qti2.read_bytes("bank.zip", qti2.write(before)).bank.questions) == 1


@pytest.mark.parametrize("source", [r"Type \\(1\\) here", "a list &#91;[a]]", "x[[a]]"])
def test_words_that_others_read_as_a_formula_or_a_reference_are_said(source: str) -> None:
    codes = [problem.code for problem in qti2.losses(bank(question(stem=text(source))))]
    assert "not-carried" in codes
