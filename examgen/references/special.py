"""Choices that speak of other choices: "all of the above", "both (a) and (c)", "the first two".

Each pattern is matched with the whole choice: its prose, folded by :func:`bare`.
"""

from __future__ import annotations

import re
from enum import Enum

from examgen.references.mask import REFERENCE
from examgen.references.vocabulary import (
    BY_POSITION_ALONE,
    ITEM,
    NOUN,
    NUMBERS_ALONE,
    ORDINAL,
    RANGE,
    SEPARATOR,
)


class Special(Enum):
    """What a choice that speaks of others says."""

    ABOVE = "above"  #: of the choices before it: all of the above
    BOTH_ABOVE = "both above"  #: of the two choices before it
    BELOW = "below"  #: of the choices after it, or of some that are named by their places
    OTHERS = "others"  #: of all the others, wherever they stand: none of these
    COMBINATION = "combination"  #: of choices named by letters: both (a) and (b)
    NUMBERS = "numbers"  #: of choices named by numbers: 1 and 3
    SUM = "sum"  #: of letters with a plus sign, unless it is algebra: A + C
    RANGE = "range"  #: of a run of letters: (a) to (c)


_QUANTITY = (
    r"(?:not\s+)?(?:(?:more|less|fewer)\s+than\s+one|(?:at\s+(?:least|most)|exactly|only)\s+(?:one|two)|all\s+but\s+one"
    r"|all|none|any|both|neither|either|some|most|each|every\s+one|one|two|three|several|a\s+combination)"
)
#: Most choices that begin with "the" go on with another word than these.
_THE = rf"the(?!\s+(?!(?:{ORDINAL}|former|previous|preceding|others?|rest)\b)[a-z]+\s)"
_FIRST_WORD = re.compile(
    r"\W*(?:以上|上述|上記|위의?\s|\d{1,2}(?=\s?[和与與及とや、，])"
    r"|(?:not|more|less|fewer|at|exactly|only|all|none|any|both|neither|either|some|most|each|every|one|two"
    r"|three"
    r"|several|a\s+combination|first|second|third|fourth|fifth|last|everything|nothing|anything|cannot|can['’]?t|can\s+not"
    r"|impossible|it|not\s+enough|insufficient|options?|choices?|answers?|alternatives?|responses?"
    r"|distractors?|\d{1,2}|alle[rs]?|keine[rs]?|kein|beide"
    r"|toutes?|tous|aucune?|todas?|todos?|ningun[oa]?|nenhum[a]?|tutt[eio]|nessun[oa]?|entrambe|geen|al"
    r"|все|всё|ни|ничего|усі|всі|жоден|жодна|wszystkie|żadn[ae]|hepsi|hiçbiri|yukarıdakilerin|alla|inga|ingen"
    r"|tất|جميع|كل|لا"
    rf"|{_THE})\b)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"(?P<quantity>{_QUANTITY})\s+(?:of\s+)?(?:the\s+)?(?:[\w-]+\s+){{0,3}}?(?:above|preceding|previous)\b"
    r"|(?:everything|nothing|anything)\s+(?:\w+\s+)?above\b"
    r"|(?:it\s+)?(?:can(?:\s?not|['’]?t)\s+be|(?:is\s+)?impossible\s+to\s+be|(?:is\s+)?not)\s+\w+\s+(?:from"
    r"|by|with)\s+(?:any\s+of\s+)?the\s+"
    r"(?:(?:choices?|answers?|options?|alternatives?)\s+)?above\Z"
)
#: The same in other languages; each speaks of all the others.
_ABOVE_ABROAD = re.compile(
    r"(?:alle|keine[rs]?|beide)(?:\s+der)?(?:\s+(?:oben|vorher))?\s+(?:genannten?|aufgeführten?|stehenden?"
    r"|obigen|vorigen|vorherigen)"
    r"(?:\s+(?:antworten|aussagen|möglichkeiten|optionen))?"
    r"|(?:alle|keine)(?:\s+der)?\s+(?:obigen\s+)?antworten(?:\s+(?:sind|ist)\s+(?:richtig|falsch|korrekt))?"
    r"|(?:toutes|aucune|tous|aucun)(?:\s+(?:les|des|de\s+ces|ces|de))?\s+(?:réponses?|propositions?|choix|affirmations?)"
    r"(?:\s+(?:ci-dessus|précédentes?|proposées|sont\s+(?:correctes|justes|vraies|fausses)))*"
    r"|(?:toutes|aucune|tous|aucun)(?:\s+(?:les|des|de))?\s+(?:ci-dessus|précédent(?:e?s)?)"
    r"|(?:todas|ningun[oa]|todos|nenhum[a]?)(?:\s+(?:las|los|de\s+las|de\s+los|as|os|das|dos))?"
    r"(?:\s+(?:respuestas|opciones|alternativas|respostas|opções))?\s+(?:anteriores|precedentes|mencionadas)"
    r"|(?:tutt[ei]|nessun[oa])(?:\s+(?:le|i|delle|dei))?(?:\s+(?:risposte|opzioni|alternative))?\s+(?:precedenti|sopra)"
    r"|(?:al|geen)(?:\s+van)?(?:\s+(?:het|de))?\s+bovenstaande"
    r"|(?:以上|上述)\w{0,4}(?:都|皆|均|全|所有|没有|無|无)\w{0,6}|上記の?(?:すべて|全て|いずれ)\w{0,10}|위의?\s(?:모두|모든|보기)(?:\s?\w{1,6}){0,3}"
    r"|(?:все|всё|ни\sодин|ни\sодна|ни\sодно|ничего|усі|всі|жоден|жодна)(?:\s(?:из|з))?\s(?:выше|вище)?"
    r"(?:перечисленн\w+|указанн\w+|перелічен\w+|зазначен\w+|ответ\w*|вариант\w*|відповід\w*|варіант\w*)(?:\s\w+){0,2}"
    r"|(?:wszystkie|żadn[ae])(?:\sz)?\s(?:powyższ\w+|odpowiedzi)(?:\s\w+){0,3}"
    r"|(?:yukarıdakilerin\s)?(?:hepsi|hiçbiri)|(?:alla|inga|ingen)(?:\sav)?(?:\sde)?\sovanstående"
    r"|tất\scả(?:\s\w+){0,3}\s(?:trên|đúng)|(?:جميع|كل|لا\sشيء)\s(?:ما|مما)\sسبق\w*(?:\s\w+){0,2}"
)

