"""Gathers one question of a quiz text line by line: stem, choices, answer, rationale, feedback.

What a line is depends on the part it stands in, and for a few marks on what follows. Labels count where they make
sense and are text elsewhere; what could be either is a problem.
"""

from __future__ import annotations

import re
from dataclasses import replace

from examgen.formats.quiz.gathering.gather import At
from examgen.formats.quiz.gathering.offered import Offered
from examgen.formats.quiz.marking.answers import Answer, plain
from examgen.formats.quiz.marking.draft import DraftAnswer
from examgen.formats.quiz.marking.entries import is_head
from examgen.formats.quiz.marking.fields import Field, Row
from examgen.formats.quiz.marking.kinds import says_points
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import Marks
from examgen.formats.quiz.marking.nearness import near_answer, near_label
from examgen.formats.quiz.marking.words import DECORATION
from examgen.model import MIN_CHOICES

#: ``A`` for answer, and ``R`` where that word begins so.
_SHORT = re.compile(
    r"(?:[-*+]\s+)?\*{0,2}[AR]\s?(?P<sign>[:.])\*{0,2}\s*\(?(?P<letter>[A-Za-z])\)?\.?\s*\*{0,2}$"
)
_VERDICT = re.compile(
    rf"(?:>\s?)?(?:[-*+\u2022]\s+)?(?:{DECORATION}{{1,3}}\s*)?(?P<word>(?:\*\*|[*_])?"
    r"(?:(?P<right>correct|right)|incorrect|wrong|not\s+correct)(?:\*\*|[*_])?[.:!,\u2013\u2014-])",
    re.IGNORECASE,
)


class Body(Offered):
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
        mark = self.boxed(index, marks.choice) if marks.choice else None
        if mark and self.is_choice(index, line, mark):
            self.begin_choices(index, line, mark)
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
