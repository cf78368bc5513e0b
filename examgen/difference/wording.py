"""Two texts shown as one, with the words that differ marked: ``the [-gap-]{+bound+} is``."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

#: Words that stand around a difference; what is between is left out.
CONTEXT = 5
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def word_diff(old: str, new: str) -> str:
    """Return the texts in one line: words taken away in ``[-...-]``, words added in ``{+...+}``."""
    before, after = _words(old), _words(new)
    parts: list[str] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (tag, first, last, start, end) in enumerate(steps):
        if tag == "equal":
            parts.append(_shortened(before[first:last], place == 0, place == len(steps) - 1))
        else:
            gone, added = "".join(before[first:last]), "".join(after[start:end])
            parts.append((f"[-{gone}-]" if gone else "") + (f"{{+{added}+}}" if added else ""))
    return "".join(parts)


def _words(text: str) -> list[str]:
    return _WORD.findall(" ".join(text.split()))


def _shortened(words: list[str], first: bool, last: bool) -> str:
    """Return words that are the same in both texts, with an ellipsis where many stand between two differences."""
    # Every other one is a blank.
    side = 2 * CONTEXT
    head = [] if first else words[:side]
    tail = [] if last else words[-side:]
    if len(words) <= len(head) + len(tail) + 2:
        return "".join(words)
    return f"{''.join(head)}...{''.join(tail)}"
