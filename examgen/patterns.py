r"""Questions about regular expressions, in which ``\(ab\)`` may be meant as it stands and prints as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from examgen.errors import Problem, Severity
from examgen.model import Text
from examgen.references import opaque_parts

_SUBJECT: Final = re.compile(r"(?i)\b(?:reg(?:ular[ -]?)?ex(?:es|ps?|pressions?)?|[ef]?grep|sed|awk)\b")
_MARKS: Final = (r"\(", r"\[")
#: What a pattern and a formula may both be: no blank, no command, no script.
_EITHER: Final = re.compile(r"\^?[^\s\\^_=<>$]+\$?")


def pattern_problems(texts: Sequence[Text]) -> Iterator[Problem]:
    """Give a warning for each formula of a question about regular expressions that may be one of them."""
    marked = [text for text in texts if "\\" in text.source and any(mark in text.source for mark in _MARKS)]
    if marked and any(_SUBJECT.search(text.source) for text in texts):
        for text in dict.fromkeys(marked):
            yield from _of_text(text)


def _of_text(text: Text) -> Iterator[Problem]:
    at = 0
    for part in opaque_parts(text.source):
        at = text.source.find(part, at)
        inside = part[2:-2]
        whole = not any(map(str.isspace, text.source.strip()))
        if part.startswith(_MARKS) and _EITHER.fullmatch(inside) and (whole or len(inside) > 1):
            message = f"'{part}' is printed as a formula, in a question about regular expressions"
            hint = "put it between backticks if it is a regular expression, or between dollars if it is a formula"
            yield Problem("pattern-as-math", message, text.place(at), hint, Severity.WARNING)
        at += len(part)
