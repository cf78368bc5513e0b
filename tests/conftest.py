"""What several tests share."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from examgen import cli
from examgen.typeset import TexJob, TexOutcome, running

# The same examples in every run: a change is judged by what it changed. `make fuzz` looks for new ones.
settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("fuzz", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Some hundred processes are started, and none of them should compile everything anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ROOT = Path(__file__).parents[1]
SEED_QUIZ = ROOT.parent / "shared" / "seed" / "quiz-vae.txt"


def run_here(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, which is much quicker than starting another one."""
    out, err = io.StringIO(), io.StringIO()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    before = sys.argv
    sys.argv = ["examgen", *map(str, arguments)]
    try:
        with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            cli.main()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.argv = before
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert isinstance(code, int)
    return subprocess.CompletedProcess(sys.argv, code, out.getvalue(), err.getvalue())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of `make test` what is rare."""
    if os.environ.get("EXAMGEN_TESTS") == "all":
        return
    rare = [item for item in items if item.get_closest_marker("rare")]
    config.hook.pytest_deselected(items=rare)
    items[:] = [item for item in items if item not in rare]


def more(*values: Any) -> tuple[Any, ...]:
    """Return what is tried in `make test-all` and not in `make test`: further values of what is tried anyhow."""
    return values if os.environ.get("EXAMGEN_TESTS") == "all" else ()


def some(values: Iterable[Any]) -> list[Any]:
    """Return every other one of many values that are alike in `make test`, and all of them in `make test-all`."""
    return [*values] if os.environ.get("EXAMGEN_TESTS") == "all" else [*values][::2]


def tries(count: int) -> int:
    """Return how many examples a property is tried on: all of ``count`` in `make test-all` and `make fuzz`, else half."""
    whole = os.environ.get("EXAMGEN_TESTS") == "all" or os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"
    return count if whole else (count + 1) // 2


_RUN = running.run
_OUTCOMES: dict[tuple[object, ...], TexOutcome] = {}


@pytest.fixture(scope="module")
def tex_once() -> Iterator[None]:
    """Run TeX once on each job, and answer from memory when it comes again.

    For modules that look at what is made of a PDF, a hundred times of the same one. That TeX makes the same of the same
    job, other modules see, and tests with ``tex_anew``.
    """

    def remembering(job: TexJob, *others: Any) -> TexOutcome:
        key = (job.engine, job.source, *sorted(job.files.items()))
        if key not in _OUTCOMES:
            _OUTCOMES[key] = _RUN(job, *others)
        return dataclasses.replace(_OUTCOMES[key], job=job)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "run", remembering)
        yield


@pytest.fixture
def tex_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run TeX each time, in a module that has ``tex_once``."""
    monkeypatch.setattr(running, "run", _RUN)


@pytest.fixture
def seed_quiz() -> Path:
    """The first user's quiz, which lies beside the project and is not part of it."""
    if not SEED_QUIZ.exists():
        pytest.skip("the seed quiz is not beside the project")
    return SEED_QUIZ


@pytest.fixture
def write_bank(tmp_path: Path) -> Callable[[str], Path]:
    """Write a quiz text and return its path."""

    def write(source: str, name: str = "quiz.md") -> Path:
        path = tmp_path / name
        path.write_text(source, encoding="utf-8")
        return path

    return write
