"""Promise 4: a build that is killed at any moment leaves the old folder or the new one, whole.

EXAMGEN_KILLS sets how many builds are killed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from hashlib import sha256
from pathlib import Path

import pytest
from test_build import PROSE

pytestmark = pytest.mark.tex

KILLS = int(os.environ.get("EXAMGEN_KILLS", "6"))


def build(folder: Path, seed: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "examgen", "build", "quiz.md", "--seed", seed, "--versions", "3"]
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def seed_of_whole_build(out: Path) -> str:
    """Return the seed of the build in a folder, having seen that every file is there and unharmed."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    listed = manifest["files"]
    found = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert found == {*listed, "manifest.json", "notes.txt"}
    for name, record in listed.items():
        assert sha256((out / name).read_bytes()).hexdigest() == record["sha256"]
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    return str(manifest["seed"])


def test_a_killed_build_leaves_the_old_or_the_new_folder_whole(tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(PROSE, encoding="utf-8")
    out = tmp_path / "out" / "quiz"
    assert build(tmp_path, "start").wait() == 0
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    chance = random.Random(2026)
    whole = seed_of_whole_build(out)
    killed = 0
    for number in range(KILLS):
        process = build(tmp_path, f"seed {number}")
        timer = threading.Timer(chance.uniform(0.05, 1.6), os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        code = process.wait()
        timer.cancel()
        killed += code == -signal.SIGKILL
        now = seed_of_whole_build(out)
        assert now == f"seed {number}" if code == 0 else now in (whole, f"seed {number}")
        whole = now
    assert killed
    assert build(tmp_path, "end").wait() == 0
    assert seed_of_whole_build(out) == "end"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["quiz"]
