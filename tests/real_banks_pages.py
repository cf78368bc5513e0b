"""Papers and keys as poppler's pdftotext sees them: words with their places, and what belongs to which letter."""

from __future__ import annotations

import html
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

_WORD = re.compile(
    r'<word xMin="(?P<left>[\d.]+)" yMin="(?P<top>[\d.]+)" xMax="(?P<right>[\d.]+)" yMax="(?P<bottom>[\d.]+)">'
    r"(?P<text>.*)</word>"
)
#: Of a page on letter paper at 11 pt with one column, in points.
_TEXT_LEFT, _COLUMN, _NUMBERS_RIGHT, _POINTS_LEFT, _FOOT, _HALF_LINE = 75.6, 110.0, 66.0, 515.0, 742.0, 6.5
#: LuaTeX has another font of the same look, with other ascents.
_LABEL_HEIGHTS = ((8.3, 9.6), (13.0, 14.0))


@dataclass(frozen=True, slots=True)
class _Seen:
    left: float
    middle: float
    height: float
    right: float
    text: str


@dataclass(slots=True)
class Printed:
    """A question on a page: the text before its first letter, and after each."""

    number: int
    stem: str = ""
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join((self.stem, *self.choices.values()))


def questions_of(pdf: Path) -> list[Printed]:
    """Return the questions of a paper or key in the order of its pages."""
    shown = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    found: list[Printed] = []
    for page in shown.split("<page ")[1:]:
        words = [
            _Seen(
                float(word["left"]),
                (float(word["top"]) + float(word["bottom"])) / 2,
                float(word["bottom"]) - float(word["top"]),
                float(word["right"]),
                html.unescape(word["text"]),
            )
            for word in _WORD.finditer(page)
            if float(word["top"]) < _FOOT
        ]
        _add_page(words, found)
    return found


def _add_page(words: list[_Seen], found: list[Printed]) -> None:
    numbers = sorted(
        (word.middle, int(word.text)) for word in words if word.right < _NUMBERS_RIGHT and word.text.isdigit()
    )
    starts: list[float] = []
    for middle, number in numbers:
        if number == len(found) + 1:
            found.append(Printed(number))
            starts.append(middle - _HALF_LINE)
    ends = [*starts[1:], 1e6][: len(starts)]
    for question, start, end in zip(found[len(found) - len(starts) :], starts, ends, strict=True):
        inside = [word for word in words if start <= word.middle < end and not _is_margin(word)]
        _fill(question, sorted(inside, key=lambda word: (round(word.middle / 4), word.left)))


def _is_margin(word: _Seen) -> bool:
    return word.right < _NUMBERS_RIGHT or (word.left > _POINTS_LEFT and word.text.startswith("["))


def _fill(question: Printed, words: list[_Seen]) -> None:
    labels: list[_Seen] = []
    for word in sorted(words, key=lambda word: (round(word.middle), word.left)):
        column = (word.left - _TEXT_LEFT) / _COLUMN
        # A right letter of a key stands in a box, a little to the right.
        is_label = any(low < word.height < high for low, high in _LABEL_HEIGHTS)
        if is_label and word.text == chr(65 + len(labels)) and abs(column - round(column)) < 0.03:
            labels.append(word)
    question.choices = {label.text: "" for label in labels}
    for word in words:
        if word in labels:
            continue
        above = [label for label in labels if label.middle - _HALF_LINE <= word.middle]
        row = [label for label in above if above[-1].middle - label.middle < 2 and label.left <= word.left]
        if row:
            question.choices[row[-1].text] += f" {word.text}"
        else:
            question.stem += f" {word.text}"
