"""PCG64 as numpy seeds it, in plain Python, for tests: a second source of what the order scheme draws.

Written from the descriptions of SeedSequence (NEP 19, Melissa O'Neill's randutils) and of the PCG XSL RR 128/64 generator
(O'Neill 2014, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number Generation").
"""

from __future__ import annotations

from collections.abc import Iterator

_M32 = (1 << 32) - 1
_M64 = (1 << 64) - 1
_M128 = (1 << 128) - 1
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645


def _words(value: int) -> list[int]:
    words = []
    while True:
        words.append(value & _M32)
        value >>= 32
        if not value:
            return words


def seed_words(entropy: int, count: int) -> list[int]:
    """Return ``count`` 32-bit words of SeedSequence's state for an integer."""
    constant = 0x43B0D7E5

    def hashed(value: int) -> int:
        nonlocal constant
        value ^= constant
        constant = constant * 0x931E8875 & _M32
        value = value * constant & _M32
        return value ^ value >> 16

    def mixed(left: int, right: int) -> int:
        value = (0xCA01F9DD * left - 0x4973F715 * right) & _M32
        return value ^ value >> 16

    words = _words(entropy)
    pool = [hashed(words[i] if i < len(words) else 0) for i in range(4)]
    for source in range(4):
        for target in range(4):
            if source != target:
                pool[target] = mixed(pool[target], hashed(pool[source]))
    for word in words[4:]:
        for target in range(4):
            pool[target] = mixed(pool[target], hashed(word))
    state = []
    constant = 0x8B51F9DD
    for index in range(count):
        value = pool[index % 4] ^ constant
        constant = constant * 0x58F38DED & _M32
        value = value * constant & _M32
        state.append(value ^ value >> 16)
    return state


def raw(seed: int) -> Iterator[int]:
    """Yield the raw 64-bit integers of the generator seeded with an integer."""
    words = seed_words(seed, 8)
    longs = [words[i] | words[i + 1] << 32 for i in range(0, 8, 2)]
    start, sequence = longs[0] << 64 | longs[1], longs[2] << 64 | longs[3]
    increment = (sequence << 1 | 1) & _M128
    state = (increment + start) & _M128
    state = (state * _MULTIPLIER + increment) & _M128
    while True:
        state = (state * _MULTIPLIER + increment) & _M128
        value = (state >> 64 ^ state) & _M64
        turn = state >> 122
        yield (value >> turn | value << (64 - turn)) & _M64
