"""One row of a table as a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from examgen.errors import Place, Problem
from examgen.formats.quiz.marking.words import truth
from examgen.formats.sheets.answers import Asked
from examgen.formats.sheets.cells import Cell, speaks_of_tags, text_of
from examgen.formats.sheets.heads import Head, Role
from examgen.formats.sheets.lists import Item, divided, is_true, items_of
from examgen.formats.textdraft import Draft, DraftChoice, shown, skipped, true_false
from examgen.model import Text

_NO_CHOICES: Final = re.compile(
    r"essay|open|short|fill|blank|numer|match|order|rank|sort|draw|poll|survey|likert|word ?cloud|upload|file|"
    r"free|text|written|descriptive|calculated|hotspot|drag|slider|scale|puzzle|type answer|long|paragraph|frq"
    r"|\b(?:sa|wr|fib|o|m|lr)\b",
    re.IGNORECASE,
)
_CHOICES: Final = re.compile(
    r"choice|select|mcq?s?\b|\bms[aq]?\b|checkbox|dropdown|radio|quiz|true|false|\bt/?f\b|boolean|objective|single|multi",
    re.IGNORECASE,
)
_TRUTH: Final = re.compile(r"true|boolean|\bt/?f\b|\by/?n\b|yes", re.IGNORECASE)
_POINTS: Final = re.compile(
    r"\s*([0-9]{1,4})(?:[.,]([0-9]{1,4})|\s*/\s*([0-9]{1,4}))?\s*(?:p(?:oin)?ts?\.?|points?|marks?|punkte?)?\s*",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"(?:\(([A-Za-z]|[0-9]{1,2})\)|([A-Za-z]|[0-9]{1,2})[).:])\s+(?=\S)")
_TEMPLATE: Final = re.compile(r"text of the question\b", re.IGNORECASE)
_RULE: Final = re.compile(r"\s*(?::?-+:?\s*)?\Z")
#: Characters of a cell: what is printed of one is a hundredth of this, pictures inside it take the rest.
_LONGEST: Final = 1_000_000
#: Choices in one cell: far more than can be printed, which a check says.
_MOST_CHOICES: Final = 200
_BETWEEN_TAGS: Final = re.compile(r"[,;|\n]")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table below the names of its columns."""

    heads: dict[int, Head]  #: by the 0-based place of the column
    rows: Sequence[Sequence[Cell]]
    place: Place  #: of the names
    width: int = 0  #: columns that have a name, known or not; 0: those that are known


@dataclass(slots=True)
class _Option:
    """One choice of a row."""

    cell: Cell
    column: int  #: which choice of the table it is, 0-based
    label: str = ""
    right: bool | None = None
    feedback: Cell | None = None


@dataclass(slots=True)
class Entry:
    """One row that asks something."""

    draft: Draft
    name: str
    options: list[_Option] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    markup: str = ""
    union: bool = False  #: several columns hold one answer each


class _Row:
    """The cells of one row by what they hold."""

    def __init__(self, table: Table, row: Sequence[Cell]) -> None:
        self.pairs = [(head, row[at]) for at, head in table.heads.items() if at < len(row)]
        self.heads = list(table.heads.values())

    def all(self, *roles: Role) -> Iterator[tuple[Head, Cell]]:
        """Yield what stands in columns with one of these roles, less empty cells."""
        return ((head, cell) for head, cell in self.pairs if cell and head.role in roles)

    def one(self, role: Role) -> Cell | None:
        """Return the first cell of a role that is not empty."""
        return next((cell for _, cell in self.all(role)), None)

    def said(self, role: Role) -> str:
        """Return the words of that cell in one line."""
        cell = self.one(role)
        return " ".join(cell.text.split()) if cell else ""


