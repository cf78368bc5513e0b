"""A finished PDF opened for reading: its pages as PDFium sees them, or put together from pieces that PDFium has read.

The first paper and the first key that a process reads, and some of the later ones, are read with PDFium as a whole, too,
and must come out as when they are put together, which takes a third of the time. Where anything in a file is not as it
should be, PDFium reads it all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from examgen.audit.composed import ComposedPage
from examgen.audit.hidden import examine
from examgen.audit.known import KnownStreams
from examgen.audit.sight import SeenPage, opened, pages_of

#: One file of so many is read both ways.
_EVERY = 50
#: Points by which a place may come out otherwise.
_TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class Finished:
    """An open file."""

    pages: Iterator[SeenPage | ComposedPage]
    faults: tuple[str, ...]  #: what should not be in it, and does not show when it is read
    digests: tuple[bytes, ...]  #: of each page: equal only for pages that are the same to the last byte


class Opener:
    """Opens the papers and keys of one exam."""

    def __init__(self, known: KnownStreams) -> None:
        self._known = known
        self._files = {True: 0, False: 0}  #: papers (True) and keys so far
        self._agree = {True: True, False: True}  #: whether PDFium read the same as was put together

    @contextmanager
    def opened(self, pdf: bytes, *, student: bool) -> Iterator[Finished]:
        """Open a paper (``student``) or a key for the time of a with-block.

        Raises:
            pypdfium2.PdfiumError: it is not a PDF.
        """
        examined = examine(pdf, self._known, student=student)
        composed = examined.pages
        if composed is not None and self._agree[student]:
            if self._files[student] % _EVERY == 0:
                self._agree[student] = all(reads_the_same(pdf, composed, strictly=not self._known.wide))
            self._files[student] += 1
        if composed is not None and self._agree[student]:
            yield Finished(iter(composed), examined.faults, examined.digests)
            return
        with opened(pdf) as document:
            yield Finished(pages_of(document), examined.faults, examined.digests)


def reads_the_same(
    pdf: bytes, composed: tuple[ComposedPage, ...], *, strictly: bool = True
) -> Iterator[bool]:
    """Yield for each page whether PDFium reads the same characters, each part of the page at the same place.

    Text that runs from the right PDFium brings into another order on a page than in a piece of it, and it does not say
    where letters stand that are several glyphs. Not ``strictly`` only asks for the same characters.
    """
    with opened(pdf) as document:
        yield len(document) == len(composed)
        for page, other in zip(pages_of(document), composed, strict=False):
            if not strictly:
                yield Counter(page.text) == Counter(other.text)
                continue
            yield page.text == other.text and all(
                abs(one - two) < _TOLERANCE
                for start in other.starts
                if start < len(page.text)
                for one, two in zip(page.origin(start), other.origin(start), strict=True)
            )
