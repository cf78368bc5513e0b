"""Workbooks: cells as they are shown, sheets as sections, and what is refused."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import PatternFill

from examgen.errors import Place
from examgen.formats.recognition import is_workbook
from examgen.formats.sheets import xlsx
from examgen.formats.sheets.shown import shown_value
from examgen.formats.sheets.xlsx import read_bytes

PICTURE = Path(__file__).parent.parent / "banks" / "figures"


def workbook(**sheets: list[list[Any]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


HEAD = ["Question", "A", "B", "C", "Answer"]


def test_cells_are_read_as_they_are_shown() -> None:
    book = workbook(
        One=[["My quiz"], [], HEAD, ["How much?", 0.5, 12.0, 1e6, "B"], ["Is it?", True, False, 0.25, "C"]]
    )
    sheet = book["One"]
    sheet["D5"].number_format = "0%"
    data = saved(book)
    assert is_workbook(data)
    reading = read_bytes("t.xlsx", data)
    first, second = reading.bank.questions
    assert [str(choice.text) for choice in first.choices] == ["0.5", "12", "1000000"]
    assert [str(choice.text) for choice in second.choices] == ["TRUE", "FALSE", "25%"]
    assert (first.answer, first.place) == ({"b"}, Place("t.xlsx", 4, 1))
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("value", "format", "expected"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.125, "0.0%", "12.5%"),
        (7, "000", "007"),
        (2.5, "0", "3"),
        (0.5, "# ?/?", "1/2"),
        (1.5e20, "General", "1.5E+20"),
        (12345, "0.00E+00", "1.23E+04"),
        (datetime.datetime(2026, 3, 4), "d mmm yyyy", "4 Mar 2026"),
        (datetime.datetime(2026, 3, 4), "mm-dd-yy", "03-04-26"),
        (datetime.time(9, 5), "h:mm AM/PM", "9:05 AM"),
        (True, "General", "TRUE"),
        (2, "[$\u20ac]0.00", "\u20ac2.00"),
        (-3, "$#,##0.00", "-$3.00"),
        (1234.5, '_-* #,##0.00\\ "\u20ac"_-', "1,234.50 \u20ac"),
        (2.5, '0.0" kg"', "2.5 kg"),
        (5, 'General" m"', "5 m"),
        (3, "[$-409]0", "3"),
        (0.25, "# ??0/??0", "1/4"),
        (1 / 3, "# ?/?", "1/3"),
    ],
)
def test_formats_of_numbers(value: Any, format: str, expected: str) -> None:
    assert shown_value(value, format) == expected


def test_sheets_are_sections_and_hidden_ones_are_said() -> None:
    rows = [HEAD, ["p", "x", "y", "z", "A"]]
    book = workbook(Rivers=rows, Lakes=[HEAD, ["q", "x", "y", "z", "B"]], Notes=[["just", "notes"]], Old=rows)
    book["Old"].sheet_state = "hidden"
    book["Lakes"].row_dimensions[2].hidden = True
    reading = read_bytes("t.xlsx", saved(book))
    assert [question.section for question in reading.bank.questions] == ["Rivers", "Lakes"]
    assert sorted(problem.code for problem in reading.problems) == [
        "hidden-rows",
        "unread-sheet",
        "unread-sheet",
    ]


def test_bold_words_pictures_and_merged_cells() -> None:
    rich = CellRichText("not ", TextBlock(InlineFont(b=True), "true"), " of a_b * c")
    book = workbook(
        One=[["Topic", *HEAD], ["Water", rich, "x", "y", "z", "A"], [None, "q", "x", "y", "z", "B"]]
    )
    sheet = book["One"]
    sheet.merge_cells("A2:A3")
    found = sorted(PICTURE.glob("*.png"))
    if found:
        sheet.add_image(Image(str(found[0])), "B3")
    first, second = read_bytes("t.xlsx", saved(book)).bank.questions
    assert first.stem.source == "not **true** of a_b \\* c"
    assert (first.section, second.section) == ("Water", "Water")
    assert ("![](embedded:" in second.stem.source) == bool(found)


def test_a_formula_without_its_value_is_an_error() -> None:
    reading = read_bytes("t.xlsx", saved(workbook(One=[HEAD, ["p", "=1+1", "y", "z", "B"]])))
    assert [(problem.code, problem.place) for problem in reading.problems] == [
        ("formula", Place("t.xlsx", 2, 2))
    ]


def changed(data: bytes, file: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, text.replace(old, new) if name == file else text)
    return out.getvalue()


def test_cells_far_to_the_right_are_refused_and_not_padded() -> None:
    book = workbook(S=[["question", "a", "b", "answer"], ["W?", "x", "y", "a"]])
    for row in range(3, 80):
        book["S"].cell(row, 16_384, "far")
    reading = read_bytes("b.xlsx", saved(book))
    assert reading.problems[0].message == "the sheet 'S' has cells far to the right of the others"
    assert reading.bank.questions == ()


def test_hostile_workbooks_are_refused() -> None:
    data = saved(workbook(One=[HEAD, ["p", "x", "y", "z", "B"]]))
    sheet = "xl/worksheets/sheet1.xml"
    merged = changed(
        data, sheet, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    entity = changed(data, sheet, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    for bad, code in ((merged, "bad-package"), (entity, "xml-entities"), (data[:-200], "bad-package")):
        assert [problem.code for problem in read_bytes("t.xlsx", bad).problems] == [code]


def test_comments_on_cells_are_said() -> None:
    book = workbook(One=[HEAD, ["p", "x", "y", "z", "B"]])
    book["One"]["B2"].comment = Comment("Too easy?", "me")
    reading = read_bytes("t.xlsx", saved(book))
    assert [(problem.code, problem.place) for problem in reading.problems] == [
        ("cell-comment", Place("t.xlsx", 2, 2))
    ]


def test_old_workbooks_are_refused_in_words() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0k\0b\0o\0o\0k\0"
    assert is_workbook(old)
    reading = read_bytes("t.xls", old)
    assert [problem.code for problem in reading.problems] == ["old-workbook"]


@pytest.mark.parametrize("cut", [30, 200, 1000, 3000])
def test_damaged_workbooks_give_problems(cut: int) -> None:
    data = bytearray(saved(workbook(One=[HEAD, ["p", "x", "y", "z", "B"]])))
    data[cut : cut + 40] = b"\xff" * 40
    reading = read_bytes("t.xlsx", bytes(data))
    assert reading.bank.questions or reading.problems


def test_the_cells_of_all_sheets_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(workbook(S=[HEAD, ["What?", "x", "y", "z", "b"]], T=[HEAD, ["Who?", "x", "y", "z", "b"]]))
    monkeypatch.setattr(xlsx, "_MOST_CELLS", 20)
    assert len(read_bytes("q.xlsx", data).bank.questions) == 2
    monkeypatch.setattr(xlsx, "_MOST_CELLS", 19)
    (problem,) = read_bytes("q.xlsx", data).problems
    assert problem.message == "the workbook holds too much to be read"


def rich(*parts: tuple[str, str]) -> CellRichText:
    """Return rich text; each part is its words, and ``superscript``, ``subscript`` or nothing."""
    return CellRichText(*(TextBlock(InlineFont(vertAlign=way), text) if way else text for text, way in parts))


def test_raised_and_lowered_words_stay_so() -> None:
    power = rich(("10", ""), ("3", "superscript"), (" m", ""))
    water, index = rich(("H", ""), ("2", "subscript"), ("O", "")), rich(("a", ""), ("max", "subscript"))
    reading = read_bytes("t.xlsx", saved(workbook(One=[HEAD, ["Which?", power, water, index, "A"]])))
    texts = [str(choice.text) for choice in reading.bank.questions[0].choices]
    assert texts == ["10\u00b3 m", "H\u2082O", r"a${}_{\text{max}}$"]


@pytest.mark.parametrize(("format", "said"), [("d-mmm", True), ("mmm-yy", True), ("d mmm yyyy", False)])
def test_dates_that_may_have_been_typed_as_fractions_are_said(format: str, said: bool) -> None:
    book = workbook(One=[HEAD, ["Half?", datetime.datetime(2026, 2, 1), "x", "y", "A"]])
    book["One"]["B2"].number_format = format
    problems = read_bytes("t.xlsx", saved(book)).problems
    assert [problem.code for problem in problems] == ["date-cell"] * said


@pytest.mark.parametrize(
    ("filled", "right"), [("CBD", ["b", "a", ""]), ("BBB", ["b", "a", "a"]), ("CBC", ["b", "a", ""])]
)
def test_a_colour_that_contradicts_the_answer_where_others_agree(filled: str, right: list[str]) -> None:
    rows = [["Which?", "x", "y", "z", letter] for letter in "BAA"]
    book = workbook(One=[HEAD, *rows])
    for row, column in enumerate(filled, 2):
        book["One"][f"{column}{row}"].fill = PatternFill("solid", fgColor="FFFF00")
    reading = read_bytes("t.xlsx", saved(book))
    assert ["".join(question.answer) for question in reading.bank.questions] == right
    assert [problem.code for problem in reading.problems] == ["answer-mismatch"] * right.count("")
