"""How likely a count is by chance alone, exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def at_least(count: int, chances: Sequence[float]) -> float:
    """Return the probability that ``count`` or more of independent events happen.

    ``chances`` are the probabilities of the events (Poisson binomial distribution), by the recursion over events:
    f_i(j) = (1 - p_i) f_{i-1}(j) + p_i f_{i-1}(j - 1).
    """
    happens = np.zeros(len(chances) + 1)
    happens[0] = 1.0
    for seen, chance in enumerate(chances, start=1):
        before = happens[:seen].copy()
        happens[:seen] *= 1 - chance
        happens[1 : seen + 1] += chance * before
    return float(min(1.0, happens[count:].sum()))


def chance_text(probability: float) -> str:
    """Return a small probability in words: ``1 in 4,000``; below a millionth it is not told exactly."""
    if probability < 1e-6:
        return "less than 1 in a million"
    return f"1 in {round(1 / probability):,}"
