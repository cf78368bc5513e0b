"""Letters of choices in unusual spellings, all unsure: Options AC, optionB, option $b$."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from examgen.references import vocabulary as words
from examgen.references.hits import Field, Hit, Kind
from examgen.references.letters import Letters
from examgen.references.mask import Mask

#: Several letters as one word.
TOGETHER = re.compile(rf"\b{words.NOUN}(?:\s+(?:is|are))?\s*:?\s+([A-Z]{{2,6}})(?![\w'’-])")
#: The letter a where words.EXPLICIT takes it for the article: "option a plus heat".
WITH = re.compile(
    r"\b(?i:choice|option|alternative|distractor)\s+(a)\s+(?:plus|minus|with|without|combined|followed"
    r"|together|alone|instead|after|before)\b"
)
#: A choice that is nothing but several letters.
_TOGETHER_ALONE = re.compile(r"\W*([A-Z]{2,6})\W*")
_CAPITALS = re.compile(r"\W*([A-Z]{1,6})\W*")
_JUDGED_TOGETHER = re.compile(
    rf"(?<![\w'’/.-])([A-Z]{{2,6}})(?:{words.VERDICT.pattern}"
    rf"|(?<=[A-Z]{{3}})\s+are\s+(?:all\s+|both\s+)?(?:out|traps|distractors|too|not|no|never)\b)"
)
JOINED = re.compile(r"\b(?i:choice|option|answer)s?[_.-]?([A-Z])(?![\w'’])")
#: Math or code that is nothing but a letter.
ONLY_LETTER = re.compile(
    r"[`$\\({\[\s*]{0,6}(?:\\(?:text|mathrm|mathbf|textbf|mathit|bf|rm)\s?\{?\s?)?\(?([A-Za-z])[)\]}.\s`$\\*]{0,8}\Z"
)
_NOUN_BEFORE = re.compile(rf"\b{words.NOUN}\s*:?[\s(*_]*\Z")
#: Right or wrong; "true" is said of a variable as well.
_RIGHT_OR_WRONG = re.compile(
    r"[)*_\s]*(?:is|are|was)\s+(?:\w+ly\s+|not\s+|also\s+|both\s+){0,2}(?:wrong|correct|incorrect|right"
    r"|the\s+(?:right|correct|best)\s+answer)\b",
    re.IGNORECASE,
)
#: What a stem tells to mark: "Choose A if ..., B if ...".
_MARK = re.compile(
    r"\b(?i:choose|select|mark|answer|pick|circle|write|tick|enter"
    r"|put)\s+(?:down\s+)?[\"“‘']?\(?([A-Z])\)?[\"”’']?\s+(?i:if|when|for|where)\b"
    r"|\b(?i:use)\s+([A-Z])\s+(?i:if|when)\b"
    r"|\b(?i:choose|select|mark|pick|circle|tick)\s+[\"“‘']([a-z])[\"”’']|[选選]([A-Z])(?![A-Za-z])"
)
#: The letters alone, which may be all: "Choose A or B."
_MARK_ONE = re.compile(
    rf"\b(?i:choose|select|mark|pick|circle|write|tick"
    rf"|enter)\s+(?:(?i:either|one\s+of)\s+)?({words.CAPITAL}(?:{words.SEPARATOR}{words.CAPITAL}){{0,5}})"
    r"(?=[*\"”’']{0,3}\s*(?:[.;:!)\n]|\Z)|\s+(?i:if|when|for)\b)"
)

#: The same with the condition first: "If none of them holds, mark D."
_THEN_MARK = re.compile(
    r"\b(?i:if|when|otherwise|else)\b[^.?!\n]{0,120}\b(?i:choose|select|mark|answer|pick|circle|write|tick"
    r"|enter|put)\s+(?:down\s+)?"
    r"[\"“‘']?\(?([A-Z])(?=\)?[\"”’']?\s*(?:[.,;:]|\Z))"
)


def unusual(field: Field, mask: Mask, source: str, letters: Letters) -> Iterator[Hit]:
    """Give the hits of a text, as unsure; offsets are those of the source."""
    prose = mask.prose
    judged = _JUDGED_TOGETHER.finditer(prose) if field is Field.COMMENT else ()
    for found in (*TOGETHER.finditer(prose), *judged):
        named = found[1]
        if is_row(named, letters) and (found.re is TOGETHER or ("", named) not in letters.uses):
            yield from (_hit(letters, prose, at) for at in range(*found.span(1)))
    alone = _TOGETHER_ALONE.fullmatch(prose) if field is Field.CHOICE and not letters.grouped else None
    if alone and is_row(alone[1], letters):
        yield from (_hit(letters, prose, at) for at in range(*alone.span(1)))
    for pattern in (JOINED, WITH, _MARK, _THEN_MARK) if field is Field.STEM else (JOINED, WITH):
        for found in pattern.finditer(prose):
            group = found.lastindex or 0
            if letters.is_known(found[group]):
                yield _hit(letters, prose, found.start(group))
    for found in _MARK_ONE.finditer(prose) if field is Field.STEM else ():
        hits = words.LETTER.finditer(prose, *found.span(1))
        yield from (_hit(letters, prose, hit.start()) for hit in hits if letters.is_known(hit[0]))
    for start, end in mask.opaque:
        only = ONLY_LETTER.match(source[start:end]) if end - start < 40 else None
        if only is None or not letters.is_known(only[1]):
            continue
        is_named = _NOUN_BEFORE.search(prose, max(0, start - 40), start) is not None
        is_judged = field is Field.COMMENT and _RIGHT_OR_WRONG.match(prose, end) is not None
        if is_named or (is_judged and only[1] not in letters.standing):
            yield _hit(letters, source, start + only.start(1))


def is_grouped(proses: Sequence[str], letters: Letters) -> bool:
    """Return whether choices of several capitals, after the stem in ``proses``, are something of its own: AB and DC."""
    alone = [found[1] if found else "" for found in map(_CAPITALS.fullmatch, proses[1:])]
    rows = [each for each in alone if len(each) > 1 and is_row(each, letters)]
    others = len(alone) - len(rows)
    is_own = any(re.search(rf"\b{each}\b", proses[0]) for each in rows)
    return is_own or any(each and each not in rows for each in alone) or len(rows) > others


def is_row(written: str, letters: Letters) -> bool:
    """Return whether letters that stand as one word are those of choices, in their order."""
    return "".join(sorted(set(written))) == written and all(map(letters.is_known, written))


def _hit(letters: Letters, text: str, at: int) -> Hit:
    return Hit(at, at + 1, Kind.LETTER, False, letters.id(text[at]))
