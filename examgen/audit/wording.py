"""What stands around the questions of a page: heads, feet, points and the line below a rationale.

Our own templates are known to the word. In those of a user, words may have been changed, say into another language: then
only what must be there whatever the words is asked for, such as the fingerprint and two numbers of pages in the foot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

_FINGERPRINT = r"(?P<fingerprint>[0-9A-Z]{4}-[0-9A-Z]{2})"
_FOOT = re.compile(rf"{_FINGERPRINT}(?P<middle>\D*)Page(?P<page>\d+)of(?P<pages>\d+)$")
_ANY_FOOT = re.compile(rf"{_FINGERPRINT}(?P<middle>\D*)(?P<page>\d+)\D+(?P<pages>\d+)\D*$")
_POINTS = re.compile(r"\[(?P<points>[\d./]+)\]")
_ANY_POINTS = re.compile(r"\D{0,3}(?P<points>\d[\d./]*)")
_LEFT_BLANK = "Thispageisleftblank."
_CORRECTION = re.compile(r"Revision\d+\(\d{4}-\d\d-\d\d\):question")
#: Characters that a user's template may put after points, and on either side of an id below a rationale.
_AFTER_POINTS, _BESIDE_ID = 12, 60


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of a page as read."""

    start: int  #: offset in the page's text
    fingerprint: str
    page: int  #: 1-based
    pages: int
    middle: str = ""  #: what stands between the fingerprint and the number of the page


def with_any_hyphens(text: str) -> str:
    """Return a pattern of a text whose hyphens may be missing, or more.

    One at the end of a line is not read, and lines end elsewhere in a proof that prints marks in the place of letters.
    """
    return "-?".join(re.escape(char) for char in text if char != "-")


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands below the choices of a question on a key: a text or, with other words in it, a pattern."""

    text: str
    pattern: re.Pattern[str] | None = None

    def end(self, page: str, at: int) -> int | None:
        """Return where it ends when it begins at an offset of a page's text."""
        if self.pattern is None:
            return at + len(self.text) if page.startswith(self.text, at) else None
        found = self.pattern.match(page, at)
        return found.end() if found else None

    def span(self, page: str) -> tuple[int, int] | None:
        """Return where it stands first on a page."""
        if self.pattern is None:
            at = page.find(self.text)
            return (at, at + len(self.text)) if at >= 0 else None
        found = self.pattern.search(page)
        return found.span() if found else None


@dataclass(frozen=True, slots=True)
class Wording:
    """How the words around the questions are recognised."""

    ours: bool  #: the templates are those of the program

    def foot(self, text: str) -> Foot | None:
        """Return the foot of a page's text."""
        match = (_FOOT if self.ours else _ANY_FOOT).search(text)
        if match is None:
            return None
        numbers = int(match["page"]), int(match["pages"])
        return Foot(match.start(), match["fingerprint"], *numbers, match["middle"])

    def goes_on(self, foot: Foot, last: int, *, key: bool) -> bool:
        """Return whether a foot says that more follows, or that this is the end, as it is; ``last`` is the last page with a
        question (1-based)."""
        if not self.ours:
            return True
        if key:
            return foot.middle == ("Endofkey" if foot.page == foot.pages else "Forgradersonly")
        if foot.page < last:
            return foot.middle in ("Turnover", "Goontothenextpage")
        return foot.middle == ("Endofexam" if foot.page == last else "")

    def names_version(self, head: str, label: str, *, key: bool) -> bool:
        """Return whether the head of a page names this version, and says that it is, or is not, a key."""
        if not self.ours:
            return re.search(rf"{label}(?![A-Z]{{0,2}}{label})", head) is not None
        named = re.search(rf"Version{label}(?![A-Z]{{0,2}}Version)", head) is not None
        return named and ("KEY" in head) == key

    def label_named(self, head: str, labels: Sequence[str], *, key: bool) -> str | None:
        """Return which of the versions the head of a page names; None: none of them, or no other than it should."""
        named = [label for label in labels if self.ours and self.names_version(head, label, key=key)]
        return max(named, key=len, default=None)

    def left_blank(self, text: str) -> bool:
        """Return whether a page, without its foot, says that it has no questions."""
        return self.ours and text.endswith(_LEFT_BLANK)

    def names_revision(self, head: str, revision: int) -> bool:
        """Return whether the head of a key's page names this revision; what was never corrected names none."""
        if revision == 1:
            return True
        if not self.ours:
            return str(revision) in head
        # Corrections have revisions of their own. Numbers may follow: "Revision 2" and "2026", the beginning of a title.
        return f"Revision{revision}" in _CORRECTION.sub("", head)

    def tells(self, head: str, revision: int, date: str, told: str) -> bool:
        """Return whether a head tells a correction, which is itself in words that are not the templates'."""
        date = "".join(date.split())
        return (f"Revision{revision}({date}):{told}" if self.ours else told) in head

    def corrections_in(self, head: str) -> int:
        """Return how many corrections a head tells; 0 where the words are not known."""
        return len(_CORRECTION.findall(head)) if self.ours else 0

    def without_version(self, head: str, label: str) -> str:
        """Return what the head of a page says on every version alike."""
        return head.replace(f"Version{label}", "Version") if self.ours else ""

    def after_points(self, text: str, start: int, points: Fraction) -> Iterator[int]:
        """Yield the offsets at which these points, which begin at an offset, may end."""
        match = (_POINTS if self.ours else _ANY_POINTS).match(text, start)
        if match is None or not _equal(match["points"], points):
            return
        yield match.end()
        if not self.ours:
            yield from range(match.end() + 1, min(match.end() + _AFTER_POINTS, len(text)))

    def points_at(self, text: str, start: int) -> tuple[Fraction, int] | None:
        """Return the points that our own templates print at an offset, whatever the bank says, and where they end."""
        match = _POINTS.match(text, start) if self.ours else None
        if match is None or not _equal(match["points"], None):
            return None
        return Fraction(match["points"]), match.end()

    def tail(self, expected: str, id: str, answer: str, following: int, *, named: bool = False) -> Tail:
        """Return what stands below the choices on a key: some text, then the question's id and right choices in the bank.

        ``following`` is the number of the question after it; ``named`` tells that the text prints letters of choices.
        """
        if self.ours:
            text = f"{expected}{id}inthebank:{answer}"
            return Tail(text, re.compile(with_any_hyphens(text)) if named else None)
        other = rf".{{0,{_BESIDE_ID}}}?"
        line = rf"{other}{re.escape(id)}{other}{re.escape(answer)}(?={following}|$)"
        return Tail(expected, re.compile(re.escape(expected) + line))


def other_tail(id: str, choices: Sequence[str], following: int) -> re.Pattern[str]:
    """Return a pattern of what our templates print below the choices when text (``before``) or ``ids`` may be others."""
    one = "|".join(sorted(map(re.escape, choices), key=len, reverse=True))
    # The line with the id is the first of its kind.
    before = r"(?P<before>(?:(?!inthebank:).)*?)"
    return re.compile(
        rf"{before}{re.escape(id)}inthebank:(?P<ids>(?:{one})(?:,(?:{one}))*)(?={following}|$)", re.DOTALL
    )


def _equal(printed: str, points: Fraction | None) -> bool:
    """Return whether printed points are these; None: any."""
    try:
        value = Fraction(printed)
    except (ValueError, ZeroDivisionError):
        return False
    return points is None or value == points
