"""Exercises of R/exams: what is read, what needs R and is skipped, and what is wrong."""

from __future__ import annotations

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Problem, errors_of
from examgen.formats.reading import Reading
from examgen.formats.rexams import reader as rexams
from examgen.model import Question

RMD = """```{r, echo = FALSE, results = "hide"}
library("exams") # for all
include_supplement("map.png",
  recursive = TRUE)
```

Question
========
Where does a *river* end ($x > 0$)?

![](map.png){width="5cm"}

```python
# Question
print("* no item")
```

Answerlist
----------
* At its source
* At its
  mouth

    - deep
* Elsewhere

Solution
========
By definition.

Answerlist
----------
* False. It begins there.
* True
* False

Meta-information
================
exname: mouth
extype: schoice
exsolution: 010
exsection: Water/Rivers
expoints: 2.5
extags: big, old
exshuffle: FALSE
"""

RNW = r"""<<echo=FALSE, results=hide>>=
library("exams")
@
\begin{question}
Which of these are \emph{rivers}?
\begin{answerlist}
  \item Rhine \begin{itemize}\item long\end{itemize}
  \item $x_1$
\end{answerlist}
\end{question}

\begin{solution}
Look at a map.
\begin{answerlist}
  \item True. It is one.
  \item False
\end{answerlist}
\end{solution}

%% META-INFORMATION
%% \extype{mchoice}
%% \exsolution{10}
%% \exname{Which rivers}
"""


def read(source: str) -> Reading:
    return rexams.read("b.Rmd", source)


def choices(found: Question) -> list[str]:
    """Return the choices' texts, a star before each right one."""
    return [f"{'*' * (choice.id in found.answer)}{choice.text.source}" for choice in found.choices]


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def test_markdown() -> None:
    reading = read(RMD)
    (found,) = reading.bank.questions
    assert reading.problems == ()
    assert found.stem.source == (
        "Where does a *river* end ($x > 0$)?\n\n![](map.png){width=5cm}\n\n"
        '```python\n# Question\nprint("* no item")\n```'
    )
    assert choices(found) == ["At its source", "*At its\nmouth\n\n  - deep", "Elsewhere"]
    feedback = [choice.feedback and choice.feedback.source for choice in found.choices]
    assert feedback == ["False. It begins there.", None, None]
    assert found.rationale is not None
    assert found.rationale.source == "By definition."
    assert (found.id, found.section, found.points, found.tags) == (
        "mouth",
        "Water / Rivers",
        2.5,
        ("big", "old"),
    )
    assert found.keep_order
    assert (found.place.line, found.choices[1].place.line) == (7, 21)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<p style="text-align: justify;">\nOne.\n</p>\n\nTwo.', "One.\n\n\nTwo."),
        ("Above\n<p>one\ngoes on</p>\nbelow", "Above\n\none\ngoes on\n\nbelow"),
        ("<p>one</p><p>two</p>", "one\n\n\n\ntwo"),
        ("What does <p> do, and <div></div>?", "What does <p> do, and <div></div>?"),
        ("What of <ul> and </ul>?", "What of <ul> and </ul>?"),
        ('A <span style="color:red">red</span> <font size="2">one</font>', "A red one"),
        ('<center><img src="map.png" width="50%"></center>', "![](map.png){width=50%}"),
        ("x <!-- the answer\nis b --> y", "x  y"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("`<p>` and $a<p>b$ and 3 < p > 1 and \\<p>", "`<p>` and $a<p>b$ and 3 < p > 1 and \\<p>"),
        ('<p style="display:none">x', '<p style="display:none">x'),
    ],
)
def test_html_in_markdown_says_what_it_does(written: str, expected: str) -> None:
    (found,) = read(RMD.replace("Where does a *river* end ($x > 0$)?", written)).bank.questions
    assert found.stem.source.partition("\n\n![](map.png){width=5cm}")[0] == expected


def test_sweave() -> None:
    reading = read(RNW)
    (found,) = reading.bank.questions
    assert reading.problems == ()
    assert found.stem.source == "Which of these are *rivers*?"
    assert choices(found) == ["*Rhine\n\n- long", r"\(x_1\)"]
    assert found.choices[0].feedback is not None
    assert found.choices[0].feedback.source == "True. It is one."
    assert found.rationale is not None
    assert (found.rationale.source, found.place.line) == ("Look at a map.", 4)


