"""Choices named by a place without a noun, all unsure: "Eliminate the first.", "the latter two", "the first, but squared".

What a stem or a text has counted itself is meant by such words where there is one; then they are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from examgen.references import vocabulary as words
from examgen.references.hits import Field, Hit, Kind
from examgen.references.letters import Letters
from examgen.references.needed import Rule

_COUNT = r"(?:ones?|two|three|four)"
_PLACE = (
    rf"(?:{words.ORDINAL}|former|latter|previous|preceding|next|following|upper|lower|topmost|bottommost)"
)
#: Places that the text has not counted: nothing is "the former two" but two of the choices.
_GROUPS: Final = re.compile(
    r"\bthe\s+(?:former|latter|upper|lower|outer|inner|uppermost|lowermost)\s+(?:two|three"
    r"|four)\b(?!\s+(?!are|do|is|were|all|both|have|name|give|of)[a-z]{3,})"
    rf"|\bthe\s+(?:former|latter|upper|lower|upper\s+two|lower\s+two|latter\s+two|former\s+two|outer"
    rf"|middle)\s+{words.NOUN}\b"
    rf"|\b(?:odd|even)(?:-|\s+)numbered\s+(?:ones|{words.NOUN})|\b{words.NOUN}\s+in\s+the\s+middle\b"
    r"|\bthe\s+(?:(?:last|first)\s+)?(?:two|three|ones?|others?|other\s+(?:two|three|ones?)"
    r"|(?:two|three)\s+others?)\s+(?:just\s+)?(?:above|below)(?=\s*(?:[.,;:!?)]|\Z)"
    r"|\s+(?:is|are|was|were|do|does|have|has|name|give|or|and)\b)"
    r"|\bthe\s+ones?\s+(?:that|which|you)\s+(?:\w+\s+){1,2}?(?:first|second|third|last)\b"
    r"|\A\W*(?:both\s+(?:the\s+)?|the\s+)?(?:top|bottom|upper|lower|above|outer|inner)\s+(?:two|three)\W*\Z"
    r"|\A\W*(?:first|second|third|last)\s+only\W*\Z"
    r"|\bthe\s+(?:first|second|third|last)[ -](?:listed|mentioned|named|given)\b"
    r"|\b(?:only|exactly|just|at\s+(?:least|most))\s+(?:one|two|three)\s+(?:of\s+(?:the\s+)?)?above\b"
    r"|\A\W*(?:see|as|cf\.?|like)\s+above\W*\Z",
    re.IGNORECASE,
)
_END = r"(?=[*_]{0,3}\s*(?:[.,;:!?)\n–—]|\Z)|\s+(?:and|or|but|because|since|as|if|when|at\s+once|too|instead|by)\b)"
_ROW = (
    rf"the\s+{_PLACE}(?:(?:\s*,\s*|\s+)(?:(?:and|or|nor|&|to|through)\s+)?(?:the\s+)?{words.ORDINAL}){{0,4}}"
    rf"(?:\s+{_COUNT})?"
)
_TAKEN = (
    rf"(?:{words.TAKEN}|see(?:\s+also)?|(?:must|has\s+to|can\s+only|could|can['’]t|cannot|may|might)\s+be)"
    r"(?:\s+(?:only|just|either|both|also))?"
)
#: Words before which stands no verb: "at the first".
_NO_VERB = r"(?:at|from|to|of|on|by|was|were|is|are|be|in|until|till|for)"
#: Places at the end of a clause, whatever is done with them.
_LAST = rf"the\s+{words.ORDINAL}(?:\s+(?:and|or)\s+(?:the\s+)?{words.ORDINAL})?(?:\s+{_COUNT})?"
#: What is done with the place.
_OBJECT: Final = re.compile(
    rf"\b{_TAKEN}\s+(?P<place>{_ROW}){_END}"
    rf"|\b(?!{_NO_VERB}\b)[a-z]+(?:\s+(?:is|for|of|under|on|with|about|out))?\s+(?P<any>{_LAST})(?=\s*[.,;:!?)]|\s*\Z)"
    rf"|\b(?:before|above|after|below|under)\s+(?P<beside>the\s+{words.ORDINAL})(?=\s+(?:is|are)\b)"
    rf"|(?:\A|[.!?]\s+|\n)\W{{0,20}}(?:in|for|about|with)\s+(?P<opening>{_ROW})(?=\s*[,:])",
    re.IGNORECASE,
)
#: What is said of the place, or belongs to it.
_SUBJECT: Final = re.compile(
    rf"\bthe\s+{words.ORDINAL}(?:\s+one)?(?:['’]s|\s+(?:isn|doesn|can|won|wouldn|wasn|couldn)['’]t|\s+never\s+is)\b",
    re.IGNORECASE,
)
#: An ordinal that begins a clause, without an article.
_BARE: Final = re.compile(
    rf"(?:\A|[.;:!?]\s+|\n)\W{{0,20}}(?P<place>{words.ORDINAL})(?:\s+one)?"
    rf"(?:{words.VERDICT.pattern}|\s*[:–—-]\s+(?:{words.VERDICT_WORD}\b|an?\b|the\b|no\b)"
    rf"|\s+(?:is|was)\s+(?:an?|the|too|not)\b)",
    re.IGNORECASE,
)
_OPENS = r"(?:\A|[.;:!?]\s+|\n)\W{0,20}"
_REASON = r"(?:because|since|as|for|it|its|which|not|so|by|clearly|obviously|naturally|of\s+course)\b"
_ANY_ROW = rf"the\s+{words.ORDINAL}(?:(?:\s*,\s*|\s+)(?:(?:and|or|&)\s+)?(?:the\s+)?{words.ORDINAL}){{0,3}}"
#: A place that is a sentence by itself, or has nothing but its reason behind it: "The first, because ...", "Top one."
_ALONE: Final = re.compile(
    rf"{_OPENS}(?P<place>{_ANY_ROW}(?:\s+{_COUNT})?|{words.ORDINAL}\s+{_COUNT})"
    rf"(?=[*_]{{0,3}}(?:\s*(?:[.;!\n–—]|\Z)|\s+-\s|\s*,?\s+\(?{_REASON}))"
    rf"|{_OPENS}(?P<subject>(?:the\s+)?{words.ORDINAL}\s+one)(?=\s*:|\s+{words.VERB})"
    rf"|\A\W*(?P<whole>{words.ORDINAL})(?=\W*\Z|\s*,?\s+because\b|\s+\({_REASON})",
    re.IGNORECASE,
)
#: Places that need something before them, where nothing is: it can only be the choices.
_BEGINS: Final = re.compile(
    rf"\A\W*(?:(?:only|but|here|so|thus)\s+)?(?P<place>the\s+(?:former|latter))(?={words.VERDICT.pattern}|\s*,?\s+{_REASON}"
    r"|\s*[.;!]|\s*\Z)"
    rf"|\A\W*(?P<beside>the\s+(?:(?:next|following)\s+(?:ones?|two|three|four)|remaining\s+(?:two|three|four)))"
    rf"(?=\s+(?:{words.VERB}|too\b)|\s*[.;!]|\s*\Z)"
    rf"|{_OPENS}(?P<judged>the\s+(?:next|following)\s+(?:ones?|two|three|four))"
    rf"(?={words.VERDICT.pattern}|\s+(?:is|are|was|were)\s+too\b)",
    re.IGNORECASE,
)
#: Where the right choice stands.
_STANDS: Final = re.compile(
    rf"\b(?:answer|one|choice|option|it|key)\s+(?:is|was|comes|stands|(?:is\s+)?listed|appears"
    rf"|is\s+given)\s+(?P<place>(?:the\s+|in\s+|at\s+)?{words.ORDINAL})(?:\s+(?:one|place|position))?{_END}"
    r"|\bat\s+(?:position|place)\s+(?P<number>\d)(?!\w|\s+of\b)"
    rf"|(?<![^\s(])(?:answer|key|correct|ans|error|mistake|trap|pitfall)\.?\s*(?:[:=]|-?->"
    rf"|→)\s*(?P<called>(?:the\s+)?{words.ORDINAL}(?:\s+one)?"
    rf"|(?:number\s+)?(?:one|two|three|four|five|six)){_END}",
    re.IGNORECASE,
)
_LIKE = (
    r"(?:same\s+(?:\w+\s+)?as|as(?:\s+in)?|like|unlike|opposite\s+(?:of|to)|reverse\s+of|inverse\s+of"
    r"|converse\s+of|negation\s+of|contrary\s+(?:of|to)"
    r"|complement\s+of"
    r"|(?:half|twice|double|square|root|sum|product|mix|mixture|combination|more|less|larger|smaller"
    r"|greater)\s+(?:of|than)|but|except(?:\s+for)?|and|not|only|both(?:\s+of)?|either(?:\s+of)?"
    r"|neither(?:\s+of)?|none\s+of|all\s+of|one\s+of|any\s+of|unless)"
)
#: Places in a choice, where they can be nothing that the choice itself has named.
_IN_CHOICE: Final = re.compile(
    rf"(?:\A\W*|\b{_LIKE}\s+)the\s+(?:previous|preceding|next|following|one\s+before|one\s+after|two\s+before"
    rf"|two\s+after|(?:two|three|ones?)\s+(?:preceding|following)"
    rf"|(?:ones?|two|three|answer|choice|option)\s+that\s+(?:follows?|precedes?))(?:\s+(?:{_COUNT}|statement"
    rf"|{words.NOUN}))?(?=\s*(?:[.,;:!)]|\Z)|\s+(?:but|with|without|and|or|plus|minus|times)\b)"
    r"|\b(?:of\s+)?the\s+(?:ones?|two|three)\s+before\s+(?:this|it)\b"
    r"|\bthe\s+above(?=\s*(?:[.,;:!)]|\Z)|\s+(?:but|with|without|plus|minus)\b)"
    r"|\A\W*(?:its|this\s+one['’]s)\s+(?:predecessor|successor)\W*\Z"
    r"|\A\W*(?:ditto|as\s+above|see\s+above|idem|likewise)\b(?=\W)"
    rf"|\b(?:of|in)\s+the\s+two\s+(?:before|after|above|below|that\s+follow|preceding|following)(?=\W*\Z)"
    rf"|\bthe\s+(?:following|preceding|previous|next|latter|former)\s+{words.NOUN}"
    r"|\b(?:previously|last|first)\s+(?:listed|named|mentioned)\b"
    r"|\b(?:said|listed|named|given|stated|mentioned|told)\s+above(?=\W*\Z)",
    re.IGNORECASE,
)
#: Places in a row in a choice; the stem may have counted what they mean.
_COUNTED_IN_CHOICE: Final = re.compile(
    rf"\A\W*(?:only|both(?:\s+of)?|not)\s+the\s+{words.ORDINAL}(?:\s+(?:{_COUNT}|of\s+these))?(?=\W*\Z|\s*,)"
    rf"|\A\W*the\s+{words.ORDINAL}(?:\s+(?:{_COUNT}|of\s+these))?(?=\s*,"
    rf"|\s+(?:but|with|without|only|and\s+the\s+{words.ORDINAL}|plus|minus|squared|times)\b)"
    rf"|\b{_LIKE}\s+the\s+{words.ORDINAL}(?:\s+{_COUNT}"
    rf"|\s+and\s+(?:the\s+)?{words.ORDINAL})?(?=\s*(?:[.,;:!)]|\Z)|\s+(?:but|with|without|and|or)\b)",
    re.IGNORECASE,
)
#: What a stem tells to mark, or of the answer.
_TOLD: Final = re.compile(
    rf"\b(?:choose|pick|mark|select|circle|tick|answer|leave|fill(?:\s+in)?|shade"
    rf"|blacken)\s+(?:with\s+)?the\s+{words.ORDINAL}"
    rf"(?:\s+(?:one|box|bubble|circle|oval|square|field|{words.NOUN}))?(?=\s*[.,;!)]|\s+(?:if|when|blank|unless)\b)"
    rf"|\banswer\s+is\s+(?:not\s+)?(?:in|among)\s+the\s+(?:{words.ORDINAL}|upper|lower)\s+(?:two|three|half)\b",
    re.IGNORECASE,
)
#: What a stem may have counted.
_COUNTS: Final = re.compile(
    r"\b(?:first|second|third|last|final|two|three|four|five|pair|both|each|series|sequence|order|steps?"
    r"|stages?|row|when|sooner|earlier|next|previous|following\s+(?:order|sequence))\b",
    re.IGNORECASE,
)
_COUNTED_BEFORE: Final = re.compile(
    r"\b(?:two|three|four|five|first|several|pair|couple|both|kinds|types|ways)\b", re.IGNORECASE
)
_PLACES: Final = (
    *("first", "second", "third", "fourth", "fifth", "last", "final", "top", "bottom", "middle"),
    *("penultimate", "1st", "2nd", "3rd", "4th", "5th"),
)
_BESIDE: Final = (
    *("former", "latter", "previous", "preceding", "next", "following", "upper", "lower"),
    *("above", "below"),
)
_THE_PLACE: Final = tuple(
    f"the {each}"
    for each in (
        *_PLACES,
        *_BESIDE,
        *("outer", "inner", "one ", "ones ", "two ", "three ", "other ", "others "),
    )
)
RULES_ORDINALS: Final[tuple[Rule, ...]] = (
    (_THE_PLACE, (_OBJECT, _SUBJECT, _TOLD, _COUNTED_IN_CHOICE, _GROUPS, _IN_CHOICE)),
    (
        (
            *(" above", "that follow", "that prec", "numbered", "ditto", "idem", "likewise"),
            *(" upper", " top ", " bottom ", " only "),
            *("decessor", "successor", "listed", "named", "mentioned"),
        ),
        (_GROUPS, _IN_CHOICE),
    ),
    (_PLACES, (_BARE, _STANDS, _ALONE)),
    (("the former", "the latter", "the next", "the following", "the remaining"), (_BEGINS,)),
    (
        (
            "answer",
            "key",
            "correct",
            " ans",
            "(ans",
            " error",
            " mistake",
            " trap",
            " pitfall",
            "at position",
            "at place",
        ),
        (_STANDS,),
    ),
)


def counts(stem: str, choices: list[str]) -> bool:
    """Return whether a question has counted things, so that "the first" of a choice may be one of them."""
    return _COUNTS.search(stem) is not None or sum(
        re.search(rf"\b{words.ORDINAL}\b", each, re.IGNORECASE) is not None for each in choices
    ) * 2 > len(choices)


def ordinals(field: Field, prose: str, letters: Letters) -> Iterator[Hit]:
    """Give the places of a choice, rationale or feedback that name choices."""
    if field is Field.STEM:
        for each in _TOLD.finditer(prose):
            yield Hit(*each.span(), Kind.POSITION)
        return
    found = list(_GROUPS.finditer(prose))
    if field is Field.CHOICE:
        found += _IN_CHOICE.finditer(prose)
        if not letters.counts:
            found += (*_COUNTED_IN_CHOICE.finditer(prose), *_SUBJECT.finditer(prose))
    elif "first" not in letters.counted:
        counting = _COUNTED_BEFORE.search(prose)
        for pattern in (_OBJECT, _SUBJECT, _BARE, _STANDS, _ALONE, _BEGINS):
            for each in pattern.finditer(prose):
                at = each.start(each.lastgroup or 0)
                if counting is None or counting.start() >= at or counting.end() > at:
                    found.append(each)
    for each in found:
        yield Hit(*each.span(each.lastgroup or 0), Kind.POSITION)
