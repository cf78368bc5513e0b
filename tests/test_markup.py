"""From Markdown to LaTeX: each construct, each message with its place, and what the real TeX prints."""

from __future__ import annotations

import os
import re
import string
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from conftest import tries
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from examgen.errors import BankError, Place, Severity, errors_of
from examgen.markup import Fragment, escape, parse, to_latex
from examgen.markup.mathwords import ARITY, PACKAGE_OF, WORDS
from examgen.markup.plain import code_latex, code_line_latex
from examgen.markup.unicode import math_latex, text_latex
from examgen.model import Text
from examgen.scripts.choice import foreign_characters

PREAMBLE = r"""
\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,bm,cancel,mathrsfs,mathtools,booktabs,tabulary,graphicx,mathpazo,tgpagella}
\renewcommand\ttdefault{lmtt}
\newcommand\egtt[1]{{\ttfamily #1}}
\newcommand\egsp{\ }
\newcommand\egbr{\discretionary{}{}{}}
\newcommand\egcodeline[1]{\par\noindent\strut #1\par}
\newenvironment{egcode}{\par\ttfamily}{\par}
\newenvironment{eglist}{\itemize}{\enditemize}
\newenvironment{egenumerate}[1][1]{\enumerate\setcounter{enumi}{#1}\addtocounter{enumi}{-1}}{\endenumerate}
\newenvironment{egquote}{\quote}{\endquote}
\newcommand\egtable[1]{\par\noindent #1\par}
\newcommand\egpicture[2]{\includegraphics{#1}}
\newcommand\egletter[1]{\textbf{#1}}
\newcommand\egrule{\par\hrule}
\begin{document}
"""


def text_of(source: str) -> Text:
    return Text(source, tuple(Place("b.md", line + 1, 1) for line in range(source.count("\n") + 1)))


def latex_of(source: str) -> Fragment:
    document = parse(text_of(source), Path("/nowhere"))
    assert errors_of(document.problems) == []
    return to_latex(document, {"a": "C", "b": "A", "mean": "D"})


def typeset(body: str, folder: Path) -> tuple[list[str], str]:
    """Return the text of each page, and what TeX said."""
    (folder / "page.tex").write_text(PREAMBLE + body + "\n\\end{document}\n", encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "max_print_line": "1000"}
    command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "-file-line-error", "page.tex"]
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    log = (folder / "page.log").read_text(encoding="utf-8", errors="replace")
    complaints = re.findall(r"^(?:page\.tex:\d+: .*|! .*|Missing character.*)$", log, re.MULTILINE)
    assert complaints == []
    pdf = pypdfium2.PdfDocument(folder / "page.pdf")
    try:
        return [page.get_textpage().get_text_bounded() for page in pdf], log
    finally:
        pdf.close()


