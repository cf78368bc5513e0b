"""Gathers one question of a quiz text line by line: stem, choices, answer, rationale, feedback.

What a line is depends on the part it stands in, and for a few marks on what follows. Labels count where they make
sense and are text elsewhere; what could be either is a problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto

from examgen.errors import Place, Problem, Severity
from examgen.formats.quizanswers import listing, parse_answer, plain
from examgen.formats.quizdraft import DraftAnswer, DraftChoice, DraftQuestion, take_braces
from examgen.formats.quizfields import Field, column_after
from examgen.formats.quizlines import Line
from examgen.formats.quizmarks import ChoiceMark, LabelKind, LabelMark, Marks
from examgen.formats.quizstarts import Ahead

#: Labels of lists in a stem that are likelier than a first choice with a wrong label.
_ROMAN = "ivx"


class _At(Enum):
    """What the current line goes on with when it is nothing else."""

    STEM = auto()
    CHOICE = auto()
    CHOICE_FEEDBACK = auto()  #: inside a choice
    ANSWER = auto()
    RATIONALE = auto()
    FEEDBACK = auto()  #: named with its choice
    STRAY = auto()  #: a paragraph that belongs nowhere


@dataclass(slots=True)
class Context:
    """The file as a whole, and what was wrong with it so far."""

    file: str
    lines: list[Line]
    marks: list[Marks]
    ahead: Ahead
    problems: list[Problem] = field(default_factory=list)
    after_text: bool = False  #: the line above the current one is not blank

    def report(
        self, code: str, message: str, place: Place, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Add a problem."""
        self.problems.append(Problem(code, message, place, hint, severity))


