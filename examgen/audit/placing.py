"""What stands beside a number or a letter: whether it is there, and which of several that read the same it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from examgen.audit.composed import ComposedPage
from examgen.audit.documents import ReadDocument, ReadQuestion
from examgen.audit.findings import Difference
from examgen.audit.pixels import tell_apart
from examgen.audit.proofs import Field, Proof
from examgen.audit.proven import Proven
from examgen.audit.sight import SeenPage

#: Points by which a text may stand off its number or letter.
TOLERANCE = 0.7


@dataclass(frozen=True, slots=True)
class Match:
    """One way to read a question: where it ends, and what stands where."""

    end: int
    choices: tuple[int, ...]
    labels: tuple[int, ...]  #: offset of each letter
    starts: tuple[int, ...]  #: offset of each choice's text
    marked: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """Looks at the places on one page, and notes in the document what is wrong with them."""

    proven: Proven
    page: SeenPage | ComposedPage
    index: int  #: of the page, 0-based
    document: ReadDocument
    key: bool

    def told_apart(self, number: int, question: int, way: Match) -> tuple[Match, list[str]]:
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

    def _doubtful(self, question: int, way: Match) -> tuple[tuple[int, ...], ...]:
        parts = self.proven.parts[question]
        if not parts.alike:
            return ()
        by_text: dict[str, list[int]] = {}
        for place, choice in enumerate(way.choices):
            by_text.setdefault(parts.choices[choice].pattern, []).append(place)
        return tuple(tuple(places) for places in by_text.values() if len(places) > 1)

    def check(self, read: ReadQuestion, position: int, stem: re.Match[str], way: Match) -> None:
        """Note what does not stand where it must: a text beside its number or letter, letters one after the other."""
        parts = self.proven.parts[read.question]
        say = self.document.faults.append
        name = f"page {self.index + 1}, question {read.number}"
        proof = parts.stem_proof
        _, y_number = self.page.origin(position)
        end = position + len(str(read.number)) - 1
        _, y_stem = self._stands(proof, end, stem.start()) if proof.text else (0.0, y_number)
        if abs(y_stem - y_number) > TOLERANCE:
            say(f"{name}: the number does not stand beside its text")
        if read.several is None and not self._is_proven(proof, end, (None, y_number)):
            self._not_drawn(read, "its text", f"{name}: its text is not drawn as in the proofs")
        gaps = []
        for place, (spot, start, choice) in enumerate(zip(read.spots, way.starts, way.choices, strict=True)):
            proof = parts.choice_proofs[choice]
            if proof.text:
                x, y = self._stands(proof, way.labels[place], start)
                gaps.append(x - spot.x)
                if abs(y - spot.y) > TOLERANCE:
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

    def _stands(self, proof: Proof, after: int, start: int) -> tuple[float, float]:
        """Return where the left edge and the first baseline of a text are, that is drawn after a character.

        PDFium does not say of every script where a text's first character stands, so the piece is asked first.
        """
        piece = self.page.piece_after(after) if isinstance(self.page, ComposedPage) else None
        if piece and proof.page in piece.proofs:
            return piece.x, piece.y
        x, y = self.page.origin(start)
        return x - proof.dx, y - proof.dy

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
