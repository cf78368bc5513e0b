"""Advice on the writing: what each rule tells of, and what it leaves alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from conftest import ROOT

from examgen.advice import RULES, Advice, Report, advise
from examgen.check import check
from examgen.errors import Place
from examgen.formats import read_banks
from examgen.model import Bank, Choice, Question, Text


@dataclass(frozen=True, slots=True)
class Case:
    """One question, with a star before its right choices."""

    stem: str
    choices: tuple[str, ...]
    rationale: str = ""


def text(source: str, line: int) -> Text:
    return Text(source, tuple(Place("bank.md", line + at, 4) for at in range(source.count("\n") + 1)))


def asked(case: Case, line: int = 1, **changed: object) -> Question:
    choices = tuple(
        Choice(
            "abcdefghij"[at],
            text(written.removeprefix("*"), line + 1 + at),
            Place("bank.md", line + 1 + at, 1),
        )
        for at, written in enumerate(case.choices)
    )
    right = frozenset(
        c.id for c, written in zip(choices, case.choices, strict=True) if written.startswith("*")
    )
    rationale = text(case.rationale, line + 20) if case.rationale else None
    made = {"rationale": rationale, **changed}
    return Question(f"q{line}", text(case.stem, line), Place("bank.md", line, 1), choices, right, **made)  # type: ignore[arg-type]


def advice_on(*questions: Question) -> Report:
    bank = Bank(questions)
    return advise(bank, check(bank).bank)


def of(code: str, *questions: Question) -> list[Advice]:
    return [each for each in advice_on(*questions).advice if each.code == code]


RIVER = "Which of these rivers is the longest one in Europe?"

#: For each rule that looks at one question: questions that it tells of, and such as it leaves alone.
HITS: dict[str, tuple[Case, ...]] = {
    "uneven-length": (
        Case(
            "What is it?",
            ("the mean", "the mode", "*the number in the middle of all values when these are sorted"),
        ),
        Case(
            "What is it?",
            ("a very long wrong choice that goes on for a while, and on", "*the mode", "the mean"),
        ),
    ),
    "end-marks": (Case(RIVER, ("*The Volga is.", "The Rhine is", "The Rhone is")),),
    "absolute-words": (
        Case("What is true of a median?", ("It is always the mean", "*It may be the mean", "It is the mode")),
        Case("What is a median?", ("only the mean of it", "only the mode of it", "*the value in the middle")),
    ),
    "vague-words": (
        Case("What is the median of the sample?", ("often the mean", "usually the mode", "*the middle")),
        Case("What is the median of the sample?", ("the mean", "the mode", "*usually the mean")),
    ),
    "clang": (
        Case(
            "What does a voltmeter show?",
            ("*the tension at the voltmeter", "the current here", "the resistance"),
        ),
    ),
    "grammar-cue": (
        Case("The number in the middle is called an", ("mean", "mode", "*average")),
        Case("The longest of the rivers are", ("*mountains", "lake", "sea")),
    ),
    "convergence": (
        Case("What is in it?", ("*iron and zinc", "iron and lead", "gold and zinc", "tin and clay")),
    ),
    "all-of-the-above": (
        Case(RIVER, ("The Volga", "The Rhine", "*All of the above")),
        Case(RIVER, ("The Volga", "The Rhine", "*All these answers are correct")),
        Case("Was ist ein Fluss?", ("Die Wolga", "Der Rhein", "*Alle der oben genannten")),
    ),
    "none-of-the-above": (Case(RIVER, ("The Volga", "*The Rhine", "None of the above")),),
    "combined-choices": (
        Case(RIVER, ("The Volga", "The Rhine", "*Both (a) and (b)")),
        Case(RIVER, ("The Volga", "The Rhine", "*A and B only", "The Don")),
    ),
    "negative-stem": (
        Case("Which of these is not a river?", ("The Volga", "*The Alps")),
        Case("Which of these rivers doesn't flow into the sea?", ("The Rhine", "*The Volga")),
        Case("All of the following are rivers except:", ("The Rhine", "*The Alps")),
        Case("Which cause is least likely?", ("Rain", "*The moon")),
    ),
    "double-negative": (
        Case("Which is **NOT** true of rivers?", ("They do not flow", "They are wet", "*They are hot")),
        Case("Which of these is not a river?", ("The Volga", "*The Alps", "None of the above")),
    ),
    "unfocused-stem": (
        Case("Which of the following is true?", ("Rivers flow", "*Seas flow")),
        Case("Choose the correct statement.", ("Rivers flow", "*Seas flow")),
        Case("Rivers", ("flow", "*stand")),
    ),
    "number-order": (
        Case("How many are there?", ("5", "*20", "7")),
        Case("How long is it?", ("$5$ km", "*20 km", "7 km")),
        Case("What is the rest?", ("1/2", "*1/8", "1/4")),
    ),
    "overlapping-ranges": (
        Case("How many?", ("0-10", "*10-20", "20-30")),
        Case("How many?", ("less than 10", "*5 to 15 of them", "15–30")),
    ),
    "many-choices": (Case(RIVER, ("*A", "B", "C", "D", "E", "F")),),
    "few-choices": (Case(RIVER, ("*The Volga", "The Rhine")),),
    "thin-rationale": (
        Case(RIVER, ("*The Volga", "The Rhine"), "The correct answer is the Volga."),
        Case(RIVER, ("*The Volga", "The Rhine"), "Look it up"),
    ),
}
MISSES: dict[str, tuple[Case, ...]] = {
    "uneven-length": (
        Case("What is it?", ("the mean of all", "the mode of all", "*the number in the middle of it")),
        Case("What is it?", ("`x = 1; y = 2; z = 3; print(x + y + z + 1 + 2 + 3)`", "*nothing", "a loop")),
    ),
    "end-marks": (
        Case(RIVER, ("*The Volga is.", "The Rhine is.", "The Rhone is.")),
        Case("Which stages all?", ("*git add .", "git add", "git commit")),
    ),
    "absolute-words": (
        Case("What must be true of it?", ("it must be a mean", "it must be a mode", "*it is in the middle")),
        Case("What is true of a median?", ("It is always the mean", "*It is never a mode", "It is the mode")),
        Case("What is a median?", ("only the mean of it", "the mode of it", "*the value in the middle")),
        Case(
            "Which one reads all?",
            ("SQL Server with Always On", "*SQL Server with a log", "a file with a log"),
        ),
    ),
    "vague-words": (Case("What is it for?", ("values that are often used", "the mode", "*the middle")),),
    "clang": (
        Case(
            "What does a satellite do?", ("*The satellite stores it", "Two satellites relay it", "It falls")
        ),
        Case(
            "What does a voltmeter show?",
            ("*the tension at the voltmeter", "the voltmeter", "the resistance"),
        ),
        Case("What does a meter show?", ("*the tension", "the current here", "the resistance")),
    ),
    "grammar-cue": (
        Case("The number in the middle is called a(n)", ("mean", "mode", "*average")),
        Case("The number in the middle is called an", ("idea", "hour", "*average")),
        Case("It is a", ("unit", "European", "*one-way street", "house")),
        Case("The longest of the rivers are", ("*mountains", "lakes", "seas")),
    ),
    "convergence": (
        Case("What is in it?", ("*iron and zinc", "lead and gold", "tin and clay")),
        Case("What is in it?", ("*1 and 2", "1 and 3", "4 and 2", "5 and 6")),
    ),
    "all-of-the-above": (
        Case(RIVER, ("The Volga", "The Rhine", "*All rivers of the east")),
        Case("Which of these names everything?", ("Some", "*All")),
    ),
    "none-of-the-above": (Case("What does the function return?", ("`0`", "1", "*None")),),
    "combined-choices": (
        Case("There are X and Y. What falls?", ("X and Y", "X only", "*nothing")),
        Case("I. It is wet.\n\nII. It is hot.\n\nWhat holds?", ("I and II", "II only", "*neither")),
    ),
    "negative-stem": (
        Case("Which of these is **not** a river?", ("The Volga", "*The Alps")),
        Case("Which of these is NOT a river?", ("The Volga", "*The Alps")),
        Case("What happens if it is not set?", ("It fails", "*It works")),
        Case("Why does a river not flow uphill?", ("It is wet", "*It falls")),
        Case("Which of them has at least likely cause of two?", ("One", "*Two")),
        Case("Which block follows `try` and `except`, as in `not x`?", ("One", "*Two")),
    ),
    "double-negative": (
        Case("Which is **NOT** true of rivers?", ("They flow", "They are wet", "*They are hot")),
        Case("Which is true of rivers?", ("They do not flow", "They are wet", "*They are hot")),
    ),
    "unfocused-stem": (
        Case("Which of the following is true of rivers?", ("They flow", "*They stand")),
        Case("$2 + 2$", ("4", "*5")),
        Case("Why?", ("It flows", "*It stands")),
        Case("Rivers ____", ("flow", "*stand")),
        Case("Read this:\n\n```\nx = 1\n```\n\nWhich of the following is true?", ("It runs", "*It fails")),
    ),
    "number-order": (
        Case("How many are there?", ("5", "*7", "20")),
        Case("How many are there?", ("1,000", "*200", "7")),
        Case("How long is it?", ("5 km", "*20 m", "7 cm")),
        Case("How many are there?", ("5", "*20", "many")),
    ),
    "overlapping-ranges": (
        Case("How many?", ("0-9", "*10-19", "20-29")),
        Case("How many?", ("at least 10", "*at least 20", "at least 30")),
        Case("How many?", ("under 10", "*10 to 15", "more than 15")),
    ),
    "many-choices": (Case(RIVER, ("*A", "B", "C", "D", "E")),),
    "few-choices": (
        Case("Is it wet?", ("*True", "False")),
        Case("Is it wet?", ("*Yes, it is", "No, it is not")),
        Case(RIVER, ("*The Volga", "The Rhine", "The Don")),
    ),
    "thin-rationale": (
        Case(RIVER, ("*The Volga", "The Rhine"), "The Volga is three times as long as the Rhine."),
        Case(RIVER, ("*The Volga", "The Rhine"), "$3530 > 1233$"),
        Case(RIVER, ("*The Volga", "The Rhine")),
    ),
}


def each(table: dict[str, tuple[Case, ...]]) -> list[tuple[str, Case]]:
    return [(code, case) for code, cases in table.items() for case in cases]


@pytest.mark.parametrize(("code", "case"), each(HITS))
def test_a_rule_tells_of(code: str, case: Case) -> None:
    found = of(code, asked(case))
    assert len(found) == 1
    assert found[0].question == "q1"
    assert found[0].place is not None
    assert found[0].place.file == "bank.md"


@pytest.mark.parametrize(("code", "case"), each(MISSES))
def test_a_rule_leaves_alone(code: str, case: Case) -> None:
    assert of(code, asked(case)) == []


def test_each_rule_has_a_hit_and_a_near_miss() -> None:
    of_the_bank = {"longest-right", "fixed-positions", "near-duplicate"}
    assert set(HITS) == set(MISSES) == set(RULES) - of_the_bank


def test_places_and_words() -> None:
    (found,) = of("negative-stem", asked(Case("Which of these is not a river?", ("The Volga", "*The Alps"))))
    assert found.place == Place("bank.md", 1, 4 + len("Which of these is "))
    assert "'not' is not emphasised" in found.message
    (found,) = of("absolute-words", asked(HITS["absolute-words"][0]))
    assert found.place == Place("bank.md", 2, 4 + len("It is "))
    assert found.message == "in wrong choices only: (a) 'always'"


# ---------------------------------------------------------------- the whole bank

LONG = Case("Which is the right one here?", ("*the longest of the three", "one", "two", "three and four"))
SHORT = Case("Which is the right one here?", ("the longest of the three", "*one", "two", "three and four"))


def rows(*cases: tuple[Case, int], **changed: object) -> list[Question]:
    all_of_them = [case for case, count in cases for _ in range(count)]
    return [asked(case, 100 * at + 1, **changed) for at, case in enumerate(all_of_them)]


def test_the_longest_choice_is_right_too_often() -> None:
    (found,) = of("longest-right", *rows((LONG, 8), (SHORT, 4)))
    # By hand: (495 * 81 + 220 * 27 + 66 * 9 + 12 * 3 + 1) / 4**12 = 46,666 / 16,777,216.
    assert found.message == (
        "the right choice is the longest in 8 of 12 questions (67%); by chance it would be in 3, "
        "and so many have a chance of 1 in 360"
    )
    assert found.place is None


def test_the_longest_choice_is_right_as_often_as_by_chance() -> None:
    assert of("longest-right", *rows((LONG, 5), (SHORT, 10))) == []
    assert of("longest-right", *rows((LONG, 7))) == []


def test_right_answers_that_stay_prefer_one_place() -> None:
    (found,) = of("fixed-positions", *rows((LONG, 10), (SHORT, 1), keep_order=True))
    assert "in 11 questions that keep your order the right choice is number 1 10 times" in found.message


def test_what_chance_gives_once_is_said_so() -> None:
    octave = Case("Which note?", ("*do", "re", "mi", "fa", "sol", "la", "ti", "none"))
    (found,) = of("fixed-positions", *rows((octave, 8), keep_order=True))
    assert "number 1 8 times; by chance it would be once, and" in found.message


def test_the_place_does_not_matter_where_choices_are_shuffled() -> None:
    assert of("fixed-positions", *rows((LONG, 11))) == []
    assert of("fixed-positions", *rows((LONG, 5), (SHORT, 6), keep_order=True)) == []


FIRST = Case(
    "A sample of 40 students has a mean of 12 and a variance of 9. What is the standard error of the mean?",
    ("0.22", "*0.47", "1.42", "3"),
)
NEAR = Case(FIRST.stem.replace("students", "teachers"), FIRST.choices)
FAR = Case("A river of 40 km falls by 12 m. How fast does the water in the middle of it flow?", FIRST.choices)


def test_questions_that_are_nearly_the_same() -> None:
    (found,) = of("near-duplicate", asked(FIRST), asked(FAR, 50), asked(NEAR, 90))
    assert found.question == "q90"
    assert "as in question 'q1' at bank.md:1:1" in found.message


def test_questions_that_are_equal_or_not_the_same() -> None:
    assert of("near-duplicate", asked(FIRST), asked(FAR, 50)) == []
    # The check tells of these.
    assert of("near-duplicate", asked(FIRST), asked(FIRST, 50)) == []


def test_each_of_a_large_family_is_told_of_once() -> None:
    family = [
        asked(Case(f"{FIRST.stem} Take {at} as given.", FIRST.choices), 100 * at + 1) for at in range(300)
    ]
    assert len(of("near-duplicate", *family)) == 299


# ---------------------------------------------------------------- languages


def test_rules_on_words_are_for_english_only() -> None:
    german = Case(
        "Welcher von diesen ist not ein Fluss und was ist das?", ("Die Wolga", "*Der Rhein", "Die Donau")
    )
    report = advice_on(
        asked(german), asked(Case("Which of these is not a river?", ("The Volga", "*The Alps")), 50)
    )
    assert report.not_english == ("q1",)
    assert [found.question for found in report.advice if found.code == "negative-stem"] == ["q50"]


def test_a_question_whose_words_do_not_tell_is_in_the_language_of_the_others() -> None:
    terse = Case("Largest mammal:", ("elephant", "*whale", "giraffe"))
    english = Case("Which of these is the longest of the rivers?", ("The Volga", "*The Rhine", "The Don"))
    assert advice_on(asked(terse), asked(english, 50)).not_english == ()
    assert advice_on(asked(terse)).not_english == ("q1",)


def test_another_script_is_not_english() -> None:
    assert advice_on(asked(Case("这个函数干了什么？", ("*对", "错", "都不是")))).not_english == ("q1",)


# ---------------------------------------------------------------- our own banks


@pytest.mark.parametrize(
    ("name", "codes"), [("vae.md", {"none-of-the-above"}), ("sampling.yaml", {"none-of-the-above"})]
)
def test_a_good_bank_gets_little_advice(name: str, codes: set[str]) -> None:
    bank = read_banks([ROOT / "banks" / name]).bank
    assert {found.code for found in advise(bank, check(bank).bank).advice} == codes


def test_the_same_bank_gives_the_same_advice() -> None:
    questions = [asked(case, 100 * at + 1) for at, (_, case) in enumerate(each(HITS))]
    assert advice_on(*questions) == advice_on(*questions)


@pytest.mark.parametrize(
    "part",
    ["which ", "all except ", "*a ", "<b>", "1-", "$1", "a, ", "not ", "A and ", "which is not ", ". ", "_ "],
)
def test_any_text_gets_advice_or_none(part: str) -> None:
    long = part * (30_000 // len(part))
    report = advice_on(asked(Case(long, (long, f"*{long} x", "y")), rationale=text(long, 60)))
    assert report.questions == 1
