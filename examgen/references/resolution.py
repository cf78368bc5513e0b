"""Making the letters in a question true for every order of its choices, or keeping the author's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from examgen.errors import Problem
from examgen.model import Choice, Question, Text
from examgen.references import vocabulary as words
from examgen.references.folded import numbers_in
from examgen.references.hits import Field, Hit, Kind, letter_hits
from examgen.references.letters import (
    Letters,
    has_labels,
    is_lettered,
    letters_of,
    says_number,
    says_ordinal,
    symbols_in,
)
from examgen.references.mask import Mask, mask
from examgen.references.numerals import has_numbers, mostly_numbers
from examgen.references.ordinals import counts
from examgen.references.places import counted_in
from examgen.references.places_east import statements_in
from examgen.references.prose import find, may_name
from examgen.references.report import (
    Done,
    Note,
    neighbours,
    note,
    number_named,
    order_kept,
    unknown_reference,
)
from examgen.references.special import (
    Special,
    bare,
    is_combination,
    is_pair,
    may_be_special,
    special,
    special_in_code,
)
from examgen.references.suspicion import is_suspect
from examgen.references.symbols import asked_in, is_foreign, uses_of
from examgen.references.unusual import is_grouped


@dataclass(frozen=True, slots=True)
class Resolution:
    """A question whose letters are true in every version, and how that came about."""

    question: Question
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    #: What the letters were taken for; None when no text has a letter that was looked at.
    letters: Letters | None = field(default=None, compare=False)


@dataclass(slots=True)
class _Work:
    """What has been gathered for one question."""

    question: Question
    letters: Letters
    masks: dict[int, Mask] = field(
        default_factory=dict
    )  #: by identity of the text; the question keeps it alive
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    keep_order: bool = False

    def say(self, text: Text, hits: Sequence[Hit], done: Done) -> None:
        """Note what was done with something found, and what the author should know of it."""
        self.notes.append(note(self.question, text, hits, done))
        if done is Done.KEPT_ORDER:
            self.keep_order = True
            self.problems.extend(order_kept(self.question, text, hits, self.letters))
        elif done is Done.WARNED:
            self.problems.append(number_named(self.question, text, hits))

    def mask(self, text: Text) -> Mask:
        key = id(text)
        if key not in self.masks:
            self.masks[key] = mask(text.source)
        return self.masks[key]


def resolve(question: Question, *, thoroughly: bool = False) -> Resolution:
    """Return the question with ``[[id]]`` for each letter that surely names a choice.

    Choices that speak of others ("all of the above", "both (a) and (b)") are pinned. A question with a letter
    that may name a choice or not is printed in the author's order, with a warning. ``resolve`` is idempotent.
    ``thoroughly`` looks at questions, too, in which nothing is found; what comes out is the same, with its letters.
    """
    if not thoroughly and not is_suspect(question):
        return Resolution(question)
    if not any(may_name(text.source) for text in question.texts) and not any(
        may_be_special(choice.text.source) or special_in_code(choice.text.source)
        for choice in question.choices
    ):
        return Resolution(question)
    work = _Work(question, letters_of(question))
    pairs = _pairs(work)
    kinds = [None if choice.id in pairs else _kind(work, choice) for choice in question.choices]
    work.letters = replace(
        _meanings(work, kinds),
        pairs=frozenset(bare(work.mask(c.text).prose) for c in question.choices if c.id in pairs),
    )
    stem = _rewrite(
        work, question.stem, find(Field.STEM, work.mask(question.stem), question.stem.source, work.letters)
    )
    if any(hit.kind is Kind.LETTER and not hit.sure for hit in stem[1]):
        work.letters = replace(work.letters, labelled=True)
    choices = _choices(work, kinds, pairs)
    _keep_coded(work)
    rationale = _comment(work, question.rationale)
    changed = replace(question, stem=stem[0], choices=choices, rationale=rationale)
    if work.keep_order and not question.keep_order:
        changed = replace(changed, keep_order=True)
    return Resolution(
        changed if changed != question else question, tuple(work.problems), tuple(work.notes), work.letters
    )


def _pairs(work: _Work) -> frozenset[str]:
    """Return the ids of choices that are letters of something else: bonds C–H and F–H, where there is no choice (h).

    Most choices are such pairs then, which could name only one another.
    """
    pairs = {
        choice.id: prose
        for choice in work.question.choices
        if is_pair(prose := work.mask(choice.text).prose) and not work.mask(choice.text).references
    }
    named = {found[0] for prose in pairs.values() for found in words.LETTER.finditer(prose)}
    if len(pairs) * 2 <= len(work.question.choices) or all(map(work.letters.is_known, named)):
        return frozenset()
    return frozenset(pairs)


def _kind(work: _Work, choice: Choice) -> Special | None:
    """Return what a choice says of the others; a combination of letters or numbers of no choice says nothing."""
    prose = work.mask(choice.text).prose
    kind = special(prose)
    if kind is Special.COMBINATION and not work.mask(choice.text).references:
        known = any(work.letters.is_known(m[0]) for m in words.LETTER.finditer(prose))
        return kind if known else None
    if kind is Special.NUMBERS:
        numbers = [int(number) for number in words.DIGITS.findall(prose)]
        return kind if all(1 <= number <= len(work.question.choices) for number in numbers) else None
    return kind


def _keep_coded(work: _Work) -> None:
    """Keep the author's order for choices that speak of others in code, where no letter can be replaced."""
    for choice in work.question.choices:
        source = choice.text.source
        kind = special_in_code(source)
        letters = words.LETTER.finditer(source)
        if kind and (
            kind is not Special.COMBINATION or any(work.letters.is_known(found[0]) for found in letters)
        ):
            work.say(choice.text, [Hit(0, len(source), Kind.POSITION)], Done.KEPT_ORDER)


