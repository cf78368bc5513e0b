"""A bank in one format becomes a file of another."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from examgen import embedded, load_bank
from examgen.cli import cli
from examgen.conversion import convert
from examgen.errors import BankError, Place, UsageError
from examgen.formats import FORMATS, read_bank, writer_for
from examgen.formats.html.text import to_markdown
from examgen.formats.reading import Reading
from examgen.formats.table import Format
from examgen.model import Bank, Choice, Question, Text

QUIZ = "1. {#sun} Is it hot?\n - (a) yes\n - (b) no\n\nAnswer: a\nRationale: It is.\n"
GIFT = "::sun::Is it hot? {=yes ~no}\n\n::essay::Say more. {}\n"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_a_bank_is_written_and_read_back(tmp_path: Path) -> None:
    source, target = tmp_path / "a.md", tmp_path / "a.gift"
    source.write_text(QUIZ)
    result = run("convert", source, target)
    assert result.exit_code == 0, result.output
    assert f"{target}: 1 question\n" in result.output
    (question,) = read_bank(target).bank.questions
    assert (question.id, question.stem.source, question.answer) == ("sun", "Is it hot?", {"a"})
    assert question.rationale is not None


def test_several_files_are_converted_one_by_one(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(QUIZ)
    result = run("convert", tmp_path / "a.md", tmp_path / "b.md", tmp_path / "c.gift")
    assert isinstance(result.exception, UsageError)
    assert "3 names are given" in result.exception.message
    assert "examgen convert IN OUT" in result.exception.hint
    assert not (tmp_path / "c.gift").exists()


def test_what_is_left_out_is_counted_and_strict_refuses_it(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.gift"
    source.write_text(GIFT)
    refused = run("convert", source, target, "--strict")
    assert isinstance(refused.exception, BankError)
    assert not target.exists()
    result = run("convert", source, target)
    assert f"{target}: 1 question, 1 skipped\n" in result.output
    assert f"{source}:3" in result.output


@pytest.mark.parametrize("command", ["check", "build"])
def test_strict_makes_errors_of_skips(tmp_path: Path, command: str) -> None:
    source = tmp_path / "a.gift"
    source.write_text(GIFT)
    result = run(command, source, "--strict")
    assert result.exit_code == 1
    if command == "check":
        assert "1 question, 1 skipped: 1 error" in result.output
        assert run("check", source).exit_code == 0


def test_the_format_may_be_named(tmp_path: Path) -> None:
    source = tmp_path / "a.gift"
    source.write_text(QUIZ)
    assert run("check", source).exit_code == 1
    assert run("check", source, "--from", "quiz-text").exit_code == 0
    assert "Is it hot?" in run("show", source, "--from", "quiz-text").output
    assert load_bank(source, format="quiz text").questions
    with pytest.raises(UsageError):
        load_bank(source, format="nothing")


def test_another_file_is_never_replaced(tmp_path: Path) -> None:
    source, target = tmp_path / "a.md", tmp_path / "a.gift"
    source.write_text(QUIZ)
    target.write_text("mine")
    assert run("convert", source, target).exit_code != 0
    assert target.read_text() == "mine"


def test_the_format_of_the_copy_must_be_known(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="says no format"):
        writer_for(tmp_path / "a.xyz")
    with pytest.raises(UsageError, match="read and not written"):
        writer_for(tmp_path / "a.txt", "aiken")
    assert writer_for(tmp_path / "a.txt", "gift").name == "GIFT"


@pytest.mark.parametrize(
    ("name", "to", "said", "hint", "not_hint"),
    [
        ("a.gift", "foo", "there is no format 'foo'", "moodle-xml, json", "aiken"),
        (
            "a.docx",
            None,
            "the name 'a.docx' says Word, which is read and not written",
            ".xml (Moodle XML)",
            "--to",
        ),
        ("a.tex", None, "says R/exams or AMC LaTeX or LaTeX exam, which", ".md (quiz text)", "--to"),
        ("a", None, "the name 'a' has no suffix that says a format", ".gift (GIFT)", "aiken"),
        ("-", None, "nothing is written to the standard output", "name a new file", "aiken"),
        (".", None, "'.' is a folder", "name a new file in it", "aiken"),
    ],
)
def test_a_name_that_cannot_be_written_is_told_what_can(
    name: str, to: str | None, said: str, hint: str, not_hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        writer_for(name, to)
    assert said in str(caught.value)
    assert hint in (caught.value.hint or "")
    assert not_hint not in (caught.value.hint or "")


def test_what_a_format_cannot_carry_is_said(tmp_path: Path) -> None:
    source, target = tmp_path / "a.md", tmp_path / "a.gift"
    source.write_text(QUIZ.replace("{#sun}", "{#sun points=3 difficulty=hard}"))
    result = run("convert", source, target)
    assert "points" in result.output
    assert "GIFT" in result.output
    target.unlink()
    assert isinstance(run("convert", source, target, "--strict").exception, BankError)
    assert not target.exists()


def test_pictures_from_inside_a_file_are_written_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(name: str, _source: str) -> Reading:
        stem = to_markdown(f"<img src='data:image/png;base64,{PNG}'> What?").markdown
        place = Place(name, 1)
        choices = tuple(Choice(id, Text(id, (place,)), place) for id in "ab")
        question = Question("q", Text(stem, (place,)), place, choices, frozenset("a"))
        return Reading(Bank((question,), files=(Path(name),)))

    format = Format("Pictures", (".pictures",), None, read)
    monkeypatch.setattr("examgen.formats.table.FORMATS", (format, *FORMATS))
    source = tmp_path / "a.pictures"
    source.write_text("x")
    assert load_bank(source).questions
    made = convert(source, tmp_path / "out" / "b.gift")
    (bank, picture) = made.files
    assert bank == tmp_path / "out" / "b.gift"
    assert picture.parent == tmp_path / "out" / "b-pictures"
    assert made.files[picture] == embedded.bytes_of(f"embedded:{picture.name}")
    assert f"b-pictures/{picture.name}".encode() in made.files[bank]


def test_pictures_beside_a_file_are_taken_along(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    data = embedded.bytes_of(embedded.keep_base64(PNG) or "") or b""
    (tmp_path / "figures" / "a.png").write_bytes(data)
    source = tmp_path / "a.md"
    source.write_text(QUIZ.replace("Is it", "![](figures/a.png) Is it"))
    assert list(convert(source, tmp_path / "b.gift").files) == [tmp_path / "b.gift"]
    moved = convert(source, tmp_path / "new" / "b.gift")
    assert moved.files[tmp_path / "new" / "figures" / "a.png"] == data


def test_a_space_that_does_not_break_is_named_as_what_changes(tmp_path: Path) -> None:
    source = tmp_path / "seas.xml"
    answers = '<answer fraction="100"><text>yes</text></answer><answer fraction="0"><text>no</text></answer>'
    source.write_text(
        '<quiz><question type="multichoice"><name><text>load</text></name><questiontext format="html">'
        f"<text>Is 5&#160;kg heavy?</text></questiontext>{answers}</question></quiz>"
    )
    (problem,) = convert(source, tmp_path / "seas.md").problems
    said = "question 'load': in its stem, a space that does not break becomes a blank in quiz text"
    assert (problem.code, problem.message) == ("not-carried", said)
