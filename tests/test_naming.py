"""Made ids: what they are made of, and that they do not depend on the place in the file."""

from __future__ import annotations

from hashlib import blake2b
from random import Random

import pytest
from conftest import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from examgen.formats.naming import name_questions, slug


def digits(stem: str) -> str:
    return blake2b(stem.encode(), digest_size=4).hexdigest()


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("What limits a network with no hidden layer?", "limits-network-hidden-layer"),
        ("Name the CAPITAL of France, of Spain, of Italy and of Malta.", "name-capital-france-spain-italy"),
        ("What is it?", "what-is-it"),
        ("Évaluez l\u2019intégrale ﬁnie", "evaluez-lintegrale-finie"),
        ("Große Straße", "grosse-strasse"),
        ("Compute $\\int_0^1 x\\,dx$ and \\(y\\) and \\[z\\] and $$w$$ exactly", "compute-exactly"),
        ("Tickets cost $5 and $10 today", "tickets-cost-5-10-today"),
        ("Prints `x = 1` or ``a`b`` twice?\n\n```python\nhidden()\n```\n", "prints-twice"),
        (
            "See ![a cat](cat.png) near [the docs](https://example.org) <b>bold</b>&nbsp;end",
            "see-near-docs-bold-end",
        ),
        ("See ![a cat](cat.png){width=50%} here", "see-here"),
        ("Pick [[a]] \\textbf{wisely}", "pick-wisely"),
        ("$x^2$", "q"),
        ("量子力学", "q"),
        ("", "q"),
    ],
)
def test_slug(stem: str, expected: str) -> None:
    assert slug(stem) == expected


def test_a_slug_is_short() -> None:
    assert slug("x" * 500) == "x" * 60


def test_given_ids_are_kept() -> None:
    assert name_questions(["Alpha", "Beta"], ["Mine 1", None]) == ["Mine 1", "beta"]


def test_equal_given_ids_are_left_to_the_check() -> None:
    assert name_questions(["Alpha", "Beta"], ["x", "x"]) == ["x", "x"]


def test_all_that_collide_carry_digits() -> None:
    names = name_questions(["What is  Bias?", "Bias!", "Other"], [None] * 3)
    assert names == [f"bias-{digits('what is bias?')}", f"bias-{digits('bias!')}", "other"]


def test_a_made_id_gives_way_to_a_given_one() -> None:
    assert name_questions(["Bias", "Other"], [None, "bias"]) == [f"bias-{digits('bias')}", "bias"]


def test_equal_stems_are_counted() -> None:
    first = f"bias-{digits('bias')}"
    assert name_questions(["Bias", "bias ", "BIAS"], [None] * 3) == [first, f"{first}-2", f"{first}-3"]


def test_digits_that_are_taken_are_counted_on() -> None:
    first = f"bias-{digits('bias')}"
    assert name_questions(["Bias", "x", "y"], [None, "bias", first]) == [f"{first}-2", "bias", first]


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="zip"):
        name_questions(["a"], [])


STEMS = st.lists(
    st.sampled_from(["Bias", "What is bias?", "bias!", "Beta", "$x$", "$y$", "Gamma delta"]), unique=True
)


@given(STEMS, st.randoms(use_true_random=False))
def test_a_name_does_not_depend_on_the_place(stems: list[str], random: Random) -> None:
    shuffled = list(stems)
    random.shuffle(shuffled)
    names = dict(zip(stems, name_questions(stems, [None] * len(stems)), strict=True))
    assert dict(zip(shuffled, name_questions(shuffled, [None] * len(stems)), strict=True)) == names


@given(st.lists(st.tuples(st.text(), st.none() | st.text(min_size=1))))
@settings(max_examples=tries(200))
def test_made_names_are_unique(questions: list[tuple[str, str | None]]) -> None:
    given_ids = [id for _, id in questions]
    names = name_questions([stem for stem, _ in questions], given_ids)
    made = [name for name, id in zip(names, given_ids, strict=True) if id is None]
    assert len(set(made)) == len(made)
    assert not set(made) & set(given_ids)
    assert [name for name, id in zip(names, given_ids, strict=True) if id is not None] == [
        id for id in given_ids if id is not None
    ]
