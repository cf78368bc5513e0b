"""Words for made-up quizzes: stems, choices and reasons, some of which look like the marks around them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

#: Words that stand in one question of a file only.
TOKENS = (
    "harbour", "lantern", "meadow", "copper", "violin", "glacier", "saddle", "walnut", "pigeon", "turbine",
    "orchard", "thimble", "canyon", "magnet", "beaver", "pepper", "anchor", "cobalt", "juniper", "comet",
)  # fmt: skip
_THINGS = (
    "a river", "the old bridge", "a pair of shoes", "the sum of both", "its shadow", "a blue light", "wet sand",
    "the third gear", "two small stones", "an empty room", "the north wind", "a warm coat", "salt water",
    "the upper lid", "a broken clock", "iron ore", "the last train", "a paper boat", "green tea", "the outer ring",
)  # fmt: skip
_SENTENCES = (
    "It grows in the shade of taller trees and needs little water in summer",
    "They were sold in pairs, as most of the people in the village wanted two of them",
    "Because the load is spread over a wider area, and so less of it rests on the ground",
    "He kept it in the attic until the roof was mended, which took three years",
    "A thin layer of ice forms on it whenever the wind comes from the north",
    "I think that nobody has measured it since the second war",
)  # fmt: skip
_NUMBERS = (
    "7",
    "12",
    "0.5",
    "-3",
    "1995",
    "40%",
    "3/4",
    "1,000",
    "2 km",
    "100",
    "8.",
    "+6",
    "10^3",
    "16",
    "25",
)
_LETTERS = ("A", "B", "C", "D", "E", "X", "T", "F", "a", "b", "x", "I")
_CODE = (
    "`x = a[b]`", "`f(a)`", "`a.b()`", "`print(\"A\")`", "`*p`", "`[x]`", "`- a`", "`1.`", "`while (i--)`", "`**kw`",
)  # fmt: skip
_MATH = (r"$x^2$", r"$a) + b$", r"$\frac{1}{2}$", r"$A \cap B$", r"$n!$", r"$|x|$", r"$a*b$", r"$(b)$")
_NAMES = (
    "A. Smith", "B. Jones", "C. Shannon", "D. H. Lane", "Vitamin C", "Plan B", "E. coli", "I. Newton", "Group A",
    "Type b", "Dr. B. Low",
)  # fmt: skip
_ODD = (
    "None of the above", "All of the above", "True", "False", "Correct", "Answer", "Not given", "Yes", "No",
    "Answer the phone", "Correct the text", "Why not", "Note: none", "(none)", "(see below)", "x", "-4", "Right",
    "Wrong", "A", "The solution: water", "Reason alone", "Page 3", "Question 2", "Both are correct", "Section B",
    "it is incorrect", "a key", "Feedback", "ratio 2:1", "E: energy", "100 points", "Explanation: none",
)  # fmt: skip
KINDS = ("things", "sentences", "numbers", "letters", "code", "math", "names", "odd", "mixed")
_POOLS = {
    "things": _THINGS, "sentences": _SENTENCES, "numbers": _NUMBERS, "letters": _LETTERS, "code": _CODE,
    "math": _MATH, "names": _NAMES, "odd": _ODD, "mixed": (*_THINGS, *_NAMES, *_ODD, *_NUMBERS, *_MATH),
}  # fmt: skip

_STEMS = (
    "Which of these was found beside the {0}?",
    "What does the {0} stand for in the story",
    "The {0} is made of:",
    "In 1995. the {0} was sold. Who bought it?",
    "Pick what fits best: the {0} weighs ___ more than a stone",
    "Who, according to A. Smith, built the first {0} (see page 4)?",
    "If the {0} costs $5 and the bag $3, what is left of $10?",
    "The {0} (a) and its case (b) were lost. What was found?",
    "Why did the {0} matter? Choose the correct answer.",
    "A {0} falls from a height of 3 m. What is true of it?",
    "I saw a {0}. What is it?",
    "Let $f(x) = x^2$ for the {0}. What is $f(2)$?",
    "Which answer explains the {0} best",
    "What was the answer to the riddle of the {0}?",
)
_MORE = (
    "It was the winter of 1962. Nobody had seen one before.",
    "Think of a long rope that is tied to a ring at both of its ends.",
    "Assume that nothing else has changed.",
    "The answer is not in the first chapter.",
    "Note: all lengths are in metres.",
)
_BLOCKS = {
    "fence": (
        ("```python", "a) x = 1", "Answer: C", "1. y", "# Part B", "```"),
        ("```", "A. one", "B. two", "Correct answer: A", "---", "2. next", "```"),
    ),
    "indented": (("    x = 1", "    y = x + 1"),),
    "table": (("| n | size |", "| --- | --- |", "| 1 | B |", "| 2 | C |"),),
    "quote": (
        ("> We never saw it again, and nobody asked why.",),
        ("> A. N. Other wrote this.", "> It was late."),
    ),
    "picture": (("![a drawing of it](ring.png)",),),
    "math": (("$$", "x = a) + b", "$$"), (r"$$y = \sum_i x_i$$",)),
    "numbered": (("   1. It turns to the left.", "   2. It is made of wood."),),
    "roman": (("I. It turns to the left.", "II. It is made of wood.", "III. It has no lid."),),
    "bullets": (("- it turns to the left", "- it is made of wood"),),
}
BLOCKS = tuple(_BLOCKS)
_REASONS = (
    "It follows from the second rule of the game.",
    "Most of them were lost in the fire, so only this one is left.",
    "A is what people often say, but it was never shown; B has nothing to do with it.",
    "See chapter 3, page 12. The others are too heavy.",
    "The answer (C) would be true in summer only.",
    "Option A is wrong because it melts.",
    "Because it floats.",
    "Water is denser than ice: the answer follows.",
    "In 1962, it was measured for the first time.",
    "D. H. Lane has shown this.",
    "I know of no other case.",
)
_MORE_REASONS = (
    ("Two things count:", "", "1. its weight", "2. its colour"),
    ("Two things count:", "- its weight", "- its colour"),
    ("Think of it in steps:", "", "a) weigh it", "b) dry it", "c) weigh it again"),
    ("Compare:", "", "```", "Answer: C", "2. x", "```"),
    ("First it is heated.", "", "Then it cools down again, which takes a day."),
    ("First it is heated.", "Then it cools down again.", "", "A second look shows the same."),
)
_STATEMENTS = (
    "The {0} is older than the bridge.",
    "A {0} never sinks in salt water.",
    "Nobody has ever measured the {0}.",
    "All answers to the riddle of the {0} are correct.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, as it was meant."""

    token: str  #: stands in no other question of the file
    stem: tuple[str, ...]  #: lines
    choices: tuple[str, ...]
    right: frozenset[int]  #: positions of the right choices, 0-based
    why: tuple[str, ...]  #: lines of the rationale; empty when there is none
    feedback: tuple[str, ...]  #: one for each choice, or none
    points: int  #: 0: not said
    truth: bool  #: a statement that is true or false, whose choices are not written


