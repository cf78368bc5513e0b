"""Corrected keys with the real TeX: letters as the papers have them, papers untouched, nothing lost."""

from __future__ import annotations

import csv
import errno
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from banks_for_tests import copy_of, exam, question, typeset
from builds_for_tests import leftovers
from click.testing import CliRunner
from papers import pages_of, questions_of, strip_of, words
from test_build import PROSE, tree

from examgen import Options, build_exam
from examgen.arrange import arrange
from examgen.cli import cli
from examgen.cli.revisions import rekey_summary
from examgen.corrections import Change, Correction, Rule, rows_in_ids
from examgen.errors import DeliveryError, ExamgenError, TexMissingError, UsageError
from examgen.exam import Layout
from examgen.freezing import freeze, unfreeze
from examgen.model import Text
from examgen.pieces import PieceTable
from examgen.rekey import history_of, rekey
from examgen.runs import RunKind
from examgen.sheets import folders_of, key_sheets

pytestmark = [pytest.mark.tex, pytest.mark.usefixtures("tex_once")]

LABELS = ("A", "B", "C")
#: The choices of the bank by hand, from their letters there.
SOURCE = {"a": "At its source, high in the hills", "d": "Behind the nearest mill"}
SEVERAL = {"a": "Danube", "b": "Sahara", "c": "Mekong"}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build whose bank is gone."""
    folder = tmp_path_factory.mktemp("rekey")
    bank = folder / "rivers.md"
    bank.write_text(PROSE, encoding="utf-8")
    build_exam(bank, folder / "rivers", Options(versions=3, seed="4", audit=False))
    bank.unlink()
    return folder / "rivers"


@pytest.fixture
def out(delivered: Path, tmp_path: Path) -> Path:
    shutil.copytree(delivered, tmp_path / "out" / "rivers")
    return tmp_path / "out" / "rivers"


def accept(*choices: str, version: str | None = None, reason: str = "") -> Change:
    return Change(Rule.ACCEPT, choices, version, reason)


def on_paper(out: Path, label: str, texts: Sequence[str]) -> tuple[int, str]:
    """Return the number of the question that has these choices on a paper, and their letters, both as printed."""
    wanted = tuple(words(text) for text in texts)
    for seen in questions_of(out / "exams" / f"rivers-{label}.pdf"):
        letters = sorted(letter for letter, text in seen.choices.items() if words(text).startswith(wanted))
        if len(letters) == len(texts):
            return seen.number, "".join(letters)
    raise AssertionError(f"{label}: {texts}")


def marks(key: Path) -> list[tuple[str, str]]:
    """Return the letters with a mark, and what stands beside them, in the order printed."""
    lines = [line for page in pages_of(key) for line in page.split("\n")]
    return [(line[2:], words(lines[i + 1])) for i, line in enumerate(lines) if line.startswith("\u25b6 ")]


def rows_of(out: Path, label: str) -> list[dict[str, str]]:
    with (out / "keys" / "answers.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["version"] == label]


def questions_in_json(out: Path, label: str) -> list[dict[str, object]]:
    whole = json.loads((out / "keys" / "answers.json").read_text(encoding="utf-8"))
    return next(list(v["questions"]) for v in whole["versions"] if v["version"] == label)


def test_every_file_has_the_letters_that_the_paper_gives_the_accepted_choices(out: Path) -> None:
    rekey(out, "rv-source", accept("a,d", reason="Mills have springs, 50% of them"), date="2026-11-22")
    grid = pages_of(out / "keys" / "rivers-keys.pdf")[0]
    for label in LABELS:
        number, (first, second) = on_paper(out, label, list(SOURCE.values()))
        key = out / "keys" / f"rivers-{label}-key.pdf"
        strip = strip_of(key, 4)
        assert strip[number - 1] == f"{first}/{second}"
        marked = marks(key)
        for text in SOURCE.values():
            letter = on_paper(out, label, [text])[1]
            # The last choice of a question comes back with the rationale below it.
            assert [seen for seen, beside in marked if beside.startswith(words(text))] == [letter]
        # One is right in two other questions, two in the last one.
        assert len(marked) == 6
        row = rows_of(out, label)[number - 1]
        assert (row["question"], row["answer"], row["rule"], row["points"]) == (
            "rv-source",
            f"{first}/{second}",
            "any",
            "2",
        )
        entry = questions_in_json(out, label)[number - 1]
        assert (entry["answer"], entry["accepted"]) == (None, [[first], [second]])
        head = words(pages_of(key)[0])
        was = on_paper(out, label, [SOURCE["a"]])[1]
        said = (
            f"Revision 2 (2026-11-22): question {number} rv-source: accept {first} or {second} (was {was})."
        )
        assert words(f"{said} Mills have springs, 50% of them") in head
        for page in pages_of(key):
            assert "Revision 2" in page
            assert row["fingerprint"] in page
        assert words(f"{label}{row['fingerprint']}{''.join(strip)}") in words(grid)
    assert words("question rv-source (A") in words(grid)
    assert words("accept a or d (was a). Mills have springs") in words(grid)


def test_what_is_printed_stays_and_what_was_said_is_kept(out: Path, delivered: Path) -> None:
    times = {path: (out / path).stat().st_mtime_ns for path in tree(out)}
    result = rekey(out, "rv-source", accept("d"))
    before, after = tree(delivered), tree(out)
    keys = {path for path in before if path.startswith("keys/")}
    assert len(keys) == 6
    for path in set(before) - keys - {"manifest.json"}:
        assert after[path] == before[path]
        assert (out / path).stat().st_mtime_ns == times[path]
    for path in keys:
        assert after[path] != before[path]
        assert after[path.replace("keys/", "keys/revision-1/")] == before[path]
    new = {"keys/corrections.json", "audit.json"}
    assert set(after) == set(before) | {p.replace("keys/", "keys/revision-1/") for p in keys} | new
    assert set(result.delivery.files) == set(after) - {"manifest.json"}
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["revision"] == 2
    assert {path: record["sha256"] for path, record in manifest["files"].items()} == {
        path: digest for path, digest in after.items() if path != "manifest.json"
    }
    assert leftovers(out) == []


def test_corrections_follow_one_another_and_can_be_taken_back(out: Path, delivered: Path) -> None:
    rekey(out, "rv-several", accept("a+b,a+b+c"))
    number, letters = on_paper(out, "B", [SEVERAL["a"], SEVERAL["b"]])
    three = on_paper(out, "B", list(SEVERAL.values()))[1]
    expected = "/".join(sorted([letters, three]))
    assert strip_of(out / "keys" / "rivers-B-key.pdf", 4)[number - 1] == expected
    assert rows_of(out, "B")[number - 1]["answer"] == expected
    third = rekey(out, "rv-several", Change(Rule.VOID))
    assert (third.points_before, third.points) == (5, 4)
    assert strip_of(out / "keys" / "rivers-B-key.pdf", 4)[number - 1] == "–"
    assert "4 questions, 4 points" in pages_of(out / "keys" / "rivers-B-key.pdf")[0]
    row = rows_of(out, "B")[number - 1]
    assert (row["answer"], row["points"], row["rule"]) == ("-", "0", "void")
    # Nothing is marked in it.
    assert len(marks(out / "keys" / "rivers-B-key.pdf")) == 3
    rekey(out, str(number), Change(Rule.FULL, version="B"))
    assert strip_of(out / "keys" / "rivers-B-key.pdf", 4)[number - 1] == "*"
    rekey(out, "rv-several", Change(Rule.BANK))
    assert (out / "keys/answers.csv").read_bytes() == (delivered / "keys/answers.csv").read_bytes()
    assert "Revision 5" in pages_of(out / "keys" / "rivers-B-key.pdf")[0]
    assert strip_of(out / "keys" / "rivers-B-key.pdf", 4) == strip_of(delivered / "keys/rivers-B-key.pdf", 4)
    assert [(c.revision, c.rule) for c in history_of(out)] == [
        (2, Rule.ACCEPT),
        (3, Rule.VOID),
        (4, Rule.FULL),
        (5, Rule.BANK),
    ]
    assert (out / "keys/revision-1/answers.csv").read_bytes() == (out / "keys/answers.csv").read_bytes()
    assert "–" in strip_of(out / "keys/revision-3/rivers-B-key.pdf", 4)
    assert tree(out)["exams/rivers-B.pdf"] == tree(delivered)["exams/rivers-B.pdf"]


# ---------------------------------------------------------------- what is refused, and what is kept


def refused(out: Path, kind: type[ExamgenError], message: str, asked: str = "rv-source") -> ExamgenError:
    """See that a correction is refused and the folder as it was, and return the error."""
    before = tree(out)
    with pytest.raises(kind, match=message) as error:
        rekey(out, asked, accept("a,d"))
    assert tree(out) == before
    assert leftovers(out) == []
    return error.value


def test_a_folder_that_is_no_build(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    refused(tmp_path / "a", DeliveryError, "holds no build")
    with pytest.raises(DeliveryError, match="does not exist"):
        history_of(tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_an_unknown_question_and_a_changed_or_missing_paper(out: Path) -> None:
    refused(out, UsageError, "no question 'rv-sources'", "rv-sources")
    paper = out / "exams" / "rivers-B.pdf"
    data = paper.read_bytes()
    paper.write_bytes(data + b"\n")
    refused(out, DeliveryError, "'exams/rivers-B.pdf' in .* was changed")
    paper.unlink()
    refused(out, DeliveryError, "'exams/rivers-B.pdf' in .* is gone")
    paper.write_bytes(data)
    (out / "rivers.examgen").unlink()
    refused(out, DeliveryError, "no record")


def test_a_changed_history(out: Path) -> None:
    rekey(out, "rv-mouth", Change(Rule.VOID))
    path = out / "keys" / "corrections.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"revision": 2', '"revision": 7'), encoding="utf-8"
    )
    refused(out, DeliveryError, "changed since")
    path.write_text("[]", encoding="utf-8")
    refused(out, DeliveryError, "changed since")
    path.unlink()
    refused(out, DeliveryError, "cannot be read")


def test_without_tex(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    refused(out, TexMissingError, "pdflatex")


def test_a_key_that_a_person_changed_is_kept_as_theirs(out: Path) -> None:
    edited = out / "keys" / "answers.csv"
    edited.write_text("mine\n", encoding="utf-8")
    (out / "keys" / "notes.txt").write_text("mine too\n", encoding="utf-8")
    result = rekey(out, "rv-source", accept("a,d"))
    assert result.delivery.edited == (("keys/answers.csv", "keys/answers (edited).csv"),)
    assert (out / "keys/answers (edited).csv").read_text(encoding="utf-8") == "mine\n"
    assert (out / "keys/notes.txt").read_text(encoding="utf-8") == "mine too\n"
    assert not (out / "keys/revision-1/answers.csv").exists()
    assert (out / "keys/revision-1/answers.json").exists()
    assert rows_of(out, "A")


def test_a_build_does_not_drop_corrections(out: Path, tmp_path: Path) -> None:
    rekey(out, "rv-source", accept("a,d"))
    before = tree(out)
    bank = tmp_path / "rivers.md"
    bank.write_text(PROSE, encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"corrected after the exam \(revision 2\)"):
        build_exam(bank, out, Options(versions=3, seed="4", audit=False))
    assert tree(out) == before
    rekey(out, "rv-source", Change(Rule.BANK))
    with pytest.raises(DeliveryError, match="all corrections were taken back") as caught:
        build_exam(bank, out, Options(versions=3, audit=False))
    assert "--seed 4 --versions 3 --out FOLDER" in caught.value.hint


@pytest.mark.parametrize(
    ("question", "accepted", "said"),
    [
        (
            "rv-source",
            ["d"],
            "(a) no longer counts; to keep it, too: examgen rekey {out} rv-source --accept a,d",
        ),
        (
            "rv-several",
            ["b"],
            "(a+c) no longer counts; to keep it, too: examgen rekey {out} rv-several --accept a+c,b",
        ),
        ("rv-source", ["a,d"], None),
    ],
)
def test_an_answer_that_no_longer_counts_is_named(
    question: str, accepted: list[str], said: str | None, out: Path
) -> None:
    text = rekey_summary(rekey(out, question, accept(*accepted), audited=False))
    told = [line.strip() for line in text.splitlines() if "no longer" in line]
    assert told == ([said.format(out=out)] if said else [])
    if said:
        words = said.format(out=out).split()
        again = rekey(out, words[-3], accept(words[-1]), audited=False)
        assert {frozenset(ids) for ids in again.correction.accepted} > {again.question.answer}


def test_a_summary_shows_the_authors_letters_and_every_version(out: Path) -> None:
    made = rekey(out, "rv-source", accept("d"), audited=False)
    text = Text("Both [[a]] and [[ c ]]", made.question.choices[3].text.places)
    choices = (*made.question.choices[:3], replace(made.question.choices[3], text=text))
    versions = made.versions[:1] * 27
    lines = rekey_summary(
        replace(made, question=replace(made.question, choices=choices), versions=versions)
    ).splitlines()
    assert "  (d) Both a and c" in lines
    assert sum("question" in line and "(was " in line for line in lines) == 26
    assert f"  and 1 more: see {out / 'keys' / 'answers.csv'}" in lines


def test_a_folder_that_cannot_be_written_gets_no_option_that_is_not_there(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("examgen.publish.delivery._write", full)
    for act in (
        lambda: rekey(out, "rv-source", accept("d"), audited=False),
        lambda: freeze(out, "2026-11-30"),
    ):
        with pytest.raises(DeliveryError, match="the disk is full") as caught:
            act()
        assert (
            caught.value.hint
            == "free some space on it, or copy the folder to another place and work on the copy"
        )


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
@pytest.mark.parametrize("place", ["rekey.run_all", "rekey.to_json", "publish.delivery.Box.swap"])
def test_one_that_is_killed_leaves_the_folder_as_it_was(out: Path, place: str) -> None:
    program = f"""
