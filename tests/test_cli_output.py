"""What the command line prints is printed in one place, and holds nothing that a terminal would obey."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from conftest import ROOT, run_here, some
from test_cli import BAD, GOOD

from examgen.cli.arguments import EXIT_CODES, cli
from examgen.cli.main import main
from examgen.cli.output import Styled, say, say_all, show_problem, show_problems
from examgen.errors import Place, Problem, Severity

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
#: Clears the screen, sets the title of the window, turns the direction of letters.
EVIL = "a\x1b[2J\x1b]0;x\x07\u202eb\x9b1m"


def test_only_one_module_prints() -> None:
    others = [
        f"{path.name}:{node.lineno}"
        for path in (ROOT / "examgen" / "cli").glob("*.py")
        if path.name != "output.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and re.search(
            r"^print$|(^|\.)(secho|style)$|^click\.echo|std(out|err)\.write$|^json\.", ast.unparse(node.func)
        )
    ]
    assert others == []


def test_colours_are_ours_and_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(click, "echo", lambda text, **_where: shown.append(text))
    say(Styled("error: ", "red"), EVIL)
    assert shown == ["\x1b[31merror: \x1b[0ma\\x1b[2J\\x1b]0;x\\x07\\u202eb\\x9b1m"]
    shown.clear()
    warning = Problem("x", "no warning: is said", Place("q.md", 3), severity=Severity.WARNING)
    show_problem(warning)
    show_problem(Problem("x", "no warning: is said", Place("q.md", 3), "mend it"))
    assert shown == [
        "\x1b[1mq.md:3\x1b[0m: \x1b[33mwarning:\x1b[0m no warning: is said",
        "\x1b[1mq.md:3\x1b[0m: no warning: is said\n  hint: mend it",
    ]


def test_of_very_many_problems_the_first_of_each_kind_are_said(tmp_path: Path) -> None:
    extra = "".join(f"Answer: {letter}\n" for letter in "b" * 150)
    bare = "".join(f"\n{number}. Why {number}?\nA) yes\nB) no\n\nRationale: so\n" for number in range(2, 104))
    (tmp_path / "q.md").write_text(f"1. Why?\na) yes\nb) no\nAnswer: a\n{extra}{bare}")
    short = run_here("check", "q.md", cwd=tmp_path)
    whole = run_here("check", "--all", "q.md", cwd=tmp_path)
    assert short.returncode == whole.returncode == 1
    assert len(re.findall("has a second answer line", short.stderr)) == 100
    assert len(re.findall("has a second answer line", whole.stderr)) == 150
    assert len(re.findall("has no correct answer", short.stderr)) == 100
    assert short.stderr.splitlines()[-3:] == [
        "and 2 more errors 'no-answer'",
        "and 50 more errors 'two-answers'",
        "  hint: --all shows them",
    ]
    assert "more errors" not in whole.stderr
    assert "252 errors" in short.stdout
    told = json.loads(run_here("check", "--json", "q.md", cwd=tmp_path).stdout)
    assert len(told) == len(re.findall("^q.md:", whole.stderr, re.MULTILINE))


def test_the_message_after_the_last_shown_is_shown_in_place_of_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(click, "echo", lambda text, **_where: shown.append(click.unstyle(text)))
    warning = Problem("w", "late", Place("q.md", 300), severity=Severity.WARNING)
    errors = [Problem("e", f"wrong {number}", Place("q.md", number)) for number in range(1, 103)]
    say_all(None)
    show_problems([*errors[:101], warning])
    assert len(shown) == 102
    assert shown[-1] == "q.md:300: warning: late"
    shown.clear()
    show_problems([*errors, warning])
    assert shown[-3:] == ["q.md:100: wrong 100", "q.md:300: warning: late", "and 2 more errors 'e'"]


@pytest.mark.parametrize("text", [GOOD, BAD], ids=["good", "bad"])
@pytest.mark.parametrize(
    "command",
    ["check", "show", "check --json", "show --json", "ids", "build --pick 7", "audit out", "templates copy"],
)
def test_names_of_files_are_spelled_out(tmp_path: Path, command: str, text: str) -> None:
    (tmp_path / f"{EVIL}.md").write_text(text.replace("ice", f"ice {EVIL}"), encoding="utf-8")
    done = run_here(*command.split(), f"{EVIL}.md", cwd=tmp_path)
    assert not _CONTROLS.search(done.stdout + done.stderr)
    assert done.stdout + done.stderr
    if "--json" in command:
        json.loads(done.stdout)


def test_what_cannot_be_an_argument_is_spelled_out(tmp_path: Path) -> None:
    for arguments in ([EVIL], ["build", f"--{EVIL}"], ["build", "x.md", "--size", EVIL], ["schema", EVIL]):
        done = run_here(*arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert "Usage: " in done.stderr
        assert not _CONTROLS.search(done.stdout + done.stderr)
    for arguments in (
        ["freeze", EVIL],
        ["reprint", EVIL],
        ["diff", EVIL, EVIL],
        ["rekey", EVIL, EVIL, "--void"],
    ):
        done = run_here(*arguments, cwd=tmp_path)
        assert done.returncode in (1, 2, 5)
        assert "\\x1b" in done.stderr
        assert not _CONTROLS.search(done.stdout + done.stderr)


@pytest.mark.tex
@pytest.mark.rare
def test_folders_and_seeds_are_spelled_out(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD.replace("1. ", "1. {#ice} "), encoding="utf-8")
    out, again = f"out{EVIL}", f"again{EVIL}"
    said = ""
    for arguments in (
        ["build", "good.md", "--seed", EVIL, "--out", out],
        ["build", "good.md", "--out", out, "--json"],
        ["freeze", out, "--to", f"record{EVIL}"],
        ["audit", out],
        ["reprint", out, "--out", again],
        ["rekey", out, "ice", "--full", "--reason", "unclear"],
        ["rekey", out],
        ["rekey", out, "--json"],
        ["diff", out, "other"],
    ):
        if "--full" in arguments:
            shutil.copytree(tmp_path / out, tmp_path / "other")
        done = run_here(*arguments, cwd=tmp_path)
        assert done.returncode == (1 if arguments[0] == "diff" else 0), done.stderr
        said += done.stdout + done.stderr
    assert "\\x1b" in said
    assert not _CONTROLS.search(said)


@pytest.mark.parametrize("encoding", some(["latin-1", "cp1251", "ascii", "utf-8"]))
def test_a_terminal_without_a_character_gets_its_name(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "good.md").write_text(GOOD.replace("Ice is", "é → 𝄞 is"), encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    shown = subprocess.run(
        [sys.executable, "-m", "examgen", "show", "good.md"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        check=False,
    )
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert (b"\\u2192" in shown.stdout) == (encoding in ("latin-1", "cp1251"))
    as_json = subprocess.run(
        [sys.executable, "-m", "examgen", "show", "good.md", "--json"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        check=False,
    )
    assert (as_json.returncode, as_json.stderr) == (0, b"")
    whole = json.loads(as_json.stdout.decode("utf-8" if encoding == "ascii" else encoding))
    assert whole["questions"][0]["rationale"].startswith("é → 𝄞 is")


def ended(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    """Return the exit code of a command that ends in an exception."""

    def fail(**_options: object) -> None:
        raise error

    monkeypatch.setattr(cli, "main", fail)
    # As in a new process: other tests delivered something.
    monkeypatch.setattr("examgen.publish.ending._DELIVERED", [])
    monkeypatch.setattr("examgen.publish.ending._BEGUN", [])
    with pytest.raises(SystemExit) as caught:
        main()
    assert isinstance(caught.value.code, int)
    return caught.value.code


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (MemoryError(), 71, "hint: end other programs"),
        (KeyboardInterrupt(), 130, "interrupted; nothing was delivered"),
        (OSError(28, "No space left on device"), 5, "No space left on device"),
        (
            PermissionError(13, "Permission denied", f"{EVIL}/x"),
            5,
            "/x' cannot be used: Permission denied\n  hint: ",
        ),
        (RuntimeError(EVIL), 70, "a fault in examgen itself: RuntimeError: a\\x1b[2J"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_each_end_has_its_code_and_message(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    said: str,
) -> None:
    assert ended(monkeypatch, error) == code
    assert code in EXIT_CODES
    captured = capsys.readouterr()
    assert said in captured.err
    assert not _CONTROLS.search(captured.err)
    assert captured.out == ""
