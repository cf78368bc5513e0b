"""Builds marked as printed: what a later build may change, and what it is refused."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from records_for_tests import BANK, PNG, digests, other_tex, write_bank

from examgen import Layout, Options, build_exam
from examgen.cli import cli
from examgen.errors import DeliveryError, UsageError
from examgen.freezing import freeze, unfreeze
from examgen.model import Heading
from examgen.record import Record
from examgen.rekey import history_of

pytestmark = pytest.mark.tex

OPTIONS = Options(versions=2, seed="1", audit=False)
DAY = "2026-11-30"
PAPERS = ("exams/", "print/")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bank, and a build of it that is marked as printed."""
    folder = tmp_path_factory.mktemp("freeze")
    build_exam(write_bank(folder), folder / "out", OPTIONS)
    freeze(folder / "out", DAY)
    return folder


@pytest.fixture
def frozen(built: Path, tmp_path: Path) -> Path:
    """The same for one test."""
    for name, data in digests(built).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def papers(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in digests(folder).items() if name.startswith(PAPERS)}


def rewrite(folder: Path, old: str, new: str) -> Path:
    assert BANK.count(old) == 1
    return write_bank(folder, BANK.replace(old, new))


def test_a_frozen_build_says_so_and_is_otherwise_as_it_was(frozen: Path) -> None:
    manifest = json.loads((frozen / "out/manifest.json").read_text(encoding="utf-8"))
    record = Record.read(frozen / "out")
    assert manifest["frozen"] == record.facts.get("frozen") == DAY
    listed = {path: about for path, about in manifest["files"].items() if path != "rivers.examgen"}
    assert record.files == listed
    assert {"exams/rivers-A.pdf", "keys/answers.csv"} <= record.files.keys()


def test_freezing_twice_changes_nothing(frozen: Path) -> None:
    before = digests(frozen / "out")
    marked = freeze(frozen / "out", "2026-12-24")
    assert (marked.changed, marked.frozen) == (False, DAY)
    assert digests(frozen / "out") == before


def test_the_mark_can_be_taken_away(frozen: Path) -> None:
    (frozen / "out/notes.txt").write_text("mine", encoding="utf-8")
    before = papers(frozen / "out")
    assert unfreeze(frozen / "out").changed
    manifest = json.loads((frozen / "out/manifest.json").read_text(encoding="utf-8"))
    assert "frozen" not in manifest
    assert Record.read(frozen / "out").facts.get("frozen") is None
    assert papers(frozen / "out") == before
    assert (frozen / "out/notes.txt").read_text(encoding="utf-8") == "mine"
    assert not unfreeze(frozen / "out").changed
    build_exam(frozen / "rivers.md", frozen / "out", Options(versions=2, seed="2", audit=False))


def test_what_is_not_as_delivered_is_not_frozen(frozen: Path) -> None:
    unfreeze(frozen / "out")
    (frozen / "out/keys/answers.csv").write_text("mine", encoding="utf-8")
    (frozen / "out/exams/rivers-B.pdf").unlink()
    before = digests(frozen / "out")
    with pytest.raises(DeliveryError, match="not as it was delivered") as caught:
        freeze(frozen / "out", DAY)
    told = [problem.message for problem in caught.value.problems]
    assert [re.sub(r"^.*/out/", "", line) for line in told] == [
        "exams/rivers-B.pdf is gone",
        "keys/answers.csv was changed since it was delivered",
    ]
    assert digests(frozen / "out") == before


def test_the_mark_goes_also_where_files_were_changed(frozen: Path) -> None:
    (frozen / "out/keys/answers.csv").write_text("mine", encoding="utf-8")
    (frozen / "out/rivers.examgen").unlink()
    marked = unfreeze(frozen / "out")
    assert marked.changed
    assert ("keys/answers.csv", "keys/answers (edited).csv") in marked.edited


