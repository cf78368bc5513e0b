"""What is written twice, the second time with the right choices marked: a list of choices, or all questions.

The second list or question must have the words of the first one; it then says what is right, and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from examgen.errors import Place
from examgen.formats.quiz.gathering.rights import Signed, read_bold, read_signs
from examgen.formats.quiz.marking.answers import plain
from examgen.formats.quiz.marking.draft import NO_WORDS, DraftQuestion
from examgen.formats.quiz.marking.labels import LabelKind
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks, marks_of
from examgen.formats.quiz.marking.words import ANSWER, EITHER, KEY, RATIONALE, pattern
from examgen.model import MAX_CHOICES, MIN_CHOICES, Text

_NOWHERE = (Place(""),)
_FIRST = ord("a")
#: What of the name of a section says that its questions are written again.
_ABOUT_ANSWERS = re.compile(
    rf"(?<![^\W_])(?:{pattern(KEY, ANSWER, EITHER, RATIONALE)}|keys|marked|corrected|instructors?|teachers?|version|copy"
    r"|with|and|to|for|of|the)(?![^\W_])",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _List:
    """Choices one below the other."""

    rows: tuple[int, ...]  #: of the first line of each
    end: int  #: row behind the last one
    labels: tuple[str, ...]


def with_answers(lines: Sequence[Line], marks: Sequence[Marks]) -> tuple[list[Line], list[Marks]]:
    """Return lines and marks with an answer line in place of each list that repeats the one above it with marks."""
    out, found = list(lines), list(marks)
    above: _List | None = None
    row = 0
    while row < len(lines):
        mark = marks[row]
        if mark.choice and not mark.choice.tight:
            here = _list_at(lines, marks, row)
            right = _repeated(lines, marks, above, here) if above else frozenset[int]()
            if right:
                _replace(out, found, here, right)
            above = None if right else here
            row = here.end
            continue
        if not (lines[row].blank or lines[row].caption or _is_label(lines[row], mark)):
            above = None
        row += 1
    return out, found


def _is_label(line: Line, mark: Marks) -> bool:
    """Tell whether a line is nothing but ``Answer:``."""
    label = mark.label
    return label is not None and label.kind is LabelKind.ANSWER and not line.text[label.end :].strip(" *_:")


def _list_at(lines: Sequence[Line], marks: Sequence[Marks], first: int) -> _List:
    rows: list[int] = []
    labels: list[str] = []
    row = end = first
    while row < len(lines):
        choice = marks[row].choice
        if choice and not choice.tight:
            # Boxes without letters do not tell where the next list begins, but by the gap between them.
            if choice.label in labels and (choice.label or row > end):
                break
            rows.append(row)
            labels.append(choice.label)
        elif lines[row].blank and not lines[row].code:
            row += 1
            continue
        elif row > end or marks[row] != Marks():
            break
        row += 1
        end = row
    return _List(tuple(rows), end, tuple(labels))


def _read(lines: Sequence[Line], marks: Sequence[Marks], choices: _List) -> Signed:
    texts, marked, boxed = [], [], []
    for first, end in pairwise((*choices.rows, choices.end)):
        choice = marks[first].choice
        assert choice is not None
        below = [line.text.strip() for line in lines[first + 1 : end]]
        text = "\n".join([choice.reopen + lines[first].text[choice.end :], *below]).strip()
        texts.append(Text(text, _NOWHERE * (text.count("\n") + 1)))
        marked.append(choice.right)
        boxed.append(choice.sign)
    return _signed(texts, marked, boxed)


def _repeated(lines: Sequence[Line], marks: Sequence[Marks], above: _List, here: _List) -> frozenset[int]:
    """Return the positions of the marked choices when a list repeats the one above, which has no marks; or none."""
    if (above.labels != here.labels and any(here.labels)) or not MIN_CHOICES <= len(here.rows) <= MAX_CHOICES:
        return frozenset()
    first, second = _read(lines, marks, above), _read(lines, marks, here)
    same = _words(first.texts) == _words(second.texts)
    return second.right if same and not first.right else frozenset()


def _words(texts: Sequence[Text]) -> tuple[str, ...]:
    return tuple(plain(text.source) for text in texts)


def _signed(texts: Sequence[Text], marked: Sequence[bool], boxed: Sequence[bool]) -> Signed:
    signed = read_signs(texts, marked, boxed)
    return signed if signed.right else read_bold(signed.texts)


def _replace(lines: list[Line], marks: list[Marks], here: _List, right: frozenset[int]) -> None:
    letters = ", ".join(here.labels[index] or chr(_FIRST + index) for index in sorted(right))
    first = here.rows[0]
    for row in range(first, here.end):
        lines[row] = replace(lines[row], text="" if row > first else f"Answer: {letters}")
        marks[row] = marks_of(lines[row])


def merged(file: str, drafts: Sequence[DraftQuestion]) -> list[DraftQuestion]:
    """Return the questions; what one that is written again says of the answer goes to the first, and it is left out."""
    open_ones: dict[tuple[object, ...], DraftQuestion] = {}
    times = Counter(draft.number for draft in drafts)
    out = []
    for draft in drafts:
        if times[draft.number] == 1:
            out.append(draft)
            continue
        key, answered = _key(file, draft)
        first = open_ones.get(key) if answered and draft.choices else None
        if first is None or not _loses_nothing(first, draft) or not _may_be_one_part(first, draft):
            out.append(draft)
            if not answered and draft.choices:
                open_ones.setdefault(key, draft)
            continue
        del open_ones[key]
        first.choices, first.answers, first.said = draft.choices, draft.answers, draft.said
        first.words = draft.words if first.words == NO_WORDS else first.words
        first.points_each = draft.points_each if first.points_each is None else first.points_each
        if draft.rationale is not None:
            first.rationale, first.rationale_place = draft.rationale, draft.rationale_place
            first.plain_rationale = draft.plain_rationale
    return out


def _loses_nothing(first: DraftQuestion, again: DraftQuestion) -> bool:
    """Tell whether one question can say all that it and its second writing say: nothing is in both, and differs."""
    return (
        (NO_WORDS in (first.words, again.words) or first.words == again.words)
        and (None in (first.points_each, again.points_each) or first.points_each == again.points_each)
        and (first.rationale is None or again.rationale is None)
        and all(choice.feedback is None and choice.words == NO_WORDS for choice in first.choices)
    )


def _may_be_one_part(first: DraftQuestion, again: DraftQuestion) -> bool:
    """Tell whether the sections of two questions may be the same, written again; those of two units differ in their names.

    Words about answers are no part of a name: ``Unit 1`` is written again below ``Answers: Unit 1``, or below ``Key``.
    """
    one, other = (
        set(_WORD.findall(_ABOUT_ANSWERS.sub(" ", (draft.section or "").casefold())))
        for draft in (first, again)
    )
    return one <= other or other <= one


def _key(file: str, draft: DraftQuestion) -> tuple[tuple[object, ...], bool]:
    """Return what a question has in common with itself written again, and whether it has an answer."""
    texts = [choice.field.text(file, choice.place) for choice in draft.choices]
    signed = _signed(
        texts, [choice.right for choice in draft.choices], [choice.boxed for choice in draft.choices]
    )
    stem = plain(draft.stem.text(file, draft.place).source)
    key = (draft.number, stem, tuple(draft.labels), _words(signed.texts))
    return key, bool(draft.answers or signed.right or draft.said)
