"""One page of a paper or key, read from its first character to its last against the proofs.

A number, one of the stems, its points, the letters in turn and after each one of the choices. What cannot be read so is
said; nothing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from examgen.audit.composed import ComposedPage
from examgen.audit.corrected import Ruling, bank_rulings
from examgen.audit.documents import ReadDocument, ReadQuestion, Spot
from examgen.audit.pixels import Print, look_alike, print_of, tell_apart
from examgen.audit.proofs import Field, Proof, ProofKey, Proofs
from examgen.audit.sight import SeenPage
from examgen.audit.strip import read_strip
from examgen.audit.wording import Wording
from examgen.model import Question

#: Points by which a text may stand off its number or letter.
TOLERANCE = 0.7
#: From the left edge of a letter to that of its choice, in units of the base size.
LETTER_WIDTH = 1.8
_RIGHT = "\u25b6"


class Proven:
    """What the pages of one exam are read against."""

    def __init__(
        self,
        questions: Sequence[Question],
        proofs: Proofs,
        size: int,
        wording: Wording,
        rulings: Sequence[Ruling] = (),
    ) -> None:
        """``size`` is the base size of the text, in points; ``rulings`` are the questions', by default the bank's."""
        self.questions = questions
        self.rulings = rulings or bank_rulings(questions)
        self.proofs = proofs
        self.wording = wording
        #: Points from a letter to its choice.
        self.letter_width = LETTER_WIDTH * size
        self.patterns: dict[ProofKey, re.Pattern[str]] = {
            key: _pattern(proof) for key, proof in proofs.by_key.items()
        }
        self._prints: dict[ProofKey, Print] = {}
        self._alike: dict[tuple[int, tuple[int, ...]], bool] = {}

    def print_of(self, question: int, choice: int) -> Print:
        """Return what a choice looks like."""
        key = ProofKey(question, Field.CHOICE, choice)
        if key not in self._prints:
            self._prints[key] = print_of(self.proofs, self.proofs.by_key[key])
        return self._prints[key]

    def page_of(self, question: int, choice: int) -> int:
        """Return the 0-based page of the proofs that shows a choice."""
        return self.proofs.by_key[ProofKey(question, Field.CHOICE, choice)].page

    def page_at(self, read: ReadQuestion, place: int) -> int:
        """Return the 0-based page of the proofs that shows a question's stem (0), or its first choice (1) and so on."""
        if place == 0:
            return self.proofs.by_key[ProofKey(read.question, Field.STEM)].page
        return self.page_of(read.question, read.choices[place - 1]) if place <= len(read.choices) else -1

    def alike(self, question: int, choices: Sequence[int]) -> bool:
        """Return whether two of these choices look the same, so that nobody could tell them apart."""
        key = (question, tuple(sorted(choices)))
        if key not in self._alike:
            prints = [self.print_of(question, choice) for choice in choices]
            self._alike[key] = any(look_alike(one, other) for one, other in combinations(prints, 2))
        return self._alike[key]


def _occurrences(literal: str, text: str) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


