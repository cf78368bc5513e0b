"""Questions that are gone from one exam and new in another one, and are the same: only the id changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from examgen.difference.wording import word_diff
from examgen.model import Question

#: Two questions are the same when so much of their words is, from 0 to 1: one word differs, or a few of many.
_ALIKE = 0.75
#: With more pairs only questions with the same stem or the same choices are looked at.
_MANY = 2500


@dataclass(frozen=True, slots=True)
class Renamed:
    """A question whose id changed."""

    old: Question
    new: Question

    @property
    def by_words(self) -> bool:
        """Whether the new id was made of the stem's words, and so follows each edit of them."""
        return not self.new.given_id

    @property
    def wording(self) -> str:
        """What differs in the texts, as one text; "" when nothing does."""
        old, new = _source(self.old), _source(self.new)
        return "" if old.split() == new.split() else word_diff(old, new)


def renamed(old: Iterable[Question], new: Iterable[Question]) -> list[Renamed]:
    """Return which of the questions that only the old exam has are in the new one under another id."""
    old, new = list(old), list(new)
    before, after = {question.id for question in old}, {question.id for question in new}
    gone = [question for question in old if question.id not in after]
    added = [question for question in new if question.id not in before]
    many = len(gone) * len(added) > _MANY
    found = sorted(
        (
            (-likeness, first, second)
            for first, one in enumerate(gone)
            for second, other in enumerate(added)
            if (likeness := _likeness(one, other, quickly=many)) >= _ALIKE
        ),
    )
    pairs: dict[int, int] = {}
    for _, first, second in found:
        if first not in pairs and second not in pairs.values():
            pairs[first] = second
    return [Renamed(gone[first], added[second]) for first, second in sorted(pairs.items())]


def _likeness(old: Question, new: Question, *, quickly: bool) -> float:
    if quickly and old.stem.source != new.stem.source and _choices(old) != _choices(new):
        return 0
    matcher = SequenceMatcher(None, _source(old).split(), _source(new).split(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0


def _choices(question: Question) -> Sequence[str]:
    return [choice.text.source for choice in question.choices]


def _source(question: Question) -> str:
    return "\n".join([question.stem.source, *_choices(question)])
