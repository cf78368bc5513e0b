"""Sentences as instructors write them, each with what must happen to its letters.

``SURE``: the letters name choices and are resolved, ``UNSURE``: they may, so the author's order is kept with a warning,
``OWN``: they are something else, and nothing changes. A wrong letter is printed where one that names a choice is OWN.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum

import pytest

from examgen.errors import Place, Severity
from examgen.model import Choice, Question, Text
from examgen.references import Resolution, resolve

#: For each setting a stem and its choices.
SETTINGS = {
    "spread": (
        "Which of these says how far values lie apart?",
        ("the mean", "the variance", "the median", "the mode", "the range"),
    ),
    "events": (
        "Let A and B be events with positive probability. What follows from $P(A \\cap B) = 0$?",
        ("The events A and B are disjoint.", "They are independent.", "One is certain.", "Nothing."),
    ),
    "algebra": ("What is $a + b$ when $a = 2$ and $b = 3$?", ("5", "6", "1", "23")),
    "symbol abroad": ("Was ist `a = b` und das und die?", ("`a = b`", "das Minimum", "und der Rest")),
    "plans": ("Which plan is the cheapest?", ("10 a month", "100 a year", "1 a day", "3 a week")),
    "romans": (
        "Consider:\n\nI. The mean moves.\n\nII. The median moves.\n\nIII. The mode moves.\n\nWhich hold?",
        ("I only", "I and II only", "I and III only", "all three"),
    ),
    "groups": (
        "Group A took the drug and group B did not. What kind of study is it?",
        ("an experiment", "a survey", "a case study", "a census"),
    ),
    "code": ("What does `a = b` do?", ("copies a name", "compares", "fails", "prints")),
    "tags": ("What is wrong in the page?", ("<b>bold</b>", "<i>slanted</i>", "`<u>`", "nothing")),
    "nine": ("Which planet is it?", ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")),
    "ports": (
        "Qual é o custo de uma obra e do tempo?",
        ("preço e prazo", "a obra", "o tempo", "nada", "tudo"),
    ),
}


class Outcome(Enum):
    """What happens to the letters of a sentence."""

    SURE = "resolved"
    UNSURE = "kept order"
    OWN = "left"


SURE, UNSURE, OWN = Outcome

#: In a rationale: (setting, outcome, sentence). For SURE the brackets show what is resolved.
RATIONALES = (
    # nouns
    ("spread", SURE, "Option [[c]] overlooks the outliers."),
    ("spread", SURE, "The answer is [[d]]."),
    ("spread", SURE, "Answer choice ([[e]]) is tempting."),
    ("spread", SURE, "choice ([[c]]) is wrong because it is a place"),
    ("spread", SURE, "Options [[b]] and [[d]] differ in one word."),
    ("spread", SURE, "Choices [[a]], [[b]], and [[c]] are places."),
    ("spread", SURE, "Choice [[a]] says nothing of spread."),
    ("spread", SURE, "([[b]]) is too small, and choice [[a]] too large."),
    ("spread", SURE, "Distractor [[c]] is a common confusion."),
    ("spread", SURE, "The correct answer is: [[b]]"),
    ("spread", SURE, "Answer: [[b]]"),
    ("spread", SURE, "Correct answer - [[b]]"),
    ("spread", SURE, "Option([[c]]) is no measure of spread."),
    ("spread", SURE, "Both option [[a]] and option [[c]] are places."),
    ("spread", SURE, "The best response is [[b]]."),
    ("spread", SURE, "Alternative [[d]] was meant to be easy."),
    ("spread", SURE, "Option **[[b]]** it is."),
    ("spread", SURE, "Options [[a]] & [[c]] are places."),
    ("spread", SURE, "Option [[a]] ignores spread."),
    ("spread", SURE, "option [[a]] does not matter"),
    ("spread", UNSURE, "Choices A-C are places."),
    ("spread", UNSURE, "Choices A through D are places."),
    ("spread", UNSURE, "Option a huge error makes it."),
    ("spread", UNSURE, "Options 1 and 3 are places."),
    ("spread", UNSURE, "Option $b$ is meant."),
    ("spread", UNSURE, "Choice `c` is meant."),
    ("spread", UNSURE, "Options AC are places."),
    ("spread", UNSURE, "optionB is right"),
    ("spread", OWN, "which option a person takes"),
    ("spread", OWN, "The choice a student makes is free."),
    ("spread", OWN, "To answer a question, read it."),
    ("spread", OWN, "In response a student may ask."),
    ("spread", OWN, "the answer is a number"),
    ("spread", OWN, "the response I gave"),
    # verdicts
    ("spread", SURE, "[[a]] is incorrect because it is a place."),
    ("spread", SURE, "[[a]]) and [[b]]) are true."),
    ("spread", SURE, "([[a]]) confuses place with spread."),
    ("spread", SURE, "[[c]] is wrong; [[b]] is right."),
    ("spread", SURE, "Both [[a]] and [[c]] are wrong."),
    ("spread", SURE, "So ([[b]]) holds, and ([[c]]) does not."),
    ("spread", SURE, "Because ([[a]]) is a place, it cannot be."),
    ("spread", SURE, "Unlike ([[b]]), it is no square."),
    ("spread", SURE, "- ([[a]]) Wrong: a place."),
    ("spread", SURE, "[[a]]. Incorrect. It is a place."),
    ("spread", SURE, "[[b]] - correct"),
    ("spread", SURE, "Wrong [[c]]: a place"),
    ("spread", SURE, "[[d]] would be a place."),
    ("spread", SURE, "Not ([[b]]), as it is no square."),
    ("spread", UNSURE, "b is wrong."),
    ("spread", UNSURE, "a and c are wrong."),
    ("spread", UNSURE, "`b` is incorrect."),
    ("spread", UNSURE, "$b$ is wrong."),
    # the letter as a word of a sentence
    ("spread", UNSURE, "As a says, it is large."),
    ("spread", UNSURE, "As b says, it is large."),
    ("spread", UNSURE, "a ignores the outliers."),
    ("spread", UNSURE, "a simply ignores them."),
    ("spread", UNSURE, "a incorrectly takes the mean."),
    ("spread", UNSURE, "a overlooked the outliers."),
    ("spread", UNSURE, "Here a would do."),
    ("spread", UNSURE, "Only a can be it."),
    ("spread", UNSURE, "a means that values are equal."),
    ("spread", UNSURE, "A muddles the two."),
    ("spread", UNSURE, "A correctly states it."),
    ("spread", SURE, "[[b]] or [[c]] would do."),
    ("spread", UNSURE, "not B"),
    ("spread", UNSURE, "It is not b but c."),
    ("spread", UNSURE, "All except D are places."),
    ("spread", UNSURE, "A, B, and C"),
    ("spread", UNSURE, "A and C only."),
    ("spread", UNSURE, "neither A nor B"),
    ("spread", UNSURE, "(A, C)"),
    ("spread", UNSURE, "In A the mean is taken."),
    ("spread", UNSURE, "See A above."),
    ("spread", UNSURE, "Compare B with E."),
    ("spread", UNSURE, "C's fault is its place."),
    ("spread", UNSURE, "So, B. it is."),
    ("spread", UNSURE, "Key: B"),
    ("spread", UNSURE, "Students who chose C took a place."),
    ("spread", UNSURE, "Many pick E, the range."),
    ("spread", UNSURE, "We rule out A, C and D."),
    ("spread", UNSURE, "The best one is [b]."),
    ("spread", UNSURE, "B → correct"),
    ("spread", UNSURE, "✓ B"),
    ("spread", UNSURE, "**B**"),
    ("spread", UNSURE, "A = too large"),
    ("spread", UNSURE, "A(too large), B(right)"),
    ("spread", UNSURE, "B ist falsch."),
    ("spread", UNSURE, "| B | too large |"),
    ("spread", UNSURE, "It is beyond (b)."),
    ("spread", UNSURE, "It is about (a)."),
    ("spread", SURE, "both([[a]])and([[b]])"),
    ("spread", UNSURE, "The claim (b) is too strong."),
    ("spread", UNSURE, "Statement B is too strong."),
    ("spread", UNSURE, "The value C overstates it."),
    ("spread", UNSURE, "Is a right? No."),
    ("spread", UNSURE, "Of the two, a better."),
    ("spread", UNSURE, "ABC are wrong"),
    ("spread", UNSURE, "B fits."),
    ("spread", UNSURE, "Eliminate a and d."),
    ("spread", UNSURE, "a → too large"),
    ("spread", UNSURE, "Why not a?"),
    ("spread", UNSURE, "The answer's B."),
    ("spread", UNSURE, "Right: B"),
    ("spread", UNSURE, "1. B 2. C"),
    ("spread", UNSURE, "from A to B"),
    ("spread", UNSURE, "Type B is right"),
    ("spread", UNSURE, "The constant C is too large."),
    # places
    ("spread", UNSURE, "The first two are wrong."),
    ("spread", UNSURE, "The first two confuse place with spread."),
    ("spread", UNSURE, "The last one ignores it."),
    ("spread", UNSURE, "The second option is a square."),
    ("spread", UNSURE, "The middle choices are places."),
    ("spread", UNSURE, "The third is incorrect."),
    ("spread", UNSURE, "Neither of the first two is a spread."),
    ("spread", UNSURE, "Use any of the last three, not a place."),
    ("spread", UNSURE, "The penultimate choice is a place."),
    ("spread", UNSURE, "The second-to-last option is a place."),
    ("spread", UNSURE, "The penultimate is wrong."),
    ("spread", OWN, "Neither of the first two terms cancels."),
    ("spread", OWN, "The first two terms cancel."),
    ("spread", OWN, "the former is larger than the latter"),
    ("spread", OWN, "First, square it; second, add."),
    ("spread", OWN, "All of the others are places."),
    # something else
    ("spread", OWN, "Eat vitamin C."),
    ("spread", OWN, "Vitamin C is right for that."),
    ("spread", OWN, "Vitamins A and D dissolve in fat."),
    ("spread", OWN, "hepatitis B spreads by blood"),
    ("spread", OWN, "That is plan B."),
    ("spread", OWN, "a type A error"),
    ("spread", OWN, "She got grade A for it."),
    ("spread", OWN, "See appendix B."),
    ("spread", OWN, "A mean is a place."),
    ("spread", OWN, "a mean and a variance"),
    ("spread", OWN, "a series of means"),
    ("spread", OWN, "a for loop, a while loop and a NOT gate"),
    ("spread", OWN, "a priori"),
    ("spread", OWN, "a can of beans, a must."),
    ("spread", OWN, "This is a means of comparison."),
    ("spread", OWN, "a systems approach"),
    ("spread", OWN, "a *robust* one, a 5% level and a $t$ test"),
    ("spread", OWN, "a (biased) estimate"),
    ("spread", OWN, "Let a be a number."),
    ("spread", OWN, "Let b = 3."),
    ("spread", OWN, "where $A$ and $B$ are matrices"),
    ("spread", OWN, "E. coli, John C. Calhoun and Dr. D. Bolen"),
    ("spread", OWN, "C++, a B-tree, an A-level, the x-axis and e.g. this"),
    ("spread", OWN, "It is f(a), x[b] or P(A)."),
    ("spread", OWN, "37 °C and 5 C"),
    ("spread", OWN, "a/(a + c)"),
    ("spread", OWN, "https://example.org/?a=b&c=d"),
    ("spread", OWN, "<b>too large</b>"),
    ("spread", OWN, "(c) 2024"),
    ("spread", OWN, "carbon (C)"),
    ("spread", OWN, "I think that I is no choice here."),
    ("spread", OWN, "Students pick a wrong answer."),
    ("spread", OWN, "a good, a fair and a bad one"),
    ("spread", OWN, "a right-hand side"),
    ("spread", OWN, "a timely manner"),
    ("spread", OWN, "I, II and III"),
    ("spread", OWN, "blood type A"),
    # symbols of the question
    ("events", UNSURE, "So, A."),
    ("events", UNSURE, "A is wrong."),
    ("events", UNSURE, "B is too strong."),
    ("events", UNSURE, "A overlooks it."),
    ("events", SURE, "([[b]]) confuses the two."),
    ("events", OWN, "The events A and B cannot both happen."),
    ("events", OWN, "The event B is certain."),
    ("events", OWN, "Let A be certain."),
    ("events", OWN, "$A \\cap B$ is empty, so A ∩ B has no outcome."),
    ("algebra", UNSURE, "a is positive."),
    ("algebra", UNSURE, "As b says, it is more."),
    ("algebra", OWN, "a = 2 and b = 3, so a + b = 5."),
    ("algebra", OWN, "a > 0"),
    ("plans", UNSURE, "Plan B costs less."),
    ("plans", UNSURE, "Plans B and C cost more."),
    ("romans", OWN, "I and III only."),
    ("romans", OWN, "II is false, and I holds."),
    ("romans", SURE, "I and III hold, so [[c]] is right."),
    ("groups", OWN, "Group A was treated, and group B was not."),
    ("groups", UNSURE, "B has no treatment."),
    ("code", UNSURE, "So b."),
    ("tags", UNSURE, "As b says, it is bold."),
    ("tags", UNSURE, "i is wrong in nothing, b is wrong."),
    ("nine", UNSURE, "I says so."),
    ("nine", SURE, "[[i]] is wrong."),
    ("nine", SURE, "Answers [[i]] and [[e]] are wrong."),
    ("nine", UNSURE, "Choice I would be too far."),
    ("nine", UNSURE, "As i says, it is far."),
    ("nine", UNSURE, "I was wrong."),
    ("nine", UNSURE, "B and I only."),
    ("nine", OWN, "I think it is so, as I said; I'd know."),
    ("nine", OWN, "Can I know?"),
    ("ports", OWN, "O preço e o prazo da obra."),
    ("ports", UNSURE, "É B."),
    # An explanation in English of a question in another language, which has "a" for a symbol.
    ("symbol abroad", UNSURE, "In this case a is wrong."),
)

#: As the last choice: (setting, outcome, sentence).
CHOICES = (
    ("spread", SURE, "Both ([[a]]) and ([[b]])"),
    ("spread", SURE, "[[a]] and [[c]] only"),
    ("spread", SURE, "neither [[a]] nor [[b]]"),
    ("spread", SURE, "[[a]], [[b]], and [[c]]"),
    ("spread", SURE, "options [[b]] and [[d]]"),
    ("spread", SURE, "All of the above but ([[c]])"),
    ("spread", SURE, "either [[a]] or [[b]]"),
    ("spread", UNSURE, "the first two"),
    ("spread", UNSURE, "neither of the first two"),
    ("spread", UNSURE, "Any of the first three"),
    ("spread", UNSURE, "two of the last three"),
    ("spread", UNSURE, "the previous two"),
    ("spread", UNSURE, "Both of the former two."),
    ("spread", SURE, "[[a]], [[b]], & [[c]]"),
    ("spread", OWN, "the former"),
    ("spread", OWN, "neither of the first two terms"),
    ("spread", UNSURE, "(a) to (c)"),
    ("spread", UNSURE, "the same as B, but squared"),
    ("spread", UNSURE, "unlike C, it is a square"),
    ("spread", UNSURE, "Both A and B, when the sample is large"),
    ("spread", OWN, "vitamin C"),
    ("spread", OWN, "a plan B"),
    ("spread", OWN, "C is a language"),
    ("spread", OWN, "a grade A egg"),
    ("events", OWN, "A and B are independent"),
    ("romans", OWN, "II and III only"),
    ("nine", SURE, "[[b]] and [[i]] only"),
)

#: In a stem, before the question mark.
STEMS = (
    ("spread", SURE, "Unlike choice ([[b]]), which is no square?"),
    ("spread", UNSURE, "Choose A if the first holds, B if the second does."),
    ("spread", UNSURE, "Which is larger, (a) or (b)?"),
    ("spread", UNSURE, "Which of the first two options holds?"),
    ("spread", UNSURE, "If none of them does, mark D."),
    ("spread", UNSURE, "If it is a length choose A; otherwise choose (B)."),
    ("spread", OWN, "If we choose A to be a set, how far apart are its members?"),
    ("spread", OWN, "Which of the following holds?"),
    ("spread", OWN, "Player A moves first. Who wins?"),
    ("spread", OWN, "What does vitamin C do?"),
    ("spread", OWN, "Which option a person takes is free. Why?"),
)


def text(source: str) -> Text:
    return Text(source, tuple(Place("bank.md", line, 1) for line in range(1, source.count("\n") + 2)))


_BRACKETS = re.compile(r"\[\[([a-z])\]\]")
#: Where a small letter is as sure as a capital: after a noun, or in parentheses.
_SURE_IF_SMALL = re.compile(
    r"\(\[\[|(?:choice|option|answer|distractor|alternative|response)s?[ :*(-]", re.IGNORECASE
)


def spellings(wanted: Outcome, sentence: str) -> list[str]:
    """Return a sentence as authors write it: with capitals, and with small letters where these are as sure."""
    if wanted is not SURE:
        return [sentence]
    small = [_BRACKETS.sub(r"\1", sentence)] if _SURE_IF_SMALL.search(sentence) else []
    return [_BRACKETS.sub(lambda found: found[1].upper(), sentence), *small]


def cases(rows: tuple[tuple[str, Outcome, str], ...]) -> list[tuple[str, Outcome, str, str]]:
    """Return (setting, outcome, sentence as it is written, as it is resolved)."""
    return [
        (setting, wanted, written, sentence)
        for setting, wanted, sentence in rows
        for written in spellings(wanted, sentence)
    ]


def asked(setting: str, **changed: str) -> Question:
    stem, choices = SETTINGS[setting]
    choices = (*choices, changed["choice"]) if "choice" in changed else choices
    return Question(
        "q",
        text(changed.get("stem", stem)),
        Place("bank.md", 1, 1),
        tuple(
            Choice("abcdefghijkl"[at], text(choice), Place("bank.md", at, 1))
            for at, choice in enumerate(choices)
        ),
        frozenset("a"),
        text(changed["rationale"]) if "rationale" in changed else None,
    )


def outcome(resolution: Resolution, before: Question) -> Outcome | None:
    """Return what happened; None for what must not: changed and warned, or pinned alone."""
    if resolution.problems:
        assert {problem.severity for problem in resolution.problems} == {Severity.WARNING}
        return UNSURE if resolution.question.keep_order else None
    return OWN if resolution.question == before else SURE


COLUMNS = ("setting", "wanted", "written", "resolved")


@pytest.mark.parametrize(COLUMNS, cases(RATIONALES))
def test_a_sentence_of_a_rationale(setting: str, wanted: Outcome, written: str, resolved: str) -> None:
    before = asked(setting, rationale=written)
    resolution = resolve(before)
    assert outcome(resolution, before) is wanted, resolution.problems
    assert resolution.question.rationale == text(resolved if wanted is SURE else written)


@pytest.mark.parametrize(COLUMNS, cases(RATIONALES))
def test_the_same_sentence_as_feedback(setting: str, wanted: Outcome, written: str, resolved: str) -> None:
    plain = asked(setting)
    before = replace(plain, choices=(replace(plain.choices[0], feedback=text(written)), *plain.choices[1:]))
    resolution = resolve(before)
    assert outcome(resolution, before) is wanted, resolution.problems
    assert resolution.question.choices[0].feedback == text(resolved if wanted is SURE else written)


@pytest.mark.parametrize(COLUMNS, cases(CHOICES))
def test_a_choice_that_speaks_of_others(setting: str, wanted: Outcome, written: str, resolved: str) -> None:
    before = asked(setting, choice=written)
    resolution = resolve(before)
    assert outcome(resolution, before) is wanted, resolution.problems
    assert resolution.question.choices[-1].text == text(resolved if wanted is SURE else written)
    assert resolution.question.choices[-1].pin is (wanted is SURE)


@pytest.mark.parametrize(COLUMNS, cases(STEMS))
def test_a_stem_that_speaks_of_choices(setting: str, wanted: Outcome, written: str, resolved: str) -> None:
    before = asked(setting, stem=written)
    resolution = resolve(before)
    assert outcome(resolution, before) is wanted, resolution.problems
    assert resolution.question.stem == text(resolved if wanted is SURE else written)


@pytest.mark.parametrize("noun", ["event", "set", "matrix", "player", "gene"])
def test_a_letter_after_a_noun_is_a_symbol_only_where_the_stem_says_so(noun: str) -> None:
    stems = {f"There are a {noun} A and a {noun} B. Which holds?": OWN, "Which holds?": UNSURE}
    for stem, wanted in stems.items():
        before = asked("spread", stem=stem, rationale=f"The {noun} B was named.")
        assert outcome(resolve(before), before) is wanted


@pytest.mark.parametrize(
    "part", ["a says ", "I is ", "a, b and ", "x(b) ", "= a + ", "event A, ", "$b$ is ", "AB is "]
)
def test_many_letters_are_each_told_of_or_left(part: str) -> None:
    before = asked("nine", rationale=part * (20_000 // len(part)))
    assert outcome(resolve(before), before) in (UNSURE, OWN)
