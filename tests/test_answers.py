"""Keys for programs, beside a key made by hand."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from fractions import Fraction

from banks_for_tests import exam, question

from examgen import answers
from examgen.exam import Exam, Version
from examgen.fingerprint import fingerprint
from examgen.model import Heading
from examgen.pieces import PieceTable
from examgen.sheets import KeySheet, folders_of, key_sheets

RIVERS = replace(
    exam(
        [question("q,1", ["p", "q", "r"], ["b"], points=2), question("q2", ["s", "t", "u", "v"], ["a", "d"])]
    ),
    heading=Heading(title='Flüsse "und" Meere'),
)
VERSIONS = (
    Version(0, "A", (0, 1), ((0, 1, 2), (0, 1, 2, 3))),
    Version(1, "B", (1, 0), ((3, 2, 0, 1), (1, 2, 0))),
)
#: By hand: in B the second question comes first, as d c a b, so its right choices a and d are C and A.
BY_HAND = [
    ("A", "1", "q,1", "B", "2", "a b c"),
    ("A", "2", "q2", "AD", "1", "a b c d"),
    ("B", "1", "q2", "AC", "1", "d c a b"),
    ("B", "2", "q,1", "A", "2", "b c a"),
]


def sheets_of(exam: Exam) -> list[KeySheet]:
    return key_sheets(exam, VERSIONS, PieceTable(folders_of(exam)))


def test_the_csv_is_the_key_made_by_hand() -> None:
    data = answers.to_csv(RIVERS, VERSIONS, sheets_of(RIVERS))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
    assert list(rows[0]) == [
        "version",
        "number",
        "question",
        "answer",
        "points",
        "fingerprint",
        "choices",
        "rule",
    ]
    names = ("version", "number", "question", "answer", "points", "choices")
    assert [tuple(row[name] for name in names) for row in rows] == BY_HAND
    codes = {version.label: fingerprint(RIVERS, version) for version in VERSIONS}
    assert all(row["fingerprint"] == codes[row["version"]] for row in rows)
    assert b"\r" not in data
    assert data.endswith(b"\n")


def test_the_json_says_what_the_csv_says() -> None:
    data = answers.to_json(RIVERS, VERSIONS, sheets_of(RIVERS))
    whole = json.loads(data)
    assert (whole["exam"], whole["title"]) == ("test", 'Flüsse "und" Meere')
    assert [
        (
            version["version"],
            str(asked["number"]),
            asked["question"],
            "".join(asked["answer"]),
            asked["points"],
            " ".join(asked["choices"][letter] for letter in sorted(asked["choices"])),
        )
        for version in whole["versions"]
        for asked in version["questions"]
    ] == BY_HAND
    assert whole["versions"][1]["questions"][0]["choices"] == {"A": "d", "B": "c", "C": "a", "D": "b"}
    assert "Flüsse" in data.decode("utf-8")


def test_points_that_are_no_whole_number_are_written_exactly() -> None:
    third = replace(RIVERS.questions[0], points=Fraction(1, 3))
    changed = replace(RIVERS, questions=(third, replace(RIVERS.questions[1], points=Fraction(5, 2))))
    rows = list(csv.DictReader(io.StringIO(answers.to_csv(changed, VERSIONS, sheets_of(changed)).decode())))
    assert [row["points"] for row in rows] == ["1/3", "2.5", "2.5", "1/3"]
