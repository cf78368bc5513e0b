"""Questions as they are gathered, and how they become questions of the model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from examgen.errors import Place, Problem
from examgen.formats.attributes import CHOICE_WORDS, QUESTION_WORDS, Attributes, read_words, split_words
from examgen.formats.quizanswers import Answer, agrees, listing
from examgen.formats.quizfields import Field
from examgen.formats.quizlines import Line
from examgen.model import Choice, Question, Text

_BRACES = re.compile(r"\{([^{}]*)\}[ \t]*")
_BRACES_AT_END = re.compile(r"(?:^|(?<=\s))\{([^{}]*)\}\s*$")
#: Numbers of questions as they are not read: ``1000000.``, ``1a.``, ``2.1``.
_ODD_NUMBER = re.compile(
    r"\s{0,3}(?:\*\*|__|#{1,6}\s+)?(?:[0-9]{7,}[.)]|[0-9]{1,6}[A-Za-z][.)]|[0-9]{1,6}(?:\.[0-9]{1,6})+[.):]?)(?:\*\*|__)?(?=\s|$)"
)
_NO_WORDS = Attributes()


@dataclass(slots=True)
class DraftChoice:
    """One choice as it is gathered."""

    label: str  #: lower case
    place: Place
    indent: int  #: columns before its mark
    field: Field
    words: Attributes = _NO_WORDS
    feedback: Field | None = None
    feedback_place: Place | None = None


@dataclass(slots=True)
class DraftAnswer:
    """One answer line as it is gathered."""

    line: Line
    label_at: int  #: offset of the label
    answer: Answer
    expected: str = ""  #: the choice's words for comparison, once they were needed


@dataclass(slots=True)
class DraftQuestion:
    """One question as it is gathered."""

    name: str  #: as messages call it: ``question 3``
    place: Place
    explicit: bool  #: its number has a word or a heading, so that ``1.`` in it is a list
    stem: Field
    section: str | None
    brace_line: Line  #: the line with the number
    brace_at: int  #: offset in it where attributes stand or would stand
    has_braces: bool = False
    words: Attributes = _NO_WORDS
    style: tuple[str, bool] = ("round", False)  #: of the first choice's label
    choices: list[DraftChoice] = field(default_factory=list)
    answers: list[DraftAnswer] = field(default_factory=list)
    rationale: Field | None = None
    rationale_place: Place | None = None
    plain_rationale: bool = False  #: it began without a label
    shallowest: int = 0  #: least indentation of a choice, in columns
    _by_label: dict[str, DraftChoice] = field(default_factory=dict)

    def append(self, choice: DraftChoice, style: tuple[str, bool]) -> None:
        """Add a choice whose label has this style."""
        if not self.choices:
            self.style, self.shallowest = style, choice.indent
        self.shallowest = min(self.shallowest, choice.indent)
        self.choices.append(choice)
        self._by_label.setdefault(choice.label, choice)

    @property
    def labels(self) -> list[str]:
        return [choice.label for choice in self.choices]

    @property
    def next_label(self) -> str:
        """The letter that the next choice should have; empty after z."""
        last = self.choices[-1].label if self.choices else "`"
        return chr(ord(last) + 1) if last < "z" else ""

    def find(self, label: str) -> DraftChoice | None:
        """Return the choice with this label."""
        return self._by_label.get(label)


def take_braces(
    file: str, line: Line, offset: int, owner: str
) -> tuple[Attributes | None, int, list[Problem]]:
    """Return the attributes that begin at ``offset``, the offset after them, and what is wrong with them.

    None, with the same offset, when no attributes begin there.
    """
    found = _BRACES.match(line.text, offset)
    known = QUESTION_WORDS if owner == "question" else CHOICE_WORDS
    words = split_words(found[1], line.place(file, found.start(1)), known) if found else None
    if found is None or words is None:
        return None, offset, []
    attributes, problems = read_words(words, known, owner)
    return attributes, found.end(), problems


def finish(file: str, draft: DraftQuestion, id: str, problems: list[Problem]) -> Question:
    """Return the question, and add what is wrong with its choices and its answer to ``problems``."""
    choices = [_finish_choice(file, choice, problems) for choice in draft.choices]
    problems += _braces_in_stem(file, draft.stem)
    rationale = None
    if draft.rationale and draft.rationale_place:
        rationale = draft.rationale.text(file, draft.rationale_place)
    words = draft.words
    return Question(
        id=id,
        stem=stem_of(file, draft),
        place=draft.place,
        choices=tuple(choices),
        answer=_answer(file, draft, choices, problems),
        rationale=rationale,
        points=Fraction(1) if words.points is None else words.points,
        tags=words.tags,
        difficulty=words.difficulty,
        section=draft.section,
        pin=words.pin,
        keep_order=words.keep_order,
        given_id=words.id is not None,
    )


def stem_of(file: str, draft: DraftQuestion) -> Text:
    """Return the stem."""
    return draft.stem.text(file, draft.place)


def _braces_in_stem(file: str, stem: Field) -> list[Problem]:
    """Return a problem for attributes of a question that stand inside its stem, where they would be printed."""
    problems = []
    for row in stem.rows:
        line, start = row.line, row.line.start if row.offset is None else row.offset
        found = not line.code and (_BRACES.match(line.text, start) or _BRACES_AT_END.search(line.text, start))
        place = line.place(file, found.start()) if found else None
        words = split_words(found[1], place, QUESTION_WORDS) if found and place else None
        if words and place and any(word.name == "#" or word.name in QUESTION_WORDS for word in words):
            hint = "put them right behind the number: '1. {points=2} ...'; for braces that are text write \\{"
            message = "attributes of a question in the middle of its text"
            problems.append(Problem("misplaced-attributes", message, place, hint))
    return problems


def _finish_choice(file: str, draft: DraftChoice, problems: list[Problem]) -> Choice:
    text, words = draft.field.text(file, draft.place), draft.words
    last = draft.field.last
    if last is not None and not last.code:
        text, words = _braces_at_end(text, words, problems)
    id = words.id or draft.label
    feedback = None
    if draft.feedback is not None and draft.feedback_place is not None:
        feedback = draft.feedback.text(file, draft.feedback_place)
    return Choice(
        id=id.lower() if len(id) == 1 else id,
        text=text,
        place=draft.place,
        weight=words.weight,
        feedback=feedback,
        pin=words.pin,
    )


def _braces_at_end(text: Text, before: Attributes, problems: list[Problem]) -> tuple[Text, Attributes]:
    """Return the text without the attributes at its end, and these."""
    begin = text.source.rfind("\n") + 1
    found = _BRACES_AT_END.search(text.source, begin)
    words = split_words(found[1], text.place(found.start(1)), CHOICE_WORDS) if found else None
    if found is None or words is None:
        return text, before
    attributes, wrong = read_words(words, CHOICE_WORDS, "choice")
    problems += wrong
    if before != _NO_WORDS:
        hint = "put all of them into one pair of braces"
        place = text.place(found.start())
        problems.append(Problem("two-attributes", "the choice has attributes in two places", place, hint))
    source = text.source[: found.start()].rstrip()
    return Text(source, text.places[: source.count("\n") + 1]), attributes


def _odd_number(draft: DraftQuestion, first: int, last: int) -> Line | None:
    """Return the last of the rationale's lines between two lines that looks like the number of a question."""
    lines = [row.line for row in draft.rationale.rows] if draft.rationale else []
    odd = (line for line in reversed(lines) if first < line.number < last and not line.code)
    return next((line for line in odd if _ODD_NUMBER.match(line.text)), None)


