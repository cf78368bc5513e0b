"""Exams written with exam.cls: what is read, what is skipped, and what is wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Problem, errors_of
from examgen.formats.latex import examclass, unread
from examgen.formats.reading import Reading, skips_of
from examgen.formats.recognition import is_amc_latex, is_exam_class, is_rexams
from examgen.model import Question

EXAM = r"""
\documentclass[addpoints]{exam}
\title{Rivers \& lakes}
\newcommand{\right}{\CorrectChoice}
\newcommand{\km}{\,\mathrm{km}}
\begin{document}
\begin{questions}
\section*{Part A: \textbf{Basics}}
% \question not this one
\question[2\half] Where does a \emph{river} end?
\begin{choices}
  \choice At its source % \choice nor this
  \right At its mouth
  \choice none of the above
\end{choices}
\begin{solution}[2cm] By definition. \end{solution}

\titledquestion{rhine}[3] How long is it?
\begin{oneparcheckboxes}
  \CorrectChoice $1230\km$ \choice $12\km$
  \CorrectChoice \verb|1,230 %|
\end{oneparcheckboxes}
\newpage
\subsection*{Part B}
\question Why?
\fillwithlines{3cm}
\question[1] It is \fillin[long] here.
\question Both:
\begin{parts}\part one \begin{choices}\choice a \CorrectChoice b\end{choices}\end{parts}
\question See \begin{tikzpicture}\draw;\end{tikzpicture}
\begin{checkboxes}\choice a \CorrectChoice b\end{checkboxes}
\question[4] Last
\begin{checkboxes}\choice a \CorrectChoice b\end{checkboxes}
\end{questions}
\end{document}
\question no more
"""


def read(source: str) -> Reading:
    return examclass.read("b.tex", source)


def choices(found: Question) -> list[str]:
    """Return the choices' texts, a star before each right one."""
    return [f"{'*' * (choice.id in found.answer)}{choice.text.source}" for choice in found.choices]


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def one(body: str) -> Question:
    (found,) = read(rf"\question {body}").bank.questions
    return found


def test_an_exam() -> None:
    reading = read(EXAM)
    first, second, part, last = reading.bank.questions
    assert reading.bank.heading.title == "Rivers & lakes"
    assert first.stem.source == "Where does a *river* end?"
    assert choices(first) == ["At its source", "*At its mouth", "none of the above"]
    assert first.rationale is not None
    assert first.rationale.source == "By definition."
    assert (first.points, first.section) == (Fraction(5, 2), "Part A: Basics")
    assert (second.id, second.given_id, second.points) == ("rhine", True, 3)
    assert choices(second) == [r"*\(1230\,\mathrm{km}\)", r"\(12\,\mathrm{km}\)", "*`1,230 %`"]
    assert (part.stem.source, choices(part)) == ("Both:\n\none", ["a", "*b"])
    assert (last.section, last.points, choices(last)) == ("Part B", 4, ["a", "*b"])
    assert (first.stem.places[0].line, first.choices[1].place.line) == (10, 13)


def test_what_is_skipped_is_said() -> None:
    problems = read(EXAM).problems
    assert codes(problems) == ["skipped", "skipped", "parts", "skipped"]
    assert [problem.place and problem.place.line for problem in problems] == [25, 27, 28, 30]
    messages = [problem.message for problem in problems]
    assert "'Why?' is an open question" in messages[0]
    assert "fill-in" in messages[1]
    assert "parts" in messages[2]
    assert "tikzpicture" in messages[3]


def test_bonus_and_points_above_parts_are_said() -> None:
    choices_of = r"\begin{choices}\choice a \CorrectChoice b\end{choices}"
    parts = rf"\begin{{parts}}\part[2] one {choices_of} \bonuspart[\half] two {choices_of}\end{{parts}}"
    reading = read(rf"\bonusquestion[3] Q {choices_of} \question[6] {parts}")
    assert [question.points for question in reading.bank.questions] == [3, 2, Fraction(1, 2)]
    assert codes(reading.problems) == ["bonus", "bad-points", "bonus"]


def test_a_title_of_several_words_is_printed() -> None:
    choices_of = r"\begin{choices}\choice a \CorrectChoice b\end{choices}"
    found = read(rf"\titledquestion{{Ends of \emph{{rivers}}}}[2] Where? {choices_of}").bank.questions[0]
    assert found.stem.source == "**Ends of *rivers***\n\nWhere?"


