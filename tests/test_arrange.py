"""Promises 2 and 3: same input, same paper; an edit moves nothing else."""

from __future__ import annotations

import json
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import numpy as np
import pcg64
from banks_for_tests import exam, question
from hypothesis import given
from hypothesis import strategies as st

from examgen.arrange import SCHEME, arrange, choice_orders, draws, pick, question_orders, stream_key
from examgen.exam import answer_letters, letters_of
from examgen.model import Question

VECTORS = json.loads((Path(__file__).parent / "data" / "examgen-1.json").read_text(encoding="utf-8"))

ids = st.lists(st.text("abcdefghij-0123456789", min_size=1, max_size=8), min_size=1, max_size=8, unique=True)
seeds = st.text(max_size=12)


@st.composite
def questions(draw: st.DrawFn, min_size: int = 1) -> list[Question]:
    """Questions with 2 to 6 choices, some of them pinned."""
    made = []
    for id in draw(ids.filter(lambda found: len(found) >= min_size)):
        count = draw(st.integers(2, 6))
        letters = "abcdef"[:count]
        made.append(
            question(
                id,
                [f"choice {i}" for i in range(count)],
                draw(st.lists(st.sampled_from(letters), min_size=1, unique=True)),
                pinned=draw(st.lists(st.sampled_from(letters), max_size=2, unique=True)),
                pin=draw(st.booleans()),
                keep_order=draw(st.integers(0, 9)) == 0,
            )
        )
    return made


def test_the_published_vectors_hold() -> None:
    assert VECTORS["scheme"] == SCHEME
    for vector in VECTORS["streams"]:
        key = stream_key(vector["seed"], vector["purpose"], vector["id"])
        assert f"{key:032x}" == vector["key"]
        numbers = draws(vector["seed"], vector["purpose"], vector["id"], (1, len(vector["raw"])))
        assert numbers[0].tolist() == [int(number) for number in vector["raw"]]
    for vector in VECTORS["orders"]:
        asked = [
            question(item["id"], [str(i) for i in range(item["choices"])], pinned=item["pinned"])
            for item in vector["questions"]
        ]
        found = arrange(exam(asked), vector["seed"], len(vector["versions"]))
        assert [[list(v.questions), [list(c) for c in v.choices]] for v in found] == vector["versions"]


def test_the_vectors_agree_with_an_implementation_of_pcg64_that_is_not_numpys() -> None:
    for vector in VECTORS["streams"]:
        parts = [part.encode() for part in (SCHEME, vector["seed"], vector["purpose"], vector["id"])]
        message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        key = int.from_bytes(blake2b(message, digest_size=16).digest(), "big")
        assert f"{key:032x}" == vector["key"]
        assert [str(n) for n in islice(pcg64.raw(key), len(vector["raw"]))] == vector["raw"]


@given(questions(), seeds, st.integers(1, 5), st.integers(1, 5))
def test_a_new_version_moves_nothing(asked: list[Question], seed: str, versions: int, more: int) -> None:
    before = arrange(exam(asked), seed, versions)
    assert arrange(exam(asked), seed, versions + more)[:versions] == before


@given(questions(min_size=2), seeds, st.data())
def test_a_new_question_moves_no_choice_and_swaps_no_questions(
    asked: list[Question], seed: str, data: st.DataObject
) -> None:
    asked = [question(q.id, [c.text.source for c in q.choices], sorted(q.answer)) for q in asked]
    gone = data.draw(st.integers(0, len(asked) - 1))
    fewer = asked[:gone] + asked[gone + 1 :]
    for small, large in zip(arrange(exam(fewer), seed, 3), arrange(exam(asked), seed, 3), strict=True):
        small_ids = [fewer[i].id for i in small.questions]
        large_ids = [asked[i].id for i in large.questions]
        assert small_ids == [id for id in large_ids if id != asked[gone].id]
        orders = dict(zip(large_ids, large.choices, strict=True))
        assert all(orders[id] == order for id, order in zip(small_ids, small.choices, strict=True))


@given(questions(), seeds, st.data())
def test_mending_a_text_moves_nothing(asked: list[Question], seed: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(asked) - 1))
    mended = list(asked)
    old = asked[index]
    mended[index] = question(
        old.id,
        [c.text.source + " mended" for c in old.choices],
        sorted(old.answer),
        stem="Another stem?",
        pinned=[c.id for c in old.choices if c.pin],
        pin=old.pin,
        keep_order=old.keep_order,
    )
    assert arrange(exam(mended), seed, 4) == arrange(exam(asked), seed, 4)


@given(questions(), seeds)
def test_orders_are_permutations_and_pins_stay(asked: list[Question], seed: str) -> None:
    for version in arrange(exam(asked), seed, 3):
        assert sorted(version.questions) == list(range(len(asked)))
        for place, (index, order) in enumerate(zip(version.questions, version.choices, strict=True)):
            asked_one = asked[index]
            assert sorted(order) == list(range(len(asked_one.choices)))
            if asked_one.pin:
                assert place == index
            for position, choice in enumerate(order):
                if asked_one.keep_order or asked_one.choices[choice].pin:
                    assert position == choice


@given(questions(), seeds)
def test_a_letter_leads_back_to_its_choice(asked: list[Question], seed: str) -> None:
    for version in arrange(exam(asked), seed, 2):
        for index, order in zip(version.questions, version.choices, strict=True):
            letters = letters_of(asked[index], order)
            chosen = {
                asked[index].choices[order[ord(mark) - 65]].id for mark in answer_letters(asked[index], order)
            }
            assert chosen == asked[index].answer
            assert sorted(letters.values()) == [chr(65 + i) for i in range(len(order))]


@given(questions(min_size=3), seeds, st.data())
def test_a_draw_of_more_questions_keeps_those_of_a_smaller_draw(
    asked: list[Question], seed: str, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(asked) - 1))
    fewer, more = pick(asked, seed, count), pick(asked, seed, count + 1)
    assert len(set(fewer)) == count
    assert set(fewer) < set(more)


def test_keeping_the_question_order_changes_no_choice() -> None:
    asked = [question(f"q{i}") for i in range(9)]
    kept = arrange(exam(asked), "1", 4, keep_question_order=True)
    free = arrange(exam(asked), "1", 4)
    assert all(version.questions == tuple(range(9)) for version in kept)
    for one, other in zip(kept, free, strict=True):
        assert dict(zip(one.questions, one.choices, strict=True)) == dict(
            zip(other.questions, other.choices, strict=True)
        )


def test_every_position_is_as_likely_as_another() -> None:
    orders = choice_orders(question("fair"), "seed", 20_000)
    counts = np.array([np.bincount(orders[:, place], minlength=4) for place in range(4)])
    # 20,000 draws at 1/4: a standard deviation of 61.
    assert np.abs(counts - 5000).max() < 5 * 61
    rows = question_orders([question(f"q{i}") for i in range(5)], "seed", 20_000)
    counts = np.array([np.bincount(rows[:, place], minlength=5) for place in range(5)])
    assert np.abs(counts - 4000).max() < 5 * 57


def test_streams_of_different_purpose_seed_or_id_differ() -> None:
    keys = {
        stream_key(*parts)
        for parts in [
            ("1", "choices", "a"),
            ("1", "question", "a"),
            ("2", "choices", "a"),
            ("1", "choices", "b"),
        ]
    }
    assert len(keys) == 4
    assert stream_key("1", "choicesa", "") != stream_key("1", "choices", "a")
