"""Takes the answer, the rationale and the feedback of one question."""

from __future__ import annotations

import re

from examgen.formats.quiz.gathering.badanswer import bad_answer
from examgen.formats.quiz.gathering.gather import At, Gatherer
from examgen.formats.quiz.marking.answers import Answer, beginning, listing, parse_answer, plain
from examgen.formats.quiz.marking.draft import DraftAnswer, DraftChoice, Said
from examgen.formats.quiz.marking.entries import is_head
from examgen.formats.quiz.marking.fields import Field
from examgen.formats.quiz.marking.labels import LabelKind, LabelMark
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import NumberKind, NumberMark
from examgen.formats.quiz.marking.words import DECORATION, RATIONALE, pattern, truth
from examgen.model import MAX_CHOICES, MIN_CHOICES

#: Of a choice that is written again below the label of the answer.
_BULLET = re.compile(r"[-*+\u2022]\s+(?=[*_]{0,2}\(?[A-Za-z][).:])")
#: The label of reasons behind an answer.
_REASONS = re.compile(
    rf"(?:(?<=[\w).;,*_])\s+|\s*\|\s*)(?:[-\u2013\u2014|]\s+)?(?P<open>\*\*|__)?(?:{pattern(RATIONALE)})"
    r"(?P<close>\*\*|__)?\s*[:\uff1a](?(open)(?(close)|(?:\*\*|__)))\s*(?=\S)"
    rf"|\s*\u3010\s*{pattern(RATIONALE)}\s*\u3011\s*[:\uff1a]?\s*(?=\S)",
    re.IGNORECASE,
)
_QUOTES = " \"'\u201c\u201d\u201e\u00ab\u00bb"
_NUMBER = re.compile(r"\W*[0-9]{1,4}[.)\]:]?\s")
#: Decoration behind an answer.
_SIGNS = re.compile(rf"(?<=\s){DECORATION}{{1,6}}$")


