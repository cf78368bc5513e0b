"""Letters of choices in unusual spellings, all unsure: Options AC, optionB, option $b$."""

from __future__ import annotations

import re
from collections.abc import Iterator

from examgen.references import vocabulary as words
from examgen.references.hits import Field, Hit, Kind
from examgen.references.letters import Letters
from examgen.references.mask import Mask

#: Several letters as one word.
TOGETHER = re.compile(rf"\b{words.NOUN}(?:\s+(?:is|are))?\s*:?\s+([A-Z]{{2,6}})(?![\w'’-])")
_JUDGED_TOGETHER = re.compile(rf"(?<![\w'’/.-])([A-Z]{{2,6}}){words.VERDICT.pattern}")
JOINED = re.compile(r"\b(?i:choice|option|answer)s?_?([A-Z])(?![\w'’])")
#: Math or code that is nothing but a letter.
ONLY_LETTER = re.compile(
    r"[`$\\({\[\s*]{0,6}(?:\\(?:text|mathrm|mathbf|textbf|mathit|bf|rm)\s?\{?\s?)?\(?([A-Za-z])[)\]}.\s`$\\*]{0,8}\Z"
)
_NOUN_BEFORE = re.compile(rf"\b{words.NOUN}\s*:?[\s(*_]*\Z")
#: Right or wrong; "true" is said of a variable as well.
_RIGHT_OR_WRONG = re.compile(
    r"[)*_\s]*(?:is|are|was)\s+(?:\w+ly\s+|not\s+|also\s+|both\s+){0,2}(?:wrong|correct|incorrect|right|the\s+(?:right|correct|best)\s+answer)\b",
    re.IGNORECASE,
)
#: What a stem tells to mark: "Choose A if ..., B if ...".
_MARK = re.compile(
    r"\b(?i:choose|select|mark|answer|pick|circle|write|tick|enter|put)\s+(?:down\s+)?[\"“‘']?\(?([A-Z])\)?[\"”’']?\s+(?i:if|when|for|where)\b"
)

#: The same with the condition first: "If none of them holds, mark D."
_THEN_MARK = re.compile(
    r"\b(?i:if|when|otherwise|else)\b[^.?!\n]{0,120}\b(?i:choose|select|mark|answer|pick|circle|write|tick|enter|put)\s+(?:down\s+)?"
    r"[\"“‘']?\(?([A-Z])(?=\)?[\"”’']?\s*(?:[.,;:]|\Z))"
)


def unusual(field: Field, mask: Mask, source: str, letters: Letters) -> Iterator[Hit]:
    """Give the hits of a text, as unsure; offsets are those of the source."""
    prose = mask.prose
    judged = _JUDGED_TOGETHER.finditer(prose) if field is Field.COMMENT else ()
    for found in (*TOGETHER.finditer(prose), *judged):
        named = found[1]
        is_list = "".join(sorted(set(named))) == named and all(map(letters.is_known, named))
        if is_list and (found.re is TOGETHER or ("", named) not in letters.uses):
            yield from (_hit(letters, prose, at) for at in range(*found.span(1)))
    for pattern in (JOINED, _MARK, _THEN_MARK) if field is Field.STEM else (JOINED,):
        for found in pattern.finditer(prose):
            if letters.is_known(found[1]):
                yield _hit(letters, prose, found.start(1))
    for start, end in mask.opaque:
        alone = ONLY_LETTER.match(source[start:end]) if end - start < 40 else None
        if alone is None or not letters.is_known(alone[1]):
            continue
        is_named = _NOUN_BEFORE.search(prose, max(0, start - 40), start) is not None
        is_judged = field is Field.COMMENT and _RIGHT_OR_WRONG.match(prose, end) is not None
        if is_named or (is_judged and alone[1] not in letters.standing):
            yield _hit(letters, source, start + alone.start(1))


def _hit(letters: Letters, text: str, at: int) -> Hit:
    return Hit(at, at + 1, Kind.LETTER, False, letters.id(text[at]))
