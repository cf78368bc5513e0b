"""Questions that are nearly the same, found without comparing each with each.

Each question is the set of its pairs of neighbouring words. MinHash signatures (Broder 1997), cut into bands, bring
those together whose sets are likely to be alike; only these are compared. The numbers of the hash functions are fixed,
so that the same bank gives the same advice.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from examgen.advice.items import Item, quoted
from examgen.advice.rules import Advice

#: Two questions are near when they share this part of all they have (Jaccard).
_ALIKE = 0.75
#: 16 bands of 4 find two sets that share 0.75 with a chance of 99.7 %.
_BANDS, _ROWS = 16, 4
#: Shorter questions are alike by accident (pairs of words).
_FEWEST = 10
#: In a band, each is compared with so many of those before it.
_COMPARED = 6
_PRIME = np.uint64((1 << 31) - 1)
_TOKEN = re.compile(r"\w+|[^\w\s]")


def _features(item: Item) -> frozenset[int]:
    """Return digests of the pairs of words of the stem and of each choice; signs of math and code are words."""
    found: set[int] = set()
    for text in (item.stem, *item.choices):
        tokens = [token.lower() for token in _TOKEN.findall(text.source)]
        words = [token for token in tokens if token.isalnum() or not token.isascii()] or tokens
        for one, other in zip(["", *words], [*words, ""], strict=True):
            found.add(zlib.crc32(f"{one} {other}".encode("utf-8", "replace")))
    return frozenset(found)


def _multipliers() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return the numbers a and b of the hash functions (a x + b) mod p, by a generator of our own."""
    values, state = [], 2026
    for _ in range(2 * _BANDS * _ROWS):
        state = (state * 48271) % int(_PRIME)
        values.append(state)
    both = np.array(values, dtype=np.uint64)
    return both[::2], both[1::2]


def near_duplicates(items: Sequence[Item]) -> Iterator[Advice]:
    """Give each question that is nearly the same as one before it, but for those that are equal in every letter."""
    factors, offsets = _multipliers()
    sets = [_features(item) for item in items]
    boxes: list[dict[bytes, list[int]]] = [defaultdict(list) for _ in range(_BANDS)]
    for at, features in enumerate(sets):
        if len(features) < _FEWEST:
            continue
        digests = np.fromiter(features, dtype=np.uint64, count=len(features)) % _PRIME
        signature = ((digests[:, None] * factors + offsets) % _PRIME).min(axis=0)
        candidates: dict[int, None] = {}
        for band in range(_BANDS):
            box = boxes[band][signature[band * _ROWS : (band + 1) * _ROWS].tobytes()]
            candidates.update(dict.fromkeys(box))
            # A box that is full holds the first ones of a family; all later ones are compared with them.
            if len(box) < _COMPARED:
                box.append(at)
        best = max(((_share(sets[other], features), -other) for other in candidates), default=(0.0, 0))
        other = -best[1]
        if best[0] >= _ALIKE and not _equal(items[at], items[other]):
            first = items[other].question
            yield items[at].in_stem(
                "near-duplicate",
                f"{best[0]:.0%} as in question '{first.id}' at {first.place}: {quoted(items[at].stem.plain)}",
            )


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def _equal(one: Item, other: Item) -> bool:
    """Return whether stem and choices are equal, which the check tells of."""
    first, second = one.question, other.question
    return first.stem.source == second.stem.source and {c.text.source for c in first.choices} == {
        c.text.source for c in second.choices
    }
