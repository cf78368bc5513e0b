"""The box of a build and what its remains tell; folders that change places."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

import pytest
from builds_for_tests import NAMES, NOTES, build, leftovers, tree, whole

from examgen import publish
from examgen.errors import DeliveryError
from examgen.publish import box, exchange
from examgen.publish.box import Box
from examgen.publish.carry import Carried


def cannot_exchange(*_: object) -> bool:
    return False


@pytest.mark.parametrize("name", NAMES)
def test_without_an_exchange_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    out = tmp_path / name
    monkeypatch.setattr(box, "exchange", cannot_exchange)
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


def test_a_folder_that_cannot_be_replaced_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "vae"
    build(out, "first")

    def busy(one: Path, other: Path) -> bool:
        raise OSError(errno.EBUSY, "busy", str(one), None, str(other))

    monkeypatch.setattr(box, "exchange", busy)
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
        patch.setattr(box, "exchange", fail)
        patch.setattr(box, "discard", remove_only_the_manifest)
        with pytest.raises(DeliveryError):
            build(out, "second")
    assert len(leftovers(out)) == 1
    with publish.stage(out):
        pass
    assert tree(out) == before
    assert leftovers(out) == []


def test_a_folder_that_a_killed_build_took_away_must_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, lost = tmp_path / "vae", tmp_path / ".vae.examgen-abcdefgh/old"
    build(lost, "first")
    (lost / NOTES).write_text("mine")

    real = Path.rename

    def broken(path: Path, target: Path) -> Path:
        if path == lost:
            raise OSError(errno.EIO, "some error")
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", broken)
        with pytest.raises(DeliveryError, match="some error"):
            build(out, "second")
    assert (publish.read_manifest(out) or {})["build"] == "first"
    assert build(out, "second").kept == (NOTES,)
    assert whole(out, NOTES) == "second"
    assert leftovers(out) == []


def test_a_former_folder_that_cannot_be_put_back_is_put_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / NOTES).write_text("mine")

    def made_anew(_one: Path, folder: Path) -> bool:
        # As when a build was killed between two renames, and a person then made the folder again.
        folder.rename(next(tmp_path.glob(".vae.examgen-*/new")).with_name("old"))
        (folder / "exams").mkdir(parents=True)
        (folder / "exams/draft.tex").write_text("mine, too")
        raise OSError(errno.EIO, "some error")

    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr(box, "exchange", made_anew)
            with pytest.raises(DeliveryError, match="some error"):
                build(out, "second")
        assert tree(out) == {"exams/draft.tex": b"mine, too"}
    assert leftovers(out) == ["vae (former 2)", "vae (former)"]
    assert whole(tmp_path / "vae (former)", NOTES) == "first"
    assert tree(tmp_path / "vae (former 2)") == {"exams/draft.tex": b"mine, too"}


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no exchange on this system")
def test_an_equal_build_of_the_same_moment_is_told_from_the_former_one(tmp_path: Path) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    own = Box.make(out)
    own.new.rmdir()
    build(own.new, "first")
    for folder in (out, own.new):
        os.utime(folder / "manifest.json", (1000, 1000))
    # Too late to be linked: it is in the former folder and nowhere else.
    (out / NOTES).write_text("mine")
    own.swap()
    if not own.new.exists():
        pytest.skip("this file system cannot exchange")
    (killed,) = Box.leftovers(out)
    carried = Carried()
    killed.settle(carried)
    assert carried.kept == [NOTES]
    assert whole(out, NOTES) == "first"
    assert leftovers(out) == []


def test_a_box_of_another_person_does_not_hinder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = tmp_path / ".vae.examgen-abcdefgh"
    theirs.mkdir()
    real = os.stat

    def closed(path: object, **options: bool) -> os.stat_result:
        if isinstance(path, Path) and path.parent == theirs:
            raise PermissionError(errno.EACCES, "closed", str(path))
        return real(path, **options)

    monkeypatch.setattr(os, "stat", closed)
    assert publish.read_manifest(tmp_path / "vae") is None
    build(tmp_path / "vae", "first")
    build(tmp_path / "vae", "second")
    assert whole(tmp_path / "vae") == "second"
    assert leftovers(tmp_path / "vae") == [theirs.name]


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no exchange on this system")
def test_folders_are_exchanged(tmp_path: Path) -> None:
    one, other = tmp_path / "a b", tmp_path / "ü"
    for path in (one, other):
        path.mkdir()
        (path / path.name).touch()
    if not exchange.exchange(one, other):
        pytest.skip("this file system cannot exchange")
    assert (one / "ü").exists()
    assert (other / "a b").exists()
    with pytest.raises(FileNotFoundError):
        exchange.exchange(one, tmp_path / "missing")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux system call")
def test_the_system_call_without_the_function_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_linux_call", lambda _: None)
    test_folders_are_exchanged(tmp_path)
    monkeypatch.setattr(exchange, "_RENAMEAT2", {})
    assert exchange.exchange(tmp_path / "a b", tmp_path / "ü") is False


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.EPERM])
def test_a_system_that_cannot_exchange_is_told_from_folders_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuses(_one: bytes, _other: bytes) -> int:
        ctypes.set_errno(number)
        return -1

    monkeypatch.setattr(exchange, "_exchange_call", lambda: refuses)
    assert exchange.exchange(tmp_path, tmp_path) is False
    number = errno.EBUSY
    with pytest.raises(OSError, match=os.strerror(errno.EBUSY)):
        exchange.exchange(tmp_path, tmp_path)
