"""When a feedback of QTI 2 is shown: for one choice, for a right or a wrong answer, or in any case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from examgen.formats.plaintext import escape_markdown
from examgen.formats.qti2.names import attribute, inside, kind, words
from examgen.formats.qti2.rules import Condition, Rule

_RIGHT: Final = frozenset(["correct", "right", "positive", "success", "correctfeedback", "correct_fb"])
_WRONG: Final = frozenset(["incorrect", "wrong", "negative", "failure", "incorrectfeedback", "incorrect_fb"])
#: Titles that say no more than when it is shown.
_PLAIN_TITLES: Final = frozenset(["feedback", "modalfeedback", "rationale", "solution", "explanation"])


@dataclass(frozen=True, slots=True)
class When:
    """When a feedback is shown. Neither a choice nor ``wrong``: what it says explains the answer."""

    choice: str = ""  #: the identifier of the one choice that it is about
    wrong: bool = False  #: only for wrong answers


_ALWAYS: Final = When()


def when(
    feedback: etree._Element, rules: Sequence[Rule], ids: Collection[str], right: Collection[str]
) -> When:
    """Return when a feedback outside the choices is shown, by the rules or, without any, by its name."""
    identifier, outcome = attribute(feedback, "identifier"), attribute(feedback, "outcomeidentifier")
    hides = attribute(feedback, "showhide").lower() == "hide"
    about = [rule for rule in rules if rule.outcome == outcome]
    setting = [rule for rule in about if identifier in _values(rule.value)]
    if len(setting) == 1 and setting[0].condition is not None:
        return _of_condition(setting[0].condition, ids, right, hides=hides)
    # Some programs set a flag for each feedback by the name of the result: "correct" or "incorrect".
    flags = {name for rule in about for value in _values(rule.value) if (name := _named(value))}
    if identifier.lower() == "true" and len(flags) == 1:
        return When(wrong=(flags == {"wrong"}) != hides)
    if setting and not _named(identifier):
        return _ALWAYS
    if identifier in ids:
        return _opposite(When(choice=identifier), right) if hides else When(choice=identifier)
    if name := _named(identifier):
        return When(wrong=(name == "wrong") != hides)
    return _ALWAYS


def _values(expression: etree._Element) -> list[str]:
    if kind(expression) == "basevalue":
        return [words(expression)]
    return [words(value) for value in inside(expression, "basevalue")]


def _named(identifier: str) -> str:
    name = identifier.lower()
    return "right" if name in _RIGHT else "wrong" if name in _WRONG else ""


def _of_condition(condition: Condition, ids: Collection[str], right: Collection[str], *, hides: bool) -> When:
    if condition.correct is not None:
        return When(wrong=condition.correct == hides)
    if len(condition.ways) != 1:
        choices = {id for has, lacks in condition.ways if len(has) == 1 and not lacks for id in has}
        all_wrong = len(choices) == len(condition.ways) and choices == set(ids) - set(right)
        return When(wrong=not hides) if all_wrong else _ALWAYS
    has, lacks = condition.ways[0]
    if has == set(right) and len(right) > 1:
        return When(wrong=hides)
    if len(has) == 1 and not lacks:
        (choice,) = has
        return _opposite(When(choice=choice), right) if hides else When(choice=choice)
    if len(lacks) == 1 and not has and lacks == set(right):
        return When(wrong=not hides)
    return _ALWAYS


def _opposite(shown: When, right: Collection[str]) -> When:
    """Return when something is shown that is hidden for one choice."""
    return When(wrong=True) if set(right) == {shown.choice} else _ALWAYS


def title(feedback: etree._Element) -> str:
    """Return the title of a feedback as a paragraph of Markdown, "" when it has none that says anything."""
    written = " ".join(attribute(feedback, "title").split())
    plain = "".join(written.lower().split())
    if (
        not plain
        or plain in _PLAIN_TITLES
        or _named(plain)
        or plain == attribute(feedback, "identifier").lower()
    ):
        return ""
    return f"**{escape_markdown(written)}**"
