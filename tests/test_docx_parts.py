"""What stands in Word files besides plain text; files that are no good; files that mean harm."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from conftest import ROOT, tries
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st
from test_docx import Maker, answers, choices, codes, stem

from examgen import embedded
from examgen.errors import Severity, errors_of
from examgen.formats import package as packages
from examgen.formats.quiz import reader as quiztext
from examgen.formats.recognition import is_word
from examgen.formats.word import reader as word
from examgen.formats.word.math import latex_of_word

SEED = ROOT.parent / "shared" / "seed" / "quiz-vae.txt"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
R = "<m:r><m:t>{}</m:t></m:r>"
RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


def asked(make: Maker) -> None:
    """Add choices and an answer."""
    make.lines("a) one", "b) two", "Answer: a")


def math(inside: str) -> str:
    """Return the LaTeX of an equation."""
    return latex_of_word(parse_xml(f"<m:oMath {nsdecls('m')}>{inside}</m:oMath>"))


def part(name: str, *runs: str) -> str:
    return f"<m:{name}>{''.join(R.format(run) for run in runs)}</m:{name}>"


@pytest.mark.parametrize(
    ("omml", "latex"),
    [
        ("<m:f>" + part("num", "a+1") + part("den", "2b") + "</m:f>", r"\frac{a+1}{2b}"),
        ("<m:sSup>" + part("e", "x") + part("sup", "2") + "</m:sSup>", "x^{2}"),
        ("<m:sSub>" + part("e", "x") + part("sub", "i") + "</m:sSub>", "x_{i}"),
        ("<m:rad><m:deg/>" + part("e", "x") + "</m:rad>", r"\sqrt{x}"),
        ("<m:rad>" + part("deg", "3") + part("e", "x") + "</m:rad>", r"\sqrt[{3}]{x}"),
        (
            '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
            + part("sub", "i=1") + part("sup", "n") + part("e", "i") + "</m:nary>",
            "∑_{i=1}^{n}i",
        ),
        ("<m:nary>" + part("sub", "0") + part("sup", "1") + part("e", "f") + "</m:nary>", "∫_{0}^{1}f"),
        ('<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>' + part("e", "x") + "</m:d>", r"\left[x\right]"),
        ("<m:m><m:mr>" + part("e", "1") + part("e", "0") + "</m:mr><m:mr>" + part("e", "0") + part("e", "1")
         + "</m:mr></m:m>", r"\begin{matrix}1 & 0 \\ 0 & 1\end{matrix}"),
        ("<m:acc>" + part("e", "x") + "</m:acc>", r"\hat{x}"),
        ('<m:bar><m:barPr><m:pos m:val="top"/></m:barPr>' + part("e", "x") + "</m:bar>", r"\overline{x}"),
        ("<m:func>" + part("fName", "sin") + part("e", "x") + "</m:func>", r"\sin x"),
        ("<m:func><m:fName><m:limLow>" + part("e", "lim") + part("lim", "n→∞") + "</m:limLow></m:fName>" + part("e", "a")
         + "</m:func>", r"\lim_{n→∞}a"),
        ("<m:sPre>" + part("sub", "6") + part("sup", "14") + part("e", "C") + "</m:sPre>", "{}_{6}^{14}C"),
        ("<m:r><m:rPr><m:nor/></m:rPr><m:t>if so</m:t></m:r>", r"\text{if so}"),
        ('<m:r><m:rPr><m:sty m:val="b"/></m:rPr><m:t>v</m:t></m:r>', r"\mathbf{v}"),
        (R.format("\U0001d465"), "x"),
    ],
)  # fmt: skip
def test_equations(omml: str, latex: str) -> None:
    assert math(omml) == latex


def test_an_equation_of_its_own_is_a_display_and_an_unknown_one_an_error() -> None:
    make = Maker()
    make.lines("1. Which is it?")
    make.xml(f"<m:oMathPara><m:oMath>{R.format('a=b')}</m:oMath></m:oMathPara>")
    make.xml(f"<m:oMath><m:strange>{R.format('x')}</m:strange></m:oMath>")
    asked(make)
    reading = make.read()
    assert stem(reading) == "Which is it?\n\n$$a=b$$"
    assert codes(reading) == ["docx-equation"]
    assert "'x' has <strange>" in reading.problems[0].message
    assert str(reading.problems[0].place) == "b.docx:3"


def test_choices_that_are_equations_can_be_marked() -> None:
    make = Maker()
    num = make.list(("decimal", "%1."), ("lowerLetter", "%2)"))
    make.p("Which?", num=(num, 0))
    make.p("one", num=(num, 1))
    make.xml(
        f'<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="{num}"/></w:numPr></w:pPr><m:oMath><m:r><w:rPr>'
        '<w:highlight w:val="yellow"/></w:rPr><m:t>x</m:t></m:r></m:oMath>'
    )
    reading = make.read()
    assert (choices(reading), answers(reading), codes(reading)) == (["one", "$x$"], ["b"], [])


def test_pictures() -> None:
    make = Maker()
    make.p("1. What is this? ").add_run().add_picture(io.BytesIO(PNG), width=Cm(4))
    asked(make)
    reading = make.read()
    assert codes(reading) == []
    address = embedded.keep(PNG)
    assert stem(reading) == f"What is this? ![]({address}){{width=4.0cm}}"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60, "is an EMF drawing"),
        (b"", "is not in the file"),
        (b"strange", "in a format that is not known"),
    ],
)
def test_pictures_that_cannot_be_printed(data: bytes, said: str) -> None:
    make = Maker()
    make.p("1. What is this? ").add_run().add_picture(io.BytesIO(PNG))
    asked(make)
    reading = word.read_bytes("b.docx", changed(make.bytes(), "word/media/image1.png", data))
    assert codes(reading) == ["docx-picture"]
    assert said in reading.problems[0].message
    assert len(errors_of(reading.problems)) == 1


def changed(package: bytes, name: str, data: bytes) -> bytes:
    """Return a package with another file in the place of one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(each, data if each == name else old.read(each))
    return out.getvalue()