class Explained(Gatherer):
    """The part of a question below its choices; each method takes one line."""

    def take_label(self, index: int, line: Line, mark: LabelMark) -> bool:
        """Take a label; False when it is text after all."""
        if mark.kind is LabelKind.ANSWER:
            return self._answer(index, line, mark)
        if not self.draft.choices and self._in_list(index, line):
            return False
        if mark.target:
            return self._begin_feedback(line, mark)
        if self.at in (At.CHOICE, At.CHOICE_FEEDBACK) and line.indent > self.draft.choices[-1].indent:
            goes_on = self._next_label_follows(index)
            if mark.kind is LabelKind.FEEDBACK or goes_on:
                return self._set_feedback(line, mark, self.draft.choices[-1], line.start, At.CHOICE_FEEDBACK)
        return self._rationale(index, line, mark)

    def _in_list(self, index: int, line: Line) -> bool:
        """Tell whether a line stands inside a list: bullets of the same kind above it in the stem, and below it."""
        bullet = line.text[line.start]
        rows = [row for row in self.draft.stem.rows if not row.line.blank]
        if bullet.isalnum() or self.at is not At.STEM or len(rows) < 2:
            return False
        below = next((other for other in self.context.lines[index + 1 : index + 4] if not other.blank), None)
        around = (rows[-1].line, below)
        return all(
            other is not None
            and other.indent == line.indent
            and other.text.startswith(f"{bullet} ", other.start)
            for other in around
        )

    def _rationale(self, index: int, line: Line, mark: LabelMark) -> bool:
        """Begin the rationale; False when the label is text after all."""
        above = not self.draft.choices and not self.draft.answers and not self.from_key
        if above and self.context.ahead.choices[index]:
            return False
        if self.draft.rationale is not None:
            return self._label_again(line, mark, self.draft.rationale)
        self.draft.rationale = Field(line.indent, line.indent)
        self.draft.rationale_place = line.place(self.file, line.start)
        self.draft.rationale.begin(line, mark.end, mark.reopen)
        self.close()
        self.go_on(At.RATIONALE, self.draft.rationale)
        return True

    def _label_again(self, line: Line, mark: LabelMark, rationale: Field) -> bool:
        """Take a label of a rationale that has begun: it is text, unless that had none or has ended."""
        if not self.draft.plain_rationale and not rationale.empty:
            if self.at is At.RATIONALE or mark.soft:
                return False
            message = f"{self.draft.name} has a second rationale"
            self.context.report(
                "two-rationales", message, line.place(self.file, line.start), "put both into one"
            )
        self.draft.plain_rationale = False
        rationale.begin(line, mark.end, mark.reopen)
        self.go_on(At.RATIONALE, rationale)
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
            self.go_on(At.STRAY, None)
            self.reported = True
            return True
        return self._set_feedback(line, mark, choice, mark.target_at, At.FEEDBACK)

    def _set_feedback(self, line: Line, mark: LabelMark, choice: DraftChoice, offset: int, at: At) -> bool:
        if choice.feedback is not None:
            message = f"choice ({choice.label}) has feedback twice"
            self.context.report("two-feedbacks", message, line.place(self.file, offset), "put both into one")
        feedback = choice.feedback or Field(line.indent, line.indent)
        choice.feedback = feedback
        choice.feedback_place = choice.feedback_place or line.place(self.file, line.start)
        feedback.begin(line, mark.end, mark.reopen)
        self.close()
        self.go_on(at, feedback)
        return True

    def _answer(self, index: int, line: Line, mark: LabelMark) -> bool:
        rest = line.text[mark.end :].rstrip()
        rest = rest if rest.isascii() else _SIGNS.sub("", rest).rstrip()
        for closing in (mark.bracket, mark.reopen):
            rest = rest.removesuffix(closing).rstrip() if closing else rest
        if not rest.strip():
            return self._answer_label(index, line, mark)
        if not mark.reopen and self._with_reasons(line, mark, rest):
            return True
        answer = self._parse(rest, mark.end, line.text[: mark.end])
        unsure = answer is None or not answer.sure
        if mark.either and (unsure or self.draft.answers):
            return self._rationale(index, line, mark)
        if (unsure or mark.soft) and self._may_be_prose(index, line):
            return False
        if answer is None:
            self._no_letters(line, mark.end, rest)
        else:
            self.add_answer(DraftAnswer(line, line.start, answer, mark.reopen, key=self.from_key))
        return True

    def _with_reasons(self, line: Line, mark: LabelMark, rest: str) -> bool:
        """Take ``B Explanation: ...``, an answer and its reasons on one line; False when it is anything else."""
        may = ":" in rest or "\uff1a" in rest or "\u3011" in rest
        found = _REASONS.search(rest) if may else None
        if found is None or self.draft.rationale is not None or not self.draft.choices:
            return False
        answer = self._parse(rest[: found.start()].rstrip(" .,;"), mark.end)
        if answer is None or not answer.sure or not answer.letters:
            return False
        choice = self.draft.find(answer.letters[0][0])
        own = choice.field.text(self.file, choice.place).source if choice else ""
        if answer.text and beginning(answer.text, own) != len(answer.text):
            return False
        self.add_answer(DraftAnswer(line, line.start, answer, key=self.from_key))
        self.draft.rationale = Field(line.indent, line.indent)
        self.draft.rationale_place = line.place(self.file, mark.end + found.end())
        self.draft.rationale.begin(line, mark.end + found.end())
        self.go_on(At.RATIONALE, self.draft.rationale)
        return True

    def _answer_label(self, index: int, line: Line, mark: LabelMark) -> bool:
        """Take an answer label that nothing stands beside."""
        letters = self._letters_below(index)
        if mark.either and (self.draft.answers or not letters):
            return self._rationale(index, line, mark)
        if mark.soft and not letters:
            if line.caption or not self._may_be_prose(index, line):
                self.close()
                if self.at not in (At.ANSWER, At.RATIONALE):
                    self.go_on(At.ANSWER, None)
                return True
            return False
        self.close()
        self.empty_label = line
        self.go_on(At.ANSWER, None)
        return True

    def _letters_below(self, index: int) -> bool:
        """Tell whether the next line that is not blank surely names choices."""
        lines = self.context.lines
        for below in lines[index + 1 : index + 6]:
            if not below.blank:
                answer = None if below.code else parse_answer(below.text[below.start :], 0)
                return answer is not None and answer.sure
        return False

    def _parse(self, rest: str, offset: int, label: str = "") -> Answer | None:
        """Return what the words after an answer label say; True and False count where they can be chosen."""
        answer = parse_answer(rest, offset, label)
        if answer is None or answer.truth is None or not self.draft.choices:
            return answer
        rows = (
            choice.field.text(self.file, choice.place).source for choice in self.draft.choices[:MAX_CHOICES]
        )
        return answer if any(truth(row) is not None for row in rows) else None

    def _no_letters(self, line: Line, offset: int, rest: str) -> None:
        """Keep the words of an answer to a question without choices; a problem where there are choices."""
        named = self._by_words(rest, offset)
        if named:
            self.add_answer(DraftAnswer(line, line.start, named, key=self.from_key))
            return
        if self.draft.choices:
            self._bad_answer(line, offset, rest)
        elif self.draft.said is None:
            self.draft.said = Said(line, offset, rest)
        else:
            self.draft.said_again.append(Said(line, offset, rest))
        self.empty_label = None
        self.go_on(At.ANSWER, None)

    def _by_words(self, rest: str, offset: int) -> Answer | None:
        """Return the answer that gives the words of one choice, all of them and no others, or its letter in quotes."""
        said = plain(rest.strip(_QUOTES))
        rows = [
            (choice.label, plain(choice.field.text(self.file, choice.place).source))
            for choice in self.draft.choices
        ]
        found = [label for label, own in rows if said and own == said]
        if len(said) == 1 and not any(own.strip(_QUOTES) == said for _, own in rows):
            found = [label for label, _ in rows if label == said]
        return Answer(((found[0], offset),)) if len(found) == 1 else None

    def _may_be_prose(self, index: int, line: Line) -> bool:
        """Tell whether ``Key: value`` and the like may be text where they stand."""
        if not self.draft.choices:
            return self.context.ahead.choices[index]
        inside = self.at in (At.CHOICE, At.CHOICE_FEEDBACK) and line.indent > self.draft.choices[-1].indent
        return bool(self.draft.answers) or inside

    def add_answer(self, answer: DraftAnswer) -> None:
        """Add what an answer line says."""
        self.empty_label = None
        self.draft.answers.append(answer)
        self.go_on(At.ANSWER, None)

    def _bad_answer(self, line: Line, offset: int, rest: str) -> None:
        self.context.problems.append(bad_answer(self.draft.name, rest, line.place(self.file, offset)))

    def answer_with_number(self, index: int, line: Line, mark: NumberMark) -> bool:
        """Take ``3. B. It is ...`` below the choices of question 3: its number again, and its answer."""
        draft = self.draft
        if self.at is not At.CHOICE or mark.number != draft.number or draft.answers or mark.tight:
            return False
        if (
            mark.kind is not NumberKind.PLAIN
            or len(draft.choices) < MIN_CHOICES
            or self.context.ahead.choices[index]
        ):
            return False
        answer = parse_answer(line.text[mark.end :], mark.end)
        if answer is None or not answer.sure or not answer.letters:
            return False
        if any(draft.find(letter) is None for letter, _ in answer.letters):
            return False
        self.add_answer(DraftAnswer(line, line.start, answer, mark.reopen))
        return True

    def answer_below(self, line: Line) -> bool:
        """Take the first line below an answer label with nothing after it; False when it is no answer."""
        bullet = _BULLET.match(line.text, line.start) if self.draft.choices else None
        start = bullet.end() if bullet else line.start
        answer = self._parse(line.text[start:], start)
        if answer is None or not answer.sure:
            if not self.draft.choices and self.draft.said is None:
                if self.empty_label and is_head(self.empty_label) and _NUMBER.match(line.text):
                    # '1. 4' below 'Answer key' is the answer to question 1.
                    self._bad_answer(line, line.start, line.text[line.start :])
                    self.empty_label = None
                    return True
                self._no_letters(line, line.start, line.text[line.start :])
                return True
            self.close()
            return False
        self.add_answer(DraftAnswer(line, line.start, answer, key=self.from_key))
        return True
