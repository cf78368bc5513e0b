"""Several choices in one cell: as a list of JSON, Python or numpy, on lines, with signs between, or with letters."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

#: A longer cell is no list of choices, and lists inside lists are not for Python's parser.
_LENGTH: Final = 50_000
_DEPTH: Final = 4
_MOST: Final = 100
_TRUTHS: Final = ("correct", "isCorrect", "is_correct", "right", "isRight", "is_right", "isAnswer")
_TEXTS: Final = ("text", "content", "option", "answer", "choice", "value", "body", "title", "label")
_NUMPY: Final = re.compile(r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
_ARRAY: Final = re.compile(r"array\(|,\s*dtype=[\w.<>']{1,30}\s*\)")
_LETTER: Final = re.compile(r"(?:(?<=[\s;,|])|^)[(\[]?([A-Za-z]|[0-9]{1,2})(?:[)\].:]\s+|\s:\s+|->\s*)")
_SIGNS: Final = ("\n", "|", ";", "<br>", "<br/>", "<br />")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    text: str
    label: str = ""  #: that the list gives it
    right: bool | None = None  #: where the list says so


def items_of(cell: str) -> list[Item]:
    """Return the items of a list as programs write it; empty when the cell is none."""
    bare = cell.strip()
    if len(bare) > _LENGTH or bare[:1] + bare[-1:] not in ("[]", "{}", "()"):
        return []
    if _depth(bare) > _DEPTH:
        return []
    inside = bare[1:-1].strip()
    if bare[0] == "[" and inside[:1] in ("'", '"') and not _NUMPY.sub("", inside).strip():
        # numpy writes no commas between the items of an array.
        return [Item(_text(_literal(found))) for found in _NUMPY.findall(inside)]
    value = _value(bare)
    if isinstance(value, dict):
        return _of_mapping(value)
    if isinstance(value, list | tuple) and len(value) <= _MOST:
        return [_item(each) for each in value if each is not None]
    return []


def divided(cell: str, labelled: bool = True) -> list[str]:
    """Return the choices of a cell that people divided by lines, bars, semicolons or letters; one when they did not."""
    found = list(_LETTER.finditer(cell)) if labelled and len(cell) <= _LENGTH else []
    letters = [each[1].lower() for each in found]
    if len(found) > 1 and not cell[: found[0].start()].strip() and _in_order(letters):
        ends = [*(each.start() for each in found[1:]), len(cell)]
        return [cell[each.end() : end].strip(" \t\r\n;,|") for each, end in zip(found, ends, strict=True)]
    for sign in _SIGNS:
        if sign in cell:
            return [part.strip() for part in cell.split(sign) if part.strip()]
    return [cell.strip()]


def _in_order(labels: Sequence[str]) -> bool:
    wanted = [chr(ord("a") + at) if labels[0] == "a" else str(at + 1) for at in range(len(labels))]
    return len(labels) <= 26 and list(labels) == wanted


def _depth(text: str) -> int:
    depth = most = 0
    for sign in text:
        if sign in "[{(":
            depth += 1
            most = max(most, depth)
        elif sign in "]})":
            depth -= 1
    return most


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    return _literal(_ARRAY.sub("", text))


def _literal(text: str) -> Any:
    with warnings.catch_warnings():
        # Python warns of backslashes that are those of formulas.
        warnings.simplefilter("ignore")
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return None


def _of_mapping(value: dict[Any, Any]) -> list[Item]:
    """Return the items of ``{"A": "one", "B": "two"}`` or of ``{"text": ["one", "two"], "label": ["A", "B"]}``."""
    texts = next(
        (value[key] for key in ("text", "texts", "choices", "options") if isinstance(value.get(key), list)),
        None,
    )
    if texts is not None:
        labels = value.get("label") or value.get("labels") or [""] * len(texts)
        if not isinstance(labels, list) or len(labels) != len(texts):
            return []
        return [Item(_text(text), str(label).lower()) for text, label in zip(texts, labels, strict=True)]
    if len(value) > 26 or any(isinstance(each, dict | list) for each in value.values()):
        return []
    return [Item(_text(text), str(label).lower()) for label, text in value.items() if text is not None]


def _item(value: Any) -> Item:
    if not isinstance(value, dict):
        return Item(_text(value))
    text = next((value[key] for key in _TEXTS if key in value), None)
    right = next((value[key] for key in _TRUTHS if key in value), None)
    label = value.get("label") or value.get("id") or value.get("key") or ""
    return Item(
        _text(text if text is not None else value),
        str(label).lower(),
        None if right is None else is_true(str(right)),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def is_true(word: str) -> bool | None:
    """Return what a word such as ``TRUE``, ``x`` or ``0`` says; None when it is no such word."""
    bare = word.strip().casefold()
    if bare in (
        "true",
        "yes",
        "y",
        "1",
        "1.0",
        "x",
        "t",
        "correct",
        "right",
        "ja",
        "oui",
        "si",
        "sí",
        "wahr",
        "vrai",
        "\u2713",
        "\u2714",
        "100",
    ):
        return True
    if bare in (
        "false",
        "no",
        "n",
        "0",
        "0.0",
        "f",
        "",
        "incorrect",
        "wrong",
        "nein",
        "non",
        "falsch",
        "faux",
        "-",
    ):
        return False
    return None
