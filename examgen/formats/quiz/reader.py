"""Reads quiz texts: what people write when they write questions down.

    Quiz: Sampling                                   title; '# Sampling' too
    STA101 - Winter 2026                             course and term

    1. {#bias-1 points=2 tags=bias difficulty=easy}  all in braces is optional
       When is an estimator unbiased?
     - (a) when its variance is zero
           Feedback: that would be a statement about spread.
     - (b) when its expectation is the parameter
     - (c) always {pin}

    Correct Answer: (b)

    Rationale: By definition $E[\\hat\\theta] = \\theta$.
    Feedback (c): the sample maximum is not.

The reader goes through the lines once. Each line is marked with all that it could be (:mod:`.marking.marks`);
what it is depends on where it stands. No line is dropped in silence: it becomes part of the bank or a problem.
Dropped by intent are comments, lines across the page between questions and between their parts, the tags of
HTML folds around answers, links to the next page or the top of this one, and page numbers with running heads.

- Points may stand behind the number, as ``(2 points)``; they are not part of the stem.
- A question begins with ``1.``, ``1)``, ``Q1.``, ``Question 1:``, ``**1.**``, ``### 1``; :mod:`.page.starts` tells
  it from an item of a list.
- Choices are labelled from a on. Lines indented more than a choice's mark, and lines right below it, go on with
  it. Two or more columns deeper, a label that is not the next one belongs to a list inside the choice.
- After the answer line everything is rationale, with or without its label. A label in a text that has begun stays
  text.
- Nothing inside fenced code or ``$$`` blocks is structure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from examgen.errors import Place, Severity
from examgen.formats.bounds import Questions
from examgen.formats.naming import name_questions
from examgen.formats.quiz.gathering import keys as quizkeys
from examgen.formats.quiz.gathering.afterwords import below_rules, drop_afterwords, for_questions_below
from examgen.formats.quiz.gathering.again import merged
from examgen.formats.quiz.gathering.alonelabels import take_alone
from examgen.formats.quiz.gathering.bare import asks_truth, complete
from examgen.formats.quiz.gathering.body import Body
from examgen.formats.quiz.gathering.endings import take_endings
from examgen.formats.quiz.gathering.finish import finish, stem_of
from examgen.formats.quiz.gathering.gather import Context
from examgen.formats.quiz.gathering.head import read_head
from examgen.formats.quiz.gathering.inside import questions_inside
from examgen.formats.quiz.gathering.keys import KeyReader
from examgen.formats.quiz.gathering.letterdoubt import letters_in_doubt
from examgen.formats.quiz.gathering.stempoints import take_stem_points
from examgen.formats.quiz.gathering.tagged import take_tags
from examgen.formats.quiz.gathering.tagsbelow import take_tags_below
from examgen.formats.quiz.gathering.unread import unread
from examgen.formats.quiz.marking.answers import parse_answer
from examgen.formats.quiz.marking.draft import DraftAnswer, DraftQuestion
from examgen.formats.quiz.marking.entries import entries, is_head
from examgen.formats.quiz.marking.fields import Field, column_after
from examgen.formats.quiz.marking.kinds import is_caption, only_details
from examgen.formats.quiz.marking.labels import LabelKind, LabelMark
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import BLANK, HeadingMark, Marks, NumberKind, NumberMark
from examgen.formats.quiz.marking.pointseach import points_each
from examgen.formats.quiz.page import starts as quizstarts
from examgen.formats.quiz.page.front import Section, read_preamble
from examgen.formats.quiz.page.starts import Verdict
from examgen.formats.quiz.page.unnumbered import stray_numbers
from examgen.formats.quiz.prepared import prepare
from examgen.formats.reading import Reading
from examgen.model import Bank

_SMALLEST = "1. How many?\n     - (a) one\n     - (b) two\n\n    Correct Answer: (b)"
#: A heading that could be an open question.
_NUMBERED = re.compile(r"(?:[A-Z]{1,2}\s?)?[0-9]{1,3}[.):](?=\s)")
_NUMBER_HINT = "number the question above its choices: '1. ...'"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a question's attributes stand, or would stand."""

    line: Line
    offset: int  #: in the line's text
    braces: bool  #: there are attributes already


