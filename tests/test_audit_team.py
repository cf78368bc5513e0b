"""The processes that read versions: none is left behind, whenever the build is told to end."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from examgen.audit import team as teams


def test_a_signal_while_the_processes_end_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    team = teams.Team(100, cores=2)
    signals = iter([KeyboardInterrupt()])
    wait = subprocess.Popen.wait

    def interrupted(process: subprocess.Popen[bytes], *args: Any, **named: Any) -> int:
        for signal in signals:
            raise signal
        return wait(process, *args, **named)

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        team.stop()
    assert [process.returncode is None for process in team._processes] == [False, False]


def test_a_signal_while_the_processes_start_leaves_none(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = teams._start

    def starting() -> subprocess.Popen[bytes]:
        if started:
            raise KeyboardInterrupt
        started.append(start())
        return started[0]

    monkeypatch.setattr(teams, "_start", starting)
    with pytest.raises(KeyboardInterrupt):
        teams.Team(100, cores=2)
    assert started[0].returncode is not None
