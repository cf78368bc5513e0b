"""The words by which a letter in prose is recognised as the name of a choice, and the patterns made of them.

All patterns are used on prose whose math and code are masked out (:mod:`examgen.references.mask`).
"""

from __future__ import annotations

import re

from examgen.references.grammar import CLOSED, JUDGED, VERBS
from examgen.references.mask import OPAQUE, REFERENCE

#: Nouns that say that a letter after them names a choice.
NOUN = r"(?i:(?:answer[ \xa0]choice|choice|option|answer|alternative|distractor|response)s?)"

#: Marks of Markdown and quotation marks that may stand around a letter.
AROUND = r"[*_\"'“”‘’]{0,3}"

#: A bare letter is none of C++, B-tree, e.g., B(x); but B's is one.
_ALONE = r"(?![\w#+(\[]|['’.](?!s\b)\w|-(?![A-Z]\b)\w)"
#: A bare capital, but for the pronoun I.
CAPITAL = (
    rf"(?:[A-HJ-Z]{_ALONE}"
    r"|I(?=[*_\"”]*\s*[.,;:!?)/&]|[*_\"”]*\s*\Z|\s+(?:is|only|alone|nor|because)\b"
    r"|\s+(?:and|or|to|through)\s+\(?[A-Za-z](?!\w)))"
)
#: The letter a where it cannot be the article.
_NO_ARTICLE = (
    r"a(?=\s*(?:[.,;:!?*_\"”’)/&]|\Z)"
    r"|\s+(?:is|was|and|or|are|would|because|but|nor|only|alone|not|to|through|too|also|does|has|cannot|could"
    r"|since|never)\b"
    rf"|\s+(?!means\s+(?:of|to|for|by)\b){VERBS}\b)"
)
_CLOSING = r"[*_\"”]{0,3}"
#: The same, where a star or a quotation mark after a space begins another word: a *matrix*.
NO_ARTICLE = re.compile(
    rf"(?<![\w\\'’.-])a(?={_CLOSING}(?:\s*[.,;:!?)/&–—]|\s*\Z"
    rf"|\s+(?:is|was|and|or|are|would|because|but|nor|only|alone|not)\b))"
)
#: One letter, as people write it: (a), a), A, b; or a reference that is already written.
ITEM = (
    rf"{AROUND}(?:\([A-Za-z]\)|[A-Za-z]\)|{CAPITAL}|[b-z]{_ALONE}|{_NO_ARTICLE}|\(?{REFERENCE}+\)?){AROUND}"
)

SEPARATOR = (
    r"(?i:\s*[,;、，；]\s*(?:(?:and|or|nor|but\s+not)\s+|&\s*)?|\s*[/&]\s*"
    r"|\s+(?:and/or|and\s+also|as\s+well\s+as|and\s+not|but\s+not|and|or|nor|but|not|than)\s+)"
)
RANGE = r"(?i:\s*(?:[-–—…]|\.{2,3})\s*|\s+(?:up\s+to|to|through|thru|until)\s+)"

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
VERDICT_WORD = (
    r"(?:wrong|correct|incorrect|false|true|right|the\s+(?:right|correct|best)\s+(?:answer|choice|one))"
)
VERDICT = re.compile(
    rf"{AROUND}(?:\s*\([^()\n]{{1,80}}\))?\s*(?:is|are|was"
    rf"|were)\s+(?:(?:\w+ly|not|also|both|all|therefore|thus)\s+){{0,2}}{VERDICT_WORD}\b",
    re.IGNORECASE,
)
WOULD = re.compile(r"\s+would\b")
#: What follows ``(a)`` when it is a subject, an object or has its verdict, not the label of a list item.
NOT_A_LABEL = re.compile(
    rf"{AROUND}\s*(?:[,.;:!?)\]/&–—-]|{VERB}|(?:and|or|nor|but|both|alone|only|as)\b|{VERDICT_WORD}\b|\Z)",
    re.IGNORECASE,
)
SUBJECT = re.compile(rf"\s+{VERB}", re.IGNORECASE)

