"""What earns the points of each question: the bank's answer, or what ``keys/corrections.json`` says after the exam.

Read anew from the files in the folder, so that the keys are held against what was decided and not against what made them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examgen.model import Question

#: Where corrections are, in the output folder.
CORRECTIONS = "keys/corrections.json"
#: What stands in a strip for a question that counts for nobody, and for one that everyone gets.
VOID_CELL, FULL_CELL = "–", "*"
#: How corrections.json says it, and answers.csv.
_RULES = {"accept", "void", "full", "bank"}
#: Versions for which the grid tells the number of a corrected question.
_PLACES = 10


@dataclass(frozen=True, slots=True)
class Ruling:
    """What earns the points of one question."""

    rule: str  #: ``all``: the only set; ``any``: one of the sets; ``void``: nothing; ``full``: everything
    accepted: tuple[frozenset[str], ...]  #: sets of ids of choices
    revision: int = 0  #: of the correction in force; 0: the bank's answer counts

    def sets(self, order: Sequence[str]) -> list[str]:
        """Return the sets as capital letters, given the ids of the choices in the order printed."""
        return sorted(
            "".join(chr(65 + place) for place, id in enumerate(order) if id in each) for each in self.accepted
        )

    def cell(self, order: Sequence[str]) -> str:
        """Return what a strip and the grid print for it."""
        return {"void": VOID_CELL, "full": FULL_CELL}.get(self.rule) or "/".join(self.sets(order))

    def effect(self, order: Sequence[str]) -> str:
        """Return what a key prints below the question, without white space; nothing for the bank's answer."""
        if not self.revision:
            return ""
        says = {"void": "countsfornobody", "full": "everyonegetsthepoints"}
        return f"Revision{self.revision}:" + (
            says.get(self.rule) or f"{'or'.join(self.sets(order))}getsthepoints"
        )


@dataclass(frozen=True, slots=True)
class Change:
    """The last correction of a question, which every key tells at its head."""

    revision: int
    date: str
    question: int  #: 0-based index in the exam
    rule: str  #: as corrections.json says it: accept, void, full or bank


@dataclass(frozen=True, slots=True)
class Rulings:
    """What earns the points in an exam."""

    revision: int  #: of the keys; 1: as built
    by_question: tuple[Ruling, ...]  #: in the order of the exam's questions
    changes: tuple[Change, ...] = ()  #: in the order made
    faults: tuple[str, ...] = ()  #: what is wrong with corrections.json

    def cell(self, questions: Sequence[Question], question: int, choices: Sequence[int]) -> str:
        """Return the strip's text for a question whose choices are printed in this order (0-based indices)."""
        return self.by_question[question].cell([questions[question].choices[choice].id for choice in choices])

    def told_in_letters(self, change: Change, asked: Question, number: int, choices: Sequence[int]) -> str:
        """Return how a key tells a correction, without white space, from the number of the question on."""
        order = [asked.choices[choice].id for choice in choices]
        now = "or".join(self.by_question[change.question].sets(order))
        was = "".join(chr(65 + place) for place, id in enumerate(order) if id in asked.answer)
        return f"question{number}‘{asked.id}’:{_told(change.rule, now, was)}"

    def told_in_ids(self, change: Change, asked: Question, places: Sequence[str]) -> str:
        """Return how the grid tells a correction, without white space; ``places`` are its versions with numbers."""
        shown = [*places[:_PLACES], *(["..."] if len(places) > _PLACES else [])]
        ids = [choice.id for choice in asked.choices]

        def text(accepted: frozenset[str]) -> str:
            return "+".join(id for id in ids if id in accepted)

        now = "or".join(text(each) for each in self.by_question[change.question].accepted)
        return f"question‘{asked.id}’({','.join(shown)}):{_told(change.rule, now, text(asked.answer))}"


def _told(rule: str, now: str, was: str) -> str:
    return {
        "accept": f"accept{now}(was{was})",
        "void": f"countsfornobody(was{was})",
        "full": f"everyonegetsthepoints(was{was})",
        "bank": f"{now}again,asinthebank",
    }[rule]


def bank_rulings(questions: Sequence[Question]) -> tuple[Ruling, ...]:
    """Return the rulings of an exam without corrections."""
    return tuple(Ruling("all", (question.answer,)) for question in questions)


def read_rulings(folder: Path, questions: Sequence[Question], revision: int) -> Rulings:
    """Return what earns the points in an exam whose manifest says this revision.

    A file that is missing, or that does not go with the revision, is a fault, and then the bank's answers are taken.
    """
    path = folder / CORRECTIONS
    if revision == 1 and not path.exists():
        return Rulings(revision, bank_rulings(questions))
    try:
        if revision == 1:
            raise ValueError("it is there, and the manifest knows of no revision")
        changes, rulings = _read(json.loads(path.read_bytes()), questions, revision)
    except OSError:
        fault = f"it is missing, and the manifest says revision {revision}"
    except (KeyError, TypeError, AttributeError, RecursionError):
        fault = "it is not what a correction writes"
    except ValueError as error:
        fault = str(error)
    else:
        return Rulings(revision, rulings, changes)
    return Rulings(revision, bank_rulings(questions), (), (f"{CORRECTIONS}: {fault}",))


def _read(
    whole: Mapping[str, Any], questions: Sequence[Question], revision: int
) -> tuple[tuple[Change, ...], tuple[Ruling, ...]]:
    """Return the last correction of each question, and what earns the points of every one.

    Raises:
        ValueError: it contradicts itself, the manifest or the bank; KeyError and the like when something is missing.
    """
    entries = whole["corrections"]
    numbers = [entry["revision"] for entry in entries]
    if whole["revision"] != revision or numbers != list(range(2, revision + 1)):
        raise ValueError(f"its revisions are not 2 to {revision}, the one that the manifest says")
    places = {question.id: index for index, question in enumerate(questions)}
    rulings = list(bank_rulings(questions))
    changes: dict[int, Change] = {}
    for entry in entries:
        index = places.get(entry["question"])
        if index is None:
            raise ValueError(f"it corrects {entry['question']!r}, which is no question of the exam")
        rulings[index] = _ruling(entry, questions[index])
        # A question's former correction is not told any more.
        changes.pop(index, None)
        changes[index] = Change(entry["revision"], str(entry["date"]), index, entry["rule"])
    return tuple(changes.values()), tuple(rulings)


def _ruling(entry: Mapping[str, Any], asked: Question) -> Ruling:
    rule, accepted = entry["rule"], tuple(_sets(entry["accepted"]))
    if rule not in _RULES:
        raise ValueError(f"it has a rule {rule!r}, and there are {', '.join(sorted(_RULES))}")
    if (rule == "accept") != bool(accepted):
        raise ValueError(
            f"its rule for {asked.id!r} is {rule!r}, and it accepts {len(accepted)} sets of choices"
        )
    if unknown := {id for each in accepted for id in each} - {choice.id for choice in asked.choices}:
        raise ValueError(f"it accepts {', '.join(sorted(unknown))}, and {asked.id!r} has no such choice")
    if rule == "bank":
        return Ruling("all", (asked.answer,))
    if rule == "accept":
        return Ruling("any" if len(accepted) > 1 else "all", accepted, entry["revision"])
    return Ruling(rule, (), entry["revision"])


def _sets(accepted: Any) -> Iterator[frozenset[str]]:
    for ids in accepted:
        if not isinstance(ids, list) or not ids or not all(isinstance(id, str) for id in ids):
            raise ValueError("it accepts what is no set of choices")
        yield frozenset(ids)
