"""The audit catches what it should: wrong outputs of many kinds, and none that are right."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT, more, some
from test_build import PROSE

from examgen import Layout, Options, build_exam, load_bank
from examgen.audit import Audit, audit_folder
from examgen.errors import DeliveryError

pytestmark = [pytest.mark.tex, pytest.mark.usefixtures("tex_once")]

Mutation = Callable[[Path, Path], None]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A bank, a build of it, and one with another seed."""
    folder = tmp_path_factory.mktemp("audit")
    bank = folder / "rivers.md"
    bank.write_text(PROSE, encoding="utf-8")
    build_exam(bank, folder / "one", Options(versions=3, seed="1"))
    build_exam(bank, folder / "two", Options(versions=3, seed="2"))
    return bank, folder / "one", folder / "two"


@pytest.fixture
def audit(builds: tuple[Path, Path, Path], tmp_path: Path) -> Callable[[Mutation], Audit]:
    bank, one, two = builds

    def run(mutation: Mutation) -> Audit:
        shutil.copytree(one, tmp_path / "out")
        mutation(tmp_path / "out", two)
        return audit_folder(tmp_path / "out", load_bank(bank))

    return run


def replace_text(path: str, old: str, new: str, count: int = 1) -> Mutation:
    def mutate(out: Path, _other: Path) -> None:
        text = (out / path).read_text(encoding="utf-8")
        assert old in text
        (out / path).write_text(text.replace(old, new, count), encoding="utf-8")

    return mutate


def take(path: str, source: str | None = None) -> Mutation:
    """A file of the other build, under the same name or another one."""
    return lambda out, other: shutil.copy(other / (source or path), out / path) and None


def exchange(one: str, two: str) -> Mutation:
    def mutate(out: Path, _other: Path) -> None:
        (out / one).rename(out / "x")
        (out / two).rename(out / one)
        (out / "x").rename(out / two)

    return mutate


def edit(path: str, change: Callable[[pikepdf.Pdf], None]) -> Mutation:
    def mutate(out: Path, _other: Path) -> None:
        with pikepdf.open(out / path, allow_overwriting_input=True) as document:
            change(document)
            document.save(out / path)

    return mutate