_BELOW = re.compile(rf"{_QUANTITY}\s+(?:of\s+)?(?:the\s+)?(?:[\w-]+\s+){{0,3}}?(?:below|following)\b")
_THING = r"(?:choices?|answers?|options?|alternatives?|responses?|statements?|ones?|reasons?|factors?|items?)"
_OTHERS = re.compile(
    rf"{_QUANTITY}(?:\s+(?:of\s+)?(?:(?:these|those|them|the)(?:\s+(?:other|others|remaining|listed|given))?"
    rf"(?:\s+{_THING})?|(?:other\s+)?{_THING}))"
    r"(?:\s+(?:listed|given|here|is|are|apply|applies|correct|true|right|wrong|false|valid))*"
    r"|(?:all|none|both)\s+(?:are|is)\s+(?:equally\s+)?(?:correct|true|right|wrong|false|valid|incorrect)"
    r"|(?:all\s+)?(?:of\s+)?the\s+(?:others|rest|other\s+\w+)\s+(?:are|is)\s+(?:all\s+)?(?:correct|true|right"
    r"|wrong|false|incorrect)"
    r"|both|neither|none|all|neither\s+one|neither\s+is\s+(?:true|correct)|both\s+are\s+(?:true|correct)"
)

_PREFIX = (
    r"(?:(?:both|either|neither|only|just|not|all\s+of\s+the\s+above|all|any|everything|anything|none"
    r"|(?:the\s+)?same\s+as|except(?:\s+for)?"
    rf"|but|of|the|{NOUN})\s+)"
)
_SUFFIX = (
    r"(?:\s*,?\s*(?:only|alone|together|but\s+not\s+both|above|equally|both"
    r"|(?:is|are)\s+(?:both\s+)?(?:correct|true|right|valid|wrong|false|incorrect)))"
)
_LETTERS = rf"{ITEM}(?:{SEPARATOR}(?:(?i:not|only|both|either|neither)\s+)?(?:{NOUN}\s+)?{ITEM})"
_COMBINATION = re.compile(
    rf"(?i:{_PREFIX})*{_LETTERS}+(?i:{_SUFFIX})*"
    rf"|(?i:{_PREFIX})+{ITEM}(?i:{_SUFFIX})*"
    rf"|{ITEM}(?i:{_SUFFIX})+"
    rf"|(?i:{_PREFIX})*{ITEM}(?i:{_SUFFIX})*(?i:\s*,?\s*(?:but|and|while)\s+(?:not\s+)?){ITEM}(?i:{_SUFFIX})*"
    rf"|\([A-Za-z](?:{SEPARATOR}[A-Za-z])+\)(?i:{_SUFFIX})*"
)
_LISTED = rf"(?:{NOUN}\s+)?\(?{REFERENCE}\)?"
_JOINED = r"(?i:\s*,?\s+(?:and/or|and|or|nor|und|oder|et|ou|y|o|e)\s+|\s*,?\s*&\s*)"
_LIST = re.compile(rf"(?i:{_PREFIX})*{_LISTED}(?:\s*,\s*{_LISTED})*{_JOINED}{_LISTED}(?i:{_SUFFIX})*")
_SUM = re.compile(
    rf"(?:[A-HJ-Z]|[a-hj-z])(?:(?:\s*\+\s*|\s+(?:plus|und|oder|et|ou)\s+)[A-Za-z])+(?i:{_SUFFIX})*"
)
_RANGE = re.compile(rf"(?i:{_PREFIX})*{ITEM}{RANGE}{ITEM}(?i:{_SUFFIX})*")
_PAIR = re.compile(r"\(\s*[A-Za-z](?:\s*[,;]\s*[A-Za-z]){1,5}\s*\)|[A-Z](?:\s?[–—-]\s?[A-Z]){1,5}")
_TRIM = re.compile(r"^[\s*_\"“”‘’]+|[\s*_\"“”‘’.;!,]+$")


