"""Tags of HTML that a text prints as they stand, where they were hardly meant as signs: ``H<sub>2</sub>O``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: What is raised or lowered stands behind a letter, a digit or a bracket; a tag that is spoken of stands alone.
_RAISED: Final = re.compile(r"(?<=[\w)\]])<(su[bp])>([^<>\s]{1,12})</\1>", re.IGNORECASE)
_BREAK: Final = re.compile(r"(?<=[\w.,:;?!)])<br\s?/?>|<br\s?/?>(?=\w)", re.IGNORECASE)


def printed_tags(text: str) -> Iterator[tuple[str, str]]:
    """Give each tag that is printed as it stands, as written, and what to write in its place."""
    for found in _RAISED.finditer(text):
        sign = "_" if found[1].casefold() == "sub" else "^"
        yield (
            found[0],
            f"write it as math, '${sign}{{{found[2]}}}$', or between backticks if the tags are meant",
        )
    for found in _BREAK.finditer(text):
        yield (
            found[0].strip(),
            "end the line with a backslash, or put the tag between backticks if it is meant",
        )