def test_charts_old_equations_and_drawings_are_errors() -> None:
    make = Maker()
    make.lines("1. What is this?")
    make.xml(
        "<w:r><w:drawing><a:graphic><a:graphicData><chart/></a:graphicData></a:graphic></w:drawing></w:r>"
    )
    make.xml('<w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>')
    make.xml("<w:r><w:pict><v:oval/></w:pict></w:r>")
    make.xml('<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>')
    asked(make)
    assert codes(make.read()) == ["docx-drawing", "docx-equation", "docx-drawing"]


def test_tables() -> None:
    make = Maker()
    make.p("1. Which river is longer?")
    table = make.doc.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["Rhine", "1,230", "a|b", "x*"], strict=True
    ):
        cell.text = text
    asked(make)
    reading = make.read()
    assert codes(reading) == []
    assert stem(reading).split("\n\n")[1] == "|  |  |\n| --- | --- |\n| Rhine | 1,230 |\n| a\\|b | x\\* |"


def test_choices_in_a_table_and_questions_in_a_table() -> None:
    make = Maker()
    make.p("1. Which is the capital of France?")
    table = make.doc.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells],
        ["A. Rome", "C. Nice", "B. Paris", "D. Bonn"],
        strict=True,
    ):
        cell.text = text
    make.p("Answer: B")
    reading = make.read()
    assert (choices(reading), answers(reading), codes(reading)) == (
        ["Rome", "Paris", "Nice", "Bonn"],
        ["b"],
        [],
    )

    make = Maker()
    rows = [
        ("No.", "Question", "A", "B", "Answer"),
        ("1", "Which?", "one", "two", "B"),
        ("2", "What?", "uno", "due", "A"),
    ]
    table = make.doc.add_table(3, 5)
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    reading = make.read()
    assert (choices(reading, 1), answers(reading), codes(reading)) == (["uno", "due"], ["b", "a"], [])


