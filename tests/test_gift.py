"""GIFT: what is read, what is skipped, and that what is written comes back."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT, tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Place, Problem, Severity, errors_of
from examgen.formats.gift import reader as gift
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_gift
from examgen.model import Bank, Choice, Question, Text

SAMPLES = ROOT.parent / "shared" / "samples" / "gift"
HERE = Place("b.gift", 1, 1)


def read(source: str) -> Reading:
    return gift.read("b.gift", source)


def question(source: str) -> Question:
    reading = read(source)
    assert reading.problems == ()
    (found,) = reading.bank.questions
    return found


def choices(found: Question) -> list[str]:
    """Return the choices' texts, a star before each right one."""
    return [f"{'*' * (choice.id in found.answer)}{choice.text.source}" for choice in found.choices]


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_choices_with_feedback_title_and_general_feedback() -> None:
    found = question(
        "::mouth:: Where does a river end? {\n~At its source # There it begins.\n=At its mouth\n"
        "####By definition.\n}\n"
    )
    assert (found.id, found.given_id) == ("mouth", True)
    assert found.stem.source == "Where does a river end?"
    assert choices(found) == ["At its source", "*At its mouth"]
    assert [choice.feedback and choice.feedback.source for choice in found.choices] == [
        "There it begins.",
        None,
    ]
    assert found.rationale is not None
    assert found.rationale.source == "By definition."
    assert not found.keep_order


def test_texts_know_their_places() -> None:
    found = question("// first\n\n::q:: [html]Which?\n{\n  =one # yes\n  ~two\n}")
    assert found.stem.place() == Place("b.gift", 3, 13)
    assert found.choices[1].text.place() == Place("b.gift", 6, 4)
    assert found.choices[0].feedback is not None
    assert found.choices[0].feedback.place() == Place("b.gift", 5, 10)


def test_choices_in_one_line_and_glued_signs() -> None:
    assert choices(question("Who?{~One ~Two =no one}")) == ["One", "Two", "*no one"]
    assert choices(question("Who?{=no one~One~Two}")) == ["*no one", "One", "Two"]


def test_a_gap_in_a_sentence() -> None:
    found = question("A river {~begins =ends} at its mouth.")
    assert found.stem.source == r"A river \_\_\_\_\_ at its mouth."


@pytest.mark.parametrize(
    ("word", "answer"), [("T", "a"), ("TRUE", "a"), ("F", "b"), ("FALSE", "b"), ("true", "a")]
)
def test_true_or_false(word: str, answer: str) -> None:
    found = question(f"Rivers flow.{{{word}}}")
    assert [choice.text.source for choice in found.choices] == ["True", "False"]
    assert found.answer == {answer}
    assert found.keep_order


def test_feedback_of_statements_is_for_the_wrong_choice_first() -> None:
    found = question("Rivers flow.{T#They do.#Right.####Look.}")
    assert [choice.feedback and choice.feedback.source for choice in found.choices] == ["Right.", "They do."]
    assert found.rationale is not None


def test_several_right_answers_by_equal_shares_have_no_weights() -> None:
    found = question("Rivers?{~%50%Danube ~Iceland ~%50%Mekong}")
    assert choices(found) == ["*Danube", "Iceland", "*Mekong"]
    assert [choice.weight for choice in found.choices] == [None, None, None]


def test_weights() -> None:
    found = question("Rivers?{~%33.33333%Danube ~%-100%Iceland ~%66.66667%Mekong}")
    assert [choice.weight for choice in found.choices] == [Fraction(1, 3), Fraction(-1), Fraction(2, 3)]
    assert found.answer == {"a", "c"}
    found = question("River?{=Danube ~%50%Elbe ~Iceland}")
    assert found.answer == {"a"}
    assert [choice.weight for choice in found.choices] == [None, Fraction(1, 2), None]


def test_escapes() -> None:
    found = question(r"Is 1 \= 1 \~ \{x\} \# \: \\ ?{=yes\nno ~2 \= 3}")
    assert found.stem.source == r"Is 1 = 1 ~ {x} # : \\ ?"
    assert choices(found) == ["*yes\\\nno", "2 = 3"]


def test_lines_stay_lines_but_in_html() -> None:
    assert question("What prints?\nx \\= 1{=1 ~2}").stem.source == "What prints?\\\nx = 1"
    assert question("[html]What\nprints?{=1 ~2}").stem.source == "What prints?"