def entry_of(table: Table, row: Sequence[Cell], problems: list[Problem]) -> Entry | None:
    """Return what a row asks, None when it asks nothing or cannot be printed."""
    if long := next((cell for cell in row if len(cell.text) > _LONGEST), None):
        message = f"line {long.place.line}: a cell has more than {_LONGEST:,} characters"
        hint = "divide it, or save the pictures in it as files beside the bank"
        problems.append(Problem("text-too-long", message, long.place, hint))
        return None
    cells = _Row(table, row)
    asks = list(
        cells.all(Role.QUESTION, Role.CONTEXT, Role.CHOICE, Role.CHOICES, Role.ANSWER, Role.WRONG, Role.IMAGE)
    )
    if not asks or _is_heads_again(cells) or _TEMPLATE.match(cells.said(Role.QUESTION)):
        return None
    if all(_RULE.match(cell.text) for _, cell in cells.pairs):
        return None  # the line below the names in a table of Markdown
    place = (cells.one(Role.QUESTION) or asks[0][1]).place
    name = shown("", cells.said(Role.QUESTION)) or f"row {place.line}"
    if beyond := next((cell for at, cell in enumerate(row) if cell and at >= _width(table)), None):
        message = (
            f"question {name!r}: {shown('', beyond.text)!r} stands beyond the last column that has a name"
        )
        hint = "put texts that hold the sign between columns into double quotes, or name the column"
        problems.append(Problem("table-row", message, beyond.place, hint))
        return None
    entry = Entry(Draft(Text("", (place,)), place), name)
    _options(cells, entry, problems)
    kind = cells.said(Role.TYPE)
    if _is_skipped(cells, entry, kind, problems):
        return None
    texts = [cell.text for _, cell in asks]
    entry.markup = "plain" if speaks_of_tags(texts) else _markup(cells.said(Role.FORMAT))
    _fill(cells, entry, problems)
    _ask(cells, entry)
    return entry


def _width(table: Table) -> int:
    return table.width or max(table.heads) + 1


def _is_heads_again(cells: _Row) -> bool:
    return all(cell.text.split() == head.written.split() for head, cell in cells.pairs if cell)


def _markup(said: str) -> str:
    return next((word for word in ("markdown", "html", "plain") if word in said.casefold()), "")


def _options(cells: _Row, entry: Entry, problems: list[Problem]) -> None:
    """Gather the choices of a row, from columns of their own, from one, or right and wrong ones apart."""
    columns = [head for head in cells.heads if head.role is Role.CHOICE]
    for head, cell in cells.pairs:
        if head.role is Role.CHOICE and cell:
            entry.options.append(_Option(cell, columns.index(head), head.label))
    if not entry.options:
        for _, cell in cells.all(Role.CHOICES):
            items = _items(cell)
            if len(items) > _MOST_CHOICES:
                problems.append(_too_many(entry, cell, len(items)))
            entry.options += [_listed(cell, item, at) for at, item in enumerate(items[:_MOST_CHOICES])]
    wrong = [
        replaced
        for _, cell in cells.all(Role.WRONG)
        for replaced in (_at(cell, item.text) for item in _items(cell))
    ]
    if wrong and not entry.options:
        right = [
            _at(cell, item.text)
            for _, cell in cells.all(Role.ANSWER)
            for item in items_of(cell.text) or [Item(cell.text)]
        ]
        entry.options = [_Option(cell, at, right=True) for at, cell in enumerate(right)]
        entry.options += [_Option(cell, at, right=False) for at, cell in enumerate(wrong, len(right))]
    _unlabel(entry.options)
    for head, cell in cells.all(Role.FLAG, Role.FEEDBACK):
        option = _option_named(entry.options, head.label, columns)
        if option is None:
            if head.role is Role.FEEDBACK:
                message = f"question {entry.name!r}: column {head.written!r} speaks of a choice that is empty"
                problems.append(
                    Problem("unknown-choice", message, cell.place, "write the choice, or empty the cell")
                )
        elif head.role is Role.FEEDBACK:
            option.feedback = cell
        else:
            option.right = is_true(cell.text)


def _too_many(entry: Entry, cell: Cell, count: int) -> Problem:
    message = f"question {entry.name!r}: the cell holds {count:,} choices"
    return Problem("too-many-choices", message, cell.place, "leave some out, or make several questions of it")


