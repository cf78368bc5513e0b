"""Brightspace's table of questions: a question is several lines, each with a word of what it holds.

NewQuestion,MC,,,
QuestionText,Where does a river end?,,,
Option,0,At its source,,That is where it begins.
Option,100,At its mouth,,
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from examgen.errors import Problem, Severity
from examgen.formats.bounds import Questions
from examgen.formats.reading import Reading
from examgen.formats.sheets.cells import Cell, text_of
from examgen.formats.textdraft import Draft, DraftChoice, finish, shown, skipped
from examgen.model import Text

_SNIFF: Final = re.compile(r"^[ \t\"]*NewQuestion[\"]?[ \t]*[,;\t|]", re.MULTILINE | re.IGNORECASE)
_OTHERS: Final = {
    "WR": "a written-response question", "SA": "a short-answer question", "M": "a matching question",
    "O": "an ordering question", "MSA": "a multi-short-answer question", "FIB": "a fill-in-the-blanks question",
    "AR": "an arithmetic question", "SIG": "a significant-figures question", "LIK": "a Likert question",
}  # fmt: skip
_MARKUP: Final = ("html", "text", "plain")
_SHARE: Final = re.compile(r"-?[0-9]{1,4}(?:\.[0-9]{1,6})?")
#: What other kinds of questions have, and what is of no use on paper.
_NOT_NEEDED: Final = frozenset(
    (
        "scoring",
        "initialtext",
        "answerkey",
        "inputbox",
        "answer",
        "regexp",
        "choice",
        "match",
        "item",
        "difficulty",
    )
)


def sniff(text: str) -> bool:
    """Return whether a text has a line that begins a question."""
    return bool(_SNIFF.search(text))


def read_rows(name: str, rows: Sequence[Sequence[Cell]], problems: list[Problem]) -> Reading:
    """Return the bank in the rows of a file."""
    questions: list[list[Sequence[Cell]]] = Questions()
    before: list[Sequence[Cell]] = []
    for row in rows:
        word = _word(row)
        if word == "newquestion":
            questions.append([row, *before])
            before = []
        elif word == "id" and questions and any(_word(each) == "option" for each in questions[-1]):
            # Some programs write the id above the line that begins the question.
            before.append(row)
        elif word and not word.startswith("//") and questions:
            questions[-1].append(row)
        elif word == "id":
            before.append(row)
    if questions:
        questions[-1] += before
    drafts = [draft for lines in questions if (draft := _question(lines, problems))]
    return finish(name, drafts, problems)


def _word(row: Sequence[Cell]) -> str:
    return re.sub(r"[\s_-]+", "", row[0].text).casefold() if row else ""


def _cell(row: Sequence[Cell], at: int) -> Cell:
    return row[at] if at < len(row) else Cell("", row[0].place)


def _text(row: Sequence[Cell], at: int, problems: list[Problem]) -> Text:
    markup = "html" if _cell(row, at + 1).text.strip().casefold() == "html" else ""
    return text_of(_cell(row, at), problems, markup)


def _question(rows: Sequence[Sequence[Cell]], problems: list[Problem]) -> Draft | None:
    kind, place = _cell(rows[0], 1).text.strip().upper(), rows[0][0].place
    draft = Draft(Text("", (place,)), place)
    stem = next((row for row in rows if _word(row) == "questiontext"), None)
    title = next((_cell(row, 1).text for row in rows if _word(row) == "title"), "")
    name = shown(title, _cell(stem, 1).text) if stem else shown(title, f"on line {place.line}")
    if kind not in ("MC", "MS", "TF"):
        what = _OTHERS.get(kind, f"a question of the kind {kind!r}")
        problems.append(skipped(name, what, place))
        return None
    if stem:
        draft.stem = _text(stem, 1, problems)
    draft.title, draft.keep_order = title.strip(), kind == "TF"
    if spilled := [cell for row in rows for cell in _spilled(row, rows)]:
        message = f"question {name!r}: {shown('', spilled[0].text)!r} stands where nothing is due"
        hint = "put each text that holds the sign between columns into double quotes"
        problems.append(Problem("table-row", message, spilled[0].place, hint))
        return None
    for row in rows[1:]:
        _take(row, draft, kind, name, problems)
    if kind == "MC":
        _one_right(draft)
    return draft


def _spilled(row: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return the cells of a row with more than it may have: a sign in its text has divided that."""
    word = _word(row)
    if word == "option":
        due = {0, 1, 2, 4} | ({3} if _has_early_feedback(rows) else set())
    elif word in ("true", "false"):
        due = {0, 1, 2}
    elif word in ("title", "questiontext", "feedback", "hint"):
        due = {0, 1}
    else:
        return []
    markup = {at + 1 for at in due if at}
    return [
        cell
        for at, cell in enumerate(row)
        if cell and at not in due and not (at in markup and cell.text.strip().casefold() in _MARKUP)
    ]


