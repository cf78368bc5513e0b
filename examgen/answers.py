"""Keys for programs: answers.csv and answers.json."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from examgen.exam import Exam, Version
from examgen.sheets import KeySheet

COLUMNS = ("version", "number", "question", "answer", "points", "fingerprint", "choices")


def to_csv(exam: Exam, versions: Sequence[Version], sheets: Sequence[KeySheet]) -> bytes:
    """Return one row for each version and question, in UTF-8, rows ended by a newline.

    ``question`` and ``choices`` are ids of the bank, the latter in the order printed and separated by blanks; ``answer``
    is capital letters without a separator.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for version, sheet in zip(versions, sheets, strict=True):
        for place, key in enumerate(sheet.questions):
            question = exam.questions[version.questions[place]]
            ids = " ".join(question.choices[choice].id for choice in version.choices[place])
            row = key.row
            writer.writerow((sheet.label, row.number, key.id, key.answer, row.points, sheet.fingerprint, ids))
    return buffer.getvalue().encode()


def to_json(exam: Exam, versions: Sequence[Version], sheets: Sequence[KeySheet]) -> bytes:
    """Return the keys of all versions as JSON: for each question its answer and what stands at each letter."""
    whole = {
        "exam": exam.name,
        "title": exam.heading.title,
        "versions": [
            {
                "version": sheet.label,
                "fingerprint": sheet.fingerprint,
                "questions": [
                    {
                        "number": key.row.number,
                        "question": key.id,
                        "answer": list(key.answer),
                        "points": key.row.points,
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