def test_no_build_is_no_build(tmp_path: Path) -> None:
    for act in (lambda path: freeze(path, DAY), unfreeze):
        with pytest.raises(DeliveryError, match="does not exist"):
            act(tmp_path / "none")
        with pytest.raises(DeliveryError, match="holds no build"):
            act(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_above_names_the_builds_in_it(frozen: Path) -> None:
    for act in (lambda path: freeze(path, DAY), unfreeze, history_of):
        with pytest.raises(DeliveryError, match="holds no build") as caught:
            act(frozen)
        assert caught.value.hint == f"name one of the builds in it: {frozen / 'out'}"


# ---------------------------------------------------------------- builds into a frozen folder


def test_the_same_build_again_changes_nothing(frozen: Path) -> None:
    build_exam(frozen / "rivers.md", frozen / "out", OPTIONS)
    before = digests(frozen / "out")
    assert build_exam(frozen / "rivers.md", frozen / "out", OPTIONS).delivery.unchanged
    assert digests(frozen / "out") == before


def test_new_versions_come_and_the_printed_ones_stay(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where another TeX makes other bytes of them, and with the audit of what is then in the folder."""
    before = papers(frozen / "out")
    other_tex(tmp_path / "bin", r"sed -i '1s/^/\\pdfcompresslevel=1 /' job.tex", monkeypatch)
    build = build_exam(frozen / "rivers.md", frozen / "out", Options(versions=3))
    assert [version.label for version in build.versions] == ["A", "B", "C"]
    after = papers(frozen / "out")
    assert after.keys() - before.keys() == {"exams/rivers-C.pdf"}
    assert {name for name in before if after[name] != before[name]} == {"print/rivers-exams.pdf"}
    record = Record.read(frozen / "out")
    assert record.facts.get("frozen") == DAY
    assert [version["run"] for version in record.facts["versions"]] == ["1-2 of 2", "1-2 of 2", "1-3 of 3"]


def test_rationales_change_keys_and_no_papers(frozen: Path) -> None:
    before = digests(frozen / "out")
    build_exam(rewrite(frozen, "is where it begins", "is its beginning"), frozen / "out", OPTIONS)
    after = digests(frozen / "out")
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"keys/rivers-A-key.pdf", "keys/rivers-B-key.pdf", "manifest.json", "rivers.examgen"}


def test_another_right_answer_is_told_and_the_papers_stay(frozen: Path) -> None:
    before = papers(frozen / "out")
    bank = rewrite(frozen, "Correct Answer: (b)", "Correct Answer: (c)")
    build = build_exam(bank, frozen / "out", OPTIONS)
    assert [p.message for p in build.warnings if p.code == "answer-of-printed"] == [
        "question 'mouth': the right answer was b, and is c on the new keys"
    ]
    assert papers(frozen / "out") == before


Change = Callable[[Path], Options | None]

REFUSED: list[tuple[Change, str]] = [
    (
        lambda f: rewrite(f, "On a glacier", "On ice") and None,
        r"question 'mouth': the wording of the choice \(c\) would",
    ),
    (
        lambda f: rewrite(f, "does it end", "will it end") and None,
        "question 'mouth': the wording of the stem would",
    ),
    (lambda f: rewrite(f, "points=2", "points=1") and None, "question 'mouth': the points would change"),
    (lambda f: rewrite(f, "Answer: (b)", "Answer: (b), (c)") and None, "line that says whether several"),
    (lambda f: rewrite(f, "{#mouth ", "{#end ") and None, "question 'mouth': its id would change to 'end'"),
    (lambda f: rewrite(f, "Rivers", "Streams") and None, "title: was Rivers, would be Streams"),
    (
        lambda f: (f / "img/hill.png").write_bytes(PNG + b"0") and None,
        "question 'source': the wording of the stem",
    ),
    (lambda _: Options(versions=2, seed="2"), "seed: was 1, would be 2"),
    (lambda _: Options(versions=1), "the version B would be gone"),
    (lambda _: Options(versions=2, count=2), "would be gone"),
    (lambda _: Options(versions=2, layout=Layout(size=12)), "size: was 11, would be 12"),
    (lambda _: Options(versions=2, keep_question_order=True), "would be question"),
]


@pytest.mark.parametrize(("change", "says"), REFUSED)
def test_what_would_change_a_printed_paper_is_refused(change: Change, says: str, frozen: Path) -> None:
    options = change(frozen) or OPTIONS
    before = digests(frozen / "out")
    with pytest.raises(DeliveryError, match=r"were printed .* and would no longer fit") as caught:
        build_exam(frozen / "rivers.md", frozen / "out", options)
    assert re.search(says, str(caught.value)), str(caught.value)
    assert "examgen freeze --undo" in caught.value.hint
    assert digests(frozen / "out") == before


def test_the_refusal_names_orders_as_printed_and_as_they_would_be(frozen: Path) -> None:
    with pytest.raises(DeliveryError) as caught:
        build_exam(frozen / "rivers.md", frozen / "out", Options(versions=2, seed="2"))
    record = Record.read(frozen / "out")
    other = build_exam(frozen / "rivers.md", frozen / "other", Options(versions=2, seed="2", audit=False))
    expected = set()
    for label, version in record.versions.items():
        would = {
            q["question"]: (number, q["choices"])
            for number, q in enumerate(Record.read(other.folder).versions[label]["questions"], start=1)
        }
        for number, question in enumerate(version["questions"], start=1):
            id = question["question"]
            if would[id][0] != number:
                expected.add(f"version {label}: question {number} '{id}' would be question {would[id][0]}")
            if would[id][1] != question["choices"]:
                orders = f"choices were {question['choices']}, would be {would[id][1]}"
                expected.add(f"version {label}: question {number} '{id}': {orders}")
    assert {problem.message for problem in caught.value.problems} - {"seed: was 1, would be 2"} == expected


WORDS = """# Primes

1. Which of thees numbers is a prime, if any of them is one?
 - (a) four
 - (b) five
 - (c) six

Correct Answer: (b)

2. Which numbers are even?
 - (a) two
 - (b) three
 - (c) seven

Correct Answer: (a)
"""


def commands_in(hint: str) -> str:
    """Return the commands of a hint that begin with unzip."""
    found = re.search(r"unzip -o .*?(?=; |$)", hint)
    assert found is not None, hint
    return found[0]


def test_a_late_student_gets_one_more_version_though_the_bank_was_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names the id that moved, and commands that work as they stand."""
    monkeypatch.chdir(tmp_path)
    out = Path("out/late exam")
    left_out = "\n3. Which is odd?\n - (a) eight\n - (b) nine\n\nCorrect Answer: (b)\n"
    bank = write_bank(tmp_path, WORDS + left_out, "late.md")
    layout = Layout(size=12, duplex=False)
    heading = Heading(course="M 1")
    options = Options(
        versions=2,
        seed="a seed",
        name="late final",
        only=("1", "2-2"),
        layout=layout,
        heading=heading,
        audit=False,
    )
    build_exam(bank, out, options)
    freeze(out, DAY)
    before = papers(out)
    id = next(q["question"] for q in Record.read(out).versions["A"]["questions"] if "thees" in q["question"])
    bank.write_text((WORDS + left_out).replace("thees", "these"), encoding="utf-8")
    with pytest.raises(DeliveryError) as caught:
        build_exam(bank, out, replace(options, seed=None, versions=3))
    told = [problem.message for problem in caught.value.problems]
    assert f"question '{id}': the wording would change" in told[0]
    assert "[-thees-]{+these+}" in told[0]
    assert not [line for line in told if "would be gone" in line or "would be new" in line]
    assert f"{{#{id}}}" in caught.value.hint
    unzip, build = commands_in(caught.value.hint).split(" && ")
    subprocess.run(shlex.split(unzip), check=True)
    result = CliRunner().invoke(cli, [*shlex.split(build)[1:], "--no-audit"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "  printed A, B left as printed; C new" in result.stdout.splitlines()
    after = papers(out)
    assert after.keys() - before.keys() == {"exams/late final-C.pdf"}
    assert {name for name in before if after[name] != before[name]} == {"print/late final-exams.pdf"}


def test_fewer_versions_than_were_printed(frozen: Path) -> None:
    with pytest.raises(DeliveryError, match="the version B would be gone") as caught:
        build_exam(frozen / "rivers.md", frozen / "out", replace(OPTIONS, versions=1))
    assert "build all that were printed: --versions 2" in caught.value.hint


def test_templates_of_papers_must_be_the_same_and_those_of_keys_need_not(frozen: Path) -> None:
    mine = frozen / "mine"
    mine.mkdir()
    name = {}
    for entry, data in Record.read(frozen / "out").entries.items():
        name[entry] = data
    (mine / "key.tex").write_bytes(name["templates/key.tex"].replace(b"For graders only", b"For TAs only"))
    options = Options(versions=2, templates=mine, audit=False)
    build_exam(frozen / "rivers.md", frozen / "out", options)
    (mine / "exam.tex").write_bytes(name["templates/exam.tex"].replace(b"question", b"Question"))
    with pytest.raises(DeliveryError, match=r"template exam\.tex: would be another one") as caught:
        build_exam(frozen / "rivers.md", frozen / "out", options)
    assert "unzip" in caught.value.hint


def test_a_template_that_no_paper_is_made_with_may_lie_beside_the_others(frozen: Path) -> None:
    mine = frozen / "mine"
    mine.mkdir()
    (mine / "old-exam.tex").write_text("as it was last year", encoding="utf-8")
    (mine / "head-of-keys.tex").write_text("For TAs", encoding="utf-8")
    entries = Record.read(frozen / "out").entries
    (mine / "key.tex").write_bytes(entries["templates/key.tex"] + b'\\BLOCK{include "head-of-keys.tex"}\n')
    options = Options(versions=2, templates=mine, audit=False)
    before = papers(frozen / "out")
    build_exam(frozen / "rivers.md", frozen / "out", options)
    assert papers(frozen / "out") == before
    part = b'\\BLOCK{include "head-of-keys.tex"}\n'
    (mine / "preamble.tex").write_bytes(entries["templates/preamble.tex"] + part)
    with pytest.raises(DeliveryError) as caught:
        build_exam(frozen / "rivers.md", frozen / "out", options)
    told = [problem.message for problem in caught.value.problems]
    assert told == ["template preamble.tex: would be another one"]
    # Now the part of the keys is one of the papers, too.
    (mine / "head-of-keys.tex").write_text("For all", encoding="utf-8")
    with pytest.raises(DeliveryError) as caught:
        build_exam(frozen / "rivers.md", frozen / "out", options)
    assert len(caught.value.problems) == 2


def test_a_printed_paper_that_is_gone_comes_back_if_its_bytes_do(frozen: Path) -> None:
    before = papers(frozen / "out")
    (frozen / "out/exams/rivers-A.pdf").unlink()
    build_exam(frozen / "rivers.md", frozen / "out", OPTIONS)
    assert papers(frozen / "out") == before


def test_a_printed_paper_that_is_gone_is_not_replaced_by_another_one(
    frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (frozen / "out/exams/rivers-A.pdf").unlink()
    other_tex(tmp_path / "bin", r"sed -i '1s/^/\\pdfcompresslevel=1 /' job.tex", monkeypatch)
    before = digests(frozen / "out")
    with pytest.raises(
        DeliveryError, match=r"'exams/rivers-A\.pdf' .* was printed, and is gone or was changed"
    ):
        build_exam(frozen / "rivers.md", frozen / "out", OPTIONS)
    assert digests(frozen / "out") == before


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_frozen_folder_without_its_record_is_refused(harm: str, frozen: Path) -> None:
    path = frozen / "out/rivers.examgen"
    path.unlink() if harm == "gone" else path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(DeliveryError, match=r"their record 'rivers\.examgen' is gone or was changed"):
        build_exam(frozen / "rivers.md", frozen / "out", OPTIONS)


# ---------------------------------------------------------------- the command


def test_the_command(frozen: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    out = str(frozen / "out")
    undone = runner.invoke(cli, ["freeze", out, "--undo"])
    assert undone.output == f"rivers in {out}: no longer marked as printed\n"
    copy = tmp_path / "copies" / "x.examgen"
    result = runner.invoke(cli, ["freeze", out, "--date", DAY, "--to", str(copy)])
    assert (result.exit_code, result.output) == (
        0,
        f"rivers in {out}: 2 versions, marked as printed on {DAY}\n  record  {out}/rivers.examgen\n  copy    {copy}\n",
    )
    assert copy.read_bytes() == (frozen / "out/rivers.examgen").read_bytes()
    again = runner.invoke(cli, ["freeze", out, "--to", str(copy.parent)])
    assert f"marked as printed on {DAY} before" in again.output
    assert (copy.parent / "rivers.examgen").read_bytes() == copy.read_bytes()


def test_a_copy_is_not_written_over_another_file(frozen: Path) -> None:
    notes = frozen / "notes.txt"
    notes.write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(cli, ["freeze", str(frozen / "out"), "--to", str(notes)])
    assert isinstance(result.exception, DeliveryError)
    assert "is there already, and is another file" in str(result.exception)
    assert notes.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--date", "tomorrow"], "'tomorrow' is no date"), (["--undo", "--date", DAY], "go without it")],
)
def test_options_that_cannot_be(arguments: list[str], says: str, frozen: Path) -> None:
    result = CliRunner().invoke(cli, ["freeze", str(frozen / "out"), *arguments])
    assert isinstance(result.exception, UsageError)
    assert says in str(result.exception)