@pytest.mark.parametrize(
    ("source", "old", "new", "kind"),
    [
        (RMD, "Elsewhere", "`r place`", "R code in its text"),
        (RMD, "exsolution: 010", "exsolution: `r sol`", "R code in its text"),
        (RMD, "Where does", "```{r, echo = FALSE}\na <- 1\n```\nWhere does", "made by R code"),
        (RMD, ', results = "hide"', ", results = 'asis'", ""),
        (RMD, "schoice", "num", "numerical"),
        (RMD, "schoice", "cloze", "cloze"),
        (RNW, "Rhine", r"\Sexpr{river}", "R code in its text"),
        (RNW, r"  \item $x_1$", "<<results=tex>>=\ncat(x)\n@", "made by R code"),
        (RNW, r"\exsolution{10}", r"\exsolution{\Sexpr{sol}}", "R code in its text"),
        (RNW, "Rhine", r"\begin{tikzpicture}\draw;\end{tikzpicture}", "tikzpicture"),
        (RNW, "mchoice", "string", "short-answer"),
    ],
)
def test_what_needs_r_is_skipped(source: str, old: str, new: str, kind: str) -> None:
    assert old in source
    reading = read(source.replace(old, new))
    if not kind:
        assert len(reading.bank.questions) == 1
        return
    (problem,) = reading.problems
    assert (problem.code, reading.bank.questions) == ("skipped", ())
    assert kind in problem.message
    assert problem.place


@pytest.mark.parametrize(
    ("source", "old", "new"),
    [
        (RMD, 'library("exams")', "a <- sample(1:3)"),
        (RMD, ', echo = FALSE, results = "hide"', ""),
        (RMD, "```{r", '---\ntitle: Rivers\ndate: "`r Sys.Date()`"\n---\n```{r'),
        (RNW, 'library("exams")', "x <- sample(1)"),
        (RNW, r"\begin{answerlist}", "%% Use \\Sexpr{x} here.\n\\begin{answerlist}"),
    ],
)
def test_r_above_a_question_that_does_not_use_it(source: str, old: str, new: str) -> None:
    assert old in source
    reading = read(source.replace(old, new, 1))
    assert (reading.problems, reading.bank.questions[0].stem.source) == (
        (),
        read(source).bank.questions[0].stem.source,
    )


@pytest.mark.parametrize(
    ("source", "old", "new", "code"),
    [
        (RMD, "exsolution: 010", "exsolution: 01", "bad-answer"),
        (RMD, "exsolution: 010\n", "", "bad-answer"),
        (RMD, "* True\n* False", "* True", "answer-mismatch"),
        (RMD, "exshuffle: FALSE", "exshuffle: 2", "choice-draw"),
        (RMD, "expoints: 2.5", "expoints: many", "bad-points"),
        (RNW, r"\exsolution{10}", r"\exsolution{2}", "bad-answer"),
        (RNW, r"\end{question}", "", "skipped"),
    ],
)
def test_problems(source: str, old: str, new: str, code: str) -> None:
    assert old in source
    problems = read(source.replace(old, new)).problems
    assert code in codes(problems)
    assert all(problem.place and problem.hint for problem in problems)


def test_an_exercise_that_r_makes_is_called_by_its_file() -> None:
    source = "Question\n========\n```{r}\nanswerlist(x)\n```\n\nMeta-information\n================\nextype: schoice\n"
    assert read(source).problems[0].message.startswith("question 'b' is one made by R code")


def test_a_file_without_an_exercise() -> None:
    assert codes(tuple(errors_of(read("words").problems))) == ["no-questions"]


_PIECES = [
    "Question\n====\n", "Answerlist\n----\n", "Solution\n====\n", "Meta-information\n====\n", "* item\n", "\n", "words",
    "extype: schoice\n", "exsolution: 10\n", "```{r}\n", "```\n", "`r x`", "exshuffle: 3\n", r"\begin{question}",
    r"\end{question}", r"\begin{answerlist}", r"\end{answerlist}", r"\item", "<<a>>=\n", "@\n", r"\exsolution{1}", "{", "}",
]  # fmt: skip


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=25).map("".join))
def test_any_text_gives_a_bank_or_problems(source: str) -> None:
    reading = read(source)
    assert reading.bank.questions or reading.problems
    assert all(problem.place for problem in reading.problems)


def test_a_draw_of_all_choices_is_no_draw() -> None:
    source = "Question\n========\nWhere?\n\nAnswerlist\n----------\n* here\n* there\n\nMeta-information\n================\n"
    source += "extype: schoice\nexsolution: 10\nexshuffle: {}\n"
    assert [p.code for p in rexams.read("b.Rmd", source.format(5)).problems] == []
    assert [p.code for p in rexams.read("b.Rmd", source.format(1)).problems] == ["choice-draw"]


def test_a_blank_that_is_escaped_prints_as_a_blank() -> None:
    stem = r"It is dry: \ $P(a)\ =\ 1$ and `a\ b`, \\ then?"
    source = f"Question\n========\n{stem}\n\nAnswerlist\n----------\n* yes\\ sir\n* no\n\n"
    reading = rexams.read(
        "a.Rmd", source + "Meta-information\n================\nexname: a\nextype: schoice\nexsolution: 10\n"
    )
    question = reading.bank.questions[0]
    assert question.stem.source == r"It is dry:  $P(a)\ =\ 1$ and `a\ b`, \\ then?"
    assert [choice.text.source for choice in question.choices] == ["yes sir", "no"]