CONSTRUCTS = [
    ("plain words", "plain words"),
    ("*a* **b** ***c***", r"\emph{a} \textbf{b} \emph{\textbf{c}}"),
    ("`x = a[0]`", r"\egtt{x = a{[}0{]}}"),
    ("`git --all 'x'`", r"\egtt{git -{}-{}all \textquotesingle{}x\textquotesingle{}}"),
    ("one\ntwo", "one\ntwo"),
    ("one\\\ntwo", "one\\newline{}\ntwo"),
    ("one\n\ntwo", "one\\par\ntwo"),
    ("# Head\n\ntext", "\\textbf{Head}\\par\ntext"),
    ("one\n\n***\n\ntwo", "one\\par\n\\egrule{}\\par\ntwo"),
    ("- a\n- b", "\\begin{eglist}\n\\item a\n\\item b\n\\end{eglist}"),
    ("1. a\n2. b", "\\begin{egenumerate}\n\\item a\n\\item b\n\\end{egenumerate}"),
    ("3) a\n4) b", "\\begin{egenumerate}[3]\n\\item a\n\\item b\n\\end{egenumerate}"),
    ("so\n- 5", "so\\par\n\\begin{eglist}\n\\item 5\n\\end{eglist}"),
    # one line is a paragraph, whatever it begins with
    ("- 5", "- 5"),
    ("+ 7", "+ 7"),
    ("* x", "{*} x"),
    ("-", "-"),
    ("***", "{*}{*}{*}"),
    ("# of items", r"\# of items"),
    ("> items\n", r"\textgreater{} items"),
    ("1945.", "1945."),
    ("1. x", "1. x"),
    # signs of formulas and programs
    ("2*3*4, a*b*c, x**2 + y**2", "2{*}3{*}4, a{*}b{*}c, x{*}{*}2 + y{*}{*}2"),
    ("4 *2*3", "4 {*}2{*}3"),
    ("[a-z]*[0-9]*", "{[}a-z{]}{*}{[}0-9{]}{*}"),
    ("the *n*th, **un**likely, (*x*)", r"the \emph{n}th, \textbf{un}likely, (\emph{x})"),
    ("__init__ or __init__.py, __very bold__", r"\_\_init\_\_ or \_\_init\_\_.py, \textbf{very bold}"),
    ("--help, (--all) and i--; but a--b", "-{}-help, (-{}-all) and i-{}-; but a–b"),
    ("*a*--b and `c` --", r"\emph{a}–b and \egtt{c} –"),
    (r"C:\\temp", r"C:\textbackslash{}temp"),
    # statements
    (
        "Given:\ni. one\nii. two\nand *more*\niii. three\nWhich?\nAnd so on",
        "Given:\\newline{}\ni. one\\newline{}\nii. two\nand \\emph{more}\\newline{}\niii. three\\newline{}\n"
        "Which?\nAnd so on",
    ),
    ("(I) one\n**(II)** two", "(I) one\\newline{}\n\\textbf{(II)} two"),
    ("by\nI. Newton\nand\nV. Woolf", "by\nI. Newton\nand\nV. Woolf"),
    (
        "- a\n  1. b\n\n     c",
        "\\begin{eglist}\n\\item a\\par\n\\begin{egenumerate}\n\\item b\\par\nc\n\\end{egenumerate}\n\\end{eglist}",
    ),
    ("> a\n> b", "\\begin{egquote}\na\nb\n\\end{egquote}"),
    ("see [[a]] or [[B]], not [[Mean]]", r"see \egletter{C} or \egletter{A}, not \egletter{D}"),
    ("$[[1, 2], [3, 4]]$ and `m[[a]]`", r"$[[1, 2], [3, 4]]$ and \egtt{m{[}{[}a{]}{]}}"),
    ("a <b>tag</b> &amp; &lt;", r"a \textless{}b\textgreater{}tag\textless{}/b\textgreater{} \& \textless{}"),
    ("\"He's\" 'so' -- or --- ...", "“He’s” ‘so’ – or — …"),
    ("1990--2000, a - b", "1990–2000, a - b"),
    ('"$x$" and "`y`"', r"“$x$” and “\egtt{y}”"),
    ("[a]: http://example.org\n\n[a]", r"{[}a{]}: http://example.org\par" + "\n{[}a{]}"),
    ("[text](http://e.org/a)", r"text (\egtt{http://\allowbreak{}e.org/\allowbreak{}a})"),
    ("[http://e.org](http://e.org/) <mailto:a@b.org>", "http://e.org mailto:a@b.org"),
    ("(c) and (a) stay", "(c) and (a) stay"),
    # math, by pandoc's rule for dollars
    ("costs $5 and $10", r"costs \$5 and \$10"),
    ("costs \\$5, 2$x$ and $y$.", r"costs \$5, 2$x$ and $y$."),
    ("$20,000 and USD$30", r"\$20,000 and USD\$30"),
    (r"\(a\) and \(b_1\)", "$a$ and $b_1$"),
    (r"a \$ b $\$5$", r"a \$ b $\$5$"),
    ("$a * b * c$", "$a * b * c$"),
    ("$$x$$", r"$\displaystyle x$"),
    ("$$x$$\n\n$$y$$", "$\\displaystyle x$\\par\n$\\displaystyle y$"),
    ("so\n$$\nx\n$$\nand", "so\n\\[\nx\n\\]\nand"),
    ("so\n\n$$x$$\n\nand", "so\n\\[\nx\n\\]\\par\nand"),
    ("so\n\\[ - x \\]\n", "so\n\\[\n- x\n\\]"),
    ("so\n\\[\n- x\n+ y\n\\]\n", "so\n\\[\n- x\n+ y\n\\]"),
    ("so $$x$$ and", "so \\[\nx\n\\] and"),
    ("so\n$$\\begin{align} a &= b \\end{align}$$", "so\n\\begin{align*} a &= b \\end{align*}"),
    ("$$\\begin{align} a &= b \\end{align}$$", r"$\displaystyle \begin{aligned}[t] a &= b \end{aligned}$"),
    ("so\n$$\\begin{equation}x\\end{equation}$$", "so\n\\[\nx\n\\]"),
    ("> so\n> $$\n> x\n> $$", "\\begin{egquote}\nso\n\\[\nx\n\\]\n\\end{egquote}"),
    ("- $$x$$\n- y", "\\begin{eglist}\n\\item $\\displaystyle x$\n\\item y\n\\end{eglist}"),
    (r"$\text{if $x_{1}>0$ and \textbf{not} $y$}$ or $z$", r"$\text{if $x_{1}>0$ and \textbf{not} $y$}$ or $z$"),
    (r"$\text{for \$5 if $x$}$, \$6", r"$\text{for \$5 if $x$}$, \$6"),
    # Unicode
    ("weight β ≤ 1, H₂O, 10⁻³", r"weight \ensuremath{\beta} \ensuremath{\leq} 1, H\textsubscript{2}O, "
     r"10\textsuperscript{\ensuremath{-}3}"),
    ("Poincaré, naïve, 5 €, x → ℝ", r"Poincaré, naïve, 5 €, x \ensuremath{\rightarrow} \ensuremath{{\mathbb{R}}}"),
    ("cafe\u0301 x\u0302 θ\u0302", r"café \^{x} \ensuremath{{\hat{\theta}}}"),
    ("$β ≤ x₁₀²$", r"$\beta  \leq  x_{10}^{2}$"),
    ("$a × b − c · d, x′, ℝ, α̂$", r"$a \times  b - c \cdot  d, x', {\mathbb{R}}, {\hat{\alpha}}$"),
    ("a\u200bb\u00a0c", "ab~c"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), CONSTRUCTS, ids=[source for source, _ in CONSTRUCTS])
