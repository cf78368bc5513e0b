"""Signals that come while a delivery must not be cut short."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from builds_for_tests import build, leftovers, whole

from examgen import publish
from examgen.publish import box, delivery
from examgen.publish.interrupts import undisturbed


class Told(BaseException):
    """A signal came; the argument is its number."""


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Handlers that raise, as the command line has them."""

    def tell(number: int, _: object) -> None:
        raise Told(number)

    former = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in former.items():
        signal.signal(number, handler)


def step(numbers: list[int], done: list[bool], error: Exception | None = None) -> None:
    """Do something during which signals come."""
    with undisturbed():
        for number in numbers:
            signal.raise_signal(number)
        done.append(True)
        if error:
            raise error


def test_signals_wait_and_come_once() -> None:
    done: list[bool] = []
    with pytest.raises(Told) as told:
        step([signal.SIGTERM] * 3, done)
    assert done == [True]
    assert told.value.args == (signal.SIGTERM,)
    with pytest.raises(Told):
        signal.raise_signal(signal.SIGTERM)


def test_an_error_inside_is_not_lost() -> None:
    with pytest.raises(Told) as told:
        step([signal.SIGINT], [], OSError("disk"))
    assert isinstance(told.value.__context__, OSError)
    with pytest.raises(OSError, match="disk"):
        step([], [], OSError("disk"))


def test_signals_that_are_ignored_stay_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with undisturbed():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_other_threads_have_no_signals() -> None:
    seen: list[bool] = []

    def deliver() -> None:
        with undisturbed():
            seen.append(True)

    thread = threading.Thread(target=deliver)
    thread.start()
    thread.join()
    assert seen == [True]


def test_a_delivery_that_has_begun_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    exchange = box.exchange

    def interrupted(one: Path, other: Path) -> bool:
        signal.raise_signal(signal.SIGTERM)
        return exchange(one, other)

    monkeypatch.setattr(box, "exchange", interrupted)
    with pytest.raises(Told):
        build(out, "second")
    assert whole(out) == "second"
    assert leftovers(out) == []


def test_a_build_that_is_told_to_end_twice_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "vae"
    build(out, "first")
    settle = delivery.Box.settle

    def impatient(one: delivery.Box, carried: delivery.Carried) -> None:
        signal.raise_signal(signal.SIGINT)
        settle(one, carried)

    monkeypatch.setattr(delivery.Box, "settle", impatient)
    with pytest.raises(Told), publish.stage(out):
        signal.raise_signal(signal.SIGTERM)
    assert whole(out) == "first"
    assert leftovers(out) == []


def test_a_build_that_is_told_to_end_while_it_begins_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = delivery.Lock

    def interrupted(path: Path) -> delivery.Lock:
        made = lock(path)
        signal.raise_signal(signal.SIGINT)
        return made

    monkeypatch.setattr(delivery, "Lock", interrupted)
    with pytest.raises(Told), publish.stage(tmp_path / "vae"):
        pass
    assert list(tmp_path.iterdir()) == []
