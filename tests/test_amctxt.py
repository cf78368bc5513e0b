r"""AMC-TXT: what is read, and what is said of the rest."""

from __future__ import annotations

from fractions import Fraction

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Place, Severity
from examgen.formats.amctxt import reader as amctxt
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_amctxt
from examgen.model import Heading, Question

FILE = """\
# a comment
Title: Rivers
Lang: EN
Presentation: Choose the best.

No maps.

*[ordered,id=mouth]{b=2} Where does it
end?
- At its source
+ At its mouth,
or below it

** Which are rivers?
+ Danube
 - Iceland
+ Mekong
"""


def read(source: str) -> Reading:
    return amctxt.read("q.txt", source)


def question(source: str) -> Question:
    reading = read(source)
    assert reading.problems == ()
    (found,) = reading.bank.questions
    return found


def stem(source: str) -> str:
    return question(f"* {source}\n+ a\n- b").stem.source


def test_a_file() -> None:
    reading = read(FILE)
    assert reading.problems == ()
    assert reading.bank.heading == Heading(title="Rivers", instructions="Choose the best.\n\nNo maps.")
    assert reading.bank.places["title"] == Place("q.txt", 2, 8)
    mouth, rivers = reading.bank.questions
    assert (mouth.id, mouth.given_id, mouth.points) == ("mouth", True, Fraction(2))
    assert mouth.stem.source == "Where does it\nend?"
    assert mouth.stem.place() == Place("q.txt", 8, 26)
    assert [choice.text.source for choice in mouth.choices] == ["At its source", "At its mouth,\nor below it"]
    assert mouth.answer == {"b"}
    assert (mouth.keep_order, rivers.keep_order) == (True, False)
    assert rivers.answer == {"a", "c"}
    assert rivers.id == "rivers"


def test_scoring_of_all_questions_and_of_single_choices() -> None:
    head = "DefaultScoringS: b=2,m=-1\nDefaultScoringM: b=3\n"
    reading = read(f"{head}* one\n+{{b=9}} x\n- y\n\n*{{b=5}} two\n+ x\n- y\n\n** three\n+ x\n- y\n")
    assert [question.points for question in reading.bank.questions] == [2, 5, 3]
    assert [(problem.code, problem.place and problem.place.line) for problem in reading.problems] == [
        ("scoring", 1),
        ("scoring", 4),
    ]


def test_text_is_plain() -> None:
    assert stem(r"5% & #1 $5 a_b c\d").replace("&#92;", "\\").replace("\\", "") == "5% & #1 $5 a_b cd"
    assert stem("x * y *z*").count(r"\*") == 3


def test_marks_pictures_and_code() -> None:
    assert stem("[*bold*] and [_slanted_], [|x*y|]") == "**bold** and *slanted*, `x*y`"
    assert stem(r"See !{center}[width=5cm]map.png!") == "See ![](map.png){width=5cm}"
    assert stem(r"See ![width=.5\linewidth]map.png! here") == "See ![](map.png){width=50%} here"
    assert stem("a[*b*]c [* d *]e [*f [_g_]*]") == "abc  d e **f *g***"
    assert stem("Oh! Which? No!") == "Oh! Which? No!"
    assert stem("What?\n[verbatim]\n# 1\n* x\n  y\n[/verbatim]\nThen?") == (
        "What?\n\n```\n# 1\n* x\n  y\n```\n\nThen?"
    )


def test_latex() -> None:
    assert stem(r"Is [[$x^2 \le 5$]] so?") == r"Is $x^2 \le 5$ so?"
    found = question("LaTeX: 1\n* Is $x$ \\textbf{not} 5\\% of\\ldots\n+ \\(y\\)\n- no")
    assert found.stem.source == "Is $x$ **not** 5% of..."
    assert found.choices[0].text.source == r"\(y\)"


def test_latex_that_cannot_be_carried_skips_the_question() -> None:
    reading = read("* Is [[\\begin{tabular}]] so?\n+ a\n- b\n\n* Which?\n+ a\n- b")
    (problem,) = reading.problems
    assert (problem.code, problem.severity, problem.place) == (
        "skipped",
        Severity.WARNING,
        Place("q.txt", 1, 1),
    )
    assert "LaTeX (\\begin)" in problem.message
    assert len(reading.bank.questions) == 1