class Body:
    """Takes the lines of one question; each method takes one line."""

    def __init__(self, context: Context, draft: DraftQuestion) -> None:
        self.context = context
        self.file = context.file
        self.draft = draft
        self.listed: int | None = None  #: number with which a list in the text would go on
        self._at = _At.STEM
        self._into: Field | None = draft.stem  #: the text that lines go on with
        self._nested: tuple[int, str] | None = None  #: indent and next label of a list inside a choice
        self._held: list[Line] = []  #: lines across the page and blank ones below, kept when text follows
        self._empty_label: Line | None = None  #: an answer label whose answer should come below
        self._reported = False  #: the stray paragraph is in a problem already

    def take(self, index: int, line: Line, marks: Marks) -> None:
        """Take a line that is not blank."""
        if marks.rule:
            self._held.append(line)
        elif self._is_part(index, line, marks):
            self._held.clear()
        else:
            self._text(line)

    def blank(self, line: Line) -> None:
        """Take a blank line."""
        self._reported = False
        if self._held:
            self._held.append(line)
        elif self._into:
            self._into.add(line)

    def close(self) -> None:
        """Report what is left open at the end of the question: an answer label that nothing followed."""
        label, self._empty_label = self._empty_label, None
        if label:
            hint = "write letters of choices after it, as 'Correct Answer: (b)'"
            place = label.place(self.file, label.start)
            self.context.report("bad-answer", "the answer line names no choice", place, hint)

    def _go_on(self, at: _At, into: Field | None) -> None:
        self._at, self._into = at, into
        self.listed = self._nested = None
        self._reported = False

    def _is_part(self, index: int, line: Line, marks: Marks) -> bool:
        """Take a line that begins a part of the question; False when it goes on with one."""
        if self._empty_label and self._answer_below(line):
            return True
        if marks.label and self._label(index, line, marks.label):
            return True
        if marks.choice and self._is_choice(index, line, marks.choice):
            self._begin_choice(line, marks.choice)
            return True
        return False

    # ---- choices

    def _is_choice(self, index: int, line: Line, mark: ChoiceMark) -> bool:
        if not self.draft.choices:
            return self._is_first_choice(index, line, mark)
        if self._at in (_At.ANSWER, _At.RATIONALE, _At.FEEDBACK):
            return self._is_late_choice(line, mark)
        deeper = line.indent - self.draft.shallowest >= 2
        if mark.label == self.draft.next_label:
            if mark.tight and mark.style != self.draft.style:
                return False
            return not (deeper and self._goes_on_nested(line, mark)) and self._check_style(line, mark)
        if deeper:
            self._nested = (line.indent, chr(ord(mark.label) + 1))
        if deeper or mark.tight or (mark.style != self.draft.style and not mark.bullet):
            return False
        self._out_of_order(line, mark)
        return True

    def _check_style(self, line: Line, mark: ChoiceMark) -> bool:
        """Return True; report a label that may be the initial of a name, as ``C. Shannon`` below ``(b)``."""
        (form, capital), (first_form, first_capital) = mark.style, self.draft.style
        if form != first_form and capital != first_capital and not mark.bullet:
            message = f"{self.draft.name}: {line.text.strip()[:30]!r} could be choice ({mark.label}) or text"
            hint = "label the choice as the others, or join the line to the one above it when it is part of choice "
            place = line.place(self.file, line.start)
            self.context.report("label-style", message, place, f"{hint}({self.draft.choices[-1].label})")
        return True

    def _goes_on_nested(self, line: Line, mark: ChoiceMark) -> bool:
        """Tell whether the label is the next one of a list inside the choice."""
        if self._nested is None or line.indent < self._nested[0] or mark.label != self._nested[1]:
            return False
        self._nested = (self._nested[0], chr(ord(mark.label) + 1))
        return True

    def _is_first_choice(self, index: int, line: Line, mark: ChoiceMark) -> bool:
        below = self.context.ahead.next_choice[index]
        following = self.context.marks[below].choice if below is not None else None
        label = following.label if following else ""
        nested = below is not None and self.context.lines[below].indent >= line.indent + 2
        if mark.label == "a":
            if mark.tight:
                return label == "b"
            return not (following and label == "a" and following.style != mark.style and not nested)
        if mark.label in _ROMAN or mark.tight or not label or ord(label) != ord(mark.label) + 1:
            return False
        if not mark.bullet and mark.style[0] == "dot":
            return False
        self._out_of_order(line, mark)
        return True

    def _is_late_choice(self, line: Line, mark: ChoiceMark) -> bool:
        """Tell whether a choice goes on after the answer or the rationale; an error when it does."""
        begun = self._at is not _At.ANSWER and bool(self.draft.answers)
        if begun or mark.tight or mark.label != self.draft.next_label:
            return False
        if self._at is not _At.FEEDBACK:
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

    def _begin_choice(self, line: Line, mark: ChoiceMark) -> None:
        words, offset, wrong = take_braces(self.file, line, mark.end, "choice")
        self.context.problems += wrong
        place = line.place(self.file, line.start)
        choice = DraftChoice(mark.label, place, line.indent, Field(line.indent, column_after(line, mark.end)))
        choice.words = words or choice.words
        choice.field.begin(line, offset, mark.reopen)
        self.draft.append(choice, mark.style)
        self._go_on(_At.CHOICE, choice.field)

    # ---- answers, rationales, feedback

    def _label(self, index: int, line: Line, mark: LabelMark) -> bool:
        """Take a label; False when it is text after all."""
        if mark.kind is LabelKind.ANSWER:
            return self._answer(index, line, mark)
        if mark.target:
            return self._begin_feedback(line, mark)
        if self._at in (_At.CHOICE, _At.CHOICE_FEEDBACK) and line.indent > self.draft.choices[-1].indent:
            goes_on = self._next_label_follows(index)
            if mark.kind is LabelKind.FEEDBACK or goes_on:
                return self._set_feedback(line, mark, self.draft.choices[-1], line.start, _At.CHOICE_FEEDBACK)
        if not self.draft.choices and self.context.ahead.choices[index]:
            return False
        if self.draft.rationale is not None:
            return self._label_again(line, mark, self.draft.rationale)
        self.draft.rationale = Field(line.indent, line.indent)
        self.draft.rationale_place = line.place(self.file, line.start)
        self.draft.rationale.begin(line, mark.end, mark.reopen)
        self.close()
        self._go_on(_At.RATIONALE, self.draft.rationale)
        return True

    def _label_again(self, line: Line, mark: LabelMark, rationale: Field) -> bool:
        """Take a label of a rationale that has begun: it is text, unless that had none or has ended."""
        if not self.draft.plain_rationale:
            if self._at is _At.RATIONALE:
                return False
            message = f"{self.draft.name} has a second rationale"
            self.context.report(
                "two-rationales", message, line.place(self.file, line.start), "put both into one"
            )
        self.draft.plain_rationale = False
        rationale.begin(line, mark.end, mark.reopen)
        self._go_on(_At.RATIONALE, rationale)
        return True

    def _next_label_follows(self, index: int) -> bool:
        below = self.context.ahead.next_choice[index]
        following = self.context.marks[below].choice if below is not None else None
        return bool(following and following.label == self.draft.next_label)

    def _begin_feedback(self, line: Line, mark: LabelMark) -> bool:
        choice = self.draft.find(mark.target)
        if choice is None:
            message = f"{self.draft.name}: feedback for ({mark.target}), which is no choice above it"
            hint = (
                f"the choices are {listing(self.draft.labels)}"
                if self.draft.choices
                else "put it below the choices"
            )
            self.context.report("unknown-choice", message, line.place(self.file, mark.target_at), hint)
            self._go_on(_At.STRAY, None)
            self._reported = True
            return True
        return self._set_feedback(line, mark, choice, mark.target_at, _At.FEEDBACK)

    def _set_feedback(self, line: Line, mark: LabelMark, choice: DraftChoice, offset: int, at: _At) -> bool:
        if choice.feedback is not None:
            message = f"choice ({choice.label}) has feedback twice"
            self.context.report("two-feedbacks", message, line.place(self.file, offset), "put both into one")
        feedback = choice.feedback or Field(line.indent, line.indent)
        choice.feedback = feedback
        choice.feedback_place = choice.feedback_place or line.place(self.file, line.start)
        feedback.begin(line, mark.end, mark.reopen)
        self.close()
        self._go_on(at, feedback)
        return True

    def _answer(self, index: int, line: Line, mark: LabelMark) -> bool:
        rest = line.text[mark.end :].rstrip()
        if mark.reopen and rest.endswith(mark.reopen):
            rest = rest.removesuffix(mark.reopen)
        answer = parse_answer(rest, mark.end)
        if not rest.strip():
            self.close()
            self._empty_label = line
            self._go_on(_At.ANSWER, None)
            return True
        if (answer is None or not answer.sure) and self._may_be_prose(index, line):
            return False
        if answer is None:
            self._bad_answer(line, mark.end, rest)
            self._go_on(_At.ANSWER, None)
            return True
        self._add_answer(DraftAnswer(line, line.start, answer))
        return True

    def _may_be_prose(self, index: int, line: Line) -> bool:
        """Tell whether ``Key: value`` and the like may be text where they stand."""
        if not self.draft.choices:
            return self.context.ahead.choices[index]
        inside = self._at in (_At.CHOICE, _At.CHOICE_FEEDBACK) and line.indent > self.draft.choices[-1].indent
        return bool(self.draft.answers) or inside

    def _add_answer(self, answer: DraftAnswer) -> None:
        self._empty_label = None
        self.draft.answers.append(answer)
        self._go_on(_At.ANSWER, None)

    def _bad_answer(self, line: Line, offset: int, rest: str) -> None:
        message = f"{self.draft.name}: the answer {rest.strip()[:40]!r} does not name choices"
        hint = "write letters of choices, as 'Correct Answer: (b)' or 'Correct Answer: (a), (c)'"
        self.context.report("bad-answer", message, line.place(self.file, offset), hint)

    def _answer_below(self, line: Line) -> bool:
        """Take the first line below an answer label with nothing after it; False when it is no answer."""
        answer = parse_answer(line.text[line.start :], line.start)
        if answer is None or not answer.sure:
            self.close()
            return False
        self._add_answer(DraftAnswer(line, line.start, answer))
        return True

    # ---- text

    def _text(self, line: Line) -> None:
        held, self._held = self._held, []
        if self._at is _At.ANSWER:
            if self._continues_answer(line):
                return
            self._begin_plain_rationale(line)
        elif self._at in (_At.CHOICE, _At.CHOICE_FEEDBACK, _At.STRAY) and self._is_stray(line):
            return
        for row in [*held, line]:
            if self._into:
                self._into.add(row)

    def _begin_plain_rationale(self, line: Line) -> None:
        """Begin the rationale, or go on with it, by text below the answer line."""
        if self.draft.rationale is None:
            self.draft.rationale = Field(line.indent, line.indent)
            self.draft.rationale_place = line.place(self.file, line.start)
            self.draft.plain_rationale = True
        self._go_on(_At.RATIONALE, self.draft.rationale)

    def _continues_answer(self, line: Line) -> bool:
        """Take a line that goes on with the words of a choice after the answer's letter."""
        if not self.draft.answers or not self.context.after_text:
            return False
        last = self.draft.answers[-1]
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
        if self._at is _At.STRAY:
            if not line.code:
                self._stray_below(line)
            return True
        choice = self.draft.choices[-1]
        if line.code or self.context.after_text or line.indent > choice.indent or choice.field.empty:
            return False
        self._go_on(_At.STRAY, None)
        self._stray_below(line)
        return True

    def _stray_below(self, line: Line) -> None:
        if self._reported:
            return
        self._reported = True
        place = line.place(self.file, line.start)
        if not self.draft.choices:
            message = f"{self.draft.name}: the text belongs to no choice"
            self.context.report("stray-text", message, place, "put it below the choices")
            return
        label = self.draft.choices[-1].label
        message = f"{self.draft.name}: the text below choice ({label}) belongs to no choice"
        hint = f"indent it if it is part of ({label}); write 'Rationale:' before it if it explains the answer"
        self.context.report("stray-text", message, place, hint)
