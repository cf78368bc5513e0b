"""Proofs: every text of an exam typeset alone, so that it can be recognised on a finished page.

Where the text names a choice (``[[a]]``), the proof prints a mark for it instead of a letter; what a paper must print there
follows from where the paper has that choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from examgen.audit.sight import SeenPage, opened, page_at
from examgen.model import Question, Text

#: Points from the left and the top edge of a proof's page to the piece's left edge and its first baseline.
ORIGIN = 72.0
_MARK = re.compile(r"§(\d+)§")


class Field(StrEnum):
    """What a text is in its question; the values are the kinds of piece of the LaTeX package."""

    STEM = "stem"
    CHOICE = "choice"
    RATIONALE = "rationale"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class ProofKey:
    """Which text of which question."""

    question: int  #: 0-based index in the exam
    field: Field
    choice: int = -1  #: 0-based index in the author's order, of a choice or of the feedback on it


@dataclass(frozen=True, slots=True)
class Proof:
    """A text as it looks alone."""

    key: ProofKey
    text: str  #: what is printed, without white space; marks where letters go
    dx: float  #: points from the piece's left edge to the origin of its first character
    dy: float  #: points from the piece's first baseline up to that of its first character
    width: float  #: of the page, in points
    height: float
    page: int  #: 0-based, in the PDF of proofs

    def printed(self, letters: Mapping[int, str]) -> str:
        """Return what a paper prints on which the choices (0-based, author's order) have these letters."""
        return _MARK.sub(lambda match: letters.get(int(match[1]), "?"), self.text)


@dataclass(frozen=True, slots=True)
class Proofs:
    """The proofs of an exam."""

    by_key: Mapping[ProofKey, Proof]
    several: str  #: what stands at the end of a stem with several right choices
    pdf: bytes


def texts_of(questions: Sequence[Question]) -> list[tuple[ProofKey, Text]]:
    """Return every text of the questions that is printed on a paper or a key."""
    found = []
    for index, question in enumerate(questions):
        found.append((ProofKey(index, Field.STEM), question.stem))
        for place, choice in enumerate(question.choices):
            found.append((ProofKey(index, Field.CHOICE, place), choice.text))
            if choice.feedback:
                found.append((ProofKey(index, Field.FEEDBACK, place), choice.feedback))
        if question.rationale:
            found.append((ProofKey(index, Field.RATIONALE), question.rationale))
    return found


def read_proofs(questions: Sequence[Question], pdf: bytes) -> Proofs:
    """Return the proofs, read from the pages that the run of TeX made.

    Raises:
        ValueError: the PDF has fewer pages than texts; what follows them is not for reading.
    """
    keys = [key for key, _ in texts_of(questions)]
    proofs = {}
    several = ""
    with opened(pdf) as document:
        if len(document) < len(keys) + 1:
            raise ValueError(f"{len(document)} proofs for {len(keys) + 1} texts")
        for number in range(len(keys) + 1):
            with page_at(document, number) as page:
                if number < len(keys):
                    proofs[keys[number]] = _proof(keys[number], page, number)
                else:
                    several = page.text
    return Proofs(proofs, several, pdf)


def _proof(key: ProofKey, page: SeenPage, number: int) -> Proof:
    dx = dy = 0.0
    if page.text:
        x, y = page.origin(0)
        dx, dy = x - ORIGIN, y - (page.height - ORIGIN)
    return Proof(key, page.text, dx, dy, page.width, page.height, number)