def test_any_environment_with_choices_will_do() -> None:
    body = r"\begin{multicols}{2}\begin{mine}[keeplast]\choice a \correctchoice{b}\end{mine}\end{multicols}"
    found = one(f"Q {body}")
    assert (choices(found), [choice.pin for choice in found.choices]) == (["a", "*b"], [False, True])
    assert one(
        r"Q \begin{randomizechoices}[norandomize]\choice a \CorrectChoice b\end{randomizechoices}"
    ).keep_order
    inner = r"\begin{choices}\begin{multicols}{2}\choice a \CorrectChoice b\end{multicols}\end{choices}"
    assert choices(one(f"Q {inner}")) == ["a", "*b"]


def test_an_environment_that_the_author_made() -> None:
    made = r"\newenvironment{mcq}{\begin{choices}}{\end{choices}}"
    source = made + r"\question Q \begin{mcq}\choice a\CorrectChoice b\end{mcq}"
    assert choices(read(source).bank.questions[0]) == ["a", "*b"]


def test_an_environment_that_gives_solutions_another_title_is_one_of_solutions() -> None:
    title = r"\renewcommand{\solutiontitle}{\textbf{%s}}"
    made = rf"\newenvironment{{why}}{{{title % 'Why:'}\begin{{solution}}}}{{{title % ''}\end{{solution}}}}"
    choice = r"\begin{choices}\choice a\CorrectChoice b\end{choices}"
    reading = read(rf"{made}\question Q {choice}\begin{{why}}By definition.\end{{why}}")
    (found,) = reading.bank.questions
    assert reading.problems == ()
    assert (found.stem.source, found.rationale and found.rationale.source) == ("Q", "By definition.")


@pytest.mark.parametrize(
    "said",
    [r"\answerline[B]", r"\begin{solution}(b)\end{solution}", r"\begin{solution}Answer: B.\end{solution}"],
)
def test_a_letter_says_the_answer_where_no_choice_is_marked(said: str) -> None:
    assert choices(one(rf"Q \begin{{choices}}\choice x \choice y\end{{choices}} {said}")) == ["x", "*y"]


def test_no_mark_is_no_answer() -> None:
    found = one(
        r"Q \begin{choices}\choice x \choice y\end{choices}\begin{solution}Because of B.\end{solution}"
    )
    assert found.answer == frozenset()


@pytest.mark.parametrize(
    ("behind", "rationale"),
    [
        ("Solution: it is y.", "Solution: it is y."),
        (r"\textbf{Solution.} It is y.", "**Solution.** It is y."),
        ("Answer: B", None),
        ("R\u00e9ponse : y", "R\u00e9ponse : y"),
        (r"\vspace{1cm}" + "\n\nExplanation: it is y.", "Explanation: it is y."),
        (r"\newcommand{\sol}[1]{\ifprintanswers#1\fi}\sol{It is y.}", "It is y."),
        (
            r"\newenvironment{sol2}{\textbf{Solution.} }{\par}\begin{sol2}It is y.\end{sol2}",
            "**Solution.** It is y.",
        ),
    ],
)
def test_a_solution_behind_the_choices_is_not_for_students(behind: str, rationale: str | None) -> None:
    found = one(rf"Q \begin{{choices}}\choice x \CorrectChoice y\end{{choices}} {behind}")
    assert (found.stem.source, found.rationale and found.rationale.source) == ("Q", rationale)


@pytest.mark.parametrize("behind", ["Answer: \\rule{2cm}{1pt}", "Note: think.", "Answer. Do not guess."])
def test_other_text_behind_the_choices_is_for_students(behind: str) -> None:
    reading = read(rf"\question Q \begin{{choices}}\choice x \CorrectChoice y\end{{choices}} {behind}")
    assert reading.bank.questions[0].rationale is None


def test_text_behind_the_choices_and_between_questions() -> None:
    made = r"\begin{choices}\choice x \CorrectChoice y\end{choices}"
    reading = read(
        rf"Read this. \question A {made} Think twice. \question B {made} \uplevel{{For both.}} \question C {made}"
    )
    assert [found.stem.source for found in reading.bank.questions] == ["A\n\nThink twice.", "B", "C"]
    assert codes(reading.problems) == ["outside-text", "late-text", "outside-text"]
    assert not errors_of(reading.problems)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (r"\question A { b \begin{choices}\choice x\choice y\end{choices}", "latex-unclosed"),
        (r"\question A \begin{choices}\choice x\choice y", "latex-unclosed"),
        (r"\question A \choice x \choice y", "latex-unclosed"),
        (r"\question A \begin{choices} text \choice x\choice y\end{choices}", "stray-text"),
        (r"\include{more}\question A \begin{choices}\choice x\choice y\end{choices}", "include"),
        ("just words", "no-questions"),
        ("\\question\n" + "{" * 10_000, "latex-depth"),
    ],
)
def test_errors(source: str, code: str) -> None:
    (problem,) = errors_of(read(source).problems)
    assert problem.code == code
    assert problem.hint


