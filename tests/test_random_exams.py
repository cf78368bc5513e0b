"""Promise 1 over random exams: no letter is wrong. ``make random-exams`` asks the same of ten thousand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from conftest import more
from random_exams import RandomExam, check_number, make_exam, secrets_of, sources_of
from random_exams_bank import Prose, Ref, make_bank, tokens_of
from random_exams_oracle import Printed, Tally, WrongError, check


@pytest.mark.parametrize("first", [0, 50, *more(*range(100, 300, 50))])
def test_no_letter_of_random_exams_is_wrong(first: int) -> None:
    total = sum((check_number(number) for number in range(first, first + 50)), Tally())
    assert total.exams + total.refused == 50
    assert total.refused < 10
    assert total.letters > 1000
    assert total.references > 400


@pytest.mark.tex
@pytest.mark.parametrize("number", [1, *more(8, 10)])
def test_random_exams_are_built_and_audited(number: int) -> None:
    assert check_number(number, tex=True).exams == 1


def test_an_exam_is_made_again_from_its_number(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = make_exam(7, tmp_path / "one"), make_exam(7, tmp_path / "two")
    assert (one.questions, one.asked) == (two.questions, two.asked)
    assert [path.read_bytes() for path in one.paths] == [path.read_bytes() for path in two.paths]


def test_words_are_told_from_commands_and_accents() -> None:
    assert tokens_of(r"\emph{Übung} $x_1^2 \le \frac{1}{2}$ \begin{eglist}\item kod\_1") == [
        "Ubung", *"x1212", "kod", "1",
    ]  # fmt: skip
    text = Prose(("Both (", Ref(1, "b"), ") and (", Ref(0, "[[a]]"), ")"))
    assert text.written == "Both (b) and ([[a]])"
    assert text.tokens(["C", "A"]) == ["Both", "A", "and", "C"]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[RandomExam, Printed]:
    """An exam with several versions, and what is printed of it."""
    for number in range(1000):
        exam = make_exam(number, tmp_path_factory.mktemp("exam"))
        texts = [text for question in exam.questions for text in question.texts]
        if (
            exam.asked.versions > 2
            and len(exam.questions) > 4
            and sum(1 for t in texts for _ in t.refs()) > 5
        ):
            return exam, sources_of(exam)
    raise AssertionError("no exam is rich enough")


def swapped(source: str, pattern: str) -> str:
    """Return a source in which the first two different matches of a pattern's group have changed places."""
    found = list(re.finditer(pattern, source))
    one, other = next((a, b) for a, b in pairwise(found) if a[1] != b[1])
    return (
        source[: one.start(1)]
        + other[1]
        + source[one.end(1) : other.start(1)]
        + one[1]
        + source[other.end(1) :]
    )


def replaced(source: str, old: str, new: str) -> str:
    assert old in source
    return source.replace(old, new, 1)


