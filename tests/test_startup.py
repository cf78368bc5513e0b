"""What the command line loads before it has anything to do with it.

Modules for one format, one option or one kind of exam take longer to load than a small exam takes to be read, checked and
arranged; whoever asks for nothing of the kind must not wait for them. What is loaded is looked at, in a process of its own,
and not how long it takes, which depends on the machine.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

QUIZ = """# Water

1. What is ice?
 - (a) Solid water
 - (b) Liquid water
 - (c) All of the above

Correct Answer: (a)

Rationale: Ice is water below $0$ degrees.
"""
#: Libraries: of workbooks, Word files, XML, schemas, fonts and pictures.
HEAVY = ("openpyxl", "docx", "lxml", "pydantic", "fontTools", "PIL", "charset_normalizer", "rich")
#: Modules of ours that a plain quiz text does not need.
UNASKED = (
    "examgen.advice.advising",
    "examgen.audit.wideprograms",
    "examgen.formats.html.text",
    "examgen.formats.ids",
    "examgen.formats.moodle.reader",
    "examgen.formats.sheets.xlsx",
    "examgen.formats.yaml.reader",
    "examgen.schema",
    "examgen.scripts.fontdata",
)


def loaded(code: str, folder: Path) -> list[str]:
    """Return which of these modules a fresh process has after it ran some code."""
    told = f"import sys\n{code}\nprint(*(name for name in {HEAVY + UNASKED} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=folder, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()


def ran(*arguments: str) -> str:
    """Return code that runs a command."""
    return f"from examgen.cli import cli\ncli.main({list(arguments)}, standalone_mode=False)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("quiz.md", "quiz.txt"):
        (tmp_path / name).write_text(QUIZ, encoding="utf-8")
    return tmp_path


def test_the_command_line_alone_loads_none_of_it(folder: Path) -> None:
    assert loaded("import examgen.cli", folder) == []
    assert loaded("import examgen.audit.worker", folder) == []


@pytest.mark.parametrize("name", ["quiz.md", "quiz.txt"])
def test_a_quiz_text_is_checked_without_it(name: str, folder: Path) -> None:
    assert loaded(ran("check", name), folder) == []


@pytest.mark.tex
def test_a_quiz_text_is_built_without_it(folder: Path) -> None:
    assert loaded(ran("build", "quiz.txt", "--seed", "1", "--out", "out"), folder) == []
    assert (folder / "out").is_dir()


@pytest.mark.rare
def test_what_is_asked_for_is_loaded(folder: Path) -> None:
    assert "examgen.advice.advising" in loaded(ran("check", "quiz.md", "--advice"), folder)
    assert {"pydantic", "examgen.schema"} <= set(loaded(ran("schema", "bank"), folder))
    assert "lxml" in loaded(ran("convert", "quiz.md", "quiz.xml", "--to", "moodle-xml"), folder)