def test_construct(source: str, expected: str) -> None:
    assert latex_of(source).latex == expected


def test_code_block_keeps_spaces_tabs_and_empty_lines() -> None:
    lines = str(latex_of("```python\nif a==1:\n\n\tx--  # 'b'\n```").latex).split("\n")
    assert lines == [
        r"\begin{egcode}%",
        r"\egcodeline{if\egsp{}\egbr{}a==\egbr{}1:}%",
        r"\egcodeline{}%",
        r"\egcodeline{\egsp{}\egsp{}\egsp{}\egsp{}x-{}-{}\egsp{}\egsp{}\egbr{}\#\egsp{}\egbr{}"
        r"\textquotesingle{}b\textquotesingle{}}%",
        r"\end{egcode}",
    ]


def test_table() -> None:
    made = latex_of("| a | b | c |\n|:--|:-:|--:|\n| $x\\|y$ | *z* | 1 |\n| 2 | | [3] |")
    squeezed = str(made.latex).replace("%\n", "")
    assert squeezed == (
        r"\egtable{\begin{tabular}{@{}lcr@{}}\toprulea&b&c\\\midrule$x|y$&\emph{z}&1\\2&&{[}3{]}\\\bottomrule"
        r"\end{tabular}}"
    )
    assert [package.dumps() for package in made.packages] == [
        r"\usepackage{amsmath}",
        r"\usepackage{amssymb}",
        r"\usepackage{booktabs}",
    ]


