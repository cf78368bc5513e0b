"""Finding letters in stems, choices and comments, and deciding whether each surely names a choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from examgen.references import vocabulary as words
from examgen.references.abroad import abroad, may_be_abroad
from examgen.references.folded import folded, may_be_folded
from examgen.references.grammar import is_function_word, next_is_predicate
from examgen.references.hits import Field, Hit, Kind, is_open, letter_hits, word_before
from examgen.references.leftover import leftover
from examgen.references.letters import Letters, number_of, opaque_letters
from examgen.references.lone import lone
from examgen.references.mask import Mask
from examgen.references.places import may_be_placed, places
from examgen.references.symbols import (
    defined_in,
    formulas,
    in_sum_of_symbols,
    is_conclusion,
    is_own,
    is_symbol,
)
from examgen.references.unusual import unusual

_ENDS_CLAUSE = re.compile(r"[*_]*\s*(?:[:,)–—-]|\.(?!\s+[a-z])|\Z)")
_NOUN_FOLLOWS = re.compile(r"\s+(?:[a-z]|(?!AND|OR)[A-Z]{2})")
_PREPOSITION = re.compile(
    r"(?:about|above|across|after|against|along|among|around|before|behind|below|besides?|between|beyond|concerning"
    r"|considering|contrary|despite|during|except|inside|near|outside|over|regarding)\Z"
)
_YEAR = re.compile(r"\s*(?:\d{4}\b|copyright)", re.IGNORECASE)


def may_name(source: str) -> bool:
    """Return False only when a text without math and code names no choice and no other question."""
    return (
        words.SUSPECT.search(source) is not None
        or may_be_abroad(source)
        or may_be_folded(source)
        or may_be_placed(source)
    )


def find(field: Field, mask: Mask, source: str, letters: Letters, own: str | None = None) -> list[Hit]:
    """Return all hits of a text that is not a combination of letters as a whole, in their order.

    ``own`` is the id of the choice whose text it is: a letter of its own there stands for something else.
    """
    if not (mask.opaque or may_name(mask.prose)):
        return []
    defined = defined_in(mask.prose) if field is Field.COMMENT else frozenset()
    claimed = _quoted(mask.prose, letters) if field is Field.COMMENT else set()
    hits: list[Hit] = []
    for group in (
        _explicit(field, mask, letters, own),
        _parenthesised(field, mask, letters),
        _bare(field, mask, source, letters),
        _positions(field, mask, letters),
        unusual(field, mask, source, letters),
        abroad(field, mask.prose, letters),
        folded(field, mask, letters),
        places(field, mask.prose, letters),
        lone(field, mask.prose, letters, own),
        leftover(mask.prose, letters, opaque_letters(mask, source)) if field is Field.COMMENT else (),
    ):
        for hit in group:
            if (
                hit.kind is Kind.LETTER
                and not hit.sure
                and mask.prose[hit.start] in defined
                and not is_conclusion(mask.prose, hit.start, hit.end)
            ):
                continue
            if hit.start not in claimed:
                claimed.update(range(hit.start, hit.end))
                hits.append(hit)
    return sorted(hits, key=lambda hit: hit.start)


def _quoted(prose: str, letters: Letters) -> set[int]:
    """Return the offsets of choices that a text quotes and that are letters of something else: C–H, (D, L)."""
    quoted: set[int] = set()
    for pair in letters.pairs:
        for found in re.finditer(rf"(?<![\w–—-]){re.escape(pair)}(?![\w–—-])", prose):
            quoted.update(range(*found.span()))
    return quoted


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
    found += [m for m in words.HALF_PARENTHESISED.finditer(mask.prose) if not is_open(mask.prose, m.start())]
    found = [
        m for m in found if letters.is_known(m[1]) and not (m[1] in "cC" and _YEAR.match(mask.prose, m.end()))
    ]
    listed = _enumeration(mask.prose, found)
    runs = _runs(mask.prose, letters)
    for m in found:
        before = word_before(mask.prose, m.start())
        names = before in words.BEFORE or before == ""
        if not names and _is_abbreviation(m, before, letters):
            continue
        verdict = words.VERDICT.match(mask.prose, m.end())
        sure = field is Field.COMMENT and names and not letters.labelled
        sure = sure and m.start() not in listed and m.start(1) not in runs
        sure = (
            sure
            and (not letters.pictured or verdict is not None)
            and mask.prose[m.end() : m.end() + 1] != "("
        )
        at = m.start(1)
        yield from letter_hits(mask, letters, at, at + 1, sure)


def _is_abbreviation(found: re.Match[str], before: str, letters: Letters) -> bool:
    """Return whether a letter in parentheses is that of the noun before it: carbon (C), but not "between (b)"."""
    if before[:1] != found[1].lower() or len(before) < 2 or re.fullmatch(words.NOUN, before):
        return False
    if ("", before.removesuffix("s")) in letters.uses:
        return True
    is_noun = not is_function_word(before) and re.fullmatch(r"\w+(?:s|ed|ing|ly)", before) is None
    return found[1].isupper() and is_noun and _PREPOSITION.match(before) is None


def _bare(field: Field, mask: Mask, source: str, letters: Letters) -> Iterator[Hit]:
    """Give the letters without parentheses or noun: "C is wrong", "A and C only describe ..."."""
    if field is Field.STEM:
        return
    prose = mask.prose
    opaque = opaque_letters(mask, source)
    symbols, standing = letters.symbols | opaque, letters.standing | opaque
    if field is Field.CHOICE:
        for span in words.partials(prose):
            inside = letter_hits(mask, letters, *span, sure=False)
            yield from (hit for hit in _known(inside, prose, letters) if prose[hit.start] not in standing)
        return
    in_formula = formulas(prose)

    def unsure(hits: Iterable[Hit]) -> Iterator[Hit]:
        for hit in _known(hits, prose, letters):
            if not (
                hit.start in in_formula
                or is_symbol(prose, hit.start, letters, standing)
                or in_sum_of_symbols(prose, hit.start, standing)
                or is_own(prose, hit.start, letters)
            ):
                yield hit

    yield from _labels(mask, letters, symbols)
    for m in words.PARENTHESISED_LIST.finditer(prose):
        yield from unsure(letter_hits(mask, letters, *m.span("list"), sure=False))
    for m in words.CAPITALS.finditer(prose):
        is_list = len(m[0]) > 1
        before = word_before(prose, m.start())
        is_article = m[0] == "A" and _NOUN_FOLLOWS.match(prose, m.end()) is not None
        if is_article and not next_is_predicate(prose, m.end()):
            continue
        if before and before not in words.BEFORE:
            continue
        hits = list(letter_hits(mask, letters, *m.span(), sure=not (letters.labelled or m["range"])))
        clashes = any(prose[h.start] in symbols for h in hits)
        if words.VERDICT.match(prose, m.end()) or (
            not before and m[0] != "A" and words.WOULD.match(prose, m.end())
        ):
            known = [h for h in hits if letters.is_known(prose[h.start])]
            if known:
                sure = not clashes and len(known) == len(hits)
                yield from (hit if sure else _unsure(hit) for hit in known)
        elif is_list or before not in ("", "and", "or") or _may_be_subject(prose, m.start(), m.end()):
            yield from unsure(hits)
    small = [m.span(1) for m in words.SMALL.finditer(prose)]
    named = {start for start, _ in small}
    verdicts = (m.span() for m in words.SMALL_LIST.finditer(prose) if words.VERDICT.match(prose, m.end()))
    for span in [*small, *(span for span in verdicts if span[0] not in named)]:
        yield from unsure(letter_hits(mask, letters, *span, sure=False))


def _labels(mask: Mask, letters: Letters, symbols: set[str] | frozenset[str]) -> Iterator[Hit]:
    """Give the labels of a list of verdicts: "b: is right", "a - wrong"; "a. Do this" is another list."""
    for m in (*words.VERDICT_LIST.finditer(mask.prose), *words.VERDICT_FIRST.finditer(mask.prose)):
        start, end = m.span("list")
        hits = list(letter_hits(mask, letters, start, end, sure=not letters.labelled))
        named = [mask.prose[hit.start] for hit in hits]
        if any(letters.is_known(letter) for letter in named):
            is_sure = all(hit.sure for hit in hits) and symbols.isdisjoint(named)
            yield from (hit if is_sure else _unsure(hit) for hit in hits)


def _runs(prose: str, letters: Letters) -> set[int]:
    """Return the offsets of the letters at the ends of runs: (a) to (c)."""
    runs: set[int] = set()
    for m in words.RUN.finditer(prose):
        ends = [found.start() for found in words.LETTER.finditer(prose, *m.span())]
        if all(letters.is_known(prose[at]) for at in ends):
            runs.update(ends)
    return runs


def _known(hits: Iterable[Hit], prose: str, letters: Letters) -> Iterator[Hit]:
    """Give, as unsure, those hits whose letter may mean a choice."""
    return (_unsure(hit) for hit in hits if letters.is_known(prose[hit.start]))


def _unsure(hit: Hit) -> Hit:
    return replace(hit, sure=False)


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
            if 1 <= number_of(m) <= len(letters.known):
                yield Hit(*m.span(), Kind.POSITION)
    if field is Field.COMMENT and not letters.ordered:
        for m in words.BY_ORDINAL.finditer(mask.prose):
            yield Hit(*m.span(), Kind.POSITION)
    for m in words.QUESTION.finditer(mask.prose):
        yield Hit(*m.span(), Kind.NUMBER)


def _enumeration(prose: str, found: list[re.Match[str]]) -> set[int]:
    """Return the offsets of the labels of a list in the text: "(a) first thing, (b) second thing"."""
    labels = [
        m
        for m in found
        if word_before(prose, m.start()) in ("", "and", "or") and not words.NOT_A_LABEL.match(prose, m.end())
    ]
    named = [m[1].lower() for m in sorted(labels, key=lambda m: m.start())]
    return {m.start() for m in labels} if named[:2] == ["a", "b"] else set()
