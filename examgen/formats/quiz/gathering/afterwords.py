"""Text below the last question of a part that belongs to no question: ``Thank you for taking this quiz.``

Below an answer a paragraph without a label explains it, as many authors write. It does not when it stands only where
a part of the quiz ends, stands away from the answer, and no other answer has reasons. Text below a line across the
page may belong to the next question: of that a warning tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from examgen.errors import Problem, Severity
from examgen.formats.quiz.marking.answers import beginning
from examgen.formats.quiz.marking.draft import DraftQuestion
from examgen.formats.quiz.marking.entries import entries
from examgen.formats.quiz.marking.fields import Row
from examgen.formats.quiz.marking.marks import marks_of
from examgen.formats.quiz.marking.words import QUESTION, pattern

#: In a quiz with fewer questions inside its parts, that they have no such text says little.
_MANY = 3
#: From this indentation on an answer is a part of an item of a list, which text at the margin ends.
_INSIDE = 2
_HINT = "nothing need be done, unless it explains the answer: then write 'Rationale:' before it"
#: So many capital letters are no name such as ``NATO``.
_CAPITALS = 8
#: A few words, which may have a number.
_TITLE = re.compile(
    r"(?:[0-9]{1,3}[.)]\s+)?[^\W\d_][^.?!;=$`|]{2,100}[^\W_](?:[./][^\W_][^.?!;=$`|]{1,100}[^\W_])*\)?"
)
_FENCE = re.compile(r"\s*(?:`{3}|~{3})")
_TO = r"\s*(?:[-\u2013\u2014,&]|to|through|and|bis|und|\u00e0|et|a|y|e)\s*"
#: ``Questions 4-6 refer to the map``
_FOR_SEVERAL = re.compile(
    rf"\b(?:{pattern(QUESTION)}|items?|nos?\.)[a-z]{{0,2}}\s+(?P<first>[0-9]{{1,3}}){_TO}(?P<last>[0-9]{{1,3}})\b",
    re.IGNORECASE,
)
#: What is in each of these, and sooner looked for.
_TWO = re.compile(rf"[0-9]{_TO}[0-9]", re.IGNORECASE)
_BELOW_RULE_HINT = (
    "if the next question needs it, put it below that question's number; if none does, put a heading above it"
)


def drop_afterwords(drafts: Sequence[DraftQuestion]) -> list[Problem]:
    """Take away what closes a part of the quiz; return a warning for each text that was read so or may have to be."""
    ends = [
        after is None or after.run != draft.run or after.section != draft.section
        for draft, after in zip(drafts, [*drafts[1:], None], strict=False)
    ]
    inside = [draft for draft, end in zip(drafts, ends, strict=True) if not end]
    if not inside or any(_explained(draft) for draft in inside):
        return _titles(drafts)
    problems = []
    for draft in (draft for draft, end in zip(drafts, ends, strict=True) if end and _apart(draft)):
        place = draft.rationale_place
        if _lists_answers(draft):
            message = f"the text below the answer of {draft.name} could be a list of all answers"
            hint = "put a heading such as '## Answers' right above the list"
            problems.append(Problem("bad-answer", message, place, hint))
            continue
        if len(inside) >= _MANY or _outdented(draft):
            message = f"the text below the answer of {draft.name} belongs to no question, and is not printed"
            problems.append(Problem("stray-text", message, place, _HINT, Severity.WARNING))
            draft.rationale = draft.rationale_place = None
            draft.plain_rationale = False
        else:
            message = f"the text below the answer of {draft.name} is read as its rationale"
            hint = "if it is none, put a heading above it; if it is one, write 'Rationale:' before it"
            problems.append(Problem("stray-text", message, place, hint, Severity.WARNING))
    return problems


def _titles(drafts: Sequence[DraftQuestion]) -> list[Problem]:
    """Take titles away that stand between questions whose numbers begin again; return a warning for each.

    What else could be a title, a line in capitals right above a number, stays, with a warning.
    """
    problems = []
    # Reasons without a label stand where such a title would.
    usual = any(_apart(draft) for draft, after in pairwise(drafts) if after.number > 1)
    for draft, after in pairwise(drafts):
        anew = after.number == 1 < draft.number
        last = (
            next((row for row in reversed(draft.rationale.rows) if not row.line.blank), None)
            if draft.rationale
            else None
        )
        if last is None or draft.rationale is None or draft.rationale_place is None:
            continue
        if not (anew or last.text.isupper()):
            continue
        rows = [row for row in draft.rationale.rows if not row.line.blank]
        place = replace(draft.rationale_place, line=last.line.number, column=last.line.start + 1)
        if anew and _apart(draft) and not usual and all(_is_title(row) for row in rows):
            message = f"the text below the answer of {draft.name} belongs to no question, and is not printed"
            problems.append(Problem("stray-text", message, place, _HINT, Severity.WARNING))
            draft.rationale = draft.rationale_place = None
            draft.plain_rationale = False
        elif len(rows) > 1 and _is_title(last) and _in_capitals(last.text):
            message = f"{last.text.strip()[:40]!r} is read as the end of the rationale of {draft.name}"
            hint = "if it is the title of what follows, write '## ' before it"
            problems.append(Problem("stray-text", message, place, hint, Severity.WARNING))
    return problems


def _is_title(row: Row) -> bool:
    """Tell whether a line below an answer is short and no sentence."""
    text = row.text.strip()
    return row.offset is None and not row.line.code and bool(_TITLE.fullmatch(text))


def _in_capitals(text: str) -> bool:
    """Tell whether a text is some words in capitals, and not one of their short names."""
    return text.isupper() and " " in text.strip() and sum(map(str.isupper, text)) >= _CAPITALS


def below_rules(drafts: Sequence[DraftQuestion]) -> list[Problem]:
    """Return a warning for each text below a line across the page that is read as reasons."""
    problems = []
    for draft in drafts:
        rows = draft.rationale.rows if draft.rationale else []
        rules = [at for at, row in enumerate(rows) if row.offset is None and marks_of(row.line).rule]
        below = (row.line for row in rows[rules[-1] + 1 :]) if rules else iter(())
        first = next((line for line in below if not line.blank), None)
        if first is not None and draft.rationale_place is not None and not _FENCE.match(first.text):
            message = (
                f"the text below the line across the page is read as the end of the rationale of {draft.name}"
            )
            place = replace(draft.rationale_place, line=first.number, column=first.start + 1)
            problems.append(Problem("stray-text", message, place, _BELOW_RULE_HINT, Severity.WARNING))
    return problems


def for_questions_below(drafts: Sequence[DraftQuestion], file: str) -> list[Problem]:
    """Return a problem for each text in the reasons that is said to be for the next question and others."""
    problems = []
    for draft in drafts:
        rows = draft.rationale.rows if draft.rationale else []
        for row in rows:
            may = not row.line.code and _TWO.search(row.line.text)
            found = _FOR_SEVERAL.search(row.line.text) if may else None
            if found and draft.number + 1 == int(found["first"]) < int(found["last"]):
                message = f"{found[0]!r}: a text for these questions stands among the reasons of {draft.name}"
                hint = "put it into the questions that need it, or into the instructions of the exam"
                problems.append(Problem("stray-text", message, row.line.place(file, found.start()), hint))
                break
    return problems


def _lists_answers(draft: DraftQuestion) -> bool:
    """Tell whether several lines of that text are numbers with answers."""
    rows = draft.rationale.rows if draft.rationale else []
    return sum(not row.line.code and bool(entries(row.line)) for row in rows) > 1


def _explained(draft: DraftQuestion) -> bool:
    """Tell whether something says why the answer of a question is right."""
    if draft.rationale is not None:
        return True
    said = draft.answers[-1].answer if draft.answers else None
    if said is None or not said.text:
        return False
    choice = draft.find(said.letters[0][0]) if said.letters else None
    return choice is None or beginning(said.text, choice.field.text("", choice.place).source) != len(
        said.text
    )


def _apart(draft: DraftQuestion) -> bool:
    """Tell whether a question has text without a label below its answer, with a blank line between them."""
    if not draft.plain_rationale or draft.rationale is None or draft.rationale_place is None:
        return False
    above = (
        draft.answers[-1].line.number
        if draft.answers
        else draft.choices[-1].place.line
        if draft.choices
        else 0
    )
    return draft.rationale_place.line > above + 1


def _outdented(draft: DraftQuestion) -> bool:
    """Tell whether that text begins at the margin, and the answer does not."""
    if not draft.answers or draft.rationale is None or draft.answers[-1].key:
        return False
    first = next((row.line for row in draft.rationale.rows if not row.line.blank), None)
    return first is not None and not first.indent and draft.answers[-1].line.indent >= _INSIDE
