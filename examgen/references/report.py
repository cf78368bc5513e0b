"""What is said of the letters in a question: notes for who asks, problems for the author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from examgen.errors import Place, Problem, Severity
from examgen.model import Question, Text
from examgen.references.folded import plain
from examgen.references.hits import Hit, Kind
from examgen.references.letters import Letters
from examgen.references.special import is_pair

#: Letters this near to each other (characters) are spoken of together.
NEAR = 12


class Done(StrEnum):
    """What was done with something that speaks of a choice or of another question."""

    RESOLVED = "resolved"
    PINNED = "pinned"
    KEPT_ORDER = "kept order"
    WARNED = "warned"  #: nothing can be done: the number of another question


@dataclass(frozen=True, slots=True)
class Note:
    """One thing found in a question that speaks of a choice by its letter or place, and what was done."""

    question: str  #: the id of the question
    place: Place
    found: str  #: with a word before and after it
    done: Done
    text: Text  #: the one that it stands in, as written
    spans: tuple[
        tuple[int, int], ...
    ]  #: of each letter or phrase in the source of ``text`` (0-based, past the end)
    choices: tuple[str, ...] = ()  #: ids of the choices that its letters name


def note(question: Question, text: Text, hits: Sequence[Hit], done: Done) -> Note:
    """Return a note on neighbouring hits of one text."""
    return Note(
        question.id,
        text.place(hits[0].start),
        _quote(text, hits),
        done,
        text,
        tuple((hit.start, hit.end) for hit in hits),
        tuple(dict.fromkeys(hit.id for hit in hits if hit.id is not None)),
    )


def neighbours(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Give the hits (sorted by offset) in groups of the same kind that stand near to each other."""
    group: list[Hit] = []
    for hit in hits:
        if group and (hit.kind is not group[-1].kind or hit.start - group[-1].end > NEAR):
            yield group
            group = []
        group.append(hit)
    if group:
        yield group


def unknown_reference(question: Question, place: Place, id: str) -> Problem:
    """Return the problem of ``[[id]]`` that names no choice."""
    choices = ", ".join(f"[[{choice.id}]]" for choice in question.choices)
    hint = f"the choices are {choices}" if choices else "the question has no choices"
    message = f"question '{question.id}': [[{id}]] names no choice of this question"
    return Problem("unknown-reference", message, place, hint)


def number_named(question: Question, text: Text, hits: Sequence[Hit]) -> Problem:
    """Return the warning for a text that names another question by its number or place."""
    return Problem(
        "stale-number",
        f"question '{question.id}' names another question by its place: '{_quote(text, hits)}'",
        text.place(hits[0].start),
        "questions have other numbers in other versions: repeat here what is needed of that question",
        Severity.WARNING,
    )


def order_kept(question: Question, text: Text, hits: Sequence[Hit], letters: Letters) -> Iterator[Problem]:
    """Give the warning for a question that keeps the author's order because of these hits.

    It is an error when a letter would be false even then, as the choices are not lettered a, b, c in the
    file; letters without a word that are not all those of choices, as a bond C–H, are none. There is no warning
    when the author asked for that order.
    """
    written = [plain(text.source[hit.start : hit.end]).lower() for hit in hits if hit.kind is Kind.LETTER]
    quote = _quote(text, hits)
    place = text.place(hits[0].start)
    false = [w for w in written if w in letters.displaced or (letters.is_known(w) and letters.id(w) is None)]
    missing = [w for w in written if not letters.is_known(w)]
    names = " and ".join(f"[[{letters.id(w) or w}]]" for w in dict.fromkeys(written) if w not in missing)
    hint = f"write {names} where a choice is named; if none is, reword it"
    if missing and is_pair(text.source) and any(text is choice.text for choice in question.choices):
        hint = (
            f"there is no choice ({missing[0]}): if choices are meant, write them as in [[a]]; "
            "if none is, write it as math: $...$"
        )
        false = []
    elif missing:
        hint = f"there is no choice ({missing[0]}): write the one that is meant, as in [[a]], or reword it"
    if false:
        message = (
            f"question '{question.id}': '{quote}' may name a choice, which is printed with another letter"
        )
        yield Problem("stale-letter", message, place, hint)
        return
    if question.keep_order:
        return
    why = "may name a choice" if written else "names choices by their place"
    if not written:
        hint = "write which choices it names, as in [[a]]; 'all of the above' is safe as the last choice"
    message = f"question '{question.id}' is printed with its choices in the author's order: '{quote}' {why}"
    yield Problem("stale-letter", message, place, hint, Severity.WARNING)


def _quote(text: Text, hits: Sequence[Hit]) -> str:
    """Return what was found with a word before and after it, on one line of at most some 90 characters."""
    start, end = hits[0].start, hits[-1].end
    before = text.source[max(0, start - 30) : start].replace("\n", " ")
    after = text.source[end : end + 30].replace("\n", " ")
    words_before = before.split(" ")[-2:] if before.endswith((" ", " (")) else before.split(" ")[-1:]
    words_after = after.split(" ")[:2] if not after.startswith((",", ".", ";")) else [after[:1]]
    found = text.source[start:end]
    if len(found) > 60:
        found = found[:57] + "..."
    return " ".join(f"{' '.join(words_before)}{found}{' '.join(words_after)}".split())
