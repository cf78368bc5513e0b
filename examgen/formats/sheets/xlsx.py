"""Reads questions in workbooks of Excel, and of what writes its format: each sheet is a table (:mod:`tablebank`).

Cells are read as they are shown: numbers, dates, percentages and logical values as their format has them, formulas by
the value that was saved with them, bold and raised letters as Markdown, pictures as pictures of the cell they lie on.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
from dataclasses import replace
from typing import Any, Final

import openpyxl
from openpyxl.cell.rich_text import CellRichText

from examgen import embedded
from examgen.errors import Place, Problem, Severity
from examgen.formats.bounds import Problems
from examgen.formats.package import Package, PackageError
from examgen.formats.plaintext import escape_markdown
from examgen.formats.reading import Reading
from examgen.formats.recognition import OFFICE
from examgen.formats.sheets.bank import read_sheets, table_of
from examgen.formats.sheets.cells import Cell, Sheet, with_math
from examgen.formats.sheets.rich import markdown_of_rich
from examgen.formats.sheets.shown import shown_value
from examgen.formats.textrows import tidy
from examgen.model import Bank

_WORKBOOK: Final = re.compile(r"(?:^|/)xl/workbook\.xml$|^xl/", re.IGNORECASE)
#: Bytes of XML that are read: each takes many times its size as objects.
_MOST_XML: Final = 60_000_000
#: Of all sheets together, empty ones too: fifty thousand rows of eight.
_MOST_CELLS: Final = 400_000
#: Cells of a sheet with the empty ones to the left of others.
_MOST_PADDED: Final = 1_000_000
#: Excel writes 65,490 at most.
_MOST_FORMATS: Final = 100_000
#: Cells that are merged, all of a sheet together; each is made an object.
_MOST_MERGED: Final = 100_000
_MERGED: Final = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?ref=\"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})\""
)
_CELL: Final = re.compile(rb"<(?:\w{1,20}:)?c[\s>/]")
_FORMULA: Final = re.compile(rb"<(?:\w{1,20}:)?f[\s>/]")
#: Formats that spreadsheet programs choose by themselves for what looks like a day and a month, or a month and a year.
_MADE_DATE: Final = re.compile(r"d{1,2}[-. ]mmm|mmm[-. ]d{1,2}|mmm[-. ]yy", re.IGNORECASE)
_HINT: Final = "save it anew as .xlsx, or export the sheet as CSV"


def read_bytes(name: str, data: bytes) -> Reading:
    """Return the bank in ``data``, the bytes of a workbook; ``name`` is its name in places."""
    problems: list[Problem] = Problems()
    if data.startswith(OFFICE):
        message = "this is a workbook of Excel from before 2007 (.xls), or one that is locked with a password"
        problems.append(
            Problem("old-workbook", message, Place(name), "open it and save it as .xlsx without a password")
        )
        return Reading(Bank(()), tuple(problems))
    checked = _checked(name, data)
    if isinstance(checked, Problem):
        return Reading(Bank(()), (checked,))
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it would lose in writing.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data)) if checked else None
    except Exception as error:
        reason = str(error).strip().split("\n")[0][:100] or type(error).__name__
        message = f"the workbook cannot be read: {reason}"
        return Reading(Bank(()), (Problem("bad-package", message, Place(name), _HINT),))
    sheets = []
    for sheet in book.worksheets:
        typed = formulas[sheet.title] if formulas and sheet.title in formulas.sheetnames else None
        rows = _rows(name, sheet, typed, problems)
        if rows is None:
            return Reading(Bank(()), tuple(problems))
        made = Sheet(rows, sheet.title if len(book.worksheets) > 1 else "")
        if sheet.sheet_state != "visible":
            if any(any(row) for row in rows):
                hint = "show it, if its questions belong to the exam"
                message = f"the sheet {sheet.title!r} is hidden, and is not read"
                problems.append(Problem("unread-sheet", message, Place(name), hint, Severity.WARNING))
            continue
        _say_hidden_rows(name, sheet, rows, problems)
        _say_comments(name, sheet, problems)
        sheets.append(made)
    return read_sheets(name, sheets, problems)


def _checked(name: str, data: bytes) -> bool | Problem:
    """Return whether a workbook has formulas, or why it is not read."""
    package = Package.open(name, data)
    if isinstance(package, Problem):
        return package
    if not any(_WORKBOOK.search(file) for file in package.files):
        return Problem("bad-package", "the zip file is no workbook", Place(name), _HINT)
    size, merged, cells, formulas = 0, 0, 0, False
    for file in package.files:
        if not file.lower().endswith((".xml", ".rels", ".vml")):
            continue
        try:
            xml = package.read(file)
        except PackageError as error:
            return Problem("bad-package", f"the workbook cannot be read: {error}", Place(name), _HINT)
        size += len(xml)
        folded = xml.replace(b"\0", b"")
        cells += sum(1 for _ in _CELL.finditer(folded))
        too_many = cells > _MOST_CELLS or folded.count(b"<xf") > _MOST_FORMATS
        if size > _MOST_XML or too_many:
            return Problem(
                "bad-package",
                "the workbook holds too much to be read",
                Place(name),
                "divide it into several files",
            )
        if b"<!DOCTYPE" in folded or b"<!ENTITY" in folded:
            return Problem(
                "xml-entities", f"'{file}' in the workbook declares entities of its own", Place(name), _HINT
            )
        merged += sum(_area(found) for found in _MERGED.finditer(folded))
        formulas = formulas or bool("worksheets/" in file and _FORMULA.search(folded))
    if merged > _MOST_MERGED:
        return Problem(
            "bad-package", f"more than {_MOST_MERGED} cells are merged", Place(name), "unmerge them"
        )
    return formulas


def _area(found: re.Match[bytes]) -> int:
    columns = _column(found[3]) - _column(found[1]) + 1
    return abs(columns * (int(found[4]) - int(found[2]) + 1))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _rows(name: str, sheet: Any, typed: Any, problems: list[Problem]) -> list[list[Cell]] | None:
    """Return the rows of a sheet, none for those below the last that holds something; None: it is too wide."""
    pictures = _pictures(name, sheet, problems)
    filled = {spot for spot, cell in sheet._cells.items() if cell.value is not None} | set(pictures)
    merged = _merged(sheet)
    wide: dict[int, int] = {}
    for row, column in filled | set(merged):
        wide[row] = max(wide.get(row, 0), column)
    if sum(wide.values()) > _MOST_PADDED:
        message = f"the sheet {sheet.title!r} has cells far to the right of the others"
        hint = "delete the columns behind the table, and divide one that is as wide"
        problems.append(Problem("bad-package", message, Place(name), hint))
        return None
    rows: list[list[Cell]] = []
    for row in sorted(wide):
        cells = []
        for column in range(1, wide[row] + 1):
            at = merged.get((row, column), (row, column))
            cell = _cell(sheet, typed, at, Place(name, row, column), problems)
            if fill := _fill(sheet._cells.get(at)):
                cell = replace(cell, fill=fill)
            if (row, column) in pictures:
                cell = _with_picture(cell, pictures[row, column])
            cells.append(cell)
        rows.append(cells)
    return rows


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for cells merged with one above them in the same column that one: its value counts for all rows."""
    return {
        (row, part.min_col): (part.min_row, part.min_col)
        for part in sheet.merged_cells.ranges
        for row in range(part.min_row + 1, part.max_row + 1)
    }


