"""Which choices of a QTI 1.2 question are right, worked out from its scoring as an engine would.

A question says it in rules (``respcondition``): when a condition on the chosen set holds, variables are set. The right
answer is the set of choices with the highest score. See part 3.5 of the QTI 1.2 information model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from lxml import etree

from examgen.formats.xmlnames import local_name

#: Conditions times the sets of choices that they are worked out for; real questions have some hundreds.
_MAX_WORK: Final = 20_000
#: How files call the rule of the right answer, or its feedback.
_CORRECT: Final = frozenset(("correct", "correct_fb", "mastery"))
_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,12}(?:\.[0-9]{0,30})?|[-+]?\.[0-9]{1,30}")
#: What D2L counts in a question with several right answers.
_D2L: Final = ("d2l_correct", "d2l_incorrect")


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on the set of chosen choices."""

    kind: str  #: is, exactly, all, any, not, other, empty, never
    choices: frozenset[int] = frozenset()  #: 0-based positions, of ``is`` and ``exactly``
    parts: tuple[Test, ...] = ()

    def holds(self, chosen: frozenset[int], matched: bool) -> bool:
        """Tell whether it holds; ``matched`` says that a scoring rule above did."""
        match self.kind:
            case "is":
                return self.choices <= chosen
            case "exactly":
                return self.choices == chosen
            case "all":
                return all(part.holds(chosen, matched) for part in self.parts)
            case "any":
                return any(part.holds(chosen, matched) for part in self.parts)
            case "not":
                return not all(part.holds(chosen, matched) for part in self.parts)
            case "other":
                return not matched
            case "empty":
                return not chosen
        return False

    def named(self) -> Iterator[int]:
        """Give the choices that it asks to be chosen."""
        yield from sorted(self.choices)
        if self.kind != "not":
            for part in self.parts:
                yield from part.named()

    def sets(self) -> Iterator[frozenset[int]]:
        """Give the sets of choices that it, or a part of it, asks to be chosen."""
        yield frozenset(self.named())
        for part in self.parts:
            yield from part.sets()

    def size(self) -> int:
        """Return how many conditions it is made of."""
        return 1 + sum(part.size() for part in self.parts)


@dataclass(frozen=True, slots=True)
class Setting:
    """What happens to a variable."""

    variable: str  #: in lower case
    action: str  #: set, add, subtract, multiply, divide
    value: str  #: a number, ``SCORE.max``, or another variable's name


@dataclass(frozen=True, slots=True)
class Rule:
    """One ``respcondition``."""

    test: Test
    settings: tuple[Setting, ...]
    stops: bool | None  #: whether no further rule is looked at; None where the file does not say
    links: tuple[str, ...]  #: idents of the feedback that it shows
    about: tuple[int, ...]  #: positions of the choices that it speaks of
    correct: bool = False  #: whether the file calls it the one of the right answer


@dataclass(frozen=True, slots=True)
class Marking:
    """How a question is marked."""

    right: frozenset[int]  #: 0-based positions; empty when no choice gives points
    weights: tuple[Fraction | None, ...]  #: share of the points for each choice, None for all or nothing
    full: Fraction  #: the score of the right answer
    fault: str = ""  #: why it is not known which choices are right


