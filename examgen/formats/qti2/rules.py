"""Response processing of QTI 2: which responses its rules reward, and when they show a feedback.

Only rules that compare the response with choices are understood. Any other condition is None here: nothing is known
of what follows from it, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Final

from lxml import etree

from examgen.formats.qti2.names import attribute, children, inside, kind, words

#: Rules of one item; of more nothing is known.
_MOST: Final = 5000
_BRANCHES: Final = ("responseif", "responseelseif", "responseelse")
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE][-+]?[0-9]{1,2})?")
_BOUNDS: Final = ("gt", "gte", "lt", "lte")
_COMPARISONS: Final = ("match", "member", "equal", "stringmatch", "contains", "containsany")


@dataclass(frozen=True, slots=True)
class Condition:
    """What a response must be: one of several ways, each with choices that it has and choices that it has not."""

    ways: tuple[tuple[frozenset[str], frozenset[str]], ...]
    correct: bool | None = None  #: True: it is the declared right response; False: it is not


@dataclass(frozen=True, slots=True)
class Rule:
    """An outcome that is set, and when."""

    outcome: str  #: the name of the outcome variable
    value: etree._Element  #: the expression it is set to
    condition: Condition | None  #: None: it is not understood
    always: bool = False  #: it stands outside all conditions


def rules(item: etree._Element, response: str) -> list[Rule]:
    """Return the rules of an item, as far as they are about one response variable; none when there are too many."""
    processing = next(iter(children(item, "responseprocessing")), None)
    found = list(islice(_rules(processing, response), _MOST + 1)) if processing is not None else []
    return found if len(found) <= _MOST else []


def template(item: etree._Element) -> str:
    """Return the name of the item's template for response processing, "" when it has rules of its own or none."""
    for processing in children(item, "responseprocessing"):
        address = attribute(processing, "template") or attribute(processing, "templatelocation")
        return address.rpartition("/")[2].removesuffix(".xml").lower()
    return ""


def _rules(elements: Iterable[etree._Element], response: str) -> Iterator[Rule]:
    for element in elements:
        name = kind(element)
        if name == "setoutcomevalue" and len(element):
            yield Rule(attribute(element, "identifier"), element[0], None, always=True)
        elif name == "responsecondition":
            yield from _branches(element, response, nested=False)
        elif name == "responseprocessingfragment":
            yield from _rules(element, response)


def _branches(element: etree._Element, response: str, *, nested: bool) -> Iterator[Rule]:
    """Yield the rules of a condition's branches; inside another condition nothing is known for certain."""
    before: list[Condition | None] = []
    for branch in element:
        name, parts = kind(branch), list(branch)
        if name not in _BRANCHES:
            continue
        if name == "responseelse":
            only = before[0] if len(before) == 1 else None
            known = _opposite(only) if only is not None else None
        else:
            known = _condition(parts.pop(0), response) if parts else None
            before.append(known)
        for part in parts:
            if kind(part) == "setoutcomevalue" and _is_bound(branch, part):
                continue
            if kind(part) == "setoutcomevalue" and len(part):
                yield Rule(attribute(part, "identifier"), part[0], None if nested else known)
            elif kind(part) == "responsecondition":
                yield from _branches(part, response, nested=True)


def _is_bound(branch: etree._Element, setting: etree._Element) -> bool:
    """Tell whether a branch only keeps an outcome from growing, or falling, beyond a number: it gives no points."""
    outcome = attribute(setting, "identifier")
    first = branch[0]
    if kind(first) == "and" and len(first) == 1:
        first = first[0]
    if kind(first) not in _BOUNDS or len(first) != 2 or len(setting) != 1:
        return False
    limits = [words(part) for part in (first[1], setting[0]) if kind(part) == "basevalue"]
    return (
        kind(first[0]) == "variable"
        and attribute(first[0], "identifier") == outcome
        and len(limits) == 2
        and number(limits[0]) is not None
        and number(limits[0]) == number(limits[1])
    )


def _condition(element: etree._Element, response: str) -> Condition | None:
    """Return what a boolean expression asks of the response."""
    name = kind(element)
    parts = list(element)
    if name in _COMPARISONS and len(parts) == 2:
        return _comparison(parts, response)
    if name == "not" and len(parts) == 1:
        inner = _condition(parts[0], response)
        return _opposite(inner) if inner is not None else None
    if name not in ("and", "or", "anyn") or not parts:
        return None
    found = [_condition(part, response) for part in parts]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    if len(known) == 1:
        return known[0]
    if any(each.correct is not None for each in known):
        return None
    if name == "and" and all(len(each.ways) == 1 for each in known):
        has = frozenset().union(*(each.ways[0][0] for each in known))
        lacks = frozenset().union(*(each.ways[0][1] for each in known))
        return Condition(((has, lacks),))
    return Condition(tuple(way for each in known for way in each.ways)) if name == "or" else None


def _comparison(parts: list[etree._Element], response: str) -> Condition | None:
    variables = [
        part for part in parts if kind(part) == "variable" and attribute(part, "identifier") == response
    ]
    others = [part for part in parts if part not in variables]
    if len(variables) != 1 or len(others) != 1:
        return None
    other = others[0]
    if kind(other) == "correct":
        return Condition((), correct=True) if attribute(other, "identifier") == response else None
    if kind(other) == "basevalue":
        return Condition(((frozenset((words(other),)), frozenset()),))
    values = [words(value) for value in inside(other, "basevalue")]
    if kind(other) in ("multiple", "ordered") and len(values) == len(other):
        return Condition(((frozenset(values), frozenset()),))
    return None


def _opposite(condition: Condition) -> Condition | None:
    if condition.correct is not None:
        return Condition((), correct=not condition.correct)
    if len(condition.ways) != 1:
        return None
    has, lacks = condition.ways[0]
    # "Not (A and B)" says of neither whether it is chosen.
    return Condition(((lacks, has),)) if len(has) + len(lacks) == 1 else None


@lru_cache(maxsize=512)
def number(text: str) -> Fraction | None:
    """Return a number as QTI writes it, None when it is none; thirds are written with many digits."""
    if not _NUMBER.fullmatch(text):
        return None
    exact = Fraction(text)
    near = exact.limit_denominator(1000)
    return near if abs(near - exact) < Fraction(1, 10**9) else exact


def value_of(expression: etree._Element, outcome: str) -> Fraction | None:
    """Return the number that a rule sets an outcome to, or adds to it; None when it cannot be told."""
    if kind(expression) == "basevalue":
        return number(words(expression))
    if kind(expression) != "sum":
        return None
    others = [
        part
        for part in expression
        if not (kind(part) == "variable" and attribute(part, "identifier") == outcome)
    ]
    if len(others) == 1 and len(expression) == 2 and kind(others[0]) == "basevalue":
        return number(words(others[0]))
    return None
