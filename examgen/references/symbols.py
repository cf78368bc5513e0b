"""Places where a letter surely stands for something else than a choice: in a formula, after a noun of its own.

That a stem speaks of "events A and B" does not tell what "So, A." in the rationale means; "the event A" does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from examgen.references import vocabulary as words
from examgen.references.grammar import CLOSED, VERBS, is_article
from examgen.references.letters import Letters

_ATOM = r"[(\[]{0,3}(?:[A-Za-z]|\d{1,9}(?:\.\d{1,9})?)(?!\w)[)\]]{0,3}"
_OPERATOR = r"[ \t\xa0]{0,2}[-+−*/=<>≤≥≈≠∈×·÷^∪∩∧∨⊆][ \t\xa0]{0,2}"
#: Single letters and numbers with signs of arithmetic between them.
_FORMULA = re.compile(rf"(?<![\w\ue000\ue001])(?:{_ATOM}{_OPERATOR})+{_ATOM}")
#: What makes a run of letters and signs a formula, and not a list of choices: "A/B", "A+C".
_SURELY_FORMULA = re.compile(r"\d\s*[*/^×·÷]|[*^×·÷∈∪∩∧∨⊆]|/\s*\(|\)\s*/")
_RELATION = re.compile(r"[ \t\xa0]{0,2}[=<>≤≥≈≠∈×·÷^∪∩⊆](?!\s{0,3}[a-z]{3})")
_RELATION_BEFORE = re.compile(r"[=<>≤≥≈≠∈×·÷^∪∩⊆][ \t\xa0]{0,2}\Z")
_TERM = re.compile(r"[ \t\xa0]{0,2}[+*/^×·÷−-][ \t\xa0]{0,2}[A-Za-z0-9(]")
_INTRODUCED = re.compile(
    r"\b(?:let|denotes?|define)\s+"
    r"(?:[A-Za-z](?:\s*,\s*|\s+and\s+)){0,3}\Z",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(
    r"([^\W\d_]{3,})[\s*_\xa0]+(?:[A-Za-z](?:\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|nor|to)\s+)){0,3}\Z"
)
_WORD_AFTER = re.compile(
    r"[*_]{0,3}(?:\s*[=:(|–—-]|\s+(?:is|are|means|denotes|stands\s+for))?[\s(*_]*(?:(?:the|a|an)\s+)?([^\W\d_]{2,})"
)
_SMALL_BETWEEN = re.compile(r"[a-zà-ž],?\s+\Z")
_SMALL_AFTER = re.compile(r"\s+[a-zà-ž]")
_NO_NOUN = re.compile(
    rf"(?:{CLOSED}|{VERBS}|{words.NOUN}|{words.GENERIC}|[a-z]+ly|[a-z]+ing|wrong|right|correct|incorrect|true|false)\Z",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(?:the|of|is|are|which|what|and|an|with|not|to|it|they|by|from)\b", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\b(?:de|que|la|el|los|las|les|des|une|und|der|die|das|ist|nicht|não|do|da|dos|das|em|para|uma|con|por|una|per|che|il"
    r"|est|dans|pour|een|het|van|som|och|jest|nie|w|z|qual|quais|cual|cuál|welche[rs]?|quel(?:le)?s?)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(plan|appendix|grade|figure|type|exhibit|section|table|theorem|lemma)s?\b(?!\s+[A-Z](?!\w))",
    re.IGNORECASE,
)
_ROW = r"[A-Za-z](?!\w)(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+)[A-Za-z](?!\w)){0,4}"
#: Letters that a text gives to something. "A and B are constants" may say so of two choices.
_DEFINED = re.compile(rf"\b[Ll]et\s+{_ROW}(?=\s+(?:be|denote|stand)\b)")
#: What stands before a letter that ends what a text has to say.
_SO = re.compile(
    r"\b(?:so|hence|thus|therefore|it\s+is|that\s+is|leaves|is)\s*[,:]?\s*[\W_]{0,3}\Z", re.IGNORECASE
)
_CLAUSE_ENDS = re.compile(r"[*_)\"”’']{0,3}\s*(?:[.;!]|\Z)")
_STANDING = re.compile(r"(?<![\w\\'’.])[A-Za-z](?!\w)")


def uses_of(proses: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return how stem and choices use single letters: pairs of the letter, in its case, and a word beside it.

    A noun before a letter ("event A") is given with the empty letter: it is that of other letters, too.
    """
    uses: set[tuple[str, str]] = set()
    for prose in proses:
        for found in _STANDING.finditer(prose):
            if found[0] == "a" and is_article(prose, found.start()):
                continue
            noun, after = _beside(prose, found.start())
            if noun:
                uses.add(("", noun))
            if after:
                uses.add((found[0], after))
    return frozenset(uses)


