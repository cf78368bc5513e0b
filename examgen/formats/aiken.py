"""Reads Aiken, the plainest of Moodle's formats.

    Where does a river end?
    A. At its source
    B) At its mouth
    ANSWER: B

All of it is plain text: no markup, one right answer, no names. Read generously: labels and the answer may be in lower
case, the answer may name several letters or give the words of one choice, stems and choices may go on over lines, and
``FEEDBACK:`` below the answer is the rationale. Numbers before all stems are no part of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from examgen.errors import Place, Problem
from examgen.formats.bounds import Problems, Questions
from examgen.formats.quiz.marking.words import FEEDBACK, RATIONALE, phrases
from examgen.formats.reading import Reading
from examgen.formats.textdraft import Draft, DraftChoice, choice_id, finish, shown
from examgen.formats.textrows import Row, lines_of, plain_text, tidy


def _either(phrases: Iterable[str]) -> str:
    """Return the pattern of one of these phrases, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


#: A label may stand right before its text, as in ``A)Text``; ``A.I.`` and ``e.g.`` are none.
_CHOICE = re.compile(r"[ \t]*([A-Za-z])(?:[.)](?:[ \t]+|$)|\)(?=\S)|\.(?=[^\s.)]{2})(?![A-Za-z]\.))")
_ANSWER = re.compile(r"[ \t]*ANSWERS?[ \t]{0,20}:[ \t]*(.*)", re.IGNORECASE)
#: The answer to a statement, which Aiken has not.
_TRUTH = re.compile(r"(?:true|false)\W*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;&/().]+|\band\b", re.IGNORECASE)
_LETTER_AND_WORDS = re.compile(r"\(?([A-Za-z])[.)][ \t]*(.+)")
#: Labels of reasons that may as well begin a question: ``Note: g is 9.8. What ...``, ``Why: ...``.
_UNSURE = frozenset(
    (
        "why", "why?", "reason", "reasons", "note", "notes", "comment", "comments", "commentary", "discussion", "exp",
        "exp.", "expl", "expl.", "kommentar", "anmerkung", "pourquoi", "remarque", "commentaire", "commentaires", "nota",
        "motivo", "raz\u00f3n", "por qu\u00e9", "por que", "por qu\u00ea", "comentario", "comentarios", "coment\u00e1rio",
        "coment\u00e1rios", "fundamento", "perch\u00e9", "commento",
    )
)  # fmt: skip
_NOTES = [phrase for phrase in phrases(RATIONALE, FEEDBACK) if phrase.casefold() not in _UNSURE]
_NOTE = re.compile(rf"[ \t]*(?:{_either(_NOTES)})[ \t]{{0,20}}[:\uff1a][ \t]*", re.IGNORECASE)
_MAY_NOTE = re.compile(rf"[ \t]*(?:{_either(_UNSURE)})[ \t]{{0,20}}[:\uff1a][ \t]*", re.IGNORECASE)
#: Lines below such a label that are looked at.
_NEAR = 50
_NUMBER = re.compile(r"[ \t]*(?:Q(?:uestion)?[ \t]?)?([0-9]{1,6})[.):][ \t]+", re.IGNORECASE)


@dataclass(slots=True)
class _Question:
    """One question as it is gathered, line by line."""

    stem: list[Row]
    choices: list[list[Row]] = field(default_factory=list)
    marks: list[Place] = field(default_factory=list)  #: where each choice's label stands
    answer: Row | None = None
    note: list[Row] = field(default_factory=list)

    @property
    def next_label(self) -> str:
        return choice_id(len(self.choices))


def read(name: str, source: str) -> Reading:
    """Return the bank in ``source``, the text of an Aiken file; ``name`` is its name in places."""
    questions, problems = _gather(lines_of(name, tidy(source)))
    if not questions:
        message, hint = "the file has no questions", "write a question, choices 'A. ...' and 'ANSWER: A'"
        problems.append(Problem("no-questions", message, Place(name), hint))
    _drop_numbers(questions)
    return finish(name, [_draft(question, problems) for question in questions], problems)


def _gather(rows: Sequence[Row]) -> tuple[list[_Question], list[Problem]]:
    """Return the questions, each with its lines."""
    questions: list[_Question] = Questions()
    problems: list[Problem] = Problems()
    blank = True
    for index, (line, place) in enumerate(rows):
        now = questions[-1] if questions else None
        if not line.strip():
            blank = True
            if now and (target := _open_lines(now)):
                target.append((line, place))
            continue
        answer, label = _ANSWER.match(line), _CHOICE.match(line)
        note = _note_at(rows, index) if now and now.answer else None
        if note and blank and not _NOTE.match(line):
            problems.append(_unclear(note, place))
        if now is None or (now.answer and not note and (blank or not now.note)):
            if answer:
                hint = "write the question and its choices above it"
                problems.append(Problem("stray-answer", "an answer line without a question", place, hint))
            else:
                if (
                    now
                    and label
                    and not blank
                    and (line[label.end(1)] == ")" or label[1].lower() == now.next_label)
                ):
                    problems.append(_late_choice(line, place))
                questions.append(_Question([(line, place)]))
        elif now.answer:
            now.note.append(_behind(line, place, note))
        elif answer and (now.choices or line.lstrip().startswith("ANSWER") or _TRUTH.fullmatch(answer[1])):
            now.answer = _behind(line, place, answer, answer.start(1))
        elif label and (label[1].lower() == now.next_label or now.choices):
            if label[1].lower() != now.next_label:
                message = f"the choice {label[1]!r} stands where {now.next_label.upper()!r} is due"
                hint = "label the choices A, B, C, ... in order"
                problems.append(Problem("label-order", message, place, hint))
            now.choices.append([_behind(line, place, label)])
            now.marks.append(place)
        elif blank and now.choices and _begins_question(rows, index):
            questions.append(_Question([(line, place)]))
        else:
            (now.choices[-1] if now.choices else now.stem).append((line, place))
        blank = False
    return questions, problems


