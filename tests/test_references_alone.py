"""Choices named by a place that is a sentence by itself, or that nothing before it explains."""

from __future__ import annotations

from dataclasses import replace

import pytest
from references_for_tests import CHOICES, STEM, asked, keeps_order, text


@pytest.mark.parametrize("stem", [STEM, "Which of these is right in case number 12?"])
@pytest.mark.parametrize(
    "rationale",
    [
        "The first one, since independent densities multiply.", "The first, because it is big.",
        "First one. It is big.", "Top one.", "The last one: it is a spread.", "Second one, as it squares.",
        "The first and third, since they are large.", "The second, obviously.", "Last one is a decoy.",
        "The next one is too small.", "The sum is zero. The next one is wrong.",
        "Here the third would be a mistake.", "It fails because the second squares.",
        "The remaining three are small.", "The former is right, the latter is wrong.",
        "The first (it is big).", "Second (since it squares).", "The first - it is big.",
        "The latter, because it squares.", "#2 is small.", "Option two is small.", "Number 2 is small.",
    ],
)  # fmt: skip
def test_a_place_that_names_a_choice(stem: str, rationale: str) -> None:
    assert keeps_order(asked(*CHOICES, stem=stem, rationale=rationale))
    plain = asked(*CHOICES, stem=stem)
    fed = (replace(plain.choices[0], feedback=text(rationale)), *plain.choices[1:])
    assert keeps_order(replace(plain, choices=fed))


@pytest.mark.parametrize(
    "rationale",
    [
        "The first one to see it was Gauss.", "The first man, since dead.",
        "First, since a mean is needed, add; then halve.", "The next one to find was the root.",
        "The next one hundred terms are too small.", "It grows. The next one follows from it.",
        "The remaining three years were cold.", "Two teams met. The former was right.",
        "There are two kinds. The first, because it is rare, is dear.", "It tips because the top is heavy.",
        "Its top one percent is cut.",
    ],
)  # fmt: skip
def test_a_place_of_something_else(rationale: str) -> None:
    assert not keeps_order(asked(*CHOICES, rationale=rationale))


@pytest.mark.parametrize(
    ("stem", "rationale"),
    [
        ("A first and a second flask are heated. Why?", "The first one, since it is small."),
        ("Which is heavier, sample number 3 or sample number 2?", "Number 2 is small."),
        ("Which follows from axiom #1?", "#1 is strong."),
    ],
)
def test_what_the_stem_has_counted_itself(stem: str, rationale: str) -> None:
    assert not keeps_order(asked(*CHOICES, stem=stem, rationale=rationale))
