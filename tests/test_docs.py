"""What the documentation says is run, or compared with the program."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from conftest import ROOT, run_here

from examgen import Options, build_exam
from examgen.answers import COLUMNS

README = (ROOT / "README.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {re.escape(name)} -->\n```\w*\n(.*?)```", README, re.DOTALL)
    assert found, f"the README has no example {name}"
    return found[1]


OLD_EXAM = r"""\documentclass{exam}
\begin{document}
\begin{questions}
\question Where does a river end?
\begin{choices}
\choice At its source
\CorrectChoice At its mouth
\end{choices}
\end{questions}
\end{document}
"""


@pytest.mark.tex
def test_the_readmes_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = example("quiz.md")
    assert len(bank.strip().splitlines()) <= 12
    (tmp_path / "quiz.md").write_text(bank, encoding="utf-8")
    commands = re.findall(r"^    (examgen (?!templates|doctor).*?)(?: +#.*)?$", README, re.MULTILINE)
    assert {command.split()[1] for command in commands} == {
        *("build", "check", "show", "audit", "ids", "freeze", "reprint", "diff", "rekey", "convert")
    }
    (tmp_path / "old-exam.tex").write_text(OLD_EXAM, encoding="utf-8")
    assert (
        run_here("convert", "quiz.md", "course-export.zip", "--to", "qti-2.1", cwd=tmp_path).returncode == 0
    )
    for command in commands:
        if "--tag" in command:
            continue
        if "out/other" in command:
            shutil.copytree(tmp_path / "out" / "quiz", tmp_path / "out" / "other")
        done = run_here(*command.split()[1:], cwd=tmp_path)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stderr == "" or "course-export" in command or "convert" in command
        if "--seed 2026" in command:
            assert done.stdout == example("summary")
    listed = set(re.findall(r"^    (\w+/quiz-(?:A|A-key|keys|exams)\.pdf)", README, re.MULTILINE))
    assert listed == {
        "exams/quiz-A.pdf",
        "keys/quiz-A-key.pdf",
        "keys/quiz-keys.pdf",
        "print/quiz-exams.pdf",
    }
    assert all((tmp_path / "out" / "quiz" / name).exists() for name in listed)
    # Papers that are marked as printed stay.
    monkeypatch.chdir(tmp_path / "out" / "other")
    shutil.copy(tmp_path / "quiz.md", ".")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(example("python"), {})
    answers = json.loads(Path("out/quiz/keys/answers.json").read_text(encoding="utf-8"))
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
    files = {
        name: set(json.loads((build.folder / name).read_text(encoding="utf-8")))
        for name in ("manifest.json", "audit.json")
    }
    assert fields("audit.json") == files["audit.json"]
    assert fields("manifest.json") == files["manifest.json"] | {"characters", "frozen", "revision"}


def section(title: str) -> str:
    """Return what stands below a heading of the page on outputs."""
    page = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def fields(title: str) -> set[str]:
    """Return what the first column of the table below a heading names."""
    cells = re.findall(r"^\| (`.*?) \|", section(title), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def test_the_outputs_page_names_all_that_json_holds() -> None:
    known = set(re.findall(r"`([\w-]+)`", section("What --json prints")))
    sources = [ROOT / "examgen" / "report.py", *(ROOT / "examgen" / "cli").glob("*.py")]
    written = {
        key.value
        for path in sources
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and function.name.endswith("_view")
        for node in ast.walk(function)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    assert {"fingerprint", "same_breaks", "questions_added", "accepted", "passed"} <= written
    assert written <= known
