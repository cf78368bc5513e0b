"""Most lines of a quiz text are spared the long patterns by cheap looks: without these the same bank comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.formats.naming import slug
from examgen.formats.quiz.gathering import keys, rights
from examgen.formats.quiz.marking import answers, entries, labelled, lines, marks
from examgen.formats.quiz.marking.lines import clean_lines
from examgen.formats.quiz.page import starts
from examgen.formats.quiz.reader import read
from examgen.formats.reading import Reading

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
#: What begins a line.
MARKS = (
    *(
        "",
        "",
        "1. ",
        "2. ",
        "Q3. ",
        "1) {points=1/2} ",
        "2. {#two points=0.5} ",
        "- (a) ",
        " - (b) ",
        "a) ",
        "B. ",
        "C. ",
    ),
    *(
        "*b) ",
        "[x] ",
        "- [ ] ",
        "(c) ",
        "(x) ",
        "    ",
        "\t",
        "> ",
        "# ",
        "**",
        "Answer: ",
        "Correct Answer: (b)",
    ),
    *(
        "Correct. ",
        "Rationale: ",
        "Answer key: ",
        "**Answers** ",
        "### Solutions",
        "Final answers:",
        "\N{KEY} Key",
    ),
    *("Answer: T", "1. B 2. C", "| 1 | A |", "```", "~~~", "$$", "<!-- a ", "-->", "---", "я) ", "б) "),
    *(
        "1、",
        "A、",
        "B．",
        "C、",
        "【答案】",
        "答案：",
        "1-",
        "2.- ",
        "A-",
        "a.",
        "Q. ",
        "**A** ",
        "Option B: ",
        "==> ",
    ),
)
WORDS = (
    *(
        "word",
        "The sum",
        "five",
        "x",
        "X",
        "  x",
        "b) two",
        "C) two",
        "B、two",
        "C．two",
        "| b) two",
        "Answer: B",
        "(Ans: b)",
        "c. three",
        "b.",
        "D. four",
        "(b)",
        "True",
        "False",
    ),
    *(
        "(correct)",
        "[right]",
        "<- correct",
        "-- right",
        "— correct",
        "\u2713",
        "\u2717",
        "\u2b05 right",
        "<= answer",
    ),
    *(
        "{pin}",
        "{weight=0.5}",
        "{points=2}",
        "{x}",
        "*",
        "**",
        "***",
        "__",
        "**all bold**",
        "key:",
        "answers",
        "solution",
        "# correct",
        "// right",
        "\U0001f448",
        "\u3010\u7b54\u6848\u3011",
    ),
    *(
        "\u200b",
        "\xa0",
        "\x07",
        "\t",
        "\x0b",
        "e\u0301",
        "<!-- in -->",
        "<!--",
        "-->",
        "`code`",
        "$x$",
        "![a](b.png)",
    ),
    *("[[a]]", "&amp;", "<b>bold</b>", r"\alpha", r"\(x\)", "~", "1", "12.", "for each", "(2 points)", "."),
)
LINES = st.tuples(st.sampled_from(MARKS), st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)).map(
    "".join
)


@contextmanager
def the_long_way() -> Iterator[None]:
    """Switch off all cheap looks."""
    with ExitStack() as stack:
        for module, name, answer in (
            (lines, "_is_clean", False),
            (rights, "_may_sign", True),
            (labelled, "_may_go_on", True),
            (entries, "_may_be_head", True),
            (keys, "may_list", True),
            (marks, "may_mark", True),
            (marks, "first_word", ""),
            (answers, "may_answer", True),
            (starts, "has_ticks", True),
        ):
            stack.enter_context(patch.object(module, name, return_value=answer))
        stack.enter_context(patch("examgen.formats.naming._MARKED", re.compile("")))
        stack.enter_context(patch.object(labelled, "_PLAIN", re.compile("(?!)")))
        yield


def both(source: str) -> tuple[Reading, Reading]:
    short = read("bank.md", source)
    with the_long_way():
        return short, read("bank.md", source)


@given(st.lists(LINES, min_size=1, max_size=14).map("\n".join))
def test_the_cheap_looks_change_nothing(source: str) -> None:
    short, long = both(source)
    assert short == long


ANSWERS = st.sampled_from(
    (
        *(
            "a",
            "B",
            "(c)",
            "D)",
            "E.",
            "AB",
            "ABc",
            "Abc",
            "true",
            "F",
            "Falsch",
            "VRAI",
            "option",
            "The",
            "letter",
        ),
        *(
            "All (",
            "is correct",
            "because",
            "and",
            "opción",
            "и",
            "б",
            "①",
            "对",
            "\u2713",
            "[x]",
            "{#q-1",
            "x=1}",
            "e",
        ),
        *(",", ";", ":", "-", "**", "*", "`", "_", "1", "\\", "\n"),
    )
)


@given(st.lists(st.tuples(ANSWERS, st.sampled_from(("", " ", "  "))), max_size=6))
def test_the_first_word_of_an_answer_spares_no_answer(pieces: list[tuple[str, str]]) -> None:
    rest = "".join(map("".join, pieces))
    short = answers.parse_answer(rest, 3)
    with patch.object(answers, "may_answer", return_value=True):
        assert short == answers.parse_answer(rest, 3)


QUESTION = "1. What is {stem}?\n - (a) {one}\n - (b) {two}\n\nCorrect Answer: {answer}\n\nRationale: {why}\n"


@given(
    *[st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)] * 4,
    st.sampled_from(("(a)", "(b)", "T", "b x")),
)
def test_the_cheap_looks_change_no_question(stem: str, one: str, two: str, why: str, answer: str) -> None:
    source = QUESTION.format(stem=stem, one=one, two=two, why=why, answer=answer)
    short, long = both(source)
    assert short == long


@pytest.mark.parametrize(
    "line",
    ["", "A word, and more (of them).", "   indented", "1. {#id points=2} What is $x$?", "**b** `c` ~~d~~"],
)
def test_clean_lines_stay_as_they_are(line: str) -> None:
    assert lines._is_clean(line)
    cleaned, problems = clean_lines("bank.md", [line])
    assert [each.text for each in cleaned] == [line]
    assert not problems


@pytest.mark.parametrize("line", ["a\tb", "a\x07", "é", "<!-- a -->", "```", "~~~", "\xa0"])
def test_lines_that_cleaning_may_change_are_none_of_them(line: str) -> None:
    assert not lines._is_clean(line)


@pytest.mark.parametrize(
    "sign",
    [
        *(
            "\u2713",
            "(correct)",
            "[right]",
            "<- correct",
            "\u2190 correct",
            "\u2014 right",
            "-- answer",
            "<= right",
        ),
        *("(x)", "[X]", " x", " X", "\u2b05 richtig", "**(correct)**", "  x  "),
    ],
)
def test_each_sign_at_the_end_is_seen(sign: str) -> None:
    source = QUESTION.format(stem="it", one=f"one {sign}", two="two", answer="(a)", why="so")
    (question,) = read("bank.md", source).bank.questions
    assert question.choices[0].text.source == "one"


@pytest.mark.parametrize("sign", ["\u2717", "(wrong)", "[incorrect]", "\u274c"])
def test_each_sign_of_a_wrong_choice_is_seen(sign: str) -> None:
    source = QUESTION.format(stem="it", one="one (correct)", two=f"two {sign}", answer="(a)", why="so")
    (question,) = read("bank.md", source).bank.questions
    assert question.choices[1].text.source == "two"


@pytest.mark.parametrize(
    "line", ["(a) one (b) two", "a) one b) two", "A) one B) two", "A. one B. two", "(A) one (B) two"]
)
def test_choices_on_one_line_are_seen(line: str) -> None:
    (question,) = read("bank.md", f"1. What?\n{line}\n\nAnswer: B\n").bank.questions
    assert [choice.text.source for choice in question.choices] == ["one", "two"]


@pytest.mark.parametrize(
    "head",
    [
        "Answers:",
        "**Answers**",
        "__Answers__",
        "# Answers",
        "> Answer key",
        "\U0001f511 Key",
        "Final answers:",
    ],
)
def test_heads_of_answers_are_seen(head: str) -> None:
    assert entries.is_head(lines.Line(1, head))


@pytest.mark.parametrize(
    "left_out",
    [
        *(
            "`code`",
            "~~~code~~~",
            "$x_1$",
            "$$x_1$$",
            r"\(x_1\)",
            r"\[x_1\]",
            "[[name]]",
            "![name](b.png)",
            "<b>",
            "&amp;",
        ),
        r"\alpha",
    ],
)
def test_what_ids_leave_out_is_seen(left_out: str) -> None:
    assert slug(f"{left_out} river {left_out}") == "river"


@pytest.mark.skipif(not SAMPLES.exists(), reason="no samples here")
def test_samples() -> None:
    questions = 0
    for file in sorted(SAMPLES.rglob("*")):
        if file.suffix in (".md", ".txt", ".qmd") and file.stat().st_size < 100_000:
            short, long = both(file.read_text(encoding="utf-8", errors="replace"))
            assert short == long, file
            questions += len(short.bank.questions)
    assert questions > 100
