"""Questions in tables: one in each row, in columns whose names say what they hold.

A table begins at the first row that names a column of questions and one of choices or answers; what stands above it is
the form's own. Every row below that asks something becomes a question, is skipped with a word, or is a problem.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Questions, count_questions
from examgen.formats.reading import Reading
from examgen.formats.sheets.answers import resolve
from examgen.formats.sheets.cells import Cell, Sheet
from examgen.formats.sheets.heads import Head, Role, head_of
from examgen.formats.sheets.rows import Entry, Table, entry_of, finish_entry
from examgen.formats.sheets.suggested import columns_of
from examgen.formats.textdraft import Draft, finish, shown

#: A form's own words above its table take no more rows.
_ABOVE: Final = 40
_MOST_COLUMNS: Final = 200
#: Rows of one table that hold anything.
_NUMBERED_ANSWER: Final = re.compile(r"(?:correct[ _]?)?answer[ _]?[12345]", re.IGNORECASE)
#: Columns that may hold the rationale, or what an author notes for himself.
_REMARKS: Final = frozenset(("comment", "comments", "comentario", "comentarios", "commentaire", "kommentar"))
_KNOWN: Final = (
    "question; a, b, c, ... or option 1, option 2, ... or options; answer; "
    "and type, points, explanation, feedback a, id, tags, category, difficulty, image"
)


def read_sheets(name: str, sheets: Sequence[Sheet], problems: list[Problem]) -> Reading:
    """Return the bank in the tables of a file; ``name`` is its name in places."""
    drafts: list[Draft] = []
    tables = [(sheet, table_of(sheet.rows, problems)) for sheet in sheets]
    found = [(sheet, table) for sheet, table in tables if table]
    for sheet, table in tables:
        if table is None and any(any(row) for row in sheet.rows):
            problems.append(_no_table(sheet, bool(found)))
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        hint = f"name the columns in the first row: {_KNOWN}"
        problems.append(Problem("no-questions", "the file has no questions", Place(name), hint))
    for sheet, table in found:
        drafts += _drafts(table, sheet.name if len(found) > 1 else "", problems)
    if found and not drafts and not problems:
        hint = "write one question in each row below the names of the columns"
        problems.append(Problem("no-questions", "the table has no questions", found[0][1].place, hint))
    reading = finish(name, _with_ids(drafts), problems)
    return replace(reading, columns={name: columns_of(found[0][1].heads.values())}) if found else reading


def table_of(rows: Sequence[Sequence[Cell]], problems: list[Problem] | None = None) -> Table | None:
    """Return the table in these rows, None when no row names its columns; ``problems`` takes what is not read."""
    for at, row in enumerate(rows[:_ABOVE]):
        heads = _heads(row)
        if heads is None:
            continue
        if problems is not None:
            _say_unread(row, heads, rows[at + 1 :], problems)
        width = max(place for place, cell in enumerate(row) if cell) + 1
        return Table(heads, rows[at + 1 :], next(cell.place for cell in row if cell), width)
    return None


def _heads(row: Sequence[Cell]) -> dict[int, Head] | None:
    """Return the columns by their place when a row names those that a table of questions needs."""
    if sum(map(bool, row)) < 2:
        return None
    heads = {at: head for at, cell in enumerate(row[:_MOST_COLUMNS]) if cell and (head := head_of(cell.text))}
    if not any(head.role is Role.QUESTION and not head.weak for head in heads.values()):
        weak = next((at for at, head in heads.items() if head.weak), None)
        if weak is None:
            return None
        heads[weak] = replace(heads[weak], role=Role.QUESTION, weak=False)
    heads = {at: head for at, head in heads.items() if not (head.weak and head.role is Role.QUESTION)}
    heads = _with_numbered_answers(heads)
    roles = Counter(head.role for head in heads.values())
    if roles[Role.CHOICE] == 1:
        # A single 'Answer 1' or 'Option' is no choice beside others.
        return None
    offered = roles[Role.CHOICE] or roles[Role.CHOICES] or roles[Role.WRONG]
    return (
        heads
        if offered and (roles[Role.ANSWER] or roles[Role.FLAG] or roles[Role.CHOICES] or roles[Role.TYPE])
        else None
    )


def _with_numbered_answers(heads: dict[int, Head]) -> dict[int, Head]:
    """Make ``Answer 1`` and ``Answer 2`` beside the choices ``A`` to ``D`` the right answers, as Moodle's CSV has them."""
    choices = [head for head in heads.values() if head.role is Role.CHOICE]
    letters = [head for head in choices if head.written.lower() == head.label and head.label.isalpha()]
    if len(letters) < 2 or any(head.role in (Role.ANSWER, Role.FLAG) for head in heads.values()):
        return heads
    numbered = [head for head in choices if _NUMBERED_ANSWER.fullmatch(head.written)]
    if len(letters) + len(numbered) < len(choices):
        return heads
    return {at: replace(head, role=Role.ANSWER) if head in numbered else head for at, head in heads.items()}


