"""Finding letters in stems, choices and comments, and deciding whether each surely names a choice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from examgen.references import vocabulary as words
from examgen.references.letters import Letters, opaque_letters
from examgen.references.mask import OPAQUE, REFERENCE, Mask

_LAST_WORD = re.compile(r"([\w.]+)[\s*_\"“‘']*\Z")
_ENDS_CLAUSE = re.compile(r"[*_]*\s*(?:[:,)–—-]|\.(?!\s+[a-z])|\Z)")
_NOUN_FOLLOWS = re.compile(r"\s+(?:[a-z]|(?!AND|OR)[A-Z]{2})")
_YEAR = re.compile(r"\s*(?:\d{4}\b|copyright)", re.IGNORECASE)


class Field(Enum):
    """Which part of a question a text is."""

    STEM = "stem"
    CHOICE = "choice"
    COMMENT = "comment"  #: a rationale or feedback


class Kind(Enum):
    """What a text names by something that changes from version to version."""

    LETTER = "letter"
    POSITION = "position"
    NUMBER = "number"  #: of another question


@dataclass(frozen=True, slots=True)
class Hit:
    """A span of a text (0-based offsets) that names, or may name, a choice or a question."""

    start: int
    end: int
    kind: Kind
    sure: bool = False
    id: str | None = None  #: the choice a letter names, when it is known


def find(field: Field, mask: Mask, source: str, letters: Letters, own: str | None = None) -> list[Hit]:
    """Return all hits of a text that is not a combination of letters as a whole, in their order.

    ``own`` is the id of the choice whose text it is: a letter of its own there stands for something else.
    """
    if not words.SUSPECT.search(mask.prose):
        return []
    claimed: set[int] = set()
    hits: list[Hit] = []
    for group in (
        _explicit(field, mask, letters, own),
        _parenthesised(field, mask, letters),
        _bare(field, mask, source, letters),
        _positions(field, mask, letters),
    ):
        fresh = [hit for hit in group if hit.start not in claimed]
        claimed.update(at for hit in fresh for at in range(hit.start, hit.end))
        hits.extend(fresh)
    return sorted(hits, key=lambda hit: hit.start)


def letter_hits(mask: Mask, letters: Letters, start: int, end: int, sure: bool) -> Iterator[Hit]:
    """Give a hit for each single letter between two offsets; one that names no choice for sure is unsure."""
    for found in words.LETTER.finditer(mask.prose, start, end):
        id = letters.id(found[0])
        yield Hit(
            *found.span(), Kind.LETTER, sure and id is not None and not mask.is_doubtful(found.start()), id
        )


def _explicit(field: Field, mask: Mask, letters: Letters, own: str | None) -> Iterator[Hit]:
    """Give the letters after a noun: choice (c), options B and D."""
    for found in words.EXPLICIT.finditer(mask.prose):
        start, end = found.span("list")
        if found["range"]:
            end = found.end("range")
        hits = list(letter_hits(mask, letters, start, end, sure=True))
        listed = mask.prose[start:end]
        has_brackets = ")" in listed
        if not any(letters.is_known(mask.prose[h.start]) for h in hits) and (
            field is Field.STEM or not (has_brackets or listed.strip("*_\"'“”‘’").isupper())
        ):
            continue
        sure = not (found["range"] or letters.labelled)
        if field is Field.STEM:
            # "Option A pays 5, option B pays 10": a stem that defines its options has them bare.
            sure = sure and (has_brackets or found["noun"].lower().startswith(("choice", "distractor")))
            sure = sure and len(hits) == 1
        elif field is Field.CHOICE:
            sure = sure and own not in {hit.id for hit in hits}
        elif not has_brackets and found["link"].strip():
            sure = sure and letters.symbols.isdisjoint(mask.prose[h.start] for h in hits)
        yield from letter_hits(mask, letters, start, end, sure)


def _parenthesised(field: Field, mask: Mask, letters: Letters) -> Iterator[Hit]:
    """Give the letters in parentheses: (a), and a) where no parenthesis is open."""
    found = list(words.PARENTHESISED.finditer(mask.prose))
    found += [m for m in words.HALF_PARENTHESISED.finditer(mask.prose) if not _is_open(mask.prose, m.start())]
    found = [
        m for m in found if letters.is_known(m[1]) and not (m[1] in "cC" and _YEAR.match(mask.prose, m.end()))
    ]
    listed = _enumeration(mask.prose, found)
    for m in found:
        before = _before(mask.prose, m.start())
        names = before in words.BEFORE or before == ""
        if (
            not names
            and len(before) > 1
            and before[0] == m[1].lower()
            and not re.fullmatch(words.NOUN, before)
        ):
            continue  # an abbreviation: carbon (C)
        verdict = words.VERDICT.match(mask.prose, m.end())
        sure = field is Field.COMMENT and names and not letters.labelled and m.start() not in listed
        sure = (
            sure
            and (not letters.pictured or verdict is not None)
            and mask.prose[m.end() : m.end() + 1] != "("
        )
        at = m.start(1)
        yield from letter_hits(mask, letters, at, at + 1, sure)


def _bare(field: Field, mask: Mask, source: str, letters: Letters) -> Iterator[Hit]:
    """Give the letters without parentheses or noun: "C is wrong", "A and C only describe ..."."""
    if field is Field.STEM:
        return
    prose = mask.prose
    symbols = letters.symbols | opaque_letters(mask, source)
    if field is Field.CHOICE:
        for m in words.PARTIAL.finditer(prose):
            yield from _known(letter_hits(mask, letters, *m.span(), sure=False), prose, letters, symbols)
        return
    for m in words.CAPITALS.finditer(prose):
        is_list = len(m[0]) > 1
        before = _before(prose, m.start())
        is_article = m[0] == "A" and _NOUN_FOLLOWS.match(prose, m.end()) is not None
        if is_article and not words.SUBJECT.match(prose, m.end()):
            continue
        if before and before not in words.BEFORE:
            continue
        hits = list(letter_hits(mask, letters, *m.span(), sure=not (letters.labelled or m["range"])))
        is_symbol = any(prose[h.start] in symbols for h in hits)
        if words.VERDICT.match(prose, m.end()) or (
            not before and m[0] != "A" and words.WOULD.match(prose, m.end())
        ):
            known = [h for h in hits if letters.is_known(prose[h.start])]
            if known:
                sure = not is_symbol and len(known) == len(hits)
                yield from (hit if sure else _unsure(hit) for hit in known)
        elif is_list or before not in ("", "and", "or") or _may_be_subject(prose, m.start(), m.end()):
            yield from _known(iter(hits), prose, letters, symbols)
    small = [m.span(1) for m in words.SMALL.finditer(prose)]
    named = {start for start, _ in small}
    verdicts = (m.span() for m in words.SMALL_LIST.finditer(prose) if words.VERDICT.match(prose, m.end()))
    for span in [*small, *(span for span in verdicts if span[0] not in named)]:
        yield from _known(letter_hits(mask, letters, *span, sure=False), prose, letters, symbols)


def _known(
    hits: Iterator[Hit], prose: str, letters: Letters, symbols: frozenset[str] | set[str]
) -> Iterator[Hit]:
    """Give, as unsure, those hits whose letter may mean a choice and is not in use as a symbol."""
    for hit in hits:
        if letters.is_known(prose[hit.start]) and prose[hit.start] not in symbols:
            yield _unsure(hit)


def _unsure(hit: Hit) -> Hit:
    return Hit(hit.start, hit.end, hit.kind, False, hit.id)


def _may_be_subject(prose: str, start: int, end: int) -> bool:
    """Return whether a capital at the start of a sentence has a verb or is a verdict: "B: because"."""
    if words.SUBJECT.match(prose, end):
        return True
    starts_line = not prose[prose.rfind("\n", 0, start) + 1 : start].strip(" *_>")
    return starts_line and _ENDS_CLAUSE.match(prose, end) is not None


def _positions(field: Field, mask: Mask, letters: Letters) -> Iterator[Hit]:
    """Give what is named by where it stands: the last choice, option 2, question 3."""
    pattern = words.BY_POSITION_IN_STEM if field is Field.STEM else words.BY_POSITION
    for m in pattern.finditer(mask.prose):
        yield Hit(*m.span(), Kind.POSITION)
    if field is Field.COMMENT and not letters.numbered:
        for m in words.BY_NUMBER.finditer(mask.prose):
            if 1 <= int(m[1]) <= len(letters.known):
                yield Hit(*m.span(), Kind.POSITION)
    for m in words.QUESTION.finditer(mask.prose):
        yield Hit(*m.span(), Kind.NUMBER)


def _before(prose: str, start: int) -> str:
    """Return the word before an offset, folded; empty at the start of a sentence, a clause or a line."""
    marks = prose[max(0, start - 60) : start].rstrip(" \t*_\"“‘'\xa0")
    if marks.endswith("\n"):
        # A line that merely goes on is no start: the noun may stand at the end of the line before.
        marks = marks[:-1].rstrip(" \t*_\"“‘'\xa0")
    if not marks or marks[-1] in ".!?:;,–—-\n([>":
        return ""
    if marks[-1] in (OPAQUE, REFERENCE, ")"):
        return marks[-1]
    word = _LAST_WORD.search(marks)
    return word[1].lower() if word else ""


def _is_open(prose: str, at: int) -> bool:
    """Return whether a parenthesis is open at this offset, on this line."""
    line = prose[max(prose.rfind("\n", 0, at) + 1, at - 500) : at]
    return line.rfind("(") > line.rfind(")")


def _enumeration(prose: str, found: list[re.Match[str]]) -> set[int]:
    """Return the offsets of the labels of a list in the text: "(a) first thing, (b) second thing"."""
    labels = [
        m
        for m in found
        if _before(prose, m.start()) in ("", "and", "or") and not words.NOT_A_LABEL.match(prose, m.end())
    ]
    named = [m[1].lower() for m in sorted(labels, key=lambda m: m.start())]
    return {m.start() for m in labels} if named[:2] == ["a", "b"] else set()
