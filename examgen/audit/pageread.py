"""One page of a paper or key, read from its first character to its last against the proofs.

A number, one of the stems, its points, the letters in turn and after each one of the choices. What cannot be read so is
said; nothing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from examgen.audit.composed import ComposedPage
from examgen.audit.documents import ReadDocument, ReadQuestion, Spot, Unread
from examgen.audit.placing import Match, Placing
from examgen.audit.proofs import Field, ProofKey
from examgen.audit.proven import Proven
from examgen.audit.sight import SeenPage
from examgen.audit.strip import Cell, read_strip
from examgen.audit.unread import likeness
from examgen.audit.wording import Tail, other_tail
from examgen.model import Question

_RIGHT = "\u25b6"
#: Points: how far to the right of its number, and below it, an answer in the strip begins. A cell is 20 points wide, and an
#: answer at most four fifths of that.
_ACROSS, _DOWN = (-9.0, 6.0), 30.0


def _occurrences(literal: str, text: str) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


@dataclass(frozen=True, slots=True)
class _AfterStem:
    """What stands between a stem and its choices."""

    end: int  #: offset after it
    points: Fraction | None = None  #: where they are not the bank's
    several: bool | None = (
        None  #: whether it says that several choices are right, where the bank says otherwise
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One of the questions that may stand at a place of a page."""

    read: ReadQuestion
    end: int  #: offset after it
    stem: re.Match[str]
    way: Match
    pending: Tail | None  #: in keys, what must stand at the top of the next page