def _meanings(work: _Work, kinds: Sequence[Special | None]) -> Letters:
    """Return the letters with what stem and choices say of them."""
    question = work.question
    texts = [question.stem]
    texts += [
        c.text
        for c, kind in zip(question.choices, kinds, strict=True)
        if kind not in (Special.COMBINATION, Special.SUM)
    ]
    symbols: set[str] = set()
    standing: set[str] = set()
    used: list[set[str]] = []
    for text in texts:
        is_choice = text is not question.stem
        symbols |= symbols_in(work.mask(text), text.source, is_choice)
        used.append(symbols_in(work.mask(text), text.source, is_choice, is_standing=True))
        standing |= used[-1]
    stem = work.mask(question.stem).prose
    proses = [work.mask(text).prose for text in texts]
    chosen = any(says_number(prose) for prose in proses[1:])
    return replace(
        work.letters,
        symbols=frozenset(symbols),
        standing=frozenset(standing),
        labelled=has_labels(stem, work.letters),
        pictured="![" in stem,
        numbered=chosen or says_number(stem, len(question.choices)),
        chosen=chosen,
        ordered=any(says_ordinal(prose) for prose in proses[1:]),
        uses=uses_of(proses),
        asked=asked_in(proses),
        counted=counted_in(question.stem.source, [text.source for text in texts[1:]])
        | numbers_in(question.stem.source)
        | statements_in(question.stem.source),
        lettered=is_lettered(used, work.letters, "![" in stem),
        counts=counts(stem, proses[1:]),
        numeric=has_numbers(stem, proses[1:]),
        mostly_numeric=mostly_numbers(stem, proses[1:]),
        grouped=is_grouped(proses, work.letters),
        is_foreign=any(map(str.islower, standing)) and is_foreign(proses),
    )


def _comment(work: _Work, text: Text | None) -> Text | None:
    """Return a rationale or feedback with its letters resolved."""
    if text is None:
        return None
    return _rewrite(work, text, find(Field.COMMENT, work.mask(text), text.source, work.letters))[0]


def _choices(work: _Work, kinds: Sequence[Special | None], pairs: frozenset[str]) -> tuple[Choice, ...]:
    """Return the choices with their letters resolved, and pinned where they speak of others; ``pairs`` do not."""
    result: list[Choice] = []
    combinations = {
        c.id for c, kind in zip(work.question.choices, kinds, strict=True) if kind is Special.COMBINATION
    }
    surely: list[bool] = []
    for choice, kind in zip(work.question.choices, kinds, strict=True):
        prose = work.mask(choice.text).prose
        hits: list[Hit]
        if choice.id in pairs:
            hits = []
        elif kind in (Special.RANGE, Special.SUM) or is_combination(prose):
            hits = _combination(work, choice, combinations - {choice.id}, kind)
        else:
            hits = find(Field.CHOICE, work.mask(choice.text), choice.text.source, work.letters, choice.id)
        surely.append(
            all(hit.sure for hit in hits) and (bool(hits) or bool(work.mask(choice.text).references))
        )
        text, _ = _rewrite(work, choice.text, hits)
        result.append(replace(choice, text=text, feedback=_comment(work, choice.feedback)))
    return tuple(_pins(work, result, kinds, surely))


