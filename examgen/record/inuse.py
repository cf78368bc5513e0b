"""Which templates papers and keys are made with, of all that lie in a folder or a record."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

#: A text in quotes in a template: perhaps the name of another one.
_QUOTED = re.compile(r"[\"']([^\"'\n]{1,200})[\"']")
#: A statement that takes in a template whose name is not simply written there: it may be any.
_COMPUTED = re.compile(
    r"\\BLOCK\{[-+]?\s*(?:include|import|from|extends)\b(?!\s*(?:\"[^\"\n]+\"|'[^'\n]+')\s*(?:[a-z]|[-+]?\}))"
)
_TEX = ".tex"


def names_in(template: bytes) -> list[str]:
    """Return the texts in quotes in a template: among them the name of each one that it takes in, but for computed ones."""
    return _QUOTED.findall(template.decode(errors="ignore"))


def templates_in_use(files: Mapping[str, bytes], roots: Collection[str]) -> set[str]:
    """Return the names of the templates that ``roots`` are made with, themselves included, and of all other kinds of file.

    ``files`` are templates and what lies beside them, by name. What is no template, as a picture or a package, TeX finds
    by itself, under names that are not told from the source. A template that names another one by an expression uses all.
    """
    used = {name for name in files if not name.endswith(_TEX)}
    waiting = [name for name in roots if name in files]
    while waiting:
        name = waiting.pop()
        used.add(name)
        if not name.endswith(_TEX):
            continue
        if _COMPUTED.search(files[name].decode(errors="ignore")):
            return set(files)
        waiting += [each for each in names_in(files[name]) if each in files and each not in used]
    return used
