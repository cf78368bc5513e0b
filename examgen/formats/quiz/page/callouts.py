"""Callouts, as note-taking programs write them: ``> [!question] Question 1`` over quoted lines.

The quote marks become spaces, so that what they hold is read as other lines are; a title that asks to open the callout
becomes a blank line, as the caption of a fold does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import marks_of
from examgen.formats.quiz.page.folds import caption_of, says_nothing

_TITLE = re.compile(r"(?P<quote>\s{0,3}(?:>\s?)+)\[!(?P<kind>[\w-]{1,30})\][-+]?(?P<gap>[ \t]*)")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_OUTER = re.compile(r"\s{0,3}>\s?")
_OUTER_TITLE = re.compile(r"\s{0,3}>\s?\[!")
#: A choice inside a quotation.
_CHOICE = re.compile(r"\s{0,3}>\s*(?:[-*+\u2022]\s+)?(?:\*\*|__)?(?:\(?[A-Za-z][.)]|\[[ xX]\]\s)")
#: With fewer of them a quotation may be a text with an initial.
_FEWEST = 2
#: Callouts that hold questions and answers; others are quotations, and stay as they are.
_KINDS = frozenset((
    "question", "quiz", "exam", "exercise", "faq", "help", "mcq", "success", "answer", "solution", "check", "done",
    "hint", "explanation", "key", "tip", "important", "abstract", "example", "info", "note", "todo", "fail",
))  # fmt: skip


#: Callouts that hold an answer below a question that stands outside.
_ANSWERS = frozenset((
    "success", "answer", "solution", "check", "done", "gabarito", "resposta", "respuesta", "respuestas", "solucion",
    "soluci\u00f3n", "antwort", "loesung", "l\u00f6sung", "reponse", "r\u00e9ponse",
))  # fmt: skip


def unquote(lines: list[Line]) -> list[Line]:
    """Return the lines of a file without the quote marks of callouts, if one of them is a question or an answer.

    Quotations with choices and the number or the answer of a question in them lose theirs, too.
    """
    lines = _with_questions(lines)
    if not any(
        (found := _TITLE.match(line.text))
        and found["kind"].casefold() in ("question", "quiz", "exam", "mcq", "faq")
        for line in lines
        if not line.code and "[!" in line.text
    ):
        return _with_answers(lines)
    out: list[Line] = []
    inside = False
    for line in lines:
        title = _TITLE.match(line.text) if not line.code else None
        quote = _QUOTE.match(line.text) if not line.code else None
        if title and title["kind"].casefold() in _KINDS:
            inside = True
            text = line.text[title.end() :]
            out += [replace(line, text=""), _without(line, title.end())]
            if says_nothing(text):
                out[-1] = replace(line, text="")
        elif inside and quote:
            out.append(_without(line, quote.end()))
        else:
            inside = False
            out.append(line)
    return out


def _with_answers(lines: list[Line]) -> list[Line]:
    """Return the lines without the quote marks of callouts that hold answers; their titles are captions."""
    out: list[Line] = []
    inside = False
    for line in lines:
        title = _TITLE.match(line.text) if not line.code and "[!" in line.text else None
        quote = _QUOTE.match(line.text) if inside and not line.code else None
        if title and title["kind"].casefold() in _ANSWERS:
            caption = caption_of(line, title.end(), len(line.text))
            inside = caption is not None
            out += [replace(line, text=""), *(caption or [])] if inside else [line]
        elif quote and not title:
            out.append(_without(line, quote.end()))
        else:
            inside = False
            out.append(line)
    return out


def _with_questions(lines: list[Line]) -> list[Line]:
    """Return the lines without the quote marks of quotations that hold choices, and of callouts inside them."""
    if sum(line.text[:1] == ">" and bool(_CHOICE.match(line.text)) for line in lines) < _FEWEST:
        return lines
    out: list[Line] = []
    for quoted, block in groupby(lines, lambda line: not line.code and bool(_OUTER.match(line.text))):
        rows = list(block)
        choices = sum(bool(_CHOICE.match(row.text)) for row in rows) if quoted else 0
        # Callouts themselves, and code in quotations, are read elsewhere.
        other = any("```" in row.text or _OUTER_TITLE.match(row.text) for row in rows)
        whole = choices >= _FEWEST and not other and any(map(_names_part, rows))
        out += _outer_off(rows) if whole else rows
    return out


def _names_part(row: Line) -> bool:
    """Tell whether a quoted line has the number of a question or the label of an answer: choices alone may be a list."""
    found = _QUOTE.match(row.text)
    marks = marks_of(_without(row, found.end())) if found else None
    return marks is not None and bool(marks.number or marks.label)


def _outer_off(rows: list[Line]) -> list[Line]:
    """Return the lines of a quotation without their outer marks, and without those of callouts inside it."""
    out: list[Line] = []
    inside = False
    for row in rows:
        found = _OUTER.match(row.text)
        line = _without(row, found.end()) if found else row
        title, quote = _TITLE.match(line.text), _QUOTE.match(line.text)
        inside = bool(title) or (inside and bool(quote))
        if title:
            text = line.text[title.end() :]
            out.append(replace(line, text="") if says_nothing(text) else _without(line, title.end()))
        else:
            out.append(_without(line, quote.end()) if inside and quote else line)
    return out


def _without(line: Line, end: int) -> Line:
    """Return the line from an offset on; a place in it stays where it is in the file."""
    return replace(line, text=line.text[end:], skipped=line.skipped + end)
