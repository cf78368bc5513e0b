"""The guard of math: what it refuses and where, what it lets pass, and that TeX finds no more than it says."""

from __future__ import annotations

import random
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_markup import PREAMBLE

from examgen.markup.mathlex import lex, math_source
from examgen.markup.mathtext import faults_of
from examgen.markup.refused import REFUSED, refusal

#: Formulas as people write them, from textbooks of several fields.
GOOD = r"""
x
E = mc^2
p(x \mid z)\,p(z)\,dz
\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}
\sqrt[3]{x} + \frac12 + \frac\alpha2 + x^\frac12 + x_\mathrm{max} + e^{i\pi}
\hat\theta_n \xrightarrow{d} \mathcal{N}\left(0, \sigma^2\right)
\left\{ x \in \mathbb{R} \middle| x > 0 \right\}
\left. \frac{dy}{dx} \right|_{x=0}
f(x) = \begin{cases} 1 & \text{if $x \geq 0$} \\ 0 & \text{otherwise} \end{cases}
\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1} \begin{bmatrix} 1 \\ 2 \end{bmatrix}
\begin{array}{@{}l|cr@{}} a & b & c \\ \hline 1 & 2 & 3 \\[2pt] 4 & 5 & 6 \end{array}
\operatorname{Var}(X) = \mathbb{E}\bigl[(X-\mu)^2\bigr]
\sum_{\substack{i=1 \\ i \neq j}}^n a_i \quad \lim\limits_{n\to\infty} a_n
\underbrace{a+b}_{\text{two}} \overset{!}{=} \overline{AB} \binom{n}{k} {n \choose k}
50\% \text{ of } \{1, \dots, n\} \& \# \$5
D_{\mathrm{KL}}(q_\phi(z|x)\,\|\,p(z))
a \bmod b \pmod{n} \mathop{\mathrm{arg\,max}}\limits_\theta \mkern-3mu \hspace{1em} \boldsymbol\beta
\text{50\% of \textbf{all} $x_1$, \dots} \mbox{caf\'e é}
x' + x'' + f'(x) + ∑ᵢ xᵢ² ≤ ℝ × 10⁻³
\begin{aligned} a &= b \\ &= c \end{aligned}
\stackrel{?}{=} \sideset{}{'}\sum \boxed{x} \cancel{x} \bm{x} \smash[b]{x}
"""


@pytest.mark.parametrize("source", GOOD.strip().splitlines())
def test_good_math_has_no_faults(source: str) -> None:
    assert not faults_of(source, display=False)


@pytest.mark.parametrize("name", ["align", "align*", "gather", "equation", "multline*"])
def test_an_environment_of_its_own_stands_alone_in_a_display(name: str) -> None:
    source = rf" \begin{{{name}}} a = b \end{{{name}}} "
    assert not faults_of(source, display=True)
    for bad, display in ((source, False), ("x" + source, True), (source + "x", True), (source * 2, True)):
        assert {fault.code for fault in faults_of(bad, display=display)} == {"misplaced-environment"}