#: A choice that is code as a whole.
_CODE = re.compile(r"\s*(?P<ticks>`{1,3})(?P<inside>[^`]{3,120})(?P=ticks)[\s.]*")
_WORDS = re.compile(r"\b(?:both|neither|either|only|all|none|options?|choices?|answers?)\b", re.IGNORECASE)


def special_in_code(source: str) -> Special | None:
    """Return what a choice says of the others when all of it is set as code, as authors do where the others are code."""
    found = _CODE.fullmatch(source) if source.lstrip()[:1] == "`" else None
    if found is None or not _WORDS.search(found["inside"]):
        return None
    kind = special(found["inside"])
    return None if kind in (Special.SUM, Special.RANGE, Special.NUMBERS) else kind


def special(prose: str) -> Special | None:
    """Return what a choice says of the others, from its prose; None when it speaks for itself."""
    if len(prose) > 300:
        return None
    text = bare(prose)
    folded = " ".join(text.casefold().split())
    starts_like_one = _FIRST_WORD.match(text)
    if starts_like_one and (above := _ABOVE.match(folded)):
        return Special.BOTH_ABOVE if above["quantity"] in ("both", "either") else Special.ABOVE
    if _RANGE.fullmatch(text):
        return Special.RANGE
    if is_combination(text):
        return Special.COMBINATION
    if _SUM.fullmatch(text):
        return Special.SUM
    if not starts_like_one:
        return None
    if NUMBERS_ALONE.fullmatch(folded) and re.search("[^\\W\\d]|&", folded):
        return Special.NUMBERS
    if _ABOVE_ABROAD.fullmatch(folded):
        return Special.ABOVE
    if _BELOW.match(folded) or BY_POSITION_ALONE.fullmatch(folded):
        return Special.BELOW
    return Special.OTHERS if _OTHERS.fullmatch(folded) else None


def may_be_special(source: str) -> bool:
    """Return False only when a choice certainly does not speak of others; a quick look at its first word."""
    return _FIRST_WORD.match(source) is not None


def speaks_of_places(prose: str) -> bool:
    """Return False only when a choice does not speak of others by their places or numbers, nor of all of them."""
    if len(prose) > 300:
        return False
    folded = " ".join(bare(prose).casefold().split())
    return any(
        found is not None
        for found in (
            _ABOVE.match(folded),
            _BELOW.match(folded),
            NUMBERS_ALONE.fullmatch(folded),
            _ABOVE_ABROAD.fullmatch(folded),
            BY_POSITION_ALONE.fullmatch(folded),
            _OTHERS.fullmatch(folded),
        )
    )


def is_combination(prose: str) -> bool:
    """Return whether a choice is nothing but a combination of letters: "Both (a) and (c)", "All but B"."""
    return len(prose) <= 300 and _COMBINATION.fullmatch(bare(prose)) is not None


def is_pair(prose: str) -> bool:
    """Return whether a choice is letters without a word, as bonds and profiles of a game are: C–H, (D, L)."""
    return len(prose) <= 60 and _PAIR.fullmatch(bare(prose)) is not None


def list_of_letters(prose: str) -> bool:
    """Return whether a choice is references in a row, with commas and "and" or "or" before the last, and no more."""
    return len(prose) <= 300 and _LIST.fullmatch(prose) is not None


def bare(prose: str) -> str:
    """Return a choice's prose without marks and full stop around it."""
    return _TRIM.sub("", prose)
