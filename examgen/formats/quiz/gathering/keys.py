"""Answers in a list of their own: ``Answer key: 1. B 2. D``, one on a line, in a table, with reasons or without.

A list begins under a heading such as ``Answers``, or where two lines in a row are nothing but a number and letters.
Each entry goes on with the question that has its number; what stands below an entry is that question's rationale.
Where numbers begin again in each section, the list must have the sections' headings or begin again, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from examgen.errors import Severity
from examgen.formats.quiz.gathering.bare import asks_truth
from examgen.formats.quiz.gathering.body import Body
from examgen.formats.quiz.gathering.columns import Columns, columns_of, row_entry
from examgen.formats.quiz.gathering.gather import Context
from examgen.formats.quiz.marking.answers import Answer, parse_answer, plain
from examgen.formats.quiz.marking.draft import DraftAnswer, DraftQuestion
from examgen.formats.quiz.marking.entries import (
    FENCE,
    SEPARATOR,
    Entry,
    entries,
    is_bare,
    is_head,
    is_set_off,
    is_table_head,
    may_list,
    numbered,
    numbers_across,
    spans,
)
from examgen.formats.quiz.marking.labels import LabelKind
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks
from examgen.formats.quiz.marking.words import ANSWER, EITHER, pattern

#: Beside the number of a question in a list of answers.
_SAYS_ANSWER = re.compile(rf"(?:the\s+)?{pattern(ANSWER, EITHER)}", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-*+\u2022]\s|\(?[A-Za-z0-9][).]\s)")
#: How far below its heading a list may begin, in lines of text.
AHEAD = 3
#: More questions with the same number are not told apart by the headings of their sections.
_MANY = 100

#: The questions above, by number.
Numbered = Mapping[int, list[DraftQuestion]]


def begins(context: Context, index: int, known: Collection[int], answered: bool) -> bool:
    """Tell whether a list of answers begins on a line.

    ``known`` are the numbers of the questions above; ``answered`` tells whether the last of them has an answer.
    """
    line = context.lines[index]
    if line.code or not may_list(line, context.marks[index].choice):
        return False
    head = is_head(line) or is_table_head(line)
    here = entries(line)
    if not head:
        # Without a heading '(1) a (2) b' may be choices with numbers.
        return (
            not line.text.startswith("(", line.start)
            and len(here) > 0
            and is_bare(line, here)
            and not answered
            and _goes_on(context, index, here, known)
        )
    if here:
        return here[0].number in known
    seen = 0
    for below in range(index + 1, min(index + 8 * AHEAD, len(context.lines))):
        other = context.lines[below]
        if other.blank or other.caption:
            continue
        if below + 2 < len(context.lines) and (columns := columns_of(other, context.lines[below + 1])):
            row = row_entry(context.lines[below + 2], columns)
            return row is not None and row.number in known
        found = entries(other) if not (other.code and seen) else []
        if found:
            return found[0].number in known and not _asks(context, below)
        cells = [other.text[slice(*span)].strip(" *_`") for span in spans(other.text)]
        if across := numbers_across(cells):
            return all(number in known for number in across)
        mark = context.marks[below].number
        if mark and not context.ahead.choices[below] and mark.number in known:
            return _answer_below(context, below)
        marks = context.marks[below]
        if marks.heading or marks.rule or FENCE.match(other.text) or SEPARATOR.match(other.text):
            continue
        seen += 1
        if seen > AHEAD or mark or marks.choice or marks.label:
            return False
    return False


def _asks(context: Context, index: int) -> bool:
    """Tell whether the line is a question after all: choices with letters a and b stand right below."""
    mark = context.marks[index].number
    return (
        bool(mark)
        and context.ahead.choices[index]
        and not is_bare(context.lines[index], entries(context.lines[index]))
    )


def _goes_on(context: Context, index: int, here: Sequence[Entry], known: Collection[int]) -> bool:
    """Tell whether an entry without a heading is one of several: more of them on its line, or on the next."""
    numbers = [one.number for one in here]
    if len(numbers) == 1:
        rows = (row for row in range(index + 1, min(index + 4, len(context.lines))))
        below = next((row for row in rows if not context.lines[row].blank), None)
        following = (
            entries(context.lines[below]) if below is not None and not context.lines[below].code else []
        )
        if not following or below is None or not is_bare(context.lines[below], following):
            return False
        numbers += [one.number for one in following]
    in_order = all(second == first + 1 for first, second in pairwise(numbers))
    return in_order and all(number in known for number in numbers)


def _answer_below(context: Context, index: int) -> bool:
    """Tell whether an answer stands below a line with a number."""
    for below in range(index + 1, min(index + 6, len(context.lines))):
        line, marks = context.lines[below], context.marks[below]
        if line.blank:
            continue
        if marks.label:
            return marks.label.kind is LabelKind.ANSWER
        mark = context.marks[index].number
        answer = parse_answer(line.text[line.start :], 0) if mark is None or mark.alone else None
        return answer is not None and answer.sure
    return False


def _names(heading: str, section: str) -> bool:
    """Tell whether a heading in a list of answers is, or holds, the last heading of a section's path."""
    last = section.rsplit(" / ", 1)[-1].casefold()
    return bool(re.search(rf"(?<!\w){re.escape(last)}(?!\w)", heading.casefold()))


