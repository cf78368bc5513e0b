"""Which lists of a Word file are questions, which are choices, and which are lists inside a text.

Word knows more than the text says: which paragraphs belong to one list, and how deep. Each function here changes the
prefixes of rows so that the reader of quiz texts takes them for what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from examgen.errors import Place, Problem
from examgen.formats.quiz.marking.entries import is_head
from examgen.formats.quiz.marking.labelled import TICKS
from examgen.formats.quiz.marking.labels import LabelKind, label_at
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.word.beside import part_columns
from examgen.formats.word.looks import looks_right
from examgen.formats.word.pieces import cut, raw_of, stripped
from examgen.formats.word.rows import IN_QUESTION, Row, next_row, run_end
from examgen.formats.word.unnumbered import number_above_lists, number_questions
from examgen.model import MAX_CHOICES, MIN_CHOICES

#: Columns that a part of a choice is indented by.
IN_CHOICE: Final = 6
_TITLE_LENGTH: Final = 80
_SHOW: Final = re.compile(r"(?:click\s+to\s+)?(?:show|see|view|reveal)\s+(?:the\s+)?", re.IGNORECASE)
_ENTRY: Final = re.compile(r"\(?[A-Ha-h][.)]?(?:\s|$|,|;|-|\u2013)|true\b|false\b", re.IGNORECASE)
_FULL: Final = frozenset("\u25cf\u25c9\u26ab\u2b24\U0001f518")
_EMPTY: Final = frozenset("\u25cb\u25ef\u26aa\u2b58")
_EMPTY_BOX: Final = re.compile(r"\s*[\u2610\u25a1\u274f\u2751\u2752]\s+(?=\S)")
_SIGN: Final = re.compile(
    r"[*\u2713\u2714\u2705\u2611\u2612]|\[[xX]\]|\((?:correct|right|richtig|correcto|correcta|correcte?)\)",
    re.IGNORECASE,
)


def arrange(name: str, rows: list[Row]) -> list[Problem]:
    """Decide what every list is; return what is wrong with them. ``name`` is the file's name in places."""
    problems: list[Problem] = []
    problems += part_columns(name, rows)
    _drop_captions(rows)
    number_above_lists(rows)
    problems += number_questions(name, rows)
    _inner_numbers(rows)
    for segment in _segments(rows):
        problems += _letter_choices(name, segment)
        problems += _begin_letters_again(name, segment)
        _continue_choices(segment)
    _headings(rows)
    for row in rows:
        if row.is_choice or row.said:
            continue
        if row.label is not None and row.label.kind == "bullet" and not row.prefix and not row.blank:
            row.put_before("- ")
            row.sink(max(row.hang, IN_QUESTION))
        elif row.label is not None and row.label.kind == "roman" and not row.hang and not row.heading:
            row.sink(IN_QUESTION)
    return problems


def _drop_captions(rows: Sequence[Row]) -> None:
    """Empty the rows that say "Answer" or "Show answer" and no more, above one that gives the answer."""
    for index, row in enumerate(rows):
        bare = _SHOW.sub("", row.raw.strip().rstrip(":"))
        if row.heading or len(bare) > 30 or not bare or row.is_number:
            continue
        after = next_row(rows, index + 1)
        if after is None or not after.is_answer:
            continue
        label = label_at(Line(1, f"**{bare}**"), 0)
        if label is not None and label.kind is LabelKind.ANSWER:
            row.label, row.pieces = None, []
            row.put_before("")


def _is_key_head(row: Row) -> bool:
    return bool(row.raw.strip()) and not row.is_number and is_head(Line(1, f"## {row.raw.strip()}"))