def test_wide_table_breaks_its_lines() -> None:
    made = latex_of("| a | b |\n|--|:-:|\n| " + "long " * 20 + " | b |")
    assert r"\begin{tabulary}{\linewidth}{@{}LC@{}}" in made.latex
    assert r"\usepackage{tabulary}" in [package.dumps() for package in made.packages]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("text", True),
        ("a\n\nb", True),
        ("# Head\n\n# Head", True),
        ("# Head", True),
        ("- a", True),
        ("$$x$$", True),
        ("so $$x$$", False),
        ("so\n$$x$$", False),
        ("- a\n- b", False),
        ("> a\n> b", False),
        ("```\nx\n```", False),
        ("a\n---\n", True),
        ("a\n\n---\n", False),
        ("", False),
    ],
)
def test_ends_in_paragraph(source: str, expected: bool) -> None:
    assert latex_of(source).ends_in_paragraph is expected


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("words", []),
        ("$x$", ["amsmath", "amssymb"]),
        ("β", ["amsmath", "amssymb"]),
        ("`→`", ["amsmath", "amssymb"]),
        (r"$\bm{x} \coloneqq y$", ["amsmath", "amssymb", "bm", "mathtools"]),
        (r"**- $\mathscr{L}$**", ["amsmath", "amssymb", "mathrsfs"]),
    ],
)
def test_packages(source: str, packages: list[str]) -> None:
    assert [package.dumps() for package in latex_of(source).packages] == [
        rf"\usepackage{{{name}}}" for name in packages
    ]


def test_references_and_plain_words() -> None:
    document = parse(text_of("both [[A]] *and* [[c]]\n\n$$x$$\n\n`code`"), Path("/nowhere"))
    assert document.references == {"a", "c"}
    assert document.plain == "both [[A]] and [[c]]\n$x$\ncode"


def test_a_reference_without_its_letter_is_never_printed() -> None:
    document = parse(text_of("see [[z]]"), Path("/nowhere"))
    with pytest.raises(KeyError, match="z"):
        to_latex(document, {"a": "A"})


