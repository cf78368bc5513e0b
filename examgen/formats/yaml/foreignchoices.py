"""The choices of somebody else's question in JSON or YAML: texts, mappings, letters with texts, or two lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from examgen.errors import Place, Problem, Severity
from examgen.formats.sheets.cells import Cell
from examgen.formats.sheets.heads import Head, Role, head_of
from examgen.formats.sheets.lists import is_true
from examgen.formats.yaml.nodes import Items, Mapping, Node, Scalar

_TEXTS: Final = (
    *("text", "option", "choice", "answer", "content", "value", "body", "title", "name", "html", "statement"),
    *("optiontext", "answertext", "choicetext", "optionvalue", "txt", "textcontent", "item", "label"),
)
_TRUTHS: Final = frozenset(
    ("correct", "iscorrect", "right", "isright", "isanswer", "correctanswer", "iscorrectanswer", "istrue")
)
_LABELS: Final = frozenset(
    ("id", "key", "label", "letter", "marker", "optionid", "optionkey", "answerid", "choiceid", "identifier")
)
_REASONS: Final = frozenset(("feedback", "explanation", "rationale", "comment", "reason", "message"))
#: What ``correct: 2`` may name, instead of being the text of a choice.
_PLACE: Final = re.compile(r"\s*(?:[A-Za-z]|[0-9]{1,2})\s*")
_SHAPE: Final = (
    "write the choices as a list of texts, and the answer as the letter or the words of one of them"
)


class ShapeError(Exception):
    """A question is written in a shape that is not known; what is wrong, and where."""

    def __init__(self, what: str, place: Place) -> None:
        super().__init__(what)
        self.what, self.place = what, place

    def told_of(self, name: str) -> Problem:
        """Return it as a problem of the question with this name."""
        return Problem("wrong-type", f"question {name!r}: {self.what}", self.place, _SHAPE)


@dataclass(slots=True)
class Option:
    """One choice."""

    cell: Cell
    label: str = ""
    right: bool | None = None
    reason: Cell | None = None


def is_null(node: Node) -> bool:
    """Return whether a value says nothing."""
    if isinstance(node, Scalar):
        return node.is_null or not node.value.strip()
    return not (node.nodes if isinstance(node, Items) else node.entries)


def cell_of(node: Node, what: str) -> Cell:
    """Return a text or a number as a cell.

    Raises:
        ShapeError: it is a list or a mapping.
    """
    if not isinstance(node, Scalar):
        raise ShapeError(f"{what} is {'a list' if isinstance(node, Items) else 'a mapping'}", node.place)
    return Cell("" if node.is_null else node.value, node.place)


def options_of(key: str, head: Head, node: Node, problems: list[Problem]) -> list[Option]:
    """Return the choices under a key."""
    if head.role is Role.CHOICE:
        return [Option(cell_of(node, f"choice {key!r}"), head.label)]
    if isinstance(node, Items):
        return [_option(each, problems) for each in node.nodes]
    if isinstance(node, Scalar):
        raise ShapeError(f"{key!r} is a text and no list of choices", node.place)
    heads = {name: head_of(name) for name in node.entries}
    if all(found and found.role is Role.CHOICE and found.label for found in heads.values()):
        return [
            Option(cell_of(value, f"choice {name!r}"), found.label)
            for name, (_, value) in node.entries.items()
            if (found := heads[name])
        ]
    if parallel := _parallel(node):
        return parallel
    told = {name: truth_of(value) for name, (_, value) in node.entries.items()}
    if None in told.values():
        raise ShapeError(
            f"the keys in {key!r} are neither letters nor choices with true or false", node.place
        )
    return [Option(Cell(name, place), right=told[name]) for name, (place, _) in node.entries.items()]


def _parallel(node: Mapping) -> list[Option]:
    """Return the choices of ``{"text": [...], "label": [...]}``; none where the lists are not those two, equally long."""
    lists = {re.sub(r"[\W_]+", "", key).casefold(): value for key, (_, value) in node.entries.items()}
    names = [name for name in ("text", "texts", "label", "labels") if name in lists]
    if len(lists) != 2 or len(names) != 2:
        return []
    texts, labels = (lists[name] for name in names)
    if not isinstance(texts, Items) or not isinstance(labels, Items) or len(texts.nodes) != len(labels.nodes):
        return []
    return [
        Option(cell_of(text, "a choice"), cell_of(label, "the label of a choice").text.strip().casefold())
        for text, label in zip(texts.nodes, labels.nodes, strict=True)
    ]


def truth_of(node: Node) -> bool | None:
    if not isinstance(node, Scalar) or node.value.strip().casefold() not in ("true", "false"):
        return None
    return is_true(node.value)


def _option(node: Node, problems: list[Problem]) -> Option:
    """Return one choice of a list: a text, or a mapping with its text and perhaps more."""
    if not isinstance(node, Mapping):
        return Option(cell_of(node, "a choice"))
    names = {re.sub(r"[\W_]+", "", key).casefold(): (key, value) for key, (_, value) in node.entries.items()}
    text = next(
        (
            name
            for name in _TEXTS
            if name in names and not is_null(names[name][1]) and truth_of(names[name][1]) is None
        ),
        None,
    ) or next((name for name in _TEXTS if name in names and name != "answer"), None)
    if text is None:
        if right := _marked(names):
            return Option(right, right=True)
        raise ShapeError("a choice is a mapping without a text", node.place)
    option = Option(cell_of(names[text][1], "the text of a choice"))
    for name, (key, value) in names.items():
        if name == text or is_null(value):
            continue
        if name in _TRUTHS or (name == "answer" and truth_of(value) is not None):
            option.right = is_true(cell_of(value, f"{key!r} of a choice").text)
            if option.right is None:
                raise ShapeError(f"{key!r} of a choice is neither true nor false", value.place)
        elif name in _LABELS:
            option.label = cell_of(value, f"{key!r} of a choice").text.strip().casefold()
        elif name in _REASONS:
            option.reason = cell_of(value, f"{key!r} of a choice")
        else:
            problems.append(unread(f"{key!r} of a choice", node.entries[key][0]))
    return option


def _marked(names: dict[str, tuple[str, Node]]) -> Cell | None:
    """Return the text of a right choice among plain texts, ``- correct: At its mouth``; None when it is not one."""
    name, (key, value) = next(iter(names.items()), ("", ("", None)))
    if len(names) != 1 or name not in _TRUTHS or not isinstance(value, Scalar):
        return None
    if is_null(value) or truth_of(value) is not None or _PLACE.fullmatch(value.value):
        return None
    return cell_of(value, f"{key!r} of a choice")


def unread(what: str, place: Place) -> Problem:
    """Return what is said of a key that is not known."""
    hint = "leave it, or give it the name of a column that is known: see 'CSV and XLSX' in docs/banks.md"
    return Problem("unread-column", f"the key {what} is not read", place, hint, Severity.WARNING)
