"""Advice on the writing of questions: what gives an answer away, or makes a question harder to read than to answer.

The rules are those that the literature on multiple-choice questions agrees on; each names its source
(:data:`RULES`). Advice never stops a build. Rules on words are those of English, and are left
out where a question is not in English.
"""

from examgen.advice.advising import Report, advise
from examgen.advice.rules import RULES, Advice, Rule
from examgen.advice.telling import lines_of

__all__ = ["RULES", "Advice", "Report", "Rule", "advise", "lines_of"]
