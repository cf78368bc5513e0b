"""Files that are far too large are refused at once, with a place and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from examgen.errors import BankError, Severity
from examgen.formats import named, read_bank
from examgen.formats.bounds import Problems, Questions
from examgen.formats.ids import write_ids
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
    monkeypatch.setattr(Questions, "most", 2)
    assert len(read_bank(path).bank.questions) == 2
    monkeypatch.setattr(Questions, "most", 1)
    _refused(read_bank(path), "too-many-questions", "more than 1 question")


#: Three questions in each format; that without choices, in GIFT, is left out.
_THREE = {
    "GIFT": "".join(f"::{n}::Is {n} even? {{=yes ~no}}\n\n" for n in (2, 4)) + "Why? {}\n",
    "AMC-TXT": "* Is 2 even?\n+ yes\n- no\n\n" * 3,
    "Aiken": "".join(f"Is {n} even?\nA) yes\nB) no\nANSWER: A\n\n" for n in (2, 4, 6)),
    "text2qti": "".join(f"{n}. Is {n} even?\n*a) yes\nb) no\n\n" for n in (1, 2, 3)),
    "quiz text": "".join(f"{n}. Is it even?\na) yes\nb) no\nAnswer: a\n\n" for n in (1, 2, 3)),
    "YAML": "questions:\n" + "- {stem: Is 2 even?, choices: [yes, no], answer: a}\n" * 3,
    "JSON": '{"questions": [' + ", ".join(['{"stem": "Is 2 even?", "choices": ["yes", "no"], "answer": "a"}'] * 3) + "]}",
    "CSV": "question,a,b,answer\n" + "Is 2 even?,yes,no,a\n" * 3,
    "Blackboard": "MC\tIs 2 even?\tyes\tcorrect\tno\tincorrect\n" * 3,
    "Moodle XML": "<quiz>"
    + "<question type='multichoice'><name><text>x</text></name><questiontext format='html'><text>Is 2 even?</text>"
    "</questiontext><answer fraction='100'><text>yes</text></answer><answer fraction='0'><text>no</text></answer>"
    "</question>" * 3
    + "</quiz>",
}  # fmt: skip


@pytest.mark.parametrize("format", _THREE)
def test_questions_of_a_file(format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bank.txt"
    path.write_text(_THREE[format])
    few = read_bank(path, named(format).option).bank.questions
    assert len(few) in (2, 3)
    monkeypatch.setattr(Questions, "most", len(few))
    assert read_bank(path, named(format).option).bank.questions == few
    monkeypatch.setattr(Questions, "most", len(few) - 1)
    _refused(
        read_bank(path, named(format).option), "too-many-questions", f"more than {len(few) - 1} question"
    )


def test_problems_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bank.md"
    path.write_text("1. Why?\na) yes\nb) no\nAnswer: a\n" + "Answer: b\n" * 20)
    assert len(read_bank(path).problems) == 20
    monkeypatch.setattr(Problems, "most", 19)
    reading = read_bank(path)
    assert not reading.bank.questions
    assert [problem.code for problem in reading.problems] == ["too-many-problems"] + ["two-answers"] * 20
    assert str(reading.problems[0].place) == str(path)


def test_ids_of_a_bank_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bank.md"
    path.write_text(_THREE["quiz text"])
    monkeypatch.setattr(Questions, "most", 2)
    with pytest.raises(BankError) as caught:
        write_ids(path)
    assert [problem.code for problem in caught.value.problems] == ["too-many-questions"]


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
