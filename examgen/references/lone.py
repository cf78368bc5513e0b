"""Letters of choices in other choices and in stems, all unsure: "twice B", "A because of B", "Hint: it is not C".

A letter there mostly is a symbol. It may name a choice where the stem and most choices have no letters of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from examgen.references import vocabulary as words
from examgen.references.grammar import CLOSED, VERBS
from examgen.references.hits import Field, Hit, Kind
from examgen.references.letters import Letters
from examgen.references.mask import OPAQUE

_CAPITAL: Final = re.compile(
    rf"(?<![\w$'’./+\\{OPAQUE}-])[A-HJ-Z](?![\w'’+#/({OPAQUE}]|[.-]\w|\.\s+\w|:[\\/])"
)
_LEFT: Final = re.compile(
    r"(?:\A\W*|[,;:→∧∨=+<>≤≥∪∩⇒][\s\"“]*"
    rf"|(?:\b(?:{CLOSED}|twice|half|thrice|like|unlike|than|except|after|before|first|between|whether|exactly"
    rf"|plus|minus|times|per|over|beyond"
    r"|equals?|excluding|including|implies|imply|given)\s+[\"“*_]{0,3}))\Z",
    re.IGNORECASE,
)
_RIGHT: Final = re.compile(
    rf"[\"”*_]{{0,3}}\s*(?:\Z|[.,;:!?)→∧∨=+<>≤≥∪∩⇒])"
    rf"|[\"”*_]{{0,3}}\s+(?:(?:{CLOSED}|{VERBS}|squared|first|before|after|plus|minus|times|implies|alone"
    rf"|divided|multiplied"
    r"|itself)\b|[→∧∨=+<>≤≥∪∩⇒])",
    re.IGNORECASE,
)
_NO_ARTICLE: Final = re.compile(
    rf"[\"”]?\s*(?:[^\w\s]|\Z)|\s+(?:{CLOSED}|squared|first|before|after)\b", re.IGNORECASE
)
_ROW_GOES_ON: Final = re.compile(
    rf"\s*(?:,|/|&|\s(?:and|or|nor))\s+(?:(?:and|or)\s+)?(?!(?:{CLOSED}|half|twice)\b)[^\W\d_][\w+#]",
    re.IGNORECASE,
)
_ROW_BEFORE: Final = re.compile(
    rf"(?<!\w)(?!(?:{CLOSED})\b)[^\W\d_][\w+#]+\s*(?:,|/|&|\s(?:and|or|nor))\s+(?:(?:and|or)\s+)?\Z",
    re.IGNORECASE,
)
_LETTER_BEFORE: Final = re.compile(
    r"(?<!\w)([A-Z])\s*(?:[,&/]|\s(?:and|or|nor|plus|minus|with|without|to|than|over|before|after))\s+\Z"
)
_LETTER_AFTER: Final = re.compile(r"\s*(?:[-–—/]|\s(?:to|and|or|through))\s*([A-Z])(?!\w)")
_DEFINES: Final = re.compile(r"\s+(?:is|was|means)\s")
#: A choice with no more characters than these is a name of something.
_SHORTEST: Final = 4
#: A longer one (characters) has letters of its own.
_LONGEST: Final = 300
#: Words of a stem that say that a letter behind them is one to mark.
_MARKED: Final = re.compile(
    r"\b(?i:(?:fill|blacken|shade|mark|tick|cross|choos|choose|leave|select|pick|circle|put|write"
    r"|enter)\w*(?:\s+(?:in|out|down|the|(?-i:a)|an|your|cross|tick|x|at|on|by|for|only))*"
    r"(?:\s+(?:bubble|box|circle|oval|square|letter|field))?)\s+[\"“(]?(?P<mark>[A-Z])[)\"”]?(?=\s*(?:[.,;!)]"
    r"|\Z)|\s+(?i:if|when|without|unless|only|for|where)\b)"
    r"|(?:\A|[.;?!(]\s*)(?P<legend>[A-Z])\s*(?:=|[-–—:]"
    r"|(?i:means|stands\s+for|is\s+for|says|counts\s+as|is\s+worth))\s+(?i:that\s+)?"
    r"(?i:none|all|both|neither|nothing|you\s+do(?:\s+not|n['’]t)|i\s+do(?:\s+not|n['’]t)|don['’]t"
    r"|not\s+enough|unsure|cannot|no\s+answer|everything|the\s+others)\b"
    r"|\b(?i:penalty|points?|credit)\s+for\s+(?P<price>[A-Z])(?=\s*(?:[.,;!)]|\Z))"
    rf"|\b{words.NOUN}\s+(?i:other\s+than|except|besides|but|apart\s+from|like|unlike|better\s+than"
    rf"|than)\s+(?P<other>[A-Z])(?![\w'’])"
    r"|\b(?i:hint|note|remark|nb)\b[^.?!\n]{0,50}\b(?i:is|are|be|not|that"
    r"|isn['’]t)\s+(?P<hint>[A-Z])(?=\s*(?:[.,;!)]|\Z|(?:and|or|nor)\b))"
)


def lone(field: Field, prose: str, letters: Letters, own: str | None) -> Iterator[Hit]:
    """Give the letters of a stem or a choice that stand where hardly anything but a choice is named."""
    if field is Field.STEM:
        for found in _MARKED.finditer(prose):
            at = found.start(found.lastgroup or 0)
            if letters.is_known(prose[at]):
                yield Hit(at, at + 1, Kind.LETTER, False, letters.id(prose[at]))
    elif field is Field.CHOICE and not letters.lettered and len(prose) <= _LONGEST:
        for found in _CAPITAL.finditer(prose):
            at = found.start()
            id = letters.id(found[0])
            if (
                id is None
                or id == own
                or prose.endswith(("in ", "the ", "an ", "this "), 0, at)
                or len(prose) <= _SHORTEST
            ):
                continue
            if (other := _LETTER_AFTER.match(prose, at + 1)) and not letters.is_known(other[1]):
                continue
            is_placed = _LEFT.search(prose, 0, _list_start(prose, at)) and _RIGHT.match(prose, at + 1)
            is_article = found[0] == "A" and not _NO_ARTICLE.match(prose, at + 1)
            if _DEFINES.match(prose, at + 1) and not words.VERDICT.match(prose, at + 1):
                continue
            if is_placed and not is_article and not _is_in_list(prose, at):
                yield Hit(at, at + 1, Kind.LETTER, False, id)


def _list_start(prose: str, at: int) -> int:
    """Return the offset of the first letter of a list that a letter belongs to: "C and D"."""
    while found := _LETTER_BEFORE.search(prose, 0, at):
        at = found.start(1)
    return at


def _is_in_list(prose: str, at: int) -> bool:
    """Return whether a letter stands in a row with words, as the name of a language does: "C, Java and Perl"."""
    return _ROW_GOES_ON.match(prose, at + 1) is not None or _ROW_BEFORE.search(prose, 0, at) is not None
