"""What comes out of reading bank files, whatever their format."""

from __future__ import annotations

from dataclasses import dataclass

from examgen.errors import Problem
from examgen.model import Bank


@dataclass(frozen=True, slots=True)
class Reading:
    """A bank, and everything that was wrong with its files.

    When ``problems`` holds an error the bank is what could be understood in spite of it: good for further checks,
    not for a build.
    """

    bank: Bank
    problems: tuple[Problem, ...] = ()
