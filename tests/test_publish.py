"""Delivery: all or nothing, and what people put into a folder stays."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from examgen import publish, swap
from examgen.errors import DeliveryError

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, signals or modes of files")

#: Two builds that share a file, and each of which has files that the other one has not.
FIRST = {
    "exams/vae-A.pdf": b"first A",
    "exams/vae-B.pdf": b"first B",
    "keys/answers.csv": b"same",
    "print/all.pdf": b"first",
}
SECOND = {
    "exams/vae-A.pdf": b"second A",
    "exams/vae-C.pdf": b"second C",
    "keys/answers.csv": b"same",
    "z.txt": b"second",
}
SETS = {"first": FIRST, "second": SECOND}
NOTES = "keys/my notes.txt"


def build(out: Path, name: str) -> publish.Delivery:
    with publish.stage(out) as stage:
        for path, data in SETS[name].items():
            stage.write(path, data)
        return stage.deliver({"build": name})


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder by relative path; a link is its target."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = os.fsencode(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


def leftovers(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir() if path != out)


def whole(out: Path, *people: str) -> str:
    """Return the name of the build that is in the folder, checked to be whole and alone there."""
    files = tree(out)
    manifest = json.loads(files.pop("manifest.json"))
    for path in people:
        files.pop(path)
    sums = {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in files.items()}
    assert sums == {path: (record["bytes"], record["sha256"]) for path, record in manifest["files"].items()}
    assert files == SETS[manifest["build"]], manifest["build"]
    return str(manifest["build"])


@pytest.fixture(params=["vae", 'it\'s a "quiz" (2)', "Prüfung ✓ 試験"])
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


def test_what_people_put_there_is_kept(out: Path) -> None:
    build(out, "first")
    (out / NOTES).write_text("mine")
    (out / "loose.txt").write_text("mine too")
    (out / "print/scan.jpg").write_bytes(b"scan")
    (out / "empty/inside").mkdir(parents=True)
    (out / "link").symlink_to("nowhere/at all")
    (out / "linked folder").symlink_to(out.parent, target_is_directory=True)
    inode = (out / NOTES).stat().st_ino
    delivery = build(out, "second")
    assert delivery.kept == (NOTES, "link", "linked folder", "loose.txt", "print/scan.jpg")
    assert delivery.edited == ()
    assert whole(out, *delivery.kept) == "second"
    assert (out / "empty/inside").is_dir()
    assert (out / "link").readlink() == Path("nowhere/at all")
    assert (out / "linked folder").is_symlink()
    assert (out / NOTES).stat().st_ino == inode
    assert build(out, "second").kept == delivery.kept
    assert leftovers(out) == []


def test_an_edited_file_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / "exams/vae-A.pdf").write_bytes(b"edited")
    (out / "exams/vae-B.pdf").write_bytes(b"edited, and no longer built")
    delivery = build(out, "second")
    assert delivery.edited == (
        ("exams/vae-A.pdf", "exams/vae-A (edited).pdf"),
        ("exams/vae-B.pdf", "exams/vae-B (edited).pdf"),
    )
    assert whole(out, *(new for _, new in delivery.edited)) == "second"
    (out / "exams/vae-A.pdf").write_bytes(b"edited again")
    again = build(out, "first")
    assert again.edited == (("exams/vae-A.pdf", "exams/vae-A (edited 2).pdf"),)
    assert again.kept == ("exams/vae-A (edited).pdf", "exams/vae-B (edited).pdf")
    assert (out / "exams/vae-A (edited).pdf").read_bytes() == b"edited"
    assert (out / "exams/vae-A (edited 2).pdf").read_bytes() == b"edited again"
    assert whole(out, *again.kept, again.edited[0][1]) == "first"


def test_an_edited_file_takes_no_name_from_another(tmp_path: Path) -> None:
    out = tmp_path / "vae"
    for _ in range(2):
        with publish.stage(out) as stage:
            stage.write("README", b"ours")
            delivery = stage.deliver({})
        if not delivery.kept:
            (out / "README").write_bytes(b"edited")
            (out / "README (edited)").write_bytes(b"a person's")
    assert delivery.kept == ("README (edited)",)
    assert delivery.edited == (("README", "README (edited 2)"),)
    assert (out / "README (edited)").read_bytes() == b"a person's"
    assert (out / "README (edited 2)").read_bytes() == b"edited"


def test_a_file_of_ours_replaced_by_a_link_is_edited(tmp_path: Path) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    secret = tmp_path / "elsewhere.pdf"
    secret.write_bytes(FIRST["exams/vae-A.pdf"])
    (out / "exams/vae-A.pdf").unlink()
    (out / "exams/vae-A.pdf").symlink_to(secret)
    delivery = build(out, "first")
    assert delivery.edited == (("exams/vae-A.pdf", "exams/vae-A (edited).pdf"),)
    assert (out / "exams/vae-A (edited).pdf").readlink() == secret
    assert secret.read_bytes() == FIRST["exams/vae-A.pdf"]


def test_a_person_in_the_way_of_a_new_file_is_moved_aside(tmp_path: Path) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / "exams/vae-C.pdf").write_bytes(b"a person's C")
    (out / "z.txt").mkdir()
    (out / "z.txt/deep.txt").write_bytes(b"deep")
    delivery = build(out, "second")
    assert delivery.edited == (("exams/vae-C.pdf", "exams/vae-C (edited).pdf"),)
    assert (out / "exams/vae-C (edited).pdf").read_bytes() == b"a person's C"
    assert (out / "z (edited).txt/deep.txt").read_bytes() == b"deep"
    assert whole(out, "exams/vae-C (edited).pdf", "z (edited).txt/deep.txt") == "second"
    assert leftovers(out) == []


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / NOTES).write_text("mine")
    os.utime(out / NOTES, (1000, 1000))

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", no_links)
    assert build(out, "second").kept == (NOTES,)
    assert (out / NOTES).read_text() == "mine"
    assert (out / NOTES).stat().st_mtime == 1000
    assert whole(out, NOTES) == "second"
    assert leftovers(out) == []


def test_what_appears_during_the_swap_is_moved_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / NOTES).write_text("mine")
    real = swap.exchange

    def busy_person(one: Path, other: Path) -> bool:
        (out / "late.txt").write_text("late")
        (out / "late folder").mkdir()
        (out / "exams/vae-A.pdf").write_bytes(b"edited late")
        return real(one, other)

    monkeypatch.setattr(swap, "exchange", busy_person)
    delivery = build(out, "second")
    assert delivery.kept == (NOTES, "late.txt")
    assert delivery.edited == (("exams/vae-A.pdf", "exams/vae-A (edited).pdf"),)
    assert whole(out, NOTES, "late.txt", "exams/vae-A (edited).pdf") == "second"
    assert (out / "late folder").is_dir()
    assert leftovers(out) == []


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


def test_a_folder_of_a_person_is_shared_or_refused(tmp_path: Path) -> None:
    out = tmp_path / "vae"
    (out / "exams").mkdir(parents=True)
    (out / "exams/thesis.tex").write_text("mine")
    delivery = build(out, "first")
    assert delivery.kept == ("exams/thesis.tex",)
    assert whole(out, "exams/thesis.tex") == "first"

    theirs = tmp_path / "theirs"
    (theirs / "exams").mkdir(parents=True)
    for name in ("vae-A.pdf", "vae-B.pdf"):
        (theirs / "exams" / name).write_text("mine")
    (theirs / "keys").write_text("a file where our folder goes")
    (theirs / "print").mkdir()
    (theirs / "print/all.pdf").write_text("mine")
    before = tree(theirs)
    with pytest.raises(DeliveryError) as caught:
        build(theirs, "first")
    assert "already holds 'exams/vae-A.pdf', 'exams/vae-B.pdf', 'keys' and 1 more" in caught.value.message
    assert "--out" in caught.value.hint
    assert tree(theirs) == before
    assert leftovers(out) == ["theirs"]


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


@posix
def test_a_forked_worker_neither_keeps_the_lock_nor_clears_the_stage(tmp_path: Path) -> None:
    code = """
        import os, sys
        from pathlib import Path
        from examgen import publish
        out = Path(sys.argv[1])
        read, write = os.pipe()
        with publish.stage(out) as stage:
            stage.write("a", b"")
            if not (child := os.fork()):
                os.close(write)
                stage.__exit__(None, None, None)
                os.read(read, 1)  # lives until the parent is gone
                os._exit(0)
            stage.deliver({})
        with publish.stage(out) as stage:
            stage.deliver({})
        os.close(write)
        os.waitpid(child, 0)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code), tmp_path / "vae"], check=True, cwd=ROOT)
    assert leftovers(tmp_path / "vae") == []


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


