"""Keys for programs: answers.csv and answers.json."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from examgen.exam import Exam, Version
from examgen.sheets import Grading, KeyRow, KeySheet

COLUMNS = ("version", "number", "question", "answer", "points", "fingerprint", "choices", "rule")
#: What stands in place of letters: nothing that a student could have marked, so that no comparison succeeds by chance.
_SIGNS = {Grading.VOID: "-", Grading.FULL: "*"}


def to_csv(exam: Exam, versions: Sequence[Version], sheets: Sequence[KeySheet]) -> bytes:
    """Return one row for each version and question, in UTF-8, rows ended by a newline.

    ``question`` and ``choices`` are ids of the bank, the latter in the order printed and separated by blanks; ``answer``
    is capital letters without a separator. Where a correction accepts several answers these are separated by slashes;
    ``rule`` says how to mark.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for version, sheet in zip(versions, sheets, strict=True):
        for place, key in enumerate(sheet.questions):
            question = exam.questions[version.questions[place]]
            ids = " ".join(question.choices[choice].id for choice in version.choices[place])
            answer = _SIGNS.get(key.grading) or "/".join(key.accepted)
            row = (
                sheet.label,
                key.row.number,
                key.id,
                answer,
                key.points,
                sheet.fingerprint,
                ids,
                key.grading,
            )
            writer.writerow(row)
    return buffer.getvalue().encode()


def to_json(exam: Exam, versions: Sequence[Version], sheets: Sequence[KeySheet]) -> bytes:
    """Return the keys of all versions as JSON: for each question its answer and what stands at each letter.

    Where a correction is in force a question says its rule, too; where no single answer is right any more, its ``answer``
    is null, so that a program that does not know of corrections stops rather than marks wrongly.
    """
    whole = {
        "exam": exam.name,
        "title": exam.heading.title,
        **({"revision": sheets[0].revision} if sheets[0].revision > 1 else {}),
        "versions": [
            {
                "version": sheet.label,
                "fingerprint": sheet.fingerprint,
                "questions": [
                    {
                        "number": key.row.number,
                        "question": key.id,
                        **_answer(key),
                        "points": key.points,
                        "choices": {
                            row.letter: exam.questions[question].choices[choice].id
                            for row, choice in zip(key.row.choices, order, strict=True)
                        },
                    }
                    for key, question, order in zip(
                        sheet.questions, version.questions, version.choices, strict=True
                    )
                ],
            }
            for version, sheet in zip(versions, sheets, strict=True)
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _answer(key: KeyRow) -> dict[str, object]:
    """Return what is said of a question's answer; the sets of letters that are accepted, where a correction is in force."""
    answer = list(key.accepted[0]) if key.grading is Grading.ALL else None
    if not key.correction:
        return {"answer": answer}
    return {"answer": answer, "rule": str(key.grading), "accepted": [list(each) for each in key.accepted]}