EXPLICIT = re.compile(
    rf"\b(?P<noun>{NOUN})"
    r"(?P<link>\s*:\s*|\s*=\s*|\s+[-–—]\s+|(?=\()"
    r"|\s+(?i:is|are|was|were|(?:must|should|will|would|has\s+to|can\s+only)\s+be)(?:\s*:\s*"
    r"|\s+)(?:(?i:only|both|not|either)\s+)?|\s+)"
    rf"(?P<list>{ITEM}(?:{SEPARATOR}{ITEM})*)(?P<range>{RANGE}{ITEM})?"
)
LETTER = re.compile(r"(?<![\w'’])[A-Za-z](?!\w)")

#: A function has more in its name than the words that may have lost the space after them: sin(a), and(b).
PARENTHESISED = re.compile(
    rf"\((?:(?<![\w\]}}\\{OPAQUE}]\()|(?<=\band\()|(?<=\bor\()|(?<=\bsee\()|(?<=\bnot\()|(?<=both\()"
    rf"|(?<=neither\()|(?<=nor\()"
    rf"|(?<=only\()|(?<=unlike\()|(?<=\)or\()|(?<=\)and\())([A-Za-z])\)(?!\w\b)"
)
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
LABEL = re.compile(r"^[ \t>]*(?:[-*][ \t]+)?[*_]{0,2}\(?([A-Za-z])[.):]", re.MULTILINE)
_BARE_LETTERS = rf"(?P<list>[A-Za-z](?!\w)(?:{SEPARATOR}[A-Za-z](?!\w)){{0,9}})"
#: What a choice does; not "is" or "means", which may explain a symbol, nor "do", which may be a step.
_FAULT = r"(?:says|states|describes|confuses|refers|ignores|fails|neglects|forgets|omits|assumes|mistakes|mixes|applies)\b"
#: A label in a rationale and what it says of that choice: "b: is right", "a - wrong", "a, c: wrong".
VERDICT_LIST = re.compile(
    rf"(?:^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?|[,;.][ \t]+){AROUND}{_BARE_LETTERS}{AROUND}\s*[:.–—-]\s*{AROUND}\s*"
    rf"(?:(?:(?:is|are|was|were)\s+)?(?:(?:\w+ly|not|also|both|all)\s+){{0,2}}{VERDICT_WORD}\b|{_FAULT})",
    re.IGNORECASE | re.MULTILINE,
)
#: The same with the verdict first: "Incorrect B: it is too small".
VERDICT_FIRST = re.compile(
    rf"\b{VERDICT_WORD}\s+{AROUND}(?-i:(?=[A-Z])){_BARE_LETTERS}{AROUND}\s*[:–—]", re.IGNORECASE
)
#: Letters that share parentheses: (a/c), (a & c), (a, b and c).
PARENTHESISED_LIST = re.compile(
    rf"(?<![\w\]}}\\{OPAQUE}])\((?P<list>[A-Za-z](?:{SEPARATOR}[A-Za-z])+)\)(?!\w)"
)
#: A run of letters; what lies between its ends changes from version to version.
RUN = re.compile(
    rf"(?<![\w{OPAQUE}'’-])(?:\(?[A-Za-z]\)?|\(?{REFERENCE}+\)?)"
    rf"(?i:[ \t]*(?:[-–—…]|\.{{2,3}})\s*|\s+(?:up\s+to|to|through|thru|until)\s+)"
    rf"(?:\(?[A-Za-z]\)?|\(?{REFERENCE}+\)?)(?![\w'’-])"
)
#: A choice that is more than a combination of letters, but has one in it.
PARTIAL = re.compile(
    rf"\b(?i:both|neither|either|only)\s+{CAPITAL}(?:{SEPARATOR}{CAPITAL})*"
    rf"|(?<![\w{OPAQUE}]){CAPITAL}(?:{SEPARATOR}{CAPITAL})+(?!\w)"
    rf"|(?<![\w{OPAQUE}]){CAPITAL}\s*,?\s+(?i:unless|plus|minus|without|followed\s+by|instead\s+of|rather\s+than"
    rf"|combined\s+with|together\s+with|with)\s+{CAPITAL}(?!\w)"
)
#: A capital in a choice that likely is one of the other choices: "the same as B, but squared".
_LIKE = re.compile(
    rf"\b(?i:same\s+as|as\s+in|like|unlike|opposite\s+(?:of|to)|contrary\s+to|equivalent\s+to"
    rf"|in\s+addition\s+to|converse\s+of"
    rf"|negation\s+of|except(?:\s+for)?|see|not)\s+({CAPITAL})"
)

