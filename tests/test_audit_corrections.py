"""The audit of corrected keys: a folder that was rekeyed passes, and each wrong one of many kinds is caught."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import some
from test_audit import Mutation, edit, in_stream
from test_build import PROSE, tree

from examgen import Options, build_exam, load_bank
from examgen.audit import Audit, audit_folder
from examgen.audit.corrected import Ruling, read_rulings
from examgen.corrections import Change, Rule
from examgen.errors import AuditError
from examgen.rekey import rekey
from examgen.runs import Copy, Run, RunKind
from examgen.typeset import TexJob

pytestmark = [pytest.mark.tex, pytest.mark.usefixtures("tex_once")]

#: What is decided of the questions, one revision after the other.
CHANGES = {
    "rv-source": Change(Rule.ACCEPT, ("a,d",), None, "Mills have springs, 50% of them"),
    "rv-several": Change(Rule.VOID),
    "rv-mouth": Change(Rule.FULL),
    "rv-delta": Change(Rule.ACCEPT, ("b",), None, ""),
}
CORRECTIONS, CSV, JSON = "keys/corrections.json", "keys/answers.csv", "keys/answers.json"
KEY, OTHER_KEY, GRID = "keys/rivers-A-key.pdf", "keys/rivers-B-key.pdf", "keys/rivers-keys.pdf"


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bank") / "rivers.md"
    path.write_text(PROSE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def revisions(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The folder as built, and after each of the corrections; the last but one is called ``other`` below."""
    folder = tmp_path_factory.mktemp("revisions")
    build_exam(bank, folder / "1", Options(versions=3, seed="4", audit=False))
    found = [folder / "1"]
    for number, (question, change) in enumerate(CHANGES.items(), start=2):
        shutil.copytree(found[-1], folder / str(number))
        rekey(folder / str(number), question, change, date="2026-11-22", audited=number == len(CHANGES) + 1)
        found.append(folder / str(number))
    return found


@pytest.fixture
def audited(bank: Path, revisions: list[Path], tmp_path: Path) -> Callable[[Mutation], Audit]:
    def run(mutation: Mutation) -> Audit:
        shutil.copytree(revisions[-1], tmp_path / "out")
        mutation(tmp_path / "out", revisions[-2])
        return audit_folder(tmp_path / "out", load_bank(bank))

    return run


def test_every_revision_passes(bank: Path, revisions: list[Path]) -> None:
    for folder in revisions:
        result = audit_folder(folder, load_bank(bank))
        assert (result.faults, result.undecided) == ([], [])
    assert str(result) == "audit: 3 versions, 12 questions, 45 letters: all match"


def test_a_correction_says_what_its_audit_came_to(revisions: list[Path]) -> None:
    def said(folder: Path) -> str:
        return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["audit"])

    assert said(revisions[-1]) == "3 versions, 12 questions, 45 letters: all match"
    assert said(revisions[-2]) == "not made: --no-audit"
    papers = json.loads((revisions[-1] / "audit.json").read_text(encoding="utf-8"))["papers"]
    answers = {read["question"]: read["answer"] for read in papers[0]["questions"]}
    assert (answers["rv-several"], answers["rv-mouth"]) == ("–", "*")
    assert "/" in answers["rv-source"]
    assert not (revisions[-2] / "audit.json").exists()


def changed(path: str, change: Callable[[Any], None]) -> Mutation:
    """A JSON file with something else in it."""

    def mutate(out: Path, _other: Path) -> None:
        whole = json.loads((out / path).read_text(encoding="utf-8"))
        change(whole)
        (out / path).write_text(json.dumps(whole), encoding="utf-8")

    return mutate


def correction(place: int, **values: object) -> Mutation:
    """Another correction in the history."""
    return changed(CORRECTIONS, lambda whole: whole["corrections"][place].update(values))


def in_rows(change: Callable[[list[str]], None], question: str) -> Mutation:
    """The rows of a question in answers.csv, changed by column."""

    def mutate(out: Path, _other: Path) -> None:
        lines = [line.split(",") for line in (out / CSV).read_text(encoding="utf-8").splitlines()]
        for row in lines:
            if row[2] == question:
                change(row)
        (out / CSV).write_text("".join(",".join(row) + "\n" for row in lines), encoding="utf-8")

    return mutate


def column(index: int, text: str) -> Callable[[list[str]], None]:
    return lambda row: row.__setitem__(index, text)


