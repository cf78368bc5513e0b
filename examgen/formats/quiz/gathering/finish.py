"""How gathered questions become questions of the model."""

from __future__ import annotations

import re
from fractions import Fraction

from examgen.errors import Problem, Severity
from examgen.formats.attributes import CHOICE_WORDS, QUESTION_WORDS, Attributes, read_words, split_words
from examgen.formats.quiz.gathering.badanswer import bad_answer
from examgen.formats.quiz.gathering.chosen import answer_of as _answer
from examgen.formats.quiz.gathering.chosen import reasons_in_keys
from examgen.formats.quiz.gathering.leaks import answers_in_text
from examgen.formats.quiz.gathering.remarks import remarks
from examgen.formats.quiz.gathering.rights import Signed, cut, read_bold, read_signs, read_stars
from examgen.formats.quiz.gathering.sidebyside import swallowed
from examgen.formats.quiz.marking.alphabets import letters_named
from examgen.formats.quiz.marking.answers import plain as _bare
from examgen.formats.quiz.marking.draft import BRACES, NO_WORDS, DraftChoice, DraftQuestion
from examgen.formats.quiz.marking.fields import Field
from examgen.formats.quiz.marking.kinds import take_points_below
from examgen.formats.quiz.marking.labelled import inline_start
from examgen.model import MIN_CHOICES, Choice, Question, Text

#: A line break of Markdown.
_BREAK = re.compile(r"(?:(?<=[\w.?!)`*])|\s+)(?<!\\)\\$")
_ONE = Fraction(1)
_BRACES_AT_END = re.compile(r"(?:^|(?<=\s))\{([^{}]*)\}\s*$")


def finish(file: str, draft: DraftQuestion, stem: Text, id: str, problems: list[Problem]) -> Question:
    """Return the question, and add what is wrong with its choices and its answer to ``problems``.

    ``stem`` is what :func:`stem_of` gives.
    """
    texts = _without_breaks([_choice_text(file, choice, problems) for choice in draft.choices])
    signs = read_signs([text for text, _ in texts], *_signs_before(draft))
    weak, sure = read_stars(signs.texts), signs.right
    if signs.right:
        # Bold type around what is ticked would give it away.
        bold = read_bold(signs.texts)
        signs = Signed(bold.texts, signs.right) if bold.right == signs.right else signs
        weak = Signed(signs.texts, frozenset())
    elif not weak.right:
        weak = read_bold(signs.texts)
        sure = weak.right
    named, reasons = _answer(file, draft, signs.texts, problems)
    marked = _marked(draft, signs, weak, named)
    problems += _disagree(draft, sure, "a sign" if signs.right else "bold type", named)
    if not sure and weak.right and weak.right != named and draft.answers:
        problems.append(_printed_star(draft, min(weak.right)))
    if draft.unread and not named | marked:
        unread = draft.unread
        problems.append(bad_answer(draft.name, unread.text, unread.line.place(file, unread.offset)))
    plain = weak.texts if marked and marked == weak.right else signs.texts
    choices = [
        _finish_choice(file, choice, text, words)
        for choice, text, (_, words) in zip(draft.choices, plain, texts, strict=True)
    ]
    right = {draft.labels[index] for index in named | marked}
    problems += answers_in_text(draft.name, [stem, *(choice.text for choice in choices)], right)
    problems += _braces_in_stem(file, draft.stem)
    problems += _two_in_one(draft) + remarks(file, draft)
    rationale = reasons
    problems += take_points_below(file, draft)
    if draft.rationale and draft.rationale_place:
        rationale = _joined(reasons, draft.rationale.text(file, draft.rationale_place))
    for more in reasons_in_keys(file, draft, signs.texts, problems):
        said_already = rationale is not None and _bare(more.source) in _bare(rationale.source)
        rationale = rationale if said_already else _joined(rationale, more)
    words = draft.words
    if any(choice.alphabet for choice in draft.choices):
        said = [text for choice in choices for text in (choice.text, choice.feedback)]
        problems += letters_named([stem, *said, rationale])
    return Question(
        id=id,
        stem=stem,
        place=draft.place,
        choices=tuple(choices),
        answer=frozenset(choices[index].id for index in named | marked),
        rationale=rationale or None,
        points=_points(words.points, draft.points_each),
        tags=words.tags,
        difficulty=words.difficulty,
        section=draft.section,
        pin=words.pin,
        keep_order=words.keep_order,
        given_id=words.id is not None,
    )


def _points(own: Fraction | None, each: Fraction | None) -> Fraction:
    """Return the points of a question: its own, those that its section gives to each, or one."""
    return own if own is not None else each if each is not None else _ONE


def stem_of(file: str, draft: DraftQuestion) -> Text:
    """Return the stem."""
    return draft.stem.text(file, draft.place)


def _two_in_one(draft: DraftQuestion) -> list[Problem]:
    """Return a problem for choices that seem to have another one in their text."""
    found = swallowed(draft)
    if not found:
        return _lists_inside(draft)
    message = f"{draft.name}: in the line of choice ({found[0].label}) choice ({draft.next_label}) seems to stand, too"
    hint = "write each choice on a line of its own"
    return [Problem("label-order", message, found[0].place, hint)]


def _lists_inside(draft: DraftQuestion) -> list[Problem]:
    """Return a problem for a choice in which choices with letters of another style begin."""
    for choice in draft.choices:
        for row in choice.field.rows:
            if not row.line.code and draft.style[0] != "bare" and inline_start(row.text, 0) is not None:
                message = f"{draft.name}: in choice ({choice.label}) other choices seem to begin"
                hint = "write each choice on a line of its own; join the lines of the stem when its letters are text"
                return [Problem("label-order", message, choice.place, hint)]
    return []


