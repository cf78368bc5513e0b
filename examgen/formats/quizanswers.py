"""What stands after ``Correct Answer:``, and which choices it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ONE = r"(?:\([A-Za-z]\)\.?|[A-Za-z][.)]?)[*_]*"
_LIST = re.compile(rf"[\s*_]*{_ONE}(?:\s*(?:,\s*and\b|,\s*&|[,;&/+]|\band\b)\s*[*_]*{_ONE})*[\s*_.]*$")
_CAPITALS = re.compile(r"[\s*_]*(?P<letters>[A-Z]{2,26})[\s*_.]*$")
_WITH_TEXT = re.compile(
    r"[\s*_]*(?:\((?P<a>[A-Za-z])\)|(?P<b>[A-Za-z])(?:[).:]|\s+[-\u2013\u2014:])|(?P<c>[A-Za-z]))[*_]*\s+(?P<text>\S.*)$",
    re.DOTALL,
)
_ALONE = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
#: Longer than any list of 26 letters.
_LIST_LENGTH = 300
_MARKUP = re.compile(r"[*_`\\]")


@dataclass(frozen=True, slots=True)
class Answer:
    """The letters of an answer line."""

    letters: tuple[tuple[str, int], ...]  #: lower case, each with its offset in the line
    text: str = ""  #: the words after a single letter, which should be the choice's
    sure: bool = True  #: False where it may be prose: ``A single one`` has a letter and words, too
    run: bool = False  #: several capitals written as one word


def parse_answer(rest: str, offset: int) -> Answer | None:
    """Return what an answer line says, or None when it does not begin with letters of choices.

    ``rest`` is what follows the label; it begins at ``offset`` in its line.
    """
    if len(rest) <= _LIST_LENGTH and _LIST.match(rest):
        return Answer(tuple((found[0].lower(), offset + found.start()) for found in _ALONE.finditer(rest)))
    capitals = _CAPITALS.match(rest)
    if capitals and len(set(capitals["letters"])) == len(capitals["letters"]):
        start = offset + capitals.start("letters")
        run = tuple((letter.lower(), start + index) for index, letter in enumerate(capitals["letters"]))
        return Answer(run, run=True)
    found = _WITH_TEXT.match(rest)
    if not found:
        return None
    group = next(name for name in ("a", "b", "c") if found[name])
    letter = (found[group].lower(), offset + found.start(group))
    return Answer((letter,), found["text"], sure=group != "c")


def plain(text: str) -> str:
    """Return a choice's text for comparison: without emphasis, case, spacing and a full stop at its end."""
    return " ".join(_MARKUP.sub("", text).casefold().split()).rstrip(". ")


def agrees(answer: Answer, texts: Mapping[str, str]) -> bool:
    """Tell whether the words after the answer's letter are those of the choice; ``texts`` are by label."""
    return not answer.text or plain(answer.text) == plain(texts.get(answer.letters[0][0], ""))


def listing(labels: Sequence[str]) -> str:
    """Return labels as people write them: ``(a), (b) and (c)``."""
    marked = [f"({label})" for label in labels]
    return " and ".join(filter(None, [", ".join(marked[:-1]), marked[-1]])) if marked else ""
