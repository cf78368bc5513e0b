"""Whether a question has anything at all that may name a choice; for most questions of a bank it is soon told.

The rules for sentences look at all texts of a question together and take their time. Each of them needs a letter
that a choice has, by itself and no article, or one of a few words. A question without any of these comes out of the
rules as it went in; ``tests/test_simple_references.py`` holds the two ways against each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from examgen.model import Question
from examgen.references import vocabulary as words
from examgen.references.abroad import may_be_abroad
from examgen.references.folded import may_be_folded
from examgen.references.grammar import CLOSED, JUDGED, is_article, next_is_predicate
from examgen.references.hits import word_before
from examgen.references.letters import letters_of
from examgen.references.mask import OPAQUE, mask
from examgen.references.needed import Needed, Rule
from examgen.references.numerals import may_be_numbered
from examgen.references.places import RULES
from examgen.references.places_west import RULES_WEST, may_be_west
from examgen.references.special import may_be_special, speaks_of_places, special_in_code
from examgen.references.unusual import JOINED, ONLY_LETTER, TOGETHER, WITH

#: What may have to be masked out before the rest is prose.
_MARK: Final = re.compile(r"[$`\\\[~_]")
#: After the letter a: what goes on as a noun phrase does, and not as a list of letters or a sentence does.
_GOES_ON: Final = re.compile(
    rf"\s+(?!(?:{CLOSED}|together|equally|plus|und|oder|et|ou|up|thru)\b)(?:[*_]{{0,3}}[^\W_]|{OPAQUE})",
    re.IGNORECASE,
)
#: The same where the first word is surely no verb and no verdict.
_NOUN_PHRASE: Final = re.compile(rf"\s+(?!{JUDGED}|[^\W\d_]+(?:s|ly|ed)\b)[^\W\d_]{{2}}", re.IGNORECASE)
_NOUNS: Final = ("choice", "option", "answer", "alternative", "distractor", "response")
_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "last", "final", "top", "bottom", "middle"),
    *("penultimate", "1st", "2nd", "3rd", "4th", "5th"),
)
_NOUN_AND_A: Final = re.compile(rf"{words.NOUN}[\s*_\"“‘']+[aA](?!\w)")
#: Words of which some rules need one, in lower case, and the rules.
_RULES: Final[tuple[Rule, ...]] = (
    (
        _NOUNS,
        (
            words.EXPLICIT,
            words.BY_POSITION,
            words.BY_POSITION_IN_STEM,
            words.BY_NUMBER,
            TOGETHER,
            JOINED,
            WITH,
            _NOUN_AND_A,
        ),
    ),
    (("question", "problem"), (words.QUESTION,)),
    (_ORDINALS, (words.BY_ORDINAL,)),
    (("number", "#"), (words.BY_NUMBER,)),
    *RULES,
)
_NEEDED: Final = Needed(_RULES, RULES_WEST, may_be_west)
#: Letters, folded, that match the i of these words in any case and yet are none.
_TURKISH: Final = re.compile("i\u0307|\u0131")


def is_suspect(question: Question) -> bool:
    """Return False only when no text of a question can name a choice or another question."""
    sources = [text.source for text in question.texts]
    if any(not each.isascii() and _is_strange(each) for each in sources):
        return True
    known = letters_of(question).known | {"a"}
    for source in sources:
        if _names(source, known):
            return True
    for choice in question.choices:
        source = choice.text.source
        if special_in_code(source) or (may_be_special(source) and speaks_of_places(mask(source).prose)):
            return True
    return False


def _is_strange(source: str) -> bool:
    """Return whether a text has letters or numbers that the rules for English do not know."""
    return _TURKISH.search(source.casefold()) is not None or may_be_abroad(source) or may_be_folded(source)


def _names(source: str, known: frozenset[str]) -> bool:
    """Return whether a text may name a choice, one of these letters, or a question."""
    prose = source
    if _MARK.search(source):
        masked = mask(source)
        prose = masked.prose
        if masked.references or any(_is_letter(source[slice(*span)], known) for span in masked.opaque):
            return True
    for found in _letters(known).finditer(prose):
        letters = found[0]
        if len(letters) == 1:
            if not _is_article(prose, found.start()):
                return True
        elif "".join(sorted(set(letters))) == letters:
            return True
    return may_be_numbered(prose) or any(pattern.search(prose) for pattern in _NEEDED.patterns(prose))


@lru_cache(256)
def _letters(known: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of one of these letters by itself, or of several capitals as one word."""
    small = "".join(sorted(known))
    large = small.upper()
    # The letter comes first: places where it can be are found faster than those where a word begins. Most of them
    # are in a word, before a small letter.
    standing, together = r"(?![^\W_])(?<![^\W_].)", rf"(?<=[{large}])[{large}]{{1,5}}(?!\w)"
    return re.compile(rf"[{small}{large}](?![a-z])(?:{standing}|{together})", re.DOTALL)


def _is_article(prose: str, at: int) -> bool:
    """Return whether the letter at an offset is surely the article: "a mean"; "A mean" where a sentence begins."""
    if not _GOES_ON.match(prose, at + 1):
        return False
    if prose[at] == "a":
        return _NOUN_PHRASE.match(prose, at + 1) is not None or is_article(prose, at)
    before = prose[max(0, at - 60) : at].rstrip()[-1:]
    if prose[at] != "A" or before.isalnum() or word_before(prose, at):
        return False
    if _NOUN_PHRASE.match(prose, at + 1):
        return True
    return prose[at + 2 : at + 3].islower() and not next_is_predicate(prose, at + 1)


def _is_letter(formula: str, known: frozenset[str]) -> bool:
    """Return whether math or code is nothing but one of these letters."""
    found = ONLY_LETTER.match(formula)
    return found is not None and found[1].lower() in known
