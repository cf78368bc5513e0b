"""Questions as readers of text formats gather them, and what all these readers make of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from examgen.errors import Place, Problem, Severity
from examgen.formats.naming import name_questions
from examgen.formats.reading import Reading
from examgen.model import Bank, Choice, Heading, Question, Text

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}\Z")
_SHOWN = 50
#: Spaces at which no line ends.
_NO_BREAK = re.compile("[\u00a0\u202f\u2007]")

#: Stands before what is said of wrong answers.
IF_WRONG: Final = "*If wrong:*"


@dataclass(slots=True)
class DraftChoice:
    """One choice as it is gathered."""

    text: Text
    place: Place
    right: bool = False
    weight: Fraction | None = None
    feedback: Text | None = None
    pin: bool = False
    id: str | None = None  #: a name of its own; None: the letter of its place


@dataclass(slots=True)
class Draft:
    """One question as it is gathered."""

    stem: Text
    place: Place
    choices: list[DraftChoice] = field(default_factory=list)
    id: str | None = None  #: the one that the format gives to questions
    title: str = ""  #: a name for people; the id when it can be one and no other question has it
    rationale: Text | None = None
    points: Fraction = Fraction(1)
    tags: tuple[str, ...] = ()
    difficulty: str | None = None
    section: str | None = None
    pin: bool = False
    keep_order: bool = False


def finish(
    file: str,
    drafts: Sequence[Draft],
    problems: Iterable[Problem],
    heading: Heading | None = None,
    places: Mapping[str, Place] | None = None,
) -> Reading:
    """Return the bank of these questions, with an id for each, and the problems by place."""
    titles = Counter(draft.title.casefold() for draft in drafts if draft.title)
    given = [_given_id(draft, titles) for draft in drafts]
    ids = name_questions([draft.stem.source for draft in drafts], given)
    questions = tuple(
        _question(draft, id, asked is not None) for draft, id, asked in zip(drafts, ids, given, strict=True)
    )
    bank = Bank(questions, heading or Heading(), (Path(file),), Path(file).stem or "exam", dict(places or {}))
    return Reading(bank, tuple(sorted(problems, key=lambda problem: problem.sort_key)))


def _given_id(draft: Draft, titles: Counter[str]) -> str | None:
    if draft.id is not None and _ID.match(draft.id):
        return draft.id
    return draft.title if _ID.match(draft.title) and titles[draft.title.casefold()] == 1 else None


def _question(draft: Draft, id: str, given: bool) -> Question:
    letters = [choice.id or choice_id(position) for position, choice in enumerate(draft.choices)]
    return Question(
        id=id,
        stem=draft.stem,
        place=draft.place,
        choices=tuple(
            Choice(letter, choice.text, choice.place, choice.weight, choice.feedback, choice.pin)
            for letter, choice in zip(letters, draft.choices, strict=True)
        ),
        answer=frozenset(
            letter for letter, choice in zip(letters, draft.choices, strict=True) if choice.right
        ),
        rationale=draft.rationale or None,
        points=draft.points,
        tags=draft.tags,
        difficulty=draft.difficulty,
        section=draft.section,
        pin=draft.pin,
        keep_order=draft.keep_order,
        given_id=given,
    )


def choice_id(position: int) -> str:
    """Return the id of the choice at a 0-based position."""
    return chr(ord("a") + position) if position < 26 else f"choice-{position + 1}"


def true_false(answer: bool, place: Place) -> list[DraftChoice]:
    """Return the two choices of a statement that is true or false."""
    return [
        DraftChoice(Text(word, (place,)), place, right=is_true == answer)
        for word, is_true in (("True", True), ("False", False))
    ]


def skipped(name: str, kind: str, place: Place) -> Problem:
    """Return what is said of a question that is no choice question; ``kind`` with its article."""
    return Problem(
        "skipped",
        f"question {name!r} is {kind}, which cannot be printed as choices",
        place,
        "write it as a question with choices, or leave it out of the exam",
        Severity.WARNING,
    )


def shown(title: str, stem: str) -> str:
    """Return what messages call a question: its title, or the first words of its stem."""
    words = " ".join((title or stem).split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"


def differences(bank: Bank, back: Reading, format: str) -> list[Problem]:
    """Return what a bank lost when it was written in a format and read back."""
    problems = [problem for problem in back.problems if problem.severity is Severity.ERROR]
    lost = [name for name in ("title", "course", "date", "duration", "instructions")
            if getattr(bank.heading, name) != getattr(back.bank.heading, name)]  # fmt: skip
    if lost:
        place = next((bank.places[name] for name in lost if name in bank.places), None)
        problems.append(loss(f"the exam's {_listed(lost)}", place, format))
    if len(bank.questions) != len(back.bank.questions):
        count = len(bank.questions) - len(back.bank.questions)
        problems.append(loss(f"{count} of {len(bank.questions)} questions", None, format))
        return problems
    for before, after in zip(bank.questions, back.bank.questions, strict=True):
        if not (names := list(_different(before, after))):
            continue
        if not list(_different(_with_texts(before, _with_blanks), after)):
            change = f"a space that does not break becomes a blank in {format}"
            message = f"question {before.id!r}: in its {_listed(names)}, {change}"
            hint = "nothing need be done, unless a line must not end there"
            problems.append(Problem("not-carried", message, before.place, hint, Severity.WARNING))
        else:
            problems.append(loss(f"question {before.id!r}: its {_listed(names)}", before.place, format))
    return problems


def _with_blanks(source: str) -> str:
    """Return a text with blanks in place of spaces that do not break."""
    return _NO_BREAK.sub(" ", source)


def _with_texts(question: Question, made: Callable[[str], str]) -> Question:
    """Return a question with its texts as they are made of their sources."""

    def text(each: Text) -> Text:
        return replace(each, source=made(each.source))

    choices = tuple(
        replace(each, text=text(each.text), feedback=text(each.feedback) if each.feedback else None)
        for each in question.choices
    )
    rationale = text(question.rationale) if question.rationale else None
    return replace(question, stem=text(question.stem), choices=choices, rationale=rationale)


def _different(before: Question, after: Question) -> Iterator[str]:
    """Yield the names of what is not equal."""
    pairs = list(zip(before.choices, after.choices, strict=False))
    right = [[choice.id in question.answer for choice in question.choices] for question in (before, after)]
    tests = (
        ("id", before.id == after.id),
        ("stem", before.stem.source == after.stem.source),
        ("number of choices", len(before.choices) == len(after.choices)),
        ("choices", all(a.text.source == b.text.source for a, b in pairs)),
        ("answer", right[0] == right[1]),
        ("names of choices", all(a.id == b.id for a, b in pairs)),
        ("weights", all(a.weight == b.weight for a, b in pairs)),
        ("feedback", all(_source(a.feedback) == _source(b.feedback) for a, b in pairs)),
        ("pinned choices", all(a.pin == b.pin for a, b in pairs)),
        ("rationale", _source(before.rationale) == _source(after.rationale)),
        ("points", before.points == after.points),
        ("tags", before.tags == after.tags),
        ("difficulty", before.difficulty == after.difficulty),
        ("section", before.section == after.section),
        ("pin", before.pin == after.pin),
        ("order of choices", before.keep_order == after.keep_order),
    )
    return (name for name, equal in tests if not equal)


def _source(text: Text | None) -> str:
    return text.source if text else ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def loss(what: str, place: Place | None, format: str) -> Problem:
    """Return what to say of a part of a bank that a format cannot hold."""
    message = f"{what} cannot be written as {format}"
    return Problem("not-carried", message, place, "keep the bank in its own format too", Severity.WARNING)


def marked_wrong(markdown: str) -> str:
    """Return what is said of wrong answers so that a grader sees that it is."""
    # A list, a table or code keeps its own beginning.
    return f"{IF_WRONG} {markdown}" if markdown[:1].isalnum() else f"{IF_WRONG}\n\n{markdown}"


def either_right(of: str, rights: int, place: Place) -> Problem:
    """Return what is said of a question in which one choice is to be chosen, though ``rights`` of them are right.

    ``of`` is what messages call the question.
    """
    message = f"{of}: one choice is to be chosen, and {rights} are right: papers ask for all of them"
    hint = "leave one right choice, or look whether the question asks for several"
    return Problem("either-right", message, place, hint, Severity.WARNING)
