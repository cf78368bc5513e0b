"""A page put together from its pieces: each distinct piece is read once, and then only where it is placed.

A version is the boxes of another one in other places. So the text of a form is read with PDFium the first time that it
occurs, from the finished file itself, and known by its bytes afterwards; what stands on a page beside its forms (numbers,
letters, heads and feet) is decoded from the page's own instructions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import numpy as np
import pikepdf
from numpy.typing import NDArray

from examgen.audit.drawing import Area, Drawn, Placed, Shown
from examgen.audit.sight import counts, opened, pages_of

_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-F]+)>|(-?[\d.]+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class FormText:
    """What a form says."""

    text: str  #: without white space
    dx: float  #: points from the form's left edge to the origin of its first character
    dy: float  #: points from the form's bottom edge
    ink: Area | None  #: around all that it draws, from its lower left corner; None: nothing


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a TJ operand."""

    text: str  #: the characters that count
    steps: list[float]  #: how far each is from where the text begins, in points
    width: float  #: from there to where text would go on


_NO_TEXT = Decoded("", [], 0.0)


@dataclass(frozen=True, slots=True)
class Face:
    """A font as the text of a page needs it."""

    characters: Mapping[int, str]  #: by code
    first: int  #: the code of the first width
    widths: Sequence[float]  #: thousandths of the size
    wide: bool = False  #: codes have two bytes, as LuaTeX writes them
    _seen: dict[tuple[bytes, float], Decoded] = field(default_factory=dict, repr=False)

    def decoded(self, codes: bytes, size: float) -> Decoded:
        """Return what a TJ operand shows at a size, in points.

        Raises:
            KeyError: the font does not say what a code is read as, or its codes have another length.
        """
        key = (codes, size)
        seen = self._seen.get(key)
        if seen is None:
            seen = self._seen[key] = self._decode(codes, size)
        return seen

    def _decode(self, codes: bytes, size: float) -> Decoded:
        text, steps, x = [], [], 0.0
        for string, wide, kern in _STRING.findall(codes):
            if kern:
                x -= float(kern) / 1000 * size
                continue
            if bool(wide) is not self.wide and (string or wide):
                raise KeyError("a code of another length")
            for code in _codes(string, wide):
                for char in self.characters[code]:
                    if counts(char):
                        text.append(char)
                        steps.append(x)
                place = code - self.first
                x += (self.widths[place] if 0 <= place < len(self.widths) else 0.0) / 1000 * size
        return Decoded("".join(text), steps, x)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A form on a page: what it says, and as which of the proofs it is drawn."""

    form: FormText
    proofs: frozenset[int]  #: 0-based pages of the proofs that show the same
    corner: tuple[float, float] = (0.0, 0.0)
    """Points from the form's lower left corner to its piece's left edge and first baseline, where a proof shows it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece on a page."""

    proofs: frozenset[int]  #: 0-based pages of the proofs that show the same
    x: float  #: points from the left edge of the page to the piece's
    y: float  #: points from the bottom edge of the page to the piece's first baseline


@dataclass(slots=True)
class ComposedPage:
    """A page as :class:`examgen.audit.sight.SeenPage`, and which proof stands where."""

    text: str
    width: float
    height: float
    _starts: list[int]  #: of each part, its offset in the text
    _places: list[tuple[float, float]]  #: of each part, the origin of its first character
    _steps: list[list[float]]
    """Of each part that is no form, how far each of its characters is from the first."""
    _pieces: list[Standing | None]  #: of each part, the piece that it is
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

    def piece_after(self, index: int) -> Standing | None:
        """Return the piece that is drawn next after a character, or None when something else is."""
        part = bisect_right(self._starts, index)
        return self._pieces[part] if part < len(self._pieces) else None

    def proofs_after(self, index: int) -> frozenset[int]:
        """Return the proofs that look as the form that is drawn next after a character does."""
        piece = self.piece_after(index)
        return piece.proofs if piece else frozenset()

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
    for item, x, shown in set_out(drawn.items, faces):
        if isinstance(item, Placed):
            placed = forms[item.name]
            text, steps = placed.form.text, [0.0]
            page._places.append((x + item.scale * placed.form.dx, item.y + item.scale * placed.form.dy))
            right, up = placed.corner
            standing = Standing(placed.proofs, x + item.scale * right, item.y + item.scale * up)
            page._pieces.append(standing)
        else:
            text, steps = shown.text, shown.steps
            page._places.append((x, item.y))
            page._pieces.append(None)
        page._starts.append(at)
        page._steps.append(steps)
        texts.append(text)
        at += len(text)
    page.text = "".join(texts)
    return page


def set_out(
    items: Sequence[Placed | Shown], faces: Mapping[str, Face]
) -> Iterator[tuple[Placed | Shown, float, Decoded]]:
    """Yield each item with the place where it begins, points from the left edge, and the text that it shows.

    Raises:
        KeyError: a font is not given, or does not say what a code is read as.
    """
    end = 0.0
    for item in items:
        if isinstance(item, Placed):
            yield item, item.x, _NO_TEXT
            continue
        shown = faces[item.font].decoded(item.codes, item.size)
        if item.stretch != 1:
            steps = [item.stretch * step for step in shown.steps]
            shown = Decoded(shown.text, steps, item.stretch * shown.width)
        x = end if item.goes_on else item.x
        end = x + shown.width
        yield item, x, shown


def _codes(string: bytes, wide: bytes) -> Sequence[int]:
    """Return the codes of a string, or of one in hexadecimal digits, which has two bytes for each."""
    if wide:
        return [int(wide[at : at + 4], 16) for at in range(0, len(wide), 4)]
    return _ESCAPE.sub(_unescaped, string) if b"\\" in string else string


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
            sheet = specimens.add_blank_page(page_size=(width + 2 * margin, height + 2 * margin))
            sheet.obj["/Resources"] = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(Fm=specimens.copy_foreign(form))
            )
            sheet.obj["/Contents"] = specimens.make_stream(b"q 1 0 0 1 %g %g cm /Fm Do Q" % (margin, margin))
        buffer = BytesIO()
        specimens.save(buffer)
    found = []
    with opened(buffer.getvalue()) as document:
        for page in pages_of(document):
            x, y = page.origin(0) if page.text else (margin, margin)
            inked = page.inked()
            ink = Area(*(side - margin for side in inked)) if inked else None
            found.append(FormText(page.text, x - margin, y - margin, ink))
    return found