#: Words whose letter names one of their own, and not a choice.
ALWAYS_OWN = re.compile(
    r"\b(?:vitamin[ae]?s?|hepatitis|influenza)\s+(?:[A-Z](?:\s*,\s*|\s+(?:and|or)\s+))?\Z", re.IGNORECASE
)
#: Words of which the same is true, unless the question asks for one of them: "Which plan ...?", "Plan B is too dear."
OWN_LETTER = re.compile(
    r"\b(plan|appendix|grade|figure|fig\.|type|exhibit|section|table|theorem|lemma)s?\s+\Z", re.IGNORECASE
)
_HAS_OWN = re.compile(r"([a-z]{3,})\s+\Z")
#: Words for what a choice may be; a letter after them may name it.
GENERIC = (
    r"(?:statement|claim|item|point|part|assertion|sentence|proposition|letter|reason|factor|case)s?"
    rf"|{'|'.join(re.escape(word) for word in sorted(BEFORE))}"
)
_GENERIC = re.compile(rf"(?:{GENERIC}|{NOUN})")


def partials(prose: str) -> list[tuple[int, int]]:
    """Return the spans of letters in a choice that says more; not "vitamin A or C", whose letters are its own."""
    found = [m.span(1) for m in _LIKE.finditer(prose)]
    for m in PARTIAL.finditer(prose):
        noun = _HAS_OWN.search(prose, max(0, m.start() - 40), m.start())
        is_own = noun is not None and _GENERIC.fullmatch(noun[1]) is None
        if not is_own or re.match(r"(?i:both|neither|either|only)\b", m[0]):
            found.append(m.span())
    return sorted(found)