def read(path: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of a quiz text file; ``path`` is its name in places."""
    return read_with_spots(path, source)[0]


def read_with_spots(path: str, source: str) -> tuple[Reading, list[Spot]]:
    """Return the bank, and for each of its questions the spot of its attributes."""
    reader = _Reader(path, source)
    reader.run()
    problems, front = reader.context.problems, reader.front
    drafts = reader.complete()
    stems = [stem_of(path, draft) for draft in drafts]
    ids = name_questions([stem.source for stem in stems], [draft.words.id for draft in drafts])
    questions = [
        finish(path, draft, stem, id, problems) for draft, stem, id in zip(drafts, stems, ids, strict=True)
    ]
    bank = Bank(tuple(questions), front.heading, (Path(path),), Path(path).stem or "exam", front.places)
    spots = [Spot(draft.brace_line, draft.brace_at, draft.has_braces) for draft in drafts]
    return Reading(bank, tuple(sorted(problems, key=lambda problem: problem.sort_key))), spots


class _Reader:
    """Parts a file into preamble, headings and questions; each method takes one line."""

    def __init__(self, path: str, source: str) -> None:
        text = prepare(path, source)
        self.file = path
        self.front = text.front
        self.context = Context(path, text.lines, text.marks, text.ahead, self.front.problems)
        self.drafts: list[DraftQuestion] = Questions()
        self._preamble: list[tuple[Line, Marks]] | None = []  #: None from the first question on
        self._body: Body | None = None  #: of the question that lines belong to
        self._sections: list[Section] = []
        self._used_sections = 0  #: how many of ``_sections``, from the first, hold a question
        self._expected = 1  #: number of the next question
        self._ends: dict[int, int] = {}  #: number of the last line of each draft, by its identity
        self._key: KeyReader | None = None  #: while lines belong to a list of answers
        self._by_number: dict[int, list[DraftQuestion]] = {}
        self._key_from = 0  #: how many questions stand above the end of the last list of answers
        self._named: set[int] = set()  #: numbers of the lines that say ``Question:`` again
        self._reported = False  #: the paragraph is in a problem already

    def run(self) -> None:
        """Take all lines."""
        context = self.context
        for index, (line, marks) in enumerate(zip(context.lines, context.marks, strict=True)):
            if line.blank and not line.code:
                self._blank(line)
            elif not self._in_key(index, line, marks):
                self._take(index, line, marks)
            context.after_text = not line.blank and not marks.rule
        self._close_body()
        self._close_preamble()
        self._close_sections(0)

    def complete(self) -> list[DraftQuestion]:
        """Return the questions that can be printed; a warning for each of the others, an error when there is none."""
        problems = self.context.problems
        heading = self.front.heading
        asked = asks_truth(f"{heading.title}\n{heading.instructions}")
        ends = self._ends
        take_endings(self.drafts)
        take_tags(self.drafts)
        problems += take_alone(self.file, self.drafts) + take_tags_below(self.file, self.drafts)
        problems += drop_afterwords(self.drafts) + below_rules(self.drafts)
        problems += for_questions_below(self.drafts, self.file)
        kept = [
            draft
            for draft in merged(self.file, self.drafts)
            if complete(self.file, draft, ends[id(draft)], problems, asked)
        ]
        problems += take_stem_points(kept) + questions_inside(self.file, kept)
        problems += letters_in_doubt(self.file, kept)
        begun = {draft.place.line for draft in self.drafts}
        problems += stray_numbers(self.file, self.context.lines, begun)
        self._unnumbered_answers(kept)
        if not kept:
            what = "with choices" if self.drafts else "that can be recognised"
            hint = f"number each question and label its choices:\n    {_SMALLEST}"
            self.context.report("no-questions", f"the file has no question {what}", Place(self.file), hint)
        return kept

    def _unnumbered_answers(self, drafts: list[DraftQuestion]) -> None:
        """Report an answer line of the last question that could be a list of the answers of all questions."""
        answers = drafts[-1].answers if len(drafts) > 1 else []
        others = any(draft.answers or any(choice.right for choice in draft.choices) for draft in drafts[:-1])
        if answers and not others and len(answers[0].answer.letters) == len(drafts):
            place = answers[0].line.place(self.file, answers[0].label_at)
            message = f"the answers of {drafts[-1].name} could be those of all questions"
            self.context.report("bad-answer", message, place, "number them: 'Answers: 1. B 2. D'")

    def _take(self, index: int, line: Line, marks: Marks) -> None:
        if marks.number and self._body and self._body.answer_with_number(index, line, marks.number):
            self._ends[id(self._body.draft)] = line.number
        elif marks.number and self._starts_question(index, line, marks, marks.number):
            self._begin_question(line, marks, marks.number)
        elif marks.heading and self._parts(index, marks, marks.heading):
            self._heading(line, marks, marks.heading)
        elif self._body and line.number in self._named:
            self._body.draft.stem.begin(line, marks.number.end if marks.number else line.start)
            self._ends[id(self._body.draft)] = line.number
        elif self._body:
            self._body.take(index, line, marks)
            self._ends[id(self._body.draft)] = line.number
        else:
            self._outside(line, marks)

    def _parts(self, index: int, marks: Marks, mark: HeadingMark) -> bool:
        """Tell whether a heading is one of a section."""
        if self._inside(mark):
            return False
        if (
            self._body
            and not self._body.draft.choices
            and self.context.ahead.choices[index]
            and is_caption(mark.text)
        ):
            return False
        return not marks.label or self._over_questions(index, marks.label)

    def _over_questions(self, index: int, mark: LabelMark) -> bool:
        """Tell whether a heading such as ``Answers`` stands above questions, and is no label in the one before."""
        context = self.context
        if mark.kind is not LabelKind.ANSWER or context.lines[index].text[mark.end :].strip():
            return False
        below = (row for row in range(index + 1, len(context.lines)) if not context.lines[row].blank)
        following = next(below, None)
        return (
            following is not None
            and bool(context.marks[following].number)
            and context.ahead.choices[following]
        )

    def _inside(self, mark: HeadingMark) -> bool:
        """Tell whether a heading is a part of the question that a higher heading began."""
        return self._body is not None and 0 < self._body.draft.level < mark.level

    def _in_key(self, index: int, line: Line, marks: Marks) -> bool:
        """Take a line of a list of answers; False when it is none."""
        if self._key is None and self.drafts:
            answered = bool(self.drafts[-1].answers) or self.drafts[-1].said is not None
            if quizkeys.begins(self.context, index, self._by_number, answered):
                self._close_body()
                self._key = KeyReader(self.context, self.drafts[self._key_from :], self._by_number)
                if is_head(line) and not entries(line):
                    return True
        if self._key is None:
            return False
        if self._key.take(index, line, marks):
            return True
        self._key.close()
        self._key, self._key_from = None, len(self.drafts)
        return False

    def _blank(self, line: Line) -> None:
        self._reported = False
        if self._key:
            self._key.blank(line)
        elif self._body:
            self._body.blank(line)
        elif self._preamble is not None:
            self._preamble.append((line, Marks()))

    def _starts_question(self, index: int, line: Line, marks: Marks, mark: NumberMark) -> bool:
        body = self._body
        state = quizstarts.State(
            questions=len(self.drafts),
            open=body is not None,
            explicit=body is not None and body.draft.explicit,
            has_choices=body is not None and bool(body.draft.choices),
            has_answer=body is not None and bool(body.draft.answers),
            expected=self._expected,
            listed=body.listed if body else None,
            listed_form=body.listed_form if body else "",
            form=body.draft.form if body else "",
            after_text=self.context.after_text,
            named=bool(self.drafts) and self.drafts[-1].explicit,
            tight=bool(self.drafts) and self.drafts[-1].tight,
        )
        verdict = quizstarts.judge(index, marks, self.context.ahead, state)
        if verdict in (Verdict.UNCLEAR, Verdict.UNCLEAR_QUESTION):
            message = f"{line.text.strip()[:30]!r} could be a question or an item of a list"
            hint = "for a list, indent it by 3 spaces; for a question, add choices and an answer, or write "
            place = line.place(self.file, line.start)
            self.context.report("unclear-number", message, place, f"{hint}'Question {mark.number}:'")
        if verdict in (Verdict.QUESTION, Verdict.UNCLEAR_QUESTION):
            return not self._names_again(line, mark)
        if body and (mark.number <= 1 or mark.number == body.listed):
            body.listed, body.listed_form = mark.number + 1, mark.form
        return False

    def _names_again(self, line: Line, mark: NumberMark) -> bool:
        """Take ``Question: ...`` below ``### Q3`` as the stem of that question."""
        body = self._body
        if mark.number or mark.alone or body is None or body.draft.choices:
            return False
        if mark.kind is not NumberKind.HEADING or not body.draft.explicit or not only_details(body.draft):
            return False
        self._named.add(line.number)
        return True

    def _begin_question(self, line: Line, marks: Marks, mark: NumberMark) -> None:
        self._close_body()
        self._close_preamble()
        head = read_head(self.file, line, mark)
        self.context.problems += head.problems
        hangs = mark.kind is NumberKind.PLAIN and not marks.heading
        content = column_after(line, mark.end) + (not line.text[mark.end :]) if hangs else line.indent
        draft = DraftQuestion(
            name=f"question {mark.number or self._expected}",
            place=line.place(self.file, line.start),
            explicit=mark.kind is not NumberKind.PLAIN,
            stem=Field(line.indent, content),
            section=" / ".join(section.text for section in self._sections) or None,
            points_each=self._points_each(),
            brace_line=line,
            brace_at=head.brace_at,
            has_braces=head.has_braces,
        )
        draft.words = head.words
        draft.number, draft.form, draft.tight = mark.number or self._expected, mark.form, mark.tight
        draft.level = marks.heading.level if marks.heading else 0
        previous = self.drafts[-1] if self.drafts else None
        draft.run = previous.run + (draft.number <= previous.number) if previous else 0
        self._ends[id(draft)] = line.number
        self._by_number.setdefault(draft.number, []).append(draft)
        draft.stem.begin(line, head.end, head.reopen, head.stop)
        if (blank := BLANK.match(line.text, line.start)) and blank["given"]:
            answer = parse_answer(blank["given"], blank.start("given"))
            draft.answers += [DraftAnswer(line, line.start, answer)] if answer else []
        self.drafts.append(draft)
        self._body = Body(self.context, draft)
        self._used_sections = len(self._sections)
        self._expected = draft.number + 1

    def _points_each(self) -> Fraction | None:
        """Return what the innermost heading that speaks of it, or the instructions, give to each question."""
        instructions = self.front.values.get("instructions", "")
        texts = [*(section.text for section in reversed(self._sections)), instructions]
        return next((points for text in texts if (points := points_each(text)) is not None), None)

    def _close_body(self) -> None:
        if self._key:
            self._key.close()
        if self._body:
            self._body.close()
        self._body = None

    def _close_preamble(self) -> None:
        if self._preamble is not None:
            found = unread(self._preamble)
            if found:
                self._stray(found.line, found.message, _NUMBER_HINT, found.severity)
            self._sections = read_preamble(self.file, self._preamble, self.front)
            self._preamble = None

    def _heading(self, line: Line, marks: Marks, mark: HeadingMark) -> None:
        self._reported = False
        if self._preamble is not None:
            self._preamble.append((line, marks))
            return
        self._close_body()
        self._close_sections(mark.level)
        self._sections.append(Section(mark.level, mark.text, line.place(self.file, line.start)))

    def _close_sections(self, level: int) -> None:
        """Leave the sections of this level and below; a warning for those without a question."""
        while self._sections and self._sections[-1].level >= level:
            section = self._sections.pop()
            if len(self._sections) >= self._used_sections:
                message = f"no question stands under the heading {section.text!r}"
                hint = "remove it, or number the questions below it: '1. ...'"
                if _NUMBERED.match(section.text):
                    hint = "to print it as a question, write choices ' - (a) ...' and the answer below it"
                self.context.report("empty-section", message, section.place, hint, Severity.WARNING)
            self._used_sections = min(self._used_sections, len(self._sections))

    def _outside(self, line: Line, marks: Marks) -> None:
        """Take a line that belongs to no question: of the preamble, or below a heading."""
        label = marks.label
        if label and label.kind is LabelKind.ANSWER and parse_answer(line.text[label.end :], label.end):
            self._stray(line, "the answer stands before the question it belongs to", _NUMBER_HINT)
        if self._preamble is not None:
            self._preamble.append((Line(line.number, ""), Marks()) if marks.rule else (line, marks))
        elif marks.choice and not marks.choice.tight and (marks.choice.label or marks.choice.right):
            message = f"choice ({marks.choice.label or 'x'}) stands before the question it belongs to"
            self._stray(line, message, _NUMBER_HINT)
        elif not marks.rule and not self._reported:
            message = "text between a heading and a question is not printed"
            hint = "move it into a question, or to the instructions above the first question"
            self._stray(line, message, hint, Severity.WARNING)

    def _stray(self, line: Line, message: str, hint: str, severity: Severity = Severity.ERROR) -> None:
        if not self._reported or severity is Severity.ERROR:
            self.context.report("stray-text", message, line.place(self.file, line.start), hint, severity)
        self._reported = True
