"""Choices whose text is the same, told apart by what they look like: pictures, and formulas that differ in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from examgen.audit.composed import ComposedPage
from examgen.audit.proofs import ORIGIN, Proof, Proofs
from examgen.audit.sight import SCALE, SeenPage, opened, page_at

#: Dots by which a piece on a page may be off its proof when dots are compared.
_SHIFT = 2
#: Share of ink by which a piece may differ from its own proof, and by how much more it must differ from the others.
_SAME = 0.3
_OTHER = 2.0
#: A difference of ink in a dot that a person might see.
_SEEN = 0.1
#: More choices than these with the same text are not told apart.
_MOST = 7


@dataclass(frozen=True, slots=True)
class Print:
    """The ink of a proof: dots, and where they stand from the piece's left edge and baseline."""

    ink: NDArray[np.float32]  #: shape (rows, columns), 0 white to 1 black
    left: int  #: dots from the piece's left edge
    top: int  #: dots below the piece's first baseline; negative above it


def print_of(proofs: Proofs, proof: Proof) -> Print:
    """Return the ink of a proof; without any when the proof is white."""
    with opened(proofs.pdf) as document, page_at(document, proof.page) as page:
        ink = _ink(page)
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0.05), np.flatnonzero(ink.max(axis=0) > 0.05)
    if not len(rows):
        return Print(np.zeros((0, 0), dtype=np.float32), 0, 0)
    top, left = int(rows[0]), int(columns[0])
    cut = ink[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
    return Print(cut, left - round(ORIGIN * SCALE), top - round(ORIGIN * SCALE))


def look_alike(one: Print, other: Print) -> bool:
    """Return whether no dot of two proofs differs so much that a person might see it."""
    if not one.ink.size or not other.ink.size:
        return one.ink.size == other.ink.size
    left, top = min(one.left, other.left), min(one.top, other.top)
    rows = max(p.top + p.ink.shape[0] for p in (one, other)) - top
    columns = max(p.left + p.ink.shape[1] for p in (one, other)) - left
    canvas = np.zeros((2, rows, columns), dtype=np.float32)
    for place, print_ in enumerate((one, other)):
        height, width = print_.ink.shape
        y, x = print_.top - top, print_.left - left
        canvas[place, y : y + height, x : x + width] = print_.ink
    return float(np.abs(canvas[0] - canvas[1]).max()) < _SEEN


def tell_apart(
    page: SeenPage | ComposedPage,
    corners: Sequence[tuple[float, float]],
    choices: Sequence[int],
    prints: Mapping[int, Print],
) -> tuple[int, ...] | None:
    """Return which choice stands at each corner, or None when it cannot be told.

    Args:
        page: an open page.
        corners: of each piece the left edge and first baseline, in points from the left and the bottom edge.
        choices: 0-based indices of the choices that stand there in some order.
        prints: by choice, what it looks like.
    """
    if len(choices) > _MOST:
        return None
    ink = _ink(page)
    distance = np.array(
        [[_distance(ink, page.height, corner, prints[choice]) for choice in choices] for corner in corners]
    )
    ways = sorted(
        (max(distance[i, j] for i, j in enumerate(way)), way) for way in permutations(range(len(choices)))
    )
    best = ways[0][1]
    for place, chosen in enumerate(best):
        others = [distance[place, other] for other in range(len(choices)) if other != chosen]
        own = distance[place, chosen]
        if own > _SAME or min(others) < _OTHER * own + 0.02:
            return None
    return tuple(choices[chosen] for chosen in best)


def _ink(page: SeenPage | ComposedPage) -> NDArray[np.float32]:
    """Return the ink of a page, each dot the mean of its neighbourhood: a line half a dot off is the same line."""
    ink = np.pad((255 - page.picture()).astype(np.float32) / 255, 1)
    rows, columns = ink.shape
    around = [ink[i : rows - 2 + i, j : columns - 2 + j] for i in range(3) for j in range(3)]
    return np.asarray(np.mean(around, axis=0), dtype=np.float32)


def _distance(ink: NDArray[np.float32], height: float, corner: tuple[float, float], seen: Print) -> float:
    """Return the ink that differs, as a share of the print's ink, at the best shift of a few dots."""
    if not seen.ink.size:
        return 1.0
    x, y = corner[0] * SCALE, (height - corner[1]) * SCALE
    # Proofs stand on whole dots and pieces do not: without this an exponent is not told from an index.
    print_ = _moved(seen.ink, x - np.floor(x), y - np.floor(y))
    rows, columns = print_.shape
    left, top = int(np.floor(x)) + seen.left, int(np.floor(y)) + seen.top
    best = np.inf
    for down in range(-_SHIFT, _SHIFT + 1):
        for right in range(-_SHIFT, _SHIFT + 1):
            part = ink[max(top + down, 0) : top + down + rows, max(left + right, 0) : left + right + columns]
            if part.shape == print_.shape:
                best = min(best, float(np.abs(part - print_).sum()))
    return float(best) / float(seen.ink.sum())


def _moved(ink: NDArray[np.float32], right: float, down: float) -> NDArray[np.float32]:
    """Return ink moved by parts of a dot, a dot more in both directions."""
    wide = np.pad(ink, ((0, 0), (1, 1)))
    wide = (1 - right) * wide[:, 1:] + right * wide[:, :-1]
    tall = np.pad(wide, ((1, 1), (0, 0)))
    return np.asarray((1 - down) * tall[1:] + down * tall[:-1], dtype=np.float32)