def test_it_knows_its_own_files() -> None:
    amc = r"\begin{question}{a}\begin{choices}\correctchoice{x}\end{choices}\end{question}"
    rnw = "\\begin{question}\n\\begin{answerlist}\n\\item a\n\\end{answerlist}\n\\end{question}\n\\extype{schoice}"
    files = (EXAM, amc, rnw, r"\documentclass{article} \section{x}")
    known = [[sniff(text) for sniff in (is_exam_class, is_amc_latex, is_rexams)] for text in files]
    assert known == [[True, False, False], [False, True, False], [False, False, True], [False, False, False]]
    assert is_exam_class(
        r"\begin{question} Which? \begin{oneparcheckboxes}\choice a \correctchoice b\end{oneparcheckboxes}"
    )


_PIECES = [
    r"\question", r"\question[2] ", r"\begin{choices}", r"\end{choices}", r"\choice ", r"\CorrectChoice ", "words",
    r"\begin{solution}", r"\end{solution}", r"\part", "{", "}", "$", r"\begin{questions}", r"\end{questions}", "%", "\n",
    r"\section{", r"\uplevel{", r"\titledquestion{", r"\begin{document}", r"\end{document}", r"\begin{multicols}{2}", "[",
    r"\answerline[", "]", r"\newenvironment{q}{", r"\begin{q}", r"\title{",
]  # fmt: skip


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=25).map("".join))
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    reading = read(source)
    assert reading.bank.questions or reading.problems
    assert skips_of(reading.problems) <= source.count("question")
    assert all(problem.place for problem in reading.problems)


# ---- questions without \choice of their own


def test_choices_in_a_plain_list_with_the_letter_in_the_solution() -> None:
    source = r"\begin{questions}\question Where? \begin{enumerate}[(a)] \item here \item there, $x$ \end{enumerate}"
    (question,) = read(
        source + r"\begin{solution} (b) It is so. \end{solution}\end{questions}"
    ).bank.questions
    assert [choice.text.source for choice in question.choices] == ["here", r"there, \(x\)"]
    assert question.answer == {"b"}


@pytest.mark.parametrize(
    "solution", [r"", r"\begin{solution} It is here. \end{solution}", r"\begin{solution} (c) \end{solution}"]
)
def test_a_plain_list_is_no_choice_without_the_letter(solution: str) -> None:
    source = (
        r"\begin{questions}\question Where? \begin{enumerate}[(a)] \item here \item there \end{enumerate}"
    )
    reading = read(source + solution + r"\end{questions}")
    assert (len(reading.bank.questions), skips_of(reading.problems)) == (0, 1)


def test_steps_with_numbers_are_no_choices() -> None:
    source = r"\begin{questions}\question Prove: \begin{enumerate} \item one \item two \end{enumerate}"
    assert not read(source + r"\begin{solution} A. It is easy. \end{solution}\end{questions}").bank.questions


def test_statements_that_are_true_or_false() -> None:
    source = r"\begin{questions}\question True or false: it flows. \begin{solution} False. It stands. \end{solution}"
    (question,) = read(source + r"\end{questions}").bank.questions
    assert ([choice.text.source for choice in question.choices], question.answer) == (
        ["True", "False"],
        {"b"},
    )
    assert question.keep_order


def test_parts_with_choices_and_nothing_above_are_questions() -> None:
    one = r"\part[2] One? \begin{oneparchoices}\choice a \CorrectChoice b\end{oneparchoices}"
    two = r"\part Two? \begin{choices}\CorrectChoice c \choice d\end{choices}"
    source = r"\begin{questions}\question %s \begin{parts}" + one + two + r"\end{parts}\end{questions}"
    found = read(source % "").bank.questions
    assert [(question.stem.source, question.answer, question.points) for question in found] == [
        ("One?", {"b"}, 2),
        ("Two?", {"a"}, 1),
    ]
    reading = read(source % "Look at the map.")
    assert [question.stem.source for question in reading.bank.questions] == [
        "Look at the map.\n\nOne?",
        "Look at the map.\n\nTwo?",
    ]
    assert codes(reading.problems) == ["parts"]


_LIST = r"\begin{choices}\choice a \CorrectChoice b\end{choices}"


