"""A guard against work that does not end: hostile inputs are given to a function in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from types import FrameType

import pytest

#: Seconds for all inputs together: many times what a slow machine needs, and far less than one input that is read again
#: for each of its million characters.
PATIENCE = 600
_PROGRAM = """
import json, sys
from importlib import import_module
module, _, name = sys.argv[1].partition(":")
call = getattr(import_module(module), name)
for number, arguments in enumerate(json.load(sys.stdin)):
    print(number, flush=True)
    call(*arguments)
print("all", flush=True)
"""


def calls_in(work: Callable[[], object]) -> int:
    """Return how many functions are called by some work, C's among them: the same number each time."""
    work()  # what is kept for later calls is kept now
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def check_all_end(function: str, calls: Sequence[Sequence[str]], patience: float = PATIENCE) -> None:
    """Fail when a function, given as ``module:name``, does not come to the end of each call, or raises."""
    command = [sys.executable, "-c", _PROGRAM, function]
    try:
        done = subprocess.run(
            command, input=json.dumps(calls), capture_output=True, text=True, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired as error:
        begun = (error.stdout or b"").split()
        pytest.fail(f"{function} does not end with input {begun[-1].decode() if begun else 'none'}")
    assert done.stdout.split()[-1:] == ["all"], done.stderr