#: For each fault, what it does to what is printed.
FAULTS: dict[str, Callable[[Printed], Printed]] = {
    "two answers of the csv exchanged": lambda p: replace(
        p, csv=swapped(p.csv.decode(), r"(?m)^A,\d+,[^,]+,(\w+),").encode()
    ),
    "a letter of the json": lambda p: replace(p, json=swapped(p.json.decode(), r'"[A-Z]": "(\w+)"').encode()),
    "a fingerprint of the csv": lambda p: replace(
        p, csv=re.sub(rb"(?m)^(A,.*),\w{4}-\w\w,", rb"\1,0000-00,", p.csv, count=1)
    ),
    "two choices of the paper exchanged": lambda p: replace(
        p, papers=swapped(p.papers, r"\\egchoice\{[A-Z]\}\{(\w+)\}")
    ),
    "two choices of paper and key exchanged": lambda p: replace(
        p,
        papers=swapped(p.papers, r"\\egchoice\{[A-Z]\}\{(\w+)\}"),
        keys=swapped(p.keys, r"\\eg(?:choice|right)\{[A-Z]\}\{(\w+)\}"),
    ),
    "two letters of the paper exchanged": lambda p: replace(
        p, papers=swapped(p.papers, r"\\egchoice\{([A-Z])\}")
    ),
    "two stems exchanged": lambda p: replace(
        p, papers=swapped(p.papers, r"\\egquestion\{\d+\}\{(\w+)\}")
    ),
    "a mark of the key": lambda p: replace(p, keys=swapped(p.keys, r"\\eg(choice|right)\{")),
    "a letter of the strip": lambda p: replace(p, keys=swapped(p.keys, r"\\egcell\{\d+\}\{([A-Z]+)\}")),
    "a letter of a key line": lambda p: replace(p, keys=swapped(p.keys, r"\\egkeyline\{([A-Z]+)\}")),
    "a letter of the grid": lambda p: replace(p, grid=swapped(p.grid, r"\\eggridanswer\{([A-Z]+)\}")),
    "a letter inside a text": lambda p: replace(
        p, keys=re.sub(r"\\egletter\{([A-Z])\}", lambda m: f"\\egletter{{{'B' if m[1] == 'A' else 'A'}}}", p.keys)
    ),
    "two rationales exchanged": lambda p: replace(p, keys=swapped(p.keys, r"\\egrationale\{(\w*)\}")),
    "two letters of feedback exchanged": lambda p: replace(
        p, keys=swapped(p.keys, r"\\egfeedback\{([A-Z])\}")
    ),
    "papers of exchanged names": lambda p: replace(
        p, papers=swapped(p.papers, r"\\begin\{egversion\}\{([A-Z]+)\}")
    ),
    "a key in the papers": lambda p: replace(p, papers=p.papers + p.keys),
    "a question fewer": lambda p: replace(
        p, papers=re.sub(r"\\begin\{egblock\}.*?\\end\{egblock\}\n", "", p.papers, count=1, flags=re.DOTALL)
    ),
}  # fmt: skip


def test_a_sound_exam_passes(sound: tuple[RandomExam, Printed]) -> None:
    exam, printed = sound
    assert check(exam.questions, exam.asked, printed, secrets_of(exam)).versions == exam.asked.versions


@pytest.mark.parametrize("fault", FAULTS)
def test_the_oracle_sees_a_fault(fault: str, sound: tuple[RandomExam, Printed]) -> None:
    exam, printed = sound
    wrong = FAULTS[fault](printed)
    assert wrong != printed
    with pytest.raises((WrongError, ValueError)):
        check(exam.questions, exam.asked, wrong, secrets_of(exam))


def test_the_oracle_sees_a_seed_in_a_paper(sound: tuple[RandomExam, Printed]) -> None:
    exam, printed = sound
    wrong = replace(
        printed,
        papers=replaced(printed.papers, "\\begin{document}", f"%{exam.asked.seed}\n\\begin{{document}}"),
    )
    with pytest.raises(WrongError, match="holds"):
        check(exam.questions, exam.asked, wrong, secrets_of(exam))


def test_the_oracle_sees_another_right_answer_in_the_bank(sound: tuple[RandomExam, Printed]) -> None:
    exam, printed = sound
    asked = exam.questions[0]
    others = tuple(replace(choice, right=not choice.right) for choice in asked.choices)
    questions = (replace(asked, choices=others), *exam.questions[1:])
    with pytest.raises(WrongError):
        check(questions, exam.asked, printed, secrets_of(exam))


def test_banks_have_what_exams_have() -> None:
    made = [question for number in range(200) for question in make_bank(Random(number))]
    choices = [choice for question in made for choice in question.choices]
    texts = [text.written for question in made for text in question.texts]
    assert {len(question.choices) for question in made} == set(range(2, 10))
    for share in (
        sum(choice.pin for choice in choices),
        sum(bool(choice.feedback) for choice in choices),
        sum(bool(choice.weight) for choice in choices),
        sum(choice.sums_up for choice in choices),
        sum(bool(choice.name) for choice in choices),
        sum(sum(choice.right for choice in question.choices) > 1 for question in made),
        sum(question.keep_order for question in made),
        sum(bool(question.stays) for question in made),
        sum("[[" in text for text in texts),
        sum(bool(re.search(r"\([a-i]\)", text)) for text in texts),
        len(texts) - len(set(texts)),
    ):
        assert share > 20