def _items(cell: Cell) -> list[Item]:
    return items_of(cell.text) or [Item(text) for text in divided(cell.text)]


def _at(cell: Cell, text: str) -> Cell:
    return Cell(text, cell.place, markup=cell.markup)


def _listed(cell: Cell, item: Item, at: int) -> _Option:
    return _Option(_at(cell, item.text), at, item.label, item.right)


def _option_named(options: list[_Option], label: str, columns: list[Head]) -> _Option | None:
    labels = [head.label for head in columns]
    counted = int(label) - 1 if label.isdigit() else ord(label) - ord("a")
    column = labels.index(label) if label in labels else counted
    return next((option for option in options if option.column == column), None)


def _unlabel(options: list[_Option]) -> None:
    """Take letters and numbers from before the texts of choices when all have them, in order."""
    found = [_LABEL.match(option.cell.text.strip()) for option in options]
    labels = [(each[1] or each[2]).lower() if each else "" for each in found]
    letters = [chr(ord("a") + at) for at in range(len(labels))]
    numbers = [str(at + 1) for at in range(len(labels))]
    if len(options) < 2 or labels not in (letters, numbers):
        return
    for option, each in zip(options, found, strict=True):
        if each:
            cell = option.cell
            option.cell = Cell(cell.text.strip()[each.end() :], cell.place, cell.spread, cell.markup)


def _is_skipped(cells: _Row, entry: Entry, kind: str, problems: list[Problem]) -> bool:
    """Return whether a row is no choice question; it is said then."""
    other = bool(_NO_CHOICES.search(kind)) and not _CHOICES.search(kind)
    says_truth = [truth(cell.text) for _, cell in cells.all(Role.ANSWER)]
    if len(entry.options) >= 2 and not other:
        return False
    if not other and (_TRUTH.search(kind) or (says_truth and None not in says_truth)) and not entry.options:
        return False
    if not other and entry.options:
        return False
    article = "an" if kind[:1].casefold() in tuple("aeiou") else "a"
    what = f"{article} {kind.casefold()!r} question" if kind else "a question without choices"
    problems.append(skipped(entry.name, what, entry.draft.place))
    return True


def _fill(cells: _Row, entry: Entry, problems: list[Problem]) -> None:
    """Put everything but choices and answer into the question."""
    draft = entry.draft
    parts = [_text(head, cell, entry, problems) for head, cell in cells.all(Role.CONTEXT)]
    parts += [_text(head, cell, entry, problems) for head, cell in cells.all(Role.QUESTION)]
    parts += [Text(f"![](<{_address(cell)}>)", (cell.place,)) for _, cell in cells.all(Role.IMAGE)]
    draft.stem = _joined(parts, draft.place)
    reasons = [_text(head, cell, entry, problems) for head, cell in cells.all(Role.RATIONALE)]
    draft.rationale = _joined(reasons, draft.place) if reasons else None
    draft.id, draft.title = cells.said(Role.ID) or None, cells.said(Role.TITLE)
    sections = list(dict.fromkeys(" ".join(cell.text.split()) for _, cell in cells.all(Role.SECTION)))
    draft.section = sections[0] if sections else None
    tags = [part for _, cell in cells.all(Role.TAGS) for part in _tags(cell.text)]
    draft.tags = tuple(dict.fromkeys(tag for tag in [*tags, *sections[1:]] if tag))
    draft.difficulty = cells.said(Role.DIFFICULTY) or None
    keep, shuffle = cells.one(Role.KEEP_ORDER), cells.one(Role.SHUFFLE)
    draft.keep_order = bool(keep and is_true(keep.text)) or bool(shuffle and is_true(shuffle.text) is False)
    if (points := cells.one(Role.POINTS)) is not None:
        draft.points = _points(points, entry.name, problems)


def _address(cell: Cell) -> str:
    return (
        re.sub(r"[<>\s]+", "", cell.text.strip())
        if "://" in cell.text
        else cell.text.strip().replace("\n", " ")
    )


