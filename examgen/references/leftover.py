"""Letters of choices in a rationale or feedback that no pattern has explained: each may be a stale one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from examgen.references import vocabulary as words
from examgen.references.grammar import is_article, is_function_word, is_pronoun, is_verb, next_is_predicate
from examgen.references.hits import Hit, Kind, word_before
from examgen.references.letters import Letters
from examgen.references.mask import OPAQUE, REFERENCE
from examgen.references.symbols import formulas, in_sum_of_symbols, is_own, is_symbol

_TOKEN = re.compile(rf"(?<![\w\\{OPAQUE}{REFERENCE}])[A-Za-z](?![\w{OPAQUE}])")
_UNIT = re.compile(r"(?:\d|°)[ \xa0]?\Z")
_SUM = re.compile(r"\s*\+\s*([A-Za-z])(?!\w)")
_NAME = re.compile(r"[\w,)] (?:[A-Z]\w+|[A-Z]\.)\s*(?:[A-Z]\.\s*)*\Z|\b(?:Mr|Mrs|Ms|Dr|Prof|St)\.?\s*\Z")
_WORD = re.compile(r"\s+([A-Za-z][a-z]+)")
_YEAR = re.compile(r"\s*(?:\d|copyright)", re.IGNORECASE)
_SMALL_NEXT = re.compile(r"[*_]*\s+[a-z]")
_CAPITAL_NEXT = re.compile(r"[*_]*\s+(?!(?:AND|OR|NOT)\b)[A-Z]\w")
_NAMED = re.compile(r"(?:([^\W\d_]+)\s+)?(?:choice|option|alternative|distractor)s?\s+\Z", re.IGNORECASE)
_DETERMINER = re.compile(
    r"(?:the|which|what|whatever|whichever|any|every|each|no|this|that|an?|one|another|his|her|their|its|only|best|right"
    r"|correct|wrong|first|last)\Z",
    re.IGNORECASE,
)
_ARGUMENTS = re.compile(r"\((?![A-Za-z]{3})")


def leftover(prose: str, letters: Letters, own_symbols: set[str]) -> Iterator[Hit]:
    """Give, as unsure, each letter that stands by itself, may name a choice, and is no symbol of the question.

    ``own_symbols`` are letters of the text's own math and code.
    """
    symbols = letters.standing | own_symbols
    in_formula = formulas(prose)
    for found in _TOKEN.finditer(prose):
        letter, at = found[0], found.start()
        if (
            letters.is_known(letter)
            and at not in in_formula
            and _stands_alone(prose, at, letters)
            and not is_symbol(prose, at, letters, symbols)
            and not in_sum_of_symbols(prose, at, symbols)
        ):
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
    if is_own(prose, at, letters):
        return False
    if words.VERDICT.match(prose, at + 1):
        return True
    if _UNIT.search(left) or (prose[at] == "I" and is_pronoun(prose, at)):
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
    if last == "[" and before_last.isalnum():
        return True
    return (
        first == "["
        or (first == "(" and _ARGUMENTS.match(prose, at + 1) is not None)
        or (first == "/" and right[1:3].isalnum() and len(right) == 3)
    )


def _is_label(letter: str, beyond: str, letters: Letters) -> bool:
    return letters.is_known(letter) and not beyond.isalnum()


def _is_initial(prose: str, at: int) -> bool:
    """Return whether a capital with a full stop is a part of a name: John C. Calhoun, E. coli."""
    after = _WORD.match(prose, at + 2)
    if after is None or is_function_word(after[1]):
        return False
    starts_line = not prose[prose.rfind("\n", 0, at) + 1 : at].strip(" *_>-")
    if starts_line and is_verb(prose, after.start(1), after.end(1)):
        return False  # a label: "B. squares the deviations"
    return after[1][0].islower() or _NAME.search(prose[max(0, at - 30) : at]) is not None


def _is_named(prose: str, at: int) -> bool:
    """Return whether a letter follows a noun for choices: "choice a huge"; not "the choice a student makes"."""
    found = _NAMED.search(prose, max(0, at - 40), at)
    return found is not None and _DETERMINER.match(found[1] or "") is None


def _is_article(prose: str, at: int) -> bool:
    """Return whether the letter is the article: "a mean", "A mean is", "NOT A MEAN"."""
    if prose[at] == "a":
        return not _is_named(prose, at) and is_article(prose, at)
    if prose[at] != "A":
        return False
    if _CAPITAL_NEXT.match(prose, at + 1):
        return True
    if next_is_predicate(prose, at + 1):
        return False
    return _SMALL_NEXT.match(prose, at + 1) is not None and not word_before(prose, at).isalpha()