#: A formula whose one fault is at the mark ``¦``, and the fault's code.
BAD = r"""
unbalanced-math       a + ¦{b
unbalanced-math       a + b¦}
unbalanced-math       \frac{a}{b}¦}
unbalanced-math       ¦\left( x
unbalanced-math       x ¦\right)
unbalanced-math       \left( {x ¦\right) }
unbalanced-math       x ¦\middle| y
unbalanced-math       ¦\begin{cases} a
unbalanced-math       a ¦\end{cases}
unbalanced-math       \begin{cases} a ¦\end{matrix}
unbalanced-math       x ¦\) y
unbalanced-math       x ¦\begin y
unbalanced-math       x ¦\end
bad-delimiter         ¦\left{ x \right\}
bad-delimiter         \left( x ¦\right
bad-delimiter         ¦\bigl x
empty-math            ¦
comment-in-math       a ¦% b
stray-character       a ¦& b
stray-character       \begin{matrix} \left( a ¦& b \right) \end{matrix}
stray-character       a ¦# b
stray-character       a ¦$ b
stray-character       \text{a¦_b}
stray-character       \text{a ¦^ b}
math-in-text          \text{a ¦\alpha}
text-in-math          a ¦\ss
missing-argument      ¦\frac{a}
missing-argument      {¦\frac{a}}
missing-argument      ¦\sqrt
missing-argument      ¦\frac\sqrt{2}{3}
missing-argument      ¦\operatorname x
missing-argument      ¦\hspace 1em
missing-argument      ¦\mkern x
missing-argument      x¦^
missing-argument      {x¦_}
missing-argument      \begin{matrix} x¦^ & y \end{matrix}
missing-argument      ¦\begin{array} x \end{array}
bad-length            ¦\hspace{wide}
bad-length            \begin{matrix} a \\ ¦[b] \end{matrix}
missing-letter        \mathbb{R¦x}
missing-letter        \mathcal ¦a
misplaced-command     \begin{matrix} a & ¦\hline b \end{matrix}
misplaced-environment \frac{¦\begin{align}a\end{align}}{b}
forbidden-environment ¦\begin{verbatim} x \end{verbatim}
forbidden-environment ¦\begin{document} x \end{document}
forbidden-environment ¦\begin{filecontents} x \end{filecontents}
forbidden-command     x¦^^5c
forbidden-command     ¦\@foo
forbidden-command     ¦\"o
unprintable-character x ¦中 y
unprintable-character \text{x ¦}
"""


@pytest.mark.parametrize("line", BAD.strip().splitlines())
def test_fault_is_found_at_its_character(line: str) -> None:
    code, _, marked = line.partition(" ")
    source = marked.lstrip()
    (fault,) = faults_of(source.replace("¦", ""), display=True)
    assert (fault.code, fault.offset) == (code, source.index("¦"))
    assert fault.hint


def test_all_faults_at_once_in_order() -> None:
    faults = faults_of(" \\input{a} # \n\n \\frac{1}", display=True)
    assert [(fault.code, fault.offset) for fault in faults] == [
        ("forbidden-command", 1),
        ("stray-character", 11),
        ("blank-line-in-math", 12),
        ("missing-argument", 16),
    ]


#: Primitives and commands that reach the machine, TeX's state or the page; from the manuals of TeX, e-TeX and pdfTeX.
DANGEROUS = r"""
def edef gdef xdef let futurelet global long outer newcommand renewcommand providecommand DeclareRobustCommand
NewDocumentCommand newenvironment newcount newwrite newread csname endcsname expandafter noexpand input include endinput
read readline write immediate openin openout closein closeout special catcode lccode uccode sfcode mathcode delcode
everypar everymath everydisplay everyjob everyhbox everycr everyeof the string meaning detokenize unexpanded scantokens
number romannumeral numexpr dimexpr jobname loop repeat output shipout directlua latelua luaexec luadirect pdfliteral
pdfobj pdfximage pdffiledump pdfmdfivesum pdfshellescape pdfcatalog pdfinfo pdfannot usepackage RequirePackage
documentclass makeatletter makeatother ExplSyntaxOn char count dimen skip toks box setbox copy usebox savebox sbox font
fontdimen textfont fam hyphenchar verb url href hyperref includegraphics label ref pageref cite bibliography newlabel
bye stop batchmode errmessage message show showthe showbox tracingall if ifx ifnum ifcase else fi or unless
afterassignment aftergroup uppercase lowercase advance multiply divide vskip hskip kern raise lower vbox vtop halign
valign noalign omit span cr crcr penalty insert vadjust mark discretionary par parshape hrule vrule leaders global
protected InputIfFileExists IfFileExists AtBeginDocument AddToHook AtBeginShipout typein typeout color textcolor
pagecolor footnote index egletter egpicture egplace egsplit title chardef mathchardef countdef mathaccent radical
delimiter mathchar mathchoice discretionary interactionmode lastbox unhbox looseness hsize vsize maxdeadcycles
escapechar endlinechar newlinechar globaldefs mag magnification tag eqref
"""