def _segments(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each question, from its number on."""
    current: list[Row] | None = None
    for row in rows:
        if row.is_number:
            if current:
                yield current
            current = [row]
        elif current and ((row.heading and not row.is_choice) or _is_key_head(row)):
            yield current
            current = None
        elif current is not None:
            current.append(row)
    if current:
        yield current


# ---- numbered lists inside questions


def _inner_numbers(rows: list[Row]) -> None:
    """Indent the numbered lists that are part of a question."""
    lowest: dict[str, int] = {}
    for row in rows:
        if row.label is not None and row.label.kind == "number":
            lowest[row.label.list] = min(row.label.level, lowest.get(row.label.list, 9))
    question: Row | None = None
    index = 0
    while index < len(rows):
        row = rows[index]
        if row.heading or _is_key_head(row):
            question = None
        if row.label is None or row.label.kind != "number" or not row.is_number:
            if row.is_number:
                question = row
            index += 1
            continue
        end = run_end(rows, index)
        below = row.label.level > lowest[row.label.list]
        if question is not None and (below or _is_inner(rows, index, end, question)):
            for each in rows[index:end]:
                if not each.blank:
                    each.sink(IN_QUESTION)
            index = end
            continue
        question = row
        index += 1


def _is_inner(rows: Sequence[Row], start: int, end: int, question: Row) -> bool:
    """Tell whether a run of numbered items belongs to the question above it."""
    label = rows[start].label
    items = [row for row in rows[start:end] if row.label is not None]
    if label is None or len(items) < MIN_CHOICES:
        return False
    if question.label is not None and question.label.list == label.list:
        return False
    if label.value != 1:
        return looks_right(items, _SIGN)
    if all(_ENTRY.match(row.raw[len(row.prefix) :]) for row in items):
        return False
    begin = next(i for i in range(start, -1, -1) if rows[i] is question)
    between = rows[begin + 1 : start]
    answered = any(row.said for row in between)
    chosen = any(row.is_choice for row in between)
    after = next_row(rows, end)
    if answered or chosen:
        return answered and not (after is not None and after.is_choice)
    following = _until_number(rows, end)
    return any(row.is_choice or row.is_answer for row in following) or looks_right(items, _SIGN)


def _until_number(rows: Sequence[Row], start: int) -> list[Row]:
    out = []
    for index in range(start, len(rows)):
        if rows[index].is_number:
            break
        out.append(rows[index])
    return out


# ---- choices without letters


def _letter_choices(name: str, segment: list[Row]) -> list[Problem]:
    """Put letters before the items of the last list of a question that are choices, as looks or signs say.

    Return an error where another list of it has such looks, too: it may be that of another question.
    """
    if any(row.is_choice and not _is_bullet(row) for row in segment):
        return []
    end = next((i for i, row in enumerate(segment) if row.said), len(segment))
    stem = [row for row in segment[:end] if not row.blank]
    items = _last_items(stem)
    _open_circles(items)
    if not MIN_CHOICES <= len(items) <= MAX_CHOICES or not looks_right(items, _SIGN):
        return []
    above = [row for row in stem[: -len(items)] if _is_bullet(row) and stem[-1] is items[-1]]
    for index, row in enumerate(items):
        star = "*" if row.prefix and row.prefix[:1] in TICKS else ""
        row.label, row.hang = None, 0
        if box := _EMPTY_BOX.match(raw_of(row.pieces)):
            row.pieces = cut(row.pieces, box.end())  # printed, it would tell the right ones apart
        row.put_before(f"{star}{chr(ord('a') + index)}) ")
    if len(above) < MIN_CHOICES or not looks_right(above, _SIGN):
        return []
    message = "one question has two lists with marked items"
    hint = "number each question, in the same way as the others"
    return [Problem("docx-letters", message, Place(name, above[0].number), hint)]


def _open_circles(items: Sequence[Row]) -> None:
    """Put ticks in place of the full ones of typed circles, where others are empty: they are buttons, and no bullets."""
    signs = [row.raw[:1] for row in items if row.label is None and not row.prefix]
    full = sum(sign in _FULL for sign in signs)
    if len(signs) < len(items) or not all(sign in _FULL | _EMPTY for sign in signs if sign):
        return
    if not 0 < full < len(signs) or "" in signs:
        return
    for row, sign in zip(items, signs, strict=True):
        row.pieces = stripped(cut(row.pieces, 1))
        row.put_before("\u2713 " if sign in _FULL else "")


def _is_bullet(row: Row) -> bool:
    return row.label is not None and row.label.kind == "bullet"


def _begin_letters_again(name: str, segment: list[Row]) -> list[Problem]:
    """Letter the choices of a list from a on that goes on with the letters of the question above it.

    That is safe where looks mark the right one; an answer that names a letter could mean the printed one.
    """
    items = [row for row in segment if row.label is not None and row.label.kind == "letter" and row.is_choice]
    if len(items) < MIN_CHOICES or "a" in (row.letter for row in segment if row.is_choice):
        return []
    if any(row.is_answer for row in segment) or not looks_right(items, _SIGN) or len(items) > MAX_CHOICES:
        message = f"the letters of the choices begin with ({items[0].letter})"
        hint = "in Word, right-click the first choice and choose Restart at a"
        return [Problem("docx-letters", message, Place(name, items[0].number), hint)]
    for index, row in enumerate(items):
        star = "*" if row.prefix.startswith("*") else ""
        row.label = None
        row.put_before(f"{star}{chr(ord('a') + index)}) ")
    return []


def _last_items(stem: Sequence[Row]) -> list[Row]:
    """Return the rows of the list that ends a stem, or else the paragraphs below the question itself."""
    items: list[Row] = []
    for row in reversed(stem[1:]):
        if row.label is None or (items and row.label.kind != _kind(items[0])):
            break
        items.insert(0, row)
    if items:
        return items
    asked = [
        i
        for i, row in enumerate(stem)
        if row.raw.rstrip().endswith(("?", ":", "\u2026", "...", "_", "\uff1f"))
    ]
    below = list(stem[(asked[-1] if asked else 0) + 1 :])
    return below if all(not row.table and not row.code for row in below) else []


def _kind(row: Row) -> str:
    return row.label.kind if row.label is not None else ""


# ---- what goes on with a choice


def _continue_choices(segment: list[Row]) -> None:
    """Indent what stands between two choices, and what is indented below the last one: it goes on with a choice."""
    chosen = [i for i, row in enumerate(segment) if row.is_choice]
    if not chosen:
        return
    end = next((i for i, row in enumerate(segment) if row.said and i > chosen[0]), len(segment))
    for index in range(chosen[0] + 1, end):
        row = segment[index]
        if row.is_choice or row.blank or row.said or row.heading or row.is_number:
            continue
        above = segment[max(i for i in chosen if i < index)]
        between = index < chosen[-1]
        deeper = row.label is not None and above.label is not None and row.label.level > above.label.level
        wrapped = row.first and row.raw[:1].islower() and not segment[index - 1].blank
        indented = row.indent > above.indent and row.indent > 0 and not segment[index - 1].blank
        # A question between two lists of letters asks about the first: it goes on with no choice.
        asks = (
            row.label is None and row.first and row.raw.rstrip().endswith(("?", "\uff1f")) and not row.table
        )
        if (between and not asks) or deeper or wrapped or indented or not row.first:
            row.sink(IN_CHOICE)


# ---- headings that have no style of a heading


def _headings(rows: Sequence[Row]) -> None:
    """Make headings of short bold or centred lines between questions."""
    begun = False
    for index, row in enumerate(rows):
        if row.is_number:
            begun = True
        elif begun and row.first and row.last and _is_title(row) and _next_is_number(rows, index):
            row.heading = 2


def _is_title(row: Row) -> bool:
    raw = row.raw.strip()
    if (
        not raw
        or len(raw) > _TITLE_LENGTH
        or row.heading
        or row.label is not None
        or row.hang
        or row.table
        or row.code
    ):
        return False
    if raw.endswith((".", "?", "!", ",", ";")) or row.is_choice or row.said or row.marks.number:
        return False
    looks = [piece.look for piece in row.pieces if piece.raw.strip()]
    dressed = all(look.bold or look.underline for look in looks)
    return dressed or row.centered or (raw.upper() == raw and len(raw) > 3)


def _next_is_number(rows: Sequence[Row], index: int) -> bool:
    for below in range(index + 1, len(rows)):
        row = rows[below]
        if row.is_number:
            return True
        if not row.blank and not _is_title(row) and not row.heading:
            return False
    return False
