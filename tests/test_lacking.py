"""What all questions of a file lack is said once; the remedy fits how the file is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from examgen.formats.sheets.heads import Role, head_of
from examgen.formats.sheets.suggested import _BY_QUESTION
from examgen.inspection import inspect
from examgen.lacking import remedy_for

QUESTION = "{}. Is {} even?\na) Yes\nb) No\n{}\n\n"
ANSWER, RATIONALE = "Answer: a\n", "Rationale: Halve it.\n"


def bank(count: int, *, answered: int = 0, explained: int = 0) -> str:
    """Return a quiz text whose first questions have an answer or a rationale."""
    return "".join(
        QUESTION.format(
            at + 1, 2 * at + 2, (ANSWER if at < answered else "") + (RATIONALE if at < explained else "")
        )
        for at in range(count)
    )


def told(*paths: Path) -> list[tuple[str, int]]:
    return [(p.code, p.place.line if p.place else -1) for p in inspect(paths).problems]


def test_a_file_without_any_rationale_is_told_of_once(write_bank: Callable[..., Path]) -> None:
    path = write_bank(bank(5, answered=5))
    [problem] = inspect([path]).problems
    assert str(problem) == (
        f"{path}: warning: none of the 5 questions has a rationale\n  hint: add a line 'Rationale: ...'"
    )


def test_a_file_without_any_answer_is_told_of_once_and_is_an_error(write_bank: Callable[..., Path]) -> None:
    path = write_bank(bank(4, explained=4))
    [problem] = inspect([path]).problems
    assert str(problem).startswith(f"{path}: none of the 4 questions has a correct answer\n")


def test_many_without_a_rationale_are_told_of_in_one_line(write_bank: Callable[..., Path]) -> None:
    path = write_bank(bank(5, answered=5, explained=1))
    [problem] = inspect([path]).problems
    lines = [question.place.line for question in inspect([path]).bank.questions[1:]]
    named = ", ".join(map(str, lines))
    assert problem.message == f"4 of the 5 questions have no rationale: those on lines {named}"
    assert problem.place is not None
    assert problem.place.line == lines[0]


def test_lines_beyond_twenty_are_counted(write_bank: Callable[..., Path]) -> None:
    [problem] = inspect([write_bank(bank(31, answered=31, explained=1))]).problems
    assert problem.message.startswith("30 of the 31 questions have no rationale: those on lines ")
    assert problem.message.endswith(" and 10 more")
    assert problem.message.count(",") == 19


def test_few_without_a_rationale_and_any_without_an_answer_stand_alone(
    write_bank: Callable[..., Path],
) -> None:
    assert [code for code, _ in told(write_bank(bank(5, answered=5, explained=2)))] == ["no-rationale"] * 3
    found = told(write_bank(bank(6, answered=1, explained=6)))
    assert [code for code, _ in found] == ["no-answer"] * 5
    assert all(line > 0 for _, line in found)


@pytest.mark.parametrize(
    ("heads", "hint"),
    [
        ("Frage;A;B;Antwort", "write it in a column 'Begründung'"),
        ("Frage;A;B;Antwort;Erklärung", "write it in the column 'Erklärung'"),
        ("Pregunta;A;B;Respuesta", "write it in a column 'Explicación'"),
        ("Question;A;B;Answer", "write it in a column 'rationale'"),
    ],
)
def test_a_table_is_given_names_of_columns_in_its_language(tmp_path: Path, heads: str, hint: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{heads}\nIst 2 gerade?;Ja;Nein;A\n", encoding="utf-8")
    [problem] = inspect([path]).problems
    assert (problem.code, problem.hint) == ("no-rationale", hint)
    path.write_text(f"{heads}\nIst 2 gerade?;Ja;Nein;\n", encoding="utf-8")
    lacked = next(each for each in inspect([path]).problems if each.code == "no-answer")
    assert lacked.hint == f"name it in the column '{heads.split(';')[3]}'"


def test_names_of_columns_that_hints_give_are_known() -> None:
    for question, (answer, rationale) in _BY_QUESTION.items():
        found = [head_of(name) for name in (question, answer, rationale)]
        assert [head and head.role for head in found] == [Role.QUESTION, Role.ANSWER, Role.RATIONALE]


def test_few_questions_are_told_of_one_by_one(write_bank: Callable[..., Path]) -> None:
    assert [code for code, _ in told(write_bank(bank(3, answered=3)))] == ["no-rationale"] * 3


def test_each_file_is_counted_alone(write_bank: Callable[..., Path]) -> None:
    bare = write_bank(bank(4, answered=4), "bare.md")
    full = write_bank(bank(4, answered=4, explained=4).replace("even", "odd"), "full.md")
    assert told(bare, full) == [("no-rationale", 0)]


def test_answers_that_name_no_choice_are_no_missing_answers(write_bank: Callable[..., Path]) -> None:
    wrong = bank(5, answered=5, explained=5).replace("Answer: a", "Answer: d")
    assert {code for code, _ in told(write_bank(wrong))} == {"unknown-answer"}


@pytest.mark.parametrize(
    ("name", "answer", "rationale"),
    [
        ("a/quiz.md", "Correct Answer: ({first})", "Rationale:"),
        ("quiz.YAML", "answer: {first}", "rationale:"),
        ("quiz.tex", "\\CorrectChoice", "solution"),
        ("quiz.gift", "'='", "####"),
        ("quiz.Rmd", "exsolution", "Solution"),
        ("quiz.xlsx", "column 'answer'", "column 'rationale'"),
        ("export.zip", "export anew", "general feedback"),
        ("no suffix", "Correct Answer: ({first})", "Rationale:"),
    ],
)
def test_the_remedy_is_that_of_the_file(name: str, answer: str, rationale: str) -> None:
    remedy = remedy_for(name)
    assert answer in remedy.answer
    assert rationale in remedy.rationale


@pytest.mark.parametrize(
    ("name", "source", "hints"),
    [
        ("a.txt", "Is 2 even?\nA. Yes\nB. No\nANSWER: A\n", {"no-rationale": "Aiken has no place for one"}),
        (
            "b.txt",
            "1.  Is 2 even?\na)  Yes\nb)  No\n",
            {"no-answer": "Correct Answer: (a)", "no-rationale": "'Rationale: ...'"},
        ),
        ("c.txt", "* Is 2 even?\n+ Yes\n- No\n", {"no-rationale": "AMC-TXT has no place for one"}),
        ("d.txt", "1.  Is 2 even?\n*a)  Yes\nb)  No\n", {"no-rationale": "behind '...'"}),
    ],
)
def test_texts_of_other_programs_have_their_own_remedies(
    write_bank: Callable[..., Path], name: str, source: str, hints: dict[str, str]
) -> None:
    found = {problem.code: problem.hint for problem in inspect([write_bank(source, name)]).problems}
    assert found.keys() == hints.keys()
    for code, hint in hints.items():
        assert hint in found[code]