def in_answers(question: str, **values: object) -> Mutation:
    """A question of the first version in answers.json, changed."""
    return changed(
        JSON,
        lambda whole: next(
            each for each in whole["versions"][0]["questions"] if each["question"] == question
        ).update(values),
    )


def take(path: str) -> Mutation:
    """A file as it was a correction before."""
    return lambda out, other: shutil.copy(other / path, out / path) and None


def take_former(path: str) -> Mutation:
    """A file as it was built."""
    return lambda out, _other: shutil.copy(out / "keys" / "revision-1" / Path(path).name, out / path) and None


def without_corrections(out: Path, _other: Path) -> None:
    (out / CORRECTIONS).unlink()


MUTATIONS: dict[str, Mutation] = {
    "a key of the correction before": take(KEY),
    "a grid of the correction before": take(GRID),
    "a csv of the correction before": take(CSV),
    "a json of the correction before": take(JSON),
    "a history of the correction before": take(CORRECTIONS),
    "a manifest of the correction before": take("manifest.json"),
    "a key as built": take_former(KEY),
    "a grid as built": take_former(GRID),
    "a csv as built": take_former(CSV),
    "no history": without_corrections,
    "a history without revision in the manifest": changed(
        "manifest.json", lambda whole: whole.pop("revision")
    ),
    "a history that accepts another choice": correction(0, accepted=[["a"], ["c"]]),
    "a history that accepts a choice less": correction(0, accepted=[["a"]]),
    "a history that accepts both together": correction(0, accepted=[["a", "d"]]),
    "a history that accepts no choice of the question": correction(0, accepted=[["a"], ["z"]]),
    "a history that accepts nothing": correction(0, accepted=[]),
    "a history that gives everyone the points": correction(1, rule="full"),
    "a history that takes a correction back": correction(3, rule="bank", accepted=[]),
    "a history with a rule that there is not": correction(3, rule="half"),
    "a history of another question": correction(3, question="rv-none"),
    "a history that names a revision twice": correction(3, revision=4),
    "a history of another day": correction(2, date="2026-11-23"),
    "a history without its list": changed(CORRECTIONS, lambda whole: whole.pop("corrections")),
    "points for a void question in the csv": in_rows(column(4, "1"), "rv-several"),
    "a rule of another kind in the csv": in_rows(column(7, "all"), "rv-source"),
    "no rule in the csv": in_rows(list.pop, "rv-delta"),
    "both letters for either in the csv": in_rows(
        lambda row: row.__setitem__(3, row[3].replace("/", "")), "rv-source"
    ),
    "a letter for what everyone gets in the csv": in_rows(column(3, "A"), "rv-mouth"),
    "points for a void question in the json": in_answers("rv-several", points="1"),
    "an answer to a void question in the json": in_answers("rv-several", answer=["A"]),
    "other sets in the json": in_answers("rv-source", accepted=[["A"]]),
    "another rule in the json": in_answers("rv-mouth", rule="void"),
    "another revision in the json": changed(JSON, lambda whole: whole.update(revision=4)),
    "no revision in the json": changed(JSON, lambda whole: whole.pop("revision")),
    "another sign in the strip": edit(KEY, in_stream(b"[(*)]TJ", b"[(A)]TJ")),
}


@pytest.mark.parametrize("name", some(MUTATIONS))
def test_a_wrong_correction_is_caught(name: str, audited: Callable[[Mutation], Audit]) -> None:
    assert audited(MUTATIONS[name]).faults


def test_a_csv_with_another_ending_is_not_what_the_tests_change(audited: Callable[[Mutation], Audit]) -> None:
    """The ways to change a file above leave alone what they are not told to change."""
    assert audited(in_rows(lambda _row: None, "rv-source")).passed


@pytest.mark.parametrize("files", [(KEY, OTHER_KEY, GRID), (CSV, JSON, GRID)])
def test_what_is_wrong_in_several_files_alike_is_caught(
    files: tuple[str, ...], audited: Callable[[Mutation], Audit]
) -> None:
    def mutate(out: Path, other: Path) -> None:
        for path in files:
            take(path)(out, other)

    assert audited(mutate).faults


def source(pattern: str, new: str, kind: RunKind = RunKind.KEYS) -> tuple[RunKind, str, str]:
    """The LaTeX of the keys, or of the grid, with the first match of a pattern replaced."""
    return kind, pattern, new


