"""Whether every word of a bank's text is on the page: what PDFium reads of its proof is followed by what its source says.

Math and pictures are gaps in which anything may stand. A text that is read from the right, or has words that are, is
compared letter by letter in any order: PDFium reads some scripts as they look, and not as they are written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from examgen.audit.lettering import PAGE, SOURCE
from examgen.audit.proofs import Field, ProofKey, Proofs, texts_of
from examgen.audit.sourceblocks import steps_of
from examgen.audit.sourcewords import Kind, Step
from examgen.model import Question

_NUMBER = re.compile(r"\d{1,10}[.)]")
_MARK = re.compile(r"§\d+§")
_WORD = re.compile(r"[^\W_]+")
_CHUNK = re.compile(r"\S+")
#: Characters of a word that a message shows.
_SHOWN = 40
_GONE = " is not on the page"
#: Ways to read a text that are tried.
_MOST_TRIES = 5_000


@dataclass(frozen=True, slots=True)
class Lost:
    """The first thing of a text that is not on the page."""

    offset: int  #: 0-based, in the source
    says: str  #: ``the word 'half' is not on the page``


def losses(questions: Sequence[Question], proofs: Proofs) -> tuple[str, ...]:
    """Return, of each text that lost something, the first thing that is not on its proof, and its place in the bank."""
    found = []
    for key, text in texts_of(questions):
        lost = lost_word(text.source, proofs.by_key[key].text)
        if lost is not None:
            found.append(f"{_label(questions[key.question], key)}: {lost.says} ({text.place(lost.offset)})")
    return tuple(found)


def _label(question: Question, key: ProofKey) -> str:
    if key.choice < 0:
        return f"question {question.id!r}, {key.field.value}"
    of_choice = f"({question.choices[key.choice].id})"
    return (
        f"question {question.id!r}, {'feedback on ' if key.field is Field.FEEDBACK else ''}choice {of_choice}"
    )


def lost_word(source: str, printed: str) -> Lost | None:
    """Return what of a text is not on the page, None where all is.

    Args:
        source: Markdown with math.
        printed: what PDFium reads of its proof, without white space, and with a mark where it names a choice.
    """
    page = printed.translate(PAGE)
    steps = steps_of(source)
    if not source.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in source):
        return _lost_letter(source, steps, page)
    follower = _Follower(steps, page)
    if follower.follow():
        return None
    if follower.gave_up:
        return _lost_letter(source, steps, page)
    if follower.has_more:
        found = _named(source, max(len(source.rstrip()) - 1, 0))
        return Lost(found.offset, f"the page says more than the text behind {found.says.removesuffix(_GONE)}")
    return _named(source, follower.lost_at())


@dataclass(slots=True)
class _Follower:
    """Follows the steps of a text along a page."""

    steps: Sequence[Step]
    page: str
    _waiting: list[tuple[int, int, int]] = field(
        default_factory=list
    )  #: step, offset in the page, first way to try
    gave_up: bool = False  #: there are too many ways to read it
    _furthest: tuple[int, int] = (0, 0)  #: step, and how many of its characters were there

    @property
    def has_more(self) -> bool:
        """Tell whether all of the text is there, and something behind it."""
        return self._furthest[0] == len(self.steps)

    def follow(self) -> bool:
        """Return whether the page is what the steps say, to its end."""
        self._waiting = [(0, 0, 0)]
        seen: set[tuple[int, int, int]] = set()
        while self._waiting:
            state = self._waiting.pop()
            if state in seen:
                continue
            seen.add(state)
            if self._from(*state):
                return True
            if len(seen) > _MOST_TRIES:
                self.gave_up = True
                break
        return False

    def _from(self, index: int, at: int, way: int) -> bool:
        steps, page = self.steps, self.page
        while index < len(steps):
            step = steps[index]
            match step.kind:
                case Kind.LITERAL:
                    if not page.startswith(step.text, at):
                        self._failed(index, _common(step.text, page[at : at + len(step.text)]))
                        return False
                    at += len(step.text)
                case Kind.EITHER:
                    ways = [each for each in step.ways if page.startswith(each, at)]
                    if way >= len(ways):
                        if not ways:
                            self._failed(index, 0)
                        return False
                    if way + 1 < len(ways):
                        self._waiting.append((index, at, way + 1))
                    at, way = at + len(ways[way]), 0
                case Kind.SIGNS:
                    least = step.least + way
                    if at + least > len(page) or least > step.most:
                        self._failed(index, 0)
                        return False
                    self._waiting.append((index, at, way + 1))
                    at, way = at + least, 0
                case Kind.ANYTHING:
                    # The earliest way to come here leaves most of the page: others need not be tried.
                    if not way:
                        self._waiting.clear()
                    return self._behind(index, at, way)
                case _:
                    found = (_NUMBER if step.kind is Kind.NUMBER else _MARK).match(page, at)
                    if not found:
                        self._failed(index, 0)
                        return False
                    at = found.end()
            index += 1
        if at == len(page):
            return True
        self._failed(index, 0)
        return False

    def _behind(self, index: int, at: int, more: int) -> bool:
        """Look for where the text goes on behind something that is not known."""
        least = at + self.steps[index].least
        begin = max(at + more, least)
        following = index + 1
        if begin > len(self.page):
            self._failed(index, 0)
            return False
        if following == len(self.steps):
            return True
        step = self.steps[following]
        if step.kind is Kind.LITERAL:
            found = self.page.find(step.text, begin)
            if found < 0:
                if not more:
                    self._failed(following, _held(step.text, self.page, begin))
                return False
            begin = found
        elif step.kind is Kind.ANYTHING:
            self._waiting.append((following, begin, 0))
            return False
        self._waiting.append((index, at, begin - at + 1))
        self._waiting.append((following, begin, 0))
        return False

    def _failed(self, index: int, count: int) -> None:
        self._furthest = max(self._furthest, (index, count))

    def lost_at(self) -> int:
        """Return the offset in the source of the first character that is not there."""
        index, count = self._furthest
        if index >= len(self.steps):
            return 0
        step = self.steps[index]
        return step.start + _offset_in(step.raw, step.before + count)


def _offset_in(raw: str, count: int) -> int:
    """Return the offset of the character that makes character ``count`` (0-based) of the compared form."""
    made = 0
    for offset, char in enumerate(raw):
        made += len(char.translate(SOURCE))
        if made > count:
            return offset
    return max(len(raw) - 1, 0)


def _common(one: str, other: str) -> int:
    """Return how many characters are the same from the beginning."""
    for count, (mine, yours) in enumerate(zip(one, other, strict=False)):
        if mine != yours:
            return count
    return min(len(one), len(other))


def _held(text: str, page: str, start: int) -> int:
    """Return how many characters of the beginning of ``text`` stand somewhere on the page."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if page.find(text[:middle], start) >= 0:
            low = middle
        else:
            high = middle - 1
    return low


