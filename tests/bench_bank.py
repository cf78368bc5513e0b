"""A bank of made-up questions for the benchmark: as long and as mixed as real ones, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TITLE = "Estimation and Sampling"
COURSE = "STA101 - Winter"

_THINGS = (
    "the sample mean",
    "the maximum likelihood estimator",
    "a ridge regression with a fixed penalty",
    "the bootstrap distribution of the median",
    "a stratified sample of households",
    "the posterior mean under a flat prior",
    "a Markov chain with two states",
    "the estimator $\\hat\\theta_n$",
    "the residual variance $s^2$",
    "a test at level $\\alpha$",
    "the empirical distribution function",
    "a kernel density estimate with bandwidth $h$",
)
_ACTS = (
    "converges to the parameter",
    "has a smaller mean squared error than its rival",
    "keeps its nominal coverage",
    "is no longer unbiased",
    "depends on the data through their sum alone",
    "reaches the lower bound $1/(n I(\\theta))$",
    "overstates the spread of the population",
    "can be computed in one pass over the data",
    "is dominated by a few large observations",
    "stays the same when every value is shifted by a constant",
)
_WHENS = (
    "when the observations are independent and have finite variance",
    "as soon as the sample size exceeds the number of parameters",
    "although the errors are correlated within each cluster",
    "provided that $E[X^4] < \\infty$",
    "unless the design matrix has full column rank",
    "even if the prior puts little mass near the truth",
    "only for distributions that are symmetric about $\\mu$",
    "if the response rate differs between the strata",
    "whatever the size of the tuning constant",
)
_WHYS = (
    "because the weights sum to one",
    "since the score has mean zero",
    "which follows from the law of large numbers",
    "so that the bias is of order $n^{-1}$",
    "as one sees by conditioning on the sufficient statistic",
    "for the two sources of error cancel to first order",
    "because $\\mathrm{Var}(\\bar X) = \\sigma^2 / n$",
)
_FORMULAS = (
    "\\frac{1}{n} \\sum_{i=1}^{n} x_i",
    "\\bar x \\pm z_{\\alpha/2}\\, \\frac{s}{\\sqrt{n}}",
    "\\sigma^2 (n - 1)",
    "\\hat\\theta_n - \\theta",
    "e^{-\\lambda} \\lambda^k / k!",
    "\\sqrt{p (1 - p) / n}",
    "\\log L(\\theta; x)",
    "n \\bar x^2 + \\tau^{-2}",
)
_DISPLAYS = (
    "L(\\theta; x) = \\prod_{i=1}^{n} f(x_i; \\theta)"
    " = \\theta^{-n} \\exp\\Bigl(-\\frac{1}{\\theta} \\sum_{i=1}^{n} x_i\\Bigr)",
    "\\hat\\beta = \\arg\\min_{\\beta} \\sum_{i=1}^{n} \\bigl(y_i - x_i^\\top \\beta\\bigr)^2"
    " + \\lambda \\lVert \\beta \\rVert^2",
    "\\int_0^1 \\theta^{a - 1} (1 - \\theta)^{b - 1} \\, d\\theta = \\frac{\\Gamma(a) \\Gamma(b)}{\\Gamma(a + b)}",
)
_NAMES = ("town", "river", "clinic", "garden", "library", "harbour", "station", "school")


@dataclass(frozen=True, slots=True)
class BenchQuestion:
    """A question whose texts are both Markdown and LaTeX: words and math, nothing that either would escape."""

    id: str
    stem: str  #: paragraphs are separated by an empty line
    choices: tuple[str, ...]
    right: int  #: 0-based index of the right choice
    rationale: str
    columns: int  #: how many choices go side by side where an author decides it: 1, 2 or 4


def the_bank() -> list[BenchQuestion]:
    """Return the questions of the benchmark."""
    return make_bank(20, seed=7)


def make_bank(count: int, seed: int) -> list[BenchQuestion]:
    """Return questions: of every five, three with long choices, one with formulas and one with numbers as choices."""
    draw = random.Random(seed)
    return [_question(draw, number, _SHAPES[number % len(_SHAPES)]) for number in range(count)]


def to_quiz_text(questions: Sequence[BenchQuestion]) -> str:
    """Return the bank in the native format of examgen."""
    parts = [f"# Quiz: {TITLE}\n\n{COURSE}\n"]
    for number, question in enumerate(questions, 1):
        stem = question.stem.replace("\n\n", "\n\n   ")
        lines = [f"{number}. {{#{question.id} points=1}}", f"   {stem}"]
        lines += [f" - ({_letter(place)}) {text}" for place, text in enumerate(question.choices)]
        lines += [
            "",
            f"Correct Answer: ({_letter(question.right)})",
            "",
            f"Rationale: {question.rationale}",
            "",
        ]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _letter(place: int) -> str:
    return "abcdefgh"[place]


def _question(
    draw: random.Random, number: int, shape: Callable[[random.Random], tuple[str, list[str], int]]
) -> BenchQuestion:
    stem, choices, columns = shape(draw)
    return BenchQuestion(
        id=f"{draw.choice(_NAMES)}-{number + 1}",
        stem=stem,
        choices=tuple(choices),
        right=draw.randrange(len(choices)),
        rationale=" ".join(_sentence(draw) for _ in range(draw.choice((2, 3, 3, 4)))),
        columns=columns,
    )


def _clause(draw: random.Random) -> str:
    return f"{draw.choice(_THINGS)} {draw.choice(_ACTS)}"


def _sentence(draw: random.Random) -> str:
    text = f"{_clause(draw)} {draw.choice(_WHENS)}"
    if draw.random() < 0.5:
        text += f", {draw.choice(_WHYS)}"
    return text[0].upper() + text[1:] + "."


def _different(draw: random.Random, make: Callable[[random.Random], str], count: int) -> list[str]:
    """Return texts of which no two are equal."""
    found: list[str] = []
    while len(found) < count:
        text = make(draw)
        if text not in found:
            found.append(text)
    return found


def _long(draw: random.Random) -> tuple[str, list[str], int]:
    stem = f"{_sentence(draw)} Which of the following statements is then true of {draw.choice(_THINGS)}?"
    return stem, _different(draw, _sentence, draw.choice((4, 4, 5))), 1


def _displayed(draw: random.Random) -> tuple[str, list[str], int]:
    stem = f"{_sentence(draw)} Consider\n\n$${draw.choice(_DISPLAYS)}.$$\n\nWhat does this say of {draw.choice(_THINGS)}?"
    return stem, _different(draw, _sentence, 4), 1


def _formulas(draw: random.Random) -> tuple[str, list[str], int]:
    stem = f"{_sentence(draw)} Which expression describes {draw.choice(_THINGS)}?"
    return stem, [f"${formula}$" for formula in draw.sample(_FORMULAS, 4)], 2


def _numbers(draw: random.Random) -> tuple[str, list[str], int]:
    size, spread = draw.randrange(20, 400), draw.randrange(2, 30)
    stem = (
        f"A {draw.choice(_NAMES)} reports $n = {size}$ observations with standard deviation {spread}. "
        f"{_sentence(draw)} What is the standard error of the mean, to two decimals?"
    )
    return stem, _different(draw, lambda d: f"{d.uniform(0.1, 9):.2f}", 4), 4


_SHAPES = (_long, _numbers, _displayed, _formulas, _long)
