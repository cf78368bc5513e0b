"""The sandbox that TeX runs in where bubblewrap is installed and the kernel lets it work.

In it TeX has no network and sees no other process; of the file system it sees the system's programs and TeX's own
folders, read-only, and as ``/room`` the one folder it may write to. It is a second wall: the first one, TeX's own settings
and limits, stands on every machine.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

#: Where the room is in the sandbox.
ROOM = "/room"
#: Set to ``off`` for a TeX that needs more of the machine than the sandbox shows.
VARIABLE = "EXAMGEN_SANDBOX"

#: What a program needs of the system, and TeX where the systems' packages put it. Of /etc, nothing about people.
_SYSTEM = (
    *("/usr", "/opt", "/nix/store", "/gnu/store"),
    *("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"),
    *("/etc/papersize", "/etc/static", "/etc/texlive", "/etc/texmf"),
    *("/var/lib/texmf", "/var/lib/texlive"),
)
#: On most systems these are links into /usr.
_LINKS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
#: Seconds to wait for the answer whether it works.
_PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Sandbox:
    """How a program is started in the sandbox, or why it cannot be."""

    start: tuple[str, ...]  #: bubblewrap and its options, but for the room; empty: there is no sandbox
    missing: str = ""  #: why there is none

    def command(self, room: Path, command: list[str]) -> list[str]:
        """Return what starts a command in the sandbox with the room as its working folder."""
        return [*self.start, "--bind", str(room), ROOM, "--remount-ro", "/", "--chdir", ROOM, "--", *command]


def find_sandbox(engine: Path) -> Sandbox:
    """Return the sandbox for a TeX engine. Whether it works is tried out, once for each engine."""
    if sys.platform != "linux":
        return Sandbox((), "there is one on Linux only")
    if os.environ.get(VARIABLE) == "off":
        return Sandbox((), f"turned off by {VARIABLE}=off")
    program = shutil.which("bwrap")
    if program is None:
        return Sandbox((), "bubblewrap is not installed")
    start = (os.path.realpath(program), *_options(engine))
    try:
        fault = _fault(start, str(engine))
    except subprocess.TimeoutExpired:
        # On a machine that is very busy: the next run of TeX tries again.
        fault = f"it did not answer in {_PATIENCE} seconds"
    return Sandbox((), f"bubblewrap does not work here: {fault}") if fault else Sandbox(start)


def _options(engine: Path) -> tuple[str, ...]:
    options = ["--unshare-all", "--die-with-parent", "--cap-drop", "ALL"]
    for link in _LINKS:
        if Path(link).is_symlink():
            options += ["--symlink", str(Path(link).readlink()), link]
        else:
            options += ["--ro-bind-try", link, link]
    for folder in (*_SYSTEM, *_own_folders(engine)):
        options += ["--ro-bind-try", folder, folder]
    for device in _DEVICES:
        options += ["--dev-bind-try", device, device]
    return tuple(options)


def _own_folders(engine: Path) -> list[str]:
    """Return where an engine that is no package of the system has its files, and where a person has TeX's."""
    folders = [engine.parent]
    program = Path(os.path.realpath(engine))
    folders.append(program.parent)
    # TeX Live's own installer and TinyTeX: the engine is in bin/x86_64-linux/ of the tree.
    if program.parent.parent.name == "bin" and len(program.parents) > 3:
        folders += [program.parents[2], program.parents[3] / "texmf-local"]
    home = Path(os.environ.get("HOME", ""))
    if home.is_absolute():
        folders += [home / "texmf", *sorted(home.glob(".texlive*"))]
    personal = Path(os.environ.get("TEXMFHOME", ""))
    folders += [personal] if personal.is_absolute() else []
    return list(dict.fromkeys(str(folder) for folder in folders if _is_open(folder)))


def _is_open(folder: Path) -> bool:
    """Return whether there is a folder that this person can look into; bubblewrap stops at one that they cannot."""
    # Path.is_dir raises where the way to it cannot be looked into.
    return folder != Path("/") and os.path.isdir(folder) and os.access(folder, os.R_OK | os.X_OK)  # noqa: PTH112


@functools.cache
def _fault(start: tuple[str, ...], engine: str) -> str:
    """Return what goes wrong when a program is started in the sandbox; empty when nothing does.

    Raises:
        subprocess.TimeoutExpired: it did not answer.
    """
    try:
        done = subprocess.run(
            [
                *start,
                "--remount-ro",
                "/",
                "--",
                "/bin/sh",
                "-c",
                'test -x "$0" || echo "$0 is not seen" >&2',
                engine,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
    except OSError as error:
        return error.strerror or str(error)
    lines = done.stderr.strip().splitlines()
    return (lines or [f"exit code {done.returncode}"])[-1] if done.returncode or lines else ""
