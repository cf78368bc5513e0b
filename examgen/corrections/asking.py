"""A correction as a person asks for it, and what may be meant by it. What could mean two things is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from examgen.corrections.history import Correction, Rule, in_force, revision_of
from examgen.corrections.words import ids_text
from examgen.errors import UsageError
from examgen.exam import Exam, Version, letters_of
from examgen.markup import unprintable
from examgen.model import Question
from examgen.scripts import fonts_for, foreign_in

#: Characters of a reason: it stands at the head of every key.
MAX_REASON = 200
#: What people put between choices in place of a comma. Blanks beside a comma or plus belong to that.
_OTHER_MARKS = re.compile(r"\s*(?:\b(?:or|and)\b|[/;|&])\s*|(?<![\s,+])\s+(?![\s,+])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """A correction as a person asks for it."""

    rule: Rule
    accept: tuple[str, ...] = ()
    """With ACCEPT: ``c,d`` is c or d, ``a+c`` both together; several of these are alternatives, too."""
    version: str | None = (
        None  #: the label of the version whose printed letters ``accept`` has; None: the bank's ids
    )
    reason: str = ""


def correct(
    exam: Exam,
    versions: Sequence[Version],
    history: Sequence[Correction],
    asked: str,
    change: Change,
    date: str,
) -> Correction:
    """Return the next correction of an exam.

    ``asked`` is the id of a question or, when the change names a version, its 1-based number there.

    Raises:
        UsageError: there is no such question, version or choice, what is asked for is ambiguous, or changes nothing.
    """
    version = _version(versions, change.version) if change.version is not None else None
    question = _question(exam, version, asked)
    accepted: tuple[frozenset[str], ...] = ()
    if change.rule is Rule.ACCEPT:
        letters = _printed_letters(exam, version, question) if version else None
        accepted = _alternatives(question, change.accept, letters)
    correction = Correction(
        revision_of(history) + 1, date, question.id, change.rule, accepted, _reason(change.reason, exam)
    )
    _check_changes_something(question, correction, in_force(history).get(question.id))
    return correction


def _version(versions: Sequence[Version], label: str) -> Version:
    for version in versions:
        if version.label == label.strip().upper():
            return version
    first, last = versions[0].label, versions[-1].label
    raise UsageError(
        f"there is no version '{label}'",
        hint=f"the versions are {first} to {last}" if first != last else f"the only version is {first}",
    )


def _question(exam: Exam, version: Version | None, asked: str) -> Question:
    by_id = next((question for question in exam.questions if question.id == asked), None)
    number = int(asked) if asked.isascii() and asked.isdigit() else None
    if version is None or number is None:
        if by_id is None:
            raise unknown_question([question.id for question in exam.questions], asked)
        return by_id
    if not 1 <= number <= len(version.questions):
        if by_id is not None:
            return by_id
        raise UsageError(
            f"version {version.label} has questions 1 to {len(version.questions)}, not {asked}",
            hint="give the number that stands on that paper, or the question's id, which its key prints",
        )
    by_number = exam.questions[version.questions[number - 1]]
    if by_id not in (None, by_number):
        raise UsageError(
            f"{asked} is a question's id, and on version {version.label} the number of another one, '{by_number.id}'",
            hint=f"leave --version out to mean the id {asked}, or write '{by_number.id}' for the other one",
        )
    return by_number


def unknown_question(ids: Sequence[str], asked: str) -> UsageError:
    """Return what is said of a question that is none of those with these ids."""
    if asked.isascii() and asked.isdigit():
        return UsageError(
            f"there is no question with the id '{asked}', and numbers differ from version to version",
            hint=f"give the question's id, which its key prints, or say whose number it is: {asked} --version A",
        )
    near = get_close_matches(asked.casefold(), ids, n=1, cutoff=0.6)
    return UsageError(
        f"the exam has no question '{asked}'",
        hint=f"did you mean '{near[0]}'?" if near else "each key prints its questions' ids",
    )


def _printed_letters(exam: Exam, version: Version, question: Question) -> dict[str, str]:
    """Return for each letter of a question on a version, in lower case, the choice's id."""
    place = version.questions.index(exam.questions.index(question))
    return {letter.casefold(): id for id, letter in letters_of(question, version.choices[place]).items()}


