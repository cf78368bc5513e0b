"""Python before 3.11.5 loses matches of possessive repeats of groups (gh-106052); ours repeat single characters only."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import examgen

SINGLE = {_constants.IN, _constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY}


def repeated_groups(parsed: Any) -> Iterator[Any]:
    """Yield the possessive repeats and atomic groups below a parsed pattern that hold more than one character."""
    if isinstance(parsed, (tuple, list)):
        if parsed and parsed[0] is _constants.ATOMIC_GROUP:
            yield parsed
        if parsed and parsed[0] is _constants.POSSESSIVE_REPEAT:
            inside = list(parsed[1][2])
            if len(inside) != 1 or inside[0][0] not in SINGLE:
                yield parsed
        for each in parsed:
            yield from repeated_groups(each)
    elif isinstance(parsed, _parser.SubPattern):
        yield from repeated_groups(list(parsed))


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for found in pkgutil.walk_packages(examgen.__path__, "examgen."):
        if not found.name.endswith("__main__"):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{found.name}.{name}", value


def test_no_pattern_repeats_a_group_so() -> None:
    all_patterns = dict(patterns())
    assert len(all_patterns) > 300
    assert [
        name
        for name, each in all_patterns.items()
        if any(repeated_groups(_parser.parse(each.pattern, each.flags & ~re.UNICODE)))
    ] == []


@pytest.mark.parametrize(
    ("pattern", "count"), [(r"(?:ab|c)*+d", 1), (r"(?>a+b)", 1), (r"\s*+[^-]++(?:a|b)*", 0)]
)
def test_they_are_found(pattern: str, count: int) -> None:
    assert len(list(repeated_groups(_parser.parse(pattern)))) == count
