"""A program that delivers builds in which the operation on files goes wrong: each one once, in each way.

    faults_for_tests.py FOLDER exchange|fallback

Python announces each operation to an audit hook before it is done; an exception raised there takes its place. Hooks
stay for good, hence a program of its own.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from builds_for_tests import FIRST, NOTES, build, leftovers, whole

from examgen import publish
from examgen.errors import DeliveryError
from examgen.publish import box

MODES = ("kill", "ENOSPC", "EACCES", "EIO")

EVENTS = {
    "fcntl.flock",
    "open",
    "os.chmod",
    "os.link",
    "os.listdir",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.scandir",
    "os.symlink",
    "os.utime",
    "test.exchange",
}
#: Only a broken disk fails to tell what is there.
LOOKS = {"test.stat"}


class Fault:
    """Makes the n-th operation below a folder go wrong, once."""

    def __init__(self, base: Path) -> None:
        self._base = str(base)
        self._left = 0
        self._mode = ""
        sys.addaudithook(self._hook)

    def arm(self, n: int, mode: str) -> None:
        self._left, self._mode = n, mode

    def disarm(self) -> bool:
        """Return whether something went wrong."""
        left, self._left = self._left, 0
        return left == 0

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._left:
            return
        if event not in EVENTS and not (event in LOOKS and self._mode == "EIO"):
            return
        if event in ("open", "test.stat") and self._base not in os.fsdecode(arguments[0]):
            return
        self._left -= 1
        if self._left:
            return
        if self._mode == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        number = getattr(errno, self._mode)
        raise OSError(number, os.strerror(number), "a file")


def announce(event: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with an announcement, where Python makes none."""

    def announced(path: Any, *arguments: Any, **options: Any) -> Any:
        if not isinstance(path, int):
            sys.audit(event, path)
        return function(path, *arguments, **options)

    return announced


def prepare(out: Path) -> None:
    """Deliver the first build, and do what people do to it."""
    build(out, "first")
    (out / NOTES).write_text("mine")
    (out / "empty").mkdir()
    (out / "link").symlink_to("nowhere")
    (out / "exams/vae-A.pdf").write_bytes(b"edited")


def run(fault: Fault, mode: str, n: int, out: Path) -> str:
    """Deliver the second build with a fault at the n-th operation; return ``done``, ``survived``, ``failed`` or ``killed``.

    ``done`` is a build that has less than n operations; ``survived`` one that was delivered all the same.
    """
    if mode == "kill":
        if not (child := os.fork()):
            fault.arm(n, mode)
            build(out, "second")
            os._exit(0)
        return "killed" if os.WIFSIGNALED(os.waitpid(child, 0)[1]) else "done"
    fault.arm(n, mode)
    try:
        build(out, "second")
    except DeliveryError:
        assert fault.disarm()
        return "failed"
    return "survived" if fault.disarm() else "done"


def check(out: Path, ending: str, *, fallback: bool) -> str:
    """Return which build is in the folder after a fault: ``first`` or ``second``, whole, or ``away`` for a while."""
    if not out.exists():
        # In the fallback the folder is away between two renames; the next stage puts it back.
        assert fallback
        assert ending == "killed"
        assert (publish.read_manifest(out) or {})["build"] == "first"
        with publish.stage(out):
            pass
        assert not (out / "z.txt").exists()
        return "away"
    if (out / "z.txt").exists():
        assert whole(out, *PEOPLE) == "second"
        return "second"
    edited = out / "exams/vae-A.pdf"
    assert edited.read_bytes() == b"edited"
    edited.write_bytes(FIRST["exams/vae-A.pdf"])
    assert whole(out, NOTES, "link") == "first"
    edited.write_bytes(b"edited")
    return "first"


PEOPLE = (NOTES, "exams/vae-A (edited).pdf", "link")


def try_all(fault: Fault, mode: str, base: Path, *, fallback: bool) -> set[str]:
    """Let each operation of a delivery go wrong once; return what was found in the folder."""
    seen: list[str] = []
    n, ending = 0, ""
    while ending != "done":
        n += 1
        out = base / mode / str(n) / "vae"
        prepare(out)
        ending = run(fault, mode, n, out)
        try:
            seen.append(check(out, ending, fallback=fallback))
            if ending != "killed":
                assert (ending == "failed") == (seen[-1] == "first")
                # What failed may be the removal of the lock.
                assert set(leftovers(out)) <= {".vae.examgen-lock"}
            build(out, "second")
            assert whole(out, *PEOPLE) == "second"
            assert (out / NOTES).read_text() == "mine"
            assert (out / "exams/vae-A (edited).pdf").read_bytes() == b"edited"
            assert (out / "empty").is_dir()
            assert leftovers(out) == []
        except BaseException as error:
            error.add_note(f"{mode} at operation {n}: {ending}, {seen[-1:]}, {leftovers(out)}")
            raise
    # The hook has met the whole of a delivery: both before and after the swap.
    assert seen.count("first") > 20, seen
    assert seen.count("second") > 20, seen
    return set(seen)


def main() -> None:
    base, fallback = Path(sys.argv[1]), sys.argv[2] == "fallback"
    exchange = (lambda *_: False) if fallback else box.exchange
    box.exchange = announce("test.exchange", exchange)
    os.stat, os.lstat = announce("test.stat", os.stat), announce("test.stat", os.lstat)
    fault = Fault(base)
    for mode in MODES:
        found = sorted(try_all(fault, mode, base, fallback=fallback))
        sys.stdout.write(" ".join([mode, *found]) + "\n")


main()
