"""Codes that stand in bold brackets before the text of every question: ``1. **[D1]** Which ...``. They become tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.fields import Row

#: Words that a number follows in codes; ``Choose 2`` is none of them.
_WORDS: Final = "Domain|Topic|Section|Chapter|Unit|Module|Level|Objective|Week|Lecture|Lesson|Category|Skill"
#: Before a small letter it is a word of the sentence: ``**[H2]** is ...``.
_CODE: Final = re.compile(
    rf"(?P<bold>\*\*|__)\[(?P<code>(?:[A-Z]{{1,6}}[ -]?|(?:{_WORDS}) )[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*)\]"
    r"[:.]?(?P=bold)[:.]?[ \t]+(?=[^\sa-z])"
)
#: In fewer questions they may be words that are asked about.
_FEWEST: Final = 2


def take_tags(drafts: Sequence[DraftQuestion]) -> None:
    """Take the codes away from the stems, and add them to the tags, where all questions with choices have one."""
    asked = [draft for draft in drafts if draft.choices]
    found = [_code(draft) for draft in asked]
    if len(found) < _FEWEST or None in found:
        return
    for draft, code in zip(asked, found, strict=True):
        if code:
            row = draft.stem.rows[0]
            draft.stem.rows[0] = Row(row.line, code.end(), row.reopen, row.end)
            draft.words = replace(draft.words, tags=(*draft.words.tags, code["code"]))


def _code(draft: DraftQuestion) -> re.Match[str] | None:
    """Return the code with which a stem begins."""
    row = draft.stem.rows[0] if draft.stem.rows else None
    if row is None or row.offset is None or row.line.code or row.reopen:
        return None
    return _CODE.match(row.line.text, row.offset)
