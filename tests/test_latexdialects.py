"""Questions of LaTeX that are not written with exam.cls: environments, marks of other packages, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import errors_of
from examgen.formats import read_banks
from examgen.formats.latex import examclass, unread
from examgen.formats.reading import Reading
from examgen.formats.recognition import is_amc_latex, is_exam_class

HEAD = "\\documentclass{article}\n%s\\begin{document}\n%s\n\\end{document}\n"


def read(body: str, packages: str = "") -> Reading:
    source = HEAD % (packages, body)
    assert is_exam_class(source)
    assert not is_amc_latex(source)
    return examclass.read("b.tex", source)


def shown(reading: Reading) -> list[tuple[str, list[str], str | None]]:
    """Return each question's stem, its choices with a star before each right one, and its rationale."""
    return [
        (
            question.stem.source,
            [f"{'*' * (choice.id in question.answer)}{choice.text.source}" for choice in question.choices],
            question.rationale.source if question.rationale else None,
        )
        for question in reading.bank.questions
    ]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


SEA = r"\begin{multipleChoice}\choice{a pond} \choice[correct]{the sea}\end{multipleChoice}"


@pytest.mark.parametrize(
    ("body", "packages", "expected"),
    [
        (rf"\begin{{problem}} Salt? {SEA} \begin{{feedback}} Taste. \end{{feedback}}\end{{problem}}", "",
         ("Salt?", ["a pond", "*the sea"], "Taste.")),
        (r"\begin{exercise}[points=2] Salt? \begin{choices}(2)\choice* a pond \choice[\correct] the sea\end{choices}"
         r"\end{exercise}\begin{solution} Taste. \end{solution}",
         "\\usepackage{xsim}\\newcommand\\correct{$\\checkmark$}", ("Salt?", ["a pond", "*the sea"], "Taste.")),
        (r"\begin{question}{2} Salt? \begin{tasks}(2)\task a pond \task* the sea\end{tasks}\end{question}"
         r"\begin{solution}B\end{solution}", "\\usepackage{exsheets}", ("Salt?", ["a pond", "*the sea"], None)),
        (r"\begin{question}[points = 2] Salt is in \paren[B] \begin{choices}[columns=2]\item a pond \item the sea"
         r"\end{choices}\end{question}", "", ("Salt is in", ["a pond", "*the sea"], None)),
        (r"\begin{problem}[2] Salt? \begin{answers}[s1]{2}\bChoices[2]\Ans0 a pond\eAns \Ans1 the sea\eAns\eChoices"
         r"\end{answers}\begin{solution}Taste.\end{solution}\end{problem}", "",
         ("Salt?", ["a pond", "*the sea"], "Taste.")),
        (r"\begin{mine}{2} Salt? \begin{choices}\choice a pond \choice the sea\end{choices} \answer{B}\end{mine}",
         "\\newtheorem{mine}{Question}", ("Salt?", ["a pond", "*the sea"], None)),
    ],
)  # fmt: skip
def test_environments_of_questions(
    body: str, packages: str, expected: tuple[str, list[str], str | None]
) -> None:
    reading = read(body, packages)
    assert shown(reading) == [expected]
    assert not errors_of(reading.problems)
    has_points = any(said in body[:40] for said in ("points", "{2}", "[2]"))
    assert reading.bank.questions[0].points == (2 if has_points else 1)


def test_text_between_environments_is_of_no_question() -> None:
    first = rf"\begin{{problem}}[Seas] Salt? {SEA}\end{{problem}}"
    second = r"\begin{exercise} It is \wordChoice{\choice{wet}\choice[correct]{dry}}. \end{exercise}"
    reading = read(rf"Read this. {first} See the map below. \begin{{problem}} Why? \end{{problem}} {second}")
    assert shown(reading) == [("Seas\n\nSalt?", ["a pond", "*the sea"], None)]
    assert codes(reading) == ["outside-text", "outside-text", "skipped", "skipped"]


def test_items_with_choices_are_questions() -> None:
    choices = r"\begin{choices}\choice a pond \CorrectChoice the sea\end{choices}"
    inner = r"\begin{enumerate}\item one \item two\end{enumerate}"
    reading = read(
        rf"\begin{{enumerate}}\item Salt? {choices} \item Why? \item Of: {inner} {choices}\end{{enumerate}}"
    )
    assert [stem for stem, _, _ in shown(reading)] == ["Salt?", "Of:\n\n1. one\n2. two"]
    assert codes(reading) == ["skipped"]


def test_choices_right_in_an_environment_with_its_stem_in_braces() -> None:
    body = r"\begin{question}{Where is salt?}\choice{In a pond.} \choice[correct]{In the sea.}\end{question}"
    assert shown(read(body)) == [("Where is salt?", ["In a pond.", "*In the sea."], None)]


def test_a_letter_behind_the_begin_is_no_text_and_no_answer() -> None:
    choices = r"\begin{choices}\choice a pond \choice the sea\end{choices}"
    reading = read(rf"\begin{{quest}}{{B}} Salt? {choices}\end{{quest}}")
    assert shown(reading) == [("Salt?", ["a pond", "the sea"], None)]
    assert codes(reading) == ["unclear-answers"]


