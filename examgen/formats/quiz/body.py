"""Gathers one question of a quiz text line by line: stem, choices, answer, rationale, feedback.

What a line is depends on the part it stands in, and for a few marks on what follows. Labels count where they make
sense and are text elsewhere; what could be either is a problem.
"""

from __future__ import annotations

import re
from dataclasses import replace

from examgen.formats.quiz.answers import Answer, plain
from examgen.formats.quiz.draft import DraftAnswer, DraftChoice, take_braces
from examgen.formats.quiz.entries import is_head
from examgen.formats.quiz.explained import Explained
from examgen.formats.quiz.fields import Field, Row, column_after
from examgen.formats.quiz.gather import At
from examgen.formats.quiz.kinds import is_caption, names_kind, says_points
from examgen.formats.quiz.labelled import ChoiceMark, bare_boxes, box_at, several
from examgen.formats.quiz.labels import LabelKind
from examgen.formats.quiz.lines import Line
from examgen.formats.quiz.marks import Marks
from examgen.formats.quiz.nearness import near_answer, near_label
from examgen.formats.quiz.sidebyside import initials
from examgen.formats.quiz.words import DECORATION
from examgen.model import MIN_CHOICES

#: Labels of lists in a stem that are likelier than a first choice with a wrong label.
_ROMAN = "ivx"
#: ``A`` for answer, and ``R`` where that word begins so.
_SHORT = re.compile(
    r"(?:[-*+]\s+)?\*{0,2}[AR]\s?(?P<sign>[:.])\*{0,2}\s*\(?(?P<letter>[A-Za-z])\)?\.?\s*\*{0,2}$"
)
_VERDICT = re.compile(
    rf"(?:>\s?)?(?:[-*+\u2022]\s+)?(?:{DECORATION}{{1,3}}\s*)?(?P<word>(?:\*\*|[*_])?"
    r"(?:(?P<right>correct|right)|incorrect|wrong|not\s+correct)(?:\*\*|[*_])?[.:!,\u2013\u2014-])",
    re.IGNORECASE,
)


