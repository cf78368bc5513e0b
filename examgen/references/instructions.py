"""Letters in the instructions of an exam: "Mark A if the statement is true, B if it is false"."""

from __future__ import annotations

import re
from typing import Final

from examgen.errors import Place, Problem, Severity
from examgen.references.mask import mask

_MEANING: Final = (
    r"true|false|yes|no|all|both|none|neither|nothing|correct|incorrect|right|wrong|agree|disagree|valid"
)
#: A letter with what it is to mean; "Part A: true or false" and "mark A, B, C or D" say nothing of the kind.
_MEANT: Final = re.compile(
    rf"""(?<![\w'’-])(?<!(?i:part)\s)(?<!(?i:form)\s)(?<!(?i:section)\s)(?<!(?i:version)\s)
    [(\["“‘'*]{{0,3}}[A-Z][)\]"”’'*]{{0,3}}
    (?: \s*(?:=|[-–—:]|(?i:\s(?:means|stands\s+for|is\s+for|for)))
        \s*["“‘'*]{{0,3}}(?i:(?:is\s+|it\s+is\s+)?(?:{_MEANING}))\b
      | \s+(?i:if|when|where|unless)
        \s+(?i:the|it|both|all|none|neither|only|statement|a|an|this|that|they|i|ii|iii|1|2)\b
    )""",
    re.VERBOSE,
)
_HINT: Final = (
    "say the words of the choice, as in: mark True; or keep the order of its questions with {keep-order}"
)


def instruction_problems(instructions: str, place: Place | None) -> list[Problem]:
    """Return a warning where instructions say what a letter means, which differs from version to version."""
    prose = mask(instructions).prose
    found = _MEANT.search(prose)
    if found is None:
        return []
    words = " ".join(prose[found.start() : found.end() + 20].split())
    message = f"the instructions say what a letter means ({words!r}), and choices are shuffled"
    return [Problem("letter-in-instructions", message, place, _HINT, Severity.WARNING)]