def _tags(text: str) -> list[str]:
    return [" ".join(item.text.split()) for item in items_of(text)] or [
        " ".join(part.split()) for part in _BETWEEN_TAGS.split(text)
    ]


def _text(head: Head, cell: Cell, entry: Entry, problems: list[Problem]) -> Text:
    return text_of(cell, problems, head.markup or entry.markup)


def _joined(texts: Sequence[Text], place: Place) -> Text:
    kept = [text for text in texts if text]
    if not kept:
        return Text("", (place,))
    places: list[Place] = []
    for text in kept:
        places += ([text.places[0]] if places else []) + list(text.places)
    return Text("\n\n".join(text.source for text in kept), tuple(places))


def _points(cell: Cell, name: str, problems: list[Problem]) -> Fraction:
    found = _POINTS.fullmatch(cell.text)
    if not found or (found[3] and not int(found[3])):
        message = f"question {name!r}: its points are {shown('', cell.text)!r}, which is no number"
        problems.append(Problem("bad-points", message, cell.place, "write 2, 0.5 or 1/2"))
        return Fraction(1)
    if found[3]:
        return Fraction(int(found[1]), int(found[3]))
    return Fraction(f"{found[1]}.{found[2] or 0}")


def _ask(cells: _Row, entry: Entry) -> None:
    """Gather what the row says of its answer."""
    if not entry.options:
        said = _truth_said(cells)
        if said is None:
            return
        cell = next(cell for _, cell in cells.all(Role.ANSWER))
        entry.draft.choices, entry.draft.keep_order = true_false(said, cell.place), True
        return
    if any(option.right is not None for option in entry.options):
        return
    columns = tuple(option.column for option in entry.options)
    texts = tuple(option.cell.text for option in entry.options)
    heads = [head for head in cells.heads if head.role is Role.CHOICE]
    labels = tuple(head.label for head in heads) or tuple(option.label for option in entry.options)
    fills = tuple(option.cell.fill for option in entry.options)
    answers = list(cells.all(Role.ANSWER))
    entry.union = all(head.label for head, _ in answers)
    for head, cell in answers:
        named = _as_truth(cell.text, texts)
        entry.asked.append(
            Asked(entry.name, _at(cell, named or cell.text), head, texts, columns, labels, fills)
        )


def _truth_said(cells: _Row) -> bool | None:
    for _, cell in cells.all(Role.ANSWER):
        said = truth(cell.text)
        if said is None:
            said = {"t": True, "f": False, "yes": True, "no": False}.get(cell.text.strip().casefold())
        if said is not None:
            return said
    return None


def _as_truth(said: str, texts: Sequence[str]) -> str | None:
    """Return the choice that says True or False as the answer does, in another word."""
    meant = truth(said)
    if meant is None:
        meant = {"t": True, "f": False}.get(said.strip().casefold())
    truths = [truth(text) for text in texts]
    if meant is None or sorted(map(str, truths)) != ["False", "True"] or said in texts:
        return None
    return texts[truths.index(meant)]


def finish_entry(entry: Entry, right: Sequence[frozenset[int]], problems: list[Problem]) -> Draft:
    """Return the question with its choices; ``right`` are the positions that each of its answers names."""
    draft = entry.draft
    if not draft.choices:
        heads = "plain" if entry.markup == "plain" else entry.markup
        draft.choices = [
            DraftChoice(
                text_of(option.cell, problems, heads),
                option.cell.place,
                right=bool(option.right),
                feedback=text_of(option.feedback, problems, heads) if option.feedback else None,
            )
            for option in entry.options
        ]
        if [truth(option.cell.text) for option in entry.options] in ([True, False], [False, True]):
            draft.keep_order = True
    told = [each for each in right if each]
    if not entry.union and len(set(told)) > 1:
        message = f"question {entry.name!r}: its columns for the answer name different choices"
        place = entry.asked[0].cell.place
        problems.append(Problem("answer-mismatch", message, place, "make them agree, or delete one"))
        return draft
    for position in frozenset().union(*told):
        draft.choices[position].right = True
    return draft
