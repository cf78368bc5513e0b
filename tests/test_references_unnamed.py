"""Choices named without a noun, by numbers, places and letters, in English and other languages: none goes stale unsaid.

The stem and the choices have no number and no letter of their own; where they have, the same words mean these.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from references_for_tests import CHOICES, asked, keeps_order, text

from examgen.references import resolve


@pytest.mark.parametrize(
    "rationale",
    [
        # English
        "The former two are places, the latter two are not.", "Only one above is right.",
        "1 = mean, 2 = variance.", "[1] is wrong", "[1] and [3] are wrong.", "[2] squares the deviations.",
        "ㄱ은 틀리다.", "ㄱ, ㄴ이 옳다.", "ㄴ이 정답이다.", "same as the preceding", "The same as the preceding.",
        "Ans 2",
        "Ans: 2", "Correct: 3", "Correct option: 3.", "Correct = 3", "It's 2.", "It is 2, since it squares.",
        "So 2.", "So, 2 it is.", "Hence (2).", "Therefore 2 is the one.", "it must be the second.",
        "We are left with the second.", "This leaves the second and third.", "That leaves 2.",
        "That leaves only 2 and 3.", "We can cross out 1 and 3.", "Cross out the first and third.",
        "Eliminate 1, 3 and 4.", "Eliminate the first.", "Rule out 1.", "Rule out the last two.",
        "Half the class answered 4.", "Half the class chose 4.", "If you chose 4, you took the mode.",
        "If you answered 4, you took the mode.", "You selected 1; that is a place.", "You marked the first.",
        "Compare with the previous.", "Compare it with the next one.", "Unlike the previous, it squares.",
        "Unlike the next one, it is robust.", "See the next one.", "See above.", "As in 2, it is squared.",
        "As for 2, it is a square.", "As for the second, it is a square.",
        "As to the last, it is a spread too.", "Regarding 3: it is a place.",
        "Regarding the third: it is a place.", "Concerning the last two: places.", "In 1, the sum is taken.",
        "In (1), the sum is taken.", "In the first, the sum is taken.",
        "In the third and fourth, a place is named.", "For 1, think of outliers.",
        "For the first, think of outliers.", "1: place. 2: spread. 3: place.",
        "1 - place, 2 - spread, 3 - place", "1 and 3 name places.", "1 & 3: places", "1, 3, 4: places",
        "1/3/4 are places", "1–3 name places.", "1 through 3 are places.", "1 to 3 are out.",
        "Nos. 1 and 3 are places.", "Numbers 1 and 3 are places.", "Only 2 is a spread.",
        "Not 1, because it is a place.", "Not 1 but 2.", "Either of 2 and 5 would do.",
        "All but 2 are places.", "All except 2 are places.", "Everything but 2 is a place.",
        "The other two above are places.", "The three others below are places.",
        "The first listed is a place.", "The first mentioned is a place.",
        "The last mentioned is also a spread.", "The last-named is also a spread.",
        "The former choice is a place.", "The latter two options are places.", "The latter three are places.",
        "The upper two are places.", "The lower three are places.", "The lower option is a spread.",
        "The upper choice is a place.", "The outer two are places.", "The even-numbered ones are spread.",
        "The odd-numbered choices are places.", "The choice in the middle is a place.",
        "The topmost is a place.", "The second-last is a place.", "2nd is right.", "2nd one is right.",
        "First is wrong, second is right.", "First: wrong. Second: right.",
        "Second is correct because it squares.", "Third is a place.", "(i) is a place", "i) is a place",
        "II squares the deviations.", "Option-2 squares.", "option2 squares", "Opt. 2 squares.",
        "Opt 2 squares.", "Foil 3 is a place.", "Checkbox 2 should be ticked.", "BCD are out.",
        "The correct answer is listed second.", "The correct answer comes second.",
        "The right one stands in third place.", "The right one is at position 2.",
        "The correct answer is second.", "Answer: second.", "Answer: the second.", "Answer: second one",
        "Answer: two.", "Answer -> 2", "⇒ 2", "-> 2",
        # other languages
        "Die ersten beiden scheiden aus.", "Nur die dritte stimmt.", "Richtig ist die zweite.",
        "Richtig sind 2 und 5.", "Die zweite Option ist richtig.", "Antwort (2)",
        "Die obige Antwort ist falsch.", "Die mittlere ist ein Lagemaß.",
        "Les deux premières décrivent une position.", "A est faux car c'est une position.",
        "La réponse précédente est fausse.", "Las dos primeras describen una posición.",
        "La correcta es la 2.", "Se descarta la primera.", "La anterior es falsa.",
        "A opção anterior está errada.", "L'opzione precedente è falsa.", "De laatste is juist.",
        "Het juiste antwoord is 2.", "Optie 3 is onjuist.", "Первые два неверны.", "А и В неверны.",
        "Второе верно.", "В отличие от Б, это не квадрат.", "第2个正确。", "前两个都错。", "最后一个是对的。",
        "上一个选项是错的。",
        "AC排除。", "与B不同，它不是平方。", "1つ目は誤り。", "最初の二つは誤り。", "前の選択肢は誤り。",
        "Bと違い、二乗ではない。", "정답은 2번이다.", "2번이 맞다.",
        "ㄱ과 ㄷ은 틀리다.", "두 번째가 맞다.", "마지막 보기가 맞다.", "앞의 보기는 틀리다.", "الإجابة ب خاطئة.",
        "الإجابة الصحيحة: ج",
        "الخيار 2 صحيح.", "الخيار الأول خاطئ.", "أ و ج خاطئتان.", "الأول والثالث خاطئان.",
        "الخياران الأول والثاني خاطئان.",
    ],
)  # fmt: skip
def test_a_rationale_that_names_a_choice(rationale: str) -> None:
    assert keeps_order(asked(*CHOICES, rationale=rationale))
    plain = asked(*CHOICES)
    fed = (replace(plain.choices[0], feedback=text(rationale)), *plain.choices[1:])
    assert keeps_order(replace(plain, choices=fed))


@pytest.mark.parametrize(
    "choice",
    [
        # English
        "the latter two", "Both of the latter two", "If A then B", "if A, then B", "ㄱ, ㄴ", "ㄱ과 ㄴ",
        "same as the preceding", "same as the preceding one", "The opposite of the one before",
        "the reverse of the previous", "as above, but squared", "ditto, but squared",
        "A and the square root of it", "the square root of B", "twice B", "B squared",
        "either of the two before", "the two preceding", "half of the previous one",
        "the negation of the first", "the first, but squared", "the first one, but squared",
        "like the second, but without the root", "a mix of the first and the third",
        "a combination of 1 and 3", "1 and 2, but not 3", "1, 2", "1 + 3", "1 or 2, depending on the data",
        "only 2", "only (2)", "only the second", "number 2", "number 2 only", "no. 2 and no. 3", "(1), (3)",
        "#1 and #3", "both of the first and last", "everything except the first", "all except the last",
        "all but the first two", "all but 2", "anything but the above", "all the ones before this",
        "none of the previously listed", "what has been said above", "see above", "the above",
        "the above, but squared", "A → B", "A = B", "A, but only if B is false", "A is right and so is B",
        "A because of B", "A, since B is no measure", "the same thing as B", "equal to C",
        "depends on whether A or B holds", "A first, then B", "A before B", "A in summer, B in winter",
        "cannot be told apart from B", "answers i and iii", "i and iii", "i & ii only", "I or II",
        "the last one below", "the next one", "the next two", "the answer that follows",
        "the following option", "one of the two that follow", "its predecessor", "10 more than the previous",
        # other languages
        "weder A noch B", "nur die erste", "1 und 2 sind richtig", "das Gegenteil von A", "ni A ni B",
        "uniquement A", "1 et 2 sont vraies", "l'inverse de A", "las dos primeras",
        "1 y 2 son correctas", "la anterior", "ambas a y b", "apenas A", "as duas primeiras",
        "a e b estão corretas", "solo A", "le prime due", "noch A noch B", "de eerste twee",
        "1 en 2 zijn juist", "ни А, ни Б", "первые два", "верны А и Б", "只有A", "前两个", "以上两个", "最初の二つ",
        "A 또는 B", "ㄱ만", "1과 2", "위의 두 개", "أ وب معا", "كل من أ و ب", "الأول والثاني",
    ],
)  # fmt: skip
def test_a_choice_that_names_another(choice: str) -> None:
    assert keeps_order(asked(*CHOICES, choice))


@pytest.mark.parametrize(
    "stem",
    [
        # English
        "Compare choice 2 with choice 3. Which says how far values lie apart?",
        "Compare choices 2 and 3. Which is the larger?", "Why is option 3 better than option 1?",
        "Choice 4 is a common trap. Which is right?", "Ignore alternative 5. Which is right?",
        "How does answer 2 differ from answer 1?",
        "Which is larger, the quantity in choice 1 or that in choice 2?",
        "If choice (i) is excluded, which of the rest is right?",
        "Which of options 1-3 is a measure of spread?", "Rank choices 1 through 5. Which is smallest?",
        "If you think two are right, answer with the last one.", "Put a cross at D when you are unsure.",
        "Hint: it is not A.", "Hint: the answer is not in the first two.",
        "Note that C and D differ by a factor only. Which is right?",
        "(Do not choose E without a reason.) Which is right?", "Which option other than B is a place?",
        "Select option no. 4 if none applies.", "Fill in bubble C if unsure. Which is right?",
        "Leave the third box blank. Which is right?", "Before answering, read choice three. Which is right?",
        "Which is right? (Pick the last if all are.)", "Which is right? (E = none of these)",
        "Which is right? D means that you do not know.", "Use choice 5 when nothing fits. Which is right?",
        "Is choice 2 a measure of place or of spread?", "Why is answer 2 wrong?",
        # other languages
        "Vergleichen Sie Antwort 2 mit Antwort 3. Was ist größer?", "Kreuzen Sie D an, wenn nichts zutrifft.",
        "Wählen Sie die letzte Antwort, wenn nichts zutrifft.", "Pourquoi la réponse B est-elle fausse ?",
        "Choisissez E si aucune réponse ne convient.", "¿Por qué es falsa la respuesta B?",
        "Elija la última opción si no sabe.", "Marque D se nada servir.",
        "Confrontare la risposta 2 con la risposta 3. Quale è maggiore?", "Kies E als geen antwoord past.",
        "Почему ответ Б неверен?", "比较选项2和选项3，哪个大？", "選択肢2と選択肢3を比べよ。どちらが大きいか。",
        "보기 2와 보기 3을 비교하라. 어느 것이 큰가?",
        "قارن الخيار 2 بالخيار 3. أيهما أكبر؟",
    ],
)  # fmt: skip
def test_a_stem_that_names_a_choice(stem: str) -> None:
    assert keeps_order(asked(*CHOICES, stem=stem))


@pytest.mark.parametrize(
    "rationale",
    [
        # English
        "Type A errors are rarer than type B errors.",
        "As Figure 1 shows, it grows.",
        "In step 2 the mean is removed.", "Step 2: remove the mean.", "See table 3 for the values.",
        "Chapter 2 has more on it.", "See section 4.", "See Smith [1] and Jones [2].",
        "Spread was measured by 2 teams in 3 towns.", "It has two causes: 1) noise, 2) drift.",
        "There are two kinds. The first is noise, the second is drift.",
        "First, take the mean; second, square.", "First: take the mean. Second: square.",
        "Compare it with the first edition.", "In the first step the mean is taken.",
        "In the first place, it is no measure.", "The former name was scatter.",
        "The latter half of the data is smooth.", "The former two terms cancel.",
        "The last one hundred years were warm.", "The next step is to square.",
        "The next one to find was the root.", "The following holds: it squares.",
        "The preceding chapter says so.", "as in the previous chapter", "The upper quartile is larger.",
        "The lower two thirds are kept.", "He chose the first path.", "She picked the last of the apples.",
        "Darwin was the first to see it.", "The first to see it was Gauss.", "It is the second moment.",
        "It came second in the race.", "World War I ended in 1918.", "Elizabeth II was queen.",
        "Type II errors are missed.", "Phase III trials", "in 1 and 2 Kings", "5 minus 3 leaves 2.",
        "The result is 2.", "It is 2 m long.", "So 2 is prime.", "It was 20 degrees.", "For 3 years it grew.",
        "In 3 of 4 towns it fell.", "Only 2 people came.", "2 + 2 = 4.", "At 2 a.m. it rained.",
        "On page 2, it is said.", "All but two are places.", "x = 1 is the root.", "If p then q.",
        "Let A and B be sets. If A then B.", "The odd-numbered years were warm.",
        "All of the above is about places.", "The table below says so.", "The paragraph above says so.",
        "The middle ages were warm.", "The middle class grew.", "The top quark is heavy.",
        "The bottom line is red.", "The answer is the second law of motion.", "The answer comes at the end.",
        "the latter is a place", "at position 2 of the string", "Leave the first cell empty.",
        "Use the last known value.",
        # other languages
        "Die ersten Menschen jagten.", "Die letzten Jahre waren warm.", "Die erste Zeile ist falsch.",
        "Der zweite Weltkrieg endete 1945.", "Die zweite Ableitung ist null.", "Vitamin B ist wichtig.",
        "Nur 2 von 3 Kindern kamen.", "Zu 2 Prozent stimmt das.", "Das erste Gesetz ist richtig.",
        "Les deux premières années sont difficiles.", "La première loi est juste.",
        "La dernière guerre est finie.", "La vitamine B est utile.", "Las dos primeras guerras son largas.",
        "La última ley es correcta.", "La primera ley es correcta.", "A veces es así.",
        "A medida que crece, sube.", "A lei é antiga.", "La prima legge è corretta.",
        "De eerste wet is juist.", "De eerste twee jaren zijn warm.", "Первый закон верен.",
        "Вторая мировая война закончилась.", "А это верно.", "И так далее.", "В городе тепло.",
        "В этом случае ответ прост.", "А потом ответ прост.", "第一次世界大战结束了。", "第二步是平方。",
        "维生素B有用。", "前两年很热。",
        "最后一年很热。", "DNA是核酸。", "A型血是常见的。", "甲烷是气体。", "一つ目の法則は慣性だ。",
        "アルミニウムは金属だ。", "最初の年は暖かい。",
        "첫 번째 법칙은 관성이다.", "비타민 B는 중요하다.", "두 번째 해는 덥다.", "마지막 해는 덥다.",
        "القانون الأول صحيح.",
        "الحرب العالمية الثانية انتهت.", "فيتامين ب مهم.",
    ],
)  # fmt: skip
def test_a_rationale_that_speaks_of_something_else(rationale: str) -> None:
    assert not keeps_order(asked(*CHOICES, rationale=rationale))


@pytest.mark.parametrize(
    "choice",
    [
        "If it rains then it pours", "the first law", "the second derivative", "the last emperor",
        "the next day", "the following day", "the previous owner", "the latter half", "vitamin B",
        "hepatitis C and D", "C", "C, Java and Perl", "Java, C and Perl", "written in C by hand",
        "the C major scale", "B cells", "T cells and B cells", "Plan B", "grade A eggs", "John C. Calhoun",
        "A mean of means", "A", "E. coli", "5 C", "10 °C", "A4 paper", "the B-tree", "2", "2 m", "two",
        "only two", "1914", "3 and a half", "1 to 5 days", "at least 2", "only 2 of them", "not 2 but 3 teams",
        "no. 10 Downing Street",
        "=2+2", "C:\\temp\\new", "B:/data", "the one that varies most", "the ones that differ", "the two halves",
        "the upper quartile", "the lower bound", "the top ten", "what is said above the line",
        "above the mean", "below the median", "the above-average values", "Vitamin B und C",
        "die ersten Menschen", "die beiden Brüder", "les deux frères", "la première guerre",
        "las dos hermanas", "la primera guerra", "as duas irmãs", "le prime piogge", "de eerste mens",
        "первый закон", "только вода", "И вода, и лёд", "第一次", "前年", "甲烷", "甲骨文", "最初の年", "上の空",
        "첫 해",
        "위의 하늘", "القانون الأول", "الماء و الثلج",
    ],
)  # fmt: skip
def test_a_choice_that_speaks_for_itself(choice: str) -> None:
    assert not keeps_order(asked(*CHOICES, choice))


@pytest.mark.parametrize(
    "stem",
    [
        "Choose two. Which are places?", "Select 2. Which are places?", "Choose 3 of these.",
        "Answer 2 of the following. Which?", "In C, what does a loop do?",
        "Which vitamin is meant? Vitamin C or D?", "Note: A is the area. What is spread?",
        "Hint: B is a set. What is spread?", "Option 1: pay now. Option 2: pay later. Which is cheaper?",
        "Is plan A or plan B cheaper?", "If A, then B. If B, then C. What follows?",
        "Points A and B lie apart. How far?", "Choose the first prime number.",
        "Fill the last gap: the ___ is a place.", "Leave the last cell as it is. What happens?",
        "Tick the right box.", "Each option below is a place but one. Which?",
    ],
)  # fmt: skip
def test_a_stem_that_speaks_of_something_else(stem: str) -> None:
    assert not keeps_order(asked(*CHOICES, stem=stem))


@pytest.mark.parametrize(
    ("stem", "choices", "rationale"),
    [
        ("How many legs?", ("two", "four", "six"), "Eliminate 1. So 2."),
        ("Which hold?\n\n1. It is.\n2. It was.", ("one", "both", "no"), "Eliminate 1. In 2, it was."),
        ("Which is prime?", ("2", "4", "6"), "It is 2. Not 1, because it is a unit."),
        ("The first bulb glows. Why?", ("current", "heat", "air"), "Eliminate the first."),
        ("ㄱ. 물은 젖다. ㄴ. 불은 차다.", ("하나", "둘", "없다"), "ㄱ은 옳다."),
        ("Let A be a set.", ("A is finite", "B holds A", "it is empty"), "Let A and B be sets. If A then B."),
    ],
)
def test_what_the_question_has_itself_is_meant(stem: str, choices: tuple[str, ...], rationale: str) -> None:
    assert not keeps_order(asked(*choices, stem=stem, rationale=rationale))


@pytest.mark.parametrize(
    "rationale",
    [
        "A and B are constants, and C grows.", "A and C are points of a line.", "Let A and B be sets. Hence A.",
        "Let A be a set that is closed. Therefore, A.",
    ],
)  # fmt: skip
def test_letters_that_may_be_judged_are_not_taken_for_defined(rationale: str) -> None:
    assert keeps_order(asked(*CHOICES, rationale=rationale))


def test_places_that_the_stem_has_counted_may_have_things() -> None:
    stem = "One model is better than a second one. Which follows?"
    choices = ("the first has more data", "its data are unlike the second's", "both are large")
    assert not keeps_order(asked(*choices, stem=stem))
    assert keeps_order(asked("the mean", "the mode", "unlike the second's"))


@pytest.mark.parametrize(
    "choices",
    [
        ("A → B", "B → A", "A ∧ B", "A ∨ B"),
        ("only 2", "only 3", "1 + 3", "2 + 3"),
        ("C", "Java", "Perl", "both C and Java"),
        ("the first", "the second", "only the third", "the last"),
    ],
)
def test_choices_that_are_alike_name_no_others(choices: tuple[str, ...]) -> None:
    assert not keeps_order(asked(*choices))


def test_options_that_the_stem_defines_by_number_are_its_own() -> None:
    stem = "Option 1: pay now. Option 2: pay later. Is option 2 the cheaper one?"
    assert not keeps_order(asked("yes", "no", "it depends", stem=stem))


@pytest.mark.parametrize("part", ["1 and ", "A, ", "A and B and ", "1, ", "only ", "the first and ", "A or "])
def test_a_long_row_is_soon_read(part: str) -> None:
    long = part * (4000 // len(part))
    for question in (asked(*CHOICES, long), asked(*CHOICES, stem=long), asked(*CHOICES, rationale=long)):
        assert resolve(question) == resolve(question, thoroughly=True)
