"""The audit inside a build: nothing wrong is delivered, and what was not audited says so."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from builds_for_tests import tree
from papers import questions_of
from PIL import Image
from test_build import PROSE

from examgen import AuditError, Options, Severity, answers, build_exam, templates
from examgen.audit import team

pytestmark = [pytest.mark.tex, pytest.mark.usefixtures("tex_once")]


@pytest.fixture
def rivers(write_bank: Callable[[str, str], Path]) -> Path:
    return write_bank(PROSE, "rivers.md")


def test_a_build_says_what_the_audit_read(rivers: Path, tmp_path: Path) -> None:
    build = build_exam(rivers, tmp_path / "out", Options(versions=2, seed="1"))
    assert str(build.audit) == "audit: 2 versions, 8 questions, 30 letters: all match"
    manifest = json.loads((build.folder / "manifest.json").read_bytes())
    assert manifest["audit"] == "2 versions, 8 questions, 30 letters: all match"
    assert "audit.json" in manifest["files"]
    papers = json.loads((build.folder / "audit.json").read_bytes())["papers"]
    assert [paper["version"] for paper in papers] == ["A", "B"]
    for paper, built in zip(papers, build.versions, strict=True):
        assert paper["fingerprint"] == built.fingerprint
        assert [question["answer"] for question in paper["questions"]] == list(built.answers)
        seen = questions_of(build.folder / f"exams/rivers-{paper['version']}.pdf")
        assert [number for page in paper["pages"] for number in page] == [read.number for read in seen]


def test_a_build_without_an_audit_says_so(rivers: Path, tmp_path: Path) -> None:
    build = build_exam(rivers, tmp_path / "out", Options(versions=1, seed="1", audit=False))
    assert build.audit is None
    assert json.loads((build.folder / "manifest.json").read_bytes())["audit"] == "not made: --no-audit"
    assert not (build.folder / "audit.json").exists()


def test_a_wrong_letter_is_not_delivered(
    rivers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build_exam(rivers, out, Options(versions=2, seed="1"))
    before = tree(out)
    right = answers.to_csv

    def wrong(*args: object) -> bytes:
        lines = right(*args).decode().splitlines(keepends=True)  # type: ignore[arg-type]
        cells = lines[1].split(",")
        cells[3] = "A" if cells[3] != "A" else "B"
        return "".join([lines[0], ",".join(cells), *lines[2:]]).encode()

    monkeypatch.setattr(answers, "to_csv", wrong)
    with pytest.raises(AuditError, match="1 fault, 0 undecided; nothing was delivered") as caught:
        build_exam(rivers, out, Options(versions=2, seed="1"))
    [problem] = caught.value.problems
    assert re.fullmatch(
        "the audit finds: keys/answers.csv: version A, question 1 'rv-[a-z]+': "
        "answer is [AB], the paper says [A-E]+",
        problem.message,
    )
    assert tree(out) == before
    assert caught.value.exit_code == 6


@pytest.fixture
def twins(tmp_path: Path) -> Path:
    """A bank with two choices that differ in a shade that nobody sees."""
    for name, shade in (("one.png", 200), ("two.png", 201), ("other.png", 0)):
        Image.new("L", (60, 30), shade).save(tmp_path / name)
    bank = tmp_path / "twins.md"
    bank.write_text(
        "1. Which shade is it?\n - (a) ![](one.png)\n - (b) ![](two.png)\n - (c) ![](other.png)\n\nAnswer: (a)\n",
        encoding="utf-8",
    )
    return bank


def test_choices_that_look_the_same_are_not_delivered_unasked(twins: Path, tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="0 faults, 2 undecided") as caught:
        build_exam(twins, tmp_path / "out", Options(versions=1, seed="1"))
    assert all("look the same" in problem.message for problem in caught.value.problems)
    assert "--allow-undecided" in caught.value.problems[0].hint
    assert not (tmp_path / "out").exists()


def test_choices_that_look_the_same_are_warned_of_when_that_is_allowed(twins: Path, tmp_path: Path) -> None:
    build = build_exam(twins, tmp_path / "out", Options(versions=1, seed="1", allow_undecided=True))
    doubts = [problem for problem in build.warnings if problem.code == "undecided"]
    assert len(doubts) == 2
    assert {problem.severity for problem in doubts} == {Severity.WARNING}
    manifest = json.loads((build.folder / "manifest.json").read_bytes())
    assert manifest["audit"].endswith("0 faults, 2 undecided")


def test_templates_in_another_language_pass(rivers: Path, tmp_path: Path) -> None:
    folder = tmp_path / "deutsch"
    templates.copy(folder)
    for name in ("exam.tex", "key.tex", "examgen.sty"):
        text = (folder / name).read_text(encoding="utf-8")
        for english, german in (
            ("Version\\enspace", "Fassung\\enspace"),
            ("{Version}", "{Fassung}"),
            ("in the bank:", "in der Sammlung:"),
            ("Page ", "Seite "),
            (" of ", " von "),
            ("[#3]", "(#3 Punkte)"),
            ("(Select all that apply.)", "(Alle richtigen ankreuzen.)"),
            ("KEY", "LÖSUNG"),
        ):
            text = text.replace(english, german)
        (folder / name).write_text(text, encoding="utf-8")
    assert "Seite " in (folder / "examgen.sty").read_text(encoding="utf-8")
    build = build_exam(rivers, tmp_path / "out", Options(versions=3, seed="1", templates=folder))
    found = build.audit
    assert found
    assert found.passed
    assert str(found).startswith(
        "audit: 3 versions, 12 questions, 45 letters: all match (templates other than "
    )


def test_a_strip_of_many_questions_is_read(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    bank = "".join(
        f"{n}. {{#q{n}}} What is {n} and {n}?\n - (a) {2 * n}\n - (b) {2 * n + 1}\n\nAnswer: (a)\n\n"
        for n in range(1, 151)
    )
    build = build_exam(write_bank(bank), tmp_path / "out", Options(versions=2, seed="1"))
    assert str(build.audit) == "audit: 2 versions, 300 questions, 600 letters: all match"


@pytest.mark.rare
def test_a_program_in_the_working_folder_is_not_run(rivers: Path, tmp_path: Path) -> None:
    for name in ("pypdfium2.py", "numpy.py", "pickle.py", "examgen.py"):
        (tmp_path / name).write_text("open('canary', 'w').write('sung')\nraise SystemExit\n")
    script = Path(sys.executable).with_name("examgen")
    if not script.exists():
        pytest.skip("the command examgen is not beside this Python")
    done = subprocess.run(
        [script, "build", rivers, "--out", "out"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "all match" in done.stdout
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize("program", ["pass", "import sys; sys.stdin.buffer.read(9); print('noise')"])
def test_a_reader_that_ends_is_told(
    program: str, rivers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    monkeypatch.setattr(team, "_start", start)
    with pytest.raises(AuditError, match="reading the PDFs back failed") as caught:
        build_exam(rivers, tmp_path / "out", Options(versions=1, seed="1"))
    assert "--no-audit" in caught.value.hint
    assert not (tmp_path / "out").exists()


def test_no_reader_outlives_its_team() -> None:
    with team.Team(versions=100, cores=2) as readers:
        ids = [process.pid for process in readers._processes]
        assert len(ids) == 2
    for pid in ids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_hyphens_at_the_end_of_a_text_are_read(write_bank: Callable[[str], Path], tmp_path: Path) -> None:
    """PDFium takes one for a word that goes on, when the line below begins with a letter."""
    bank = write_bank(
        "# Ions\n\n1. Which of these is a base, written without its charge, pre-\n"
        " - (a) H+\n - (b) OH-\n - (c) Cl-\n - (d) the prefix anti-\n\nAnswer: b\nWhy: the ion is OH-\n\n"
        "2. Which are left?\n - (a) semi-\n - (b) non-\n\nAnswer: a\nWhy: bi-\n"
    )
    build = build_exam(bank, tmp_path / "out", Options(versions=4, seed="1"))
    assert str(build.audit) == "audit: 4 versions, 8 questions, 24 letters: all match"


@pytest.mark.tex
def test_a_title_that_ends_in_the_next_number_is_no_question(
    write_bank: Callable[[str], Path], tmp_path: Path
) -> None:
    bank = write_bank("# HW2\n\n1. A?\n - (a) Rome\n - (b) Oslo\n\nAnswer: a\nRationale: So.\n")
    build = build_exam(bank, tmp_path / "out", Options(versions=1, seed="1"))
    assert build.versions[0].pages == 2
