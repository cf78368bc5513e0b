"""Which choices of a QTI 2 item are right, what each is worth, and the points of the item.

What the item declares as its right response counts first, then the points that it maps choices to, then the rules of
its response processing. An item whose right choices cannot be told from these is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from examgen.formats.qti2.names import attribute, child, children, inside, kind, words
from examgen.formats.qti2.rules import Rule, number, template, value_of


class UnclearAnswerError(ValueError):
    """An item whose right choices cannot be told; the argument says what it is instead, with its article."""


class WrongAnswerError(ValueError):
    """An item that names a right choice which it does not have; the argument is that name."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answer of an item."""

    right: frozenset[str]  #: identifiers of the right choices
    points: Fraction | None  #: for the right answer; None: the item does not say
    weights: Mapping[str, Fraction] = field(default_factory=dict)  #: shares of the points that say more
    clash: bool = False  #: what the choices are mapped to contradicts the right response, and was left out


def answers(
    item: etree._Element, declaration: etree._Element | None, ids: Sequence[str], rules: Sequence[Rule]
) -> Answers:
    """Return the answer of an item with the choices ``ids``.

    Raises:
        UnclearAnswerError: it cannot be told which choices are right.
        WrongAnswerError: a right choice is none of ``ids``.
    """
    single = declaration is None or attribute(declaration, "cardinality").lower() != "multiple"
    if declaration is not None and attribute(declaration, "cardinality").lower() in ("ordered", "record"):
        raise UnclearAnswerError("an ordering question")
    declared = _declared(declaration)
    mapped = _mapped(declaration, ids, item)
    scores = _scores(item)
    scored = _scored(rules, scores, single=single)
    right = declared or _best(mapped, single=single) or _best(scored, single=single)
    if not right:
        raise UnclearAnswerError("a question that does not say which choice is right")
    if unknown := next((id for id in right if id not in ids), None):
        raise WrongAnswerError(unknown)
    given = [rule for rule in rules if rule.outcome in scores and not rule.always]
    points = _points(item, given, mapped, right, single=single)
    weights = _weights(mapped, right, single=single)
    if weights is None:
        return Answers(frozenset(right), points, clash=True)
    return Answers(frozenset(right), points, weights)


def _declared(declaration: etree._Element | None) -> list[str]:
    correct = child(declaration, "correctresponse") if declaration is not None else None
    if correct is None:
        return []
    return list(dict.fromkeys(found for value in children(correct, "value") if (found := words(value))))


def _mapped(
    declaration: etree._Element | None, ids: Sequence[str], item: etree._Element
) -> dict[str, Fraction]:
    """Return what the points of each choice are mapped to, where the item is scored so."""
    mapping = child(declaration, "mapping") if declaration is not None else None
    if mapping is None:
        return {}
    used = template(item)
    own = [each for each in children(item, "responseprocessing") if len(each)]
    by_rules = any(True for each in own for _ in inside(each, "mapresponse"))
    if own and not by_rules:
        return {}
    if used and "map_response" not in used and not own:
        return {}
    default = number(attribute(mapping, "defaultvalue")) or Fraction(0)
    points = dict.fromkeys(ids, default)
    for entry in children(mapping, "mapentry"):
        key, value = attribute(entry, "mapkey"), number(attribute(entry, "mappedvalue"))
        if key in points and value is not None:
            points[key] = value
    if attribute(declaration, "cardinality").lower() == "multiple":
        return points  # The bounds are those of the sum.
    low, high = number(attribute(mapping, "lowerbound")), number(attribute(mapping, "upperbound"))
    points = points if low is None else {id: max(value, low) for id, value in points.items()}
    return points if high is None else {id: min(value, high) for id, value in points.items()}


