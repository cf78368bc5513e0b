"""A paper or key read from what is seen on its pages: which text stands at which number and letter.

The pages are read from the first character to the last against the proofs: a number, one of the stems, its points, the
letters in turn and after each one of the choices. What cannot be read so is said; nothing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from examgen.audit.pixels import Print, print_of, tell_apart
from examgen.audit.proofs import Field, Proof, ProofKey, Proofs
from examgen.audit.sight import SeenPage
from examgen.model import Question

#: Points by which a text may stand off its number or letter.
TOLERANCE = 0.7
#: From the left edge of a letter to that of its choice, in units of the base size.
LETTER_WIDTH = 1.8
_FOOT = re.compile(
    r"(?P<fingerprint>[0-9A-Z]{4}-[0-9A-Z]{2})(?P<middle>\D*)Page(?P<page>\d+)of(?P<pages>\d+)$"
)
_POINTS = re.compile(r"\[(?P<points>[\d./]+)\]")
_RIGHT = "\u25b6"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a letter and its choice stand on a page, in points from the left and the bottom edge."""

    page: int  #: 0-based
    x: float  #: origin of the letter
    y: float


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question as read from a page."""

    number: int
    question: int  #: 0-based index in the exam
    choices: tuple[int, ...]  #: for each letter the 0-based index of the choice in the author's order
    spots: tuple[Spot, ...]  #: one for each letter
    marked: tuple[bool, ...]  #: in keys: which letters carry the mark of a right choice


@dataclass(slots=True)
class ReadDocument:
    """A paper or key as read."""

    questions: list[ReadQuestion] = field(default_factory=list)
    fingerprints: list[str] = field(default_factory=list)  #: of each page
    heads: list[str] = field(default_factory=list)  #: of each page, what stands above the questions
    strip: list[str] = field(default_factory=list)  #: in keys, the answers at the top
    pending: str = ""  #: in keys, what of a question must stand at the top of the next page
    faults: list[str] = field(default_factory=list)  #: what is wrong or cannot be read
    undecided: list[str] = field(default_factory=list)  #: what looks the same


class Reader:
    """Reads papers and keys of one exam."""

    def __init__(self, questions: Sequence[Question], proofs: Proofs, size: int) -> None:
        """``size`` is the base size of the text, in points."""
        self._questions = questions
        self._proofs = proofs
        self._prints: dict[ProofKey, Print] = {}
        #: Points from a letter to its choice.
        self.letter_width = LETTER_WIDTH * size
        self._patterns: dict[ProofKey, re.Pattern[str]] = {
            key: _pattern(proof) for key, proof in proofs.by_key.items()
        }

    def print_of(self, question: int, choice: int) -> Print:
        """Return what a choice looks like."""
        key = ProofKey(question, Field.CHOICE, choice)
        if key not in self._prints:
            self._prints[key] = print_of(self._proofs, self._proofs.by_key[key])
        return self._prints[key]

    def read(self, pages: Iterator[SeenPage], *, key: bool) -> ReadDocument:
        """Return what is seen on the pages of a paper, or of a key."""
        document = ReadDocument()
        counts = []
        left = set(range(len(self._questions)))
        for index, page in enumerate(pages):
            foot = _FOOT.search(page.text)
            if foot is None:
                document.faults.append(f"page {index + 1} has no foot with fingerprint and page number")
                continue
            if int(foot["page"]) != index + 1:
                document.faults.append(f"page {index + 1} says that it is page {foot['page']}")
            counts.append(int(foot["pages"]))
            document.fingerprints.append(foot["fingerprint"])
            _PageReader(self, page, index, page.text[: foot.start()], document, left, key).read()
        if any(count != len(counts) for count in counts):
            document.faults.append(f"there are {len(counts)} pages, and they say 'of {counts[0]}'")
        if document.pending:
            document.faults.append("the rationale of the last question is missing")
        if left:
            names = ", ".join(repr(self._questions[q].id) for q in sorted(left))
            document.faults.append(f"not found on the pages: {names}")
        return document


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


@dataclass(slots=True)
class _PageReader:
    reader: Reader
    page: SeenPage
    index: int
    text: str  #: without the foot
    document: ReadDocument
    left: set[int]
    key: bool

    def read(self) -> None:
        position = head = self._first()
        if pending := self.document.pending:
            head = self.text.find(pending)
            if head < 0:
                seen = (
                    f"page {self.index + 1}: the rationale of the last question on the page before is missing"
                )
                self.document.faults.append(seen)
                head = position
            else:
                position = head + len(pending)
            self.document.pending = ""
        self.document.heads.append(self.text[:head])
        while position < len(self.text):
            end = self._question(position)
            if end is None:
                seen = self.text[position : position + 40]
                self.document.faults.append(f"page {self.index + 1}: cannot be read: {seen!r}")
                return
            position = end

    def _first(self) -> int:
        """Return where the first question of the page begins; the strip of a key is read on the way."""
        number = len(self.document.questions) + 1
        head_end = 0
        if self.key and self.index == 0:
            head_end = self._strip()
        for question in sorted(self.left):
            for at in self._stems(question, number, head_end):
                return at
        return len(self.text)

    def _stems(self, question: int, number: int, start: int) -> Iterator[int]:
        literal = (
            str(number) + self.reader._proofs.by_key[ProofKey(question, Field.STEM)].text.partition("§")[0]
        )
        at = self.text.find(literal, start)
        if at >= 0:
            yield at

    def _strip(self) -> int:
        count = len(self.reader._questions)
        pattern = "".join(rf"{number}([A-Z]+)" for number in range(1, count + 1)) if count <= 90 else ""
        match = re.search(pattern, self.text) if pattern else None
        if match:
            self.document.strip = list(match.groups())
            return match.end()
        return 0

    def _question(self, position: int) -> int | None:
        number = len(self.document.questions) + 1
        head = str(number)
        if not self.text.startswith(head, position):
            return None
        for question in sorted(self.left):
            stem = self.reader._patterns[ProofKey(question, Field.STEM)].match(
                self.text, position + len(head)
            )
            if stem is None:
                continue
            after = self._after_stem(question, stem.end())
            if after is None:
                continue
            ways = list(self._ways(question, after))
            if ways:
                return self._settle(number, question, position, stem, ways)
        return None

    def _after_stem(self, question: int, position: int) -> int | None:
        asked = self.reader._questions[question]
        if len(asked.answer) > 1:
            if not self.text.startswith(self.reader._proofs.several, position):
                return None
            position += len(self.reader._proofs.several)
        points = _POINTS.match(self.text, position)
        return points.end() if points and Fraction(points["points"]) == asked.points else None

    def _ways(self, question: int, position: int) -> Iterator[_Match]:
        """Yield the ways in which letters and choices can be read from here; texts that are the same count once."""
        count = len(self.reader._questions[question].choices)

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
                pattern = self.reader._patterns[ProofKey(question, Field.CHOICE, choice)]
                if choice in taken or pattern.pattern in tried:
                    continue
                tried.add(pattern.pattern)
                if match := pattern.match(self.text, at + 1):
                    yield from walk(
                        match.end(), (*taken, choice), (*labels, at), (*starts, at + 1), (*marked, right)
                    )

        yield from walk(position, (), (), (), ())

    def _settle(
        self, number: int, question: int, position: int, stem: re.Match[str], ways: list[_Match]
    ) -> int | None:
        """Choose the way after which the page can be read on, note the question, and return where it ends."""
        for found in ways:
            way = self._told_apart(number, question, found)
            letters = {choice: chr(65 + place) for place, choice in enumerate(way.choices)}
            end = self._after_choices(question, way, letters)
            if end is None or not self._letters_agree(question, stem, way, letters):
                continue
            if not self._continues(end, number + 1):
                continue
            self.left.discard(question)
            if self.key and end == way.end:
                self.document.pending = self._below_choices(question, way, letters)
            spots = tuple(Spot(self.index, *self.page.origin(label)) for label in way.labels)
            read = ReadQuestion(number, question, way.choices, spots, way.marked)
            self.document.questions.append(read)
            self._look(read, position, stem, way)
            return end
        return None

    def _continues(self, end: int, number: int) -> bool:
        return end == len(self.text) or self.text.startswith(str(number), end)

    def _letters_agree(
        self, question: int, stem: re.Match[str], way: _Match, letters: Mapping[int, str]
    ) -> bool:
        """Return whether each letter named in the stem and the choices is that of the choice it stands for."""
        found = [stem]
        for start, choice in zip(way.starts, way.choices, strict=True):
            match = self.reader._patterns[ProofKey(question, Field.CHOICE, choice)].match(self.text, start)
            assert match is not None
            found.append(match)
        return all(
            letters[int(name[1:])] == seen for match in found for name, seen in match.groupdict().items()
        )

    def _after_choices(self, question: int, way: _Match, letters: Mapping[int, str]) -> int | None:
        """Return where a question ends: in a key after rationale, feedback and the line with its id.

        These may stand at the top of the next page.
        """
        if not self.key or way.end == len(self.text):
            return way.end
        expected = self._below_choices(question, way, letters)
        return way.end + len(expected) if self.text.startswith(expected, way.end) else None

    def _below_choices(self, question: int, way: _Match, letters: Mapping[int, str]) -> str:
        """Return what a key prints below the choices of a question."""
        asked = self.reader._questions[question]
        expected = ""
        rationale = self.reader._proofs.by_key.get(ProofKey(question, Field.RATIONALE))
        if rationale:
            expected += rationale.printed(letters)
        for choice in way.choices:
            feedback = self.reader._proofs.by_key.get(ProofKey(question, Field.FEEDBACK, choice))
            if feedback:
                expected += letters[choice] + feedback.printed(letters)
        answer = ",".join(choice.id for choice in asked.choices if choice.id in asked.answer)
        return f"{expected}{asked.id}inthebank:{answer}"

    def _told_apart(self, number: int, question: int, way: _Match) -> _Match:
        """Return the way with choices of equal text put where they are seen; what cannot be told is noted."""
        choices = list(way.choices)
        for places in self._doubtful(question, way):
            same = [choices[place] for place in places]
            corners = []
            for place in places:
                x, y = self.page.origin(way.labels[place])
                corners.append((x + self.reader.letter_width, y))
            prints = {choice: self.reader.print_of(question, choice) for choice in same}
            told = tell_apart(self.page, corners, same, prints)
            if told is None:
                letters = ", ".join(chr(65 + place) for place in places)
                self.document.undecided.append(
                    f"page {self.index + 1}, question {number}: {letters} look the same"
                )
                continue
            for place, choice in zip(places, told, strict=True):
                choices[place] = choice
        return replace(way, choices=tuple(choices))

    def _doubtful(self, question: int, way: _Match) -> tuple[tuple[int, ...], ...]:
        by_text: dict[str, list[int]] = {}
        for place, choice in enumerate(way.choices):
            pattern = self.reader._patterns[ProofKey(question, Field.CHOICE, choice)].pattern
            by_text.setdefault(pattern, []).append(place)
        return tuple(tuple(places) for places in by_text.values() if len(places) > 1)

    def _look(self, read: ReadQuestion, position: int, stem: re.Match[str], way: _Match) -> None:
        """Note what does not stand where it must: a text beside its number or letter, letters one after the other."""
        proofs = self.reader._proofs.by_key
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
