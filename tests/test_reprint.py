"""Papers printed again from a record alone: the same bytes, or the same letters, numbers and page breaks."""

from __future__ import annotations

import errno
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from papers import pages_of, questions_of
from records_for_tests import BANK, digests, other_tex, record_of, write_bank

from examgen import Options, build_exam
from examgen.cli import cli
from examgen.corrections import Change, Rule
from examgen.errors import AuditError, DeliveryError, TypesetError, UsageError
from examgen.freezing import freeze
from examgen.newfile import put
from examgen.record import Record, Typesetting
from examgen.rekey import rekey
from examgen.reprint import Likeness, reprint

pytestmark = pytest.mark.tex

#: Questions enough for three pages: page breaks that another TeX may put elsewhere.
LONG = "# Long\n\n" + "\n".join(
    f"{n}. {{#q{n}}} {'What flows down to the sea, slowly and for ever? ' * (1 + n % 4)}\n"
    + "".join(f" - ({c}) The answer {c} to question {n} is {'rather ' * (n % 5 * 6)}long\n" for c in "abcd")
    + "\nCorrect Answer: (b)\n"
    for n in range(1, 19)
)
TIGHTER = r"sed -i 's/eg@setsize{100}{123}/eg@setsize{100}{112}/' examgen.sty"
WIDER = r"sed -i 's/eg@setsize{100}{123}/eg@setsize{100}{150}/' examgen.sty"
LESS_PACKED = r"sed -i '1s/^/\\pdfcompresslevel=1 /' job.tex"
#: A reader of the built-in templates may be elsewhere: a letter is printed for another choice.
LYING = r"sed -i 's/egchoice{A}/egchoice{X}/;s/egchoice{B}/egchoice{A}/;s/egchoice{X}/egchoice{B}/' job.tex"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds a record and what was delivered with it; the bank is gone."""
    folder = tmp_path_factory.mktemp("reprint")
    build_exam(
        write_bank(folder / "bank", LONG, "long.md"),
        folder / "out",
        Options(versions=3, seed="5", audit=False),
    )
    shutil.rmtree(folder / "bank")
    return folder / "out"


def answers_by_letter(pdf: Path) -> list[tuple[int, list[tuple[str, str]]]]:
    """Return for each number the letters and which answer to which question stands beside each, as read from the pages."""
    return [
        (
            q.number,
            [
                (letter, "".join(re.findall(r"answer (.) to question (\d+)", text)[0]))
                for letter, text in q.choices.items()
            ],
        )
        for q in questions_of(pdf)
    ]


def breaks(record: Record, label: str) -> tuple[int, ...]:
    return Typesetting.of(record.versions[label]).breaks


def test_the_bank_has_several_pages(built: Path) -> None:
    assert len(breaks(Record.read(built), "A")) > 2


def test_with_the_same_tex_the_bytes_are_the_same(built: Path, tmp_path: Path) -> None:
    """In another folder, from a copy of the record, with the bank gone."""
    copy = tmp_path / "copied record.examgen"
    shutil.copy(built / "long.examgen", copy)
    result = reprint(Record.read(copy), ["B", "A"], keys=True)
    assert [(file.path, file.likeness) for file in result.files] == [
        ("exams/long-A.pdf", Likeness.BYTES),
        ("exams/long-B.pdf", Likeness.BYTES),
        ("keys/long-A-key.pdf", Likeness.BYTES),
        ("keys/long-B-key.pdf", Likeness.BYTES),
    ]
    result.deliver(tmp_path / "again")
    assert digests(tmp_path / "again") == {
        name: data
        for name, data in digests(built).items()
        if re.fullmatch(r"(exams|keys)/long-[AB](-key)?\.pdf", name)
    }


def test_a_bank_with_a_picture_and_options_comes_out_the_same(tmp_path: Path) -> None:
    options = Options(versions=2, seed="3", count=2, keep_question_order=True, audit=False)
    build_exam(write_bank(tmp_path / "bank"), tmp_path / "out", options)
    (tmp_path / "bank/rivers.md").write_text(BANK.replace("glacier", "mill"), encoding="utf-8")
    (tmp_path / "bank/img/hill.png").unlink()
    assert [file.likeness for file in reprint(Record.read(tmp_path / "out"), ["B"]).files] == [Likeness.BYTES]


def test_a_printed_paper_comes_out_the_same_although_versions_came_later(tmp_path: Path) -> None:
    # A letter in a text is another one on other versions, and every run of TeX sets the letters of all of them.
    bank = write_bank(tmp_path, BANK.replace("does it end?", "does it end, after [[a]]?"))
    build_exam(bank, tmp_path / "out", Options(versions=1, seed="3", audit=False))
    freeze(tmp_path / "out", "2026-11-30")
    build_exam(bank, tmp_path / "out", Options(versions=5, audit=False))
    result = reprint(Record.read(tmp_path / "out"), ["A", "E"])
    assert [file.likeness for file in result.files] == [Likeness.BYTES, Likeness.BYTES]


def test_other_bytes_are_read_back_and_said(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_tex(tmp_path / "bin", LESS_PACKED, monkeypatch)
    result = reprint(Record.read(built), ["C"], keys=True)
    assert [file.likeness for file in result.files] == [Likeness.PAGES, Likeness.PAGES]
    result.deliver(tmp_path)
    assert answers_by_letter(tmp_path / "exams/long-C.pdf") == answers_by_letter(built / "exams/long-C.pdf")


def test_page_breaks_are_kept_by_force(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tighter TeX breaks pages elsewhere; the recorded ones fit, and are read back from the pages."""
    record = Record.read(built)
    other_tex(tmp_path / "bin", TIGHTER, monkeypatch)
    moved = build_exam(
        write_bank(tmp_path, LONG, "long.md"), tmp_path / "out", Options(versions=3, seed="5", audit=False)
    )
    labels = [v for v in "ABC" if breaks(Record.read(moved.folder), v) != breaks(record, v)]
    assert labels, "this TeX breaks pages as the other one does: the test shows nothing"
    result = reprint(record, labels)
    assert {file.likeness for file in result.files} == {Likeness.PAGES}
    result.deliver(tmp_path / "again")
    for label in labels:
        path = f"exams/long-{label}.pdf"
        assert _numbers(tmp_path / "again" / path) == _numbers(built / path)
        assert _numbers(tmp_path / "out" / path) != _numbers(built / path)


