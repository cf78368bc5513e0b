"""TeX in bubblewrap's sandbox: what it sees, what it cannot do, and that no byte depends on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from examgen.doctor import examine, sandbox
from examgen.doctor.sandbox import find_sandbox
from examgen.errors import TypesetError
from examgen.typeset import TexJob, TexOutcome, find_tex, process, run

ENGINE = Path(__file__).parent / "engines" / "script"
DOCUMENT = "\\documentclass{article}\\begin{document}@ $x^2$\\end{document}\n"


@pytest.fixture
def engine(tmp_path: Path) -> str:
    """A TeX that does what the job says, where there is a sandbox for it."""
    path = tmp_path / "bin" / "pdflatex"
    path.parent.mkdir()
    path.write_bytes(ENGINE.read_bytes())
    path.chmod(0o755)
    if missing := find_sandbox(path).missing:
        pytest.skip(f"no sandbox: {missing}")
    return str(path)


def seen(engine: str, script: str) -> list[str]:
    return run(TexJob("x", f"{{ {script}\n}} > job.log 2>&1"), engine).log.split()


def test_it_sees_its_room_and_the_system_only(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "texmf").mkdir()
    (tmp_path / "secret").write_text("x")
    assert seen(engine, "pwd; ls -A") == ["/room", "job.errors", "job.log", "job.tex"]
    assert seen(engine, f"ls -A {tmp_path}") == ["bin", "texmf"]
    places = f"/home /root /etc/passwd /etc/shadow /proc /run /var/log {Path(__file__).parent}"
    assert seen(engine, f"for f in {places}; do test -e $f && echo $f; done; true") == []
    assert set(seen(engine, "ls /etc")) <= {Path(each).name for each in sandbox._SYSTEM if "/etc/" in each}


def test_it_can_write_into_its_room_only(engine: str) -> None:
    script = 'for d in / /usr /etc /var /var/lib "${0%/*}" .; do touch "$d/mark" 2>/dev/null && echo "$d"; done; true'
    assert seen(engine, script) == ["."]


def test_it_has_no_network_and_sees_no_process(engine: str) -> None:
    program = (
        "import os, socket\n"
        "try: socket.create_connection(('127.0.0.1', PORT), 5)\n"
        "except OSError: print('closed')\n"
        "try: os.kill(NUMBER, 0)\n"
        "except ProcessLookupError: print('unseen')\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = program.replace("PORT", str(server.getsockname()[1])).replace("NUMBER", str(os.getpid()))
        job = TexJob("x", "/usr/bin/python3 probe.py > job.log 2>&1", {"probe.py": source.encode()})
        if not Path("/usr/bin/python3").exists():
            pytest.skip("no Python in /usr/bin to look around with")
        assert run(job, engine).log.split() == ["closed", "unseen"]


def test_it_ends_in_the_ways_it_would_outside(engine: str) -> None:
    with pytest.raises(TypesetError, match=r"stopped while it set x \(SIGSEGV\)"):
        run(TexJob("x", "kill -SEGV $$"), engine)
    with pytest.raises(TypesetError, match="took more than 1 seconds on x"):
        run(TexJob("x", "trap '' TERM; sleep 3600 & wait", seconds=1), engine)
    with pytest.raises(TypesetError, match=r"cannot be started: .*not found"):
        run(TexJob("x", "exec /no/such/program"), engine)
    assert not run(TexJob("x", "exit 1"), engine).complete


def test_limits_hold_in_it(engine: str) -> None:
    memory, blocks, seconds = seen(engine, "ulimit -v; ulimit -f; ulimit -t")
    assert int(memory) * 1024 == process.MEMORY_BYTES
    assert int(blocks) * 512 == process.FILE_BYTES
    assert int(seconds) == TexJob("x", "").seconds + 1


@pytest.mark.tex
def test_no_byte_depends_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    if missing := find_sandbox(Path(find_tex())).missing:
        pytest.skip(f"no sandbox: {missing}")
    source = DOCUMENT.replace("@", "\\today")
    inside = run(TexJob("x", source), find_tex())
    monkeypatch.setenv("EXAMGEN_SANDBOX", "off")
    outside = run(TexJob("x", source), find_tex())
    assert inside.complete
    assert inside.pdf == outside.pdf


@pytest.mark.tex
def test_the_hole_in_tex_own_lock_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    r"""``\pdfobj`` reads any file whatever TeX is told. Banks cannot say it; here it would find nothing."""
    if missing := find_sandbox(Path(find_tex())).missing:
        pytest.skip(f"no sandbox: {missing}")
    (tmp_path / "secret").write_text("the-answers-are-bdac")
    source = DOCUMENT.replace("@", rf"\pdfcompresslevel0\immediate\pdfobj stream file {{{tmp_path}/secret}}x")

    def tells(outcome: TexOutcome) -> bool:
        return b"the-answers-are-bdac" in (outcome.pdf or b"")

    assert not tells(run(TexJob("x", source), find_tex()))
    monkeypatch.setenv("EXAMGEN_SANDBOX", "off")
    assert tells(run(TexJob("x", source), find_tex())), "without this the test would prove nothing"


# ---------------------------------------------------------------- whether there is one


@pytest.fixture
def bwrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fake bubblewrap that refuses, as where the kernel does."""
    path = tmp_path / "path" / "bwrap"
    path.parent.mkdir()
    path.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(path.parent))
    monkeypatch.setattr(sys, "platform", "linux")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_where_the_kernel_refuses_tex_runs_without(bwrap: Path, tmp_path: Path) -> None:
    engine = tmp_path / "pdflatex"
    engine.write_bytes(ENGINE.read_bytes())
    engine.chmod(0o755)
    found = find_sandbox(engine)
    assert found.missing == "bubblewrap does not work here: bwrap: No permissions to create new namespace"
    assert run(TexJob("x", "pwd > job.log"), str(engine)).log.startswith(tempfile.gettempdir())
    diagnosis = examine()
    assert (diagnosis.sandbox, diagnosis.no_sandbox) == ("", found.missing)
    bwrap.unlink()
    assert find_sandbox(engine).missing == "bubblewrap is not installed"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_whether_it_works_is_asked_once(bwrap: Path, tmp_path: Path) -> None:
    bwrap.write_text(f'#!/bin/sh\necho asked >> "{tmp_path}/asked"\n')
    for _ in range(3):
        assert find_sandbox(tmp_path / "pdflatex").start
    assert (tmp_path / "asked").read_text() == "asked\n"


