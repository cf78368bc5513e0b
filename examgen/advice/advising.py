"""All rules, on all questions of a bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from examgen.advice import choices, cues, numbers, stems
from examgen.advice.items import Item
from examgen.advice.nearness import near_duplicates
from examgen.advice.rules import RULES, Advice
from examgen.advice.whole import fixed_positions, longest_right
from examgen.errors import Place
from examgen.model import Bank

_ANY_LANGUAGE: tuple[Callable[[Item], Iterator[Advice]], ...] = (
    choices.speaking_of_others,
    choices.number_of_choices,
    choices.uneven_length,
    choices.end_marks,
    cues.convergence,
    numbers.number_order,
    numbers.overlapping_ranges,
    stems.unfocused_stem,
    stems.thin_rationale,
)
_ENGLISH: tuple[Callable[[Item], Iterator[Advice]], ...] = (
    stems.negative_stem,
    stems.double_negative,
    cues.absolute_words,
    cues.vague_words,
    cues.grammar_cue,
)


@dataclass(frozen=True, slots=True)
class Report:
    """Advice on a bank."""

    advice: tuple[Advice, ...]  #: by rule in the order of the table, then by place
    questions: int  #: that were looked at
    not_english: tuple[str, ...] = ()  #: ids of questions on which the rules for English were not used


def advise(written: Bank, printed: Bank) -> Report:
    """Return the advice on a bank.

    ``written`` has the texts as the author wrote them; ``printed`` is the same bank with its letters resolved
    (:func:`examgen.check.check`), which tells which choices keep their place. Raises nothing.
    """
    items = [
        Item(as_written, as_printed.keep_order, frozenset(c.id for c in as_printed.choices if c.pin))
        for as_written, as_printed in zip(written.questions, printed.questions, strict=True)
        if as_written.stem and as_written.choices
    ]
    # A question whose words do not tell is in the language of the others.
    usual = sum(max(-1, min(1, item.english)) for item in items)
    english = [item for item in items if (item.english or usual) > 0]
    found: list[Advice] = [*longest_right(items), *fixed_positions(items), *near_duplicates(items)]
    for item in items:
        for rule in _ANY_LANGUAGE:
            found.extend(rule(item))
    stems_with = Counter(root for item in english for root in cues.roots(item.stem.words))
    for item in english:
        for rule in _ENGLISH:
            found.extend(rule(item))
        found.extend(cues.clang(item, stems_with, len(english)))
    order = {code: at for at, code in enumerate(RULES)}
    found.sort(key=lambda each: (order[each.code], each.place or Place("")))
    named = {id(item) for item in english}
    return Report(
        tuple(found), len(items), tuple(item.question.id for item in items if id(item) not in named)
    )
