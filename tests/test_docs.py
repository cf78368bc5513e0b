"""What the documentation says is run, or compared with the program."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from examgen import Options, build_exam
from examgen.answers import COLUMNS

README = (ROOT / "README.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {re.escape(name)} -->\n```\w*\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no example {name}"
    return found[1]


@pytest.mark.tex
def test_the_readmes_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = example("quiz.md")
    assert len(bank.strip().splitlines()) <= 12
    (tmp_path / "quiz.md").write_text(bank, encoding="utf-8")
    commands = re.findall(
        r"^    (examgen (?:build|check|show|ids) quiz\.md.*?)(?: +#.*)?$", README, re.MULTILINE
    )
    assert len(commands) >= 5
    for command in commands:
        if "--tag" in command:
            continue
        done = subprocess.run(
            [sys.executable, "-m", *command.split()],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stderr == ""
    listed = set(re.findall(r"^    (\w+/quiz-(?:A|A-key|keys|exams)\.pdf)", README, re.MULTILINE))
    assert listed == {
        "exams/quiz-A.pdf",
        "keys/quiz-A-key.pdf",
        "keys/quiz-keys.pdf",
        "print/quiz-exams.pdf",
    }
    assert all((tmp_path / "out" / "quiz" / name).exists() for name in listed)
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(example("python"), {})
    answers = json.loads((tmp_path / "out/quiz/keys/answers.json").read_text(encoding="utf-8"))
    for line, version in zip(printed.getvalue().splitlines(), answers["versions"], strict=True):
        letters = ["".join(question["answer"]) for question in version["questions"]]
        assert line.split() == [version["version"], version["fingerprint"], *letters]


def test_the_commands_page_is_what_the_program_says() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        from commands import TARGET, commands_text
    finally:
        sys.path.pop(0)
    assert TARGET.read_text(encoding="utf-8") == commands_text(), "run: make docs"


def test_links_in_the_documentation_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "templates" / "README.md"]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.tex
def test_the_outputs_page_names_every_file_column_and_key(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    (tmp_path / "quiz.md").write_text(example("quiz.md"), encoding="utf-8")
    build = build_exam(tmp_path / "quiz.md", tmp_path / "out", Options(versions=1, seed="1"))
    assert all(f"`{name}`" in page for name in (*build.delivery.files, "manifest.json"))
    header = (build.folder / "keys" / "answers.csv").read_text(encoding="utf-8").splitlines()[0]
    assert (
        re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)[: len(COLUMNS)]
        == header.split(",")
        == list(COLUMNS)
    )
    whole = json.loads((build.folder / "keys" / "answers.json").read_text(encoding="utf-8"))
    version = whole["versions"][0]
    keys = {*whole, *version, *version["questions"][0]}
    assert keys == set(
        re.findall(r'"(\w+)":', page.partition("## answers.json")[2].partition("`choices` tells")[0])
    ) - {
        "A",
        "B",
        "C",
    }
