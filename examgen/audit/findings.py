"""What an audit finds, each thing with its cause: what follows from another fault is told after it, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class Cause(IntEnum):
    """Where a finding comes from, in the order in which findings are told."""

    FILE = 0  #: a file is another one altogether, or missing
    BANK = 1  #: the bank is another one than was printed
    CELL = 2  #: one thing in one place
    FOLLOWS = 3  #: follows from a file that is another one, where there is such a one


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not match."""

    cause: Cause
    file: str  #: path in the output folder; empty: it is of no one file
    text: str
    version: str = ""  #: the one that it concerns; empty: none or all

    def __str__(self) -> str:
        if not self.file:
            return self.text
        return f"{self.file} {self.text}" if self.text.startswith("is ") else f"{self.file}: {self.text}"


@dataclass(frozen=True, slots=True)
class Difference:
    """How a question in a file differs from the bank: told once when it is so on all versions."""

    question: int  #: 0-based index in the exam
    says: str  #: without file and place: "its text on the paper is not that of the bank"
    text: str  #: the same where it stands: "page 3, question 6: its text is not that of the bank"


def in_order(found: Iterable[Finding]) -> list[str]:
    """Return what is told of the findings: causes first, and without what follows from a file that is another one."""
    found = list(dict.fromkeys(found))
    causes = [each for each in found if each.cause is Cause.FILE]
    files = {each.file for each in causes}
    versions = {each.version for each in causes if each.version}
    told = [
        each
        for each in found
        if each.cause is not Cause.FOLLOWS or not (each.file in files or each.version in versions)
    ]
    return list(dict.fromkeys(str(each) for each in sorted(told, key=lambda each: each.cause)))


def first_of(texts: Sequence[str], most: int, things: str) -> list[str]:
    """Return the first of many texts, and how many more there are."""
    if len(texts) <= most + 1:
        return list(texts)
    return [*texts[:most], f"and {len(texts) - most} more {things}"]
