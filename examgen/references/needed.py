"""Which patterns of rules a text may have: each rule names words of which a text with a hit has one.

A bank has few words that are not said often, so what each word may mean is looked up once, and a text is asked for its
words only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

#: Words or phrases, folded, of which a text needs one for a hit of the patterns. A phrase has one space between words;
#: a space at an end stands for the edge of a word, and without it a word may go on.
Rule = tuple[tuple[str, ...], tuple[re.Pattern[str], ...]]

_KEPT: Final = 1 << 16  #: words, and sets of rules
_START: Final = 2  #: characters of a needed word by which it is found


class Needed:
    """Rules by the words that they need.

    A text is described by bits: one for each rule, one for the gate, and one for each phrase that a word may be in.

    Args:
        rules: those of any text.
        gated: those of texts with a word for which ``gate`` is true, folded as it is.
    """

    def __init__(self, rules: Sequence[Rule], gated: Sequence[Rule], gate: Callable[[str], bool]) -> None:
        self._patterns = [patterns for _, patterns in (*rules, *gated)]
        self._gate = gate
        self._gate_bit = 1 << len(self._patterns)
        self._masks = (
            (1 << len(rules)) - 1,
            self._gate_bit - 1,
        )  #: of the rules, without and with the gated ones
        self._first_phrase = len(self._patterns) + 1
        self._phrases: list[tuple[str, int]] = []  #: each with the bit of its rule
        self._starts: dict[str, list[tuple[str, int]]] = {}
        for at, (needed, _) in enumerate((*rules, *gated)):
            for each in needed:
                if " " in each.strip():
                    self._index(_longest(each), 1 << self._first_phrase + len(self._phrases))
                    self._phrases.append((each, 1 << at))
                else:
                    self._index(each, 1 << at)
        self._plain: set[str] = set()  #: words without bits, which most are
        self._known: dict[str, int] = {}  #: the bits of others
        self._of_bits = lru_cache(_KEPT)(self._collect)

    def patterns(self, text: str) -> tuple[re.Pattern[str], ...]:
        """Return the patterns that a text may have hits of, each once; of others it has none."""
        words = text.casefold().split()
        bits = 0
        for word in set(words).difference(self._plain):
            bits |= self._bits(word)
        if phrases := bits >> self._first_phrase:
            spaced = f" {' '.join(words)} "
            for at, (phrase, bit) in enumerate(self._phrases):
                if phrases >> at & 1 and phrase in spaced:
                    bits |= bit
        return self._of_bits(bits & self._masks[bits & self._gate_bit != 0])

    def _index(self, word: str, bit: int) -> None:
        self._starts.setdefault(word[:_START], []).append((word, bit))

    def _bits(self, word: str) -> int:
        if (bits := self._known.get(word)) is not None:
            return bits
        bits = self._gate_bit if self._gate(word) else 0
        for found in self._needed_in(f" {word} "):
            bits |= found
        if len(self._plain) + len(self._known) < _KEPT:
            if bits:
                self._known[word] = bits
            else:
                self._plain.add(word)
        return bits

    def _needed_in(self, spaced: str) -> Iterator[int]:
        for at in range(len(spaced)):
            for length in range(1, _START + 1):
                for needed, bit in self._starts.get(spaced[at : at + length], ()):
                    if spaced.startswith(needed, at):
                        yield bit

    def _collect(self, bits: int) -> tuple[re.Pattern[str], ...]:
        found = [each for at, each in enumerate(self._patterns) if bits >> at & 1]
        return tuple(dict.fromkeys(pattern for each in found for pattern in each))


def _longest(phrase: str) -> str:
    """Return the longest word of a phrase, with the spaces around it."""
    last = phrase.count(" ")
    words = [f"{' ' * (at > 0)}{word}{' ' * (at < last)}" for at, word in enumerate(phrase.split(" "))]
    return max(reversed(words), key=lambda word: len(word.strip()))
