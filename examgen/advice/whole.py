"""Rules on the bank as a whole: where its right answers stand, and how long they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from examgen.advice.chance import at_least, chance_text
from examgen.advice.items import Item
from examgen.advice.rules import Advice

#: With fewer questions nothing can be said of chance.
_ENOUGH = 8
_UNLIKELY = 0.01


def longest_right(items: Sequence[Item]) -> Iterator[Advice]:
    """Give advice when the right choice is the only longest one more often than chance gives.

    Each question with one right choice and one longest choice counts; by chance the longest is right in one of k.
    """
    chances: list[float] = []
    right = 0
    for item in items:
        if item.key is None or len(item.own) < 2 or item.key not in item.own:
            continue
        lengths = {at: item.choices[at].length for at in item.own}
        longest = max(lengths.values())
        if list(lengths.values()).count(longest) > 1:
            continue
        chances.append(1 / len(lengths))
        right += lengths[item.key] == longest
    if len(chances) < _ENOUGH:
        return
    probability = at_least(right, chances)
    if probability < _UNLIKELY:
        yield Advice(
            "longest-right",
            f"the right choice is the longest in {right} of {len(chances)} questions ({right / len(chances):.0%}); "
            f"by chance it would be in {sum(chances):.0f}, and so many have a chance of {chance_text(probability)}",
            None,
        )


def fixed_positions(items: Sequence[Item]) -> Iterator[Advice]:
    """Give advice when right choices that are not shuffled stand in one place too often.

    Where choices are shuffled the place in the bank does not matter.
    """
    fixed = [item for item in items if item.key is not None and _stays(item, item.key)]
    if len(fixed) < _ENOUGH:
        return
    places = Counter(item.key for item in fixed if item.key is not None)
    for place, count in sorted(places.items()):
        chances = [1 / len(item.choices) for item in fixed if place < len(item.choices)]
        probability = min(1.0, at_least(count, chances) * len(places))
        if probability < _UNLIKELY:
            expected = f"{sum(chances):.0f}"
            times = "once" if expected == "1" else f"{expected} times"
            yield Advice(
                "fixed-positions",
                f"in {len(fixed)} questions that keep your order the right choice is number {place + 1} {count} times; "
                f"by chance it would be {times}, and so many have a chance of {chance_text(probability)}",
                None,
            )


def _stays(item: Item, key: int) -> bool:
    return item.fixed or item.question.choices[key].id in item.pinned
