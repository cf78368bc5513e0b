"""Cuts AMC's PDF of all copies into a file for each: python bench_amc_split.py PDF LAYOUT FOLDER.

One process with pikepdf is several times faster than AMC's own command, which starts a program for each copy.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pikepdf

_PAGE = re.compile(r"^\\page\{(\d+)/", re.MULTILINE)


def split(pdf: Path, layout: Path, folder: Path) -> int:
    """Write ``1.pdf``, ``2.pdf``, ... and return how many; the layout names copy and page of every page in turn."""
    folder.mkdir(exist_ok=True)
    copies = [int(copy) for copy in _PAGE.findall(layout.read_text(encoding="utf-8", errors="replace"))]
    with pikepdf.open(pdf) as source:
        pages = list(source.pages)
        for copy in sorted(set(copies)):
            with pikepdf.new() as part:
                part.pages.extend(page for page, owner in zip(pages, copies, strict=True) if owner == copy)
                part.save(folder / f"{copy}.pdf")
    return len(set(copies))


if __name__ == "__main__":
    split(*map(Path, sys.argv[1:4]))
