"""Problems, and the tree of errors.

A *problem* is one thing to mend, with its place and a remedy. Checks gather problems; an *error* carries them to
the person who called. Every error has a message, an exit code for the command line, and pickles.

    ExamgenError            1
    ├── BankError           1   problems in the banks: all of them
    ├── SelectionError      1   the exam asks for what the bank does not have
    ├── UsageError          2   options that contradict each other or cannot be
    ├── TexMissingError     3   no TeX on this machine, or a part of it is missing
    ├── TypesetError        4   TeX or a template failed
    │   └── TemplateError   4   a template names what does not exist, or is not a template
    ├── DeliveryError       5   the output folder cannot be written or belongs to somebody else
    └── AuditError          6   what was printed, read back, does not match
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: What a terminal obeys or hides: control characters but for tab and end of line, separators, marks of direction and
#: zero width, halves of characters, and what is no character.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def printable(text: str) -> str:
    """Return a text that says the same on every terminal and changes nothing there: what is obeyed is spelled out.

    Whatever comes from a bank or the name of a file goes through here before a person sees it.
    """
    return _OBEYED.sub(lambda found: ascii(found[0])[1:-1], text)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file, printed as ``file:line:column``."""

    file: str  #: the path as the user gave it
    line: int = 0  #: 1-based; 0 means the file as a whole
    column: int = 0  #: 1-based, in characters; 0 means the line as a whole

    def __str__(self) -> str:
        parts = [printable(self.file).replace("\n", "\\n")]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


class Severity(StrEnum):
    """How bad a problem is: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    ``code`` is a short stable name of the kind of problem (``no-answer``), for tests and for programs.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        kind = "warning: " if self.severity is Severity.WARNING else ""
        tail = f"\n  hint: {self.hint}" if self.hint else ""
        return printable(f"{head}{kind}{self.message}{tail}")

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Problems are listed by file, then by place."""
        place = self.place or Place("")
        return (place.file, place.line, place.column, self.message)


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop a build, sorted by place."""
    return sorted((p for p in problems if p.severity is Severity.ERROR), key=lambda p: p.sort_key)


def warnings_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that do not stop a build, sorted by place."""
    return sorted((p for p in problems if p.severity is Severity.WARNING), key=lambda p: p.sort_key)


def not_built(errors: int) -> str:
    """Return what is said of a number of problems that stopped a build."""
    return f"{errors} error{'s' if errors != 1 else ''}: nothing was built"


class ExamgenError(Exception):
    """Something a person has to mend; ``str(error)`` is fit to be shown as it is."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", problems: Sequence[Problem] = ()) -> None:
        self.message = printable(message)
        self.hint = printable(hint)
        super().__init__(self.message)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        lines = [self.message] if self.message else []
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join([*(str(problem) for problem in self.problems), *lines])

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.hint, self.problems))


def _rebuild(
    kind: type[ExamgenError], message: str, hint: str, problems: tuple[Problem, ...]
) -> ExamgenError:
    return kind(message, hint=hint, problems=problems)


class BankError(ExamgenError):
    """The banks have problems that stop a build; ``problems`` holds all of them, warnings too."""


class SelectionError(ExamgenError):
    """The exam asks for more, or for other, questions than the bank holds."""


class UsageError(ExamgenError):
    """Options that contradict each other or have values that cannot be."""

    exit_code = 2


class TexMissingError(ExamgenError):
    """TeX, or a package or font that the templates need, is not on this machine."""

    exit_code = 3


class TypesetError(ExamgenError):
    """TeX stopped, ran out of time or memory, or reported errors in pieces of a bank."""

    exit_code = 4


class TemplateError(TypesetError):
    """A template names an unknown variable, is not valid Jinja, or is missing."""


class DeliveryError(ExamgenError):
    """The output folder cannot be written, or holds a person's file where one of ours would go."""

    exit_code = 5


class AuditError(ExamgenError):
    """Papers and keys, read back from their PDFs, do not match, or could not be read."""

    exit_code = 6
