"""What differs in one question of a bank, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from examgen.markup import parse
from examgen.model import Choice, Question, Text
from examgen.sheets import points_text


class Part(StrEnum):
    """Which part of a question differs."""

    STEM = "stem"
    CHOICE = "choice"
    CHOICES = "choices"
    POINTS = "points"
    SEVERAL = "several"
    ANSWER = "answer"
    WEIGHT = "weight"
    RATIONALE = "rationale"
    FEEDBACK = "feedback"


#: What stands on papers. The others stand on keys only, or nowhere.
PRINTED = frozenset({Part.STEM, Part.CHOICE, Part.CHOICES, Part.POINTS, Part.SEVERAL})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in a question."""

    question: str  #: its id
    part: Part
    old: str | None  #: as written in the bank; None: it was not there
    new: str | None  #: None: it is not there any more
    choice: str = ""  #: the id of the choice whose text, weight or feedback it is

    @property
    def name(self) -> str:
        """How people call the part: ``choice (b)``, ``feedback on (b)``."""
        if not self.choice:
            return str(self.part)
        return (
            f"{self.part} ({self.choice})" if self.part is Part.CHOICE else f"{self.part} on ({self.choice})"
        )


def question_changes(old: Question, new: Question) -> list[Change]:
    """Return what differs between two forms of a question, in the order of a paper."""
    return list(_changes(old, new))


def _changes(old: Question, new: Question) -> Iterator[Change]:
    id = old.id
    yield from _text(id, Part.STEM, old.stem, new.stem)
    before = {choice.id: choice for choice in old.choices}
    after = {choice.id: choice for choice in new.choices}
    if set(before) != set(after):
        yield Change(id, Part.CHOICES, " ".join(before), " ".join(after))
    for name, choice in before.items():
        if name in after:
            yield from _text(id, Part.CHOICE, choice.text, after[name].text, name)
    if old.points != new.points:
        yield Change(id, Part.POINTS, points_text(old.points), points_text(new.points))
    if (len(old.answer) > 1) != (len(new.answer) > 1):
        asked = ("one choice is asked for", "several choices are asked for")
        yield Change(id, Part.SEVERAL, asked[len(old.answer) > 1], asked[len(new.answer) > 1])
    if old.answer != new.answer:
        yield Change(id, Part.ANSWER, _ids(old.choices, old.answer), _ids(new.choices, new.answer))
    for name, choice in before.items():
        if name in after and choice.weight != after[name].weight:
            yield Change(id, Part.WEIGHT, _weight(choice), _weight(after[name]), name)
    yield from _text(id, Part.RATIONALE, old.rationale, new.rationale)
    for name, choice in before.items():
        if name in after:
            yield from _text(id, Part.FEEDBACK, choice.feedback, after[name].feedback, name)


def _text(id: str, part: Part, old: Text | None, new: Text | None, choice: str = "") -> Iterator[Change]:
    before, after = old.source if old else None, new.source if new else None
    if before != after:
        yield Change(id, part, before, after, choice)
    elif old and new and (pictures := _pictures(old)) != (others := _pictures(new)):
        yield Change(id, part, f"{before} [{', '.join(pictures)}]", f"{after} [{', '.join(others)}]", choice)


def _pictures(text: Text) -> list[str]:
    """Return the pictures of a text by digests of what they show: a file may change under its name."""
    if "![" not in text.source:
        return []
    return [picture.name[:8] for picture in parse(text, Path(text.place().file).parent).pictures]


def _ids(choices: Sequence[Choice], answer: frozenset[str]) -> str:
    return ", ".join(choice.id for choice in choices if choice.id in answer)


def _weight(choice: Choice) -> str | None:
    return None if choice.weight is None else points_text(choice.weight)
