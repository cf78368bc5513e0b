"""Answers of Moodle XML: which are right, what each is worth, and what is said to who chooses it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from lxml import etree

from examgen.errors import Problem, Severity
from examgen.formats.moodle.texts import Texts, child_of, words_of
from examgen.formats.textdraft import Draft, DraftChoice, either_right, shown, true_false

#: Choices of one question that are read; more are no question, and take long.
_MOST = 500
_PERCENT = re.compile(r"\s*([+-]?)([0-9]{1,9})(?:[.,]([0-9]{1,15}))?\s*%?\s*\Z")
#: A share is written with so many digits that it is one of a small denominator, as 33.33333 is a third.
_FEW_DIGITS, _SMALL, _SMALLER = 7, 1000, 30


def is_false(words: str) -> bool:
    """Return whether a setting is off: ``0``, ``false``, or empty."""
    return words.strip().casefold() in ("", "0", "false")


def add_choices(draft: Draft, question: etree._Element, texts: Texts, *, whole: bool) -> None:
    """Add the choices of a question.

    Right are those worth 100 %; where there is none, or several may be chosen, those worth more than nothing. With
    ``whole`` a choice is right or wrong and has no share of its own.
    """
    answers = list(question.iterchildren("{*}answer"))
    if len(answers) > _MOST:
        hint = "a paper has letters for 26 choices; divide the question"
        texts.problem("too-many-choices", f"it has {len(answers)} choices", question, hint)
        return
    shares = []
    for answer in answers:
        share = _share(answer, texts)
        text = texts.of_element(answer)
        feedback = texts.of_child("feedback", answer)
        if not text and share <= 0 and not feedback:
            continue  # Moodle's form has more fields than are filled in, and its importer leaves these out.
        shares.append(share)
        draft.choices.append(DraftChoice(text, texts.place(answer), feedback=feedback))
    single = child_of(question, "single")
    one = not whole and (single is None or not is_false(words_of(single)))
    _weigh(draft.choices, shares, one=one, whole=whole)
    if one and any(shares) and Fraction(1) not in shares:
        _say_no_best(draft, shares, question, texts)
    elif one and (rights := shares.count(Fraction(1))) > 1:
        texts.problems.append(either_right(texts.of, rights, texts.place(question)))


def _weigh(choices: Sequence[DraftChoice], shares: Sequence[Fraction], *, one: bool, whole: bool) -> None:
    best = one and Fraction(1) in shares
    for choice, share in zip(choices, shares, strict=True):
        choice.right = share == 1 or (not best and share > 0)
        choice.weight = None if whole or share == (1 if choice.right else 0) else share
    rights = [choice for choice in choices if choice.right]
    wrong = [choice for choice in choices if not choice.right and choice.weight is not None]
    if not wrong and {choice.weight for choice in rights} == {Fraction(1, max(len(rights), 1))}:
        for choice in rights:
            choice.weight = None


def _say_no_best(draft: Draft, shares: Sequence[Fraction], question: etree._Element, texts: Texts) -> None:
    """Say that one choice should be worth 100 % and none is, unless it is plain which are right."""
    rights = [share for share in shares if share > 0]
    hint = 'give the right choice fraction="100", or say <single>false</single>'
    message = "one choice is right, but none is worth 100 %"
    if len(rights) == 1 or (rights and len(set(rights)) == 1 and sum(rights) == 1):
        for choice in draft.choices:
            choice.weight = None if choice.right else choice.weight
        message = f"{texts.of}: {message}; what is worth more than 0 is taken for right"
        place = texts.place(question)
        texts.problems.append(Problem("bad-fraction", message, place, hint, Severity.WARNING))
    elif rights:
        texts.problem("bad-fraction", message, question, hint)


def add_true_false(draft: Draft, question: etree._Element, texts: Texts) -> None:
    """Add the choices True and False, or those in the file's own words, in its order, where these are others."""
    draft.keep_order = True
    answers = list(question.iterchildren("{*}answer"))
    shares = [_share(answer, texts) for answer in answers]
    best = max(shares, default=Fraction(0))
    if not answers or len(answers) > 2 or shares.count(best) > 1 or (len(answers) == 2 and best <= 0):
        hint = 'give the right one of its two answers fraction="100", the other one fraction="0"'
        texts.problem("bad-answer", "it does not say whether true or false is right", question, hint)
        return
    said = [texts.of_element(answer) for answer in answers]
    words = [text.source.strip().casefold() for text in said]
    feedback = [texts.of_child("feedback", answer) for answer in answers]
    if set(words) <= {"true", "false"} and len(set(words)) == len(words):
        right = words[shares.index(best)] if best > 0 else {"true": "false", "false": "true"}[words[0]]
        draft.choices = true_false(right == "true", texts.place(answers[0]))
        by_word = dict(zip(words, feedback, strict=True))
        for choice in draft.choices:
            choice.feedback = by_word.get(choice.text.source.casefold())
        return
    for answer, text, share, note in zip(answers, said, shares, feedback, strict=True):
        draft.choices.append(DraftChoice(text, texts.place(answer), share == best, feedback=note))


def _share(answer: etree._Element, texts: Texts) -> Fraction:
    """Return what a choice is worth, -1 to 1."""
    said = answer.get("fraction")
    if not said:
        inner = child_of(answer, "fraction")
        said = inner.text if inner is not None else ""
    written = str(said or "0")
    found = _PERCENT.match(written)
    share = _fraction(*found.groups("")) if found else None
    if share is None or abs(share) > 1:
        hint = 'write fraction="100" for a right choice, fraction="0" for a wrong one'
        message = f"the fraction {shown('', written)!r} is not a number from -100 to 100"
        texts.problem("bad-fraction", message, answer, hint)
        return Fraction(0)
    return share


@lru_cache(1000)
def _fraction(sign: str, units: str, digits: str) -> Fraction:
    """Return the share that a percentage is: of a third there are only the first digits."""
    share = Fraction(f"{units}.{digits or 0}") / 100
    if digits:
        near = share.limit_denominator(_SMALL if len(digits) >= _FEW_DIGITS else _SMALLER)
        # What was cut off, or rounded, is less than one of the last digit.
        if abs(near - share) * 100 < Fraction(1, 10 ** len(digits)):
            share = near
    return -share if sign == "-" else share