def _cell(sheet: Any, typed: Any, at: tuple[int, int], place: Place, problems: list[Problem]) -> Cell:
    cell = sheet._cells.get(at)
    value = getattr(cell, "value", None)
    if value is None:
        formula = typed._cells.get(at) if typed else None
        if formula is not None and getattr(formula, "data_type", "") == "f":
            message = f"the cell {formula.coordinate} of the sheet {sheet.title!r} holds a formula without its value"
            hint = "open the workbook in a spreadsheet program and save it, or write the value"
            problems.append(Problem("formula", message, place, hint))
        return Cell("", place)
    if isinstance(value, CellRichText):
        rich = markdown_of_rich(value)
        return Cell(rich, place, markup="markdown") if rich is not None else Cell(tidy(str(value)), place)
    if getattr(cell, "data_type", "") == "e":
        message = f"the cell {cell.coordinate} of the sheet {sheet.title!r} shows the error {value}"
        problems.append(Problem("formula", message, place, "mend its formula, or write the value"))
    format = str(getattr(cell, "number_format", "General"))
    made = shown_value(value, format)
    if isinstance(value, datetime.date) and _MADE_DATE.fullmatch(format.replace("\\", "")):
        _say_date(cell, made, place, problems)
    return Cell(tidy(made), place)


