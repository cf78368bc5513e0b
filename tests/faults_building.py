"""A former build, a bank, a temporary folder and a home, in which a build goes wrong; and what must be so afterwards.

The build is the command line in a process of its own, with nothing of the test's environment but PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import compress, crc32

ROOT = Path(__file__).parents[1]
ENGINES = Path(__file__).parent / "engines"
QUIZ = r"""Quiz: Faults

1. What is $1 + 1$?
- (a) Two.
- (b) Three.
Correct Answer: (a)
Rationale: By counting.

2. Which picture is it?
![](dot.png)
- (a) A dot.
- (b) A line.
Correct Answer: (a)
"""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + crc32(kind + data).to_bytes(4, "big")


#: A PNG of one white dot (PNG specification, section 5).
DOT = b"".join(
    [
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
        _chunk(b"IDAT", compress(b"\x00\xff")),
        _chunk(b"IEND", b""),
    ]
)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass
class Place:
    """Where a build goes wrong."""

    base: Path  #: nobody else's; its path is in the environment of every process of the build
    bank: Path
    out: Path
    tmp: Path
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, base: Path, *, bank: str = "bank", out: str = "out", tmp: str = "tmp") -> Place:
        """Make the folders, each by its path in ``base``, and write the bank."""
        place = cls(base, base / bank / "quiz.md", base / out / "quiz", base / tmp)
        for folder in (place.bank.parent, place.out.parent, place.tmp, base / "home"):
            folder.mkdir(parents=True, exist_ok=True)
        place.bank.write_text(QUIZ, encoding="utf-8")
        (place.bank.parent / "dot.png").write_bytes(DOT)
        place.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(base / "home"),
            "TMPDIR": str(place.tmp),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
            # Of Python, too: a file that is left open shows up as a warning. A signal may come inside Popen, which
            # nobody can wait for then; that nothing is left running is asked of the system.
            "PYTHONWARNINGS": "error,ignore:subprocess",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return place

    def with_engine(self, name: str, script: str = "") -> None:
        """Put a fake TeX before the real one; ``script`` is what the engine ``told`` does."""
        program = self.base / "bin" / "pdflatex"
        program.parent.mkdir(exist_ok=True)
        shutil.copyfile(ENGINES / name, program)
        program.chmod(0o755)
        (self.base / "home" / "script").write_text(script)
        self.environment["PATH"] = f"{program.parent}{os.pathsep}{self.environment['PATH']}"
        # Fake engines look into HOME, which the sandbox does not show.
        self.environment["EXAMGEN_SANDBOX"] = "off"

    def command(self, *options: str, seed: str = "new") -> list[str]:
        bank, out = str(self.bank), str(self.out)
        return [
            *(sys.executable, "-m", "examgen", "build", bank, "--out", out),
            *("--versions", "2", "--seed", seed, *options),
        ]

    def start(
        self, *options: str, before: Sequence[str] = (), seed: str = "new", **how: Any
    ) -> subprocess.Popen[str]:
        """Start a build; ``before`` is a command that starts it."""
        return subprocess.Popen(
            [*before, *self.command(*options, seed=seed)],
            **{
                "env": self.environment,
                "cwd": self.base,
                "stdin": subprocess.DEVNULL,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                "encoding": "utf-8",
                "errors": "replace",
                "start_new_session": True,
                **how,
            },
        )

    def build(self, *options: str, before: Sequence[str] = (), seed: str = "new", **how: Any) -> Ended:
        process = self.start(*options, before=before, seed=seed, **how)
        out, err = process.communicate(timeout=120)
        return Ended(process.returncode, out or "", err or "")

    def beside(self) -> list[str]:
        """Return the names of what is beside the output folder."""
        return sorted(path.name for path in self.out.parent.iterdir() if path != self.out)

    def rooms(self) -> list[str]:
        return sorted(path.name for path in self.tmp.iterdir())

    def processes(self) -> dict[int, str]:
        """Return the command lines of the processes of builds here that still run."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if os.fsencode(self.base) in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
        return found

    def wait_until_nothing_runs(self) -> None:
        """Wait for the processes that were told to end; it takes them no time worth a name."""
        wait_until(lambda: not self.processes(), lambda: f"still running: {self.processes()}")

    def seed_of_whole_build(self) -> str:
        """Return the seed of the build in the output folder, seen to be whole and alone."""
        manifest = json.loads((self.out / "manifest.json").read_text(encoding="utf-8"))
        files = tree(self.out)
        files.pop("manifest.json")
        assert {name: sha256(data).hexdigest() for name, data in files.items()} == {
            name: record["sha256"] for name, record in manifest["files"].items()
        }
        return str(manifest["seed"])

    def assert_failed(self, ended: Ended, code: int, *words: str, former: Mapping[str, bytes]) -> None:
        """Hold that a build ended in one message with a hint, and left all as it was."""
        assert ended.code == code, ended
        for word in words:
            assert word in ended.err, ended
        assert "  hint: " in ended.err, ended
        assert ended.err.count("examgen: ") == 1, ended
        assert ended.out == ""
        assert "Traceback" not in ended.err, ended
        assert "a fault in examgen itself" not in ended.err, ended
        assert "ResourceWarning" not in ended.err, ended
        assert tree(self.out) == former
        self.assert_nothing_left()

    def assert_built(self, ended: Ended, seed: str = "new") -> None:
        """Hold that a build was finished and delivered."""
        assert ended.code == 0, ended
        assert "Traceback" not in ended.err, ended
        assert self.seed_of_whole_build() == seed
        self.assert_nothing_left()

    def assert_nothing_left(self) -> None:
        assert self.beside() == []
        assert self.rooms() == []
        self.wait_until_nothing_runs()


def wait_until(true: Callable[[], bool], why: Callable[[], str]) -> None:
    """Wait until something is true; fail after a time in which anything would have happened."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, why()
        time.sleep(0.005)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder by their relative paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
