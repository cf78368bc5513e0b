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
from examgen.audit.findings import Difference
from examgen.audit.pixels import tell_apart
from examgen.audit.proofs import Field, Proof, ProofKey
from examgen.audit.proven import Proven
from examgen.audit.sight import SeenPage
from examgen.audit.strip import read_strip
from examgen.audit.unread import likeness
from examgen.audit.wording import Tail, other_tail
from examgen.model import Question

#: Points by which a text may stand off its number or letter.
TOLERANCE = 0.7
_RIGHT = "\u25b6"


def _occurrences(literal: str, text: str) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


@dataclass(frozen=True, slots=True)
class _Match:
    """One way to read a question: where it ends, and what stands where."""

    end: int
    choices: tuple[int, ...]
    labels: tuple[int, ...]  #: offset of each letter
    starts: tuple[int, ...]  #: offset of each choice's text
    marked: tuple[bool, ...]


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
    way: _Match
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
    _known: dict[tuple[int, int, bool], list[_Reading]] = field(default_factory=dict, init=False)
    """By offset, number, and whether what stands around the texts may be otherwise than in the bank."""

    def read(self) -> None:
        """Read the page."""
        position = head = self._first()
        if self.key and not self.document.readings:
            strip, count = self.document.strip, len(self.proven.questions)
            if len(strip) < count:
                above = self.text[:head]
                strip += read_strip(above, len(strip) + 1, count, ours=self.proven.wording.ours)
        if self.document.pending:
            head, position = self._from_the_page_before(position)
        self.document.heads.append(self.text[:head])
        while position < len(self.text):
            end = self._question(position)
            position = self._passed_over(position) if end is None else end

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
        self._look(readings[0].read, position, readings[0].stem, readings[0].way)
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
        if several == says_several or not mark:
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
                says_several if says_several != several else None,
            )

    def _ways(self, question: int, position: int) -> Iterator[_Match]:
        """Yield the ways in which letters and choices can be read from here; texts that are the same count once."""
        patterns = self.proven.parts[question].choices
        count = len(patterns)

        def walk(
            at: int,
            taken: tuple[int, ...],
            labels: tuple[int, ...],
            starts: tuple[int, ...],
            marked: tuple[bool, ...],
        ) -> Iterator[_Match]:
            if len(taken) == count:
                yield _Match(at, taken, labels, starts, marked)
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
        self, number: int, question: int, stem: re.Match[str], ways: Iterator[_Match], *, loose: bool
    ) -> _Reading | None:
        """Return the first way after which the page can be read on."""
        for found in ways:
            way, doubts = self._told_apart(number, question, found)
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
        self, question: int, stem: re.Match[str], way: _Match, letters: Mapping[int, str]
    ) -> bool:
        """Return whether each letter named in the stem and the choices is that of the choice it stands for."""
        parts = self.proven.parts[question]
        if not parts.named:
            return True
        found = [stem]
        for start, choice in zip(way.starts, way.choices, strict=True):
            match = parts.choices[choice].match(self.text, start)
            assert match is not None
            found.append(match)
        return all(
            letters[int(name[1:])] == seen for match in found for name, seen in match.groupdict().items()
        )

    def _below_choices(self, number: int, question: int, way: _Match, letters: Mapping[int, str]) -> Tail:
        """Return what a key prints below the choices of a question."""
        asked = self.proven.questions[question]
        expected = ""
        rationale = self.proven.proofs.by_key.get(ProofKey(question, Field.RATIONALE))
        if rationale:
            expected += rationale.printed(letters)
        for choice in way.choices:
            feedback = self.proven.proofs.by_key.get(ProofKey(question, Field.FEEDBACK, choice))
            if feedback:
                expected += letters[choice] + feedback.printed(letters)
        expected += self.proven.rulings[question].effect([asked.choices[choice].id for choice in way.choices])
        answer = ",".join(choice.id for choice in asked.choices if choice.id in asked.answer)
        return self.proven.wording.tail(expected, asked.id, answer, number + 1)

    def _told_apart(self, number: int, question: int, way: _Match) -> tuple[_Match, list[str]]:
        """Return the way with choices of equal text put where they are seen, and what cannot be told."""
        doubtful = self._doubtful(question, way)
        if not doubtful:
            return way, []
        choices, doubts = list(way.choices), []
        for places in doubtful:
            same = [choices[place] for place in places]
            told = None
            if not self.proven.alike(question, same):
                labels = [way.labels[place] for place in places]
                told = self._as_drawn(question, same, labels) or self._as_seen(question, same, labels)
            if told is None:
                letters = ", ".join(chr(65 + place) for place in places)
                doubts.append(f"page {self.index + 1}, question {number}: {letters} look the same")
                continue
            for place, choice in zip(places, told, strict=True):
                choices[place] = choice
        return replace(way, choices=tuple(choices)), doubts

    def _as_drawn(self, question: int, choices: Sequence[int], labels: Sequence[int]) -> list[int] | None:
        """Return which choice each letter has by the pieces that are drawn after them, where that tells."""
        pages = {choice: self.proven.page_of(question, choice) for choice in choices}
        found = []
        for label in labels:
            proofs = self.page.proofs_after(label)
            found += [choice for choice, page in pages.items() if page in proofs]
        return found if len(found) == len(labels) and sorted(found) == sorted(choices) else None

    def _as_seen(self, question: int, choices: Sequence[int], labels: Sequence[int]) -> list[int] | None:
        """Return which choice each letter has by the dots beside it, where they tell."""
        corners = []
        for label in labels:
            x, y = self.page.origin(label)
            corners.append((x + self.proven.letter_width, y))
        prints = {choice: self.proven.print_of(question, choice) for choice in choices}
        told = tell_apart(self.page, corners, choices, prints)
        return None if told is None else list(told)

    def _doubtful(self, question: int, way: _Match) -> tuple[tuple[int, ...], ...]:
        parts = self.proven.parts[question]
        if not parts.alike:
            return ()
        by_text: dict[str, list[int]] = {}
        for place, choice in enumerate(way.choices):
            by_text.setdefault(parts.choices[choice].pattern, []).append(place)
        return tuple(tuple(places) for places in by_text.values() if len(places) > 1)

    def _look(self, read: ReadQuestion, position: int, stem: re.Match[str], way: _Match) -> None:
        """Note what does not stand where it must: a text beside its number or letter, letters one after the other."""
        parts = self.proven.parts[read.question]
        say = self.document.faults.append
        name = f"page {self.index + 1}, question {read.number}"
        proof = parts.stem_proof
        _, y_number = self.page.origin(position)
        _, y_stem = self.page.origin(stem.start()) if proof.text else (0.0, y_number)
        if abs(y_stem - proof.dy - y_number) > TOLERANCE:
            say(f"{name}: the number does not stand beside its text")
        end = position + len(str(read.number)) - 1
        if read.several is None and not self._is_proven(proof, end, (None, y_number)):
            self._not_drawn(read, "its text", f"{name}: its text is not drawn as in the proofs")
        gaps = []
        for place, (spot, start, choice) in enumerate(zip(read.spots, way.starts, way.choices, strict=True)):
            proof = parts.choice_proofs[choice]
            if proof.text:
                x, y = self.page.origin(start)
                gaps.append(x - proof.dx - spot.x)
                if abs(y - proof.dy - spot.y) > TOLERANCE:
                    say(f"{name}: the letter {chr(65 + place)} does not stand beside its choice")
            corner = (spot.x + self.proven.letter_width, spot.y)
            if read.decided and not self._is_proven(proof, way.labels[place], corner):
                text = (
                    f"{name}: what stands beside the letter {chr(65 + place)} is not drawn as in the proofs"
                )
                id = self.proven.questions[read.question].choices[choice].id
                self._not_drawn(read, f"choice {id}", text)
            if place:
                before = read.spots[place - 1]
                below, beside = spot.y < before.y - TOLERANCE, abs(spot.y - before.y) <= TOLERANCE
                if not (below or (beside and spot.x > before.x)):
                    say(f"{name}: the letter {chr(65 + place)} does not come after {chr(64 + place)}")
        if gaps and max(gaps) - min(gaps) > TOLERANCE:
            say(f"{name}: a choice does not stand beside its letter")
        if min(spot.y for spot in read.spots) < 0 or max(spot.x for spot in read.spots) > self.page.width:
            say(f"{name}: a choice stands outside the page")

    def _not_drawn(self, read: ReadQuestion, what: str, text: str) -> None:
        where = "key" if self.key else "paper"
        says = f"{what} on the {where} is not drawn as that of the bank"
        self.document.differences.append(Difference(read.question, says, text))

    def _is_proven(self, proof: Proof, after: int, where: tuple[float | None, float]) -> bool:
        """Return whether the piece drawn after a character is that of a proof, with left edge and baseline at a place.

        A stem with several answers says more than its proof, and is drawn as another page of the PDF of proofs. Where a
        piece names letters, on a page that is not put together, and with templates of a user, this cannot be told.
        """
        if not isinstance(self.page, ComposedPage) or not self.proven.wording.ours or "§" in proof.text:
            return True
        piece = self.page.piece_after(after)
        several = proof.key.field is Field.STEM and len(self.proven.questions[proof.key.question].answer) > 1
        if piece is None or not ((several and piece.proofs) or proof.page in piece.proofs):
            return False
        x, y = where
        return abs(y - piece.y) < TOLERANCE and (x is None or abs(x - piece.x) < TOLERANCE)


def _stated(match: re.Match[str], asked: Question) -> frozenset[str] | None:
    """Return the right choices that a key says the bank has; None: those that it has."""
    stated = frozenset(match["ids"].split(","))
    return stated if stated != asked.answer else None
