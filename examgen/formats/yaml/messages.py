"""What pydantic finds wrong with a YAML bank, as problems with places and hints."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeAlias

from pydantic import BaseModel

from examgen.errors import Problem
from examgen.formats.yaml.faults import QUOTE_HINT
from examgen.formats.yaml.nodes import Items, Mapping, Node, Scalar
from examgen.letters import letter
from examgen.model import MAX_CHOICES
from examgen.schema import ChoiceEntry

Location: TypeAlias = tuple[
    int | str, ...
]  #: keys and 0-based indices from a node down, as pydantic gives them

#: Words of other formats for our keys.
_OTHER_WORDS = {
    "answers": "answer",
    "author_order": "keep_order",
    "category": "section",
    "comment": "feedback",
    "explanation": "rationale",
    "key": "answer",
    "label": "id",
    "marks": "points",
    "name": "id",
    "options": "choices",
    "prompt": "stem",
    "right": "correct",
    "score": "points",
    "solution": "rationale",
    "text": "stem",
    "value": "text",
}

_HINTS = {
    "bad-points": "write a number, or remove the line: without it the question has 1 point",
    "bad-weight": "1 gives all points of the question, -1/3 takes a third of them away",
    "bad-boolean": "write true or false, or remove the line",
    "bad-id": "join its words by '-'",
}


def explain(
    kind: str, message: str, loc: Location, node: Node, model: type[BaseModel], name: str
) -> Problem | None:
    """Return the problem for one of pydantic's faults; None when another fault says the same.

    ``kind`` and ``message`` are the fault's, ``loc`` leads from ``node`` to what is wrong, ``model`` and
    ``name`` are those of the whole that ``node`` stands for.
    """
    where, inner = _owner(loc, name)
    key = next((step for step in reversed(loc) if isinstance(step, str)), "")
    if kind in ("extra_forbidden", "missing"):
        holder = _follow(node, loc[:-1])
        in_choice = len(loc) > 1
        foreign = in_choice and _is_foreign_choice(holder)
        if kind == "missing":
            hint = f"add a line '{key}: ...'"
            return None if foreign else Problem("missing-key", f"{where} has no {key!r}", holder.place, hint)
        fields = ChoiceEntry.model_fields if in_choice else model.model_fields
        at = holder.entries[key][0] if isinstance(holder, Mapping) else holder.place
        hint = QUOTE_HINT if foreign else _suggest(key, fields)
        return Problem("unknown-key", f"{where}: unknown key {key!r}", at, hint)
    value = _follow(node, loc)
    subject = f"{where}: {key!r}" if inner else where
    if kind in _HINTS:
        return Problem(kind, f"{subject} must be {message}, not {_show(value)}", value.place, _HINTS[kind])
    wanted, hint = _wanted(kind, key, bool(loc))
    return Problem("wrong-type", f"{subject} must be {wanted}, not {_show(value)}", value.place, hint)


def _wanted(kind: str, key: str, inside: bool) -> tuple[str, str]:
    """Return what should stand in place of something of a wrong type, and how to put it there."""
    if kind == "string_type":
        return "text", QUOTE_HINT
    if kind == "list_type":
        if key in ("answer", "tags"):
            return "text or a list", f"write '{key}: a, b'"
        return "a list", "write each on a line of its own, after '- '"
    if inside:
        return "text or a mapping", QUOTE_HINT
    return "a mapping", "begin it with '- stem: ...'"


def choice_name(position: int, name: str) -> str:
    """Return what messages call the choice at a 0-based position of the question called ``name``."""
    label = f"({letter(position).lower()})" if position < MAX_CHOICES else str(position + 1)
    return f"{name}, choice {label}"


def _owner(loc: Location, name: str) -> tuple[str, Location]:
    """Return the name of what a location belongs to, and the rest of the location inside it."""
    if len(loc) > 1 and loc[0] == "choices" and isinstance(loc[1], int):
        return choice_name(loc[1], name), loc[2:]
    return name, loc


def _follow(node: Node, loc: Location) -> Node:
    """Return the node at a location, or the last one on the way to it."""
    for step in loc:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            node = node.entries[step][1]
        elif isinstance(node, Items) and isinstance(step, int):
            node = node.nodes[step]
    return node


def _is_foreign_choice(node: Node) -> bool:
    """Whether it is a mapping without keys of a choice, as ``- Note: that`` and ``- {0, 1}`` are."""
    return isinstance(node, Mapping) and not node.entries.keys() & ChoiceEntry.model_fields.keys()


def _suggest(key: str, known: Iterable[str]) -> str:
    """Return a hint for an unknown key: the nearest known one, or all of them."""
    names = list(known)
    plain = key.strip().lower().replace("-", "_").replace(" ", "_")
    other = _OTHER_WORDS.get(plain)
    if other in names:
        return f"did you mean {other!r}?"
    near = get_close_matches(plain, names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"the keys here are {', '.join(names)}"


def _show(node: Node) -> str:
    if isinstance(node, Scalar):
        return repr(node.value if len(node.value) <= 40 else node.value[:37] + "...")
    return "a list" if isinstance(node, Items) else "a mapping"
