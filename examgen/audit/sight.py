"""What can be seen on the pages of a finished PDF, read with PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

#: Characters that PDFium puts in.
_UNSEEN = "\u0002\u00ad\ufeff\u0000"
#: As what PDFium reads a hyphen at the end of a line where it takes the next line for the rest of a word.
_LINE_HYPHEN = 0xFFFE
#: Dots of a rendered page in a point.
SCALE = 2.0
#: For each code point of the first plane, whether it counts: white space and what nobody sees do not.
_COUNTS = np.array([chr(code) > " " and not chr(code).isspace() for code in range(0x10000)])
_COUNTS[[ord(char) for char in _UNSEEN]] = False


def counts(char: str) -> bool:
    """Return whether a character counts as text."""
    return ord(char) > 0xFFFF or bool(_COUNTS[ord(char)])


@dataclass(slots=True)
class SeenPage:
    """The characters of a page in the order in which they are drawn, without white space.

    It can be asked only while its document is open.
    """

    text: str
    width: float  #: points
    height: float
    _places: NDArray[np.intp] = field(repr=False)  #: of each character, in PDFium's text
    _page: Any = field(repr=False)
    _textpage: Any = field(repr=False)

    def origin(self, index: int) -> tuple[float, float]:
        """Return where a character (0-based) stands: points from the left and from the bottom edge to its origin."""
        x, y = ctypes.c_double(), ctypes.c_double()
        number = pdfium.FPDFText_GetCharIndexFromTextIndex(self._textpage.raw, int(self._places[index]))
        pdfium.FPDFText_GetCharOrigin(self._textpage.raw, number, x, y)
        return x.value, y.value

    def places(self) -> NDArray[np.float64]:
        """Return where the characters stand, shape (characters, 2), in points.

        Of each, the middle of what it draws from the left edge of the page, and its baseline from the bottom edge.
        """
        found = np.empty((len(self.text), 2))
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        x, y = ctypes.c_double(), ctypes.c_double()
        raw = self._textpage.raw
        for row, place in enumerate(self._places.tolist()):
            number = pdfium.FPDFText_GetCharIndexFromTextIndex(raw, place)
            pdfium.FPDFText_GetCharBox(raw, number, left, right, bottom, top)
            pdfium.FPDFText_GetCharOrigin(raw, number, x, y)
            found[row] = (left.value + right.value) / 2, y.value
        return found

    def inked(self) -> tuple[float, float, float, float] | None:
        """Return left, bottom, right and top of all that is drawn, in points; None when nothing is."""
        bounds = [each.get_bounds() for each in self._page.get_objects(max_depth=1)]
        if not bounds:
            return None
        left, bottom, right, top = zip(*bounds, strict=True)
        return min(left), min(bottom), max(right), max(top)

    def proofs_after(self, _index: int) -> frozenset[int]:
        """Return nothing: PDFium does not tell which piece is drawn."""
        return frozenset()

    def picture(self) -> NDArray[np.uint8]:
        """Return the page as grey dots, shape (rows, columns), row 0 at the top, SCALE dots a point."""
        bitmap = self._page.render(scale=SCALE, grayscale=True)
        return np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width, -1)[..., 0]


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF for the time of a with-block.

    Raises:
        pypdfium2.PdfiumError: it is not a PDF.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def pages_of(document: pypdfium2.PdfDocument) -> Iterator[SeenPage]:
    """Yield the pages of an open document, each open until the next is asked for."""
    for index in range(len(document)):
        with page_at(document, index) as page:
            yield page


@contextmanager
def page_at(document: pypdfium2.PdfDocument, index: int) -> Iterator[SeenPage]:
    """Open one page (0-based) of an open document for the time of a with-block."""
    page = document[index]
    textpage = page.get_textpage()
    try:
        codes = np.frombuffer(textpage.get_text_range().encode("utf-32-le"), dtype="<u4")
        # Whether it does depends on what follows, which for the same words is another line on each paper.
        codes = np.where(codes == _LINE_HYPHEN, np.uint32(ord("-")), codes)
        places = np.flatnonzero(_COUNTS[np.minimum(codes, 0xFFFF)])
        text = codes[places].tobytes().decode("utf-32-le")
        # PDFium counts a character beyond the first plane as two.
        beyond = codes > 0xFFFF
        units = np.arange(len(codes)) + np.cumsum(beyond) - beyond
        width, height = page.get_size()
        yield SeenPage(text, width, height, units[places], page, textpage)
    finally:
        textpage.close()
        page.close()
