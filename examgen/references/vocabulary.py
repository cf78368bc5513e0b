"""The words by which a letter in prose is recognised as the name of a choice, and the patterns made of them.

All patterns are used on prose whose math and code are masked out (:mod:`examgen.references.mask`).
"""

from __future__ import annotations

import re

from examgen.references.mask import OPAQUE, REFERENCE

#: Nouns that say that a letter after them names a choice.
NOUN = r"(?i:(?:answer[ \xa0]choice|choice|option|answer|alternative|distractor|response)s?)"

#: Marks of Markdown and quotation marks that may stand around a letter.
AROUND = r"[*_\"'“”‘’]{0,3}"

#: A bare letter is none of C++, B-tree, e.g., B(x); but B's is one.
_ALONE = r"(?![\w#+(\[]|['’.](?!s\b)\w|-(?![A-Z]\b)\w)"
#: A bare capital, but for the pronoun I.
CAPITAL = rf"[A-HJ-Z]{_ALONE}"
#: The letter a where it cannot be the article.
_NO_ARTICLE = (
    r"a(?=\s*(?:[.,;:!?*_\"”’)/&]|\Z)"
    r"|\s+(?:is|was|and|or|are|would|because|but|nor|only|alone|not|to|through)\b)"
)
#: One letter, as people write it: (a), a), A, b; or a reference that is already written.
ITEM = (
    rf"{AROUND}(?:\([A-Za-z]\)|[A-Za-z]\)|{CAPITAL}|[b-z]{_ALONE}|{_NO_ARTICLE}|\(?{REFERENCE}+\)?){AROUND}"
)

SEPARATOR = (
    r"(?i:\s*[,;]\s*(?:(?:and|or|nor|but\s+not)\s+)?|\s*[/&]\s*"
    r"|\s+(?:and/or|and\s+not|but\s+not|and|or|nor|but|not|than)\s+)"
)
RANGE = r"(?i:\s*[-–—]\s*|\s+(?:to|through|thru)\s+)"

#: After one of these words a letter in a rationale names a choice; after a noun it may be the noun's own.
BEFORE = frozenset(
    {
        "also",
        "although",
        "and",
        "as",
        "because",
        "both",
        "but",
        "by",
        "choose",
        "compare",
        "consider",
        "contradicts",
        "either",
        "eliminate",
        "eliminates",
        "except",
        "exclude",
        "excludes",
        "for",
        "from",
        "hence",
        "however",
        "if",
        "in",
        "is",
        "leaves",
        "leaving",
        "like",
        "makes",
        "making",
        "namely",
        "neither",
        "nor",
        "not",
        "of",
        "only",
        "or",
        "pick",
        "picking",
        "read",
        "reject",
        "rejects",
        "rule",
        "ruled",
        "rules",
        "out",
        "see",
        "select",
        "selecting",
        "since",
        "so",
        "than",
        "that",
        "then",
        "therefore",
        "though",
        "thus",
        "to",
        "unlike",
        "versus",
        "vs",
        "was",
        "were",
        "when",
        "whereas",
        "while",
        "why",
        "with",
        "cf",
        "eg",
        "ie",
        "just",
        "i.e",
        "e.g",
    }
)

#: After one of these words a letter is the subject of a sentence.
VERB = (
    r"(?:is|are|was|were|would|will|can|cannot|could|does|do|did|has|have|had|may|might|must|should|seems?|says?|states?"
    r"|describes?|confuses?|refers?|ignores?|fails?|gives?|holds?|needs?|uses?|makes?|follows?|mixes|applies"
    r"|represents?|means?|contains?|requires?|because|since)\b"
)
#: What is said of a choice and of hardly anything else.
_VERDICT_WORD = (
    r"(?:wrong|correct|incorrect|false|true|right|the\s+(?:right|correct|best)\s+(?:answer|choice|one))"
)
VERDICT = re.compile(
    rf"\s*(?:is|are|was|were)\s+(?:(?:\w+ly|not|also|both|all|therefore|thus)\s+){{0,2}}{_VERDICT_WORD}\b",
    re.IGNORECASE,
)
WOULD = re.compile(r"\s+would\b")
#: What follows ``(a)`` when it is a subject, an object or has its verdict, not the label of a list item.
NOT_A_LABEL = re.compile(
    rf"{AROUND}\s*(?:[,.;:!?)\]/&–—-]|{VERB}|(?:and|or|nor|but|both|alone|only|as)\b|{_VERDICT_WORD}\b|\Z)",
    re.IGNORECASE,
)
SUBJECT = re.compile(rf"\s+{VERB}", re.IGNORECASE)