def test_formulas_are_kept_and_dollars_are_text() -> None:
    found = question(r"Is \(\frac{a}{b} \neq c\) for $5?{=yes ~$$x = y$$}")
    assert found.stem.source == r"Is \(\frac{a}{b} \neq c\) for \$5?"
    assert choices(found) == ["*yes", "$$x = y$$"]
    assert question(r"Is \\(\\frac\{a\}\{b\}\\) it?{T}").stem.source == r"Is \(\frac{a}{b}\) it?"


def test_dollars_in_two_parts_of_a_question_are_no_formula() -> None:
    found = question("Is $$5 more{=$$6 ~7}")
    assert choices(found) == [r"*\$\$6", "7"]


def test_markdown_html_and_plain() -> None:
    found = question("[markdown]A *b*{=[html]<b>c</b> ~[plain]*d* ~e_f_}")
    assert found.stem.source == "A *b*"
    assert choices(found) == ["***c**", r"\*d\*", "e_f_"]
    assert question("[moodle]A <b>b</b>{T}").stem.source == "A **b**"
    assert question("a < b and c > d{T}").stem.source.replace("\\", "") == "a < b and c > d"


def test_words_about_tags_are_no_html() -> None:
    assert (
        question("What does <p> do in A&B; C?{T}").stem.source.replace("\\", "")
        == "What does <p> do in A&B; C?"
    )
    assert question("[markdown]H<sub>2</sub>O{T}").stem.source == "H₂O"


def test_comments_ids_tags_and_categories() -> None:
    reading = read(
        "// about\n$CATEGORY: $course$/top/Big/In//out\n\n// [id:r-1] [tag:water] [tag:big river]\n"
        "::Some title:: Rivers flow.\n// inside [tag:x\\]y]\n{T}\n\n$CATEGORY: top\n\nSeas flow.{F}"
    )
    first, second = reading.bank.questions
    assert reading.problems == ()
    assert (first.id, first.given_id) == ("r-1", True)
    assert first.tags == ("water", "big river", "x]y")
    assert (first.section, second.section) == ("Big / In/out", None)
    assert first.stem.source == "Rivers flow."


def test_titles_are_ids_where_they_can_be() -> None:
    reading = read("::Q1::A{T}\n\n::Q1::B{T}\n\n::A river::C one{T}\n\n::Q2::D{T}")
    assert [found.id for found in reading.bank.questions] == ["a", "b", "c", "Q2"]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Who?{=no one =nobody}", "a short-answer question"),
        ("Who?{nobody}", "a short-answer question"),
        ("When?{#1822:5}", "a numerical question"),
        ("When?{#\n=1822:0\n=%50%1822:2}", "a numerical question"),
        ("Match.{=Canada -> Ottawa =Italy -> Rome}", "a matching question"),
        ("Why?{}", "an essay"),
        ("Why?{####Because.}", "an essay"),
    ],
)
def test_other_kinds_are_skipped(source: str, kind: str) -> None:
    reading = read(f"::Name::{source}")
    (problem,) = reading.problems
    assert reading.bank.questions == ()
    assert (problem.code, problem.severity) == ("skipped", Severity.WARNING)
    assert problem.message == f"question 'Name' is {kind}, which cannot be printed as choices"
    assert problem.place == Place("b.gift", 1, 9)


def test_descriptions_are_skipped() -> None:
    reading = read("Use a pencil.\n\nRivers flow.{T}")
    assert codes(reading.problems) == ["skipped"]
    assert len(reading.bank.questions) == 1


def test_a_blank_line_inside_braces_and_no_blank_line_between_questions() -> None:
    assert choices(question("Who?{\n=a\n\n~b\n}")) == ["*a", "b"]
    reading = read("::q1::One{T}\n::q2::Two{F}\nThree?{=a ~b}")
    assert [found.id for found in reading.bank.questions] == ["q1", "q2", "three"]


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("One{=a ~b\n\nTwo{=c ~d}", "braces", 3),
        ("One =a ~b}", "braces", 1),
        ("One{=a{1} ~b}", "braces", 1),
        ("One\n{\n~x = 5\n=y = 6\n~z\n}", "unescaped-sign", 3),
        ("One{stray ~a =b}", "stray-text", 1),
        (f"One{{=a {'~b ' * 600}}}", "too-many-choices", 1),
        ("(lisp)\n\n(more)", "no-questions", 0),
    ],
)
def test_what_is_wrong_has_a_place_and_a_remedy(source: str, code: str, line: int) -> None:
    problem = next(problem for problem in read(source).problems if problem.severity is Severity.ERROR)
    assert problem.code == code
    assert problem.place is not None
    assert problem.place.line == line
    assert problem.hint


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Who?{=a ~b}", True),
        ("It is.{T}", True),
        ("::t:: Who?\n{\n~a\n=b\n}", True),
        ("1. Who?\n - (a) x {pin}\n - (b) y\n\nAnswer: (b)", False),
        ("questions:\n  - stem: {a: b}", False),
        ("A \\frac{1}{2}", False),
    ],
)
def test_sniff(source: str, expected: bool) -> None:
    assert is_gift(source) is expected


