"""What is wrong with a bank: each code with its place, message and hint; all at once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.check import check
from examgen.errors import Place, Problem, Severity
from examgen.likeness import read, value_of
from examgen.markup import parse
from examgen.model import Bank, Choice, Question, Text
from examgen.references import resolve

FILE = "banks/vae.md"


def text(source: str, line: int, file: str = FILE) -> Text:
    return Text(source, tuple(Place(file, line + i, 4) for i in range(source.count("\n") + 1)))


def question(
    *choices: str,
    id: str = "gap",
    stem: str = "What is the gap?",
    answer: str | frozenset[str] = "a",
    rationale: str | None = "By definition.",
    line: int = 1,
    file: str = FILE,
) -> Question:
    written = choices or ("first", "second", "third")
    return Question(
        id,
        text(stem, line, file),
        Place(file, line, 1),
        tuple(
            Choice(chr(97 + i), text(c, line + 1 + i, file), Place(file, line + 1 + i, 2))
            for i, c in enumerate(written)
        ),
        frozenset(answer),
        text(rationale, line + 30, file) if rationale else None,
    )


def bank(*questions: Question) -> Bank:
    return Bank(questions, files=(Path(FILE),), name="vae")


def problems_of(*questions: Question) -> list[str]:
    return [f"{p.code} {p}" for p in check(bank(*questions)).problems]


@pytest.mark.parametrize(
    "blank", ["&nbsp;", "&#8203;", "\u2800", "` `", "**&emsp;**", r"$\ $", r"$\quad~$ ", "[](http://e.org)"]
)
def test_what_prints_nothing_is_empty(blank: str) -> None:
    [choice] = problems_of(question("one", blank))
    assert choice.startswith("empty-choice banks/vae.md:3:2: question 'gap': choice (b) is empty: '")
    [stem] = problems_of(question(stem=blank))
    assert stem.startswith("empty-stem banks/vae.md:1:1")


@pytest.mark.parametrize("sign", ["~", "\\", "\u2022", "$\\cdot$", "` x`", "\u00ac", "---"])
def test_what_prints_a_sign_is_not_empty(sign: str) -> None:
    assert problems_of(question("one", sign)) == []


def test_formulas_among_regular_expressions_are_asked_about() -> None:
    choices = (r"\(ab\)", r"\[x\]", r"`\(x\)` and $n$", r"\(a_1\)")
    found = problems_of(question(*choices, stem=r"Which regex has \(n\) groups?"))
    assert [each.split(": ")[0] for each in found] == [
        "pattern-as-math banks/vae.md:2:4",
        "pattern-as-math banks/vae.md:3:4",
    ]
    assert problems_of(question(*choices)) == []


def test_a_good_question_has_no_problem() -> None:
    checked = check(bank(question()))
    assert checked.problems == ()
    assert checked.bank == bank(question())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            question(answer=""),
            "no-answer banks/vae.md:1:1: question 'gap' has no correct answer\n"
            "  hint: add a line 'Correct Answer: (a)'",
        ),
        (
            question(answer="", file="banks/vae.yaml"),
            "no-answer banks/vae.yaml:1:1: question 'gap' has no correct answer\n  hint: add a line 'answer: a'",
        ),
        (
            question(answer="abc"),
            "all-answers banks/vae.md:1:1: warning: question 'gap': all 3 choices are correct\n"
            "  hint: leave a choice out of the answer, unless this is meant",
        ),
        (
            question(answer="ae"),
            "unknown-answer banks/vae.md:1:1: question 'gap': the answer 'e' names no choice\n"
            "  hint: the choices are (a), (b), (c)",
        ),
        (
            question("only"),
            "too-few-choices banks/vae.md:1:1: question 'gap' has only one choice\n  hint: write 2 choices or more",
        ),
        (
            question(*(f"number {i}" for i in range(27))),
            "too-many-choices banks/vae.md:28:2: question 'gap' has 27 choices; letters end at 26\n"
            "  hint: leave some out, or make two questions of it",
        ),
        (
            question("first", " ", "third"),
            "empty-choice banks/vae.md:3:2: question 'gap': choice (b) is empty\n"
            "  hint: write its text, or delete it",
        ),
        (
            question("the *mean*", "other", "the  mean."),
            "equal-choices banks/vae.md:4:2: question 'gap': choices (a) and (c) are equal; (a) is at "
            "banks/vae.md:2:2\n  hint: change one of them",
        ),
        (
            question("0.5", ".50", "1"),
            "same-value banks/vae.md:3:2: warning: question 'gap': choices (a) '0.5' and (b) '.50' are the same "
            "number; (a) is at banks/vae.md:2:2\n  hint: change one of them",
        ),
        (
            question(stem=" "),
            "empty-stem banks/vae.md:1:1: question 'gap' has no text\n"
            "  hint: write what is asked before the choices",
        ),
        (
            question(rationale=None),
            "no-rationale banks/vae.md:1:1: warning: question 'gap' has no rationale\n"
            "  hint: add a line 'Rationale: ...'",
        ),
        (
            question(id="g\x07p"),
            "bad-id banks/vae.md:1:1: the id 'g\\x07p' of a question is empty or has control characters\n"
            "  hint: write an id of letters, digits and hyphens",
        ),
        (
            replace(question(), points=Fraction(-1)),
            "bad-points banks/vae.md:1:1: question 'gap' is worth -1 points\n  hint: write 0 or more points",
        ),
        (
            question(rationale="see [[e]]"),
            "unknown-reference banks/vae.md:31:8: question 'gap': [[e]] names no choice of this question\n"
            "  hint: the choices are [[a]], [[b]], [[c]]",
        ),
        (
            question(stem="What?\nThe slope (b) is"),
            "stale-letter banks/vae.md:2:15: warning: question 'gap' is printed with its choices in the author's "
            "order: 'slope (b) is' may name a choice\n"
            "  hint: write [[b]] where a choice is named; if none is, reword it",
        ),
        (
            question(rationale="As in question 3."),
            "stale-number banks/vae.md:31:10: warning: question 'gap' names another question by its place: "
            "'in question 3.'\n"
            "  hint: questions have other numbers in other versions: repeat here what is needed of that question",
        ),
    ],
)
def test_a_problem_has_its_place_and_hint(asked: Question, expected: str) -> None:
    assert problems_of(asked) == [expected]


@pytest.mark.parametrize(
    ("id", "named"),
    [
        ("g0003abc", "question 'g0003abc' (Which is it?)"),
        ("i5f2e19d04b7c", "question 'i5f2e19d04b7c' (Which is it?)"),
        ("facade-2", "question 'facade-2'"),
        ("q12", "question 'q12'"),
    ],
)
def test_an_id_that_a_machine_made_comes_with_the_first_words(id: str, named: str) -> None:
    asked = replace(question(), id=id, stem=text("Which  is\nit?", 1), rationale=None)
    (problem,) = check(bank(asked)).problems
    assert problem.message == f"{named} has no rationale"


def weighted(*weights: Fraction | None) -> Question:
    asked = question()
    choices = tuple(replace(c, weight=w) for c, w in zip(asked.choices, weights, strict=True))
    return replace(asked, choices=choices)


@pytest.mark.parametrize(
    ("weights", "line", "message"),
    [
        ((Fraction(0), None, None), 2, "choice (a): the weight 0 gives no points, but the choice is correct"),
        (
            (None, Fraction(1), None),
            3,
            "choice (b): the weight 1 gives all points, but the choice is not correct",
        ),
        ((None, None, Fraction(-2)), 4, "choice (c): the weight -2 is not from -1 to 1"),
    ],
)
def test_weights_agree_with_the_answer(weights: tuple[Fraction | None, ...], line: int, message: str) -> None:
    (problem,) = check(bank(weighted(*weights))).problems
    assert (problem.code, problem.place) == ("bad-weight", Place(FILE, line, 2))
    assert problem.message == f"question 'gap', {message}"


def test_weights_that_share_the_points_are_fine() -> None:
    assert not check(bank(weighted(Fraction(1), Fraction(1, 2), Fraction(-1, 3)))).problems


def test_two_choices_with_one_id() -> None:
    asked = question()
    asked = replace(asked, choices=(*asked.choices[:2], replace(asked.choices[2], id="a")))
    assert problems_of(asked) == [
        "duplicate-choice-id banks/vae.md:4:2: question 'gap' has two choices with the id 'a'; "
        "the other is at banks/vae.md:2:2\n  hint: give each choice its own letter"
    ]


def test_an_id_used_in_two_files_names_both_places() -> None:
    other = question("1", "2", stem="Else?", file="more.md", line=7)
    assert problems_of(question(), other) == [
        "duplicate-id more.md:7:1: two questions have the id 'gap'; the other is at banks/vae.md:1:1\n"
        "  hint: change one of them, as in 'gap-2'"
    ]


def test_a_question_that_stands_twice_is_a_warning() -> None:
    again = question("third", "first", "second", id="again", stem="What is  the *gap*?", answer="b", line=50)
    assert problems_of(question(), again) == [
        "duplicate-stem banks/vae.md:50:1: warning: question 'again' has the text and the choices of 'gap' at "
        "banks/vae.md:1:1\n  hint: delete one of them"
    ]


def test_the_same_stem_with_other_choices_is_another_question() -> None:
    assert not problems_of(question(), question("x", "y", id="other", line=50))


def test_feedback_on_the_right_choice_is_a_rationale() -> None:
    asked = question(rationale=None)
    first = replace(asked.choices[0], feedback=text("Yes, by definition.", 9))
    assert not problems_of(replace(asked, choices=(first, *asked.choices[1:])))


def test_the_problems_of_every_field_are_reported_at_their_places() -> None:
    asked = question(
        "first", "![plot](absent.png)", stem=r"What is $\frac{1$?", rationale=r"See $\input{x}$."
    )
    first = replace(asked.choices[0], feedback=text("No: $x_$ $}$", 20))
    asked = replace(asked, choices=(first, asked.choices[1]))
    problems = check(bank(asked)).problems
    assert {p.place.line for p in problems if p.place} == {1, 3, 20, 31}
    expected = [
        p
        for t in (asked.stem, asked.choices[1].text, first.feedback, asked.rationale)
        if t
        for p in parse(t, Path("banks")).problems
    ]
    assert list(problems) == sorted(expected, key=lambda p: p.sort_key)
    assert all(p.severity is Severity.ERROR and p.hint for p in problems)


def test_a_picture_is_looked_for_beside_the_file_of_its_question(tmp_path: Path) -> None:
    file = str(tmp_path / "bank.md")
    asked = question("first", "![plot](absent.png)", file=file)
    (problem,) = check(bank(asked)).problems
    assert problem.place == Place(file, 3, 4)
    assert "absent.png" in problem.message


def test_an_empty_bank_is_an_error() -> None:
    (problem,) = check(bank()).problems
    assert (problem.code, problem.place) == ("no-questions", Place(FILE))


def test_all_problems_come_at_once_and_sorted() -> None:
    first = question("x", "x", answer="", rationale=None, line=40)
    second = question(answer="", id="other", stem="Else?", line=2)
    problems = check(bank(first, second)).problems
    assert [p.code for p in problems] == ["no-answer", "no-answer", "no-rationale", "equal-choices"]
    assert list(problems) == sorted(problems, key=lambda p: p.sort_key)


def test_the_bank_comes_out_with_letters_resolved_and_the_rest_as_it_was() -> None:
    asked = question("first", "second", "both (a) and (b)", answer="c", rationale="So (a) is right, and (b).")
    plain = question("1", "2", id="plain", stem="Else?", line=60)
    checked = check(bank(asked, plain))
    assert checked.bank.questions == (resolve(asked).question, plain)
    assert checked.bank.questions[0].choices[2].pin
    assert [note.done for note in checked.notes] == ["resolved", "resolved", "pinned", "resolved", "resolved"]
    assert check(checked.bank).bank == checked.bank


def same(one: str, other: str) -> bool:
    readings = [read(s, parse(text(s, 1), Path()).plain) for s in (one, other)]
    return readings[0] == readings[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the mean", " the\n mean "),
        ("the mean", "the mean."),
        ("**the** mean", "the _mean_"),
        ("caf\u00e9", "cafe\u0301"),
        ("\ufb01t", "fit"),
        ("$x+1$", "$x+1$."),
    ],
)
def test_texts_that_read_the_same(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mean", "mean"),
        ("$x$", "$y$"),
        ("x²", "x2"),
        ("`a  b`", "`a b`"),
        ("```\nif x:\n    y\n```", "```\nif x:\ny\n```"),
        ("$p$ and not $q$", "not $p$ and $q$"),
        ("...", "?"),
        ("0.5", "0.05"),
    ],
)
def test_texts_that_do_not_read_the_same(one: str, other: str) -> None:
    assert not same(one, other)


def test_pictures_tell_choices_apart() -> None:
    codes = {p.code for p in check(bank(question("![](a.png)", "![](b.png)"))).problems}
    assert "equal-choices" not in codes


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.5", Fraction(1, 2)),
        (".50", Fraction(1, 2)),
        ("1e3", Fraction(1000)),
        ("−2", Fraction(-2)),
        ("5 m", None),
        ("1/2", None),
        ("٣", None),
        ("x", None),
    ],
)
def test_the_value_of_a_number(written: str, value: Fraction | None) -> None:
    assert value_of(read(written, written)) == value


SOURCES = st.text(alphabet="ab(AB)[]$`*_{}\\^ \n.!0125#|<>-~", max_size=25)


@given(
    st.lists(
        st.builds(
            lambda stem, choices, answer, rationale, id: replace(
                question(*choices, stem=stem, answer=frozenset(answer), rationale=rationale, id=id),
                choices=question(*choices).choices if choices else (),
            ),
            SOURCES,
            st.lists(SOURCES, max_size=4),
            st.sets(st.sampled_from("abe")),
            st.none() | SOURCES,
            st.sampled_from(["q", "r", "", "\n"]),
        ),
        max_size=4,
    )
)
def test_nothing_that_a_bank_says_raises(questions: list[Question]) -> None:
    checked = check(bank(*questions))
    assert len(checked.bank.questions) == len(questions)
    assert all(isinstance(p, Problem) and p.place and p.message for p in checked.problems)
    assert [p.sort_key for p in checked.problems] == sorted(p.sort_key for p in checked.problems)


FRAGMENTS = st.sampled_from(
    [
        "(a)",
        "b)",
        "option B",
        "C is wrong",
        "see (c)",
        "both",
        "and",
        "A and B",
        "[[a]]",
        "$a$",
        "`(a)`",
        "word",
        ",",
        ".",
        " ",
        "\n",
        "\n\n",
        "\n- ",
        "\n1. ",
        "\n    ",
        "**",
        "$5",
        "\\$",
        "$",
        "`",
        "\\(",
        "\\)",
        "](",
        "![x](",
        ")",
    ]
)


@given(st.lists(FRAGMENTS, max_size=10), st.lists(FRAGMENTS, max_size=10))
def test_a_resolved_letter_is_a_reference_to_the_markup(choice: list[str], rationale: list[str]) -> None:
    asked = question("first", "second", "third", " ".join(choice), rationale=" ".join(rationale))
    changed = resolve(asked).question
    pairs = [(asked.choices[3].text, changed.choices[3].text), (asked.rationale, changed.rationale)]
    for before, after in pairs:
        if before and after:
            added = after.source.count("[[") - before.source.count("[[")
            assert references_in(after) - references_in(before) == added


def references_in(text: Text) -> int:
    tokens = parse(text, Path()).tokens
    return sum(child.type == "reference" for token in tokens for child in token.children or ())


def test_letters_are_not_looked_for_in_a_text_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr("examgen.check.resolve", lambda question: looked.append(question.id))
    long = question(rationale="(a) is wrong. " * 1500)
    found = check(bank(long))
    assert "text-too-long" in {problem.code for problem in found.problems}
    assert looked == []
    assert found.bank.questions == (long,)
