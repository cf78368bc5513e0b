"""Points that stand at the beginning or at the end of a stem: ``(2 points) Which ...``, ``... (__/2)``, ``... /2``.

Those beside the number are read with it (:mod:`examgen.formats.quiz.gathering.head`). All offsets are 0-based in
``Line.text``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from examgen.errors import Problem, Severity
from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.fields import Row
from examgen.formats.quiz.marking.marks import points_at, points_end
from examgen.formats.quiz.marking.words import POINTS, pattern

_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,2})?"
#: Behind a sign of mathematics stands a number.
_BEHIND = r"(?<![\s=+*/<>\u00d7\u00f7\u2248-])"
#: ``2 points: Which ...``
_SAID = re.compile(rf"(?P<points>{_NUMBER})\s*{pattern(POINTS)}\s*[:\uff1a](?:\s+(?=\S)|\s*$)", re.IGNORECASE)
#: ``(__/2)``: a blank for what a student gets.
_BLANK = re.compile(rf"(?:^|{_BEHIND}\s+)[(\[]\s?(?:\\?_){{1,9}}\s?/\s?(?P<points>{_NUMBER})\s?[)\]]\s*$")
#: What says points only where all stems end so; elsewhere ``__/4`` may be a fraction to complete.
_SLASH = re.compile(rf"(?:^|{_BEHIND}\s+)[(\[]?\s?(?:\\?_){{0,9}}\s?/\s?(?P<points>{_NUMBER})\s?[)\]]?\s*$")
#: Nothing of the above is longer.
_TAIL = 40
#: What may also be a note or a source.
_BARE = re.compile(r"(?:^\s*|(?<=\S)\s+)(?:\([0-9]{1,3}\)|\[[0-9]{1,3}\])\s*$")
#: More than any question gives.
_MANY = 100


def take_stem_points(drafts: Sequence[DraftQuestion]) -> list[Problem]:
    """Move points from stems to the attributes; return a warning where numbers at the ends of all stems may be points."""
    left = [draft for draft in drafts if draft.words.points is None]
    for draft in left:
        if not (_at_begin(draft) or _at_end(draft, points_end)):
            _at_end(draft, _found(_BLANK))
    left = [draft for draft in left if draft.words.points is None]
    if len(left) < max(2, len(drafts) // 2):
        return []
    if all(_ends(draft, _SLASH) for draft in left):
        for draft in left:
            _at_end(draft, _found(_SLASH))
    if not all(_ends(draft, _BARE) for draft in left):
        return []
    message = "the stems end in numbers in brackets, which may be points and are printed as text"
    hint = "for points write '(2 points)' there"
    return [Problem("unread-points", message, left[0].place, hint, Severity.WARNING)]


def _rows(draft: DraftQuestion) -> list[Row]:
    return [row for row in draft.stem.rows if row.text.strip()]


def _give(draft: DraftQuestion, value: str, row: Row, new: Row) -> bool:
    """Give a question the points that a row says; False when they are no points, or all that the stem says."""
    points = Fraction(value)
    if not 0 < points <= _MANY or (len(_rows(draft)) == 1 and not new.text.strip()):
        return False
    draft.words = replace(draft.words, points=points)
    draft.stem.rows[draft.stem.rows.index(row)] = new
    return True


def _at_begin(draft: DraftQuestion) -> bool:
    """Take the points with which a stem begins."""
    row = next(iter(_rows(draft)), None)
    if row is None or row.line.code:
        return False
    text, start = row.line.text, row.line.start if row.offset is None else row.offset
    found = points_at(text, start)
    if found is None:
        said = _SAID.match(text, start)
        found = (said["points"], said.end()) if said else None
    return found is not None and _give(draft, found[0], row, Row(row.line, found[1], row.reopen, row.end))


def _found(pattern: re.Pattern[str]) -> Callable[[str, int], tuple[str, int, int] | None]:
    """Return what looks for points with a pattern, as :func:`points_end` does."""

    def look(text: str, start: int) -> tuple[str, int, int] | None:
        found = pattern.search(text, max(0, len(text) - _TAIL))
        return (found["points"], max(found.start(), start), found.end()) if found else None

    return look


def _last(draft: DraftQuestion) -> Row | None:
    """Return the row in which a stem ends, None for one that ends in code or before something else on its line."""
    row = next(iter(reversed(_rows(draft))), None)
    return None if row is None or row.line.code or row.end is not None else row


def _at_end(draft: DraftQuestion, look: Callable[[str, int], tuple[str, int, int] | None]) -> bool:
    """Take the points with which a stem ends."""
    row = _last(draft)
    if row is None:
        return False
    start = row.line.start if row.offset is None else row.offset
    alone = points_at(row.line.text, start)
    if alone and alone[1] == len(row.line.text) and len(_rows(draft)) > 1:
        return _give(draft, alone[0], row, Row(row.line, alone[1]))
    found = look(row.line.text, start)
    return found is not None and _give(draft, found[0], row, Row(row.line, start, row.reopen, found[1]))


def _ends(draft: DraftQuestion, pattern: re.Pattern[str]) -> bool:
    row = _last(draft)
    return row is not None and pattern.search(row.line.text, max(0, len(row.line.text) - _TAIL)) is not None