def test_labels_beside_texts_in_a_table() -> None:
    make = Maker()
    table = make.doc.add_table(4, 2)
    texts = ["1", "Which?", "A", "one", "B", "two", "", "Answer: B"]
    for cell, text in zip([c for row in table.rows for c in row.cells], texts, strict=True):
        cell.text = text
    reading = make.read()
    assert (stem(reading), choices(reading), answers(reading), codes(reading)) == (
        "Which?",
        ["one", "two"],
        ["b"],
        [],
    )


def test_changes_comments_fields_and_controls() -> None:
    make = Maker()
    make.xml(
        RUN.format("1. Which ")
        + f"<w:ins>{RUN.format('one')}</w:ins><w:del><w:r><w:delText>two</w:delText></w:r></w:del>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + RUN.format(" of 3")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f"<w:sdt><w:sdtContent>{RUN.format('?')}</w:sdtContent></w:sdt><w:r><w:commentReference w:id='1'/></w:r>"
    )
    asked(make)
    reading = make.read()
    assert stem(reading) == "Which one of 3?"
    assert sorted(codes(reading)) == ["docx-comment", "docx-deleted", "docx-inserted"]
    assert {problem.severity for problem in reading.problems} == {Severity.WARNING}


def test_a_paragraph_whose_end_is_deleted_goes_on() -> None:
    make = Maker()
    make.xml("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + RUN.format("1. Which "))
    make.lines("is it?")
    asked(make)
    assert stem(make.read()) == "Which is it?"


def test_signs_of_symbol_fonts_boxes_of_forms_and_hyphens() -> None:
    make = Maker()
    make.xml(
        RUN.format("1. Is ") + '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'
        '<w:r><w:t xml:space="preserve"> non</w:t><w:noBreakHyphen/><w:t>zero?</w:t></w:r>'
    )
    make.xml('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + RUN.format(" a) yes"))
    make.lines("b) no")
    make.lines("2. Which?")
    for state, text in (("0", "one"), ("1", "two")):
        make.xml(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default '
            f'w:val="{state}"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + RUN.format(f" {text}")
        )
    reading = make.read()
    assert stem(reading) == "Is \u03b1 non-zero?"
    assert (answers(reading), codes(reading)) == (["a", "b"], [])


def test_an_unknown_sign_is_an_error() -> None:
    make = Maker()
    make.xml(RUN.format("1. Which? ") + '<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>')
    asked(make)
    assert codes(make.read()) == ["docx-symbol"]


def test_text_boxes_notes_and_links() -> None:
    make = Maker()
    make.xml(
        RUN.format("1. Which?")
        + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"<w:txbxContent><w:p>{RUN.format('In a box.')}</w:p></w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p>{RUN.format('In a box.')}</w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    link = make.doc.part.relate_to(
        "https://a.org/",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    make.xml(
        RUN.format("See ")
        + f'<w:hyperlink r:id="{link}">{RUN.format("this")}</w:hyperlink>'
        + RUN.format(".")
    )
    asked(make)
    reading = make.read()
    assert stem(reading) == "Which?\n\nIn a box.\n\nSee [this](https://a.org/)."
    assert codes(reading) == ["docx-box"]


def test_missing_notes_and_unknown_parts_are_errors() -> None:
    make = Maker()
    make.xml(
        RUN.format("1. Which?")
        + '<w:r><w:footnoteReference w:id="7"/></w:r>'
        + f"<w:odd>{RUN.format('words')}</w:odd>"
    )
    asked(make)
    reading = make.read()
    assert codes(reading) == ["docx-note", "docx-part"]
    assert "'words'" in reading.problems[1].message


def test_headers_are_said() -> None:
    make = Maker()
    make.doc.sections[0].header.paragraphs[0].text = "Course 101"
    make.lines("1. Which?")
    asked(make)
    reading = make.read()
    assert codes(reading) == ["docx-header"]
    assert "Course 101" in reading.problems[0].message


# ---- files that are no good


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "docx-old"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "docx-locked"),
        (b"{\\rtf1 x}", "docx-old"),
        (b"PK\x03\x04", "bad-package"),
        (b"", "bad-package"),
    ],
)
def test_other_files_are_refused(data: bytes, code: str) -> None:
    reading = word.read_bytes("b.docx", data)
    assert codes(reading) == [code]
    assert reading.bank.questions == ()