def _scored(rules: Sequence[Rule], scores: Collection[str], *, single: bool) -> dict[str, Fraction]:
    """Return the points that rules give for choices; empty when a rule that gives some is not understood."""
    points: dict[str, Fraction] = {}
    whole: list[tuple[Fraction, frozenset[str]]] = []
    for rule in rules:
        if rule.outcome not in scores or rule.always:
            continue
        value = value_of(rule.value, rule.outcome)
        if value is None or (rule.condition is None and value > 0):
            return {}
        if rule.condition is None or rule.condition.correct is not None or value <= 0:
            continue
        for has, lacks in rule.condition.ways:
            if not has:
                return {}
            if single or (kind(rule.value) == "sum" and len(has) == 1 and not lacks):
                points |= {id: max(points.get(id, value), value) for id in has if len(has) == 1}
            else:
                whole.append((value, has))
    if not whole:
        return points
    best = max(value for value, _ in whole)
    sets = {has for value, has in whole if value == best}
    # Two different responses that are worth the same are no single answer.
    return dict.fromkeys(next(iter(sets)), best) if len(sets) == 1 and not points else {}


def _scores(item: etree._Element) -> frozenset[str]:
    """Return the names of the outcomes that count points: by their name, or the only one that is a number."""
    numbers = {
        attribute(each, "identifier")
        for each in children(item, "outcomedeclaration")
        if attribute(each, "basetype").lower() in ("integer", "float")
    }
    counted = {name for name in numbers if not name.upper().startswith(("MAX", "MIN"))}
    named = {name for name in counted if "SCORE" in name.upper()}
    return frozenset(named or (counted if len(counted) == 1 else {"SCORE"}))


def _best(points: Mapping[str, Fraction], *, single: bool) -> list[str]:
    """Return the choices that points are given for; of a question with one answer, those with the most."""
    gain = {id: value for id, value in points.items() if value > 0}
    most = max(gain.values(), default=Fraction(0))
    return [id for id, value in gain.items() if value == most or not single]


def _points(
    item: etree._Element,
    rules: Sequence[Rule],
    mapped: Mapping[str, Fraction],
    right: Sequence[str],
    *,
    single: bool,
) -> Fraction | None:
    outcomes = {attribute(each, "identifier").upper(): each for each in children(item, "outcomedeclaration")}
    found = _of_canvas(item)
    if not found and (most := outcomes.get("MAXSCORE")) is not None:
        found = next((number(words(value)) for value in inside(most, "value")), None)
    if not found and "SCORE" in outcomes:
        normal = number(attribute(outcomes["SCORE"], "normalmaximum"))
        found = normal if normal is not None else None
    if found == 0 and "MAXSCORE" in outcomes and "SCORE" in outcomes:
        # Both say it in so many words.
        return Fraction(0)
    if not found and mapped:
        found = _total(mapped, right, single=single)
    if not found:
        given = [
            value_of(rule.value, rule.outcome) for rule in rules if kind(rule.value) in ("basevalue", "sum")
        ]
        found = max((value for value in given if value is not None), default=None)
    return found if found and found > 0 else None


def _of_canvas(item: etree._Element) -> Fraction | None:
    """Return the points that Canvas's converter notes, beside rules that count in percent."""
    for metadata in children(item, "instructuremetadata"):
        for each in children(metadata, "instructurefield"):
            if attribute(each, "name") in ("points_possible", "max_score"):
                return number(attribute(each, "value"))
    return None


def _total(mapped: Mapping[str, Fraction], right: Sequence[str], *, single: bool) -> Fraction:
    values = [mapped.get(id, Fraction(0)) for id in right]
    return max(values, default=Fraction(0)) if single else sum(values, Fraction(0))


def _weights(
    mapped: Mapping[str, Fraction], right: Sequence[str], *, single: bool
) -> dict[str, Fraction] | None:
    """Return the shares of the points that are not what follows from the answer; None when they contradict it."""
    total = _total(mapped, right, single=single)
    if not mapped:
        return {}
    if total <= 0:
        return None
    shares = {id: value / total for id, value in mapped.items()}
    if any(not -1 <= share <= 1 for share in shares.values()):
        return None
    if any((share <= 0) if id in right else (share == 1) for id, share in shares.items()):
        return None
    equal = {shares[id] for id in right} == {Fraction(1, len(right))}
    return {
        id: share
        for id, share in shares.items()
        if share != (0 if id not in right else (shares[id] if equal else 1))
    }
