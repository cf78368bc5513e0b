"""Takes the choices of one question of a quiz text: which labels begin one, and which are text or out of order."""

from __future__ import annotations

from dataclasses import replace

from examgen.formats.quiz.gathering.explained import Explained
from examgen.formats.quiz.gathering.gather import At
from examgen.formats.quiz.gathering.sidebyside import initials
from examgen.formats.quiz.marking.draft import DraftChoice, take_braces
from examgen.formats.quiz.marking.fields import Field, column_after
from examgen.formats.quiz.marking.kinds import is_caption, names_kind
from examgen.formats.quiz.marking.labelled import ChoiceMark, bare_boxes, box_at, several
from examgen.formats.quiz.marking.labels import LabelKind
from examgen.formats.quiz.marking.lines import Line
from examgen.model import MAX_CHOICES

#: Labels of lists in a stem that are likelier than a first choice with a wrong label.
_ROMAN = "ivx"


class Offered(Explained):
    """Takes the lines with which choices begin."""

    def boxed(self, index: int, mark: ChoiceMark) -> ChoiceMark:
        """Return the mark with the letter that a box takes; ``(x)`` beside ``( )`` is a box, not the letter x."""
        if mark.label and mark.label != "x" and not mark.sign:
            return mark
        following = self._next_mark(index)
        if mark.sign and mark.style[0] != "box":
            # 'D. Lane' behind a box, where other boxes have no letters.
            beside = self.draft.style[0] if self.draft.choices else following.style[0] if following else ""
            boxed = box_at(self.context.lines[index], mark)
            if not self.draft.choices and mark.label != "a" and mark.style == ("dot", True):
                beside = "box"  # the initial of a name
            mark = boxed if beside == "box" or bare_boxes(self.context.lines[index], boxed) else mark
        if mark.label and mark.label != "x":
            return mark
        below: int | None = index
        empty = False
        for _ in range(0 if self.draft.choices else MAX_CHOICES):
            if empty or below is None or not following or following.label != "x":
                break
            below = self.context.ahead.next_choice[below]
            empty = below is not None and "( )" in self.context.lines[below].text
            following = self._next_mark(below) if below is not None else None
        boxes = (
            self.draft.style[0] == "box"
            if self.draft.choices
            else empty or (following and not following.label)
        )
        boxes = boxes or (not self.draft.choices and "( )" in self.context.lines[index].text)
        if mark.label == "x" and mark.style[0] == "round" and boxes:
            mark = replace(mark, label="", style=("box", False), right=True, sign=True)
        return mark if mark.label else replace(mark, label=self.draft.next_label or "z")

    def _next_mark(self, index: int) -> ChoiceMark | None:
        below = self.context.ahead.next_choice[index]
        return self.context.marks[below].choice if below is not None else None

    def is_choice(self, index: int, line: Line, mark: ChoiceMark) -> bool:
        """Tell whether a mark begins a choice; a problem when it could."""
        if not self.draft.choices:
            explained = self.at is At.RATIONALE and bool(self.draft.answers)
            return not explained and self._is_first_choice(index, line, mark)
        if self.at in (At.ANSWER, At.RATIONALE, At.FEEDBACK):
            return self._is_late_choice(line, mark)
        deeper = line.indent - self.draft.shallowest >= 2
        if mark.style[0] == "box" and self.draft.style[0] != "box":
            return False
        if mark.label == self.draft.next_label:
            if mark.tight and mark.style != self.draft.style:
                return False
            return not (deeper and self._goes_on_nested(line, mark)) and self._check_style(line, mark)
        if deeper:
            self.nested = (line.indent, chr(ord(mark.label) + 1))
        if mark.label == "a" and not deeper and self._second_list(index, line, mark):
            return False
        if deeper or mark.tight or (mark.style != self.draft.style and not mark.bullet):
            return False
        self._out_of_order(line, mark)
        return True

    def _second_list(self, index: int, line: Line, mark: ChoiceMark) -> bool:
        """Report labels that begin again in another style: the list above may be statements that are asked about."""
        following = self._next_mark(index)
        first = self.draft.choices[0]
        if (
            mark.style == self.draft.style
            or not following
            or (following.label, following.style) != ("b", mark.style)
        ):
            return False
        message = (
            f"{self.draft.name}: a second list of choices begins; the first is on line {first.place.line}"
        )
        hint = "number what is no choice i., ii., iii., so that one list with letters is left"
        self.context.report("label-order", message, line.place(self.file, mark.start), hint)
        return True

    def _check_style(self, line: Line, mark: ChoiceMark) -> bool:
        """Return True; report a label that may be the initial of a name, as ``C. Shannon`` below ``(b)``."""
        capital, first_capital = mark.style[1], self.draft.style[1]
        if capital != first_capital and not mark.bullet:
            message = f"{self.draft.name}: {line.text.strip()[:30]!r} could be choice ({mark.label}) or text"
            hint = "label the choice as the others, or join the line to the one above it when it is part of choice "
            place = line.place(self.file, line.start)
            self.context.report("label-style", message, place, f"{hint}({self.draft.choices[-1].label})")
        return True

    def _goes_on_nested(self, line: Line, mark: ChoiceMark) -> bool:
        """Tell whether the label is the next one of a list inside the choice."""
        if self.nested is None or line.indent < self.nested[0] or mark.label != self.nested[1]:
            return False
        self.nested = (self.nested[0], chr(ord(mark.label) + 1))
        return True

    def _is_first_choice(self, index: int, line: Line, mark: ChoiceMark) -> bool:
        below = self.context.ahead.next_choice[index]
        following = self.context.marks[below].choice if below is not None else None
        label = following.label if following else ""
        nested = below is not None and self.context.lines[below].indent >= line.indent + 2
        if mark.style[0] == "box":
            boxes = following is not None and (following.sign or label in ("", "x"))
            return boxes or len(several(line, mark)) > 1
        if mark.label == "a":
            if mark.tight:
                return label == "b" or len(several(line, mark)) > 1
            again = following and label == "a" and following.style != mark.style and not nested
            return not again or len(several(line, mark)) > 1
        if mark.label in _ROMAN or mark.tight or not label or ord(label) != ord(mark.label) + 1:
            return False
        if not mark.bullet and mark.style[0] == "dot":
            return False
        self._out_of_order(line, mark)
        return True

    def _is_late_choice(self, line: Line, mark: ChoiceMark) -> bool:
        """Tell whether a choice goes on after the answer or the rationale; an error when it does."""
        begun = self.at is not At.ANSWER and bool(self.draft.answers)
        if begun or mark.tight or mark.label != self.draft.next_label:
            return False
        if self.at is At.FEEDBACK and mark.style != self.draft.style:
            return False
        if self.at is not At.FEEDBACK:
            message = f"choice ({mark.label}) stands below the answer or the rationale of {self.draft.name}"
            hint = "move it up to the other choices, or indent it when it is part of the text"
            self.context.report("late-choice", message, line.place(self.file, mark.start), hint)
        return True

    def _out_of_order(self, line: Line, mark: ChoiceMark) -> None:
        expected = (
            f"({self.draft.next_label}) is next" if self.draft.next_label else "there is none after (z)"
        )
        message = f"{self.draft.name}: choice ({mark.label}) is out of order, {expected}"
        hint = "label the choices a, b, c, ...; when the line is part of the text above, indent it by 4 more spaces"
        self.context.report("label-order", message, line.place(self.file, mark.start), hint)

    def begin_choices(self, index: int, line: Line, mark: ChoiceMark) -> None:
        """Begin the choice, and those behind it on its line unless the next line goes on with its letters."""
        if not self.draft.choices:
            self._drop_caption()
        marks = several(line, mark)
        if (
            len(marks) > 1
            and (following := self._next_mark(index))
            and (following.label, following.style) == (marks[1].label, mark.style)
            and not self._answer_next(index)
        ):
            marks = [mark]
        if len(marks) > 1:
            self.context.problems += initials(self.file, self.draft, line, marks)
        for one in marks:
            self._begin_choice(line, one)

    def _answer_next(self, index: int) -> bool:
        """Tell whether an answer label stands between a line and the next one with the label of a choice."""
        below = self.context.ahead.next_choice[index]
        marks = self.context.marks[index + 1 : below]
        return any(mark.label and mark.label.kind is LabelKind.ANSWER for mark in marks)

    def _drop_caption(self) -> None:
        """Take a line such as ``Options:`` away from the end of the stem: it says what the labels say."""
        rows = [row for row in self.draft.stem.rows if not row.line.blank]
        while (
            len(rows) > 1
            and not rows[-1].line.code
            and (is_caption(rows[-1].text) or names_kind(rows[-1].text))
        ):
            self.draft.stem.drop([rows.pop()])

    def _begin_choice(self, line: Line, mark: ChoiceMark) -> None:
        words, offset = None, mark.end
        if line.text.startswith("{", offset):
            words, offset, wrong = take_braces(self.file, line, offset, "choice")
            self.context.problems += wrong
        place = line.place(self.file, mark.start if mark.stop or self.draft.on_line(line) else line.start)
        choice = DraftChoice(mark.label, place, line.indent, Field(line.indent, column_after(line, mark.end)))
        choice.words = words or choice.words
        choice.right, choice.boxed, choice.alphabet = mark.right, mark.sign, mark.alphabet
        choice.field.begin(line, offset, mark.reopen, mark.stop)
        self.draft.append(choice, mark.style)
        self.go_on(At.CHOICE, choice.field)
