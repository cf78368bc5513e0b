"""What the files of one exam say of it differently: the exam has one head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from examgen.errors import Place, Problem, Severity
from examgen.model import Bank, Heading

#: The titles of files are those of weeks or chapters, and differ as a rule.
_FIELDS = tuple(field.name for field in fields(Heading) if field.name != "title")

#: Quoted words are no longer than this (characters).
_LONGEST = 50


def others(headed: Bank, banks: Sequence[Bank]) -> Iterator[Problem]:
    """Yield a warning for each thing that a file says of the exam, and that the head of ``headed`` does not say."""
    for bank in banks:
        for name in _FIELDS:
            said = getattr(bank.heading, name)
            if said and said != getattr(headed.heading, name):
                yield _other(name, said, bank, headed)


def without(problems: Iterable[Problem], names: Iterable[str]) -> list[Problem]:
    """Return the problems but for those on fields of the head that are given for the exam as a whole."""
    begins = tuple(map(_begin, names))
    return [each for each in problems if not (each.code == "other-head" and each.message.startswith(begins))]


def _begin(name: str) -> str:
    return f"the {name} "


def _other(name: str, said: str, bank: Bank, headed: Bank) -> Problem:
    file = str(bank.files[0]) if bank.files else bank.name
    first = str(headed.files[0]) if headed.files else headed.name
    begin = said.split("\n")[0]
    words = begin if begin == said and len(begin) <= _LONGEST else f"{begin[: _LONGEST - 3]}..."
    verb = "are" if name == "instructions" else "is"
    return Problem(
        "other-head",
        f"{_begin(name)}'{words}' of '{file}' {verb} not printed: the exam has the head of '{first}'",
        bank.places.get(name) or Place(file),
        f"say it for the whole exam, as by examgen build --{name}, or take it out of this file",
        Severity.WARNING,
    )