def _note_at(rows: Sequence[Row], index: int) -> re.Match[str] | None:
    """Return the label with which a line below an answer begins the reasons for it, None where it begins a question.

    A label that may as well begin a question does so where choices follow right below its paragraph.
    """
    line = rows[index][0]
    if found := _NOTE.match(line):
        return found
    if (found := _MAY_NOTE.match(line)) is None:
        return None
    below = [row for row, _ in rows[index + 1 : index + _NEAR]]
    end = next((at for at, row in enumerate(below) if not row.strip()), len(below))
    following = next((row for row in below[end:] if row.strip()), "")
    asks = any(_CHOICE.match(row) for row in (*below[:end], following))
    return None if asks else found


def _unclear(label: re.Match[str], place: Place) -> Problem:
    """Return the problem of a paragraph that may be the reasons for an answer, or begin the next question."""
    word = label[0].strip()
    message = f"'{word}' could begin the reasons for the answer above, or the next question"
    hint = f"for reasons write 'FEEDBACK:' in place of '{word}'; else join the paragraph to the question below it"
    return Problem("stray-text", message, place, hint)


def _late_choice(line: str, place: Place) -> Problem:
    """Return the problem of a line right below an answer that looks like one more choice of the same question."""
    message = f"{shown('', line.strip())!r} stands right below an answer, and looks like one more choice"
    hint = "write it above 'ANSWER:'; or, where it begins a question, write an empty line before it"
    return Problem("stray-text", message, place, hint)


def _open_lines(question: _Question) -> list[Row] | None:
    """Return the lines that an empty one belongs to, None behind the answer."""
    if question.answer:
        return question.note or None
    return question.choices[-1] if question.choices else question.stem


def _begins_question(rows: Sequence[Row], index: int) -> bool:
    """Return whether the next label below this line is that of a first choice."""
    for line, _ in rows[index + 1 : index + 50]:
        if _ANSWER.match(line):
            return False
        if label := _CHOICE.match(line):
            return label[1].lower() == "a"
    return False


def _behind(line: str, place: Place, found: re.Match[str] | None, at: int | None = None) -> Row:
    """Return what stands behind a mark in a line, with its place."""
    start = (found.end() if found else 0) if at is None else at
    return line[start:], Place(place.file, place.line, place.column + start)


def _drop_numbers(questions: Sequence[_Question]) -> None:
    """Take the numbers from before the stems when all questions are numbered in order."""
    found = [_NUMBER.match(question.stem[0][0]) for question in questions]
    numbers = [int(number[1]) for number in found if number]
    if len(numbers) < len(questions) or any(b != a + 1 for a, b in pairwise(numbers)):
        return
    if len(numbers) > 1 or numbers == [1]:
        for question, number in zip(questions, found, strict=True):
            question.stem[0] = _behind(*question.stem[0], number)


def _draft(question: _Question, problems: list[Problem]) -> Draft:
    stem = plain_text(question.stem)
    draft = Draft(stem, question.stem[0][1])
    for lines, place in zip(question.choices, question.marks, strict=True):
        draft.choices.append(DraftChoice(plain_text(lines), place))
    if question.note:
        draft.rationale = plain_text(question.note, breaks=False)
    name = shown("", question.stem[0][0])
    if not question.choices:
        hint = "write 'A. ...' and 'B. ...' on lines of their own, in capitals"
        message = f"question {name!r} has no choices"
        problems.append(Problem("no-choices", message, draft.place, hint))
    if question.answer:
        _mark(draft, name, question, problems)
    return draft


def _mark(draft: Draft, name: str, question: _Question, problems: list[Problem]) -> None:
    """Mark the choices that the answer names."""
    words, place = question.answer or ("", draft.place)
    letters = [part for part in _BETWEEN.split(words) if part]
    found = _LETTER_AND_WORDS.match(words.strip())
    if found and found[2].strip() == _words_of(question, found[1]):
        letters = [found[1]]
    if not letters or any(
        len(letter) > 1 or not letter.isascii() or not letter.isalpha() for letter in letters
    ):
        letters = _letters_of(question, words.strip())
    if not letters:
        message = f"question {name!r}: the answer {shown('', words)!r} is not a letter"
        hint = "write the letter of the right choice, as in 'ANSWER: B'"
        problems.append(Problem("bad-answer", message, place, hint))
        return
    for letter in letters:
        position = ord(letter.lower()) - ord("a")
        if position < len(draft.choices):
            draft.choices[position].right = True
        else:
            message = f"question {name!r}: the answer {letter.upper()!r} names no choice"
            last = choice_id(max(len(draft.choices) - 1, 0)).upper()
            problems.append(Problem("unknown-answer", message, place, f"the choices are A to {last}"))


def _letters_of(question: _Question, words: str) -> list[str]:
    """Return the letter of the one choice with exactly these words; empty for none or several."""
    letters = [choice_id(position) for position in range(len(question.choices))]
    found = [letter for letter in letters if words and _words_of(question, letter) == words]
    return found if len(found) == 1 else []


def _words_of(question: _Question, letter: str) -> str:
    """Return the words of the choice with this letter, empty when there is none."""
    position = ord(letter.lower()) - ord("a")
    rows = question.choices[position] if position < len(question.choices) else []
    return " ".join(line.strip() for line, _ in rows).strip()
