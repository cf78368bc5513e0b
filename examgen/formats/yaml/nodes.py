"""YAML text to a tree of nodes in which every scalar is still text and knows its place.

PyYAML's parser gives events; the tree is built from them here, because its own composer keeps the last
of two equal keys, follows aliases without a bound and recurses as deep as the file asks it to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias

import yaml

from examgen.errors import Place, Problem
from examgen.formats.source import marks_flood
from examgen.formats.yaml.faults import QUOTE_HINT, describe_fault
from examgen.formats.yaml.places import line_places, lines_of
from examgen.model import Text

#: Lists and mappings inside one another; a bank needs five.
MAX_DEPTH = 20
#: Values of one file, those repeated by aliases counted each time; a long text counts for several.
MAX_VALUES = 1_000_000
_LONG_TEXT = 100  #: characters of text that count as one more value

_MAX_CHARACTERS = 20  #: forbidden ones that are listed; a file with more is not a text

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG_PREFIX = "tag:yaml.org,2002:"
_TAGS = frozenset(_TAG_PREFIX + name for name in ("str", "int", "float", "bool", "null", "map", "seq"))
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])

#: What YAML takes for a break and an editor does not: it would shift every line number below it.
_ODD_BREAKS = re.compile("[\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_CONTROL_ESCAPES = frozenset("0abefvrNLP")
#: Commands of TeX that double quotes turn into a tab or a new line and some letters, without an error.
_TEX_WORDS = frozenset(
    [
        *("tan", "tanh", "tau", "text", "textbf", "textit", "textrm", "textsf", "texttt", "tfrac", "theta"),
        *("tilde", "times", "to", "top", "triangle", "nabla", "ne", "neg", "neq", "nmid", "nolimits", "not"),
        *("notin", "nu"),
    ]
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One piece of text."""

    value: str
    place: Place  #: of the first character, or of the anchor, quote or block mark before it
    places: tuple[Place, ...]  #: of the lines of ``value``, one for each
    plain: bool  #: written without quotes and not as a block

    @property
    def is_null(self) -> bool:
        """Whether it is an empty value, ``~`` or ``null``."""
        return self.plain and self.value in _NULLS


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, merge keys resolved."""

    place: Place
    entries: dict[str, tuple[Place, Node]] = field(default_factory=dict)  #: key: (place of the key, value)

    def get(self, key: str) -> Node | None:
        """Return the value of a key, None when there is none."""
        entry = self.entries.get(key)
        return entry[1] if entry else None


Node: TypeAlias = Scalar | Items | Mapping


@dataclass(frozen=True, slots=True)
class Tree:
    """A YAML document: ``root`` is None when it is empty or cannot be read."""

    root: Node | None
    problems: tuple[Problem, ...]


def compose(file: str, source: str) -> Tree:
    """Return the tree of a YAML text, and all that YAML itself finds wrong with it."""
    source = _ODD_BREAKS.sub(" ", source.removeprefix("\ufeff"))
    lines = lines_of(source)
    if problems := tuple(islice(_character_problems(file, lines), _MAX_CHARACTERS)):
        return Tree(None, problems)
    composer = _Composer(file, lines)
    root: Node | None = None
    try:
        root = composer.document(yaml.parse(source, Loader=_LOADER))
    except _StopError as stop:
        composer.problems.append(stop.problem)
    except yaml.MarkedYAMLError as error:
        composer.problems.append(describe_fault(file, lines, error))
    except yaml.YAMLError as error:
        composer.problems.append(Problem("yaml-syntax", f"not valid YAML: {error}", Place(file)))
    return Tree(root, tuple(composer.problems))


def _character_problems(file: str, lines: list[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        for found in _FORBIDDEN.finditer(line):
            message = f"the character U+{ord(found.group()):04X} cannot stand in a YAML file"
            yield Problem("yaml-character", message, Place(file, number, found.start() + 1), "delete it")


def text_of(scalar: Scalar) -> Text:
    """Return the text of a scalar without blank lines at its ends and white space at its end."""
    lines = scalar.value.rstrip().split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    return Text("\n".join(lines[first:]), scalar.places[first : len(lines)])


class _StopError(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Composer:
    """Builds nodes from the events of one file."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}  # the node and its values, for the bound
        self.values = 0

    def document(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    inner = next(events)
                    # A line '---' at the end, as below the head of a page, begins a document with nothing in it.
                    if isinstance(inner, yaml.ScalarEvent) and not inner.value and not inner.style:
                        continue
                    self._stop(
                        "yaml-documents",
                        "a second YAML document begins here",
                        event,
                        "a bank is one document: remove the line '---', or make two files",
                    )
                root = self._node(next(events), events, 1)
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self.values
        self._check_tag(event)
        self._count(1, event)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event)
        else:
            if depth > MAX_DEPTH:
                self._stop(
                    "yaml-depth",
                    f"lists and mappings stand more than {MAX_DEPTH} deep here",
                    event,
                    QUOTE_HINT,
                )
            if isinstance(event, yaml.SequenceStartEvent):
                node = self._items(event, events, depth)
            else:
                node = self._mapping(event, events, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, self.values - before)
        return node

    def _alias(self, event: Any) -> Node:
        if event.anchor not in self.anchors:
            self._stop(
                "yaml-alias", f"the alias '*{event.anchor}' refers to no anchor above it", event, QUOTE_HINT
            )
        node, values = self.anchors[event.anchor]
        self._count(values, event)
        return node

    def _scalar(self, event: Any) -> Scalar:
        self._count(len(event.value) // _LONG_TEXT, event)
        start = (event.start_mark.line, event.start_mark.column)
        end = (event.end_mark.line, event.end_mark.column)
        if event.style == '"':
            self._check_escapes(event, start, end)
        places = line_places(self.file, self.lines, event.value, event.style or "", start, end)
        return Scalar(event.value, self._place(event), places, plain=not event.style)

    def _items(self, start: Any, events: Iterator[Any], depth: int) -> Items:
        nodes: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            nodes.append(self._node(event, events, depth + 1))
        return Items(self._place(start), tuple(nodes))

    def _mapping(self, start: Any, events: Iterator[Any], depth: int) -> Mapping:
        mapping = Mapping(self._place(start))
        merged: list[Mapping] = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            place = self._place(event)
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self._add("yaml-key", "a key must be text, not a list or a mapping", place, QUOTE_HINT)
            elif key.plain and key.value == "<<":
                merged += self._merge(value, place)
            elif key.value in mapping.entries:
                first = mapping.entries[key.value][0]
                self._add(
                    "duplicate-key",
                    f"the key {key.value!r} is given twice, first at {first}",
                    place,
                    "keep one of them",
                )
            else:
                mapping.entries[key.value] = (place, value)
        for other in merged:
            for name, entry in other.entries.items():
                mapping.entries.setdefault(name, entry)
        return mapping

    def _merge(self, value: Node, place: Place) -> list[Mapping]:
        nodes = value.nodes if isinstance(value, Items) else (value,)
        mappings = [node for node in nodes if isinstance(node, Mapping)]
        if len(mappings) != len(nodes):
            self._add(
                "yaml-key",
                "'<<' takes a mapping or a list of mappings",
                place,
                "write '<<: *name', where '&name' stands before a mapping further up",
            )
        return mappings

    def _check_tag(self, event: Any) -> None:
        tag = event.tag
        if tag is not None and tag != "!" and tag not in _TAGS:
            shown = "!!" + tag.removeprefix(_TAG_PREFIX) if tag.startswith(_TAG_PREFIX) else tag
            self._add(
                "yaml-tag",
                f"the tag {shown!r} is not allowed in a bank",
                self._place(event),
                "remove it, or put text that begins with '!' in quotes",
            )

    def _check_escapes(self, event: Any, start: tuple[int, int], end: tuple[int, int]) -> None:
        before = len(self.problems)
        for number in range(start[0], end[0] + 1):
            first = start[1] if number == start[0] else 0
            last = end[1] if number == end[0] else len(self.lines[number])
            for found in _ESCAPE.finditer(self.lines[number], first, last):
                word = found[1]
                if word[0] in _CONTROL_ESCAPES or word in _TEX_WORDS:
                    self._add_escape(f"'\\{word}'", Place(self.file, number + 1, found.start() + 1))
        if len(self.problems) == before and marks_flood(event.value) is not None:
            self._add_escape("a row of escapes for marks", self._place(event))
        if len(self.problems) == before and (control := _FORBIDDEN.search(event.value)):
            self._add_escape(f"the escape for U+{ord(control.group()):04X}", self._place(event))

    def _add_escape(self, shown: str, place: Place) -> None:
        self._add(
            "yaml-escape",
            f"{shown} in double quotes is a control character, not a command of TeX",
            place,
            QUOTE_HINT,
        )

    def _count(self, values: int, event: Any) -> None:
        self.values += values
        if self.values > MAX_VALUES:
            self._stop(
                "yaml-size",
                f"the file holds more than {MAX_VALUES} values, aliases counted",
                event,
                "divide the bank into several files, or write the text in place of aliases",
            )

    def _place(self, event: Any) -> Place:
        return _place(self.file, event.start_mark)

    def _add(self, code: str, message: str, place: Place, hint: str) -> None:
        self.problems.append(Problem(code, message, place, hint))

    def _stop(self, code: str, message: str, event: Any, hint: str) -> None:
        raise _StopError(Problem(code, message, self._place(event), hint))


def _place(file: str, mark: Any) -> Place:
    return Place(file, mark.line + 1, mark.column + 1)