def test_parts_of_parts_have_the_text_above_them() -> None:
    inner = rf"\part Lakes. \begin{{subparts}}\subpart[3] Salt? {_LIST} \subpart Why?\end{{subparts}}"
    solution = r"\begin{solution}\begin{parts}\part b \part none\end{parts}\end{solution}"
    source = rf"\question[9] Water. \begin{{parts}}\part One? {_LIST} {inner}\end{{parts}} {solution}"
    reading = read(source)
    found = [(question.stem.source, question.points) for question in reading.bank.questions]
    assert found == [("Water.\n\nOne?", 1), ("Water.\n\nLakes.\n\nSalt?", 3)]
    assert codes(reading.problems).count("skipped") == 1
    assert "outside-text" in codes(reading.problems)  # the solution of all parts
    assert all(question.rationale is None for question in reading.bank.questions)


@pytest.mark.parametrize(
    "parts",
    [
        rf"Q \begin{{parts}}\part One? {_LIST}\end{{parts}} Think twice.",
        rf"Q \begin{{parts}}\part One? {_LIST} \uplevel{{For both:}} \part Two? {_LIST}\end{{parts}}",
        rf"Q {_LIST} \begin{{parts}}\part One? {_LIST}\end{{parts}}",
        r"Q \begin{parts}\part One? \part Two?\end{parts}",
    ],
)
def test_parts_whose_text_is_not_plain_are_left_together(parts: str) -> None:
    reading = read(rf"\question {parts}")
    assert (reading.bank.questions, codes(reading.problems)) == ((), ["skipped"])
    assert "a question with parts" in reading.problems[0].message


@pytest.mark.parametrize(
    ("solution", "right"),
    [
        ("B", ["y"]), ("(b)", ["y"]), ("A, C", ["x", "z"]), ("A and C.", ["x", "z"]), ("y", ["y"]),
        ("Answer: B. It is y.", ["y"]), ("The correct answer is (C), since x is small.", ["z"]),
        ("(B) It is so.", ["y"]), ("(B) It is so, and (A) is not.", []), ("(A) Wrong, for it is y.", []),
        ("(a) is wrong.", []), ("Answer (A) is wrong.", []), ("A. baumannii lives there.", []),
        ("Answer: A lake is salt.", []), ("A lake.", []), ("Answer: A or B", []), ("Because of B.", []),
        ("D", []), ("The second is right.", []), (r"\textbf{B}, since it is even.", ["y"]),
        (r"\textbf{A} is wrong.", []), (r"\textbf{A}, as is plain, is wrong.", []), ("(b): so it is.", ["y"]),
    ],
)  # fmt: skip
def test_what_a_solution_says_is_right(solution: str, right: list[str]) -> None:
    source = r"\question Q \begin{choices}\choice x \choice y \choice z\end{choices}\begin{solution}%s\end{solution}"
    reading = read(source % solution)
    assert right_texts(reading) == [right]
    assert codes(errors_of(reading.problems)) == ([] if right else ["unclear-answers"])


def test_an_answer_below_a_plain_list() -> None:
    items = r"\begin{enumerate}[A.] \item here \item there\end{enumerate}"
    (found,) = read(rf"\question Where? {items} \textbf{{Answer: B.}} It is so.").bank.questions
    assert (found.stem.source, choices(found)) == ("Where?", ["here", "*there"])
    assert found.rationale is not None


def test_a_part_that_speaks_of_another_one() -> None:
    second = rf"\part Of part (a), what is more? {_LIST}"
    reading = read(rf"\question \begin{{parts}}\part One? {_LIST} {second}\end{{parts}}")
    assert (len(reading.bank.questions), codes(reading.problems)) == (2, ["follows"])


def test_a_mark_and_a_letter_that_disagree() -> None:
    source = r"\question Q \begin{choices}\choice x \CorrectChoice y\end{choices} \answerline[A]"
    reading = read(source)
    assert (right_texts(reading), codes(reading.problems)) == ([[]], ["unclear-answers"])


ARTICLE = r"""
\documentclass{article}
\usepackage{enumitem}
\begin{document}
\section*{Rivers}
\begin{enumerate}
%s
\end{enumerate}
\end{document}
"""


def article(*items: tuple[str, str], label: str = "") -> Reading:
    r"""Return what is read of questions in a list, each its choices, divided by bars, and what stands below them."""
    out = []
    for number, (choices, below) in enumerate(items):
        texts = "\n".join(rf"\item {text}" for text in choices.split("|"))
        out.append(rf"\item Which is {number}?\begin{{enumerate}}{label} {texts} \end{{enumerate}} {below}")
    source = ARTICLE % "\n".join(out)
    assert is_exam_class(source)
    return read(source)


def right_texts(reading: Reading) -> list[list[str]]:
    return [
        [choice.text.source for choice in question.choices if choice.id in question.answer]
        for question in reading.bank.questions
    ]


