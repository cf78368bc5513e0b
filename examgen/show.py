"""A bank as plain data: what ``examgen show --json`` prints, described by ``docs/show.schema.json``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from examgen.model import Bank, Choice, Question
from examgen.schema import BankView, ChoiceView, QuestionView


def view(bank: Bank) -> dict[str, Any]:
    """Return the bank as dicts, lists, strings and numbers, fit for :func:`json.dumps`.

    Questions, choices and answers stand in the author's order. Points and weights are integers where
    they are whole.
    """
    heading = bank.heading
    shown = BankView(
        title=heading.title,
        course=heading.course,
        date=heading.date,
        duration=heading.duration,
        instructions=heading.instructions,
        files=[file.as_posix() for file in bank.files],
        questions=[_question(question) for question in bank.questions],
    )
    return shown.model_dump(mode="json")


def _question(question: Question) -> QuestionView:
    return QuestionView(
        id=question.id,
        stem=question.stem.source,
        choices=[_choice(choice, choice.id in question.answer) for choice in question.choices],
        answer=[choice.id for choice in question.choices if choice.id in question.answer],
        rationale=question.rationale.source if question.rationale is not None else None,
        points=_number(question.points),
        tags=list(question.tags),
        difficulty=question.difficulty,
        section=question.section,
        pin=question.pin,
        keep_order=question.keep_order,
        kind=question.kind,
        file=question.place.file,
        line=question.place.line,
        column=question.place.column,
    )


def _choice(choice: Choice, correct: bool) -> ChoiceView:
    return ChoiceView(
        id=choice.id,
        text=choice.text.source,
        correct=correct,
        pin=choice.pin,
        weight=None if choice.weight is None else _number(choice.weight),
        feedback=choice.feedback.source if choice.feedback is not None else None,
    )


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)