@pytest.mark.parametrize("word", DANGEROUS.split())
def test_dangerous_word_is_refused(word: str) -> None:
    faults = faults_of(rf"x \{word} y", display=True)
    assert [(fault.code, fault.offset) for fault in faults] == [("forbidden-command", 2)]
    assert rf"\{word} " in faults[0].message


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("convertMPtoPDF", "write \\operatorname{convertMPtoPDF} for a name"),
        ("ce", "write \\mathrm{H_2O}, and \\rightarrow for an arrow"),
        ("alhpa", "did you mean \\alpha?"),
    ],
)
def test_a_word_that_is_not_known_is_refused_whatever_tex_has_under_its_name(word: str, hint: str) -> None:
    (fault,) = faults_of(rf"x \{word} y", display=False)
    assert (fault.code, fault.offset, fault.hint) == ("unknown-command", 2, hint)
    assert refusal(word) == ""


@pytest.mark.parametrize(
    ("source", "offset"),
    [
        (r"\boldsymbol{x\boldsymbol{y}}", 13),
        (r"\bm{\hat{\bm y}}", 9),
        ("\\boldsymbol{\U0001d6c2}", 12),
        (r"\text{\text{\text{\text{\text{x}}}}}", 24),
        ("{" * 45 + "x" + "}" * 45, 39),
        (r"\hat{" * 45 + "x" + "}" * 45, 199),
        (r"\left(" * 45 + r"\right)" * 45, 234),
    ],
)
def test_what_tex_would_set_for_ever_is_refused(source: str, offset: int) -> None:
    (fault,) = faults_of(source, display=False)
    assert (fault.code, fault.offset) == ("nested-too-deep", offset)


def test_bold_and_text_beside_each_other_are_no_nesting() -> None:
    assert not faults_of(r"\boldsymbol{x}\boldsymbol{y}" * 9 + r"\text{\textbf{\emph{a}}}", display=False)


def test_no_word_is_both_known_and_refused() -> None:
    assert [word for word in REFUSED if not refusal(word)] == []


@given(st.text(alphabet=st.sampled_from("\\{}[]$&#%^_~ \nabcéβ²₂\u0302leftrightbeginend*().|"), max_size=60))
def test_lexemes_are_the_source(source: str) -> None:
    assert "".join(lexeme.text for lexeme in lex(source)) == source
    faults_of(source, display=True)
    math_source(source)


SCRAPS = r"""
a b x 1 + = { } {a} {b} ^ _ ' & \\ \frac \sqrt [ ] \left( \right) \left\{ \right. \middle| \begin{cases} \end{cases}
\begin{matrix} \end{matrix} \text{ \text{a} \mathbb{R} \mathbf \hat \alpha \sum \, \{ \} \| | ~ β ℝ ² ₁ é ≤ x̂
\operatorname \lim \limits \over \binom \stackrel \phantom \overbrace \not \bm \big( \big \boxed \substack \hline \cfrac
\mkern \hspace \sideset \xrightarrow $ \( \quad - * < > ! : \mbox{ ( ) \begin{aligned} \end{aligned} \begin{array}
\end{array} {cc} \displaystyle \mathrm \cal \rm \notag
"""
#: TeX's errors about one sign of a formula, which end with the formula.
LOCAL_ERRORS = (
    "Limit controls must follow", "Missing { inserted", "Missing } inserted", "Double superscript", "Double subscript",
    "Missing delimiter", "Ambiguous; you need another",
)  # fmt: skip


@pytest.mark.tex
def test_a_formula_without_faults_ends_where_it_ends(tmp_path: Path) -> None:
    """Random math that the guard lets pass makes no error that reaches the text behind it."""
    draw = random.Random(20260101)
    formulas: list[str] = []
    while len(formulas) < 1500:
        source = " ".join(draw.choices(SCRAPS.split(), k=draw.randint(1, 9)))
        display = draw.random() < 0.5
        if not faults_of(source, display=display):
            latex = math_source(source)
            formulas.append(rf"A\[{latex}\]" if display else f"A${latex}$")
    page = PREAMBLE + "\n\n".join(formulas) + "\n\\end{document}\n"
    (tmp_path / "page.tex").write_text(page, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "page.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    log = (tmp_path / "page.log").read_text(encoding="utf-8", errors="replace")
    errors = re.findall(r"^! (.*)$", log, re.MULTILINE)
    assert [error for error in errors if not error.startswith(LOCAL_ERRORS)] == []
    assert len(errors) < len(formulas) / 10
