"""Writes banks as quizzes of the program text2qti."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from examgen.errors import Problem, Severity
from examgen.formats.text2qti.dialect import to_text2qti
from examgen.formats.textdraft import choice_id
from examgen.model import Bank, Question

_WIDTH = 4
#: The first line of what we write: its Markdown is ours, in which HTML is text.
OWN = "% Written by examgen"


def written(bank: Bank) -> str:
    """Return a bank as a text2qti quiz."""
    head = [OWN]
    if bank.heading.title:
        head.append(f"Quiz title: {' '.join(bank.heading.title.split())}")
    if bank.heading.instructions:
        head.append(_item("Quiz description:", bank.heading.instructions))
    kept = bool(bank.questions) and all(question.keep_order for question in bank.questions)
    head.append(f"shuffle answers: {'false' if kept else 'true'}")
    questions = [_question(question, number) for number, question in enumerate(bank.questions, 1)]
    return "\n\n".join(["\n".join(head), *questions]) + "\n"


def refusals(bank: Bank) -> Iterator[Problem]:
    """Yield what text2qti would not take: it stops at a question that it has had, and at points that are no halves."""
    first: dict[str, str] = {}
    for question in bank.questions:
        same = first.setdefault(question.stem.source.strip(), question.id)
        if same != question.id:
            message = (
                f"question {question.id!r} asks in the same words as {same!r}, which text2qti does not take"
            )
            hint = "reword one of them, or leave it out, before you run text2qti"
            yield Problem("text2qti-refuses", message, question.place, hint, Severity.WARNING)
        if (question.points * 2).denominator != 1:
            message = f"question {question.id!r}: text2qti does not take {_decimal(question.points)} points"
            hint = "give points in halves, as 1.5, before you run text2qti"
            yield Problem("text2qti-refuses", message, question.place, hint, Severity.WARNING)


def _question(question: Question, number: int) -> str:
    lines = []
    if question.given_id:
        lines.append(f"Title: {question.id}")
    if question.points != 1 and question.points > 0:
        lines.append(f"Points: {_decimal(question.points)}")
    lines.append(_item(f"{number}.", question.stem.source))
    if question.rationale:
        lines.append(_item("...", question.rationale.source))
    several = len(question.answer) > 1
    for position, choice in enumerate(question.choices):
        right = choice.id in question.answer
        label = f"{'*' if right else ''}{choice_id(position)[:1]})"
        mark = ("[*]" if right else "[ ]") if several else label
        lines.append(_item(mark, choice.text.source))
        if choice.feedback:
            lines.append(_item("...", choice.feedback.source))
    return "\n".join(lines)


def _item(mark: str, source: str) -> str:
    """Return a mark and its text, whose further lines are indented as far as the first."""
    lead = f"{mark} " if mark.endswith(":") else f"{mark:<{_WIDTH - 1}} "
    indent = " " * (_WIDTH if mark.endswith(":") else len(lead))
    first, *others = to_text2qti(source.strip("\n")).split("\n")
    return "\n".join([f"{lead}{first}", *(f"{indent}{line}" if line.strip() else "" for line in others)])


def _decimal(points: Fraction) -> str:
    return f"{float(points):.6f}".rstrip("0").rstrip(".")