#: A text, with the code and the place (line:column) of each problem it has.
PROBLEMS = [
    ("ok 😀 中 `中` Д شَكْلٌ नमस्ते x̂", []),
    ("```\na\n  b 😀\n```", []),
    ("ok \ue000", ["unprintable-character 1:4"]),
    ("\x07 and `\x07`", ["unprintable-character 1:1", "unprintable-character 1:8"]),
    ("- ok\n- **x** \u0378", ["unprintable-character 2:9"]),
    ("```\na\n  b \U000f0000\n```", ["unprintable-character 3:5"]),
    ("| a | b |\n|---|---|\n| x | \ufdd0 |", ["unprintable-character 3:7"]),
    ("a mark on nothing: \u0301", ["unprintable-character 1:20"]),
    (r"so $\frac{1}$ and $\input{x}$", ["missing-argument 1:5", "forbidden-command 1:20"]),
    ("> quote\n> $a %$", ["comment-in-math 2:6"]),
    ("`$a&b$` but $a&b$", ["stray-character 1:15"]),
    ("| a | b |\n|---|---|\n| $x$ | $y#$ |", ["stray-character 3:11"]),
    ("| a | b |\n|---|---|\n| `x\\|y` | $y#$ |", ["stray-character 3:14"]),
    ("1. text\n\n   $$\n   a\n   \\foo & b\n   $$", ["unknown-command 5:4", "stray-character 5:9"]),
    ("$$\na\n\nb\n$$", ["blank-line-in-math 2:2"]),
    ("two\nlines $x +\n\\left( y$", ["unbalanced-math 3:1"]),
    (r"an open $\theta is", ["unclosed-math 1:9"]),
    (r"spaces $ \theta $ inside", ["unclosed-math 1:8"]),
    (r"we set $0 < \beta < 1 $ here", ["unclosed-math 1:8"]),
    (r"open \( \theta", ["unclosed-math 1:6"]),
    ("in $ x $ too", ["stray-dollar 1:4"]),
    (r"the \theta outside", ["command-outside-math 1:5"]),
    (r"a \\b or \\server\share, `\\x` and \\\\y", ["eaten-sign 1:3", "eaten-sign 1:10"]),
    ("so *p*, *p*s or x *y*z", ["eaten-sign 1:21"]),
    (r"match ^a\.b or `^a\.b`, 10\,000", ["eaten-sign 1:9", "eaten-sign 1:27"]),
    (r"C:\_new\-x, `C:\_new`, C:\\_new, snake\_case", ["eaten-sign 1:3", "eaten-sign 1:8"]),
    (r"in 1945\. Or 50\% and\... or x\.", []),
    ("echo $PATH:$HOME", ["eaten-sign 1:7"]),
    ("so $x=$y or `$x=$y`", ["eaten-sign 1:5"]),
    ("up \U0001f44d\U0001f3fd, \U0001f44d", ["parted-emoji 1:4"]),
    (
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 or \u2764\ufe0f\u200d\U0001f525",
        ["parted-emoji 1:1", "parted-emoji 1:10"],
    ),
    ("*\U0001f1e9\U0001f1ea* or `\U0001f1eb\U0001f1f7`", ["parted-emoji 1:2", "parted-emoji 1:10"]),
    ("\u2764\ufe0f, \u0915\u094d\u200d\u0937, \U0001f600\U0001f601", []),
    ("price $a$b$", ["eaten-sign 1:11"]),
    ("^[0-9]+$|^[a-z]+$", ["pattern-as-math 1:9"]),
    (r"so \(\d{3}\) and `\(\d\)`", ["pattern-as-math 1:6"]),
    (r"\[a-z\]", ["pattern-as-math 1:3"]),
    (r"so $\|x\|^2$, $|x|^2$, $|z|^{2}$, $1-9$, $a-f$ or \(a-z\)", []),
    (r"use \(ab\)\1 or ^\[x\]{2}", ["pattern-as-math 1:7", "pattern-as-math 1:20"]),
    (r"[a-z\]\* and \[a-z]", ["eaten-sign 1:5", "eaten-sign 1:7", "eaten-sign 1:14"]),
    (r"\(a-b\) is \(x\)? Or \(a\)+\(b\), \[0,1\], the $k$NN, $5 or `\[a-z\]`", []),
    (r"the $n$th, $k$-means, $5\,$kg, $n-$gon, $+$x and \$a:\$b", []),
    ("```{=latex}\n\\relax\n```", ["raw-latex 1:1"]),
    ("```\nnever closed", ["unclosed-code 1:1"]),
    ("| a | b |\n|---|---|\n| $p(x|z)$ | 1 |", ["table-row 3:1"]),
    ("- a\n  - a\n    - a\n      - a\n        - a", ["nested-too-deep 5:1"]),
    ("![alt](http://e.org/x.png)", ["missing-picture 1:1"]),
    ("text ![alt](../x.png){width=2cm}", ["picture-outside 1:6"]),
    ("![a](x.png){width=big}", ["bad-picture-size 1:1", "missing-picture 1:1"]),
]


@pytest.mark.parametrize(("source", "expected"), PROBLEMS, ids=[source for source, _ in PROBLEMS])
def test_problem(source: str, expected: list[str], tmp_path: Path) -> None:
    problems = parse(text_of(source), tmp_path).problems
    found = [f"{each.code} {each.place.line}:{each.place.column}" for each in problems if each.place]
    assert found == expected
    assert all(each.hint for each in problems)