WRONG_KEYS = {
    "no choice is marked": source(r"\\egright(?=\{)", r"\\egchoice"),
    "a choice too many is marked": source(r"\\egchoice(?=\{)", r"\\egright"),
    "one letter in the strip": source(r"(\\egcell\{\d+\}\{[A-Z])/[A-Z]", r"\1"),
    "both letters in the strip": source(r"(\\egcell\{\d+\}\{[A-Z])/", r"\1"),
    "a sign in the strip": source(r"(\\egcell\{\d+\}\{)[A-Z]/[A-Z]", r"\1*"),
    "a letter below the question": source(r"[A-Z]( or [A-Z] gets the points)", r"E\1"),
    "nothing below the question": source(r"\\egcorrected\{[^}]*\}", ""),
    "another revision below the question": source(r"(\\egcorrected\{Revision )2", r"\g<1>3"),
    "a letter at the head": source(r"accept [A-Z] or", "accept E or"),
    "the former answer at the head": source(r"\(was [A-Z]\)", "(was E)"),
    "another number at the head": source(r"question \d ", "question 9 "),
    "no correction at the head": source(r"\\egcorrection\{Revision.*", ""),
    "another revision at the head": source(r"(\\egcorrection\{Revision )2", r"\g<1>3"),
    "another revision on each page": source(r"\\egrevision\{2\}", r"\\egrevision{3}"),
    "a letter in the grid": source(r"\\eggridsets\{[A-Z]/", r"\\eggridsets{E/", RunKind.GRID),
    "a choice at the head of the grid": source("accept a or d", "accept a or c", RunKind.GRID),
    "a place at the head of the grid": source(r"\(A \d, B", "(A 9, B", RunKind.GRID),
    "another revision of the grid": source(r"\\egrevision\{2\}", r"\\egrevision{3}", RunKind.GRID),
}
#: What is replaced everywhere.
EVERYWHERE = {"no choice is marked", "another revision on each page", "another revision of the grid"}


@pytest.fixture(scope="module")
def built(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "out"
    build_exam(bank, out, Options(versions=2, seed="4", audit=False))
    return out


@pytest.mark.parametrize("name", some(WRONG_KEYS))
def test_wrong_keys_are_not_delivered(
    name: str, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, pattern, new = WRONG_KEYS[name]
    out = tmp_path / "out"
    shutil.copytree(built, out)
    before = tree(out)
    job = Copy.job

    def wrong(self: Copy, run: Run, seconds: int) -> TexJob:
        made = job(self, run, seconds)
        if run.kind is not kind:
            return made
        head, begin, body = made.source.partition(r"\begin{document}")
        count = 0 if name in EVERYWHERE else 1
        if name in EVERYWHERE:
            head = re.sub(pattern, new, head)
        changed_body = re.sub(pattern, new, body, count=count)
        assert (head + begin + changed_body) != made.source
        return replace(made, source=head + begin + changed_body)

    monkeypatch.setattr(Copy, "job", wrong)
    with pytest.raises(AuditError, match="nothing was delivered"):
        rekey(out, "rv-source", CHANGES["rv-source"])
    assert tree(out) == before


def test_the_last_correction_of_a_question_counts(bank: Path, tmp_path: Path) -> None:
    entries = [("accept", [["c"]]), ("void", []), ("accept", [["a"], ["b", "c"]]), ("bank", []), ("full", [])]
    history = [
        {"revision": n, "date": "2026-11-22", "question": "rv-source", "rule": rule, "accepted": sets}
        for n, (rule, sets) in enumerate(entries, start=2)
    ]
    questions = load_bank(bank).questions
    index = next(i for i, question in enumerate(questions) if question.id == "rv-source")
    (tmp_path / "keys").mkdir()
    expected = [
        (Ruling("all", (frozenset("c"),), 2), "D"),
        (Ruling("void", (), 3), "–"),
        (Ruling("any", (frozenset("a"), frozenset("bc")), 4), "AD/B"),
        (Ruling("all", (frozenset("a"),)), "B"),
        (Ruling("full", (), 6), "*"),
    ]
    for made, (ruling, cell) in enumerate(expected, start=1):
        whole = {"revision": made + 1, "corrections": history[:made]}
        (tmp_path / CORRECTIONS).write_text(json.dumps(whole), encoding="utf-8")
        found = read_rulings(tmp_path, questions, made + 1)
        assert found.faults == ()
        assert found.by_question[index] == ruling
        # As a paper prints them: d has the letter A, a B, ...
        order = {"AD/B": ["b", "a", "d", "c"]}.get(cell, ["d", "a", "b", "c"])
        assert found.by_question[index].cell(order) == cell
        assert [change.revision for change in found.changes] == [made + 1]
