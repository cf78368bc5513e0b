"""Lines below questions that say what these are about, as ``Topic: Waves``: tags, and no reasons.

Below one question ``Domain: all numbers but 0`` may be why its answer is right. The same word below others, too, and
with a few words behind it each time, is one of a form that the author fills in. Settings of other programs, such as
``::time=20``, are no text of a question either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from examgen.errors import Problem, Severity
from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.fields import Field, Row

_TAG: Final = re.compile(
    r"\s*(?:[-*+]\s+)?(?P<mark>\*\*|__|\*|_)?(?P<key>(?i:sub-?topics?|topics?|subjects?|category|categories|tags?|domain|"
    r"chapter|module|lesson|learning objectives?|objectives?|bloom(?:['\u2019]s)?(?: level)?|cognitive level|"
    r"tema|temas|thema|th\u00e8me|categor\u00eda|categoria|assunto|disciplina|argomento|"
    r"\u0442\u0435\u043c\u0430|\u77e5\u8bc6\u70b9|\u6807\u7b7e|\u5206\u7c7b|\u7ae0\u8282))"
    r"(?(mark)(?:\*\*|__|\*|_)?)(?:\s?[:\uff1a]|\)(?=\s))(?(mark)(?:\*\*|__|\*|_)?)\s*(?P<value>\S.{0,60}?)[\s*_]*$"
)
#: In a value: a sentence, or what is reckoned with.
_NO_TAG: Final = re.compile(r"[=<>$`\u2260\u2264\u2265\u2208{}]|[.?!;]$")
_SETTING: Final = re.compile(r"\s*::[A-Za-z][\w-]*=\S*\s*$")
#: Below fewer questions it may be a reason.
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class _Below:
    """One line below a question."""

    draft: DraftQuestion
    field: Field
    row: Row


def take_tags_below(file: str, drafts: Sequence[DraftQuestion]) -> list[Problem]:
    """Take such lines away from reasons and last choices; return a warning for settings that are not read."""
    tags: dict[str, list[tuple[_Below, str]]] = {}
    settings: list[_Below] = []
    for below in (found for draft in drafts for found in _lines(draft)):
        text = below.row.line.text
        if said := _TAG.match(text):
            tags.setdefault(said["key"].casefold(), []).append((below, said["value"]))
        elif _SETTING.match(text):
            settings.append(below)
    for rows in tags.values():
        several = len({id(below.draft) for below, _ in rows}) >= _FEWEST
        if several and not any(_NO_TAG.search(value) for _, value in rows):
            for below, value in rows:
                words = below.draft.words
                more = (tag.strip() for tag in value.split(",") if tag.strip())
                below.draft.words = replace(words, tags=(*words.tags, *more))
                _drop(below)
    for below in settings:
        _drop(below)
    if not settings:
        return []
    line = settings[0].row.line
    message = f"'{line.text.strip()[:30]}' is a setting of another program, and is left out"
    place = line.place(file, line.start)
    return [Problem("stray-text", message, place, "nothing need be done", Severity.WARNING)]


def _lines(draft: DraftQuestion) -> Iterator[_Below]:
    """Yield the lines with a colon that stand below the question's last choice, or in its reasons.

    Where other choices go on below their first line, too, such a line is part of the last one.
    """
    fields = [draft.rationale] if draft.rationale else []
    if draft.choices and len(draft.choices[-1].field.rows) > 1:
        longer = (any(not row.line.blank for row in choice.field.rows[1:]) for choice in draft.choices[:-1])
        fields += [] if any(longer) else [draft.choices[-1].field]
    for field in fields:
        deepest = None if field is draft.rationale else draft.choices[-1].indent
        for row in field.rows:
            text = row.line.text
            if row.offset is not None or not (":" in text or ")" in text or "\uff1a" in text):
                continue
            if not row.line.code and (deepest is None or row.line.indent <= deepest):
                yield _Below(draft, field, row)


def _drop(below: _Below) -> None:
    below.field.drop([below.row])
    if below.field is below.draft.rationale and below.field.empty:
        below.draft.rationale = below.draft.rationale_place = None
        below.draft.plain_rationale = False