# ------------------------------------------------------------------ the swap


def cannot_exchange(*_: object) -> bool:
    return False


def test_without_an_exchange_two_renames_do(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "exchange", cannot_exchange)
    build(out, "first")
    (out / NOTES).write_text("mine")
    (out / "exams/vae-A.pdf").write_bytes(b"edited")
    delivery = build(out, "second")
    assert (delivery.kept, delivery.edited) == (
        (NOTES,),
        (("exams/vae-A.pdf", "exams/vae-A (edited).pdf"),),
    )
    assert whole(out, NOTES, "exams/vae-A (edited).pdf") == "second"
    assert leftovers(out) == []


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no exchange on this system")
def test_folders_are_exchanged(tmp_path: Path) -> None:
    one, other = tmp_path / "a b", tmp_path / "ü"
    for path in (one, other):
        path.mkdir()
        (path / path.name).touch()
    if not swap.exchange(one, other):
        pytest.skip("this file system cannot exchange")
    assert (one / "ü").exists()
    assert (other / "a b").exists()
    with pytest.raises(FileNotFoundError):
        swap.exchange(one, tmp_path / "missing")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux system call")
def test_the_system_call_without_the_function_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_linux_call", lambda _: None)
    test_folders_are_exchanged(tmp_path)
    monkeypatch.setattr(swap, "_RENAMEAT2", {})
    assert swap.exchange(tmp_path / "a b", tmp_path / "ü") is False


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.EPERM])
def test_a_system_that_cannot_exchange_is_told_from_folders_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuses(_one: bytes, _other: bytes) -> int:
        ctypes.set_errno(number)
        return -1

    monkeypatch.setattr(swap, "_exchange_call", lambda: refuses)
    assert swap.exchange(tmp_path, tmp_path) is False
    number = errno.EBUSY
    with pytest.raises(OSError, match=os.strerror(errno.EBUSY)):
        swap.exchange(tmp_path, tmp_path)


