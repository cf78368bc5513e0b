"""Word files with choices in columns, circles and boxes, numbered choices, and questions in the cells of tables."""

from __future__ import annotations

import pytest
from docx.shared import Pt
from test_docx import Maker, answers, choices, codes, stem

RTL = '<w:r><w:rPr>{}<w:rtl/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'


def test_choices_whose_letters_go_down_the_columns() -> None:
    make = Maker()
    make.lines("1.\tWhich is a colour?", "\ta.\tiron\t\tc.\tzinc", "\tb.\tred\t\td.\ttin", "Answer: B")
    make.lines("2. Which is a metal?", "a) sea\tc) iron", "b) sky", "Answer: C")
    reading = make.read()
    assert codes(reading) == []
    assert choices(reading) == ["iron", "red", "zinc", "tin"]
    assert choices(reading, 1) == ["sea", "sky", "iron"]
    assert answers(reading) == ["b", "c"]


def test_a_later_choice_on_a_line_is_never_part_of_an_earlier_one() -> None:
    make = Maker()
    make.lines("1. Which is a metal?", "a) sea\td) iron", "b) sky", "Answer: B")
    assert "docx-letters" in codes(make.read())


def test_a_letter_behind_a_gap_that_has_a_line_of_its_own_is_a_word() -> None:
    make = Maker()
    make.lines("1. Which one?", "a) see\tc) below", "b) sky", "c) sea", "Answer: B")
    reading = make.read()
    assert (answers(reading), codes(reading)) == (["b"], [])


def test_typed_circles_of_which_one_is_full() -> None:
    make = Maker()
    make.lines("1. Which is red?", "○ iron", "● blood")
    make.lines("2. Which is blue?", "● sky", "○ sea", "○ tin")
    reading = make.read()
    assert (answers(reading), codes(reading)) == (["b", "a"], [])
    assert choices(reading, 1) == ["sky", "sea", "tin"]


def test_boxes_of_lists_of_which_one_is_crossed() -> None:
    make = Maker()
    empty, crossed = make.list(("bullet", "\u2610")), make.list(("bullet", "\u2612"))
    make.p("1. Which is red?")
    make.p("iron", num=(empty, 0))
    make.p("blood", num=(crossed, 0))
    make.p("2. Which is blue?")
    make.p("the sky", num=(crossed, 0))
    make.p("grass", num=(empty, 0))
    reading = make.read()
    assert (answers(reading), choices(reading), codes(reading)) == (["b", "a"], ["iron", "blood"], [])


def numbered_choices(make: Maker, before: str = "") -> None:
    for right, texts in (("2", ("sea", "blood")), ("1", ("sky", "grass", "milk"))):
        if before:
            make.p(before)
        make.p(("Which colour has it?", "bold"))
        num = make.list(("decimal", "%1."))
        for text in texts:
            make.p(text, num=(num, 0))
        make.p(f"Answer: {right}")


def test_numbered_choices_below_questions_without_numbers() -> None:
    make = Maker()
    numbered_choices(make)
    reading = make.read()
    assert (answers(reading), codes(reading)) == (["b", "a"], [])
    assert (stem(reading), choices(reading, 1)) == ("Which colour has it?", ["sky", "grass", "milk"])


def test_what_may_be_a_reason_is_no_stem() -> None:
    make = Maker()
    numbered_choices(make, "It is as red as it can be.")
    reading = make.read()
    assert reading.bank.questions == ()


def test_a_question_between_two_lists_of_letters_is_an_error() -> None:
    make = Maker()
    num = make.list(("decimal", "%1."), ("lowerLetter", "%2."))
    make.p("Two claims:", num=(num, 0))
    make.p("Iron rusts.", num=(num, 1))
    make.p("Gold rusts.", num=(num, 1))
    make.p("Which are true?")
    make.p("the first", num=(num, 1))
    make.p("both", num=(num, 1))
    make.p("Answer: B")
    assert "stray-text" in codes(make.read())


def test_bold_letters_that_are_read_from_the_right() -> None:
    make = Maker()
    for number, right in ((1, 0), (2, 1)):
        make.xml(RTL.format("", f"{number}. שאלה?"))
        for index, (letter, text) in enumerate((("a", "כן"), ("b", "לא"))):
            bold = '<w:b w:val="0"/><w:bCs/>' if index == right else "<w:b/><w:bCs w:val='0'/>"
            make.xml(RTL.format(bold, f"{letter}) {text}"))
    assert answers(make.read()) == ["a", "b"]


def cells(make: Maker, *rows: tuple[str, ...]) -> None:
    table = make.doc.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            first, *rest = text.split("\n")
            cell.paragraphs[0].text = first
            for line in rest:
                cell.add_paragraph(line)