def _numbers(pdf: Path) -> list[list[str]]:
    """Return for each page the questions that have their text on it, as read from the PDF."""
    return [
        sorted(set(re.findall(r"answer a to question (\d+) ", " ".join(page.split()))))
        for page in pages_of(pdf)
    ]


def test_page_breaks_that_do_not_fit_are_refused(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_tex(tmp_path / "bin", WIDER, monkeypatch)
    record = Record.read(built)
    with pytest.raises(DeliveryError, match="cannot be printed with the page breaks that it had") as caught:
        reprint(record, ["A"])
    assert "--allow-other-breaks" in caught.value.hint
    result = reprint(record, ["A"], other_breaks=True)
    assert [file.likeness for file in result.files] == [Likeness.LETTERS]
    result.deliver(tmp_path)
    assert answers_by_letter(tmp_path / "exams/long-A.pdf") == answers_by_letter(built / "exams/long-A.pdf")


def test_wrong_letters_are_never_called_the_same(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_tex(tmp_path / "bin", LYING, monkeypatch)
    with pytest.raises((AuditError, TypesetError), match="not what the record states"):
        reprint(Record.read(built), ["A"])


def test_a_version_that_there_is_not(built: Path) -> None:
    with pytest.raises(UsageError, match="has no version Z") as caught:
        reprint(Record.read(built), ["A", "Z"])
    assert "A, B, C" in caught.value.hint


@pytest.mark.parametrize("given", ["", " ", ","])
def test_an_empty_version_is_not_all_versions(given: str, built: Path, tmp_path: Path) -> None:
    arguments = [
        "reprint",
        str(built),
        "--version",
        "A",
        "--version",
        given,
        "--out",
        str(tmp_path / "again"),
    ]
    error = CliRunner().invoke(cli, arguments).exception
    assert isinstance(error, UsageError)
    assert error.message == f"--version '{given}' names no version"
    assert "--version A,C" in error.hint
    assert not (tmp_path / "again").exists()


def test_the_next_version_is_made_by_a_build(built: Path) -> None:
    with pytest.raises(UsageError, match="no version D") as caught:
        reprint(Record.read(built), ["D"])
    assert f"--out {built} --seed 5 --versions 4" in caught.value.hint
    with pytest.raises(UsageError) as caught:
        reprint(Record.read(built), ["?"])
    assert "examgen build" not in caught.value.hint


def test_a_later_order_scheme_is_refused(tmp_path: Path) -> None:
    record = record_of(tmp_path)
    record.path.write_bytes(record.with_facts(scheme="examgen-2"))
    with pytest.raises(DeliveryError, match="knows only 'examgen-1'"):
        reprint(Record.read(record.path), ["A"])


# ---------------------------------------------------------------- the command


def test_the_command(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    result = runner.invoke(cli, ["reprint", str(built), "--version", "c", "--key"])
    assert (result.exit_code, result.output) == (
        0,
        "exams/long-C.pdf: the same bytes as printed\nkeys/long-C-key.pdf: the same bytes as printed\n"
        "  in out/long-reprint\n",
    )
    again = runner.invoke(cli, ["reprint", str(built / "long.examgen"), "--version", "C,A", "--json"])
    assert json.loads(again.output) == {
        "folder": "out/long-reprint",
        "files": [
            {"file": f"exams/long-{label}.pdf", "same_bytes": True, "same_breaks": True}
            for label in ("A", "C")
        ],
        "keys": None,
    }


def test_a_key_that_was_corrected_since_is_not_called_the_key(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(built, out)
    rekey(out, "q3", Change(Rule.ACCEPT, ("c",)), audited=False)
    arguments = ["reprint", str(out), "--version", "A", "--key", "--out", str(tmp_path / "again")]
    refused = CliRunner().invoke(cli, arguments).exception
    assert isinstance(refused, DeliveryError)
    assert "corrected since they were printed (revision 2)" in str(refused)
    assert f"the current keys are in '{out / 'keys'}'" in refused.hint
    assert not (tmp_path / "again").exists()
    former = CliRunner().invoke(cli, [*arguments, "--as-printed"], catch_exceptions=False)
    assert "keys are as printed, without the corrections since: revision 2" in former.stdout
    kept = (out / "keys/revision-1/long-A-key.pdf").read_bytes()
    assert (tmp_path / "again/keys/long-A-key.pdf").read_bytes() == kept
    shutil.copy(out / "long.examgen", tmp_path / "backup.examgen")
    arguments[1:2] = [str(tmp_path / "backup.examgen")]
    alone = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert "  keys are as printed: a record alone knows of no later correction" in alone.stdout.splitlines()


def test_all_files_are_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that is full from the second file on, and one where the last step fails."""
    files = {tmp_path / "out" / "a" / name: name.encode() for name in ("one", "two", "three")}
    real, calls = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, target)

    def no_links(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "hardlink_to", no_links)
        patched.setattr(Path, "replace", replace)
        with pytest.raises(DeliveryError, match="the disk is full"):
            put(files)
    assert len(calls) == 3
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(DeliveryError, match="a part of the path is a file"):
        put({tmp_path / "first": b"1", **files})
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    (tmp_path / "out").unlink()
    put(files)
    assert digests(tmp_path / "out") == {f"a/{name}": name.encode() for name in ("one", "two", "three")}


def test_nothing_is_written_over(built: Path, tmp_path: Path) -> None:
    (tmp_path / "exams").mkdir()
    (tmp_path / "exams/long-B.pdf").write_bytes(b"mine")
    arguments = ["reprint", str(built), "--version", "A", "--version", "B", "--out", str(tmp_path)]
    result = CliRunner().invoke(cli, arguments)
    assert isinstance(result.exception, DeliveryError)
    assert "is there already, and is another file" in str(result.exception)
    assert digests(tmp_path) == {"exams/long-B.pdf": b"mine"}


def test_a_paper_that_is_gone_is_put_back_into_its_folder(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "out")
    (tmp_path / "out/exams/long-B.pdf").unlink()
    result = CliRunner().invoke(cli, ["reprint", str(tmp_path / "out"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert digests(tmp_path / "out") == digests(built)
