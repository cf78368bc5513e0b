"""What people put into a delivered folder stays there."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest
from builds_for_tests import FIRST, NAMES, NOTES, build, leftovers, tree, whole

from examgen import publish
from examgen.errors import DeliveryError
from examgen.publish import box

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs owners and modes of files")


@pytest.mark.parametrize("name", NAMES)
def test_what_people_put_there_is_kept(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
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
    assert delivery.edited == (
        ("exams/vae-C.pdf", "exams/vae-C (edited).pdf"),
        ("z.txt/deep.txt", "z (edited).txt/deep.txt"),
    )
    assert delivery.kept == ()
    assert (out / "exams/vae-C (edited).pdf").read_bytes() == b"a person's C"
    assert (out / "z (edited).txt/deep.txt").read_bytes() == b"deep"
    assert whole(out, "exams/vae-C (edited).pdf", "z (edited).txt/deep.txt") == "second"
    assert leftovers(out) == []


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


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / NOTES).write_text("mine")
    os.utime(out / NOTES, (1000, 1000))
    inode = (out / NOTES).stat().st_ino

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", no_links)
    assert build(out, "second").kept == (NOTES,)
    assert (out / NOTES).read_text() == "mine"
    assert (out / NOTES).stat().st_mtime == 1000
    # The copy was only there until the file itself could be moved.
    assert (out / NOTES).stat().st_ino == inode
    assert whole(out, NOTES) == "second"
    assert leftovers(out) == []


def test_what_appears_during_the_swap_is_moved_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / NOTES).write_text("mine")
    real = box.exchange

    def busy_person(one: Path, other: Path) -> bool:
        (out / "late.txt").write_text("late")
        (out / "late folder").mkdir()
        (out / "exams/vae-A.pdf").write_bytes(b"edited late")
        return real(one, other)

    monkeypatch.setattr(box, "exchange", busy_person)
    delivery = build(out, "second")
    assert delivery.kept == (NOTES, "late.txt")
    assert delivery.edited == (("exams/vae-A.pdf", "exams/vae-A (edited).pdf"),)
    assert whole(out, NOTES, "late.txt", "exams/vae-A (edited).pdf") == "second"
    assert (out / "late folder").is_dir()
    assert leftovers(out) == []


def test_a_disk_inside_the_folder_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / "stick").mkdir()
    (out / "stick/scan.jpg").write_bytes(b"scan")
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path).name == "stick")
    with pytest.raises(DeliveryError, match=r"cannot be replaced as a whole \(at '.*stick'\)"):
        build(out, "second")
    assert whole(out, "stick/scan.jpg") == "first"
    assert leftovers(out) == []


@posix
def test_a_folder_that_only_another_person_can_empty_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    (out / "grading").mkdir()
    (out / "grading/marks.csv").write_text("theirs")
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, _mode: Path(path).name != "grading")
        build(out, "second")
        assert whole(out, "grading/marks.csv") == "second"
        patch.setattr(os, "geteuid", lambda: (out / "grading").stat().st_uid + 1)
        with pytest.raises(DeliveryError, match=r"permission denied \(at '.*grading'\)"):
            build(out, "first")
    assert whole(out, "grading/marks.csv") == "second"
    assert leftovers(out) == []


@posix
def test_a_folder_of_another_person_that_is_open_to_us_moves_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.chmod

    def chmod(path: Path, mode: int, **options: bool) -> None:
        if Path(path).name == "grading" and mode == 0o700:
            raise PermissionError(errno.EPERM, "not yours", str(path))
        real(path, mode, **options)

    out = tmp_path / "vae"
    build(out, "first")
    (out / "grading").mkdir(mode=0o770)
    (out / "grading/marks.csv").write_text("theirs")
    monkeypatch.setattr(os, "chmod", chmod)
    assert build(out, "second").kept == ("grading/marks.csv",)
    assert whole(out, "grading/marks.csv") == "second"
    assert leftovers(out) == []