@pytest.mark.parametrize(
    ("below", "right", "rationale"),
    [
        (r"\textbf{Answer:} b", ["one"], None),
        (r"\textbf{Answer: (b)}", ["one"], None),
        (r"Correct answer: B. It is one.", ["one"], "It is one."),
        (r"\begin{solution} The answer is (b). It is one. \end{solution}", ["one"], "It is one."),
        (r"Answer: (b) one", ["one"], "one"),
        (r"Answer: one", ["one"], None),
        (r"Answer: (b) none", [], None),
        (r"Answer: a, b", [], None),
        (r"Answer: (a), (b), and (c)", [], None),
        (r"Answer: (a) and (b)", [], None),
        (r"Answer: d", [], None),
        (r"Look at it.", [], None),
    ],
)
def test_answers_below_choices_of_a_plain_list(below: str, right: list[str], rationale: str | None) -> None:
    reading = article(("none|one|two", below))
    question = reading.bank.questions[0]
    assert right_texts(reading) == [right]
    assert question.section == "Rivers"
    if right:
        assert (question.rationale.source if question.rationale else None) == rationale
        assert not reading.problems
    assert ("Look at it." in question.stem.source) == (below == "Look at it.")


@pytest.mark.parametrize(
    "mark", [r"\textbf{%s}", "%s *", r"%s $\checkmark$", r"%s \checkmark", "%s (correct)"]
)
def test_marks_in_plain_lists_are_taken_away(mark: str) -> None:
    reading = article(
        (f"none|{mark % 'one'}|two", ""), (f"{mark % 'none'}|one|two", ""), label=r"[label=(\alph*)]"
    )
    assert right_texts(reading) == [["one"], ["none"]]
    assert [choice.text.source for choice in reading.bank.questions[0].choices] == ["none", "one", "two"]


def test_marks_that_may_mean_something_else() -> None:
    assert right_texts(article((r"none|\textbf{one}|two", ""))) == [[]]
    assert right_texts(article((r"none|\textbf{one}|two", ""), ("none|one", ""))) == [[], []]
    named = article((r"none|\textbf{one}|two", "Answer: a"))
    assert right_texts(named) == [["none"]]
    assert named.bank.questions[0].choices[1].text.source == "**one**"


@pytest.mark.parametrize("said", ["B", "b", "(b)", "a saw"])
def test_an_answer_in_a_command_that_prints_nothing(said: str) -> None:
    hidden = r"\newcommand{\ans}[1]{}"
    question = rf"\question Cuts? \begin{{choices}}\choice a nail \choice a saw\end{{choices}} \ans{{{said}}}"
    (found,) = read(hidden + question).bank.questions
    assert choices(found) == ["a nail", "*a saw"]
    inner = r"\begin{enumerate}\item a nail \item a saw\end{enumerate}"
    listed = rf"\begin{{enumerate}}\item Cuts? \ans{{{said}}} {inner}\end{{enumerate}}"
    (found,) = read(hidden + listed).bank.questions
    assert (choices(found), found.rationale) == (["a nail", "*a saw"], None)


def test_a_reason_in_a_command_that_prints_nothing_is_not_for_students() -> None:
    body = r"Cuts? \sol{It has teeth.} \begin{choices}\choice a nail \CorrectChoice a saw\end{choices}"
    hidden = rf"\newcommand{{\sol}}[1]{{}}\question {body}"
    (found,) = read(hidden).bank.questions
    assert found.stem.source == "Cuts?"
    assert str(found.rationale) == "It has teeth."


def test_a_macro_that_begins_an_item_with_a_number() -> None:
    mark = r"\newcommand{\good}{\item[\stepcounter{enumii}\textbf{\arabic{enumii}.}]}"
    items = [r"\item a nail \good \textbf{a saw}", r"\good \textbf{a plane} \item a vice"]
    lists = " ".join(rf"\item Cuts? \begin{{enumerate}} {each} \end{{enumerate}}" for each in items)
    reading = read(rf"{mark}\begin{{enumerate}} {lists} \end{{enumerate}}")
    assert reading.problems == ()
    assert [choices(each) for each in reading.bank.questions] == [
        ["a nail", "*a saw"],
        ["*a plane", "a vice"],
    ]


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        (r"\begin{tikzpicture}\draw;\end{tikzpicture}", "is not printed"),
        (r"\includegraphics{map}", "is printed above them"),
    ],
)
def test_a_picture_behind_choices_is_said(behind: str, said: str) -> None:
    reading = read(rf"\question Where? \begin{{choices}}\choice a \CorrectChoice b\end{{choices}} {behind}")
    (problem,) = reading.problems
    assert (problem.code, said in problem.message) == ("late-picture", True)
    above = rf"\begin{{questions}}{behind} \question Where? \begin{{choices}}\choice a \CorrectChoice b\end{{choices}}"
    assert codes(read(above).problems) == ["outside-text"]