def _braces_in_stem(file: str, stem: Field) -> list[Problem]:
    """Return a problem for attributes of a question that stand inside its stem, where they would be printed."""
    problems = []
    for row in stem.rows:
        line, start = row.line, row.line.start if row.offset is None else row.offset
        if line.code or "{" not in line.text:
            continue
        found = BRACES.match(line.text, start) or _BRACES_AT_END.search(line.text, start)
        place = line.place(file, found.start()) if found else None
        words = split_words(found[1], place, QUESTION_WORDS) if found and place else None
        if words and place and any(word.name == "#" or word.name in QUESTION_WORDS for word in words):
            hint = "put them right behind the number: '1. {points=2} ...'; for braces that are text write \\{"
            message = "attributes of a question in the middle of its text"
            problems.append(Problem("misplaced-attributes", message, place, hint))
    return problems


def _signs_before(draft: DraftQuestion) -> tuple[list[bool], list[bool]]:
    return [choice.right for choice in draft.choices], [choice.boxed for choice in draft.choices]


def _marked(draft: DraftQuestion, signs: Signed, weak: Signed, named: frozenset[int]) -> frozenset[int]:
    """Return the positions of the choices that are marked in place as right."""
    if not signs.right:
        return weak.right if not draft.answers or weak.right == named else frozenset()
    return signs.right if not draft.answers or named == signs.right else frozenset()


def _disagree(draft: DraftQuestion, marked: frozenset[int], how: str, named: frozenset[int]) -> list[Problem]:
    """Return a problem when the answer line names other choices than are marked in place."""
    if not draft.answers or not marked or named == marked:
        return []
    first = min(marked - named or named - marked)
    lines = (", ".join(f"({draft.labels[index]})" for index in sorted(each)) for each in (named, marked))
    names, marks = (line or "no choice" for line in lines)
    message = f"{draft.name}: {how} marks {marks}, and the answer line names {names}"
    hint = "make them agree, or remove one of the two"
    return [Problem("answer-mismatch", message, draft.choices[first].place, hint)]


def _printed_star(draft: DraftQuestion, position: int) -> Problem:
    """Return a warning of a star at the end of a choice that the answer line does not name."""
    label, place = draft.labels[position], draft.choices[position].place
    message = f"{draft.name}: the star at the end of choice ({label}) is printed, for the answer line names another one"
    hint = "remove the star, or correct the answer; for a star that is text write \\*"
    return Problem("answer-mismatch", message, place, hint, Severity.WARNING)


def _joined(first: Text | None, second: Text) -> Text:
    """Return both texts as one; without a blank line between them when they are one paragraph in the file."""
    if not first or not second:
        return first or second
    apart = second.places[0].line > first.places[-1].line + 1
    middle = (second.places[0],) if apart else ()
    join = "\n\n" if apart else "\n"
    return Text(f"{first.source}{join}{second.source}", first.places + middle + second.places)


def _choice_text(file: str, draft: DraftChoice, problems: list[Problem]) -> tuple[Text, Attributes]:
    """Return the text of a choice, and its attributes."""
    text, words = draft.field.text(file, draft.place), draft.words
    last = draft.field.last if "{" in text.source else None
    if last is not None and not last.code:
        text, words = _braces_at_end(text, words, problems)
    return text, words


def _without_breaks(texts: list[tuple[Text, Attributes]]) -> list[tuple[Text, Attributes]]:
    """Return the choices' texts without the backslashes that broke lines between them.

    Below the last choice there is no line to break; a backslash that ends a path (``C:\\``) stays.
    """
    if not any(text.source.endswith("\\") for text, _ in texts):
        return texts
    ends = [len(_BREAK.sub("", text.source)) for text, _ in texts]
    broken = [end < len(text.source) for end, (text, _) in zip(ends, texts, strict=True)]
    if not all(broken[:-1]) or sum(broken) < MIN_CHOICES:
        return texts
    return [(cut(text, 0, end), words) for end, (text, words) in zip(ends, texts, strict=True)]


def _finish_choice(file: str, draft: DraftChoice, text: Text, words: Attributes) -> Choice:
    id = words.id or draft.label
    feedback = None
    if draft.feedback is not None and draft.feedback_place is not None:
        feedback = draft.feedback.text(file, draft.feedback_place)
    return Choice(
        id=id.lower() if len(id) == 1 else id,
        text=text,
        place=draft.place,
        weight=words.weight,
        feedback=feedback,
        pin=words.pin,
    )


def _braces_at_end(text: Text, before: Attributes, problems: list[Problem]) -> tuple[Text, Attributes]:
    """Return the text without the attributes at its end, and these."""
    begin = text.source.rfind("\n") + 1
    found = _BRACES_AT_END.search(text.source, begin)
    words = split_words(found[1], text.place(found.start(1)), CHOICE_WORDS) if found else None
    if found is None or words is None:
        return text, before
    attributes, wrong = read_words(words, CHOICE_WORDS, "choice")
    problems += wrong
    if before != NO_WORDS:
        hint = "put all of them into one pair of braces"
        place = text.place(found.start())
        problems.append(Problem("two-attributes", "the choice has attributes in two places", place, hint))
    source = text.source[: found.start()].rstrip()
    return Text(source, text.places[: source.count("\n") + 1]), attributes
