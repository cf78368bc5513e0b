"""Builds for the tests of records, freezing, reprints and differences: one bank, and a TeX that is not the same."""

from __future__ import annotations

import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from examgen import Options, load_bank
from examgen.arrange import arrange
from examgen.manifest import manifest
from examgen.pieces import PieceTable
from examgen.record import Record, Sources, Typesetting, read_banks_bytes, write_record
from examgen.selection import select
from examgen.sheets import folders_of, paper_sheets

#: Questions on a page or two, with a picture, a letter inside a text and a question with several answers.
BANK = """# Rivers

1. {#source} Where does a river begin? ![hill](img/hill.png){width=2cm}
 - (a) At its source
 - (b) At its mouth
 - (c) Under a bridge
 - (d) Behind a mill

Correct Answer: (a)

Rationale: [[a]] is where it begins.

2. {#mouth points=2} Where does it end?
 - (a) In a spring
 - (b) At its mouth
 - (c) On a glacier

Correct Answer: (b)

3. {#both} Which are rivers?
 - (a) Danube
 - (b) Sahara
 - (c) Mekong

Correct Answer: (a), (c)
"""
#: A red dot: the smallest whole PNG.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753"
    "de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def write_bank(folder: Path, text: str = BANK, name: str = "rivers.md") -> Path:
    """Write the bank with its picture and return its path."""
    (folder / "img").mkdir(parents=True, exist_ok=True)
    (folder / "img" / "hill.png").write_bytes(PNG)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def record_of(folder: Path, text: str = BANK, *, name: str = "rivers", **options: object) -> Record:
    """Return the record of a build of a bank, without a build: nothing is typeset."""
    bank_file = write_bank(folder, text, f"{name}.md")
    chosen = Options(**{"versions": 3, "seed": "1", **options})  # type: ignore[arg-type]
    bank = load_bank(bank_file)
    sources = Sources.gather(read_banks_bytes([bank_file]), bank, chosen.templates)
    heading = replace(bank.heading, title=chosen.heading.title or bank.heading.title)
    exam = select(bank, seed=chosen.seed or "", tags=chosen.tags, count=chosen.count, heading=heading)
    versions = arrange(exam, chosen.seed or "", chosen.versions)
    facts = manifest(
        exam,
        versions,
        paper_sheets(exam, versions, PieceTable(folders_of(exam))),
        seed=chosen.seed or "",
        layout=chosen.layout,
        options={
            "versions": chosen.versions,
            "count": chosen.count,
            "tags": list(chosen.tags),
            "keep_question_order": False,
        },
        inputs={},
        pages=dict.fromkeys((version.label for version in versions), 2),
        tex="no TeX",
        audit="",
    )
    typeset = {
        version.label: Typesetting(0, len(versions), len(versions), (2, 3), (3,)) for version in versions
    }
    path = folder / f"{name}.examgen"
    path.write_bytes(write_record(facts, sources, heading=exam.heading, typeset=typeset, files={}))
    return Record.read(path)


def digests(folder: Path) -> dict[str, bytes]:
    """Return the contents of each file below a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def other_tex(folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a pdflatex on the PATH that runs a shell command beside the source, and then the real one."""
    real = shutil.which("pdflatex")
    assert real is not None
    folder.mkdir()
    program = folder / "pdflatex"
    program.write_text(f'#!/bin/sh\n{command}\nexec {real} "$@"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