def test_items_that_are_no_questions_with_choices() -> None:
    source = ARTICLE % (
        r"\item Why? \item Who? \begin{itemize}\item[B.] x \item[A.] y\end{itemize} Answer: A"
        r"\item What? \begin{itemize}\item[A.] x \item[B.] y\end{itemize} Answer: A"
    )
    reading = read(source)
    assert right_texts(reading) == [["x"]]
    assert [problem.code for problem in reading.problems] == ["skipped", "skipped"]


@pytest.mark.parametrize(
    ("choices", "behind", "rationale"),
    [
        (r"\choice a \choice b", r"\ifprintanswers\answerline[B]\else\answerline\fi", None),
        (r"\choice a \CorrectChoice b", r"\ifprintanswers \textbf{Why:} so. \fi", "**Why:** so."),
        (
            r"\choice a \ifprintanswers\CorrectChoice b\else\choice b\fi",
            r"\ifprintanswers so\else\vspace{2cm}\fi",
            "so",
        ),
    ],
)
def test_what_is_printed_with_answers_only(choices: str, behind: str, rationale: str | None) -> None:
    reading = read(rf"\question Which? \begin{{choices}}{choices}\end{{choices}} {behind}")
    assert reading.problems == ()
    (found,) = reading.bank.questions
    assert found.stem.source == "Which?"
    assert [choice.text.source for choice in found.choices] == ["a", "b"]
    assert found.answer == {"b"}
    assert (found.rationale.source if found.rationale else None) == rationale


def test_conditions_inside_others_are_still_errors() -> None:
    inside = r"\ifprintanswers\ifdraft x\fi\fi"
    assert errors_of(
        read(rf"\question A? \begin{{choices}}\choice a \CorrectChoice b\end{{choices}} {inside}").problems
    )


# ---- environments with choices in braces: ex_test and examdesign

EX = r"""\documentclass{article}\usepackage[loigiai]{ex_test}
\begin{document}
\section{Seas}
\begin{ex}%[1D1Y1-1]%Question 1
  How salty is $x$?
  \choice[2]
  {$x^{2}$}
  {\True Very \textbf{much}}
  {Not}
  {Hardly}
  \loigiai{
  \emph{Taste} it.
  }
\end{ex}
\begin{ex}
  \immini{See the map.
  \choice{Up}{\True Down}}{\includegraphics{map.png}}
\end{ex}
\end{document}
"""
DESIGN = r"""\documentclass{examdesign}
\begin{document}
\begin{multiplechoice}[title={Seas},resetcounter=yes]
\begin{question}
  Which is salty?
  \choice[!]{The sea}
  \choice{A lake}
  \choice [!] {Tears}
\end{question}
\end{multiplechoice}
\begin{truefalse}
\begin{question} \answer{False} Rivers are salty. \end{question}
\end{truefalse}
\end{document}
"""


def marked(found: Question) -> list[str]:
    return [f"{'*' * (choice.id in found.answer)}{choice.text.source}" for choice in found.choices]


def test_ex_test() -> None:
    assert is_exam_class(EX)
    reading = read(EX)
    first, second = reading.bank.questions
    assert marked(first) == [r"\(x^{2}\)", "*Very **much**", "Not", "Hardly"]
    assert first.rationale is not None
    assert (first.stem.source, first.rationale.source, first.section) == (
        r"How salty is \(x\)?",
        "*Taste* it.",
        "Seas",
    )
    assert (second.stem.source, marked(second)) == ("See the map.\n\n![](map.png)", ["Up", "*Down"])


def test_examdesign() -> None:
    assert is_exam_class(DESIGN)
    reading = read(DESIGN)
    first, second = reading.bank.questions
    assert reading.problems == ()
    assert (first.stem.source, marked(first)) == ("Which is salty?", ["*The sea", "A lake", "*Tears"])
    assert (second.stem.source, marked(second)) == ("Rivers are salty.", ["True", "*False"])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("\\choice[2]", "\\choiceTF", "several statements"),
        ("\\loigiai{", "\\shortans{2}\\loigiai{", "short-answer"),
        ("\\choice[2]\n", "\\choice{a}{b}\n\\choice[2]\n", "several lists of choices"),
        ("\\choice[2]\n", "\\choice[2] or\n", "without braces"),
        ("\\choice[2]\n", "\\parbox{\\choice{a}{b}}\n", "inside of another command"),
        ("\\immini{See the map.\n  \\choice{Up}{\\True Down}}", "\\immini{See it.}", "open question"),
    ],
)
def test_other_environments_are_skipped(old: str, new: str, words: str) -> None:
    assert old in EX
    reading = read(EX.replace(old, new, 1))
    assert len(reading.bank.questions) == 1
    (skip,) = (problem for problem in reading.problems if problem.code == "skipped")
    assert words in skip.message
    assert skip.place


