"""What TeX reports, said in terms of the bank."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from banks_for_tests import copy_of, exam, question, source_of, text, typeset
from pylatex import NoEscape

from examgen.errors import Place, Problem, Severity
from examgen.model import Question
from examgen.pieces import Origin, Piece, PieceKind, PieceTable
from examgen.runs import Copy, RunKind
from examgen.templates import built_in
from examgen.texproblems import MISSING_TEX, problems_of
from examgen.typeset import TexJob, TexOutcome

JOB = TexJob(
    "papers 1-4",
    "\n".join(
        [
            r"\documentclass{article}",  # line 1
            r"\begin{document}",
            r"\begin{egpiece}{00a1}{stem}",  # 3
            r"stem",
            r"\end{egpiece}",
            r"\begin{egpiece}{00a2}{choice}",  # 6
            r"choice",
            r"\end{egpiece}",  # 8
            r"\begin{egversion}{A}{XXXX-XX}",
            r"\begin{egblock}{question 1 of version A}\egquestion{00a1}{1}{\egchoice{00a2}}\end{egblock}",
            r"\begin{egblock}{question 2 of version A}\egquestion{00a1}{1}{\egchoice{00a3}}\end{egblock}",
            r"\begin{egblock}{the strip}\egstrip{}\end{egblock}",
            r"\end{egversion}",
        ]
    ),
)


def table_of(**origins: list[Origin]) -> PieceTable:
    return PieceTable({}, origins={name.removeprefix("p"): where for name, where in origins.items()})


TABLE = table_of(
    p00a1=[
        Origin("question 'x'", Place("bank.md", 10, 4)),
        Origin("question 'y'", Place("bank.md", 20, 4)),
    ],
    p00a2=[Origin("question 'x', choice (b)", Place("bank.md", 12, 8))],
    p00a3=[Origin("question 'y', choice (a)", Place("bank.md", 21, 8))],
)


def said(
    log: str = "", *, pdf: bytes | None = b"%PDF", complete: bool = False, tall: tuple[str, ...] = ()
) -> list[str]:
    outcome = TexOutcome(JOB, pdf, complete, log, (), tall)
    return [str(problem).partition("\n")[0] for problem in problems_of(outcome, TABLE)]


# ---------------------------------------------------------------- logs made up from what TeX writes


def test_an_error_is_said_of_every_question_that_has_the_piece() -> None:
    log = "./job.tex:4: Undefined control sequence.\nl.4 $\\foo\n         $\n"
    assert said(log) == [
        r"bank.md:10:4: question 'x': undefined control sequence \foo",
        r"bank.md:20:4: question 'y': undefined control sequence \foo",
    ]


def test_the_same_error_twice_is_said_once() -> None:
    log = "./job.tex:7: Missing $ inserted.\n" * 2
    assert said(log) == ["bank.md:12:8: question 'x', choice (b): missing $ inserted"]


@pytest.mark.parametrize("line", [1, 2, 9, 10, 13])
def test_an_error_outside_of_the_pieces_is_one_of_the_template(line: int) -> None:
    assert said(f"./job.tex:{line}: Missing $ inserted.\n") == [
        f"TeX stumbles over a template at line {line} of the LaTeX made from it: missing $ inserted"
    ]


def test_an_error_in_the_package_is_at_its_line() -> None:
    assert said("./examgen.sty:4: Missing $ inserted.\n") == ["examgen.sty:4: missing $ inserted"]


def test_a_brace_without_its_fellow_is_found_in_the_piece_before_the_swallowed_one() -> None:
    message = r"file ended while scanning use of \emph"
    shown = f"Runaway argument?\n{{a \\end {{egpiece}} \\begin {{egpiece}}{{@}}{{choice}}\n! {message.capitalize()} .\n"
    assert said(shown.replace("@", "00a2"), pdf=None) == [
        f"bank.md:10:4: question 'x': {message}",
        f"bank.md:20:4: question 'y': {message}",
    ]
    assert said(shown.replace("@", "00a1"), pdf=None) == [f"somewhere in the text: {message}"]
    assert said("Runaway argument?\n{a\n! File ended while scanning use of \\emph .\n", pdf=None) == [
        f"somewhere in the text: {message}"
    ]


def test_a_lost_character_is_an_error_even_where_tex_does_not_say_which_piece() -> None:
    problems = problems_of(
        TexOutcome(JOB, b"%PDF", True, "Missing character: There is no x in font cmr10!\n", (), ()), TABLE
    )
    assert [(p.severity, p.message) for p in problems] == [
        (Severity.ERROR, "somewhere in the text: the font cmr10 has no character x")
    ]


def test_a_line_that_hardly_sticks_out_is_not_said() -> None:
    log = "Overfull \\hbox (0.9pt too wide) in paragraph at lines 7--8\n"
    assert said(log, complete=True) == []
    assert said(log.replace("0.9", "1.2"), complete=True) == [
        "bank.md:12:8: warning: question 'x', choice (b): a line is 1 pt too wide and runs into the margin"
    ]


def test_a_line_of_a_template_that_sticks_out_is_not_said_of_a_piece() -> None:
    assert said("Overfull \\hbox (50pt too wide) in paragraph at lines 10--10\n", complete=True) == []


def test_a_block_that_is_too_tall_is_at_the_stem_of_its_own_question() -> None:
    tail = "it does not fit on one page, and a question is never split"
    assert said(complete=True, tall=("question 2 of version A",)) == [f"bank.md:20:4: question 'y': {tail}"]
    assert said(complete=True, tall=("question 1 of version A",) * 3) == [
        f"bank.md:10:4: question 'x': {tail}"
    ]


@pytest.mark.parametrize("block", ["the strip", "a block that is not in the source"])
def test_a_block_without_pieces_has_its_name(block: str) -> None:
    assert said(complete=True, tall=(block,)) == [
        f"papers 1-4: {block}: it does not fit on one page, and a question is never split"
    ]


@pytest.mark.parametrize("line", [1, 4])
def test_a_part_of_tex_that_is_missing_is_no_fault_of_bank_or_template(line: int) -> None:
    log = f"./job.tex:{line}: LaTeX Error: File `tgpagella.sty' not found.\n"
    (problem,) = problems_of(TexOutcome(JOB, None, False, log, (), ()), TABLE)
    assert (problem.code, problem.message) == (MISSING_TEX, "TeX does not find tgpagella.sty")


def test_a_run_without_a_pdf_is_an_error_even_if_the_log_has_none() -> None:
    problems = problems_of(TexOutcome(JOB, None, False, "one\n\ntwo\nthree\nfour\n", (), ()), TABLE)
    assert [p.message for p in problems] == ["TeX made no PDF of papers 1-4"]
    assert problems[0].hint == "the last lines of TeX's log: two | three | four"


def test_a_run_that_failed_is_an_error_even_if_there_is_a_pdf() -> None:
    assert said("all is well\n") == ["TeX stopped with an error in papers 1-4"]
    assert said("all is well\n", complete=True) == []


# ---------------------------------------------------------------- the real TeX


def with_latex(copy: Copy, latex: dict[str, str]) -> None:
    """Replace the LaTeX of pieces, known by the words in it, by what no bank could make."""
    for name, piece in copy.paper_pieces.pieces.items():
        for words, other in latex.items():
            if piece.latex == words:
                copy.paper_pieces.pieces[name] = Piece(name, piece.kind, NoEscape(other))


def at(question: Question, line: int) -> Question:
    """Return the question with its stem at a line of the bank, and its choices below."""
    choices = tuple(
        replace(choice, text=text(choice.text.source, line=line + 1 + i))
        for i, choice in enumerate(question.choices)
    )
    return replace(question, stem=text(question.stem.source, line=line), choices=choices)


@pytest.mark.tex
def test_everything_in_a_bank_that_tex_dislikes_is_said_at_once() -> None:
    questions = [
        at(question("x", ["yes", r"$a+\foo$", "no"]), 10),
        at(question("y", ["right", "left"], stem=r"Which $\bar{\baz}$?"), 20),
        at(question("wide", ["up", "WIDE"]), 30),
        at(question("lost", ["LOST", "found"]), 40),
        at(question("sign", ["SIGN", "unsigned"]), 50),
        at(question("dollar", ["in", "DOLLAR"]), 60),
        at(question("picture", ["PICTURE", "none"]), 70),
        at(question("tall", ["sun", "TALL"]), 80),
        at(question("fine", ["good", "better"]), 90),
    ]
    copy = copy_of(exam(questions))
    with_latex(
        copy,
        {
            "WIDE": r"\mbox{}\hbox to 900pt{from here\hfil to there}",
            "LOST": r"{\font\x=cmr10 \x\char200 }",
            "SIGN": "試",
            "DOLLAR": "x_1",
            "PICTURE": r"\includegraphics{none.png}",
            "TALL": r"\vrule height 900pt width 1pt",
        },
    )
    problems = problems_of(typeset(copy), copy.paper_pieces)
    found = {str(problem).partition("\n")[0] for problem in problems}
    wide = next(line for line in found if "too wide" in line)
    assert wide.startswith("bank.md:32:1: question 'wide', choice (b): a line is ")
    assert wide.endswith("is cut off")
    assert found - {wide} == {
        r"bank.md:12:1: question 'x', choice (b): undefined control sequence \foo",
        r"bank.md:20:1: question 'y': undefined control sequence \baz",
        "bank.md:41:1: question 'lost', choice (a): the font cmr10 has no character \"C8",
        "bank.md:51:1: question 'sign', choice (a): "
        "unicode character 試 (U+8A66) not set up for use with LaTeX",
        "bank.md:62:1: question 'dollar', choice (b): missing $ inserted",
        "bank.md:71:1: question 'picture', choice (a): file `none.png' not found: using draft setting",
        "bank.md:80:1: question 'tall': it does not fit on one page, and a question is never split",
    }
    hints = {problem.message.partition(": ")[0]: problem.hint for problem in problems}
    assert hints["question 'x', choice (b)"] == "check its spelling; examgen loads amsmath and amssymb"
    assert hints["question 'tall'"].startswith("shorten it, use one column")


@pytest.mark.tex
def test_a_brace_that_is_not_closed_is_said_of_its_piece() -> None:
    copy = copy_of(exam([at(question("x", ["open", "shut", "ajar"]), 10)]))
    first = copy.paper_pieces.sorted()[0]
    with_latex(copy, {first.latex: rf"\emph{{{first.latex}"})
    outcome = typeset(copy)
    origin = copy.paper_pieces.origins[first.name][0]
    assert outcome.pdf is None
    assert [str(problem) for problem in problems_of(outcome, copy.paper_pieces)] == [
        f"{origin.place}: {origin.label}: file ended while scanning use of \\emph\n"
        "  hint: a brace that is opened and not closed"
    ]


@pytest.mark.tex
def test_an_error_of_a_template_is_not_said_of_the_bank(tmp_path: Path) -> None:
    source = (built_in() / "exam.tex").read_text()
    (tmp_path / "exam.tex").write_text(source.replace(r"\end{egversion}", r"\nosuch\end{egversion}"))
    copy = copy_of(exam([question("x")]), folder=tmp_path)
    line = source_of(copy).split("\n").index(r"\nosuch\end{egversion}") + 1
    assert problems_of(typeset(copy), copy.paper_pieces) == [
        Problem(
            "template",
            f"TeX stumbles over a template at line {line} of the LaTeX made from it: "
            r"undefined control sequence \nosuch",
        )
    ]


@pytest.mark.tex
def test_problems_of_a_key_are_said_of_rationale_and_feedback() -> None:
    asked = at(question("x", ["yes", "no"], rationale=r"Since $\nosuch$."), 10)
    first = replace(asked.choices[0], feedback=text(r"Yes, $\neither$.", line=14))
    copy = copy_of(exam([replace(asked, choices=(first, asked.choices[1]))]))
    found = problems_of(typeset(copy, RunKind.KEYS), copy.key_pieces)
    assert sorted((p.place.line if p.place else 0, p.message) for p in found) == [
        (1, r"question 'x', rationale: undefined control sequence \nosuch"),
        (14, r"question 'x', feedback: undefined control sequence \neither"),
    ]


@pytest.mark.tex
def test_a_sound_bank_has_no_problems() -> None:
    copy = copy_of(exam([question("x"), question("y", [f"${n}$" for n in range(9)])]), 2)
    assert not any(piece.kind is PieceKind.RATIONALE for piece in copy.paper_pieces.sorted())
    for kind, table in ((RunKind.PAPERS, copy.paper_pieces), (RunKind.GRID, PieceTable({}))):
        outcome = typeset(copy, kind)
        assert outcome.complete
        assert problems_of(outcome, table) == []
