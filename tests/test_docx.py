"""Word files: questions in the ways that teachers write them, made with python-docx."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor

from examgen.errors import Severity
from examgen.formats.reading import Reading
from examgen.formats.word import reader as word

HERE = Path(__file__).parent
#: Looks of a run, as python-docx sets them.
LOOKS: dict[str, Callable[[Any], None]] = {
    "bold": lambda font: setattr(font, "bold", True),
    "italic": lambda font: setattr(font, "italic", True),
    "underline": lambda font: setattr(font, "underline", True),
    "strike": lambda font: setattr(font, "strike", True),
    "yellow": lambda font: setattr(font, "highlight_color", WD_COLOR_INDEX.YELLOW),
    "red": lambda font: setattr(font.color, "rgb", RGBColor(255, 0, 0)),
    "black": lambda font: setattr(font.color, "rgb", RGBColor(0, 0, 0)),
    "sub": lambda font: setattr(font, "subscript", True),
    "sup": lambda font: setattr(font, "superscript", True),
    "caps": lambda font: setattr(font, "all_caps", True),
    "hidden": lambda font: setattr(font, "hidden", True),
    "mono": lambda font: setattr(font, "name", "Consolas"),
}
Run = str | tuple[str, ...]
QUESTIONS_AND_CHOICES = (("decimal", "%1."), ("lowerLetter", "%2."))


class Maker:
    """Makes one document."""

    def __init__(self) -> None:
        self.doc = docx.Document()

    def p(
        self, *runs: Run, num: tuple[int, int] | None = None, style: str | None = None, to: Any = None
    ) -> Any:
        """Add a paragraph; a run is a text, or a text and its looks."""
        paragraph = (to or self.doc).add_paragraph(style=style)
        for run in runs:
            text, *looks = (run,) if isinstance(run, str) else run
            made = paragraph.add_run(text)
            for look in looks:
                LOOKS[look](made.font)
        if num is not None:
            written = (
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
            )
            paragraph._p.get_or_add_pPr().append(parse_xml(written))
        return paragraph

    def lines(self, *texts: str) -> None:
        """Add paragraphs of plain text."""
        for text in texts:
            self.p(text)

    def list(self, *levels: tuple[str, str], start: int = 1) -> int:
        """Add an automatic list and return its number."""
        root = self.doc.part.numbering_part.element
        abstract = 900 + len(root)
        written = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start if not depth else 1}"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (kind, text) in enumerate(levels)
        )
        first = root.find("{*}num")
        made = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">{written}</w:abstractNum>'
        )
        first.addprevious(made)
        return self.again(abstract)

    def again(self, abstract: int, start: int | None = None) -> int:
        """Add a list that goes on with an abstract one, or begins again."""
        root = self.doc.part.numbering_part.element
        number = 900 + len(root)
        override = (
            ""
            if start is None
            else f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        )
        written = f'<w:abstractNumId w:val="{abstract}"/>{override}'
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{written}</w:num>'))
        return number

    def xml(self, written: str) -> None:
        """Add a paragraph from XML."""
        made = parse_xml(f"<w:p {_SPACES}>{written}</w:p>")
        self.doc.element.body.insert_element_before(made, "w:sectPr")

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.doc.save(out)
        return out.getvalue()

    def read(self) -> Reading:
        return word.read_bytes("b.docx", self.bytes())


_SPACES = " ".join(
    [
        nsdecls("w", "r", "m", "a", "wp", "pic"),
        'xmlns:v="urn:schemas-microsoft-com:vml"',
        'xmlns:o="urn:schemas-microsoft-com:office:office"',
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
    ]
)


def answers(reading: Reading) -> list[str]:
    """Return the right letters of each question."""
    return ["".join(sorted(question.answer)) for question in reading.bank.questions]


def choices(reading: Reading, index: int = 0) -> list[str]:
    """Return the texts of the choices of a question."""
    return [choice.text.source for choice in reading.bank.questions[index].choices]


def codes(reading: Reading) -> list[str]:
    """Return the codes of what was found wrong."""
    return [problem.code for problem in reading.problems]


def stem(reading: Reading, index: int = 0) -> str:
    return reading.bank.questions[index].stem.source


def two_questions(make: Maker, right: tuple[str, ...] = (), num: int | None = None) -> None:
    """Add two questions with automatic numbers and letters; the choices Paris and 4 have these looks."""
    num = num or make.list(*QUESTIONS_AND_CHOICES)
    make.p("Which is the capital of France?", num=(num, 0))
    make.p("London", num=(num, 1))
    make.p(("Paris", *right), num=(num, 1))
    make.p("Rome", num=(num, 1))
    make.p("How much is 2 + 2?", num=(num, 0))
    make.p(("4", *right), num=(num, 1))
    make.p("5", num=(num, 1))


@pytest.mark.parametrize("look", ["bold", "yellow", "red", "underline", "italic"])
def test_a_look_marks_the_right_choice(look: str) -> None:
    make = Maker()
    two_questions(make, (look,))
    reading = make.read()
    assert codes(reading) == []
    assert answers(reading) == ["b", "a"]
    assert choices(reading) == ["London", "Paris", "Rome"]
    assert stem(reading) == "Which is the capital of France?"


def test_struck_choices_are_wrong() -> None:
    make = Maker()
    num = make.list(*QUESTIONS_AND_CHOICES)
    make.p("Which is the capital of France?", num=(num, 0))
    make.p(("London", "strike"), num=(num, 1))
    make.p("Paris", num=(num, 1))
    make.p(("Rome", "strike"), num=(num, 1))
    reading = make.read()
    assert (answers(reading), codes(reading)) == (["b"], [])


def test_answer_lines_make_bold_choices_emphasis() -> None:
    make = Maker()
    make.lines("1. Which is the capital of France?", "a) London")
    make.p("b) ", ("Paris", "bold"))
    make.lines("Answer: a", "2. Which one is in Italy?", "a) Rome", "b) Paris", "Answer: a")
    reading = make.read()
    assert (answers(reading), codes(reading)) == (["a", "a"], [])
    assert choices(reading) == ["London", "Paris"]


def test_a_highlight_that_contradicts_the_answers_of_the_file_is_an_error() -> None:
    make = Maker()
    for number, (marked, said) in enumerate([("b", "b"), ("a", "a"), ("a", "b")], 1):
        make.p(f"{number}. Which is number {number}?")
        for letter in "ab":
            make.p((f"{letter}) word {letter}{number}", *(("yellow",) if letter == marked else ())))
        make.p(f"Answer: {said}")
    reading = make.read()
    assert codes(reading) == ["answer-mismatch"]
    assert reading.problems[0].place is not None
    assert reading.problems[0].place.line == 10  # choice (a) of question 3 is the tenth paragraph


def test_bold_and_highlight_on_different_choices_say_nothing() -> None:
    make = Maker()
    make.p("1. Which is the capital of France?")
    make.p(("a) London", "bold"))
    make.p(("b) Paris", "yellow"))
    make.p("c) Rome")
    reading = make.read()
    assert answers(reading) == [""]
    assert codes(reading) == ["docx-mark"]
    assert "(b) is highlighted, and choice (a) is bold" in reading.problems[0].message


def test_one_bold_choice_among_answered_questions_is_not_taken() -> None:
    make = Maker()
    for number in (1, 2, 3):
        make.lines(f"{number}. Which is number {number}?", "a) one", "b) two", "Answer: b")
    make.p("4. Which is NOT a colour?")
    make.p(("a) red", "bold"))
    make.p("b) seven")
    reading = make.read()
    assert answers(reading) == ["b", "b", "b", ""]
    assert codes(reading) == ["docx-mark"]


def test_all_bold_choices_are_decoration() -> None:
    make = Maker()
    make.p("1. Which is the capital of France?")
    make.p(("A. London", "bold"))
    make.p(("B. Paris", "bold"))
    make.p("Answer: B")
    reading = make.read()
    assert (answers(reading), choices(reading), codes(reading)) == (["b"], ["London", "Paris"], [])


def test_emphasis_inside_texts_stays_and_that_of_whole_stems_goes() -> None:
    make = Maker()
    make.p(("1. Which is the capital?", "bold"))
    make.p("a) ", "the ", ("first", "bold"), " one")
    make.p("b) the ", ("second", "italic"), " one")
    make.p("Answer: a")
    make.p("2. Which is ", ("not", "underline"), " a city?")
    make.lines("a) Rome", "b) Italy", "Answer: b")
    reading = make.read()
    assert stem(reading) == "Which is the capital?"
    assert choices(reading) == ["the **first** one", "the *second* one"]
    assert stem(reading, 1) == "Which is *not* a city?"


def test_stars_ticks_and_words_mark_right_choices() -> None:
    make = Maker()
    make.lines(
        "1. First?", "a) one", "*b) two", "2. Second?", "a) one *", "b) two", "3. Third?", "a) one (correct)"
    )
    make.lines("b) two", "4. Fourth?", "a) one", "b) two \u2713")
    num = make.list(*QUESTIONS_AND_CHOICES, start=5)
    make.p("Fifth?", num=(num, 0))
    make.p("*one", num=(num, 1))
    make.p("two", num=(num, 1))
    reading = make.read()
    assert codes(reading) == []
    assert answers(reading) == ["b", "a", "a", "b", "a"]
    assert choices(reading, 4) == ["one", "two"]


def test_key_at_the_end_with_an_automatic_list() -> None:
    make = Maker()
    two_questions(make)
    make.p("Answer Key", style="Heading 1")
    key = make.list(("decimal", "%1)"))
    make.p("B", num=(key, 0))
    make.p("A", num=(key, 0))
    reading = make.read()
    assert (answers(reading), codes(reading)) == (["b", "a"], [])


def test_headings_are_sections_and_numbers_begin_again() -> None:
    make = Maker()
    make.doc.add_heading("Quiz on Europe", 0)
    for section in ("Part A", "Part B"):
        make.doc.add_heading(section, 1)
        two_questions(make, ("bold",))
    reading = make.read()
    assert codes(reading) == []
    assert reading.bank.heading.title == "Quiz on Europe"
    assert [question.section for question in reading.bank.questions] == [
        "Part A",
        "Part A",
        "Part B",
        "Part B",
    ]


def test_bold_lines_between_questions_are_headings() -> None:
    make = Maker()
    make.lines("1. First?", "a) one", "b) two", "Answer: a")
    make.p(("Part B: Maps", "bold"))
    make.lines("2. Second?", "a) one", "b) two", "Answer: b")
    reading = make.read()
    assert codes(reading) == []
    assert [question.section for question in reading.bank.questions] == [None, "Part B: Maps"]
    assert reading.bank.questions[0].rationale is None


def test_questions_without_numbers() -> None:
    make = Maker()
    make.lines("Which is the capital of France?", "A) London", "B) Paris", "Answer: B", "")
    make.lines("Which one is in Italy?", "A) Rome", "B) Paris", "Answer: A")
    reading = make.read()
    assert codes(reading) == []
    assert answers(reading) == ["b", "a"]
    assert stem(reading, 1) == "Which one is in Italy?"


def test_bullets_and_plain_lines_as_choices() -> None:
    make = Maker()
    num = make.list(("decimal", "%1."))
    bullet = make.list(("bullet", "\u2022"))
    make.p("Which is the capital of France?", num=(num, 0))
    make.p("London", num=(bullet, 0))
    make.p(("Paris", "yellow"), num=(bullet, 0))
    make.p("Which one is in Italy?", num=(num, 0))
    make.p("Paris")
    make.p(("Rome", "yellow"))
    reading = make.read()
    assert codes(reading) == []
    assert answers(reading) == ["b", "b"]
    assert choices(reading, 1) == ["Paris", "Rome"]


def test_a_numbered_list_inside_a_stem_is_no_question() -> None:
    make = Maker()
    num, inner = make.list(*QUESTIONS_AND_CHOICES), make.list(("decimal", "%1."))
    make.p("Two claims:", num=(num, 0))
    make.p("It prints 3.", num=(inner, 0))
    make.p("It stops.", num=(inner, 0))
    make.p("Which are true?")
    make.p("the first", num=(num, 1))
    make.p(("both", "bold"), num=(num, 1))
    make.p("Another one?", num=(num, 0))
    make.p(("yes", "bold"), num=(num, 1))
    make.p("no", num=(num, 1))
    reading = make.read()
    assert codes(reading) == []
    assert stem(reading) == "Two claims:\n\n   1. It prints 3.\n   2. It stops.\n\nWhich are true?"
    assert answers(reading) == ["b", "a"]


def test_soft_returns_and_tabs_part_choices() -> None:
    make = Maker()
    make.p("1. Which is the capital of France?\nA. London\nB. Paris\nAnswer: B")
    make.p("2. Which one is in Italy?")
    make.p("A. Rome\tB. Paris\tC. ", ("Nice", "italic"), " town")
    make.p("Answer: A")
    make.p("3. A poem\nin two lines:\tA. long\tB. short")
    make.p("Answer: B")
    reading = make.read()
    assert codes(reading) == []
    assert answers(reading) == ["b", "a", "b"]
    assert choices(reading, 1) == ["Rome", "Paris", "*Nice* town"]
    assert stem(reading, 2) == "A poem\\\nin two lines:"


def test_highlight_on_one_of_several_choices_on_a_line() -> None:
    make = Maker()
    make.p("1. Which one is in Italy?")
    make.p(("A. Rome", "yellow"), "\tB. Paris")
    reading = make.read()
    assert (answers(reading), choices(reading), codes(reading)) == (["a"], ["Rome", "Paris"], [])


def test_restarts_starts_and_formats_of_lists() -> None:
    make = Maker()
    first = make.list(("decimal", "Question %1:"), ("upperLetter", "(%2)"), start=4)
    make.p("First?", num=(first, 0))
    make.p("one", num=(first, 1))
    make.p("two", num=(first, 1))
    make.p("Second?", num=(first, 0))
    make.p("uno", num=(first, 1))
    make.p("due", num=(first, 1))
    make.lines("Answers: 4. B 5. A")
    reading = make.read()
    assert codes(reading) == []
    assert answers(reading) == ["b", "a"]


def test_texts_print_as_typed() -> None:
    make = Maker()
    make.lines(
        "1. Is 2*3*4 worth $5, or $10? #include <x> a_b", "a) _yes_", "b) [no](x) \\alpha", "Answer: a"
    )
    reading = make.read()
    assert stem(reading) == "Is 2\\*3\\*4 worth \\$5, or \\$10? #include \\<x> a_b"
    assert choices(reading) == ["\\_yes\\_", "[no\\](x) &#92;alpha"]


def test_raised_lowered_capital_and_code() -> None:
    make = Maker()
    make.p("1. H", ("2", "sub"), "O and x", ("2", "sup"), ("is it", "caps"), " ", ("len(x)", "mono"), "?")
    make.lines("a) yes", "b) no", "Answer: a")
    assert stem(make.read()) == "H\u2082O and x\u00b2IS IT `len(x)`?"


def test_hidden_answers_are_read_and_other_hidden_text_is_said() -> None:
    make = Maker()
    make.p("1. Which?", (" (easy)", "hidden"))
    make.lines("a) one", "b) two")
    make.p(("Answer: b", "hidden"))
    reading = make.read()
    assert answers(reading) == ["b"]
    assert stem(reading) == "Which?"
    assert codes(reading) == ["docx-hidden"]
    assert reading.problems[0].severity is Severity.WARNING


def test_open_questions_are_skipped_with_their_paragraph() -> None:
    make = Maker()
    make.lines("1. Which?", "a) one", "b) two", "Answer: b", "2. Discuss the causes of the war.")
    reading = make.read()
    assert codes(reading) == ["skipped"]
    assert reading.problems[0].place is not None
    assert (reading.problems[0].place.line, reading.problems[0].place.column) == (5, 0)
    assert "(paragraph 5)" in reading.problems[0].message


def test_letters_that_go_on_begin_again_where_looks_mark_the_right_choice() -> None:
    for right in ("yellow", None):
        make = Maker()
        num = make.list(("upperLetter", "%1."))
        for number in (1, 2):
            make.p(f"{number}. Which?")
            make.p("one", num=(num, 0))
            make.p(("two", *([right] if right else [])), num=(num, 0))
            make.lines(*([] if right else ["Answer: B"]))
        reading = make.read()
        assert ("docx-letters" in codes(reading)) is (right is None)
        assert answers(reading) == ["b", "b" if right else ""]


def test_numbered_choices_below_a_question() -> None:
    make = Maker()
    for right in (0, 1):
        make.p("Which?", style="List Number")
        for index, text in enumerate(["one", "two"]):
            make.p((text, *(("bold",) if index == right else ())), style="List Number 2")
    reading = make.read()
    assert (answers(reading), codes(reading)) == (["a", "b"], [])


def test_code_keeps_its_lines_and_a_file_in_typewriter_letters_is_no_code() -> None:
    make = Maker()
    make.lines("1. What does this program print, when it is run by itself, without any other arguments?")
    make.p(("if x:", "mono"))
    make.p(("    f(x)", "mono"))
    make.lines("a) one", "b) two", "Answer: a")
    assert stem(make.read()).split("\n\n")[1] == "```\nif x:\n    f(x)\n```"
    make = Maker()
    for text in ("1. Which?", "a) one", "b) two", "Answer: a"):
        make.p((text, "mono"))
    assert (stem(make.read()), choices(make.read())) == ("Which?", ["one", "two"])


def test_a_table_with_words_before_question_and_answer() -> None:
    make = Maker()
    for stem_, texts, letter in (("How many?", ("three", "four"), "B"), ("Where?", ("Rome", "Bonn"), "A")):
        table = make.doc.add_table(rows=0, cols=2)
        for lead, text in (
            ("Question", stem_),
            ("A", texts[0]),
            ("B", texts[1]),
            ("Correct answer:", letter),
        ):
            first, second = table.add_row().cells
            first.text, second.text = lead, text
        make.p("")
    reading = make.read()
    assert answers(reading) == ["b", "a"]
    assert [stem(reading, index) for index in (0, 1)] == ["How many?", "Where?"]


def test_answers_in_the_blanks_before_numbers() -> None:
    make = Maker()
    make.lines("Part A. True or False. Write T or F.", "__T__ 1. It is round.", "__F__ 2. Water is dry.")
    make.lines("Part B. Choices", "__B__ 3. How many?", "A. three", "B. four")
    reading = make.read()
    assert answers(reading) == ["a", "b", "b"]
    assert stem(reading, 1) == "Water is dry."


def test_bold_questions_without_numbers_over_ticked_bullets() -> None:
    make = Maker()
    for stem_, texts in (("How many?", ("3", "4 ✓", "5")), ("Where?", ("Rome ✓", "Bonn"))):
        make.p((stem_, "bold"))
        for text in texts:
            make.p(text, style="List Bullet")
    assert answers(make.read()) == ["b", "a"]


def test_cyrillic_letters() -> None:
    make = Maker()
    make.lines("1. Что это?", "а) дом", "б) лес", "в) река", "Ответ: в")
    assert answers(make.read()) == ["c"]


@pytest.mark.parametrize(
    ("red", "said", "count"), [("b", "c", 1), ("b", "b", 0), ("bc", "a", 0), ("", "c", 0)]
)
def test_one_choice_in_a_colour_of_its_own_is_held_against_the_answer(
    red: str, said: str, count: int
) -> None:
    make = Maker()
    make.p("1. Which sea is saltier?")
    for letter in "abc":
        make.p((f"{letter}) sea {letter}", *(("red",) if letter in red else ())))
    make.p(f"Answer: {said}")
    assert codes(make.read()) == ["answer-mismatch"] * count
