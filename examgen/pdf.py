"""PDFs put together and taken apart, without touching what is on their pages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import pikepdf

from examgen.errors import TypesetError


@dataclass(frozen=True, slots=True)
class PdfPart:
    """One document cut out of a larger one."""

    label: str
    pages: int
    data: bytes


def split(data: bytes, parts: Sequence[tuple[str, int]], titles: Sequence[str]) -> Iterator[PdfPart]:
    """Yield the documents that stand one after the other in a PDF.

    ``parts`` are (label, number of pages) in order; ``titles`` are what viewers show in the window's title.

    Raises:
        TypesetError: it is not a PDF, or does not have the pages that the parts need.
    """
    with _opened(data) as source:
        pages = list(source.pages)
        wanted = sum(count for _, count in parts)
        if len(pages) != wanted:
            raise TypesetError(f"the typeset PDF has {len(pages)} pages where {wanted} were planned")
        start = 0
        for (label, count), title in zip(parts, titles, strict=True):
            with pikepdf.new() as part:
                part.pages.extend(pages[start : start + count])
                start += count
                yield PdfPart(label, count, _saved(part, title))


def join(documents: Sequence[bytes], title: str) -> bytes:
    """Return one PDF with the pages of all, in order.

    Raises:
        TypesetError: one of them is not a PDF.
    """
    with ExitStack() as sources, pikepdf.new() as whole:
        for data in documents:
            source = sources.enter_context(_opened(data))
            whole.pages.extend(source.pages)
        return _saved(whole, title)


def _opened(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data))
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise TypesetError(f"TeX made a file that is not a whole PDF: {error}") from error


def _saved(document: pikepdf.Pdf, title: str) -> bytes:
    document.docinfo["/Title"] = title
    document.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None")
    )
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()
