"""Quizzes inside blocks of code: the whole of their questions, or their choices alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from examgen.errors import Place, Problem, Severity
from examgen.formats.quiz.marking.answers import parse_answer
from examgen.formats.quiz.marking.labelled import several
from examgen.formats.quiz.marking.labels import LabelKind
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks, marks_of

_OPEN = re.compile(
    r"(?P<fence>`{3,}|~{3,})[ \t]*+(?P<info>markdown|md|text|txt|plaintext|plain)?[ \t]*+$", re.IGNORECASE
)
_LETTERED = re.compile(r"\s*(?:[-*+\u2022]\s+)?\(?(?P<letter>[A-Za-z])[).:]\s+\S")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_MIN_CHOICES = 2


def without_fences(file: str, raws: list[str]) -> tuple[list[str], list[Problem]]:
    """Return the lines of a file without the fences of blocks that hold whole questions, and a warning for each.

    Nothing is changed when a question stands outside of blocks, too: those inside may be examples.
    """
    blocks = _blocks(raws)
    inside = {row for first, last in blocks for row in range(first, last + 1)}
    quizzes = [block for block in blocks if _is_quiz(raws[block[0] + 1 : block[1]])]
    if not quizzes or _has_parts([raw for row, raw in enumerate(raws) if row not in inside]):
        return raws, []
    # A rule keeps the text above a block out of its first question.
    frames = {first: "* * *" for first, _ in quizzes} | {last: "" for _, last in quizzes}
    hint = "take away the lines '```' around it; keep them around code in questions"
    problems = [
        Problem(
            "stray-text",
            "the block of code holds questions, and is read as text",
            Place(file, first + 1),
            hint,
            Severity.WARNING,
        )
        for first, _ in quizzes
    ]
    return [frames.get(row, raw) for row, raw in enumerate(raws)], problems


def _blocks(raws: Sequence[str]) -> list[tuple[int, int]]:
    """Return the rows on which each block of code without a language begins and ends."""
    # Fences by what they say without white space, so that one that never closes is looked for once.
    rows: dict[str, list[int]] = {}
    for number, raw in enumerate(raws):
        if (bare := raw.strip()).startswith(("```", "~~~")) and not bare.strip(bare[0]):
            rows.setdefault(bare, []).append(number)
    found, row = [], 0
    while row < len(raws):
        bare = raws[row].strip()
        if bare.startswith(("```", "~~~")):
            fence = bare[: len(bare) - len(bare.lstrip(bare[0]))]
            below = rows.get(fence, [])
            at = bisect_right(below, row)
            end = below[at] if at < len(below) else None
            if end is not None and _OPEN.match(raws[row]):
                found.append((row, end))
            row = row if end is None else end
        row += 1
    return found


def _marks(raws: Sequence[str]) -> list[tuple[Line, Marks]]:
    lines = [Line(number, raw) for number, raw in enumerate(raws, 1)]
    return [(line, marks_of(line)) for line in lines if not line.blank]


def _is_quiz(raws: Sequence[str]) -> bool:
    """Tell whether lines are a quiz: a text, choices (a) and (b) below it, and an answer below these."""
    rows = _marks(raws)
    first = next((row for row, (_, mark) in enumerate(rows) if _first_of_two(rows, row, mark)), None)
    return first is not None and first > 0 and any(_names(line, mark) for line, mark in rows[first:])


def _has_parts(raws: Sequence[str]) -> bool:
    """Tell whether lines hold choices, or answers."""
    rows = _marks(raws)
    return any(_first_of_two(rows, row, mark) or _names(line, mark) for row, (line, mark) in enumerate(rows))


def _first_of_two(rows: Sequence[tuple[Line, Marks]], row: int, mark: Marks) -> bool:
    if mark.choice is None or mark.choice.tight or mark.choice.label not in ("", "a"):
        return False
    if mark.choice.label and len(several(rows[row][0], mark.choice)) > 1:
        return True
    below = (rows[other][1].choice for other in range(row + 1, len(rows)))
    following = next((choice for choice in below if choice), None)
    return following is not None and following.label in (("b",) if mark.choice.label else ("", "x"))


def _names(line: Line, mark: Marks) -> bool:
    label = mark.label
    if label is None or label.kind is not LabelKind.ANSWER:
        return False
    answer = parse_answer(line.text[label.end :], label.end)
    return answer is not None and answer.sure


def blocks_of_choices(lines: Sequence[Line]) -> frozenset[int]:
    """Return the rows on which a block of code opens that holds nothing but choices from (a) on."""
    opened = [
        row for row, (line, below) in enumerate(pairwise(lines)) if below.verbatim and not line.verbatim
    ]
    return frozenset(row for row in opened if _only_choices(lines, row))


def _only_choices(lines: Sequence[Line], row: int) -> bool:
    letters = []
    for line in (lines[below] for below in range(row + 1, len(lines))):
        if not line.verbatim or _OPEN.match(line.text.strip()):
            break
        if line.blank:
            continue
        found = _LETTERED.match(line.text)
        if not found:
            return False
        letters.append(found["letter"].lower())
    return len(letters) >= _MIN_CHOICES and _ALPHABET.startswith("".join(letters))
