"""Choices named by a bare number, all unsure: "Eliminate 1 and 3.", "In 2, ...", "1 = mean", a choice "1 and 2, but not 3".

Where stem or choices have numbers of their own, or a comment calculates, a number is taken for a value.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final

from examgen.references import vocabulary as words
from examgen.references.grammar import CLOSED, VERBS, is_verb
from examgen.references.hits import Field, Hit, Kind
from examgen.references.letters import Letters
from examgen.references.needed import Rule

_ROMANS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_ROMAN_OF: Final = dict(enumerate(_ROMANS, start=1))
_ONE = r"(?:1\d|[1-9]|II|III|IV|V|VI|iii|ii|iv|vi|v|[iI](?=[)\]]|\s*(?:[,&]|and|or|nor)\s*\(?[iIvV]{1,3}\b))"
_NUMBER = rf"(?:\({_ONE}\)|\[{_ONE}\]|{_ONE}\)|{_ONE}(?![\w%°€$£'’]|[.,]\d))"
_LIST = rf"{_NUMBER}(?:(?:{words.SEPARATOR}|{words.RANGE}|\s+(?:versus|vs\.?)\s+){_NUMBER}){{0,9}}"
_STARTS = r"(?<![\w$€£#&%^+*=<>.,/°(\[−-])"
_END = (
    r"(?:[*_]{0,3}\s*(?:[.:;!?)\n–—]|,(?!\s*\d)|\Z)"
    r"|\s+(?:and|but|because|since|as|if|when|at\s+once|too|here|by|immediately|directly|since|it\s+is)\b)"
)
_TOKEN: Final = re.compile(
    rf"{_STARTS}(?P<numbers>{_LIST})(?={_END}|\s+[a-z]|\s*(?:[:=→✓✗✔✘,–—-]|\Z))", re.MULTILINE
)
_ENDED: Final = re.compile(_END)
#: What is done with a choice, and hardly with anything else where a question has no numbers.
_TAKEN: Final = re.compile(
    rf"\b(?:{words.TAKEN}|(?:check|answer)(?:ed|s|ing)?|ruled?|same\s+as)"
    r"(?:\s+(?:only|just|either|both|number|also|instead))*\s+[*_]{0,3}\Z",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(
    r"(?:\A\W*|[.;!?(]\s\W*"
    r"|\n\W*)(?:(?:ans(?:wer)?|sol(?:utio)?n|key|correct|right"
    r"|best)(?:\s+(?:option|choice|answer|one|alternative|response|key))?"
    r"\.?\s*(?:[:=–—-]|-?->|=>|→|⇒|\sis\b)\s*|[=-]>\s*|[→⇒∴]\s*)[*_]{0,3}\Z"
    r"|\b(?:so|hence|thus|therefore|ergo"
    r"|it(?:['’]s|\s+(?:is|was|must\s+be|has\s+to\s+be)))\s*,?\s+(?:number\s+)?[*_]{0,3}\Z"
    r"|\b(?:candidates?|distractors?|ones|traps?|pitfall|correct|right|wrong|false|true|best|runner-up|error"
    r"|mistake|answers|options|choices)"
    r"(?:\s+(?:is|are)\s+|\s*:\s*)\Z",
    re.IGNORECASE,
)
_CLAUSE = (
    r"(?:\A|[.;:!?–—]\s|\n)[ \t>*_(-]*"
    r"(?:(?:so|hence|thus|therefore|here|clearly|obviously|however|but|and|also|then|numbers?)\s*,?\s+)?"
)
_CLAUSE_BEGINS: Final = re.compile(
    rf"{_CLAUSE}\Z|\b(?:that|how|because|since|whereas|while|although|though|why|if|when|similarly|likewise)\s*,?\s+\Z",
    re.IGNORECASE,
)
#: Short words for choices that are hardly used for anything else.
_NOUNED: Final = re.compile(
    rf"(?<![^\s(])(?i:foils?|opts?|alts?|ans|resp|checkbox|bubble)\b\.?\s*\#?(?P<numbers>{_LIST})"
    r"|\b(?i:option|choice|alternative)s?-?(?P<joined>[1-9])(?!\w)"
)
_PREPOSITION: Final = re.compile(rf"{_CLAUSE}(?:in|for|with|like|about|on)\s+[*_]{{0,3}}\Z", re.IGNORECASE)
_ONLY: Final = re.compile(
    rf"{_CLAUSE}(?:only|not|but|both|neither|either(?:\s+of)?)\s+\Z"
    rf"|\b(?:all|everything|anything|none)\s+(?:but|except(?:\s+for)?)\s+\Z",
    re.IGNORECASE,
)
_COMMA: Final = re.compile(r"[*_]{0,3}\s*[,:]")
#: What is said of a choice and not of a number.
_PREDICATE: Final = re.compile(
    r"[*_]{0,3}\s+(?:(?:is|are|was|were)\s+(?:an?|the|not|too|only|what|out|another|also|just|our|no|never"
    r"|better|worse|closer|more|less)\b|would\b|(?:both|all|each)\b|it\s+is\b|are\b|do\b|rather\s+than\b"
    r"|\((?:and|but|not)\b)"
)
_PLURAL: Final = re.compile(
    r"\s+(?:are|do|don['’]t|describe|measure|give|show|name|state|say|ignore|fail|make|mix|use|confuse|refer"
    r"|hold|apply|mean|sound|look|seem"
    r"|contain|concern)\b"
)
_WORD: Final = re.compile(r"\s+([a-z]+)")
#: The word before a number; one with a capital has a number of its own, as a law or a version does.
_LAST_WORD: Final = re.compile(r"(?:\A|[\s(])([a-z]+)\s+[*_(]{0,3}\Z")
_HAS_NUMBER: Final = re.compile(
    r"(?:steps?|figures?|fig|tables?|chapters?|sections?|pages?|parts?|rules?|laws?|axioms?|equations?|eqs?"
    r"|definitions?|phases?|grades?|levels?"
    r"|versions?|articles?|numbers?|types?|class(?:es)?|groups?|stages?|cases?|lines?|rows?|columns?"
    r"|questions?|problems?|exercises?|examples?"
    r"|notes?|days?|years?|weeks?|months?|volumes?|acts?|scenes?|theorems?|lemmas?|points?|items?|statements?"
    r"|claims?|appendix|lectures?|modules?|units?|sets?"
    r"|by|at|to|of|factor|order|size|length|degree|dimension|base|value|values|index|least|most|than|about"
    r"|over|every|from|under|until|till|on|into|plus|minus|a|the|no|and|or"
    r"|times|equals?|is|are|was|were|be|in|for|with|not|only|but|both|neither|either|like|per|power|mod|word"
    r"|words|layers?|port|channel|option|choice|answer|response"
    r"|gets?|got|adds?|subtract|gives?|gave|obtains?|yields?|have|has|had|needs?|counts?|finds?|equal|scores?"
    r"|takes?|took|makes?|made)\Z"
)
_STANDS: Final = re.compile(
    r"[*_]{0,3}\s*(?:[.:;!?)]|,(?!\s*\d)|\Z)|\s+(?:and|but|because|since|as|straight|rather|at\s+once|is|are)\b"
)
_LABELS: Final = re.compile(r"\s*(?:[=:→]|\s-)\s*[*_\"“]{0,3}[^\W\d_]{2}|\s*[✓✗✔✘]")
_ITEM: Final = re.compile(
    rf"(?:^|(?<=\s))[*_>-]{{0,3}}\(?(?P<number>{_ONE})[.)][*_]{{0,3}}\s+(?=[^\W\d_]|[*_])", re.MULTILINE
)
#: What shows that a comment calculates.
_SUM: Final = re.compile(
    r"\d\s*(?:[+×÷*^√<>≤≥−](?!\d?[*_])|=(?!\s*[^\W\d]))"
    r"|(?:(?<![a-z]{3})(?<![a-z]{3}\s)=|[+×÷^√<≤≥−])\s*\d(?!\s*[a-z]{3})|\d[.,]\d"
    r"|\d\s+(?:-|minus|plus|times|divided\s+by|equals)\s+\d"
)
_LARGE: Final = re.compile(r"(?<![\w.,])\d{2,3}(?!\w)")
_NUMBER_WORD: Final = re.compile(
    r"\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|once|twice|single|double|triple|i{1,3}|iv)\b",
    re.IGNORECASE,
)
_MANY: Final = re.compile(
    r"\bhow\s+(?:many|much|often)\b"
    r"|\b(?:number|value|amount|sum|digit|score|steps?|calculate|compute|count)\b|\d\s*[-+=×*/]\s*\d",
    re.IGNORECASE,
)
_BEFORE = (
    rf"(?:(?:{words.NOUN}|both|neither|either|only|just|not|(?:all|any|none|one|each|two)\s+of|all\s+but"
    rf"|all\s+except|everything\s+(?:but|except)|(?:a\s+)?(?:combination|mix|mixture)\s+of"
    r"|numbers?|no[s]?\.|same\s+as|like|as\s+in)\s+|\#)"
)
#: Longer choices (characters) say more than which numbers are meant.
_LONGEST: Final = 100
#: A choice that is hardly more than numbers of others.
_ALONE: Final = re.compile(
    rf"\A\W*?(?P<prefix>{_BEFORE}*)"
    rf"(?P<numbers>{_LIST}(?:\s*\+\s*{_NUMBER}|\s*[,&]\s*{_BEFORE}{_NUMBER}"
    rf"|,?\s+(?:and|or|but)\s+{_BEFORE}{_NUMBER}){{0,9}})"
    r"(?P<suffix>\s+only|\s+together|\s+alone|\s*,?\s+(?:depending|if|unless)\b.*)?\W*",
    re.IGNORECASE,
)
_IN_STEM: Final = re.compile(
    r"\b(?:(?:answer\s+choice|choice|option|alternative|distractor|response)s?"
    r"|(?:is|does|of|to|than|in|with|and|the|read|from|see|unlike|like)\s+answers?)"
    rf"\s+(?:no\.?\s*|number\s+|\#)?(?P<numbers>{_LIST}"
    rf"|(?:one|two|three|four|five|six)\b)(?=\s*(?:[?.,;!)]|\Z)"
    rf"|\s+(?:{CLOSED}|{VERBS}|an?|right|wrong|correct|incorrect|false|true|better|worse|differs?)\b)",
    re.IGNORECASE,
)
_DEFINED: Final = re.compile(
    r"\b(?:choice|option|alternative|response)s?\s+(?:no\.?\s*|number\s+|\#)?\(?(?:\d|[IV]+"
    r"|one)\)?(?:\s*[:=–—]\s*|\s+(?:is\s+to|means|pays|costs|gives)\b)",
    re.IGNORECASE,
)
#: A quick look: a small number that is no part of a larger one.
_SMALL: Final = re.compile(r"[1-9IVvi](?<![^\W_].)[0-9IVvi]{0,2}(?![^\W_])", re.DOTALL)


def may_be_numbered(prose: str) -> bool:
    """Return whether a text may name a choice by a number, were there no numbers in the question."""
    if not _SMALL.search(prose):
        return False
    return (
        any(_is_named(prose, *found.span("numbers")) for found in _TOKEN.finditer(prose))
        or _first_item(prose) is not None
        or _names_others(prose) is not None
    )


_ABBREVIATED: Final = ("foil", "opt", "alt", "ans", "resp", "checkbox", "bubble")
_NOUNS: Final = ("choice", "option", "alternative", "distractor", "response", "answer")
#: The patterns of nouns, with words (folded) of which a text needs one.
RULES_NUMERALS: Final[tuple[Rule, ...]] = (
    (_NOUNS, (_IN_STEM, _NOUNED)),
    (tuple(f"{mark}{word}" for word in _ABBREVIATED for mark in " ("), (_NOUNED,)),
)


def has_numbers(stem: str, choices: list[str]) -> bool:
    """Return whether a question is about numbers, so that a number in its rationale may be a value."""
    return _MANY.search(stem) is not None or any(
        _NUMBER_WORD.search(each) for each in choices if not _names_others(each)
    )


def mostly_numbers(stem: str, choices: list[str]) -> bool:
    """Return whether numbers in choices are hardly those of other choices: most of them have one."""
    if re.search(r"(?<!\w)(?:\d{1,2}|[IVX]{2,4}|[ivx]{2,4})(?!\w)|!\[", stem) or _MANY.search(stem):
        return True
    others = [each for each in choices if not _names_others(each)]
    return sum(_NUMBER_WORD.search(each) is not None for each in others) * 2 > len(others) or len(
        others
    ) * 2 < len(choices)


def numerals(field: Field, prose: str, letters: Letters) -> Iterator[Hit]:
    """Give the numbers of a text that name choices."""
    if field is Field.STEM:
        if not letters.chosen and not _DEFINED.search(prose):
            for found in _IN_STEM.finditer(prose):
                yield Hit(*found.span(), Kind.POSITION)
    elif field is Field.CHOICE:
        if not letters.mostly_numeric and (whole := _names_others(prose)) and _fits(whole, letters, set()):
            yield Hit(0, len(prose), Kind.POSITION)
    elif not letters.numeric and not _calculates(prose, letters):
        for found in _TOKEN.finditer(prose):
            start, end = found.span("numbers")
            if _fits(found["numbers"], letters, letters.counted) and _is_named(prose, start, end):
                yield Hit(start, end, Kind.POSITION)
        for found in _NOUNED.finditer(prose):
            if _fits(found[found.lastgroup or 0], letters, letters.counted):
                yield Hit(*found.span(), Kind.POSITION)
        if _first_item(prose):
            items = list(_ITEM.finditer(prose))
            if [_value(each["number"]) for each in items] == list(range(1, len(letters.known) + 1)):
                for found in items:
                    yield Hit(*found.span("number"), Kind.POSITION)


def _first_item(prose: str) -> re.Match[str] | None:
    """Return the item of a list that a text begins with; one that a sentence introduces is of something else."""
    return _ITEM.match(prose, len(prose) - len(prose.lstrip()))


def _names_others(choice: str) -> str | None:
    """Return the numbers of a choice that is hardly more than these: "1 and 2, but not 3"; a lone "2" is a value."""
    found = _ALONE.fullmatch(choice) if len(choice) <= _LONGEST else None
    if found is None or not (
        found["prefix"] or found["suffix"] or len(re.findall(_ONE, found["numbers"])) > 1
    ):
        return None
    return found["numbers"]


def _fits(numbers: str, letters: Letters, counted: Container[str]) -> bool:
    """Return whether numbers may be places of choices, and none is ``counted``; a fraction is none, nor is ``2 + 2``."""
    found = [_value(each) for each in re.findall(_ONE, numbers)]
    if len(set(found)) < len(found):
        return False
    if len(found) == 2 and re.search(r"\d\s*/\s*\d", numbers):
        return False
    return all(1 <= each <= len(letters.known) for each in found) and not any(
        str(each) in counted or _ROMAN_OF.get(each, "") in counted for each in found
    )


def _value(written: str) -> int:
    return int(written) if written.isdigit() else _ROMANS.index(written.casefold()) + 1


def _calculates(prose: str, letters: Letters) -> bool:
    return _SUM.search(prose) is not None or any(
        int(found[0]) > len(letters.known) for found in _LARGE.finditer(prose)
    )


def _is_named(prose: str, start: int, end: int) -> bool:
    """Return whether what stands around numbers says that they are those of choices."""
    left = prose[max(0, start - 60) : start]
    is_many = re.search(r"[^\W_]\W+[^\W_]", prose[start:end]) is not None
    if _ENDED.match(prose, end) and (_TAKEN.search(left) or _CALLED.search(left)):
        return True
    before = _LAST_WORD.search(left)
    is_subject = _PREDICATE.match(prose, end) is not None or (
        is_many and _PLURAL.match(prose, end) is not None
    )
    if before is not None and not _HAS_NUMBER.match(before[1]) and not _CLAUSE_BEGINS.search(left):
        return _STANDS.match(prose, end) is not None or is_subject
    if _PREPOSITION.search(left):
        return _COMMA.match(prose, end) is not None
    if prose[start] in "[(" and words.VERDICT.match(prose, end):
        is_subject = True
    if _ONLY.search(left):
        return is_subject or _ENDED.match(prose, end) is not None
    if not _CLAUSE_BEGINS.search(left):
        return False
    word = _WORD.match(prose, end)
    return (
        is_subject
        or _LABELS.match(prose, end) is not None
        or (word is not None and not is_many and is_verb(prose, word.start(1), word.end(1)))
    )