def _pattern(proof: Proof) -> re.Pattern[str]:
    """Return what a paper prints for a proof; a mark for a choice is any letter, in a group named by the choice."""
    parts = re.split(r"§(\d+)§", proof.text)
    pattern, known = re.escape(parts[0]), set()
    for choice, literal in zip(parts[1::2], parts[2::2], strict=True):
        pattern += f"(?P=c{choice})" if choice in known else f"(?P<c{choice}>[A-Z])"
        known.add(choice)
        pattern += re.escape(literal)
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class _Match:
    """One way to read a question: where it ends, and what stands where."""

    end: int
    choices: tuple[int, ...]
    labels: tuple[int, ...]  #: offset of each letter
    starts: tuple[int, ...]  #: offset of each choice's text
    marked: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One of the questions that may stand at a place of a page."""

    read: ReadQuestion
    end: int  #: offset after it
    stem: re.Match[str]
    way: _Match
    pending: re.Pattern[str] | None  #: in keys, what must stand at the top of the next page


@dataclass(slots=True)
class PageReader:
    """Reads one page, and adds what it reads to the document."""

    proven: Proven
    page: SeenPage | ComposedPage
    index: int
    text: str  #: without the foot
    document: ReadDocument
    key: bool
    _known: dict[int, list[_Reading]] = field(default_factory=dict, init=False)  #: by offset

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
            if end is None:
                seen = self.text[position : position + 40]
                self.document.faults.append(f"page {self.index + 1}: cannot be read: {seen!r}")
                return
            position = end

    def _from_the_page_before(self, position: int) -> tuple[int, int]:
        """Return where what belongs to the last question of the page before begins and ends; otherwise ``position``."""
        pending, self.document.pending = self.document.pending, []
        found = [
            (match.span(), read)
            for pattern, read in pending
            if (match := pattern.search(self.text)) is not None
        ]
        if not found:
            seen = f"page {self.index + 1}: the rationale of the last question on the page before is missing"
            self.document.faults.append(seen)
            return position, position
        span = min((span for span, _ in found), key=lambda span: (span[0], -span[1]))
        self.document.readings[-1] = tuple(read for at, read in found if at == span)
        return span

    def _first(self) -> int:
        """Return where the first question of the page begins."""
        number = str(len(self.document.readings) + 1)
        places = set()
        for question in range(len(self.proven.questions)):
            stem = self.proven.proofs.by_key[ProofKey(question, Field.STEM)].text
            places |= set(_occurrences(number + stem.partition("§")[0], self.text))
        readable = (place for place in sorted(places) if self._readings(place))
        # What looks like a question and cannot be read is told when it is read.
        return next(readable, min(places, default=len(self.text)))

    def _question(self, position: int) -> int | None:
        """Note the question at an offset, and return where it ends; None when there is none."""
        readings = self._readings(position)
        if not readings:
            return None
        self.document.readings.append(tuple(each.read for each in readings))
        self.document.pending = [(each.pending, each.read) for each in readings if each.pending is not None]
        self._look(readings[0].read, position, readings[0].stem, readings[0].way)
        return readings[0].end

    def _readings(self, position: int) -> list[_Reading]:
        """Return the questions that may stand at an offset; all end at the same one."""
        if position not in self._known:
            readings = list(self._read_each(position))
            end = max((each.end for each in readings), default=0)
            found = [each for each in readings if each.end == end]
            self._known[position] = found if len(found) < 2 else self._drawn_so(position, found)
        return self._known[position]

    def _drawn_so(self, position: int, readings: list[_Reading]) -> list[_Reading]:
        """Return those of questions with the same characters whose pieces are drawn here: their pictures may differ."""
        number = position + len(str(readings[0].read.number)) - 1
        for place, index in enumerate((number, *readings[0].way.labels)):
            drawn = self.page.proofs_after(index)
            fitting = [each for each in readings if self.proven.page_at(each.read, place) in drawn]
            readings = fitting or readings
        return readings

    def _read_each(self, position: int) -> Iterator[_Reading]:
        number = len(self.document.readings) + 1
        head = str(number)
        if not self.text.startswith(head, position):
            return
        for question in range(len(self.proven.questions)):
            stem = self.proven.patterns[ProofKey(question, Field.STEM)].match(self.text, position + len(head))
            if stem is None:
                continue
            ways = (
                way for after in self._after_stem(question, stem.end()) for way in self._ways(question, after)
            )
            if reading := self._settled(number, question, stem, ways):
                yield reading

    def _after_stem(self, question: int, position: int) -> Iterator[int]:
        """Yield the offsets at which the choices may begin."""
        asked = self.proven.questions[question]
        if len(asked.answer) > 1:
            if not self.text.startswith(self.proven.proofs.several, position):
                return
            position += len(self.proven.proofs.several)
        yield from self.proven.wording.after_points(self.text, position, asked.points)

    def _ways(self, question: int, position: int) -> Iterator[_Match]:
        """Yield the ways in which letters and choices can be read from here; texts that are the same count once."""
        count = len(self.proven.questions[question].choices)

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
            for choice in range(count):
                pattern = self.proven.patterns[ProofKey(question, Field.CHOICE, choice)]
                if choice in taken or pattern.pattern in tried:
                    continue
                tried.add(pattern.pattern)
                if match := pattern.match(self.text, at + 1):
                    yield from walk(
                        match.end(), (*taken, choice), (*labels, at), (*starts, at + 1), (*marked, right)
                    )

        yield from walk(position, (), (), (), ())

    def _settled(
        self, number: int, question: int, stem: re.Match[str], ways: Iterator[_Match]
    ) -> _Reading | None:
        """Return the first way after which the page can be read on."""
        for found in ways:
            way, doubts = self._told_apart(number, question, found)
            letters = {choice: chr(65 + place) for place, choice in enumerate(way.choices)}
            end = self._after_choices(number, question, way, letters)
            if end is None or not self._letters_agree(question, stem, way, letters):
                continue
            if not self._continues(end, number + 1):
                continue
            pending = None
            if self.key and end == way.end:
                pending = self._below_choices(number, question, way, letters)
            spots = tuple(Spot(self.index, *self.page.origin(label)) for label in way.labels)
            read = ReadQuestion(number, question, way.choices, spots, way.marked, tuple(doubts))
            return _Reading(read, end, stem, way, pending)
        return None

    def _continues(self, end: int, number: int) -> bool:
        return end == len(self.text) or self.text.startswith(str(number), end)

    def _letters_agree(
        self, question: int, stem: re.Match[str], way: _Match, letters: Mapping[int, str]
    ) -> bool:
        """Return whether each letter named in the stem and the choices is that of the choice it stands for."""
        found = [stem]
        for start, choice in zip(way.starts, way.choices, strict=True):
            match = self.proven.patterns[ProofKey(question, Field.CHOICE, choice)].match(self.text, start)
            assert match is not None
            found.append(match)
        return all(
            letters[int(name[1:])] == seen for match in found for name, seen in match.groupdict().items()
        )

    def _after_choices(
        self, number: int, question: int, way: _Match, letters: Mapping[int, str]
    ) -> int | None:
        """Return where a question ends: in a key after rationale, feedback and the line with its id.

        These may stand at the top of the next page.
        """
        if not self.key or way.end == len(self.text):
            return way.end
        found = self._below_choices(number, question, way, letters).match(self.text, way.end)
        return found.end() if found else None

    def _below_choices(
        self, number: int, question: int, way: _Match, letters: Mapping[int, str]
    ) -> re.Pattern[str]:
        """Return a pattern of what a key prints below the choices of a question."""
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
        return re.compile(re.escape(expected) + self.proven.wording.key_line(asked.id, answer, number + 1))

    def _told_apart(self, number: int, question: int, way: _Match) -> tuple[_Match, list[str]]:
        """Return the way with choices of equal text put where they are seen, and what cannot be told."""
        choices, doubts = list(way.choices), []
        for places in self._doubtful(question, way):
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
        by_text: dict[str, list[int]] = {}
        for place, choice in enumerate(way.choices):
            pattern = self.proven.patterns[ProofKey(question, Field.CHOICE, choice)].pattern
            by_text.setdefault(pattern, []).append(place)
        return tuple(tuple(places) for places in by_text.values() if len(places) > 1)

    def _look(self, read: ReadQuestion, position: int, stem: re.Match[str], way: _Match) -> None:
        """Note what does not stand where it must: a text beside its number or letter, letters one after the other."""
        proofs = self.proven.proofs.by_key
        say = self.document.faults.append
        name = f"page {self.index + 1}, question {read.number}"
        proof = proofs[ProofKey(read.question, Field.STEM)]
        _, y_number = self.page.origin(position)
        _, y_stem = self.page.origin(stem.start()) if proof.text else (0.0, y_number)
        if abs(y_stem - proof.dy - y_number) > TOLERANCE:
            say(f"{name}: the number does not stand beside its text")
        gaps = []
        for place, (spot, start, choice) in enumerate(zip(read.spots, way.starts, way.choices, strict=True)):
            proof = proofs[ProofKey(read.question, Field.CHOICE, choice)]
            if proof.text:
                x, y = self.page.origin(start)
                gaps.append(x - proof.dx - spot.x)
                if abs(y - proof.dy - spot.y) > TOLERANCE:
                    say(f"{name}: the letter {chr(65 + place)} does not stand beside its choice")
            if place:
                before = read.spots[place - 1]
                below, beside = spot.y < before.y - TOLERANCE, abs(spot.y - before.y) <= TOLERANCE
                if not (below or (beside and spot.x > before.x)):
                    say(f"{name}: the letter {chr(65 + place)} does not come after {chr(64 + place)}")
        if gaps and max(gaps) - min(gaps) > TOLERANCE:
            say(f"{name}: a choice does not stand beside its letter")
        if min(spot.y for spot in read.spots) < 0 or max(spot.x for spot in read.spots) > self.page.width:
            say(f"{name}: a choice stands outside the page")
