"""Files of all kinds become a reading, never an exception."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import ROOT, tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_qtipackage import zipped

from examgen.errors import Severity, UsageError, errors_of
from examgen.formats import FORMATS, Reading, format_of, named, read_bank, read_banks, read_data, recognise
from examgen.formats.otherheads import without
from examgen.formats.source import Source, decode
from examgen.model import Heading

QUIZ = "Quiz: \u00c9t\u00e9\n\n1. Is it hot?\n - (a) yes\n - (b) no\n\nAnswer: a\n"
YAML = "title: Winter\nquestions:\n  - stem: Is it cold?\n    choices: ['yes', 'no']\n    answer: a\n"


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def code_and_line(reading: Reading) -> tuple[str, int]:
    """Return what the one problem of an empty bank says."""
    (problem,) = reading.problems
    assert reading.bank.questions == ()
    assert reading.bank.files == ()
    assert problem.hint
    assert problem.place is not None
    return problem.code, problem.place.line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "quiz.md", QUIZ.encode(encoding))
    reading = read_bank(path)
    assert reading.problems == ()
    assert reading.bank.heading.title == "Quiz: \u00c9t\u00e9"
    assert reading.bank.files == (path,)
    assert reading.bank.name == "quiz"
    assert reading.bank.questions[0].place.file == str(path)
    assert (reading.bank.questions[0].place.line, reading.bank.questions[0].place.column) == (3, 1)


def test_big_endian_utf_16(tmp_path: Path) -> None:
    reading = read_bank(write(tmp_path / "quiz.md", b"\xfe\xff" + QUIZ.encode("utf-16-be")))
    assert reading.problems == ()
    assert len(reading.bank.questions) == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("empty-file", 0)),
        (b"\xef\xbb\xbf", ("empty-file", 0)),
        (b" \r\n\t\n", ("empty-file", 0)),
        (b"1. x\r\n2. y\r\n3. \x81t\x81\r\n", ("bad-encoding", 3)),
        ("1. \u00e9t\u00e9\n2. \u00e0\n3. ".encode() + b"\xff", ("bad-encoding", 3)),
        (b"1. x\r2. y\n3. z\r\n\xff", ("bad-encoding", 4)),
        (b"\xff\xfe1", ("bad-encoding", 0)),
        (b"1. x\n2. \0y", ("not-text", 2)),
        (b"\xff\xfe\x00\x00\xff\xff\xff\xff", ("bad-encoding", 0)),
    ],
)
@pytest.mark.parametrize("name", ["quiz.md", "quiz.yaml", "quiz"])
def test_files_that_are_no_text(tmp_path: Path, name: str, data: bytes, expected: tuple[str, int]) -> None:
    path = write(tmp_path / name, data)
    reading = read_bank(path)
    assert code_and_line(reading) == expected
    assert "UTF-8" in reading.problems[0].hint or expected[0] == "empty-file"
    assert str(reading.problems[0].place).startswith(str(path))


def test_files_that_are_not_there(tmp_path: Path) -> None:
    assert code_and_line(read_bank(tmp_path / "none.md")) == ("no-file", 0)
    assert code_and_line(read_bank(tmp_path)) == ("not-a-file", 0)
    assert code_and_line(read_bank("a\0b.md")) == ("no-file", 0) or os.name == "nt"
    assert code_and_line(read_bank("")) == ("not-a-file", 0)


def test_a_link_that_points_nowhere(tmp_path: Path) -> None:
    (tmp_path / "quiz.md").symlink_to(tmp_path / "gone.md")
    reading = read_bank(tmp_path / "quiz.md")
    assert code_and_line(reading) == ("no-file", 0)
    assert "points nowhere" in reading.problems[0].message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert code_and_line(read_bank(tmp_path / "pipe.md")) == ("not-a-file", 0)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "quiz.md", QUIZ)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("examgen.formats.source.read_plain", refuse)
    reading = read_bank(path)
    assert code_and_line(reading) == ("unreadable", 0)
    assert "Permission denied" in reading.problems[0].message


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", YAML, "quiz text"),
        ("a.TXT", QUIZ, "quiz text"),
        ("a.markdown", "", "quiz text"),
        ("a.yaml", QUIZ, "YAML"),
        ("a.YML", "", "YAML"),
        ("a", YAML, "YAML"),
        ("a", QUIZ, "quiz text"),
        ("a.quiz", "**Question 1:** x\nA) y", "quiz text"),
        ("a.json", '{"questions": []}', "JSON"),
        ("a", '{"questions": []}', "JSON"),
        ("a.csv", "x,y\n1,2\n", "CSV"),
        ("a.txt", "question,a,b,answer\nWhat?,x,y,A\n", "CSV"),
        ("a.tab", "question\ta\tb\tanswer\nWhat?\tx\ty\tA\n", "CSV"),
        ("a.xyz", "x,y\n1,2\n", None),
        ("a.xml", "<?xml version='1.0'?>\n<quiz><question type='truefalse'/></quiz>", "Moodle XML"),
        ("a.txt", "<quiz><question type='truefalse'/></quiz>", "Moodle XML"),
        ("a.xml", "<questestinterop><item ident='i'/></questestinterop>", "QTI 1.2"),
        ("a.xml", "<!-- x --><assessmentItem identifier='i'/>", "QTI 2.1"),
        ("a.xml", "<qti-assessment-item identifier='i'/>", "QTI 2.1"),
        ("a.xml", "<test><question/></test>", None),
        ("a.txt", "<?xml version='1.0'?><test>1. x</test>", None),
        ("a.md", "<div>\n\n1. What?\na) x\nb) y\n\nAnswer: a", "quiz text"),
        ("a.tex", "\\question What?\\begin{choices}\\choice x \\CorrectChoice y\\end{choices}", "LaTeX exam"),
        ("a.txt", "\\documentclass{exam}\n\\begin{document}", "LaTeX exam"),
        ("a.tex", "\\begin{question}{a}What?\\begin{choices}\\correctchoice{x}\\end{choices}", "AMC LaTeX"),
        ("a.tex", "\\documentclass{article}", None),
        ("a.md", "1. What is `\\begin{question}{a}`?\na) x\nb) y\n\nAnswer: a", "quiz text"),
        ("a.txt", "1. What is \\begin{question}{a}?\na) x\nb) y\n\nAnswer: a", "quiz text"),
        ("a.rmd", "", "R/exams"),
        ("a.md", "Question\n========\nWhat?\n\nMeta-information\n====\nextype: schoice\n", "R/exams"),
        ("a.txt", "What?\nA. x\nB. y\nANSWER: A\n", "Aiken"),
        ("a.txt", "::T:: What? {=x ~y}\n", "GIFT"),
        ("a.txt", "MC\tWhat?\tx\tcorrect\ty\tincorrect\n", "Blackboard"),
        ("a.md", "1. What?\na) x\n*b) y\n", "text2qti"),
        ("a.gift", QUIZ, "GIFT"),
    ],
)
def test_formats_are_told_by_suffix_then_by_text(name: str, text: str, expected: str | None) -> None:
    format = format_of(name, text)
    assert (format.name if format else None) == expected


def test_a_format_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gift", QUIZ)
    assert errors_of(read_bank(path).problems)
    for name in ("quiz text", "quiz-text", "QuizText"):
        assert read_bank(path, name).problems == ()
    with pytest.raises(UsageError) as caught:
        read_bank(path, "gifts")
    assert "quiz-text" in caught.value.hint
    ways = {
        "qti-2": "QTI 2.1",
        "moodle": "Moodle XML",
        "docx": "Word",
        "xls": "XLSX",
        "yml": "YAML",
        ".csv": "CSV",
    }
    assert {way: named(way).name for way in ways} == ways
    for unclear in ("qti", "amc", "xml", "", "-"):
        with pytest.raises(UsageError):
            named(unclear)
    assert len({format.option for format in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word", "docx-old"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 9, "XLSX", "old-workbook"),
        (rb"{\rtf1\ansi 1. What?}", "Word", "docx-old"),
        (b"PK\x03\x04" + b"x" * 90, None, "bad-package"),
        (zipped({"a.bin": "b"}), None, "unknown-format"),
    ],
)
def test_what_is_no_text_is_told_by_its_bytes(data: bytes, name: str | None, code: str) -> None:
    for path in ("a.doc", "a.txt", "a"):
        format = recognise(path, data)
        assert (format.name if format else None) == name
        (problem,) = read_data(path, data).problems
        assert (problem.code, problem.severity) == (code, Severity.ERROR)
        assert problem.hint


def test_a_format_of_bytes_is_no_format_of_text_and_the_reverse() -> None:
    (problem,) = read_data("a.zip", b"PK\x03\x04xx", named("gift")).problems
    assert (problem.code, "no GIFT" in problem.message) == ("unknown-format", True)
    for format in FORMATS:
        assert bool(format.read) == bool(format.sniff)
        assert bool(format.read_bytes) == bool(format.sniff_bytes)
        if not format.read:
            assert errors_of(read_data("a.txt", QUIZ.encode(), format).problems)


def test_xml_of_another_kind_is_named() -> None:
    (problem,) = read_data("a.xml", b"<?xml version='1.0'?><!-- x -->\n<test a='1'/>").problems
    assert problem.code == "unknown-format"
    assert "<test>" in problem.message
    (problem,) = read_data("imsmanifest.xml", b"<imscp:manifest xmlns:imscp='x'/>").problems
    assert "zip" in problem.hint


def test_a_file_with_entities_is_refused_for_them() -> None:
    """Not as one whose format cannot be told."""
    source = b'<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY town "Wien">]>\n<quiz>&town;</quiz>\n'
    (problem,) = read_data("bank.xml", source).problems
    assert "entities of its own" in problem.message


#: Folders of files that other people made, and the formats that their names tell; see INDEX there.
KINDS = {
    "aiken": ("Aiken",),
    "blackboard": ("Blackboard",),
    "gift": ("GIFT",),
    "moodle-xml": ("Moodle XML",),
    "qti-packages": ("QTI 1.2", "QTI 2.1"),
    "qti12": ("QTI 1.2",),
    "qti2": ("QTI 2.1",),
    "quiz-text": ("quiz text",),
    "text2qti": ("text2qti",),
}
#: Files among them that hold no bank, or not in that format: prose, programs, lists of contents, another program's data.
NO_BANKS = re.compile(r"README_example_1|\.json$|imsmanifest|assignment_groups|gift__test\.gift")


@pytest.mark.parametrize("kind", KINDS)
def test_samples_are_recognised(kind: str) -> None:
    folder = ROOT.parent / "shared" / "samples" / kind
    if not folder.is_dir():
        pytest.skip("the samples are not beside the project")
    found = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and not NO_BANKS.search(path.name):
            data = path.read_bytes()
            # The suffix is not asked: what is in a file tells what it is.
            formats = [recognise(name, data) for name in ("bank.txt", path.name, f"bank{path.suffix}")]
            found[path.name] = {format.name if format else "" for format in formats}
    assert len(found) > 1
    assert {
        name: names for name, names in found.items() if len(names) > 1 or not names <= {*KINDS[kind]}
    } == {}


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1252",
            "1. O\u00f9 est l\u2019\u00e9t\u00e9 ?\n - (a) \u00e0 Paris\n - (b) l\u00e0\n\nAnswer: a\n",
        ),
        ("utf-16-le", QUIZ),
        ("utf-16-be", QUIZ),
        (
            "cp1251",
            "1. Какая река самая длинная?\n - (a) x\n - (b) y\n\nAnswer: a\n",
        ),
    ],
)
def test_encodings_are_guessed_with_a_warning(tmp_path: Path, encoding: str, text: str) -> None:
    reading = read_bank(write(tmp_path / "quiz.md", text.encode(encoding)))
    (warning,) = reading.problems
    assert (warning.code, warning.severity) == ("assumed-encoding", Severity.WARNING)
    assert "UTF-8" in warning.hint
    plain = read_bank(write(tmp_path / "plain.md", text))
    assert [q.stem.source for q in reading.bank.questions] == [q.stem.source for q in plain.bank.questions]


def test_xml_says_its_encoding() -> None:
    source = decode("a.xml", "<?xml version='1.0' encoding='ISO-8859-2'?><a>\u0105</a>".encode("iso-8859-2"))
    assert isinstance(source, Source)
    assert (source.text[-5:], source.problems) == ("\u0105</a>", ())


def test_a_format_that_cannot_be_told_lists_the_suffixes(tmp_path: Path) -> None:
    reading = read_bank(write(tmp_path / "a.xyz", "x,y\n1,2\n"))
    assert code_and_line(reading) == ("unknown-format", 0)
    assert all(suffix in reading.problems[0].hint for format in FORMATS for suffix in format.suffixes)


def test_several_files_are_one_bank(tmp_path: Path) -> None:
    bare = write(tmp_path / "bare.txt", QUIZ.partition("\n\n")[2])
    winter = write(tmp_path / "winter.yaml", YAML)
    summer = write(tmp_path / "summer.md", QUIZ)
    missing = tmp_path / "none.md"
    reading = read_banks([bare, winter, missing, summer])
    bank = reading.bank
    assert [p.code for p in reading.problems] == ["no-file"]
    assert [q.stem.source for q in bank.questions] == ["Is it hot?", "Is it cold?", "Is it hot?"]
    assert [q.place.file for q in bank.questions] == [str(bare), str(winter), str(summer)]
    assert bank.heading == Heading(title="Winter")
    assert bank.places["title"].file == str(winter)
    assert bank.files == (bare, winter, summer)
    assert bank.name == "bare"


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file, link = write(tmp_path / "a.md", QUIZ), tmp_path / "b.md"
    link.symlink_to(file)
    for other in (file, tmp_path / "." / "a.md", link):
        reading = read_banks([file, other])
        assert [p.code for p in reading.problems] == ["named-twice"]
        assert len(reading.bank.questions) == len(read_bank(file).bank.questions)


def test_what_files_say_otherwise_of_their_exam_is_told(tmp_path: Path) -> None:
    def bank(name: str, head: str) -> Path:
        return write(tmp_path / name, f"---\n{head}\n---\n1. {name}?\n(a) x\n(b) y\n\nAnswer: a\n")

    first = bank("first.md", "title: One\ninstructions: Use a pen.\ncourse: Law")
    equal = bank("equal.md", "title: Two\ninstructions: Use a pen.")
    other = bank("other.md", "title: Three\ninstructions: Use a pencil.\nduration: 1 hour\ncourse: Law")
    assert read_banks([first, equal]).problems == ()
    reading = read_banks([first, other])
    assert [(p.code, p.place and p.place.line) for p in reading.problems] == [
        ("other-head", 4),
        ("other-head", 3),
    ]
    assert reading.problems[1].message == (
        f"the instructions 'Use a pencil.' of '{other}' are not printed: the exam has the head of '{first}'"
    )


def test_points_that_the_head_gives_to_the_questions_of_other_files_are_told(tmp_path: Path) -> None:
    def bank(name: str, head: str, points: str = "") -> Path:
        quiz = f"Quiz: {name}\nLaw 1\n\n{head}\n\n1. {points}{name}?\n(a) x\n(b) y\n\nAnswer: a\n"
        return write(tmp_path / f"{name}.txt", quiz)

    first, second = bank("one", "Answer all questions (2 points each)."), bank("two", "")
    assert read_banks([first]).bank.questions[0].points == 2
    (problem,) = read_banks([first, second]).problems
    assert (problem.code, problem.place and problem.place.file) == ("other-head", str(first))
    assert problem.message == (
        f"the instructions of '{first}' say '2 points each' above all questions,"
        f" and those of '{second}' have other points"
    )
    assert without([problem], ["instructions"]) == []
    assert read_banks([second, bank("three", "")]).problems == ()
    assert read_banks([first, bank("four", "", "{points=2} ")]).problems == ()


def test_a_text_is_not_read_as_a_package(tmp_path: Path) -> None:
    reading = read_bank(write(tmp_path / "a.md", QUIZ), "word")
    assert [p.message for p in reading.problems] == ["the file is no package, and so no Word"]


def test_no_file_at_all_is_a_problem() -> None:
    assert [p.code for p in read_banks([]).problems] == ["no-files"]


@given(data=st.binary(max_size=200), name=st.sampled_from(["x.md", "x.yaml", "x"]))
@settings(max_examples=tries(200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_end_in_a_reading(tmp_path: Path, data: bytes, name: str) -> None:
    reading = read_bank(write(tmp_path / name, data))
    assert reading.bank.questions or reading.problems


@pytest.mark.parametrize("package", ["exsheets", "xsim"])
def test_lists_of_tasks_without_a_right_answer_are_skipped(tmp_path: Path, package: str) -> None:
    bank = tmp_path / "bank.tex"
    task = r"\begin{question}{3} Which? \begin{tasks}(2) \task here \task there \end{tasks} \end{question}"
    bank.write_text(
        f"\\usepackage{{{package},tasks}}\\begin{{document}}{task}\\end{{document}}", encoding="utf-8"
    )
    (problem,) = read_bank(bank).problems
    assert (problem.code, "tasks, none of which is said to be right" in problem.message) == ("skipped", True)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"\xff\xd8\xff\xe0\0", "a picture"),
    ],
)
def test_a_document_or_a_picture_is_called_what_it_is(data: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "quiz.md"
    path.write_bytes(data)
    [problem] = read_bank(path).problems
    assert problem.code == "not-text"
    assert f"the file is {kind}," in problem.message