def test_a_folder_that_cannot_be_replaced_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "vae"
    build(out, "first")

    def busy(one: Path, other: Path) -> bool:
        raise OSError(errno.EBUSY, "busy", str(one), None, str(other))

    monkeypatch.setattr(swap, "exchange", busy)
    with pytest.raises(DeliveryError, match="cannot be replaced as a whole") as caught:
        build(out, "second")
    assert "inside it" in caught.value.hint
    assert whole(out) == "first"
    assert leftovers(out) == []


def test_clearing_away_a_complete_build_can_be_cut_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / NOTES).write_text("mine")
    before = tree(out)

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "some error")

    def remove_only_the_manifest(folder: Path) -> None:
        (folder / "new/manifest.json").unlink()
        fail()

    with monkeypatch.context() as patch:
        patch.setattr(swap, "exchange", fail)
        patch.setattr(swap, "discard", remove_only_the_manifest)
        with pytest.raises(DeliveryError):
            build(out, "second")
    assert len(leftovers(out)) == 1
    with publish.stage(out):
        pass
    assert tree(out) == before
    assert leftovers(out) == []


# ------------------------------------------------------------------ errors and kills at every step

ROOT = Path(__file__).resolve().parents[1]

#: Runs a build in forked children, in the n-th of which the n-th operation on files goes wrong. Python
#: announces each operation to an audit hook before it is done; an exception raised there takes its place.
FAULTS = """
    import errno, os, signal, sys
    from pathlib import Path
    base, mode, fallback = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "fallback"
    sys.path[:0] = sys.argv[4:]
    import test_publish as t
    from examgen import publish, swap
    from examgen.errors import DeliveryError

    EVENTS = {"open", "os.mkdir", "os.rename", "os.link", "os.symlink", "os.remove", "os.rmdir", "os.chmod",
              "os.scandir", "os.listdir", "os.utime", "fcntl.flock", "test.exchange"}
    left = None

    def hook(event, arguments):
        global left
        if left is None or event not in EVENTS:
            return
        if event == "open" and str(base) not in os.fsdecode(arguments[0]):
            return
        left -= 1
        if left:
            return
        if mode == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(getattr(errno, mode), os.strerror(getattr(errno, mode)), "a file")

    real = swap.exchange

    def exchange(one, other):
        sys.audit("test.exchange")
        return False if fallback else real(one, other)

    swap.exchange = exchange
    sys.addaudithook(hook)

    def child(n, out, name):
        global left
        left = n
        try:
            delivery = t.build(out, name)
        except DeliveryError:
            os._exit(1)
        finally:
            done, left = left > 0, None
        os._exit(0 if done else 2)

    PEOPLE = [t.NOTES, "exams/vae-A (edited).pdf", "link"]
    n, seen = 0, []
    while True:
        n += 1
        box = base / str(n)
        out = box / "vae"
        t.build(out, "first")
        (out / t.NOTES).write_text("mine")
        (out / "empty").mkdir()
        (out / "link").symlink_to("nowhere")
        (out / "exams/vae-A.pdf").write_bytes(b"edited")
        if not (pid := os.fork()):
            child(n, out, "second")
        status = os.waitpid(pid, 0)[1]
        killed, code = os.WIFSIGNALED(status), os.waitstatus_to_exitcode(status)
        assert killed == (mode == "kill") or code == 0, (n, code)
        # In the fallback the folder is away between two renames; the next stage puts it back.
        if not out.exists():
            assert fallback and killed, n
            seen.append("away")
            with publish.stage(out):
                pass
        if (out / "z.txt").exists():
            assert t.whole(out, *PEOPLE) == "second", n
            seen.append("second")
        else:
            assert (out / "exams/vae-A.pdf").read_bytes() == b"edited", n
            (out / "exams/vae-A.pdf").write_bytes(t.FIRST["exams/vae-A.pdf"])
            assert t.whole(out, t.NOTES, "link") == "first", n
            (out / "exams/vae-A.pdf").write_bytes(b"edited")
            seen.append("first")
        if not killed:
            assert (code == 1) == (seen[-1] == "first"), (n, code, seen[-1])
        t.build(out, "second")
        assert t.whole(out, *PEOPLE) == "second", n
        assert (out / t.NOTES).read_text() == "mine", n
        assert (out / "exams/vae-A (edited).pdf").read_bytes() == b"edited", n
        assert (out / "empty").is_dir(), n
        assert t.leftovers(out) == [], (n, t.leftovers(out))
        if code == 0 and not killed:
            break
    # The hook has met the whole of a delivery: both before and after the swap.
    assert seen.count("first") > 20 and seen.count("second") > 20, seen
    print(" ".join(sorted(set(seen))))
"""


