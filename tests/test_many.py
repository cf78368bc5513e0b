"""Files that are far too large are refused at once, with a place and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from examgen.errors import Severity
from examgen.formats import read_bank
from examgen.formats.latex import file as latexfile
from examgen.formats.reading import Reading
from examgen.formats.word import parts

_EXAM = r"""\documentclass{exam}
\begin{document}
\begin{questions}
\question Which is even? \begin{choices} \choice One \CorrectChoice Two \end{choices}
\question Which is odd? \begin{choices} \choice Four \CorrectChoice Five \end{choices}
\end{questions}
\end{document}
"""
_AMC = r"""\documentclass{article}
\usepackage{automultiplechoice}
\begin{document}
\begin{question}{even} Which is even? \begin{choices} \wrongchoice{One} \correctchoice{Two} \end{choices} \end{question}
\begin{question}{odd} Which is odd? \begin{choices} \wrongchoice{Four} \correctchoice{Five} \end{choices} \end{question}
\end{document}
"""


def _refused(reading: Reading, code: str, said: str) -> None:
    (problem,) = reading.problems
    assert not reading.bank.questions
    assert (problem.code, problem.severity) == (code, Severity.ERROR)
    assert said in problem.message
    assert problem.place
    assert "divide it" in problem.hint


@pytest.mark.parametrize("source", [_EXAM, _AMC])
def test_questions_of_latex(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bank.tex"
    path.write_text(source)
    monkeypatch.setattr(latexfile, "_MOST_QUESTIONS", 2)
    assert len(read_bank(path).bank.questions) == 2
    monkeypatch.setattr(latexfile, "_MOST_QUESTIONS", 1)
    _refused(read_bank(path), "latex-too-large", "2 questions")


def test_paragraphs_of_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bank.docx"
    document = Document()
    for line in ("1. Which is even?", "a) One", "b) Two", "Answer: b"):
        document.add_paragraph(line)
    document.save(str(path))
    monkeypatch.setattr(parts, "_MOST_PARAGRAPHS", 4)
    assert len(read_bank(path).bank.questions) == 1
    monkeypatch.setattr(parts, "_MOST_PARAGRAPHS", 3)
    _refused(read_bank(path), "docx-too-long", "4 paragraphs")


def test_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "bank.csv"
    path.write_text('question,a,b,answer\n"' + "word word\n" * 100_001 + '",One,Two,b\n')
    _refused(read_bank(path), "text-too-long", "more than 1,000,000 characters")
