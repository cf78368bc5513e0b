"""What several tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run: a change is judged by what it changed. `make fuzz` looks for new ones.
settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("fuzz", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ROOT = Path(__file__).parents[1]
SEED_QUIZ = ROOT.parent / "shared" / "seed" / "quiz-vae.txt"


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