def test_words_behind_choices_in_braces_are_said() -> None:
    reading = read(EX.replace("\\loigiai{\n", "Mind the units.\n\\loigiai{\n"))
    assert [problem.code for problem in reading.problems][:1] == ["late-text"]
    assert "Mind the units." in reading.bank.questions[0].stem.source


def test_an_environment_without_a_right_choice_is_no_guess() -> None:
    first, _ = read(EX.replace("\\True Very", "Very")).bank.questions
    assert first.answer == frozenset()


def test_an_environment_that_does_not_end() -> None:
    problems = read(DESIGN.replace("\\end{question}", "")).problems
    assert "latex-unclosed" in [problem.code for problem in problems]


MCEXAM = r"""\documentclass{article}\usepackage[output=exam]{mcexam}
\begin{document}
\begin{mcquestions}
\question Where does a river end?
\begin{mcanswerslist}[fixlast]
  \answer At its source
  \answer[correct] At its mouth
  \answer Nowhere
\end{mcanswerslist}
\begin{mcexplanation} By definition. \end{mcexplanation}
\begin{mcquestioninstruction} Think of the sea. \end{mcquestioninstruction}
\question[follow] Why?
\begin{mcanswerslist}[permutenone]
  \answer[correct] One
  \answer Two
\end{mcanswerslist}
\end{mcquestions}
\end{document}
"""


def test_mcexam() -> None:
    assert is_exam_class(MCEXAM)
    reading = read(MCEXAM)
    first, second = reading.bank.questions
    assert marked(first) == ["At its source", "*At its mouth", "Nowhere"]
    assert [choice.pin for choice in first.choices] == [False, False, True]
    assert first.rationale is not None
    assert (first.stem.source, first.rationale.source) == ("Where does a river end?", "By definition.")
    assert (marked(second), second.keep_order, first.keep_order) == (["*One", "Two"], True, False)
    assert sorted(problem.code for problem in reading.problems) == ["follows", "outside-text"]


def test_marks_of_mcexam_that_are_not_known() -> None:
    reading = read(MCEXAM.replace("[correct]", "[half]"))
    assert [problem.code for problem in errors_of(reading.problems)].count("bad-answer") == 2
    assert all(question.answer == frozenset() for question in reading.bank.questions)


def commented(stem: str = "", first: str = "", second: str = "", below: str = "\n\n") -> Reading:
    """Return a question without marks, with comments at these places."""
    choices = f"\\begin{{choices}}\n\\choice a nail {first}\n\\choice a saw {second}\n\\end{{choices}}"
    return read(f"\\begin{{questions}}\n\\question Cuts? {stem}\n{choices}{below}\\end{{questions}}")


@pytest.mark.parametrize(
    "comments",
    [
        {"stem": "% Answer: B"},
        {"second": "% correct"},
        {"second": "%% <-- this is the right answer!"},
        {"below": " % key = b\n\n"},
        {"below": "\n% Correct answer: (b)\n\n"},
        {"stem": "% ans: b", "second": "% correct"},
    ],
)
def test_an_answer_in_a_comment_is_read_and_said(comments: dict[str, str]) -> None:
    reading = commented(**comments)
    assert [choices(each) for each in reading.bank.questions] == [["a nail", "*a saw"]]
    assert codes(reading.problems) == ["commented-answer"]


@pytest.mark.parametrize(
    "comments",
    [
        {"second": "% not correct"},
        {"second": "% correct?"},
        {"stem": "% b"},
        {"stem": r"100\% Answer: B"},
        {"first": "\n% \\choice a file\n% Answer: B"},
        {"below": "\n\n% Answer: B\n\\question next"},
        {"below": "\n% Answer: B\n\\question next"},
        {"below": "\n\n% Answer: B\n\\vspace{1cm}\n"},
    ],
)
def test_a_comment_that_may_mean_something_else_is_no_answer(comments: dict[str, str]) -> None:
    assert choices(commented(**comments).bank.questions[0]) == ["a nail", "a saw"]


def test_comments_that_disagree() -> None:
    assert codes(commented(stem="% Answer: A", second="% correct").problems) == ["unclear-answers"]
    assert codes(commented(stem="% Answer: D").problems) == ["unclear-answers"]


