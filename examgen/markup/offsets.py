"""From offsets in the content of a paragraph to offsets in the text that it stands in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(slots=True)
class InlineMap:
    """Where each character of an inline token's content stands in the source."""

    starts: list[int]  #: of the content's lines, in the content
    offsets: list[int]  #: of the same lines, in the source

    def __call__(self, position: int) -> int:
        line = bisect_right(self.starts, max(position, 0)) - 1
        return self.offsets[line] + position - self.starts[line]
