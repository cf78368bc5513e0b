"""The command line, with something that happens at one moment of a build.

    faults_at.py MODULE FUNCTION COMMAND build quiz.md ...

Before the function is called for the first time, the shell runs the command; ``$PPID`` is the build.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from typing import Any


def main() -> None:
    module, name, command = sys.argv[1:4]
    sys.argv[1:4] = []
    home = importlib.import_module(module)
    function = getattr(home, name)
    done: list[bool] = []

    def faulty(*arguments: Any, **options: Any) -> Any:
        if not done:
            done.append(True)
            if command == "the clock jumps":
                jump()
            else:
                subprocess.run(["/bin/sh", "-c", command], check=False)
        return function(*arguments, **options)

    setattr(home, name, faulty)
    from examgen.__main__ import main as examgen

    # What a shell that runs us in the background would leave ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.pop("EXAMGEN_TRACEBACK", None)
    examgen()


def jump() -> None:
    """Let the wall clock go back a day and on two days at every other look."""
    now, offset = time.time, [-86400.0]

    def jumping() -> float:
        offset[0] = -2 * offset[0] if offset[0] < 0 else -offset[0] / 2
        return now() + offset[0]

    time.time = jumping


main()