HEADS = [
    (r"\textbf{Question 1.}", r"\textbf{Question 2.}"),
    (r"\section*{Rivers}\section*{Question 3 (2 points)}", r"\section*{Question 4}"),
    ("Q1. ", r"\newpage\noindent Q2. "),
]


def headed(first: str, second: str, answers: tuple[str, str]) -> Reading:
    lists = [r"\begin{enumerate}\item a nail \item a saw\end{enumerate}"] * 2
    parts = zip((first, second), lists, answers, strict=True)
    return read("\n\n".join(f"{head} Cuts? {choices}\n{answer}" for head, choices, answer in parts))


@pytest.mark.parametrize("heads", HEADS)
def test_questions_that_begin_with_their_numbers(heads: tuple[str, str]) -> None:
    reading = headed(*heads, (r"\textbf{Answer:} (b)", "Answer: A"))
    assert [(each.stem.source, choices(each)) for each in reading.bank.questions] == [
        ("Cuts?", ["a nail", "*a saw"]),
        ("Cuts?", ["*a nail", "a saw"]),
    ]
    assert errors_of(reading.problems) == []
    if "Rivers" in heads[0]:
        assert [(each.section, each.points) for each in reading.bank.questions] == [
            ("Rivers", 2),
            ("Rivers", 1),
        ]


@pytest.mark.parametrize(
    ("first", "second", "answers"),
    [
        (*HEADS[0], ("", "")),
        ("Question 1.", "Question 3.", ("Answer: b", "Answer: a")),
        ("Question 1", "Question 2", ("Answer: b", "Answer: a")),
    ],
)
def test_lists_below_numbers_that_may_be_no_choices(
    first: str, second: str, answers: tuple[str, str]
) -> None:
    assert codes(headed(first, second, answers).problems) == ["no-questions"]


ITEMS = r"""\documentclass{article}
\begin{document}
\begin{enumerate}
\item Which tool cuts wood?
  \begin{enumerate}
  \item a nail
  \item a saw % correct
  \end{enumerate}
\item Which tool drives nails?
  \begin{enumerate}
  \item a hammer
  \item a file
  \end{enumerate}
\end{enumerate}
\end{document}
"""


def test_a_comment_behind_an_item_says_what_is_right_where_nothing_else_does() -> None:
    reading = read(ITEMS)
    assert [choices(each) for each in reading.bank.questions] == [
        ["a nail", "*a saw"],
        ["a hammer", "a file"],
    ]
    assert codes(reading.problems) == ["commented-answer"]


@pytest.mark.parametrize(
    "source",
    [
        ITEMS.replace("% correct", "% not correct"),
        ITEMS.replace("% correct", "% correct\n  % \\item a saw of steel"),
        ITEMS.replace("a nail\n  \\item a saw % correct", "a nail \\item a saw % correct"),
    ],
)
def test_a_comment_behind_an_item_that_may_mean_something_else(source: str) -> None:
    assert choices(read(source).bank.questions[0]) == ["a nail", "a saw"]


def test_a_mark_in_the_text_of_items_comes_before_comments() -> None:
    marked = ITEMS.replace("a nail\n", "\\textbf{a nail}\n").replace("a hammer", "\\textbf{a hammer}")
    reading = read(marked)
    assert [choices(each) for each in reading.bank.questions] == [
        ["*a nail", "a saw"],
        ["*a hammer", "a file"],
    ]
    assert codes(reading.problems) == []


def test_code_in_alltt_is_read_as_it_prints() -> None:
    stem = '\\question What does it print?\n\\begin{alltt}\nf(x) \\{ \\\\\n  "a\\textbackslash{}n" \\}\n\\end{alltt}\n'
    rest = "\\begin{choices}\\choice one \\CorrectChoice two\\end{choices}\n"
    reading = read("\\begin{questions}\n" + stem + rest + "\\end{questions}")
    assert '```\nf(x) { \n  "a\\n" }\n```' in reading.bank.questions[0].stem.source
    bold = read("\\begin{questions}\n" + stem.replace("f(x)", "\\textbf{f}(x)") + rest + "\\end{questions}")
    assert (bold.bank.questions, codes(bold.problems)) == ((), ["skipped"])


def test_a_file_that_only_takes_in_another_one() -> None:
    told = unread.reason(
        "\\documentclass{article}\n\\input{first}\n% \\input{old}\nWords. \\input{tools.tex}\n"
    )
    assert told is not None
    assert all("'tools.tex'" in words or "{tools.tex}" in words for words in told)
