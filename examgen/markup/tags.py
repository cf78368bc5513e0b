"""Tags of HTML that a text prints as they stand, where they were hardly meant as signs: ``H<sub>2</sub>O``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: What is raised or lowered stands behind a letter, a digit or a bracket; a tag that is spoken of stands alone.
_RAISED: Final = re.compile(r"(?<=[\w)\]])<(su[bp])>([^<>\s]{1,12})</\1>", re.IGNORECASE)
_BREAK: Final = re.compile(r"(?<=[\w.,:;?!)])<br\s?/?>|<br\s?/?>(?=\w)", re.IGNORECASE)
#: Around words, and not spoken of.
_AROUND: Final = re.compile(
    r"<(b|strong|i|em|u|code|kbd|tt|mark|del|s|small|big|font|span|center)(?:\s[^<>]{0,200})?>[^<>]{0,200}\w[^<>]{0,200}</\1\s?>",
    re.IGNORECASE,
)
_PICTURE: Final = re.compile(r"<img\s[^<>]{0,500}?\bsrc\s?=[^<>]{1,2000}>", re.IGNORECASE)


def printed_tags(text: str) -> Iterator[tuple[str, str]]:
    """Give the beginning of each tag that is printed as it stands, as written, and what to write in its place."""
    for found in _RAISED.finditer(text):
        sign = "_" if found[1].casefold() == "sub" else "^"
        yield (
            found[0],
            f"write it as math, '${sign}{{{found[2]}}}$', or between backticks if the tags are meant",
        )
    for found in _AROUND.finditer(text):
        hint = "write '**word**' for bold, '*word*' for italic, or put the tags between backticks if they are meant"
        yield f"<{found[1]}", hint
    for _ in _PICTURE.finditer(text):
        hint = (
            "write '![](picture.png)' to print the picture, or put the tag between backticks if it is meant"
        )
        yield "<img", hint
    for found in _BREAK.finditer(text):
        yield (
            found[0].strip(),
            "end the line with a backslash, or put the tag between backticks if it is meant",
        )
