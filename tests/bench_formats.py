"""Times reading and checking a large bank in each text format, and writing it in those that can be written.

    python tests/bench_formats.py                  one round of 10,000 questions
    python tests/bench_formats.py --runs 3 --count 1000

Each reading and each writing is a process of its own, in which the bank is made in no other way than from its file.
Goal: 10,000 questions read and checked in 5 seconds of processor time and 500 MB. The questions are of ordinary length
(:mod:`bench_ordinary`). Writing is timed with a tenth of them.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from statistics import median

from bench_bank import BenchQuestion, to_quiz_text
from bench_measure import Measure, run
from bench_ordinary import make_ordinary
from bench_report import say

from examgen.check import check
from examgen.errors import errors_of
from examgen.formats import FORMATS, read_bank, writer_for

SECONDS = 5.0
MEGABYTES = 500.0
QUIZ_TEXT = "quiz text"


def _flat(text: str) -> str:
    return text.replace("\n\n", " ")


def _aiken(question: BenchQuestion) -> str:
    choices = "".join(f"{'ABCDE'[at]}. {text}\n" for at, text in enumerate(question.choices))
    return f"{_flat(question.stem)}\n{choices}ANSWER: {'ABCDE'[question.right]}\n\n"


def _blackboard(question: BenchQuestion) -> str:
    fields = [
        field
        for at, text in enumerate(question.choices)
        for field in (text, "correct" if at == question.right else "incorrect")
    ]
    return "\t".join(["MC", _flat(question.stem), *fields]) + "\n"


def _amc_txt(question: BenchQuestion) -> str:
    choices = "".join(
        f"{'+' if at == question.right else '-'} {text}\n" for at, text in enumerate(question.choices)
    )
    return f"*[id={question.id}] {_flat(question.stem)}\n{choices}\n"


def _exam_class(question: BenchQuestion) -> str:
    choices = "".join(
        f"  \\{'CorrectChoice' if at == question.right else 'choice'} {text}\n"
        for at, text in enumerate(question.choices)
    )
    why = f"\\begin{{solution}}\n{question.rationale}\n\\end{{solution}}\n"
    return f"\\question[1] {question.stem}\n\\begin{{choices}}\n{choices}\\end{{choices}}\n{why}\n"


def _amc_latex(question: BenchQuestion) -> str:
    choices = "".join(
        f"  \\{'correctchoice' if at == question.right else 'wrongchoice'}{{{text}}}\n"
        for at, text in enumerate(question.choices)
    )
    return (
        f"\\element{{all}}{{\n\\begin{{question}}{{{question.id}}}\n{question.stem}\n"
        f"\\begin{{choices}}\n{choices}\\end{{choices}}\n\\explain{{{question.rationale}}}\n\\end{{question}}\n}}\n\n"
    )


def _r_exams(question: BenchQuestion) -> str:
    choices = "".join(f"* {text}\n" for text in question.choices)
    solution = "".join("1" if at == question.right else "0" for at in range(len(question.choices)))
    return (
        f"Question\n========\n{question.stem}\n\nAnswerlist\n----------\n{choices}\nSolution\n========\n"
        f"{question.rationale}\n\nMeta-information\n================\nexname: {question.id}\nextype: schoice\n"
        f"exsolution: {solution}\n\n"
    )


def _qti12(question: BenchQuestion) -> str:
    def material(text: str) -> str:
        return (
            f'<material><mattext texttype="text/html">{escape(f"<p>{escape(text)}</p>")}</mattext></material>'
        )

    choices = "".join(
        f'<response_label ident="c{at}">{material(text)}</response_label>\n'
        for at, text in enumerate(question.choices)
    )
    return (
        f'<item ident="{question.id}" title="Question"><presentation>{material(_flat(question.stem))}'
        f'<response_lid ident="r" rcardinality="Single"><render_choice>\n{choices}</render_choice></response_lid>'
        f'</presentation><resprocessing><outcomes><decvar varname="SCORE"/></outcomes><respcondition><conditionvar>'
        f'<varequal respident="r">c{question.right}</varequal></conditionvar><setvar action="Set">100</setvar>'
        f'</respcondition></resprocessing><itemfeedback ident="general_fb">{material(question.rationale)}'
        "</itemfeedback></item>\n"
    )


def _csv(questions: Sequence[BenchQuestion]) -> str:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["question", "a", "b", "c", "d", "e", "answer", "explanation"])
    for question in questions:
        choices = [*question.choices, ""][:5]
        table.writerow([_flat(question.stem), *choices, "ABCDE"[question.right], question.rationale])
    return out.getvalue()


def _each(one: Callable[[BenchQuestion], str], before: str = "", after: str = "") -> Callable[..., str]:
    return lambda questions: before + "".join(map(one, questions)) + after


#: Formats that examgen does not write: what makes a file of them, and the file's name.
MADE: dict[str, tuple[str, Callable[[Sequence[BenchQuestion]], str]]] = {
    "Aiken": ("bank.aiken", _each(_aiken)),
    "Blackboard": ("upload.txt", _each(_blackboard)),
    "AMC-TXT": ("bank.amc", _each(_amc_txt)),
    "CSV": ("bank.csv", _csv),
    "QTI 1.2": ("qti12.xml", _each(_qti12, "<questestinterop><section>\n", "</section></questestinterop>\n")),
    "LaTeX exam": (
        "exam.tex",
        _each(
            _exam_class,
            "\\documentclass{exam}\n\\begin{document}\n\\begin{questions}\n",
            "\\end{questions}\n\\end{document}\n",
        ),
    ),
    "AMC LaTeX": (
        "amc.tex",
        _each(_amc_latex, "\\documentclass{article}\n\\usepackage{automultiplechoice}\n\\begin{document}\n"),
    ),
    "R/exams": ("bank.Rmd", _each(_r_exams)),
}


def read_once(path: Path, count: int) -> None:
    """Read and check a file, see that all its questions are there, and print what the two took."""
    start = time.process_time()
    reading = read_bank(path)
    read = time.process_time()
    problems = [*reading.problems, *check(reading.bank).problems]
    say(f"{read - start} {time.process_time() - read}")
    assert len(reading.bank.questions) == count, (path, len(reading.bank.questions))
    assert not errors_of(problems), (path, errors_of(problems)[:3])


def write_once(source: Path, targets: Sequence[Path], *, losses: bool) -> None:
    """Write a bank in the formats of other files, with what is said on losses."""
    bank = read_bank(source).bank
    for target in targets:
        format = writer_for(target)
        assert format.write
        written = format.write(bank)
        if losses and format.losses:
            format.losses(bank, written)
        target.write_bytes(written.encode() if isinstance(written, str) else written)


def time_formats(folder: Path, count: int, rounds: int) -> None:
    """Print what reading a bank takes in each format, and what writing a tenth of it takes."""
    questions = make_ordinary(count, seed=7)
    source, short = folder / "bank.md", folder / "short.md"
    source.write_text(to_quiz_text(questions), encoding="utf-8")
    short.write_text(to_quiz_text(questions[: count // 10]), encoding="utf-8")
    readings: dict[str, tuple[Path, list[Measure]]] = {QUIZ_TEXT: (source, [])}
    writings: dict[str, tuple[Path, list[Measure]]] = {}
    for format in FORMATS:
        if format.name in MADE:
            name, make = MADE[format.name]
            (folder / name).write_text(make(questions), encoding="utf-8")
            readings[format.name] = (folder / name, [])
        elif format.write:
            suffix = (format.written_as or format.suffixes)[0]
            writings[format.name] = (folder / f"short{suffix}", [])
            if format.name != QUIZ_TEXT:
                readings[format.name] = (folder / f"written{suffix}", [])
    stages: dict[str, list[tuple[float, float]]] = {}
    this = [sys.executable, str(Path(__file__).resolve())]
    written = [str(path) for path, _ in readings.values() if path.stem == "written"]
    run([*this, "make", str(source), *written], folder)
    for _ in range(rounds):
        for target, measures in writings.values():
            measures.append(run([*this, "write", str(short), str(target)], folder))
        for name, (path, measures) in readings.items():
            measures.append(run([*this, "read", str(path), str(count)], folder))
            said = (folder / "bench.out").read_text(encoding="utf-8").split()
            stages.setdefault(name, []).append((float(said[0]), float(said[1])))
    say(
        f"{count:,} questions read and checked in a new process (goal: reading and check in {SECONDS:.0f} s):"
    )
    _print(readings, stages)
    say(f"\n{count // 10:,} read from quiz text, written, and read back for what is lost:")
    _print(writings, {})


def _print(
    figures: dict[str, tuple[Path, list[Measure]]], stages: dict[str, list[tuple[float, float]]]
) -> None:
    base = figures[QUIZ_TEXT][1]
    say(
        f"  {'':12} {'cpu s':>7} {'reading':>8} {'check':>7} {'/ quiz text':>12} {'seconds':>8} {'MB':>5} {'file MB':>8}"
    )
    for name, (path, measures) in figures.items():
        cpu, largest = median(m.cpu for m in measures), median(m.largest for m in measures)
        ratio = median(one.cpu / other.cpu for one, other in zip(measures, base, strict=True))
        times = [median(each) for each in zip(*stages.get(name, ()), strict=True)]
        both = [f"{time:.2f}" for time in times] or ["", ""]
        reached = sum(times) <= SECONDS and largest <= MEGABYTES
        verdict = ("reached" if reached else "NOT REACHED") if stages else ""
        say(
            f"  {name:12} {cpu:7.2f} {both[0]:>8} {both[1]:>7} {ratio:12.2f} {median(m.seconds for m in measures):8.2f}"
            f" {largest:5.0f} {path.stat().st_size / 1e6:8.1f}  {verdict}".rstrip()
        )


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark, or, in its processes, one reading or writing."""
    if arguments[:1] == ["read"]:
        read_once(Path(arguments[1]), int(arguments[2]))
    elif arguments[:1] == ["write"]:
        write_once(Path(arguments[1]), [Path(arguments[2])], losses=True)
    elif arguments[:1] == ["make"]:
        write_once(Path(arguments[1]), list(map(Path, arguments[2:])), losses=False)
    else:
        parser = argparse.ArgumentParser(description="Times readers and writers of all text formats.")
        parser.add_argument("--count", type=int, default=10_000, help="questions (default: 10,000)")
        parser.add_argument("--runs", type=int, default=1, metavar="N", help="rounds (default: 1)")
        given = parser.parse_args(arguments)
        with tempfile.TemporaryDirectory(prefix="examgen-bench-") as folder:
            time_formats(Path(folder), given.count, given.runs)


if __name__ == "__main__":
    main(sys.argv[1:])
