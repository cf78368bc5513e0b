"""Emoji of several characters, which fonts without colours print as their parts: skin tones, families, flags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_SIGN: Final = "[\u2190-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
_TONE: Final = "[\U0001f3fb-\U0001f3ff]"
_PARTED: Final = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}"
    f"|{_SIGN}\ufe0f?(?:{_TONE}(?:\u200d{_SIGN}\ufe0f?{_TONE}?)*|(?:\u200d{_SIGN}\ufe0f?{_TONE}?)+)"
)
_JOINERS: Final = re.compile("[\u200d\ufe0f]")


def parted(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each emoji of a text that is printed as its parts, once, with a message and a hint."""
    if text.isascii():
        return
    for emoji in dict.fromkeys(_PARTED.findall(text)):
        parts = " ".join(_JOINERS.sub("", emoji))
        message = f"the emoji '{emoji}' is printed as its parts: {parts}"
        yield emoji, message, "write it in words, put it in as a picture, or take an emoji of one character"
