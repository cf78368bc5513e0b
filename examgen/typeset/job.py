"""What goes into a run of TeX, and what comes out: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Seconds after which a run of TeX is given up, before what a job's size adds.
BASE_SECONDS = 120
#: What typesets, unless letters need another one.
DEFAULT_ENGINE = "pdflatex"


@dataclass(frozen=True, slots=True)
class TexJob:
    """One run of TeX. A plain value: it can be sent to another process or machine."""

    name: str  #: for messages: ``papers 1``
    source: str  #: the LaTeX document
    files: Mapping[str, bytes] = field(default_factory=dict)  #: beside the source, by safe names
    seconds: int = BASE_SECONDS  #: limit on time
    engine: str = DEFAULT_ENGINE


@dataclass(frozen=True, slots=True)
class TexOutcome:
    """What a run of TeX gave."""

    job: TexJob
    pdf: bytes | None  #: None when TeX made none
    complete: bool  #: TeX itself says that it had no errors
    log: str
    pages: tuple[tuple[str, int], ...]  #: (label, pages) of each version, in the order of the PDF
    tall: tuple[str, ...]  #: names of blocks that are taller than a page
    breaks: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """(label, for each column of each page the 1-based number of its last block) of each version."""
    full: tuple[tuple[str, int], ...] = ()  #: (label, page) where given page breaks do not fit; pages from 1