def test_last_choices_keep_their_places() -> None:
    found = question("* Which?\n- a\n- b\n[[\\lastchoices]]\n+ none\n- all")
    assert [choice.pin for choice in found.choices] == [False, False, True, True]


def test_none_of_them_is_right() -> None:
    found = question("L-None: Keine.\n** Rivers?\n- Iceland\n- Sahara")
    assert [choice.text.source for choice in found.choices] == ["Iceland", "Sahara", "Keine."]
    assert found.answer == {"c"}
    assert found.choices[2].pin


def test_groups_and_order() -> None:
    reading = read(
        "*([group=maps,shuffle=false,numquestions=1]\n* A?\n+ a\n- b\n*)\n*[group=seas] B?\n+ a\n- b\n"
        "*( Look at the map.\n* C?\n+ a\n- b\n*)"
    )
    a, b, c = reading.bank.questions
    assert [(found.section, found.pin) for found in (a, b, c)] == [
        ("maps", True),
        ("seas", False),
        (None, False),
    ]
    assert [(problem.code, problem.place and problem.place.line) for problem in reading.problems] == [
        ("group-pick", 1),
        ("skipped", 9),
    ]
    assert all(found.pin for found in read("ShuffleQuestions: 0\n" + FILE).bank.questions)


@pytest.mark.parametrize(
    ("head", "kind"), [("*<lines=4>", "an open question"), ("*[indicative]", "an indicative question")]
)
def test_other_kinds_are_skipped(head: str, kind: str) -> None:
    (problem,) = read(f"{head} How?\n-[W]{{0}} no\n+[R]{{1}} yes").problems
    assert problem.message == f"question 'How?' is {kind}, which cannot be printed as choices"


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("Some words\n* A?\n+ a\n- b", "stray-text", 1),
        ("Title: T\n+ a\n* A?\n+ a\n- b", "no-question", 2),
        ("* A?\n+ a\n- b\n*)", "group", 4),
        ("*(\n* A?\n+ a\n- b\n*) The end of\nthis part.", "skipped", 5),
        ("* A?\n+ a\n- b\nIncludeFile: other.txt", "include", 4),
        ("*{b=2,m=-1} A?\n+ a\n- b", "scoring", 1),
        ("Title: T", "no-questions", 0),
    ],
)
def test_what_is_wrong_has_a_place_and_a_remedy(source: str, code: str, line: int) -> None:
    (problem,) = read(source).problems
    assert problem.code == code
    assert problem.place is not None
    assert problem.place.line == line
    assert problem.hint


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (FILE, True),
        ("** Which?\n- a\n+ b\n", True),
        ("PaperSize: A4\n\n**Which?\n\n-[0]{0} a\n+ b\n", True),
        ("**Which?**\n\n- a\n+ b\n", False),
        ("* one\n* two\n\n- three", False),
        ("1. What?\n* Santa\n+ yes", False),
        ("# Rivers\n\n1. Which?\n - (a) x\n - (b) y", False),
    ],
)
def test_sniff(source: str, expected: bool) -> None:
    assert is_amctxt(source) is expected


SIGNS = (
    *(
        "* ",
        "** ",
        "+ ",
        "- ",
        "*(",
        "*)",
        "[ordered]",
        "{b=2}",
        "<x>",
        "[[",
        "]]",
        "\\lastchoices",
        "[verbatim]",
    ),
    *(
        "[/verbatim]",
        "[*",
        "*]",
        "!a.png!",
        "\n",
        "\n\n",
        "# ",
        "Title: ",
        "LaTeX: 1\n",
        "$",
        "\\x",
        "}",
        "[|",
    ),
)


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.sampled_from(SIGNS) | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    is_amctxt(source)
    reading = read(source)
    assert all(problem.place and problem.hint for problem in reading.problems)
    for found in reading.bank.questions:
        for part in (found.stem, *(choice.text for choice in found.choices)):
            assert len(part.places) == part.source.count("\n") + 1
