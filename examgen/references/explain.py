"""Every place in a question that names a choice, or looks as if it did, and what was done with it.

The decisions are those of :func:`examgen.references.resolution.resolve`; this module only tells them, together with
the references that were written as such, and the letters and phrases that were left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from examgen.errors import Place, Severity
from examgen.model import Question, Text
from examgen.references.hits import Field
from examgen.references.letters import letters_of
from examgen.references.mask import Mask, mask
from examgen.references.report import NEAR, Done, Note
from examgen.references.resolution import Resolution, resolve
from examgen.references.spared import Spared, spared, spared_choice

#: Quoted words are no longer than this (characters).
_LONGEST = 70
_LIST_MARK = re.compile(r"\A(?:[-+*>]+ )+")


class Outcome(StrEnum):
    """What happens to words that name a choice, or seem to."""

    LETTER = "letter"  #: printed as the letter that the choice has on each paper
    PINNED = "pinned"  #: the choice keeps its place
    ORDER = "order"  #: the choices keep the author's order
    NUMBER = "number"  #: the number of another question, left with a warning
    ERROR = "error"  #: it would be false, or names no choice
    LEFT = "left"  #: left as it is, as it names no choice


_SUMMARY = {
    Outcome.LETTER: "printed as letters of the paper",
    Outcome.PINNED: "pinned",
    Outcome.ORDER: "kept in your order",
    Outcome.NUMBER: "with the number of a question",
    Outcome.ERROR: "in error",
    Outcome.LEFT: "left as they are",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names a choice, or seems to."""

    question: str  #: the id of the question
    part: str  #: which text of it: stem, choice (a), feedback (a), rationale
    place: Place
    words: str  #: as written, on one line, with a word before and after
    outcome: Outcome
    reason: str  #: what was done, and why
    choices: tuple[str, ...] = ()  #: ids of the choices that are named
    count: int = 1  #: how many letters or phrases it stands for


@dataclass(frozen=True, slots=True)
class _Part:
    """A text of a question and what it is."""

    name: str
    field: Field
    text: Text
    mask: Mask


def explain(question: Question) -> tuple[Mention, ...]:
    """Return every mention in a question as its author wrote it, sorted by place."""
    resolution = resolve(question, thoroughly=True)
    found: list[Mention] = []
    for part in _parts(question):
        notes = [note for note in resolution.notes if note.text is part.text]
        found.extend(_written(question, part))
        found.extend(_done(question, part, notes, resolution))
        found.extend(_left(question, part, notes, resolution))
    return tuple(sorted(found, key=lambda mention: (mention.place, mention.outcome)))


def _parts(question: Question) -> Iterator[_Part]:
    yield _part("stem", Field.STEM, question.stem)
    for choice in question.choices:
        yield _part(f"choice ({choice.id})", Field.CHOICE, choice.text)
        if choice.feedback is not None:
            yield _part(f"feedback ({choice.id})", Field.COMMENT, choice.feedback)
    if question.rationale is not None:
        yield _part("rationale", Field.COMMENT, question.rationale)


def _part(name: str, field: Field, text: Text) -> _Part:
    return _Part(name, field, text, mask(text.source))


def _written(question: Question, part: _Part) -> Iterator[Mention]:
    """Give the references that the author wrote: ``[[a]]``."""
    ids = [choice.id for choice in question.choices]
    for reference in part.mask.references:
        meant = reference.id if reference.id in ids else letters_of(question).id(reference.id)
        span = (reference.start, reference.end)
        if meant is None:
            yield _mention(
                question, part, span, Outcome.ERROR, "an error: it names no choice of this question"
            )
        else:
            yield _mention(question, part, span, Outcome.LETTER, _as_letters((meant,)), (meant,))


def _done(question: Question, part: _Part, notes: list[Note], resolution: Resolution) -> Iterator[Mention]:
    """Give what the resolution did."""
    letters = sorted(
        (span, note.choices) for note in notes if note.done is Done.RESOLVED for span in note.spans
    )
    group: list[tuple[tuple[int, int], tuple[str, ...]]] = []
    for span, ids in letters:
        if group and span[0] - group[-1][0][1] > NEAR:
            yield _resolved(question, part, group)
            group = []
        group.append((span, ids))
    if group:
        yield _resolved(question, part, group)
    errors = {problem.place for problem in resolution.problems if problem.severity is Severity.ERROR}
    for note in notes:
        span = (note.spans[0][0], note.spans[-1][1])
        count = len(note.spans)
        if note.done is Done.PINNED:
            reason = "pinned: it keeps its place among the choices in every version"
            yield _mention(question, part, span, Outcome.PINNED, reason, count=count)
        elif note.done is Done.WARNED:
            reason = "left as it is, with a warning: it names another question by its place"
            yield _mention(question, part, span, Outcome.NUMBER, reason, count=count)
        elif note.done is Done.KEPT_ORDER:
            if note.place in errors:
                reason = "an error: it may name a choice, which is printed with another letter"
                yield _mention(question, part, span, Outcome.ERROR, reason, note.choices, count)
            else:
                yield _mention(
                    question, part, span, Outcome.ORDER, _kept(question, note), note.choices, count
                )


