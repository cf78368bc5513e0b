"""Which numbered lines of a quiz text begin a question, and which are items of a list.

``1.`` at the beginning of a line can be either. It is settled by what follows (choices (a) and (b), an answer
line), by the number that the next question should have, and by the list that is going on. What these leave open is
a problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from examgen.formats.quiz.marking.kinds import is_caption
from examgen.formats.quiz.marking.labelled import ChoiceMark, several
from examgen.formats.quiz.marking.labels import LabelKind
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks, NumberKind, NumberMark
from examgen.formats.quiz.marking.ticked import has_ticks, ticked_list
from examgen.formats.quiz.page.fenced import blocks_of_choices

#: A wrapped sentence may go on with a year and a full stop.
_FIRST_YEAR = 1000
_BULLETS = ("-", "*", "+", "\u2022")


class Verdict(Enum):
    """What a numbered line is."""

    QUESTION = auto()
    TEXT = auto()
    UNCLEAR = auto()  #: cannot be told; best read as text
    UNCLEAR_QUESTION = auto()  #: cannot be told; best read as a question


@dataclass(frozen=True, slots=True)
class Ahead:
    """What follows each line before the next numbered line or heading; lists with one entry a line."""

    choices: list[bool]  #: a choice (a) with a choice (b) next to it
    answer: list[bool]  #: an answer line
    next_choice: list[int | None]  #: index of the next line with a choice mark
    first_number: int | None  #: number of the first numbered line that choices follow
    first_named: bool  #: that line has more than a number, as ``Question 1``


@dataclass(frozen=True, slots=True)
class State:
    """Where the reader stands when it meets a numbered line."""

    questions: int  #: how many were begun so far
    open: bool  #: whether there is a question to which the line could belong
    explicit: bool  #: that question began with a word, as ``Question 3``
    has_choices: bool
    has_answer: bool
    expected: int  #: the number of the next question
    listed: int | None  #: the number with which the list in the current text would go on
    listed_form: str  #: the sign behind the numbers of that list
    form: str  #: the sign behind the number of the question
    after_text: bool  #: the line above is not blank
    named: bool  #: the last question has more than a number, as ``Question 3``
    tight: bool  #: the last question has a number that counts only above choices, as ``3:``


def look_ahead(lines: Sequence[Line], marks: Sequence[Marks]) -> Ahead:
    """Return what follows each line, in one pass from the end."""
    count = len(lines)
    choices, answer = [False] * count, [False] * count
    next_choice: list[int | None] = [None] * count
    first_number: int | None = None
    first_named = False
    pair = answered = False
    nearest: int | None = None
    blocks = blocks_of_choices(lines)
    ticks = has_ticks(lines)
    for index in range(count - 1, -1, -1):
        choices[index], answer[index], next_choice[index] = pair, answered, nearest
        mark = marks[index]
        pair = pair or index in blocks or (ticks and ticked_list(lines, index))
        if mark.label:
            answered = answered or mark.label.kind is LabelKind.ANSWER
        elif mark.number or (mark.heading and not is_caption(mark.heading.text)):
            if mark.number and pair:
                first_number = mark.number.number
                first_named = mark.number.kind is not NumberKind.PLAIN
            pair, answered, nearest = False, False, None
        elif mark.choice:
            following = marks[nearest].choice if nearest is not None else None
            pair = pair or _is_pair(mark.choice, following) or _on_one_line(lines[index], mark.choice)
            nearest = index
    return Ahead(choices, answer, next_choice, first_number, first_named)


def _is_pair(first: ChoiceMark, following: ChoiceMark | None) -> bool:
    """Tell whether two marks, one after the other, are those of a first and a second choice."""
    if following is None:
        return False
    boxes = {first.label, following.label} <= {"", "x"} and "" in (first.label, following.label)
    return boxes or (first.label == "a" and following.label == "b")


def _on_one_line(line: Line, mark: ChoiceMark) -> bool:
    """Tell whether a first choice has others behind it on its line."""
    return mark.label in ("a", "") and len(several(line, mark)) > 1


def judge(index: int, marks: Marks, ahead: Ahead, state: State) -> Verdict:
    """Return what the line at this index, which has a number mark, is."""
    mark = marks.number
    assert mark is not None
    follows, answered = ahead.choices[index], ahead.answer[index]
    if mark.kind is NumberKind.WORD:
        return Verdict.QUESTION
    if mark.kind is NumberKind.HEADING:
        # An answer without choices: True or False, or an open question.
        named = answered and (marks.heading is not None or _goes_on(mark, state))
        return Verdict.QUESTION if follows or mark.alone or named else Verdict.TEXT
    anew = mark.number == 1 and not state.open and state.questions > 0
    if mark.tight and not follows and not (state.tight and (mark.number == state.expected or anew)):
        # '2.The ...' below an answer: it is not lost in the reasons for that.
        unclear = mark.form and state.open and state.has_answer and mark.number == state.expected
        return Verdict.UNCLEAR if unclear and state.listed != mark.number else Verdict.TEXT
    if not state.open:
        return _judge_between(mark.number, follows or answered, ahead, state)
    if state.explicit:
        if not follows or not state.has_choices:
            return Verdict.TEXT
        return Verdict.QUESTION if answered or not state.has_answer else Verdict.UNCLEAR_QUESTION
    other = bool(mark.form and state.form) and mark.form != state.form
    if other and not follows and not state.has_choices and mark.number in (1, state.listed):
        return Verdict.TEXT  # '1) 2) 3)' below '1.'
    return _judge_inside(mark, follows, answered, state)


def _goes_on(mark: NumberMark, state: State) -> bool:
    """Tell whether ``Exercise 4: ...`` goes on with the numbers of questions, the last of which has its answer."""
    return (
        state.named
        and mark.number > 1
        and mark.number == state.expected
        and (state.has_answer or not state.open)
    )


def _judge_between(number: int, follows: bool, ahead: Ahead, state: State) -> Verdict:
    """Judge a line that belongs to no question: before the first one, or after a heading."""
    if follows:
        return Verdict.QUESTION
    if state.named if state.questions else ahead.first_named:
        return Verdict.TEXT
    if not state.questions:
        in_list = ahead.first_number is not None and ahead.first_number <= number
        return Verdict.TEXT if in_list else Verdict.QUESTION
    return Verdict.QUESTION if number in (1, state.expected) else Verdict.UNCLEAR_QUESTION


def _judge_inside(mark: NumberMark, follows: bool, answered: bool, state: State) -> Verdict:
    """Judge a line that could go on with the text of a question."""
    number = mark.number
    in_list = state.listed == number and (mark.form == state.listed_form or mark.form != state.form)
    if number == state.expected:
        if not in_list or (state.has_choices and follows and answered):
            return Verdict.QUESTION
        return Verdict.UNCLEAR
    if number >= _FIRST_YEAR and state.after_text and not state.has_choices:
        return Verdict.TEXT
    if follows and in_list:
        return Verdict.UNCLEAR if state.has_choices and answered else Verdict.TEXT
    if follows:
        return Verdict.UNCLEAR_QUESTION if state.has_answer and not answered else Verdict.QUESTION
    if in_list or number <= 1 or (number >= _FIRST_YEAR and state.after_text):
        return Verdict.TEXT
    return Verdict.UNCLEAR