class Body(Explained):
    """Takes the lines of one question; each method takes one line."""

    def take(self, index: int, line: Line, marks: Marks) -> None:
        """Take a line that is not blank."""
        if marks.rule:
            self.held.append(line)
        elif self._is_part(index, line, marks):
            self.held.clear()
        else:
            self._text(line)

    def resume(self) -> None:
        """Go on with a question whose lines have ended, in a list of answers."""
        self.from_key = True
        self.go_on(At.ANSWER, None)

    def go_on_with(self, line: Line) -> None:
        """Take a line that is nothing but text."""
        self._text(line)

    def blank(self, line: Line) -> None:
        """Take a blank line."""
        self.reported = False
        if self.held:
            self.held.append(line)
        elif self.into:
            self.into.add(line)

    def _is_part(self, index: int, line: Line, marks: Marks) -> bool:
        """Take a line that begins a part of the question; False when it goes on with one."""
        if self.empty_label and marks.label:
            self.empty_label = None
        if self.empty_label and self.answer_below(line):
            return True
        if self._verdict(line):
            return True
        if marks.label and self.take_label(index, line, marks.label):
            return True
        if self._short_answer(line) or self._points(index, line):
            return True
        mark = self._boxed(index, marks.choice) if marks.choice else None
        if mark and self._is_choice(index, line, mark):
            self._begin_choices(index, line, mark)
            return True
        return False

    def _short_answer(self, line: Line) -> bool:
        """Take ``A: b`` below the choices: it has the letter of one of them, and no words."""
        choices = self.draft.choices
        if (
            line.text[line.start : line.start + 1] not in "AR*-+"
            or line.code
            or self.at is not At.CHOICE
            or len(choices) < MIN_CHOICES
        ):
            return False
        found = _SHORT.match(line.text, line.start)
        capital = self.draft.style[1] and self.draft.style[0] == "dot"
        if not found or (found["sign"] == "." and capital) or not self.draft.find(found["letter"].lower()):
            return False
        if self.draft.answers or self.draft.style[0] == "colon" or choices[-1].label >= "q":
            return False
        letter = ((found["letter"].lower(), found.start("letter")),)
        self.add_answer(DraftAnswer(line, line.start, Answer(letter)))
        return True

    def _points(self, index: int, line: Line) -> bool:
        """Take ``Points: 2`` between the choices and the answer."""
        if (
            self.at is not At.CHOICE
            or ":" not in line.text
            or line.code
            or not self.context.ahead.answer[index]
        ):
            return False
        if line.indent > self.draft.choices[-1].indent or not says_points(line.text):
            return False
        self.draft.details.append(Row(line, None))
        self.close()
        self.go_on(At.ANSWER, None)
        return True

    def _boxed(self, index: int, mark: ChoiceMark) -> ChoiceMark:
        """Return the mark with the letter that a box takes; ``(x)`` beside ``( )`` is a box, not the letter x."""
        following = self._next_mark(index)
        if mark.sign and mark.style[0] != "box":
            # 'D. Lane' behind a box, where other boxes have no letters.
            beside = self.draft.style[0] if self.draft.choices else following.style[0] if following else ""
            boxed = box_at(self.context.lines[index], mark)
            mark = boxed if beside == "box" or bare_boxes(self.context.lines[index], boxed) else mark
        if mark.label and mark.label != "x":
            return mark
        below: int | None = index
        empty = False
        while (
            not self.draft.choices
            and following
            and following.label == "x"
            and below is not None
            and not empty
        ):
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

    # ---- choices

    def _is_choice(self, index: int, line: Line, mark: ChoiceMark) -> bool:
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

    def _begin_choices(self, index: int, line: Line, mark: ChoiceMark) -> None:
        """Begin the choice, and those behind it on its line unless the next line goes on with its letters."""
        if not self.draft.choices:
            self._drop_caption()
        marks = several(line, mark)
        following = self._next_mark(index)
        if (
            following
            and len(marks) > 1
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

    def _verdict(self, line: Line) -> bool:
        """Take a line inside a choice that begins with ``Correct`` or ``Incorrect``: feedback that gives it away."""
        if self.at not in (At.CHOICE, At.CHOICE_FEEDBACK) or not self.draft.choices:
            return False
        choice = self.draft.choices[-1]
        if line.indent <= choice.indent or choice.feedback is not None:
            return False
        found = _VERDICT.match(line.text, line.start)
        if not found:
            return False
        choice.feedback = Field(line.indent, line.indent)
        choice.feedback_place = line.place(self.file, found.start("word"))
        choice.feedback.begin(line, found.start("word"))
        choice.right = choice.right or bool(found["right"])
        self.go_on(At.CHOICE_FEEDBACK, choice.feedback)
        return True

    def _begin_choice(self, line: Line, mark: ChoiceMark) -> None:
        words, offset, wrong = take_braces(self.file, line, mark.end, "choice")
        self.context.problems += wrong
        place = line.place(self.file, mark.start if mark.stop or self.draft.on_line(line) else line.start)
        choice = DraftChoice(mark.label, place, line.indent, Field(line.indent, column_after(line, mark.end)))
        choice.words = words or choice.words
        choice.right, choice.boxed, choice.alphabet = mark.right, mark.sign, mark.alphabet
        choice.field.begin(line, offset, mark.reopen, mark.stop)
        self.draft.append(choice, mark.style)
        self.go_on(At.CHOICE, choice.field)

    # ---- text

    def _text(self, line: Line) -> None:
        held, self.held = self.held, []
        if self.at is At.ANSWER:
            if self._continues_answer(line):
                return
            self._begin_plain_rationale(line)
        elif self.at in (At.CHOICE, At.CHOICE_FEEDBACK, At.STRAY) and self._is_stray(line):
            return
        if self.at is At.CHOICE and " " in line.text:
            self._report_label_inside(line)
        for row in [*held, line]:
            if self.into:
                self.into.add(row)

    def _report_label_inside(self, line: Line) -> None:
        """Report the label of the next choice in the middle of a line, below a line with several choices."""
        choices = self.draft.choices
        form = self.draft.style[0]
        if len(choices) < MIN_CHOICES or choices[-1].place.line != choices[-2].place.line or line.code:
            return
        label = self.draft.next_label.upper() if self.draft.style[1] else self.draft.next_label
        sign = {"round": f"({label})", "half": f"{label})", "dot": f"{label}."}.get(form, "")
        at = line.text.find(f" {sign} ") + 1 if label and sign else 0
        if at:
            message = f"{self.draft.name}: {line.text[at:].strip()[:30]!r} could be choice ({label.lower()}) or text"
            hint = "write each choice on a line of its own"
            self.context.report("label-style", message, line.place(self.file, at), hint)

    def _begin_plain_rationale(self, line: Line) -> None:
        """Begin the rationale, or go on with it, by text below the answer line."""
        if self.draft.rationale is None:
            self.draft.rationale = Field(line.indent, line.indent)
            self.draft.rationale_place = line.place(self.file, line.start)
            self.draft.plain_rationale = True
        self.go_on(At.RATIONALE, self.draft.rationale)

    def _continues_answer(self, line: Line) -> bool:
        """Take a line that goes on with the words of a choice after the answer's letter."""
        if not self.draft.answers or not self.context.after_text:
            return False
        last = self.draft.answers[-1]
        if not last.answer.letters:
            return False
        choice = self.draft.find(last.answer.letters[0][0])
        if not last.answer.text or choice is None:
            return False
        if not last.expected:
            last.expected = plain(choice.field.text(self.file, choice.place).source)
        words = f"{last.answer.text} {line.text.strip()}"
        if not last.expected.startswith(plain(words)):
            return False
        last.answer = replace(last.answer, text=words)
        return True

    def _is_stray(self, line: Line) -> bool:
        """Tell whether a line below the choices belongs to none; an error once a paragraph."""
        if self.at is At.STRAY:
            if not line.code:
                self._stray_below(line)
            return True
        choice = self.draft.choices[-1]
        if line.code or line.indent > choice.indent or choice.field.empty:
            return False
        if self.context.after_text and not near_answer(line.text):
            return False
        choices = self.draft.choices
        if all(each.boxed for each in choices) and any(each.right for each in choices):
            # A ticked box is the answer, so that a paragraph below the boxes explains it.
            self._begin_plain_rationale(line)
            return False
        self.go_on(At.STRAY, None)
        self._stray_below(line)
        return True

    def _stray_below(self, line: Line) -> None:
        if self.reported:
            return
        self.reported = True
        place = line.place(self.file, line.start)
        if not self.draft.choices:
            message = f"{self.draft.name}: the text belongs to no choice"
            self.context.report("stray-text", message, place, "put it below the choices")
            return
        label = self.draft.choices[-1].label
        message = f"{self.draft.name}: the text below choice ({label}) belongs to no choice"
        hint = f"indent it if it is part of ({label}); write 'Rationale:' before it if it explains the answer"
        if is_head(line):
            hint = "below it write each answer behind the number of its question: '1. B', '2. D'"
        elif near := near_label(line.text):
            hint = f"did you mean '{near}'? {hint}"
        self.context.report("stray-text", message, place, hint)
