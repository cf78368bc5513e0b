"""The corrections of an exam in the order made, its *history*; of those to one question the last is in force."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from examgen.errors import DeliveryError
from examgen.model import Question


class Rule(StrEnum):
    """What a correction does."""

    ACCEPT = "accept"  #: the sets of choices that it names earn the points, and no others
    VOID = "void"  #: the question counts for nobody: its points leave the total
    FULL = "full"  #: everyone gets its points
    BANK = "bank"  #: the bank's answer is right again


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of one question."""

    revision: int  #: of the keys; those of the build are revision 1
    date: str  #: ``2026-11-22``
    question: str  #: its id in the bank
    rule: Rule
    accepted: tuple[frozenset[str], ...] = ()
    """With ACCEPT: sets of choice ids. Whoever selected exactly the choices of one of them gets the points."""
    reason: str = ""  #: plain text, one line


def in_force(history: Sequence[Correction]) -> dict[str, Correction]:
    """Return the corrections that count now, by question id."""
    last = {correction.question: correction for correction in history}
    return {id: correction for id, correction in last.items() if correction.rule is not Rule.BANK}


def latest(history: Sequence[Correction]) -> list[Correction]:
    """Return the last correction of each question, in the order made; taking one back counts as one."""
    last = {correction.question: correction for correction in history}
    return sorted(last.values(), key=lambda correction: correction.revision)


def revision_of(history: Sequence[Correction]) -> int:
    """Return the revision of the keys: 1 before any correction."""
    return max((correction.revision for correction in history), default=1)


def accepted_by(question: Question, correction: Correction | None) -> tuple[frozenset[str], ...]:
    """Return the sets of choice ids that earn the points of a question; none when it is void or full for all."""
    if correction is None or correction.rule is Rule.BANK:
        return (question.answer,)
    return correction.accepted


def to_json(exam: str, history: Sequence[Correction]) -> bytes:
    """Return ``corrections.json``."""
    whole = {
        "exam": exam,
        "revision": revision_of(history),
        "corrections": [
            {
                "revision": each.revision,
                "date": each.date,
                "question": each.question,
                "rule": str(each.rule),
                "accepted": [sorted(ids) for ids in each.accepted],
                "reason": each.reason,
            }
            for each in history
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def from_json(data: bytes) -> list[Correction]:
    """Return the history in ``corrections.json``.

    Raises:
        DeliveryError: it is not what :func:`to_json` wrote.
    """
    try:
        return [
            Correction(
                int(each["revision"]),
                str(each["date"]),
                str(each["question"]),
                Rule(each["rule"]),
                tuple(frozenset(map(str, ids)) for ids in each["accepted"]),
                str(each["reason"]),
            )
            for each in json.loads(data)["corrections"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise DeliveryError(
            "keys/corrections.json is not as examgen wrote it", hint="put the file back as it was"
        ) from error
