"""The command line as a stranger uses it, mistakes included."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import ROOT, run_here

from examgen.build import Options
from examgen.errors import UsageError

GOOD = """# Water

1. What is ice?
a) Solid water
b) Liquid water
Answer: a
Rationale: Ice is water below its melting point.
"""
BAD = """# Water

1. What is ice?
a) Solid water
b) Solid water

2. What is steam?
a) Hot $\frac{1$ steam
b) Cold
Answer: d
"""


def run(
    *arguments: str | Path, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    if env is None:
        return run_here(*arguments, cwd=cwd)
    return subprocess.run(
        [sys.executable, "-m", "examgen", *map(str, arguments)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    return tmp_path


@pytest.mark.tex
def test_build_puts_everything_in_the_folder_it_names(folder: Path) -> None:
    done = run("build", "good.md", "--versions", "2", "--seed", "2026", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Water: 1 question, 2 versions (A, B)" in done.stdout
    assert "seed    2026" in done.stdout
    out = folder / "out" / "good"
    assert {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()} == {
        "exams/good-A.pdf",
        "exams/good-B.pdf",
        "keys/good-A-key.pdf",
        "keys/good-B-key.pdf",
        "keys/good-keys.pdf",
        "keys/answers.csv",
        "keys/answers.json",
        "print/good-exams.pdf",
        "audit.json",
        "good.examgen",
        "manifest.json",
    }
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["scheme"]) == ("2026", "examgen-1")


@pytest.mark.tex
def test_an_exam_of_several_files_has_the_name_that_is_given(folder: Path) -> None:
    (folder / "more.md").write_text(
        "---\ninstructions: No pens.\ncourse: Law\n---\n1. {#more} Why?\n(a) x\n(b) y\n\nAnswer: a\n\nRationale: z\n"
    )
    command = (
        "build",
        "good.md",
        "more.md",
        "-n",
        "1",
        "--no-audit",
        "--name",
        "mid-1",
        "--instructions",
        "Read.",
    )
    done = run(*command, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "the course 'Law' of 'more.md' is not printed" in done.stderr
    assert "instructions" not in done.stderr
    assert (folder / "out" / "mid-1" / "exams" / "mid-1-A.pdf").exists()


@pytest.mark.parametrize("name", ["a/b", "..", " a", "-a", "a\nb", "a:b"])
def test_an_exam_has_no_name_that_files_cannot_have(name: str) -> None:
    with pytest.raises(UsageError, match="its files could not be"):
        Options(name=name)


@pytest.mark.tex
def test_build_json_is_for_programs(folder: Path) -> None:
    done = run("build", "good.md", "--seed", "x", "--json", "--out", "there", cwd=folder)
    result = json.loads(done.stdout)
    assert result["folder"] == "there"
    assert [version["version"] for version in result["versions"]] == ["A", "B", "C", "D"]
    assert set(result["files"]) == {
        str(p.relative_to(folder / "there"))
        for p in (folder / "there").rglob("*")
        if p.is_file() and p.name != "manifest.json"
    }


def test_check_tells_every_problem_with_place_and_remedy(folder: Path) -> None:
    done = run("check", "bad.md", cwd=folder)
    assert done.returncode == 1
    places = [line.split(": ")[0] for line in done.stderr.splitlines() if line.startswith("bad.md")]
    assert {"bad.md:3:1", "bad.md:5:1", "bad.md:8:8", "bad.md:10:9"} <= set(places)
    assert done.stderr.count("hint:") == len(places)
    assert "Traceback" not in done.stderr
    as_json = run("check", "bad.md", "--json", cwd=folder)
    assert as_json.returncode == 1
    assert {f"{p['file']}:{p['line']}:{p['column']}" for p in json.loads(as_json.stdout)} == set(places)


def test_a_build_of_a_bad_bank_makes_nothing(folder: Path) -> None:
    done = run("build", "bad.md", cwd=folder)
    assert done.returncode == 1
    assert "errors: nothing was built" in done.stderr
    assert not (folder / "out").exists()


def test_check_of_a_good_bank_is_quiet(folder: Path) -> None:
    done = run("check", "good.md", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 question: 0 errors, 0 warnings\n", "")


def test_show_gives_the_bank_as_understood(folder: Path) -> None:
    shown = json.loads(run("show", "good.md", "--json", cwd=folder).stdout)
    assert shown["title"] == "Water"
    assert shown["questions"][0]["choices"][0] == {
        **shown["questions"][0]["choices"][0],
        "id": "a",
        "text": "Solid water",
        "correct": True,
    }
    assert shown["questions"][0]["line"] == 3
    text = run("show", "good.md", cwd=folder).stdout
    assert " * (a) Solid water" in text
    assert "   (b) Liquid water" in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["build", "nowhere.md"], 1, "nowhere.md"),
        (["build", "."], 1, "folder"),
        (["build"], 2, "Missing argument"),
        (["build", "good.md", "--versions", "0"], 2, "at least 1 version"),
        (["build", "good.md", "--versions", "many"], 2, "not a valid integer"),
        (["build", "good.md", "--size", "9"], 2, "'9' is not one of"),
        (["build", "good.md", "--columns", "3"], 2, "'3' is not one of"),
        (["build", "good.md", "--pick", "2"], 1, "2 questions are asked for, and the bank has 1"),
        (["build", "good.md", "--pick", "2,3"], 2, "to name questions, write --only 2,3"),
        (["build", "good.md", "--only", "snow"], 1, "the bank has no question 'snow'"),
        (["build", "good.md", "--pick", "0"], 2, "at least 1 question"),
        (["build", "good.md", "--seed", " "], 2, "the seed is empty"),
        (["templates", "copy", "good.md/there"], 5, "cannot be copied"),
        (["build", "good.md", "--tag", "ice"], 1, "no question has the tag 'ice'"),
        (["build", "good.md", "--templates", "nowhere"], 4, "examgen templates copy nowhere"),
        (["build", "good.md", "--out", "good.md"], 5, "good.md"),
        (["biuld", "good.md"], 2, "No such command 'biuld'"),
        (["good.md"], 2, "To print an exam of it: examgen build good.md"),
        (["help"], 2, "Did you mean '--help'?"),
        (["ids", "nowhere.md"], 1, "nowhere.md"),
        (["ids", "."], 1, "folder"),
        (["show", "nowhere.md"], 1, "nowhere.md"),
        (["build", "good.md", "--templates", "good.md"], 4, "is a file"),
        (["audit", "nowhere"], 5, "'nowhere' does not exist"),
        (["audit", "good.md", "out"], 5, "'good.md' is a file"),
        (["audit", "."], 5, "examgen audit out/quiz"),
        (["freeze", "nowhere"], 5, "'nowhere'"),
        (["freeze", "."], 5, "holds no build"),
        (["freeze", ".", "--date", "30.11.2026"], 2, "2026-11-30"),
        (["reprint", "nowhere"], 5, "'nowhere'"),
        (["reprint", "good.md"], 5, "'good.md'"),
        (["diff", "nowhere", "."], 5, "'nowhere'"),
        (["diff", "."], 2, "Missing argument 'NEW'"),
        (["rekey", "nowhere", "ice", "--void"], 5, "'nowhere'"),
        (["rekey", ".", "--void"], 2, "QUESTION"),
        (["rekey", ".", "ice"], 2, "--accept c,d"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_mistakes_get_a_line_and_a_code(folder: Path, arguments: Sequence[str], code: int, said: str) -> None:
    done = run_here(*arguments, cwd=folder)
    assert said in done.stderr
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (folder / "out").exists()


def test_without_tex_the_install_command_is_told(folder: Path) -> None:
    empty = folder / "bin"
    empty.mkdir()
    env = {**os.environ, "PATH": str(empty), "HOME": str(folder)}
    done = run("build", "good.md", cwd=folder, env=env)
    assert done.returncode == 3
    assert "hint:" in done.stderr
    assert not (folder / "out").exists()
    assert run("doctor", cwd=folder, env=env).returncode == 3


@pytest.mark.tex
def test_doctor_finds_what_is_there(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pdfTeX" in done.stdout


def test_ids_are_written_into_the_file_and_nothing_else_changes(folder: Path) -> None:
    before = json.loads(run("show", "good.md", "--json", cwd=folder).stdout)
    (folder / "good.md").chmod(0o640)
    done = run("ids", "good.md", cwd=folder)
    assert done.stdout == "good.md: 1 id written\n"
    after = json.loads(run("show", "good.md", "--json", cwd=folder).stdout)
    assert after["questions"][0]["id"] == before["questions"][0]["id"]
    text = (folder / "good.md").read_text(encoding="utf-8")
    written = "{#" + before["questions"][0]["id"] + "} "
    assert text.replace(written, "") == GOOD
    assert (folder / "good.md").stat().st_mode & 0o777 == 0o640
    assert run("ids", "good.md", cwd=folder).stdout == "good.md: 0 ids written\n"


@pytest.mark.rare
@pytest.mark.tex
def test_copied_templates_build_the_same_papers(folder: Path) -> None:
    assert run("templates", "copy", "mine", cwd=folder).returncode == 0
    again = run("templates", "copy", "mine", cwd=folder)
    assert again.returncode == 4
    assert "already holds" in again.stderr
    run("build", "good.md", "--seed", "1", "--out", "one", cwd=folder)
    assert (
        run("build", "good.md", "--seed", "1", "--out", "two", "--templates", "mine", cwd=folder).returncode
        == 0
    )
    name = "exams/good-A.pdf"
    assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
    template = folder / "mine" / "exam.tex"
    lines = template.read_text(encoding="utf-8").splitlines()
    lines.insert(3, r"\VAR{exam.nonsense}")
    template.write_text("\n".join(lines), encoding="utf-8")
    broken = run("build", "good.md", "--templates", "mine", cwd=folder)
    assert broken.returncode == 4
    assert "mine/exam.tex:4: " in broken.stderr
    assert "nonsense" in broken.stderr


@pytest.mark.tex
def test_progress_is_for_terminals_only(folder: Path) -> None:
    try:
        main, other = pty.openpty()
    except OSError:
        pytest.skip("this system gives no pseudo-terminal")
    process = subprocess.Popen(
        [sys.executable, "-m", "examgen", "build", "good.md"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=other,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(other)
    shown = b""
    while True:
        try:
            part = os.read(main, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    summary, _ = process.communicate()
    os.close(main)
    assert process.returncode == 0
    assert b"typesetting" in shown
    assert summary.decode().startswith("Water: 1 question")


def test_the_schemas_are_printed(tmp_path: Path) -> None:
    for name in ("bank", "show"):
        printed = run("schema", name, cwd=tmp_path).stdout
        assert printed == (ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8")


def test_a_reader_that_goes_away_is_no_fault(folder: Path, write_bank: Callable[..., Path]) -> None:
    many = "".join(
        f"{i}. Is {i} a number?\na) Yes\nb) No\nAnswer: a\nRationale: It is.\n\n" for i in range(1, 2000)
    )
    write_bank(many, "many.md")
    process = subprocess.Popen(
        f"{sys.executable} -m examgen show many.md | head -n 1",
        shell=True,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    out, err = process.communicate()
    assert len(out.splitlines()) == 1
    assert err == ""


@pytest.mark.tex
def test_another_exam_does_not_take_the_place_of_one(folder: Path) -> None:
    (folder / "other.md").write_text(GOOD, encoding="utf-8")
    assert run("build", "good.md", "--out", "there", cwd=folder).returncode == 0
    done = run("build", "other.md", "--out", "there", cwd=folder)
    assert done.returncode == 5
    assert "there holds the exam 'good', and this one is 'other'" in done.stderr
    assert "--name good" in done.stderr
    assert (folder / "there" / "exams" / "good-A.pdf").exists()


@pytest.mark.tex
def test_a_build_that_is_ended_by_a_signal_leaves_nothing(folder: Path) -> None:
    (folder / "tmp").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "examgen", "build", "good.md", "--versions", "2000"],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
        stderr=subprocess.PIPE,
        text=True,
    )
    while not list((folder / "tmp").iterdir()):
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate()
    assert process.returncode == 128 + signal.SIGTERM
    assert said == "examgen: stopped; nothing was changed\n"
    assert not list((folder / "tmp").iterdir())
    assert not [path for path in folder.glob("out/*") if not path.name.endswith("-lock")]


@pytest.mark.tex
def test_an_audit_with_an_edited_bank_tells_that_it_was_edited(folder: Path) -> None:
    run("build", "good.md", "--versions", "1", cwd=folder)
    (folder / "new.md").write_text(GOOD.replace("Liquid water", "Wet water"), encoding="utf-8")
    done = run("audit", "out/good", "new.md", cwd=folder)
    assert done.returncode == 6
    assert "hint: new.md is not as the exam was made from" in done.stderr
    assert "0 faults" not in done.stdout
    same = run("audit", "out/good", "good.md", cwd=folder)
    assert (same.returncode, same.stderr) == (0, "")
    bad = run("audit", "out/good", "bad.md", cwd=folder)
    assert bad.returncode == 1
    assert "nothing was built" not in bad.stderr


@pytest.mark.tex
def test_a_copy_of_the_record_goes_into_a_folder_or_a_file(folder: Path) -> None:
    run("build", "good.md", "--versions", "1", cwd=folder)
    for to in ("backup/", "mine.examgen"):
        assert run("freeze", "out/good", "--to", to, cwd=folder).returncode == 0
    copies = [(folder / name).read_bytes() for name in ("backup/good.examgen", "mine.examgen")]
    assert copies == [(folder / "out/good/good.examgen").read_bytes()] * 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_named(folder: Path) -> None:
    (folder / "secret").mkdir(mode=0o000)
    for arguments in (["audit", "secret/x"], ["templates", "copy", "secret/x"], ["reprint", "secret/x"]):
        done = run(*arguments, cwd=folder)
        assert done.returncode == 5
        assert "secret" in done.stderr
        assert "hint:" in done.stderr


def test_output_that_cannot_be_written_is_told(folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "examgen", "check", "good.md"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 5
    assert "the output cannot be written" in done.stderr
