"""Errors and kills at every step of a delivery."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from builds_for_tests import NOTES, SETS, build, leftovers, whole

from examgen import publish
from examgen.errors import DeliveryError
from examgen.publish import box, delivery

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")

TESTS = Path(__file__).parent
#: How many builds are killed at random moments.
KILLS = int(os.environ.get("EXAMGEN_KILLS", "40"))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where the system has one: thousands of small files on a disk take their time."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="examgen-test-", dir="/dev/shm") as folder:
        yield Path(folder)


def run(*command: str | Path) -> str:
    """Run a program of ours and return what it prints."""
    given = os.environ.get("PYTHONPATH")
    paths = os.pathsep.join([str(TESTS.parent), str(TESTS), *([given] if given else [])])
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONWARNINGS": ""},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@posix
@pytest.mark.parametrize("swapping", ["exchange", "fallback"])
def test_a_fault_at_any_step_leaves_a_whole_folder(memory: Path, swapping: str) -> None:
    found = run(TESTS / "faults_for_tests.py", memory, swapping).splitlines()
    away = "away " if swapping == "fallback" else ""
    assert found == [
        f"kill {away}first second",
        "ENOSPC first second",
        "EACCES first second",
        "EIO first second",
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "permission denied"),
        (errno.EIO, "nput/output error"),
    ],
)
@pytest.mark.parametrize("step", ["_write", "mkdtemp", "swap", "hardlink"])
def test_an_error_before_the_swap_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, step: str
) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / NOTES).write_text("mine")

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "some file")

    with monkeypatch.context() as patch:
        if step == "_write":
            patch.setattr(delivery, "_write", fail)
        elif step == "mkdtemp":
            patch.setattr("tempfile.mkdtemp", fail)
        elif step == "swap":
            patch.setattr(box, "exchange", fail)
        else:
            patch.setattr(os, "link", fail)
            patch.setattr("shutil.copy2", fail)
        with pytest.raises(DeliveryError, match=words) as caught:
            build(out, "second")
    assert str(out) in caught.value.message
    assert "some file" in caught.value.message
    assert "--out" in caught.value.hint
    assert whole(out, NOTES) == "first"
    assert leftovers(out) == []


#: Lets forked children build one set and the other in turn, and kills each at a random moment. A cycle of two builds
#: takes some milliseconds.
KILLER = """
    import os, random, select, signal, sys
    from pathlib import Path
    from builds_for_tests import NOTES, SETS, build, whole
    out = Path(sys.argv[1])
    build(out, "first")
    (out / NOTES).write_text("mine")
    draw, seen = random.Random(2026), set()
    for n in range(int(sys.argv[2])):
        ready, begin = os.pipe()
        if not (pid := os.fork()):
            os.write(begin, b"!")
            while True:
                for name in SETS:
                    build(out, name)
        os.read(ready, 1)
        select.select([ready], [], [], draw.uniform(0, 0.03))
        assert os.waitpid(pid, os.WNOHANG) == (0, 0), "the builder ended by itself"
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(ready)
        os.close(begin)
        seen.add(whole(out, NOTES))
        assert (out / NOTES).read_text() == "mine", n
    print(*sorted(seen))
"""


@posix
def test_killed_at_random_moments(memory: Path) -> None:
    out = memory / "it's über" / "vae"
    assert run("-c", textwrap.dedent(KILLER), out, str(KILLS)).split() == sorted(SETS)
    with publish.stage(out):
        pass
    assert whole(out, NOTES)
    assert leftovers(out) == []
