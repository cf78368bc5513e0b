"""What stands on each paper and key, in terms of pieces and letters: the rows that templates print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pylatex import NoEscape

from examgen.exam import Exam, Version, answer_letters, letters_of
from examgen.fingerprint import fingerprint
from examgen.letters import letter
from examgen.model import Question
from examgen.pieces import PieceKind, PieceTable, choice_label


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


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A question as printed on a key: the paper's row and what a grader needs."""

    id: str  #: the question's id in the bank
    row: QuestionRow
    right: tuple[bool, ...]  #: for each place among the choices
    answer: str  #: letters, ascending
    bank_answer: str  #: ids of the right choices in the bank, by the author's order, joined by commas
    rationale: NoEscape | None  #: name of a piece
    feedback: tuple[LetteredPiece, ...]


@dataclass(frozen=True, slots=True)
class KeySheet:
    """A key: one version."""

    label: str
    fingerprint: str
    questions: tuple[KeyRow, ...]


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


def key_sheets(exam: Exam, versions: Sequence[Version], table: PieceTable) -> list[KeySheet]:
    """Return the keys, made from the same orders as the papers."""
    return [
        KeySheet(version.label, fingerprint(exam, version), tuple(_key_rows(exam, version, table)))
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
                    ending="\\egseveral" if len(question.answer) > 1 else "",
                ),
                choices=tuple(
                    LetteredPiece(letter(position), _choice_piece(table, question, choice, letters))
                    for position, choice in enumerate(order)
                ),
            )
        )
    return rows


def _choice_piece(table: PieceTable, question: Question, index: int, letters: Mapping[str, str]) -> NoEscape:
    return table.add(PieceKind.CHOICE, question.choices[index].text, letters, choice_label(question, index))


def _key_rows(exam: Exam, version: Version, table: PieceTable) -> list[KeyRow]:
    rows = []
    printed = _question_rows(exam, version, table)
    for row, index, order in zip(printed, version.questions, version.choices, strict=True):
        question = exam.questions[index]
        letters = letters_of(question, order)
        label = f"question '{question.id}'"
        rationale = None
        if question.rationale:
            rationale = table.add(PieceKind.RATIONALE, question.rationale, letters, f"{label}, rationale")
        rows.append(
            KeyRow(
                id=question.id,
                row=row,
                right=tuple(question.choices[choice].id in question.answer for choice in order),
                answer=answer_letters(question, order),
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
            )
        )
    return rows
