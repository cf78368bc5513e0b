"""Writes banks as GIFT, in Moodle's format ``markdown``, one question after the other."""

from __future__ import annotations

import re
from fractions import Fraction

from examgen.errors import Problem
from examgen.formats.gift.lex import COMMAND
from examgen.formats.moodle.math import to_moodle
from examgen.formats.oldmarkdown import to_extra
from examgen.formats.reading import Reading
from examgen.formats.sameprint import as_before, with_backslash_breaks
from examgen.formats.textdraft import differences
from examgen.model import Bank, Choice, Question

_SPECIAL = re.compile(r"[\\~=#{}:\n]")
_ROOT = "$course$/top"
#: The first line of what we have written: its Markdown is ours, in which HTML is text.
OWN = "// Written by examgen"
#: The same where the Markdown is Moodle's as far as formulas go.
WITH_MATH = f"{OWN}, with formulas for Moodle"


def written(bank: Bank) -> str:
    """Return a bank as GIFT."""
    parts = [f"{WITH_MATH}\n"]
    section: str | None = None
    for question in bank.questions:
        if question.section != section:
            section = question.section
            parts.append(f"$CATEGORY: {_ROOT}{_category(section)}\n")
        parts.append(_question(question))
    return "\n".join(parts)


def losses_after(bank: Bank, back: Reading) -> list[Problem]:
    """Return what a bank lost between writing and reading."""
    return differences(bank, Reading(as_before(bank, back.bank), back.problems), "GIFT")


def escaped_slashes(path: str) -> str:
    """Return the section that a category's path below its root names: 'A/B//C' is 'A / B/C'."""
    return " / ".join(part.replace("\0", "/").strip() for part in path.replace("//", "\0").split("/")).strip()


def _category(section: str | None) -> str:
    if not section:
        return ""
    return "/" + "/".join(part.replace("/", "//") for part in section.split(" / "))


def _question(question: Question) -> str:
    lines = []
    notes = [f"[id:{_note(question.id)}]"] if question.given_id else []
    notes += [f"[tag:{_note(tag)}]" for tag in question.tags]
    if notes:
        lines.append(f"// {' '.join(notes)}")
    name = f"::{_escaped(question.id)}::" if question.given_id else ""
    lines.append(f"{name}[markdown]{_markdown(question.stem.source)} {{")
    if (truth := _truth(question)) is not None:
        lines.append(truth)
    else:
        shares = _shares(question)
        lines += [
            f"{_mark(choice, question, shares)}{_text(choice.text.source)}{_feedback(choice)}"
            for choice in question.choices
        ]
    if question.rationale:
        lines.append(f"####{_text(question.rationale.source)}")
    return "\n".join(lines) + "\n}\n"


def _truth(question: Question) -> str | None:
    """Return the answer of a true/false question, None when it is another one."""
    texts = [choice.text.source for choice in question.choices]
    plain = not any(choice.weight is not None or choice.pin for choice in question.choices)
    if texts != ["True", "False"] or len(question.answer) != 1 or not (question.keep_order and plain):
        return None
    right = next(choice for choice in question.choices if choice.id in question.answer)
    wrong = next(choice for choice in question.choices if choice.id not in question.answer)
    feedback = f"#{_text(wrong.feedback.source)}" if wrong.feedback else ""
    if right.feedback:
        feedback = f"{feedback or '#'}#{_text(right.feedback.source)}"
    return f"{right.text.source.upper()}{feedback}"


def _shares(question: Question) -> dict[str, Fraction]:
    """Return each choice's share of the points."""
    right = [choice for choice in question.choices if choice.id in question.answer]
    share = Fraction(1, max(len(right), 1))
    if len(right) == 1 or any(choice.weight is not None for choice in right):
        share = Fraction(1)
    return {
        choice.id: choice.weight if choice.weight is not None else share * (choice.id in question.answer)
        for choice in question.choices
    }


def _mark(choice: Choice, question: Question, shares: dict[str, Fraction]) -> str:
    share = shares[choice.id]
    if choice.id in question.answer and len(question.answer) == 1 and share == 1:
        return "="
    return "~" if not share else f"~%{_percent(share)}%"


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.5f}".rstrip("0").rstrip(".")


def _feedback(choice: Choice) -> str:
    return f"#{_text(choice.feedback.source)}" if choice.feedback else ""


def _text(source: str) -> str:
    """Return a text behind a sign; one that begins with a bracket says its format, lest the bracket be one."""
    lead = "[markdown]" if source.lstrip().startswith("[") else ""
    # A share of the points is looked for at the very beginning of a choice.
    return lead + ("\\n" if source.startswith("%") else "") + _markdown(source)


def _markdown(source: str) -> str:
    """Return our Markdown as Moodle reads it, where blanks at the end of a line do not outlast GIFT."""
    return _escaped(to_moodle(to_extra(with_backslash_breaks(source))))


def _escaped(source: str) -> str:
    return _SPECIAL.sub(lambda found: _escape(found[0], source[found.end() : found.end() + 12]), source)


def _escape(sign: str, after: str) -> str:
    if sign != "\n":
        return f"\\{sign}"
    # In a formula an escaped end of line and 'eq' would be read as a command.
    return "\n" if COMMAND.match(rf"\n{after}") else r"\n"


def _note(words: str) -> str:
    return " ".join(words.replace("]", r"\]").split())
