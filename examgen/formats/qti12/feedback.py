"""Feedback of QTI 1.2: which of it belongs to a choice, and which to the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from examgen.formats.qti12.score import Rule
from examgen.formats.xmlnames import local_name

#: Names of feedback on the question as a whole, whatever shows it.
_OF_QUESTION: Final = re.compile(
    r"(?:general_|neutral_?|all_?)?(?:correct|incorrect|general|neutral|right|wrong)?_?(?:fb|feedback)?\Z"
    r"|(?:mastery|fail|solution|hint)\w{0,20}\Z",
    re.IGNORECASE,
)

#: Choices times feedback of one rule; a file that has more of them is made to take time.
_MOST: Final = 1000


def feedback_of(item: etree._Element) -> dict[str, list[etree._Element]]:
    """Return the elements with feedback of an item by their idents, in the order of the file."""
    found: dict[str, list[etree._Element]] = {}
    for child in item:
        if local_name(child) == "itemfeedback":
            found.setdefault((child.get("ident") or "").strip(), []).append(child)
    return found


def owners(
    names: Sequence[str], rules: Sequence[Rule], right: frozenset[int], idents: Sequence[str]
) -> dict[str, tuple[int, ...]]:
    """Return, for each name of feedback, the 0-based positions of the choices that it is on; none: the question.

    Feedback is on a choice when a rule on this choice alone shows it, or its name is made of the choice's. What is
    shown for all right choices together explains the question.
    """
    shown: dict[str, list[int]] = {name: [] for name in names}
    for rule in rules:
        for link in rule.links:
            if link in shown and len(rule.links) * len(rule.about) <= _MOST:
                shown[link] += rule.about
    positions = {ident: position for position, ident in enumerate(idents) if ident}
    return {name: tuple(_owners(name, shown[name], right, positions)) for name in names}


def _owners(name: str, about: list[int], right: frozenset[int], positions: dict[str, int]) -> Iterator[int]:
    if _OF_QUESTION.match(name):
        return
    choices = dict.fromkeys(about)
    if not choices:
        stem = re.sub(r"(?:_fb|_feedback)\Z", "", name)
        yield from {positions[each] for each in (stem, name) if each in positions}
        return
    if len(choices) > 1 and set(choices) == right:
        return
    yield from choices
