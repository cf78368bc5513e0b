"""Letters in unusual shapes, and choices that are named by their places: none may go stale without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from references_for_tests import CHOICES, STEM, asked, keeps_order, text

from examgen.references import resolve


@pytest.mark.parametrize(
    "rationale",
    [
        # letters in other shapes
        "Ｂ对. 选项Ｃ不对.", "Ｂ grows", "ｂ is right", "Ⓑ is right", "ⓑ", "⒝ fails", "🅑 is right", "🄱 is right",
        "𝐁 is right", "（Ｂ）が正しい", "選択肢Ａは誤り", "①と③が正しい", "① and ③ are places",
        "答案是②", "❷ is wrong", "⑴ is wrong",
        "Option Α is right", "В is right",
        # numbers
        "1 is right, 2 is wrong.", "No. 2 grows.", "choice II grows", "Option Ⅱ is right",
        "Choices I and III are places.",
        "Responses 1 and 3 are places", "Alternatives 2 and 4 do.", "(iii) fails.", "(ii) and (iii) are traps.",
        "1) wrong, 2) right", "- 2 is wrong.\n- **3** is right.", "(1) is a place, (2) is right.",
        "1, 3 and 4 are incorrect.",
        "Both 1 and 3 are places.", "Statement 2 is wrong", "2 and 3 are distractors.",
        "The answer is 2, the variance.",
        "Correct answer: 2", "The key is 2.", "2 squares the deviations.", "2 is the variance.", "２ is right",
        "1-3 are wrong.", "1 → wrong", "1 and 3 both name places.", "1 ✗ 2 ✓",
        "1 (incorrect): it moves.", "1. Incorrect – it moves.", "No 2 is right.",
        # places
        "The option at the top is a place.", "The topmost option is a place.", "It is similar to the option before.",
        "The first one shrinks.", "the middle two are traps", "the one before the last is a place",
        "The one above is wrong.",
        "second from the top", "The last two are just traps.", "The first and third are places.",
        "The 3rd is a place.",
        "The third looks right but is a place.", "The two in the middle are places.",
        "The preceding one is a place.",
        "the choice right after it", "The correct answer is the third.", "So the last one is it.",
        "Only the third measures spread.",
        "Neither the first nor the third measures spread.", "Everything but the second is a place.",
        "Same as above.",
        "Students often choose the second.", "The option listed first is a place.",
        "The option in position 3 is a place.",
        "The first two, by contrast, are places.", "The third through fifth are places.",
        # letters
        "Choice-B is right.", "B. squares the deviations.", "Option a plus the root is right.",
        # other languages
        "Die erste Antwort ist falsch.", "Die zweite ist richtig.", "Antwort 2 ist richtig.",
        "Aussage 3 ist falsch.",
        "La première réponse est fausse.", "La réponse 3 est fausse.", "Les deux premières sont fausses.",
        "La opción 2 es falsa.", "Las dos últimas son falsas.", "La respuesta correcta es la segunda.",
        "A primeira alternativa está errada.", "Item III está errado.", "La prima risposta è sbagliata.",
        "第一个选项是错的", "第二项正确", "前两项都是错的", "故选B", "A项错误", "Aは平均、Bは分散である。",
        "正解は2です。", "3番が正しい",
        "最初の選択肢は誤り", "アとウは誤り", "甲正确", "Первый вариант неверен.", "Вариант 2 верен.", "Ответ Б неверен.",
    ],
)  # fmt: skip
def test_a_rationale_that_names_a_choice_keeps_the_order(rationale: str) -> None:
    assert keeps_order(asked(*CHOICES, rationale=rationale))
    plain = asked(*CHOICES)
    fed = (replace(plain.choices[0], feedback=text(rationale)), *plain.choices[1:])
    assert keeps_order(replace(plain, choices=fed))


@pytest.mark.parametrize(
    "rationale",
    [
        "1 is odd, and 2 is even.", "The first one hundred numbers are summed.", "Vitamin B helps.",
        "type AB blood",
        "There are two laws. The first states inertia; the second states force.", "In 1 of 2 cases it fails.",
        "The value 2 is too small.", "Add 1 and 2 to get 3.", "Step 1 is to add. Step 2 is to divide.",
        "Figure 2 is wrong.",
        "World War II was wrong.", "No, 2 more are needed.", "No. Two more.", "The last of the Romans.",
        "From (1) and (2) we get 3.", "From the top of the hill you see it.", "The table above shows it.",
        "As shown above, it moves.",
        "The first moment is the mean.", "The top of the stack is removed.", "1 is true and 0 is false.",
        "F = 2 is right.",
        "Take the first step.", "Die erste Zeile ist falsch.", "El primer paso es correcto.",
        "Вариантов много, ответ и решение просты.",
        "第一步是加。", "ＤＮＡは核酸である。", "ＵＶ光", "𝑥 is a number.", "The answer is 2 metres.", "The answer is 42.",
        "The rest are places.", "The longest answer need not be right.",
    ],
)  # fmt: skip
def test_other_numbers_and_places_are_left_alone(rationale: str) -> None:
    assert not keeps_order(asked(*CHOICES, rationale=rationale))


@pytest.mark.parametrize(
    "choice",
    [
        "option a plus heat", "AB", "ABC", "A, unless B", "AC", "Ⓐ and Ⓑ", "ＡとＢ", "①と③", "①③", "以上①②",
        "Responses 1 and 3",
        "Alternatives 2 and 4", "1 und 3", "1と3", "the one before the last", "the one above",
        "same as above", "second from the top",
        "The two above",
    ],
)  # fmt: skip
def test_a_choice_that_names_others_keeps_the_order(choice: str) -> None:
    assert keeps_order(asked(*CHOICES, choice))


@pytest.mark.parametrize(
    "choices",
    [
        ("A", "B", "AB", "O"), ("AB", "BC", "CD", "it depends"), ("AC", "DC", "steam", "wind"), ("Ａ型", "Ｂ型",
        "ＡＢ型", "Ｏ型"),
        ("Blood group AB", "Blood group A", "Blood group B"), ("DNA", "RNA", "ATP"), ("vitamin A plus D",
        "iron", "zinc", "salt"),
        ("a plan with no option", "the second law", "the first one hundred", "second from the sun"),
    ],
)  # fmt: skip
def test_groups_and_sides_are_no_letters_of_choices(choices: tuple[str, ...]) -> None:
    assert not keeps_order(asked(*choices))


@pytest.mark.parametrize(
    "told",
    [
        "Choose A or B.", "Choose C.", "Select A if both are true.", "mark Ⓓ", "Mark Ｄ if none.",
        "Use E if none holds.",
        "Choose \"e\" for none.", "Circle 4 if none holds.", "Choose the last option if none holds.",
        "如果都不对，选D。",
    ],
)  # fmt: skip
def test_a_stem_that_says_what_to_mark_keeps_the_order(told: str) -> None:
    assert keeps_order(asked(*CHOICES, stem=f"{STEM} {told}"))


@pytest.mark.parametrize(
    ("stem", "choices", "rationale"),
    [
        ("Which?\n\n① one\n\n② two\n\n③ three", ("①", "①②", "②③"), "①正确，②错误"),
        ("Which hold?\n\n1. It is.\n2. It was.", ("one", "both", "no"), "1 is right, 2 is wrong."),
        ("Which hold?\n\nI. It is.\n\nII. It was.", ("one", "both", "no"), "II is wrong; (ii) fails."),
        ("What is 1 + 1?", ("1", "2", "3"), "2 is right, 1 is wrong. The answer is 2."),
        ("The first bulb glows, the second does not. Why?", ("one", "both", "no"), "The first one shrinks."),
    ],
)
def test_numbers_of_the_question_itself_are_no_places(
    stem: str, choices: tuple[str, ...], rationale: str
) -> None:
    assert not keeps_order(asked(*choices, stem=stem, rationale=rationale))


def test_a_letter_in_another_shape_is_an_error_where_the_author_has_other_letters() -> None:
    question = asked("one", "two", rationale="Ｂ is right.")
    moved = tuple(replace(each, id=id) for each, id in zip(question.choices, "bc", strict=True))
    found = resolve(replace(question, choices=moved, answer=frozenset("b")))
    assert [(each.code, each.severity.value) for each in found.problems] == [("stale-letter", "error")]
