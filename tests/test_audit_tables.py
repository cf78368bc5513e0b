"""What an audit says of tables that are broken, of files with odd names, and of its own time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from examgen import AuditError, Layout
from examgen.audit import team
from examgen.audit.auditing import to_json
from examgen.audit.comparison import Audit, Comparison
from examgen.audit.readfiles import PrintedQuestion, ReadFile, ReadVersion
from examgen.audit.tables import CSV, JSON, read_tables
from examgen.audit.verdict import result_text
from examgen.audit.versions import Setting
from examgen.errors import Place
from examgen.model import Choice, Question, Text
from examgen.report import audit_view

HEAD = "version,number,question,answer,points,fingerprint,choices,rule\n"
RIGHT = "A,1,q,A,1,1111-AA,a b,all\n"
PLACE = Place(Path("x.md"), 1, 1)
ASKED = Question(
    id="q",
    stem=Text("Which?", (PLACE,)),
    place=PLACE,
    choices=tuple(Choice(id, Text(id, (PLACE,)), PLACE) for id in "ab"),
    answer=frozenset("a"),
    points=Fraction(1),
)


def file(path: str) -> ReadFile:
    """A paper or key with one question."""
    read = PrintedQuestion(1, 0, (0, 1), ("A",), "A", 1, (True, False), True)
    return ReadFile(path, True, ("1111-AA",), ("",), (read,))


def told(folder: Path, exam: str = "x", path: str = "") -> list[str]:
    """What is said of a build of one version, of all or of one of its files."""
    version = ReadVersion("A", file(f"exams/{exam}-A.pdf"), file(f"keys/{exam}-A-key.pdf"), (), ())
    found = Comparison(folder, exam, [ASKED], layout=Layout()).run([version]).faults
    return [fault for fault in found if fault.startswith(path)]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (HEAD + RIGHT, []),
        (
            HEAD + RIGHT.replace(",A,1,", ",A\0,1,"),
            ["version A, question 1 'q': answer is A\0, the paper says A"],
        ),
        (HEAD + RIGHT.replace(",all", ",x" + "x" * 200_000), ["it is missing, or no table of text"]),
        (
            HEAD + '"' + RIGHT * 20,
            [
                f"there is no paper of version {' '.join((RIGHT * 20).split())[:100]}...",
                "version A, question 1 'q': there is no row of it",
            ],
        ),
        (
            HEAD + RIGHT + "".join(f"V{number},1\n" for number in range(100, 200)),
            [
                *(f"there is no paper of version V{number}" for number in range(100, 105)),
                "and 95 more versions of which there is no paper",
            ],
        ),
        (HEAD + RIGHT + ",1\n", ["there is no paper of version without a name"]),
        ("", ["version A, question 1 'q': there is no row of it"]),
        ("\udcff", ["it is missing, or no table of text"]),
    ],
    ids=["right", "NUL", "huge", "a lone quote", "many versions", "no name", "empty", "no text"],
)
def test_a_broken_csv_is_told_in_few_and_short_lines(text: str, faults: list[str], tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / CSV).write_bytes(text.encode(errors="surrogateescape"))
    assert told(tmp_path, path=CSV) == [f"{CSV}: {fault}" for fault in faults]


@pytest.mark.parametrize(
    ("head", "row", "fault"),
    [
        # Programs differ in which of two columns of one name they take.
        ("answer,answer", "B,A", "its columns are version number question answer answer points fingerprint"),
        (
            "answer,correct",
            "A,B",
            "its columns are version number question answer correct points fingerprint",
        ),
        ("answer", "A", "version A, row 1: there are cells behind its last column"),
    ],
)
def test_a_second_answer_in_a_row_is_told(head: str, row: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    last = "" if "," in head else ",B"
    text = HEAD.replace("answer", head) + RIGHT.replace(",A,1,", f",{row},1,").replace("all", f"all{last}")
    (tmp_path / CSV).write_text(text, encoding="utf-8")
    (said,) = told(tmp_path, path=CSV)
    assert said.startswith(f"{CSV}: {fault}")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("", "", None),
        ('"answer": ["A"]', '"answer": ["B"], "answer": ["A"]', "it is missing, or not what a build writes"),
        ('{"exam"', '\ufeff{"exam"', "it is missing, or not what a build writes"),
        ('{"exam"', '{"answers": "B", "exam"', "it has 'answers', which no build writes"),
        ('{"version"', '{"key": "B", "version"', "it has 'key', which no build writes"),
        ('"x"', '"y"', "it is of the exam 'y', and the build of 'x'"),
    ],
)
def test_what_a_json_says_beside_the_answers_is_told(
    old: str, new: str, fault: str | None, tmp_path: Path
) -> None:
    (tmp_path / "keys").mkdir()
    asked = {"number": 1, "question": "q", "answer": ["A"], "points": "1", "choices": {"A": "a", "B": "b"}}
    right = json.dumps(
        {
            "exam": "x",
            "title": "X",
            "versions": [{"version": "A", "fingerprint": "1111-AA", "questions": [asked]}],
        }
    )
    assert old in right
    (tmp_path / JSON).write_text(right.replace(old, new, 1), encoding="utf-8")
    assert told(tmp_path, path=JSON) == ([f"{JSON}: {fault}"] if fault else [])


def test_a_table_that_no_reader_takes_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / CSV).write_text(HEAD + "A," + "1" * 200_000, encoding="utf-8")
    assert read_tables(tmp_path, "keys/x-keys.pdf").rows is None


@pytest.mark.parametrize("exam", ["quiz[1]", "quiz*", "quiz?", "quiz"])
def test_a_name_with_signs_of_patterns_is_a_name(exam: str, tmp_path: Path) -> None:
    extra = tmp_path / "exams" / f"{exam}-Z.pdf"
    for path in (tmp_path / "exams" / f"{exam}-A.pdf", extra, tmp_path / "exams" / "quiz1-A.pdf"):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    fault = "a paper without a key, or a key without a paper"
    assert told(tmp_path, exam, "exams") == [f"exams/{exam}-Z.pdf: {fault}"]


def test_templates_that_are_not_ours_are_told() -> None:
    ours, theirs = Audit(1, 2, 3), Audit(1, 2, 3, own_templates=False)
    less = "other than the built-in ones: words, rules and boxes around the questions were not compared"
    assert str(ours) == "audit: 1 version, 2 questions, 3 letters: all match"
    assert str(theirs) == f"{ours} (templates {less})"
    assert result_text(theirs) == f"1 version, 2 questions, 3 letters: all match (templates {less})"
    assert b'"templates": "built in"' in to_json(ours, [])
    assert f'"templates": "{less}"'.encode() in to_json(theirs, [])
    assert [audit_view(each)["templates"] for each in (ours, theirs)] == ["built in", less]


def test_the_docs_name_all_that_audit_prints_as_json() -> None:
    docs = (Path(__file__).parents[1] / "docs" / "outputs.md").read_text(encoding="utf-8")
    row = next(line for line in docs.splitlines() if line.startswith("| `audit` | `passed`"))
    named = re.findall("`([a-z]+)`", row.split("|")[2].partition(";")[0])
    assert list(audit_view(Audit())) == named


def test_a_reader_from_which_nothing_comes_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "import sys; sys.stdin.buffer.read()"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(team, "_start", start)
    monkeypatch.setattr(team, "_PATIENCE", 0.0)
    monkeypatch.setattr(team, "_PATIENCE_EACH", 0.01)
    with team.Team(versions=1) as readers:
        readers.set(Setting(Path(), "x", (ASKED,) * 3, b"", Layout()))
        readers.read("A")
        with pytest.raises(AuditError, match="no version was read in 0 seconds") as caught:
            readers.results(["A"])
    assert "--no-audit" in caught.value.hint
    assert [process.poll() is None for process in readers._processes] == [False]
