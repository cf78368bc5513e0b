r"""Quizzes of the LaTeX package moodle: right answers, what each is worth, and what is no question with choices."""

from __future__ import annotations

from fractions import Fraction

import pytest

from examgen.errors import errors_of
from examgen.formats.latex import examclass
from examgen.formats.reading import Reading, skips_of
from examgen.formats.recognition import is_exam_class
from examgen.model import Question

QUIZ = r"""\documentclass{article}
\usepackage[draft]{moodle}
\begin{document}
\begin{quiz}[points=2]{Water}
%s
\end{quiz}
\end{document}
"""


def read(body: str) -> Reading:
    source = QUIZ % body
    assert is_exam_class(source)
    return examclass.read("q.tex", source)


def one(body: str) -> Question:
    reading = read(body)
    assert not errors_of(reading.problems)
    (found,) = reading.bank.questions
    return found


def choices(found: Question) -> list[tuple[str, bool, Fraction | None]]:
    return [(choice.text.source, choice.id in found.answer, choice.weight) for choice in found.choices]


def test_one_right_choice_with_all_its_options() -> None:
    found = one(r"""
\begin{multi}[default grade=3, shuffle=false, tags={rivers, easy}, feedback={By \emph{definition}, $x=1$.}]{mouth}
  Where does a river end? % \item not this
  \begin{itemize} \item Think. \end{itemize}
  \item[feedback={There, it begins.}] At its source
  \item* At its \textbf{mouth}
  \item[fraction=-50] In $[0,1]$
\end{multi}""")
    assert choices(found) == [
        ("At its source", False, None),
        ("At its **mouth**", True, None),
        (r"In \([0,1]\)", False, Fraction(-1, 2)),
    ]
    assert (found.id, found.points, found.section, found.keep_order) == ("mouth", 3, "Water", True)
    assert found.tags == ("rivers", "easy")
    assert found.rationale is not None
    assert found.rationale.source == "By *definition*, $x=1$."
    assert [choice.feedback and choice.feedback.source for choice in found.choices] == [
        "There, it begins.", None, None,
    ]  # fmt: skip
    assert found.stem.source == "Where does a river end?\n\n- Think."


@pytest.mark.parametrize(
    ("options", "items", "expected"),
    [
        ("[multiple]", r"\item* a \item b \item* c", [(True, None), (False, None), (True, None)]),
        ("[single=false]", r"\item[fraction=50] a \item[fraction=50] b \item c", [(True, None)] * 2 + [(False, None)]),
        (
            "[multiple]", r"\item[fraction=33.333] a \item[fraction=66.667] b \item[fraction=-100] c",
            [(True, Fraction(1, 3)), (True, Fraction(2, 3)), (False, Fraction(-1))],
        ),
        ("", r"\item[fraction=50] a \item[fraction=100] b \item c", [(False, Fraction(1, 2)), (True, None), (False, None)]),
        ("", r"\item[feedback={no}]* a \item*[feedback={no}] b", [(True, None)] * 2),
    ],
)  # fmt: skip
def test_what_choices_are_worth(
    options: str, items: str, expected: list[tuple[bool, Fraction | None]]
) -> None:
    found = one(rf"\begin{{multi}}{options}{{Q}} Which? {items} \end{{multi}}")
    assert [(right, weight) for _, right, weight in choices(found)] == expected
    assert found.points == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (r"\begin{multi}{Q} Which? \item[fraction=50] a \item[fraction=50] b \end{multi}", "unclear-answers"),
        (r"\begin{multi}{Q} Which? \item[fraction=many] a \item* b \end{multi}", "bad-fraction"),
        (r"\begin{truefalse}{Q} It flows. \item* False \item True \end{truefalse}", "unclear-answers"),
        (r"\begin{truefalse}{Q} It flows. \item True \item False \end{truefalse}", "unclear-answers"),
        (r"\begin{multi}{Q} Which? \item* a \item b", "latex-unclosed"),
    ],
)
def test_what_is_not_sure_is_an_error(body: str, code: str) -> None:
    reading = read(body)
    assert code in [problem.code for problem in errors_of(reading.problems)]
    assert all(not question.answer for question in reading.bank.questions) or code == "bad-fraction"


@pytest.mark.parametrize(
    ("items", "right", "feedback"),
    [
        (r"\item* \item", "True", [None, None]),
        (r"\item Right so. \item* [sic]", "False", ["Right so.", "[sic]"]),
        (r"\item Vrai \item* Faux", "False", [None, None]),
        (r"\item*[feedback={Yes.}] \item[feedback={No.}]", "True", ["Yes.", "No."]),
    ],
)
def test_true_and_false(items: str, right: str, feedback: list[str | None]) -> None:
    found = one(rf"\begin{{truefalse}}{{Q}} It flows. {items} \end{{truefalse}}")
    assert [choice.text.source for choice in found.choices if choice.id in found.answer] == [right]
    assert [choice.feedback and choice.feedback.source for choice in found.choices] == feedback
    assert found.keep_order


def test_settings_of_the_file_hold_where_a_question_has_none() -> None:
    question = r"\begin{multi}%s{Q} Which? \item* a \item b \end{multi}"
    body = rf"\begin{{quiz}}{{x}} {question % ''} {question % '[points=4]'} \end{{quiz}}"
    source = rf"\moodleset{{points=3, shuffle=false}}\begin{{document}}{body}\end{{document}}"
    found = examclass.read("q.tex", source).bank.questions
    assert [(question.points, question.keep_order) for question in found] == [(3, True), (4, True)]


def test_other_kinds_are_skipped_by_name_and_categories_are_sections() -> None:
    reading = read(r"""
\setcategory{Seas} \setsubcategory{Salt}
\begin{multi}{A} Which? \item* a \item b \end{multi}
\begin{cloze}{Gaps} It is \begin{multi} \item* so \item not \end{multi}. \end{cloze}
\begin{numerical}{Depth} How deep? \item[tolerance=1] 5 \end{numerical}
\begin{essay}{Why} Why? \item Look for salt. \end{essay}""")
    assert [question.section for question in reading.bank.questions] == ["Seas / Salt"]
    assert skips_of(reading.problems) == 3
    assert ["Gaps" in problem.message for problem in reading.problems] == [True, False, False]
