"""What is wrong with a text that is not YAML, in words for a person.

PyYAML's two parsers find the same faults at nearly the same marks but word them differently, for people
who know the grammar. The character at the mark says more to an author: most faults are text that wants
quotes.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import yaml

from examgen.errors import Place, Problem

Position: TypeAlias = tuple[int, int]  #: 0-based line and column, as PyYAML's marks

QUOTE_HINT = "put the whole text in single quotes, or in a block: '|' after the key, the text indented below"

#: A value that begins with a quote or a bracket, after the dashes and the key of its line.
_OPENED = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?([\"'\[{])")


def describe_fault(file: str, lines: list[str], error: yaml.MarkedYAMLError) -> Problem:
    """Return the problem that a syntax error of PyYAML stands for."""
    mark = _position(error.problem_mark) or _position(error.context_mark)
    if mark is None:
        return Problem("yaml-syntax", f"not valid YAML: {error.problem}", Place(file))
    opened = _opened_fault(lines, mark, _position(error.context_mark))
    end = _end(lines)
    if opened is not None:
        (line, column), message, hint = opened
    elif mark >= end:
        line, column = end
        message, hint = "the file ends in the middle of a list or a mapping", "close what is open above"
    else:
        line, column = mark
        message, hint = _fault(lines[line], column)
    return Problem("yaml-syntax", message, Place(file, line + 1, column + 1), hint)


def _end(lines: list[str]) -> Position:
    """Return the position after the last character of a file that is not white space."""
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    return last, len(lines[last].rstrip())


def _position(mark: yaml.Mark | None) -> Position | None:
    return (mark.line, mark.column) if mark else None


def _opened_fault(
    lines: list[str], mark: Position, context: Position | None
) -> tuple[Position, str, str] | None:
    """Return (where, message, hint) when the fault lies in what was opened before it by one character."""
    begin = _character(lines, context) if context else ""
    if context is None or not begin:
        return None
    if begin in "'\"":
        line, column = mark
        if "\\" in [_character(lines, (line, column - shift)) for shift in range(3)]:
            column = lines[line].rfind("\\", 0, column + 1)
            return (line, column), "a backslash in double quotes that begins no escape", QUOTE_HINT
        return context, f"the quote {begin} that opens here is not closed", f"close it with {begin}"
    if begin in "*&!%":
        return context, f"text without quotes cannot begin with {begin!r}", QUOTE_HINT
    if begin in "[{":
        return context, f"the bracket {begin!r} that opens here is not closed", QUOTE_HINT
    if begin in "|>":
        return context, f"text cannot follow {begin!r} on its line", QUOTE_HINT
    return None


def _fault(line: str, column: int) -> tuple[str, str]:
    """Return message and hint for a fault at a 0-based column of a line."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab stands in the indentation", "indent with spaces; YAML does not take tabs there"
    char = line[column : column + 1]
    if char and char in "@`%,?-":
        return f"text without quotes cannot begin with {char!r}", QUOTE_HINT
    if char == ":":
        return "a colon and a space stand inside text without quotes", QUOTE_HINT
    if (opened := _OPENED.match(line)) and opened.end() <= column:
        return f"text goes on after a value that begins with {opened[1]!r}", QUOTE_HINT
    return (
        "this does not fit what stands above it",
        "look at the indentation, at the colon after each key, and for text that wants quotes",
    )


def _character(lines: list[str], at: Position) -> str:
    """Return the character at a position; nothing outside its line."""
    line, column = at
    return lines[line][column : column + 1] if line < len(lines) and column >= 0 else ""
