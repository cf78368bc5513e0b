"""Advice as a person reads it: by rule, with the first places of each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from examgen.advice.advising import Report
from examgen.advice.rules import RULES, Advice

#: So many places of a rule are shown, unless all are asked for.
SHOWN = 3
_NAMED = 5


def lines_of(report: Report, *, everything: bool = False) -> Iterator[str]:
    """Give the lines: for each rule its title and how often, where, its remedy and source; a summary at the end."""
    for code, group in groupby(report.advice, key=lambda each: each.code):
        found = list(group)
        rule = RULES[code]
        often = f" ({len(found)})" if len(found) > 1 else ""
        yield f"{code}{often}: {rule.title}"
        shown = found if everything or len(found) == SHOWN + 1 else found[:SHOWN]
        yield from (f"  {_line(each)}" for each in shown)
        if len(found) > len(shown):
            yield f"  and {len(found) - len(shown)} more; --all shows them"
        yield f"  remedy: {rule.remedy} [{rule.source}]"
    if report.not_english:
        yield _skipped(report)
    questions = {each.question for each in report.advice if each.question}
    count = len(report.advice)
    if count:
        pieces = f"{count} piece{'s' if count != 1 else ''} of advice"
        yield f"{pieces} on {len(questions)} of {_questions(report.questions)}; none of it stops a build"
    else:
        yield f"no advice on {_questions(report.questions)}"


def _line(advice: Advice) -> str:
    if advice.place is None:
        return advice.message
    return f"{advice.place}: {advice.message}"


def _skipped(report: Report) -> str:
    ids = ", ".join(report.not_english[:_NAMED])
    more = len(report.not_english) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    skipped = ", ".join(rule.code for rule in RULES.values() if rule.english)
    return (
        f"{_questions(len(report.not_english))} not in English, as far as can be told ({ids}{rest}): "
        f"not looked for there: {skipped}"
    )


def _questions(count: int) -> str:
    return f"{count} question{'' if count == 1 else 's'}"