def ask(draw: Random, token: str, kind: str, several: bool, block: str, reasons: str) -> Asked:
    """Return a question with choices of a kind; ``block`` is what stands in its stem, ``reasons`` what kind of why."""
    stem = [draw.choice(_STEMS).format(token)]
    if block == "paragraphs":
        stem = [draw.choice(_MORE), "", *stem]
    elif block:
        stem = [
            f"Look at this {token}.",
            "",
            *draw.choice(_BLOCKS[block]),
            "",
            draw.choice(_STEMS).format("thing"),
        ]
    pool = _POOLS[kind]
    count = min(draw.choice((2, 3, 4, 4, 4, 4, 5, 6)), len(pool))
    choices = tuple(draw.sample(pool, count))
    if draw.random() < 0.1:
        choices = (*choices[:-1], draw.choice(_ODD[:2]))
    while len({choice.casefold() for choice in choices}) < len(choices):
        choices = tuple(draw.sample(pool, count))
    rights = draw.randint(2, max(2, count - 1)) if several and count > 2 and draw.random() < 0.5 else 1
    return Asked(
        token,
        tuple(stem),
        choices,
        frozenset(draw.sample(range(count), rights)),
        why(draw, reasons),
        (),
        0,
        False,
    )


def ask_truth(draw: Random, token: str, reasons: str) -> Asked:
    """Return a statement that is true or false."""
    stem = draw.choice(_STATEMENTS).format(token)
    return Asked(
        token, (stem,), ("True", "False"), frozenset((draw.randrange(2),)), why(draw, reasons), (), 0, True
    )


def why(draw: Random, reasons: str) -> tuple[str, ...]:
    """Return the lines of a rationale."""
    if not reasons:
        return ()
    return draw.choice(_MORE_REASONS) if reasons == "long" else (draw.choice(_REASONS),)


def remark(draw: Random) -> str:
    """Return one sentence about a choice."""
    return draw.choice((
        "That was the year before.", "It is too small.", "This is what most people say.", "It melts at once.",
        "See page 12.", "A common error.", "It has no lid.",
    ))  # fmt: skip