@dataclass(frozen=True, slots=True)
class Scoring:
    """The rules of a question, and what they give."""

    rules: tuple[Rule, ...]
    count: int  #: of choices
    multiple: bool
    maximum: Fraction  #: what ``SCORE.max`` is
    unknown: tuple[str, ...] = ()  #: values asked for that no choice has
    variable: str = field(default="score")  #: the one that is the score

    def score(self, chosen: frozenset[int]) -> Fraction:
        """Return the score of a set of choices."""
        variables: dict[str, Fraction] = {}
        matched = False
        for rule in self.rules:
            if not rule.settings or not rule.test.holds(chosen, matched):
                continue
            matched = True
            for setting in rule.settings:
                self._apply(setting, variables)
            if self._stops(rule):
                break
        if _D2L[0] in variables or _D2L[1] in variables:
            return variables.get(_D2L[0], Fraction(0)) - variables.get(_D2L[1], Fraction(0))
        return variables.get(self.variable, Fraction(0))

    def _stops(self, rule: Rule) -> bool:
        # Without a word the standard stops, but exporters add up choice by choice without one.
        adds = any(setting.action != "set" for setting in rule.settings)
        return rule.stops is not False and not (self.multiple and adds)

    def _apply(self, setting: Setting, variables: dict[str, Fraction]) -> None:
        value, before = self._value(setting.value, variables), variables.get(setting.variable, Fraction(0))
        match setting.action:
            case "add":
                value = before + value
            case "subtract":
                value = before - value
            case "multiply":
                value = before * value
            case "divide":
                value = before / value if value else before
        variables[setting.variable] = value

    def _value(self, written: str, variables: dict[str, Fraction]) -> Fraction:
        if _NUMBER.fullmatch(written):
            return Fraction(written)
        if written.lower().endswith(".max"):
            return self.maximum
        return variables.get(written.lower(), Fraction(0))

    def mark(self) -> Marking:
        """Return which choices are right."""
        sets = self._sets()
        size = sum(rule.test.size() + len(rule.settings) for rule in self.rules)
        if size * (self.count + len(sets)) > _MAX_WORK:
            return self._nothing("it has too many conditions to work out which choices are right")
        singles = [self.score(frozenset((choice,))) for choice in range(self.count)]
        return self._multiple(singles, sets) if self.multiple else self._single(singles)

    def _sets(self) -> set[frozenset[int]]:
        """Return the sets of choices that the rules ask for."""
        if not self.multiple:
            return set()
        return {chosen for rule in self.rules if rule.settings for chosen in rule.test.sets()}

    def _nothing(self, fault: str = "") -> Marking:
        return Marking(frozenset(), (None,) * self.count, Fraction(0), fault)

    def _single(self, singles: Sequence[Fraction]) -> Marking:
        full = max(singles, default=Fraction(0))
        if full <= 0:
            # Several right choices, all of them asked for, though only one can be chosen.
            return self._asked_for()
        right = frozenset(choice for choice, score in enumerate(singles) if score == full)
        weights = tuple(None if score in (0, full) else max(score / full, Fraction(-1)) for score in singles)
        return Marking(right, weights, full)

    def _asked_for(self) -> Marking:
        for rule in self.rules:
            named = frozenset(rule.test.named())
            full = self.score_of(rule)
            if named and (rule.correct or (full > 0 and len(named) > 1)):
                return Marking(named, (None,) * self.count, full)
        return self._nothing()

    def score_of(self, rule: Rule) -> Fraction:
        """Return the score that one rule alone gives."""
        variables: dict[str, Fraction] = {}
        for setting in rule.settings:
            self._apply(setting, variables)
        return variables.get(self.variable, Fraction(0))

    def _multiple(self, singles: Sequence[Fraction], asked: set[frozenset[int]]) -> Marking:
        none = self.score(frozenset())
        sets = asked | {frozenset(choice for choice, score in enumerate(singles) if score > none)}
        sets |= {frozenset((choice,)) for choice in range(self.count)}
        scores = {chosen: self.score(chosen) for chosen in sets if chosen}
        full = max(scores.values(), default=Fraction(0))
        if full <= 0:
            return self._nothing()
        if full in singles:
            right = frozenset(choice for choice, score in enumerate(singles) if score == full)
            return Marking(right, (None,) * self.count, full)
        best = [chosen for chosen, score in scores.items() if score == full]
        least = [chosen for chosen in best if not any(other < chosen for other in best)]
        if len(least) > 1:
            return self._nothing("several different sets of choices give all of its points")
        (right,) = least
        return Marking(right, self._shares(right, singles, none, full), full)

    def _shares(
        self, right: frozenset[int], singles: Sequence[Fraction], none: Fraction, full: Fraction
    ) -> tuple[Fraction | None, ...]:
        """Return the shares of choices that are added up; None for each where they are not, or are equal."""
        wrong = [score for choice, score in enumerate(singles) if choice not in right]
        shares = {singles[choice] for choice in right}
        adds_up = not none and sum(singles[choice] for choice in right) == full and min(shares) > 0
        if not adds_up or (len(shares) == 1 and not any(wrong)):
            return (None,) * self.count
        return tuple(max(score / full, Fraction(-1)) if score else None for score in singles)


