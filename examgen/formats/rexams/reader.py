r"""Reads exercises of the R package exams: R/Markdown (``.Rmd``) and Sweave (``.Rnw``) with static content.

    Question
    ========
    Where does a river end?

    Answerlist
    ----------
    * At its source
    * At its mouth

    Meta-information
    ================
    exname: mouth
    extype: schoice
    exsolution: 01

No R is run. An exercise whose text comes from R (code that prints, ``r ...`` in a line, ``\Sexpr``) is skipped with a
word, as is one whose answer is no choice. Chunks that only load packages or copy files, and print nothing, are passed
over.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Final

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems, Questions
from examgen.formats.reading import Reading
from examgen.formats.rexams import latex as rexamslatex
from examgen.formats.rexams import markdown as rexamsmarkdown
from examgen.formats.rexams.parts import Exercise, Meta
from examgen.formats.textdraft import Draft, DraftChoice, finish, shown, skipped

_KINDS: Final = {
    "num": "a numerical question", "string": "a short-answer question", "cloze": "a cloze",
    "essay": "an essay", "file": "a file upload", "verbatim": "one in another system's own words",
}  # fmt: skip
_TRIVIAL: Final = re.compile(
    r"(?:true|false|richtig|falsch|correct|wrong|incorrect|vrai|faux|verdadero|falso|vero|waar|onwaar)[.!]?",
    re.IGNORECASE,
)


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, an exercise or several; ``name`` is the file's name in places."""
    problems: list[Problem] = Problems()
    is_latex = r"\begin{question}" in source
    found = (
        rexamslatex.exercises(name, source, problems) if is_latex else rexamsmarkdown.exercises(name, source)
    )
    drafts: list[Draft] = Questions()
    count = 0
    for exercise in found:
        count += 1
        if draft := _draft(exercise, problems):
            drafts.append(draft)
    if not count and not problems:
        message = "the file has no exercise of R/exams"
        hint = "an exercise begins with a line 'Question' and a line '========', or with '\\begin{question}'"
        problems.append(Problem("no-questions", message, Place(name), hint))
    return finish(name, drafts, problems)


def _draft(exercise: Exercise, problems: list[Problem]) -> Draft | None:
    """Return an exercise as a question, None when it is not one with choices, which is then said."""
    meta = exercise.meta
    title = meta.value("name")
    # A file is one exercise as a rule, so its name says which.
    name = shown(title, exercise.stem.source) or Path(exercise.place.file).stem
    kind = exercise.made_by_r or _other_kind(exercise)
    if kind:
        problems.append(skipped(name, kind, exercise.place))
        return None
    rights = _rights(exercise, name, problems)
    draft = Draft(exercise.stem, exercise.place, title=title, rationale=exercise.rationale)
    feedback = exercise.feedback if len(exercise.feedback) == len(exercise.choices) else []
    if exercise.feedback and not feedback:
        counts = f"{len(exercise.choices)} choices, and {len(exercise.feedback)} answers in its solution"
        message = f"question {name!r} has {counts}"
        problems.append(Problem("answer-mismatch", message, exercise.place, "make the two lists agree"))
    for index, text in enumerate(exercise.choices):
        right = index < len(rights) and rights[index] == "1"
        said = feedback[index] if feedback else None
        if said is not None and _TRIVIAL.fullmatch(said.source.strip()):
            said = None
        draft.choices.append(DraftChoice(text, text.place(), right, feedback=said or None))
    _details(draft, meta, name, problems)
    return draft


def _other_kind(exercise: Exercise) -> str:
    """Return what kind of question this is when it is not one with choices."""
    type = exercise.meta.value("type").lower()
    if type in _KINDS:
        return _KINDS[type]
    if type in ("schoice", "mchoice") or (not type and exercise.choices):
        return "" if exercise.choices else "one without choices"
    return f"one of the type {type!r}" if type else "an open question"


def _rights(exercise: Exercise, name: str, problems: list[Problem]) -> str:
    """Return the solution, a 0 or 1 for each choice."""
    meta = exercise.meta
    solution = re.sub(r"[\s|]", "", meta.value("solution"))
    if re.fullmatch("[01]+", solution) and len(solution) == len(exercise.choices):
        return solution
    place = meta.places.get("solution", exercise.place)
    message = (
        f"question {name!r}: the solution {solution[:40]!r} does not fit its {len(exercise.choices)} choices"
    )
    hint = f"write a 0 or a 1 for each choice: 'exsolution: 1{'0' * (min(len(exercise.choices), 26) - 1)}'"
    problems.append(Problem("bad-answer", message, place, hint))
    return ""


def _details(draft: Draft, meta: Meta, name: str, problems: list[Problem]) -> None:
    """Take points, section, tags and order."""
    section = meta.value("section").strip("/")
    draft.section = " / ".join(part.strip() for part in section.split("/") if part.strip()) or None
    draft.tags = tuple(tag.strip() for tag in re.split("[,|;]", meta.value("tags")) if tag.strip())
    shuffle = meta.value("shuffle").upper()
    draft.keep_order = shuffle in ("FALSE", "F")
    if shuffle.isdecimal() and int(shuffle[:6]) < len(draft.choices):
        message = (
            f"question {name!r}: all {len(draft.choices)} choices are printed, not {shuffle} drawn from them"
        )
        place = meta.places.get("shuffle", draft.place)
        problems.append(
            Problem("choice-draw", message, place, "delete those that you do not want", Severity.WARNING)
        )
    points = meta.value("points")
    if re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,4})?", points):
        draft.points = Fraction(points)
    elif points:
        message = f"question {name!r}: the points {points!r} are no number"
        place = meta.places.get("points", draft.place)
        problems.append(
            Problem("bad-points", message, place, "write one number: 'expoints: 2'", Severity.WARNING)
        )
