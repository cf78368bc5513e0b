"""Orders from a seed: the only module that draws random numbers.

Scheme ``examgen-1``. Every purpose has a stream of its own: numpy's PCG64 bit generator, seeded with the 128-bit blake2b
digest of the scheme's name, the seed, the purpose and the question's id. Only raw 64-bit integers are drawn, because numpy
promises these, and not its shuffles, to stay the same in every release (NEP 19). An order is the stable argsort of draws.

- choices: the stream ``choices`` of a question fills an array of shape (versions, choices), row by row; the argsort of row
  v is the order in version v.
- questions: the stream ``question`` of a question fills its column in an array of shape (versions, questions); the
  argsort of row v is the order in version v.
- a draw from the bank: the first number of the stream ``pick`` of each question; the smallest ones are picked.

A new version is one more row and a new question one more column: nothing else moves. What is pinned keeps its place;
the others are sorted into the places that are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from examgen.exam import Exam, Version
from examgen.letters import version_label
from examgen.model import Question

SCHEME = "examgen-1"

Orders = NDArray[np.intp]


def stream_key(seed: str, purpose: str, id: str) -> int:
    """Return the 128-bit seed of one stream.

    It is the blake2b digest (16 bytes, big-endian) of the scheme's name, the seed, the purpose and the id, each in UTF-8
    and preceded by its length in bytes as 8 bytes, big-endian, so that no two different inputs look alike.
    """
    digest = blake2b(digest_size=16)
    for part in (SCHEME, seed, purpose, id):
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return int.from_bytes(digest.digest(), "big")


def draws(seed: str, purpose: str, id: str, shape: tuple[int, int]) -> NDArray[np.uint64]:
    """Return raw 64-bit draws of one stream, shape (rows, columns), filled row by row."""
    raw = np.random.PCG64(stream_key(seed, purpose, id)).random_raw(shape[0] * shape[1])
    return np.asarray(raw, dtype=np.uint64).reshape(shape)


def order_around_pins(numbers: NDArray[np.uint64], pinned: Sequence[bool]) -> Orders:
    """Return the order of each row, shape as ``numbers`` (rows, items): item indices by place.

    A pinned item stands at its own index; the others fill the places left, in ascending order of their numbers.
    """
    rows, items = numbers.shape
    orders = np.tile(np.arange(items, dtype=np.intp), (rows, 1))
    free = np.flatnonzero(~np.asarray(pinned, dtype=bool)) if items else np.array([], dtype=np.intp)
    orders[:, free] = free[np.argsort(numbers[:, free], axis=1, kind="stable")]
    return orders


def choice_orders(question: Question, seed: str, versions: int) -> Orders:
    """Return the order of a question's choices in each version, shape (versions, choices)."""
    count = len(question.choices)
    pinned = [question.keep_order or choice.pin for choice in question.choices]
    return order_around_pins(draws(seed, "choices", question.id, (versions, count)), pinned)


def question_orders(
    questions: Sequence[Question], seed: str, versions: int, *, keep_order: bool = False
) -> Orders:
    """Return the order of the questions in each version, shape (versions, questions)."""
    numbers = np.empty((versions, len(questions)), dtype=np.uint64)
    for column, question in enumerate(questions):
        numbers[:, column] = draws(seed, "question", question.id, (versions, 1))[:, 0]
    return order_around_pins(numbers, [keep_order or question.pin for question in questions])


def pick(questions: Sequence[Question], seed: str, count: int) -> list[int]:
    """Return the 0-based indices of ``count`` questions drawn by the seed, ascending.

    Every version gets the same ones.
    """
    numbers = [int(draws(seed, "pick", question.id, (1, 1))[0, 0]) for question in questions]
    return sorted(sorted(range(len(questions)), key=lambda index: numbers[index])[:count])


def arrange(
    exam: Exam, seed: str, versions: int, *, keep_question_order: bool = False
) -> tuple[Version, ...]:
    """Return the versions of an exam: A, B, ..."""
    by_question = question_orders(exam.questions, seed, versions, keep_order=keep_question_order).tolist()
    by_choice = [choice_orders(question, seed, versions).tolist() for question in exam.questions]
    return tuple(
        Version(
            index=index,
            label=version_label(index),
            questions=tuple(order),
            choices=tuple(tuple(by_choice[question][index]) for question in order),
        )
        for index, order in enumerate(by_question)
    )