# ---------------------------------------------------------------- writing


def bank_of(*questions: Question) -> Bank:
    return Bank(questions, name="bank")


def text(source: str) -> Text:
    return Text(source, (HERE,) * (source.count("\n") + 1))


def made(id: str, stem: str, words: list[str], answer: set[str], **more: object) -> Question:
    letters = "abcdefgh"
    parts = tuple(Choice(letter, text(word), HERE) for letter, word in zip(letters, words, strict=False))
    return Question(id, text(stem), HERE, parts, frozenset(answer), given_id=True, **more)  # type: ignore[arg-type]


def same(before: Bank, after: Bank) -> None:
    for old, new in zip(before.questions, after.questions, strict=True):
        assert (new.id, new.stem.source, new.answer) == (old.id, old.stem.source, old.answer)
        assert [(c.id, c.text.source, c.weight) for c in new.choices] == [
            (c.id, c.text.source, c.weight) for c in old.choices
        ]
        assert [c.feedback and c.feedback.source for c in new.choices] == [
            c.feedback and c.feedback.source for c in old.choices
        ]
        assert (new.rationale and new.rationale.source) == (old.rationale and old.rationale.source)
        assert (new.tags, new.section) == (old.tags, old.section)


def test_round_trip() -> None:
    code = "```python\nif x == {1: 2}:\n    print('#~')\n```"
    bank = bank_of(
        made(
            "q-1",
            f"Which?\n\n{code}",
            ["$x = 1$", "%50% of it", "[html] is text"],
            {"b"},
            tags=("a b", "c"),
        ),
        made(
            "q-2",
            "Which *ones*?",
            ["a \\\\ b", "b:c <b>c</b>", "c"],
            {"a", "c"},
            section="A / B/C",
            rationale=text("So.\n\nYes."),
        ),
        made("q-4", "Is $$\\neq\nu$$ it?", ["\\(a\nneq\\)", "b"], {"a"}, section="A / B/C"),
        made("q-3", "It is :: so.", ["True", "False"], {"b"}, keep_order=True, section="A / B/C"),
    )
    reading = read(gift.write(bank))
    assert reading.problems == ()
    same(bank, reading.bank)
    assert reading.bank.questions[-1].keep_order


def test_losses_name_what_is_not_carried() -> None:
    bank = bank_of(
        made("q-1", "Which?", ["a", "b"], {"a"}, points=Fraction(2), difficulty="easy", pin=True),
        made("q-2", "Is $x$ it?", ["a", "b"], {"a"}),
    )
    (first,) = gift.losses(bank)
    assert first.message == "question 'q-1': its points, difficulty and pin cannot be written as GIFT"
    assert gift.losses(bank_of(made("q-1", "Which?", ["a", "b"], {"a"}))) == []


def test_formulas_are_written_as_moodle_shows_them() -> None:
    stem = r"$x_1$, \(y_1\) or $$a \\ b_2$$?"
    bank = bank_of(made("q-1", stem, ["a", "b"], {"a"}))
    # Moodle takes one half of the backslashes away when it reads GIFT, and one half of the rest in its Markdown.
    assert r"\\\\(x\\_1\\\\), \\\\( y\\_1\\\\) or $$a \\\\\\\\ b\\_2$$?" in gift.write(bank)
    same(bank, read(gift.write(bank)).bank)


def test_files_with_formulas_as_we_have_them_are_read() -> None:
    source = (
        r"// Written by examgen"
        + "\n\n"
        + r"::q-1::[markdown]$x_1$, \\(y_1\\) or $$a \\\\ b_2$$? {"
        + "\n=a\n~b\n}\n"
    )
    assert question(source).stem.source == r"$x_1$, \(y_1\) or $$a \\ b_2$$?"