def asked_in(proses: Iterable[str]) -> frozenset[str]:
    """Return the words of stem and choices that can have a letter of their own and have none: "Which plan ...?"."""
    return frozenset(m[1].casefold() for prose in proses for m in _ASKED.finditer(prose))


def is_own(prose: str, at: int, letters: Letters) -> bool:
    """Return whether the letter at an offset is that of a noun, such as vitamin C, or plan B where none is asked for."""
    left = prose[max(0, at - 30) : at]
    if words.ALWAYS_OWN.search(left):
        return True
    found = words.OWN_LETTER.search(left)
    is_asked = found is None or found[1].casefold() in letters.asked
    return not is_asked and words.VERDICT.match(prose, at + 1) is None


def defined_in(prose: str) -> frozenset[str]:
    """Return the letters that a text gives to something itself: "Let A and B be sets"."""
    if "et " not in prose:
        return frozenset()
    return frozenset(letter for found in _DEFINED.finditer(prose) for letter in _STANDING.findall(found[0]))


def is_conclusion(prose: str, start: int, end: int) -> bool:
    """Return whether a letter may be what a text comes to: "Hence A."; it may be a choice whatever else it is."""
    return (
        _CLAUSE_ENDS.match(prose, end) is not None
        and _SO.search(prose, max(0, start - 20), start) is not None
    )


def is_foreign(proses: Iterable[str]) -> bool:
    """Return whether the texts have fewer common words of English than of other languages."""
    text = " ".join(proses)
    return len(_ENGLISH.findall(text)) < len(_FOREIGN.findall(text))


def formulas(prose: str) -> set[int]:
    """Return the offsets of letters in formulas that are written as prose: a/(a+c), F = m·a."""
    inside: set[int] = set()
    for found in _FORMULA.finditer(prose):
        if _SURELY_FORMULA.search(found[0]):
            inside.update(range(*found.span()))
    return inside


def is_symbol(prose: str, at: int, letters: Letters, symbols: set[str] | frozenset[str]) -> bool:
    """Return whether the letter at an offset surely is a symbol of the question; ``symbols`` are its letters."""
    letter = prose[at]
    left = prose[max(0, at - 60) : at]
    if _INTRODUCED.search(left):
        return True
    if _RELATION_BEFORE.search(left) and _TERM.match(prose, at + 1):
        return True
    noun, after = _beside(prose, at)
    if ("", noun) in letters.uses and (letter in symbols or letter.isupper()):
        return True
    if letter not in symbols:
        return False
    if _RELATION.match(prose, at + 1) or _RELATION_BEFORE.search(left):
        return True
    # In many languages "a" or "e" is a word; a text in English may belong to a question in another language.
    if letters.is_foreign and is_foreign([prose]) and letter.islower() and _SMALL_BETWEEN.search(left):
        return _SMALL_AFTER.match(prose, at + 1) is not None
    return (letter, after) in letters.uses


def in_sum_of_symbols(prose: str, at: int, symbols: set[str] | frozenset[str]) -> bool:
    """Return whether the letter at an offset is added to another symbol: b + c."""
    around = prose[max(0, at - 4) : at + 6]
    found = re.search(r"([A-Za-z])\s?\+\s?([A-Za-z])(?!\w)", around)
    return found is not None and {found[1], found[2]} <= symbols


def _beside(prose: str, at: int) -> tuple[str, str]:
    """Return the noun before the letter at an offset and the word after it, folded; empty when there is none."""
    before = _NOUN_BEFORE.search(prose, max(0, at - 60), at)
    after = _WORD_AFTER.match(prose, at + 1, at + 60)
    noun = before[1].casefold().removesuffix("s") if before and not _NO_NOUN.match(before[1]) else ""
    word = after[1].casefold() if after and not _NO_NOUN.match(after[1]) else ""
    return noun, word
