"""The shape of record.json: what must be there, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from examgen.publish.manifestfile import is_inside

#: Of each entry of record.json that a reader relies on, its kind.
_KINDS: dict[str, type | tuple[type, ...]] = {
    "format": int,
    "exam": str,
    "title": str,
    "seed": str,
    "scheme": str,
    "options": dict,
    "heading": dict,
    "layout": dict,
    "tools": dict,
    "banks": list,
    "versions": list,
    "files": dict,
}
_OPTIONS: dict[str, type | tuple[type, ...]] = {
    "versions": int,
    "count": (int, type(None)),
    "tags": list,
    "keep_question_order": bool,
}
_LAYOUT: dict[str, type | tuple[type, ...]] = {"paper": str, "size": int, "columns": int, "duplex": bool}
_VERSION: dict[str, type | tuple[type, ...]] = {
    "version": str,
    "fingerprint": str,
    "pages": int,
    "questions": list,
}
#: What would move a terminal's cursor, or end a file name.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LABEL = re.compile(r"[A-Z]{1,9}")
#: Of a version, numbers from 1 in a text.
_NUMBERS = {
    "run": re.compile(r"[1-9]\d{0,8}-[1-9]\d{0,8} of [1-9]\d{0,8}"),
    # 0: nothing fits below the head of the first page.
    "breaks": re.compile(r"(0 ){0,2}[1-9]\d{0,8}( [1-9]\d{0,8})*|"),
    "key_breaks": re.compile(r"(0 ){0,2}[1-9]\d{0,8}( [1-9]\d{0,8})*|"),
}
_FILE: dict[str, type | tuple[type, ...]] = {"bytes": int, "sha256": str}


def faults_of(facts: Any, entries: Mapping[str, bytes]) -> str:
    """Return what is wrong with record.json, as the end of a sentence; "" when nothing is.

    ``entries`` are all files of the archive by name.
    """
    if not isinstance(facts, dict):
        return "is no object"
    if lacking := _lacking(facts, _KINDS):
        return lacking
    for name, kinds in (("options", _OPTIONS), ("layout", _LAYOUT)):
        if lacking := _lacking(facts[name], kinds):
            return f"{lacking} in '{name}'"
    if not facts["banks"] or any(bank not in entries for bank in facts["banks"] if isinstance(bank, str)):
        return "names banks that are not in the archive"
    if not all(isinstance(bank, str) and bank.startswith("banks/") for bank in facts["banks"]):
        return "names banks that are none"
    if not is_inside(facts["exam"]) or "/" in facts["exam"] or _CONTROL.search(facts["exam"]):
        return f"has the exam name {facts['exam']!r}, which is no file name"
    only = facts["options"].get("only", [])  # of builds with --only
    if not isinstance(only, list) or not all(isinstance(text, str) for text in only):
        return "names questions in what is no text"
    if not all(isinstance(text, str) for text in [*facts["heading"].values(), *facts["options"]["tags"]]):
        return "has a heading or tags that are no text"
    if any(not is_inside(path) or _lacking(record, _FILE) for path, record in facts["files"].items()):
        return "lists a file that is none"
    # A number made up would take all memory.
    if facts["options"]["versions"] != len(facts["versions"]):
        return "lists another number of versions than its options say"
    return _versions_fault(facts["versions"])


def _versions_fault(versions: list[Any]) -> str:
    if not versions:
        return "has no versions"
    for version in versions:
        if lacking := _lacking(version, _VERSION):
            return f"{lacking} in a version"
        if not _LABEL.fullmatch(version["version"]):
            return "has a version with a name that is none"
        for name, shape in _NUMBERS.items():
            if not isinstance(version.get(name), str) or not shape.fullmatch(version[name]):
                return f"has no '{name}' in a version, or not of its kind"
        for question in version["questions"]:
            if _lacking(question, {"question": str, "choices": str}):
                return f"has a question that is none in version {version['version']}"
    return ""


def _lacking(values: Any, kinds: Mapping[str, type | tuple[type, ...]]) -> str:
    if not isinstance(values, dict):
        return "has what is no object"
    for name, kind in kinds.items():
        if name not in values or not isinstance(values[name], kind):
            return f"has no '{name}', or not of its kind"
    return ""