def _named(source: str, offset: int) -> Lost:
    """Return the word that stands at an offset, or the signs that do."""
    begin = source.rfind("\n", 0, offset) + 1
    end = source.find("\n", offset)
    line = source[begin : end if end >= 0 else None]
    is_word = source[offset : offset + 1].isalnum()
    for found in (_WORD if is_word else _CHUNK).finditer(line):
        if found.end() > offset - begin:
            shown = found[0] if len(found[0]) <= _SHOWN else f"{found[0][:_SHOWN]}..."
            what = "word" if any(map(str.isalnum, shown)) else "sign"
            return Lost(begin + found.start(), f"the {what} {shown!r}{_GONE}")
    return Lost(offset, f"what stands here{_GONE}")


def _lost_letter(source: str, steps: Sequence[Step], page: str) -> Lost | None:
    """Return the first word with a letter that the page has fewer of than the text."""
    wanted: Counter[str] = Counter()
    for step in steps:
        if step.kind is Kind.LITERAL:
            wanted.update(filter(str.isalnum, step.text))
    missing = wanted - Counter(page)
    if not missing:
        return None
    for step in steps:
        if step.kind is Kind.LITERAL:
            for word in _WORD.finditer(step.raw):
                letters = Counter(filter(str.isalnum, word[0].translate(SOURCE)))
                if letters and letters <= missing:
                    return Lost(step.start + word.start(), f"the word {word[0]!r}{_GONE}")
    for step in steps:
        if step.kind is Kind.LITERAL and (found := next((c for c in step.text if c in missing), "")):
            return _named(source, step.start + _offset_in(step.raw, step.before + step.text.index(found)))
    return _named(source, 0)
