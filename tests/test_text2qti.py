"""Quizzes of the program text2qti: what is read, what is skipped, and that what is written comes back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT, tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Place, Severity
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_gift, is_text2qti
from examgen.formats.text2qti import reader as text2qti
from examgen.model import Bank, Choice, Heading, Question, Text

SAMPLES = ROOT.parent / "shared" / "samples" / "text2qti"
HERE = Place("q.txt", 1, 1)

QUIZ = """\
Quiz title: Rivers
  and seas
Quiz description: Choose the best.

    No maps.
shuffle answers: true

% not read
Title: mouth
Points: 2.5
1.  Where does a river
    end?

    Think.
... By definition.
+   Right.
-   Wrong.
a)  At its source
... There it
    begins.
*b) At its mouth

COMMENT
1. nothing
END_COMMENT
2)
3.  Which are rivers?
[*] Danube
[ ] Iceland
[]  Sahara
[*] Mekong
"""


def read(source: str) -> Reading:
    return text2qti.read("q.txt", source)


def question(source: str) -> Question:
    reading = read(source)
    assert reading.problems == ()
    (found,) = reading.bank.questions
    return found


def test_a_quiz() -> None:
    reading = read(QUIZ.replace("2)\n", ""))
    assert reading.problems == ()
    assert reading.bank.heading == Heading(
        title="Rivers and seas", instructions="Choose the best.\n\nNo maps."
    )
    mouth, rivers = reading.bank.questions
    assert (mouth.id, mouth.given_id, mouth.points) == ("mouth", True, Fraction(5, 2))
    assert mouth.stem.source == "Where does a river\nend?\n\nThink."
    assert mouth.stem.places[1] == Place("q.txt", 12, 5)
    assert mouth.rationale is not None
    assert mouth.rationale.place(mouth.rationale.source.index("Wrong")).line == 17
    assert mouth.rationale.source == "By definition.\n\nRight.\n\n*If wrong:*\n\nWrong."
    assert mouth.answer == {"b"}
    assert mouth.choices[0].feedback is not None
    assert mouth.choices[0].feedback.source == "There it\nbegins."
    assert mouth.choices[1].feedback is None
    assert [choice.text.source for choice in rivers.choices] == ["Danube", "Iceland", "Sahara", "Mekong"]
    assert (rivers.answer, rivers.points, rivers.given_id) == ({"a", "d"}, Fraction(1), False)
    assert not rivers.keep_order


def test_a_line_that_is_nothing_is_an_error() -> None:
    (problem,) = read(QUIZ).problems
    assert (problem.code, problem.place) == ("stray-text", Place("q.txt", 26, 1))


def test_lines_below_each_other_that_are_nothing_are_one_problem() -> None:
    (problem,) = read("Some words.\nMore words.\n\n1. A\n*a) b\nb) c").problems
    assert problem.message == "the line 'Some words.' and 1 more below it are no part of a question"


def test_letters_need_no_order() -> None:
    found = question("7. Which?\nd) one\nD) two\n*a) three")
    assert [choice.id for choice in found.choices] == ["a", "b", "c"]
    assert found.answer == {"c"}


def test_true_and_false_keep_their_order() -> None:
    assert question("1. So?\n*a) True\nb) False").keep_order
    assert question("1. So?\na) false\n*b) true").keep_order


def test_answers_are_not_shuffled_when_the_quiz_says_so() -> None:
    assert question("shuffle answers: false\n1. So?\n*a) one\nb) two").keep_order


def test_groups_give_points_and_tags() -> None:
    reading = read(
        "GROUP\npick: 1\npoints per question: 3\n\n1. A?\n*a) b\nb) c\n\n2. B?\n*a) b\nb) c\nEND_GROUP\n3. C?\n*a) b\nb) c"
    )
    assert [(found.points, found.tags) for found in reading.bank.questions] == [
        (3, ("group-1",)),
        (3, ("group-1",)),
        (1, ()),
    ]
    (problem,) = reading.problems
    assert (problem.code, problem.severity) == ("group-pick", Severity.WARNING)
    assert problem.place == Place("q.txt", 2, 1)


def test_solutions_are_rationales_and_how_many_are_shown_is_nothing_to_print() -> None:
    solved = question("1. So?\n... In general.\n!   By law.\n\n    Surely.\n*a) one\nb) two")
    assert solved.rationale is not None
    assert solved.rationale.source == "In general.\n\nBy law.\n\nSurely."
    reading = read("GROUP\npick: 1\nsolutions pick: 2\n1. A?\n*a) b\nb) c\nEND_GROUP")
    assert [problem.code for problem in reading.problems] == ["group-pick"]
    essay = read("1. Write.\n!   Look for rivers.\n____\n2. So?\n*a) one\nb) two")
    assert [problem.code for problem in essay.problems] == ["skipped"]


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ("{#map .wide width=30% height=5em}", "{width=30%}"),
        ("{width=10em height=5em}", "{width=120pt}"),
        ("{width=96px}", "{width=72pt}"),
        ("{.wide}", ""),
        ("{max-width=10em}", ""),
        (" {1, 2}", " {1, 2}"),
    ],
)
def test_attributes_of_pictures(attributes: str, size: str) -> None:
    found = question(f"1. Where ![A map](map.png){attributes} is it? `![](a){{.b}}`\n*a) f(x){{a=1}}\nb) two")
    assert found.stem.source == f"Where ![A map](map.png){size} is it? `![](a){{.b}}`"
    assert found.choices[0].text.source == "f(x){a=1}"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("=   1.41 +- 0.01", "a numerical question"),
        ("=   [1, 2]", "a numerical question"),
        ("*   Santa\n*   Claus", "a short-answer question"),
        ("... General.\n____", "an essay"),
        ("^^^^", "a file upload"),
        ("<> word", "a fill-in-the-blanks question"),
    ],
)
def test_other_kinds_are_skipped(answer: str, kind: str) -> None:
    reading = read(f"Title: The name\n1.  What?\n{answer}\n\n2. So?\n*a) one\nb) two")
    (problem,) = reading.problems
    assert len(reading.bank.questions) == 1
    assert problem.message == f"question 'The name' is {kind}, which cannot be printed as choices"
    assert (problem.code, problem.place) == ("skipped", Place("q.txt", 2, 1))


def test_code_that_would_run_and_text_between_questions_are_reported() -> None:
    reading = read(
        "1. A?\n*a) b\nb) c\n\nText title: About\nText: The next two\n  belong together.\n\n"
        "```{.python .run}\n2. B?\n```\n"
    )
    assert [(p.code, p.place and p.place.line, p.severity) for p in reading.problems] == [
        ("skipped", 5, Severity.WARNING),
        ("skipped", 6, Severity.WARNING),
        ("skipped", 9, Severity.WARNING),
    ]
    assert len(reading.bank.questions) == 1


def test_code_in_a_question_is_kept() -> None:
    found = question(
        "1.  What?\n    ```python\n    if x:\n        1. y\n    ```\n*a) <!-- no --> one\nb)  two"
    )
    assert found.stem.source == "What?\n```python\nif x:\n    1. y\n```"
    assert found.choices[0].text.source == "one"


def test_the_few_tags_that_people_put_into_markdown() -> None:
    found = question("1. Is H<sub>2</sub>O <b>wet</b>?<br>Say `<b>x</b>`.\n*a) $a<b>c</b>$\nb) <p>")
    assert found.stem.source == "Is H₂O **wet**?\\\nSay `<b>x</b>`."
    assert [choice.text.source for choice in found.choices] == ["$a<b>c</b>$", "<p>"]


def test_numbers_and_units() -> None:
    found = question("1. Is \\SI{1.5e3}{m/s} or $x = \\num{2e-5}$?\n*a) \\si{N.m}\nb) `\\num{1}`")
    assert found.stem.source == r"Is $1.5\times 10^{3}\,\mathrm{m/s}$ or $x = 2\times 10^{-5}$?"
    assert [choice.text.source for choice in found.choices] == [r"$\mathrm{N{\cdot}m}$", r"`\num{1}`"]


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("a) one", "no-question", 1),
        ("1. A\nPoints: none\n2. B\n*a) c", "bad-points", 2),
        ("GROUP\n1. A\n*a) b\nb) c", "group", 2),
        ("END_GROUP\n1. A\n*a) b\nb) c", "group", 1),
        ("1. A\n*a) b\nb) c\nCOMMENT\n2. B", "comment", 4),
        ("1. A\n*a)b\nb) c", "stray-text", 2),
        ("Quiz title: x", "no-questions", 0),
    ],
)
def test_what_is_wrong_has_a_place_and_a_remedy(source: str, code: str, line: int) -> None:
    problem = next(problem for problem in read(source).problems if problem.code == code)
    assert problem.place is not None
    assert problem.place.line == line
    assert problem.hint


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1. What?\na) 1\n*b) 2", True),
        ("Quiz title: x\n\n1. What?\n[*] 1\n[ ] 2", True),
        ("1. What?\na) 1\nb) 2\n\nAnswer: b", False),
        ("* What?\n+ 1\n- 2", False),
    ],
)
def test_sniff(source: str, expected: bool) -> None:
    assert is_text2qti(source) is expected


# ---------------------------------------------------------------- writing


def text(source: str) -> Text:
    return Text(source, (HERE,) * (source.count("\n") + 1))


def made(id: str, stem: str, words: list[str], answer: set[str], **more: object) -> Question:
    parts = tuple(Choice(letter, text(word), HERE) for letter, word in zip("abcdefgh", words, strict=False))
    return Question(id, text(stem), HERE, parts, frozenset(answer), given_id=True, **more)  # type: ignore[arg-type]


def test_round_trip() -> None:
    stem = "Which?\n\n```python\nif x:\n    1. y\n```\n\n- one\n  - two"
    bank = Bank(
        (
            made(
                "q-1",
                stem,
                ["$x$", "b\n\n    code"],
                {"b"},
                rationale=text("So.\n\nYes."),
                points=Fraction(3, 2),
            ),
            made("q-2", "Is <b>x</b> <!-- it --> \\num{1}?", ["a", "b", "c"], {"a", "c"}),
        ),
        Heading(title="Rivers", instructions="Choose.\n\n1. Well."),
    )
    assert text2qti.losses(bank) == []
    assert read(text2qti.write(bank)).bank.heading == bank.heading


def test_the_program_itself_would_take_what_is_written() -> None:
    bank = Bank((made("q-1", "Which\none?", ["a", "b"], {"b"}, rationale=text("So.")),), Heading(title="T"))
    assert text2qti.write(bank) == (
        "% Written by examgen\nQuiz title: T\nshuffle answers: true\n\n"
        "Title: q-1\n1.  Which\n    one?\n... So.\na)  a\n*b) b\n"
    )


def test_losses_name_what_is_not_carried() -> None:
    bank = Bank((made("q-1", "Which?", ["True", "False"], {"a"}, tags=("x",), section="A"),))
    (problem,) = text2qti.losses(bank)
    assert problem.message == (
        "question 'q-1': its tags, section and order of choices cannot be written as text2qti"
    )


def test_what_the_program_would_refuse_is_said() -> None:
    bank = Bank(
        (
            made("q-1", "Which?", ["a", "b"], {"a"}),
            made("q-2", "Which?", ["c", "d"], {"a"}, points=Fraction(1, 4)),
            made("q-3", "Why?", ["c", "d"], {"a"}, points=Fraction(3, 2)),
        )
    )
    assert [problem.message for problem in text2qti.losses(bank)] == [
        "question 'q-2' asks in the same words as 'q-1', which text2qti does not take",
        "question 'q-2': text2qti does not take 0.25 points",
    ]


WORDS = st.text(st.sampled_from("ab é*+-=[]()%._^`1<"), max_size=12).map(lambda word: f"x{word}x")


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=3, max_size=6))
def test_any_lines_come_back(texts: list[list[str]]) -> None:
    lines = ["\n".join(part) for part in texts]
    before = made("q-1", lines[0], lines[1:], {"a"}, rationale=text(lines[0]))
    (after,) = read(text2qti.write(Bank((before,)))).bank.questions
    assert after.stem.source == before.stem.source
    assert [choice.text.source for choice in after.choices] == lines[1:]
    assert (after.answer, after.rationale and after.rationale.source) == (before.answer, lines[0])


SIGNS = (
    *(
        "1. ",
        "a) ",
        "*b) ",
        "[*] ",
        "[ ] ",
        "... ",
        "+ ",
        "- ",
        "* ",
        "= ",
        "___",
        "^^^",
        "\n",
        "\n\n",
        "\n    ",
        "\t",
    ),
    *(
        "GROUP\n",
        "END_GROUP\n",
        "pick: 2",
        "COMMENT\n",
        "END_COMMENT\n",
        "%",
        "```{.python .run}\n",
        "```\n",
        "<!--",
    ),
    *("Title: ", "Points: 2\n", "Text: ", "Quiz title: ", "-->", "\\num{1e5}", "\\SI{1}{m}"),
)


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.sampled_from(SIGNS) | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    is_text2qti(source)
    reading = read(source)
    assert all(problem.place and problem.hint for problem in reading.problems)
    for found in reading.bank.questions:
        for part in (found.stem, *(choice.text for choice in found.choices)):
            assert len(part.places) == part.source.count("\n") + 1


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
@pytest.mark.parametrize(
    ("part", "read_questions", "skips"),
    [
        ("artkuo", 3, 5),
        ("kaykayehnn", 1, 0),
        ("keefereuther", 14, 3),
        ("test_gap_match", 0, 3),
    ],
)
def test_samples(part: str, read_questions: int, skips: int) -> None:
    (path,) = (path for path in SAMPLES.iterdir() if part in path.name)
    reading = text2qti.read(path.name, path.read_text(encoding="utf-8"))
    assert len(reading.bank.questions) == read_questions
    assert [problem.code for problem in reading.problems] == ["skipped"] * skips


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
def test_every_sample_is_read_or_refused_with_a_place() -> None:
    for path in sorted(Path(SAMPLES).iterdir()):
        reading = text2qti.read(path.name, path.read_text(encoding="utf-8"))
        assert reading.bank.questions or reading.problems, path.name
        assert all(problem.place for problem in reading.problems)


@pytest.mark.parametrize("mark", ["...", "+", "-"])
@pytest.mark.parametrize("quiz", ["1. W\n{}*a) x\nb) y\n", "1. W\n*a) x\n{}b) y\n"])
def test_feedback_without_end_is_an_error(quiz: str, mark: str) -> None:
    made = text2qti.read("q.txt", quiz.format(f"{mark} {'x' * 2000}\n" * 30))
    assert {problem.code for problem in made.problems} == {"text-too-long"}
    line = min(problem.place.line for problem in made.problems if problem.place)
    # Marks of right and wrong answers stand before wrong ones' feedback: its paragraphs are a little longer.
    assert 25 <= line <= 29


def test_what_is_written_as_text_is_known_though_it_quotes_gift() -> None:
    written = str(text2qti.write(Bank((made("q-1", "What is {=right ~wrong}?", ["a", "b"], {"a"}),))))
    assert is_text2qti(written)
    assert not is_gift(written)


def test_a_formula_in_brackets_is_no_loss_and_points_of_none_are_one() -> None:
    assert text2qti.losses(Bank((made("q-1", r"Is \(x\) it?", ["a", "b"], {"a"}),))) == []
    none = replace(made("q-1", "Which?", ["a", "b"], {"a"}), points=Fraction(0))
    (problem,) = text2qti.losses(Bank((none,)))
    assert problem.message == "question 'q-1': its points cannot be written as text2qti"
