"""Reads and writes the quiz format of the program text2qti: Markdown with marks at the beginning of lines.

    Quiz title: Rivers
    shuffle answers: true

    Title: mouth
    Points: 2
    1.  Where does a river end?
    ... By definition.
    a)  At its source
    ... There it begins.
    *b) At its mouth

    2.  Which are rivers?
    [*] Danube
    [ ] Iceland

A mark and white space open a part; indented lines go on with it. ``... `` below the question, ``+`` and ``-`` are its
rationale. Questions of a ``GROUP`` carry the tag ``group-1`` and so on. Text between questions cannot be printed and is
reported, as are numbers, short answers, essays, uploads, gaps, and code that would have to run.
"""

from __future__ import annotations

import re
from fractions import Fraction

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems, Questions
from examgen.formats.reading import Reading
from examgen.formats.sameprint import as_before
from examgen.formats.text2qti.lines import Item, items
from examgen.formats.text2qti.write import refusals, written
from examgen.formats.textdraft import IF_WRONG, Draft, DraftChoice, differences, finish, shown, skipped
from examgen.formats.textrows import Row
from examgen.model import Bank, Heading, Text

_POINTS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?\Z")
#: Characters; a printed text has 20,000.
_LONGEST = 50_000
_KINDS = {
    "essay": "an essay",
    "upload": "a file upload",
    "numerical": "a numerical question",
    "short": "a short-answer question",
    "gap": "a fill-in-the-blanks question",
}


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of a text2qti quiz; ``name`` is its name in places."""
    reader = _Reader(name)
    for item in items(name, source, reader.problems):
        reader.take(item)
    return reader.finish()


def write(bank: Bank) -> str:
    """Return a bank as a text2qti quiz."""
    return written(bank)


def losses(bank: Bank, text: str | None = None) -> list[Problem]:
    """Return what of a bank is lost when it is written as a text2qti quiz.

    ``text`` is what it was written as, if that is known.
    """
    back = read("bank.txt", text or write(bank))
    lost = differences(bank, Reading(as_before(bank, back.bank), back.problems), "text2qti")
    return [*lost, *refusals(bank)]


class _Question:
    """One question as it is gathered."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.kind = ""  #: of what is no choice question

    @property
    def name(self) -> str:
        return shown(self.draft.title, self.draft.stem.source)


