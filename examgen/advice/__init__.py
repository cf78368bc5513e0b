"""Advice on the writing of questions: what gives an answer away, or makes a question harder to read than to answer.

The rules are those that the literature on multiple-choice questions agrees on; each names its source
(:data:`RULES`). Advice never stops a build. Rules on words are those of English, and are left
out where a question is not in English.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.advice.advising import Report, advise
    from examgen.advice.rules import RULES, Advice, Rule
    from examgen.advice.telling import lines_of

__all__ = ["RULES", "Advice", "Report", "Rule", "advise", "lines_of"]

#: Where each name is; loaded when first asked for, because the command line has the room at hand and seldom needs it.
_MODULE_OF = {
    "RULES": "examgen.advice.rules",
    "Advice": "examgen.advice.rules",
    "Report": "examgen.advice.advising",
    "Rule": "examgen.advice.rules",
    "advise": "examgen.advice.advising",
    "lines_of": "examgen.advice.telling",
}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'examgen.advice' has no attribute '{name}'")
    value: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