def _say_unread(
    row: Sequence[Cell], heads: dict[int, Head], below: Sequence[Sequence[Cell]], problems: list[Problem]
) -> None:
    for at, cell in enumerate(row):
        if at in heads and cell.text.strip().casefold() in _REMARKS and any(map(_has(at), below)):
            message = f"the column {shown('', cell.text)!r} is printed on keys, as the rationale"
            hint = "name it 'explanation' if that is meant, or give it a name that is not known, such as 'private'"
            problems.append(Problem("comment-column", message, cell.place, hint, Severity.WARNING))
        if at in heads or not cell or not any(map(_has(at), below)):
            continue
        message = f"the column {shown('', cell.text)!r} is not read"
        hint = f"leave it, or give it a name that is known: {_KNOWN}"
        problems.append(Problem("unread-column", message, cell.place, hint, Severity.WARNING))


def _has(at: int) -> Callable[[Sequence[Cell]], bool]:
    """Return what tells whether a row has something in a column."""
    return lambda row: at < len(row) and bool(row[at])


def _no_table(sheet: Sheet, others: bool) -> Problem:
    """Return what is said of rows without names of columns."""
    row = next((row for row in sheet.rows if sum(map(bool, row)) > 1), None)
    row = row or next(row for row in sheet.rows if any(row))
    listed = ", ".join(repr(shown("", cell.text)) for cell in row[:12] if cell)
    place = next(cell.place for cell in row if cell)
    of = f"the sheet {sheet.name!r}" if sheet.name else "the table"
    if others:
        message = f"{of} has no columns with questions, and is not read; it begins with {listed}"
        return Problem(
            "unread-sheet", message, place, "name its columns, if it has questions", Severity.WARNING
        )
    roles = {head.role for cell in row if cell and (head := head_of(cell.text))}
    if Role.CHOICE in roles and not roles & {Role.ANSWER, Role.FLAG}:
        message = f"{of} has no column that says which choice is right; its columns are {listed}"
        hint = "add a column 'answer' with the letter or the text of the right choice"
        return Problem("unknown-columns", message, place, hint)
    message = f"{of} does not name the columns that questions need; it begins with {listed}"
    return Problem("unknown-columns", message, place, f"write a first row with names such as {_KNOWN}")


def _drafts(table: Table, section: str, problems: list[Problem]) -> list[Draft]:
    count_questions(sum(map(any, table.rows)))
    entries: list[Entry] = Questions()
    for row in table.rows:
        entry = entry_of(table, row, problems)
        if entry:
            entries.append(entry)
    answers = [each for entry in entries for each in entry.asked]
    resolved = iter(resolve(answers, problems))
    drafts = []
    for entry in entries:
        right = [next(resolved) for _ in entry.asked]
        draft = finish_entry(entry, right, problems)
        draft.section = draft.section or section or None
        drafts.append(draft)
    return drafts


def _with_ids(drafts: list[Draft]) -> list[Draft]:
    """Take ids away that only count the rows of each sheet: they name several questions."""
    uses = Counter(draft.id for draft in drafts if draft.id)
    for draft in drafts:
        if draft.id and draft.id.isdigit() and uses[draft.id] > 1:
            draft.id = None
    return drafts
