"""Delivery: all or nothing, what is refused, and one build at a time."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from builds_for_tests import FIRST, NAMES, build, leftovers, tree, whole

from examgen import publish
from examgen.errors import DeliveryError
from examgen.publish import box
from examgen.publish.lock import Lock

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, signals or modes of files")
ROOT = Path(__file__).parents[1]


@pytest.fixture(params=NAMES)
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / "made with the build" / str(request.param)


def test_a_build_is_delivered_with_its_manifest(out: Path) -> None:
    with publish.stage(out) as stage:
        stage.write("exams/vae-A.pdf", b"abc")
        delivery = stage.deliver({"seed": "2026", "title": "Prüfung"})
    assert delivery == publish.Delivery(out, ("exams/vae-A.pdf",))
    # The sha256 of "abc" is the first example of FIPS 180-2.
    assert (out / "manifest.json").read_text(encoding="utf-8") == textwrap.dedent("""\
        {
         "files": {
          "exams/vae-A.pdf": {
           "bytes": 3,
           "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
          }
         },
         "seed": "2026",
         "title": "Prüfung"
        }
        """)
    assert publish.read_manifest(out) == json.loads((out / "manifest.json").read_bytes())
    assert tree(out).keys() == {"exams/vae-A.pdf", "manifest.json"}
    assert leftovers(out) == []


def test_a_rebuild_replaces_and_removes_what_was_ours(out: Path) -> None:
    build(out, "first")
    delivery = build(out, "second")
    assert whole(out) == "second"
    assert not (out / "print").exists()
    assert not delivery.unchanged
    assert leftovers(out) == []


def test_an_equal_rebuild_is_unchanged(tmp_path: Path) -> None:
    out = tmp_path / "vae"
    assert not build(out, "first").unchanged
    before = tree(out)
    assert build(out, "first").unchanged
    assert tree(out) == before
    (out / "print/all.pdf").unlink()
    assert not build(out, "first").unchanged
    assert build(out, "first").unchanged
    with publish.stage(out) as stage:
        for path, data in FIRST.items():
            stage.write(path, data)
        assert not stage.deliver({"build": "first", "seed": 2}).unchanged


@pytest.mark.parametrize("garbage", [b"", b"{", b"[1]", b'{"name": "a web app"}', b"\xff", b'{"files": 3}'])
def test_a_manifest_of_another_program_is_not_ours(tmp_path: Path, garbage: bytes) -> None:
    assert publish.read_manifest(tmp_path / "missing") is None
    out = tmp_path / "vae"
    out.mkdir()
    (out / "manifest.json").write_bytes(garbage)
    assert publish.read_manifest(out) is None
    with pytest.raises(DeliveryError, match=r"was not made by examgen and already holds 'manifest\.json'"):
        build(out, "first")
    assert tree(out) == {"manifest.json": garbage}
    assert leftovers(out) == []


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "", ".", "a//b", "./a"])
def test_paths_that_lead_elsewhere_are_refused(tmp_path: Path, path: str) -> None:
    record = {"bytes": 1, "sha256": "0"}
    (tmp_path / "manifest.json").write_text(json.dumps({"files": {path: record}}))
    assert publish.read_manifest(tmp_path) is None
    with publish.stage(tmp_path / "vae") as stage, pytest.raises(ValueError, match="not the path of a file"):
        stage.write(path, b"")


def test_misuse_is_refused(tmp_path: Path) -> None:
    with publish.stage(tmp_path / "vae") as stage:
        stage.write("a", b"")
        with pytest.raises(ValueError, match="before"):
            stage.write("a", b"")
        with pytest.raises(ValueError, match=r"manifest\.json"):
            stage.write("manifest.json", b"")
        with pytest.raises(ValueError, match="files"):
            stage.deliver({"files": {}})
        stage.deliver({})
        with pytest.raises(ValueError, match="once"):
            stage.write("b", b"")
    with pytest.raises(ValueError, match="once"):
        stage.deliver({})


def test_an_error_in_the_block_leaves_no_trace(out: Path) -> None:
    def fail() -> None:
        with publish.stage(out) as stage:
            stage.write("a/b.pdf", b"data")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list(out.parents[1].iterdir()) == []
    build(out, "first")
    with pytest.raises(KeyboardInterrupt):
        fail()
    assert whole(out) == "first"
    assert leftovers(out) == []


def test_places_that_cannot_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "home/me").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home/me"))
    (tmp_path / "work/here").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work/here")
    before = sorted(tmp_path.rglob("*"))
    for path, words in [
        ("file", "is a file, not a folder"),
        ("file/vae", "a part of the path is a file"),
        ("work", "is the folder you are in"),
        ("work/here", "is the folder you are in"),
        ("home/me", "home folder"),
        ("x" * 300, "the name is too long"),
    ]:
        with pytest.raises(DeliveryError, match=words) as caught:
            build(tmp_path / path, "first")
        assert "--out" in caught.value.hint
    assert sorted(tmp_path.rglob("*")) == before
    with pytest.raises(DeliveryError, match="is the folder you are in"):
        build(Path(), "first")
    with pytest.raises(DeliveryError):
        build(Path("/"), "first")


def test_an_output_folder_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to("disk", target_is_directory=True)
    build(tmp_path / "link", "first")
    build(tmp_path / "link", "second")
    assert (tmp_path / "link").is_symlink()
    assert whole(tmp_path / "disk") == "second"


@posix
def test_modes_are_those_of_ordinary_files_and_stay(tmp_path: Path) -> None:
    def mode(path: str) -> int:
        return stat.S_IMODE((out / path).stat().st_mode)

    out = tmp_path / "vae"
    before = os.umask(0o027)
    try:
        build(out, "first")
        assert [mode(path) for path in (".", "keys", "keys/answers.csv", "manifest.json")] == [
            0o750,
            0o750,
            0o640,
            0o640,
        ]
        out.chmod(0o700)
        (out / "keys").chmod(0o500)
        (out / "exams/vae-A.pdf").chmod(0o600)
        build(out, "second")
        assert [mode(path) for path in (".", "keys", "exams/vae-A.pdf", "exams/vae-C.pdf")] == [
            0o700,
            0o500,
            0o600,
            0o640,
        ]
        build(out, "first")
    finally:
        os.umask(before)
    assert whole(out) == "first"
    assert leftovers(out) == []


@posix
def test_two_builds_into_one_folder(tmp_path: Path) -> None:
    out = tmp_path / "out/vae"
    with publish.stage(out) as stage:
        stage.write("a", b"")
        with pytest.raises(DeliveryError, match=r"another build is writing to '.*vae'") as caught:
            build(out, "first")
        assert "wait" in caught.value.hint
        build(out.with_name("other"), "first")
        stage.deliver({})
    build(out, "first")
    assert leftovers(out) == ["other"]


def test_a_clearing_away_that_is_interrupted_lets_go_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: Path) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "vae"
    with monkeypatch.context() as patch:
        patch.setattr(box, "discard", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build(out, "first")
    assert whole(out) == "first"
    build(out, "second")
    assert whole(out) == "second"
    assert leftovers(out) == []


@posix
def test_a_forked_worker_does_not_clear_the_stage(tmp_path: Path) -> None:
    code = """
        import os, sys
        from pathlib import Path
        from examgen import publish
        with publish.stage(Path(sys.argv[1])) as stage:
            stage.write("a", b"")
            if not (child := os.fork()):
                stage.__exit__(None, None, None)
                os._exit(0)
            os.waitpid(child, 0)
            stage.deliver({})
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code), tmp_path / "vae"], check=True, cwd=ROOT)
    assert tree(tmp_path / "vae").keys() == {"a", "manifest.json"}
    assert leftovers(tmp_path / "vae") == []


