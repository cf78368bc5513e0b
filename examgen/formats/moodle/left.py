"""What is in a Moodle XML file and not in the bank that is read from it: said, and not in a line for each question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from examgen.errors import Place, Problem, Severity
from examgen.formats.moodle.texts import child_of, words_of
from examgen.formats.textdraft import shown
from examgen.formats.xmlnames import local_name

_LABELS: Final = {
    "correctfeedback": "the feedback on right answers",
    "partiallycorrectfeedback": "the feedback on partly right answers",
    "incorrectfeedback": "the feedback on wrong answers",
    "hint": "hints",
}
#: What Moodle puts into every question by itself.
_STANDARD: Final = frozenset(
    f"Your answer is {how}." for how in ("correct", "partially correct", "incorrect")
)
_TAG: Final = re.compile(r"<[^<>]*>")
#: Two words: what settings have is one word or a number.
_SENTENCE: Final = re.compile(r"[^\W\d_]{2,}[,;:]?\s+[^\W\d_]{2,}")
#: Elements of a question that are read; a second one of the former is left out.
_ONCE: Final = ("name", "questiontext", "generalfeedback")
_READ: Final = frozenset(("answer", "tags", "coursetags", "idnumber", "category", "file"))


@dataclass(frozen=True, slots=True)
class _Piece:
    label: str
    words: str
    question: str
    place: Place


@dataclass(slots=True)
class LeftOut:
    """Gathers what is left out of each question; what several questions have in common is said once."""

    pieces: list[_Piece] = field(default_factory=list)
    strays: list[Problem] = field(default_factory=list)

    def add_question(self, question: etree._Element, name: str, place: Place) -> None:
        """Take what of a question has words and is not read."""
        seen: set[str] = set()
        for child in question:
            tag = local_name(child)
            repeated = tag in _ONCE and tag in seen
            seen.add(tag)
            if tag in _READ or (tag in _ONCE and not repeated):
                continue
            has_text = child_of(child, "text") is not None or _SENTENCE.search(child.text or "")
            if not (repeated or tag in _LABELS or has_text):
                continue
            words = " ".join(_TAG.sub(" ", words_of(child)).split())
            if words:
                label = f"a second <{tag}>" if repeated else _LABELS.get(tag, f"<{tag}>")
                self.pieces.append(_Piece(label, words, name, place))

    def add_stray(self, element: etree._Element, place: Place) -> None:
        """Take an element that stands between questions and is none."""
        words = " ".join((element.text or "").split())
        if words:
            message = (
                f"<{local_name(element)}> is no part of a question and is left out: {shown('', words)!r}"
            )
            hint = "put it into a question, or delete it"
            self.strays.append(Problem("left-out", message, place, hint, Severity.WARNING))

    def problems(self) -> Iterator[Problem]:
        """Yield a line for what one question alone has, and one for all that questions have in common."""
        yield from self.strays
        uses = Counter(piece.words for piece in self.pieces)
        hint = (
            "what students should read in the key belongs into the general feedback, or into that of a choice"
        )
        common = [piece for piece in self.pieces if uses[piece.words] > 1 or piece.words in _STANDARD]
        if common:
            labels = list(dict.fromkeys(piece.label for piece in common))
            count = len({(piece.question, piece.place) for piece in common})
            verb, plural = "is" if len(labels) == 1 else "are", "s" * (count > 1)
            message = f"{', '.join(labels)} {verb} left out of {count} question{plural}"
            yield Problem("left-out", message, common[0].place, hint, Severity.WARNING)
        for piece in self.pieces:
            if uses[piece.words] == 1 and piece.words not in _STANDARD:
                message = f"question {piece.question!r}: {piece.label} left out: {shown('', piece.words)!r}"
                yield Problem("left-out", message, piece.place, hint, Severity.WARNING)