def _is_open(draft: DraftQuestion) -> bool:
    """Tell whether a question surely has no choices: none with labels, and no list in its text."""
    rows = [row for row in draft.stem.rows[1:] if row.text.strip()]
    lists = any(row.line.code or _ITEM.match(row.text) for row in rows)
    return not (draft.choices or draft.answers or draft.said or lists or asks_truth(draft.section or ""))


def _may_say_truth(answer: Answer) -> bool:
    return answer.truth is not None or any(label in "tfyn" for label, _ in answer.letters)


class KeyReader:
    """Takes the lines of one list of answers, and gives them to the questions they belong to."""

    def __init__(self, context: Context, near: Sequence[DraftQuestion], by_number: Numbered) -> None:
        self._context = context
        self._near: dict[int, list[DraftQuestion]] = {}  #: questions since the list before, by number
        self._all = by_number
        for draft in near:
            self._near.setdefault(draft.number, []).append(draft)
        self._in_run: dict[tuple[int, int], list[DraftQuestion]] = {}
        for draft in near:
            self._in_run.setdefault((draft.number, draft.run), []).append(draft)
        self._sections = list(dict.fromkeys(draft.section for draft in near if draft.section))
        self._section = ""  #: the heading above
        self._run = near[0].run if near else 0
        choices = {draft.run for draft in near if not _is_open(draft)}
        self._alone = choices.pop() if len(choices) == 1 else None  #: the only run of numbers with choices
        self._run = self._run if self._alone is None else self._alone
        self._last = 0  #: number of the last entry
        self._body: Body | None = None
        self._reported = False
        self._runs = len({draft.run for draft in near})
        self._first_run = self._run
        self._by_run: list[tuple[Line, int]] = []  #: entries that count the runs of numbers only
        self._said_truth = False  #: an entry may be the answer to a statement, true or false
        self._gap = False  #: a blank line stands below the last entry
        self._entered = False  #: there was an entry
        self._indent = 0  #: columns before the last entry
        self._counted = 0  #: the last number in a list inside the reasons below the last entry; 0: none
        self._bare = 0  #: how many entries there were, none with reasons
        self._across: list[int] = []  #: numbers of the row above, when it holds nothing else
        self._columns: Columns | None = None  #: of the table that is going on

    def take(self, index: int, line: Line, marks: Marks) -> bool:
        """Take a line that is not blank; False when the list has ended."""
        found = [] if _asks(self._context, index) else self._entries(index, line)
        if found:
            for entry in found:
                self._enter(line, entry)
            return True
        if FENCE.match(line.text) or SEPARATOR.match(line.text) or (marks.rule and not line.code):
            self._leave()
            return True
        if line.text.lstrip().startswith("|") and not self._body:
            return self._row(index, line)
        if self._is_unclear(index, line):
            return True
        if marks.number and not line.code:
            return self._numbered(index, line, marks)
        if marks.heading and not marks.label:
            return self._heading(index, marks.heading.text)
        if is_head(line) and not self._body:
            return True
        if self._body and not (self._gap and self._bare > 1 and not marks.label):
            self._bare = 0
            self._body.take(index, line, marks)
        else:
            # Below several answers without reasons a paragraph is no reason for the last of them.
            self._leave()
            self._stray(line)
        return True

    def _is_unclear(self, index: int, line: Line) -> bool:
        """Report a line that may be the next entry, and must not become a reason of the last one."""
        found = numbered(line) if self._body and not line.code else None
        if found is None or self._context.ahead.choices[index] or _answer_below(self._context, index):
            return False
        counted, self._counted = self._counted, found.number
        follows = found.number == self._last + 1 or (found.letter and found.number > self._last)
        inside = line.indent > self._indent + 1 or (found.number == counted + 1 and not found.letter)
        if not follows or inside or not (found.letter or found.number in self._all):
            return False
        shown = " ".join(line.text.split())[:60]
        message = f"the line {shown!r} in a list of answers is not clear: its answer is no letter alone"
        hint = (
            f"write the letter, and a dash before the reason: '{found.number}. {found.letter or 'B'} - ...'"
        )
        if not found.letter:
            hint += "; indent the line if it belongs to the reasons above it"
        place = line.place(self._context.file, line.start)
        self._context.report("bad-answer", message, place, hint)
        self._leave()
        self._last, self._reported = found.number, True
        return True

    def _entries(self, index: int, line: Line) -> list[Entry]:
        """Return the entries of a line, those of a row by the columns that the table's head names."""
        if not line.text.lstrip().startswith("|"):
            self._columns = None
            return entries(line)
        below = self._context.lines[index + 1 : index + 2]
        if found := columns_of(line, below[0] if below else None):
            self._columns = found
            return []
        row = row_entry(line, self._columns) if self._columns else None
        return [row] if row else entries(line)

    def blank(self, line: Line) -> None:
        """Take a blank line."""
        self._reported = False
        self._gap = True
        if self._body:
            self._body.blank(line)

    def close(self) -> None:
        """End the list; a problem when numbers begin again in the questions and not in the list."""
        self._leave()
        alone = self._run == self._alone and not self._said_truth
        if self._by_run and not alone and self._run - self._first_run + 1 != self._runs:
            self._unclear(*self._by_run[0])
        self._by_run = []

    def _leave(self) -> None:
        if self._body:
            self._body.close()
        self._body = None

    def _row(self, index: int, line: Line) -> bool:
        """Take a row of a table that is no entry: its head, numbers side by side, or the letters below them."""
        found = spans(line.text)
        cells = [line.text[slice(*span)].strip(" *_`") for span in found]
        numbers = numbers_across(cells)
        if numbers:
            self._across = numbers
        elif self._across and len(self._across) <= len(found):
            for number, span in zip(self._across, found[-len(self._across) :], strict=True):
                self._enter(line, Entry(number, *span))
            self._leave()
            self._across = []
        elif not self._is_table_head(index):
            self._stray(line)
        return True

    def _is_table_head(self, index: int) -> bool:
        """Tell whether a row is the head of a table: the line below separates it from the others."""
        below = self._context.lines[index + 1 : index + 2]
        return bool(below) and SEPARATOR.match(below[0].text) is not None

    def _heading(self, index: int, text: str) -> bool:
        self._leave()
        if not self._answers_follow(index):
            return False
        self._section = text
        if not any(_names(text, section) for section in self._sections[:_MANY]):
            self._stray(self._context.lines[index])
        return True

    def _answers_follow(self, index: int) -> bool:
        """Tell whether the list goes on below a heading."""
        context = self._context
        for below in range(index + 1, min(index + 8, len(context.lines))):
            mark = context.marks[below]
            if entries(context.lines[below]) and not _asks(context, below):
                return True
            if mark.number:
                return not context.ahead.choices[below] and _answer_below(context, below)
            if mark.choice:
                return False
        return False

    def _numbered(self, index: int, line: Line, marks: Marks) -> bool:
        """Take a line with a number and no answer beside it: the answer stands below."""
        mark = marks.number
        if mark is None or self._context.ahead.choices[index] or mark.number not in self._all:
            return False
        if not _answer_below(self._context, index):
            if self._body and not marks.heading:
                self._body.take(index, line, marks)
                return True
            return False
        draft = self._resume(line, mark.number)
        again = plain(line.text[mark.end :])
        if _SAYS_ANSWER.fullmatch(again):
            return True
        if draft and again and again not in plain(draft.stem.text(self._context.file, draft.place).source):
            self._stray(line)
        return True

    def _enter(self, line: Line, entry: Entry) -> None:
        """Give the question what the entry says."""
        draft = self._resume(line, entry.number)
        if draft is None or self._body is None:
            return
        cell = line.text[entry.start : entry.end]
        start = entry.start + len(cell) - len(cell.lstrip())
        rest = cell.strip()
        reopen = "**" if line.text[:start].count("**") % 2 and not line.text.lstrip().startswith("|") else ""
        answer = parse_answer(rest.removesuffix(reopen) if reopen else rest, start)
        if answer is not None and not answer.sure and is_set_off(rest):
            answer = replace(answer, sure=True)
        self._said_truth = self._said_truth or answer is None or _may_say_truth(answer)
        told = self._entered and not self._bare
        self._gap, self._entered = False, True
        self._bare = 0 if told or entry.more or answer is None or answer.text else self._bare + 1
        if answer is not None:
            self._body.add_answer(DraftAnswer(line, start, answer, reopen, key=True))
        for begin, end in entry.more:
            self._body.go_on_with(
                replace(line, text=line.text[begin:end].strip(), skipped=line.skipped + begin + 1)
            )

    def _resume(self, line: Line, number: int) -> DraftQuestion | None:
        """Let lines go on with the question of this number; a problem when there is none, or several."""
        self._leave()
        if number <= self._last:
            self._run += 1
        self._last, self._counted, self._indent = number, 0, line.indent
        found = self._near.get(number) or self._all.get(number) or []
        if len(found) > 1:
            named = [one for one in found[:_MANY] if one.section and _names(self._section, one.section)]
            if len(named) != 1:
                self._by_run.append((line, number))
                named = self._in_run.get((number, self._run), [])
            found = named
        if len(found) == 1:
            self._body = Body(self._context, found[0])
            self._body.resume()
            return found[0]
        if self._all.get(number):
            self._unclear(line, number)
        else:
            message = f"the list of answers names number {number}, which no question above it has"
            hint = "give the answers the numbers that the questions have"
            place = line.place(self._context.file, line.start)
            self._context.report("unknown-number", message, place, hint)
        return None

    def _unclear(self, line: Line, number: int) -> None:
        message = f"the answer to number {number}: several questions have this number"
        hint = "number the questions through, or put each section's heading above its answers"
        place = line.place(self._context.file, line.start)
        self._context.report("unknown-number", message, place, hint)

    def _stray(self, line: Line) -> None:
        if not self._reported:
            hint = "put the number of the question before it: '1. B', or move it to the instructions"
            place = line.place(self._context.file, line.start)
            message = "text in a list of answers is not printed"
            self._context.report("stray-text", message, place, hint, Severity.WARNING)
        self._reported = True
