"""Questions that stand on a page and cannot be read: which of the bank's each is, and what of it is another text."""

from __future__ import annotations

from collections.abc import Collection
from difflib import SequenceMatcher

from examgen.audit.documents import Unread
from examgen.audit.proven import Proven

#: How much of a question must be as in the bank to be taken for it, from 0 to 1.
_LIKE = 0.55
#: Characters of a text that are compared, for time.
_COMPARED = 400


def identified(unread: Unread, proven: Proven, left: Collection[int]) -> int | None:
    """Return which of the questions that were not found (0-based) it is; None: one cannot tell."""
    by_id = [each for each in left if f"{proven.questions[each].id}inthebank:" in unread.text]
    if len(by_id) == 1:
        return by_id[0]
    best = max(left, key=lambda each: likeness(unread.text, proven, each), default=None)
    return best if best is not None and likeness(unread.text, proven, best) >= _LIKE else None


def likeness(text: str, proven: Proven, question: int) -> float:
    """Return how much of a question is seen in a text that begins with its number: the stem, or what share of choices."""
    parts = proven.parts[question]
    stem = parts.stem_proof.text[:_COMPARED]
    shown = text.lstrip("0123456789")[: len(stem)]
    choices = [proof.text for proof in parts.choice_proofs if proof.text]
    there = sum(choice in text for choice in choices) / max(len(choices), 1)
    return max(SequenceMatcher(None, stem, shown, autojunk=False).ratio(), there)


def what_differs(unread: Unread, proven: Proven, question: int) -> str:
    """Return which part of a question is another text than the bank's."""
    parts = proven.parts[question]
    if not parts.stem.match(unread.text, len(str(unread.number))):
        return "its text"
    choices = zip(proven.questions[question].choices, parts.choices, strict=True)
    other = [choice.id for choice, pattern in choices if not pattern.search(unread.text)]
    return f"choice {other[0]}" if len(other) == 1 else "its choices"
