"""Rules on words that give the right choice away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from examgen.advice.items import Item, quoted
from examgen.advice.language import words_in
from examgen.advice.rules import Advice

_ABSOLUTE = re.compile(
    r"\b(?:always|never|completely|entirely|absolutely|solely|exclusively|totally|invariably|under\s+no\s+circumstances"
    r"|in\s+all\s+cases|without\s+exception|impossible)\b",
    re.IGNORECASE,
)
#: Words that are often harmless: one wrong choice with them says nothing, two do.
_HALF_ABSOLUTE = re.compile(r"\b(?:only|every|none|must)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:usually|often|frequently|sometimes|rarely|seldom|occasionally)\b", re.IGNORECASE)
_ARTICLE_LAST = re.compile(r"(?:^|\s)(?P<article>an?)\s*(?:_{2,}|\.{3}|…)?\s*[:.]?\s*\Z", re.IGNORECASE)
_VERB_LAST = re.compile(r"\s(?P<verb>is|are|was|were)\s*(?:_{2,}|\.{3}|…)?\s*[:.]?\s*\Z", re.IGNORECASE)
_VOWEL = re.compile(r"(?:[aeiou]|hour|honest|honou?r|heir|8|11\b|18\b)", re.IGNORECASE)
_NOT_A_VOWEL = re.compile(r"(?:uni(?!n|m)|us[aeu]|eu|one\b|once\b|ut[ei])", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z]{2,}(?![a-z])")
_SINGULAR_IN_S = words_in("gas atlas bias canvas chaos cosmos lens species series news means")
_LONG_WORD = 5
_ENDING = re.compile(r"(?:ations?|ings?|ers?|ed|es|s|ly)\Z")
#: Words that say nothing of a subject, though they are long.
_COMMON = words_in("""
    which following about above after again against because before being below between could during every first
    function given having other question should since statement their there these thing those through under using value
    values where while would number answer choice option correct incorrect example often usually always never within
    without called true false model models system systems process processes method methods company service services
    describes primary purpose result results output works means makes cause causes based different used uses
