"""One question of somebody else's JSON or YAML as the row of a table, whose columns are its keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from examgen.errors import Place, Problem
from examgen.formats.sheets.cells import Cell
from examgen.formats.sheets.heads import Head, Role, head_of
from examgen.formats.sheets.lists import is_true
from examgen.formats.textdraft import shown
from examgen.formats.yaml.foreignchoices import (
    Option,
    ShapeError,
    cell_of,
    is_null,
    options_of,
    truth_of,
    unread,
)
from examgen.formats.yaml.nodes import Items, Mapping, Node, Scalar

_OFFERS: Final = (Role.CHOICES, Role.CHOICE, Role.WRONG, Role.ANSWER, Role.FLAG)
#: Choices of one question: far more than can be printed, which a check says.
_MOST: Final = 200
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(?:\.0+)?")
#: A label that is a letter or a number, and no name.
_SHORT: Final = re.compile(r"[a-z]|[0-9]{1,2}")


@dataclass(slots=True)
class ForeignRow:
    """A question as columns and cells."""

    name: str
    place: Place
    heads: list[Head] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    answers: list[tuple[Head, Cell]] = field(default_factory=list)
    #: For each answer, the choice that reads as its number, 0-based, where it may be meant; None: no doubt.
    doubts: list[int | None] = field(default_factory=list)

    def add(self, head: Head, cell: Cell) -> None:
        """Put a cell into a column of its own."""
        self.heads.append(head)
        self.cells.append(cell)


def heads_of(entry: Mapping) -> list[tuple[str, Head, Node]]:
    """Return the keys of a mapping that are known, with what they hold; empty where it asks nothing."""
    pairs = list(_flat(entry))
    known = [
        (key, replace(head, what="key"), node)
        for key, node in pairs
        if not is_null(node) and (head := head_of(key))
    ]
    if not any(head.role is Role.QUESTION and not head.weak for _, head, _ in known):
        weak = next(
            (at for at, (_, head, node) in enumerate(known) if head.weak and isinstance(node, Scalar)), None
        )
        if weak is None:
            return []
        key, head, node = known[weak]
        known[weak] = (key, replace(head, role=Role.QUESTION, weak=False), node)
    known = [each for each in known if not (each[1].weak and each[1].role is Role.QUESTION)]
    return _settled(known) if any(head.role in _OFFERS for _, head, _ in known) else []


def _flat(entry: Mapping) -> Iterator[tuple[str, Node]]:
    """Yield keys and values; those of ``{"question": {"stem": ..., "choices": ...}}`` as if they stood outside."""
    for key, (_, node) in entry.entries.items():
        head = head_of(key) if isinstance(node, Mapping) else None
        if isinstance(node, Mapping) and head and head.role is Role.QUESTION:
            yield from ((inner, value) for inner, (_, value) in node.entries.items())
        else:
            yield key, node


def _settled(known: list[tuple[str, Head, Node]]) -> list[tuple[str, Head, Node]]:
    """Tell choices from answers where a name may mean both: ``a`` and ``answers``."""
    lists = [key for key, head, node in known if _may_be_list(head) and not isinstance(node, Scalar)]
    main = next((key for key in lists if "answer" not in key.casefold() and key.casefold() != "a"), None)
    main = main or next(iter(lists), None)
    if main is None:
        return known
    out = []
    for key, head, node in known:
        if key == main:
            head = replace(head, role=Role.CHOICES, label="")
        elif key.casefold() in ("a", "answers") and head.role in (Role.CHOICE, Role.CHOICES):
            head = replace(head, role=Role.ANSWER, label="")
        out.append((key, head, node))
    return out


def _may_be_list(head: Head) -> bool:
    return head.role is Role.CHOICES or head.role is Role.CHOICE


def row_of(entry: Mapping, known: list[tuple[str, Head, Node]], problems: list[Problem]) -> ForeignRow:
    """Return the question in a mapping, as the columns and cells of a row.

    Raises:
        ShapeError: its choices or its answer have a shape that is not known.
    """
    asks = next((node for _, head, node in known if head.role is Role.QUESTION), None)
    name = shown("", asks.value) if isinstance(asks, Scalar) else ""
    row = ForeignRow(name or f"line {entry.place.line}", entry.place)
    try:
        _gather(row, known, problems)
    except ShapeError as error:
        problems.append(error.told_of(row.name))
        raise
    return row


def _gather(row: ForeignRow, known: list[tuple[str, Head, Node]], problems: list[Problem]) -> None:
    for key, head, node in known:
        if head.role in (Role.CHOICES, Role.CHOICE):
            row.options += options_of(key, head, node, problems)
    if (count := len(row.options)) > _MOST:
        raise ShapeError(f"it has {count:,} choices", row.options[_MOST].cell.place)
    flags = [each for each in known if each[1].role is Role.FLAG]
    answers = [each for each in known if each[1].role is Role.ANSWER]
    wrong = [each for each in known if each[1].role is Role.WRONG]
    if len(answers) > 1:
        # Programs name a question by a key, beside what they call its answer.
        names = [each for each in answers if each[0].casefold() == "key"]
        answers = [each for each in answers if each not in names]
        problems += [unread(repr(key), node.place) for key, _, node in names]
    if wrong and not row.options:
        row.options = [
            Option(cell, right=True) for _, _, node in answers for cell in _cells(node, "the answer")
        ]
        row.options += [
            Option(cell, right=False) for key, _, node in wrong for cell in _cells(node, repr(key))
        ]
    else:
        # Messages for a right and a wrong answer of the reader, where the choices say themselves which is right.
        talk = wrong if any(option.right is not None for option in row.options) else []
        for key, head, node in answers:
            if talk and key.casefold() == "correct":
                talk.append((key, head, node))
            else:
                _answer(row, key, head, node)
        problems += [unread(repr(key), node.place) for key, _, node in (talk or wrong)]
    for key, head, node in flags:
        option = _labelled(row, head.label, key, node)
        option.right = is_true(cell_of(node, repr(key)).text)
    for key, head, node in known:
        if head.role is Role.RATIONALE:
            _reasons(row, key, head, node)
        elif head.role is Role.FEEDBACK:
            _labelled(row, head.label, key, node).reason = cell_of(node, repr(key))
        elif head.role not in (*_OFFERS, Role.UNUSED):
            _side(row, key, head, node, problems)
    labels = [option.label for option in row.options]
    labelled = all(map(_SHORT.fullmatch, labels)) and len(set(labels)) == len(labels)
    for position, option in enumerate(row.options):
        label = option.label if labelled else ""
        row.add(Head(Role.CHOICE, f"choice {position + 1}", label, what="key"), option.cell)
    _about_choices(row, labelled=labelled)


def _side(row: ForeignRow, key: str, head: Head, node: Node, problems: list[Problem]) -> None:
    """Put what is neither choice nor answer into columns."""
    try:
        cells = _cells(node, f"the value of {key!r}")
    except ShapeError as error:
        if head.role in (Role.QUESTION, Role.CONTEXT, Role.IMAGE):
            raise
        problems.append(unread(repr(key), error.place))
        return
    if head.role is Role.POINTS and truth_of(node) is not None:
        problems.append(unread(repr(key), node.place))
        return
    for cell in cells:
        # As a list of one, since commas divide tags.
        text = json.dumps([cell.text]) if head.role is Role.TAGS else cell.text
        row.add(head, replace(cell, text=text))


def _labelled(row: ForeignRow, label: str, key: str, node: Node) -> Option:
    """Return the choice with a label, or at its place."""
    labels = [option.label or chr(ord("a") + at) for at, option in enumerate(row.options)]
    if label not in labels and label.isdigit():
        labels = [str(at) for at in range(1, len(labels) + 1)]
    if label not in labels:
        raise ShapeError(f"{key!r} speaks of a choice that is not there", node.place)
    return row.options[labels.index(label)]


def _about_choices(row: ForeignRow, *, labelled: bool) -> None:
    for position, option in enumerate(row.options):
        label = option.label if labelled else str(position + 1)
        if option.right is not None:
            row.add(Head(Role.FLAG, "correct", label), Cell(str(option.right), option.cell.place))
        if option.reason:
            row.add(Head(Role.FEEDBACK, "feedback", label), option.reason)


def _cells(node: Node, what: str) -> list[Cell]:
    nodes = node.nodes if isinstance(node, Items) else (node,)
    return [cell_of(each, what) for each in nodes if not is_null(each)]


def _answer(row: ForeignRow, key: str, head: Head, node: Node) -> None:
    """Put what a key says of the right choices where it belongs."""
    if isinstance(node, Mapping):
        _flags(row, key, node)
        return
    nodes = list(node.nodes) if isinstance(node, Items) else [node]
    if (
        len(nodes) > 1
        and len(nodes) == len(row.options)
        and all(truth_of(each) is not None for each in nodes)
    ):
        for option, each in zip(row.options, nodes, strict=True):
            option.right = truth_of(each)
        return
    cells = [cell_of(each, f"{key!r}") for each in nodes]
    values = [cell.text.strip() for cell in cells]
    shares = len(values) > 1 and len(values) == len(row.options) and set(values) <= {"0", "1"}
    if shares or len(set(values)) < len(values):
        raise ShapeError(f"{key!r} may be a list of places or of shares", node.place)
    for cell, each in zip(cells, nodes, strict=True):
        if _by_name(row, cell):
            continue
        asked, doubt = _number(row, head, each)
        row.answers.append((replace(asked, label=str(len(row.answers) + 1)), cell))
        row.doubts.append(doubt)


def _flags(row: ForeignRow, key: str, node: Mapping) -> None:
    """Take ``{"a": true, "b": false}``."""
    labels = {option.label: option for option in row.options if option.label}
    for name, (_, value) in node.entries.items():
        found = head_of(name)
        option = labels.get(found.label if found and found.label else name.casefold())
        told = truth_of(value)
        if option is None or told is None:
            raise ShapeError(
                f"{key!r} is a mapping that does not say true or false of each choice", value.place
            )
        option.right = told


def _by_name(row: ForeignRow, cell: Cell) -> bool:
    """Take an answer that is the name of a choice, where these are names and no letters or numbers."""
    names = [option.label for option in row.options]
    if not all(names) or any(map(_SHORT.fullmatch, names)) or len(set(names)) < len(names):
        return False
    said = cell.text.strip().casefold()
    if said not in names or any(option.cell.text.strip().casefold() == said for option in row.options):
        return False
    for option in row.options:
        option.right = option.right or option.label == said
    return True


def _number(row: ForeignRow, head: Head, node: Node) -> tuple[Head, int | None]:
    """Return how a number that is no text names choices: by its place; and the choice that reads so."""
    if not isinstance(node, Scalar) or not node.plain or not _NUMBER.fullmatch(node.value):
        return head, None
    value = int(float(node.value))
    if not 0 <= value <= len(row.options):
        return head, None
    same = [at for at, option in enumerate(row.options) if option.cell.text.strip() == node.value]
    doubt = same[0] if same and head.kind != "number" else None
    return replace(head, kind="number"), doubt


def _reasons(row: ForeignRow, key: str, head: Head, node: Node) -> None:
    """Take a reason, or one for each choice."""
    if isinstance(node, Items) and len(node.nodes) == len(row.options) > 1:
        for option, each in zip(row.options, node.nodes, strict=True):
            option.reason = option.reason or cell_of(each, f"a text in {key!r}")
        return
    if isinstance(node, Mapping):
        labels = {option.label or chr(ord("a") + at): option for at, option in enumerate(row.options)}
        if not all(name.casefold() in labels for name in node.entries):
            raise ShapeError(f"the keys in {key!r} are not those of the choices", node.place)
        for name, (_, value) in node.entries.items():
            labels[name.casefold()].reason = cell_of(value, f"a text in {key!r}")
        return
    for cell in _cells(node, f"a text in {key!r}"):
        row.add(head, cell)