def _fill(cell: Any) -> int:
    """Return the number of a cell's fill in the table of the workbook, 0 for those that every workbook has."""
    number = int(cell._style.fillId) if cell is not None and cell.has_style else 0
    return number if number > 1 else 0


def _say_date(cell: Any, made: str, place: Place, problems: list[Problem]) -> None:
    """Warn of the first date of a kind that spreadsheet programs make of ``1/2`` and ``3-4``."""
    if any(problem.code == "date-cell" for problem in problems):
        return
    message = f"the cell {cell.coordinate} is a date and is read as {made!r}"
    hint = "if 1/2 or the like was typed, format the cell as text and type it again; look at others, too"
    problems.append(Problem("date-cell", message, place, hint, Severity.WARNING))


def _pictures(name: str, sheet: Any, problems: list[Problem]) -> dict[tuple[int, int], list[str]]:
    """Return the addresses of the pictures of a sheet, by the row and column that they lie on."""
    found: dict[tuple[int, int], list[str]] = {}
    for picture in getattr(sheet, "_images", []):
        start = getattr(picture.anchor, "_from", None)
        if start is None:
            message = f"a picture in the sheet {sheet.title!r} lies on no cell, and is not printed"
            problems.append(
                Problem("stray-picture", message, Place(name), "move it onto its question's cell")
            )
            continue
        try:
            address = embedded.keep(picture._data())
        except (embedded.TooMuchError, OSError, ValueError) as error:
            problems.append(
                Problem("too-many-pictures", str(error), Place(name, start.row + 1), "save them as files")
            )
            continue
        found.setdefault((start.row + 1, start.col + 1), []).append(address)
    return found


def _with_picture(cell: Cell, addresses: list[str]) -> Cell:
    text = cell.text if cell.markup else escape_markdown(with_math(cell.text), math=True, breaks=True)
    pictures = "\n\n".join(f"![]({address})" for address in addresses)
    return Cell(f"{text}\n\n{pictures}".strip(), cell.place, markup="markdown")


def _say_hidden_rows(name: str, sheet: Any, rows: list[list[Cell]], problems: list[Problem]) -> None:
    hidden = {number for number, shape in sheet.row_dimensions.items() if shape.hidden}
    asked = [row[0].place.line for row in rows if row and any(row) and row[0].place.line in hidden]
    if asked and table_of(rows):
        rows_hidden = f"{len(asked)} hidden row{'s' * (len(asked) > 1)}"
        message = f"the sheet {sheet.title!r} has {rows_hidden}, which are read as the others"
        place = Place(name, asked[0])
        problems.append(
            Problem("hidden-rows", message, place, "delete them, if they are not wanted", Severity.WARNING)
        )


def _say_comments(name: str, sheet: Any, problems: list[Problem]) -> None:
    spots = sorted(spot for spot, cell in sheet._cells.items() if cell.comment is not None)
    if spots:
        message = f"comments on cells of the sheet {sheet.title!r} are left out ({len(spots)})"
        hint = "write into the cells what is to be printed"
        problems.append(Problem("cell-comment", message, Place(name, *spots[0]), hint, Severity.WARNING))