def test_what_is_recognised() -> None:
    assert is_word(Maker().bytes())
    assert not is_word(b"PK\x03\x04 xl/workbook.xml")
    assert not is_word(b"1. Which?")


def test_an_empty_document_has_no_questions() -> None:
    assert codes(Maker().read()) == ["no-questions"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("word/document.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "xml-entities"),
        ("word/document.xml", b"<w:document", "xml-syntax"),
        ("word/document.xml", b"<document/>", "bad-package"),
        ("word/document.xml", b"<a>" * 5000, "xml-depth"),
        ("word/styles.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "xml-entities"),
        ("word/numbering.xml", b"\xff\xfe\x00", "xml-syntax"),
    ],
)
def test_parts_that_mean_harm(name: str, data: bytes, code: str) -> None:
    make = Maker()
    make.lines("1. Which?")
    asked(make)
    found = codes(word.read_bytes("b.docx", changed(make.bytes(), name, data)))
    assert code in found or (name != "word/document.xml" and found)


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_FILE_BYTES", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 1_000_001)
    assert codes(word.read_bytes("b.docx", out.getvalue())) == ["bad-package"]


def test_tables_in_tables_have_an_end() -> None:
    make = Maker()
    inside = "<w:p/>"
    for _ in range(40):
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"
    make.xml(RUN.format("x"))
    body = make.bytes()
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        document = package.read("word/document.xml").replace(b"<w:sectPr", inside.encode() + b"<w:sectPr", 1)
    assert "docx-depth" in codes(word.read_bytes("b.docx", changed(body, "word/document.xml", document)))


PARTS = [
    *(
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "sdt",
        "sdtContent",
        "hyperlink",
        "ins",
        "del",
        "fldChar",
        "instrText",
        "br",
    ),
    *(
        "tab",
        "sym",
        "drawing",
        "pict",
        "numPr",
        "pPr",
        "rPr",
        "b",
        "footnoteReference",
        "AlternateContent",
        "object",
    ),
]


def wrapped(name: str, parts: list[str]) -> str:
    return f"<w:{name}>{''.join(parts)}</w:{name}>"


@settings(max_examples=tries(60), deadline=None)
@given(st.recursive(
    st.sampled_from([f"<w:{name}/>" for name in PARTS] + ["<w:t>1. a</w:t>", "<w:t>a) b</w:t>", "<m:oMath/>"]),
    lambda inner: st.builds(wrapped, st.sampled_from(PARTS), st.lists(inner, max_size=4)),
    max_leaves=30,
))  # fmt: skip
def test_any_parts_give_a_bank_or_problems(inside: str) -> None:
    out = io.BytesIO()
    spaces = 'xmlns:w="urn:w" xmlns:m="urn:m"'
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f"<w:document {spaces}><w:body>{inside}</w:body></w:document>")
    assert word.read_bytes("b.docx", out.getvalue()).problems


@settings(max_examples=tries(60), deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_problems(data: bytes) -> None:
    assert word.read_bytes("b.docx", b"PK\x03\x04" + data).problems


def test_a_quiz_typed_into_word_reads_as_its_text() -> None:
    if not SEED.exists():
        pytest.skip("no seed quiz")
    source = SEED.read_text("utf-8")
    make = Maker()
    for line in source.split("\n"):
        make.p(line)
    text, read = quiztext.read("b.txt", source).bank, make.read()
    assert [question.answer for question in read.bank.questions] == [
        question.answer for question in text.questions
    ]
    assert [len(question.choices) for question in read.bank.questions] == [
        len(q.choices) for q in text.questions
    ]
