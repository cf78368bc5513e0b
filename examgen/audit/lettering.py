"""Characters as they are compared: what a bank writes and what PDFium reads of it, brought to the same form.

Letters lose their accents and styles (NFKD, without marks), since TeX draws an accent as a sign of its own. White space,
quotes and dashes are left out: straight ones become curly, and PDFium takes the hyphen at the end of a line away.
"""

from __future__ import annotations

import unicodedata
from typing import Final

#: In the form of a source: a full stop, a comma or a slash may be read here, for a mark below a letter looks like one.
MAY_DOT: Final = "\ue000"
#: Signs of which PDFium may read nothing: what it makes of them is a mark, or the sign of a broken line of code.
MAY_VANISH: Final = "○⋦⋧⟵"
_DROPPED: Final = frozenset("'\"`-‘’‚‛“”„‟‹›«»′‵・•←↩ˆˇ−⁻₋\ufffd")
_CATEGORIES: Final = frozenset({"Mn", "Mc", "Me", "Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn", "Cs", "Pd"})
#: Read for each other: fonts have one glyph for both, or a letter and a stroke.
_ALIKE: Final = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΧοɛ∆ĐıȷħΩµϕϵϑϱ", "ABEZHIKMNOPTXoεΔÐijhΩμφεθρ")
_LOWERED: Final = "\u0323\u0326\u0327"


class _Form(dict[int, str]):
    """A table for ``str.translate`` that is filled as characters come."""

    def __init__(self, *, dots: bool) -> None:
        super().__init__()
        self._dots = dots

    def __missing__(self, code: int) -> str:
        whole = unicodedata.normalize("NFKD", chr(code))
        kept = "".join(self._part(each) for each in whole)
        if self._dots and chr(code) == "№":
            kept += MAY_DOT
        self[code] = kept
        return kept

    def _part(self, char: str) -> str:
        if self._dots and (char in _LOWERED or char == "⁄"):
            return MAY_DOT
        if char in _DROPPED or char == "⁄" or unicodedata.category(char) in _CATEGORIES:
            return ""
        if not char.isascii() and unicodedata.category(char) == "Sk":
            return ""
        return char.translate(_ALIKE)


#: What is read from a page.
PAGE: Final = _Form(dots=False)
#: What a bank writes.
SOURCE: Final = _Form(dots=True)
