"""What many questions of one file lack is said once, with the remedy that fits how the file is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from examgen.errors import Place, Problem
from examgen.model import Question

#: When at least so many lack the same, a single problem says so: an answer, if all do; a rationale, also if some do.
_MANY = 4
#: Lines that are named in it.
_NAMED = 20
_LACKED = {"no-answer": "a correct answer", "no-rationale": "a rationale"}


@dataclass(frozen=True, slots=True)
class Remedy:
    """How an answer and a rationale are added to a file. ``{first}`` is the first choice's letter, ``{format}`` a name."""

    answer: str
    rationale: str


_NOWHERE = "{format} has no place for one: 'examgen convert' makes a quiz text of it, which has"
_QUIZ = Remedy("add a line 'Correct Answer: ({first})'", "add a line 'Rationale: ...'")
_YAML = Remedy("add a line 'answer: {first}'", "add a line 'rationale: ...'")
_JSON = Remedy('add "answer": "{first}"', 'add "rationale": "..."')
_LATEX = Remedy(
    "write \\CorrectChoice (in AMC \\correctchoice) in place of \\choice",
    "add a solution environment (in AMC \\explain)",
)
_R = Remedy("name it in the meta-information, as in 'exsolution: 0100'", "write a section 'Solution'")
_TABLE = Remedy("name it in a column 'answer'", "write it in a column 'rationale'")
_GIFT = Remedy("begin the right choice with '='", "write it before the last brace, after '####'")
_PROGRAM = Remedy(
    "mark it in the program that wrote the file, and export anew",
    "write it there as the question's general feedback",
)
#: By the name of the format.
_BY_FORMAT = {
    "Aiken": Remedy("add a line 'ANSWER: B' below the choices", _NOWHERE),
    "AMC-TXT": Remedy("begin the right choice with '+' in place of '-'", _NOWHERE),
    "Blackboard": Remedy("write 'correct' behind the right choice", _NOWHERE),
    "text2qti": Remedy(
        "begin the right choice with '*', as in '*b)'", "write it below the question, behind '...'"
    ),
    "Word": Remedy("make the right choice bold, or add a line 'Answer: b'", "add a line 'Rationale: ...'"),
    "GIFT": _GIFT,
    "R/exams": _R,
    "CSV": _TABLE,
    "XLSX": _TABLE,
    "LaTeX exam": _LATEX,
    "AMC LaTeX": _LATEX,
    **dict.fromkeys(("Moodle XML", "QTI 1.2", "QTI 2.1"), _PROGRAM),
}
#: By the suffix, for what is written in one way only.
_BY_SUFFIX = (
    {".yaml": _YAML, ".yml": _YAML, ".json": _JSON, ".tex": _LATEX, ".gift": _GIFT}
    | dict.fromkeys((".rmd", ".rnw"), _R)
    | dict.fromkeys((".csv", ".tsv", ".xlsx"), _TABLE)
    | dict.fromkeys((".xml", ".zip", ".imscc", ".dat"), _PROGRAM)
)


def remedy_for(file: str) -> Remedy:
    """Return how something is added to a file of this name: as in quiz text where nothing else is known."""
    return _BY_SUFFIX.get(Path(file).suffix.lower(), _QUIZ)


def fitting(
    problems: Iterable[Problem], formats: Mapping[str, str], columns: Mapping[str, tuple[str, str]]
) -> list[Problem]:
    """Return the problems with remedies that fit the formats of their files, whose names are given by file.

    ``columns`` tells by file how the columns of the answer and of the rationale are named.
    """
    return [_fitting(problem, formats, columns) for problem in problems]


def _fitting(problem: Problem, formats: Mapping[str, str], columns: Mapping[str, tuple[str, str]]) -> Problem:
    format = formats.get(problem.place.file, "") if problem.place else ""
    remedy = _BY_FORMAT.get(format)
    if remedy is None or problem.code not in _LACKED:
        return problem
    lacks_answer = problem.code == "no-answer"
    hint = remedy.answer if lacks_answer else remedy.rationale
    if problem.place and problem.place.file in columns:
        answer, rationale = columns[problem.place.file]
        hint = f"name it in {answer}" if lacks_answer else f"write it in {rationale}"
    return replace(problem, hint=hint.replace("{format}", format))


def lines_of(questions: Iterable[Question]) -> dict[str, list[int]]:
    """Return for each file the 1-based lines where its questions begin, in rising order."""
    lines: dict[str, list[int]] = {}
    for question in questions:
        lines.setdefault(question.place.file, []).append(question.place.line)
    for found in lines.values():
        found.sort()
    return lines


def together(problems: Sequence[Problem], questions: Sequence[Question]) -> list[Problem]:
    """Return the problems with one in place of those that many questions of a file have because they lack the same."""
    counts = {file: len(lines) for file, lines in lines_of(questions).items()}
    lacking: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.place is not None and problem.code in _LACKED:
            lacking.setdefault((problem.code, problem.place.file), []).append(problem)
    many = {
        key
        for key, found in lacking.items()
        if len(found) >= _MANY and (len(found) >= counts[key[1]] or key[0] == "no-rationale")
    }
    kept = [problem for problem in problems if not _is_one_of(problem, many)]
    return [*kept, *(_of_many(lacking[key], key, counts[key[1]]) for key in sorted(many))]


def _is_one_of(problem: Problem, many: set[tuple[str, str]]) -> bool:
    return problem.place is not None and (problem.code, problem.place.file) in many


def _of_many(problems: Sequence[Problem], key: tuple[str, str], count: int) -> Problem:
    """Return one problem for those of a file with ``count`` questions."""
    code, file = key
    if len(problems) >= count:
        message = f"none of the {count:,} questions has {_LACKED[code]}"
        return replace(problems[0], message=message, place=Place(file))
    lines = sorted(problem.place.line for problem in problems if problem.place)
    named = ", ".join(map(str, lines[:_NAMED]))
    more = f" and {len(lines) - _NAMED:,} more" if len(lines) > _NAMED else ""
    message = f"{len(lines):,} of the {count:,} questions have no rationale: those on lines {named}{more}"
    return replace(problems[0], message=message)