def test_blanks_that_end_a_line_become_a_backslash() -> None:
    bank = bank_of(made("q-1", "One  \ntwo?", ["a", "b"], {"a"}))
    assert read(gift.write(bank)).bank.questions[0].stem.source == "One\\\ntwo?"
    assert gift.losses(bank) == []


WORDS = st.text(
    st.sampled_from("ab é{}=~#:\\%[]*<n$T/"),
    min_size=1,
    max_size=12,
).map(lambda word: f"x{word}x")


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=6, unique=True), st.data())
def test_any_words_come_back(words: list[str], data: st.DataObject) -> None:
    right = data.draw(st.sets(st.sampled_from("abcde"[: len(words) - 1]), min_size=1))
    bank = bank_of(made("q-1", words[0], words[1:], right, rationale=text(words[0])))
    same(bank, read(gift.write(bank)).bank)


SIGNS = (
    "{",
    "}",
    "=",
    "~",
    "#",
    "####",
    "%50%",
    "->",
    "::",
    "\\",
    "\\n",
    "\n",
    "\n\n",
    "//",
    "[id:x]",
    "[html]",
    "$$",
)
SOURCES = st.lists(st.sampled_from(SIGNS) | st.text(max_size=5), max_size=40).map("".join)


@settings(max_examples=tries(200), deadline=None)
@given(SOURCES)
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    is_gift(source)
    reading = read(source)
    for problem in reading.problems:
        assert problem.place is not None
        assert problem.hint
    for found in reading.bank.questions:
        for part in (found.stem, *(choice.text for choice in found.choices)):
            assert len(part.places) == part.source.count("\n") + 1


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
@pytest.mark.parametrize(
    ("part", "read_questions", "skips"),
    [
        ("04-SQL", 20, 0),
        ("06-Python", 20, 0),
        ("07-Views", 20, 0),
        ("example_true_false", 4, 0),
        ("example_matching", 0, 2),
        ("mc2.gift", 1, 0),
        ("mc4.gift", 1, 0),
        ("multiLineFeedback1", 2, 0),
        ("shortAnswer1", 0, 2),
        ("descriptionTitleEscapedColon", 1, 1),
        ("tag_id_and_two_tags.gift", 0, 1),
    ],
)
def test_samples(part: str, read_questions: int, skips: int) -> None:
    (path,) = (path for path in sample_files() if part in path.name)
    reading = gift.read(path.name, path.read_text(encoding="utf-8"))
    assert len(reading.bank.questions) == read_questions
    assert codes(reading.problems) == ["skipped"] * skips


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
def test_every_sample_is_read_or_refused_with_a_place() -> None:
    for path in sample_files():
        reading = gift.read(path.name, path.read_text(encoding="utf-8"))
        assert reading.bank.questions or reading.problems, path.name
        assert all(problem.place for problem in reading.problems)
        errors = errors_of(reading.problems)
        assert {problem.code for problem in errors} <= {"unescaped-sign", "no-questions"}, path.name


def sample_files() -> list[Path]:
    return sorted(path for path in SAMPLES.iterdir() if path.suffix in (".gift", ".txt"))


def test_a_statement_leaves_no_gap() -> None:
    assert question('The earth is round.{TRUE#No.#Yes.}";').stem.source == 'The earth is round.";'
    assert question("The earth {T} is round").stem.source == "The earth is round"


def test_a_sign_behind_a_sentence_leaves_no_gap() -> None:
    assert question("Which? {=this ~that}.").stem.source == "Which?."
    assert question("It is {=this ~that}.").stem.source == r"It is \_\_\_\_\_."


def test_a_brace_that_is_never_closed_hides_no_other_question() -> None:
    reading = read("::one:: Which? {\n=yes\n~no\n\n::two:: And? {=yes ~no}\n")
    (problem,) = reading.problems
    assert (problem.code, problem.place) == ("braces", Place("b.gift", 1, 16))
    assert [found.id for found in reading.bank.questions] == ["two"]


def test_several_whole_answers_are_said() -> None:
    reading = read("Which are even?{=2 =4 ~3}")
    assert choices(*reading.bank.questions) == ["*2", "*4", "3"]
    assert codes(reading.problems) == ["either-right"]
