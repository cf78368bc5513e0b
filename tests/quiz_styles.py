"""Reads quizzes in random styles and asks whether what was meant was read: right, refused, or wrong.

    python tests/quiz_styles.py --files 20000 --seed 1

prints figures by style; ``--show NUMBER`` prints one file and what is wrong with its reading.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from multiprocessing import Pool

from quiz_styles_words import Asked
from quiz_styles_write import Quiz, make_quiz

from examgen.check import check
from examgen.errors import Problem, Severity
from examgen.formats import read_data
from examgen.model import Question

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[*_=~`>]+|</?(?:u|mark|b|i|strong|em)>")
#: What the check of a bank finds where the reader found too little.
_BLOCKING = (
    "no-answer",
    "too-few-choices",
    "too-many-choices",
    "empty-stem",
    "empty-choice",
    "equal-choices",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question, or of a file as a whole."""

    kind: str  #: right, refused, or what is wrong
    detail: str = ""


def words(text: str) -> list[str]:
    """Return the words of a text, without marks."""
    return _WORD.findall(text.casefold())


def bare(text: str) -> str:
    """Return a text without marks and with single blanks."""
    return " ".join(_MARKS.sub("", text).split()).casefold()


def judge(quiz: Quiz) -> list[Outcome]:
    """Return what came of each question of a quiz, and of what should not be there."""
    reading = read_data("quiz.md", quiz.text.encode())
    errors = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    if errors:
        return [Outcome("refused", f"{errors[0].code}: {_shape(errors[0].message)}")] * len(quiz.questions)
    blocked = [problem for problem in check(reading.bank).problems if problem.code in _BLOCKING]
    if blocked:
        return [Outcome("refused", f"{blocked[0].code}: {_shape(blocked[0].message)}")] * len(quiz.questions)
    said = [line for problem in reading.problems for line in _lines(problem)]
    below = [line for line in said if quiz.keyed and line >= quiz.keyed]
    out: list[Outcome] = []
    left = list(reading.bank.questions)
    for at, asked in enumerate(quiz.questions):
        mine = [question for question in left if asked.token in words(question.stem.source)]
        last = quiz.lines[at + 1] if at + 1 < len(quiz.lines) else 10**6
        here = [*below, *(line for line in said if quiz.lines[at] <= line < last)]
        if not mine:
            out.append(
                Outcome("refused", "skipped or warned of") if here else Outcome("lost question", asked.token)
            )
            continue
        left.remove(mine[0])
        kind, detail = compare(
            asked, mine[0], any(problem.code == "unread-points" for problem in reading.problems)
        )
        if kind in ("lost stem", "lost why", "lost choice") and here:
            kind, detail = "refused", f"warned of: {kind}"
        out.append(Outcome(kind, detail))
    out += [Outcome("invented", question.stem.source[:60]) for question in left]
    tokens = {asked.token for asked in quiz.questions}
    for question in reading.bank.questions:
        whole = {word for text in question.texts for word in words(text.source)} & tokens
        if len(whole) > 1:
            out.append(Outcome("merged", str(sorted(whole))))
    return out


def _lines(problem: Problem) -> range:
    """Return the lines that a problem speaks of."""
    if problem.place is None:
        return range(0)
    span = re.search(r"\(lines ([0-9]+) to ([0-9]+)\)", problem.message)
    return (
        range(int(span[1]), int(span[2]) + 1) if span else range(problem.place.line, problem.place.line + 1)
    )


def compare(asked: Asked, question: Question, warned: bool) -> tuple[str, str]:
    """Return the kind of the worst difference between what was meant and what was read."""
    got = [bare(choice.text.source) for choice in question.choices]
    meant = [bare(choice) for choice in asked.choices]
    right = {bare(choice.text.source) for choice in question.choices if choice.id in question.answer}
    if right != {meant[at] for at in asked.right}:
        return "wrong answer", f"{sorted(right)} for {[meant[at] for at in sorted(asked.right)]}"
    if got != meant:
        lost = len(" ".join(got)) < len(" ".join(meant))
        return ("lost choice" if lost else "other choices"), f"{got} for {meant}"
    if asked.points and warned:
        return "refused", "warned of: points"
    stem, wanted = words(question.stem.source), words(" ".join(asked.stem))
    if stem != wanted and not asked.truth:
        extra = _extra(wanted, stem)
        if extra is None:
            return "lost stem", f"{question.stem.source!r} for {asked.stem}"
        if not (asked.points and question.points == 1):
            return "more stem", f"{question.stem.source!r} for {asked.stem}"
    if asked.points and question.points != asked.points:
        return "points", f"{question.points} for {asked.points}: {question.stem.source!r}"
    return compare_why(asked, question)


