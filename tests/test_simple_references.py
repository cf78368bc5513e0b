"""Questions in which nothing names a choice are told by a quick look: what comes out is what all rules give."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.errors import Place
from examgen.formats import read_bank
from examgen.model import Choice, Question, Text
from examgen.references import resolve
from examgen.references.mask import mask
from examgen.references.special import may_be_special, speaks_of_places
from examgen.references.suspicion import is_suspect

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
PLACE = Place("bank.md", 1, 1)
#: Letters, articles and what may make them names of choices, or keep them from it.
WORDS = (
    *(
        "a",
        "A",
        "b",
        "B",
        "C",
        "(a)",
        "(c)",
        "b)",
        "I",
        "x",
        "AB",
        "CA",
        "ABC",
        "a.",
        "B:",
        "A's",
        "B-tree",
        "A/B",
        "`b`",
        "$b$",
        "$A$",
    ),
    *(
        "mean",
        "Mean",
        "means",
        "fixed",
        "added",
        "only",
        "series",
        "uses",
        "the",
        "is",
        "are",
        "was",
        "wrong",
        "correct",
        "right",
        "true",
    ),
    *(
        "and",
        "or",
        "not",
        "to",
        "together",
        "plus",
        "equally",
        "both",
        "neither",
        "see",
        "because",
        "as",
        "than",
        "if",
        "of",
        "can",
        "of",
    ),
    *(
        "choice",
        "option",
        "Options",
        "answer",
        "optionB",
        "first",
        "last",
        "the second",
        "two",
        "above",
        "below",
        "next",
        "question 3",
    ),
    *(
        "#2",
        "number 2",
        "number",
        "1st",
        "[[a]]",
        "A K",
        "all",
        "none",
        "these",
        "1",
        "2",
        "_B_",
        "*a*",
        "*mean*",
        "N/A",
        "\n",
        "\n\n",
        ".",
        ",",
        "-",
        ":",
    ),
    *(
        "5 A",
        "a 5",
        "a $k$",
        "A. Smith",
        "e.g.",
        "vitamin",
        "event",
        "every",
        "f(a)",
        "</b>",
        "<b>",
        "http://a.b",
        "ı",
        "İ",
        "Ｂ",
        "Ⓑ",
        "⒝",
        "①",
        "Ⅱ",
        "選択肢",
        "选B",
        "Bは",
        "é",
        "е",
    ),
)
#: What names choices by their places.
PLACES = (
    *("(2)", "II", "1)", "no. 2", "key", "traps", "fails", "describes", "the one", "the two", "at the top"),
    *(
        "in the middle",
        "from the bottom",
        "as above",
        "before it",
        "listed",
        "position",
        "the last",
        "third",
        "one",
    ),
    *("The first", "Top one", "here", "The former", "the latter", "The remaining three", "Next two", "since"),
    *(
        "choose",
        "plus",
        "unless",
        "with",
        "use",
        "Antwort",
        "zweite",
        "die",
        "ist",
        "falsch",
        "la",
        "opción",
        "ответ",
        "Б",
    ),
)
TEXTS = st.lists(st.sampled_from((*WORDS, *PLACES)), min_size=1, max_size=7).map(" ".join)


def question(stem: str, rationale: str, choices: list[str]) -> Question:
    return Question(
        "q",
        Text(stem, (PLACE,) * (stem.count("\n") + 1)),
        PLACE,
        tuple(
            Choice("abcd"[at], Text(text, (PLACE,) * (text.count("\n") + 1)), PLACE)
            for at, text in enumerate(choices)
        ),
        frozenset("a"),
        Text(rationale, (PLACE,) * (rationale.count("\n") + 1)),
    )


@given(TEXTS, TEXTS, st.lists(TEXTS, min_size=2, max_size=4))
def test_the_quick_look_changes_nothing(stem: str, rationale: str, choices: list[str]) -> None:
    asked = question(stem, rationale, choices)
    assert resolve(asked) == resolve(asked, thoroughly=True)


#: What may follow "the" at the beginning of a choice.
BEHIND_THE = (
    *(
        "first",
        "second",
        "third",
        "last",
        "final",
        "top",
        "1st",
        "fir\u017ft",
        "others",
        "other",
        "rest",
        "word",
    ),
    *(
        "two",
        "one",
        "and",
        "or",
        "the",
        "are",
        "is",
        "true",
        "all",
        "correct",
        "only",
        "ones",
        ",",
        "&",
        "\n",
        ".",
    ),
)


@given(
    st.sampled_from(("The", "the", " *The", "(the", "THE")),
    st.lists(st.sampled_from(BEHIND_THE), min_size=1, max_size=5).map(" ".join),
)
def test_a_choice_that_speaks_of_places_is_known_by_its_first_words(the: str, rest: str) -> None:
    choice = f"{the} {rest}"
    assert may_be_special(choice) or not speaks_of_places(mask(choice).prose)


@pytest.mark.parametrize(
    "choice", ["The first two", "the others are wrong", "The rest are all true", "the last one"]
)
def test_first_words_of_choices_that_speak_of_places(choice: str) -> None:
    assert may_be_special(choice)
    assert speaks_of_places(choice)


def test_most_choices_with_the_speak_of_no_places() -> None:
    assert not may_be_special("The sum of both")


#: Beginnings of lines that may make code of the line, or an item without text.
BEGINNINGS = ("", "", " ", "    ", "\t", " \t", "-", "- ", "*", " 12) ", "1", "- a")
LINES = st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from(("", "b"))).map("".join)


@given(st.lists(LINES, min_size=1, max_size=5).map("\n".join))
def test_texts_without_marks_are_prose(source: str) -> None:
    """A formula puts a text through the rules for blocks; without it what they find is the same."""
    with_formula = mask(f"{source}\n\n$x$")
    alone = mask(source)
    assert alone.prose == with_formula.prose[: len(source)]
    # A text that goes on may have one more line end in its last span.
    spans = [(start, min(end, len(source))) for start, end in with_formula.doubtful if start < len(source)]
    assert list(alone.doubtful) == spans


PLAIN = (
    "What is a mean?",
    "A mean is a sum that a number divides.",
    ["A ratio", "a fixed sum", "The total", "5"],
)


def test_ordinary_words_are_above_suspicion() -> None:
    assert not is_suspect(question(*PLAIN))


@pytest.mark.parametrize(
    "text",
    [
        "(b) is wrong",
        "As a says, no",
        "See [[a]]",
        "Option 2",
        "the first is wrong",
        "AB are wrong",
        "`b` is wrong",
        "A K says so",
    ],
)
def test_what_may_name_a_choice_is_suspect(text: str) -> None:
    assert is_suspect(question(PLAIN[0], text, PLAIN[2]))


@pytest.mark.rare
@pytest.mark.skipif(not SAMPLES.exists(), reason="no samples here")
def test_questions_of_the_samples() -> None:
    spared = total = 0
    for file in sorted(SAMPLES.rglob("*")):
        if file.is_file() and file.stat().st_size < 1_000_000:
            for each in read_bank(file).bank.questions:
                assert resolve(each) == resolve(each, thoroughly=True), each
                spared += not is_suspect(each)
                total += 1
    assert spared > total / 2 > 200
