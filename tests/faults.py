"""Every fault of test_faults.py, then builds that are killed and told to end at random moments.

    faults.py [NUMBER]

NUMBER is how many builds are ended with each signal, in the sandbox and without. After each, the output folder is whole
and nothing runs; after a build that was told to end nothing is left behind, after a killed one the next build sees to
that.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from faults_building import ROOT, Place, tree

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", str(ROOT / "tests" / "test_faults.py")]
    code = subprocess.call(command, cwd=ROOT, env={**os.environ, "EXAMGEN_TESTS": "all"})
    chance = random.Random(2026)
    for sandbox in ("on", "off"):
        for how in SIGNALS:
            with tempfile.TemporaryDirectory(prefix="examgen-faults-") as folder:
                seen = end_builds(Place.make(Path(folder)), sandbox, how, number, chance)
            counts = ", ".join(f"{count} {what}" for what, count in sorted(seen.items()))
            sys.stdout.write(f"{how.name:8} sandbox {sandbox:3}: {counts}\n")
            sys.stdout.flush()
    return code


def end_builds(
    place: Place, sandbox: str, how: signal.Signals, number: int, chance: random.Random
) -> Counter[str]:
    """End builds at random moments; return how many left the former build, how many the new one, how many were done."""
    place.environment["EXAMGEN_SANDBOX"] = sandbox
    began = time.monotonic()
    place.assert_built(place.build(seed="start"), "start")
    took = time.monotonic() - began
    seen: Counter[str] = Counter()
    for each in range(number):
        former, seed = tree(place.out), f"seed {each}"
        process = place.start(seed=seed)
        time.sleep(chance.uniform(0, took * 1.2))
        process.send_signal(how)
        _, err = process.communicate()
        place.wait_until_nothing_runs()
        seen["done" if process.returncode == 0 else "new" if tree(place.out) != former else "former"] += 1
        if tree(place.out) != former:
            assert place.seed_of_whole_build() == seed
        if how is signal.SIGKILL:
            place.assert_built(place.build(seed="next"), "next")
        else:
            assert (place.beside(), place.rooms()) == ([], []), err
    return seen


if __name__ == "__main__":
    sys.exit(main())
