"""The pictures of the README: pages of a real build. Run by ``make pictures``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pypdfium2

from examgen import Options, build_exam

ROOT = Path(__file__).parents[1]
DOTS_PER_POINT = 1.25


def picture(pdf: Path, page: int, target: Path) -> None:
    """Write one page (0-based) of a PDF as a grey PNG."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[page].render(scale=DOTS_PER_POINT, grayscale=True).to_pil()
    image.quantize(16).save(target, optimize=True)
    document.close()


def main() -> None:
    """Write docs/paper.png and docs/key.png."""
    with tempfile.TemporaryDirectory() as folder:
        build = build_exam(ROOT / "banks" / "vae.md", Path(folder) / "vae", Options(versions=2, seed="2026"))
        picture(build.folder / "exams" / "vae-B.pdf", 0, ROOT / "docs" / "paper.png")
        picture(build.folder / "keys" / "vae-B-key.pdf", 0, ROOT / "docs" / "key.png")
    sys.stdout.write("docs/paper.png, docs/key.png\n")


if __name__ == "__main__":
    main()