#: What is done with a choice: it is crossed out, chosen, compared.
TAKEN = (
    r"(?:(?:cross|rul|strik|leav)(?:e[sd]?|ed|es|ing)?\s+out|left\s+with|leaves?(?:\s+us)?(?:\s+with)?|leaving"
    r"|(?:eliminat|exclud|discount|circl)(?:e[sd]?|ing)|(?:reject|discard|select|pick|mark|tick)(?:ed|s|ing)?"
    r"|dismiss(?:ed|es)?"
    r"|cho(?:o?se[sn]?|osing)|(?:go|goes|going|went|opt(?:s|ed)?|fell|falls?)\s+(?:with|for)"
    r"|(?:fooled|misled|tempted|drawn)\s+(?:by|to|into)|prefer(?:s|red)?"
    r"|compare(?:d)?(?:\s+(?:it|this|that))?\s+(?:with|to)"
    r"|(?:as|like|unlike)(?:\s+in)?|contrary\s+to|confus\w+(?:\s+\w+)?\s+with|regarding|concerning|as\s+(?:for|to))"
)
#: A place in a row.
ORDINAL = (
    r"(?:first|(?:second|next)[ -](?:to[ -])?last|second|third|fourth|fifth|last(?:[ -]but[ -]one)?|penultimate"
    r"|final|topmost|bottommost|top|bottom|middle(?!\s+(?:ages|class|east|school)\b)|1st|2nd|3rd|4th|5th)"
)
_COUNT = r"(?:one|two|three|four|\d)"
_ORDINALS = rf"(?:the\s+)?{ORDINAL}(?:(?:\s*,\s*|\s+)(?:(?:and|or|nor|&)\s+)?(?:the\s+)?{ORDINAL}){{0,5}}"
_SOME = r"(?:neither|either|both|none|any|all|each|some|one|two)"
#: What choices do, one or several, and hardly anything else does.
_FAULTS = r"(?:confuses?|ignores?|overlooks?|neglects?|forgets?|omits?|mistakes?|misstates?|contradicts?|overstates?)"
#: Choices named by their places and judged: "the second is right", "the first two are wrong".
BY_ORDINAL = re.compile(
    rf"\bthe\s+{_ORDINALS}(?:\s+(?:ones?|{_COUNT}))?(?:{VERDICT.pattern}|\s+{_FAULTS}\b)"
    rf"|\b{_SOME}\s+of\s+the\s+{ORDINAL}\s+{_COUNT}(?=\s*(?:[.,;:!?)]|\Z)|\s+(?:{VERB}|hold\b|appl(?:y|ies)\b))",
    re.IGNORECASE,
)
#: Choices named by where they stand.
BY_POSITION = re.compile(
    rf"\b{ORDINAL}\s+(?:{_COUNT}\s+)?{NOUN}\b"
    rf"|\b(?:above|below|previous|preceding|next)\s+{NOUN}\b"
    rf"|\b{NOUN}\s+(?:just\s+|immediately\s+)?(?:above|below)\b",
    re.IGNORECASE,
)
#: The same in a stem, where "the options below" are all choices.
BY_POSITION_IN_STEM = re.compile(
    rf"\b{ORDINAL}\s+{_COUNT}\s+{NOUN}\b|\bthe\s+{ORDINAL}\s+{NOUN}\b", re.IGNORECASE
)
#: A choice that is nothing but such a name.
BY_POSITION_ALONE = re.compile(
    rf"(?:(?:only|not|{_SOME})\s+(?:of\s+)?)*(?:the\s+)?(?:first|last|top|bottom|middle|former|previous"
    rf"|preceding)\s+{_COUNT}(?:\s+only)?"
    rf"|(?:(?:only|both|neither|either)\s+)?(?:the\s+)?{ORDINAL}(?:(?:\s*,\s*"
    rf"|\s+)(?:(?:and|or|nor|&)\s+)?(?:the\s+)?{ORDINAL})+"
    r"(?:\s+(?:ones?|only))?",
    re.IGNORECASE,
)
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six")
#: A choice named by a number.
BY_NUMBER = re.compile(
    rf"(?:\b{NOUN}\s+(?:(?:number|no\.)\s*)?\(?|(?<![\w#&])(?:#|number\s+))(\d{{1,2}}"
    rf"|{'|'.join(NUMBER_WORDS)})\)?(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+")
#: A choice that is nothing but numbers of others: "Both 1 and 3", "Options 1 and 3".
NUMBERS_ALONE = re.compile(
    rf"(?:(?:both|neither|either|only|all\s+but|{NOUN})\s+)*\(?\d{{1,2}}\)?"
    r"(?:(?:\s*[,、，]\s*(?:(?:and|or|nor)\s+)?|\s+(?:and|or|nor|und|oder|et|ou|y|e|en|и|или)\s+(?:the\s+)?"
    r"|\s*[&和与與及とや]\s*)\(?\d{1,2}\)?)+(?:\s+only)?",
    re.IGNORECASE,
)

#: Another question named by where it stands.
QUESTION = re.compile(
    r"\b(?:previous|preceding|prior|next)\s+(?:two\s+|three\s+)?(?:questions?|problems?)\b"
    r"|\bquestions?\s+(?:above|below)\b"
    r"|\b(?:questions?|problems?)\s+(?:no\.?\s*|number\s+|#)?\d{1,3}\b",
    re.IGNORECASE,
)

#: A text without any of these has no reference; it decides for most texts of a bank in a microsecond or two.
SUSPECT = re.compile(
    rf"\[\[|(?<![^\W_])(?:[A-Zb-z](?![^\W_])|a\)|a\s+(?:{CLOSED}\b|{JUDGED}|[^\W\d_]+(?:s|ly|ed)\b)|a(?!\w)(?!\s+\w))"
    r"|\b[A-Z]{2,6}\s+(?:is|are)\b|\A\W*[A-Z]{2,6}\W*\Z|#\d|\d(?:st|nd|rd|th)\b"
    r"|\b(?i:first|second|third|fourth|fifth|last|penultimate|final|top|bottom|middle|number)\b"
    r"|(?i:choice|option|answer|alternative|distractor|response|question|problem)"
)
