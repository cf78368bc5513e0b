"""Signs with which people mark the right choice in place: ``*b)``, ``**b) text**``, ``[x]``, ``(correct)``, a tick.

A sign counts when some choices have it and others do not; on every choice it is decoration, and stays as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from examgen.formats.quiz.marking.labelled import TICKS
from examgen.model import Text

_RIGHT_WORD = (
    r"(?:the\s+)?(?:correct|right|correct\s+answer|right\s+answer|answer|correct\s+choice|correct\s+option|richtig|"
    r"richtige\s+(?:Antwort|Option)|correcte?|bonne\s+r\u00e9ponse|correcta|respuesta\s+correcta|corretta|risposta\s+corretta|"
    r"correta|resposta\s+correta|certa|resposta\s+certa|gabarito|juist|ans\.?|correct\s+ans\.?|\u0432\u0435\u0440\u043d\u043e|"
    r"\u043f\u0440\u0430\u0432\u0438\u043b\u044c\u043d\u043e|\u043f\u0440\u0430\u0432\u0438\u043b\u044c\u043d\u044b\u0439\s+\u043e\u0442\u0432\u0435\u0442|\u6b63\u786e(?:\u7b54\u6848)?|\u6b63\u89e3|\uc815\ub2f5)"
)
_WRONG = "\u2717\u2718\u2715\u2716\u274c\U0001f6ab"
_BEFORE = re.compile(
    rf"(?:(?P<right>[{TICKS}]\ufe0f?|\[[xX{TICKS}]\]|[*_]{{0,2}}[(\[]{_RIGHT_WORD}[)\]][*_]{{0,2}})"
    rf"|(?P<wrong>[{_WRONG}]\ufe0f?|\[ \]|[(\[](?:incorrect|wrong|not\s+correct)[)\]]))\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s*(?:(?P<right>[{TICKS}]\ufe0f?(?:\s*[(\[]?{_RIGHT_WORD}[)\]]?|\s*\([^()\n]{{1,30}}\))?|[*_]{{0,2}}[(\[]\s*{_RIGHT_WORD}\s*!?[)\]][*_]{{0,2}}[{TICKS}]?"
    rf"|(?:<?-{{1,2}}|<=|\u2190|\u2b05\ufe0f?|\u2014)\s*{_RIGHT_WORD}!?|(?<=\s)(?:<-{{2,}}|<={{2,}}|\u2190|\u2b05\ufe0f?|\U0001f448)|(?<=\s)(?:#|//)\s?{_RIGHT_WORD}"
    rf"|[(\[][xX{TICKS}]\ufe0f?[)\]]|\[[vV]\]|(?<=\s\s)[xX])"
    rf"|(?P<wrong>[{_WRONG}]\ufe0f?|[*_]{{0,2}}[(\[](?:incorrect|wrong|not\s+correct)[)\]][*_]{{0,2}}))\s*$",
    re.IGNORECASE,
)
#: Each sign has one of these, or is an x at the end.
_MAY_SIGN = re.compile(rf"[{TICKS}{_WRONG}(\[<\-\u2190\u2b05\u2014#/\U0001f448]")
#: No sign at the end of a text is longer.
_TAIL = 60
_BOLD = re.compile(
    r"(?:(?P<mark>\*\*|__|==)(?P<bold>(?:`[^`]*`|(?!(?P=mark))[^`]|`(?![^`]*`))+)(?P=mark)"
    r"|<(?P<tag>b|strong|u|mark|ins)>(?P<tagged>(?:(?!</?(?P=tag)>).)+)</(?P=tag)>)[.\s]*$",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signed:
    """The choices of a question without their signs."""

    texts: list[Text]
    right: frozenset[int]  #: positions of those that a sign marks as right; empty where none does


def read_signs(texts: Sequence[Text], marked: Sequence[bool], boxed: Sequence[bool]) -> Signed:
    """Return the texts without signs of right and wrong choices, and which are marked as right.

    ``marked`` tells of a sign that stood before the label, and was dropped with it; ``boxed`` of a box there, ticked
    or not.
    """
    found = [_strip(text, before) for text, before in zip(texts, marked, strict=True)]
    right = frozenset(index for index, (_, sign) in enumerate(found) if sign)
    if not right and texts and all(text.source.startswith("[ ]") for text in texts):
        return Signed([text for text, _ in found], right)
    if not right or (len(right) == len(texts) and not any(boxed)):
        return Signed(list(texts), frozenset())
    return Signed([text for text, _ in found], right)


def read_stars(texts: Sequence[Text]) -> Signed:
    """Return the texts without a star at the end of some of them, and which these are; none if all are."""
    if not any("*" in text.source for text in texts):
        return Signed(list(texts), frozenset())
    found = [_star(text.source) for text in texts]
    right = frozenset(index for index, length in enumerate(found) if length)
    if not right or len(right) == len(texts):
        return Signed(list(texts), frozenset())
    return Signed([cut(t, 0, end) if end else t for t, end in zip(texts, found, strict=True)], right)


def read_bold(texts: Sequence[Text]) -> Signed:
    """Return the texts without bold marks around the whole of some of them, and which these are; none if all are."""
    found = [_BOLD.match(text.source) for text in texts]
    right = frozenset(index for index, match in enumerate(found) if match)
    if not right or len(right) == len(texts):
        return Signed(list(texts), frozenset())
    bare = [
        cut(text, *match.span("bold" if match["mark"] else "tagged")) if match else text
        for text, match in zip(texts, found, strict=True)
    ]
    return Signed(bare, right)


def _strip(text: Text, marked: bool) -> tuple[Text, bool]:
    """Return a text without the signs at its ends, and whether it is marked as right."""
    if not (marked or _may_sign(text.source)):
        return text if text.source == text.source.strip() else cut(text, 0, len(text.source)), False
    right, start, end = marked, 0, len(text.source)
    before = _BEFORE.match(text.source)
    if before and before.end() < end:
        right, start = right or bool(before["right"]), before.end()
    after = _AFTER.search(text.source, max(start, end - _TAIL))
    if after and after.start() > start:
        right, end = right or bool(after["right"]), after.start()
    star = _star(text.source[start:end]) if marked else 0
    if star:
        end = start + star
    return cut(text, start, end), right


def _may_sign(source: str) -> bool:
    """Return False only when a text surely has no sign at its ends."""
    return _MAY_SIGN.search(source) is not None or source.rstrip()[-1:] in ("x", "X")


def _star(source: str) -> int:
    """Return the length of a text without a star at its end that closes nothing, or 0 when there is no such star."""
    bare = source.rstrip()
    body = bare.rstrip("*")
    stars = len(bare) - len(body)
    if not 1 <= stars <= 3 or body.endswith("\\") or not body.strip():
        return 0
    return (
        len(body.rstrip()) if stars != 2 and (body.endswith((" ", "\t")) or body.count("*") % 2 == 0) else 0
    )


def cut(text: Text, start: int, end: int) -> Text:
    """Return the part of a text from ``start`` to ``end``, less white space at both ends, with its places."""
    piece = text.source[start:end]
    if piece == text.source and piece == piece.strip():
        return text
    begin = start + len(piece) - len(piece.lstrip())
    source = text.source[begin:end].rstrip()
    first = text.source.count("\n", 0, begin)
    places = [text.place(begin), *text.places[first + 1 :]]
    return Text(source, tuple(places[: source.count("\n") + 1]))
