"""The questions of an exam, taken from a bank."""

from __future__ import annotations

from collections.abc import Sequence

from examgen.arrange import pick
from examgen.errors import SelectionError
from examgen.exam import Exam
from examgen.model import Bank, Heading


def select(
    bank: Bank,
    *,
    seed: str,
    tags: Sequence[str] = (),
    count: int | None = None,
    heading: Heading | None = None,
) -> Exam:
    """Return the exam: the bank's questions with one of the tags, and of these ``count`` drawn by the seed.

    Every version of the exam has the same questions. No tags: all questions; no count: all that are left.

    Raises:
        SelectionError: a tag that no question has, or more questions asked for than there are.
    """
    questions = bank.questions
    if tags:
        known = sorted({tag for question in questions for tag in question.tags})
        unknown = [tag for tag in tags if tag not in known]
        if unknown:
            raise SelectionError(
                f"no question has the tag {' or '.join(repr(tag) for tag in unknown)}",
                hint=f"the tags of this bank are {', '.join(known)}" if known else "this bank has no tags",
            )
        questions = tuple(question for question in questions if not set(tags).isdisjoint(question.tags))
    if count is not None:
        if count < 1:
            raise SelectionError(f"an exam needs at least 1 question, and {count} are asked for")
        if count > len(questions):
            narrowed = f" with the tag {' or '.join(repr(tag) for tag in tags)}" if tags else ""
            raise SelectionError(
                f"{count} questions are asked for, and the bank has {len(questions)}{narrowed}",
                hint=f"ask for {len(questions)} or fewer" + (", or name more tags" if tags else ""),
            )
        questions = tuple(questions[index] for index in pick(questions, seed, count))
    return Exam(name=bank.name, heading=heading or bank.heading, questions=questions)