@posix
@pytest.mark.parametrize("swapping", ["exchange", "fallback"])
@pytest.mark.parametrize("mode", ["kill", "ENOSPC", "EACCES", "EIO"])
def test_a_fault_at_any_step_leaves_a_whole_folder(tmp_path: Path, mode: str, swapping: str) -> None:
    code = textwrap.dedent(FAULTS)
    paths = [str(ROOT), str(ROOT / "tests")]
    run = subprocess.run(
        [sys.executable, "-c", code, tmp_path, mode, swapping, *paths], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    expected = "away first second" if (mode, swapping) == ("kill", "fallback") else "first second"
    assert run.stdout.strip() == expected


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
            patch.setattr(publish, "_write", fail)
        elif step == "mkdtemp":
            patch.setattr("tempfile.mkdtemp", fail)
        elif step == "swap":
            patch.setattr(swap, "exchange", fail)
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
KILLS = """
    import os, random, select, signal, sys
    from pathlib import Path
    out = Path(sys.argv[1])
    sys.path[:0] = sys.argv[2:]
    import test_publish as t
    t.build(out, "first")
    (out / t.NOTES).write_text("mine")
    draw, seen = random.Random(2026), set()
    for n in range(120):
        ready, begin = os.pipe()
        if not (pid := os.fork()):
            os.write(begin, b"!")
            while True:
                for name in t.SETS:
                    t.build(out, name)
        os.read(ready, 1)
        select.select([ready], [], [], draw.uniform(0, 0.03))
        assert os.waitpid(pid, os.WNOHANG) == (0, 0), "the builder ended by itself"
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(ready)
        os.close(begin)
        seen.add(t.whole(out, t.NOTES))
        assert (out / t.NOTES).read_text() == "mine", n
    print(*sorted(seen))
"""


@posix
def test_killed_at_random_moments(tmp_path: Path) -> None:
    out = tmp_path / "it's über" / "vae"
    command = [sys.executable, "-c", textwrap.dedent(KILLS), out, str(ROOT), str(ROOT / "tests")]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == sorted(SETS)
    with publish.stage(out):
        pass
    assert whole(out, NOTES)
    assert leftovers(out) == []
