"""Which choices of a question its answer lines name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from examgen.errors import Problem
from examgen.formats.quiz.gathering.further import take_below, with_further
from examgen.formats.quiz.marking.answers import Answer, listing, plain, split_text
from examgen.formats.quiz.marking.draft import DraftAnswer, DraftQuestion
from examgen.formats.quiz.marking.lines import Line
from examgen.formats.quiz.marking.words import truth
from examgen.model import Text

#: Numbers of questions as they are not read: ``1000000.``, ``1a.``, ``2.1``.
_ODD_NUMBER = re.compile(
    r"\s{0,3}(?:\*\*|__|#{1,6}\s+)?(?:[0-9]{7,}[.)]|[0-9]{1,6}[A-Za-z][.)]|[0-9]{1,6}(?:\.[0-9]{1,6})+[.):]?)(?:\*\*|__)?(?=\s|$)"
)


def answer_of(
    file: str, draft: DraftQuestion, texts: Sequence[Text], problems: list[Problem]
) -> tuple[frozenset[int], Text | None]:
    """Return the positions of the choices that the answer line names, and what it says of the reasons.

    ``texts`` are those of the choices; what is wrong is added to ``problems``.
    """
    if not draft.answers:
        return frozenset(), None
    first = draft.answers[0]
    _second_answers(file, draft, problems)
    by_label = {label: index for index, label in reversed(list(enumerate(draft.labels)))}
    if first.answer.truth is not None or _is_truth_letter(first, by_label, texts):
        return _by_truth(file, draft, first, texts, problems)
    own = {label: texts[index].source for label, index in by_label.items()}
    answer = with_further(first.answer, own)
    if answer and not first.key:
        answer = take_below(draft, answer, first.line, own)
    if answer is None:
        problems.append(_more_named(file, draft, first))
        return frozenset(), None
    first.answer = answer
    known = {label for label, _ in first.answer.letters if label in by_label}
    if _is_text(draft, first, texts):
        problems.append(_two_meanings(file, draft, first))
        return frozenset(), None
    if _other_alphabet(file, draft, first, problems):
        return frozenset(), None
    _unknown(file, draft, first, known, problems)
    if first.answer.run and len(known) < len(first.answer.letters):
        return frozenset(), None
    reasons = None
    if known:
        count = split_text(first.answer, own)
        if count is None and _closed(first, texts):
            count = 0
        if count is None or (count == 0 and first.answer.text and not first.answer.sure):
            problems.append(_mismatch(file, draft, first))
        else:
            reasons = _reasons(file, first, count)
    return frozenset(by_label[label] for label in known), reasons


def reasons_in_keys(
    file: str, draft: DraftQuestion, texts: Sequence[Text], problems: list[Problem]
) -> list[Text]:
    """Return what lists of answers say of the reasons, of a question that has its answer already.

    Words that are those of another choice than the letter's are a problem.
    """
    found: list[Text] = []
    if len(draft.answers) < 2:
        return found
    own = {label: texts[index].source for index, label in enumerate(draft.labels)}
    filled = _filled(draft)
    for other in draft.answers[1:]:
        if not (other.answer.text and _agrees(draft.answers[0], other, filled)):
            continue
        count = split_text(other.answer, own)
        if count is None and plain(other.answer.text) in {plain(text) for text in own.values()}:
            problems.append(_mismatch(file, draft, other))
        elif reasons := _reasons(file, other, count or 0):
            found.append(reasons)
    return found


def _is_text(draft: DraftQuestion, first: DraftAnswer, texts: Sequence[Text]) -> bool:
    """Tell whether a letter alone, in another case than the labels, is the text of another choice than its own."""
    if len(first.answer.letters) != 1 or first.answer.text or draft.style[0] in ("bare", "box"):
        return False
    label, offset = first.answer.letters[0]
    letter = first.line.text[offset : offset + 1]
    if letter.casefold() != label or letter.isupper() == draft.style[1]:
        return False
    others = [
        text.source.strip(" *_`$.") for own, text in zip(draft.labels, texts, strict=True) if own != label
    ]
    return letter in others


def _two_meanings(file: str, draft: DraftQuestion, first: DraftAnswer) -> Problem:
    label, offset = first.answer.letters[0]
    message = f"{draft.name}: the answer {label.upper()!r} could be the label of a choice, or the text of another one"
    hint = f"write the label as it stands before the choice, and the text: '({label}) ...'"
    return Problem("bad-answer", message, first.line.place(file, offset), hint)


def _mismatch(file: str, draft: DraftQuestion, answer: DraftAnswer) -> Problem:
    label, offset = answer.answer.letters[0]
    message = f"{draft.name}: the words after the answer ({label}) are not those of that choice"
    hint = f"write '({label})' alone, and comments below 'Rationale:'"
    return Problem("answer-mismatch", message, answer.line.place(file, offset), hint)


def _more_named(file: str, draft: DraftQuestion, answer: DraftAnswer) -> Problem:
    label, offset = answer.answer.letters[0]
    message = f"{draft.name}: the words after the answer ({label}) name another choice, too"
    hint = "write letters alone, as 'Correct Answer: (a), (c)', and comments below 'Rationale:'"
    return Problem("bad-answer", message, answer.line.place(file, offset), hint)


def _agrees(first: DraftAnswer, other: DraftAnswer, filled: Sequence[int]) -> bool:
    """Tell whether an answer says what the first one does, in a list of answers or right below it.

    ``filled`` are the numbers of the rationale's lines that are not blank, in rising order.
    """
    if _said(other.answer) != _said(first.answer):
        return False
    next_filled = bisect_right(filled, first.line.number)
    return other.key or next_filled == len(filled) or filled[next_filled] >= other.line.number


def _said(answer: Answer) -> tuple[frozenset[str], bool | None]:
    """Return the letters of an answer, and what it says in place of letters."""
    return frozenset(label for label, _ in answer.letters), answer.truth


def _second_answers(file: str, draft: DraftQuestion, problems: list[Problem]) -> None:
    if len(draft.answers) < 2:
        return
    first = draft.answers[0]
    filled, odd = _filled(draft), _odd_numbers(draft)
    for other in draft.answers[1:]:
        if _agrees(first, other, filled):
            continue
        message = f"{draft.name} has a second answer line; the first is on line {first.line.number}"
        hint = "keep one; several right choices go on one line, as 'Correct Answer: (a), (c)'"
        above = bisect_left(odd, other.line.number, key=lambda line: line.number)
        if above and (number := odd[above - 1]).number > first.line.number:
            mark = number.text.split()[0]
            hint = f"line {number.number} begins with {mark!r}, which is read as text: for a question write '1.', '2.', ..."
        problems.append(Problem("two-answers", message, other.line.place(file, other.label_at), hint))


def _other_alphabet(file: str, draft: DraftQuestion, first: DraftAnswer, problems: list[Problem]) -> bool:
    """Report an answer whose letters are not of the alphabet of the choices; the first letter is the same in most."""
    alphabets = {choice.alphabet for choice in draft.choices[1:]}
    letter = next((each for each in first.answer.letters if each[0] != "a"), None)
    if letter is None or len(draft.choices) < 2 or alphabets == {first.answer.alphabet}:
        return False
    message = f"{draft.name}: the letters of the answer and of the choices are of different alphabets"
    hint = "write the answer with the letter that stands before the choice"
    problems.append(Problem("foreign-letter", message, first.line.place(file, letter[1]), hint))
    return True


def _unknown(
    file: str, draft: DraftQuestion, first: DraftAnswer, known: set[str], problems: list[Problem]
) -> None:
    """Add a problem for each letter that no choice has."""
    if len(known) == len(first.answer.letters):
        return
    hint = f"the choices are {listing(draft.labels)}" if draft.choices else "add choices: ' - (a) ...'"
    if first.answer.run and len(known) < len(first.answer.letters):
        word = "".join(label.upper() for label, _ in first.answer.letters)
        place = first.line.place(file, first.answer.letters[0][1])
        message = f"{draft.name}: the answer {word!r} does not name choices"
        problems.append(Problem("unknown-answer", message, place, hint))
        return
    for label, offset in first.answer.letters:
        if label not in known:
            message = f"{draft.name}: the answer ({label}) names no choice"
            problems.append(Problem("unknown-answer", message, first.line.place(file, offset), hint))


def _is_truth_letter(first: DraftAnswer, by_label: dict[str, int], texts: Sequence[Text]) -> bool:
    """Tell whether the answer is T or F, and the choices are True and False."""
    letters = [label for label, _ in first.answer.letters]
    if len(letters) != 1 or letters[0] not in "tfvr" or letters[0] in by_label:
        return False
    return {truth(text.source) for text in texts} == {True, False}


def _by_truth(
    file: str, draft: DraftQuestion, first: DraftAnswer, texts: Sequence[Text], problems: list[Problem]
) -> tuple[frozenset[int], Text | None]:
    """Return the choice that says True or False, as the answer does."""
    said = first.answer.truth
    if said is None:
        said = first.answer.letters[0][0] != "f"
    found = frozenset(index for index, text in enumerate(texts) if truth(text.source) is said)
    if len(found) != 1:
        at = first.answer.word_at or (first.answer.letters[0][1] if first.answer.letters else first.label_at)
        message = f"{draft.name}: the answer {str(said)!r} does not name one choice"
        hint = "write letters of choices after it, as 'Correct Answer: (b)'"
        problems.append(Problem("bad-answer", message, first.line.place(file, at), hint))
    return found, _reasons(file, first, 0)


def _closed(first: DraftAnswer, texts: Sequence[Text]) -> bool:
    """Tell whether bold type ends right behind the letter, as in ``**Answer: B.** It ...``: reasons, not the choice."""
    letter = first.line.text[first.answer.letters[0][1] :]
    ends = bool(first.reopen) and re.match(rf".\)?[.:]?{re.escape(first.reopen)}", letter)
    said = plain(first.answer.text)
    return bool(ends) and not any(
        own and said.startswith(own) for own in (plain(text.source) for text in texts)
    )


def _reasons(file: str, first: DraftAnswer, count: int) -> Text | None:
    """Return what an answer line says behind its letter and the first ``count`` characters of its words."""
    count = 0 if _sentence_goes_on(first.answer.text, count) else count
    text = first.answer.text[count:]
    rest = text.lstrip()
    if not rest.strip("*_`.,;: "):
        return None
    place = first.line.place(file, first.answer.text_at + count + len(text) - len(rest))
    opened = first.reopen if first.reopen and rest.count(first.reopen) % 2 else ""
    if not opened and rest.count("**") % 2:
        # They close what was opened before the letter: '**B. word**'.
        rest = rest.rstrip().removesuffix("**")
    return Text(opened + rest.rstrip(), (place,))


def _sentence_goes_on(text: str, count: int) -> bool:
    """Tell whether the words of the choice are the beginning of a sentence, as in ``b) - Oslo is the largest``."""
    said = text[:count].rstrip(" \t*_`")
    return (
        said[-1:].isalnum()
        and text[count : count + 1].isalnum()
        and text[len(said) : count].strip("*_`").isspace()
    )


def _filled(draft: DraftQuestion) -> list[int]:
    """Return the numbers of the rationale's lines that are not blank; none where there is one answer."""
    rows = draft.rationale.rows if draft.rationale and len(draft.answers) > 1 else []
    return sorted(row.line.number for row in rows if not row.line.blank)


def _odd_numbers(draft: DraftQuestion) -> list[Line]:
    """Return the lines of the rationale that look like the number of a question, from the top."""
    lines = [row.line for row in draft.rationale.rows] if draft.rationale and len(draft.answers) > 1 else []
    odd = [line for line in lines if not line.code and _ODD_NUMBER.match(line.text)]
    return sorted(odd, key=lambda line: line.number)