""")


def absolute_words(item: Item) -> Iterator[Advice]:
    """Give absolute words that are in wrong choices only."""
    if not item.right or len(item.own) < 3:
        return
    if any(
        _ABSOLUTE.search(item.choices[at].prose) or _HALF_ABSOLUTE.search(item.choices[at].prose)
        for at in item.right
    ):
        return
    wrong = [at for at in item.own if at not in item.right and len(item.choices[at].words) >= 3]
    strong = {
        at: found
        for at in wrong
        if (found := _ABSOLUTE.search(item.choices[at].prose)) and not _is_name(found)
    }
    weak = {at: found for at in wrong if (found := _HALF_ABSOLUTE.search(item.choices[at].prose))}
    is_asked = _HALF_ABSOLUTE.search(item.stem.prose) is not None
    telling = strong or (weak if len(weak) >= 2 and not is_asked else {})
    if not telling or _ABSOLUTE.search(item.stem.prose):
        return
    told = ", ".join(f"{item.name(at)} {quoted(match[0])}" for at, match in telling.items())
    at, match = next(iter(telling.items()))
    yield item.in_choice("absolute-words", f"in wrong choices only: {told}", at, match.start())


def _is_name(found: re.Match[str]) -> bool:
    """Return whether a word is a part of a name: "SQL Server Always On"."""
    return (
        found[0][0].isupper()
        and not found[0].isupper()
        and found.string[: found.start()].strip(" *_\"'(") != ""
    )


def vague_words(item: Item) -> Iterator[Advice]:
    """Give words such as often and usually in several choices, or in the right one only, which looks careful so."""
    found = {at: m for at in item.own if (m := _VAGUE.search(item.choices[at].prose))}
    if len(found) > 1 or set(found) & set(item.right):
        told = ", ".join(f"{item.name(at)} {quoted(match[0])}" for at, match in found.items())
        at, match = next(iter(found.items()))
        yield item.in_choice("vague-words", told, at, match.start())


def roots(words: tuple[str, ...]) -> dict[str, str]:
    """Return the words that say something of a subject, by their first letters."""
    return {
        _ENDING.sub("", word).rstrip("e")[:9]: word
        for word in words
        if len(word) >= _LONG_WORD and word not in _COMMON and "'" not in word
    }


def clang(item: Item, stems_with: Mapping[str, int], total: int) -> Iterator[Advice]:
    """Give a word of the stem that is repeated in the right choice and in no wrong one.

    ``stems_with`` counts the stems that have a root; a word that many stems have is a word of the course.
    """
    if item.key is None or len(item.own) < 3 or item.key not in item.own:
        return
    stem = roots(item.stem.words)
    key = roots(item.choices[item.key].words)
    wrong: set[str] = set()
    for at in item.own:
        if at != item.key:
            wrong.update(roots(item.choices[at].words))
    if not wrong.isdisjoint(stem):
        return
    rare = [root for root in key if root in stem and stems_with[root] <= max(2, total // 20)]
    if rare:
        words = ", ".join(quoted(key[root]) for root in rare)
        message = f"{words} of the stem {'is' if len(rare) == 1 else 'are'} in the right choice {item.name(item.key)} only"
        yield item.in_choice("clang", message, item.key)


def grammar_cue(item: Item) -> Iterator[Advice]:
    """Give a stem whose last word fits some choices only: a or an, is or are."""
    if len(item.own) < 2 or any(item.choices[at].prose.lstrip()[:1] > "\u024f" for at in item.own):
        return
    plain = item.stem.plain
    if article := _ARTICLE_LAST.search(plain):
        unfit = [
            at
            for at in item.own
            if _begins_with_vowel(item.choices[at].plain) is not (article["article"].lower() == "an")
        ]
        word = article["article"]
    elif verb := _VERB_LAST.search(plain):
        if any(len(item.choices[at].words) not in (1, 2) for at in item.own):
            return
        plural = verb["verb"].lower() in ("are", "were")
        unfit = [at for at in item.own if _is_plural(item.choices[at].words[-1]) is not plural]
        word = verb["verb"]
    else:
        return
    if 0 < len(unfit) < len(item.own) and (article or item.key not in unfit):
        names = ", ".join(item.name(at) for at in unfit)
        first = quoted(item.choices[unfit[0]].plain)
        verb_text = "does" if len(unfit) == 1 else "do"
        message = f"the stem ends with {quoted(word)}; {names} {verb_text} not fit: {first}"
        yield item.in_stem("grammar-cue", message, max(0, item.stem.source.rstrip().rfind(word)))


def _begins_with_vowel(text: str) -> bool:
    word = text.lstrip("\"'“‘(*_ ")
    if _LETTERS.match(word):
        return word[0] in "AEFHILMNORSX"
    return _VOWEL.match(word) is not None and _NOT_A_VOWEL.match(word) is None


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")) and word not in _SINGULAR_IN_S


_PARTS = re.compile(r"\s*(?:,\s*(?:and\s+)?|;|\band\b|\+|&)\s*", re.IGNORECASE)


def convergence(item: Item) -> Iterator[Advice]:
    """Give a right choice all of whose parts occur in other choices, where that is true of no wrong one.

    Choices are lists here: "iron and zinc", "iron and lead", "tin and zinc".
    """
    if item.key is None or len(item.own) < 3 or item.key not in item.own:
        return
    if not all(_PARTS.search(item.choices[at].source) for at in item.own):
        return
    parts = {
        at: frozenset(
            part.strip(" .").lower() for part in _PARTS.split(item.choices[at].source) if part.strip(" .")
        )
        for at in item.own
    }
    of_words = all(
        part.isascii() and not any(c in "0123456789$\\`=(" for c in part)
        for of in parts.values()
        for part in of
    )
    if not of_words or any(not 2 <= len(of) <= 4 for of in parts.values()):
        return
    counts = Counter(part for of in parts.values() for part in of)
    scores = {at: sum(counts[part] for part in of) / len(of) for at, of in parts.items()}
    best = max(scores.values())
    leaders = [at for at, score in scores.items() if score == best]
    shared = all(counts[part] >= 2 for part in parts[item.key])
    if leaders == [item.key] and shared:
        message = f"{item.name(item.key)} has the parts that most choices have: {quoted(item.choices[item.key].plain)}"
        yield item.in_choice("convergence", message, item.key)