def _answer(
    file: str, draft: DraftQuestion, choices: Sequence[Choice], problems: list[Problem]
) -> frozenset[str]:
    """Return the ids that the answer line names."""
    if not draft.answers:
        return frozenset()
    first = draft.answers[0]
    for other in draft.answers[1:]:
        message = f"{draft.name} has a second answer line; the first is on line {first.line.number}"
        hint = "keep one; several right choices go on one line, as 'Correct Answer: (a), (c)'"
        if number := _odd_number(draft, first.line.number, other.line.number):
            mark = number.text.split()[0]
            hint = f"line {number.number} begins with {mark!r}, which is read as text: for a question write '1.', '2.', ..."
        problems.append(Problem("two-answers", message, other.line.place(file, other.label_at), hint))
    ids = {label: choice.id for label, choice in zip(reversed(draft.labels), reversed(choices), strict=True)}
    texts = {label: choice.text.source for label, choice in zip(draft.labels, choices, strict=True)}
    known = {label for label, _ in first.answer.letters if label in ids}
    unknown = [(label, offset) for label, offset in first.answer.letters if label not in ids]
    hint = f"the choices are {listing(draft.labels)}" if ids else "add choices: ' - (a) ...'"
    if first.answer.run and len(known) < len(first.answer.letters):
        word = "".join(label.upper() for label, _ in first.answer.letters)
        place = first.line.place(file, first.answer.letters[0][1])
        message = f"{draft.name}: the answer {word!r} does not name choices"
        problems.append(Problem("unknown-answer", message, place, hint))
        return frozenset()
    for label, offset in unknown:
        message = f"{draft.name}: the answer ({label}) names no choice"
        problems.append(Problem("unknown-answer", message, first.line.place(file, offset), hint))
    if known and not agrees(first.answer, texts):
        label, offset = first.answer.letters[0]
        message = f"{draft.name}: the words after the answer ({label}) are not those of that choice"
        place = first.line.place(file, offset)
        hint = f"write '({label})' alone, and comments below 'Rationale:'"
        problems.append(Problem("answer-mismatch", message, place, hint))
    return frozenset(ids[label] for label in known)
