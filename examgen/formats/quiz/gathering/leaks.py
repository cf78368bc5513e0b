"""Answer lines that are read as text of a question, and would be printed: ``Teacher's answer: C`` above the choices."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from examgen.errors import Problem
from examgen.formats.quiz.marking.words import ANSWER, pattern
from examgen.model import Text

_TELLS = re.compile(
    rf"^[ \t>*_([-]{{0,8}}(?:[^\W\d_][\w'\u2019.-]{{0,20}}\s+){{1,3}}{pattern(ANSWER)}"
    r"[*_]{0,2}\s*[:\uff1a][ \t*_(]{0,4}(?P<letter>[A-Za-z])[ \t).*_]{0,4}$",
    re.IGNORECASE | re.MULTILINE,
)


def answers_in_text(name: str, texts: Iterable[Text], right: Collection[str]) -> list[Problem]:
    """Return a problem for each of the texts that has a line which names a right choice by its letter.

    ``right`` are the labels of the right choices.
    """
    problems = []
    for text in texts:
        found = _TELLS.search(text.source) if ":" in text.source or "\uff1a" in text.source else None
        if found and found["letter"].lower() in right:
            message = (
                f"{name}: the line {found[0].strip()[:40]!r} would be printed, and names the right choice"
            )
            hint = f"write it below the choices as 'Answer: {found['letter']}', or take it away"
            problems.append(Problem("answer-in-text", message, text.place(found.start()), hint))
    return problems
