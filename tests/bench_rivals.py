"""The same exam for the other ways of printing it: plain LaTeX with every version in one document, and AMC-LaTeX.

python bench_rivals.py plain MANIFEST VERSIONS FILE
python bench_rivals.py amc - COPIES FILE
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench_bank import COURSE, TITLE, BenchQuestion, the_bank

#: The fonts and the block of text of examgen's papers, without microtype, which would cost plain LaTeX more time.
_FONTS = r"""
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\usepackage{mathpazo}
\usepackage{tgpagella}
\usepackage[scale=.88]{tgheros}
\renewcommand\ttdefault{lmtt}
"""

_PLAIN_HEAD = (
    r"""\documentclass[11pt]{article}
\usepackage[letterpaper,left=1.2in,right=1.4in,top=.92in,bottom=.9in]{geometry}"""
    + _FONTS
    + r"""\usepackage{enumitem,fancyhdr}
\setlength\parindent{0pt}\setlength\parskip{4pt}
\emergencystretch=2em \raggedbottom
\setlist[enumerate,1]{label=\textbf{\arabic*},leftmargin=0pt,itemsep=10pt}
\setlist[enumerate,2]{label=\textsf{\textbf{\Alph*}},leftmargin=20pt,itemsep=2pt,topsep=3pt,parsep=0pt}
\pagestyle{fancy}\renewcommand\headrulewidth{0pt}
\fancyhead[L]{\small\sffamily """
    + COURSE
    + r"""}\fancyhead[R]{\small\sffamily Version \theversion}
\fancyfoot[C]{\small\sffamily Version \theversion, page \thepage}
\newcommand\startversion[1]{\clearpage\gdef\theversion{#1}\setcounter{page}{1}%
  {\small\sffamily """
    + COURSE
    + r"""}\hfill{\Huge\bfseries\theversion}\par{\Large\bfseries """
    + TITLE
    + r"""}\par
  \vspace{10mm}{\small\sffamily Name \hrulefill\quad Student number \hrulefill}\par\vspace{8pt}\hrule\vspace{5pt}
  {\small\sffamily Select the one best choice for each question. Points are in brackets.}\par}
% A question and its choices stay on one page.
\newenvironment{question}{\item\begin{minipage}[t]{\linewidth}\parskip=4pt }{\end{minipage}}
\newcommand\points[1]{\hfill\textsf{\small[#1]}}
\newcounter{cell}
\newcommand\cell[2]{\stepcounter{cell}\makebox[#1\linewidth][l]{\makebox[20pt][l]{\textsf{\textbf{\Alph{cell}}}}#2}\allowbreak}
\begin{document}
"""
)

_AMC_HEAD = (
    r"""\documentclass[11pt,letterpaper]{article}
\usepackage[utf8]{inputenc}"""
    + _FONTS
    + r"""\usepackage[lang=EN,box,completemulti]{automultiplechoice}
\begin{document}
\AMCrandomseed{20260101}
"""
)


def plain_latex(questions: Sequence[BenchQuestion], versions: Sequence[Mapping[str, object]]) -> str:
    """Return one LaTeX document with every version in the order of an examgen build.

    ``versions`` are those of a manifest: a label, and for each question its id and the ids of its choices as printed.
    """
    by_id = {question.id: question for question in questions}
    parts = [_PLAIN_HEAD]
    for version in versions:
        parts.append(f"\\startversion{{{version['version']}}}\n\\begin{{enumerate}}\n")
        rows = version["questions"]
        assert isinstance(rows, list)
        for row in rows:
            question = by_id[row["question"]]
            order = ["abcdefgh".index(id) for id in row["choices"].split()]
            parts.append(_plain_question(question, [question.choices[place] for place in order]))
        parts.append("\\end{enumerate}\n")
    parts.append("\\end{document}\n")
    return "".join(parts)


def _plain_question(question: BenchQuestion, choices: Sequence[str]) -> str:
    if question.columns == 1:
        items = "".join(f"\\item {text}\n" for text in choices)
        body = f"\\begin{{enumerate}}\n{items}\\end{{enumerate}}"
    else:
        width = {2: ".49", 4: ".24"}[question.columns]
        cells = "".join(f"\\cell{{{width}}}{{{text}}}" for text in choices)
        body = f"\\par\\setcounter{{cell}}{{0}}{cells}"
    return f"\\begin{{question}}\n{_displays(question.stem)}\\points{{1}}\n{body}\n\\end{{question}}\n"


def _displays(text: str) -> str:
    """Return Markdown's display formulas as LaTeX's, inside their paragraph."""
    parts = text.split("\n\n$$")
    return parts[0] + "".join("\n\\[" + part.replace("$$\n\n", "\\]\n", 1) for part in parts[1:])


def amc_latex(questions: Sequence[BenchQuestion], copies: int) -> str:
    """Return the exam as an AMC source, whose own macros shuffle questions and choices for every copy."""
    parts = [_AMC_HEAD]
    for question in questions:
        kinds = ["correct" if place == question.right else "wrong" for place in range(len(question.choices))]
        answers = "".join(
            f"\\{kind}choice{{{text}}}\n" for kind, text in zip(kinds, question.choices, strict=True)
        )
        layout = "choices" if question.columns == 1 else "choiceshoriz"
        parts.append(
            f"\\element{{all}}{{\n\\begin{{question}}{{{question.id}}}\n{_displays(question.stem)}\n"
            f"\\begin{{{layout}}}\n{answers}\\end{{{layout}}}\n\\end{{question}}\n}}\n"
        )
    parts.append(
        f"\\onecopy{{{copies}}}{{\n"
        f"\\noindent{{\\small {COURSE}}}\\par\\noindent{{\\Large\\bfseries {TITLE}}}\\par\\vspace{{5mm}}\n"
        "\\noindent\\namefield{\\fbox{\\begin{minipage}{.6\\linewidth}Name and student number\\vspace{8mm}"
        "\\end{minipage}}}\\par\\vspace{3mm}\n"
        "\\noindent Select the one best choice for each question.\\par\\vspace{3mm}\n"
        "\\shufflegroup{all}\\insertgroup{all}\n}\n\\end{document}\n"
    )
    return "".join(parts)


def main(kind: str, manifest: str, count: str, file: str) -> None:
    """Write the source that the command line asks for."""
    if kind == "plain":
        versions = json.loads(Path(manifest).read_text(encoding="utf-8"))["versions"]
        source = plain_latex(the_bank(), versions[: int(count)])
    else:
        source = amc_latex(the_bank(), int(count))
    Path(file).write_text(source, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