import os, signal
from examgen import rekey
from examgen.corrections import Change, Rule
import examgen.publish.delivery, examgen.rekey
examgen.{place} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
examgen.rekey.rekey({str(out)!r}, "rv-source", Change(Rule.VOID))
"""
    before = tree(out)
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    assert tree(out) == before
    rekey(out, "rv-source", Change(Rule.FULL))
    assert [each.rule for each in history_of(out)] == [Rule.FULL]
    assert leftovers(out) == []


# ---------------------------------------------------------------- how it looks with many


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(("count", "corrected"), [(120, 4), (121, 4), (130, 40), (12, 12)])
def test_many_questions_and_corrections_fit(count: int, corrected: int, columns: int) -> None:
    asked = exam([question(f"a-question-with-a-long-id-{number}") for number in range(count)])
    history = [
        Correction(n + 2, "2026-11-22", f"a-question-with-a-long-id-{n}", Rule.VOID, (), "because " * 25)
        for n in range(corrected)
    ]
    versions = arrange(asked, "1", 1)
    table = PieceTable(folders_of(asked))
    copy = replace(
        copy_of(asked, 1, layout=Layout(columns=columns, size=14)),
        keys=key_sheets(asked, versions, table, history),
        key_pieces=table,
        corrections=tuple(rows_in_ids(asked, versions, history)),
    )
    for kind in (RunKind.KEYS, RunKind.GRID):
        outcome = typeset(copy, kind)
        assert (outcome.complete, outcome.tall) == (True, ())
        assert outcome.log.count("Overfull") == 0


# ---------------------------------------------------------------- the command


def test_the_command_tells_before_and_after(out: Path) -> None:
    number, letters = on_paper(out, "B", list(SOURCE.values()))
    shown = f"{','.join(letters)}"
    done = CliRunner().invoke(
        cli, ["rekey", str(out), str(number), "--version", "b", "--accept", shown], catch_exceptions=False
    )
    lines = done.stdout.splitlines()
    assert lines[0] == "rv-source: was a; now a or d"
    was = on_paper(out, "B", [SOURCE["a"]])[1]
    assert f"    B  question {number}: {letters[0]} or {letters[1]} (was {was})" in lines
    assert f"  (d) {SOURCE['d']}" in lines
    assert lines[-1] == "  audit: 3 versions, 12 questions, 45 letters: all match"
    listed = CliRunner().invoke(cli, ["rekey", str(out)], catch_exceptions=False).stdout
    assert listed.split()[0] == "2"
    assert listed.split()[2:] == ["rv-source", "accept", "a", "or", "d"]
    as_json = CliRunner().invoke(cli, ["rekey", str(out), "--list", "--json"], catch_exceptions=False).stdout
    assert [each["accepted"] for each in json.loads(as_json)] == [[["a"], ["d"]]]


def test_the_command_can_leave_the_audit_out(out: Path) -> None:
    done = CliRunner().invoke(
        cli, ["rekey", str(out), "rv-source", "--void", "--no-audit", "--json"], catch_exceptions=False
    )
    assert json.loads(done.stdout)["audit"] is None
    assert not (out / "audit.json").exists()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["audit"] == "not made: --no-audit"
    done = CliRunner().invoke(cli, ["audit", str(out)], catch_exceptions=False)
    assert done.stdout == "audit: 3 versions, 12 questions, 45 letters: all match\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rv-source"], "what of question 'rv-source'"),
        (["rv-source", "--void", "--full"], "--void and --full contradict each other"),
        (["rv-source", "--accept", "a,d", "--undo"], "--accept and --undo contradict each other"),
        (["--void"], "--void needs a question\n"),
        (["rv-sourse", "--list"], "no question 'rv-sourse'.*\n.*did you mean 'rv-source'"),
        (["rv-source", "--accept", "a", "d"], "'d' is too much.*\n.*--accept a,d"),
        (["rv-source", "--list", "--void"], "--list changes nothing"),
        (["rv-source", "--void", "--time-limit", "0"], "at least 1 second"),
        (["rv-source", "--void", "--reason", "x" * 300], "room for 200"),
    ],
)
def test_commands_that_contradict_themselves(delivered: Path, arguments: list[str], message: str) -> None:
    before = tree(delivered)
    with pytest.raises(UsageError, match=message):
        CliRunner().invoke(cli, ["rekey", str(delivered), *arguments], catch_exceptions=False)
    assert tree(delivered) == before


def test_corrections_that_a_person_edited_are_refused(out: Path) -> None:
    """What they come to would have no revision of its own."""
    rekey(out, "rv-several", accept("a+b"))
    freeze(out, "2026-11-22")
    path = out / "keys" / "corrections.json"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\n\n", 1))
    with pytest.raises(DeliveryError, match=r"corrections\.json' .* was changed"):
        rekey(out, "rv-mouth", Change(Rule.VOID))
    with pytest.raises(DeliveryError, match=r"corrections\.json' .* not as it was delivered"):
        unfreeze(out)


@pytest.mark.rare
def test_an_exam_may_have_the_name_of_a_revision(tmp_path: Path) -> None:
    bank = tmp_path / "revision-week3.md"
    bank.write_text(PROSE, encoding="utf-8")
    out = tmp_path / "out"
    build_exam(bank, out, Options(versions=1, seed="1", audit=False))
    rekey(out, "rv-several", Change(Rule.FULL))
    rekey(out, "rv-several", Change(Rule.VOID))
    assert (out / "keys" / "revision-1" / "revision-week3-A-key.pdf").is_file()
    assert (out / "keys" / "revision-2" / "revision-week3-A-key.pdf").is_file()
