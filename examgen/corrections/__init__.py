"""Corrections after an exam: what counts as the answer to a question whose papers are printed and stay as they are.

A correction names choices by their ids in the bank, as an answer does. Letters of a version become ids in ``asking``,
where they come in, and ids become letters in ``words``, where a key is printed. ``history`` is what is kept.
"""

from examgen.corrections.asking import Change, correct, unknown_question
from examgen.corrections.history import (
    Correction,
    Rule,
    accepted_by,
    from_json,
    in_force,
    latest,
    revision_of,
    to_json,
)
from examgen.corrections.words import (
    CorrectionRow,
    change_text,
    effect_text,
    ids_text,
    letter_sets,
    rows_in_ids,
    rows_in_letters,
    rule_text,
)

__all__ = [
    "Change",
    "Correction",
    "CorrectionRow",
    "Rule",
    "accepted_by",
    "change_text",
    "correct",
    "effect_text",
    "from_json",
    "ids_text",
    "in_force",
    "latest",
    "letter_sets",
    "revision_of",
    "rows_in_ids",
    "rows_in_letters",
    "rule_text",
    "to_json",
    "unknown_question",
]
