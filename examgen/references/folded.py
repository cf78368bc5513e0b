"""Letters and numbers of choices in the shapes that Unicode has for them, all unsure: Ｂ, Ⓑ, ⒝, 𝐁, ①.

The shapes are those that Unicode names after one Latin letter (fullwidth, circled, parenthesized, squared, and the
mathematical alphabets), and the encircled numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from examgen.references import vocabulary as words
from examgen.references.abroad import abroad
from examgen.references.hits import Field, Hit, Kind
from examgen.references.letters import Letters
from examgen.references.mask import Mask
from examgen.references.special import is_combination

_SMALL = "abcdefghijklmnopqrstuvwxyz"
_LARGE = _SMALL.upper()
#: First characters of rows of 26, and the letters of the row.
_WIDE: Final = ((0xFF21, _LARGE), (0xFF41, _SMALL))
_RINGED: Final = (
    *((0x24B6, _LARGE), (0x24D0, _SMALL), (0x249C, _SMALL)),
    *((0x1F110, _LARGE), (0x1F130, _LARGE), (0x1F150, _LARGE), (0x1F170, _LARGE)),
)
#: Thirteen mathematical alphabets, each of capitals and small letters.
_MATH: Final = tuple((0x1D400 + 26 * row, (_LARGE, _SMALL)[row % 2]) for row in range(26))


def _table(rows: tuple[tuple[int, str], ...]) -> dict[int, str]:
    return {first + at: letter for first, letters in rows for at, letter in enumerate(letters)}


_RINGS: Final = _table(_RINGED)
_TABLE: Final = _table((*_WIDE, *_RINGED, *_MATH))
_SHAPE: Final = "Ａ-Ｚａ-ｚⒶ-ⓩ⒜-⒵\U0001f110-\U0001f189\U0001d400-\U0001d6a3"
_RUN: Final = re.compile(rf"(?<![A-Za-z{_SHAPE}])[{_SHAPE}]+(?![A-Za-z{_SHAPE}])")
_NUMBER: Final = re.compile("[①-⑳⑴-⒇❶-❿➀-➓⓵-⓾]")
_ONLY_NUMBERS: Final = re.compile(
    rf"[\s(（]*(?:以上|[Bb]oth|[Oo]nly|[Nn]either|仅"
    rf"|只有)?\s*(?:{_NUMBER.pattern}(?:\s*(?:和|与|與|及|と|、|，|,|&|and|or|nor|und|et|y|e|는|와|과)?\s*))+"
    r"[^\w]*(?:only|都对|都是|正确|のみ)?\W*"
)
#: Capitals of other alphabets that look like Latin ones, where an English text takes them for these.
_ALIKE: Final = re.compile(
    rf"\b{words.NOUN}\s+(?P<named>[АВСЕΑΒΕ])(?!\w)|(?<!\w)(?P<judged>[АВСЕΑΒΕ])(?={words.VERDICT.pattern})",
    re.IGNORECASE,
)
_LIKE: Final = dict(zip(map(ord, "АВСЕΑΒΕавсеαβε"), "ABCEABEabceabe", strict=True))
_SUSPECT: Final = re.compile(rf"[{_SHAPE}]|{_NUMBER.pattern}")
#: First of each row of ten or twenty numbers.
_ROWS: Final = ("①", "⑴", "❶", "➀", "➊", "⓵")
_TOLD: Final = re.compile(
    r"(?:(?:选|選|选项|選項|選択肢|答案[是为為：:]?|[Cc]hoose|[Mm]ark|[Ss]elect|[Cc]ircle|[Aa]nswer|[Oo]ption|[Cc]hoice)\s*[（(「\"“]?)\Z"
)


def may_be_folded(source: str) -> bool:
    """Return whether a text has a letter or a number in one of these shapes."""
    return not source.isascii() and (_SUSPECT.search(source) or _ALIKE.search(source)) is not None


def folded(field: Field, mask: Mask, letters: Letters) -> Iterator[Hit]:
    """Give the hits of a text, as unsure."""
    if not may_be_folded(mask.prose):
        return
    unfolded = mask.prose.translate(_TABLE)
    joined = field is Field.CHOICE and (is_combination(unfolded) or any(abroad(field, unfolded, letters)))
    for run in _RUN.finditer(mask.prose):
        named = unfolded[run.start() : run.end()]
        if "".join(sorted(set(named))) != named or not all(map(letters.is_known, named)):
            continue
        is_ringed = ord(run[0][0]) in _RINGS
        is_told = _TOLD.search(mask.prose, max(0, run.start() - 12), run.start()) is not None
        if field is Field.COMMENT or is_ringed or joined or is_told:
            for at in range(*run.span()):
                yield Hit(at, at + 1, Kind.LETTER, False, letters.id(unfolded[at]))
    for found in _ALIKE.finditer(mask.prose):
        at = found.start(found.lastgroup or 0)
        letter = plain(mask.prose[at])
        if letters.is_known(letter):
            yield Hit(at, at + 1, Kind.LETTER, False, letters.id(letter))
    if field is Field.STEM or (field is Field.CHOICE and not _ONLY_NUMBERS.fullmatch(mask.prose)):
        return
    for found in _NUMBER.finditer(mask.prose):
        if found[0] not in letters.counted and _value(found[0]) <= len(letters.known):
            yield Hit(*found.span(), Kind.POSITION)


def plain(written: str) -> str:
    """Return a text with Latin letters for their other shapes, as long as it was."""
    return written.translate(_TABLE | _LIKE)


def numbers_in(stem: str) -> frozenset[str]:
    """Return the encircled numbers of a stem: those of statements."""
    return frozenset(_NUMBER.findall(stem))


def _value(written: str) -> int:
    return ord(written) - max(ord(first) for first in _ROWS if first <= written) + 1