def _alternatives(
    question: Question, given: Sequence[str], letters: Mapping[str, str] | None
) -> tuple[frozenset[str], ...]:
    """Return the sets of choice ids that are asked for, each once, in the order of the bank."""
    texts = [text for part in given for text in part.split(",")]
    _check_commas(question, given)
    if not all(word.strip() for text in texts for word in text.split("+")):
        whole = ",".join(given)
        known = sorted(letters) if letters is not None else [choice.id for choice in question.choices]
        raise UsageError(
            f"--accept '{whole}' names no choice{' in one of its places' if whole.strip(' ,+') else ''}",
            hint=f"question '{question.id}' has the choices {', '.join(known)}; separate several by commas: "
            "--accept c,d",
        )
    sets = [frozenset(_choice(question, word.strip(), letters) for word in text.split("+")) for text in texts]
    several = len(question.answer) > 1
    words = [text.strip() for text in texts]
    if not several and any(len(each) > 1 for each in sets):
        raise UsageError(
            f"question '{question.id}' asks for one choice, and '{next(w for w in words if '+' in w)}' are several",
            hint=f"write --accept {','.join(words).replace('+', ',')} when each of them alone is right",
        )
    if several and all(len(each) == 1 for each in sets) and any("," in part for part in given):
        raise UsageError(
            f"question '{question.id}' asks for several choices, so '{','.join(words)}' could mean two things",
            hint=f"write --accept {'+'.join(words)} when they are right together, or "
            f"{' '.join(f'--accept {word}' for word in words)} when each of them alone is right",
        )
    if not several and len(set(sets)) == len(question.choices):
        raise UsageError(
            f"every choice of question '{question.id}' would be right",
            hint="write --full: everyone gets the points, also who selected none",
        )
    order = [choice.id for choice in question.choices]
    return tuple(sorted(set(sets), key=lambda each: sorted(order.index(id) for id in each)))


def _check_commas(question: Question, given: Sequence[str]) -> None:
    """Refuse other ways to write several choices: ``c/d``, ``c or d``, ``c d``."""
    for text in given:
        words = [word for word in _OTHER_MARKS.split(text) if word]
        if len(words) > 1 and _OTHER_MARKS.search(text.strip()) and text not in question.answer:
            hint = f"write {','.join(words)} when each of them alone is right"
            if len(question.answer) > 1:
                either, both = " ".join(f"--accept {word}" for word in words), "+".join(words)
                hint = f"write {either} when each of them alone is right, or --accept {both} for all of them together"
            raise UsageError(
                f"'{text}' could be read in several ways: choices stand between commas", hint=hint
            )


def _choice(question: Question, word: str, letters: Mapping[str, str] | None) -> str:
    ids = {choice.id.casefold(): choice.id for choice in question.choices}
    if letters is not None:
        if word.casefold() in letters:
            return letters[word.casefold()]
        raise UsageError(
            f"question '{question.id}' has no letter '{word}' on that version",
            hint=f"its letters are {', '.join(letter.upper() for letter in sorted(letters))}",
        )
    if word not in ids.values() and len(word) == 1 and word.isupper():
        raise UsageError(
            f"'{word}' could be the choice ({word.lower()}) of the bank or the letter {word} of a printed version",
            hint=f"write {word.lower()} for the bank's choice, or add --version A for the letter on version A",
        )
    if word.casefold() in ids:
        return ids[word.casefold()]
    raise UsageError(
        f"question '{question.id}' has no choice '{word}' in the bank",
        hint=f"its choices are {', '.join(ids.values())}; for letters of a printed version add --version A",
    )


def _reason(text: str, exam: Exam) -> str:
    reason = " ".join(text.split())
    if len(reason) > MAX_REASON:
        raise UsageError(
            f"the reason has {len(reason)} characters, and a key has room for {MAX_REASON}", hint="shorten it"
        )
    if any(True for _ in unprintable(reason)):
        raise UsageError("the reason has characters that TeX cannot print", hint="write it in other words")
    fonts = fonts_for(exam.texts)
    strange = foreign_in(reason) - (fonts.kept if fonts else frozenset())
    if strange:
        # Keys that are set in other fonts would not be those of the papers.
        raise UsageError(
            f"the reason has letters that the exam does not: {' '.join(sorted(strange)[:5])}",
            hint="write it in other words, or in Latin letters",
        )
    return reason


def _check_changes_something(question: Question, new: Correction, old: Correction | None) -> None:
    if new.rule is Rule.BANK:
        if old is None:
            raise UsageError(f"question '{question.id}' has no correction that could be taken back")
        return
    if old is not None and (new.rule, set(new.accepted)) == (old.rule, set(old.accepted)):
        raise UsageError(
            f"question '{question.id}' is corrected so already, since revision {old.revision}",
            hint="nothing was changed",
        )
    if new.rule is Rule.ACCEPT and new.accepted == (question.answer,):
        what = "the bank's answer"
        if old is None:
            raise UsageError(
                f"{what} to question '{question.id}' is {ids_text(question, new.accepted)} already",
                hint="--accept names all that is right now, the former answer too: "
                f"--accept {ids_text(question, new.accepted)},...",
            )
        raise UsageError(
            f"that is {what} to question '{question.id}'", hint="take the correction back with --undo"
        )