@dataclass(slots=True)
class PageReader:
    """Reads one page, and adds what it reads to the document."""

    proven: Proven
    page: SeenPage | ComposedPage
    index: int
    text: str  #: without the foot
    document: ReadDocument
    key: bool
    _standing: Placing = field(init=False)
    _known: dict[tuple[int, int, bool], list[_Reading]] = field(default_factory=dict, init=False)
    """By offset, number, and whether what stands around the texts may be otherwise than in the bank."""

    def __post_init__(self) -> None:
        self._standing = Placing(self.proven, self.page, self.index, self.document, self.key)

    def read(self) -> None:
        """Read the page."""
        position = head = self._first()
        if self.key and not self.document.readings:
            cells = self._strip(self.text[:head])
            self._below_their_numbers(cells)
            self.document.strip += [cell.answer for cell in cells]
        if self.document.pending:
            head, position = self._from_the_page_before(position)
        self.document.heads.append(self.text[:head])
        while position < len(self.text):
            end = self._question(position)
            position = self._passed_over(position) if end is None else end

    def _below_their_numbers(self, cells: Sequence[Cell]) -> None:
        """Note an answer in the strip that does not stand below its number."""
        for number, cell in enumerate(cells, start=len(self.document.strip) + 1):
            (x, y), (left, line) = self.page.origin(cell.number), self.page.origin(cell.start)
            across, down = left - x, y - line
            if self.proven.wording.ours and not (_ACROSS[0] < across < _ACROSS[1] and 0 < down < _DOWN):
                seen = f"page {self.index + 1}: {cell.answer} in the strip does not stand below its number {number}"
                self.document.faults.append(seen)

    def _strip(self, above: str) -> list[Cell]:
        """Return the cells that a strip goes on with, as far as they stand at the end of a part of the page."""
        first, count = len(self.document.strip) + 1, len(self.proven.questions)
        return read_strip(above, first, count, ours=self.proven.wording.ours) if first <= count else []

    def _from_the_page_before(self, position: int) -> tuple[int, int]:
        """Return where what belongs to the last question of the page before begins and ends; otherwise ``position``."""
        pending, self.document.pending = self.document.pending, []
        found = [(span, read) for tail, read in pending if (span := tail.span(self.text)) is not None]
        found = found or [each for tail, read in pending if (each := self._otherwise(tail, read)) is not None]
        if not found:
            seen = f"page {self.index + 1}: the rationale of the last question on the page before is missing"
            self.document.faults.append(seen)
            return position, position
        span = min((span for span, _ in found), key=lambda span: (span[0], -span[1]))
        self.document.readings[-1] = tuple(read for at, read in found if at == span)
        return span

    def _otherwise(self, tail: Tail, read: ReadQuestion) -> tuple[tuple[int, int], ReadQuestion] | None:
        """Return where something else stands than what must be at the top of this page, and the question with that."""
        match = self._other_tail(read.question, read.number, 0)
        if match is None:
            return None
        asked = self.proven.questions[read.question]
        expected = tail.text[: tail.text.rfind(f"{asked.id}inthebank:")]
        stated, same = _stated(match, asked), match["before"].endswith(expected)
        start = match.end("before") - (len(expected) if same else 0)
        return (start, match.end()), replace(read, stated=stated, foreign_tail=not same)

    def _other_tail(self, question: int, number: int, at: int) -> re.Match[str] | None:
        """Return what stands below the choices at an offset, whatever text and answer it has."""
        if not self.proven.wording.ours:
            return None
        asked = self.proven.questions[question]
        return other_tail(asked.id, [choice.id for choice in asked.choices], number + 1).match(self.text, at)

    def _first(self) -> int:
        """Return where the first question of the page begins."""
        number = len(self.document.readings) + 1
        places = sorted(self._places(number, 0))
        for loose in (False, True):
            for place in places:
                if self._readings(place, number, loose=loose):
                    return place
        # A stem without words, such as a picture, seems to stand at every number of a strip that goes on on the next page.
        if self.key and not self.document.readings and self._strip(self.text):
            self.document.unasked = self.text
            return len(self.text)
        # A title may end in the next number, and a stem of a picture seems to stand behind each.
        if number > len(self.proven.questions) and self.proven.wording.left_blank(self.text):
            return len(self.text)
        # What looks like a question and cannot be read is told when it is read.
        if places:
            return places[0]
        further = self._further(0)
        if further is None:
            self.document.unasked = self.text
            return len(self.text)
        starts = [at for at in _occurrences(str(number), self.text) if at < further[1]]
        left = self._left()
        return max(starts, key=lambda at: self._likeness(at, left), default=further[1])

    def _places(self, number: int, start: int) -> Iterator[int]:
        """Yield the offsets, from one on, at which a question with this number may begin."""
        for place in _occurrences(str(number), self.text):
            if place >= start and self.proven.candidates(self.text, place + len(str(number))):
                yield place

    def _further(self, position: int) -> tuple[int, int] | None:
        """Return the next number that can be read from an offset on, and where it stands; None: there is none."""
        for number in range(len(self.document.readings) + 2, len(self.proven.questions) + 1):
            for place in self._places(number, position):
                if self._readings(place, number):
                    return number, place
        return None

    def _left(self) -> list[int]:
        """Return the questions that were not found so far."""
        found = {read.question for ways in self.document.readings for read in ways}
        return [each for each in range(len(self.proven.questions)) if each not in found]

    def _likeness(self, position: int, left: Sequence[int]) -> float:
        text = self.text[position:]
        return max((likeness(text, self.proven, question) for question in left), default=0.0)

    def _passed_over(self, position: int) -> int:
        """Note questions that cannot be read at an offset, and return where the page can be read again."""
        first = len(self.document.readings) + 1
        number, place = self._further(position) or (first + 1, len(self.text))
        # What stood alone on the page before is this question, too.
        text = self.text[position:place] or self.document.unasked
        for each in range(first, number):
            self.document.unread.append(Unread(each, self.index, text))
            self.document.readings.append(())
        self.document.pending = []
        return place

    def _question(self, position: int) -> int | None:
        """Note the question at an offset, and return where it ends; None when there is none."""
        number = len(self.document.readings) + 1
        readings = self._readings(position, number) or self._readings(position, number, loose=True)
        if not readings:
            return None
        self.document.readings.append(tuple(each.read for each in readings))
        self.document.pending = [(each.pending, each.read) for each in readings if each.pending is not None]
        self._standing.check(readings[0].read, position, readings[0].stem, readings[0].way)
        return readings[0].end

    def _readings(self, position: int, number: int, *, loose: bool = False) -> list[_Reading]:
        """Return the questions that may stand at an offset; all end at the same one.

        ``loose``: what stands around the texts may be otherwise than in the bank.
        """
        key = (position, number, loose)
        if key not in self._known:
            readings = list(self._read_each(position, number, loose=loose))
            end = max((each.end for each in readings), default=0)
            found = [each for each in readings if each.end == end]
            self._known[key] = found if len(found) < 2 else self._drawn_so(position, found)
        return self._known[key]

    def _drawn_so(self, position: int, readings: list[_Reading]) -> list[_Reading]:
        """Return those of questions with the same characters whose pieces are drawn here: their pictures may differ."""
        number = position + len(str(readings[0].read.number)) - 1
        for place, index in enumerate((number, *readings[0].way.labels)):
            drawn = self.page.proofs_after(index)
            fitting = [each for each in readings if self.proven.page_at(each.read, place) in drawn]
            readings = fitting or readings
        return readings

    def _read_each(self, position: int, number: int, *, loose: bool) -> Iterator[_Reading]:
        head = str(number)
        if not self.text.startswith(head, position):
            return
        for question in self.proven.candidates(self.text, position + len(head)):
            stem = self.proven.parts[question].stem.match(self.text, position + len(head))
            if stem is None:
                continue
            for after in self._after_stem(question, stem.end(), loose=loose):
                ways = self._ways(question, after.end)
                if reading := self._settled(number, question, stem, ways, loose=loose):
                    if loose:
                        read = replace(reading.read, points=after.points, several=after.several)
                        reading = replace(reading, read=read)
                    yield reading
                    break

    def _after_stem(self, question: int, position: int, *, loose: bool) -> Iterator[_AfterStem]:
        """Yield what may stand before the choices: whether several are right, and the points."""
        asked = self.proven.questions[question]
        several, mark = len(asked.answer) > 1, self.proven.proofs.several
        says_several = self.text.startswith(mark, position) and bool(mark)
        start = position + len(mark) if says_several else position
        asks = self.proven.parts[question].asks_for_several
        if several == says_several or not mark or asks:
            for end in self.proven.wording.after_points(self.text, start, asked.points):
                yield _AfterStem(end)
        elif not several:
            # The mark may be what a choice or the points begin with.
            for end in self.proven.wording.after_points(self.text, position, asked.points):
                yield _AfterStem(end)
        if loose and (printed := self.proven.wording.points_at(self.text, start)):
            points, end = printed
            yield _AfterStem(
                end,
                points if points != asked.points else None,
                None if asks or says_several == several else says_several,
            )

    def _ways(self, question: int, position: int) -> Iterator[Match]:
        """Yield the ways in which letters and choices can be read from here; texts that are the same count once."""
        patterns = self.proven.parts[question].choices
        count = len(patterns)

        def walk(
            at: int,
            taken: tuple[int, ...],
            labels: tuple[int, ...],
            starts: tuple[int, ...],
            marked: tuple[bool, ...],
        ) -> Iterator[Match]:
            if len(taken) == count:
                yield Match(at, taken, labels, starts, marked)
                return
            right = self.key and self.text.startswith(_RIGHT, at)
            at += right
            if not self.text.startswith(chr(65 + len(taken)), at):
                return
            tried = set()
            for choice, pattern in enumerate(patterns):
                if choice in taken or pattern in tried:
                    continue
                tried.add(pattern)
                if match := pattern.match(self.text, at + 1):
                    yield from walk(
                        match.end(), (*taken, choice), (*labels, at), (*starts, at + 1), (*marked, right)
                    )

        yield from walk(position, (), (), (), ())

    def _settled(
        self, number: int, question: int, stem: re.Match[str], ways: Iterator[Match], *, loose: bool
    ) -> _Reading | None:
        """Return the first way after which the page can be read on."""
        for found in ways:
            way, doubts = self._standing.told_apart(number, question, found)
            letters = {choice: chr(65 + place) for place, choice in enumerate(way.choices)}
            tail = self._below_choices(number, question, way, letters) if self.key else None
            end = way.end if tail is None or way.end == len(self.text) else tail.end(self.text, way.end)
            other = None
            if end is None and loose and tail is not None:
                other = self._other_tail(question, number, way.end)
                end = other.end() if other else None
            if end is None or not self._letters_agree(question, stem, way, letters):
                continue
            if not self._continues(end, number + 1):
                continue
            pending = tail if tail is not None and end == way.end else None
            spots = tuple(Spot(self.index, *self.page.origin(label)) for label in way.labels)
            read = ReadQuestion(number, question, way.choices, spots, way.marked, tuple(doubts))
            if other is not None and tail is not None:
                asked = self.proven.questions[question]
                same = tail.text.startswith(other["before"] + f"{asked.id}inthebank:")
                read = replace(read, stated=_stated(other, asked), foreign_tail=not same)
            return _Reading(read, end, stem, way, pending)
        return None

    def _continues(self, end: int, number: int) -> bool:
        return end == len(self.text) or self.text.startswith(str(number), end)

    def _letters_agree(
        self, question: int, stem: re.Match[str], way: Match, letters: Mapping[int, str]
    ) -> bool:
        """Return whether each letter named in the stem and the choices is that of the choice it stands for."""
        parts = self.proven.parts[question]
        if not parts.named:
            return True
        found = [(stem, False)]
        for start, choice in zip(way.starts, way.choices, strict=True):
            match = parts.choices[choice].match(self.text, start)
            assert match is not None
            found.append((match, choice in parts.lists))
        for match, is_list in found:
            seen = list(match.groupdict().values())
            meant = [letters[int(name[1:])] for name in match.groupdict()]
            if seen != meant and not (is_list and sorted(seen) == sorted(meant)):
                return False
        return True

    def _below_choices(self, number: int, question: int, way: Match, letters: Mapping[int, str]) -> Tail:
        """Return what a key prints below the choices of a question."""
        asked = self.proven.questions[question]
        expected, named = "", False
        rationale = self.proven.proofs.by_key.get(ProofKey(question, Field.RATIONALE))
        if rationale:
            expected += rationale.printed(letters)
            named = "§" in rationale.text
        for choice in way.choices:
            feedback = self.proven.proofs.by_key.get(ProofKey(question, Field.FEEDBACK, choice))
            if feedback:
                expected += letters[choice] + feedback.printed(letters)
                named = named or "§" in feedback.text
        expected += self.proven.rulings[question].effect([asked.choices[choice].id for choice in way.choices])
        answer = ",".join(choice.id for choice in asked.choices if choice.id in asked.answer)
        return self.proven.wording.tail(expected, asked.id, answer, number + 1, named=named)


def _stated(match: re.Match[str], asked: Question) -> frozenset[str] | None:
    """Return the right choices that a key says the bank has; None: those that it has."""
    stated = frozenset(match["ids"].split(","))
    return stated if stated != asked.answer else None
