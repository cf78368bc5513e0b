"""Blackboard's tab-separated upload: what is read, and what is said of the rest."""

from __future__ import annotations

import pytest
from conftest import ROOT, tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Place, Severity
from examgen.formats import blackboard
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_blackboard
from examgen.model import Question

SAMPLES = ROOT.parent / "shared" / "samples" / "blackboard"


def read(source: str) -> Reading:
    return blackboard.read("q.txt", source)


def question(source: str) -> Question:
    reading = read(source)
    assert reading.problems == ()
    (found,) = reading.bank.questions
    return found


def test_one_right_choice() -> None:
    found = question("MC\tWhere does it end?\tAt its source\tincorrect\tAt its mouth\tCorrect\t\t\n")
    assert found.stem.source == "Where does it end?"
    assert found.stem.place() == Place("q.txt", 1, 4)
    assert [choice.text.source for choice in found.choices] == ["At its source", "At its mouth"]
    assert found.answer == {"b"}
    assert not found.keep_order


def test_several_right_choices() -> None:
    assert question("MA\tRivers?\tDanube\tcorrect\tIceland\tincorrect\tMekong\tcorrect").answer == {"a", "c"}


@pytest.mark.parametrize(("word", "answer"), [("true", "a"), ("FALSE", "b")])
def test_true_or_false(word: str, answer: str) -> None:
    found = question(f"TF\tIt flows.\t{word}")
    assert [choice.text.source for choice in found.choices] == ["True", "False"]
    assert found.answer == {answer}
    assert found.keep_order


def test_html_and_plain_text() -> None:
    found = question("MC\t<p>Is x<sup>2</sup> <b>it</b>?</p>\ta*b*c < 5\tcorrect\t5 &lt; 6\tincorrect")
    assert "**it**" in found.stem.source
    assert "<" not in found.stem.source
    assert found.choices[0].text.source.replace("\\", "") == "a*b*c < 5"
    assert found.choices[1].text.source.replace("\\", "") == "5 < 6"


def test_labels_in_the_text_of_all_choices_are_left_out() -> None:
    found = question("MC\tWhich?\tA. one\tincorrect\tB. two\tcorrect")
    assert [choice.text.source for choice in found.choices] == ["one", "two"]
    assert found.choices[1].text.place().column == len("MC\tWhich?\tA. one\tincorrect\tB. ") + 1
    found = question("MC\tWho?\tA. Lincoln\tincorrect\tC. Darwin\tcorrect")
    assert [choice.text.source for choice in found.choices] == ["A. Lincoln", "C. Darwin"]


def test_quotes_of_a_spreadsheet_are_left_out() -> None:
    found = question('MC\t"Which, then?"\t"say ""a"""\tincorrect\t"b"\tcorrect')
    assert found.stem.source == "Which, then?"
    assert [choice.text.source for choice in found.choices] == ['say "a"', '"b"']


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ESS\tWhy?\tBecause.", "an essay"),
        ("ESS\tWhy?", "an essay"),
        ("ORD\tOrder.\ta\tb", "an ordering question"),
        ("MAT\tMatch.\ta\tb", "a matching question"),
        ("FIB\tFill.\ta", "a fill-in-the-blank question"),
        ("FIB_PLUS\tFill.\tx\ta", "a fill-in-the-blanks question"),
        ("NUM\tHow many?\t3\t1", "a numerical question"),
        ("SR\tSay.", "a short-response question"),
        ("OP\tSay.", "an opinion question"),
        ("FMB\tFill.\tx\ta", "a fill-in-the-blanks question"),
        ("QUIZ_BOWL\tSay.\ta", "a quiz-bowl question"),
        ("FIL\tSend.", "a file-upload question"),
        ("JUMBLED_SENTENCE\tSay.\ta\tx", "a jumbled sentence"),
    ],
)
def test_other_kinds_are_skipped(line: str, kind: str) -> None:
    assert is_blackboard(line)
    reading = read(f"TF\tIt flows.\ttrue\n{line}")
    (problem,) = reading.problems
    title = line.split("\t")[1]
    assert problem.message == f"question '{title}' is {kind}, which cannot be printed as choices"
    assert (problem.code, problem.severity, problem.place) == (
        "skipped",
        Severity.WARNING,
        Place("q.txt", 2, 1),
    )
    assert len(reading.bank.questions) == 1


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("MC\tWhich?\ta\tcorrect\tb", "bad-answer", 21),
        ("MC\tWhich?\ta\tright\tb\tincorrect", "bad-answer", 13),
        ("TF\tIt flows.\tyes", "bad-answer", 14),
        ("TF\tIt flows.", "bad-answer", 1),
        ("MC", "too-few-fields", 1),
        ("XX\tWhich?\ta\tcorrect", "unknown-kind", 1),
        ("Which? a correct", "unknown-kind", 1),
    ],
)
def test_what_is_wrong_has_a_place_and_a_remedy(line: str, code: str, column: int) -> None:
    (problem,) = read(f"\n{line}\nTF\tIt flows.\ttrue").problems
    assert problem.code == code
    assert problem.place == Place("q.txt", 2, column)
    assert problem.hint


def test_remarks_are_no_questions() -> None:
    asked = "MC\tWhich?\ta\tcorrect\tb\tincorrect"
    reading = read(f"# Week 3\n{asked}\n\n  # Week 4\n{asked}")
    assert (len(reading.bank.questions), reading.problems) == (2, ())
    (problem,) = read(f"#\tWeek 3\n{asked}").problems
    assert problem.code == "unknown-kind"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("MC\tWhich?\ta\tcorrect\tb\tincorrect", True),
        ("\ufeffNUM\tHow many?\t3", True),
        ("# Week 3\n#\n\n  # Rivers\nMC\tWhich?\ta\tcorrect\tb\tincorrect", True),
        ("# Week 3\n\nWhat is MC\tWhich?", False),
        ("MC Which? a", False),
        ("1. Which?\n - (a) x\n - (b) y", False),
        ("stem\ta\tb\nMC\tx\ty", False),
    ],
)
def test_sniff(source: str, expected: bool) -> None:
    assert is_blackboard(source) is expected


SIGNS = (
    "MC\t",
    "MA\t",
    "TF\t",
    "ESS\t",
    "\t",
    "correct",
    "incorrect",
    "true",
    "\n",
    '"',
    "A. ",
    "<p>",
    "&lt;",
    "$$",
)


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.sampled_from(SIGNS) | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    is_blackboard(source)
    reading = read(source)
    assert all(problem.place and problem.hint for problem in reading.problems)
    for found in reading.bank.questions:
        for part in (found.stem, *(choice.text for choice in found.choices)):
            assert len(part.places) == part.source.count("\n") + 1


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
@pytest.mark.parametrize(
    ("part", "read_questions", "skips"),
    [
        ("alpha_helix", 186, 0),
        ("TFMS", 99, 0),
        ("tortoiseshell", 12, 0),
        ("polyploid", 56, 0),
        ("dilution", 0, 99),
    ],
)
def test_samples(part: str, read_questions: int, skips: int) -> None:
    (path,) = (path for path in SAMPLES.iterdir() if part in path.name)
    source = path.read_text(encoding="utf-8")
    reading = blackboard.read(path.name, source)
    assert is_blackboard(source)
    assert len(reading.bank.questions) == read_questions
    assert [problem.code for problem in reading.problems] == ["skipped"] * skips
    assert all(found.answer for found in reading.bank.questions)
