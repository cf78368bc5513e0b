"""The rooms of TeX: who may remove them, what is read from them, and what ends a program that fills them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from examgen.errors import TypesetError
from examgen.typeset import TexJob, process, room, run, running

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="needs file locks, and engines that are shell scripts"
)

ENGINE = Path(__file__).parent / "engines" / "script"


@pytest.fixture(autouse=True)
def tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("EXAMGEN_SANDBOX", "off")
    return folder


@pytest.fixture
def engine(tmp_path: Path) -> str:
    """A TeX that does what the job says."""
    path = tmp_path / "pdflatex"
    path.write_bytes(ENGINE.read_bytes())
    path.chmod(0o755)
    return str(path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


HOLDER = """
import sys, tempfile
from examgen.typeset.room import open_room
tempfile.tempdir = sys.argv[1]
with open_room() as room:
    (room / "file").write_text("x")
    print(room, flush=True)
    sys.stdin.read()
"""


def test_a_room_of_a_living_build_stays_and_that_of_a_killed_one_goes(tmp: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    theirs = Path(holder.stdout.readline().strip())
    room._sweep.cache_clear()
    with room.open_room() as ours:
        assert names(tmp) == sorted([theirs.name, ours.name])
    holder.kill()
    holder.communicate()
    room._sweep.cache_clear()
    with room.open_room() as ours:
        assert names(tmp) == [ours.name]
    assert names(tmp) == []


def test_a_room_that_was_closed_by_its_program_goes(tmp: Path) -> None:
    dead = tmp / "examgen-tex-dead"
    (dead / "closed").mkdir(parents=True)
    (dead / "closed" / "file").write_text("x")
    (dead / "closed").chmod(0)
    dead.chmod(0)
    room._sweep.cache_clear()
    with room.open_room():
        pass
    assert names(tmp) == []


def test_links_and_files_with_the_name_of_a_room_stay(tmp: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "file").write_text("x")
    (tmp / "examgen-tex-link").symlink_to(theirs)
    (tmp / "examgen-tex-file").write_text("x")
    room._sweep.cache_clear()
    with room.open_room():
        pass
    assert names(tmp) == ["examgen-tex-file", "examgen-tex-link"]
    assert names(theirs) == ["file"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to make another's folder"
)
def test_rooms_of_others_stay(tmp: Path) -> None:
    theirs = tmp / "examgen-tex-theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    room._sweep.cache_clear()
    with room.open_room():
        pass
    assert names(tmp) == ["examgen-tex-theirs"]


def test_a_room_is_closed_to_others() -> None:
    with room.open_room() as ours:
        assert ours.stat().st_mode & 0o777 == 0o700


def test_only_plain_files_are_read_from_a_room(tmp: Path) -> None:
    (tmp / "file").write_bytes(b"12345678")
    (tmp / "folder").mkdir()
    (tmp / "link").symlink_to(tmp / "file")
    os.mkfifo(tmp / "pipe")
    assert room.read_output(tmp / "file") == b"12345678"
    assert room.read_output(tmp / "file", 8) == b"12345678"
    assert room.read_output(tmp / "file", 4) == b"12\n...\n78"
    assert [room.read_output(tmp / name) for name in ("folder", "link", "pipe", "nothing")] == [None] * 4


def test_a_program_that_fills_its_room_with_many_files_is_ended(
    engine: str, tmp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "ROOM_BYTES", 2 << 20)
    monkeypatch.setattr(process, "LOOK_SECONDS", 0.01)
    script = "for n in 1 2 3 4; do head -c 1000000 /dev/zero > $n; done; sleep 3600"
    with pytest.raises(TypesetError, match="TeX wrote more than 2 MB on x and was stopped"):
        run(TexJob("x", script), engine)
    assert names(tmp) == []


def test_what_a_program_leaves_running_is_ended(engine: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alive")
    end = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    assert run(TexJob("x", f"(trap '' TERM HUP; exec sleep 3600) 3> '{tmp_path}/alive' &"), engine).complete
    os.set_blocking(end, True)
    # Nobody has it open for writing any more.
    assert os.read(end, 1) == b""
    os.close(end)


def test_a_disk_that_is_nearly_full_is_no_place_for_tex(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What TeX wrote last may be missing, and TeX does not say so."""
    monkeypatch.setattr(running, "_SPARE_BYTES", 1 << 62)
    with pytest.raises(TypesetError, match="the disk is full that TeX works on") as caught:
        run(TexJob("x", ":"), engine)
    assert "TMPDIR" in caught.value.hint


def test_a_disk_that_was_full_for_a_moment_is_told(engine: str) -> None:
    """TeX removes the PDF that it could not write, and there is room again."""
    script = "echo '!pdfTeX error: /usr/bin/pdflatex: fwrite() failed' > job.log; exit 1"
    with pytest.raises(TypesetError, match="the disk is full that TeX works on"):
        run(TexJob("x", script), engine)


def test_a_limit_that_is_lower_already_is_kept(engine: str) -> None:
    code = (
        "import resource, sys; from examgen.typeset import TexJob, run\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (7, 7))\n"
        "print(run(TexJob('x', 'ulimit -t > job.log'), sys.argv[1]).log)"
    )
    done = subprocess.run([sys.executable, "-c", code, engine], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "7"


def test_a_room_that_is_swept_before_it_is_locked_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another build may sweep between the two steps."""
    real, made = tempfile.mkdtemp, []

    def swept(*args: str, **named: str) -> str:
        made.append(real(*args, **named))
        if len(made) == 1:
            Path(made[0]).rmdir()
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", swept)
    with room.open_room() as ours:
        assert ours == Path(made[1])
        assert ours.is_dir()
