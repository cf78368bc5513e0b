"""Prints random exams and asks an oracle, which knows the banks from how they were made, whether any letter is wrong.

Each exam has a number of its own; ``--seed NUMBER --exams 1`` makes it again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from random import Random

from random_exams_bank import TAGS, MadeQuestion, make_bank
from random_exams_files import write_bank
from random_exams_oracle import Asked, Printed, Tally, WrongError, check

from examgen import BankError, Layout, Options, Paper, build_exam, load_bank
from examgen.answers import to_csv, to_json
from examgen.arrange import arrange
from examgen.audit import audit_folder
from examgen.pieces import PieceTable
from examgen.runs import Copy, Run, RunKind
from examgen.selection import select
from examgen.sheets import folders_of, key_sheets, paper_sheets
from examgen.templates import Templates

#: What a bank may be refused for: a letter that is not true in any order.
REFUSED = {"stale-letter"}
#: How the audit says of questions that they have the same words and other right answers.
LOOK_THE_SAME = "they look the same and have other right answers"


@dataclass(frozen=True, slots=True)
class RandomExam:
    """A bank in files, what is known of it, and how the exam is wanted."""

    questions: tuple[MadeQuestion, ...]
    paths: tuple[Path, ...]
    asked: Asked
    layout: Layout


def make_exam(number: int, folder: Path) -> RandomExam:
    """Write the bank of the exam with this number into an empty folder."""
    draw = Random(f"exam {number}")
    questions = make_bank(draw)
    paths = write_bank(draw, questions, folder)
    known = [tag for tag in TAGS if any(tag in question.tags for question in questions)]
    tags = (draw.choice(known),) if known and draw.random() < 0.15 else ()
    left = sum(1 for question in questions if not tags or tags[0] in question.tags)
    asked = Asked(
        seed=draw.choice((str(draw.getrandbits(64)), f"spring term {number}", "Prüfung №7 ✓")),
        versions=draw.choice((1, 2, 2, 3, 3, 4, 5, draw.randint(6, 30))),
        tags=tags,
        count=draw.randint(1, left) if draw.random() < 0.2 else None,
        keep_question_order=draw.random() < 0.1,
    )
    layout = Layout(
        paper=draw.choice(list(Paper)),
        size=draw.choice((10, 11, 12)),
        columns=draw.choice((1, 1, 2)),
        duplex=draw.random() < 0.5,
    )
    return RandomExam(questions, tuple(paths), asked, layout)


def sources_of(exam: RandomExam) -> Printed:
    """Return what a build makes of an exam, up to TeX.

    Raises:
        BankError: the bank is refused.
    """
    asked = exam.asked
    found = select(load_bank(*exam.paths), seed=asked.seed, tags=asked.tags, count=asked.count)
    versions = arrange(found, asked.seed, asked.versions, keep_question_order=asked.keep_question_order)
    paper_pieces, key_pieces = PieceTable(folders_of(found)), PieceTable(folders_of(found))
    copy = Copy(
        exam=found,
        layout=exam.layout,
        templates=_TEMPLATES,
        papers=paper_sheets(found, versions, paper_pieces),
        keys=key_sheets(found, versions, key_pieces),
        paper_pieces=paper_pieces,
        key_pieces=key_pieces,
    )
    papers, keys, grid = (copy.job(Run(kind, 0, asked.versions), 60).source for kind in RunKind)
    return Printed(
        papers, keys, grid, to_csv(found, versions, copy.keys), to_json(found, versions, copy.keys)
    )


_TEMPLATES = Templates()


def check_sources(exam: RandomExam) -> Tally:
    """Return how much was compared of an exam as it goes to TeX.

    Raises:
        WrongError: a letter, or something else, is wrong.
    """
    try:
        printed = sources_of(exam)
    except BankError as error:
        codes = {problem.code for problem in error.problems if problem.severity == "error"}
        if codes <= REFUSED:
            return Tally(refused=1)
        raise WrongError("\n".join(str(problem) for problem in error.problems)) from error
    return check(exam.questions, exam.asked, printed, secrets_of(exam))


def secrets_of(exam: RandomExam) -> list[str]:
    """Return what no paper's source may hold: the seed, ids and places."""
    ids = [question.id for question in exam.questions if len(question.id) > 4]
    return [exam.asked.seed, *ids, *(path.name for path in exam.paths), str(exam.paths[0].parent)]


