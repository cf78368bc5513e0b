"""Questions that look the same: what the audit can tell of them, and that it says so where it cannot."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from examgen import Build, Options, build_exam, load_bank
from examgen.audit import audit_folder
from examgen.audit.documents import ReadDocument, ReadQuestion
from examgen.errors import AuditError

LABELS = ("A", "B", "C")


def bank(folder: Path, pictures: tuple[str, str], answers: tuple[str, str]) -> Path:
    """Two questions that ask the same of two pictures, which have the same words."""
    for picture in set(pictures):
        shutil.copy(ROOT / "banks" / "figures" / f"{picture}.pdf", folder)
    questions = (
        f"{number}. {{#q-{number}}} What is it? ![]({picture}.pdf)\n"
        f" - (a) a line\n - (b) a circle\n - (c) neither\n\nCorrect Answer: ({answer})\n"
        for number, (picture, answer) in enumerate(zip(pictures, answers, strict=True), start=1)
    )
    path = folder / "twins.md"
    path.write_text("# Twins\n\n" + "\n".join(questions), encoding="utf-8")
    return path


def built(path: Path, *, allow_undecided: bool = False) -> Build:
    options = Options(versions=len(LABELS), seed="1", allow_undecided=allow_undecided)
    return build_exam(path, path.parent / "out", options)


@pytest.mark.tex
def test_pictures_tell_which_question_is_printed(tmp_path: Path) -> None:
    path = bank(tmp_path, ("sketch-1", "sketch-2"), ("a", "b"))
    build = built(path)
    assert build.audit is not None
    assert build.audit.passed
    # The bank now has the pictures the other way round: the answers are not those of the questions printed.
    for one, other in (("sketch-1", "x"), ("sketch-2", "sketch-1"), ("x", "sketch-2")):
        (tmp_path / f"{one}.pdf").rename(tmp_path / f"{other}.pdf")
    assert audit_folder(build.folder, load_bank(path)).faults


@pytest.mark.tex
def test_with_the_same_answer_it_does_not_matter_which_it_is(tmp_path: Path) -> None:
    build = built(bank(tmp_path, ("sketch-1", "sketch-1"), ("b", "b")))
    assert build.audit is not None
    assert build.audit.passed


@pytest.mark.tex
def test_with_other_answers_it_cannot_be_told(tmp_path: Path) -> None:
    path = bank(tmp_path, ("sketch-1", "sketch-1"), ("a", "b"))
    with pytest.raises(AuditError, match="0 faults, 6 undecided") as error:
        built(path)
    assert "question 1 is 'q-1' or 'q-2': they look the same" in str(error.value.problems[0])
    build = built(path, allow_undecided=True)
    assert build.audit is not None
    assert (build.audit.faults, len(build.audit.undecided)) == ([], 6)
    # The rest is compared all the same: a csv that has the two in another order than the key.
    csv = build.folder / "keys" / "answers.csv"
    lines = [line.split(",") for line in csv.read_text(encoding="utf-8").splitlines()]
    one = next(n for n in range(1, len(lines), 2) if lines[n][3] != lines[n + 1][3])
    lines[one][3], lines[one + 1][3] = lines[one + 1][3], lines[one][3]
    csv.write_text("\n".join(map(",".join, lines)) + "\n", encoding="utf-8")
    found = audit_folder(build.folder, load_bank(path))
    assert len(found.faults) == 2
    for fault, (label, number, question, *_) in zip(found.faults, lines[one : one + 2], strict=True):
        assert fault.startswith(
            f"keys/answers.csv: version {label}, question {number} {question!r}: answer is "
        )


def read(number: int, question: int) -> ReadQuestion:
    return ReadQuestion(number, question, (0, 1), (), (False, False))


def document(*ways: tuple[int, ...]) -> ReadDocument:
    """A document with these questions possible at each number."""
    readings = [tuple(read(number, q) for q in each) for number, each in enumerate(ways, start=1)]
    return ReadDocument(readings=readings)


@pytest.mark.parametrize(
    ("ways", "questions", "doubled"),
    [
        (((0,), (1,)), [0, 1], []),
        # The first that fits would leave nothing for the last number.
        (((0, 1), (1, 2), (0,)), [1, 2, 0], []),
        (((0, 1), (0, 1)), [0, 1], []),
        (((2,), (2,)), [2, 2], [1]),
    ],
)
def test_each_question_stands_at_one_number(
    ways: tuple[tuple[int, ...], ...], questions: list[int], doubled: list[int]
) -> None:
    found = document(*ways)
    assert found.settle() == doubled
    assert [each.question for each in found.questions] == questions


def test_what_looks_the_same_is_what_the_key_says() -> None:
    paper, key, other = document((0, 1), (2,), (0, 1)), document((1,), (2,), (0,)), document((2,), (1,), (0,))
    for each in (paper, key, other):
        each.settle()
    paper.follow(key)
    assert [each.question for each in paper.questions] == [1, 2, 0]
    # A key that the paper cannot be read like changes nothing.
    paper.follow(other)
    assert [each.question for each in paper.questions] == [1, 2, 0]
