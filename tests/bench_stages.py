"""What goes on inside a build: the TeX source of its papers, and the seconds of its stages.

python bench_stages.py source BANK VERSIONS FOLDER     job.tex and its files, all versions in one run of TeX
python bench_stages.py stages BANK VERSIONS FOLDER     JSON: seconds by stage, for a build into the folder
"""

from __future__ import annotations

import time

_STARTED = time.perf_counter()

import json  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
from collections import defaultdict  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import examgen.build as recipe  # noqa: E402
import examgen.cli  # noqa: E402, F401
from examgen import answers, audit, binding, pdf, publish, runs, typeset  # noqa: E402
from examgen.exam import Layout  # noqa: E402

_IMPORTED = time.perf_counter()

SEED = "2026"


class _Stop(Exception):  # noqa: N818
    """The build has given what was wanted of it."""


def options(versions: int, *, audit: bool = True) -> recipe.Options:
    """Return the options of the builds that are measured."""
    return recipe.Options(versions=versions, seed=SEED, layout=Layout(duplex=False), audit=audit)


def write_source(bank: Path, versions: int, folder: Path) -> None:
    """Write what TeX would be given for the papers of all versions in one run."""

    def take(jobs: Sequence[Callable[[], typeset.TexJob]], **_: object) -> None:
        for make in jobs:
            job = make()
            if job.name.startswith(runs.RunKind.PAPERS):
                (folder / "job.tex").write_text(job.source, encoding="utf-8")
                for name, data in job.files.items():
                    (folder / name).write_bytes(data)
                raise _Stop

    runs.CHUNK = versions
    setattr(binding, "run_all", take)  # noqa: B010
    try:
        recipe.build_exam(bank, folder / "out", options(versions, audit=False))
    except _Stop:
        return
    raise AssertionError("the build never came to its papers")


class _Clock:
    """Seconds by stage. A stage that runs inside another one is taken off it; threads have their own."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inside = threading.local()

    def watch(self, owner: Any, name: str, stage: str) -> None:
        """Count the calls of a function, or the steps of the iterator it returns, to a stage."""
        function = getattr(owner, name)

        def timed(*args: Any, **named: Any) -> Any:
            result = self._count(stage, lambda: function(*args, **named))
            return self._steps(stage, result) if hasattr(result, "__next__") else result

        setattr(owner, name, timed)

    def _steps(self, stage: str, iterator: Any) -> Any:
        end = object()
        while (item := self._count(stage, lambda: next(iterator, end))) is not end:
            yield item

    def _count(self, stage: str, call: Callable[[], Any]) -> Any:
        outer: list[float] = getattr(self._inside, "stack", None) or []
        self._inside.stack = outer
        outer.append(0.0)
        start = time.perf_counter()
        try:
            return call()
        finally:
            took = time.perf_counter() - start
            self.seconds[stage] += took - outer.pop()
            if outer:
                outer[-1] += took


def stages(bank: Path, versions: int, folder: Path) -> dict[str, float]:
    """Return the seconds of each stage of a build; TeX's are those of all its runs, which go on beside the rest."""
    clock = _Clock()
    for owner, name, stage in (
        (recipe, "inspect", "read and check"),
        (recipe, "arrange", "arrange"),
        (runs, "paper_sheets", "sheets"),
        (runs, "key_sheets", "sheets"),
        (runs.Copy, "job", "render"),
        (binding, "run_all", "wait for TeX"),
        (typeset, "run", "TeX"),
        (pdf, "split", "split"),
        (pdf, "join", "join"),
        (audit.Auditor, "finish", "wait for the audit"),
        (answers, "to_csv", "answers"),
        (answers, "to_json", "answers"),
        (recipe, "manifest", "manifest"),
        (publish.Stage, "write", "write"),
        (publish.Stage, "deliver", "deliver"),
        (recipe, "build_exam", "rest"),
    ):
        clock.watch(owner, name, stage)
    start = time.perf_counter()
    recipe.build_exam(bank, folder / "out", options(versions, audit=False))
    whole = time.perf_counter() - start
    return {"import": _IMPORTED - _STARTED, **clock.seconds, "whole": whole + _IMPORTED - _STARTED}


def main(what: str, bank: str, versions: str, folder: str) -> None:
    """Do what the command line asks."""
    if what == "source":
        write_source(Path(bank), int(versions), Path(folder))
    else:
        sys.stdout.write(json.dumps(stages(Path(bank), int(versions), Path(folder))))


if __name__ == "__main__":
    main(*sys.argv[1:])