@posix
def test_a_forked_worker_that_outlives_a_killed_build_keeps_no_lock(tmp_path: Path) -> None:
    code = """
        import os, signal, sys
        from pathlib import Path
        from examgen import publish
        with publish.stage(Path(sys.argv[1])):
            if os.fork():
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(1, b"ready")
            os.read(0, 1)
            os._exit(0)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), tmp_path / "vae"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.read(5) == b"ready"
        assert process.wait() == -signal.SIGKILL
        assert len(leftovers(tmp_path / "vae")) == 2
        build(tmp_path / "vae", "first")
    assert whole(tmp_path / "vae") == "first"
    assert leftovers(tmp_path / "vae") == []


def test_a_lock_file_that_its_holder_removes_meanwhile_is_not_a_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    path, real, calls = tmp_path / "lock", fcntl.flock, []

    def released_just_before(fd: int, operation: int) -> None:
        calls.append(fd)
        if len(calls) == 1:
            path.unlink()
        real(fd, operation)

    monkeypatch.setattr(fcntl, "flock", released_just_before)
    lock = Lock(path)
    with pytest.raises(BlockingIOError):
        Lock(path)
    lock.release()
    assert not path.exists()
    assert len(calls) == 3


def test_without_locks_builds_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    out = tmp_path / "vae"
    build(out, "first")
    build(out, "second")
    assert whole(out) == "second"
    assert leftovers(out) == []