def test_places_follow_the_file() -> None:
    text = Text("one\n$#$", (Place("b.md", 7, 9), Place("b.md", 8, 4)))
    assert [each.place for each in parse(text, Path("/nowhere")).problems] == [Place("b.md", 8, 5)]


def test_warnings_do_not_stop() -> None:
    (problem,) = parse(text_of(r"\alpha"), Path("/nowhere")).problems
    assert problem.severity is Severity.WARNING


def test_raw_latex_where_it_is_allowed() -> None:
    document = parse(text_of("```{=latex}\n\\hskip 1cm\n```"), Path("/nowhere"), raw_latex=True)
    assert document.problems == ()
    assert to_latex(document, {}).latex == "\\hskip 1cm\n"


def test_escape_says_what_cannot_be_printed() -> None:
    assert escape("50% & more") == r"50\% \& more"
    assert escape("中 Д") == "中 Д"
    with pytest.raises(BankError, match=r"U\+E000"):
        escape("\ue000")


SCRAPS = """
a * ** _ ` ``` $ $$ \\( \\) \\[ \\] \\ [ ] [[a]] ( ) ! ![x](y.png) {width=9%} | --- |--|--| > - 1. # { } & % ^ \frac \\left(
\right \begin{cases} \\end{cases} \text{ é β 😀 x̂ ² ₂ <b> &#10; &beta; http://e.org ~ " '
"""
BETWEEN = [" ", "\n", "\n\n", "\n  ", "\t", "\u200b", "\xa0", "", ""]
WORDS_OF_MARKDOWN = st.lists(
    st.tuples(st.sampled_from(SCRAPS.split()), st.sampled_from(BETWEEN)), max_size=30
).map(lambda pairs: "".join(scrap + between for scrap, between in pairs))


@settings(max_examples=tries(400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200) | WORDS_OF_MARKDOWN)
def test_any_text_gives_a_document(source: str) -> None:
    document = parse(text_of(source), Path("/nowhere"))
    for problem in document.problems:
        assert problem.place is not None
        assert 1 <= problem.place.line <= source.count("\n") + 1
        assert problem.place.column >= 1
    if not errors_of(document.problems):
        to_latex(document, {"a": "A"})


PRINTABLE = "".join(chr(code) for code in range(32, 127))


def words_of(text: str) -> str:
    """Return what is printed, without spaces and with the apostrophes of prose made straight."""
    return (
        "".join(unicodedata.normalize("NFKC", text).split())
        .replace("’", "'")
        .replace("\u00ad", "")
        .replace("\x02", "")
    )


@pytest.mark.tex
def test_blanks_in_code_are_as_wide_as_letters(tmp_path: Path) -> None:
    codes = ["a b", "a   b", "  ab", "ab  "]
    widths = "".join(
        rf"\setbox0\hbox{{\egtt{{{code_latex(code)}}}}}\typeout{{WIDTH \the\wd0}}" for code in codes
    )
    one = r"\setbox0\hbox{\egtt{a}}\typeout{WIDTH \the\wd0}"
    _, log = typeset(rf"\pagestyle{{empty}}{one}{widths}\noindent {code_latex('  ab')}", tmp_path)
    letter, *found = map(float, re.findall(r"WIDTH ([\d.]+)pt", log))
    assert [round(width / letter, 2) for width in found] == [3, 5, 4, 4]


@pytest.mark.tex
def test_every_printable_sign_in_prose_and_code(tmp_path: Path) -> None:
    pairs = "-- --- << >> ,, '' `` ?` !` ff fi fl ffi"
    lines = [*(f"x{char}y" for char in string.punctuation), *pairs.split()]
    prose = "\\newpage\n".join(f"\\noindent {escape(line)}\\par\n" for line in lines)
    inline = "\\newpage\n".join(f"\\noindent \\egtt{{{code_latex(line)}}}\\par\n" for line in lines)
    block = "\\newpage\n".join(
        f"\\begin{{egcode}}\\egcodeline{{{code_line_latex(line)}}}\\end{{egcode}}" for line in lines
    )
    pages, _ = typeset("\\pagestyle{empty}" + "\\newpage\n".join([prose, inline, block]), tmp_path)
    assert [words_of(page) for page in pages] == lines * 3