class _Reader:
    """Gathers a quiz; each call takes one item."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = Problems()
        self.questions: list[_Question] = Questions()
        self.head: dict[str, Row] = {}
        self.title = ""
        self.points: Fraction | None = None
        self.group = 0  #: number of the group that is open, 0 for none
        self.groups = 0
        self.group_points = Fraction(1)
        self.keep_order = False
        self.strays: list[Item] = []

    def take(self, item: Item) -> None:
        """Take one item, by its kind."""
        if item.kind != "stray":
            self.report_strays()
        match item.kind:
            case "question":
                self.question(item)
            case "right" | "wrong" | "right-box" | "wrong-box":
                self.choice(item)
            case "feedback" | "right-feedback" | "wrong-feedback" | "solution":
                self.feedback(item)
            case "essay" | "upload" | "numerical" | "short" | "gap":
                self.other_kind(item)
            case "title":
                self.title = " ".join(item.text.source.split())
            case "points":
                self.points = self.number(item)
            case "quiz-title" | "quiz-description" | "text-title" | "text":
                self.prose(item)
            case "group" | "end-group" | "pick" | "solutions-pick" | "group-points":
                self.group_item(item)
            case "option":
                self.option(item)
            case "code":
                hint = "run it yourself and put in the questions that it writes"
                message = "code that makes questions is not run"
                self.problem("skipped", message, item.place, hint, Severity.WARNING)
            case _:
                self.stray(item)

    def question(self, item: Item) -> None:
        points = self.points
        if points is None:
            points = self.group_points if self.group else Fraction(1)
        draft = Draft(item.text, item.place, title=self.title, points=points)
        draft.tags = (f"group-{self.group}",) if self.group else ()
        self.questions.append(_Question(draft))
        self.title, self.points = "", None

    def choice(self, item: Item) -> None:
        now = self.owner(item, "a choice")
        if now:
            right = item.kind.startswith("right")
            now.draft.choices.append(DraftChoice(item.text, item.place, right))

    def feedback(self, item: Item) -> None:
        now = self.owner(item, "feedback")
        if now is None:
            return
        of_choice = now.draft.choices and not now.kind and item.kind == "feedback"
        choice = now.draft.choices[-1] if of_choice else None
        before = choice.feedback if choice else now.draft.rationale
        if before and len(before.source) > _LONGEST:
            # Each text is joined to all that stands before it.
            message = f"feedback behind more than {_LONGEST:,} characters of feedback"
            self.problem("text-too-long", message, item.place, "take some of it out")
        elif choice:
            choice.feedback = _joined(choice.feedback, item.text)
        else:
            text = _of_wrong(item.text) if item.kind == "wrong-feedback" else item.text
            now.draft.rationale = _joined(now.draft.rationale, text)

    def other_kind(self, item: Item) -> None:
        if now := self.owner(item, "an answer"):
            now.kind = now.kind or _KINDS[item.kind]

    def owner(self, item: Item, what: str) -> _Question | None:
        """Return the question that an item belongs to."""
        if not self.questions or self.title or self.points is not None:
            hint = "write the question above it, as '1. ...'"
            self.problem("no-question", f"{what} without a question", item.place, hint)
            return None
        return self.questions[-1]

    def prose(self, item: Item) -> None:
        """Take the quiz's title and description, and text between questions."""
        text = (item.text.source, item.place)
        if item.kind == "quiz-title":
            self.head.setdefault("title", (" ".join(text[0].split()), item.place))
        elif not self.questions and not self.group and item.kind != "text-title":
            before = self.head.get("instructions")
            self.head["instructions"] = (f"{before[0]}\n\n{text[0]}", before[1]) if before else text
        else:
            message = f"the text {shown('', text[0])!r} between questions is not printed"
            hint = "put it into the questions that need it"
            self.problem("skipped", message, item.place, hint, Severity.WARNING)

    def group_item(self, item: Item) -> None:
        if (item.kind == "group") == bool(self.group):
            message = "a group inside a group" if self.group else f"{item.mark!r} without a group"
            hint = "write GROUP above its questions and END_GROUP below them"
            self.problem("group", message, item.place, hint)
            return
        match item.kind:
            case "group":
                self.groups += 1
                self.group, self.group_points = self.groups, Fraction(1)
            case "end-group":
                self.group = 0
            case "group-points":
                self.group_points = self.number(item) or Fraction(1)
            case "pick":
                message = f"all questions of group {self.group} are read, of which {item.text.source!r} are to be picked"
                hint = f"they carry the tag 'group-{self.group}': draw from them with --tag"
                self.problem("group-pick", message, item.place, hint, Severity.WARNING)

    def option(self, item: Item) -> None:
        name, _, value = item.text.source.partition(":")
        if name.strip().lower() == "shuffle answers":
            self.keep_order = value.strip().lower() == "false"

    def number(self, item: Item) -> Fraction | None:
        words = item.text.source.strip()
        if _POINTS.match(words) and Fraction(words):
            return Fraction(words)
        message = f"the points {shown('', words)!r} are not a positive number"
        self.problem("bad-points", message, item.place, "write a number such as 2 or 0.5")
        return None

    def stray(self, item: Item) -> None:
        """Report a line that is nothing; below what cannot be printed it belongs to that."""
        if self.questions and self.questions[-1].kind:
            return
        self.strays.append(item)

    def report_strays(self) -> None:
        """Report the lines below each other that were nothing, as one problem."""
        if self.strays:
            first, more = self.strays[0], len(self.strays) - 1
            lines = f" and {more} more below it are" if more else " is"
            message = f"the line {shown('', first.text.source)!r}{lines} no part of a question"
            hint = "indent text as far as the text above it, and put a space behind each mark"
            self.problem("stray-text", message, first.place, hint)
            self.strays = []

    def problem(
        self, code: str, message: str, place: Place, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Report a problem."""
        self.problems.append(Problem(code, message, place, hint, severity))

    def finish(self) -> Reading:
        """Return the bank."""
        self.report_strays()
        if self.group:
            place = self.questions[-1].draft.place if self.questions else Place(self.file)
            self.problem("group", "the last group has no end", place, "write END_GROUP below its questions")
        if not self.questions:
            self.problem("no-questions", "the file has no questions", Place(self.file), "write '1. ...'")
        drafts = []
        for question in self.questions:
            draft = question.draft
            if question.kind:
                self.problems.append(skipped(question.name, question.kind, draft.place))
                continue
            words = sorted(choice.text.source.strip().lower() for choice in draft.choices)
            draft.keep_order = self.keep_order or words == ["false", "true"]
            drafts.append(draft)
        heading = Heading(**{name: text for name, (text, _) in self.head.items()})
        places = {name: place for name, (_, place) in self.head.items()}
        return finish(self.file, drafts, self.problems, heading, places)


def _of_wrong(text: Text) -> Text:
    """Return what is said of wrong answers so that a grader sees that it is."""
    first = text.places[0]
    return Text(f"{IF_WRONG}\n\n{text.source}", (first, first, *text.places))


def _joined(before: Text | None, after: Text) -> Text:
    """Return two texts as paragraphs of one."""
    if not before:
        return after
    gap = before.places[-1]
    return Text(f"{before.source}\n\n{after.source}", (*before.places, gap, *after.places))
