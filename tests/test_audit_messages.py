"""What an audit says: the cause first, with its place and both values, and nothing of files that are right."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from test_audit import KEY, PAPER, Mutation, exchange, take
from test_build import PROSE

from examgen import Options, build_exam, load_bank
from examgen.audit import audit_folder

pytestmark = [pytest.mark.tex, pytest.mark.usefixtures("tex_once")]

CSV, JSON = "keys/answers.csv", "keys/answers.json"


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A build, and one with another seed."""
    folder = tmp_path_factory.mktemp("messages")
    (folder / "rivers.md").write_text(PROSE, encoding="utf-8")
    for seed in ("1", "2"):
        build_exam(folder / "rivers.md", folder / seed, Options(versions=3, seed=seed, audit=False))
    return folder / "1", folder / "2"


@pytest.fixture
def faults(builds: tuple[Path, Path], tmp_path: Path) -> Callable[..., list[str]]:
    def run(mutation: Mutation | None = None, bank: str = PROSE) -> list[str]:
        shutil.copytree(builds[0], tmp_path / "out")
        (tmp_path / "rivers.md").write_text(bank, encoding="utf-8")
        if mutation:
            mutation(tmp_path / "out", builds[1])
        return audit_folder(tmp_path / "out", load_bank(tmp_path / "rivers.md")).faults

    return run


def test_one_cell_of_the_csv_is_named_with_both_values(faults: Callable[..., list[str]]) -> None:
    told = []

    def mutate(out: Path, _other: Path) -> None:
        lines = (out / CSV).read_text(encoding="utf-8").splitlines()
        row = lines[6].split(",")
        label, number, question, right = row[:4]
        row[3] = "E" if right != "E" else "A"
        lines[6] = ",".join(row)
        (out / CSV).write_text("\n".join(lines) + "\n", encoding="utf-8")
        told.append(
            f"{CSV}: version {label}, question {number} {question!r}: answer is {row[3]}, the paper says {right}"
        )

    assert faults(mutate) == told


def test_many_cells_are_counted(faults: Callable[..., list[str]]) -> None:
    def mutate(out: Path, _other: Path) -> None:
        whole = json.loads((out / JSON).read_text(encoding="utf-8"))
        for version in whole["versions"]:
            for question in version["questions"]:
                question["points"] = "77"
        (out / JSON).write_text(json.dumps(whole), encoding="utf-8")

    found = faults(mutate)
    assert len(found) == 6
    assert "points is 77, the bank says " in found[0]
    assert found[-1] == f"{JSON}: and 7 more cells that do not fit"


@pytest.mark.parametrize("kind", ["paper", "key"])
def test_exchanged_files_are_all_that_is_told(kind: str, faults: Callable[..., list[str]]) -> None:
    one = PAPER if kind == "paper" else KEY
    two = one.replace("-A", "-B")
    assert faults(exchange(one, two)) == [
        f"{one} is the {kind} of version B",
        f"{two} is the {kind} of version A",
    ]


@pytest.mark.parametrize("path", [PAPER, KEY, CSV, JSON, "keys/rivers-keys.pdf"])
def test_a_file_of_another_build_is_all_that_is_told(path: str, faults: Callable[..., list[str]]) -> None:
    [fault] = faults(take(path))
    assert fault.startswith(f"{path} is ")
    assert "of another build" in fault


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "Correct Answer: (b)",
            "Correct Answer: (c)",
            "question 'rv-mouth': the key marks b, the bank says c",
        ),
        (
            "Behind the nearest mill",
            "Behind the farthest mill",
            "question 'rv-source': choice {id} on the paper is not that of the bank",
        ),
    ],
)
def test_another_bank_is_told_once(old: str, new: str, fault: str, faults: Callable[..., list[str]]) -> None:
    assert old in PROSE
    line = next((line for line in PROSE.splitlines() if old in line), "")
    id = line.partition("(")[2][:1]
    assert faults(bank=PROSE.replace(old, new, 1)) == [fault.format(id=id)]
