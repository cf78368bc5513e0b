"""How large a bank may be, and the collector that rests while it is read."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from examgen.collector import paused
from examgen.errors import Problem
from examgen.formats import source
from examgen.formats.source import MAX_BYTES, MAX_LINE, MAX_LINES, Source, decode, read_bytes


def test_a_large_bank_of_ordinary_lines_is_read(tmp_path: Path) -> None:
    bank = tmp_path / "bank.md"
    bank.write_bytes((b"x" * 999 + b"\n") * (MAX_LINE // 1000 + 1))
    assert isinstance(read_bytes(bank), bytes)


def test_one_line_may_not_be_as_long_as_a_bank(tmp_path: Path) -> None:
    for end in (b"\n", b"\r"):
        bank = tmp_path / "bank.md"
        bank.write_bytes(b"1. short" + end + b"x" * (MAX_LINE + 1) + end)
        problem = read_bytes(bank)
        assert isinstance(problem, Problem)
        assert (problem.code, "10 MB" in problem.message) == ("file-too-large", True)


def test_xml_may_stand_on_one_line(tmp_path: Path) -> None:
    bank = tmp_path / "bank.xml"
    bank.write_bytes(b"<quiz>" + b"x" * (MAX_LINE + 1))
    assert isinstance(read_bytes(bank), bytes)


def test_a_text_has_not_more_lines_than_can_be_looked_at() -> None:
    for end in (b"\n", b"\r", b"\r\n"):
        assert isinstance(decode("bank.md", b"1. short" + end * (MAX_LINES - 1)), Source)
        problem = decode("bank.md", b"1. short" + end * MAX_LINES)
        assert isinstance(problem, Problem)
        assert problem.code == "file-too-large"
        assert problem.message == "the file has 300,001 lines, and more than 300,000 are not read"


def test_pictures_in_xml_take_as_many_lines_as_they_need() -> None:
    assert isinstance(decode("bank.xml", b"\n<quiz>" + b"\n" * MAX_LINES), Source)


def test_a_bank_above_the_bound_is_not_opened_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = tmp_path / "bank.md"
    with bank.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    monkeypatch.setattr(source, "read_plain", lambda _: 1 / 0)
    problem = read_bytes(bank)
    assert isinstance(problem, Problem)
    assert (problem.code, "64 MB" in problem.message) == ("file-too-large", True)


def test_the_collector_goes_on_unless_it_was_off() -> None:
    with paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