EXPLICIT = re.compile(
    rf"\b(?P<noun>{NOUN})(?P<link>\s*:\s*|\s+(?i:is|are|was|were)\s+(?:(?i:only|both|not|either)\s+)?|\s+)"
    rf"(?P<list>{ITEM}(?:{SEPARATOR}{ITEM})*)(?P<range>{RANGE}{ITEM})?"
)
LETTER = re.compile(r"(?<![\w'’])[A-Za-z](?!\w)")

PARENTHESISED = re.compile(rf"(?<![\w\]}}\\{OPAQUE}])\(([A-Za-z])\)(?!\w)")
HALF_PARENTHESISED = re.compile(rf"(?<![\w(\\{OPAQUE}.'’-])([A-Za-z])\)(?!\w)")
CAPITALS = re.compile(
    rf"(?<![\w(\[\\{OPAQUE}.'’-])(?P<list>{CAPITAL}(?!\))(?:{SEPARATOR}{CAPITAL}(?!\)))*)(?P<range>{RANGE}{CAPITAL})?"
)
#: A small letter that is not a word, after a word that names choices.
SMALL = re.compile(rf"\b(?i:see|unlike|not|both|neither|either|only|whereas|because)\s+([b-z]{_ALONE})")
#: Small letters that may be the subject of a verdict: "b is wrong", "a and c are right".
SMALL_LIST = re.compile(
    rf"(?<![\w(\[\\{OPAQUE}.'’-])(?:[b-z]{_ALONE}|{_NO_ARTICLE})(?:{SEPARATOR}[a-z]{_ALONE})*"
)
#: A label at the start of a line, as of statements that a stem lists.
LABEL = re.compile(r"^[ \t>]*(?:[-*][ \t]+)?[*_]{0,2}\(?[A-Za-z][.):]", re.MULTILINE)
#: A choice that is more than a combination of letters, but has one in it.
PARTIAL = re.compile(
    rf"\b(?i:both|neither|either|only)\s+{CAPITAL}(?:{SEPARATOR}{CAPITAL})*"
    rf"|(?<![\w{OPAQUE}]){CAPITAL}(?:{SEPARATOR}{CAPITAL})+(?!\w)"
)

_ORDINAL = r"(?:first|second|third|fourth|fifth|last|final|top|bottom|middle)"
_COUNT = r"(?:one|two|three|four|\d)"
#: Choices named by where they stand.
BY_POSITION = re.compile(
    rf"\b{_ORDINAL}\s+(?:{_COUNT}\s+)?{NOUN}\b"
    rf"|\b(?:above|below|previous|preceding|next)\s+{NOUN}\b"
    rf"|\b{NOUN}\s+(?:just\s+|immediately\s+)?(?:above|below)\b",
    re.IGNORECASE,
)
#: The same in a stem, where "the options below" are all choices.
BY_POSITION_IN_STEM = re.compile(rf"\b{_ORDINAL}\s+(?:{_COUNT}\s+){NOUN}\b", re.IGNORECASE)
#: A choice that is nothing but such a name.
BY_POSITION_ALONE = re.compile(
    rf"(?:only\s+|both\s+)?(?:the\s+)?(?:first|last)\s+{_COUNT}(?:\s+only)?", re.IGNORECASE
)
#: A choice named by a number.
BY_NUMBER = re.compile(rf"\b{NOUN}\s+\(?(\d{{1,2}})\)?(?![\w%]|[.,]\d)", re.IGNORECASE)

#: Another question named by where it stands.
QUESTION = re.compile(
    r"\b(?:previous|preceding|prior|next)\s+(?:two\s+|three\s+)?(?:questions?|problems?)\b"
    r"|\bquestions?\s+(?:above|below)\b"
    r"|\b(?:questions?|problems?)\s+(?:no\.?\s*|number\s+|#)?\d{1,3}\b",
    re.IGNORECASE,
)

#: A text without any of these has no reference; it decides for most texts of a bank in a microsecond or two.
SUSPECT = re.compile(
    r"\[\[|(?<!\w)(?:[B-HJ-Zb-z](?!\w)|[aI]\)|A(?!\w)|a\s+(?:is|was)\b)"
    r"|(?i:choice|option|answer|alternative|distractor|response|question|problem)"
)