@pytest.mark.tex
@settings(
    max_examples=1,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    lines=st.lists(st.text(PRINTABLE, min_size=1, max_size=60).filter(str.strip), min_size=150, max_size=150)
)
def test_plain_ascii_is_printed_as_it_is(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    page = "\\newpage\n".join(
        f"\\noindent {escape(line)}\\par\\egcodeline{{\\ttfamily {code_line_latex(line)}}}\n"
        for line in lines
    )
    pages, _ = typeset(
        "\\pagestyle{empty}\\hyphenpenalty10000 \\exhyphenpenalty10000 " + page,
        tmp_path_factory.mktemp("ascii"),
    )
    assert [words_of(page) for page in pages] == [words_of(line * 2) for line in lines]


@pytest.mark.tex
def test_each_construct_is_taken_by_tex(tmp_path: Path) -> None:
    pieces = [latex_of(source).latex for source, _ in CONSTRUCTS]
    pieces.append(latex_of("| a | b |\n|--|:-:|\n| * x | [b] |\n| [1] | " + "long " * 30 + "|").latex)
    pieces.append(latex_of("$$\\begin{eqnarray} a &=& b \\\\ c &=& d \\end{eqnarray}$$").latex)
    pieces.append(latex_of("so\n$$\\begin{alignat}{2} a &= b &\\quad c &= d \\end{alignat}$$").latex)
    pieces.append(latex_of("$$\\begin{alignat}{2} a &= b &\\quad c &= d \\end{alignat}$$").latex)
    pieces.append(latex_of(r"$$\begin{multline} a \\ b \end{multline}$$").latex)
    pieces.append(
        latex_of(
            r"$\left( \frac{1}{2} \middle| \sqrt[3]{x} \right]$ $x_\mathrm{a}$ $$\text{so $x$ é β}$$"
        ).latex
    )
    typeset("\n\\par\n".join(pieces), tmp_path)


@pytest.mark.tex
def test_every_character_that_is_taken_can_be_set(tmp_path: Path) -> None:
    characters = [
        chr(code) for code in (*range(0xA0, 0xD800), *range(0xF900, 0x10000), *range(0x1D400, 0x1D800))
    ]
    # What pdfTeX's fonts do not have is tried in test_scripts_printed.py.
    text = [
        f"x{latex}y"
        for each in characters
        if (latex := text_latex(each)) is not None and not foreign_characters(latex)
    ]
    math = [f"$x{latex}y$" for each in characters if (latex := math_latex(each)) is not None]
    assert len(text) > 1500
    assert len(math) > 1300
    typeset("\n".join(text + math), tmp_path)


@pytest.mark.tex
def test_every_known_word_is_defined(tmp_path: Path) -> None:
    asks = [rf"\ifcsname {word}\endcsname\else\typeout{{UNKNOWN {word}}}\fi" for word in sorted(WORDS)]
    _, log = typeset("\n".join(asks) + "\nx", tmp_path)
    assert re.findall("UNKNOWN .*", log) == []


@pytest.mark.tex
def test_arguments_are_counted_as_tex_counts_them(tmp_path: Path) -> None:
    unusual = {"genfrac", "sideset", "tag", "intertext", "shortintertext", "shoveleft", "shoveright", "hdotsfor",
               "cline", "hspace", "mspace", "prescript", "smashoperator", "uproot", "leftroot", "hbox"}  # fmt: skip
    formulas = [
        rf"$\{word}{'{X}' * count}$"
        for word, count in sorted(ARITY.items())
        if word not in unusual and word not in PACKAGE_OF
    ]
    text_only = r"\\(?:[Hcdbuvkrt]|textsuperscript|textsubscript)\{"
    typeset("\n".join(each for each in formulas if not re.search(text_only, each)), tmp_path)