def test_a_tex_live_of_its_own_brings_its_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TEXMFHOME", str(tmp_path / "mine"))
    tree = tmp_path / "texlive" / "2024"
    for folder in (
        "home/.texlive2024",
        "home/bin",
        "mine",
        "texlive/texmf-local",
        "texlive/2024/bin/x86_64-linux",
    ):
        (tmp_path / folder).mkdir(parents=True)
    folders = sandbox._own_folders(tree / "bin" / "x86_64-linux" / "pdflatex")
    assert {str(tree), str(tree.parent / "texmf-local"), str(tmp_path / "mine")} < set(folders)
    assert str(tmp_path / "home" / ".texlive2024") in folders
    # A script in ~/bin does not open the home folder.
    script = sandbox._own_folders(tmp_path / "home" / "bin" / "pdflatex")
    assert str(tmp_path / "home") not in script


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to become another person"
)
def test_it_works_for_people_who_are_not_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    found = find_sandbox(Path("/bin/sh"))
    if found.missing:
        pytest.skip(f"no sandbox: {found.missing}")
    start = found.start
    done = subprocess.run(
        [*start, "--", "/bin/true"], user=65534, group=65534, capture_output=True, check=False
    )
    if b"namespace" in done.stderr:
        pytest.skip("the kernel lets only root have namespaces")
    assert done.returncode == 0, done.stderr
