"""A page put together from its pieces: each distinct piece is read once, and then only where it is placed.

A version is the boxes of another one in other places. So the text of a form is read with PDFium the first time that it
occurs, from the finished file itself, and known by its bytes afterwards; what stands on a page beside its forms (numbers,
letters, heads and feet) is decoded from the page's own instructions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import numpy as np
import pikepdf
from numpy.typing import NDArray

from examgen.audit.drawing import Drawn, Placed
from examgen.audit.sight import counts, opened, pages_of

_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|(-?[\d.]+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class FormText:
    """What a form says."""

    text: str  #: without white space
    dx: float  #: points from the form's left edge to the origin of its first character
    dy: float  #: points from the form's bottom edge


@dataclass(frozen=True, slots=True)
class Face:
    """A font as the text of a page needs it."""

    characters: Mapping[int, str]  #: by code
    first: int  #: the code of the first width
    widths: Sequence[float]  #: thousandths of the size
    _seen: dict[tuple[bytes, float], tuple[str, list[float]]] = field(default_factory=dict, repr=False)

    def decoded(self, codes: bytes, size: float) -> tuple[str, list[float]]:
        """Return the characters of a TJ operand that count, and how far each is from the first glyph, in points.

        Raises:
            KeyError: the font does not say what a code is read as.
        """
        key = (codes, size)
        seen = self._seen.get(key)
        if seen is None:
            seen = self._seen[key] = self._decode(codes, size)
        return seen

    def _decode(self, codes: bytes, size: float) -> tuple[str, list[float]]:
        text, steps, x = [], [], 0.0
        for string, kern in _STRING.findall(codes):
            if kern:
                x -= float(kern) / 1000 * size
                continue
            for code in _ESCAPE.sub(_unescaped, string) if b"\\" in string else string:
                for char in self.characters[code]:
                    if counts(char):
                        text.append(char)
                        steps.append(x)
                place = code - self.first
                x += (self.widths[place] if 0 <= place < len(self.widths) else 0.0) / 1000 * size
        return "".join(text), steps


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A form on a page: what it says, and as which of the proofs it is drawn."""

    form: FormText
    proofs: frozenset[int]  #: 0-based pages of the proofs that show the same


@dataclass(slots=True)
class ComposedPage:
    """A page as :class:`examgen.audit.sight.SeenPage`, and which proof stands where."""

    text: str
    width: float
    height: float
    _starts: list[int]  #: of each part, its offset in the text
    _places: list[tuple[float, float]]  #: of each part, the origin of its first character
    _steps: list[
        list[float]
    ]  #: of each part that is no form, how far each of its characters is from the first
    _proofs: list[frozenset[int] | None]  #: of each part that is a form, the proofs that show the same
    _picture: Callable[[], NDArray[np.uint8]] = field(repr=False)

    @property
    def starts(self) -> list[int]:
        """The offset in the text of each part that was put in."""
        return self._starts

    def origin(self, index: int) -> tuple[float, float]:
        """Return where a character stands. Inside a form only the first one's place is known."""
        part = bisect_right(self._starts, index) - 1
        x, y = self._places[part]
        step = index - self._starts[part]
        return (x + self._steps[part][step], y) if step < len(self._steps[part]) else (x, y)

    def proofs_after(self, index: int) -> frozenset[int]:
        """Return the proofs that look as the form that is drawn next after a character does."""
        part = bisect_right(self._starts, index)
        return (self._proofs[part] if part < len(self._proofs) else None) or frozenset()

    def picture(self) -> NDArray[np.uint8]:
        """Return the page as grey dots; see :class:`examgen.audit.sight.SeenPage`."""
        return self._picture()


def compose(
    drawn: Drawn,
    size: tuple[float, float],
    faces: Mapping[str, Face],
    forms: Mapping[str, PlacedText],
    picture: Callable[[], NDArray[np.uint8]],
) -> ComposedPage:
    """Return a page.

    Raises:
        KeyError: it uses a font or a form that is not given.
    """
    page = ComposedPage("", *size, [], [], [], [], picture)
    texts = []
    at = 0
    for item in drawn.items:
        if isinstance(item, Placed):
            placed = forms[item.name]
            form = placed.form
            text, steps = form.text, [0.0]
            page._places.append((item.x + item.scale * form.dx, item.y + item.scale * form.dy))
            page._proofs.append(placed.proofs)
        else:
            text, steps = faces[item.font].decoded(item.codes, item.size)
            page._places.append((item.x, item.y))
            page._proofs.append(None)
        page._starts.append(at)
        page._steps.append(steps)
        texts.append(text)
        at += len(text)
    page.text = "".join(texts)
    return page


def _unescaped(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    if escaped[:1].isdigit():
        return bytes([int(escaped, 8) & 0xFF])
    return _CONTROLS.get(escaped, escaped)


def texts_of_forms(pdf: bytes, numbers: Sequence[int]) -> list[FormText]:
    """Return what some forms of a PDF say, by their object numbers.

    Each is placed alone on a page of its size with a margin, and read there.
    """
    margin = 20.0
    with pikepdf.open(BytesIO(pdf)) as source, pikepdf.new() as specimens:
        for number in numbers:
            form = source.get_object(number, 0)
            width, height = (float(side) for side in list(form.stream_dict["/BBox"].as_list())[2:])
            page = specimens.add_blank_page(page_size=(width + 2 * margin, height + 2 * margin))
            page.obj["/Resources"] = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(Fm=specimens.copy_foreign(form))
            )
            page.obj["/Contents"] = specimens.make_stream(b"q 1 0 0 1 %g %g cm /Fm Do Q" % (margin, margin))
        buffer = BytesIO()
        specimens.save(buffer)
    found = []
    with opened(buffer.getvalue()) as document:
        for page_ in pages_of(document):
            x, y = page_.origin(0) if page_.text else (margin, margin)
            found.append(FormText(page_.text, x - margin, y - margin))
    return found