def scoring_of(
    item: etree._Element, idents: Sequence[str], *, multiple: bool, maximum: Fraction | None = None
) -> Scoring:
    """Return the scoring of an item whose choices have these idents, in order."""
    positions = {ident: position for position, ident in reversed(list(enumerate(idents)))}
    unknown: list[str] = []
    rules: list[Rule] = []
    most = maximum
    for element in item.iter("{*}respcondition", "{*}decvar"):
        name = local_name(element)
        if name == "respcondition":
            rules.append(_rule(element, positions, unknown, multiple))
        elif name == "decvar" and most is None:
            most = number(element.get("maxvalue", ""))
    if not any(rule.settings for rule in rules):
        rules = [_without_score(rule) for rule in rules]
    variable = _variable(rules)
    return Scoring(tuple(rules), len(idents), multiple, most or Fraction(1), tuple(unknown), variable)


def number(written: str) -> Fraction | None:
    """Return a decimal number, None for what is none."""
    return Fraction(written.strip()) if _NUMBER.fullmatch(written.strip()) else None


def _variable(rules: Sequence[Rule]) -> str:
    """Return the name of the variable that is the score."""
    names = list(dict.fromkeys(setting.variable for rule in rules for setting in rule.settings))
    exact = [name for name in ("score", "que_score") if name in names]
    return (exact + [name for name in names if name.endswith("score")] + names + ["score"])[0]


def _without_score(rule: Rule) -> Rule:
    """Return a rule that scores where the file only says that it is the one of the right answer."""
    settings = (Setting("score", "set", "1"),) if rule.correct else ()
    return replace(rule, settings=settings)


def _rule(element: etree._Element, positions: dict[str, int], unknown: list[str], multiple: bool) -> Rule:
    parts: list[Test] = []
    settings: list[Setting] = []
    links: list[str] = []
    about: list[int] = []
    for child in element:
        match local_name(child):
            case "conditionvar":
                parts += _tests(child, positions, unknown)
                # Blackboard names the choice in the place of the question.
                about += [
                    positions[each.get("respident", "")]
                    for each in child.iter("{*}varequal")
                    if each.get("respident") in positions
                ]
            case "setvar":
                settings.append(_setting(child))
            case "displayfeedback":
                links.append((child.get("linkrefid") or "").strip())
    kind = "all" if multiple or not all(part.kind == "is" for part in parts) else "any"
    test = Test(kind, parts=tuple(parts)) if parts else Test("never")
    says = (element.get("continue") or "").strip().lower()
    stops = {"yes": False, "no": True}.get(says)
    names = {(element.get("title") or "").strip().lower(), *(link.lower() for link in links)}
    correct = (element.get("correctanswer") or "").lower() == "yes" or bool(names & _CORRECT)
    speaks_of = tuple(dict.fromkeys([*test.named(), *about]))
    return Rule(test, tuple(settings), stops, tuple(links), speaks_of, correct)


def _setting(element: etree._Element) -> Setting:
    variable = element.get("varname") or element.get("variablename") or "SCORE"
    action = (element.get("action") or "Set").strip().lower()
    return Setting(variable.strip().lower(), action, (element.text or "").strip())


def _tests(parent: etree._Element, positions: dict[str, int], unknown: list[str]) -> list[Test]:
    return [_test(child, positions, unknown) for child in parent if local_name(child)]


def _test(element: etree._Element, positions: dict[str, int], unknown: list[str]) -> Test:
    name = local_name(element)
    if name in ("and", "or", "not"):
        kind = {"and": "all", "or": "any", "not": "not"}[name]
        return Test(kind, parts=tuple(_tests(element, positions, unknown)))
    if name in ("other", "unanswered"):
        return Test("other" if name == "other" else "empty")
    text = (element.text or "").strip()
    if name == "varequal" and text in positions:
        return Test("is", frozenset((positions[text],)))
    if name == "varsubset":
        values = [value.strip() for value in text.split(",")]
        if all(value in positions for value in values):
            exact = (element.get("setmatch") or "Exact").lower() == "exact"
            return Test("exactly" if exact else "is", frozenset(positions[value] for value in values))
    if text and name in ("varequal", "varsubset"):
        unknown.append(text)
    return Test("never")
