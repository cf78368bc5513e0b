"""Reads Blackboard's tab-separated question upload: one question in each line.

    MC  TAB question TAB choice TAB correct TAB choice TAB incorrect ...       one right choice
    MA  TAB question TAB choice TAB correct TAB choice TAB correct ...         several
    TF  TAB question TAB true                                                  a statement

All other kinds are skipped with a word. Lines that begin with ``#`` are remarks. Texts are HTML where they have tags or
entities, and plain otherwise. Letters that all choices of a question carry in their text (``A. ...``, ``B. ...``) are
labels: papers have their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from examgen.errors import Place, Problem
from examgen.formats.bounds import Problems, Questions
from examgen.formats.reading import Reading
from examgen.formats.textdraft import Draft, DraftChoice, choice_id, finish, shown, skipped, true_false
from examgen.formats.textrows import Row, html_text, lines_of, looks_like_html, plain_text
from examgen.model import Text

_OTHERS: Final = {
    "ESS": "an essay",
    "SR": "a short-response question",
    "OP": "an opinion question",
    "ORD": "an ordering question",
    "MAT": "a matching question",
    "FIB": "a fill-in-the-blank question",
    "FIB_PLUS": "a fill-in-the-blanks question",
    "FMB": "a fill-in-the-blanks question",
    "FIL": "a file-upload question",
    "NUM": "a numerical question",
    "JUMBLED_SENTENCE": "a jumbled sentence",
    "QUIZ_BOWL": "a quiz-bowl question",
}
_SAYS: Final = {"correct": True, "incorrect": False}
_TRUTH: Final = {"true": True, "false": False}
_LABEL = re.compile(r"([A-Z])[.)][ \xa0]+(?=\S)")
_TAGS = re.compile(r"<[^<>]*>|&[#A-Za-z0-9]{1,32};")


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of an upload file; ``name`` is its name in places."""
    drafts: list[Draft] = Questions()
    problems: list[Problem] = Problems()
    for line, place in lines_of(name, source):
        if line.strip() and not _is_comment(line):
            draft = _question(_fields(line, place), problems)
            if draft:
                drafts.append(draft)
    return finish(name, drafts, problems)


def _is_comment(line: str) -> bool:
    """Return whether a line is a remark, as authors put above their questions: ``# Week 3``."""
    return line.lstrip().startswith("#") and "\t" not in line


def _fields(line: str, place: Place) -> list[Row]:
    """Return what stands between the tabs, each with its place; empty fields at the end are left out."""
    fields: list[Row] = []
    at = 0
    for field in line.split("\t"):
        fields.append((_unquoted(field), Place(place.file, place.line, at + 1)))
        at += len(field) + 1
    while len(fields) > 1 and not fields[-1][0].strip():
        fields.pop()
    return fields


def _unquoted(field: str) -> str:
    """Return a field without the quotes that spreadsheets put around one with quotes or commas in it."""
    inner = field[1:-1]
    if len(field) > 2 and field[0] == field[-1] == '"' and '"' not in inner.replace('""', ""):
        return inner.replace('""', '"') if '""' in inner or "," in inner else field
    return field


def _question(fields: Sequence[Row], problems: list[Problem]) -> Draft | None:
    kind, place = fields[0][0].strip().upper(), fields[0][1]
    title = shown("", _TAGS.sub(" ", fields[1][0])) if len(fields) > 1 else ""
    if kind in _OTHERS:
        problems.append(skipped(title, _OTHERS[kind], place))
        return None
    if kind not in ("MC", "MA", "TF"):
        message = f"the line begins with {shown('', kind)!r}, which is no kind of question"
        hint = "begin it with MC, MA or TF and a tab; a question is one line, without line breaks in its text"
        problems.append(Problem("unknown-kind", message, place, hint))
        return None
    if not title:
        hint = f"write '{kind}', a tab, the question, a tab, and so on"
        problems.append(Problem("too-few-fields", f"the {kind} question has no text", place, hint))
        return None
    draft = Draft(_text(fields[1], problems), place)
    if kind == "TF":
        return _true_false(draft, title, fields[2:], problems)
    return _choices(draft, title, fields[2:], problems)


def _true_false(draft: Draft, title: str, fields: Sequence[Row], problems: list[Problem]) -> Draft | None:
    says = _TRUTH.get(fields[0][0].strip().lower()) if len(fields) == 1 else None
    if says is None:
        message = f"question {title!r}: its third field is not 'true' or 'false'"
        place = fields[0][1] if fields else draft.place
        problems.append(Problem("bad-answer", message, place, "write true or false behind the last tab"))
        return None
    draft.choices, draft.keep_order = true_false(says, fields[0][1]), True
    return draft


def _choices(draft: Draft, title: str, fields: Sequence[Row], problems: list[Problem]) -> Draft | None:
    """Return the question with its choices, None when it is not known which are right."""
    hint = "write 'correct' or 'incorrect' and tabs around it behind each choice"
    words = [says.strip().lower() for says, _ in fields[1::2]]
    odd = next((index for index, says in enumerate(words) if says not in _SAYS), None)
    if odd is not None:
        says, place = fields[2 * odd + 1]
        message = f"question {title!r}: {shown('', says)!r} stands where 'correct' or 'incorrect' is due"
        problems.append(Problem("bad-answer", message, place, hint))
        return None
    if len(fields) % 2:
        message = f"question {title!r}: its last choice is neither correct nor incorrect"
        problems.append(Problem("bad-answer", message, fields[-1][1], hint))
        return None
    for choice, says in zip(_without_labels(fields[::2]), words, strict=True):
        draft.choices.append(DraftChoice(_text(choice, problems), choice[1], _SAYS[says]))
    return draft


def _without_labels(choices: Sequence[Row]) -> list[Row]:
    """Return the choices without their letters when they have these in order."""
    found = [_LABEL.match(words) for words, _ in choices]
    letters = [label[1].lower() if label else "" for label in found]
    if len(choices) < 2 or letters != [choice_id(position) for position in range(len(choices))]:
        return list(choices)
    return [
        (words[label.end() :], Place(place.file, place.line, place.column + label.end()))
        for (words, place), label in zip(choices, found, strict=True)
        if label
    ]


def _text(row: Row, problems: list[Problem]) -> Text:
    return html_text([row], problems) if looks_like_html(row[0]) else plain_text([row])
