"""What the files of one exam say of it differently: the exam has one head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from examgen.errors import Place, Problem, Severity
from examgen.formats.quiz.marking.pointseach import points_each, words_on_each
from examgen.model import Bank, Heading

#: The titles of files are those of weeks or chapters, and differ as a rule.
_FIELDS = tuple(field.name for field in fields(Heading) if field.name != "title")

#: Quoted words are no longer than this (characters).
_LONGEST = 50


def others(headed: Bank, banks: Sequence[Bank]) -> Iterator[Problem]:
    """Yield a warning for each thing that a file says of the exam, and that the head of ``headed`` does not say.

    Points for each question in that head are told, too, where questions of another file have other points.
    """
    for bank in banks:
        for name in _FIELDS:
            said = getattr(bank.heading, name)
            if said and said != getattr(headed.heading, name):
                yield _other(name, said, bank, headed)
    for name in ("instructions", "course"):
        said = getattr(headed.heading, name)
        if words := words_on_each(said):
            points = points_each(said)
            below = [bank for bank in banks if bank is not headed]
            untrue = next((bank for bank in below if any(q.points != points for q in bank.questions)), None)
            if untrue is not None:
                yield _untrue(name, words, untrue, headed)


def without(problems: Iterable[Problem], names: Iterable[str]) -> list[Problem]:
    """Return the problems but for those on fields of the head that are given for the exam as a whole."""
    begins = tuple(map(_begin, names))
    return [each for each in problems if not (each.code == "other-head" and each.message.startswith(begins))]


def _begin(name: str) -> str:
    return f"the {name} "


def _file(bank: Bank) -> str:
    return str(bank.files[0]) if bank.files else bank.name


def _untrue(name: str, words: str, bank: Bank, headed: Bank) -> Problem:
    verb = "say" if name == "instructions" else "says"
    return Problem(
        "other-head",
        f"{_begin(name)}of '{_file(headed)}' {verb} '{words}' above all questions,"
        f" and those of '{_file(bank)}' have other points",
        headed.places.get(name) or Place(_file(headed)),
        f"say what holds for the whole exam, as by examgen build --{name}, or give those questions these points",
        Severity.WARNING,
    )


def _other(name: str, said: str, bank: Bank, headed: Bank) -> Problem:
    begin = said.split("\n")[0]
    words = begin if begin == said and len(begin) <= _LONGEST else f"{begin[: _LONGEST - 3]}..."
    verb = "are" if name == "instructions" else "is"
    return Problem(
        "other-head",
        f"{_begin(name)}'{words}' of '{_file(bank)}' {verb} not printed: the exam has the head of '{_file(headed)}'",
        bank.places.get(name) or Place(_file(bank)),
        f"say it for the whole exam, as by examgen build --{name}, or take it out of this file",
        Severity.WARNING,
    )
