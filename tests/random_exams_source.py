"""Papers, keys and grids read back from their LaTeX, by nothing but the marks of the templates."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECE = re.compile(r"\\begin\{egpiece\}\{(\w+)\}\{(\w+)\}\n(.*?)\n\\end\{egpiece\}", re.DOTALL)
_VERSION = re.compile(r"\\begin\{egversion\}\{(\w+)\}\{([\w-]*)\}\n(.*?)\\end\{egversion\}", re.DOTALL)
_BLOCK = re.compile(r"\\begin\{egblock\}\{(\w+)\}(\\egquestion.*?)\\end\{egblock\}", re.DOTALL)
_QUESTION = re.compile(
    r"\\egquestion\{(\d+)\}\{(\w+)\}\{([^{}]*)\}\{((?:\\eg(?:choice|right)\{[A-Z]\}\{\w+\})*)\}(.*)",
    re.DOTALL,
)
_CHOICE = re.compile(r"\\eg(choice|right)\{([A-Z])\}\{(\w+)\}")
_KEY = re.compile(
    r"\\egsplit\\egrationale\{(\w*)\}\{((?:\\egfeedback\{[A-Z]\}\{\w+\})*)\}"
    r"\{\\egkeyline\{([A-Z]*)\}\{([^{}]*)\}\{(.*)\}\{(.*)\}\}"
)
_FEEDBACK = re.compile(r"\\egfeedback\{([A-Z])\}\{(\w+)\}")
_CELL = re.compile(r"\\egcell\{(\d+)\}\{([A-Z]*)\}")
_GRID_ROW = re.compile(r"\\eggridrow\{(\w+)\}\{([\w-]+)\}\{(.*)\}")
_GRID_ANSWER = re.compile(r"\\eggridanswer\{([A-Z]*)\}")


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question of a paper or key; texts are LaTeX."""

    number: int
    stem: str
    points: str
    choices: tuple[tuple[str, str], ...]  #: letter and text, as they follow each other
    marked: str = ""  #: letters with the mark of a right choice
    rationale: str | None = None
    feedback: tuple[tuple[str, str], ...] = ()  #: letter and text
    answer: str = ""  #: letters
    id: str = ""
    bank_answer: str = ""  #: ids of the right choices


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """A paper or key."""

    label: str
    fingerprint: str
    questions: tuple[ReadQuestion, ...]
    strip: tuple[tuple[int, str], ...]  #: number and letters


def read_versions(source: str) -> list[ReadVersion]:
    """Return the papers or keys in a LaTeX source.

    Raises:
        ValueError: something stands there that is not understood.
    """
    pieces = {name: latex for name, _, latex in _PIECE.findall(source)}
    versions = []
    for label, code, body in _VERSION.findall(source):
        blocks = _BLOCK.findall(body)
        if body.count("\\egquestion") != len(blocks):
            raise ValueError(f"version {label} has questions outside of blocks")
        strip = tuple((int(number), letters) for number, letters in _CELL.findall(body))
        questions = tuple(_question(block, stem, pieces) for stem, block in blocks)
        versions.append(ReadVersion(label, code, questions, strip))
    return versions


def _question(block: str, name: str, pieces: dict[str, str]) -> ReadQuestion:
    row = _QUESTION.fullmatch(block.strip())
    if row is None or row[2] != name:
        raise ValueError(f"not a question: {block!r}")
    choices = _CHOICE.findall(row[4])
    question = ReadQuestion(
        number=int(row[1]),
        stem=pieces[row[2]],
        points=row[3],
        choices=tuple((letter, pieces[piece]) for _, letter, piece in choices),
        marked="".join(letter for kind, letter, _ in choices if kind == "right"),
    )
    if not row[5]:
        return question
    key = _KEY.fullmatch(row[5])
    if key is None:
        raise ValueError(f"not the rest of a key: {row[5]!r}")
    if key[4] != row[3]:
        raise ValueError(f"the key says {key[4]} points, its paper {row[3]}")
    return ReadQuestion(
        number=question.number,
        stem=question.stem,
        points=question.points,
        choices=question.choices,
        marked=question.marked,
        rationale=pieces[key[1]] if key[1] else None,
        feedback=tuple((letter, pieces[piece]) for letter, piece in _FEEDBACK.findall(key[2])),
        answer=key[3],
        id=key[5].replace("\\", ""),
        bank_answer=key[6].replace("\\", ""),
    )


def read_grid(source: str) -> list[tuple[str, str, list[str]]]:
    """Return label, fingerprint and answers of each row of the grid."""
    return [(label, code, _GRID_ANSWER.findall(row)) for label, code, row in _GRID_ROW.findall(source)]
