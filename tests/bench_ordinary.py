"""Questions of ordinary length for the benchmark of readers: a stem of some 120 characters, four choices of 40.

One question in three has a formula; the same for the same seed. Stems and rationales differ; choices repeat at times.
"""

from __future__ import annotations

import random

from bench_bank import BenchQuestion

_FIELDS = ("supply chain", "cell membrane", "neural network", "river basin", "labour market", "power grid")
_KINDS = ("steady", "seasonal", "regional", "shared", "rapid", "hidden", "gradual", "uneven")
_NOUNS = ("demand", "transport", "growth", "pressure", "signal", "storage", "exchange", "balance")
_VERBS = ("lowers", "raises", "limits", "doubles", "delays", "predicts", "removes", "changes")
_PEOPLE = ("An engineer", "The council", "A student", "The laboratory", "A company", "The survey team")
_FORMULAS = (r"$r_{%d} = \frac{s}{%d n}$", r"$x^{%d} + %d y \le z$", r"$\sum_{i=1}^{%d} w_i^{%d}$")


def make_ordinary(count: int, seed: int) -> list[BenchQuestion]:
    """Return questions whose texts are both Markdown and LaTeX."""
    draw = random.Random(seed)
    return [_question(draw, number) for number in range(1, count + 1)]


def _question(draw: random.Random, number: int) -> BenchQuestion:
    thing = f"{draw.choice(_KINDS)} {draw.choice(_NOUNS)}"
    where = f"in a {draw.choice(_FIELDS)}"
    stem = f"{draw.choice(_PEOPLE)} measured {thing} {where} on {number} days and compared it with the plan."
    stem += f" What explains the {draw.choice(_KINDS)} result?"
    choices: list[str] = []
    while len(choices) < 4:
        text = f"The {draw.choice(_KINDS)} {draw.choice(_NOUNS)} {draw.choice(_VERBS)} every {draw.choice(_NOUNS)}"
        if text not in choices:
            choices.append(text)
    why = f"With {number} days the {thing} {draw.choice(_VERBS)} the {draw.choice(_NOUNS)} {where}, since"
    why += f" the {draw.choice(_KINDS)} {draw.choice(_NOUNS)} does not depend on when it was measured."
    if number % 3 == 0:
        formula = draw.choice(_FORMULAS) % (number, draw.randrange(2, 99))
        why = why.replace(", since", f" by {formula}, since")
    return BenchQuestion(f"q-{number}", stem, tuple(choices), draw.randrange(4), why, 1)
