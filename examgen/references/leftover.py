"""Letters of choices in a rationale or feedback that no pattern has explained: each may be a stale one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from examgen.references import vocabulary as words
from examgen.references.hits import Hit, Kind, word_before
from examgen.references.letters import Letters
from examgen.references.mask import OPAQUE, REFERENCE

_TOKEN = re.compile(rf"(?<![\w\\{OPAQUE}{REFERENCE}])[A-HJ-Za-hj-z](?![\w{OPAQUE}])")
_FORMULA = re.compile(r"\s*[=<>≤≥≈≠∈×·÷^](?!\s*[a-z]{3})")
_UNIT = re.compile(r"(?:\d|°)[ \xa0]?\Z")
_SUM = re.compile(r"\s*\+\s*([A-Za-z])(?!\w)")
_NAME = re.compile(r"[\w,)] (?:[A-Z]\w+|[A-Z]\.)\s*(?:[A-Z]\.\s*)*\Z")
_YEAR = re.compile(r"\s*(?:\d|copyright)", re.IGNORECASE)
_SMALL_NEXT = re.compile(r"[*_]*\s+[a-z]")
#: A verb as in "A causes b", hardly a noun as in "A process".
_VERB_NEXT = re.compile(r"\s+(?!(?:series|species|lens|means|news|always)\b)[a-z]{2,}[^\W\dsuiao]s\b")
_CAPITAL_NEXT = re.compile(r"[*_]*\s+(?!(?:AND|OR|NOT)\b)[A-Z]\w")


def leftover(prose: str, letters: Letters, own_symbols: set[str]) -> Iterator[Hit]:
    """Give, as unsure, each letter that stands by itself, may name a choice, and is no symbol of the question.

    ``own_symbols`` are letters of the text's own math and code.
    """
    symbols = letters.standing | own_symbols
    for found in _TOKEN.finditer(prose):
        letter, at = found[0], found.start()
        if letters.is_known(letter) and letter not in symbols and _stands_alone(prose, at, letters):
            yield Hit(at, at + 1, Kind.LETTER, False, letters.id(letter))


def _stands_alone(prose: str, at: int, letters: Letters) -> bool:
    """Return whether the letter at an offset is a word by itself: no article, unit, initial or part of a word."""
    left, right = prose[max(0, at - 3) : at], prose[at + 1 : at + 4]
    if _is_joined(left, right, prose, at, letters):
        return False
    if left.endswith("(") and right.startswith(")"):
        return False  # decided where parentheses are read
    if prose[at] in "cC" and right.startswith((".", ")")) and _YEAR.match(prose, at + 2):
        return False
    if words.VERDICT.match(prose, at + 1):
        return True
    if (
        _FORMULA.match(prose, at + 1)
        or _UNIT.search(left)
        or words.OWN_LETTER.search(prose[max(0, at - 30) : at])
    ):
        return False
    if prose[at].isupper() and right.startswith(".") and _is_initial(prose, at):
        return False
    return not _is_article(prose, at)


def _is_joined(left: str, right: str, prose: str, at: int, letters: Letters) -> bool:
    """Return whether the letter is a part of something longer: B-tree, C++, e.g., d'un, km/h, f(x)."""
    last, before_last = left[-1:], left[-2:-1]
    first, after_first = right[:1], right[1:2]
    if last and last in "'’.-‑" and before_last.isalnum():
        return not (last == "-" and _is_label(before_last, left[-3:-2], letters))
    if last == "-" or (last == "/" and left[-3:-1].isalnum() and len(left) == 3):
        return True
    if first in ("'", "’") and after_first.isalpha():
        return re.match(r"s\b", right[1:]) is None
    if first and first in ".-‑" and after_first.isalnum():
        return not (first == "-" and _is_label(after_first, right[2:3], letters))
    if first and first in "+#":
        added = _SUM.match(prose, at + 1)
        return added is None or not letters.is_known(added[1])
    return first in ("(", "[") or (first == "/" and right[1:3].isalnum() and len(right) == 3)


def _is_label(letter: str, beyond: str, letters: Letters) -> bool:
    return letters.is_known(letter) and not beyond.isalnum()


def _is_initial(prose: str, at: int) -> bool:
    """Return whether a capital with a full stop is a part of a name: John C. Calhoun, E. coli."""
    after = prose[at + 2 : at + 12]
    if re.match(r"\s+[a-z]", after):
        return True
    return re.match(r"\s+[A-Z]", after) is not None and _NAME.search(prose[max(0, at - 30) : at]) is not None


def _is_article(prose: str, at: int) -> bool:
    """Return whether the letter is the article: "a mean", "A mean is", "NOT A MEAN"."""
    if prose[at] == "a":
        return words.NO_ARTICLE.match(prose, at) is None and not prose.startswith(("'s", "’s"), at + 1)
    if prose[at] != "A":
        return False
    if _CAPITAL_NEXT.match(prose, at + 1):
        return True
    if (
        _VERB_NEXT.match(prose, at + 1)
        or words.SUBJECT.match(prose, at + 1)
        or re.match(r"\s+(?:and|or|nor|but|to)\b", prose[at + 1 : at + 8])
    ):
        return False
    return _SMALL_NEXT.match(prose, at + 1) is not None and not word_before(prose, at).isalpha()
