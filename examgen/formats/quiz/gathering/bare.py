"""Questions without labelled choices: lists without letters, choices inside the stem, True or False, open questions.

What becomes of one depends on its answer: items of a list are choices when the answer names one of them, and so is
``a) x b) y`` inside a stem. An open question is skipped with a warning: it cannot be printed as choices.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from examgen.errors import Problem, Severity
from examgen.formats.plaintext import escape_markdown
from examgen.formats.quiz.gathering.badanswer import unclear_inline
from examgen.formats.quiz.marking.alphabets import alphabet, latin
from examgen.formats.quiz.marking.answers import ANDS, Answer, plain, split_text
from examgen.formats.quiz.marking.draft import DraftAnswer, DraftChoice, DraftQuestion, Said
from examgen.formats.quiz.marking.fields import Field, Row, column_after
from examgen.formats.quiz.marking.kinds import take_details
from examgen.formats.quiz.marking.labelled import ChoiceMark, inline_start, several
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.marks import LIST_INDENT
from examgen.formats.quiz.marking.words import ANSWER, FALSE, TRUE, pattern, phrases, truth
from examgen.model import MAX_CHOICES, MIN_CHOICES

_ITEM = re.compile(r"\s*(?:[-*+\u2022\u25e6\u25aa\u25cf\u25cb\u2023\u25a1]|\(?[0-9]{1,2}[.)])[ \t]+(?=\S)")
_NUMBERED = re.compile(r"\s*\(?([0-9]{1,2})[.)]")
#: A letter that is a label only where the others follow it in order.
_LETTERED = re.compile(r"\s*(?:[-*+\u2022]\s+)?(?P<letter>[A-Z])[ \t]+(?=\S)")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_IN_CODE = re.compile(r"\s*(?:[-*+\u2022]\s+)?\(?(?P<letter>[A-Za-z])[).:]\s+(?=\S)")
_NUMBER = re.compile(r"\s*(?:\*\*)?[0-9]{1,3}[.)](?:\*\*)?\s")
_TICKED = re.compile(
    r"[\u2713\u2714\u2705]|\[[xXvV]\]|[(\[](?:correct|right|richtig)[^()\[\]]{0,20}[)\]]", re.IGNORECASE
)
_ASKS_TRUTH = re.compile(
    rf"\W*(?:{pattern(TRUE)}\s*(?:or|/|oder|ou|o|of)\s*{pattern(FALSE)}|T\s*/\s*F)\W"
    rf"|.*\b(?:{pattern(TRUE)}\s*(?:or|/|oder|ou|o|of)\s*{pattern(FALSE)}|T\s*/\s*F)\W*$",
    re.IGNORECASE | re.DOTALL,
)
_ASKED = re.compile(
    rf"(?<![^\W_]){pattern(TRUE)}\W{{0,4}}(?:or|/|and|oder|ou|o|of|y|e|или|и|\s)\W{{0,4}}(?:not\W{{1,3}})?{pattern(FALSE)}(?![^\W_])"
    r"|(?<!\w)(?:T\s*/\s*F|TF|V\s*/\s*F)(?!\w)",
    re.IGNORECASE,
)
#: True or False behind a statement: in brackets, or as a word or a letter of its own.
_VERDICT = re.compile(
    rf"(?<=\S)(?:\s*[(\[]?(?:[TV]\s*/\s*F|{pattern(TRUE)}\s*(?:/|or)\s*{pattern(FALSE)})[)\]]?(?=\W))?"
    rf"(?:\s+[*_(\[]{{0,3}}{pattern(ANSWER)}[*_]{{0,2}}\s*[:=])?"
    rf"\s*[*_]{{0,2}}(?:[(\[]\s*[*_]{{0,2}}(?:(?P<whole>{pattern(TRUE, FALSE)})|(?P<letter>(?-i:[TFVtfv])))"
    r"\s*[*_]{0,2}[)\]]"
    rf"|(?<=[\s*_])(?<!/\s)(?<!\bor\s)(?<!\boder\s)(?<!\bou\s)(?<!\bo\s)[-\u2013\u2014:]?\s*[*_]{{0,2}}(?P<bare>(?-i:TRUE|FALSE|True|False|[TFV])))[*_.]{{0,3}}\s*$",
    re.IGNORECASE,
)
_NAMES_CHOICES = re.compile(
    r"\b(?:above|below|both|neither|options?|choices?|answers?|only)\b|\b[a-z]\s*(?:,|&|and|or)\s*[a-z]\b",
    re.IGNORECASE,
)
#: What code has, and no words about choices: calls, signs, names with a dot.
_CODE = re.compile(r"[=;<>{}\[\]]|\w[(.]\w")
#: Several numbers and nothing else; not ``1.2``.
_NUMBERS = re.compile(
    rf"[\s*_(]*[0-9]{{1,2}}(?:[.)]*[*_]*(?:\s*,?\s*[&+]\s*|\s*[,;]\s*(?:and\s+)?|\s+(?:{ANDS})\s+)[*_(]*[0-9]{{1,2}})+[\s.)*_]*"
)
#: One more number behind that of an answer: it may belong to it.
_ANOTHER = re.compile(
    rf"\W*(?:(?:{ANDS}|or|oder|ou|o)\W+)?[0-9]|\W*(?:[^\W\d_]{{1,4}}\W+){{1,3}}[0-9]{{1,2}}\W*$"
)
#: A statement with its verdict is short.
_STATEMENT_LINES = 3
#: A longer stem is not looked through for the words True or False.
_ASKED_LENGTH = 2000


def complete(
    file: str, draft: DraftQuestion, last_line: int, problems: list[Problem], asked: bool = False
) -> bool:
    """Give a question its choices if it has some without labels; False when it has none and must be skipped.

    ``last_line`` is the number of the question's last line, and ``asked`` tells whether the text above the questions
    asks for True or False; a warning that it is skipped is added to ``problems``.
    """
    if draft.explicit:
        take_details(draft)
    if not draft.choices and not draft.answers and draft.said is None:
        _take_verdict(draft, asked or asks_truth(draft.section or ""))
    if draft.choices and draft.answers and _list_above(draft):
        message = f"{draft.name}: a list stands above the answer, and choices below it"
        hint = "label the choices ' - (a) ...' above the answer, and write 'Feedback (a):' before what is said of them"
        problems.append(Problem("late-choice", message, draft.choices[0].place, hint))
    if (
        draft.choices
        or _take_inline(draft)
        or _take_lettered(draft)
        or _take_truth(file, draft, asked or asks_truth(draft.section or ""))
        or _take_items(draft)
        or draft.answers
    ):
        _report_said(file, draft, problems)
        return True
    if unclear := unclear_inline(file, draft):
        problems.append(unclear)
        return False
    lines = (
        f"line {draft.place.line}"
        if last_line <= draft.place.line
        else f"lines {draft.place.line} to {last_line}"
    )
    message = f"{draft.name} ({lines}) has no choices that can be told: an open question cannot be printed as choices"
    hint = "if it has choices, label them ' - (a) ...' and name the right one: 'Correct Answer: (b)'"
    problems.append(Problem("skipped", message, draft.place, hint, Severity.WARNING))
    return False


def _report_said(file: str, draft: DraftQuestion, problems: list[Problem]) -> None:
    """Report the words of answer lines that another answer left without use."""
    for said in (draft.said, *draft.said_again):
        if said is not None:
            message = f"{draft.name}: the answer {said.text.strip()[:40]!r} does not name choices"
            hint = "keep one answer line, with letters of choices: 'Correct Answer: (b)'"
            problems.append(Problem("bad-answer", message, said.line.place(file, said.offset), hint))


def _append(
    draft: DraftQuestion, label: str, place_at: int, row: Row, offset: int, end: int | None = None
) -> DraftChoice:
    line = row.line
    content = Field(line.indent, column_after(line, offset))
    choice = DraftChoice(label, line.place(draft.place.file, place_at), line.indent, content)
    choice.field.begin(line, offset, "", end)
    draft.append(choice, ("bare", False))
    return choice


# ---- choices inside the stem


def _take_inline(draft: DraftQuestion) -> bool:
    """Take ``a) x b) y`` at the end of a stem whose answer has letters."""
    rows = [row for row in draft.stem.rows if not row.line.blank]
    if not rows or not draft.answers or not draft.answers[0].answer.letters or rows[-1].line.code:
        return False
    row = rows[-1]
    text, start = latin(row.line.text), row.offset or 0
    at = inline_start(text, start)
    if at is None:
        return False
    form = "round" if text[at] == "(" else "half" if text[at + 1 : at + 2] == ")" else "dot"
    letter_at = at + (form == "round")
    end = letter_at + 2
    first = ChoiceMark("a", (form, text[letter_at].isupper()), False, letter_at, end, False)
    draft.stem.cut(row, at)
    for mark in several(row.line, first):
        begin = mark.end + len(text[mark.end :]) - len(text[mark.end :].lstrip())
        choice = _append(
            draft, mark.label, mark.start, row, begin, row.end if mark.stop is None else mark.stop
        )
        choice.alphabet = alphabet(row.line.text[mark.start])
    return True


# ---- letters without a sign, or inside a block of code


def _take_lettered(draft: DraftQuestion) -> bool:
    """Take lines such as ``A  5 KB``, and labelled ones in a block of code, that end a stem whose answer has letters."""
    rows = [row for row in draft.stem.rows if row.text.strip()]
    if not draft.answers or not draft.answers[0].answer.letters or len(rows) < MIN_CHOICES:
        return False
    fenced = rows[-1].line.verbatim
    begun = _fence_start(rows) if fenced else len(rows)
    if begun is None:
        return False
    found: list[tuple[Row, re.Match[str]]] = []
    for row in reversed(rows[begun + 1 : -1] if fenced else rows):
        match = (_IN_CODE if fenced else _LETTERED).match(row.text) if fenced or not row.line.code else None
        if not match:
            break
        found.insert(0, (row, match))
    letters = "".join(match["letter"].lower() for _, match in found)
    whole = not fenced or len(found) == len(rows) - begun - 2
    if not whole or not MIN_CHOICES <= len(found) <= MAX_CHOICES or not _ALPHABET.startswith(letters):
        return False
    draft.stem.drop(rows[begun:] if fenced else [row for row, _ in found])
    for row, match in found:
        at, place_at = (row.offset or 0) + match.end(), match.start("letter")
        if fenced:
            _append(draft, match["letter"].lower(), place_at, Row(_as_code(row.line, at), 0), 0)
        else:
            _append(draft, match["letter"].lower(), place_at, row, at, row.end)
    return True


def _as_code(line: Line, start: int) -> Line:
    """Return what stands in a line of a block of code from an offset on: between backticks, unless it names choices.

    What names choices must be found, or its letters would be wrong on a paper.
    """
    code = line.text[start:].strip()
    if _NAMES_CHOICES.search(code) and not _CODE.search(code):
        return Line(line.number, escape_markdown(code), line.skipped + start)
    text = f"`` {code} ``" if "`" in code else f"`{code}`"
    return Line(line.number, text, line.skipped + start)


def _fence_start(rows: list[Row]) -> int | None:
    """Return the index of the row that opens the block of code in which the last row stands."""
    return next((at for at in range(len(rows) - 1, -1, -1) if not rows[at].line.verbatim), None)


# ---- True or False


def _take_truth(file: str, draft: DraftQuestion, above: bool) -> bool:
    """Make the choices True and False for a question that asks for one of them."""
    answer = draft.answers[0].answer if draft.answers else None
    letters = "".join(label for label, _ in answer.letters) if answer else ""
    stem = draft.stem.text(file, draft.place).source
    asked = above or (len(stem) <= _ASKED_LENGTH and bool(_ASKS_TRUTH.match(stem)))
    said = answer is not None and answer.truth is not None
    if not said and not (
        asked and (letters in ("t", "f") or (not above and not draft.answers and draft.said is None))
    ):
        return False
    if any(truth(row.text[_item_end(row) :]) is not None for row in draft.stem.rows):
        return False  # they stand below the stem as lines of their own
    if any(_begins_another(above, row) for above, row in pairwise(draft.stem.rows)):
        return False
    for label, word in zip("ab", _words(answer, draft), strict=True):
        _append(draft, label, 0, Row(Line(draft.place.line, word), 0), 0)
    draft.words = replace(draft.words, keep_order=True)
    return True


def _begins_another(above: Row, row: Row) -> bool:
    """Tell whether a line below a blank one begins with a number, as a question does that was not told from a list."""
    return (
        above.line.blank
        and not row.line.code
        and row.line.indent < LIST_INDENT
        and bool(_NUMBER.match(row.text))
    )


def asks_truth(text: str) -> bool:
    """Tell whether a heading or instructions ask for True or False."""
    return len(text) <= _ASKED_LENGTH and bool(_ASKED.search(text))


def _take_verdict(draft: DraftQuestion, asked: bool) -> None:
    """Take ``(False)`` at the end of a statement as its answer; ``F`` and ``FALSE``, too, where that is asked for."""
    rows = [row for row in draft.stem.rows if not row.line.blank]
    if not rows or any(row.line.code for row in rows) or len(rows) > _STATEMENT_LINES:
        return
    row = rows[-1]
    found = _VERDICT.search(row.line.text, row.offset or 0)
    if not found or not (asked or found["whole"]):
        return
    word = found["whole"] or found["letter"] or found["bare"]
    group = next(name for name in ("whole", "letter", "bare") if found[name])
    said = truth(word) if len(word) > 1 else word.casefold() in "tv"
    answer = Answer((), truth=said, word_at=found.start(group))
    draft.answers.append(DraftAnswer(row.line, found.start(group), answer))
    draft.stem.cut(row, found.start())


def _words(answer: Answer | None, draft: DraftQuestion) -> tuple[str, str]:
    """Return the words for true and false in the language of the answer."""
    if answer is not None and answer.truth is not None:
        line = draft.answers[0].line.text
        word = re.match(r"\w*", line[answer.word_at :])
        said = (word[0] if word else "").casefold()
        for language, row in (TRUE if answer.truth else FALSE).items():
            if said in phrases({language: row}):
                return _first(TRUE[language]), _first(FALSE[language])
    return "True", "False"


def _first(row: str) -> str:
    return row.split(",")[0].capitalize()


# ---- lists without letters


def _take_items(draft: DraftQuestion) -> bool:
    """Take the list at the end of the stem as choices if the answer, or a sign, tells that it is one."""
    items = _items(draft)
    if not MIN_CHOICES <= len(items) <= MAX_CHOICES:
        return False
    texts = [plain(rows[0].text[_item_end(rows[0]) :]) for rows in items]
    answer = _named(draft, items, texts)
    signed = any(
        _TICKED.search(row.text[:12]) or _TICKED.search(row.text[-24:]) for rows in items for row in rows
    )
    if answer is None and not signed:
        return False
    for rows in items:
        draft.stem.drop(rows)
    if any(_TICKED.search(row.text[-24:]) for row in draft.stem.rows if not row.line.code):
        return False  # the stem has another question's choices
    labels = [
        re.match(rf"{chr(ord('A') + index)}\s+(?=\S)", rows[0].text[_item_end(rows[0]) :])
        for index, rows in enumerate(items)
    ]
    skips = [label.end() for label in labels if label]
    for index, rows in enumerate(items):
        at = (rows[0].offset or 0) + _item_end(rows[0])
        at += skips[index] if len(skips) == len(items) else 0
        choice = _append(draft, chr(ord("a") + index), at, rows[0], at, rows[0].end)
        for row in rows[1:]:
            choice.field.add(row.line)
    if answer is not None and draft.said is not None:
        draft.answers.append(DraftAnswer(draft.said.line, draft.said.line.start, answer))
        draft.said = None
    return True


def _list_above(draft: DraftQuestion) -> bool:
    """Tell whether the first choice stands below the answer line, and a list at the end of the stem."""
    answer = draft.answers[0]
    below = not answer.key and answer.line.number < draft.choices[0].place.line
    return below and len(_items(draft)) >= MIN_CHOICES


def _item_end(row: Row) -> int:
    found = _ITEM.match(row.text)
    return found.end() if found else len(row.text) - len(row.text.lstrip())


def _items(draft: DraftQuestion) -> list[list[Row]]:
    """Return the rows of each item of the list that ends the stem; also for True and False on lines of their own."""
    rows = [row for row in draft.stem.rows[1:] if not row.line.blank]
    tail = [row for row in rows[-2:] if truth(row.text) is not None]
    if len(tail) == 2 and {truth(row.text) for row in tail} == {True, False}:
        return [[row] for row in tail]
    items: list[list[Row]] = []
    for row in rows:
        if row.line.code:
            items = []
        elif _ITEM.match(row.text) and (not items or row.line.indent <= items[0][0].line.indent + 1):
            items.append([row])
        elif items and row.line.indent > items[-1][0].line.indent:
            items[-1].append(row)
        else:
            items = []
    numbers = [found[1] for rows in items if (found := _NUMBERED.match(rows[0].text))]
    in_order = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    return items if not numbers or (in_order and len(numbers) == len(items)) else []


def _named(draft: DraftQuestion, items: list[list[Row]], texts: list[str]) -> Answer | None:
    """Return the answer in letters when it names items: by their words, or by number when they have numbers."""
    if draft.answers:
        first, reasons = draft.answers[0], draft.rationale
        if reasons and reasons.rows and not first.key and reasons.rows[0].line.number < first.line.number:
            return None  # the answer to another question may stand below the reasons for this one
        letters = [label for label, _ in draft.answers[0].answer.letters]
        known = letters and all(ord(label) - ord("a") < len(items) for label in letters)
        numbered = bool(_NUMBERED.match(items[0][0].text))
        if draft.answers[0].answer.truth is not None or (known and not numbered):
            return draft.answers[0].answer
        return None
    if draft.said is None:
        return None
    reasons = draft.rationale
    if reasons and reasons.rows and reasons.rows[0].line.number < draft.said.line.number:
        return None  # as above
    said = plain(draft.said.text)
    by_text = [index for index, text in enumerate(texts) if text == said]
    if len(by_text) == 1:
        return Answer(((chr(ord("a") + by_text[0]), draft.said.offset),))
    if _NUMBERS.fullmatch(draft.said.text):
        return _by_numbers(draft.said, items)
    number = re.match(r"\W*([0-9]{1,2})(?=[.):\s]|$)(?!\.[0-9])", draft.said.text)
    if number and _NUMBERED.match(items[0][0].text) and 1 <= int(number[1]) <= len(items):
        label = chr(ord("a") + int(number[1]) - 1)
        rest = draft.said.text[number.end() :].lstrip(".): \t*_-\u2013\u2014")
        at = draft.said.offset + len(draft.said.text) - len(rest)
        answer = Answer(((label, draft.said.offset),), rest, text_at=at)
        labelled = {chr(ord("a") + index): text for index, text in enumerate(texts)}
        repeated = split_text(answer, labelled)
        return None if repeated is None or (not repeated and _ANOTHER.match(rest)) else answer
    return None


def _by_numbers(said: Said, items: list[list[Row]]) -> Answer | None:
    """Return the answer for a list of numbers; None when they are not those of items."""
    numbers = [int(each) for each in re.findall("[0-9]+", said.text)]
    if not _NUMBERED.match(items[0][0].text) or not all(1 <= each <= len(items) for each in numbers):
        return None
    return Answer(tuple((chr(ord("a") + each - 1), said.offset) for each in dict.fromkeys(numbers)))
