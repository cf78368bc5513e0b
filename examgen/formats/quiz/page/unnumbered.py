"""Questions without numbers, in a file that has no others: a text, choices (a) and (b), and the right one.

Where one begins must be beyond doubt: below a heading, a line across the page or the top of the file, or as the one
paragraph between the answer of the question above and the choices.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from examgen.errors import Problem, Severity
from examgen.formats.quiz.marking.entries import entries, is_head
from examgen.formats.quiz.marking.kinds import is_caption
from examgen.formats.quiz.marking.labels import LabelKind
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks, NumberKind, NumberMark
from examgen.formats.quiz.marking.ticked import BULLET, ticked_list
from examgen.formats.quiz.marking.words import QUESTION, pattern
from examgen.formats.quiz.page.askingheads import with_headings

#: ``Quiz 3:``, ``3 / 10``, ``[Q3]``, ``> **3.``
_ODD_NUMBER = re.compile(
    r"(?:>\s?)?(?:\#{1,6}\s+)?(?P<open>\*\*|__)?[\[(`]?(?P<word>(?i:quiz|test|que|exo?|exer|prob|mcq|qs|q)\W{0,2})?"
    r"(?P<chapter>[0-9]{1,3}\.)?(?P<number>[0-9]{1,4})(?:\s?/\s?[0-9]{1,4})?(?P<after>(?:[^\w\s]|[\u00ba\u00aa]){0,4}(?:\s[-\u2013\u2014:|](?=\s))?)"
    r"\s+(?=[^\W]|\[[0-9.,]{1,5}\s?[A-Za-z]|[*_\"'$(<`\u00bf\u00a1\u00ab\u201c\u201e])"
)
#: A heading that is no more than the word.
_QUESTION = re.compile(rf"\W*{pattern(QUESTION)}\W*", re.IGNORECASE)
#: A heading below which more than the first question stands.
_INSTRUCTIONS = re.compile(r"\W*(?:\w+\s+)?(?:instructions?|directions)\W*", re.IGNORECASE)
#: So many numbers in order are no accident where nothing stands behind them.
_MANY = 3
#: A smaller share of the questions may have no number.
_NEARLY_ALL = 0.75
#: How sentences end, and titles do not.
_ENDS = (".", ":", "?", "!")
_HASHES = re.compile(r"#{1,6}\s+")
_ITEM = re.compile(r"\s*(?:[-*+\u2022\u25cb]|[0-9]{1,2}[.)])\s+\S")


def number_blocks(
    file: str, lines: Sequence[Line], marks: Sequence[Marks]
) -> tuple[list[Marks], list[Problem]]:
    """Return the marks, with that of a question on the first line of each; as they are when a line has a number.

    A warning tells where sentences above the first question are taken for instructions.
    """
    marks = _with_lists(lines, marks)
    out = list(marks)
    problems: list[Problem] = []
    if any(mark.number and mark.number.kind is not NumberKind.PLAIN for mark in marks):
        return out, problems
    # The last one first: in a file with numbers, it is the only one that is needed.
    last = next((row for row in reversed(range(len(lines))) if _first_choice(lines, marks, row)), None)
    if last is None or any(mark.number for mark in marks[: last + 1] if not mark.choice):
        return out, problems
    begun = [index for index in range(last + 1) if _first_choice(lines, marks, index)]
    if through := _numbered_through(lines, begun):
        for row, number in through.items():
            out[row] = replace(out[row], number=number, label=None)
        return out, problems
    starts = [_start(lines, marks, index) for index in begun]
    if None in starts:
        starts = [*_numbered_starts(lines, begun)] or starts
    if starts[0] is None and len(starts) > _MANY - 1 and None not in starts[1:]:
        starts[0] = _below_title(lines, marks, begun, starts)
        problems = _cut_off(file, lines, starts[0])
    starts, titles = with_headings(file, lines, marks, begun, starts)
    sure = [start for start in starts if start is not None]
    numbered = _odd_numbers(lines, sure) if len(sure) == len(starts) else {}
    listed = len(numbered) == len(starts) and any(map(is_head, lines[last:]))
    for start, index in zip(starts, begun, strict=True):
        if start is None or not (listed or _answered(lines, marks, index)):
            return list(marks), []
    for start in starts:
        if start is not None:
            at = lines[start].start
            heading = marks[start].heading
            hashes = _HASHES.match(lines[start].text, at)
            at = hashes.end() if hashes else at
            alone = heading is not None and bool(_QUESTION.fullmatch(heading.text))
            at = len(lines[start].text) if alone else at
            mark = numbered.get(start) or NumberMark(0, NumberKind.WORD, at, alone, tight=False)
            out[start] = replace(out[start], number=mark, label=None)
    return out, problems + titles


def _with_lists(lines: Sequence[Line], marks: Sequence[Marks]) -> Sequence[Marks]:
    """Return the marks, with that of a sure question on each ``Q: ...`` above bullets of which some are ticked."""
    out = list(marks)
    for index, mark in enumerate(marks):
        if mark.number and not mark.number.number and mark.number.kind is NumberKind.HEADING:
            below = next((row for row in range(index + 1, len(lines)) if not lines[row].blank), None)
            if below is not None and not marks[below].choice and ticked_list(lines, below):
                out[index] = replace(mark, number=replace(mark.number, kind=NumberKind.WORD))
    return out


def _odd_numbers(lines: Sequence[Line], starts: Sequence[int]) -> dict[int, NumberMark]:
    """Return the mark of each line in ``starts`` that begins with a number in a way that is not known.

    Empty unless nearly all do, in order; numbers may begin again.
    """
    found = [_ODD_NUMBER.match(lines[start].text, lines[start].start) for start in starts]
    numbered = [(place, match) for place, match in enumerate(found) if match]
    if len(numbered) < max(_NEARLY_ALL * len(starts), 2):
        return {}
    for (before, first), (after, second) in pairwise(numbered):
        # Others between them are counted, too: a line that came with a copied page may stand above a number.
        if int(second["number"]) not in (int(first["number"]) + after - before, 1):
            return {}
    bare = [match for _, match in numbered if not (match["after"] or match["chapter"] or match["word"])]
    if bare and (len(numbered) < _MANY or any(map(_counts_things, bare)) or not _in_runs(numbered)):
        return {}
    return {starts[place]: _odd_mark(match) for place, match in numbered}


def _numbered_through(lines: Sequence[Line], begun: Sequence[int]) -> dict[int, NumberMark]:
    """Return the marks of paragraphs that begin with 1, 2, 3 and so on in the same odd way, with one list of choices
    at most below each; empty when there are none, or other choices.

    A statement that is true or false has no choices: most have.
    """
    for shape, rows in _shapes(lines).items():
        numbers = [int(found["number"]) for _, found in rows]
        starts = [row for row, _ in rows]
        below = [bisect_right(starts, index) for index in begun]
        if (
            numbers == list(range(1, len(numbers) + 1))
            and len(numbers) >= (2 if any(shape[1:]) else _MANY)
            and below[0] > 0
            and len(set(below)) == len(below)
            and 2 * len(begun) >= len(rows)
            and not any(_counts_things(found) for _, found in rows)
        ):
            return {row: _odd_mark(found) for row, found in rows}
    return {}


def _shapes(lines: Sequence[Line]) -> dict[tuple[str, ...], list[tuple[int, re.Match[str]]]]:
    """Return the paragraphs that begin with a number, by what stands around it."""
    shapes: dict[tuple[str, ...], list[tuple[int, re.Match[str]]]] = {}
    for row, line in enumerate(lines):
        if line.blank or line.code or line.indent > 2 or (row and not lines[row - 1].blank):
            continue
        found = _ODD_NUMBER.match(line.text, line.start)
        if found:
            shape = tuple((found[name] or "").strip() for name in ("open", "word", "after"))
            shapes.setdefault(shape, []).append((row, found))
    return shapes


def stray_numbers(file: str, lines: Sequence[Line], begun: Collection[int]) -> list[Problem]:
    """Return a problem for paragraphs with 1, 2, 3 and so on in an odd way of which none is read as a question.

    ``begun`` are the numbers of the lines on which questions begin.
    """
    for shape, rows in _shapes(lines).items():
        numbers = [int(found["number"]) for _, found in rows]
        plain = shape[2] in (".", ")") and not (shape[0] or shape[1])
        plain = plain and not all(_item_below(lines, row) for row, _ in rows)
        through = len(rows) >= _MANY and numbers == list(range(1, len(rows) + 1))
        if plain or not through or any(lines[row].number in begun for row, _ in rows):
            continue
        if all(entries(lines[row]) for row, _ in rows):
            continue
        if not any(shape) and any(_counts_things(found) for _, found in rows):
            continue
        line = lines[rows[0][0]]
        message = f"{line.text.strip()[:30]!r} and others like it have numbers in order, and are not read as questions"
        hint = (
            "write the numbers of questions as '1.', '2.', '3.'; indent by 3 spaces what only belongs to one"
        )
        return [Problem("unclear-number", message, line.place(file, line.start), hint)]
    return []


def _item_below(lines: Sequence[Line], row: int) -> bool:
    """Tell whether an item of a list follows a line, and further to the right."""
    below = next((line for line in lines[row + 1 : row + 6] if not line.blank), None)
    return below is not None and below.indent >= lines[row].indent + 2 and bool(_ITEM.match(below.text))


def _odd_mark(match: re.Match[str]) -> NumberMark:
    closed = match["open"] and match["open"] in match["after"]
    reopen = "" if closed else match["open"] or ""
    return NumberMark(int(match["number"]), NumberKind.WORD, match.end(), False, False, reopen)


def _counts_things(match: re.Match[str]) -> bool:
    """Tell whether a number without a sign stands before a small letter, as that of ``3 rivers`` does."""
    return match.string[match.end() : match.end() + 1].islower()


def _in_runs(numbered: Sequence[tuple[int, re.Match[str]]]) -> bool:
    """Tell whether numbers begin again behind a second one only: ``1 Litre``, ``1 Mile`` are none of questions."""
    ones = [at for at, (_, match) in enumerate(numbered) if match["number"] == "1"]
    return all(after - before > 1 for before, after in pairwise(ones))


def _numbered_starts(lines: Sequence[Line], begun: Sequence[int]) -> list[int]:
    """Return the line with a number, odd but in order, above each first choice; empty when one has none."""
    starts, above = [], 0
    for index in begun:
        rows = (
            row for row in range(index - 1, above - 1, -1) if not lines[row].code and not lines[row].blank
        )
        row = next((row for row in rows if _ODD_NUMBER.match(lines[row].text, lines[row].start)), None)
        if row is None:
            return []
        starts.append(row)
        above = index
    return starts if len(_odd_numbers(lines, starts)) == len(starts) else []


def _first_choice(lines: Sequence[Line], marks: Sequence[Marks], index: int) -> bool:
    """Tell whether a line has the first of several choices."""
    mark = marks[index].choice
    if lines[index].code:
        return False
    if mark is None:
        return ticked_list(lines, index)
    if mark.tight:
        return False
    if mark.label not in ("", "a"):
        return False
    above = next((row for row in range(index - 1, -1, -1) if not lines[row].blank), None)
    if mark.label == "" and above is not None and marks[above].choice:
        return False
    below = (marks[row].choice for row in range(index + 1, min(index + 12, len(lines))))
    following = next((choice for choice in below if choice), None)
    return following is not None and following.label in (("b",) if mark.label else ("", "x"))


def _start(lines: Sequence[Line], marks: Sequence[Marks], index: int) -> int | None:
    """Return the line on which the question begins whose first choice stands on a line; None when that is in doubt."""
    start, tops = None, list[int]()  # of the question; of its paragraphs, the last one first
    for row in range(index - 1, -1, -1):
        if lines[row].blank and not lines[row].code:
            continue
        mark = marks[row]
        if mark.heading and is_caption(mark.heading.text):
            continue
        if start is not None and _explains(lines, marks, row):
            return _below_reasons(lines, marks, row, tops)
        if mark.heading and (start is None or _QUESTION.fullmatch(mark.heading.text)):
            return row  # the heading itself asks, or says that what stands below does
        if mark.heading and _INSTRUCTIONS.fullmatch(mark.heading.text):
            return start if len(tops) == 1 else None
        if mark.heading or mark.rule:
            return start
        if (
            (mark.choice and not mark.choice.tight)
            or (BULLET.match(lines[row].text) and not lines[row].code)
            or (mark.label and mark.label.kind is LabelKind.ANSWER)
        ):
            # The answer and what explains it come first; only a paragraph alone is surely the next question.
            if (start == row + 1 and mark.choice) or _may_be_asked(lines, marks, row):
                return None
            return start if len(tops) == 1 else None
        gap = start is None or any(lines[between].blank for between in range(row + 1, start))
        if gap and not lines[row].code:
            tops.append(row)
        elif tops and not lines[row].code and not (start is not None and lines[start].code):
            tops[-1] = row
        start = row
    return start if len(tops) == 1 else None


def _may_be_asked(lines: Sequence[Line], marks: Sequence[Marks], row: int) -> bool:
    """Tell whether the bullets that end on a row may belong to the question below: no ticks, and no label above them."""
    if marks[row].choice or marks[row].label or lines[row].code:
        return False
    top = row
    while (
        top
        and not lines[top].code
        and (lines[top].blank or BULLET.match(lines[top].text) or lines[top].indent > lines[row].indent)
    ):
        if marks[top].choice or ticked_list(lines, top):
            return False
        top -= 1
    while top and not lines[top - 1].blank and not marks[top].label:
        top -= 1
    return not (marks[top].label or marks[top].choice or marks[top].heading or marks[top].rule)


def _below_title(
    lines: Sequence[Line], marks: Sequence[Marks], begun: Sequence[int], starts: Sequence[int | None]
) -> int | None:
    """Return the line of the first question below a title and instructions, where all others show how they are written.

    They must be one paragraph each, right above their choices.
    """
    joined = [
        start is not None and not any(line.blank or line.code for line in lines[start:index])
        for start, index in zip(starts[1:], begun[1:], strict=True)
    ]
    row = begun[0]
    while row and not lines[row - 1].blank and not lines[row - 1].code:
        row -= 1
    plain = all(
        not (marks[above].choice or marks[above].label or marks[above].rule) for above in range(row, begun[0])
    )
    return row if all(joined) and plain and row < begun[0] else None


def _cut_off(file: str, lines: Sequence[Line], start: int | None) -> list[Problem]:
    """Return a warning when sentences, which the first question may need, stand above it."""
    said = [line for line in lines[: start or 0] if line.code or line.text.rstrip(" *_").endswith(_ENDS)]
    if start is None or not said:
        return []
    message = (
        "the text above the first question is taken for instructions, since the others are one paragraph each"
    )
    hint = "if it belongs to that question, number the questions, as in '1. ...', from where they begin"
    return [
        Problem("stray-text", message, lines[start].place(file, lines[start].start), hint, Severity.WARNING)
    ]


def _explains(lines: Sequence[Line], marks: Sequence[Marks], row: int) -> bool:
    """Tell whether a line begins the reasons for an answer: it has their label, and stands below answer or choices."""
    label = marks[row].label
    if label is None or label.kind is LabelKind.ANSWER or lines[row].code:
        return False
    above = next((other for other in range(row - 1, -1, -1) if not lines[other].blank), None)
    if above is None or lines[above].code:
        return False
    mark = marks[above]
    return bool(
        mark.choice or (mark.label and mark.label.kind is LabelKind.ANSWER) or BULLET.match(lines[above].text)
    )


def _below_reasons(
    lines: Sequence[Line], marks: Sequence[Marks], row: int, tops: Sequence[int]
) -> int | None:
    """Return the one paragraph that stands apart below the reasons which begin on a row; None when that is in doubt."""
    label = marks[row].label
    end = row
    if label and not lines[row].text[label.end :].strip(" *_"):
        # The reasons stand below their label.
        end = next((below for below in range(row + 1, len(lines)) if not lines[below].blank), row)
    while end + 1 < len(lines) and (lines[end + 1].code or not lines[end + 1].blank):
        end += 1
    apart = [top for top in tops if top > end]
    between = range(end + 1, apart[0]) if apart else range(0)
    return apart[0] if len(apart) == 1 and all(lines[other].blank for other in between) else None


def _answered(lines: Sequence[Line], marks: Sequence[Marks], index: int) -> bool:
    """Tell whether the right choice is named or marked before the next question."""
    if marks[index].choice is None and BULLET.match(lines[index].text):
        return True
    first = marks[index].choice
    boxed = first is not None and not first.label
    for row in range(index, len(marks)):
        mark = marks[row]
        if mark.label and mark.label.kind is LabelKind.ANSWER:
            return True
        if row > index and (mark.heading or (mark.choice and mark.choice.label == "a")):
            return False
        if mark.choice and mark.choice.right:
            return True
        if boxed and mark.choice and mark.choice.style[0] == "round" and mark.choice.label == "x":
            return True
    return False
