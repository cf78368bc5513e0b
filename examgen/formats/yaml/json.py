"""Reads and writes banks in JSON, with the keys that they have in YAML.

JSON is read as the YAML that it nearly is, so that messages have their places: only its escapes are others.
"""

from __future__ import annotations

import json
import re
from typing import Final

from examgen.errors import Place, Problem
from examgen.formats.bounds import count_questions
from examgen.formats.reading import Reading
from examgen.formats.textdraft import differences
from examgen.formats.yaml import reader as yamlbank
from examgen.formats.yaml.write import json_text
from examgen.model import Bank

_STRING: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"")
_ESCAPE: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\.", re.DOTALL)
#: Values of one list, which is told before the text is read once more for its places.
_MOST: Final = 20_000
#: Letters behind the escape of a new line with which it is a command of TeX that lacks its backslash.
_TEX: Final = re.compile(r"(?:abla|eq|eg|mid|otin|olimits)(?![a-z])")


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of a JSON file; ``name`` is its name in places."""
    source = source.removeprefix("\ufeff")
    try:
        longest, entries = _longest_lists(json.loads(source))
    except json.JSONDecodeError as error:
        if error.lineno > 1 and (listed := _lines_as_list(source)):
            return yamlbank.read(name, _as_yaml(listed))
        message = f"this is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        hint = "mend it there or just before: a comma, a quote, or a backslash that must be written twice"
        problem = Problem("json-syntax", message, Place(name, error.lineno, error.colno), hint)
        return Reading(yamlbank.read(name, "").bank, (problem,))
    except (RecursionError, ValueError):
        # Too deep, or a number with too many digits: said by the reader of YAML.
        return yamlbank.read(name, source)
    if longest > _MOST:
        message = f"a list of {longest:,} texts or numbers is no list of choices"
        hint = "write each question as an object with a list of its own choices"
        return Reading(
            yamlbank.read(name, "").bank, (Problem("too-many-choices", message, Place(name), hint),)
        )
    count_questions(entries)
    return yamlbank.read(name, _as_yaml(source))


def write(bank: Bank) -> str:
    """Return a bank as JSON."""
    return json_text(bank)


def losses(bank: Bank, written: str | None = None) -> list[Problem]:
    """Return what of a bank is lost when it is written as JSON.

    ``written`` is what it was written as, if that is known.
    """
    return differences(bank, read("bank.json", written or write(bank)), "JSON")


def _longest_lists(data: object) -> tuple[int, int]:
    """Return how long the longest list of texts and numbers is in what was read, and the longest one of objects."""
    texts, objects, left = 0, 0, [data]
    while left:
        each = left.pop()
        inner = list(each.values()) if isinstance(each, dict) else each if isinstance(each, list) else []
        more = [value for value in inner if isinstance(value, dict | list)]
        if isinstance(each, list) and more:
            objects = max(objects, len(inner))
        elif isinstance(each, list):
            texts = max(texts, len(inner))
        left += more
    return texts, objects


def _lines_as_list(source: str) -> str:
    """Return lines that are each an object of JSON as a list on the same lines; empty when they are not."""
    lines = source.split("\n")
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    try:
        if not all(isinstance(json.loads(line), dict) for line in lines if line.strip()):
            return ""
    except (ValueError, RecursionError):
        return ""
    listed = [f"{line.rstrip()}," if line.strip() and at < last else line for at, line in enumerate(lines)]
    return f"[{chr(10).join(listed)}]"


def _as_yaml(source: str) -> str:
    """Return JSON as YAML that says the same on the same lines."""
    parts, done = [], 0
    for found in _STRING.finditer(source):
        parts.append(source[done : found.start()].replace("\t", " "))
        parts.append(_ESCAPE.sub(_escape, found[0]))
        done = found.end()
    return "".join([*parts, source[done:].replace("\t", " ")])


def _escape(found: re.Match[str]) -> str:
    said = found[0]
    if len(said) == 12:
        return str(json.loads(f'"{said}"'))
    if said == r"\/":
        return "/"
    if said == r"\r" and found.string.startswith(r"\n", found.end()):
        return ""
    if said in (r"\n", r"\r") and not _TEX.match(found.string, found.end()):
        return r"\x0a"
    return said
