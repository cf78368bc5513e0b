"""Letters and places of choices in other languages than English: no paper may print one that has gone stale."""

from __future__ import annotations

import pytest

from examgen.formats.quiz.reader import read
from examgen.references import resolve
from examgen.references.resolution import Resolution


def resolved(choice: str) -> Resolution:
    source = f"1. What?\n - (a) one thing\n - (b) two things\n - (c) three\n - (d) {choice}\n\nAnswer: d\n"
    return resolve(read("bank.md", source).bank.questions[0])


@pytest.mark.parametrize(
    "choice",
    [
        "A e C estão corretas", "Ambas a) e b)", "Las respuestas A y C", "A et B sont vraies", "Les réponses a et c",
        "Sowohl A als auch B", "Antworten A und C", "A en B zijn juist", "A och B", "A i B są poprawne", "A ve B",
        "AとB", "A和B都对", "AB都是", "Antwort A ist falsch", "la opción B", "选项A", "答案是A和C",
    ],
)  # fmt: skip
def test_letters_keep_the_authors_order(choice: str) -> None:
    found = resolved(choice)
    assert found.question.keep_order
    assert [problem.code for problem in found.problems] == ["stale-letter"]


@pytest.mark.parametrize(
    "choice",
    [
        "Nenhuma das anteriores", "以上都不是", "以上都是", "上記のすべて", "위의 모두",
        "Все перечисленные", "Ни один из вариантов",
        "Wszystkie powyższe",
        "Yukarıdakilerin hiçbiri", "Alla ovanstående", "Tất cả các đáp án trên", "جميع ما سبق",
    ],
)  # fmt: skip
def test_all_of_the_above_is_pinned(choice: str) -> None:
    found = resolved(choice)
    assert [each.pin for each in found.question.choices] == [False, False, False, True]
    assert not found.question.keep_order


@pytest.mark.parametrize(
    "choice",
    [
        "Vitamina A e B12",
        "Alle Tiere",
        "alla romana",
        "Ни рыба ни мясо",
        "x e y",
        "Все животные",
        "DNA和RNA都是",
    ],
)
def test_other_words_are_none(choice: str) -> None:
    found = resolved(choice)
    assert not found.question.keep_order
    assert not any(each.pin for each in found.question.choices)
    assert not found.problems