def _has_early_feedback(rows: Sequence[Sequence[Cell]]) -> bool:
    """Return whether all choices have their feedback in the column of the markup, and no half of a text there."""
    found = [(_cell(row, 3).text, _cell(row, 4)) for row in rows if _word(row) == "option"]
    return all(text.strip() and not text[0].isspace() and not after for text, after in found)


def _take(row: Sequence[Cell], draft: Draft, kind: str, name: str, problems: list[Problem]) -> None:
    word, value = _word(row), _cell(row, 1)
    if word == "id":
        draft.id = value.text.strip() or None
    elif word == "points" and value:
        draft.points = _number(value, name, problems) or draft.points
    elif word == "difficulty" and value:
        draft.difficulty = value.text.strip()
    elif word == "image" and value:
        source = f"{draft.stem.source}\n\n![](<{value.text.strip()}>)".strip()
        draft.stem = Text(source, (draft.stem.places * 3 + (value.place,) * 3)[: source.count("\n") + 1])
    elif word == "feedback" and value:
        draft.rationale = _text(row, 1, problems)
    elif word == "option" or (kind == "TF" and word in ("true", "false")):
        _option(row, draft, name, problems)
    elif word == "hint":
        if value:
            message = f"question {name!r}: its hint is left out: {shown('', value.text)!r}"
            hint = "put it into the question if students need it, or into the feedback for the key"
            problems.append(Problem("left-out", message, value.place, hint, Severity.WARNING))
    elif word not in _NOT_NEEDED | {"title", "questiontext", "points", "image", "feedback", "newquestion"}:
        message = f"question {name!r}: the line begins with {shown('', row[0].text)!r}, which is not known"
        hint = "begin it with Option, Feedback, Points, ...; put texts with line ends into double quotes"
        problems.append(Problem("unknown-kind", message, row[0].place, hint))


def _option(row: Sequence[Cell], draft: Draft, name: str, problems: list[Problem]) -> None:
    word = _word(row)
    share = _number(_cell(row, 1), name, problems)
    if word == "option":
        text, at = _text(row, 2, problems), 4
        if _cell(row, 3) and _cell(row, 3).text.strip().casefold() != "html" and not _cell(row, 4):
            at = 3
    else:
        text, at = Text(word.capitalize(), (row[0].place,)), 2
    feedback = _text(row, at, problems) if _cell(row, at) else None
    full = share is not None and share > 0
    weight = (
        None if share is None or share in (0, 1, 100) else max(min(share / 100, Fraction(1)), Fraction(-1))
    )
    draft.choices.append(DraftChoice(text, row[0].place, full, weight, feedback))


def _one_right(draft: Draft) -> None:
    """Where one choice gives all points, those that give a part are not right."""
    if any(choice.right and choice.weight is None for choice in draft.choices):
        for choice in draft.choices:
            choice.right = choice.right and choice.weight is None


def _number(cell: Cell, name: str, problems: list[Problem]) -> Fraction | None:
    said = cell.text.strip().rstrip("%")
    if _SHARE.fullmatch(said):
        return Fraction(said)
    if said:
        message = f"question {name!r}: {shown('', said)!r} stands where a number is due"
        problems.append(
            Problem("bad-points", message, cell.place, "write 100 for the right choice and 0 for others")
        )
    return None