def has_twins(exam: RandomExam) -> bool:
    """Return whether some questions have the same words: no paper tells which of them it prints, and the audit says so."""
    texts = [
        (question.stem.written, frozenset(choice.text.written for choice in question.choices))
        for question in exam.questions
    ]
    return len(set(texts)) < len(texts)


def check_build(exam: RandomExam, folder: Path) -> Tally:
    """Return how much was compared of an exam that is built with TeX into a folder and audited.

    Raises:
        WrongError: a letter, or something else, is wrong.
    """
    tally = check_sources(exam)
    if tally.refused:
        return tally
    asked = exam.asked
    options = Options(
        versions=asked.versions,
        seed=asked.seed,
        count=asked.count,
        tags=asked.tags,
        keep_question_order=asked.keep_question_order,
        layout=exam.layout,
        allow_undecided=has_twins(exam),
    )
    build_exam(exam.paths, folder, options)
    printed = sources_of(exam)
    for name, data in (("answers.csv", printed.csv), ("answers.json", printed.json)):
        if (folder / "keys" / name).read_bytes() != data:
            raise WrongError(f"{name} of the build is not the one that was compared")
    audit = audit_folder(folder, load_bank(*exam.paths))
    doubts = [doubt for doubt in audit.undecided if not (has_twins(exam) and doubt.endswith(LOOK_THE_SAME))]
    if audit.faults or doubts:
        raise WrongError("\n".join([str(audit), *audit.faults, *audit.undecided]))
    return tally


@contextmanager
def _kept_on_error(number: int) -> Iterator[Path]:
    """Give a folder that stays only when something went wrong, and say then how to make the exam again."""
    folder = tempfile.TemporaryDirectory(prefix=f"random exam {number} ")
    try:
        yield Path(folder.name)
    except Exception as error:
        folder._finalizer.detach()  # type: ignore[attr-defined]
        again = f"python tests/random_exams.py --seed {number} --exams 1"
        raise WrongError(f"exam {number}, in {folder.name}; again: {again}\n{error}") from error
    folder.cleanup()


def check_number(number: int, *, tex: bool = False) -> Tally:
    """Make the exam with this number and check it, with TeX or without.

    Raises:
        WrongError: a letter, or something else, is wrong; the folder of the bank is kept.
    """
    with _kept_on_error(number) as folder:
        exam = make_exam(number, folder)
        return check_build(exam, folder / "out") if tex else check_sources(exam)


def _attempt(check: Callable[[int], Tally], number: int) -> Tally | str:
    try:
        return check(number)
    except WrongError as error:
        return str(error)


def run(first: int, exams: int, tex: int, jobs: int) -> int:
    """Check exams, the first ``tex`` of them with TeX; print figures and faults, and return the number of faults."""
    start, total, faults = time.perf_counter(), Tally(), 0
    numbers = iter(range(first, first + exams))
    with_tex = list(islice(numbers, tex))
    with Pool(jobs) as pool:
        for check, part in ((partial(check_number, tex=True), with_tex), (check_number, list(numbers))):
            for found in pool.imap_unordered(partial(_attempt, check), part, chunksize=4):
                if isinstance(found, Tally):
                    total += found
                else:
                    faults += 1
                    sys.stdout.write(f"WRONG: {found}\n\n")
    sys.stdout.write(
        f"{total.exams} exams with {total.versions} versions: {total.questions} questions, {total.letters} letters of"
        f" choices, {total.references} letters inside texts compared; {tex} exams built with TeX and audited;"
        f" {total.refused} banks refused; {total.same} pairs of versions in the same order, up to {total.chance:.0f}"
        f" expected by chance; {time.perf_counter() - start:.0f} s\n{faults} exams with something wrong\n"
    )
    if total.same > total.chance + 6 * total.chance**0.5 + 3:
        sys.stdout.write("more versions are in the same order than chance would have it\n")
        faults += 1
    return faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exams", type=int, default=10_000, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="the number of the first exam")
    parser.add_argument(
        "--tex", type=int, default=None, help="how many are built with TeX; without it 1 of 100"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    given = parser.parse_args(arguments)
    tex = given.exams // 100 if given.tex is None else min(given.tex, given.exams)
    return 1 if run(given.seed, given.exams, tex, given.jobs) else 0


if __name__ == "__main__":
    sys.exit(main())