@pytest.mark.parametrize("name", ["L\u00f6sung", "\u89e3\u6790", "Explanation", "corrige", "remarque"])
def test_environments_of_solutions_in_other_words(name: str) -> None:
    choices = r"\begin{choices}\choice a pond \CorrectChoice the sea\end{choices}"
    reading = examclass.read("b.tex", rf"\question Salt? {choices} \begin{{{name}}} Taste. \end{{{name}}}")
    expected = ("Salt?\n\nTaste.", None) if name == "remarque" else ("Salt?", "Taste.")
    assert [(stem, rationale) for stem, _, rationale in shown(reading)] == [expected]


@pytest.mark.parametrize(
    ("choices", "solution", "expected"),
    [
        (r"(A) a pond \quad (B) the sea \qquad (C) a \emph{well}", "B", ["a pond", "*the sea", "a *well*"]),
        ("(a) a pond\\\\\n(b) the sea\\\\ (c) $x$", "Answer: (b). Taste.", ["a pond", "*the sea", r"\(x\)"]),
        ("\n\nA. a pond\\\\\nB. the sea (salt)\\\\\nC. rain", "B.", ["a pond", "*the sea (salt)", "rain"]),
        ("(A) a pond (B) the sea", "B", None),
        ("(A) a pond (C) the sea (D) rain", "C", None),
        ("(A) a pond (B) the sea (C) rain", "(B) It is 5.", None),
        ("(A) a pond (B) the sea (C) rain\n\nGive reasons.", "B", None),
        ("(A) a pond (B) the sea (C) rain", "It is salt.", None),
    ],
)
def test_choices_that_are_typed(choices: str, solution: str, expected: list[str] | None) -> None:
    reading = examclass.read(
        "b.tex", rf"\question Salt? {choices} \begin{{solution}}{solution}\end{{solution}}"
    )
    assert [found for _, found, _ in shown(reading)] == ([expected] if expected else [])
    assert codes(reading) == ([] if expected else ["skipped"])


def test_an_environment_around_the_choices_is_looked_through() -> None:
    choices = r"\begin{choices}\choice a pond \CorrectChoice the sea\end{choices}"
    reading = examclass.read(
        "b.tex", rf"\question Salt? \begin{{wide}}[5] {choices}\end{{wide}} \question Why?"
    )
    assert shown(reading) == [("Salt?", ["a pond", "*the sea"], None)]
    table = rf"\question Salt? \begin{{tabular}}{{ll}} Look & {choices}\end{{tabular}}"
    assert errors_of(examclass.read("b.tex", table).problems)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (r"\begin{alterqcm}\AQquestion{Salt?}{{a pond},{the sea}}\end{alterqcm}", "alterqcm"),
        (r"\begin{mcq}{Salt?}{1}\option{a pond}\option{the sea}\end{mcq}", "environment mcq"),
        (
            r"\newcommand{\ask}[4]{\textbf{#1} #2 #3 [#4]} \ask{Salt?}{a pond}{the sea}{B}",
            r"'\ask', a command",
        ),
    ],
)
def test_what_is_not_read_is_named(body: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "b.tex"
    path.write_text(HEAD % ("", body), encoding="utf-8")
    (problem,) = read_banks([path]).problems
    assert words in problem.message
    assert problem.hint


def test_the_hint_for_a_command_of_the_files_own_can_be_followed() -> None:
    said = unread.reason(r"\newcommand{\ask}[4]{#1} \ask{Salt?}{a pond}{the sea}{B}")
    assert said is not None
    made = said[1].split("'")[1]
    source = rf"\newcommand{{\ask}}[4]{{{made}}} \ask{{Salt?}}{{a pond}}{{the sea}}{{B}}"
    assert shown(examclass.read("b.tex", source)) == [("Salt?", ["a pond", "*the sea"], None)]


_PIECES = [
    r"\begin{problem}", r"\end{problem}", r"\begin{choices}", r"\end{choices}", r"\choice", "[correct]", r"\item ",
    r"\begin{answers}", r"\end{answers}", r"\Ans1 ", r"\Ans", "{", "}", "(A) ", "(B) ", "(C) ", r"\question ", r"\part ",
    r"\begin{parts}", r"\end{parts}", r"\begin{solution}", "B", r"\end{solution}", r"\answer{B}", r"\paren[A]", "[",
    r"\begin{multi}{x}", r"\end{multi}", r"\item* ", r"\begin{quiz}{y}", "feedback={", "fraction=50", ",", "&", "\n\n",
    r"\begin{tasks}", r"\task ", r"\end{tasks}", r"\usepackage{xsim}", r"\begin{enumerate}", r"\end{enumerate}",
]  # fmt: skip


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=30).map("".join))
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    reading = examclass.read("b.tex", source)
    assert reading.bank.questions or reading.problems
    assert all(problem.place for problem in reading.problems)