def _combination(work: _Work, choice: Choice, others: set[str], kind: Special | None) -> list[Hit]:
    """Return the letters of a choice that is nothing but a combination of letters."""
    text = work.mask(choice.text)
    hits = list(letter_hits(text, work.letters, 0, len(text.prose), sure=True))
    named = [text.prose[hit.start] for hit in hits]
    if not any(work.letters.is_known(letter) for letter in named):
        return []  # "I and II", "X and Y": of something in the stem
    if kind is Special.SUM and not work.letters.standing.isdisjoint(named):
        return []  # algebra
    ids = {hit.id for hit in hits}
    bare = [
        letter for hit, letter in zip(hits, named, strict=True) if text.prose[hit.end : hit.end + 1] != ")"
    ]
    sure = (
        kind not in (Special.RANGE, Special.SUM)
        and not work.letters.labelled
        and None not in ids
        and choice.id not in ids
        and ids.isdisjoint(others)
        and not (bare and "/" in text.prose)
        and work.letters.symbols.isdisjoint(bare)
    )
    return [hit if sure else replace(hit, sure=False) for hit in hits]


def _pins(
    work: _Work, choices: list[Choice], kinds: Sequence[Special | None], surely: Sequence[bool]
) -> list[Choice]:
    """Return the choices, pinned where they speak of others; the last first, as a pin needs pins after it.

    "Above" stays true when all choices after it are pinned: then those before it are always the same.
    """
    result = list(choices)
    tail_is_pinned = True
    for at in reversed(range(len(result))):
        choice, kind = result[at], kinds[at]
        pin = choice.pin
        if kind is Special.OTHERS:
            pin = pin or tail_is_pinned
        elif kind is Special.COMBINATION:
            pin = pin or surely[at]
        elif kind in (Special.ABOVE, Special.BOTH_ABOVE, Special.BELOW, Special.NUMBERS):
            above = sum(1 for other in kinds[:at] if other is None)
            is_true = kind not in (Special.BELOW, Special.NUMBERS) and tail_is_pinned and above > 0
            if is_true and (kind is Special.ABOVE or above == 2):
                pin = True
            else:
                written = work.question.choices[at].text
                work.say(written, [Hit(0, len(written.source), Kind.POSITION)], Done.KEPT_ORDER)
        if pin and not choice.pin:
            written = work.question.choices[at].text
            work.say(written, [Hit(0, len(written.source), Kind.POSITION)], Done.PINNED)
            result[at] = replace(choice, pin=True)
        tail_is_pinned = tail_is_pinned and pin
    return result


def _rewrite(work: _Work, text: Text, hits: list[Hit]) -> tuple[Text, list[Hit]]:
    """Return the text with ``[[id]]`` for its sure letters; say what was done with each hit."""
    edits: list[tuple[int, int, str]] = []
    for reference in work.mask(text).references:
        if all(choice.id != reference.id for choice in work.question.choices):
            meant = work.letters.id(reference.id)
            if meant is None:
                work.problems.append(
                    unknown_reference(work.question, text.place(reference.start), reference.id)
                )
            else:
                edits.append((reference.start, reference.end, meant))
    for hit in hits:
        if hit.sure and hit.id is not None:
            edits.append((hit.start, hit.end, hit.id))
            work.say(text, [hit], Done.RESOLVED)
        elif hit.kind is Kind.NUMBER:
            work.say(text, [hit], Done.WARNED)
    for group in neighbours([hit for hit in hits if not hit.sure and hit.kind is not Kind.NUMBER]):
        work.say(text, group, Done.KEPT_ORDER)
    if not edits:
        return text, hits
    source = text.source
    for start, end, meant in sorted(edits, reverse=True):
        source = f"{source[:start]}[[{meant}]]{source[end:]}"
    return Text(source, text.places), hits
