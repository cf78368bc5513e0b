"""Right choices that are marked by their look: bold, highlighted, coloured, underlined, or the wrong ones struck.

A look counts when some of a question's choices have it as a whole and others do not. It is trusted when it says the same
as the answers that are given elsewhere in the file; without such answers when it does so through the file. Otherwise it is
emphasis, and that it could be more is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from examgen.formats.word.pieces import Piece, common_look, cut
from examgen.formats.word.rows import Row
from examgen.formats.word.styles import Look

#: Looks that nobody uses for emphasis alone, and those that are both.
_STRONG: Final = ("highlight", "shade", "color", "strike")
_COLORED: Final = ("highlight", "shade", "color")
_WEAK: Final = ("bold", "underline", "italic")
_WORDS: Final = {
    "highlight": "highlighted",
    "shade": "shaded",
    "color": "in another colour",
    "strike": "not struck out",
    "bold": "bold",
    "underline": "underlined",
    "italic": "italic",
}


@dataclass(slots=True)
class Group:
    """The choices of one question."""

    name: str  #: as messages call it
    choices: list[list[Row]]  #: the rows of each choice
    answer: frozenset[int]  #: positions of the right ones that the text says; empty when it says none


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the looks of the choices of one question say."""

    right: frozenset[int] = frozenset()  #: positions; empty when nothing is said
    doubt: str = ""  #: why a look is not taken for a mark; "" when there is no doubt


def judge(groups: Sequence[Group]) -> list[Verdict]:
    """Return what the looks say of each question."""
    found = [_subsets(group.choices) for group in groups]
    agree: Counter[str] = Counter()
    against: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    unanswered = sum(not group.answer for group in groups)
    for group, subsets in zip(groups, found, strict=True):
        for look, right in subsets.items():
            counter = alone if not group.answer else agree if right == group.answer else against
            counter[look] += 1
    answered = len(groups) - unanswered
    trusted = {
        look
        for look in (*_STRONG, *_WEAK)
        if _is_trusted(look, agree[look], against[look], alone[look], unanswered, answered)
    }
    sure = {look for look in trusted if agree[look] > max(against[look], 1)}
    sure |= {look for look in trusted if look in _STRONG and alone[look] > max(against[look], 1)}
    return [_verdict(g, s, trusted, sure, agree + alone) for g, s in zip(groups, found, strict=True)]


def _is_trusted(look: str, agree: int, against: int, alone: int, unanswered: int, answered: int) -> bool:
    if agree or against:
        return agree > against
    if look in _STRONG:
        return alone > 0
    return alone > 0 and 2 * alone >= unanswered and alone > answered // 2


def _verdict(
    group: Group, subsets: dict[str, frozenset[int]], trusted: set[str], sure: set[str], weight: Counter[str]
) -> Verdict:
    if group.answer:
        odd = [subsets[look] for look in _COLORED if len(subsets.get(look, ())) == 1]
        if against := next((right for right in odd if right != group.answer), None):
            # Somebody marked this choice: in silence the answer could not be trusted.
            return Verdict(against)
        told = {right for look, right in subsets.items() if look in sure}
        # A sign that says something else than the answer is for the reader to report.
        return Verdict(told.pop()) if len(told) == 1 else Verdict()
    if not subsets:
        return Verdict()
    ranked = sorted((look for look in subsets if look in trusted), key=lambda look: -weight[look])
    if not ranked:
        look = next(iter(subsets))
        return Verdict(
            frozenset(),
            f"{_said(subsets[look], look)}, which is no mark of right choices elsewhere in the file",
        )
    first = ranked[0]
    others = [look for look in ranked[1:] if subsets[look] != subsets[first]]
    if others and weight[first] < 2 * weight[others[0]]:
        both = f"{_said(subsets[first], first)}, and {_said(subsets[others[0]], others[0])}"
        return Verdict(frozenset(), both)
    count = len(group.choices)
    if first in (*_WEAK, "strike") and len(subsets[first]) > max(count // 2, 1):
        return Verdict(frozenset(), f"{len(subsets[first])} of {count} choices are {_WORDS[first]}")
    return Verdict(subsets[first])


def _said(right: frozenset[int], look: str) -> str:
    letters = ", ".join(f"({chr(ord('a') + index)})" for index in sorted(right))
    return f"{'choices' if len(right) > 1 else 'choice'} {letters} {'are' if len(right) > 1 else 'is'} {_WORDS[look]}"


def _subsets(choices: Sequence[Sequence[Row]]) -> dict[str, frozenset[int]]:
    """Return, for each look that some choices have and others do not, the positions of those it marks."""
    texts = [_texts(rows) for rows in choices]
    out = _differing([common_look(text) for _, text in texts])
    labels = [label for label, _ in texts]
    if all(any(char.isalnum() for piece in label for char in piece.raw) for label in labels):
        for look, right in _differing([common_look(label) for label in labels]).items():
            out.setdefault(look, right)
    return out


def _texts(rows: Sequence[Row]) -> tuple[list[Piece], list[Piece]]:
    """Return the label of a choice as far as it was typed, and its text."""
    first = rows[0]
    mark = first.marks.choice
    lead = len(first.raw) - len(first.raw.lstrip())
    end = max(lead + mark.end - len(first.prefix), 0) if mark is not None else 0
    label = cut(first.pieces, 0, end) if end else []
    text = cut(first.pieces, end)
    shaded = [*text, *(piece for row in rows[1:] for piece in row.pieces)]
    return label, [_with_shade(piece, first.shade) for piece in shaded if not piece.link]


def _with_shade(piece: Piece, shade: str) -> Piece:
    return replace(piece, look=replace(piece.look, shade=piece.look.shade or shade)) if shade else piece


def _differing(looks: Sequence[Look]) -> dict[str, frozenset[int]]:
    out: dict[str, frozenset[int]] = {}
    for name in (*_STRONG, *_WEAK):
        values = [getattr(look, name) for look in looks]
        if name in ("highlight", "shade", "color"):
            right = _odd_ones(values)
        elif name == "strike":
            right = frozenset(i for i, value in enumerate(values) if not value)
        else:
            right = frozenset(i for i, value in enumerate(values) if value)
        if right and len(right) < len(looks):
            out[name] = right
    return out


def _odd_ones(values: Sequence[str]) -> frozenset[int]:
    """Return the positions whose colour is not that of the others, if they share one."""
    common = Counter(values).most_common()
    if len(common) == 1:
        return frozenset()
    base = "" if "" in values else common[0][0]
    if base and len(common) > 1 and common[0][1] == common[1][1]:
        return frozenset()
    odd = [value for value in values if value != base]
    return (
        frozenset(i for i, value in enumerate(values) if value != base) if len(set(odd)) == 1 else frozenset()
    )


def looks_right(items: Sequence[Row], sign: re.Pattern[str]) -> bool:
    """Tell whether a look or a sign marks some of the items of a list, and not all."""
    signed = sum(bool(sign.search(row.raw[:12]) or sign.search(row.raw[-24:])) for row in items)
    subsets = _subsets([[row] for row in items])
    subsets.pop("italic", None)
    return 0 < signed < len(items) or bool(subsets)