def compare_why(asked: Asked, question: Question) -> tuple[str, str]:
    """Return whether all that explains a question was read."""
    whole = [question.rationale.source if question.rationale else ""]
    whole += [choice.feedback.source for choice in question.choices if choice.feedback]
    read = words(" ".join(whole))
    for text in (" ".join(asked.why), *asked.feedback):
        if not _holds(read, words(text)):
            return "lost why", f"{text!r} not in {whole}"
    return "right", ""


def _extra(wanted: Sequence[str], got: Sequence[str]) -> list[str] | None:
    """Return the words beside the wanted ones, None when some of these are not there in order."""
    left, extra = list(wanted), []
    for word in got:
        if left and word == left[0]:
            left.pop(0)
        else:
            extra.append(word)
    return None if left else extra


def _holds(got: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether words stand in others side by side."""
    return f" {' '.join(wanted)} " in f" {' '.join(got)} " if wanted else True


def _shape(message: str) -> str:
    """Return a message without what it quotes."""
    message = re.sub(r"'[^']*'|\"[^\"]*\"|'.*'", "'...'", message)
    return re.sub(r"[0-9]+", "N", re.sub(r"\([a-z]\)", "(x)", message))[:90]


def _say(*lines: object, sep: str = " ") -> None:
    sys.stdout.write(f"{sep.join(map(str, lines))}\n")


def _one(key: tuple[int, int]) -> tuple[int, tuple[str, ...], list[Outcome]]:
    quiz = make_quiz(*key)
    return key[1], quiz.tags, judge(quiz)


def run(seed: int, numbers: Iterable[int], jobs: int) -> list[tuple[int, tuple[str, ...], list[Outcome]]]:
    """Return number, style and outcomes of each file."""
    keys = [(seed, number) for number in numbers]
    if jobs == 1:
        return [_one(key) for key in keys]
    with Pool(jobs) as pool:
        return pool.map(_one, keys, chunksize=50)


def _tell(found: Sequence[tuple[int, tuple[str, ...], list[Outcome]]], least: int) -> None:
    kinds, refusals = Counter[str](), Counter[str]()
    styles: dict[str, Counter[str]] = {}
    examples: dict[str, list[int]] = {}
    for number, tags, outcomes in found:
        for outcome in outcomes:
            kinds[outcome.kind] += 1
            short = outcome.kind if outcome.kind in ("right", "refused") else "wrong"
            for tag in tags:
                styles.setdefault(tag, Counter())[short] += 1
            if short == "wrong":
                examples.setdefault(outcome.kind, []).append(number)
            elif short == "refused":
                refusals[outcome.detail] += 1
    total = kinds.total()
    for kind, count in kinds.most_common():
        shown = list(dict.fromkeys(examples.get(kind, [])))[:12]
        _say(f"{count:7} {100 * count / total:6.2f}% {kind} {shown or ''}")
    _say("\nrefused for")
    for detail, count in refusals.most_common(40):
        _say(f"{count:7} {detail}")
    _say("\nstyle: right, refused, wrong")
    for tag, counts in sorted(styles.items()):
        if counts.total() >= least:
            share = 100 * counts["right"] / counts.total()
            _say(f"{share:6.1f}% {counts['right']:6} {counts['refused']:6} {counts['wrong']:6}  {tag}")


def main() -> None:
    """Read files in random styles, and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--least", type=int, default=1, help="questions of a style that is shown")
    parser.add_argument("--wrong", action="store_true", help="print each difference")
    parser.add_argument("--show", type=int, help="number of the one file to print")
    asked = parser.parse_args()
    if asked.show is None:
        found = run(asked.seed, range(asked.first, asked.first + asked.files), asked.jobs)
        for number, _, outcomes in found if asked.wrong else ():
            for outcome in outcomes:
                if outcome.kind not in ("right", "refused"):
                    _say(number, outcome.kind, outcome.detail)
        _tell(found, asked.least)
        return
    quiz = make_quiz(asked.seed, asked.show)
    _say(quiz.text, *quiz.tags, sep="\n")
    for problem in read_data("quiz.md", quiz.text.encode()).problems:
        _say(problem.severity, problem.code, problem.place, problem.message)
    for outcome in judge(quiz):
        _say(outcome.kind, outcome.detail)


if __name__ == "__main__":
    main()
