"""Papers and keys read back from finished PDFs with PDFium, for tests. Shares no code with what made them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

_WORD = re.compile(r"[A-Za-z0-9]+")


def pages_of(pdf: Path) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            textpage = page.get_textpage()
            # A hyphen at the end of a line comes back as U+FFFE or U+0002.
            text = textpage.get_text_range().replace("\r\n", "\n")
            texts.append(re.sub("[\ufffe\u0002\u00ad]\n?", "", text))
            textpage.close()
            page.close()
        return texts
    finally:
        document.close()


@dataclass(frozen=True)
class PageBoxes:
    """Where the glyphs of a page stand, in points: (left, bottom, right, top) from the lower left corner."""

    width: float
    height: float
    boxes: list[tuple[float, float, float, float]]


def boxes_of(pdf: Path) -> list[PageBoxes]:
    """Return the boxes of the runs of text on each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            textpage = page.get_textpage()
            boxes = [textpage.get_rect(i) for i in range(textpage.count_rects())]
            pages.append(PageBoxes(*page.get_size(), boxes))
            textpage.close()
            page.close()
        return pages
    finally:
        document.close()


def words(text: str) -> str:
    """Return the letters and digits of a text, joined: what hyphens and line ends do not change."""
    return "".join(_WORD.findall(text)).lower()


@dataclass(frozen=True)
class SeenQuestion:
    """A question as it stands on a paper or key."""

    number: int
    stem: str
    choices: dict[str, str]  #: letter -> text
    marked: str  #: letters that carry the mark of a right choice


def questions_of(pdf: Path) -> list[SeenQuestion]:
    """Return the questions of a paper or key, from the text of its pages alone.

    A number and a letter come back as lines of their own; a key's right letter has an arrow before it.
    """
    seen: list[SeenQuestion] = []
    number, stem, choices, marked = 0, "", dict[str, str](), ""

    def close() -> None:
        if number:
            seen.append(SeenQuestion(number, stem, choices, marked))

    for page in pages_of(pdf):
        lines = [line.strip() for line in page.split("\n")]
        if "1" in lines and "2" in lines and "KEY" in lines[:6]:
            # Past the strip of answers, whose numbers come before those of the questions.
            last = max(
                i
                for i, line in enumerate(lines[:-1])
                if re.fullmatch(r"[A-Z]+", lines[i + 1]) and line.isdigit()
            )
            lines = lines[last + 2 :]
        for line in lines:
            letter = re.fullmatch(r"(\u25b6 )?([A-Z])", line)
            if line == str(len(seen) + (2 if number else 1)):
                close()
                number, stem, choices, marked = int(line), "", {}, ""
            elif number and letter and ord(letter[2]) == 65 + len(choices):
                choices[letter[2]] = ""
                marked += letter[2] if letter[1] else ""
            elif number and choices:
                choices[chr(64 + len(choices))] += " " + line
            elif number:
                stem += " " + line
    close()
    return seen


def strip_of(pdf: Path, count: int) -> list[str]:
    """Return the answers in the strip of a key of this many questions; an answer may stand in several lines."""
    lines = [line.strip() for line in pages_of(pdf)[0].split("\n")]
    start = lines.index("1")
    answers = []
    for number in range(1, count + 1):
        assert lines[start] == str(number)
        answers.append(lines[start + 1])
        start += 2
        while re.fullmatch(r"[A-Z/]+", lines[start]):
            answers[-1] += lines[start]
            start += 1
    return answers
