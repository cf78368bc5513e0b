"""Choices named by their places in less usual ways, all unsure: "1 is right", "choice II", "the one above".

A number that stem or choices have themselves is that of a statement or a value, and "the first one" is one of the
things that the text has just counted: these are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from examgen.references import vocabulary as words
from examgen.references.grammar import CLOSED, is_verb
from examgen.references.hits import Field, Hit, Kind, word_before
from examgen.references.letters import Letters
from examgen.references.needed import Needed, Rule
from examgen.references.numerals import RULES_NUMERALS, may_be_numbered, numerals
from examgen.references.ordinals import RULES_ORDINALS, ordinals
from examgen.references.places_abroad import ABROAD, IS, RULES_ABROAD, VERDICT, VERDICT_WORDS
from examgen.references.places_east import RULES_EAST, east
from examgen.references.places_west import RULES_WEST, may_be_west, west
from examgen.references.special import special

_ROMAN = r"(?:I{2,3}|IV|VI{0,3}|IX|i{2,3}|iv|vi{1,3}|ix|[Ⅰ-Ⅹⅰ-ⅹ])"
_ROMANS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_DIGITS = r"(?:\d{1,2}(?![\d%])|[１-９])"
_NUMBER = rf"(?:{_DIGITS}|{_ROMAN})(?!\w)"
_NUMBERS = rf"\(?{_NUMBER}\)?(?:(?:{words.SEPARATOR}|{words.RANGE})\(?{_NUMBER}\)?){{0,9}}"
_START = r"(?<![\w#&$€£.,:/%+^'’(–—-])"
_TRAP = r"\s+(?:is|are|was|were)\s+(?:\w+\s+){0,2}?(?:distractors?|traps?|decoys?|lures?|red\s+herrings?|the\s+key)\b"
_RIGHT = r"(?:right|wrong|correct|incorrect|true|false)"
_ENDS = r"(?=\s*(?:[.,;:!)]|\Z))"
_ADVERB = r"(?:(?:just|right|immediately|directly)\s+)?"
#: What several choices do.
_PLURAL = re.compile(
    r"\s+(?:do|don['’]t|all|both|describe|measure|give|show|name|state|say|ignore|fail|make|mix|use|confuse"
    r"|refer|hold|apply)\b"
)
_ASIDE = re.compile(r"[*_]{0,3}(?:\s*,[^,.;:\n]{1,40},)?")
_NEXT_WORD = re.compile(r"\s+([a-z]+)")
#: Numbers that are judged, or that can be subjects only as labels.
_JUDGED: Final = re.compile(
    rf"{_START}(?P<numbers>{_NUMBERS})(?i:{words.VERDICT.pattern}|{_TRAP}|(?<=\d)\s+both\b|(?<=\d)\s*[✗✘✓✔✅❌])"
)
#: A number that is called the answer.
_KEY: Final = re.compile(
    rf"(?:\b(?:answer|key|solution|respuesta|resposta|risposta|réponse|antwort|lösung"
    rf"|ответ)(?:\s+(?!is\b)\w+)?\s*(?:\s(?:is|was|{IS})\s|[:=—–-])"
    rf"|[答解]\S?\s*[：:])\s*(?:the\s+)?(?:number\s+|n[or]\.\s*|\#)?(?P<numbers>\(?{_NUMBER}\)?)(?![.,]\d"
    rf"|\s?(?!{CLOSED}\b)[\w°])",
    re.IGNORECASE,
)
_KEY_EAST: Final = re.compile(
    r"(?:正解|答え|答案)\s*[は是为為：:]\s*(?P<numbers>[1-9１-９])(?=です|だ|である|番|[。，,、.]|\s*\Z)"
)
#: A number that begins a line and is no value: "2 squares the deviations", "3 is the range".
_FIRST: Final = re.compile(
    r"^[ \t>*_-]*(?P<numbers>(?:[1-9]|[Ⅰ-Ⅹ])(?!\w))[*_]{0,3}"
    r"(?=(?:\s+is\s+(?:the|an?|too|not|what|only)\b)|\s+(?!is\b|was\b|has\b)[a-z]+s\b)",
    re.MULTILINE,
)
_JUDGED_ABROAD: Final = re.compile(rf"{_START}(?P<numbers>{_NUMBERS})\s+(?i:{IS}\s+(?:\w+\s+)?{VERDICT})\b")
_LABEL: Final = re.compile(
    rf"(?:^[ \t>*-]*|[,;.][ \t]+)(?P<numbers>\(?{_NUMBER}\)?)\s*[:.)–—→=-]?\s*\(?(?i:{_RIGHT})"
    r"(?=\s*(?:[.,;:!)–—-]|\Z)|\s+(?:because|since|as)\b)",
    re.MULTILINE,
)
_BRACKETS: Final = re.compile(
    rf"(?<![\w)])(?P<numbers>\({_NUMBER}\)(?:{words.SEPARATOR}\({_NUMBER}\)){{0,9}})(?=\s+(?:{words.VERB}"
    rf"|(?:fail|hold|apply|do)\b))"
)
_BOTH: Final = re.compile(
    rf"\b(?i:both|neither|either)\s+(?P<numbers>{_NUMBER}\s+(?:and|or|nor)\s+{_NUMBER})(?=\s+{words.VERB}|{_ENDS[3:]}"
)
_ABBREVIATED: Final = re.compile(rf"(?<!\w)(?i:no|nr)\.[ \xa0]?(?P<numbers>{_DIGITS})(?!\w|[.,]\d)")
_NAMED: Final = re.compile(
    rf"\b{words.NOUN}\s+(?P<numbers>\(?(?:I(?:\s*[,&]\s*|\s+(?:and|or)\s+))?{_ROMAN}(?!\w)\)?)"
)
#: Places in a row that something is said of.
_ROW = (
    rf"the\s+{words.ORDINAL}(?:(?:\s*,\s*|\s+)(?:(?:and|or|nor|&|to|through)\s+)?(?:the\s+)?{words.ORDINAL}){{0,4}}"
    r"(?:\s+(?:ones?|two|three|four))?"
)
_SUBJECT: Final = re.compile(rf"\b{_ROW}(?=[\s,])|\bthe\s+(?:previous|preceding)\s+one\b", re.IGNORECASE)
_ANSWER: Final = re.compile(
    r"\b(?:answer|key|choice|option|one|it|solution)(?:\s+is|['’]s|\s+was)\s+(?:\w+ly\s+|thus\s+|therefore\s+)?"
    rf"(?P<place>the\s+{words.ORDINAL}(?:\s+ones?)?){_ENDS}"
    r"|\b(?:not|choose|chose|pick(?:ed)?|select(?:ed)?|(?:tempted|fooled|misled|drawn)\s+(?:by|to))\s+"
    rf"(?P<object>the\s+{words.ORDINAL}(?:\s+ones?)?){_ENDS}",
    re.IGNORECASE,
)
#: Places relative to the choice itself, or to an end of the list.
_RELATIVE: Final = re.compile(
    rf"\bthe\s+(?:ones?|two|three)\s+{_ADVERB}(?:above|below)\b"
    rf"|\bthe\s+one\s+{_ADVERB}(?:before|after)\s+(?:it|this|that|(?:the\s+)?(?:last|first))\b"
    r"|\b(?:first|second|third|fourth|next)\s+from\s+(?:the\s+)?(?:top|bottom|last|end)\b(?!\s+of\s+(?!the\s+list))"
    rf"|\b{words.NOUN}\s+{_ADVERB}(?:before|after|above|below|preceding|following)\s+(?:it|this|that)\b"
    r"|\bthe\s+(?:two|three|ones?)\s+(?:in\s+the\s+middle|at\s+the\s+(?:top|bottom|end))\b(?!\s+of\b)"
    rf"|\b(?:{words.NOUN}|ones?)\s+(?:at|on)\s+(?:the\s+)?(?:very\s+)?(?:top|bottom|end|left|right)\b(?!\s+of\b)"
    rf"|\b(?:topmost|bottommost|uppermost|lowermost|leftmost|rightmost|left|subsequent)\s+{words.NOUN}\b"
    rf"|\b{words.NOUN}\s+{_ADVERB}before{_ENDS}"
    r"|\bsame\s+(?:\w+\s+)?as\s+(?:(?:the\s+)?(?:one\s+)?above|(?:the\s+)?(?:one\s+)?below"
    r"|the\s+previous(?:\s+one)?)(?=\s*(?:[.,;:!)]|\Z))"
    r"|\bthe\s+(?:first|second|third|last)\s+of\s+these\b"
    rf"|\b(?:{words.NOUN}|one)\s+(?:that\s+is\s+)?(?:listed\s+{words.ORDINAL}\b"
    rf"|in\s+(?:the\s+)?(?:(?:position|place)\s+\d|{words.ORDINAL}\s+(?:position|place)\b))"
    rf"|\b{words.ORDINAL}-listed\s+{words.NOUN}",
    re.IGNORECASE,
)
_MARK = r"\b(?:choose|pick|mark|select|circle|tick|take|use|answer)\s+"
_IN_STEM: Final = re.compile(
    rf"{_MARK}(?:the\s+{words.ORDINAL}\s+(?:{words.NOUN}|one)\b|[\"“‘']?\(?\d\)?[\"”’']?\s+(?:if|when)\b)",
    re.IGNORECASE,
)
#: Words after which "the third" is a subject by itself; after a conjunction "the top" is that of a thing.
_BEFORE_SUBJECT: Final = frozenset(
    (
        *("", "only", "but", "except", "both", "here", "so", "thus", "hence", "therefore"),
        *("clearly", "obviously"),
    )
)
_CONJUNCTIONS: Final = frozenset(
    ("that", "because", "since", "while", "whereas", "although", "and", "as", "then", "also")
)
_PART: Final = re.compile(r"(?:top|bottom|middle|final)\Z", re.IGNORECASE)
_COUNTING: Final = re.compile(
    r"\b(?:first|second|third|two|three|four|five|several|pair|couple)\b", re.IGNORECASE
)
_LABELLED: Final = re.compile(
    rf"\(\s*({_NUMBER})\s*\)|^[ \t>*_-]*({_NUMBER})[.):]|\b[a-z]{{3,}}\s+({_NUMBER})", re.MULTILINE
)
_TOKEN: Final = re.compile(rf"(?<!\w)(?:\d{{1,3}}|[IiVvXx]{{1,4}}|{_ROMAN})(?!\w)")
_BEFORE: Final = re.compile(
    rf"(?:{words.GENERIC}|no|nr|number|aussage|punkt|item|afirma(?:ção|ción|tiva)|affirmation|affermazione"
    rf"|und|et|y|e|nur|que|dass)\Z"
)
_SIGN_BEFORE: Final = re.compile(r"[^\s>][ \t]*[=<>≤≥≈≠+*/×·÷^~$€£−-]\s*\Z")
_ZERO: Final = re.compile(r"(?<![\w.,])0(?![\w.,])")

#: Patterns of which each hit of :func:`places` needs one, with the words that such a text has; and those of texts in
#: languages of Europe.
RULES: Final[tuple[Rule, ...]] = (
    (("answer", "choice", "option", "alternative", "distractor", "response"), (_NAMED,)),
    (
        (
            *("right", "wrong", "correct", "true", "false", "best", "both", *"✗✘✓✔✅❌"),
            *("distractor", "trap", "decoy", "lure", "herring", "key"),
        ),
        (_JUDGED,),
    ),
    (("right", "wrong", "correct", "true", "false"), (_LABEL,)),
    ((")",), (_BRACKETS,)),
    (("both", "either"), (_BOTH,)),
    (
        (
            *(
                "answer",
                "key",
                "solution",
                "respuesta",
                "resposta",
                "risposta",
                "réponse",
                "antwort",
                "lösung",
            ),
            *("ответ", "解", "答"),
        ),
        (_KEY, _KEY_EAST),
    ),
    ((*"123456789", *"ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"), (_FIRST,)),
    (("no.", "nr."), (_ABBREVIATED,)),
    (
        (
            "above",
            "below",
            "before",
            "after",
            "from",
            "middle",
            "these",
            "bottom",
            *(
                "topmost",
                "bottommost",
                "uppermost",
                "lowermost",
                "top",
                "left",
                "right",
                " end",
                "subsequent",
            ),
            "listed",
            "position",
            "place",
            "following",
            "preceding",
        ),
        (_RELATIVE,),
    ),
    (("choose", "pick", "mark", "select", "circle", "tick", "take", "use", "answer"), (_IN_STEM,)),
    (VERDICT_WORDS, (_JUDGED_ABROAD,)),
    *RULES_ABROAD,
    *RULES_NUMERALS,
    *RULES_ORDINALS,
    (
        (
            *("first", "second", "third", "fourth", "fifth", "last", "final", "top", "bottom", "middle"),
            *("penultimate", "1st", "2nd", "3rd", "4th", "5th", "previous", "preceding"),
        ),
        (_SUBJECT, _ANSWER),
    ),
    *RULES_EAST,
)
_NEEDED: Final = Needed(RULES, RULES_WEST, may_be_west)


def may_be_placed(source: str) -> bool:
    """Return whether a text may name a choice by its place in one of these ways."""
    return may_be_numbered(source) or any(pattern.search(source) for pattern in _NEEDED.patterns(source))


def counted_in(stem: str, choices: list[str]) -> frozenset[str]:
    """Return the numbers that a question has itself, folded: labels of the stem, and any number of a choice.

    "first" stands among them when the question speaks of a first and a second itself.
    """
    found = {each.casefold() for m in _LABELLED.finditer(stem) for each in m.groups() if each}
    found.update(m[0].casefold() for m in _TOKEN.finditer(stem) if not m[0].isdigit())
    found.update(m[0].casefold() for choice in choices for m in _TOKEN.finditer(_NAMED.sub(" ", choice)))
    if any(re.search(r"\b(?:first|second|third)\b", each, re.IGNORECASE) for each in (stem, *choices)):
        found.add("first")
    return frozenset(found)


def places(field: Field, prose: str, letters: Letters) -> Iterator[Hit]:
    """Give the places that a text names, as unsure."""
    if field is not Field.CHOICE or special(prose) is None:
        yield from numerals(field, prose, letters)
        yield from ordinals(field, prose, letters)
        if may_be_west(prose.casefold()):
            yield from west(field, prose, letters)
        yield from east(field, prose, letters)
    if field is Field.STEM:
        for found in _IN_STEM.finditer(prose):
            yield Hit(*found.span(), Kind.POSITION)
        return
    for pattern in (_RELATIVE, *ABROAD):
        for found in pattern.finditer(prose):
            yield Hit(*found.span(), Kind.POSITION)
    for found in _NAMED.finditer(prose):
        if _is_place(found["numbers"], letters):
            yield Hit(*found.span("numbers"), Kind.POSITION)
    if field is Field.COMMENT:
        yield from _numbers(prose, letters)
        yield from _ordinals(prose, letters)


def _numbers(prose: str, letters: Letters) -> Iterator[Hit]:
    """Give the numbers that are judged as choices are: "1 is wrong", "(2) fails", "Both 1 and 3 are places"."""
    for pattern in (_KEY, _KEY_EAST, _FIRST, _LABEL, _JUDGED, _JUDGED_ABROAD, _BRACKETS, _BOTH, _ABBREVIATED):
        for found in pattern.finditer(prose):
            start, end = found.span("numbers")
            if pattern in (_JUDGED, _JUDGED_ABROAD, _ABBREVIATED):
                before = word_before(prose, found.start())
                named = before == "" or _BEFORE.match(before)
                if not named or _SIGN_BEFORE.search(prose, max(0, start - 5), start):
                    continue
            if pattern is _JUDGED and _ZERO.search(prose):
                continue  # 0 and 1 as truth values
            if pattern in (_ABBREVIATED, _FIRST) and not _has_predicate(prose, end):
                continue
            if _is_place(found["numbers"], letters):
                yield Hit(start, end, Kind.POSITION)


def _ordinals(prose: str, letters: Letters) -> Iterator[Hit]:
    """Give the places in a row that something is said of, unless the text has counted its own things before."""
    if "first" in letters.counted:
        return
    counting = _COUNTING.search(prose)
    for found in _SUBJECT.finditer(prose):
        at, end = found.span()
        if counting is not None and counting.start() < at:
            return
        is_alone = re.fullmatch(rf"the\s+{words.ORDINAL}", found[0], re.IGNORECASE) is not None
        if is_alone and not _may_begin(word_before(prose, at), found[0]):
            continue
        if _has_predicate(prose, end):
            yield Hit(at, end, Kind.POSITION)
    for found in _ANSWER.finditer(prose):
        if counting is None or counting.start() >= found.start():
            yield Hit(*found.span(found.lastgroup or 0), Kind.POSITION)


def _may_begin(before: str, place: str) -> bool:
    """Return whether a place after this word may be a subject by itself."""
    return before in _BEFORE_SUBJECT or (before in _CONJUNCTIONS and _PART.search(place) is None)


def _has_predicate(prose: str, end: int) -> bool:
    """Return whether a verb follows."""
    aside = _ASIDE.match(prose, end)
    if aside is not None:
        end = aside.end()
    if words.SUBJECT.match(prose, end) or _PLURAL.match(prose, end):
        return True
    found = _NEXT_WORD.match(prose, end)
    return found is not None and is_verb(prose, found.start(1), found.end(1))


def _is_place(written: str, letters: Letters) -> bool:
    """Return whether numbers may be places of choices, and none is a number of the question itself."""
    numbers = re.findall(_NUMBER, written)
    return all(
        each.casefold() not in letters.counted and 1 <= _value(each) <= len(letters.known) for each in numbers
    )


def _value(written: str) -> int:
    if written.isdigit():
        return int(written)
    if written.casefold() in _ROMANS:
        return _ROMANS.index(written.casefold()) + 1
    return (ord(written) - ord("Ⅰ")) % 16 + 1