def in_stream(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Change what is drawn on the first page."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.contents_coalesce()
        data = page.Contents.read_bytes()
        assert old in data
        page.Contents = document.make_stream(data.replace(old, new, 1))

    return change


def swap_forms(document: pikepdf.Pdf) -> None:
    """Two choices of the first question change places."""
    page = document.pages[0]
    page.contents_coalesce()
    parts = page.Contents.read_bytes().split(b" Do")
    ends = [part.rsplit(b"/", 1) for part in parts[:-1]]
    # The first forms are the head, the stem and its choices.
    ends[2][1], ends[3][1] = ends[3][1], ends[2][1]
    joined = b" Do".join([b"/".join(end) for end in ends] + [parts[-1]])
    page.Contents = document.make_stream(joined)


def drop_last_page(document: pikepdf.Pdf) -> None:
    del document.pages[-1]


def repeat_page(document: pikepdf.Pdf) -> None:
    document.pages.append(document.pages[0])


def attach(document: pikepdf.Pdf) -> None:
    document.attachments["key.txt"] = b"A B C"


def annotate(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="A"
    )
    document.pages[0].Annots = document.make_indirect([note])


def tell_author(document: pikepdf.Pdf) -> None:
    document.docinfo["/Author"] = "seed 1"


PAPER, KEY = "exams/rivers-A.pdf", "keys/rivers-A-key.pdf"
MUTATIONS: dict[str, Mutation] = {
    "a letter in the csv": replace_text("keys/answers.csv", "A,1,rv-", "A,2,rv-"),
    "an answer in the csv": lambda out, other: replace_text(
        "keys/answers.csv",
        (line := (out / "keys/answers.csv").read_text().splitlines()[1]),
        ",".join([*line.split(",")[:3], "D" if line.split(",")[3] != "D" else "A", *line.split(",")[4:]]),
    )(out, other),
    "an answer in the json": lambda out, other: replace_text(
        "keys/answers.json", '"answer": [\n      "A"', '"answer": [\n      "B"'
    )(out, other),
    "a choice in the json": replace_text("keys/answers.json", '"A": "a"', '"A": "b"'),
    "a stale key": take(KEY),
    "a stale paper": take(PAPER),
    "a stale grid": take("keys/rivers-keys.pdf"),
    "a stale csv": take("keys/answers.csv"),
    "a stale json": take("keys/answers.json"),
    "two papers exchanged": exchange(PAPER, "exams/rivers-B.pdf"),
    "two keys exchanged": exchange(KEY, "keys/rivers-B-key.pdf"),
    "a paper twice": lambda out, _other: shutil.copy(out / "exams/rivers-B.pdf", out / PAPER) and None,
    "a paper missing": lambda out, _other: (out / PAPER).unlink(),
    "a key missing": lambda out, _other: (out / KEY).unlink(),
    "a paper too many": lambda out, _other: shutil.copy(out / PAPER, out / "exams/rivers-Z.pdf") and None,
    "a paper that is no PDF": lambda out, _other: (out / PAPER).write_bytes(b"%PDF-1.5 nothing") and None,
    "a page missing": edit(PAPER, drop_last_page),
    "a page twice": edit(PAPER, repeat_page),
    "a page missing in a key": edit(KEY, drop_last_page),
    "two choices exchanged on a paper": edit(PAPER, swap_forms),
    "two choices exchanged on a key": edit(KEY, swap_forms),
    "a letter changed on a paper": edit(PAPER, in_stream(b"[(B)]TJ", b"[(A)]TJ")),
    "an attachment": edit(PAPER, attach),
    "an annotation": edit(PAPER, annotate),
    "metadata": edit(PAPER, tell_author),
}


def test_a_build_as_delivered_passes(audit: Callable[[Mutation], Audit]) -> None:
    result = audit(lambda _out, _other: None)
    assert (result.faults, result.undecided) == ([], [])
    assert str(result) == "audit: 3 versions, 12 questions, 45 letters: all match"


@pytest.mark.parametrize("name", some(MUTATIONS))
def test_a_wrong_output_is_caught(name: str, audit: Callable[[Mutation], Audit]) -> None:
    result = audit(MUTATIONS[name])
    assert result.faults
    assert not result.passed


def test_another_right_answer_in_the_bank_is_caught(builds: tuple[Path, Path, Path], tmp_path: Path) -> None:
    bank = tmp_path / "rivers.md"
    bank.write_text(PROSE.replace("Correct Answer: (b)", "Correct Answer: (c)"), encoding="utf-8")
    assert not audit_folder(builds[1], load_bank(bank)).passed


def test_another_wording_in_the_bank_is_caught(builds: tuple[Path, Path, Path], tmp_path: Path) -> None:
    bank = tmp_path / "rivers.md"
    bank.write_text(PROSE.replace("Behind the nearest mill", "Behind the farthest mill"), encoding="utf-8")
    assert not audit_folder(builds[1], load_bank(bank)).passed


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("vae.md", Layout()),
        ("python-basics.md", Layout(size=14)),
        ("sampling.yaml", Layout(columns=2, size=10)),
        *more(
            ("vae.md", Layout(size=14)),
            ("vae.md", Layout(columns=2, size=10)),
            ("python-basics.md", Layout()),
            ("python-basics.md", Layout(columns=2, size=10)),
            ("sampling.yaml", Layout()),
            ("sampling.yaml", Layout(size=14)),
        ),
    ],
    ids=str,
)
def test_the_banks_pass_in_several_layouts(name: str, layout: Layout, tmp_path: Path) -> None:
    """Formulas, code, tables, and choices that are pictures with the same text in them."""
    bank = ROOT / "banks" / name
    build = build_exam(bank, tmp_path / "out", Options(versions=2, seed="3", layout=layout))
    result = audit_folder(build.folder, load_bank(bank))
    assert (result.faults, result.undecided) == ([], [])
    assert result.questions == 2 * len(build.exam.questions)


def test_a_folder_without_a_build_is_an_error(tmp_path: Path, builds: tuple[Path, Path, Path]) -> None:
    with pytest.raises(DeliveryError, match="holds no build"):
        audit_folder(tmp_path, load_bank(builds[0]))
