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
    r"|response_(?:allcorrect|onenotcorrect)\Z|(?:mastery|fail|solution|hint)\w{0,20}\Z",
    re.IGNORECASE,
)

#: Names that say nothing: what is shown for one choice is on this choice.
_NAMELESS: Final = frozenset(("fb", "feedback"))
_WRONG: Final = re.compile(
    r"(?:general_)?(?:incorrect|wrong)_?(?:fb|feedback)?\Z|fail\w{0,20}\Z|response_onenotcorrect\Z",
    re.IGNORECASE,
)

#: Choices times feedback of one rule; a file that has more of them is made to take time.
_MOST: Final = 1000
#: Brightspace links no feedback: ``QUES_1_IF5`` is of the choice ``QUES_1_A5``.
_BY_NUMBER: Final = re.compile(r"(.*_)IF([0-9]{1,20})\Z")


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
    shown for all right choices together, for all wrong ones or for all is on the question.
    """
    shown: dict[str, list[int]] = {name: [] for name in names}
    for rule in rules:
        for link in rule.links:
            if link in shown and len(rule.links) * len(rule.about) <= _MOST:
                shown[link] += rule.about
    positions = {ident: position for position, ident in enumerate(idents) if ident}
    return {name: tuple(_owners(name, shown[name], right, positions)) for name in names}


def of_wrong(name: str, rules: Sequence[Rule], right: frozenset[int], count: int) -> bool:
    """Tell whether feedback is on wrong answers only: by its name, or as it is shown for all wrong choices and no other."""
    if _WRONG.match(name):
        return True
    shown = {position for rule in rules if name in rule.links for position in rule.about}
    return len(shown) > 1 and shown == frozenset(range(count)) - right


def _owners(name: str, about: list[int], right: frozenset[int], positions: dict[str, int]) -> Iterator[int]:
    choices = dict.fromkeys(about)
    alone = len(choices) == 1 and name.lower() in _NAMELESS
    if _OF_QUESTION.match(name) and not alone:
        return
    if not choices:
        stem = re.sub(r"(?:_fb|_feedback)\Z", "", name)
        numbered = _BY_NUMBER.sub(r"\1A\2", name)
        yield from {positions[each] for each in (stem, name, numbered) if each in positions}
        return
    if len(choices) > 1 and set(choices) in (right, set(positions.values()) - right, set(positions.values())):
        return
    yield from choices
