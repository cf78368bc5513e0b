"""Answers that write out several choices, each with its letter: ``B) the lower shelf and D) the upper shelf``.

They stand behind one another, or one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from examgen.formats.quiz.marking.answers import Answer, beginning, plain
from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.fields import Row
from examgen.formats.quiz.marking.lines import Line

_MARK = (
    r"[*_]*(?:\((?P<round>[A-Za-z])\)|(?P<half>[A-Za-z])(?:[).:]|\s?[-\u2013\u2014](?=\s)|(?=\s\()))[*_]*\s+"
)
_AND = r"(?:and|und|et|y|e|og|och|\u0438)"
#: Behind the words of a choice.
_NEXT = re.compile(rf"[\s*_,;&+/|]*(?:\b{_AND}\s+)?{_MARK}")
#: What stands between two choices that are both right.
_JOINS = re.compile(rf"[,;&+/|]|\b{_AND}\b")
#: Anywhere in an answer.
_MORE = re.compile(rf"(?:\b{_AND}\s+|[,;&+/|]\s*){_MARK}")
#: A line below an answer.
_ROW = re.compile(rf"\s*(?:[-*+\u2022]\s+)?(?:{_MARK}(?P<words>\S.*)|\(?(?P<alone>[A-Za-z])[).]?\s*)$")
#: What may stand around the words of a choice.
_OPEN, _CLOSE = re.compile(r"[\s(\[\"'\u201c]*"), re.compile(r"[)\]\"'\u201d]*[.,;]?\s*")
#: So many words of a choice behind its letter name it.
_FEW = 2


def with_further(answer: Answer, texts: Mapping[str, str]) -> Answer | None:
    """Return an answer with all choices that it writes out; None when it names one in other words than its own.

    ``texts`` are the choices' by label.
    """
    if len(answer.letters) != 1 or not _MORE.search(answer.text):
        return answer
    letters, label, rest, at = list(answer.letters), answer.letters[0][0], answer.text, answer.text_at
    while (count := _said(rest, texts.get(label, ""))) is not None:
        said, rest, at = rest[:count].rstrip(), rest[count:], at + count
        found = _NEXT.match(rest)
        label = _letter(found) if found else ""
        if found is None or label not in texts or label in dict(letters):
            if len(letters) > 1 and rest and said[-1].isalnum():
                return None  # a sentence about that choice
            break
        between = found[0][: found.start("round" if found["round"] else "half")]
        if not _JOINS.search(f"{said[-1]} {between}"):
            break
        letters.append((label, at + found.start("round" if found["round"] else "half")))
        rest, at = rest[found.end() :], at + found.end()
    else:
        if len(letters) > 1:
            return None
    if _names(rest, texts, dict(letters)):
        return None
    return answer if len(letters) == 1 else replace(answer, letters=tuple(letters), text=rest, text_at=at)


def take_below(draft: DraftQuestion, answer: Answer, line: Line, texts: Mapping[str, str]) -> Answer | None:
    """Return an answer with the choices on the lines below it, which are taken from the rationale.

    ``line`` is the one with the answer. None when a letter stands there without the words of its choice.
    """
    rows = draft.rationale.rows if draft.rationale and draft.plain_rationale else []
    letters, taken = list(answer.letters), list[Row]()
    for number, row in enumerate(rows, line.number + 1):
        found = _ROW.match(row.text) if row.line.number == number and not row.line.code else None
        if found is None:
            break
        label = (found["alone"] or found["round"] or found["half"]).lower()
        if label not in texts:
            break
        if label in dict(letters) and taken:
            return answer  # all choices are written again
        if found["alone"]:
            return None
        if plain(found["words"]) != plain(texts[label]):
            break
        start = row.offset if row.offset is not None else 0
        letters.append((label, start + found.start("round" if found["round"] else "half")))
        taken.append(row)
    if not taken or len(letters) == len(texts) or draft.rationale is None:
        return answer
    if len(answer.letters) == 1 and plain(answer.text) != plain(texts.get(answer.letters[0][0], "")):
        return None
    draft.rationale.drop(taken)
    return replace(answer, letters=tuple(letters), text="")


def _said(text: str, own: str) -> int | None:
    """Return the offset behind the words of a choice with which a text begins; None when it begins with others."""
    opened = _OPEN.match(text)
    start = opened.end() if opened else 0
    count = beginning(text[start:], own)
    if count is None:
        return None
    closed = _CLOSE.match(text, start + count)
    return closed.end() if closed else start + count


def _letter(found: re.Match[str]) -> str:
    return (found["round"] or found["half"]).lower()


def _names(text: str, texts: Mapping[str, str], known: Mapping[str, int]) -> bool:
    """Tell whether a letter and the first words of its choice stand in a text."""
    for found in _MORE.finditer(text):
        label = _letter(found)
        words = plain(texts.get(label, "")).split()[:_FEW]
        said = plain(text[found.end() :]).split()[: len(words)]
        if words and label not in known and [word.strip(",;") for word in said] == words:
            return True
    return False