ASKED = (("1.", "Which is red?\na) sea\nb) blood", "B"), ("2", "Which is blue?\na) sky\nb) milk", "(a)"))


def test_questions_with_their_choices_in_one_cell() -> None:
    make = Maker()
    cells(make, ("No.", "Question", "Answer"), *ASKED)
    reading = make.read()
    assert (answers(reading), codes(reading)) == (["b", "a"], [])
    assert (stem(reading, 1), choices(reading)) == ("Which is blue?", ["sea", "blood"])


@pytest.mark.parametrize("heads", [(), (("No.", "Question", "Level"),), (("No.", "Use a pencil", "Answer"),)])
def test_cells_beside_a_question_whose_meaning_nothing_tells(heads: tuple[tuple[str, ...], ...]) -> None:
    make = Maker()
    cells(make, *heads, *ASKED)
    assert make.read().bank.questions == ()


def test_a_bold_letter_behind_each_stem() -> None:
    make = Maker()
    for number, right in ((1, "B"), (2, "A")):
        make.p(f"{number}. Which one? ", (f"({right})", "bold"))
        make.lines("(A) this", "(B) that")
    reading = make.read()
    assert (answers(reading), stem(reading), codes(reading)) == (["b", "a"], "Which one?", [])


def test_text_above_the_line_that_is_smaller_is_raised() -> None:
    make = Maker()
    make.xml('<w:r><w:rPr><w:sz w:val="24"/></w:rPr><w:t>1. Which one?</w:t></w:r>')
    raised = '<w:r><w:rPr><w:position w:val="{}"/><w:sz w:val="{}"/></w:rPr><w:t>2</w:t></w:r>'
    make.doc.styles["Normal"].font.size = Pt(12)
    for letter, position, size in (("a", 8, 19), ("b", -2, 19), ("c", 1, 24)):
        make.xml(f"<w:r><w:t>{letter}) x</w:t></w:r>{raised.format(position, size)}")
    make.p("Answer: a")
    assert choices(make.read()) == ["x²", "x₂", "x2"]


def test_an_empty_box_before_an_item_is_not_printed() -> None:
    make = Maker()
    num = make.list(("bullet", "•"))
    make.p("1. Which are red?")
    for text in ("☒ blood", "☐ milk", "☒ wine"):
        make.p(text, num=(num, 0))
    reading = make.read()
    assert (answers(reading), choices(reading), codes(reading)) == (["ac"], ["blood", "milk", "wine"], [])


def test_a_bullet_that_is_a_space_is_none() -> None:
    make = Maker()
    num, blank = make.list(("decimal", "%1."), ("lowerLetter", "%2)")), make.list(("bullet", " "))
    make.p("Look at this.", num=(num, 0))
    make.p("Which is red?", num=(blank, 0))
    make.p("blood", num=(num, 1))
    make.p("milk", num=(num, 1))
    make.p("Answer: a", num=(blank, 0))
    assert stem(make.read()) == "Look at this.\n\nWhich is red?"


def test_one_struck_choice_of_three_says_nothing() -> None:
    make = Maker()
    for number in (1, 2):
        make.p(f"{number}. Which is red?")
        make.p("a) ", ("blood", "strike"))
        make.lines("b) milk", "c) snow")
    reading = make.read()
    assert (answers(reading), codes(reading)) == (["", ""], ["docx-mark", "docx-mark"])


def test_what_stands_below_an_answer_in_a_file_without_numbers() -> None:
    make = Maker()
    make.lines("Which is red?", "a) blood", "b) milk", "Answer: a", "It has iron.")
    make.lines("Which is white?", "a) blood", "b) milk", "Answer: b")
    assert codes(make.read()) == ["docx-stem"]
    make = Maker()
    make.lines("Which is red?", "a) blood", "b) milk", "Answer: a", "Rationale: It has iron.")
    make.lines("Which is white?", "a) blood", "b) milk", "Answer: b")
    reading = make.read()
    assert (answers(reading), stem(reading, 1), codes(reading)) == (["a", "b"], "Which is white?", [])


def test_two_marked_lists_in_one_question_are_an_error() -> None:
    make = Maker()
    first, roman, bullet = (
        make.list(("decimal", "%1.")),
        make.list(("lowerRoman", "%1.")),
        make.list(("bullet", "•")),
    )
    make.p("Which is red?", num=(first, 0))
    make.p("milk", num=(bullet, 0))
    make.p(("blood", "red"), num=(bullet, 0))
    make.p("Which is white?", num=(roman, 0))
    make.p(("milk", "red"), num=(bullet, 0))
    make.p("blood", num=(bullet, 0))
    assert codes(make.read()) == ["docx-letters"]
