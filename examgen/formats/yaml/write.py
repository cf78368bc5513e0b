"""Writes banks as YAML, as a person would: plain words where they can stand, quotes and blocks where they must."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from examgen.errors import Problem
from examgen.formats.textdraft import choice_id, differences
from examgen.formats.yaml import reader as yamlbank
from examgen.model import Bank, Choice, Question

_HEADINGS: Final = ("title", "course", "date", "duration", "instructions")
#: Longer texts of a single line are folded.
_WIDTH: Final = 96
_PLAIN: Final = re.compile(r"(?:[^\W_]|[$(\\])(?:[^\n\t]*[^\s:])?")
#: What ends a plain text, or begins a comment behind it.
_NOT_PLAIN: Final = re.compile(r":(?:\s|$)|\s#")
#: What YAML, or an editor, takes for something else than text.
_RESOLVED: Final = re.compile(
    r"(?:null|true|false|yes|no|on|off|y|n)|[-+.0-9][-+.0-9a-fx_:eE/]*(?:[Tt ][-+.:0-9Zz ]*)?", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
#: Items of a list in brackets.
_ITEM: Final = re.compile(r"[A-Za-z][\w-]*(?: [\w-]+)*")
_ID: Final = re.compile(r"[^\s,;{}()\[\]\"'`#\\]{1,100}")
_FORBIDDEN: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def write(bank: Bank) -> str:
    """Return a bank as YAML."""
    parts = [
        "\n".join(scalar(key, text, 0))
        for key in _HEADINGS
        if (text := str(getattr(bank.heading, key)).strip())
    ]
    head = "\n".join(parts) + "\n\n" if parts else ""
    if not bank.questions:
        return f"{head}questions: []\n"
    return f"{head}questions:\n" + "\n\n".join("\n".join(_question(each)) for each in bank.questions) + "\n"


def losses(bank: Bank, written: str | None = None) -> list[Problem]:
    """Return what of a bank is lost when it is written as YAML.

    ``written`` is what it was written as, if that is known.
    """
    return differences(bank, yamlbank.read("bank.yaml", written or write(bank)), "YAML")


def json_text(bank: Bank) -> str:
    """Return a bank as JSON, with the keys that it has in YAML."""
    data: dict[str, Any] = {
        key: text for key in _HEADINGS if (text := str(getattr(bank.heading, key)).strip())
    }
    data["questions"] = [_json_question(question) for question in bank.questions]
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _json_question(question: Question) -> dict[str, Any]:
    named = _is_named(question)
    choices: list[Any] = []
    for position, choice in enumerate(question.choices):
        more: dict[str, Any] = {
            "id": _own_id(choice, position),
            "text": choice.text.source,
            "correct": True if not named and choice.id in question.answer else None,
            "pin": choice.pin or None,
            "weight": _number(choice.weight) if choice.weight is not None else None,
            "feedback": choice.feedback.source if choice.feedback else None,
        }
        given = {key: value for key, value in more.items() if value is not None}
        choices.append(choice.text.source if len(given) == 1 else given)
    answer = [choice.id for choice in question.choices if choice.id in question.answer] if named else []
    fields: dict[str, Any] = {
        "id": question.id if question.given_id else None,
        "stem": question.stem.source,
        "choices": choices,
        "answer": (answer[0] if len(answer) == 1 else answer) or None,
        "rationale": question.rationale.source if question.rationale else None,
        "points": _number(question.points) if question.points != 1 else None,
        "tags": list(question.tags) or None,
        "difficulty": question.difficulty,
        "section": question.section,
        "pin": question.pin or None,
        "keep_order": question.keep_order or None,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _question(question: Question) -> Iterator[str]:
    """Yield the lines of a question, a list item at column 2."""
    lines: list[str] = []
    if question.given_id and _ID.fullmatch(question.id):
        lines += scalar("id", question.id, 4)
    lines += scalar("stem", question.stem.source, 4)
    named = _is_named(question)
    if question.choices:
        lines.append("    choices:")
        for position, choice in enumerate(question.choices):
            lines += _choice(choice, position, not named and choice.id in question.answer)
    answer = [choice.id for choice in question.choices if choice.id in question.answer] if named else []
    if len(answer) == 1:
        lines += scalar("answer", answer[0], 4)
    elif answer:
        lines.append(f"    answer: {_listed(answer)}")
    if question.rationale:
        lines += scalar("rationale", question.rationale.source, 4)
    if question.points != 1 and (points := _number(question.points)):
        lines.append(f"    points: {points}")
    if question.tags:
        lines.append(f"    tags: {_listed(question.tags)}")
    for key in ("difficulty", "section"):
        if words := getattr(question, key):
            lines += scalar(key, words, 4)
    lines += [f"    {key}: true" for key in ("pin", "keep_order") if getattr(question, key)]
    yield f"  - {lines[0].lstrip()}"
    yield from lines[1:]


def _is_named(question: Question) -> bool:
    """Return whether the right choices can be named by ``answer``: no two ids are alike."""
    folded = {choice.id.casefold() for choice in question.choices}
    ids = [_own_id(choice, position) or "a" for position, choice in enumerate(question.choices)]
    return len(folded) == len(question.choices) and all(_ID.fullmatch(id) for id in ids)


def _choice(choice: Choice, position: int, marked: bool) -> list[str]:
    """Return the lines of a choice, a list item at column 6; ``marked`` when it says itself that it is right."""
    lines: list[str] = []
    if (id := _own_id(choice, position)) and _ID.fullmatch(id):
        lines += scalar("id", id, 8)
    more = marked or choice.pin or choice.weight is not None or choice.feedback
    if not lines and not more:
        return scalar("", choice.text.source, 6)
    lines += scalar("text", choice.text.source, 8)
    lines += ["        correct: true"] * marked + ["        pin: true"] * choice.pin
    if choice.weight is not None and (weight := _number(choice.weight)):
        lines.append(f"        weight: {weight}")
    if choice.feedback:
        lines += scalar("feedback", choice.feedback.source, 8)
    return [f"      - {lines[0].lstrip()}", *lines[1:]]


def _own_id(choice: Choice, position: int) -> str | None:
    """Return the id of a choice, None when it is the one that its place gives it."""
    place = choice_id(position) if position < 26 else str(position + 1)
    return None if choice.id == place else choice.id


def _number(value: Fraction) -> str:
    """Return a number as schema and people read it, empty when it has too many digits."""
    sign, size = ("-" if value < 0 else ""), abs(value)
    decimal = f"{float(size):.6f}".rstrip("0").rstrip(".")
    if _NUMBER.fullmatch(decimal) and Fraction(decimal) == size:
        return sign + decimal
    return f"{sign}{size}" if max(size.numerator, size.denominator) < 1_000_000 else ""


def _listed(items: Sequence[str]) -> str:
    """Return a list in brackets."""
    plain = [item if _ITEM.fullmatch(item) and not _RESOLVED.fullmatch(item) else _quoted(item)
             for item in items]  # fmt: skip
    return f"[{', '.join(plain)}]"


def scalar(key: str, text: str, indent: int) -> list[str]:
    """Return the lines of a text at this column: behind its key, or, without one, as an item of a list."""
    lead = " " * indent + (f"{key}: " if key else "- ")
    inner = " " * (indent + 2)
    text = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n"))
    lines = text.rstrip().split("\n")
    while len(lines) > 1 and not lines[0].strip():
        lines.pop(0)
    if len(lines) > 1:
        mark = "2" if lines[0][:1].isspace() else ""
        return [f"{lead}|{mark}-", *(f"{inner}{line}" if line else "" for line in lines)]
    line = lines[0]
    if len(line) + len(lead) > _WIDTH and not line[:1].isspace() and len(folded := _folded(line, inner)) > 1:
        return [f"{lead}>-", *folded]
    plain = _PLAIN.fullmatch(line) and not _NOT_PLAIN.search(line) and not _RESOLVED.fullmatch(line)
    return [lead + (line if plain else _quoted(line))]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _folded(line: str, indent: str) -> list[str]:
    """Return a line in several, broken at single spaces only."""
    lines = [""]
    for word in re.split(r"(?<=\S) (?=\S)", line):
        if lines[-1] and len(indent) + len(lines[-1]) + len(word) >= _WIDTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return [indent + part for part in lines]
