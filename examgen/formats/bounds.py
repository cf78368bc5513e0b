"""How much a file may hold for readers of all formats: lists that end the reading of one that has far too much in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final, Self, TypeVar

from examgen.errors import Place, Problem
from examgen.formats.reading import Reading
from examgen.model import Bank

#: Ten thousand are a very large bank; so many of the shortest take some 300 MB and a quarter of a minute.
MAX_QUESTIONS: Final = 50_000
#: More than two for each question that a file may have.
MAX_PROBLEMS: Final = 120_000
#: Problems that are said of a file with too many; they are of a few kinds.
_SAID: Final = 1000
_HINT: Final = "divide it into several files, and name them all"

_T = TypeVar("_T")


class TooManyError(Exception):
    """A file has more questions or problems than are read."""

    def __init__(self, problem: Problem, found: Iterable[Problem] = ()) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.found = found  #: some of the problems found until then


class _Bounded(list[_T]):
    """A list that readers add to at its end, and that is looked at whenever they do."""

    most: ClassVar[int]

    def append(self, each: _T, /) -> None:
        super().append(each)
        if len(self) > self.most:
            raise self.error()

    def extend(self, several: Iterable[_T], /) -> None:
        for each in several:
            self.append(each)

    def __iadd__(self, several: Iterable[_T], /) -> Self:  # type: ignore[override, misc]  # a list's own is overloaded
        self.extend(several)
        return self

    def error(self) -> TooManyError:
        """Return what ends the reading."""
        raise NotImplementedError


class Questions(_Bounded[_T]):
    """The questions of a file, in whatever shape a reader gathers them.

    Raises:
        TooManyError: when there are more than are read.
    """

    most = MAX_QUESTIONS

    def error(self) -> TooManyError:
        return _too_many_questions()


class Problems(_Bounded[Problem]):
    """What was found wrong with a file.

    Raises:
        TooManyError: when it is so much that the file is hardly a bank.
    """

    most = MAX_PROBLEMS

    def error(self) -> TooManyError:
        message = f"more than {self.most:,} things are wrong with the file, and it was not read to its end"
        hint = "mend what is said of it first, or name its format with --from"
        return TooManyError(Problem("too-many-problems", message, None, hint), self[:_SAID])


def count_questions(count: int) -> None:
    """Look at the number of questions before they are read.

    Raises:
        TooManyError: when there are more than are read.
    """
    if count > Questions.most:
        raise _too_many_questions()


def _too_many_questions() -> TooManyError:
    message = f"the file has more than {Questions.most:,} questions, and so many are not read"
    return TooManyError(Problem("too-many-questions", message, None, _HINT))


def refused(name: str, error: TooManyError) -> Reading:
    """Return what is left of a file that has too much in it: nothing but problems."""
    problem = replace(error.problem, place=Place(name))
    return Reading(Bank((), name=Path(name).stem or "exam"), (problem, *error.found))


def within(name: str, reading: Reading) -> Reading:
    """Return what was read of a file, or in place of too many questions what is said of them."""
    many = len(reading.bank.questions) > Questions.most
    return refused(name, _too_many_questions()) if many else reading
