"""Answers at the end of a question's own line or of its last choice's: ``1. Which? (b)``, ``D) Oslo  Answer: B``.

They are looked for where nothing else names the right choice. A letter in brackets counts only when every question
of the file ends in one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from examgen.formats.quiz.gathering.badanswer import has_letters_and_words
from examgen.formats.quiz.marking.answers import ANSWER_LIST, Answer, parse_answer, plain
from examgen.formats.quiz.marking.draft import DraftAnswer, DraftQuestion, Said
from examgen.formats.quiz.marking.fields import Field, Row
from examgen.formats.quiz.marking.labelled import inline_start
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.words import ANSWER, pattern

_LABEL = re.compile(
    rf"(?:(?<=\s)|(?<=[.?!)\]_:;]))(?:[-\u2013\u2014|]\s+)?(?P<open>[\[(*_]{{1,4}})?{pattern(ANSWER)}"
    r"[*_]{0,2}\s*(?:[:\uff1a=.]-?|-|\u2013|\u2014|\u2192)[*_]{0,2}\s*(?=\W{0,3}[^\W\d_])",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\s*(?P<open>[*_]{0,3})[(\[\uff08]\s*(?P<letter>[A-Za-z])\s*[)\]\uff09]\s*[.\u3002]?(?P=open)\s*$"
)
#: Words that belong to the label behind them: ``The teacher's``.
_WORDS = re.compile(r"\W{0,4}(?:[\w'\u2019]{1,20}\s+){1,3}")
#: No answer at the end of a line is longer.
_TAIL = 160
_CLOSING = " \t.)]*_"


def take_endings(drafts: Sequence[DraftQuestion]) -> None:
    """Give questions without an answer the one at the end of their stem or of their last choice."""
    for draft in drafts:
        if _open(draft):
            _take_labelled(draft)
    bare = [draft for draft in drafts if draft.choices]
    if len(bare) > 1 and all(_open(draft) and _letter(draft) for draft in bare):
        for draft in bare:
            _take_letter(draft)


def _open(draft: DraftQuestion) -> bool:
    """Tell whether nothing names the right choice so far."""
    return not draft.answers and draft.said is None and not any(choice.right for choice in draft.choices)


def _last(field: Field) -> Row | None:
    """Return the last row with text of a field, unless it is code."""
    row = next((row for row in reversed(field.rows) if not row.line.blank), None)
    return row if row and not row.line.code and row.text.strip() else None


def _take_labelled(draft: DraftQuestion) -> None:
    """Take ``Answer: B`` from the end of the last choice, of the line above the choices, or in brackets of the reasons."""
    fields = [draft.choices[-1].field, draft.stem] if draft.choices else [draft.stem]
    fields += [draft.rationale] if draft.choices and draft.rationale else []
    for field in fields:
        row = _last(field)
        if row is None:
            continue
        text, end = row.line.text, row.end if row.end is not None else len(row.line.text)
        if not draft.choices and inline_start(row.line.text, row.offset or 0) is None:
            continue  # an open question, or one whose choices are in a picture
        start = max(row.offset if row.offset is not None else row.line.start + 1, end - _TAIL)
        for found in _LABEL.finditer(text, start, end):
            answer = _said(draft, text[found.end() : end], found.end(), text[: found.start()])
            word = re.search(r"[^\W\d_]", found[0])
            # In small letters and without a bracket it may be a part of the sentence.
            sure = bool(found["open"]) or not ((word and word[0].islower()) or field is draft.rationale)
            begun = row.offset is None and _WORDS.fullmatch(text, row.line.start, found.start())
            if answer and sure and not begun and found.start() > start and not _elsewhere(draft, row):
                field.cut(row, found.start())
                draft.answers.append(DraftAnswer(row.line, found.start(), answer))
                return
        draft.unread = draft.unread or _unread(row.line, max(start - 1, 0), end)


def _unread(line: Line, start: int, end: int) -> Said | None:
    """Return an answer in brackets that is several letters and words: ``[Ans: a; b is old]``."""
    # A label is told by what stands before it, and a line may begin with one.
    for found in _LABEL.finditer(f" {line.text[:end]}", start):
        said = line.text[found.end() - 1 : end]
        if {"[", "("}.intersection(found["open"] or "") and has_letters_and_words(said):
            return Said(line, found.end() - 1, said.rstrip(_CLOSING))
    return None


def _elsewhere(draft: DraftQuestion, last: Row) -> bool:
    """Tell whether other choices have such words, too: they are what is asked about."""
    rows = (row for choice in draft.choices for row in choice.field.rows if row is not last)
    return any(_LABEL.search(f" {row.text[-_TAIL:]}") for row in rows)


def _said(draft: DraftQuestion, rest: str, offset: int, before: str) -> Answer | None:
    """Return the answer when nothing but letters stands behind the label, or a letter and the words of its choice.

    ``before`` is the line up to the label, where the choices stand when the question has none so far.
    """
    answer = parse_answer(rest.rstrip(_CLOSING) if not ANSWER_LIST.match(rest) else rest, offset)
    if answer is None or not answer.sure or answer.run or answer.truth is not None or not answer.letters:
        return None
    if answer.text and not draft.choices:
        letter = answer.letters[0][0]
        after = rf"\s+\(?{chr(ord(letter) + 1)}[.)]\s|\s*$"
        words = re.escape(answer.text.rstrip(_CLOSING))
        own = re.search(rf"(?<=\s)\(?{letter}[.)]\s+{words}[ .)]*(?={after})", before, re.IGNORECASE)
        return replace(answer, text="") if own else None
    if answer.text:
        choice = draft.find(answer.letters[0][0])
        said = plain(answer.text.rstrip(_CLOSING))
        if choice is None or said != plain(choice.field.text("", choice.place).source):
            return None
        return replace(answer, text="")
    return answer


def _letter(draft: DraftQuestion) -> tuple[Row, re.Match[str]] | None:
    """Return the letter of a choice in brackets at the end of a stem."""
    row = _last(draft.stem)
    if row is None:
        return None
    end = len(row.line.text) if row.end is None else row.end
    found = _LETTER.search(row.line.text, max(row.offset or 0, end - 20), end)
    return (row, found) if found and draft.find(found["letter"].lower()) else None


def _take_letter(draft: DraftQuestion) -> None:
    taken = _letter(draft)
    if taken:
        row, found = taken
        letter = ((found["letter"].lower(), found.start("letter")),)
        draft.stem.cut(row, found.start())
        draft.answers.append(DraftAnswer(row.line, found.start("letter"), Answer(letter)))
