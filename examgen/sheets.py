"""What stands on each paper and key, in terms of pieces and letters: the rows that templates print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from pylatex import NoEscape

from examgen.askseveral import asks_for_several
from examgen.corrections import (
    Correction,
    CorrectionRow,
    Rule,
    accepted_by,
    effect_text,
    in_force,
    letter_sets,
    revision_of,
    rows_in_letters,
)
from examgen.exam import Exam, Version, letters_of
from examgen.fingerprint import fingerprint
from examgen.letters import letter
from examgen.model import Question
from examgen.pieces import PieceKind, PieceTable, choice_label
from examgen.references import in_their_order


@dataclass(frozen=True, slots=True)
class LetteredPiece:
    """A choice as printed, or the feedback on one."""

    letter: str
    piece: NoEscape  #: its name


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as printed on a paper. It holds nothing of the answer."""

    number: int  #: 1-based
    points: str
    stem: NoEscape  #: name of a piece
    choices: tuple[LetteredPiece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper: one version."""

    label: str
    fingerprint: str
    questions: tuple[QuestionRow, ...]


class Grading(StrEnum):
    """How an answer is marked."""

    ALL = "all"  #: exactly the right letters earn the points
    ANY = "any"  #: so does any one of several sets of letters
    VOID = "void"  #: nobody gets points
    FULL = "full"  #: everybody gets the points


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A question as printed on a key: the paper's row and what a grader needs."""

    id: str  #: the question's id in the bank
    row: QuestionRow
    right: tuple[bool, ...]  #: for each place among the choices
    grading: Grading
    accepted: tuple[str, ...]  #: the sets of letters that earn the points, each ascending; none: void or full
    points: str  #: that count: those of the paper, or 0
    bank_answer: str  #: ids of the right choices in the bank, by the author's order, joined by commas
    rationale: NoEscape | None  #: name of a piece
    feedback: tuple[LetteredPiece, ...]
    correction: str = ""  #: what a correction in force does, in words

    @property
    def answer(self) -> str:
        """What stands in the strip: letters, sets of letters with a slash between, or a sign."""
        return SIGNS.get(self.grading) or "/".join(self.accepted)


#: What stands in place of letters on a key.
SIGNS = {Grading.VOID: "\N{EN DASH}", Grading.FULL: "*"}
_MEANINGS = {
    Grading.ANY: "a slash: either answer gets the points",
    Grading.VOID: f"{SIGNS[Grading.VOID]} counts for nobody",
    Grading.FULL: f"{SIGNS[Grading.FULL]} everyone gets the points",
}


@dataclass(frozen=True, slots=True)
class KeySheet:
    """A key: one version."""

    label: str
    fingerprint: str
    questions: tuple[KeyRow, ...]
    revision: int = 1  #: counts the keys of an exam: those of the build, then one more for each correction
    corrections: tuple[CorrectionRow, ...] = ()

    @property
    def legend(self) -> tuple[str, ...]:
        """What the signs in the strip mean, of those that are there."""
        used = {key.grading for key in self.questions}
        return tuple(meaning for grading, meaning in _MEANINGS.items() if grading in used)


def points_text(points: Fraction) -> str:
    """Return points as people write them: ``2``, ``0.5``, ``1/3``."""
    if points.denominator == 1:
        return str(points.numerator)
    decimal = f"{float(points):.4f}".rstrip("0")
    return decimal if Fraction(decimal) == points else str(points)


def folders_of(exam: Exam) -> Mapping[str, Path]:
    """Return for each bank file of an exam the folder that its pictures are in."""
    return {question.place.file: Path(question.place.file).parent for question in exam.questions}


def paper_sheets(exam: Exam, versions: Sequence[Version], table: PieceTable) -> list[Sheet]:
    """Return the papers, their stems and choices added to the table of pieces."""
    return [
        Sheet(version.label, fingerprint(exam, version), tuple(_question_rows(exam, version, table)))
        for version in versions
    ]


def key_sheets(
    exam: Exam, versions: Sequence[Version], table: PieceTable, history: Sequence[Correction] = ()
) -> list[KeySheet]:
    """Return the keys, made from the same orders as the papers; ``history`` holds the corrections made since.

    Fingerprints are those of the papers, which no correction changes.
    """
    corrections = in_force(history)
    return [
        KeySheet(
            version.label,
            fingerprint(exam, version),
            tuple(_key_rows(exam, version, table, corrections)),
            revision_of(history),
            tuple(rows_in_letters(exam, version, history)),
        )
        for version in versions
    ]


def _question_rows(exam: Exam, version: Version, table: PieceTable) -> list[QuestionRow]:
    rows = []
    for place, (index, order) in enumerate(zip(version.questions, version.choices, strict=True)):
        question = exam.questions[index]
        letters = letters_of(question, order)
        rows.append(
            QuestionRow(
                number=place + 1,
                points=points_text(question.points),
                stem=table.add(
                    PieceKind.STEM,
                    question.stem,
                    letters,
                    f"question '{question.id}'",
                    ending="\\egseveral"
                    if len(question.answer) > 1 and not asks_for_several(question)
                    else "",
                ),
                choices=tuple(
                    LetteredPiece(letter(position), _choice_piece(table, question, choice, letters))
                    for position, choice in enumerate(order)
                ),
            )
        )
    return rows


def _choice_piece(table: PieceTable, question: Question, index: int, letters: Mapping[str, str]) -> NoEscape:
    printed = in_their_order(question, index, letters)
    return table.add(PieceKind.CHOICE, question.choices[index].text, printed, choice_label(question, index))


def _key_rows(
    exam: Exam, version: Version, table: PieceTable, corrections: Mapping[str, Correction]
) -> list[KeyRow]:
    rows = []
    printed = _question_rows(exam, version, table)
    for row, index, order in zip(printed, version.questions, version.choices, strict=True):
        question = exam.questions[index]
        letters = letters_of(question, order)
        label = f"question '{question.id}'"
        correction = corrections.get(question.id)
        accepted = accepted_by(question, correction)
        grading = _grading(accepted, correction)
        rationale = None
        if question.rationale:
            rationale = table.add(PieceKind.RATIONALE, question.rationale, letters, f"{label}, rationale")
        rows.append(
            KeyRow(
                id=question.id,
                row=row,
                right=tuple(
                    any(question.choices[choice].id in each for each in accepted) for choice in order
                ),
                grading=grading,
                accepted=letter_sets(accepted, letters),
                points="0" if grading is Grading.VOID else row.points,
                bank_answer=", ".join(c.id for c in question.choices if c.id in question.answer),
                rationale=rationale,
                feedback=tuple(
                    LetteredPiece(
                        letter(position),
                        table.add(PieceKind.FEEDBACK, feedback, letters, f"{label}, feedback"),
                    )
                    for position, choice in enumerate(order)
                    if (feedback := question.choices[choice].feedback)
                ),
                correction=effect_text(correction, letter_sets(accepted, letters)) if correction else "",
            )
        )
    return rows


def _grading(accepted: Sequence[frozenset[str]], correction: Correction | None) -> Grading:
    if correction is not None and correction.rule in (Rule.VOID, Rule.FULL):
        return Grading.VOID if correction.rule is Rule.VOID else Grading.FULL
    return Grading.ALL if len(accepted) == 1 else Grading.ANY
