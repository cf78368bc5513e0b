"""LaTeX's prose as Markdown: every word comes over, formulas stay, and what is hostile ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.errors import Problem, errors_of
from examgen.formats.latex.file import LatexFile
from examgen.formats.latex.lex import DEEPEST, lex
from examgen.formats.latex.macros import expand
from examgen.formats.latex.prose import UnprintableError


def prose(source: str, name: str = "b.tex") -> tuple[str, list[Problem]]:
    """Return a text of LaTeX as Markdown, and what was wrong with it."""
    file = LatexFile(name, source)
    return (file.prose.text(file.tokens, 0).source if file.tokens else ""), file.problems


def clean(source: str) -> str:
    words, problems = prose(source)
    assert problems == []
    return words


@pytest.mark.parametrize(
    ("latex", "markdown"),
    [
        (r"\textbf{bold} and \emph{slanted} {\it too}", "**bold** and *slanted* *too*"),
        (r"{\bf A} \texttt{a\_b}", "**A** `a_b`"),
        (r"\'ecole na\"{\i}ve \c{c}a Stra\ss e \v{C}apek \L{}\'od\'z", "école naïve ça Straße Čapek Łódź"),
        (r"50\% of \$5 \& \#1 a\_b \{x\}", r"50% of \$5 & #1 a_b {x}"),
        ("``quoted'' and `single' -- dash --- long~tie\\ldots", "“quoted” and ‘single' – dash — long tie…"),
        ("a % a comment\nb%\nc", "a bc"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("a*b* 1. <tag> #x `y", r"a\*b\* 1. \<tag> #x ‘y"),
        (r"x\textsuperscript{2}, H\textsubscript{2}O", "x², H₂O"),
        (r"\textcolor{red}{red} \mbox{box} \vspace{1cm}\noindent here", "red box here"),
        (r"\underline{\hspace{2cm}} is", r"\_\_\_\_\_ is"),
        (r"\verb|a_b {%| and \lstinline!x$y!", "`a_b {%` and `x$y`"),
        (r"\verb+p   q+ \lstinline{  r  s}", "`p   q` `  r  s`"),
        (r"\url{http://a.b/c_d%20e}", "http://a.b/c_d%20e"),
        (r"a\\b \newline c", "a\\\nb\\\nc"),
        (r"\"Uber \aa \o \ae{} \S 5 \copyright", "Über åøæ §5 ©"),
    ],
)
def test_words(latex: str, markdown: str) -> None:
    assert clean(latex) == markdown


@pytest.mark.parametrize(
    ("latex", "formula"),
    [
        (r"so $x^2 < y$ is", r"so \(x^2 < y\) is"),
        (r"so \(a_1\) is", r"so \(a_1\) is"),
        (r"\[ x = 1 \label{e} \]", r"\[x = 1\]"),
        (r"\begin{equation} x \end{equation}", r"\[x\]"),
        (
            r"\begin{align} a &= b \\ c &= d \nonumber \end{align}",
            r"\[\begin{align*}a &= b \\ c &= d\end{align*}\]",
        ),
        (r"\begin{eqnarray*}a&=&b\end{eqnarray*}", r"\[\begin{array}{rcl}a&=&b\end{array}\]"),
        (r"$\text{if $x$ is}$", r"\(\text{if $x$ is}\)"),
        (r"\newcommand{\R}{\mathbb{R}}$x \in \R$", r"\(x \in\mathbb{R}\)"),
        (r"\newcommand{\p}[2][X]{P(#1 \mid #2)}$\p{a}\p[b]{c}$", r"\(P(X \mid a)P(b \mid c)\)"),
        (r"\def\h#1{\hat{#1}}$\h{x}$", r"\(\hat{x}\)"),
        (r"\DeclareMathOperator{\Var}{Var}$\Var x$", r"\(\operatorname{Var}x\)"),
        (r"\SI{5}{\meter\per\second}", r"\(5\,\mathrm{m/s}\)"),
        (r"\ce{H2SO4}", r"\(\mathrm{H_{2}SO_{4}}\)"),
    ],
)
def test_formulas(latex: str, formula: str) -> None:
    assert clean(latex) == formula


def test_lists_tables_code() -> None:
    assert clean(r"\begin{itemize}\item a \item b\end{itemize}") == "- a\n- b"
    assert clean(r"\begin{enumerate}\item a \item b\end{enumerate}") == "1. a\n2. b"
    assert clean(r"\begin{enumerate}[label=(\roman*)]\item a \item b\end{enumerate}") == "(i) a\n\n(ii) b"
    assert clean(r"\begin{enumerate}[I.]\item a \item b\end{enumerate}") == "I. a\n\nII. b"
    renewed = r"\renewcommand{\labelenumi}{\Roman{enumi}.}\begin{enumerate}\item a \item b\end{enumerate}"
    assert clean(renewed) == "I. a\n\nII. b"
    assert (
        clean(rf"\setlist[enumerate]{{label=\alph*)}}{renewed[renewed.index('begin') - 1 :]}")
        == "a) a\n\nb) b"
    )
    table = r"\begin{tabular}{|l|c|}\hline A & B \\ \hline 1 & $x|y$ \\ \multicolumn{2}{c}{both} \\ \hline\end{tabular}"
    assert clean(table) == "| A | B |\n| --- | --- |\n| 1 | $x\\|y$ |\n| both |  |"
    code = "Look:\n\\begin{lstlisting}[language=C]\nint x; % {\n  y_1;\n\\end{lstlisting}\nEnd"
    assert clean(code) == "Look:\n\n```\nint x; % {\n  y_1;\n```\n\nEnd"
    assert clean(r"\begin{center}a\end{center} b") == "a\n\nb"


def test_pictures_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "fig").mkdir()
    (tmp_path / "fig" / "map.png").write_bytes(b"")
    source = r"\graphicspath{{fig/}}\begin{document}\includegraphics[width=0.5\textwidth]{map}\end{document}"
    words, problems = prose(source, str(tmp_path / "b.tex"))
    assert (words, problems) == ("![](fig/map.png){width=50%}", [])
    assert prose(r"\includegraphics{../secret}", str(tmp_path / "b.tex"))[0] == "![](../secret)"


def test_german_shorthands() -> None:
    source = '\\usepackage[ngerman]{babel}\\begin{document}"Uber "`das"\' hei"st\\end{document}'
    assert clean(source) == "Über „das“ heißt"
    assert (
        clean('\\usepackage{ngerman}\\begin{document}"<ja"> \\glqq so\\grqq{} \\frqq da\\flqq\\end{document}')
        == "«ja» „so“ »da«"
    )


@pytest.mark.parametrize(
    ("latex", "words", "code"),
    [
        (r"\foo{kept words}", "kept words", "latex-command"),
        (r"a\footnote{note}", "a (note)", "latex-footnote"),
        (r"see \cite{knuth}", "see [knuth]", "latex-reference"),
        (r"\begin{lemma}true\end{lemma}", "true", "latex-environment"),
    ],
)
def test_what_is_not_known_keeps_its_words_and_is_said(latex: str, words: str, code: str) -> None:
    made, problems = prose(latex)
    assert made == words
    assert [problem.code for problem in problems] == [code]
    assert errors_of(problems) == []


@pytest.mark.parametrize(
    ("latex", "code"),
    [
        (r"a \foo b", "latex-command"),
        (r"\ifthenelse{a}{b}{c}", "latex-program"),
        (r"a $x", "latex-unclosed"),
        (r"\begin{itemize}\item a", "latex-unclosed"),
        (r"\begin{verbatim} a", "latex-unclosed"),
        (r"a \end{itemize}", "latex-unclosed"),
        (r"\input{other}", "include"),
        ("{" * (DEEPEST + 1), "latex-depth"),
        ("{" * 10_000, "latex-depth"),
        (r"\begin{a}" * 10_000, "latex-depth"),
        (r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}\a", "latex-macro"),
        ("$" * 600_000, "latex-too-large"),
        ("x" * 20_000_001, "latex-too-large"),
    ],
)
def test_errors_have_a_place(latex: str, code: str) -> None:
    problems = errors_of(prose(latex)[1])
    assert [problem.code for problem in problems] == [code]
    assert problems[0].place is not None
    assert problems[0].place.line == 1
    assert problems[0].hint


@pytest.mark.parametrize(
    "latex", [r"\begin{tikzpicture}\draw;\end{tikzpicture}", r"\tikz \draw;", r"\Sexpr{x}"]
)
def test_drawings_cannot_be_printed(latex: str) -> None:
    file = LatexFile("b.tex", latex)
    with pytest.raises(UnprintableError):
        file.prose.text(file.tokens, 0)


def test_a_macro_that_programs_is_left_where_it_is_used() -> None:
    tokens, faults = expand(lex(r"\newcommand{\x}{\setcounter{a}{1}b}\x")[0])
    assert not faults
    assert [token.text for token in tokens] == [r"\x"]


_PIECES = [
    r"\foo", r"\textbf{", "{", "}", "[", "]", "$", "$$", r"\(", r"\)", r"\[", r"\]", "&", "%", "#", "~", "\n", "\n\n",
    r"\begin{tabular}{c}", r"\end{tabular}", r"\begin{enumerate}", r"\item", r"\end{enumerate}", r"\\", r"\verb|", "|",
    r"\newcommand{\y}[1]{#1}", r"\y", r"\def\z", r"\'", r"\begin{align}", r"\end{align}", "a", "é", " ", r"\rule{1cm}{1pt}",
    r"\includegraphics", r"\multicolumn{", r"\SI{", r"\hline", r"\begin{verbatim}", r"\end{verbatim}", "\\", "\0",
    "*", "<p>",
]  # fmt: skip


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=25).map("".join))
def test_any_text_gives_words_or_problems(source: str) -> None:
    file = LatexFile("b.tex", source)
    try:
        text = file.prose.text(file.tokens, 0)
    except UnprintableError:
        return
    assert len(text.places) == text.source.count("\n") + 1
    assert all(problem.place and problem.hint for problem in file.problems)
