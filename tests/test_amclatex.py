"""LaTeX files of Auto Multiple Choice: what is read, what is skipped, and what is wrong."""

from __future__ import annotations

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Problem, errors_of
from examgen.formats.latex import amc as amclatex
from examgen.formats.reading import Reading
from examgen.model import Question

QCM = r"""
\documentclass{article}
\usepackage[francais,completemulti]{automultiplechoice}
\begin{document}
\element{rivers}{
  \begin{question}{mouth}\scoring{b=2}
    Where does a \emph{river} end?
    \begin{multicols}{2}
    \begin{choices}
      \wrongchoice{At its source}\scoring{-1}
      \correctchoice[M]{At its mouth}
      \lastchoices
      \wrongchoice{None of the above}
    \end{choices}
    \end{multicols}
    \explain{By definition.}
  \end{question}
}
\element{rivers}{\begin{questionmult}{which}
  Which are rivers~?
  \begin{reponseshoriz}[o]\bonne{Rhin} \bonne{$x$} \mauvaise{Islande}\end{reponseshoriz}
\end{questionmult}}
\element{lakes}{
  \begin{questionmult}{none} Which?
  \begin{reponses}\mauvaise{a}\mauvaise{b}\end{reponses}\end{questionmult}
  \begin{questionmultx}{num} How many? \AMCnumericChoices{12}{digits=2}\end{questionmultx}
  \begin{question}{open} Why? \AMCOpen{lines=3}{\wrongchoice{w}\correctchoice{c}}\end{question}
  \begin{question}{survey}\QuestionIndicative Like it?
    \begin{choices}\correctchoice{y}\wrongchoice{n}\end{choices}\end{question}
}
\onecopy{10}{\insertgroup{rivers}}
\end{document}
"""


def read(source: str) -> Reading:
    return amclatex.read("b.tex", source)


def choices(found: Question) -> list[str]:
    """Return the choices' texts, a star before each right one."""
    return [f"{'*' * (choice.id in found.answer)}{choice.text.source}" for choice in found.choices]


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_file() -> None:
    reading = read(QCM)
    mouth, which, none = reading.bank.questions
    assert (mouth.id, mouth.given_id, mouth.section, mouth.points) == ("mouth", True, "rivers", 2)
    assert mouth.stem.source == "Where does a *river* end?"
    assert choices(mouth) == ["At its source", "*At its mouth", "None of the above"]
    assert [choice.pin for choice in mouth.choices] == [False, False, True]
    assert mouth.rationale is not None
    assert mouth.rationale.source == "By definition."
    added = "Aucune de ces réponses n’est correcte."
    assert choices(which) == ["*Rhin", r"*\(x\)", "Islande", added]
    assert (which.keep_order, mouth.keep_order, which.choices[-1].pin) == (True, False, True)
    assert choices(none) == ["a", "b", f"*{added}"]
    assert none.section == "lakes"


def test_what_is_skipped_is_said() -> None:
    problems = read(QCM).problems
    assert codes(problems) == ["scoring", "skipped", "skipped", "skipped"]
    kinds = ("a numerical question", "an open question", "an indicative question")
    assert all(kind in problem.message for kind, problem in zip(kinds, problems[1:], strict=True))
    assert problems[1].place is not None
    assert problems[1].place.line == 26


def test_scoring_of_all_questions_and_of_single_choices() -> None:
    body = r"Q\begin{choices}\correctchoice{x\scoring{b=4}}\wrongchoice{y}\end{choices}"
    single = rf"\begin{{question}}{{a}}{body}\end{{question}}\begin{{question}}{{b}}\bareme{{b=5}}{body}\end{{question}}"
    several = rf"\begin{{questionmult}}{{c}}{body}\end{{questionmult}}"
    reading = read(rf"\scoringDefaultS{{b=2,m=-1}}\baremeDefautM{{b=3}}{single}{several}")
    assert [question.points for question in reading.bank.questions] == [2, 5, 3]
    assert set(codes(reading.problems)) == {"scoring"}
    assert "{b=2,m=-1}" in reading.problems[0].message
    assert all("{b=4}" in problem.message for problem in reading.problems[1:])


def test_the_name_for_references_is_not_printed() -> None:
    (found,) = read(
        r"\begin{question}{x}\AMClabel{river}\AMCqlabel{n}Q\begin{choices}\correctchoice{a}\wrongchoice{b}\end{choices}\end{question}"
    ).bank.questions
    assert found.stem.source == "Q"


def test_a_solution_behind_the_choices_is_not_for_students() -> None:
    (found,) = read(
        r"\begin{question}{x}Q\begin{choices}\correctchoice{a}\wrongchoice{b}\end{choices} Solution: it is a.\end{question}"
    ).bank.questions
    assert (found.stem.source, found.rationale and found.rationale.source) == ("Q", "Solution: it is a.")


def test_without_the_option_nothing_is_added_to_questions_with_an_answer() -> None:
    body = r"\begin{questionmult}{a}Q\begin{choices}\correctchoice{x}\wrongchoice{y}\end{choices}\end{questionmult}"
    assert choices(read(body).bank.questions[0]) == ["*x", "y"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (r"\begin{question}{a} Q \begin{choices}\correctchoice{x}\end{choices}", "latex-unclosed"),
        (r"\begin{question}{a} Q \correctchoice{x}\end{question}", "latex-unclosed"),
        (r"\begin{question}{a} Q \begin{choices}\correctchoice{x} words\end{choices}\end{question}", "stray-text"),
        (r"\input{more}\begin{question}{a} Q \begin{choices}\bonne{x}\end{choices}\end{question}", "include"),
        ("words", "no-questions"),
        (r"\begin{question}{a}" + "{" * 10_000, "latex-depth"),
    ],
)  # fmt: skip
def test_errors(source: str, code: str) -> None:
    (problem,) = errors_of(read(source).problems)
    assert problem.code == code
    assert problem.hint


_PIECES = [
    r"\element{g}{", "}", "{", r"\begin{question}{a}", r"\end{question}", r"\begin{questionmult}{b}", r"\end{questionmult}",
    r"\begin{choices}", r"\end{choices}", "[o]", r"\correctchoice{x}", r"\wrongchoice", r"\lastchoices", r"\scoring{", "$",
    r"\explain{", "words", "\n", "%", r"\begin{document}", r"\begin{multicols}{2}", r"\end{multicols}", r"\AMCOpen",
]  # fmt: skip


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=25).map("".join))
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    reading = read(source)
    assert reading.bank.questions or reading.problems
    assert all(problem.place for problem in reading.problems)


def test_a_reason_in_a_command_that_prints_nothing_is_not_for_students() -> None:
    body = r"Where? \begin{choices}\correctchoice{here}\wrongchoice{there}\end{choices}\sol{By definition.}"
    reading = read(rf"\newcommand{{\sol}}[1]{{}}\begin{{question}}{{q}}{body}\end{{question}}")
    (found,) = reading.bank.questions
    assert (reading.problems, found.stem.source) == ((), "Where?")
    assert str(found.rationale) == "By definition."


def test_a_scoring_outside_of_questions_is_said() -> None:
    source = QCM.replace(r"\element{lakes}{", r"\element{lakes}{\scoring{b=7}")
    told = [problem for problem in amclatex.read("q.tex", source).problems if "b=7" in problem.message]
    assert [(problem.code, "outside" in problem.message) for problem in told] == [("scoring", True)]