def _resolved(
    question: Question, part: _Part, group: list[tuple[tuple[int, int], tuple[str, ...]]]
) -> Mention:
    ids = tuple(dict.fromkeys(id for _, named in group for id in named))
    span = (group[0][0][0], group[-1][0][1])
    return _mention(question, part, span, Outcome.LETTER, _as_letters(ids), ids, len(group))


def _as_letters(ids: tuple[str, ...]) -> str:
    named = " and ".join(f"({id})" for id in ids)
    if len(ids) == 1:
        return f"printed as the letter that choice {named} has on each paper"
    return f"printed as the letters that choices {named} have on each paper"


def _kept(question: Question, note: Note) -> str:
    is_letter = all(end - start == 1 for start, end in note.spans)
    why = "it may name a choice" if is_letter else "it names choices by their place"
    if question.keep_order:
        return f"left as it is: {why}, and the question keeps your order, as it asks for"
    return f"your order of the choices is kept, with a warning: {why}"


def _left(question: Question, part: _Part, notes: list[Note], resolution: Resolution) -> Iterator[Mention]:
    """Give what was left alone, the same letter for the same reason once in each text."""
    letters = resolution.letters or letters_of(question)
    claimed = {
        at for note in notes if note.done is not Done.PINNED for span in note.spans for at in range(*span)
    }
    found = list(spared(part.field, part.mask, letters))
    if part.field is Field.CHOICE and not notes:
        choice = next(choice for choice in question.choices if choice.text is part.text)
        found.extend(spared_choice(part.mask, choice.pin))
    same: dict[tuple[str, str], list[Spared]] = {}
    for each in found:
        if claimed.isdisjoint(range(each.start, each.end)):
            key = (part.text.source[each.start : each.end], each.why)
            same.setdefault(key, []).append(each)
    for (_, why), group in same.items():
        again = f" ({len(group)} times in this text)" if len(group) > 1 else ""
        span = (group[0].start, group[0].end)
        reason = f"left as it is: {why}{again}"
        yield _mention(question, part, span, Outcome.LEFT, reason, count=len(group))


def _mention(
    question: Question,
    part: _Part,
    span: tuple[int, int],
    outcome: Outcome,
    reason: str,
    choices: tuple[str, ...] = (),
    count: int = 1,
) -> Mention:
    words = _words(part.text.source, *span)
    return Mention(question.id, part.name, part.text.place(span[0]), words, outcome, reason, choices, count)


def _words(source: str, start: int, end: int) -> str:
    """Return a span with a word before it, unless that ends a sentence, and two after it, on one line."""
    before, after = source[max(0, start - 30) : start].rpartition("\n")[2], source[end : end + 40]
    last = re.search(r"(?<!\S)(?:\S*[^\s.!?:;]\s+)?\S*\Z", before)
    next_two = re.match(r"\S*(?:[ \n]+\S+(?<![(\[])){0,2}(?!\S)", after)
    found = source[start:end]
    if len(found) > _LONGEST:
        found = found[: _LONGEST - 3] + "..."
    line = " ".join(f"{last[0] if last else ''}{found}{next_two[0] if next_two else ''}".split())
    return _LIST_MARK.sub("", line)


def explained(mentions: Sequence[Mention]) -> Iterator[str]:
    """Give a line for each mention, in the order given, and a summary."""
    for mention in mentions:
        yield f"{mention.place}: {mention.part}: '{mention.words}': {mention.reason}"
    counts = Counter(mention.outcome for mention in mentions)
    told = ", ".join(f"{counts[outcome]} {text}" for outcome, text in _SUMMARY.items() if counts[outcome])
    if told:
        yield f"{len(mentions)} place{'' if len(mentions) == 1 else 's'}: {told}"
    else:
        yield "no text names a choice, or another question, by a letter or a place"
